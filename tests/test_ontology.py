"""The ontology and the names in the code agree, and the graph accepts what the ontology allows and nothing else."""

import pyoxigraph
import pytest
import rdflib

from avgraph.authority import load_authority
from avgraph.entries import Source
from avgraph.errors import OntologyError
from avgraph.graph import Graph, Node
from avgraph.identifiers import fold
from avgraph.knowledge import KnowledgeGraph
from avgraph.ontology import load_ontology, ontology_file
from avgraph.triples import resource_prefixes
from avgraph.vocabulary import AVG, PREFIXES, STANDARD_TYPES, Attribute, NodeType, Relation, VenueKind

TERMS = load_ontology().terms
SOURCE = Source("x", "x.md", "", "x")


def test_names_and_ontology_agree_both_ways() -> None:
    """Every name is a term of its kind, and every term has a name."""
    assert {AVG + each.value for each in (*NodeType, *VenueKind)} == {term.iri for term in TERMS.values() if term.is_class}
    assert {each.iri for each in Relation} == {term.iri for term in TERMS.values() if term.is_object_property}
    attributes = {term.iri for term in TERMS.values() if not term.is_class and not term.is_object_property}
    assert {each.iri for each in Attribute} == attributes


@pytest.mark.parametrize("attribute", Attribute)
def test_datatypes_agree(attribute: Attribute) -> None:
    """The datatype that is written is the range that the ontology states."""
    (stated,) = TERMS[attribute.iri].range
    assert stated.rpartition("#")[2] == ("Resource" if attribute is Attribute.URL else attribute.datatype)


@pytest.mark.parametrize("term", [term for term in TERMS.values() if term.iri.startswith(AVG)], ids=lambda term: term.iri.removeprefix(AVG))
def test_every_term_is_documented_and_aligned(term: object) -> None:
    """Each term of our own has a label, a definition that is a sentence, and a standard term above it."""
    found = TERMS[term.iri]  # type: ignore[attr-defined]
    assert found.label
    assert found.definition.endswith(".")
    above = load_ontology().ancestors(found.iri)
    assert any(not iri.startswith(AVG) for iri in above), "aligned with a standard vocabulary"


def test_the_alignments_of_the_contract() -> None:
    """The superclasses and superproperties that DESIGN, section 4, names in brackets are there."""
    ontology = load_ontology()
    wanted = {
        "Paper": ["http://purl.org/spar/fabio/Expression", "https://schema.org/ScholarlyArticle"],
        "Authorship": ["http://purl.org/spar/pro/RoleInTime"],
        "Author": ["http://xmlns.com/foaf/0.1/Person", "https://schema.org/Person"],
        "Institution": ["http://www.w3.org/ns/org#Organization"],
        "Task": ["http://www.w3.org/2004/02/skos/core#Concept"],
        "Dataset": ["http://www.w3.org/ns/dcat#Dataset"],
        "hasAuthor": ["http://purl.org/dc/terms/creator", "https://schema.org/author"],
        "addressesTask": ["http://purl.org/dc/terms/subject"],
        "publishedIn": ["https://schema.org/isPartOf"],
    }
    for name, above in wanted.items():
        assert set(above) <= set(ontology.ancestors(AVG + name))
    assert set(STANDARD_TYPES.values()) <= {iri for node_type in NodeType for iri in ontology.ancestors(AVG + node_type.value)}


def test_the_ontology_is_turtle_for_everybody() -> None:
    """Rdflib and pyoxigraph read the ontology to the same number of statements."""
    text = ontology_file("avgraph.ttl").read_bytes()
    assert len(rdflib.Graph().parse(data=text, format="turtle")) == len(list(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE)))


def test_prefixes_are_used(bundled: KnowledgeGraph) -> None:
    """Every prefix that a dump declares is used in it, but for those that only the reviewed part needs."""
    from avgraph.triples import generate_triples

    seen = set()
    for subject, predicate, value in generate_triples(bundled.graph):
        seen |= {subject, predicate} | ({value} if isinstance(value, str) else set())
    unused = {prefix for prefix, space in resource_prefixes().items() if not any(iri.startswith(space) for iri in seen)}
    assert unused == {"xsd"}
    assert set(PREFIXES) <= set(resource_prefixes())


def node(node_id: str, node_type: NodeType, **more: object) -> Node:
    """Return a node for a test."""
    return Node(node_id, node_type, node_id, more.get("attributes", {}), more.get("edges", {}))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("nodes", "wanted"),
    [
        ([node("paper/a", NodeType.PAPER, edges={Relation.HAS_AUTHOR: ("author/x",)})], "leads to author/x, which is no node"),
        (
            [node("paper/a", NodeType.PAPER, edges={Relation.HAS_AUTHOR: ("task/t",)}), node("task/t", NodeType.TASK)],
            "does not let hasAuthor lead from a Paper to a Task",
        ),
        (
            [node("task/a", NodeType.TASK, edges={Relation.HAS_AUTHOR: ("author/x",)}), node("author/x", NodeType.AUTHOR)],
            "does not let hasAuthor lead from a Task to a Author",
        ),
        ([node("author/x", NodeType.AUTHOR), node("author/x", NodeType.AUTHOR)], "two nodes have this id"),
        ([node("author/x", NodeType.AUTHOR, attributes={Attribute.YEAR: (2020,)})], "gives a Author no year"),
    ],
)
def test_the_graph_refuses_what_the_ontology_forbids(nodes: list[Node], wanted: str) -> None:
    """A dangling edge, an edge between the wrong types and an attribute of another type are refused by name."""
    with pytest.raises(OntologyError, match=wanted):
        Graph(SOURCE, nodes)


def test_every_venue_of_the_list_is_reviewed(bundled: KnowledgeGraph) -> None:
    """Each printed venue has a record, each form stands in one record, and each venue but the truncated one has a kind."""
    authority = load_authority().of_kind(NodeType.VENUE)
    printed = {entry.venue for entry in bundled.reading_list.entries if entry.venue}
    assert all(fold(form) in authority for form in printed)
    assert [venue.label for venue in bundled.venues if venue.venue_kind is None] == ["ACM"]
