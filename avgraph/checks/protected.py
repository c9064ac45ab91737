"""Find what no repair touches: code, comments, formulas, tags of HTML, targets of links, addresses, entities, escapes."""

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from avgraph.model.entries import ReadingList
from avgraph.model.rules import Fix

_PROTECTED = re.compile(
    r"(?P<code>`+)"
    r"|\\[!-/:-@\[-`{-~]"
    r"|<!--(?:.*?-->|.*)"
    r"|\$\$[^$]*\$\$|\$[^$\n]+\$"
    r"|(?<=\])\((?:[^()\n]|\([^()\n]*\))*\)"
    r"|<[A-Za-z/!?][^<>]*>"
    r"|(?<![A-Za-z])(?:[A-Za-z]{2,12}://|www\.)[^\s<>)\]]+"
    r"|(?<![\w.+-])[\w.+-]+@[\w.-]+"
    r"|(?P<entity>&(?:\#[0-9]{1,8}|\#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});?)",
    re.DOTALL,
)


def find_protected(text: str) -> Iterator[tuple[int, int]]:
    """Yield where something stands in the text of an entry that no repair may touch, in order.

    >>> list(find_protected("Jos&eacute; `a,b` [A](https://a.org/?q=a,b) <!-- x -->"))
    [(3, 11), (12, 17), (21, 43), (44, 54)]
    """
    position = 0
    while (found := _PROTECTED.search(text, position)) is not None:
        start, position = found.span()
        if found["code"]:
            # A code span ends at the next run of as many backticks; without one they are text.
            closing = re.compile(rf"(?<!`){found['code']}(?!`)").search(text, position)
            if closing is None:
                continue
            position = closing.end()
        elif found["entity"] and html.unescape(found["entity"]) == found["entity"]:
            continue
        yield start, position


class Protection:
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
        index = bisect_right(self._blocks, (line, len(self._lines) + 1)) - 1
        block = self._blocks[index] if index >= 0 else (0, 0)
        return block if block[0] <= line <= block[1] else None

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
