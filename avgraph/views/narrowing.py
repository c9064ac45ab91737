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
    if filters.is_ego_only:
        return graph
    wanted: list[tuple[Relation, set[str]]] = []
    for name, node_type, relation in filters.entities():
        ids = {node.id for node in find_entities(graph, name, kinds=(node_type,))}
        wanted.append((relation, {task for each in ids for task in with_subtasks(graph, each)} if node_type is NodeType.TASK else ids))
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
    return _part(graph, _belonging(graph, papers, filters.min_papers))


def _belonging(graph: Graph, papers: Iterable[Node], min_papers: int) -> set[str]:
    """Return the ids of papers and everything that belongs to them."""
    ids: set[str] = set()
    counts: Counter[str] = Counter()
    for paper in papers:
        ids.add(paper.id)
        for relation in PAPER_RELATIONS:
            targets = paper.edges.get(relation, ())
            ids.update(targets)
            if relation in (Relation.HAS_AUTHOR, Relation.LISTS_INSTITUTION):
                counts.update(targets)
    rare = {node for node, count in counts.items() if count < min_papers}
    ids -= rare
    authorships = {node for node in ids if graph.nodes[node].type is NodeType.AUTHORSHIP}
    ids -= {node for node in authorships if rare.intersection(graph.nodes[node].edges[Relation.AUTHOR])}
    waiting = list(ids)
    while waiting:
        node = graph.nodes[waiting.pop()]
        for above in (*node.edges.get(Relation.BROADER, ()), *node.edges.get(Relation.SUB_ORGANIZATION_OF, ())):
            if above not in ids and above not in rare:
                ids.add(above)
                waiting.append(above)
    return ids


def _part(graph: Graph, ids: set[str]) -> Graph:
    """Return the graph of some nodes and the edges between them."""
    nodes = [edges_within(graph.nodes[node], ids) for node in sorted(ids)]
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
    return _part(graph, neighbourhood(links, [node.id for node in find_entities(graph, name)], hops))
