"""Turn the heading tree into tasks, one for each path of headings, and find the task that a dataset row names."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

from avgraph.model.entries import Entry, Heading
from avgraph.model.vocabulary import NodeType
from avgraph.resolution.entities import NamedEntities, NamedEntity
from avgraph.text.folding import fold, fold_heading, slug
from avgraph.text.ids import hashed_name, readable_id, tell_ids_apart

_LENGTH = 160
"""Longest readable path of an id, in characters."""


def task_id(path: tuple[str, ...]) -> str:
    """Return the id of the task at a path of headings, outermost first.

    >>> task_id(("Cross-modal Perception", "Depth Estimation"))
    'task/cross-modal_perception.depth_estimation'
    """
    keys = [fold(heading) for heading in path]
    steps = [readable_id(key) for key in keys]
    readable = ".".join(step for step in steps if step is not None and "." not in step)
    if readable.count(".") == len(keys) - 1 and all(steps) and len(readable) <= _LENGTH:
        return f"{NodeType.TASK.kind}/{readable}"
    words = ".".join(filter(None, map(slug, keys)))[:_LENGTH].strip(".-")
    return f"{NodeType.TASK.kind}/{hashed_name(words, *keys)}"


def _task_ids(headings: Sequence[Heading]) -> dict[tuple[str, ...], str]:
    """Return the id of the task at each path of headings; paths that fold alike are one task, and no two others share an id."""
    keys = {heading.path: tuple(map(fold, heading.path)) for heading in headings}
    paths = {key: path for path, key in keys.items()}
    unique = tell_ids_apart([task_id(path) for path in paths.values()], ["\x1f".join(key) for key in paths])
    id_of_key = dict(zip(paths, unique, strict=True))
    return {path: id_of_key[key] for path, key in keys.items()}


def resolve_tasks(entries: Sequence[Entry], headings: Sequence[Heading]) -> NamedEntities:
    """Return the tasks of the heading tree, and those of each entry: none or one, or several where it names further topics."""
    ids = _task_ids(headings)
    tasks: dict[str, NamedEntity] = {}
    for heading in sorted(headings, key=lambda heading: (len(heading.path), heading.line)):
        identifier, above = ids[heading.path], ids.get(heading.path[:-1])
        # A parent that is no task (a section of prose) leaves the task at the top.
        task = tasks.get(identifier) or NamedEntity(identifier, heading.path[-1], broader=above if above in tasks else None)
        others = tuple(sorted({*task.alternatives, heading.path[-1]} - {task.label}))
        tasks[identifier] = task._replace(alternatives=others, lines=(*task.lines, (heading.line, heading.line)))
    paths = ((entry.heading, *entry.topics) if entry.topics else (entry.heading,) for entry in entries)
    return NamedEntities(tasks, tuple(tuple(dict.fromkeys(ids[path] for path in each if path in ids)) for each in paths))


_MODIFIERS = frozenset(("audio", "visual", "audiovisual", "and", "in", "of", "for", "the"))
_MOST_WORDS = 8
"""Most words of a task that are looked for in several headings."""
_LARGE_BLOCK = 100
"""Most tasks of the same words of which one is looked for by the headings above."""
_TASK_WORD = re.compile(r"[a-z0-9]+")


class TaskIndex:
    """The tasks by their words, so that the one that a row names is found without looking at each."""

    def __init__(self, tasks: Mapping[str, NamedEntity]) -> None:
        """Index the tasks of the heading tree."""
        self.tasks = tasks
        self._by_label: defaultdict[str, list[str]] = defaultdict(list)
        self._by_words: defaultdict[frozenset[str], list[str]] = defaultdict(list)
        self._by_own_words: defaultdict[frozenset[str], list[str]] = defaultdict(list)
        for task in tasks.values():
            self._by_label[fold_heading(task.label)].append(task.id)
            self._by_words[_task_words(task.label.partition(" in ")[0])].append(task.id)
            self._by_own_words[_task_words(task.label)].append(task.id)

    def tie(self, listed: str) -> str | None:
        """Return the id of the one heading that names the task that a row lists, or None where none or several do.

        "Audio-visual" and what follows "in" do not tell tasks apart; the headings above may say a part
        of the name ("Event localization" is Localization under Event Localization and Parsing).
        """
        wanted = _task_words(listed)
        exact = self._by_label.get(fold_heading(listed), [])
        alike = self._by_words.get(wanted, []) if wanted else []
        return next((matches[0] for matches in (exact, alike, self._tasks_under_heading(wanted)) if len(matches) == 1), None)

    def _tasks_under_heading(self, wanted: frozenset[str]) -> list[str]:
        """Return the tasks that have some of the words, where the headings above have the others."""
        matches: list[str] = []
        words = sorted(wanted) if len(wanted) <= _MOST_WORDS else []
        for size in range(1, len(words)):
            for own in combinations(words, size):
                same = self._by_own_words.get(frozenset(own), [])
                rest = wanted.difference(own)
                matches += (
                    [task for task in same if rest <= _words_above(self.tasks[task], self.tasks)] if len(same) <= _LARGE_BLOCK else []
                )
        return matches


def _task_words(label: str) -> frozenset[str]:
    return frozenset(_TASK_WORD.findall(fold_heading(label))) - _MODIFIERS


def _words_above(task: NamedEntity, tasks: Mapping[str, NamedEntity]) -> frozenset[str]:
    above = tasks.get(task.broader or "")
    return _task_words(above.label) | _words_above(above, tasks) if above else frozenset()
