"""The shapes: a dump that avgraph writes is valid, and each way to break one is caught by the shape meant for it."""

import contextlib
import io
import json
import logging
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
import rdflib
from click.testing import CliRunner, Result
from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, VOID, XSD, BNode, Literal, URIRef
from rdflib.collection import Collection
from rdflib.plugins.sparql import prepareQuery
from rdflib.term import Node

from avgraph.cli.main import group
from avgraph.export.formats import FORMATS
from avgraph.knowledge import KnowledgeGraph, build
from avgraph.model.ontology import load_ontology, ontology_file
from avgraph.model.vocabulary import BASE_IRI, Attribute
from avgraph.rdf import shacl
from avgraph.rdf.shacl import Violation, parse_dump, read_dump
from tests.benchmarks.generator import generate_list
from tests.conftest import SAMPLE
from tests.rdf.pyshacl_judge import judge, load_shapes

AVG = rdflib.Namespace("https://w3id.org/avgraph/ontology#")
ORG = rdflib.Namespace("http://www.w3.org/ns/org#")
PROV = rdflib.Namespace("http://www.w3.org/ns/prov#")
SCHEMA = rdflib.Namespace("https://schema.org/")
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
ID = rdflib.Namespace(BASE_IRI)


@pytest.fixture(scope="module")
def dump() -> rdflib.Graph:
    """Return the dump of the sample."""
    return build(SAMPLE).to_rdflib()


@pytest.fixture
def broken(dump: rdflib.Graph) -> rdflib.Graph:
    """Return a copy of the dump to break."""
    return copy_of(dump)


class Prepared(rdflib.Graph):
    """A graph that parses a question once; pySHACL asks the same ones of every dump, and parsing them is most of its work."""

    def query(self, query_object: Any, *arguments: Any, **named: Any) -> Any:
        """Answer a query."""
        return super().query(prepared(query_object), *arguments, **named)


prepared = cache(prepareQuery)


def copy_of(dump: rdflib.Graph) -> rdflib.Graph:
    """Return a graph with the same triples."""
    copy = Prepared(bind_namespaces="none")
    for triple in dump:
        copy.add(triple)
    return copy


def triples_of(graph: rdflib.Graph) -> list[pyoxigraph.Triple]:
    """Return the triples of a graph of rdflib as pyoxigraph has them."""
    content = graph.serialize(format="nt", encoding="utf-8")
    return [quad.triple for quad in pyoxigraph.parse(content, format=pyoxigraph.RdfFormat.N_TRIPLES)]


def written(kg: KnowledgeGraph, *, materialize: bool = False) -> list[pyoxigraph.Triple]:
    """Return the triples of the dump of a knowledge graph."""
    content = io.BytesIO()
    FORMATS["ntriples"].write(kg.graph, content, kg.base_iri, materialize=materialize)
    return list(parse_dump(content.getvalue(), "written"))


def validate(graph: rdflib.Graph) -> tuple[Violation, ...]:
    """Return what breaks the shapes."""
    return shacl.validate(triples_of(graph))


def some(graph: rdflib.Graph, kind: str, having: URIRef | None = None) -> URIRef:
    """Return the first node of a type, of those that have a property."""
    return min(
        node
        for node in graph.subjects(RDF.type, AVG[kind])
        if isinstance(node, URIRef) and (having is None or (node, having, None) in graph)
    )


def shapes_of(graph: rdflib.Graph, node: Node) -> set[str]:
    """Return the shapes that a node breaks."""
    return {each.shape for each in validate(graph) if each.node == str(node)}


def run(*arguments: str, given: bytes | None = None) -> Result:
    """Run ``avgraph validate``."""
    return CliRunner().invoke(group, ["validate", *arguments], input=given)


# What avgraph writes


@pytest.mark.slow
def test_what_avgraph_writes_is_valid(dump: rdflib.Graph, bundled: KnowledgeGraph) -> None:
    """The sample and the bundled list break nothing, and the shapes look at something."""
    assert validate(dump) == ()
    assert shacl.validate(written(bundled)) == ()
    assert len(load_shapes()) > 200


@pytest.mark.slow
def test_a_generated_list_is_valid(tmp_path: Path) -> None:
    """What holds of a list by hand holds of any."""
    path = tmp_path / "generated.md"
    path.write_text("".join(generate_list(500)), encoding="utf-8")
    assert shacl.validate(written(build(path))) == ()


@pytest.mark.parametrize("base", [BASE_IRI, "https://example.org/kg/"])
def test_what_is_materialized_is_valid(base: str) -> None:
    """Superclasses and superproperties break nothing, wherever the resources live."""
    content = io.BytesIO()
    FORMATS["ntriples"].write(build(SAMPLE).graph, content, base, materialize=True)
    found = parse_dump(content.getvalue(), "materialized")
    assert any(triple.predicate.value == str(SCHEMA.author) for triple in found)
    assert shacl.validate(found) == ()


def test_what_is_materialized_of_the_bundled_ontology_is_known() -> None:
    """The properties that any node may have are those that the ontology's lead to, and links and remarks; none is missing."""
    shapes = load_shapes()
    ontology = load_ontology()
    allowed = {str(each) for each in Collection(shapes, URIRef("https://w3id.org/avgraph/shapes#Elsewhere"))}
    above = {
        other for iri, term in ontology.terms.items() if not term.is_class for other in ontology.ancestors(iri) if not other.startswith(AVG)
    }
    links = {str(each) for each in (RDF.type, OWL.sameAs, RDFS.comment, RDFS.seeAlso, SCHEMA.sameAs, SKOS.closeMatch, SKOS.exactMatch)}
    assert allowed == above | links


def test_the_shapes_know_every_term_of_the_ontology() -> None:
    """A property or class that is added to the ontology is added to the shapes, and no shape names one that is not there."""
    shapes = load_shapes()
    text = "\n".join(str(each) for each in shapes.objects(None, SH.select))
    named = set(re.findall(r"avg:(\w+)", text)) | {str(each).removeprefix(AVG) for each in shapes.all_nodes() if str(each).startswith(AVG)}
    terms = {iri.removeprefix(AVG): term for iri, term in load_ontology().terms.items() if iri.startswith(AVG)}
    assert named - {"", "readingProfile", "itemsRead", "itemsUnread"} == set(terms), "those three a dump says of itself"
    node = URIRef("https://w3id.org/avgraph/shapes#Node")
    assert {str(each).removeprefix(AVG) for each in shapes.objects(node, SH.targetSubjectsOf)} == {
        name for name, term in terms.items() if not term.is_class
    }


def test_each_property_says_what_would_be_right() -> None:
    """Each shape of a property and each question has a message, so that none is pySHACL's."""
    shapes = load_shapes()
    owned = {each for shape in shapes.subjects(RDF.type, SH.NodeShape) for each in shapes.objects(shape, SH.property)}
    asked = set(shapes.objects(None, SH.sparql))
    assert len(owned) > 80
    assert [each for each in owned | asked if (each, SH.message, None) not in shapes] == []


