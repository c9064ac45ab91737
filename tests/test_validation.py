"""The shapes: a dump that avgraph writes is valid, and each way to break one is caught by the shape meant for it."""

from pathlib import Path

import pytest
import rdflib
from click.testing import CliRunner
from rdflib import DCTERMS, RDF, RDFS, SKOS, XSD, Literal, URIRef
from rdflib.term import Node

from avgraph.cli.main import group
from avgraph.knowledge import KnowledgeGraph, build
from avgraph.validation import load_shapes, validate
from tests.conftest import SAMPLE

AVG = rdflib.Namespace("https://w3id.org/avgraph/ontology#")
ORG = rdflib.Namespace("http://www.w3.org/ns/org#")
PROV = rdflib.Namespace("http://www.w3.org/ns/prov#")
SCHEMA = rdflib.Namespace("https://schema.org/")
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")


@pytest.fixture(scope="module")
def dump() -> rdflib.Graph:
    """Return the dump of the sample."""
    return build(SAMPLE).to_rdflib()


@pytest.fixture
def broken(dump: rdflib.Graph) -> rdflib.Graph:
    """Return a copy of the dump to break."""
    copy = rdflib.Graph()
    for triple in dump:
        copy.add(triple)
    return copy


def some(graph: rdflib.Graph, kind: str, having: URIRef | None = None) -> Node:
    """Return the first node of a type, of those that have a property."""
    return min((node for node in graph.subjects(RDF.type, AVG[kind]) if having is None or (node, having, None) in graph), key=str)


WRONG = Literal("x", datatype=XSD.date)
NOWHERE = URIRef("https://w3id.org/avgraph/id/nowhere")
REMOVED = [
    ("Paper", DCTERMS.title), ("Paper", RDFS.label), ("Paper", AVG.hasEntry), ("Authorship", AVG.ofPaper), ("Authorship", AVG.author),
    ("Authorship", AVG.position), ("Authorship", AVG.nameAsListed), ("Author", SCHEMA.name), ("Author", RDFS.label),
    ("Institution", SKOS.prefLabel), ("Institution", RDFS.label), ("Task", SKOS.prefLabel), ("Task", SKOS.inScheme), ("Task", RDFS.label),
    ("Dataset", DCTERMS.title), ("Dataset", RDFS.label), ("Venue", SKOS.prefLabel), ("Venue", RDFS.label), ("Entry", AVG.listsPaper),
    ("Entry", AVG.line), ("Entry", PROV.hadPrimarySource), ("Entry", RDFS.label),
]  # fmt: skip
ADDED = [
    ("Paper", AVG.year, Literal(1999)), ("Paper", DCTERMS.title, Literal("Another")), ("Paper", AVG.hasAuthor, NOWHERE),
    ("Paper", AVG.listsInstitution, NOWHERE), ("Paper", AVG.addressesTask, NOWHERE), ("Paper", AVG.publishedIn, NOWHERE),
    ("Paper", AVG.introducesDataset, NOWHERE), ("Paper", AVG.hasEntry, NOWHERE), ("Paper", AVG.hasAuthorship, NOWHERE),
    ("Paper", AVG.doi, Literal("not a doi")), ("Paper", AVG.hasAuthor, Literal("Ada Lovelace")),
    ("Authorship", AVG.position, Literal(0)), ("Authorship", AVG.position, WRONG), ("Authorship", AVG.candidateAffiliation, NOWHERE),
    ("Author", SCHEMA.name, Literal("Another")), ("Author", SKOS.altLabel, WRONG), ("Author", AVG.affiliatedWith, NOWHERE),
    ("Institution", SKOS.altLabel, WRONG), ("Institution", SKOS.hiddenLabel, WRONG), ("Institution", ORG.subOrganizationOf, NOWHERE),
    ("Task", SKOS.broader, NOWHERE), ("Dataset", AVG.videoCount, Literal("many")), ("Dataset", AVG.durationHours, Literal("800h+")),
    ("Dataset", AVG.isLowerBound, Literal("yes")), ("Dataset", AVG.year, Literal("2016")), ("Dataset", AVG.usedForTask, NOWHERE),
    ("Venue", SKOS.altLabel, WRONG), ("Entry", AVG.line, Literal(0)), ("Entry", AVG.listsPaper, NOWHERE),
    ("Entry", AVG.underHeading, NOWHERE), ("Entry", AVG.tag, WRONG), ("Entry", PROV.hadPrimarySource, NOWHERE),
]  # fmt: skip


