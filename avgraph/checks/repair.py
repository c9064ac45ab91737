"""Repair what is certain in a list, and change no other byte."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from avgraph.checks.comparison import EVERYWHERE, find_differences
from avgraph.checks.context import CheckedList, stretch_around
from avgraph.model.entries import ReadingList
from avgraph.model.rules import Diagnostic, Fix
from avgraph.text.protected import find_protected

_LINE_END = re.compile(r"\r\n|\r|\n")
_MOST_ROUNDS = 10
_MOST_READINGS = 40
"""How often a large list is read anew to find the repairs that are not certain; what is not decided by then is not repaired."""
_MOST_CHARACTERS = 2_000_000
"""How much of a small list is read anew."""
_ABOUT_WORDS = ("AVG202", "AVG307", "AVG610", "AVG702")
"""Rules whose repairs change the words of a name, and so what it can mean."""
_ABOUT_ADDRESSES = ("AVG405",)

Repair = tuple[Diagnostic, Fix]
"""One of the fixes of a finding."""


def apply_fixes(text: str, fixes: Iterable[Fix]) -> tuple[str, int]:
    r"""Return `text` with the fixes applied, and how many were; of fixes that overlap the first is applied.

    >>> from avgraph.model.rules import Span
    >>> apply_fixes("a\r\nb c\r\n", [Fix(Span(2, 1, 2, 2), "d"), Fix(Span(2, 1, 2, 4), "e")])
    ('a\r\nd c\r\n', 1)
    """
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    parts: list[str] = []
    position = applied = 0
    for fix in sorted(set(fixes)):
        span = fix.span
        if not 1 <= span.line <= span.end_line <= len(starts):
            continue
        start, end = starts[span.line - 1] + span.column - 1, starts[span.end_line - 1] + span.end_column - 1
        if position <= start <= end <= len(text) and text[start:end] != fix.new:
            parts += (text[position:start], fix.new)
            position = end
            applied += 1
    return "".join((*parts, text[position:])), applied


class _Protection:
    """Tells which repairs stay within what reading found and touch nothing that is protected."""

    def __init__(self, listed: ReadingList, lines: Sequence[str]) -> None:
        """Take a list as read and its lines."""
        self._lines = lines
        blocks = [(entry.first_line, entry.last_line) for entry in listed.entries]
        blocks += [(row.line, row.line) for row in listed.dataset_rows]
        blocks += [(first, last) for first, last, kind in listed.furniture if kind == "table header"]
        blocks += [(each.title.line, each.title.end_line) for each in listed.sections]
        self._blocks = sorted(set(blocks))
        self._ranges: dict[int, list[tuple[int, int]]] = {}

    def block_of(self, line: int) -> tuple[int, int] | None:
        """Return the first and the last line of the entry, table row or heading that a line belongs to; None for another line."""
        return stretch_around(self._blocks, line)

    def allows(self, fix: Fix, *, also_addresses: bool = False) -> bool:
        """Tell whether a repair touches nothing that is protected; the target of a link only where it is about that."""
        span = fix.span
        block = self.block_of(span.line)
        if block is None or span.end_line > block[1]:
            return False
        first, last = block
        if first not in self._ranges:
            self._ranges[first] = list(find_protected(self._text(first, last)))
        offset = sum(len(line) + 1 for line in self._lines[first - 1 : span.line - 1]) - 1
        length = sum(len(line) + 1 for line in self._lines[span.line - 1 : span.end_line - 1])
        start, end = offset + span.column, offset + length + span.end_column
        touched = [(low, high) for low, high in self._ranges[first] if (low < start < high if start == end else low < end and start < high)]
        return not touched or (also_addresses and all(self._text(*block)[low] in "(hHfFwW" for low, _ in touched))

    def _text(self, first: int, last: int) -> str:
        return "\n".join(self._lines[first - 1 : last])


@dataclass(slots=True)
class _Judge:
    """Finds the repairs after which a list says the same, by reading it anew."""

    text: str
    before: CheckedList
    protection: _Protection
    run_checks: Callable[[str], CheckedList]
    readings: int = 0

    def accept(self, accepted: list[Repair], candidates: list[Repair]) -> list[Repair]:
        """Return the accepted repairs, and those of the candidates that are as certain beside them."""
        if not candidates or self.readings >= max(_MOST_READINGS, _MOST_CHARACTERS // (len(self.text) + 1)):
            return accepted
        self.readings += 1
        trial = accepted + candidates
        after = self.run_checks(apply_fixes(self.text, (fix for _, fix in trial))[0])
        lines = find_differences(self.before, after, trial)
        if not lines:
            return trial
        if len(candidates) == 1:
            return accepted
        blocks = {self._block_of(line) for line in lines}
        suspects = {each for each in candidates if EVERYWHERE in lines or self._block(each) in blocks} or set(candidates)
        if EVERYWHERE not in lines:
            # The only repair of an entry that says something else by now is the one that is not certain.
            counts = Counter(map(self._block, candidates))
            alone = {each for each in suspects if self._block(each) in blocks and counts[self._block(each)] == 1}
            suspects -= alone
            candidates = [each for each in candidates if each not in alone]
            about_words = {each for each in suspects if each[0].code in _ABOUT_WORDS}
            suspects = about_words or suspects
        if len(suspects) == len(candidates):
            suspects = set(candidates[len(candidates) // 2 :])
        others = [each for each in candidates if each not in suspects]
        return self.accept(self.accept(accepted, others), [each for each in candidates if each in suspects])

    def _block(self, repair: Repair) -> tuple[int, int]:
        return self._block_of(repair[1].span.line)

    def _block_of(self, line: int) -> tuple[int, int]:
        return self.protection.block_of(line) or (line, line)


def with_certain_fixes(
    text: str, checked: CheckedList, findings: Sequence[Diagnostic], run_checks: Callable[[str], CheckedList]
) -> tuple[Diagnostic, ...]:
    """Return findings in `text` with those of their fixes alone that are certain.

    A fix is certain where it touches nothing that is protected, and the list, read anew by `run_checks` with the fix, gives the same entries,
    entities and findings but for what the fix claims.
    """
    protection = _Protection(checked.context.listed, checked.context.lines)
    candidates: list[Repair] = []
    end = (0, 0)
    for each, fix in sorted(((finding, fix) for finding in findings for fix in finding.fixes), key=itemgetter(1)):
        start = (fix.span.line, fix.span.column)
        if start >= end and protection.allows(fix, also_addresses=each.code in _ABOUT_ADDRESSES):
            candidates.append((each, fix))
            end = (fix.span.end_line, fix.span.end_column)
    certain = set(_Judge(text, checked, protection, run_checks).accept([], candidates))
    return tuple(
        replace(each, fixes=tuple(fix for fix in each.fixes if (each, fix) in certain)) if each.fixes else each for each in findings
    )


def repair(text: str, check: Callable[[str], Sequence[Diagnostic]]) -> tuple[str, int]:
    """Return `text` with everything repaired that `check` finds and that is certain, and the number of repairs.

    Repairs that touch each other are made one after the other, until nothing is left to repair.
    """
    total = 0
    for _ in range(_MOST_ROUNDS):
        text, applied = apply_fixes(text, [fix for each in check(text) for fix in each.fixes])
        if not applied:
            break
        total += applied
    return text, total