def test_two_spellings_of_one_address_are_one_triple(tmp_path: Path) -> None:
    """Where two links become one IRI the dump holds it once, and counts it once."""
    path = tmp_path / "list.md"
    entry = "**[CVPR-2016]**\n[Learning to Listen]({})\n<br>\n**Authors:** Ada Lovelace\n<br>\n**Institution:** Bletchley Park\n\n"
    path.write_text(
        "## Hearing\n" + entry.format("https://example.org/a%20b/c") + entry.format("<https://example.org/a b/c>"), encoding="utf-8"
    )
    made = build(path)
    assert len(made.papers[0].attributes[Attribute.URL]) == 2
    content = io.BytesIO()
    FORMATS["ntriples"].write(made.graph, content, BASE_IRI)
    assert content.getvalue().count(b"<https://example.org/a%20b/c>") == 1
    assert validate(made.to_rdflib()) == ()


# Ways to break a dump

Row = tuple[str, URIRef, Node | None]
"""A type, a property of a node of it, and the value that is added; None where its values are removed."""
Named = dict[tuple[str, Row], list[Violation]]
"""How the shape of the type names the property of the node, for each row of a table and what is done with it."""

WRONG = Literal("x", datatype=XSD.date)
NOWHERE = ID.nowhere
REMOVED = [
    ("Paper", DCTERMS.title), ("Paper", RDFS.label), ("Paper", AVG.hasEntry), ("Authorship", AVG.ofPaper), ("Authorship", AVG.author),
    ("Authorship", AVG.position), ("Authorship", AVG.nameAsListed), ("Authorship", RDFS.label), ("Author", SCHEMA.name), ("Author", RDFS.label),
    ("Institution", SKOS.prefLabel), ("Institution", RDFS.label), ("Task", SKOS.prefLabel), ("Task", SKOS.inScheme), ("Task", RDFS.label),
    ("Dataset", DCTERMS.title), ("Dataset", RDFS.label), ("Venue", SKOS.prefLabel), ("Venue", RDFS.label),
    ("Entry", AVG.line), ("Entry", PROV.hadPrimarySource), ("Entry", RDFS.label),
]  # fmt: skip
ADDED: list[Row] = [
    ("Paper", AVG.year, Literal(1999)), ("Paper", AVG.year, Literal(20)), ("Paper", DCTERMS.title, Literal("Another")),
    ("Paper", RDFS.label, Literal("Another")), ("Paper", DCTERMS.alternative, Literal(3)), ("Paper", SCHEMA.url, Literal(5)),
    ("Paper", SCHEMA.url, Literal("https://example.org/a")), ("Paper", SCHEMA.url, URIRef("mailto:a@example.org")),
    ("Paper", SCHEMA.url, BNode("b")), ("Paper", AVG.hasAuthor, NOWHERE), ("Paper", AVG.hasAuthor, Literal("Ada Lovelace")),
    ("Paper", AVG.listsInstitution, NOWHERE), ("Paper", AVG.addressesTask, NOWHERE), ("Paper", AVG.publishedIn, NOWHERE),
    ("Paper", AVG.introducesDataset, NOWHERE), ("Paper", AVG.mentionsDataset, NOWHERE), ("Paper", AVG.hasEntry, NOWHERE),
    ("Paper", AVG.hasAuthorship, NOWHERE), ("Paper", AVG.doi, Literal("not a doi")), ("Paper", AVG.doi, Literal("10.1/x")),
    ("Paper", AVG.arxivId, Literal("2207.07036v2")), ("Paper", AVG.arxivId, Literal(5)), ("Paper", AVG.ieeeNumber, Literal(8585066)),
    ("Paper", AVG.ieeeNumber, Literal("85a")), ("Paper", AVG.openReviewId, Literal(1)), ("Paper", AVG.aclId, Literal("one")),
    ("Paper", AVG.cvfId, Literal("a/b")), ("Paper", AVG.neuripsId, Literal("x")), ("Paper", AVG.pmlrId, Literal("x")),
    ("Paper", AVG.pmcId, Literal("123")),
    ("Authorship", AVG.position, Literal(0)), ("Authorship", AVG.position, Literal(7)), ("Authorship", AVG.position, WRONG),
    ("Authorship", AVG.nameAsListed, Literal(1)), ("Authorship", AVG.candidateAffiliation, NOWHERE), ("Authorship", AVG.ofPaper, NOWHERE),
    ("Authorship", AVG.author, NOWHERE), ("Authorship", RDFS.label, Literal("Another")),
    ("Author", SCHEMA.name, Literal("Another")), ("Author", RDFS.label, Literal("Another")), ("Author", SKOS.altLabel, WRONG),
    ("Author", AVG.affiliatedWith, NOWHERE),
    ("Institution", RDFS.label, Literal("Another")), ("Institution", SKOS.prefLabel, Literal("Another")),
    ("Institution", SKOS.altLabel, WRONG), ("Institution", SKOS.hiddenLabel, WRONG), ("Institution", ORG.subOrganizationOf, NOWHERE),
    ("Institution", AVG.identityStatus, Literal("unsure")), ("Institution", AVG.country, Literal("Germany")),
    ("Institution", AVG.country, Literal(49)), ("Institution", AVG.sector, Literal("club")),
    ("Task", RDFS.label, Literal("Another")), ("Task", SKOS.broader, NOWHERE), ("Task", SKOS.inScheme, NOWHERE),
    ("Task", PROV.hadPrimarySource, NOWHERE),
    ("Dataset", RDFS.label, Literal("Another")), ("Dataset", DCTERMS.title, Literal("Another")), ("Dataset", DCTERMS.description, Literal(1)),
    ("Dataset", SCHEMA.url, Literal(5)), ("Dataset", AVG.videoCount, Literal("many")), ("Dataset", AVG.videoCount, Literal(-1)),
    ("Dataset", AVG.videoCount, Literal(7)), ("Dataset", AVG.durationHours, Literal("800h+")), ("Dataset", AVG.isLowerBound, Literal("yes")),
    ("Dataset", AVG.isLowerBound, Literal(False)), ("Dataset", AVG.year, Literal("2016")), ("Dataset", AVG.year, Literal(2001)),
    ("Dataset", DCTERMS.alternative, Literal(3)), ("Dataset", AVG.dataForm, Literal(1)), ("Dataset", AVG.videoSource, Literal(1)), ("Dataset", AVG.taskAsListed, Literal(1)),
    ("Dataset", AVG.usedForTask, NOWHERE), ("Dataset", PROV.hadPrimarySource, NOWHERE),
    ("Paper", DCTERMS.alternative, Literal("")), ("Author", SKOS.altLabel, Literal("")), ("Author", AVG.affiliatedWith, Literal("MIT")),
    ("Task", SKOS.prefLabel, Literal("Another")), ("Dataset", AVG.durationHours, Literal(Decimal(-1))),
    ("Dataset", AVG.durationHours, Literal(Decimal(7))), ("Entry", AVG.tag, Literal("")), ("Entry", AVG.line, WRONG),
    ("Authorship", AVG.nameAsListed, Literal("")), ("Paper", AVG.year, Literal("2016", datatype=XSD.gYear)),
    ("Venue", RDFS.label, Literal("Another")), ("Venue", SKOS.prefLabel, Literal("Another")), ("Venue", SKOS.altLabel, WRONG),
    ("Venue", SKOS.hiddenLabel, WRONG),
    ("Entry", RDFS.label, Literal("Another")), ("Entry", AVG.line, Literal(0)), ("Entry", AVG.line, Literal(7)),
    ("Entry", AVG.listsPaper, NOWHERE), ("Entry", AVG.underHeading, NOWHERE), ("Entry", AVG.names, NOWHERE),
    ("Entry", AVG.names, Literal("Ada")), ("Entry", AVG.tag, WRONG), ("Entry", AVG.tag, Literal("Another")),
    ("Entry", AVG.authorsAsListed, Literal("Another")), ("Entry", AVG.institutionsAsListed, Literal("Another")),
    ("Entry", AVG.noteAsListed, Literal(1)), ("Entry", PROV.hadPrimarySource, NOWHERE),
]  # fmt: skip
REPLACED: list[Row] = [
    ("Paper", RDFS.label, Literal(5)), ("Paper", DCTERMS.title, Literal(5)), ("Paper", DCTERMS.title, Literal("")),
    ("Paper", AVG.year, Literal("2016", datatype=XSD.gYear)), ("Paper", AVG.year, Literal(20)), ("Paper", AVG.year, Literal(2300)),
    ("Paper", AVG.doi, Literal("10.1000/1", datatype=XSD.token)), ("Paper", AVG.arxivId, Literal("2207.07036", datatype=XSD.token)),
    ("Paper", AVG.ieeeNumber, Literal("8585066", datatype=XSD.token)), ("Paper", AVG.openReviewId, Literal("a/b")),
    ("Paper", AVG.aclId, Literal("P19-1001", datatype=XSD.token)), ("Paper", AVG.cvfId, Literal("A", datatype=XSD.token)),
    ("Paper", AVG.neuripsId, Literal("0" * 32, datatype=XSD.token)), ("Paper", AVG.pmlrId, Literal("v1/a", datatype=XSD.token)),
    ("Paper", AVG.pmcId, Literal("PMC1", datatype=XSD.token)),
    ("Authorship", RDFS.label, Literal(5)), ("Authorship", AVG.ofPaper, NOWHERE), ("Authorship", AVG.author, NOWHERE),
    ("Authorship", AVG.position, Literal(Decimal(1))), ("Authorship", AVG.position, Literal(0)),
    ("Author", SCHEMA.name, Literal(5)), ("Author", SCHEMA.name, Literal("")), ("Institution", SKOS.prefLabel, Literal(5)),
    ("Institution", SKOS.prefLabel, Literal("")), ("Venue", SKOS.prefLabel, Literal(5)), ("Venue", SKOS.prefLabel, Literal("")),
    ("Task", SKOS.prefLabel, Literal(5)), ("Task", SKOS.broader, NOWHERE), ("Task", SKOS.inScheme, NOWHERE),
    ("Dataset", DCTERMS.title, Literal(5)), ("Dataset", DCTERMS.title, Literal("")), ("Dataset", AVG.year, Literal("2016")),
    ("Dataset", AVG.year, Literal(20)), ("Dataset", AVG.year, Literal(2300)), ("Dataset", AVG.videoCount, Literal(Decimal(7))),
    ("Dataset", AVG.videoCount, Literal(-1)), ("Dataset", AVG.durationHours, Literal(7)), ("Dataset", AVG.durationHours, Literal(Decimal(-1))),
    ("Dataset", AVG.isLowerBound, Literal("yes")), ("Dataset", AVG.year, Literal(Decimal(2016))), ("Paper", AVG.year, Literal(Decimal(2016))),
    ("Entry", RDFS.label, Literal(5)), ("Entry", AVG.line, Literal(0)), ("Entry", AVG.line, Literal(Decimal(14))),
    ("Entry", AVG.listsPaper, NOWHERE), ("Entry", AVG.underHeading, NOWHERE), ("Entry", AVG.tag, Literal(5)), ("Entry", AVG.tag, Literal("")),
    ("Entry", AVG.authorsAsListed, Literal(5)), ("Entry", AVG.authorsAsListed, Literal("")), ("Entry", AVG.institutionsAsListed, Literal(5)),
    ("Entry", AVG.institutionsAsListed, Literal("")), ("Entry", PROV.hadPrimarySource, NOWHERE),
    ("Entry", PROV.hadPrimarySource, Literal("source#line=1,2")),
]  # fmt: skip
MISPLACED: list[Row] = [
    ("Author", AVG.year, Literal(2016)), ("Paper", AVG.line, Literal(4)), ("Authorship", AVG.hasAuthor, NOWHERE), ("Venue", AVG.tag, Literal("x")),
    ("Institution", SKOS.broader, NOWHERE), ("Task", SKOS.altLabel, Literal("x")), ("Dataset", AVG.doi, Literal("10.1000/1")),
    ("Entry", DCTERMS.title, Literal("x")), ("Paper", AVG.yaer, Literal(2016)),
]  # fmt: skip


