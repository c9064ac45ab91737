"""Which mentions name one entity, decided by certain rules, in any order of the entries."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from avgraph.assembly import build_graph
from avgraph.model.entries import Source
from avgraph.model.vocabulary import NodeType
from avgraph.reading.read import parse_reading_list
from avgraph.resolution.resolve import resolve
from avgraph.resolution.tasks import task_id
from avgraph.text.folding import fold, fold_title, slug
from avgraph.text.ids import mint_id, tell_ids_apart
from avgraph.text.links import fold_url, read_identifiers, web_iri

FOLDS_ALIKE = [
    ("The University of Sydney", "University of Sydney"),
    ("Xi’an Jiaotong University", "Xi'an  Jiaotong University"),
    ("SenseTime Research", "Sensetime Research"),
    ("Sun Yat-sen University", "Sun Yat–Sen University"),
    ("Universita\u0300 di Torino", "Università di Torino"),
    ("ＮＶＩＤＩＡ", "NVIDIA"),
    ("Tae-Hyun Oh", "Tae‑Hyun Oh"),
]
FOLDS_APART = [("University of Tübingen", "University of Tubingen"), ("Tae-Hyun Oh", "Tae Hyun Oh"), ("C. V. Jawahar", "C V Jawahar")]


@pytest.mark.parametrize(("a", "b"), FOLDS_ALIKE)
def test_forms_that_fold_alike(a: str, b: str) -> None:
    """Case, spaces, apostrophes, dashes, Unicode form and a leading "the" are nothing that matters."""
    assert fold(a) == fold(b)


@pytest.mark.parametrize(("a", "b"), FOLDS_APART)
def test_forms_that_need_evidence(a: str, b: str) -> None:
    """Letters, dots and hyphens are not folded: that two such forms are one takes evidence."""
    assert fold(a) != fold(b)


@given(st.text(max_size=40))
def test_normalising_twice_is_normalising_once(text: str) -> None:
    """Folding and slugs are stable."""
    assert fold(fold(text)) == fold(text) or fold(text).startswith("the ")
    assert slug(slug(text)) == slug(text)
    assert fold_title(fold_title(text)) == fold_title(text) or not fold_title(text).isalnum()


NAMES = st.one_of(st.text(min_size=1, max_size=40), st.text(alphabet="ab -.,é'_", min_size=1, max_size=6))


@given(NAMES, NAMES)
@example("University of Illinois at Urbana-Champaign", "University of Illinois at Urbana Champaign")
@example("Jean-Luc", "Jean Luc")
def test_ids_tell_keys_apart(a: str, b: str) -> None:
    """Two keys have two ids, and every id is plain ASCII that Turtle takes as a local name."""
    first, second = fold(a), fold(b)
    assert (mint_id("author", first) == mint_id("author", second)) == (first == second)
    assert mint_id("author", first).isascii()


@given(st.lists(NAMES, min_size=1, max_size=3), st.lists(NAMES, min_size=1, max_size=3))
def test_task_ids_tell_paths_apart(a: list[str], b: list[str]) -> None:
    """Two paths of headings have two ids."""
    assert (task_id(tuple(a)) == task_id(tuple(b))) == (list(map(fold, a)) == list(map(fold, b)))


NAMED = (NodeType.PAPER, NodeType.AUTHOR, NodeType.INSTITUTION, NodeType.TASK, NodeType.DATASET, NodeType.VENUE)
NAMED_BY_LETTERS = (NodeType.PAPER, NodeType.TASK, NodeType.DATASET, NodeType.VENUE)
"""What has diacritics that can tell two apart; people and institutions are joined over them."""
SHORT_HASHES_MEET = [("丛儵", "亼再"), ("àné mîlõrúncýå", "áne mìloruñçya")]
"""Pairs of names whose readable parts, or want of them, and the first 32 bits of whose hashes are the same."""


@pytest.mark.parametrize(("names", "kinds"), [(SHORT_HASHES_MEET[0], NAMED), (SHORT_HASHES_MEET[1], NAMED_BY_LETTERS)])
def test_names_whose_hashes_meet_are_two(names: tuple[str, str], kinds: tuple[NodeType, ...]) -> None:
    """Authors, institutions, venues, tasks, papers and datasets whose short hashes are equal are two, in either order, with the same ids."""
    found = []
    for one, other in (names, names[::-1]):
        row = "| {} | 2020 | |\n"
        text = "".join(
            f"## {name}\n\n**[{name}-2020]**\n[{name}](https://a.org/p/{name})\n<br>\n**Authors:** {name}\n<br>\n**Institution:** {name}\n\n"
            for name in (one, other)
        )
        parsed = parse_reading_list(
            f"# L\n\n{text}| Dataset | Year | Task |\n| - | - | - |\n{row.format(one)}{row.format(other)}", Source("x", "x.md", "", "x")
        )
        graph = build_graph(parsed, resolve(parsed))
        found.append({(node.type, node.label, node.id) for node in graph.nodes.values() if node.type in kinds})
        assert {kind: len(graph.of_type(kind)) for kind in kinds} == dict.fromkeys(kinds, 2)
    assert found[0] == found[1]


def test_a_name_without_a_readable_part_has_a_long_hash() -> None:
    """Names in other scripts do not meet across lists either; names that can be read keep their ids."""
    assert mint_id("author", "丛儵") != mint_id("author", "亼再")
    assert mint_id("author", "胡迪") == "author/06a83b922f01c29276e64eca86942620"
    assert (mint_id("author", "di hu"), mint_id("author", "dan oneaţă")) == ("author/di_hu", "author/dan-oneata-269267f3")


@given(st.lists(st.tuples(st.sampled_from(["a/x", "a/y"]), st.text(alphabet="abc", max_size=2)), max_size=8))
def test_ids_are_told_apart_whatever_their_order(pairs: list[tuple[str, str]]) -> None:
    """No two ids are equal, one of the equal ones stays as it is, and the order says nothing."""
    ids, contents = [each for each, _ in pairs], [content for _, content in pairs]
    apart = tell_ids_apart(ids, contents)
    assert len(set(apart)) == len(apart)
    assert set(ids) <= set(apart)
    backwards = tell_ids_apart(ids[::-1], contents[::-1])
    assert sorted(zip(contents, apart, strict=True)) == sorted(zip(contents[::-1], backwards, strict=True))


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://arxiv.org/abs/2205.07611v1", {"arxiv": "2205.07611"}),
        ("https://arxiv.org/pdf/2204.11573", {"arxiv": "2204.11573"}),
        ("http://www.arxiv.org/pdf/2207.07036v2.pdf", {"arxiv": "2207.07036"}),
        ("https://arxiv.org/abs/cs.CV/0601001", {"arxiv": "cs/0601001"}),
        ("https://ieeexplore.ieee.org/abstract/document/9053730/", {"ieee": "9053730"}),
        ("https://ieeexplore.ieee.org/stamp/stamp.jsp?tp=&arnumber=9053730", {"ieee": "9053730"}),
        ("https://link.springer.com/chapter/10.1007/978-3-030-58580-8_26", {"doi": "10.1007/978-3-030-58580-8_26"}),
        ("https://dl.acm.org/doi/pdf/10.1145/3387164", {"doi": "10.1145/3387164"}),
        ("https://doi.org/10.1000/ABC.pdf?x=1", {"doi": "10.1000/abc"}),
        ("https://onlinelibrary.wiley.com/doi/abs/10.1111/cgf.13946", {"doi": "10.1111/cgf.13946"}),
        ("https://openreview.net/forum?id=zfo2LqFEVY", {"openreview": "zfo2LqFEVY"}),
        ("https://openreview.net/pdf?id=zfo2LqFEVY", {"openreview": "zfo2LqFEVY"}),
        ("https://aclanthology.org/P19-1239/?ref=https://githubhelp.com", {"acl": "P19-1239"}),
        ("https://aclanthology.org/2020.acl-main.401.pdf", {"acl": "2020.acl-main.401"}),
        ("https://openaccess.thecvf.com/content/CVPR2021/papers/Chen_X_CVPR_2021_paper.pdf", {"cvf": "Chen_X_CVPR_2021"}),
        ("https://openaccess.thecvf.com/content/CVPR2021/html/Chen_X_CVPR_2021_paper.html?ref=y", {"cvf": "Chen_X_CVPR_2021"}),
        (
            "https://proceedings.neurips.cc/paper/2018/file/01161aaa0b6d1345dd8fe4e481144d84-Paper.pdf",
            {"neurips": "01161aaa0b6d1345dd8fe4e481144d84"},
        ),
        ("https://proceedings.mlr.press/v139/radford21a.html", {"pmlr": "v139/radford21a"}),
        ("https://proceedings.mlr.press/v139/radford21a/radford21a.pdf", {"pmlr": "v139/radford21a"}),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7098709/", {"pmc": "PMC7098709"}),
        ("https://example.org/abs/2205.07611", {}),
        ("https://notarxiv.org/abs/2205.07611", {}),
        ("javascript:alert(1)", {}),
        ("http://[broken", {}),
    ],
)
def test_identifiers_in_links(url: str, wanted: dict[str, str]) -> None:
    """Versions, endings, queries and slashes do not matter; other hosts hold no identifier."""
    assert read_identifiers(url) == wanted


@given(st.text(max_size=60))
@example("0@@")
def test_links_never_fail(text: str) -> None:
    """Any text can be asked for its identifiers; what is written as an IRI is one."""
    import pyoxigraph

    for url in (text, f"https://{text}", f"https://a.org/{text}"):
        read_identifiers(url)
        fold_url(url)
        iri = web_iri(url)
        if iri is not None:
            assert list(pyoxigraph.parse(f"<urn:a> <urn:b> <{iri}> .".encode(), format=pyoxigraph.RdfFormat.N_TRIPLES))


def entry(tag: str, title: str, url: str, authors: str) -> str:
    """Return the text of an entry."""
    return f"**[{tag}]**\n[{title}]({url})\n**Authors:** {authors}\n**Institution:** University of London\n\n"


REPOSITORY = "https://github.com/ada/project"
ARXIV, IEEE, IEEE2, PAGE = (
    "https://arxiv.org/abs/2001.00001", "https://ieeexplore.ieee.org/document/1", "https://ieeexplore.ieee.org/document/2", "https://a.org/x/1",
)  # fmt: skip


@pytest.mark.parametrize(
    ("entries", "papers"),
    [
        pytest.param([entry("2020", "A", ARXIV, "Ada"), entry("2021", "B", ARXIV + "v3", "Ada")], 1, id="same identifier"),
        pytest.param([entry("2020", "On A", ARXIV, ""), entry("2021", "On A", ARXIV, "")], 1, id="same identifier and title"),
        pytest.param([entry("2020", "A", ARXIV, "Ada"), entry("2021", "B", ARXIV + "v3", "Alan")], 2, id="a pasted link"),
        pytest.param([entry("2020", "A", PAGE + "#p1", "Ada"), entry("2020", "B", PAGE + "#p2", "Ada")], 2, id="two fragments"),
        pytest.param([entry("2020", "A", PAGE + "?p=1", "Ada"), entry("2020", "B", PAGE + "?p=2", "Ada")], 2, id="two queries"),
        pytest.param([entry("2020", "A", REPOSITORY, "Ada"), entry("2020", "B", REPOSITORY, "Ada")], 2, id="one repository"),
        pytest.param([entry("2020", "A", REPOSITORY, "Ada"), entry("2020", "A", ARXIV, "Ada")], 1, id="a repository and a paper"),
        pytest.param([entry("2020", "A", PAGE, "Ada"), entry("2020", "a", PAGE + "/?utm_source=y", "Ada")], 1, id="same page"),
        pytest.param([entry("2020", "A", PAGE, "Ada"), entry("2020", "B", PAGE, "Ada")], 2, id="same page, two titles"),
        pytest.param([entry("X-2020", "On: A-B", ARXIV, "Ada"), entry("X-2020", "on A - b", IEEE, "Ada")], 1, id="title and author"),
        pytest.param([entry("2020", "A", ARXIV, "Ada"), entry("X-2020", "a", IEEE, "Ada")], 1, id="a preprint and its publication"),
        pytest.param([entry("X-2020", "A", ARXIV, "Ada"), entry("X-2020", "A", IEEE, "Alan")], 2, id="no shared author"),
        pytest.param([entry("X-2020", "A", IEEE, "Ada"), entry("X-2020", "A", IEEE2, "Ada")], 2, id="two identifiers of one scheme"),
        pytest.param([entry("CVPR-2020", "A", ARXIV, "Ada"), entry("IEEE TPAMI-2021", "A", IEEE, "Ada")], 2, id="a journal version"),
        pytest.param([entry("X-2020", "A", ARXIV, "Ada"), entry("X-2020", "A 2.0", IEEE, "Ada")], 2, id="part 2.0"),
        pytest.param([entry("X-2020", "A", ARXIV, "Ada"), entry("X-2020", "A: More", IEEE, "Ada")], 2, id="one title within another"),
        pytest.param(
            [entry("X-2020", "A", IEEE, "Ada"), entry("Y-2021", "A", IEEE2, "Ada"), entry("2020", "A", ARXIV, "Ada")],
            3,
            id="a copy of either",
        ),
    ],
)
def test_entries_of_one_paper(entries: list[str], papers: int) -> None:
    """Entries are one paper by identifier, or by title and author where nothing speaks against it, in either order."""
    for order in (entries, entries[::-1]):
        found = resolve(parse_reading_list("".join(order), Source("x", "x.md", "", "x"))).papers
        assert len(found) == papers
        assert len({paper.id for paper in found}) == papers
