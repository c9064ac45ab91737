"""Each format holds the same nodes and edges, read back by a parser that is not ours."""

import csv
import io
import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import networkx
import pyoxigraph
import pytest
import rdflib
from bibtexparser.entrypoint import parse_string
from rdflib.compare import isomorphic

from avgraph.export.files import export_graph
from avgraph.export.formats import FORMATS
from avgraph.model.graph import Graph
from avgraph.model.vocabulary import AVG, BASE_IRI, Attribute, NodeType, Relation
from avgraph.rdf.triples import count_triples, generate_triples
from tests.conftest import GOLDEN

RDF_FORMATS = [name for name, form in FORMATS.items() if form.is_rdf]
PARSERS = {
    "turtle": ("turtle", pyoxigraph.RdfFormat.TURTLE, "turtle"),
    "ntriples": ("nt", pyoxigraph.RdfFormat.N_TRIPLES, "ntriples"),
    "nquads": ("nquads", pyoxigraph.RdfFormat.N_QUADS, "nquads"),
    "trig": ("trig", pyoxigraph.RdfFormat.TRIG, "trig"),
    "jsonld": ("json-ld", pyoxigraph.RdfFormat.JSON_LD, None),
    "rdfxml": ("xml", pyoxigraph.RdfFormat.RDF_XML, "rdfxml"),
}


@cache
def written(graph: Graph, name: str) -> bytes:
    """Return what a format of one file writes, once for all tests."""
    return write(graph, name)


def write(graph: Graph, name: str, **options: Any) -> bytes:
    """Write a format of one file."""
    file = io.BytesIO()
    FORMATS[name].write(graph, file, BASE_IRI, **options)
    return file.getvalue()


def nodes_and_edges(graph: Graph) -> tuple[dict[str, tuple[str, str]], list[tuple[str, str, str]]]:
    """Return type and label by IRI, and the edges as source, type, target."""
    nodes = {BASE_IRI + node.id: (node.type.value, node.label) for node in graph.nodes.values()}
    return nodes, sorted((BASE_IRI + edge.source, edge.type.value, BASE_IRI + edge.target) for edge in graph.edges())


@pytest.fixture(scope="module", params=["sample", pytest.param("bundled", marks=pytest.mark.slow)])
def graph(request: pytest.FixtureRequest) -> Graph:
    """Return the sample's graph and the bundled list's."""
    value = request.getfixturevalue(request.param)
    return value if isinstance(value, Graph) else value.graph


Triples = set[tuple[Any, Any, Any]]


def parsed(content: bytes, form: pyoxigraph.RdfFormat) -> Triples:
    """Return the triples that pyoxigraph reads."""
    return {(quad.subject, quad.predicate, quad.object) for quad in pyoxigraph.parse(content, format=form)}


@pytest.fixture(scope="module")
def triples(graph: Graph) -> Triples:
    """Return the triples of the N-Triples, as many as the stream says."""
    found = parsed(written(graph, "ntriples"), pyoxigraph.RdfFormat.N_TRIPLES)
    assert len(found) == count_triples(graph) == len(list(generate_triples(graph)))
    return found


@pytest.mark.parametrize("name", RDF_FORMATS)
def test_rdf_read_back_by_pyoxigraph(graph: Graph, name: str, triples: Triples) -> None:
    """Every RDF format holds exactly the triples of the stream."""
    found = parsed(written(graph, name), PARSERS[name][1])
    assert found == triples
    assert not any(isinstance(term, pyoxigraph.BlankNode) for triple in found for term in triple)


@pytest.mark.parametrize("name", RDF_FORMATS)
def test_rdf_read_back_by_rdflib(sample: Graph, name: str) -> None:
    """Every RDF format is isomorphic to the N-Triples for rdflib."""
    wanted = rdflib.Graph().parse(data=written(sample, "ntriples"), format="nt")
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=written(sample, name), format=PARSERS[name][0])
    found = rdflib.Graph()
    for subject, predicate, value, _ in dataset.quads():
        found.add((subject, predicate, value))
    assert isomorphic(found, wanted)


@pytest.mark.parametrize("name", [name for name in RDF_FORMATS if PARSERS[name][2]])
def test_rdf_read_back_by_rapper(graph: Graph, name: str, triples: Triples, tmp_path: Path) -> None:
    """Raptor reads every RDF format that it knows without a warning, to the same triples."""
    rapper = shutil.which("rapper")
    if rapper is None:
        pytest.skip("rapper is not installed (Debian: raptor2-utils)")
    path = tmp_path / "dump"
    path.write_bytes(written(graph, name))
    done = subprocess.run([rapper, "-q", "-i", str(PARSERS[name][2]), str(path)], capture_output=True, check=True)
    assert done.stderr == b""
    assert parsed(done.stdout, pyoxigraph.RdfFormat.N_TRIPLES) == triples