@pytest.fixture(scope="module")
def named(dump: rdflib.Graph) -> Named:
    """Return for each row of the tables how the shape of the type names the property of the node.

    One row of each type breaks a copy of the dump at a time, so that none is found for what another did.
    """
    found = {}
    tables: dict[str, list[Row]] = {
        "removed": [(kind, path, None) for kind, path in REMOVED],
        "added": ADDED + MISPLACED,
        "replaced": REPLACED,
    }
    for how, table in tables.items():
        of_kind = [[row for row in table if row[0] == kind] for kind in sorted({row[0] for row in table})]
        for rows in zip_longest(*of_kind):
            broken = copy_of(dump)
            nodes = {row: _subject(dump, *row[:2]) for row in rows if row}
            for (_, path, value), node in nodes.items():
                if how != "added":
                    broken.remove((node, path, None))
                if value is not None:
                    broken.add((node, path, value))
            said = validate(broken)
            for row, node in nodes.items():
                found[how, row] = [each for each in said if (each.node, each.shape, each.path) == (str(node), row[0], str(row[1]))]
    return found


def _subject(dump: rdflib.Graph, kind: str, path: URIRef) -> URIRef:
    """Return the first node of a type, of those with the property where there are any."""
    return some(dump, kind, path if any((node, path, None) in dump for node in dump.subjects(RDF.type, AVG[kind])) else None)


