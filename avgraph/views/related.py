"""Tell which tasks stand close to a task: those that share papers or people with it, and those beside it."""

from collections import Counter, defaultdict

from avgraph.model.graph import Graph
from avgraph.model.vocabulary import NodeType, Relation
from avgraph.views.statistics import stands_for_several, with_subtasks

MOST_TOGETHER = 100
"""Most authors or institutions of one paper, and most tasks of one paper or author, that are tied to each other; more say little of each pair."""


def count_shared(graph: Graph, task: str) -> list[tuple[str, int]]:
    """Return the tasks that share papers or authors with a task, and how many of both, the most first.

    What the view of the tasks ties is counted; the task's own subtasks, and what it is a part of, are left out.
    """
    tasks_of: defaultdict[str, set[str]] = defaultdict(set)
    for paper in graph.of_type(NodeType.PAPER):
        tasks = paper.edges.get(Relation.ADDRESSES_TASK, ())
        authors = (each for each in paper.edges.get(Relation.HAS_AUTHOR, ()) if not stands_for_several(graph.nodes[each]))
        for member in (paper.id, *authors) if len(tasks) <= MOST_TOGETHER else ():
            tasks_of[member].update(tasks)
    shared = Counter(each for tasks in tasks_of.values() if task in tasks and len(tasks) <= MOST_TOGETHER for each in tasks)
    for each in (*with_subtasks(graph, task), *_above(graph, task)):
        del shared[each]
    return sorted(shared.items(), key=lambda item: (-item[1], graph.nodes[item[0]].label, item[0]))


def list_siblings(graph: Graph, task: str) -> list[str]:
    """Return the other tasks that are a part of the same task, by label."""
    above = set(graph.nodes[task].edges.get(Relation.BROADER, ()))
    beside = (
        each for each in graph.of_type(NodeType.TASK) if each.id != task and not above.isdisjoint(each.edges.get(Relation.BROADER, ()))
    )
    return [each.id for each in sorted(beside, key=lambda each: (each.label, each.id))]


def _above(graph: Graph, task: str) -> list[str]:
    tasks = [task]
    for each in tasks:
        tasks += graph.nodes[each].edges.get(Relation.BROADER, ())
    return tasks[1:]