def test_rdf_has_the_nodes_and_edges(graph: Graph) -> None:
    """Types, labels and edges of the Turtle are those of the graph."""
    dump = [tuple(term.value for term in triple) for triple in parsed(written(graph, "turtle"), pyoxigraph.RdfFormat.TURTLE)]
    classes = {AVG + node_type.value: node_type.value for node_type in NodeType}
    labels = {s: o for s, p, o in dump if p == str(rdflib.RDFS.label)}
    found_nodes = {s: (classes[o], labels[s]) for s, p, o in dump if p == str(rdflib.RDF.type) and o in classes}
    relations = {relation.iri: relation.value for relation in Relation}
    found_edges = sorted((s, relations[p], o) for s, p, o in dump if p in relations)
    assert (found_nodes, found_edges) == nodes_and_edges(graph)


def test_materialized_turtle_has_the_superproperties(sample: Graph) -> None:
    """With --materialize a consumer that does not infer finds Dublin Core and FOAF."""
    dump = rdflib.Graph().parse(data=write(sample, "turtle", materialize=True), format="turtle")
    plain = rdflib.Graph().parse(data=written(sample, "turtle"), format="turtle")
    paper = rdflib.URIRef(BASE_IRI + "paper/learning-to-listen-2016")
    assert set(dump.objects(paper, rdflib.DCTERMS.creator)) == set(plain.objects(paper, rdflib.URIRef(Relation.HAS_AUTHOR.iri)))
    assert (rdflib.URIRef(BASE_IRI + "author/ada_lovelace"), rdflib.RDF.type, rdflib.FOAF.Person) in dump
    void_triples = rdflib.URIRef("http://rdfs.org/ns/void#triples")
    assert set(plain) - set(dump) == set(plain.triples((None, void_triples, None)))


