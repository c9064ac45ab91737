"""Tell which tasks stand close to a task: those that share papers or people with it, and those beside it."""

from collections import Counter

from avgraph.model.graph import Graph, Node
from avgraph.model.vocabulary import Relation
from avgraph.views.statistics import stands_for_several, with_subtasks

MOST_TOGETHER = 100
"""Most authors or institutions of one paper, and most tasks of one paper or author, that are tied to each other; more say little of each pair."""


def count_shared(graph: Graph, task: str) -> list[tuple[str, int]]:
    """Return the tasks that share papers or authors with a task, and how many of both, the most first.

    What the view of the tasks ties is counted; the task's own subtasks, and what it is a part of, are left out.
    """
    papers = [graph.nodes[paper] for paper in graph.sources_of(task, Relation.ADDRESSES_TASK)]
    people = {author for paper in papers if _has_few_tasks(paper) for author in paper.targets(Relation.HAS_AUTHOR)}
    shared: Counter[str] = Counter()
    for paper in papers:
        if _has_few_tasks(paper):
            shared.update(set(paper.targets(Relation.ADDRESSES_TASK)))
    for author in people:
        if not stands_for_several(graph.nodes[author]):
            written = (graph.nodes[paper] for paper in graph.sources_of(author, Relation.HAS_AUTHOR))
            tasks = {each for paper in written if _has_few_tasks(paper) for each in paper.targets(Relation.ADDRESSES_TASK)}
            shared.update(tasks if len(tasks) <= MOST_TOGETHER else ())
    for each in (*with_subtasks(graph, task), *_above(graph, task)):
        del shared[each]
    return sorted(shared.items(), key=lambda item: (-item[1], graph.nodes[item[0]].label, item[0]))


def list_siblings(graph: Graph, task: str) -> list[str]:
    """Return the other tasks that are a part of the same task, by label."""
    above = graph.nodes[task].targets(Relation.BROADER)
    beside = {each for broader in above for each in graph.sources_of(broader, Relation.BROADER)} - {task}
    return sorted(beside, key=lambda each: (graph.nodes[each].label, each))


def _has_few_tasks(paper: Node) -> bool:
    return len(paper.targets(Relation.ADDRESSES_TASK)) <= MOST_TOGETHER


def _above(graph: Graph, task: str) -> list[str]:
    tasks = [task]
    for each in tasks:
        tasks += graph.nodes[each].targets(Relation.BROADER)
    return tasks[1:]
