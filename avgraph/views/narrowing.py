"""Narrow a graph to the papers that are asked for, and what belongs to them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from avgraph.model.graph import PAPER_RELATIONS, Graph, Node, edges_within
from avgraph.model.vocabulary import NodeType, Relation
from avgraph.views.filters import Filters
from avgraph.views.find import find_entities
from avgraph.views.statistics import with_subtasks, year_of


def narrow(graph: Graph, filters: Filters) -> Graph:
    """Return the graph of the papers that fit, with their authors, institutions, tasks, venues, datasets and entries.

    `ego` is left to `neighbourhood`, since its steps are those of the graph that is looked at. Raises
    UnknownEntityError for a name that no entity of the kind has.
    """
    if replace(filters, ego=None, hops=1).is_empty:
        return graph
    wanted: list[tuple[Relation, set[str]]] = []
    for name, kind, relation in (
        (filters.task, NodeType.TASK, Relation.ADDRESSES_TASK),
        (filters.venue, NodeType.VENUE, Relation.PUBLISHED_IN),
        (filters.institution, NodeType.INSTITUTION, Relation.LISTS_INSTITUTION),
        (filters.author, NodeType.AUTHOR, Relation.HAS_AUTHOR),
    ):
        if name is not None:
            found = {node.id for node in find_entities(graph, name, kinds=(kind,))}
            wanted.append((relation, {task for each in found for task in with_subtasks(graph, each)} if kind is NodeType.TASK else found))
    first, last = filters.years
    papers = []
    for paper in graph.of_type(NodeType.PAPER):
        year = year_of(paper)
        if first is not None and (year is None or year < first):
            continue
        if last is not None and (year is None or year > last):
            continue
        if all(ids.intersection(paper.edges.get(relation, ())) for relation, ids in wanted):
            papers.append(paper)
    return _keep(graph, _belonging(graph, papers, filters.min_papers))


def _belonging(graph: Graph, papers: Iterable[Node], min_papers: int) -> set[str]:
    """Return the ids of papers and everything that belongs to them."""
    kept: set[str] = set()
    counts: Counter[str] = Counter()
    for paper in papers:
        kept.add(paper.id)
        for relation in PAPER_RELATIONS:
            targets = paper.edges.get(relation, ())
            kept.update(targets)
            if relation in (Relation.HAS_AUTHOR, Relation.LISTS_INSTITUTION):
                counts.update(targets)
    rare = {node for node, count in counts.items() if count < min_papers}
    kept -= rare
    kept -= {
        ship
        for ship in kept
        if graph.nodes[ship].type is NodeType.AUTHORSHIP and rare.intersection(graph.nodes[ship].edges[Relation.AUTHOR])
    }
    waiting = list(kept)
    while waiting:
        node = graph.nodes[waiting.pop()]
        for above in (*node.edges.get(Relation.BROADER, ()), *node.edges.get(Relation.SUB_ORGANIZATION_OF, ())):
            if above not in kept and above not in rare:
                kept.add(above)
                waiting.append(above)
    return kept


def _keep(graph: Graph, kept: set[str]) -> Graph:
    """Return the graph of the kept nodes and the edges between them."""
    nodes = [edges_within(graph.nodes[identifier], kept) for identifier in sorted(kept)]
    return Graph(replace(graph.source, is_part=True), nodes)


def neighbourhood(links: Mapping[str, Iterable[str]], start: Iterable[str], hops: int) -> set[str]:
    """Return what can be reached from `start` in at most `hops` steps; `links` holds the neighbours of each node.

    >>> sorted(neighbourhood({"a": ["b"], "b": ["a", "c"], "c": ["b"]}, ["a"], 1))
    ['a', 'b']
    """
    reached = set(start)
    edge = reached
    for _ in range(hops):
        edge = {other for node in edge for other in links.get(node, ())} - reached
        reached = reached | edge
    return reached


def narrow_to_ego(graph: Graph, name: str, hops: int) -> Graph:
    """Return the part of the graph within `hops` steps of the entity called `name`, in whichever direction edges lead."""
    links: defaultdict[str, list[str]] = defaultdict(list)
    for edge in graph.edges():
        links[edge.source].append(edge.target)
        links[edge.target].append(edge.source)
    return _keep(graph, neighbourhood(links, [node.id for node in find_entities(graph, name)], hops))
