"""Turn the graph into rows of figures: counts, rankings, tasks by year, components."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from avgraph.model.disjoint_sets import DisjointSets
from avgraph.model.graph import Graph, Node
from avgraph.model.vocabulary import TASK_SEPARATOR, Attribute, IdentityStatus, NodeType, Relation

_LONGEST_SPAN = 200


@dataclass(frozen=True, slots=True)
class Ranked:
    """One row of a ranking."""

    label: str
    papers: int
    """Number of papers."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """What `avgraph stats` prints."""

    nodes: dict[str, int]
    """Number of nodes of each type."""
    edges: dict[str, int]
    """Number of edges of each type."""
    years: tuple[int, ...]
    """Every year from the first paper to the last."""
    papers_by_year: dict[int, int]
    authors: tuple[Ranked, ...]
    """Authors by papers, most first."""
    institutions: tuple[Ranked, ...]
    """Institutions by papers, most first."""
    venues: tuple[Ranked, ...]
    """Venues by papers, most first."""
    tasks: dict[str, dict[int, int]]
    """Papers of each task by year, subtasks not counted in; in the order of the heading tree."""
    papers_by_task: dict[str, int]
    """Papers of each task, also those without a year."""
    components: tuple[int, ...] | None
    """Sizes of the connected components of the co-author graph, largest first; None where they were not counted."""


def compute_statistics(graph: Graph, top: int = 10, *, marked: bool = False) -> Statistics:
    """Return the figures of a graph; rankings hold the `top` first rows, with `marked` also names that may be several people."""
    papers = graph.of_type(NodeType.PAPER)
    by_year = Counter(year for paper in papers if (year := year_of(paper)) is not None)
    tasks: defaultdict[str, Counter[int]] = defaultdict(Counter)
    by_task = Counter[str]()
    for paper in papers:
        for task in paper.targets(Relation.ADDRESSES_TASK):
            by_task[task] += 1
            year = year_of(paper)
            if year is not None:
                tasks[task][year] += 1
    types = Counter(node.type for node in graph.nodes.values())
    edges = Counter[str]()
    for node in graph.nodes.values():
        for relation, targets in node.edges.items():
            edges[relation.value] += len(targets)
    return Statistics(
        nodes={node_type.value: types[node_type] for node_type in NodeType},
        edges=dict(sorted(edges.items())),
        years=span_of_years(by_year),
        papers_by_year=dict(sorted(by_year.items())),
        authors=_rank(graph, papers, Relation.HAS_AUTHOR, top, marked=marked),
        institutions=_rank(graph, papers, Relation.LISTS_INSTITUTION, top, marked=marked),
        venues=_rank(graph, papers, Relation.PUBLISHED_IN, top, marked=marked),
        tasks={task_path(graph, task): dict(sorted(tasks[task].items())) for task in _in_tree_order(graph)},
        papers_by_task={task_path(graph, task): by_task[task] for task in _in_tree_order(graph)},
        components=sizes_of_components(
            [each for each in paper.targets(Relation.HAS_AUTHOR) if marked or not stands_for_several(graph.nodes[each])] for paper in papers
        ),
    )


def count_stated(graph: Graph) -> dict[str, int]:
    """Return how often the papers of a graph have what a list can state of them: authors, institutions, venues, years, headings."""
    papers = graph.of_type(NodeType.PAPER)
    relations = {
        "authors": Relation.HAS_AUTHOR, "institutions": Relation.LISTS_INSTITUTION, "venues": Relation.PUBLISHED_IN, "headings": Relation.ADDRESSES_TASK,
    }  # fmt: skip
    counts = {name: sum(relation in paper.edges for paper in papers) for name, relation in relations.items()}
    return {**counts, "years": sum(Attribute.YEAR in paper.attributes for paper in papers)}


def has_few_authors(graph: Graph) -> bool:
    """Tell whether there are papers, and less than a tenth of them has authors, so that who wrote with whom says nothing of the list."""
    papers = graph.of_type(NodeType.PAPER)
    return 10 * sum(Relation.HAS_AUTHOR in paper.edges for paper in papers) < len(papers)


def year_of(paper: Node) -> int | None:
    """Return the year of a paper, or None."""
    year = paper.value(Attribute.YEAR)
    return int(year) if year is not None else None


STANDS_FOR_SEVERAL = (IdentityStatus.BARE_UNIT, IdentityStatus.SEVERAL_PEOPLE)
"""What is said of a node that may be many organisations or people in one: it leads no ranking and ties nobody unless that is asked for."""


def stands_for_several(node: Node) -> bool:
    """Tell whether a node may be many organisations or people in one."""
    return node.value(Attribute.IDENTITY_STATUS) in STANDS_FOR_SEVERAL


def _rank(graph: Graph, papers: Iterable[Node], relation: Relation, top: int, *, marked: bool) -> tuple[Ranked, ...]:
    counts = Counter(target for paper in papers for target in paper.targets(relation))
    named = (item for item in counts.items() if marked or not stands_for_several(graph.nodes[item[0]]))
    first = sorted(named, key=lambda item: (-item[1], graph.nodes[item[0]].label, item[0]))[:top]
    return tuple(Ranked(graph.nodes[node].label, count) for node, count in first)


def task_path(graph: Graph, task: str) -> str:
    """Return a task's label after those above it, such as ``Cross-modal Perception > Cross-modal Retrieval``."""
    return TASK_SEPARATOR.join(labels_to_task(graph, task))


def labels_to_task(graph: Graph, task: str) -> list[str]:
    """Return the labels on the way to a task, the topmost first, its own last."""
    labels: list[str] = []
    above: str | None = task
    while above is not None:
        labels.insert(0, graph.nodes[above].label)
        above = next(iter(graph.nodes[above].targets(Relation.BROADER)), None)
    return labels


def with_subtasks(graph: Graph, task: str) -> list[str]:
    """Return the id of a task and of every task below it."""
    tasks = [task]
    for each in tasks:
        tasks += graph.sources_of(each, Relation.BROADER)
    return tasks


def _in_tree_order(graph: Graph) -> list[str]:
    """Return the ids of the tasks in the order of their headings in the list."""
    return [task.id for task in sorted(graph.of_type(NodeType.TASK), key=lambda task: (task.lines, task.id))]


def span_of_years(years: Collection[int]) -> tuple[int, ...]:
    """Return every year from the first to the last; where they lie too far apart for that, those that there are."""
    return tuple(range(min(years), max(years) + 1)) if years and max(years) - min(years) < _LONGEST_SPAN else tuple(sorted(years))


def sizes_of_components(papers: Iterable[Sequence[str]]) -> tuple[int, ...]:
    """Return the numbers of authors in each connected component of the co-author graph, largest first; `papers` holds the authors of each.

    >>> sizes_of_components([["a", "b"], ["b", "c"], ["d"]])
    (3, 1)
    """
    lists = list(papers)
    components = DisjointSets(author for authors in lists for author in authors)
    for authors in lists:
        for author in authors:
            components.join(author, authors[0])
    return tuple(sorted(map(len, components.sets().values()), reverse=True))
