"""Write what changed as text for a terminal, JSON, and one line a kind."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict

from avgraph.changes.change import Change, ChangeKind, Changes
from avgraph.changes.changed_text import first_changed_lines
from avgraph.changes.release_notes import generate_release_notes
from avgraph.changes.wording import (
    NAMES,
    SIGNS,
    count_kinds,
    describe_lines,
    describe_moved,
    describe_other_lines,
    describe_text,
    details_of,
    sum_up,
    title_of,
)
from avgraph.text.visible import escape_json, visible, without_commands

_NOTHING = "nothing changed"
_MOST_LINES, _LONGEST_TEXT = 20, 100
"""Entries that only moved, and lines of changed text, that are shown; characters of such a line."""


def generate_text(changes: Changes) -> str:
    """Return the changes by type, a line each with what is said otherwise below it."""
    lines = []
    for node_type, (_, name) in NAMES.items():
        items = changes.of(node_type)
        if items:
            summaries, others = sum_up(items, visible)
            lines += [f"{name.capitalize()}: {count_kinds(changes, node_type)}"]
            lines += [f"  {SIGNS[ChangeKind.CHANGED]} {each}" for each in summaries]
            lines += [*(line for each in others for line in _text_lines(each)), ""]
    lines += _moved_lines(changes)
    lines += [line for each in describe_other_lines(changes) for line in (each, "")]
    lines += _changed_text(changes)
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
        sign = SIGNS[ChangeKind.MOVED]
        lines = [f"  {sign} {visible(each.title)}  [line {each.old_line} → {each.new_line}]" for each in changes.moved]
        yield from _first(lines, len(lines))
        yield ""


def _changed_text(changes: Changes) -> Iterator[str]:
    """Yield how much of the text around the entries changed, and its first lines, removed ones before added ones."""
    if description := describe_text(changes):
        yield description
        first = first_changed_lines(changes.text, _MOST_LINES, _LONGEST_TEXT)
        lines = [f"  {SIGNS[kind]} {visible(shown)}  [line {each.line}]" for kind, each, shown in first]
        yield from _first(lines, len(changes.text.old) + len(changes.text.new))


def _first(lines: Sequence[str], count: int) -> list[str]:
    """Return the first of `count` lines, with the number of the others."""
    rest = count - _MOST_LINES
    return [*lines[:_MOST_LINES], *([f"  and {rest:,} more"] if rest > 0 else [])]


def generate_stat(changes: Changes) -> str:
    """Return one line for each type of entity, one for the lines that only moved, and one for the text around the entries."""
    lines = [f"{name}: {counts}" for node_type, (_, name) in NAMES.items() if (counts := count_kinds(changes, node_type))]
    lines += filter(None, (describe_moved(changes), *describe_other_lines(changes), describe_text(changes)))
    return "\n".join(lines or [_NOTHING]) + "\n"


def generate_json(changes: Changes) -> str:
    """Return the changes as they are in Python, with the names and checksums of the two sources."""
    sources = {side: {"name": source.name, "checksum": source.checksum} for side, source in (("old", changes.old), ("new", changes.new))}
    lines = {"moved": [asdict(each) for each in changes.moved], "moved_lines": changes.moved_lines, "text": asdict(changes.text)}
    value = {**sources, **lines, "changes": [asdict(each) for each in changes]}
    return escape_json(json.dumps(value, ensure_ascii=False, indent=1)) + "\n"


FORMATS: dict[str, Callable[[Changes], str]] = {"text": generate_text, "markdown": generate_release_notes, "json": generate_json}
"""Every format that needs nothing but the changes; Atom needs the time and addresses as well, a patch the statements."""
