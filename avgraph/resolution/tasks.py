"""Turn the heading tree into tasks, one for each path of headings, and find the task that a dataset row names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from avgraph.model.entries import Entry, Heading
from avgraph.model.vocabulary import NodeType
from avgraph.resolution.entities import Named, NamedEntity
from avgraph.text.folding import fold, slug
from avgraph.text.ids import readable_id, short_hash

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
    return f"{NodeType.TASK.kind}/{words}-{short_hash(*keys)}" if words else f"{NodeType.TASK.kind}/{short_hash(*keys)}"


def resolve_tasks(entries: Sequence[Entry], headings: Sequence[Heading]) -> Named:
    """Return the tasks of the heading tree, and the task of each entry, none or one."""
    ids: dict[tuple[str, ...], str] = {}
    tasks: dict[str, NamedEntity] = {}
    for heading in sorted(headings, key=lambda heading: (len(heading.path), heading.line)):
        identifier = ids.setdefault(heading.path, task_id(heading.path))
        above = task_id(heading.path[:-1]) if len(heading.path) > 1 else None
        # A parent that is no task (a section of prose) leaves the task at the top.
        task = tasks.get(identifier) or NamedEntity(identifier, heading.path[-1], broader=above if above in tasks else None)
        others = tuple(sorted({*task.alternatives, heading.path[-1]} - {task.label}))
        tasks[identifier] = replace(task, alternatives=others, lines=(*task.lines, (heading.line, heading.line)))
    return Named(tasks, tuple((ids[entry.heading],) if entry.heading in ids else () for entry in entries))


_MODIFIERS = frozenset(("audio", "visual", "audiovisual", "and", "in", "of", "for", "the"))
_TASK_WORD = re.compile(r"[a-z0-9]+")


def tie_task(listed: str, tasks: Mapping[str, NamedEntity]) -> str | None:
    """Return the id of the one heading that names the task that a row lists, or None where none or several do.

    "Audio-visual" and what follows "in" do not tell tasks apart; the headings above may say a part
    of the name ("Event localization" is Localization under Event Localization and Parsing).
    """
    wanted = _task_words(listed)
    exact = [task.id for task in tasks.values() if fold(task.label) == fold(listed)]
    alike = [task.id for task in tasks.values() if wanted and _task_words(task.label.partition(" in ")[0]) == wanted]
    below = []
    for task in tasks.values():
        words = _task_words(task.label)
        if words and words < wanted and wanted <= words | _words_above(task, tasks):
            below.append(task.id)
    return next((matches[0] for matches in (exact, alike, below) if len(matches) == 1), None)


def _task_words(label: str) -> frozenset[str]:
    return frozenset(_TASK_WORD.findall(fold(label))) - _MODIFIERS


def _words_above(task: NamedEntity, tasks: Mapping[str, NamedEntity]) -> frozenset[str]:
    above = tasks.get(task.broader or "")
    return _task_words(above.label) | _words_above(above, tasks) if above else frozenset()