@pytest.mark.parametrize(("kind", "path"), REMOVED)
def test_what_is_missing(kind: str, path: URIRef, named: Named) -> None:
    """Each property that must be there is missed by the shape of its type."""
    assert "" in [each.value for each in named["removed", (kind, path, None)]]


@pytest.mark.parametrize(("kind", "path", "value"), ADDED)
def test_what_is_wrong(kind: str, path: URIRef, value: Node, named: Named) -> None:
    """A second value, a dangling edge, a wrong datatype, a value out of range is named by the shape of its type."""
    assert named["added", (kind, path, value)] != []


@pytest.mark.parametrize(("kind", "path", "value"), REPLACED)
def test_what_stands_instead(kind: str, path: URIRef, value: Node, named: Named) -> None:
    """One value that is wrong by itself is named by the shape of its type."""
    assert named["replaced", (kind, path, value)] != []


@pytest.mark.parametrize(("kind", "path", "value"), MISPLACED)
def test_what_is_misplaced(kind: str, path: URIRef, value: Node, named: Named) -> None:
    """A property of another type, or one that the ontology has not, is named by the shape of the type."""
    assert [each.value for each in named["added", (kind, path, value)]] == [value.n3()]


@pytest.mark.parametrize(
    ("kind", "standard"),
    [
        ("Paper", SCHEMA.ScholarlyArticle),
        ("Author", SCHEMA.Person),
        ("Institution", ORG.Organization),
        ("Task", SKOS.Concept),
        ("Dataset", DCAT.Dataset),
    ],
)
def test_standard_types(kind: str, standard: URIRef, broken: rdflib.Graph) -> None:
    """A node without the type of the standard vocabulary is named."""
    node = some(broken, kind)
    broken.remove((node, RDF.type, standard))
    assert kind in shapes_of(broken, node)


def test_links_and_remarks_are_anybodys(dump: rdflib.Graph) -> None:
    """Who ties an author to another data set, and says so in the counts, has a valid dump."""
    enriched = copy_of(dump)
    enriched.add((some(enriched, "Author"), OWL.sameAs, URIRef("http://www.wikidata.org/entity/Q7259")))
    enriched.add((some(enriched, "Paper"), RDFS.comment, Literal("worth reading")))
    enriched.remove((None, VOID.triples, None))
    assert validate(enriched) == ()


Break = Callable[[rdflib.Graph], Node]
"""Breaks a dump; returns the node that is then named."""


def _first_author(graph: rdflib.Graph) -> Node:
    ship = ID["authorship/learning-to-listen-2016.1.ada_lovelace"]
    graph.remove((None, AVG.hasAuthorship, ship))
    return ID["paper/learning-to-listen-2016"]


def _stranger(graph: rdflib.Graph) -> Node:
    graph.add((ID["paper/learning-to-listen-2016"], AVG.hasAuthor, ID["author/grace_hopper"]))
    return ID["paper/learning-to-listen-2016"]


def _lost_author(graph: rdflib.Graph) -> Node:
    graph.remove((ID["paper/learning-to-listen-2016"], AVG.hasAuthor, ID["author/ada_lovelace"]))
    return ID["paper/learning-to-listen-2016"]


def _entry_of_another(graph: rdflib.Graph) -> Node:
    paper = some(graph, "Paper")
    entry = min((each for each in graph.subjects(RDF.type, AVG.Entry) if (paper, AVG.hasEntry, each) not in graph), key=str)
    graph.add((paper, AVG.hasEntry, entry))
    return paper


def _entry_unknown_to_its_paper(graph: rdflib.Graph) -> Node:
    paper = ID["paper/learning-to-listen-2016"]
    graph.remove((paper, AVG.hasEntry, min(graph.objects(paper, AVG.hasEntry), key=str)))
    return paper


def _task_of_no_entry(graph: rdflib.Graph) -> Node:
    paper = some(graph, "Paper")
    graph.add(
        (paper, AVG.addressesTask, min(set(graph.subjects(RDF.type, AVG.Task)) - set(graph.objects(paper, AVG.addressesTask)), key=str))
    )
    return paper


def _nobody_first(graph: rdflib.Graph) -> Node:
    ship = ID["authorship/nobody-knows-where-2020.1.grace_hopper"]
    graph.set((ship, AVG.position, Literal(2)))
    return ID["paper/nobody-knows-where-2020"]


def _two_at_one_place(graph: rdflib.Graph) -> Node:
    paper = ID["paper/the-soundbox-revisited-with-obriens-method-2021"]
    for ship in graph.objects(paper, AVG.hasAuthorship):
        graph.set((ship, AVG.position, Literal(1)))
    return paper


def _candidate_that_is_not_listed(graph: rdflib.Graph) -> Node:
    ship = some(graph, "Authorship", AVG.candidateAffiliation)
    listed = set(graph.objects(graph.value(ship, AVG.ofPaper), AVG.listsInstitution))
    graph.add((ship, AVG.candidateAffiliation, min(set(graph.subjects(RDF.type, AVG.Institution)) - listed, key=str)))
    return ship


def _candidate_too_few(graph: rdflib.Graph) -> Node:
    ship = some(graph, "Authorship", AVG.candidateAffiliation)
    graph.remove((ship, AVG.candidateAffiliation, min(graph.objects(ship, AVG.candidateAffiliation), key=str)))
    return ship


def _no_candidates(graph: rdflib.Graph) -> Node:
    ship = some(graph, "Authorship", AVG.candidateAffiliation)
    graph.remove((ship, AVG.candidateAffiliation, None))
    return ship


def _candidate_where_it_follows(graph: rdflib.Graph) -> Node:
    ship = min((each for each in graph.subjects(AVG.ofPaper, ID["paper/learning-to-listen-ten-years-after-2018"])), key=str)
    graph.add((ship, AVG.candidateAffiliation, ID["institution/university_of_london"]))
    return ship


def _affiliation_not_stated(graph: rdflib.Graph) -> Node:
    author = some(graph, "Author", AVG.affiliatedWith)
    graph.remove((author, AVG.affiliatedWith, None))
    return author


def _affiliation_that_does_not_follow(graph: rdflib.Graph) -> Node:
    ship = some(graph, "Authorship", AVG.candidateAffiliation)
    author = graph.value(ship, AVG.author)
    assert author is not None
    graph.add(
        (
            author,
            AVG.affiliatedWith,
            min(set(graph.objects(ship, AVG.candidateAffiliation)) - set(graph.objects(author, AVG.affiliatedWith)), key=str),
        )
    )
    return author


