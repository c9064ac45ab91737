"""A dump read back is the graph that it was written from."""

import io
import random
from pathlib import Path

import pyoxigraph
import pytest

import avgraph
from avgraph.errors import DumpError
from avgraph.export.formats import FORMATS
from avgraph.knowledge import KnowledgeGraph, build
from avgraph.model.entries import Source
from avgraph.model.graph import Graph
from avgraph.model.vocabulary import AVG, RDF, RDFS, Attribute, NodeType, VenueKind
from avgraph.rdf.dump_graph import read_graph
from avgraph.rdf.oxigraph import generate_terms
from avgraph.rdf.triples import generate_triples
from avgraph.reading.read import parse_reading_list
from tests.conftest import SAMPLE
from tests.made_lists import build_from


def triples_of(graph: Graph, base: str = "https://w3id.org/avgraph/id/") -> list[pyoxigraph.Triple]:
    """Return the triples of the dump of a graph."""
    return list(generate_terms(graph, pyoxigraph.Triple, base))


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_triples_does_not_matter(sample: Graph, seed: int) -> None:
    """Shuffled, and with every triple twice, a dump is exported as the same bytes in every format of one file."""
    triples = triples_of(sample) * 2
    random.Random(seed).shuffle(triples)  # noqa: S311  (a test, no secret)
    found, base = read_graph(triples)
    for name, form in FORMATS.items():
        if not form.is_folder and name != "html":
            files = io.BytesIO(), io.BytesIO()
            for graph, file in zip((sample, found), files, strict=True):
                form.write(graph, file, base)
            assert files[0].getvalue() == files[1].getvalue(), name


def test_labels_and_kinds_of_any_order(sample: Graph) -> None:
    """Where a dump gives a resource two labels or two kinds, which is taken does not depend on their order."""
    venue = pyoxigraph.NamedNode("https://w3id.org/avgraph/id/venue/cvpr")
    more = [
        pyoxigraph.Triple(venue, pyoxigraph.NamedNode(RDFS + "label"), pyoxigraph.Literal("Another")),
        pyoxigraph.Triple(venue, pyoxigraph.NamedNode(RDF + "type"), pyoxigraph.NamedNode(AVG + "Journal")),
    ]
    orders = ([*triples_of(sample), *more], [*more, *triples_of(sample)])
    one, other = (read_graph(order)[0].nodes["venue/cvpr"] for order in orders)
    assert one == other
    assert (one.label, one.venue_kind) == ("Another", VenueKind.CONFERENCE)


@pytest.mark.parametrize(
    ("attribute", "value", "message"),
    [
        ("videoCount", "9" * 22, "is larger than the numbers"),
        ("videoCount", "9" * 5000, "is larger than the numbers"),
        ("videoCount", "9.99999999999999E23", "is no whole number"),
        ("videoCount", "1_000", "is no whole number"),
        ("videoCount", "１２", "is no whole number"),
        ("durationHours", "NaN", "is no number"),
        ("durationHours", "INF", "is no number"),
        ("durationHours", "", "is no number"),
        ("durationHours", "9" * 400, "is larger than the numbers"),
        ("durationHours", "1e99", "is larger than the numbers"),
    ],
)
def test_numbers_that_are_none(sample: Graph, attribute: str, value: str, message: str) -> None:
    """A number that no format keeps is refused with its resource and name."""
    dataset = pyoxigraph.NamedNode("https://w3id.org/avgraph/id/dataset/a")
    odd = pyoxigraph.Triple(dataset, pyoxigraph.NamedNode(AVG + attribute), pyoxigraph.Literal(value))
    with pytest.raises(DumpError, match=f"dataset/a: {attribute} .*{message}"):
        read_graph([*triples_of(sample), odd])


@pytest.mark.parametrize(
    ("value", "written"), [("800", "800.0"), ("800.00", "800.0"), ("38.50", "38.5"), ("+.5", "0.5"), ("8.0E2", "800.0")]
)
def test_decimals_have_a_point(sample: Graph, value: str, written: str) -> None:
    """However a store writes a decimal, it is read in one form."""
    dataset = pyoxigraph.NamedNode("https://w3id.org/avgraph/id/dataset/a")
    hours = pyoxigraph.Triple(dataset, pyoxigraph.NamedNode(AVG + "durationHours"), pyoxigraph.Literal(value))
    assert read_graph([*triples_of(sample), hours])[0].nodes["dataset/a"].value(Attribute.DURATION_HOURS) == written


def test_control_characters_of_a_dump(sample: Graph) -> None:
    """They are shown, as those of a list are."""
    author = pyoxigraph.NamedNode("https://w3id.org/avgraph/id/author/ada_lovelace")
    odd = pyoxigraph.Triple(author, pyoxigraph.NamedNode(Attribute.ALT_LABEL.iri), pyoxigraph.Literal("A\x0cda"))
    assert "A␌da" in read_graph([*triples_of(sample), odd])[0].nodes["author/ada_lovelace"].attributes[Attribute.ALT_LABEL]


@pytest.mark.parametrize("name", ["nquads", "trig"])
def test_quads_name_the_graph(sample: Graph, name: str, tmp_path: Path) -> None:
    """All quads are in the graph that the dump describes, also of a part; the dump is validated, queried and counted as any other."""
    dump = tmp_path / f"x.{FORMATS[name].extension}"
    for years, iri in ((None, "sample"), ("2016", "sample.part")):
        avgraph.open(SAMPLE).narrow(years=years).write(dump)
        graphs = {quad.graph_name for quad in pyoxigraph.parse(path=str(dump))}
        assert graphs == {pyoxigraph.NamedNode(f"https://w3id.org/avgraph/id/graph/{iri}")}
    avgraph.open(SAMPLE).write(dump)
    kg = avgraph.open(dump)
    assert dict(kg.graph.nodes) == dict(sample.nodes)
    assert kg.statistics().nodes == avgraph.open(SAMPLE).statistics().nodes
    assert not kg.validate()
    assert len(list(kg.query("SELECT ?p { ?p a avg:Paper }"))) == len(sample.of_type(NodeType.PAPER))
