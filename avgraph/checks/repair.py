"""Repair what is certain in a list, and change no other byte."""

import re
from collections.abc import Callable, Iterable, Sequence

from avgraph.model.rules import Diagnostic, Fix

_LINE_ENDS = re.compile(r"(\r\n|\r|\n)")
_MOST_ROUNDS = 10


def apply_fixes(text: str, fixes: Iterable[Fix]) -> tuple[str, int]:
    r"""Return `text` with the fixes applied, and how many were; a fix whose words do not stand in its line once is left out.

    >>> apply_fixes("a\r\nb c\r\n", [Fix(2, "b", "d")])
    ('a\r\nd c\r\n', 1)
    """
    # Lines and line ends by turns, so that each line keeps its own end.
    parts = _LINE_ENDS.split(text)
    applied = 0
    for fix in sorted(set(fixes)):
        place = 2 * (fix.line - 1)
        if 0 <= place < len(parts) and fix.old and fix.old != fix.new and parts[place].count(fix.old) == 1:
            parts[place] = parts[place].replace(fix.old, fix.new)
            applied += 1
    return "".join(parts), applied


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
