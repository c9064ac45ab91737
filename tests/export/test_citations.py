"""BibTeX, RIS and CSL-JSON are read back by the libraries of reference managers, whatever stands in titles and names."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import pytest
from bibtexparser.entrypoint import parse_string
from hypothesis import given, settings
from hypothesis import strategies as st

import avgraph
from avgraph.errors import WriteError
from avgraph.export.bibtex import latex, write_bibtex
from avgraph.export.citations import CitationKind, list_citations, split_name
from avgraph.export.csljson import write_csljson
from avgraph.export.formats import FORMATS
from avgraph.export.ris import write_ris
from avgraph.model.entries import Source
from avgraph.model.graph import Graph, Node
from avgraph.model.vocabulary import BASE_IRI, Attribute, NodeType, Relation
from avgraph.reading.read import parse_reading_list
from tests.conftest import TIMES
from tests.made_lists import RICH, build_from

Writer = Callable[[Graph, IO[bytes], str], None]
TEXT = (
    st.text(st.characters(exclude_categories=("C", "Z")) | st.sampled_from(r"{}\%$#&_^~ "), min_size=1, max_size=25)
    .map(str.strip)
    .filter(bool)
)


def written(graph: Graph, write: Writer) -> str:
    """Return what a writer writes."""
    file = io.BytesIO()
    write(graph, file, BASE_IRI)
    return file.getvalue().decode()


def graph_of(titles: list[str], names: list[str]) -> Graph:
    """Return a graph of papers with these titles, all by all of the names."""
    authors = [Node(f"author/{number}", NodeType.AUTHOR, name, {Attribute.NAME: (name,)}, {}) for number, name in enumerate(names)]
    nodes = [*authors]
    for number, title in enumerate(titles):
        paper = f"paper/{number}"
        ships = []
        for position, author in enumerate(authors, 1):
            edges: dict[Relation, tuple[str, ...]] = {Relation.OF_PAPER: (paper,), Relation.AUTHOR: (author.id,)}
            ships.append(Node(f"authorship/{number}.{position}", NodeType.AUTHORSHIP, "x", {Attribute.POSITION: (position,)}, edges))
        edges = {Relation.HAS_AUTHORSHIP: tuple(ship.id for ship in ships), Relation.HAS_AUTHOR: tuple(author.id for author in authors)}
        nodes += [*ships, Node(paper, NodeType.PAPER, title, {Attribute.TITLE: (title,), Attribute.YEAR: (2020,)}, edges)]
    return Graph(Source("x", "x.md", "", "x"), nodes)


def listed(tag: str, title: str, authors: str, url: str = "https://example.org/p") -> Graph:
    """Return the graph of one entry."""
    text = f"## Speech\n\n**[{tag}]**\n[{title}]({url})\n<br>\n**Authors:** {authors}\n"
    return build_from(parse_reading_list(text, Source("x", "x.md", "", "x")))


@settings(max_examples=20 * TIMES, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=4), st.lists(TEXT, min_size=1, max_size=3))
def test_bibtex_of_any_text(titles: list[str], names: list[str]) -> None:
    """Braces balance in every field, as BibTeX counts them, keys never repeat, and each paper is one entry with all its authors."""
    text = written(graph_of(titles, names), write_bibtex)
    library = parse_string(text)
    assert not library.failed_blocks
    assert len({entry.key.lower() for entry in library.entries}) == len(titles)
    for entry in library.entries:
        for field in entry.fields:
            depths = [0]
            for char in field.value:
                depths.append(depths[-1] + {"{": 1, "}": -1}.get(char, 0))
            assert min(depths) == depths[-1] == 0


@settings(max_examples=15 * TIMES, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=3), st.lists(TEXT, min_size=1, max_size=3))
def test_pybtex_reads_any_text(titles: list[str], names: list[str]) -> None:
    """BibTeX's own rules for names find as many authors as there are."""
    pybtex: Any = pytest.importorskip("pybtex.database")
    data = pybtex.parse_string(written(graph_of(titles, names), write_bibtex), "bibtex")
    assert [len(entry.persons["author"]) for entry in data.entries.values()] == [len(names)] * len(titles)


