"""Repair what is certain in a list, and change no other byte."""

import re
from collections.abc import Callable, Iterable, Sequence

from avgraph.model.rules import Diagnostic, Fix

_LINE_END = re.compile(r"\r\n|\r|\n")
_MOST_ROUNDS = 10


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