@pytest.mark.parametrize("name", ["turtle", "trig"])
@pytest.mark.parametrize("materialize", [False, True])
def test_several_processes_write_the_same(graph: Graph, name: str, *, materialize: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many nodes each of them prints."""
    alone = write(graph, name, materialize=materialize)
    monkeypatch.setattr("avgraph.export.turtle._SHARED", range(1_000_000))
    for most_nodes in (7, 1_000):
        monkeypatch.setattr("avgraph.export.turtle._PART", most_nodes)
        assert write(graph, name, materialize=materialize) == alone


def test_graphml(graph: Graph) -> None:
    """Networkx reads the GraphML back to the same nodes and edges, each edge with an id of its own."""
    text = written(graph, "graphml")
    made = networkx.parse_graphml(text.decode(), force_multigraph=True)
    found_nodes = {node: (data["type"], data["label"]) for node, data in made.nodes(data=True)}
    found_edges = sorted((source, data["type"], target) for source, target, data in made.edges(data=True))
    assert (found_nodes, found_edges) == nodes_and_edges(graph)
    assert made.is_directed()
    years = {data["year"] for _, data in made.nodes(data=True) if "year" in data}
    assert all(isinstance(year, int) for year in years)


def test_gexf(graph: Graph) -> None:
    """The GEXF holds the same nodes and edges, and no date."""
    from xml.etree import ElementTree as ET

    text = written(graph, "gexf")
    assert b"lastmodified" not in text
    space = {"g": "http://gexf.net/1.3"}
    root = ET.fromstring(text)  # noqa: S314  (written here)
    titles = {(a.get("class"), b.get("id")): b.get("title") for a in root.iterfind(".//g:attributes", space) for b in a}

    def values(element: ET.Element, kind: str) -> dict[str | None, str | None]:
        return {titles[kind, value.get("for")]: value.get("value") for value in element.iterfind("g:attvalues/g:attvalue", space)}

    found_nodes = {node.get("id"): (values(node, "node")["type"], node.get("label")) for node in root.iterfind(".//g:node", space)}
    found_edges = sorted(
        (str(edge.get("source")), str(values(edge, "edge")["type"]), str(edge.get("target"))) for edge in root.iterfind(".//g:edge", space)
    )
    assert (found_nodes, found_edges) == nodes_and_edges(graph)


def test_csv(graph: Graph, tmp_path: Path) -> None:
    """The CSV folder holds the same nodes and edges under the columns that Gephi and Neo4j look for."""
    export_graph(graph, tmp_path / "x.csv", "csv")
    with (tmp_path / "x.csv" / "nodes.csv").open(encoding="utf-8", newline="") as file:
        nodes = list(csv.DictReader(file))
    with (tmp_path / "x.csv" / "edges.csv").open(encoding="utf-8", newline="") as file:
        edges = list(csv.DictReader(file))
    assert list(nodes[0])[:3] == ["id", "type", "label"]
    assert list(edges[0]) == ["source", "target", "kind", "Type", "certainty"]
    assert {row["Type"] for row in edges} == {"Directed"}
    found_nodes = {row["id"]: (row["type"], row["label"].removeprefix("'")) for row in nodes}
    wanted_nodes, wanted_edges = nodes_and_edges(graph)
    assert found_nodes == wanted_nodes
    assert sorted((row["source"], row["kind"], row["target"]) for row in edges) == wanted_edges


def test_bibtex(graph: Graph) -> None:
    """A BibTeX library reads one entry a paper without complaint, with its authors, year and venue."""
    library = parse_string(written(graph, "bibtex").decode())
    assert not library.failed_blocks
    papers = graph.of_type(NodeType.PAPER)
    assert len(library.entries) == len(papers)
    by_key = {entry.key: entry for entry in library.entries}
    assert len(by_key) == len(papers)
    years = sorted(entry.fields_dict["year"].value for entry in library.entries if "year" in entry.fields_dict)
    assert years == sorted(str(paper.value(Attribute.YEAR)) for paper in papers if paper.value(Attribute.YEAR))
    for entry in library.entries:
        assert entry.entry_type in ("article", "inproceedings", "misc")
        assert ("journal" in entry.fields_dict) == (entry.entry_type == "article")
        assert ("booktitle" in entry.fields_dict) == (entry.entry_type == "inproceedings")
        assert all(field.value.count("{") == field.value.count("}") for field in entry.fields)


def test_bibtex_of_the_sample(sample: Graph) -> None:
    """Names and titles are LaTeX, capitals of names are protected."""
    library = parse_string(written(sample, "bibtex").decode())
    entry = next(entry for entry in library.entries if entry.key == "muller2019soundbox")
    fields = {name: field.value for name, field in entry.fields_dict.items()}
    assert fields == {
        "title": r"{SoundBox}: A Dataset of {''}Quoted{''} Noise {\&} {\textbraceleft}Braces{\textbraceright}",
        "author": r"Zo{\"e} M{\"u}ller and 李明 and Ivan V. Baji?",
        "booktitle": "IEEE Spoken Language Technology Workshop",
        "year": "2019",
        "doi": "10.1000/xyz_1",
        "url": "https://doi.org/10.1000/XYZ_1",
        "keywords": "Speech",
    }


def test_jsonld_is_plain_json(sample: Graph) -> None:
    """A web developer finds short ids, plain names, native numbers and arrays where several values may stand."""
    dump = json.loads(written(sample, "jsonld"))
    paper = next(node for node in dump["@graph"] if node["id"] == "paper/learning-to-listen-2016")
    assert paper["type"] == ["Paper", "schema:ScholarlyArticle"]
    assert paper["year"] == 2016
    assert paper["hasAuthor"] == ["author/ada_lovelace", "author/alan_turing"]
    assert paper["arxivId"] == ["1601.00001"]
    assert paper["publishedIn"] == ["venue/cvpr"]


@pytest.mark.parametrize(
    "name", [name for name, form in FORMATS.items() if name != "html" and not form.module]
)  # see test_page and test_apps
def test_golden_files(sample: Graph, name: str, tmp_path: Path) -> None:
    """The sample in every format is, byte for byte, what was reviewed. `python -m tests.golden_files` writes them anew."""
    path = tmp_path / f"sample.{FORMATS[name].extension}"
    export_graph(sample, path, name)
    wanted = GOLDEN / path.name
    for file in sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]:
        golden = wanted / file.relative_to(path) if path.is_dir() else wanted
        assert file.read_bytes() == golden.read_bytes()


def test_writing_leaves_the_graph_alone(sample: Graph) -> None:
    """Two writes of one graph are equal in every format of one file."""
    for name, form in FORMATS.items():
        if not form.is_folder:
            assert write(sample, name) == write(sample, name)


def test_extensions_are_unique() -> None:
    """An extension stands for one format."""
    assert len({form.extension for form in FORMATS.values()}) == len(FORMATS)
