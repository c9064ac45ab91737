"""Turn the heading tree into tasks: one task for each path of headings."""

from collections.abc import Sequence

from avgraph.entries import Entry, Heading
from avgraph.identifiers import fold, short_hash, slug
from avgraph.resolution.entities import Named, NamedEntity
from avgraph.vocabulary import NodeType


def task_id(path: tuple[str, ...]) -> str:
    """Return the id of the task at a path of headings, outermost first.

    >>> task_id(("Cross-modal Perception", "Cross-modal Retrieval"))
    'task/cross-modal-perception.cross-modal-retrieval'
    """
    keys = [fold(heading) for heading in path]
    words = [slug(key) for key in keys]
    readable = ".".join(words)
    if all(words) and [key.replace(" ", "-") for key in keys] == words and len(readable) <= 160:
        return f"{NodeType.TASK.kind}/{readable}"
    return f"{NodeType.TASK.kind}/{readable[:160].strip('.-')}-{short_hash(*keys)}"


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
