"""Write what changed as text for a terminal, JSON, and one line a kind."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict

from avgraph.changes.change import Change, ChangeKind, Changes
from avgraph.changes.release_notes import generate_release_notes
from avgraph.changes.wording import (
    NAMES,
    SIGNS,
    count_kinds,
    describe_lines,
    describe_moved,
    describe_renumbered,
    describe_text,
    details_of,
    renumbered,
    title_of,
)
from avgraph.model.vocabulary import NodeType
from avgraph.text.visible import escape_json, visible, without_commands

_NOTHING = "nothing changed"
_MOST_MOVED = 20
"""Entries that only moved of which the place is shown."""
_MOST_PLACES = 8
"""Stretches of changed text that are shown."""


def generate_text(changes: Changes) -> str:
    """Return the changes by type, a line each with what is said otherwise below it."""
    lines = []
    for node_type, (_, name) in NAMES.items():
        items = changes.of(node_type)
        if items:
            together = renumbered(changes) if node_type is NodeType.TASK else {}
            lines += [f"{name.capitalize()}: {count_kinds(changes, node_type)}"]
            lines += [f"  {SIGNS[ChangeKind.RENAMED]} {describe_renumbered(together, visible)}"] if together else []
            lines += [*(line for each in items if not (each.new and each.new[0].id in together) for line in _text_lines(each)), ""]
    lines += _moved_lines(changes)
    if changes.text.old or changes.text.new:
        place = describe_lines(changes.text.new, _MOST_PLACES)
        lines.append(describe_text(changes) + (f"  [{place}]" if place else ""))
    lines += [] if lines else [_NOTHING]
    return without_commands("\n".join(lines).rstrip("\n") + "\n")


def _text_lines(change: Change) -> Iterator[str]:
    place = describe_lines(change.new[0].lines) if change.new else ""
    yield f"  {SIGNS[change.kind]} {title_of(change, visible)}" + (f"  [{place}]" if place else "")
    yield from (f"      {line}" for line in details_of(change, visible))


def _moved_lines(changes: Changes) -> Iterator[str]:
    """Yield how much only moved, and where from and to."""
    if changes.moved:
        yield describe_moved(changes)
        for each in changes.moved[:_MOST_MOVED]:
            yield f"  {SIGNS[ChangeKind.MOVED]} {visible(each.title)}  [line {each.old_line} → {each.new_line}]"
        rest = len(changes.moved) - _MOST_MOVED
        yield from [f"  and {rest:,} more"] if rest > 0 else []
        yield ""


def generate_stat(changes: Changes) -> str:
    """Return one line for each type of entity, one for the lines that only moved, and one for the text around the entries."""
    lines = [f"{name}: {counts}" for node_type, (_, name) in NAMES.items() if (counts := count_kinds(changes, node_type))]
    lines += filter(None, (describe_moved(changes), describe_text(changes)))
    return "\n".join(lines or [_NOTHING]) + "\n"


def generate_json(changes: Changes) -> str:
    """Return the changes as they are in Python, with the names and checksums of the two sources."""
    sources = {side: {"name": source.name, "checksum": source.checksum} for side, source in (("old", changes.old), ("new", changes.new))}
    lines = {"moved": [asdict(each) for each in changes.moved], "moved_lines": changes.moved_lines, "text": asdict(changes.text)}
    value = {**sources, **lines, "changes": [asdict(each) for each in changes]}
    return escape_json(json.dumps(value, ensure_ascii=False, indent=1)) + "\n"


FORMATS: dict[str, Callable[[Changes], str]] = {"text": generate_text, "markdown": generate_release_notes, "json": generate_json}
"""Every format that needs nothing but the changes; Atom needs the time and addresses as well, a patch the statements."""
