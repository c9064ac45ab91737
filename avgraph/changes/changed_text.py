"""Find what differs between two lists and is said of no entity: entries that only moved, and the text around the entries."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from avgraph.changes.change import ChangedText, ChangeKind, MovedEntry, TextLine
from avgraph.changes.changed_lines import find_changed_lines, longest_increasing
from avgraph.changes.match import Matching
from avgraph.model.entries import FileFormat, ReadingList
from avgraph.model.graph import Graph
from avgraph.model.vocabulary import Relation
from avgraph.reading.markdown.lines import BlockKind
from avgraph.text.folding import fold
from avgraph.text.likeness import common_prefix_length
from avgraph.text.visible import shorten

_RULE = re.compile(r"[\s|:=-]+")
"""A line below a heading or the header of a table."""
_CUT = "..."
_TAG = re.compile(r"<[^<>]*>")
_TEXT = ("text", "table")
"""Kinds of stretches without facts that a reader reads; the others are marks, comments and what repeats the headings."""


def find_moved(old: Graph, new: Graph, matching: Matching) -> tuple[MovedEntry, ...]:
    """Return the entries that stand elsewhere among the others under one heading: the fewest whose moving explains it."""
    pairs = [(old.nodes[a], new.nodes[b]) for a, b in matching.of_old.items() if a.startswith("entry/")]
    pairs.sort(key=lambda pair: (pair[0].lines, pair[0].id))
    staying = set(longest_increasing([entry.lines for _, entry in pairs]))
    moved = []
    for place, (before, entry) in enumerate(pairs):
        headings = (each.targets(Relation.UNDER_HEADING) for each in (before, entry))
        # What stands under another heading is a change of its paper.
        if place not in staying and all(map(matching.is_same, *headings)) and before.lines and entry.lines:
            first, last = entry.lines[0]
            moved.append(MovedEntry(entry.label, before.lines[0][0], first, last - first + 1))
    return tuple(moved)


def find_changed_text(old: tuple[ReadingList, Sequence[str]], new: tuple[ReadingList, Sequence[str]]) -> ChangedText:
    """Return which lines of the text of two lists, each with all its lines, the other does not have; spaces make no difference."""
    if not old[0].file_format is new[0].file_format is FileFormat.MARKDOWN:
        return ChangedText()
    # Most lines are the same, and are neither looked up nor folded.
    raw = find_changed_lines(old[1], new[1])
    sides = ((*old, sorted(raw.removed)), (*new, sorted(raw.changed)))
    text = _differing(*(_text_lines(*each) for each in sides))
    others = _differing(*(_other_lines(*each) for each in sides))
    rewritten = _rewritten(*others)
    before, after = (
        tuple(each for each in lines if each.line in numbers and each not in known)
        for numbers, lines, known in zip((_numbers(_contents(listed)) for listed, _ in (old, new)), others, rewritten, strict=True)
    )
    return ChangedText(*text, before, after, tuple(rewritten[1]))


def _text_lines(listed: ReadingList, lines: Sequence[str], numbers: Iterable[int]) -> list[TextLine]:
    """Return which lines of some numbers are text."""
    stretches = [(each.line, each.line) for each in listed.headings]
    stretches += [(first, last) for first, last, kind in listed.furniture if kind not in _TEXT]
    others = _numbers([*stretches, *_facts(listed)])
    return _as_lines(lines, (number for number in numbers if number not in others))


def _other_lines(listed: ReadingList, lines: Sequence[str], numbers: Iterable[int]) -> list[TextLine]:
    """Return which lines of some numbers are those of entries, rows and contents; what a heading says otherwise is a change of its task."""
    others = _numbers([*_facts(listed), *_contents(listed)])
    return _as_lines(lines, (number for number in numbers if number in others))


def _facts(listed: ReadingList) -> list[tuple[int, int]]:
    return [*((each.first_line, each.last_line) for each in listed.entries), *((each.line, each.line) for each in listed.dataset_rows)]


def _contents(listed: ReadingList) -> list[tuple[int, int]]:
    return [(first, last) for first, last, kind in listed.furniture if kind == BlockKind.CONTENTS]


def _numbers(stretches: Iterable[tuple[int, int]]) -> set[int]:
    return {line for first, last in stretches for line in range(first, last + 1)}


def _as_lines(lines: Sequence[str], numbers: Iterable[int]) -> list[TextLine]:
    """Return the lines of some numbers that say something."""
    texts = ((number, lines[number - 1]) for number in numbers)
    return [TextLine(number, " ".join(text.split())) for number, text in texts if text.strip() and not _RULE.fullmatch(text)]


def _differing(old: Sequence[TextLine], new: Sequence[TextLine]) -> tuple[tuple[TextLine, ...], tuple[TextLine, ...]]:
    """Return the lines that the other side does not have."""
    lines = find_changed_lines(*([each.text for each in side] for side in (old, new)))
    return tuple(old[place - 1] for place in sorted(lines.removed)), tuple(new[place - 1] for place in sorted(lines.changed))


def _rewritten(old: Sequence[TextLine], new: Sequence[TextLine]) -> tuple[list[TextLine], list[TextLine]]:
    """Return the lines of both sides that differ in case, punctuation or markup alone."""
    waiting: defaultdict[str, list[TextLine]] = defaultdict(list)
    for each in reversed(old):
        waiting[_letters(each.text)].append(each)
    pairs = [(waiting[letters].pop(), each) for each in new if (letters := _letters(each.text)) and waiting.get(letters)]
    pairs = [(before, after) for before, after in pairs if before.text != after.text]
    return [before for before, _ in pairs], [after for _, after in pairs]


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(_TAG.sub("", text))))


def first_changed_lines(text: ChangedText, most: int, length: int) -> list[tuple[ChangeKind, TextLine, str]]:
    """Return the first lines of the text that are gone or new, the gone ones first, each with what it became and its text in at most `length` characters."""
    lines = [
        *((ChangeKind.REMOVED, each, text.new) for each in text.old),
        *((ChangeKind.ADDED, each, text.old) for each in text.new),
    ]
    return [(kind, each, cut_around_difference(each.text, others, length)) for kind, each, others in lines[:most]]


def cut_around_difference(text: str, others: Iterable[TextLine], length: int) -> str:
    """Return a line in at most `length` characters: those around where it first differs from the one of `others` that begins most like it.

    >>> cut_around_difference("Papers of the years 2021 and 2022", [TextLine(1, "Papers of the years 2021 and 2023")], 20)
    '... 2021 and 2022'
    """
    if len(text) <= length:
        return text
    shared = max((common_prefix_length(text, each.text) for each in others if each.text != text), default=0)
    # Half of what is shown is what stands before the difference, and no word is cut in two there.
    start = max(0, min(shared - length // 2, len(text) - length + len(_CUT)))
    start = text.find(" ", start, shared) if " " in text[start:shared] and start else start
    return _CUT + shorten(text[start:], length - len(_CUT)) if start else shorten(text, length)
