"""Project the graph onto co-authors, institutions or tasks, or take it as it is."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import combinations

from avgraph.errors import FilterError
from avgraph.model.graph import Graph, Node
from avgraph.model.vocabulary import NodeType, Relation
from avgraph.views.filters import Filters
from avgraph.views.find import find_entities
from avgraph.views.narrowing import narrow, neighbourhood
from avgraph.views.related import MOST_TOGETHER
from avgraph.views.statistics import stands_for_several, task_path, year_of
from avgraph.views.view import ViewEdge, ViewGraph, ViewNode


def view_coauthors(graph: Graph, *, marked: bool = False) -> ViewGraph:
    """Return the authors, tied where they wrote a paper together; those who may be several people only where `marked` ones are wanted.

    The weight counts papers; the fractional weight gives each paper 1 / (n - 1) (Newman, Scientific
    collaboration networks, II, 2001).
    """
    return _project(graph, "coauthors", "Co-authors", NodeType.AUTHOR, Relation.HAS_AUTHOR, "coauthorOf", marked=marked)


def view_institutions(graph: Graph, *, marked: bool = False) -> ViewGraph:
    """Return the institutions, tied where one paper lists both; the weight counts papers."""
    title, relation = "Institutions that work together", Relation.LISTS_INSTITUTION
    return _project(graph, "institutions", title, NodeType.INSTITUTION, relation, "collaboratesWith", marked=marked)


def view_tasks(graph: Graph, *, marked: bool = False) -> ViewGraph:
    """Return the tasks with papers, tied where they share papers or authors; the weight counts both."""
    papers_of: defaultdict[str, set[str]] = defaultdict(set)
    tasks_of: defaultdict[str, set[str]] = defaultdict(set)
    years: dict[str, int | None] = {}
    for paper in graph.of_type(NodeType.PAPER):
        years[paper.id] = year_of(paper)
        tasks = paper.targets(Relation.ADDRESSES_TASK)
        for task in tasks:
            papers_of[task].add(paper.id)
        authors = [each for each in paper.targets(Relation.HAS_AUTHOR) if marked or not stands_for_several(graph.nodes[each])]
        for member in (paper.id, *authors) if len(tasks) <= MOST_TOGETHER else ():
            tasks_of[member].update(tasks)
    shared: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for member, together in sorted(tasks_of.items()):
        for pair in combinations(sorted(together), 2) if len(together) <= MOST_TOGETHER else ():
            shared[pair].append(member)
    nodes = [_node(graph.nodes[task], papers, years, task_path(graph, task)) for task, papers in papers_of.items()]
    edges = []
    for (a, b), members in sorted(shared.items()):
        papers = tuple(member for member in members if member in years)
        edges.append(ViewEdge(a, b, "sharesAuthorsWith", papers, float(len(members)), float(len(members))))
    return ViewGraph("tasks", "Tasks that share authors and papers", tuple(sorted(nodes, key=lambda node: node.id)), tuple(edges), graph)


_DRAWN = (NodeType.PAPER, NodeType.AUTHOR, NodeType.INSTITUTION, NodeType.TASK, NodeType.DATASET, NodeType.VENUE)


def view_knowledge(graph: Graph, *, marked: bool = True) -> ViewGraph:  # noqa: ARG001  (all relations are shown)
    """Return the typed graph: papers, authors, institutions, tasks, datasets and venues with their relations.

    Authorships and entries, which say how and where something is stated, are left out.
    """
    years = {paper.id: year_of(paper) for paper in graph.of_type(NodeType.PAPER)}
    papers_of: defaultdict[str, set[str]] = defaultdict(set)
    drawn = {node.id for node in graph.nodes.values() if node.type in _DRAWN}
    edges = []
    for edge in graph.edges():
        if edge.source in drawn and edge.target in drawn:
            edges.append(ViewEdge(edge.source, edge.target, edge.type.value, ()))
            if edge.source in years:
                papers_of[edge.target].add(edge.source)
    nodes = [_node(graph.nodes[each], papers_of[each] | ({each} if each in years else set()), years) for each in sorted(drawn)]
    return ViewGraph("knowledge", "Knowledge graph", tuple(nodes), tuple(edges), graph, is_directed=True)


VIEWS: dict[str, Callable[..., ViewGraph]] = {
    "coauthors": view_coauthors,
    "institutions": view_institutions,
    "tasks": view_tasks,
    "knowledge": view_knowledge,
}
"""Every view by its name."""


def build_view(graph: Graph, name: str, filters: Filters | None = None) -> ViewGraph:
    """Return a view of the part of the graph that fits the filters; `ego` and its hops are those of the view.

    Raises FilterError for a view that is not there, UnknownEntityError for a name that no entity has.
    """
    if name not in VIEWS:
        raise FilterError(f"no view {name!r}; views are {', '.join(VIEWS)}")
    filters = filters or Filters()
    view = VIEWS[name](narrow(graph, filters), marked=filters.marked)
    if filters.ego is None:
        return view
    start = {node.id for node in find_entities(graph, filters.ego)} & set(view.by_id)
    if not start:
        raise FilterError(f"{filters.ego!r} is in the graph, but not in the view {name!r} with these filters")
    return view.keep(neighbourhood(view.links(), start, filters.hops))


def _project(graph: Graph, name: str, title: str, kind: NodeType, relation: Relation, tie: str, *, marked: bool) -> ViewGraph:
    papers_of: defaultdict[str, set[str]] = defaultdict(set)
    together: defaultdict[tuple[str, str], list[tuple[str, float]]] = defaultdict(list)
    years: dict[str, int | None] = {}
    for paper in graph.of_type(NodeType.PAPER):
        years[paper.id] = year_of(paper)
        members = sorted(paper.targets(relation))
        for member in members:
            papers_of[member].add(paper.id)
        members = [member for member in members if marked or not stands_for_several(graph.nodes[member])]
        if 1 < len(members) <= MOST_TOGETHER:
            for pair in combinations(members, 2):
                together[pair].append((paper.id, 1 / (len(members) - 1)))
    nodes = tuple(_node(node, papers_of[node.id], years) for node in graph.of_type(kind))
    edges = []
    for (a, b), shares in sorted(together.items()):
        spanned = [year for paper, _ in shares if (year := years[paper]) is not None]
        fractional = round(sum(share for _, share in shares), 6)
        papers = tuple(sorted(paper for paper, _ in shares))
        edges.append(ViewEdge(a, b, tie, papers, float(len(shares)), fractional, min(spanned, default=None), max(spanned, default=None)))
    return ViewGraph(name, title, nodes, tuple(edges), graph)


def _node(node: Node, papers: Iterable[str], years: Mapping[str, int | None], label: str | None = None) -> ViewNode:
    paper_ids = tuple(sorted(papers))
    spanned = [year for paper in paper_ids if (year := years.get(paper)) is not None]
    return ViewNode(node.id, node.type.value, label or node.label, paper_ids, min(spanned, default=None), max(spanned, default=None))
