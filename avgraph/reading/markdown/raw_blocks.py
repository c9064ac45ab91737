"""Find what is no text of a list: front matter, code, comments; what a list shows instead keeps its lines and columns."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from avgraph.reading.markdown.located import unescape

MASK = "\x1f"
"""Stands for each character of a comment: white space that no list holds, since control characters are replaced before."""
LINE_LIMIT = 100_000
"""Longest line that is looked into, in characters."""
_FENCE = re.compile(r"(?P<mark>`{3,}(?=[^`]*$)|~{3,})(?P<info>.*)$")
_ITEM = re.compile(r"(?P<indent>[ \t]*)(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$)(?P<gap>[ \t]*)")
_QUOTE = re.compile(r" {0,3}>")
_QUOTES = re.compile(r"(?: {0,3}> ?)+")
_RAW_HTML = re.compile(r" {0,3}<(?P<name>pre|script|style|textarea)\b", re.IGNORECASE)
_KEY = re.compile(r"""[\w"'$.-][^:={}\[\]*]{0,80}\s*[:=](?:\s|$)""")
_BLOCK_STARTS = frozenset(" \t>-+`~<#*_=0123456789\x1f")
_TEXT_START = re.compile(r"\*\*[^\s*_=-]|<br>", re.IGNORECASE)
"""What starts text and no block, though one of these characters comes first."""
_LONGEST_FENCE = 20
"""Fences are told apart up to this length."""


_DEFINITION = re.compile(
    r"^ {0,3}\[(?!\^)(?P<label>[^\[\]]{1,999})\]:\s*(?:<(?P<bracketed>[^<>]*)>|(?P<bare>[^\s<]\S*))(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*$"
)


class Definition(NamedTuple):
    """The target of reference links, ``[label]: https://…``."""

    url: str
    span: tuple[int, int, int, int]
    """Line, column, end line and end column of the address."""


Definitions = Mapping[str, Definition]
"""Link definitions by their folded label."""
NO_DEFINITIONS: Definitions = {}


