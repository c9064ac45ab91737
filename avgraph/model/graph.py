"""Hold the graph: nodes with their attributes and edges, checked against the ontology, frozen when handed out."""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from functools import cache, cached_property, wraps
from operator import attrgetter
from typing import NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from avgraph.errors import OntologyError
from avgraph.model.entries import Source
from avgraph.model.hierarchy import hierarchy_problem
from avgraph.model.ontology import load_ontology
from avgraph.model.vocabulary import AVG, NAME_ATTRIBUTES, Attribute, NodeType, Relation, VenueKind

_Result = TypeVar("_Result")
PAPER_RELATIONS = (
    Relation.HAS_AUTHOR,
    Relation.HAS_AUTHORSHIP,
    Relation.LISTS_INSTITUTION,
    Relation.ADDRESSES_TASK,
    Relation.PUBLISHED_IN,
    Relation.INTRODUCES_DATASET,
    Relation.MENTIONS_DATASET,
    Relation.HAS_ENTRY,
)
"""What leads from a paper to what belongs to it."""
RELATIONS_TO = {
    NodeType.VENUE: (Relation.PUBLISHED_IN,),
    NodeType.INSTITUTION: (Relation.LISTS_INSTITUTION,),
    NodeType.TASK: (Relation.ADDRESSES_TASK,),
    NodeType.DATASET: (Relation.INTRODUCES_DATASET, Relation.MENTIONS_DATASET),
    NodeType.AUTHOR: (Relation.HAS_AUTHOR,),
}
"""What leads from a paper to entities of a type."""
Value = str | int | bool
"""The value of an attribute; decimals are numerals in a string."""


class Node(NamedTuple):
    """One node with everything that leads away from it; a tuple, as there are hundreds of thousands."""

    id: str
    """Kind and readable name, such as ``author/di_hu``; depends on content alone."""
    type: NodeType
    label: str
    attributes: Mapping[Attribute, tuple[Value, ...]]
    """Values per attribute, in a fixed order."""
    edges: Mapping[Relation, tuple[str, ...]]
    """Ids of the target nodes per relation, in a fixed order."""
    lines: tuple[tuple[int, int], ...] = ()
    """First and last line of each place in the source that the node itself is read from."""
    venue_kind: VenueKind | None = None

    @property
    def names(self) -> list[str]:
        """What it is called, in all its forms, the main ones first."""
        return [str(value) for attribute in NAME_ATTRIBUTES for value in self.values(attribute)]

    def value(self, attribute: Attribute) -> Value | None:
        """Return the first value of an attribute, or None."""
        values = self.attributes.get(attribute)
        return values[0] if values else None

    def values(self, attribute: Attribute) -> tuple[Value, ...]:
        """Return the values of an attribute."""
        return self.attributes.get(attribute, ())

    def targets(self, relation: Relation) -> tuple[str, ...]:
        """Return the ids of the nodes to which a relation leads."""
        return self.edges.get(relation, ())


def edges_within(node: Node, ids: Container[str]) -> Node:
    """Return a node with those of its edges alone that lead to nodes with these ids."""
    edges = {relation: tuple(target for target in targets if target in ids) for relation, targets in node.edges.items()}
    return node._replace(edges={relation: targets for relation, targets in edges.items() if targets})


class Edge(NamedTuple):
    """One typed relation between two nodes."""

    source: str
    type: Relation
    target: str


