"""Turn the graph into RDF triples, one stream; the only mapping to RDF."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain

from avgraph.model.entries import Source
from avgraph.model.graph import Graph, Node, cached_by_graph
from avgraph.model.graph import Value as AttributeValue
from avgraph.model.ontology import WEB_ADDRESS, datatype_of, load_ontology
from avgraph.model.vocabulary import AVG, BASE_IRI, PREFIXES, PROV, RDF, RDFS, SKOS, STANDARD_TYPES, Attribute, NodeType, Relation
from avgraph.rdf.description import describe_dump, describe_registries, describe_task_scheme, line_iri, task_scheme_id
from avgraph.rdf.statements import Iri, Literal, Statements, Triple, Value, integer
from avgraph.text.links import web_iri
from avgraph.text.literals import date_datatype

_TYPE = RDF + "type"
_LABEL = RDFS + "label"
_PRIMARY_SOURCE = PROV + "hadPrimarySource"
_SOURCE_OF = PROV + "wasPrimarySourceOf"
_RELATION_IRIS = {relation: relation.iri for relation in Relation}
_ATTRIBUTE_IRIS = {attribute: attribute.iri for attribute in Attribute}
_TYPES: dict[NodeType, list[Value]] = {
    node_type: [iri for iri in (AVG + node_type.value, STANDARD_TYPES.get(node_type)) if iri] for node_type in NodeType
}

_ADDRESSES = frozenset(attribute for attribute in Attribute if datatype_of(attribute) == WEB_ADDRESS)


def resource_prefixes(base: str = BASE_IRI) -> dict[str, str]:
    """Return the prefixes that an RDF document of the graph declares, sorted, one per kind of resource among them."""
    kinds = {node_type.kind: f"{base}{node_type.kind}/" for node_type in NodeType}
    return dict(sorted({**PREFIXES, **kinds}.items()))


def generate_triples(graph: Graph, base: str = BASE_IRI) -> Iterator[Triple]:
    """Yield the triples of the graph, in the order of `generate_statements`."""
    for subject, statements in generate_statements(graph, base):
        for predicate, values in statements:
            for value in values:
                yield subject, predicate, value


def generate_statements(graph: Graph, base: str = BASE_IRI, *, materialize: bool = False) -> Iterator[Statements]:
    """Yield each subject with its statements, sorted, without blank nodes.

    First comes the description of the dump itself, then the nodes by id, then once more each entry with its lines, and each stretch of
    lines with what else is read from it: what is said of an entity is the same wherever in the list it stands. With `materialize`,
    the superclasses and superproperties of the ontology are written out.
    """
    parts = (part() for part in list_parts(graph, base, materialize=materialize))
    yield from chain.from_iterable(parts)


def list_parts(
    graph: Graph, base: str = BASE_IRI, *, materialize: bool = False, most_nodes: int | None = None
) -> list[Callable[[], Iterator[Statements]]]:
    """Return what yields the statements of `generate_statements` part by part, so that several processes can write them; `most_nodes` in each."""

    def of(make: Callable[[], Iterator[Statements]]) -> Callable[[], Iterator[Statements]]:
        return make if not materialize else lambda: ((subject, _materialized(statements)) for subject, statements in make())

    nodes = list(graph.nodes.values())
    step = most_nodes or max(1, len(nodes))
    return [
        of(lambda: _describe(graph, base, None if materialize else count_triples(graph))),
        *(of(partial(_describe_nodes, nodes[start : start + step], graph.source, base)) for start in range(0, len(nodes), step)),
        of(lambda: _describe_places(graph, base)),
    ]


def _describe(graph: Graph, base: str, triple_count: int | None) -> Iterator[Statements]:
    yield from describe_dump(graph, base, triple_count)
    yield from describe_registries(graph)
    yield describe_task_scheme(graph, base)


def _describe_nodes(nodes: Sequence[Node], source: Source, base: str) -> Iterator[Statements]:
    datatypes = {attribute: datatype_of(attribute) for attribute in Attribute}
    return (_describe_node(node, source, base, datatypes) for node in nodes)


def _describe_node(node: Node, source: Source, base: str, datatypes: Mapping[Attribute, str]) -> Statements:
    types = _TYPES[node.type]
    if node.venue_kind is not None:
        types = [*types, AVG + node.venue_kind.value]
    statements: list[tuple[Iri, list[Value]]] = [(_TYPE, types), (_LABEL, [Literal(node.label)])]
    for attribute, values in node.attributes.items():
        if attribute is not Attribute.LINE:
            statements.append((_ATTRIBUTE_IRIS[attribute], _values(values, datatypes[attribute])))
    for relation, targets in node.edges.items():
        # Most relations lead to one node.
        iris: list[Value] = [base + targets[0]] if len(targets) == 1 else [base + target for target in targets]
        statements.append((_RELATION_IRIS[relation], iris))
    if node.type is NodeType.TASK:
        statements.append((SKOS + "inScheme", [base + task_scheme_id(source)]))
    return base + node.id, statements


def _describe_places(graph: Graph, base: str) -> Iterator[Statements]:
    """Yield the lines of each entry, then what else is read from which lines."""
    read_from: defaultdict[tuple[int, int], list[Value]] = defaultdict(list)
    for node in graph.nodes.values():
        if node.type is NodeType.ENTRY:
            places: list[Value] = [line_iri(graph.source, lines, base) for lines in node.lines]
            lines: list[Value] = [integer(int(line)) for line in node.values(Attribute.LINE)]
            statements = [(_ATTRIBUTE_IRIS[Attribute.LINE], lines), (_PRIMARY_SOURCE, places)]
            yield base + node.id, [(predicate, values) for predicate, values in statements if values]
        else:
            for place in node.lines:
                read_from[place].append(base + node.id)
    for place, nodes in sorted(read_from.items()):
        yield line_iri(graph.source, place, base), [(_SOURCE_OF, nodes)]


def _values(values: tuple[AttributeValue, ...], datatype: str) -> list[Value]:
    """Return the values, each once: two spellings of a web address can be one IRI."""
    if len(values) == 1:
        return [_value(values[0], datatype)]
    return list(dict.fromkeys([_value(value, datatype) for value in values]))


def _value(value: AttributeValue, datatype: str) -> Value:
    if datatype == "boolean":
        return Literal("true" if value else "false", datatype)
    text = str(value)
    if datatype == "string":
        return Literal(text)
    if datatype == WEB_ADDRESS:
        # An address that is none, such as javascript:, stays text and never becomes a link.
        return web_iri(text) or Literal(text)
    if datatype == "date":
        return Literal(text, date_datatype(text) or "string")
    return Literal(text, datatype)


def _materialized(statements: list[tuple[Iri, list[Value]]]) -> list[tuple[Iri, list[Value]]]:
    """Return statements with those that follow by the ontology's subclasses and subproperties."""
    ontology = load_ontology()
    entailed: dict[Iri, dict[Value, None]] = {}
    for predicate, values in statements:
        if predicate == _TYPE:
            above = [ancestor for each in values if isinstance(each, str) for ancestor in ontology.ancestors(each)]
            entailed.setdefault(predicate, {}).update(dict.fromkeys((*values, *sorted(set(above)))))
            continue
        for each in (predicate, *ontology.ancestors(predicate)):
            entailed.setdefault(each, {}).update(dict.fromkeys(values))
    return [(predicate, list(values)) for predicate, values in entailed.items()]


@cached_by_graph
def count_triples(graph: Graph) -> int:
    """Return how many triples `generate_triples` yields without materialisation; those of nodes are not made for it."""
    total = sum(len(values) for _, statements in _describe(graph, BASE_IRI, 0) for _, values in statements)
    for node in graph.nodes.values():
        total += len(_TYPES[node.type]) + (node.venue_kind is not None) + 1 + len(node.lines) + (node.type is NodeType.TASK)
        total += sum(map(len, node.attributes.values())) + sum(map(len, node.edges.values()))
        for attribute in () if _ADDRESSES.isdisjoint(node.attributes) else _ADDRESSES.intersection(node.attributes):
            urls = node.attributes[attribute]
            if len(urls) > 1:
                total -= len(urls) - len(_values(urls, WEB_ADDRESS))
    return total
