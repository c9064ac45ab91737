"""The ontology and the names in the code agree, and the graph accepts what the ontology allows and nothing else."""

from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from avgraph.errors import AuthorityError, OntologyError, QueryError
from avgraph.knowledge import KnowledgeGraph, build
from avgraph.model.entries import Source
from avgraph.model.graph import Graph, Node
from avgraph.model.ontology import WEB_ADDRESS, datatype_of, load_ontology, ontology_file
from avgraph.model.vocabulary import (
    AVG,
    PREFIXES,
    RDFS,
    STANDARD_TYPES,
    XSD,
    Attribute,
    IdentityStatus,
    NodeType,
    Relation,
    Sector,
    VenueKind,
)
from avgraph.rdf.triples import resource_prefixes
from avgraph.resolution.authority import load_authority
from avgraph.text.folding import fold

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
    """The datatype that is written is the one range that the ontology states."""
    (stated,) = TERMS[attribute.iri].range
    assert stated == (RDFS if datatype_of(attribute) == WEB_ADDRESS else XSD) + datatype_of(attribute)


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
    from avgraph.rdf.triples import generate_triples

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
    authority = load_authority().acting_on(bundled.reading_list).of_kind(NodeType.VENUE)
    printed = {entry.venue for entry in bundled.reading_list.entries if entry.venue}
    assert all(fold(form) in authority for form in printed)
    assert [venue.label for venue in bundled.venues if venue.venue_kind is None] == ["ACM"]


def test_country_and_sector_reach_the_graph(bundled: KnowledgeGraph) -> None:
    """What the authority states of an institution stands in its node; a form that is no certain organisation has neither."""
    facts = {place.label: (place.value(Attribute.COUNTRY), place.value(Attribute.SECTOR)) for place in bundled.institutions}
    assert facts["Renmin University of China"] == ("CN", "university")
    assert facts["Naver Corporation"] == ("KR", "company")
    assert facts["Google Research"] == (None, "company")
    assert facts["MIT-IBM Watson AI Lab"] == ("US", None)
    odd = [place for place in bundled.institutions if place.value(Attribute.IDENTITY_STATUS)]
    assert odd
    assert {facts[place.label] for place in odd} == {(None, None)}


MINE = """@prefix avg: <https://w3id.org/avgraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://example.org/x> a avg:Institution ; skos:prefLabel "%s" ; %s .
"""


@pytest.mark.parametrize(
    ("label", "said", "wanted"),
    [
        ("X", 'avg:country "UK"', "avg:country is 'UK'; write one code of ISO 3166-1 in capitals, such as 'GB'"),
        ("X", 'avg:country "DE", "FR"', "avg:country is 'DE' and 'FR'"),
        ("X", 'avg:sector "firm"', "avg:sector is 'firm'; write one of 'company', 'university'"),
        ("X", 'a avg:Author ; avg:country "DE"', "of an avg:Institution"),
    ],
)
def test_odd_and_contradicting_facts_are_refused(tmp_path: Path, label: str, said: str, wanted: str) -> None:
    """One line says which file, which record and what would be right."""
    path = tmp_path / "mine.ttl"
    text = MINE % (label, said)
    path.write_text(text.replace("a avg:Institution ; ", "") if "a avg:Author" in said else text, encoding="utf-8")
    with pytest.raises(AuthorityError, match=wanted) as raised:
        load_authority([path])
    assert "mine.ttl" in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.slow
def test_a_curator_states_facts(tmp_path: Path) -> None:
    """A file of one's own adds what the bundled one leaves open."""
    path = tmp_path / "mine.ttl"
    path.write_text(MINE % ("Tencent", 'avg:country "CN"'), encoding="utf-8")
    found = next(place for place in build(authorities=[path]).institutions if place.label == "Tencent")
    assert (found.value(Attribute.COUNTRY), found.value(Attribute.SECTOR)) == ("CN", "company")


def statements() -> rdflib.Graph:
    """Return the ontology."""
    return rdflib.Graph().parse(data=ontology_file("avgraph.ttl").read_bytes(), format="turtle")


def test_the_ontology_redefines_no_term_of_others() -> None:
    """What it says is said of terms of its own, of itself and of nodes without a name."""
    own = (AVG, AVG.rstrip("#"))
    assert {str(each) for each in statements().subjects() if isinstance(each, rdflib.URIRef) and not str(each).startswith(own)} == set()


def test_each_term_of_our_own_says_where_it_is_defined_and_in_which_language() -> None:
    """Each has rdfs:isDefinedBy, and each label and definition is English; the ontology has a version, dates and a creator."""
    graph = statements()
    ontology = rdflib.URIRef(AVG.rstrip("#"))
    named = {each for each in graph.subjects() if isinstance(each, rdflib.URIRef) and str(each).startswith(AVG)}
    assert {each for each in named if (each, rdflib.RDFS.isDefinedBy, ontology) not in graph} == set()
    for predicate in (rdflib.RDFS.label, rdflib.SKOS.definition, rdflib.SKOS.prefLabel, rdflib.SH.name, rdflib.SH.description):
        assert {value.language for value in graph.objects(None, predicate) if isinstance(value, rdflib.Literal)} == {"en"}, predicate
    for predicate in (rdflib.OWL.versionIRI, rdflib.DCTERMS.creator, rdflib.DCTERMS.created, rdflib.DCTERMS.modified):
        assert graph.value(ontology, predicate), predicate


def test_inverses_lead_back() -> None:
    """Each is inverse to a relation that graphs hold, with domain and range the other way round, and is no term of a graph."""
    graph, ontology = statements(), load_ontology()
    assert ontology.inverses
    for iri, inverse in ontology.inverses.items():
        assert iri not in ontology.terms
        [own_domain, own_range] = (graph.value(rdflib.URIRef(iri), rdflib.RDFS[end]) for end in ("domain", "range"))
        assert {str(own_range)} == ontology.terms[inverse].domain
        if isinstance(own_domain, rdflib.URIRef):
            assert {str(own_domain)} == ontology.terms[inverse].range


def test_schemes_hold_the_values_that_dumps_write() -> None:
    """The notations of the concepts are the sectors and the statuses."""
    graph = statements()
    for scheme, values in (("Sectors", Sector), ("IdentityStatuses", IdentityStatus)):
        concepts = graph.subjects(rdflib.SKOS.topConceptOf, rdflib.URIRef(AVG + scheme))
        assert sorted(str(graph.value(each, rdflib.SKOS.notation)) for each in concepts) == sorted(values)


def test_kinds_are_disjoint() -> None:
    """No node is of two of the classes of nodes, nor of two kinds of venues."""
    graph = statements()
    disjoint = [
        {str(each) for each in rdflib.collection.Collection(graph, members)}
        for node in graph.subjects(rdflib.RDF.type, rdflib.OWL.AllDisjointClasses)
        for members in graph.objects(node, rdflib.OWL.members)
    ]
    assert {AVG + each.value for each in NodeType} in disjoint
    assert {AVG + each.value for each in VenueKind} in disjoint


def test_who_asks_the_other_way_is_told_how(bundled: KnowledgeGraph) -> None:
    """A query with an inverse relation, which no graph states, is refused with the path that has rows."""
    with pytest.raises(QueryError, match=r"no graph states avg:isAuthorOf; ask the other way, with \^avg:hasAuthor"):
        bundled.query("SELECT ?paper { ?author avg:isAuthorOf ?paper }")
    assert bundled.query("SELECT ?paper { ?author ^avg:hasAuthor ?paper } LIMIT 1").rows