class Graph:
    """All nodes of one reading list by id, sorted, with the source they come from.

    Raises OntologyError where two nodes share an id, a node has an attribute or edge that the ontology does not allow, an
    edge leads to no node, or a task or organisation lies above itself or too deep.
    """

    def __init__(self, source: Source, nodes: Iterator[Node] | list[Node]) -> None:
        """Take the nodes, in any order, and check them."""
        self.source = source
        self._nodes: dict[str, Node] = {}
        for node in sorted(nodes, key=attrgetter("id")):
            if node.id in self._nodes:
                raise OntologyError(f"{node.id}: two nodes have this id, {self._nodes[node.id].label!r} and {node.label!r}")
            self._nodes[node.id] = node
        types = {node_id: node.type for node_id, node in self._nodes.items()}
        for node in self._nodes.values():
            _check(node, types)
        for relation in (Relation.BROADER, Relation.SUB_ORGANIZATION_OF):
            problem = hierarchy_problem({node.id: node.edges[relation] for node in self._nodes.values() if relation in node.edges})
            if problem:
                raise OntologyError(f"{relation}: {problem}")

    @property
    def nodes(self) -> Mapping[str, Node]:
        """The nodes by id, in the order of their ids."""
        return self._nodes

    def __len__(self) -> int:
        """Return the number of nodes."""
        return len(self._nodes)

    def of_type(self, node_type: NodeType) -> list[Node]:
        """Return the nodes of one type, in the order of their ids."""
        return [node for node in self._nodes.values() if node.type is node_type]

    def edges(self) -> Iterator[Edge]:
        """Yield every edge, sorted by source, then in the order of the relations."""
        for node in self._nodes.values():
            for relation, targets in node.edges.items():
                for target in targets:
                    yield Edge(node.id, relation, target)

    @cached_property
    def sources(self) -> Mapping[str, Mapping[Relation, Sequence[str]]]:
        """The ids of the nodes from which a relation leads to a node, sorted, by the id of that node and the relation."""
        sources: dict[str, dict[Relation, list[str]]] = {}
        for node in self._nodes.values():
            for relation, targets in node.edges.items():
                for target in dict.fromkeys(targets):
                    sources.setdefault(target, {}).setdefault(relation, []).append(node.id)
        return sources

    def sources_of(self, target: str, relation: Relation) -> Sequence[str]:
        """Return the ids of the nodes from which a relation leads to a node, sorted."""
        return self.sources.get(target, {}).get(relation, ())

    def edge_count(self) -> int:
        """Return the number of edges."""
        return sum(sum(map(len, node.edges.values())) for node in self._nodes.values())


def cached_by_graph(compute: Callable[[Graph], _Result]) -> Callable[[Graph], _Result]:
    """Return a function whose results, which must not hold their graph, are cached for as long as the graph is there."""
    results: WeakKeyDictionary[Graph, _Result] = WeakKeyDictionary()

    @wraps(compute)
    def look_up(graph: Graph) -> _Result:
        if graph not in results:
            results[graph] = compute(graph)
        return results[graph]

    return look_up


@cache
def _allowed_targets(source: NodeType, relation: Relation) -> frozenset[NodeType]:
    ontology = load_ontology()
    return frozenset(each for each in NodeType if ontology.allows(AVG + source.value, relation.iri, AVG + each.value))


@cache
def _allowed_attributes(source: NodeType) -> frozenset[Attribute]:
    ontology = load_ontology()
    return frozenset(each for each in Attribute if ontology.has_attribute(AVG + source.value, each.iri))


def _check(node: Node, types: Mapping[str, NodeType]) -> None:
    """Raise OntologyError where a node has an attribute or an edge that the ontology does not allow, or an edge leads to none of `types`."""
    if not node.attributes.keys() <= _allowed_attributes(node.type):
        attribute = next(each for each in node.attributes if each not in _allowed_attributes(node.type))
        raise OntologyError(f"{node.id}: the ontology gives a {node.type} no {attribute}")
    for relation, targets in node.edges.items():
        allowed = _allowed_targets(node.type, relation)
        for target in targets:
            target_type = types.get(target)
            if target_type is None:
                raise OntologyError(f"{node.id}: {relation} leads to {target}, which is no node")
            if target_type not in allowed:
                raise OntologyError(f"{node.id}: the ontology does not let {relation} lead from a {node.type} to a {target_type}")