def _names_a_stranger(graph: rdflib.Graph) -> Node:
    entry = some(graph, "Entry")
    graph.add((entry, AVG.names, min(set(graph.subjects(RDF.type, AVG.Author)) - set(graph.objects(entry, AVG.names)), key=str)))
    return entry


def _not_named(graph: rdflib.Graph) -> Node:
    graph.remove((None, AVG.names, ID["author/grace_hopper"]))
    return ID["paper/nobody-knows-where-2020"]


def _name_of_another(graph: rdflib.Graph) -> Node:
    ship = some(graph, "Authorship")
    graph.add((ship, AVG.nameAsListed, Literal("Somebody Else")))
    return ship


def _bound_without_number(graph: rdflib.Graph) -> Node:
    graph.add((ID["dataset/a"], AVG.isLowerBound, Literal(True)))
    return ID["dataset/a"]


def _number_without_bound(graph: rdflib.Graph) -> Node:
    graph.remove((ID["dataset/soundbox"], AVG.isLowerBound, None))
    return ID["dataset/soundbox"]


def _lines(begin: int, end: int, source: str = "source/sample") -> Break:
    def change(graph: rdflib.Graph) -> Node:
        entry = some(graph, "Entry")
        graph.set((entry, PROV.hadPrimarySource, ID[f"{source}#line={begin},{end}"]))
        graph.set((entry, AVG.line, Literal(14)))
        return entry

    return change


def _circle(kind: str, path: URIRef) -> Break:
    def change(graph: rdflib.Graph) -> Node:
        one, other = sorted(graph.subjects(RDF.type, AVG[kind]), key=str)[:2]
        graph.remove((None, path, None))
        graph.add((one, path, other))
        graph.add((other, path, one))
        return one

    return change


def _two_kinds(graph: rdflib.Graph) -> Node:
    venue = some(graph, "Venue")
    graph.add((venue, RDF.type, AVG.Journal))
    graph.add((venue, RDF.type, AVG.Workshop))
    return venue


def _kind_alone(graph: rdflib.Graph) -> Node:
    graph.add((NOWHERE, RDF.type, AVG.Journal))
    return NOWHERE


def _also(kind: str, path: URIRef, other: URIRef) -> Break:
    """Say the same of a node by two properties that must differ."""

    def change(graph: rdflib.Graph) -> Node:
        node = some(graph, kind, path)
        graph.add((node, other, min(graph.objects(node, path), key=str)))
        return node

    return change


def _without(kind: str, path: URIRef) -> Break:
    """Leave a node that nothing leads to by a property."""

    def change(graph: rdflib.Graph) -> Node:
        node = some(graph, kind)
        graph.remove((None, path, node))
        return node

    return change


def _second(kind: str, path: URIRef) -> Break:
    """Give a node two values that are right each by itself."""

    def change(graph: rdflib.Graph) -> Node:
        node = some(graph, kind, path)
        for value in graph.objects(None, path):
            graph.add((node, path, value))
        return node

    return change


def _two_schemes(graph: rdflib.Graph) -> Node:
    for predicate, value in list(graph.predicate_objects(ID["scheme/sample"])):
        graph.add((ID["scheme/other"], predicate, value))
    graph.add((some(graph, "Task"), SKOS.inScheme, ID["scheme/other"]))
    return some(graph, "Task")


def _status(graph: rdflib.Graph) -> Node:
    for status in ("truncated", "no organisation"):
        graph.add((some(graph, "Institution"), AVG.identityStatus, Literal(status)))
    return some(graph, "Institution")


def _dataset_from_nowhere(graph: rdflib.Graph) -> Node:
    graph.remove((None, PROV.wasPrimarySourceOf, ID["dataset/a"]))
    return ID["dataset/a"]


def _task_from_nowhere(graph: rdflib.Graph) -> Node:
    task = some(graph, "Task")
    graph.remove((None, PROV.wasPrimarySourceOf, task))
    return task


def _task_from_elsewhere(graph: rdflib.Graph) -> Node:
    graph.add((NOWHERE, PROV.wasPrimarySourceOf, some(graph, "Task")))
    return some(graph, "Task")


def _of_nothing(graph: rdflib.Graph) -> Node:
    entry = some(graph, "Entry")
    graph.remove((entry, AVG.listsPaper, None))
    return entry


def _stated_beside_candidates(graph: rdflib.Graph) -> Node:
    ship = some(graph, "Authorship", AVG.candidateAffiliation)
    graph.add((ship, AVG.statedAffiliation, min(graph.objects(ship, AVG.candidateAffiliation), key=str)))
    return ship


def _stated_elsewhere(graph: rdflib.Graph) -> Node:
    ship = some(graph, "Authorship", AVG.candidateAffiliation)
    graph.add((ship, AVG.statedAffiliation, some(graph, "Institution")))
    return ship


def _blank_node(graph: rdflib.Graph) -> Node:
    blank = BNode("b1")
    graph.add((blank, RDFS.label, Literal("A remark")))
    return blank


def _blank_paper(graph: rdflib.Graph) -> Node:
    paper, blank = some(graph, "Paper"), BNode("b1")
    for predicate, value in list(graph.predicate_objects(paper)):
        graph.add((blank, predicate, value))
    return blank


def _unknown_property(graph: rdflib.Graph) -> Node:
    graph.add((ID["graph/sample"], AVG.colour, Literal("red")))
    return ID["graph/sample"]


def _unknown_class(graph: rdflib.Graph) -> Node:
    graph.add((some(graph, "Paper"), RDF.type, AVG.Article))
    return some(graph, "Paper")


def _node_of_no_type(graph: rdflib.Graph) -> Node:
    graph.add((NOWHERE, AVG.year, Literal(2016)))
    return NOWHERE


def _node_of_two_types(graph: rdflib.Graph) -> Node:
    graph.add((some(graph, "Paper"), RDF.type, AVG.Entry))
    return some(graph, "Paper")


def _task_without_place(graph: rdflib.Graph) -> Node:
    task = min(graph.objects(None, SKOS.hasTopConcept), key=str)
    graph.remove((None, SKOS.hasTopConcept, task))
    return task


def _top_task_below(graph: rdflib.Graph) -> Node:
    graph.add((ID["scheme/sample"], SKOS.hasTopConcept, some(graph, "Task", SKOS.broader)))
    return ID["scheme/sample"]


def _of(subject: str, path: URIRef, *values: Node) -> Break:
    """Say something else of a resource, or nothing."""

    def change(graph: rdflib.Graph) -> Node:
        graph.remove((ID[subject], path, None))
        for value in values:
            graph.add((ID[subject], path, value))
        return ID[subject]

    return change


def _of_source(path: URIRef, *values: Node) -> Break:
    def change(graph: rdflib.Graph) -> Node:
        _of("source/sample", path, *values)(graph)
        return ID["graph/sample"]

    return change


