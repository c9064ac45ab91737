"""Turn the graph into RDF triples, one stream; the only mapping to RDF."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from avgraph.entries import Source
from avgraph.graph import Graph, Node
from avgraph.graph import Value as AttributeValue
from avgraph.identifiers import mint_id, web_iri
from avgraph.ontology import load_ontology
from avgraph.vocabulary import (
    AVG,
    BASE_IRI,
    DCAT,
    DCTERMS,
    PREFIXES,
    PROV,
    RDF,
    RDFS,
    SKOS,
    STANDARD_TYPES,
    VOID,
    Attribute,
    NodeType,
    Relation,
)  # fmt: skip

Iri = str
"""An IRI; a value of a statement that is no Literal is one."""


class Literal(NamedTuple):
    """A literal."""

    value: str
    datatype: str = "string"
    """Local name of an XML Schema datatype."""


Value = Iri | Literal
Statements = tuple[Iri, list[tuple[Iri, list[Value]]]]
"""A subject with all that is said of it: each predicate with its values."""
Triple = tuple[Iri, Iri, Value]
"""Subject, predicate, object."""


_TYPE = RDF + "type"
_LABEL = RDFS + "label"
_PRIMARY_SOURCE = PROV + "hadPrimarySource"
_RELATION_IRIS = {relation: relation.iri for relation in Relation}
_ATTRIBUTE_IRIS = {attribute: (attribute.iri, attribute.datatype) for attribute in Attribute}
_TYPES: dict[NodeType, list[Value]] = {
    node_type: [iri for iri in (AVG + node_type.value, STANDARD_TYPES.get(node_type)) if iri] for node_type in NodeType
}


def resource_prefixes(base: str = BASE_IRI) -> dict[str, str]:
    """Return the prefixes that an RDF document of the graph declares, sorted, one per kind of resource among them."""
    kinds = {node_type.kind: f"{base}{node_type.kind}/" for node_type in NodeType}
    return dict(sorted({**PREFIXES, **kinds}.items()))


def source_id(source: Source) -> str:
    """Return the id of the resource that stands for the source of a list."""
    return mint_id("source", source.name.casefold())


def graph_id(source: Source) -> str:
    """Return the id of the graph of a list: of its description and, in a store, of the named graph that it is."""
    return mint_id("graph", source.name.casefold())


def line_iri(source: Source, lines: tuple[int, int], base: str = BASE_IRI) -> str:
    """Return the IRI of a stretch of lines of the source, its fragment as RFC 5147 counts positions.

    >>> line_iri(Source("my-list", "my-list.md", "", ""), (59, 64))
    'https://w3id.org/avgraph/id/source/my-list#line=58,64'
    """
    return f"{base}{source_id(source)}#line={lines[0] - 1},{lines[1]}"


def generate_triples(graph: Graph, base: str = BASE_IRI, *, materialize: bool = False) -> Iterator[Triple]:
    """Yield the triples of the graph, in the order of `generate_statements`."""
    for subject, statements in generate_statements(graph, base, materialize=materialize):
        for predicate, values in statements:
            for value in values:
                yield subject, predicate, value


def generate_statements(graph: Graph, base: str = BASE_IRI, *, materialize: bool = False) -> Iterator[Statements]:
    """Yield each subject once with what is said of it, sorted, without blank nodes.

    First comes the description of the dump itself, then the nodes by id. With `materialize`, the
    superclasses and superproperties of the ontology are written out.
    """
    described = (*_describe_dump(graph, base, materialize=materialize), _describe_task_scheme(graph, base))
    nodes = (_describe_node(node, graph.source, base) for node in graph.nodes.values())
    for subject, statements in chain(described, nodes):
        yield subject, _materialized(statements) if materialize else statements


def _describe_node(node: Node, source: Source, base: str) -> Statements:
    types = _TYPES[node.type]
    if node.venue_kind is not None:
        types = [*types, AVG + node.venue_kind.value]
    said: list[tuple[Iri, list[Value]]] = [(_TYPE, types), (_LABEL, [Literal(node.label)])]
    for attribute, values in node.attributes.items():
        predicate, datatype = _ATTRIBUTE_IRIS[attribute]
        said.append((predicate, _values(attribute, values, datatype)))
    for relation, targets in node.edges.items():
        said.append((_RELATION_IRIS[relation], [base + target for target in targets]))
    if node.type is NodeType.TASK:
        said.append((SKOS + "inScheme", [base + task_scheme_id(source)]))
    if node.lines:
        said.append((_PRIMARY_SOURCE, [line_iri(source, lines, base) for lines in node.lines]))
    return base + node.id, said


def _values(attribute: Attribute, values: tuple[AttributeValue, ...], datatype: str) -> list[Value]:
    """Return the values, each once: two spellings of a web address can be one IRI."""
    found = [_value(attribute, value, datatype) for value in values]
    return found if len(found) == 1 else list(dict.fromkeys(found))


def _value(attribute: Attribute, value: AttributeValue, datatype: str) -> Value:
    if datatype == "boolean":
        return Literal("true" if value else "false", datatype)
    text = str(value)
    if attribute is Attribute.URL:
        # An address that is none, such as javascript:, stays text and never becomes a link.
        return web_iri(text) or Literal(text)
    return Literal(text, datatype)


def _materialized(statements: list[tuple[Iri, list[Value]]]) -> list[tuple[Iri, list[Value]]]:
    """Return statements with those that follow by the ontology's subclasses and subproperties."""
    ontology = load_ontology()
    said: dict[Iri, dict[Value, None]] = {}
    for predicate, values in statements:
        if predicate == _TYPE:
            above = [ancestor for each in values if isinstance(each, str) for ancestor in ontology.ancestors(each)]
            said.setdefault(predicate, {}).update(dict.fromkeys((*values, *sorted(set(above)))))
            continue
        for each in (predicate, *ontology.ancestors(predicate)):
            said.setdefault(each, {}).update(dict.fromkeys(values))
    return [(predicate, list(values)) for predicate, values in said.items()]