class RawBlocks:
    """The lines of a list without what is no text, and where that stands.

    >>> raw = RawBlocks(["~~~ text", "a", "~~~", "b <!-- c --> d"])
    >>> raw.code, raw.lines[3].split()
    ({0: 3}, ['b', 'd'])
    """

    def __init__(self, lines: Sequence[str]) -> None:
        """Look at every line a bounded number of times."""
        self.lines = list(lines)
        """The lines, each character of a comment as `MASK`."""
        self.code: dict[int, int] = {}
        """For the first line of each block of code, the line after its last one."""
        self.front_matter = _front_matter_end(lines)
        """The line after the front matter; 0 where there is none."""
        self._original = lines
        self._items: list[int] = []
        """Columns where the text of the list items starts that are open, outermost first."""
        self._is_in_paragraph = False
        self._closings = _closing_fences(lines)
        self._comment_ends = [index for index, line in enumerate(lines) if "-->" in line]
        self._html_ends = [index for index, line in enumerate(lines) if "</" in line]
        index = self.front_matter
        while index < len(lines):
            index = self._read(index)

    def definitions(self) -> Definitions:
        """Return the link definitions of the list; of two with one label, the first counts."""
        definitions: dict[str, Definition] = {}
        code_end = 0
        for index, line in enumerate(self.lines):
            code_end = self.code.get(index, code_end)
            match = find_definition(line) if line[:4].lstrip(" ")[:1] == "[" and index >= code_end else None
            if match:
                name = "bracketed" if match["bare"] is None else "bare"
                span = (index + 1, match.start(name) + 1, index + 1, match.end(name) + 1)
                definitions.setdefault(fold_label(match["label"]), Definition(unescape(match[name]), span))
        return definitions

    def is_comment(self, index: int) -> bool:
        """Tell whether a line holds a comment and nothing else."""
        return MASK in self.lines[index] and not self.lines[index].strip()

    def _read(self, index: int) -> int:
        """Return the line after the block, or the part of one, that a line starts."""
        line = self._original[index]
        if not line or line.isspace() or len(line) > LINE_LIMIT:
            self._is_in_paragraph = bool(line.strip())
            return index + 1
        if not self._items and (line[0] not in _BLOCK_STARTS or _TEXT_START.match(line)) and "<!--" not in line:
            self._is_in_paragraph = True
            return index + 1
        quotes = _QUOTES.match(line)
        offset, base = self._open_items(line, quotes.end() if quotes else 0)
        indent = indent_columns(line[offset:])
        if not self._is_in_paragraph and indent - (0 if offset else base) >= 4 and not quotes:
            return self._indented(index, base + 4)
        if indent - (0 if offset else base) < 4:
            end = self._fenced(index, line[offset:].strip(), base, is_quoted=quotes is not None) or self._raw_html(index)
            if end:
                self.code[index] = end
                self._is_in_paragraph = False
                return end
        return self._text(index)

    def _open_items(self, line: str, offset: int) -> tuple[int, int]:
        """Return where the text of a line starts after its quote and list marks, 0 without any, and the column of its list item."""
        columns = indent_columns(line)
        match = _ITEM.match(line, offset)
        starts_block = match is not None or line.lstrip()[0] in "#`~<>"
        if not self._is_in_paragraph or starts_block:
            while self._items and columns < self._items[-1]:
                self._items.pop()
        base = self._items[-1] if self._items else 0
        while match is not None and indent_columns(match["indent"]) - (base if not offset else 0) < 4 and len(self._items) < 50:
            gap = len(match["gap"])
            offset = match.end("gap") if gap <= 4 else match.end("gap") - gap + 1
            base = len(line[:offset].expandtabs(4)) if line[offset:].strip() else match.start("gap") + 1
            self._items.append(base)
            self._is_in_paragraph = False
            match = _ITEM.match(line, offset)
        return offset, base

    def _indented(self, index: int, column: int) -> int:
        end = last = index + 1
        while end < len(self.lines) and (not self._original[end].strip() or indent_columns(self._original[end]) >= column):
            end += 1
            last = end if self._original[end - 1].strip() else last
        self.code[index] = last
        return last

    def _fenced(self, index: int, text: str, base: int, *, is_quoted: bool) -> int:
        """Return the line after a fenced block; 0 where none starts, or it never ends."""
        fence = _FENCE.match(text) if text[:3] in ("```", "~~~") else None
        if fence is None:
            return 0
        mark = fence["mark"]
        if not base and not is_quoted:
            ends = self._closings[mark[0]]
            places = (bisect_right(lines, index) for lines in ends)
            shortest = min(len(mark), _LONGEST_FENCE)
            following = [lines[place] for lines, place in zip(ends[shortest:], list(places)[shortest:], strict=True) if place < len(lines)]
            return min(following, default=-1) + 1
        end = index + 1
        while end < len(self.lines):
            line = self._original[end]
            if is_quoted and not _QUOTE.match(line):
                return end
            if not is_quoted and line.strip() and indent_columns(line) < base:
                return end
            bare = line.strip(" \t>") if is_quoted else line.strip()
            end += 1
            if len(bare) >= len(mark) and set(bare) == {mark[0]}:
                break
        return end

    def _raw_html(self, index: int) -> int:
        """Return the line after an element whose content is no text (``<pre>``); 0 where none starts, or it never ends."""
        match = _RAW_HTML.match(self._original[index])
        if match is None:
            return 0
        closing = f"</{match['name'].lower()}>"
        first = bisect_left(self._html_ends, index)
        for place in self._html_ends[first : first + 1000]:
            if closing in self._original[place].lower():
                return place + 1
        return 0

    def _text(self, index: int) -> int:
        """Mask the comments that start on a line; return the line after the last of them."""
        end, start = index, self._mask_within(index, 0) if "<!--" in self._original[index] else -1
        while start >= 0:
            later = bisect_right(self._comment_ends, end)
            if later == len(self._comment_ends):
                # It never ends, so it is text.
                break
            stop = self._comment_ends[later]
            self.lines[end] = self.lines[end][:start] + MASK * (len(self.lines[end]) - start)
            for each in range(end + 1, stop):
                self.lines[each] = MASK * len(self._original[each])
            end, start = stop, self._mask_within(stop, self._original[stop].index("-->") + 3)
        stripped = self.lines[end].strip()
        self._is_in_paragraph = bool(stripped) and not stripped.startswith("#") and not set(stripped[:80]) <= set("-*_= \t")
        return end + 1

    def _mask_within(self, index: int, masked: int) -> int:
        """Mask what ends a comment, up to `masked`, and every comment that ends on its line; return where one starts that does not, or -1."""
        line = self._original[index]
        parts, position, ticks = [MASK * masked], masked, 0
        column = line.find("<!--", masked)
        counted = masked
        while column >= 0:
            ticks += line.count("`", counted, column)
            counted = column
            if ticks % 2:
                column = line.find("<!--", column + 4)
                continue
            closing = line.find("-->", column + 2)
            if closing < 0:
                break
            parts += (line[position:column], MASK * (closing + 3 - column))
            position = counted = closing + 3
            column = line.find("<!--", position)
        self.lines[index] = "".join([*parts, line[position:]])
        return column


def indent_columns(line: str, white_space: str = " \t") -> int:
    """Return how far a line is indented, tabs at every fourth column."""
    blank = line[: len(line) - len(line.lstrip(white_space))]
    return len(blank.expandtabs(4)) if "\t" in blank else len(blank)


def _closing_fences(lines: Sequence[str]) -> dict[str, list[list[int]]]:
    """Return for each mark and each length of a fence the lines that could close one, in order."""
    closings: dict[str, list[list[int]]] = {mark: [[] for _ in range(_LONGEST_FENCE + 1)] for mark in "`~"}
    for index, line in enumerate(lines):
        bare = line.strip()
        if bare[:3] in ("```", "~~~") and set(bare) == {bare[0]} and len(line) - len(line.lstrip(" ")) < 4:
            closings[bare[0]][min(len(bare), _LONGEST_FENCE)].append(index)
    return closings


def _front_matter_end(lines: Sequence[str]) -> int:
    """Return the line after the metadata that stands between two ``---`` or ``+++`` at the very top; 0 without any."""
    mark = lines[0].rstrip() if lines else ""
    if mark not in ("---", "+++") or len(lines) < 2 or not _KEY.match(lines[1]):
        return 0
    for index in range(2, len(lines)):
        if lines[index].rstrip() in (mark, "..." if mark == "---" else mark):
            return index + 1
    return 0


def find_definition(line: str) -> re.Match[str] | None:
    """Return the label and the target of a link definition, where a line is one."""
    return _DEFINITION.match(line) if "]:" in line[:1002] else None


def fold_label(label: str) -> str:
    """Return the form in which the labels of link definitions and of reference links meet."""
    return " ".join(label.split()).casefold()