def _without_description(graph: rdflib.Graph) -> Node:
    graph.remove((ID["graph/sample"], None, None))
    return URIRef(AVG)


def _two_descriptions(graph: rdflib.Graph) -> Node:
    for predicate, value in list(graph.predicate_objects(ID["graph/sample"])):
        graph.add((ID["graph/other"], predicate, value))
    return URIRef(AVG)


def _lost_node(graph: rdflib.Graph) -> Node:
    graph.remove((ID["task/seeing.empty_for_now"], None, None))
    return ID["graph/sample.task"]


def _lost_triple(graph: rdflib.Graph) -> Node:
    graph.remove((None, AVG.noteAsListed, None))
    graph.remove((None, AVG.dataForm, None))
    return ID["graph/sample"]


BROKEN: list[tuple[str, Break]] = [
    ("PaperAgrees", _first_author), ("PaperAgrees", _stranger), ("PaperAgrees", _lost_author), ("PaperAgrees", _entry_of_another),
    ("PaperAgrees", _entry_unknown_to_its_paper), ("PaperAgrees", _task_of_no_entry),
    ("FirstAuthor", _nobody_first), ("PositionOnce", _two_at_one_place),
    ("Candidates", _candidate_that_is_not_listed), ("Candidates", _candidate_too_few), ("Candidates", _no_candidates),
    ("Candidates", _candidate_where_it_follows),
    ("AffiliationFollows", _affiliation_that_does_not_follow), ("AffiliationStated", _affiliation_not_stated),
    ("NamesAgree", _names_a_stranger), ("NamesAgree", _not_named), ("NameOfAuthor", _name_of_another),
    ("LowerBound", _bound_without_number), ("LowerBound", _number_without_bound),
    ("LinesAgree", _lines(13, 13)), ("LinesAgree", _lines(12, 19)), ("LinesAgree", _lines(13, 19, "source/other")),
    ("NoCircle", _circle("Task", SKOS.broader)), ("NoCircle", _circle("Institution", ORG.subOrganizationOf)),
    ("Paper", _also("Paper", DCTERMS.title, DCTERMS.alternative)), ("Author", _also("Author", SCHEMA.name, SKOS.altLabel)),
    ("Institution", _also("Institution", SKOS.prefLabel, SKOS.altLabel)), ("Institution", _also("Institution", SKOS.prefLabel, SKOS.hiddenLabel)),
    ("Institution", _also("Institution", SKOS.altLabel, SKOS.hiddenLabel)), ("Institution", _status),
    ("Venue", _also("Venue", SKOS.prefLabel, SKOS.altLabel)), ("Venue", _also("Venue", SKOS.prefLabel, SKOS.hiddenLabel)),
    ("Venue", _two_kinds), ("Venue", _kind_alone),
    ("Author", _without("Author", AVG.hasAuthor)), ("Institution", _without("Institution", AVG.listsInstitution)),
    ("Venue", _without("Venue", AVG.publishedIn)), ("Dataset", _dataset_from_nowhere),
    ("Task", _task_from_nowhere), ("Task", _task_from_elsewhere),
    ("Authorship", _second("Authorship", AVG.author)), ("Authorship", _second("Authorship", AVG.ofPaper)),
    ("Task", _second("Task", SKOS.broader)), ("Task", _two_schemes), ("Entry", _second("Entry", AVG.listsPaper)),
    ("Entry", _second("Entry", PROV.hadPrimarySource)),
    ("NoBlankNode", _blank_node), ("Paper", _blank_paper), ("KnownTerms", _unknown_property), ("KnownTerms", _unknown_class),
    ("EntryOfWhat", _of_nothing), ("Candidates", _stated_beside_candidates), ("StatedAffiliation", _stated_elsewhere),
    ("Description", _of("graph/sample", AVG.readingProfile, Literal(1))), ("Description", _of("graph/sample", AVG.itemsRead, Literal("all"))),
    ("Description", _of("graph/sample", AVG.itemsUnread, Literal(-1))),
    ("Node", _node_of_no_type), ("Node", _node_of_two_types),
    ("TopTask", _task_without_place), ("TaskScheme", _top_task_below), ("TaskScheme", _of("scheme/sample", DCTERMS.title)),
    ("TaskScheme", _of("scheme/sample", RDFS.label)), ("TaskScheme", _of("scheme/sample", SKOS.hasTopConcept, NOWHERE)),
    ("DescribesItself", _without_description), ("DescribesItself", _two_descriptions),
    ("Description", _of("graph/sample", DCTERMS.title)), ("Description", _of("graph/sample", DCTERMS.source)),
    ("Description", _of("graph/sample", DCTERMS.source, NOWHERE)), ("Description", _of("graph/sample", DCTERMS.license)),
    ("Description", _of("graph/sample", DCTERMS.license, Literal("MIT"))), ("Description", _of("graph/sample", DCTERMS.rights, Literal(1))),
    ("Description", _of("graph/sample", RDFS.label)), ("Description", _of("graph/sample", VOID.uriSpace)),
    ("Description", _of("graph/sample", VOID.entities)), ("Description", _of("graph/sample", VOID.triples, Literal("many"))),
    ("Description", _of("graph/sample", VOID.classPartition, NOWHERE)),
    ("Description", _of_source(RDFS.label)), ("Description", _of_source(DCTERMS.identifier)),
    ("Description", _of_source(DCTERMS.identifier, Literal("sha256:12"))), ("Description", _of_source(PROV.wasDerivedFrom, Literal("x"))),
    ("Description", _of_source(DCAT.version, Literal(1))),
    ("Partition", _of("graph/sample.paper", VOID["class"])), ("Partition", _of("graph/sample.paper", VOID["class"], AVG.Journal)),
    ("Partition", _of("graph/sample.paper", VOID.entities)), ("Partition", _of("graph/sample.paper", RDFS.label)),
    ("Counts", _of("graph/sample", VOID.entities, Literal(44))), ("Counts", _of("graph/sample.paper", VOID.entities, Literal(4))),
    ("Counts", _of("graph/sample", VOID.classPartition, ID["graph/sample.paper"])), ("Counts", _lost_node), ("Counts", _lost_triple),
]  # fmt: skip


@pytest.mark.parametrize(("shape", "change"), BROKEN, ids=[f"{number}-{shape}" for number, (shape, _) in enumerate(BROKEN)])
def test_what_does_not_agree(shape: str, change: Break, broken: rdflib.Graph) -> None:
    """What several nodes say, or the dump says of itself, is held together by the shape meant for it, which names the node."""
    node = change(broken)
    assert shape in shapes_of(broken, node)


# What is read