@settings(max_examples=15 * TIMES, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=3), st.lists(TEXT, min_size=1, max_size=3))
def test_ris_and_csl_of_any_text(titles: list[str], names: list[str]) -> None:
    """Rispy and citeproc-py read each paper back with its title."""
    rispy: Any = pytest.importorskip("rispy")
    citeproc: Any = pytest.importorskip("citeproc.source.json")
    graph = graph_of(titles, names)
    folded = sorted(" ".join(title.split()) for title in titles)
    records = rispy.loads(written(graph, write_ris))
    assert sorted(record["title"] for record in records) == folded
    assert [len(record["authors"]) for record in records] == [len(names)] * len(titles)
    items = json.loads(written(graph, write_csljson))
    assert sorted(" ".join(item["title"].split()) for item in items) == folded
    assert len(citeproc.CiteProcJSON(items)) == len(titles)


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Faster R-CNN", "Faster {R-CNN}"),
        ("U-Net with T5 and F0", "{U-Net} with {T5} and {F0}"),
        ("Q-Former for the U.S.A.", "{Q-Former} for the {U.S.A.}"),
        ("Audio-Visual Learning", "Audio-Visual Learning"),
        ("Programs in C# Again", r"{Programs in C{\#} Again}"),
        ("A Plain Title", "A Plain Title"),
    ],
)
def test_capitals_that_matter(title: str, shown: str) -> None:
    """They stand within braces; words that are capitalised as titles are do not."""
    assert f"title         = {{{shown}}}," in written(listed("CVPR-2020", title, "Ada Byron"), write_bibtex)


@pytest.mark.parametrize(
    ("name", "shown", "key"),
    [
        ("Robert Downey Jr.", "Downey, Jr., Robert", "downey2020"),
        ("Martin Luther King III", "King, III, Martin Luther", "king2020"),
        ("The ATLAS Collaboration", "{The ATLAS Collaboration}", ""),
        ("Gemini Team", "{Gemini Team}", ""),
        ("Ludwig van der Berg", "Ludwig van der Berg", "vanderberg2020"),
        ("Madonna", "Madonna", "madonna2020"),
    ],
)
def test_names(name: str, shown: str, key: str) -> None:
    """A suffix is no family name, a group is no person."""
    text = written(graph_of(["Hearing"], [name]), write_bibtex)
    assert f"author        = {{{shown}}}," in text
    assert f"{{{key}" in text
    assert split_name(name).is_group == shown.startswith("{")


def test_a_preprint_is_no_proceedings() -> None:
    """ArXiv is @misc with eprint, UNPB and article, with or without the authority."""
    graph = listed("arXiv-2021", "A Preprint", "Ada Byron", "https://arxiv.org/abs/2104.01778")
    (citation,) = list_citations(graph)
    assert citation.kind is CitationKind.PREPRINT
    entry = written(graph, write_bibtex)
    assert entry.startswith("@misc{byron2021preprint,")
    assert "eprint        = {2104.01778}" in entry
    assert "booktitle" not in entry
    assert "TY  - UNPB" in written(graph, write_ris)
    assert json.loads(written(graph, write_csljson))[0]["type"] == "article"


def test_braces_are_told_by_name() -> None:
    """A brace of the text is a command, since BibTeX counts escaped braces too."""
    assert latex("{a}}") == r"{\textbraceleft}a{\textbraceright}{\textbraceright}"


