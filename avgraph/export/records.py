"""Turn the graph and its views into flat records, the same for GraphML, GEXF, CSV and networkx."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from avgraph.explorer.arrangement import arrange
from avgraph.explorer.palette import colour_of, radius_of
from avgraph.model.entries import Source
from avgraph.model.graph import Graph, Node, Value, cached_by_graph
from avgraph.model.ontology import datatype_of, is_single
from avgraph.model.vocabulary import BASE_IRI, Attribute, NodeType, Relation
from avgraph.views.statistics import year_of
from avgraph.views.view import ViewEdge, ViewGraph, ViewNode

Scalar = str | int | float | bool
Record = dict[str, Scalar]
_NUMBERS: dict[str, type[int] | type[float]] = {"integer": int, "decimal": float}
SEPARATOR = " | "
"""Between the values of an attribute that has several."""

_CERTAINTY = {
    Relation.LISTS_INSTITUTION: "stated",
    Relation.STATED_AFFILIATION: "stated",
    Relation.AFFILIATED_WITH: "entailed",
    Relation.CANDIDATE_AFFILIATION: "possible",
}
"""How sure an edge to an institution is: said by an entry, following from it, or one of several that an author may belong to."""


@cached_by_graph
def stated_affiliations(graph: Graph) -> frozenset[tuple[str, str]]:
    """Return the authors and institutions that entries tie to each other, once for all files of a folder."""
    return frozenset(
        (author, institution)
        for authorship in graph.nodes.values()
        for institution in authorship.targets(Relation.STATED_AFFILIATION)
        for author in authorship.targets(Relation.AUTHOR)
    )


def certainty_of(source: str, relation: Relation, target: str, stated: Container[tuple[str, str]]) -> str | None:
    """Return how sure an edge is, None for one that leads to no institution; `stated` are the pairs of `stated_affiliations`.

    >>> certainty_of("author/a", Relation.AFFILIATED_WITH, "institution/b", ())
    'entailed'
    """
    return "stated" if relation is Relation.AFFILIATED_WITH and (source, target) in stated else _CERTAINTY.get(relation)


@dataclass(frozen=True, slots=True)
class Network:
    """The nodes and edges of the graph or of a view as records, sorted."""

    name: str
    title: str
    is_directed: bool
    nodes: list[Record]
    """Each with ``id`` (its IRI), ``type`` and ``label``; those of a view with ``x``, ``y``, ``size`` and ``color``."""
    edges: list[Record]
    """Each with ``source``, ``target`` (IRIs) and ``type``; those of a view with ``weight``."""
    node_years: list[tuple[int, ...]]
    """The years in which each node is there, sorted; none for one that is always there."""
    edge_years: list[tuple[int, ...]]


def graph_network(graph: Graph, base: str = BASE_IRI) -> Network:
    """Return the records of the graph; papers and datasets are there in their year."""
    years: list[tuple[int, ...]] = [(year,) if (year := year_of(node)) is not None else () for node in graph.nodes.values()]
    nodes = [node_record(node, graph.source, base) for node in graph.nodes.values()]
    edges: list[Record] = [{**edge} for edge in edge_records(graph, base)]
    return Network(graph.source.name, graph.source.title, True, nodes, edges, years, [()] * len(edges))


def view_network(view: ViewGraph, base: str = BASE_IRI) -> Network:
    """Return the records of a view; nodes and edges are there in the years of their papers."""
    arrangement = arrange(view)
    community_of = {member: number for number, community in enumerate(arrangement.communities) for member in community.members}
    has_types = len({node.type for node in view.nodes}) > 1
    nodes: list[Record] = []
    for node in view.nodes:
        community = community_of[node.id]
        x, y = arrangement.places[node.id]
        record: Record = {"id": base + node.id, "type": node.type, "label": node.label, "papers": len(node.papers)}
        record |= _years(node) | {"community": community, "communityName": arrangement.communities[community].name}
        record |= _facts(view.graph.nodes[node.id], view.graph)
        record |= {"x": x, "y": y, "size": round(radius_of(len(node.papers)), 1), "color": colour_of(node.type if has_types else community)}
        nodes.append(record)
    edges = [_view_edge_record(edge, base) for edge in view.edges]
    node_years = [_years_of(view.graph, node.papers) for node in view.nodes]
    edge_years = [_years_of(view.graph, edge.papers or (edge.source,)) for edge in view.edges]
    return Network(view.name, view.title, view.is_directed, nodes, edges, node_years, edge_years)


def _view_edge_record(edge: ViewEdge, base: str) -> Record:
    record: Record = {"source": base + edge.source, "target": base + edge.target, "type": edge.type}
    record |= {"weight": edge.weight, "fractional": edge.fractional} | _years(edge)
    return record | ({"papers": SEPARATOR.join(base + paper for paper in edge.papers)} if edge.papers else {})


def _years(item: ViewNode | ViewEdge) -> Record:
    years = {"firstYear": item.first_year, "lastYear": item.last_year}
    return {name: year for name, year in years.items() if year is not None}


def _years_of(graph: Graph, papers: Iterable[str]) -> tuple[int, ...]:
    years = (year_of(graph.nodes[paper]) for paper in papers if graph.nodes[paper].type is NodeType.PAPER)
    return tuple(sorted({year for year in years if year is not None}))


def _facts(node: Node, graph: Graph) -> Record:
    """Return country and sector of an institution, or of those that an author belongs to for certain."""
    places = [node] if node.type is NodeType.INSTITUTION else [graph.nodes[each] for each in node.targets(Relation.AFFILIATED_WITH)]
    facts = {
        attribute.value: sorted({str(value) for place in places for value in place.values(attribute)})
        for attribute in (Attribute.COUNTRY, Attribute.SECTOR)
    }
    return {name: SEPARATOR.join(values) for name, values in facts.items() if values}


def node_record(node: Node, source: Source, base: str = BASE_IRI) -> Record:
    """Return a node as one row: ``id`` (its IRI), ``type``, ``label``, then its attributes by name."""
    record: Record = {"id": base + node.id, "type": node.type.value, "label": node.label}
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


def edge_records(graph: Graph, base: str = BASE_IRI) -> Iterator[Mapping[str, str]]:
    """Yield every edge as one row: ``source``, ``target`` (IRIs) and ``type``, sorted.

    Edges to institutions have a ``certainty`` as well: see `certainty_of`.
    """
    stated = stated_affiliations(graph)
    for node in graph.nodes.values():
        source = base + node.id
        for relation, targets in node.edges.items():
            for target in targets:
                record = {"source": source, "target": base + target, "type": relation.value}
                certainty = certainty_of(node.id, relation, target, stated)
                if certainty is not None:
                    record["certainty"] = certainty
                yield record


def record_columns() -> tuple[str, ...]:
    """Return the columns that records of the graph's nodes can have, in their order."""
    return ("id", "type", "label", "kind", *(attribute.value for attribute in Attribute), "source", "lines")


def used_columns(records: Iterable[Mapping[str, Scalar]], order: Iterable[str]) -> list[str]:
    """Return those columns that some record has, in their order."""
    used = {column for record in records for column in record}
    return [column for column in order if column in used]