def test_a_wrong_iri_is_not_read(tmp_path: Path) -> None:
    """What query refuses validate refuses: an IRI with a space, a Turtle that breaks off."""
    good = (b"<http://x/a> a <https://w3id.org/avgraph/ontology#Paper> .\n", b"@prefix a: <http://x/> .\na:b a:c ")
    for name, content in (
        ("a.ttl", good[0] + b"<http://x/a b> <http://x/p> <http://x/q> ."),
        ("b.ttl", good[1] + b'"'),
        ("c.ttl", good[1] + b"<"),
    ):
        (tmp_path / name).write_bytes(content)
        done = run(str(tmp_path / name))
        assert done.exit_code == 2, name
        assert re.fullmatch(r"avgraph: \S+[abc]\.ttl: not a dump that can be read: .*line \d.*\n", done.stderr)


def test_a_context_elsewhere_is_not_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """JSON-LD whose context lives on a server is refused, and no connection opened."""

    def refuse(*arguments: object, **named: object) -> None:
        pytest.fail("a connection was opened")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    path = tmp_path / "x.jsonld"
    path.write_text('{"@context": "http://localhost:9/context.jsonld", "@id": "http://x/a", "@type": "Paper"}', encoding="utf-8")
    done = run(str(path))
    assert done.exit_code == 2
    assert len(done.stderr.strip().splitlines()) == 1


def test_ill_typed_literals_are_named_once(tmp_path: Path, dump: rdflib.Graph) -> None:
    """A word that is said to be a number is a violation and no traceback, and rdflib's logger is as before."""
    path = tmp_path / "x.nt"
    path.write_text(re.sub(r'"\d+"(?=\S+integer> \.)', '"abc"', dump.serialize(format="nt")), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "avgraph", "validate", str(path)], capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 1
    assert re.fullmatch(r"avgraph: \d+ violations in \S+x\.nt\n", done.stderr)
    assert 'avg:year: at most one year, an xsd:integer from 1800 to 2200; found "abc"^^xsd:integer\n' in done.stdout
    before = logging.getLogger("rdflib.term").disabled
    shacl.validate(read_dump(path))
    assert logging.getLogger("rdflib.term").disabled is before


@pytest.mark.parametrize("form", ["nquads", "trig"])
def test_named_graphs_count(form: str, tmp_path: Path, dump: rdflib.Graph) -> None:
    """A dump within a named graph is a dump."""
    held = rdflib.Dataset()
    for triple in dump:
        held.graph(URIRef("http://x/g")).add(triple)
    path = tmp_path / ("x.nq" if form == "nquads" else "x.trig")
    held.serialize(path, format=form)
    assert shacl.validate(read_dump(path)) == ()
    held.graph(URIRef("http://x/h")).add((some(dump, "Paper"), AVG.year, Literal(1999)))
    held.serialize(path, format=form)
    assert {each.shape for each in shacl.validate(read_dump(path))} == {"Paper", "Counts"}


def test_standard_input(dump: rdflib.Graph) -> None:
    """A dump is read from standard input, as Turtle or N-Triples; what is neither is refused in one line."""
    for form in ("turtle", "nt"):
        done = run("-", given=dump.serialize(format=form, encoding="utf-8"))
        assert (done.exit_code, done.stdout, done.stderr) == (0, "", "avgraph: standard input is valid\n")
    done = run("-", given=b"<a> <b")
    assert done.exit_code == 2
    assert done.stderr.startswith("avgraph: standard input: not Turtle or N-Triples that can be read: ")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("content", ["", "<http://x/a> <http://x/p> 1 .", "<http://x/a> a <https://schema.org/ScholarlyArticle> ."])
def test_what_is_no_dump(content: str, tmp_path: Path) -> None:
    """An empty file, and RDF of something else, are not valid: one line says what was looked for."""
    path = tmp_path / "x.ttl"
    path.write_text(content, encoding="utf-8")
    for done in (run(str(path)), run("-", given=content.encode())):
        assert (done.exit_code, done.stdout) == (2, "")
        assert len(done.stderr.splitlines()) == 1
        assert "no dump of avgraph" in done.stderr
        assert "avg:Paper, avg:Authorship, avg:Author, avg:Institution, avg:Task, avg:Dataset, avg:Venue, avg:Entry" in done.stderr


def test_what_cannot_be_read(tmp_path: Path) -> None:
    """One line, exit code 2."""
    for name, content in (
        ("x.csv", b""), ("list.md", b"# A list"), ("y.nt", b"\xff\xfe"), ("z.jsonld", b"{"), ("q.ttl", b"<http://x/a> <http://x/p> <<( <http://x/a> <http://x/p> 1 )>> ."),
    ):  # fmt: skip
        (tmp_path / name).write_bytes(content)
        done = run(str(tmp_path / name))
        assert (done.exit_code, done.stdout) == (2, ""), name
        assert len(done.stderr.strip().splitlines()) == 1
        assert name in done.stderr
    assert "known are .ttl, .nt, .nq, .rdf, .jsonld, .trig" in run(str(tmp_path / "list.md")).stderr
    (tmp_path / "folder.ttl").mkdir()
    for name in ("none.ttl", "folder.ttl"):
        assert run(str(tmp_path / name)).exit_code == 2


@pytest.mark.slow
def test_nodes_that_nest_deep(broken: rdflib.Graph) -> None:
    """A long chain is followed to its end."""
    for number in range(1200):
        broken.add((ID[f"task/{number}"], SKOS.broader, ID[f"task/{number + 1}"]))
    assert "NoCircle" not in {each.shape for each in validate(broken)}
    broken.add((ID["task/1200"], SKOS.broader, ID["task/0"]))
    assert "NoCircle" in {each.shape for each in validate(broken)}


# What pySHACL says


def assert_agreement(graph: rdflib.Graph) -> None:
    """Hold the findings against those of pySHACL."""
    ours = {(each.node, each.shape, each.path, each.message, each.value) for each in validate(graph)}
    assert ours == {(*finding[:4], " ".join(finding[4].split())) for finding in judge(copy_of(graph))}


@pytest.mark.slow
@pytest.mark.parametrize("number", range(5))
def test_both_engines_agree_on_every_mutation(number: int, dump: rdflib.Graph) -> None:
    """A fifth of all mutations at a time, each of another node or property, breaks the dump, and both engines name the same."""
    broken = copy_of(dump)
    for kind, path in REMOVED[number::5]:
        broken.remove((_subject(dump, kind, path), path, None))
    for kind, path, value in (ADDED + MISPLACED + REPLACED)[number::5]:
        if value is None or (kind, path, value) == ("Entry", AVG.line, WRONG):
            continue  # rdflib compares a date with a number, where SPARQL has an error
        broken.add((_subject(dump, kind, path), path, value))
    assert_agreement(broken)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(0, len(BROKEN), 16))