def test_links_dates_summaries_and_keywords() -> None:
    """What a list says besides the paper's address is in each format of citations, and comes back from it."""
    written = {}
    for name in ("bibtex", "ris", "csljson"):
        file = io.BytesIO()
        FORMATS[name].write(RICH, file, BASE_IRI)
        written[name] = file.getvalue().decode()
    assert "  date          = {2023-06-20},\n" in written["bibtex"]
    assert "  code          = {https://github.com/a/listen},\n" in written["bibtex"]
    assert "  abstract      = {Machines learn to listen.},\n" in written["bibtex"]
    assert "  keywords      = {Speech, hearing, speech},\n" in written["bibtex"]
    assert "DA  - 2023/06/20\n" in written["ris"]
    assert "UR  - https://github.com/a/listen\n" in written["ris"]
    assert "AB  - Machines learn to listen.\n" in written["ris"]
    item = next(each for each in json.loads(written["csljson"]) if each["title"] == "Learning to Listen")
    assert item["issued"] == {"date-parts": [[2023, 6, 20]]}
    assert item["abstract"] == "Machines learn to listen."
    assert item["note"].split("\n")[:2] == ["code: https://github.com/a/listen", "project: https://listen.github.io/"]


def test_what_a_list_states_is_written_so_that_it_is_read_back() -> None:
    """A venue that nobody knows, the year beside a day of another, formulas, preprints with and without a venue: the same in every format."""
    text = """# Bells

## Tuning

- [Bells of $\\tau^+\\tau^-$ Pairs in $L_2$ Space](https://arxiv.org/abs/2104.00001), Ada Byron, XQZ 2021
- ["Old" Bells -- New Bells](https://arxiv.org/abs/2104.00005), Ada Byron, ICML 2020
- [A Preprint of Bells](https://arxiv.org/abs/2104.00002), Ada Byron, arXiv 2021
- [A Preprint That Says No Place](https://arxiv.org/abs/2104.00003), Ada Byron
- [Bells That Were a Preprint](https://arxiv.org/abs/2104.00004), Ada Byron, ICLR 2022, 3 Oct 2021
"""
    graph = build_from(parse_reading_list(text, Source("bells", "bells.md", "", "Bells")))

    def papers(graph: Graph) -> dict[str, tuple[object, ...]]:
        venues = {
            each.id: [graph.nodes[venue].label for venue in each.edges.get(Relation.PUBLISHED_IN, ())]
            for each in graph.of_type(NodeType.PAPER)
        }
        return {
            each.label: (each.value(Attribute.YEAR), each.value(Attribute.ARXIV_ID), *venues[each.id])
            for each in graph.of_type(NodeType.PAPER)
        }

    wanted = papers(graph)
    assert '"Old" Bells -- New Bells' in wanted
    assert sorted(wanted.values(), key=str) == [
        (2020, "2104.00005", "ICML"), (2021, "2104.00001", "XQZ"), (2021, "2104.00002", "arXiv"), (2022, "2104.00004", "ICLR"), (None, "2104.00003"),
    ]  # fmt: skip
    for name, write in (("x.bib", write_bibtex), ("x.ris", write_ris), ("x.json", write_csljson)):
        again = parse_reading_list(written(graph, write), Source("x", name, "", "x"))
        assert papers(build_from(again)) == wanted, name


def test_the_tables_of_a_graph_are_read_back(tmp_path: Path) -> None:
    """A folder of nodes.csv and edges.csv, or its nodes.csv, gives the papers with all that is stated of them, and is never written over."""
    kg = avgraph.open()
    (folder := tmp_path / "tables").mkdir()
    kg.write(folder, format="csv")

    def papers(kg: avgraph.KnowledgeGraph) -> dict[str, tuple[object, ...]]:
        return {
            paper.label: (paper.year, paper.venue and paper.venue.label, [author.value(Attribute.NAME) for author in paper.authors],
                          sorted(place.label for place in paper.institutions), sorted(task.id for task in paper.tasks))
            for paper in kg.papers
        }  # fmt: skip

    before = papers(kg)
    for path in (folder, folder / "nodes.csv"):
        again = papers(avgraph.open(path))
        assert again.keys() == before.keys()
        assert sum(again[title] == before[title] for title in before) > 0.98 * len(before)
    for path in (folder, folder / "nodes.csv"):
        with pytest.raises(WriteError, match="is read by this command"):
            avgraph.open(path).write(folder, format="csv")
        for _ in range(2):
            avgraph.open(path).write(folder / "out.ttl")
