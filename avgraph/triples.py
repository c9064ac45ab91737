"""Turn the graph into RDF triples, one stream; the only mapping to RDF."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from avgraph.entries import Source
from avgraph.graph import Graph, Node
from avgraph.identifiers import mint_id, web_iri
from avgraph.ontology import load_ontology
from avgraph.vocabulary import (
    AVG, BASE_IRI, DCAT, DCTERMS, PREFIXES, PROV, RDF, RDFS, SKOS, STANDARD_TYPES, VOID, Attribute, NodeType, Relation,
)  # fmt: skip


class Iri(NamedTuple):
    """An IRI."""

    value: str


class Literal(NamedTuple):
    """A literal."""

    value: str
    datatype: str = "string"
    """Local name of an XML Schema datatype."""


class Triple(NamedTuple):
    """One statement; subject and predicate are IRIs."""

    subject: str
    predicate: str
    object: Iri | Literal


_TYPE = RDF + "type"
_LABEL = RDFS + "label"
_PRIMARY_SOURCE = PROV + "hadPrimarySource"
_RELATION_IRIS = {relation: relation.iri for relation in Relation}
_ATTRIBUTE_IRIS = {attribute: (attribute.iri, attribute.datatype) for attribute in Attribute}
_TYPES = {
    node_type: tuple(Iri(iri) for iri in (AVG + node_type.value, STANDARD_TYPES.get(node_type)) if iri) for node_type in NodeType
}


def resource_prefixes(base: str = BASE_IRI) -> dict[str, str]:
    """Return the prefixes that an RDF document of the graph declares, sorted, one per kind of resource among them."""
    kinds = {node_type.kind: f"{base}{node_type.kind}/" for node_type in NodeType}
    return dict(sorted({**PREFIXES, **kinds}.items()))


def source_id(source: Source) -> str:
    """Return the id of the resource that stands for the source of a list."""
    return mint_id("source", source.name.casefold())


def line_iri(source: Source, lines: tuple[int, int], base: str = BASE_IRI) -> str:
    """Return the IRI of a stretch of lines of the source, its fragment as RFC 5147 counts positions.

    >>> line_iri(Source("my-list", "my-list.md", "", ""), (59, 64))
    'https://w3id.org/avgraph/id/source/my-list#line=58,64'
    """
    return f"{base}{source_id(source)}#line={lines[0] - 1},{lines[1]}"


def generate_triples(graph: Graph, base: str = BASE_IRI, *, materialize: bool = False) -> Iterator[Triple]:
    """Yield the triples of the graph, grouped by subject, sorted, without blank nodes.

    First comes the description of the dump itself, then the nodes by id. With `materialize`, the
    superclasses and superproperties of the ontology are written out.
    """
    yield from _describe_dump(graph, base, materialize=materialize)
    yield from _describe_task_scheme(graph, base)
    for node in graph.nodes.values():
        yield from _node_triples(node, graph.source, base, materialize=materialize)


def _node_triples(node: Node, source: Source, base: str, *, materialize: bool) -> Iterator[Triple]:
    subject = base + node.id
    for type_iri in _types(node, materialize=materialize):
        yield Triple(subject, _TYPE, type_iri)
    yield Triple(subject, _LABEL, Literal(node.label))
    for attribute, values in node.attributes.items():
        predicate, datatype = _ATTRIBUTE_IRIS[attribute]
        predicates = (predicate, *_supers(predicate)) if materialize else (predicate,)
        for value in values:
            term: Iri | Literal
            if attribute is Attribute.URL:
                iri = web_iri(str(value))
                term = Iri(iri) if iri else Literal(str(value))
            elif value is True or value is False:
                term = Literal("true" if value else "false", datatype)
            else:
                term = Literal(str(value), datatype)
            for each in predicates:
                yield Triple(subject, each, term)
    for relation, targets in node.edges.items():
        predicate = _RELATION_IRIS[relation]
        predicates = (predicate, *_supers(predicate)) if materialize else (predicate,)
        for each in predicates:
            for target in targets:
                yield Triple(subject, each, Iri(base + target))
    if node.type is NodeType.TASK:
        yield Triple(subject, SKOS + "inScheme", Iri(base + task_scheme_id(source)))
    for lines in node.lines:
        yield Triple(subject, _PRIMARY_SOURCE, Iri(line_iri(source, lines, base)))


def _types(node: Node, *, materialize: bool) -> tuple[Iri, ...]:
    types = _TYPES[node.type]
    if node.venue_kind is not None:
        types = (*types, Iri(AVG + node.venue_kind.value))
    if materialize:
        more = {ancestor for each in types for ancestor in load_ontology().ancestors(each.value)} - {each.value for each in types}
        types = (*types, *map(Iri, sorted(more)))
    return types


def _supers(predicate: str) -> tuple[str, ...]:
    return load_ontology().ancestors(predicate)


def task_scheme_id(source: Source) -> str:
    """Return the id of the concept scheme that the tasks of a list belong to."""
    return mint_id("scheme", source.name.casefold())


def _describe_task_scheme(graph: Graph, base: str) -> Iterator[Triple]:
    subject = base + task_scheme_id(graph.source)
    title = Literal(f"Tasks of {graph.source.title}")
    yield Triple(subject, _TYPE, Iri(SKOS + "ConceptScheme"))
    yield Triple(subject, _LABEL, title)
    yield Triple(subject, DCTERMS + "title", title)
    for task in graph.of_type(NodeType.TASK):
        if Relation.BROADER not in task.edges:
            yield Triple(subject, SKOS + "hasTopConcept", Iri(base + task.id))


def _describe_dump(graph: Graph, base: str, *, materialize: bool) -> Iterator[Triple]:
    """Yield what the dump says of itself (VoID, DCAT), counts computed from the graph, no time of generation."""
    source = graph.source
    subject = base + mint_id("graph", source.name.casefold())
    title = Literal(f"Knowledge graph of {source.title}")
    yield Triple(subject, _TYPE, Iri(VOID + "Dataset"))
    yield Triple(subject, _TYPE, Iri(DCAT + "Dataset"))
    yield Triple(subject, _LABEL, title)
    yield Triple(subject, DCTERMS + "title", title)
    yield Triple(subject, DCTERMS + "source", Iri(base + source_id(source)))
    yield Triple(subject, DCTERMS + "license", Iri("https://spdx.org/licenses/MIT"))
    yield Triple(
        subject, DCTERMS + "rights",
        Literal("The licence covers the structure of this dump. Titles, names and links are bibliographic facts of the source, whose own terms apply to its text."),
    )  # fmt: skip
    yield Triple(subject, VOID + "vocabulary", Iri(AVG))
    yield Triple(subject, VOID + "uriSpace", Literal(base))
    counts = Counter(node.type for node in graph.nodes.values())
    yield Triple(subject, VOID + "entities", Literal(str(len(graph)), "integer"))
    if not materialize:
        yield Triple(subject, VOID + "triples", Literal(str(count_triples(graph)), "integer"))
    for node_type in NodeType:
        if counts[node_type]:
            yield Triple(subject, VOID + "classPartition", Iri(f"{subject}.{node_type.kind}"))
    for node_type in NodeType:
        if counts[node_type]:
            partition = f"{subject}.{node_type.kind}"
            yield Triple(partition, _TYPE, Iri(VOID + "Dataset"))
            yield Triple(partition, _LABEL, Literal(f"{node_type.value} nodes of {source.title}"))
            yield Triple(partition, VOID + "class", Iri(AVG + node_type.value))
            yield Triple(partition, VOID + "entities", Literal(str(counts[node_type]), "integer"))
    subject = base + source_id(source)
    yield Triple(subject, _TYPE, Iri(PROV + "Entity"))
    yield Triple(subject, _LABEL, Literal(source.title))
    yield Triple(subject, DCTERMS + "identifier", Literal(f"sha256:{source.checksum}"))
    if source.origin:
        yield Triple(subject, PROV + "wasDerivedFrom", Iri(source.origin))
    if source.version:
        yield Triple(subject, DCAT + "version", Literal(source.version))


_DESCRIPTION_TRIPLES = 11
_PARTITION_TRIPLES = 5
_SOURCE_TRIPLES = 3
_SCHEME_TRIPLES = 3


def count_triples(graph: Graph) -> int:
    """Return how many triples `generate_triples` yields without materialisation, without making them."""
    total = _DESCRIPTION_TRIPLES + _SOURCE_TRIPLES + _SCHEME_TRIPLES + bool(graph.source.origin) + bool(graph.source.version)
    types = set()
    for node in graph.nodes.values():
        types.add(node.type)
        total += len(_TYPES[node.type]) + (node.venue_kind is not None) + 1 + len(node.lines)
        total += sum(map(len, node.attributes.values())) + sum(map(len, node.edges.values()))
        if node.type is NodeType.TASK:
            total += 1 + (Relation.BROADER not in node.edges)
    return total + _PARTITION_TRIPLES * len(types)