def shapes_of(graph: rdflib.Graph, node: Node) -> set[str]:
    """Return the shapes that a node breaks."""
    return {each.shape for each in validate(graph) if each.node == str(node)}


def test_what_avgraph_writes_is_valid(dump: rdflib.Graph, bundled: KnowledgeGraph) -> None:
    """The sample and the bundled list break nothing, and the shapes look at something."""
    assert validate(dump) == ()
    assert validate(bundled.to_rdflib()) == ()
    assert len(load_shapes()) > 200


@pytest.mark.parametrize(("kind", "removed"), REMOVED)
def test_what_is_missing(kind: str, removed: URIRef, broken: rdflib.Graph) -> None:
    """Each property that must be there is missed by the shape of its type."""
    node = some(broken, kind, removed)
    broken.remove((node, removed, None))
    assert kind in shapes_of(broken, node)


@pytest.mark.parametrize(("kind", "path", "value"), ADDED)
def test_what_is_wrong(kind: str, path: URIRef, value: Node, broken: rdflib.Graph) -> None:
    """A second value, a dangling edge, a wrong datatype, a value out of range."""
    node = some(broken, kind, path if path in (AVG.year, SCHEMA.name, DCTERMS.title) and kind != "Dataset" else None)
    broken.add((node, path, value))
    assert kind in shapes_of(broken, node)


def test_an_affiliation_that_does_not_follow(broken: rdflib.Graph) -> None:
    """On a paper with several institutions and several authors nothing follows."""
    for paper in sorted(broken.subjects(RDF.type, AVG.Paper), key=str):
        authors, places = (sorted(broken.objects(paper, path), key=str) for path in (AVG.hasAuthor, AVG.listsInstitution))
        for author in authors:
            for place in places:
                if len(authors) > 1 and len(places) > 1 and (author, AVG.affiliatedWith, place) not in broken:
                    broken.add((author, AVG.affiliatedWith, place))
                    assert "AffiliationFollows" in shapes_of(broken, author)
                    return
    pytest.fail("the sample has no such paper")


def test_an_authorship_that_its_paper_does_not_know(broken: rdflib.Graph) -> None:
    """The paper must lead to it, and to its author."""
    ship = some(broken, "Authorship")
    broken.remove((None, AVG.hasAuthorship, ship))
    assert "AuthorshipAgrees" in shapes_of(broken, ship)


def test_circles(broken: rdflib.Graph) -> None:
    """No task is broader than itself, no organisation a part of itself."""
    for kind, path in (("Task", SKOS.broader), ("Institution", ORG.subOrganizationOf)):
        node = some(broken, kind)
        broken.add((node, path, node))
        assert "NoCircle" in shapes_of(broken, node)


@pytest.mark.parametrize(
    ("kind", "standard"), [("Paper", SCHEMA.ScholarlyArticle), ("Author", SCHEMA.Person), ("Task", SKOS.Concept), ("Dataset", DCAT.Dataset)]
)
def test_standard_types(kind: str, standard: URIRef, broken: rdflib.Graph) -> None:
    """A node without the type of the standard vocabulary is named."""
    node = some(broken, kind)
    broken.remove((node, RDF.type, standard))
    assert kind in shapes_of(broken, node)


def test_the_command(tmp_path: Path, dump: rdflib.Graph) -> None:
    """A valid dump exits with 0, a broken one with 1 and a line for each violation, what cannot be read with 2."""
    good, bad = tmp_path / "good.ttl", tmp_path / "bad.nt"
    dump.serialize(good, format="turtle")
    done = CliRunner().invoke(group, ["validate", str(good)])
    assert (done.exit_code, done.stdout) == (0, "")
    assert "is valid" in done.stderr
    text = dump.serialize(format="nt")
    bad.write_text("\n".join(line for line in text.splitlines() if "/terms/title" not in line), encoding="utf-8")
    done = CliRunner().invoke(group, ["validate", str(bad)])
    assert done.exit_code == 1
    assert any("Paper title" in line for line in done.stdout.splitlines())
    for name, content in (("x.ttl", b"<a> <b"), ("x.csv", b""), ("y.nt", b"\xff\xfe"), ("z.jsonld", b"{")):
        (tmp_path / name).write_bytes(content)
        done = CliRunner().invoke(group, ["validate", str(tmp_path / name)])
        assert done.exit_code == 2, name
        assert len(done.stderr.strip().splitlines()) == 1
    assert CliRunner().invoke(group, ["validate", str(tmp_path / "none.ttl")]).exit_code == 2
