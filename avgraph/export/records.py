"""Turn nodes and edges into flat records, the same for GraphML, GEXF and CSV."""

from collections.abc import Iterator

from avgraph.model.entries import Source
from avgraph.model.graph import Graph, Node, Value
from avgraph.model.ontology import datatype_of, is_single
from avgraph.model.vocabulary import BASE_IRI, Attribute, Relation

Scalar = str | int | float | bool
_NUMBERS: dict[str, type[int] | type[float]] = {"integer": int, "decimal": float}
SEPARATOR = " | "
"""Between the values of an attribute that has several."""

CERTAINTY = {Relation.LISTS_INSTITUTION: "stated", Relation.AFFILIATED_WITH: "entailed", Relation.CANDIDATE_AFFILIATION: "possible"}
"""How sure an edge to an institution is: said by an entry, following from it, or one of several that an author may belong to."""


def node_record(node: Node, source: Source, base: str = BASE_IRI) -> dict[str, Scalar]:
    """Return a node as one row: ``id`` (its IRI), ``type``, ``label``, then its attributes by name."""
    record: dict[str, Scalar] = {"id": base + node.id, "type": node.type.value, "label": node.label}
    if node.venue_kind is not None:
        record["kind"] = node.venue_kind.value
    for attribute, values in node.attributes.items():
        record[attribute.value] = _scalar(attribute, values)
    if node.lines:
        record["source"] = source.name
        record["lines"] = SEPARATOR.join(f"{first}-{last}" for first, last in node.lines)
    return record


def _scalar(attribute: Attribute, values: tuple[Value, ...]) -> Scalar:
    # Numbers stay numbers for every tool, so of an attribute that has one number at most no list is made.
    number = _NUMBERS.get(datatype_of(attribute))
    if number is not None and is_single(attribute):
        return number(values[0])
    return values[0] if len(values) == 1 and number is None else SEPARATOR.join(map(str, values))


def edge_records(graph: Graph, base: str = BASE_IRI) -> Iterator[dict[str, str]]:
    """Yield every edge as one row: ``source``, ``target`` (IRIs) and ``type``, sorted.

    Edges to institutions have a ``certainty`` as well: see `CERTAINTY`.
    """
    for edge in graph.edges():
        record = {"source": base + edge.source, "target": base + edge.target, "type": edge.type.value}
        certainty = CERTAINTY.get(edge.type)
        if certainty is not None:
            record["certainty"] = certainty
        yield record


def record_columns() -> tuple[str, ...]:
    """Return the columns that node records can have, in their order."""
    return ("id", "type", "label", "kind", *(attribute.value for attribute in Attribute), "source", "lines")
