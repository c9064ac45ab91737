"""BibTeX, RIS and CSL-JSON are read back by the libraries of reference managers, whatever stands in titles and names."""

import io
import json
from collections.abc import Callable
from typing import IO, Any

import pytest
from bibtexparser.entrypoint import parse_string
from hypothesis import given, settings
from hypothesis import strategies as st

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
