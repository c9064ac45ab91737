"""Narrow a graph to the papers that are asked for, and what belongs to them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from avgraph.errors import FilterError
from avgraph.model.graph import PAPER_RELATIONS, Graph, Node, edges_within
from avgraph.model.vocabulary import NodeType, Relation
from avgraph.views.filters import Filters, Years
from avgraph.views.find import find_entities
from avgraph.views.statistics import with_subtasks, year_of


def narrow(graph: Graph, filters: Filters) -> Graph:
    """Return the graph of the papers that fit, with their authors, institutions, tasks, venues, datasets and entries.

    `ego` is left to `neighbourhood`, since its steps are those of the graph that is looked at. Raises
    UnknownEntityError for a name that no entity of the kind has, FilterError where no paper fits, with what there is.
    """
    if filters.keeps_all_papers:
        return graph
    wanted: list[tuple[Relation, set[str]]] = []
    for name, node_type, relation in filters.entities():
        ids = {node.id for node in find_entities(graph, name, kinds=(node_type,))}
        wanted.append((relation, {task for each in ids for task in with_subtasks(graph, each)} if node_type is NodeType.TASK else ids))
    papers = [paper for paper in graph.of_type(NodeType.PAPER) if _fits_years(paper, filters.years) and _fits_entities(paper, wanted)]
    if not papers:
        raise FilterError(_why_nothing_fits(graph, filters, wanted))
    return _part(graph, _ids_reached_from(graph, papers, filters.min_papers))


def _fits_years(paper: Node, years: Years) -> bool:
    year = year_of(paper)
    first, last = years
    return (first is None or (year is not None and year >= first)) and (last is None or (year is not None and year <= last))


def _fits_entities(paper: Node, wanted: Iterable[tuple[Relation, set[str]]]) -> bool:
    return all(ids.intersection(paper.targets(relation)) for relation, ids in wanted)


def _why_nothing_fits(graph: Graph, filters: Filters, wanted: Sequence[tuple[Relation, set[str]]]) -> str:
    """Return what there is instead: the years of the papers that fit the rest, or how many papers fit each filter alone."""
    papers = graph.of_type(NodeType.PAPER)
    rest = [paper for paper in papers if _fits_entities(paper, wanted)]
    years = sorted({year for paper in rest if (year := year_of(paper)) is not None})
    if years and filters.years != (None, None):
        return f"no paper of these years fits; those that fit the other filters are of {years[0]} to {years[-1]}"
    names = [name for name, _, _ in filters.entities()]
    alone = [sum(_fits_entities(paper, [each]) for paper in papers) for each in wanted]
    counts = ", ".join(f"{count:,} fit {name!r} alone" for name, count in zip(names, alone, strict=True))
    return f"no paper fits all filters; {counts or f'there are {len(papers):,} papers'}"


def _ids_reached_from(graph: Graph, papers: Iterable[Node], min_papers: int) -> set[str]:
    """Return the ids of papers and everything that belongs to them."""
    ids: set[str] = set()
    counts: Counter[str] = Counter()
    for paper in papers:
        ids.add(paper.id)
        for relation in PAPER_RELATIONS:
            targets = paper.targets(relation)
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
        for above in (*node.targets(Relation.BROADER), *node.targets(Relation.SUB_ORGANIZATION_OF)):
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