def task_scheme_id(source: Source) -> str:
    """Return the id of the concept scheme that the tasks of a list belong to."""
    return mint_id("scheme", source.name.casefold())


def _describe_task_scheme(graph: Graph, base: str) -> Statements:
    title = Literal(f"Tasks of {graph.source.title}")
    top: list[Value] = [base + task.id for task in graph.of_type(NodeType.TASK) if Relation.BROADER not in task.edges]
    said: list[tuple[Iri, list[Value]]] = [(_TYPE, [SKOS + "ConceptScheme"]), (_LABEL, [title]), (DCTERMS + "title", [title])]
    if top:
        said.append((SKOS + "hasTopConcept", top))
    return base + task_scheme_id(graph.source), said


_RIGHTS = (
    "The licence covers the structure of this dump. Titles, names and links are bibliographic facts of the source, "
    "whose own terms apply to its text."
)


def _describe_dump(graph: Graph, base: str, *, materialize: bool) -> Iterator[Statements]:
    """Yield what the dump says of itself (VoID, DCAT): counts from the graph, no time of generation."""
    source = graph.source
    whole = base + graph_id(source)
    subject = f"{whole}.part" if source.is_part else whole
    counts = Counter(node.type for node in graph.nodes.values())
    partitions = {node_type: f"{subject}.{node_type.kind}" for node_type in NodeType if counts[node_type]}
    title = Literal(f"{'Part of the knowledge' if source.is_part else 'Knowledge'} graph of {source.title}")
    said: list[tuple[Iri, list[Value]]] = [
        (_TYPE, [VOID + "Dataset", DCAT + "Dataset"]),
        (_LABEL, [title]),
        (DCTERMS + "title", [title]),
        (DCTERMS + "source", [base + source_id(source)]),
        (DCTERMS + "license", ["https://spdx.org/licenses/MIT"]),
        (DCTERMS + "rights", [Literal(_RIGHTS)]),
        (VOID + "vocabulary", [AVG]),
        (VOID + "uriSpace", [Literal(base)]),
        (VOID + "entities", [Literal(str(len(graph)), "integer")]),
    ]
    if not materialize:
        said.append((VOID + "triples", [Literal(str(count_triples(graph)), "integer")]))
    if source.is_part:
        said.append((DCTERMS + "isPartOf", [whole]))
    if partitions:
        said.append((VOID + "classPartition", list(partitions.values())))
    yield subject, said
    for node_type, partition in partitions.items():
        yield (
            partition,
            [
                (_TYPE, [VOID + "Dataset"]),
                (_LABEL, [Literal(f"{node_type.value} nodes of {source.title}")]),
                (VOID + "class", [AVG + node_type.value]),
                (VOID + "entities", [Literal(str(counts[node_type]), "integer")]),
            ],
        )
    about: list[tuple[Iri, list[Value]]] = [
        (_TYPE, [PROV + "Entity"]),
        (_LABEL, [Literal(source.title)]),
        (DCTERMS + "identifier", [Literal(f"sha256:{source.checksum}")]),
    ]
    if source.origin:
        about.append((PROV + "wasDerivedFrom", [source.origin]))
    if source.version:
        about.append((DCAT + "version", [Literal(source.version)]))
    yield base + source_id(source), about


_DESCRIPTION_TRIPLES = 11
_PARTITION_TRIPLES = 5
_SOURCE_TRIPLES = 3
_SCHEME_TRIPLES = 3


def count_triples(graph: Graph) -> int:
    """Return how many triples `generate_triples` yields without materialisation, without making them."""
    total = _DESCRIPTION_TRIPLES + _SOURCE_TRIPLES + _SCHEME_TRIPLES
    total += bool(graph.source.origin) + bool(graph.source.version) + graph.source.is_part
    types = set()
    for node in graph.nodes.values():
        types.add(node.type)
        total += len(_TYPES[node.type]) + (node.venue_kind is not None) + 1 + len(node.lines)
        total += sum(map(len, node.attributes.values())) + sum(map(len, node.edges.values()))
        urls = node.attributes.get(Attribute.URL, ())
        if len(urls) > 1:
            total -= len(urls) - len(_values(Attribute.URL, urls, "string"))
        if node.type is NodeType.TASK:
            total += 1 + (Relation.BROADER not in node.edges)
    return total + _PARTITION_TRIPLES * len(types)
