"""Find what differs between two lists and is said of no entity: entries that only moved, and the text around the entries."""

import re
from collections.abc import Iterable, Sequence

from avgraph.changes.change import ChangedText, MovedEntry, TextLine
from avgraph.changes.changed_lines import find_changed_lines, longest_increasing
from avgraph.changes.match import Matching
from avgraph.model.entries import FileFormat, ReadingList
from avgraph.model.graph import Graph
from avgraph.model.vocabulary import Relation
from avgraph.text.visible import shorten

_RULE = re.compile(r"[\s|:=-]+")
"""A line below a heading or the header of a table."""
_CUT = "..."
_TEXT = ("text", "table")
"""Kinds of stretches without facts that a reader reads; the others are marks, comments and what repeats the headings."""


def find_moved(old: Graph, new: Graph, matching: Matching) -> tuple[MovedEntry, ...]:
    """Return the entries that stand elsewhere among the others under one heading: the fewest whose moving explains it."""
    pairs = [(old.nodes[a], new.nodes[b]) for a, b in matching.of_old.items() if a.startswith("entry/")]
    pairs.sort(key=lambda pair: (pair[0].lines, pair[0].id))
    staying = set(longest_increasing([entry.lines for _, entry in pairs]))
    moved = []
    for place, (before, entry) in enumerate(pairs):
        headings = (each.edges.get(Relation.UNDER_HEADING, ()) for each in (before, entry))
        # What stands under another heading is a change of its paper.
        if place not in staying and all(map(matching.is_same, *headings)) and before.lines and entry.lines:
            first, last = entry.lines[0]
            moved.append(MovedEntry(entry.label, before.lines[0][0], first, last - first + 1))
    return tuple(moved)


def find_changed_text(old: tuple[ReadingList, Sequence[str]], new: tuple[ReadingList, Sequence[str]]) -> ChangedText:
    """Return which lines of the text of two lists, each with all its lines, the other does not have; spaces make no difference."""
    if not old[0].file_format is new[0].file_format is FileFormat.MARKDOWN:
        return ChangedText()
    before, after = (_text_lines(listed, lines) for listed, lines in (old, new))
    lines = find_changed_lines(*(list(each.values()) for each in (before, after)))
    return ChangedText(_changed(before, lines.gone), _changed(after, lines.changed))


def _text_lines(listed: ReadingList, lines: Sequence[str]) -> dict[int, str]:
    """Return the lines of the text, by number."""
    stretches = [(each.first_line, each.last_line) for each in listed.entries]
    stretches += [(each.line, each.line) for each in listed.dataset_rows]
    stretches += [(each.line, each.line) for each in listed.headings]
    stretches += [(first, last) for first, last, kind in listed.furniture if kind not in _TEXT]
    others = {line for first, last in stretches for line in range(first, last + 1)}
    return {
        number: " ".join(line.split())
        for number, line in enumerate(lines, 1)
        if number not in others and line.strip() and not _RULE.fullmatch(line)
    }


def cut_around_difference(text: str, others: Iterable[TextLine], length: int) -> str:
    """Return a line in at most `length` characters: those around where it first differs from the one of `others` that begins most like it.

    >>> cut_around_difference("Papers of the years 2021 and 2022", [TextLine(1, "Papers of the years 2021 and 2023")], 20)
    '... 2021 and 2022'
    """
    if len(text) <= length:
        return text
    shared = max((_common_beginning(text, each.text) for each in others if each.text != text), default=0)
    # Half of what is shown is what stands before the difference, and no word is cut in two there.
    start = max(0, min(shared - length // 2, len(text) - length + len(_CUT)))
    start = text.find(" ", start, shared) if " " in text[start:shared] and start else start
    return _CUT + shorten(text[start:], length - len(_CUT)) if start else shorten(text, length)


def _common_beginning(text: str, other: str) -> int:
    """Return how many letters two texts begin with alike."""
    return next((place for place, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), min(len(text), len(other)))


def _changed(lines: dict[int, str], places: frozenset[int]) -> tuple[TextLine, ...]:
    return tuple(TextLine(*each) for place, each in enumerate(lines.items(), 1) if place in places)