def test_both_engines_agree_on_what_does_not_agree(number: int, broken: rdflib.Graph) -> None:
    """The same for what several nodes say together."""
    for _, change in BROKEN[number : number + 16]:
        with contextlib.suppress(ValueError):  # where another mutation took the node
            change(broken)
    assert_agreement(broken)


@pytest.mark.slow
def test_both_engines_agree_on_a_part(tmp_path: Path) -> None:
    """Of a part neither asks for what only the whole graph keeps."""
    part = tmp_path / "part.ttl"
    assert CliRunner().invoke(group, ["export", str(SAMPLE), "--author", "Ada Lovelace", "-o", str(part)]).exit_code == 0
    assert_agreement(rdflib.Graph(bind_namespaces="none").parse(part))


# What is printed


def test_where_a_violation_is(broken: rdflib.Graph) -> None:
    """Each kind of node leads to the first of its lines, and what lies on no line has none."""
    for node, path in (
        (ID["paper/learning-to-listen-2016"], DCTERMS.title), (ID["authorship/learning-to-listen-2016.2.alan_turing"], AVG.position),
        (ID["author/alan_turing"], SCHEMA.name), (ID["institution/bletchley_park"], SKOS.prefLabel), (ID["venue/cvpr"], SKOS.prefLabel),
        (ID["author/grace_hopper"], SCHEMA.name), (ID["dataset/a"], DCTERMS.title), (ID["task/seeing"], SKOS.prefLabel),
        (ID["graph/sample"], DCTERMS.license),
    ):  # fmt: skip
        broken.remove((node, path, None))
    lines = {each.node.removeprefix(BASE_IRI): each.line for each in validate(broken) if each.path and "label" not in each.path}
    text = SAMPLE.read_text(encoding="utf-8").splitlines()
    first = text.index("**[CVPR-2016]**") + 1
    assert lines == {
        "paper/learning-to-listen-2016": first,
        "authorship/learning-to-listen-2016.2.alan_turing": first,
        "author/alan_turing": first,
        "institution/bletchley_park": first,
        "venue/cvpr": first,
        "author/grace_hopper": text.index("**[2020]**") + 1,
        "dataset/a": next(number for number, line in enumerate(text, 1) if line.startswith("| [A and B]")),
        "task/seeing": text.index("## Seeing") + 1,
        "graph/sample": None,
    }


def test_the_command(tmp_path: Path, dump: rdflib.Graph) -> None:
    """A valid dump exits with 0, a broken one with 1 and a line for each violation: file and line of the list, shape, node, property."""
    good, bad = tmp_path / "good.ttl", tmp_path / "bad.nt"
    dump.serialize(good, format="turtle")
    done = run(str(good))
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", f"avgraph: {good} is valid\n")
    changed = copy_of(dump)
    changed.add((ID["paper/nobody-knows-where-2020"], AVG.year, Literal("in\x1b[31m\u202e1999")))
    changed.remove((None, VOID.triples, None))
    changed.set((ID["graph/sample"], VOID.entities, Literal(3)))
    changed.serialize(bad, format="nt", encoding="utf-8")
    done = run(str(bad))
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "sample.md:35: Paper paper/nobody-knows-where-2020 avg:year: at most one year, an xsd:integer from 1800 to 2200",
        'sample.md:35: Paper paper/nobody-knows-where-2020 avg:year: at most one year, an xsd:integer from 1800 to 2200; found "in\\x1b[31m\\u202e1999"',
        f"{bad}: Counts graph/sample: void:entities 3, but the dump holds 45 nodes",
    ]
    assert done.stderr == f"avgraph: 3 violations in {bad}\n"
    said = json.loads(run(str(bad), "--format", "json").stdout)
    assert [Violation(**each).line for each in said] == [35, 35, None]
    assert said[0] == {
        "node": BASE_IRI + "paper/nobody-knows-where-2020",
        "shape": "Paper",
        "path": str(AVG.year),
        "message": "at most one year, an xsd:integer from 1800 to 2200",
        "value": "",
        "line": 35,
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments", [("--task", "Speech Recognition"), ("--year", "2020:"), ("--min-papers", "3"), ("--ego", "Di Hu"), ("--author", "Di Hu")]
)
def test_a_part_is_valid_and_says_that_it_is_one(arguments: tuple[str, ...], tmp_path: Path) -> None:
    """Whatever filters leave is valid as a part; read back and written again it is the same part."""
    part, again = tmp_path / "part.ttl", tmp_path / "again.ttl"
    assert CliRunner().invoke(group, ["export", *arguments, "-o", str(part)]).exit_code == 0
    assert "dcterms:isPartOf <https://w3id.org/avgraph/id/graph/audio-visual-learning>" in part.read_text(encoding="utf-8")
    done = CliRunner().invoke(group, ["validate", str(part)])
    assert (done.exit_code, done.stdout) == (0, "")
    assert CliRunner().invoke(group, ["export", str(part), "-o", str(again)]).exit_code == 0
    assert again.read_bytes() == part.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize(("way", "inference"), [("left out", "none"), ("given", "none"), ("given", "rdfs"), ("merged", "rdfs")])
def test_a_dump_beside_the_ontology_and_with_inference(way: str, inference: str, dump: rdflib.Graph) -> None:
    """As any SHACL engine may have it: what is broken is found, and nothing else is."""
    ontology = rdflib.Graph().parse(data=ontology_file("avgraph.ttl").read_bytes(), format="turtle")
    paper, entry, blank = some(dump, "Paper"), some(dump, "Entry"), BNode()
    broken, wanted = copy_of(dump), set()
    for shape, wrong in (
        ("Paper", (paper, AVG.year, Literal("twenty"))),
        ("Paper", (paper, AVG.sector, Literal("company"))),
        ("NoBlankNode", (blank, RDFS.label, Literal("nobody"))),
        ("KnownTerms", (paper, AVG.yeer, Literal(2020))),
        ("NamesAgree", (entry, AVG.names, ID["author/nobody"])),
    ):
        broken.add(wrong)
        wanted.add((str(wrong[0]), shape, str(wrong[1]) if shape == "Paper" else ""))
    for triple in ontology if way == "merged" else ():
        broken.add(triple)
    found = judge(broken, inference=inference, ontology=ontology if way == "given" else None)
    assert wanted <= {(node, shape, "" if shape == "KnownTerms" else path) for node, shape, path, _, _ in found}
    assert {node for node, shape, *_ in found if shape != "Counts"} == {str(paper), str(entry), str(blank)}


def test_our_own_engine_takes_the_ontology_beside_a_dump(dump: rdflib.Graph) -> None:
    """Merged into one file, as `avgraph validate` reads it."""
    merged = copy_of(dump)
    for triple in rdflib.Graph().parse(data=ontology_file("avgraph.ttl").read_bytes(), format="turtle"):
        merged.add(triple)
    assert shacl.validate(triples_of(merged)) == ()
