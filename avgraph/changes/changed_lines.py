"""Find the lines of a text that another version of it does not have, in n log n."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

_FEW = 400
"""Most lines without a common line of their own that are compared as difflib does it, which is quadratic."""


@dataclass(frozen=True, slots=True)
class ChangedLines:
    """Where a text differs from its base; lines are counted from 1."""

    changed: frozenset[int]
    """Lines that are new or say something else."""
    cut: frozenset[int]
    """Lines above which lines of the base are gone and nothing stands in their place."""
    removed: frozenset[int]
    """Lines of the base that are gone or say something else."""

    def within(self, first: int, last: int) -> range | None:
        """Return the changed lines from `first` to `last`, the first of them to the last; an empty range where lines are cut out, None where none is touched."""
        lines = [line for line in range(first, last + 1) if line in self.changed]
        if lines:
            return range(lines[0], lines[-1] + 1)
        return range(0) if any(line in self.cut for line in range(first, last + 2)) else None


def find_changed_lines(old: Sequence[str], new: Sequence[str]) -> ChangedLines:
    """Return which lines of `new` are not those of `old`, and the other way round: matched by the lines that both have once (patience diff), then between those.

    >>> find_changed_lines(["a", "b", "c"], ["a", "x", "c"])
    ChangedLines(changed=frozenset({2}), cut=frozenset(), removed=frozenset({2}))
    >>> find_changed_lines(["a", "b", "c"], ["a", "c"])
    ChangedLines(changed=frozenset(), cut=frozenset({2}), removed=frozenset({2}))
    """
    changed: set[int] = set()
    cut: set[int] = set()
    removed: set[int] = set()
    stack = [(0, len(old), 0, len(new))]
    while stack:
        a, a_end, b, b_end = stack.pop()
        while a < a_end and b < b_end and old[a] == new[b]:
            a, b = a + 1, b + 1
        while a < a_end and b < b_end and old[a_end - 1] == new[b_end - 1]:
            a_end, b_end = a_end - 1, b_end - 1
        if b == b_end:
            if a < a_end:
                cut.add(b + 1)
                removed.update(range(a + 1, a_end + 1))
        elif a == a_end:
            changed.update(range(b + 1, b_end + 1))
        elif anchors := list(_common_once(old, new, (a, a_end, b, b_end))):
            ends = [*anchors, (a_end, b_end)]
            starts = [(a, b), *((x + 1, y + 1) for x, y in anchors)]
            stack += [(x, x_end, y, y_end) for (x, y), (x_end, y_end) in zip(starts, ends, strict=True)]
        elif a_end - a + b_end - b <= _FEW:
            for tag, first, last, start, end in SequenceMatcher(None, old[a:a_end], new[b:b_end], autojunk=False).get_opcodes():
                if tag == "delete":
                    cut.add(b + start + 1)
                if tag != "equal":
                    removed.update(range(a + first + 1, a + last + 1))
                    changed.update(range(b + start + 1, b + end + 1))
        else:
            removed.update(range(a + 1, a_end + 1))
            changed.update(range(b + 1, b_end + 1))
    return ChangedLines(frozenset(changed), frozenset(cut), frozenset(removed))


def _common_once(old: Sequence[str], new: Sequence[str], stretch: tuple[int, int, int, int]) -> Iterator[tuple[int, int]]:
    """Yield the places of lines that both stretches hold once, as many as stand in one order in both."""
    a, a_end, b, b_end = stretch
    counts, others = Counter(old[a:a_end]), Counter(new[b:b_end])
    place_of = {old[place]: place for place in range(a, a_end) if counts[old[place]] == 1}
    pairs = [(place_of[new[place]], place) for place in range(b, b_end) if others[new[place]] == 1 and new[place] in place_of]
    yield from (pairs[index] for index in longest_increasing([place for place, _ in pairs]))


def longest_increasing(values: Sequence[Any]) -> list[int]:
    """Return the places of a longest increasing subsequence, in order (Schensted 1961), in n log n.

    >>> longest_increasing([3, 1, 2, 5, 4])
    [1, 2, 4]
    """
    tails: list[Any] = []
    places: list[int] = []
    before: list[int] = []
    for place, value in enumerate(values):
        at = bisect_left(tails, value)
        before.append(places[at - 1] if at else -1)
        tails[at : at + 1], places[at : at + 1] = [value], [place]
    result = []
    place = places[-1] if places else -1
    while place >= 0:
        result.append(place)
        place = before[place]
    return result[::-1]
