"""A dump read back is the graph that it was written from."""

import pyoxigraph
import pytest

from avgraph.errors import DumpError
from avgraph.knowledge import KnowledgeGraph, build
from avgraph.model.entries import Source
from avgraph.model.graph import Graph
from avgraph.rdf.dump_graph import read_graph
from avgraph.rdf.oxigraph import generate_terms
from avgraph.rdf.triples import generate_triples
from avgraph.reading.read import parse_reading_list
from avgraph.sources.lists import build_from
from tests.conftest import SAMPLE


def triples_of(graph: Graph, base: str = "https://w3id.org/avgraph/id/") -> list[pyoxigraph.Triple]:
    """Return the triples of the dump of a graph."""
    return list(generate_terms(graph, pyoxigraph.Triple, base))


@pytest.mark.parametrize("base", ["https://w3id.org/avgraph/id/", "https://example.org/kg/"])
def test_a_dump_read_back_is_the_graph(bundled: KnowledgeGraph, sample: Graph, base: str) -> None:
    """Every node with its attributes, edges, lines and kind, and the source; written again, the same bytes."""
    for graph in (bundled.graph, sample):
        found, where = read_graph(triples_of(graph, base))
        assert where == base
        assert dict(found.nodes) == dict(graph.nodes)
        assert list(generate_triples(found)) == list(generate_triples(graph))
        assert (found.source.name, found.source.title, found.source.checksum) == (
            graph.source.name.casefold(),
            graph.source.title,
            graph.source.checksum,
        )


@pytest.mark.parametrize("name", ["My List (2)", "дом", "liste-ñ", "x" * 70])
def test_any_name_of_a_list(name: str) -> None:
    """The source keeps its IRI, however the file was called."""
    text = SAMPLE.read_text(encoding="utf-8")
    graph = build_from(parse_reading_list(text, Source(name, f"{name}.md", "", name)))
    if len(name) < 60:
        assert list(generate_triples(read_graph(triples_of(graph))[0])) == list(generate_triples(graph))
    assert read_graph(triples_of(graph))[0].source.title == name


def test_a_part_of_a_dump(sample: Graph) -> None:
    """Edges that lead out of a part are left out; a whole dump with such an edge is refused."""
    some = [triple for triple in triples_of(sample) if "/author/" not in str(triple.subject)]
    found, _ = read_graph(some, is_part=True)
    assert set(found.nodes) == {node for node in sample.nodes if not node.startswith("author/")}
    assert not [edge for edge in found.edges() if edge.target.startswith("author/")]


def test_what_is_no_dump(sample: Graph) -> None:
    """Triples without a description, of two lists, or with a year that is none."""
    with pytest.raises(DumpError, match="no description"):
        read_graph([])
    with pytest.raises(DumpError, match="2 lists"):
        read_graph([*triples_of(sample), *triples_of(build().graph)])
    year = pyoxigraph.NamedNode("https://w3id.org/avgraph/ontology#year")
    paper = next(triple.subject for triple in triples_of(sample) if "/paper/" in str(triple.subject))
    with pytest.raises(DumpError, match="year 'soon' is no whole number"):
        read_graph([*triples_of(sample), pyoxigraph.Triple(paper, year, pyoxigraph.Literal("soon"))])
