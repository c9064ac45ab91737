"""Hold the data of a view: nodes of one kind, or of all, and what ties them, weighted and with the papers that say so."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Self

from avgraph.model.disjoint_sets import DisjointSets
from avgraph.model.entries import Source
from avgraph.model.graph import Graph


@dataclass(frozen=True, slots=True)
class ViewNode:
    """One node of a view."""

    id: str
    """The id of the entity in the graph."""
    type: str
    label: str
    papers: tuple[str, ...]
    """Ids of the papers it has to do with, sorted."""
    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True, slots=True)
class ViewEdge:
    """One tie of a view; undirected, `source` before `target`, but in the view of the typed graph."""

    source: str
    target: str
    type: str
    papers: tuple[str, ...]
    """Ids of the papers that make the tie, sorted; none in the view of the typed graph."""
    weight: float = 1.0
    """Number of papers, or of whatever the view counts."""
    fractional: float = 1.0
    """The sum of 1 / (n - 1) over the papers, n being the paper's authors (Newman 2001); else the weight."""
    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True, repr=False)
class ViewGraph:
    """A graph derived from the graph."""

    name: str
    title: str
    nodes: tuple[ViewNode, ...]
    """Sorted by id."""
    edges: tuple[ViewEdge, ...]
    """Sorted by source and target."""
    graph: Graph = field(repr=False, compare=False)
    """The graph it was derived from, which knows what its ids stand for."""
    is_directed: bool = False

    def __repr__(self) -> str:
        """Return a line with the name and the counts."""
        return f"<{type(self).__name__} {self.name!r} of {self.source.name!r}: {len(self.nodes):,} nodes, {len(self.edges):,} edges>"

    @property
    def source(self) -> Source:
        """The list it was made from."""
        return self.graph.source

    @cached_property
    def by_id(self) -> dict[str, ViewNode]:
        """The nodes by id."""
        return {node.id: node for node in self.nodes}

    def links(self) -> dict[str, list[str]]:
        """Return the neighbours of each node, whichever direction edges lead."""
        neighbours: dict[str, list[str]] = {node.id: [] for node in self.nodes}
        for edge in self.edges:
            neighbours[edge.source].append(edge.target)
            neighbours[edge.target].append(edge.source)
        return neighbours

    def keep(self, ids: set[str]) -> Self:
        """Return the view of some of the nodes and the edges between them."""
        nodes = tuple(node for node in self.nodes if node.id in ids)
        edges = tuple(edge for edge in self.edges if edge.source in ids and edge.target in ids)
        return replace(self, nodes=nodes, edges=edges)

    def keep_stronger(self, least_weight: float = 1.0, least_papers: int = 1) -> Self:
        """Return the view without edges lighter than `least_weight` and nodes of fewer than `least_papers` papers."""
        narrowed = self.keep({node.id for node in self.nodes if len(node.papers) >= least_papers})
        return replace(narrowed, edges=tuple(edge for edge in narrowed.edges if edge.weight >= least_weight))

    def components(self) -> tuple[tuple[str, ...], ...]:
        """Return the ids of the nodes of each connected component, the largest first, then by their first id."""
        components = DisjointSets(node.id for node in self.nodes)
        for edge in self.edges:
            components.join(edge.source, edge.target)
        members = (tuple(sorted(ids)) for ids in components.sets().values())
        return tuple(sorted(members, key=lambda component: (-len(component), component[0])))
