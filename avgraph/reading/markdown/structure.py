"""Part the lines of any list into blocks: headings, items with what is nested in them, paragraphs, tables, groups, furniture."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from enum import StrEnum

from avgraph.reading.markdown.lines import BlockKind, furniture_kind, is_delimiter_row, is_rule, line_heading, underlined_heading
from avgraph.reading.markdown.raw_blocks import LINE_LIMIT, MASK, RawBlocks, indent_columns


class PartKind(StrEnum):
    """What a part of a list is."""

    HEADING = "heading"
    ITEM = "item"
    PARAGRAPH = "paragraph"
    TABLE = "table"
    OPENING = "opening of a group"
    """``<summary>…</summary>``: its text groups what follows, until `CLOSING`."""
    CLOSING = "closing of a group"
    FURNITURE = "furniture"


@dataclass(slots=True, eq=False)
class Part:
    """A stretch of whole lines with its place."""

    kind: PartKind
    first: int
    """Index of its first line, from 0."""
    last: int
    """Index of its last line."""
    start: int
    """Where its text starts, as an offset in the text of the list."""
    end: int
    level: int = 0
    """Of a heading, 1 to 6, and of the opening of a group that is one; of an item, the column of its mark."""
    marker: str = ""
    """The mark of an item, as printed; the kind of furniture."""
    children: "list[Part]" = field(default_factory=list)
    """Of an item: its paragraphs, nested items and tables."""


_ITEM = re.compile(
    r"(?P<indent>[ \t\x1f]*)(?:(?P<mark>[-*+\u2022\u25e6\u25aa\u00b7\u2013]|(?!\((?:19|20)\d\d\))\(?\d{1,4}[.)\u3001\uff0e\uff09]{1,2}|\d{1,4}\uff1a)(?P<gap>[ \t]+|$)"
    r"|(?P<tight>[-+](?=\[|\*\*[^*\s]|!\[)|\d{1,4}[.)](?=\[|\*\*|[A-Z][a-z])|\*(?=\d{1,4}[.)][ ])|\*(?=\[(?:[^*\n]|\*\*)*$)|<li\b[^<>\n]{0,200}>))"
)
_QUOTE_MARKS = re.compile(r"^(?:[ \x1f]{0,3}>)+")
_SUMMARY = re.compile(r"<summary\b[^<>]*>(?P<text>.*?)(?:</summary\s*>|$)", re.IGNORECASE)
_DETAILS_END = re.compile(r"</details\s*>", re.IGNORECASE)
_DETAILS = re.compile(r"</?(?:details|summary)\b", re.IGNORECASE)
_TABLE_TAG = re.compile(r"</?table\b", re.IGNORECASE)
_NO_HTML_TABLE = re.compile(r"[ \t\x1f]*(?:[-*+]|\d{1,4}[.)]|#{1,6})[ \t]|<li\b", re.IGNORECASE)
"""A line of Markdown within an HTML table that only arranges it."""
HTML = "html"
"""The mark of a table in HTML."""
_INDENT = f" \t{MASK}"
_DEEPEST = 40
"""Items nested deeper stand beside each other."""


@dataclass(slots=True, eq=False)
class _OpenItem:
    mark: int
    """Column of its mark."""
    content: int
    """Column of its text."""
    part: Part


class Structure:
    """The text of a list, comments and marks of quotes as `MASK`, and its parts."""

    def __init__(self, raw: RawBlocks) -> None:
        """Part the lines; each is looked at a bounded number of times."""
        self.lines = [
            _QUOTE_MARKS.sub(lambda match: match[0].replace(">", MASK), line) if line.lstrip()[:1] == ">" else line for line in raw.lines
        ]
        self.text = "\n".join(self.lines)
        self.starts: list[int] = []
        """Where each line starts in the text."""
        offset = 0
        for line in self.lines:
            self.starts.append(offset)
            offset += len(line) + 1
        self.parts: list[Part] = []
        self._raw = raw
        self._items: list[_OpenItem] = []
        self._paragraph: Part | None = None
        self._tables = [number for number, line in enumerate(self.lines) if "table" in line and _TABLE_TAG.search(line)]
        """The lines where tables in HTML start and end."""
        index = 0
        while index < len(self.lines):
            index = self._read(index)

    def _read(self, index: int) -> int:
        """Read the part, or the line of one, that starts at a line; return the line after it."""
        raw, line = self._raw, self.lines[index]
        if index < raw.front_matter:
            return self._furniture(index, raw.front_matter, BlockKind.FRONT_MATTER)
        if index in raw.code:
            return self._furniture(index, raw.code[index], BlockKind.CODE)
        if not line or line.isspace():
            self._paragraph = None
            return self._furniture(index, index + 1, BlockKind.COMMENT) if MASK in line and raw.is_comment(index) else index + 1
        if len(line) > LINE_LIMIT:
            return self._furniture(index, index + 1, BlockKind.STRAY)
        return self._heading_or_group(index, line) or self._line_furniture(index, line) or self._content(index, line)

    def _heading_or_group(self, index: int, line: str) -> int:
        """Read a heading, or a line with the tags of a group; return 0 where there is none."""
        first = line.lstrip()[0]
        heading = line_heading(line.replace(MASK, " ") if MASK in line[:8] else line) if first in "#<" else None
        if heading:
            return self._heading(index, index + 1, heading)
        if first == "<" and line.lstrip()[:6].lower() == "<table":
            return self._html_table(index)
        return self._group(index, line) if first == "<" and _DETAILS.search(line[:300]) else 0

    def _line_furniture(self, index: int, line: str) -> int:
        """Read a line that holds no fact; return 0 where it is none."""
        if self._paragraph is None and is_rule(line):
            self._close()
            return self._furniture(index, index + 1, BlockKind.RULE)
        first = line.lstrip()[0]
        kind = furniture_kind(line, first) if first in "[<!" or (first in "-*+0123456789" and "](#" in line) else None
        if kind is None or (kind is BlockKind.IMAGE and (self._paragraph is not None or self._items)):
            return 0
        if kind is BlockKind.MARKUP and "<br" in line.lower() and self._paragraph is not None:
            return self._text(index, line)
        return self._furniture(index, index + 1, kind)

    def _content(self, index: int, line: str) -> int:
        """Read a table, an item, a heading that is underlined, or a line of text."""
        if "|" in line and self._is_table_start(index):
            return self._table(index)
        item = _ITEM.match(line)
        if item is not None and not (item["gap"] == "" and item["tight"] is None and len(line.strip()) > 3):
            return self._item(index, line, item)
        if self._paragraph is None and index + 1 < len(self.lines) and not line[0].isspace():
            heading = underlined_heading(line, self.lines[index + 1])
            if heading:
                return self._heading(index, index + 2, heading)
        return self._text(index, line)

    def _add(self, part: Part) -> None:
        (self._items[-1].part.children if self._items else self.parts).append(part)
        for each in self._items:
            each.part.last = part.last

    def _furniture(self, index: int, end: int, kind: BlockKind) -> int:
        if kind not in (BlockKind.COMMENT, BlockKind.IMAGE):
            self._paragraph = None
        self.parts.append(Part(PartKind.FURNITURE, index, end - 1, self.starts[index], self._line_end(end - 1), marker=kind.value))
        return end

    def _close(self) -> None:
        """Close the items and the paragraph that are open."""
        self._items.clear()
        self._paragraph = None

    def _line_end(self, index: int) -> int:
        return self.starts[index] + len(self.lines[index])

    def _heading(self, index: int, end: int, heading: tuple[int, str, int]) -> int:
        self._close()
        level, text, column = heading
        start = self.starts[index] + column
        self.parts.append(Part(PartKind.HEADING, index, end - 1, start, start + len(text), level))
        return end

    def _group(self, index: int, line: str) -> int:
        """Read a line with ``<details>``, ``<summary>`` or their ends: a group at the top level, hidden text in an item."""
        indent = indent_columns(line, _INDENT)
        if self._items and indent >= min(2, self._items[-1].content) and (indent or self._paragraph is None):
            return self._text(index, line)
        self._close()
        closing = _DETAILS_END.search(line)
        summary = _SUMMARY.search(line)
        start = self.starts[index]
        if closing and (not summary or closing.start() < summary.start()):
            self.parts.append(Part(PartKind.CLOSING, index, index, start, start + len(line)))
        end = index
        if summary:
            if not summary["text"].strip() and "</summary" not in line.lower() and index + 1 < len(self.lines):
                end = index + 1
                text = (self.starts[end], self._line_end(end))
            else:
                text = (start + summary.start("text"), start + summary.end("text"))
            self._opening(index, end, *text)
        if closing and summary and closing.start() > summary.start():
            self.parts.append(Part(PartKind.CLOSING, index, index, start, start + len(line)))
        if not closing and not summary:
            self.parts.append(Part(PartKind.FURNITURE, index, index, start, start + len(line), marker=BlockKind.MARKUP.value))
        return end + 1

    def _opening(self, index: int, last: int, start: int, end: int) -> None:
        """Add the text that names a group; the tags of a heading around it give its level."""
        shown = self.text[start:end]
        heading = line_heading(shown.lstrip()) if shown.lstrip()[:2].lower() == "<h" else None
        level, text, column = heading or (0, shown, 0)
        start += len(shown) - len(shown.lstrip()) + column if heading else 0
        self.parts.append(Part(PartKind.OPENING, index, last, start, start + len(text), level))

    def _is_table_start(self, index: int) -> bool:
        following = self.lines[index + 1] if index + 1 < len(self.lines) else ""
        return "-" in following and "|" in following and is_delimiter_row(following)

    def _table(self, index: int) -> int:
        end = index + 2
        while end < len(self.lines) and "|" in self.lines[end] and len(self.lines[end]) <= LINE_LIMIT:
            end += 1
        indent = indent_columns(self.lines[index], _INDENT)
        if not indent:
            self._close()
        self._paragraph = None
        self._add(Part(PartKind.TABLE, index, end - 1, self.starts[index], self._line_end(end - 1)))
        return end

    def _html_table(self, index: int) -> int:
        """Read ``<table>`` to ``</table>``; return 0 where it never ends, or only arranges Markdown or other tables."""
        first = bisect_left(self._tables, index)
        if len(self._tables) <= first + 1 or "</table" not in self.lines[last := self._tables[first + 1]].lower():
            last = index
        if self.lines[last].lower().count("</table") != 1 or any(_NO_HTML_TABLE.match(line) for line in self.lines[index : last + 1]):
            return 0
        self._close()
        self._add(Part(PartKind.TABLE, index, last, self.starts[index], self._line_end(last), marker=HTML))
        return last + 1

    def _item(self, index: int, line: str, match: re.Match[str]) -> int:
        column = indent_columns(match["indent"], _INDENT)
        mark = match["mark"] or match["tight"]
        gap = len((match["gap"] or "").expandtabs(4))
        content = column + len(mark) + (gap if 1 <= gap <= 4 else 1 if gap else 0)
        while self._items and column < self._items[-1].content and column < self._items[-1].mark + 2:
            self._items.pop()
        if len(self._items) >= _DEEPEST:
            self._items.pop()
        part = Part(PartKind.ITEM, index, index, self.starts[index] + match.end(), self._line_end(index), column, mark)
        self._add(part)
        self._items.append(_OpenItem(column, content, part))
        self._paragraph = None
        rest = line[match.end() :]
        if rest.strip():
            inner = _ITEM.match(rest)
            if inner and inner["mark"] and inner["gap"] and rest[inner.end() :].strip() and mark in "*-+":
                # ``* 1. text``: two marks of one item.
                part.start += inner.end()
            self._paragraph = Part(PartKind.PARAGRAPH, index, index, part.start, self._line_end(index))
            part.children.append(self._paragraph)
        return index + 1

    def _text(self, index: int, line: str) -> int:
        if self._paragraph is not None:
            self._paragraph.end = self._line_end(index)
            self._paragraph.last = index
            for each in self._items:
                each.part.last = index
            return index + 1
        column = indent_columns(line, _INDENT)
        while self._items and column < self._items[-1].content and not self._items[-1].mark + 1 < column:
            self._items.pop()
        self._paragraph = Part(PartKind.PARAGRAPH, index, index, self.starts[index], self._line_end(index))
        self._add(self._paragraph)
        return index + 1
