"""Turn the heading tree into tasks: one task for each path of headings."""

from collections.abc import Sequence

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
        known = tasks.get(identifier)
        lines = (*(known.lines if known else ()), (heading.line, heading.line))
        label = known.label if known else heading.path[-1]
        others = {*(known.alternatives if known else ()), heading.path[-1]} - {label}
        # A parent that is no task (a section of prose) leaves the task at the top.
        tasks[identifier] = NamedEntity(identifier, label, tuple(sorted(others)), broader=above if above in tasks else None, lines=lines)
    by_entry = []
    for entry in entries:
        identifier = ids.get(entry.heading, "") if entry.heading else ""
        by_entry.append((identifier,) if identifier else ())
    return Named(tasks, tuple(by_entry))
