"""A list that is written out of a graph is read back to the same graph."""

import io
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avgraph.export.formats import FORMATS
from avgraph.knowledge import KnowledgeGraph, build
from avgraph.model.entries import LinkKind, ReadingList
from avgraph.model.graph import Graph, Node
from avgraph.model.vocabulary import BASE_IRI, Attribute, NodeType, Relation
from avgraph.reading.read import parse_reading_list
from tests.conftest import SAMPLE, TIMES
from tests.made_lists import RICH, SOURCE, build_from, make_entry, make_list

_OF_ENTRIES = (Relation.HAS_ENTRY, Relation.NAMES)
_AS_PRINTED = (
    Attribute.LINE, Attribute.TAG, Attribute.AUTHORS_AS_LISTED, Attribute.INSTITUTIONS_AS_LISTED,
)  # fmt: skip
"""What another way of printing the same changes."""


def markdown_of(graph: Graph) -> str:
    """Return the list that is written out of a graph."""
    file = io.BytesIO()
    FORMATS["markdown"].write(graph, file, BASE_IRI)
    return file.getvalue().decode("utf-8")


def read_back(graph: Graph) -> Graph:
    """Return the graph of the list that is written out of a graph."""
    return build_from(parse_reading_list(markdown_of(graph), SOURCE))


def facts(graph: Graph) -> set[tuple[object, ...]]:
    """Return everything that a graph says but for lines and ways of printing; an entry is known by what it says."""
    names = {node.id: _name(node, graph) for node in graph.nodes.values()}
    said: set[tuple[object, ...]] = set()
    for node in graph.nodes.values():
        label = node.label if node.type is not NodeType.ENTRY else ""
        said.add((names[node.id], label, node.venue_kind))
        said |= {(names[node.id], each, value) for each, values in node.attributes.items() if each not in _AS_PRINTED for value in values}
        said |= {(names[node.id], each, names[target]) for each, targets in node.edges.items() for target in targets}
    return said


def _name(node: Node, graph: Graph) -> object:
    if node.type is not NodeType.ENTRY:
        return node.id
    paper = node.edges.get(Relation.LISTS_PAPER, node.attributes.get(Attribute.TITLE_AS_LISTED, ()))
    return "entry", paper, node.edges.get(Relation.UNDER_HEADING, ())


def assert_same(graph: Graph, other: Graph) -> None:
    """Two graphs say the same."""
    assert facts(graph) - facts(other) == set()
    assert facts(other) - facts(graph) == set()


def test_the_rich_list() -> None:
    """Every fact that an entry can state comes back."""
    assert_same(RICH, read_back(RICH))


def test_the_sample() -> None:
    """The sample, with its copies, dataset rows and hostile titles, comes back."""
    graph = build(SAMPLE).graph
    assert_same(graph, read_back(graph))


@pytest.mark.slow
def test_the_bundled_list(bundled: KnowledgeGraph) -> None:
    """The bundled list comes back with papers, authors in order, institutions, venues, years, tasks, links and datasets."""
    text = markdown_of(bundled.graph)
    again = build_from(parse_reading_list(text, bundled.graph.source))
    assert_same(bundled.graph, again)
    assert markdown_of(again) == text, "written again it is the same list"


HOSTILE = st.text(st.sampled_from(string.ascii_letters[:12] + " []()|*_`<>&;:#!\\\"'$^{}~-=+.,/é漢\n\t" + "0129"), max_size=40)
TITLES = HOSTILE.map(lambda text: f"T{' '.join(text.split())}e")
ADDRESSES = HOSTILE.map(lambda text: f"https://example.org/{''.join(text.split())}")
NAMES = st.sampled_from(["Ada Lovelace", "Jean-Luc O'Brien", "Zoë Müller", "李明", "Grace B. Hopper", "José van der Berg"])
PLACES = st.sampled_from(["University of London", "A*STAR", "MIT, Cambridge", "Google", "Institute of Health & Care"])
ENTRIES: st.SearchStrategy[dict[str, object]] = st.builds(
    dict,
    title=TITLES,
    url=ADDRESSES,
    code=st.lists(ADDRESSES, max_size=2, unique=True),
    authors=st.lists(NAMES, max_size=3, unique=True),
    institutions=st.lists(PLACES, max_size=3, unique=True),
    heading=st.lists(TITLES, max_size=3),
    venue=st.sampled_from([None, "CVPR", "Findings of ACL", "ACL (Findings)", "Web3D", "J. Mach. Learn. Res."]),
    year=st.sampled_from([None, 1999, 2023]),
    date=st.sampled_from([None, "2023-05", "2023-05-30"]),
    summary=TITLES | st.none(),
    keywords=st.lists(TITLES, max_size=3, unique=True).map(tuple),
    notes=st.lists(TITLES, max_size=2, unique=True).map(tuple),
    is_paper=st.booleans(),
)


def listed(values: list[dict[str, object]]) -> ReadingList:
    """Return a list of entries with these values, and one of a paper; each title is another."""
    entries = [make_entry("A Paper That Is There", 100, (LinkKind.PAPER, "https://example.org/there"), heading=("There",), year=2020)]
    for line, each in enumerate(values, 1):
        value = dict(each)
        links = [(LinkKind.PAPER, str(value.pop("url"))), *((LinkKind.CODE, url) for url in value.pop("code"))]  # type: ignore[attr-defined]
        entries.append(make_entry(f"{value.pop('title')} number {line}x", line, *links, **value))  # type: ignore[arg-type]
    return make_list(*entries)


@pytest.mark.slow
@given(st.lists(ENTRIES, min_size=1, max_size=4))
@settings(max_examples=20 * TIMES, deadline=None)
def test_whatever_titles_and_addresses_hold(values: list[dict[str, object]]) -> None:
    """Brackets, bars, stars, entities, labels and marks of blocks in titles, headings, addresses and remarks read as they are."""
    graph = build_from(listed(values))
    again = read_back(graph)

    def said(graph: Graph) -> set[tuple[object, ...]]:
        skipped = (Attribute.PREF_LABEL, Attribute.ALT_LABEL)  # headings that fold alike are one task
        return {fact for fact in facts(graph) if fact[1] not in skipped}

    assert said(graph) == said(again)


def test_an_entry_under_several_headings() -> None:
    """Further topics of an entry stand in a line of its own, each with the headings above it."""
    topics = (("Seeing: Colours, Shapes", "Red > Blue"), ("Hearing", "Music"))
    entry = make_entry(
        "A Paper of Many Things", 1, (LinkKind.PAPER, "https://example.org/many"), heading=("Hearing",), topics=topics, year=2020
    )
    others = [
        make_entry(f"Paper number {line}x", line, (LinkKind.PAPER, f"https://example.org/{line}"), heading=path)
        for line, path in enumerate((topics[0], topics[1]), 2)
    ]
    graph = build_from(make_list(entry, *others))
    assert_same(graph, read_back(graph))
