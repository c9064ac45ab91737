"""Cut the lines of a reading list into blocks: entries, headings, tables, furniture, stray text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from avgraph.reading.markdown.lines import HEADING_LIMIT, BlockKind, furniture_kind, is_delimiter_row, line_heading, underlined_heading
from avgraph.reading.markdown.raw_blocks import LINE_LIMIT, MASK, RawBlocks
from avgraph.reading.tagged.labels import Label, find_labels
from avgraph.reading.tagged.tags import Tag, find_tag


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of whole lines of one kind."""

    kind: BlockKind
    first: int
    """Index of the first line, from 0."""
    lines: tuple[str, ...]
    level: int = 0
    """Level of a heading, 1 to 6."""
    text: str = ""
    """Text of a heading."""
    column: int = 0
    """Where the text of a heading starts in its line, counted from 0."""
    tag: Tag | None = None
    """The tag of an entry, where it has one."""


_QUOTE_MARKS = re.compile(r"^(?: {0,3}>)+")
_LINK_LINE = re.compile(r"^\s*(?:[-*+]\s+|\d+[.)]\s+)?\**\[")


def cut_blocks(lines: Sequence[str] | RawBlocks) -> Iterator[Block]:
    """Yield the blocks of a list in order; together they hold every line exactly once.

    Every line is looked at a bounded number of times, so the time is linear in the list.
    """
    raw = lines if isinstance(lines, RawBlocks) else RawBlocks(lines)
    scanner = _BlockScanner(raw)
    index = 0
    while index < len(raw.lines):
        block = scanner.block_at(index)
        scanner.is_in_paragraph = block.kind is BlockKind.STRAY
        yield block
        index += len(block.lines)


class _BlockScanner:
    """Holds the lines and what must be known of the whole list to cut it in linear time."""

    def __init__(self, raw: RawBlocks) -> None:
        self.raw = raw
        self.lines: Sequence[str] = self.raw.lines
        self.is_in_paragraph = False
        """Whether the line before is text outside any entry."""

    def block_at(self, index: int) -> Block:
        if index < self.raw.front_matter:
            return self._block(BlockKind.FRONT_MATTER, index, self.raw.front_matter)
        if index in self.raw.code:
            return self._block(BlockKind.CODE, index, self.raw.code[index])
        if self.raw.is_comment(index):
            return self._comment(index)
        line = self.lines[index]
        stripped = line.strip()
        if not stripped:
            return self._block(BlockKind.BLANK, index, index + 1)
        if len(line) <= LINE_LIMIT:
            heading = self._heading(index, line)
            if heading:
                return heading
        tag = find_tag(line)
        if tag is not None:
            return self._entry(index, tag)
        if len(line) > LINE_LIMIT:
            return self._block(BlockKind.STRAY, index, index + 1)
        kind = furniture_kind(line, stripped[0])
        if kind is not None:
            return self._block(kind, index, index + 1)
        if self._is_table_start(index):
            return self._table(index)
        if _LINK_LINE.match(line) and self._is_tagless_entry(index):
            return self._entry(index, None)
        return self._underlined_heading(index, line) or self._block(BlockKind.STRAY, index, index + 1)

    @staticmethod
    def _heading(index: int, line: str) -> Block | None:
        heading = line_heading(line)
        return Block(BlockKind.HEADING, index, (line,), *heading) if heading else None

    def _underlined_heading(self, index: int, line: str) -> Block | None:
        if index + 1 == len(self.lines) or self.is_in_paragraph:
            return None
        heading = underlined_heading(line, self.lines[index + 1])
        return Block(BlockKind.HEADING, index, tuple(self.lines[index : index + 2]), *heading) if heading else None

    def _block(self, kind: BlockKind, start: int, end: int) -> Block:
        return Block(kind, start, tuple(self.lines[start:end]))

    def _comment(self, index: int) -> Block:
        end = index + 1
        while end < len(self.lines) and self.raw.is_comment(end):
            end += 1
        return self._block(BlockKind.COMMENT, index, end)

    def _is_table_start(self, index: int) -> bool:
        return (
            "|" in self.lines[index]
            and index + 1 < len(self.lines)
            and "-" in self.lines[index + 1]
            and is_delimiter_row(self.lines[index + 1])
        )

    def _table(self, index: int) -> Block:
        end = index + 2
        while end < len(self.lines) and "|" in self.lines[end] and find_tag(self.lines[end]) is None:
            end += 1
        return self._block(BlockKind.TABLE, index, end)

    def _is_tagless_entry(self, index: int) -> bool:
        """Tell whether a line that starts with a link opens an entry that lost its tag."""
        for line in self.lines[index : index + 6]:
            line = line[:HEADING_LIMIT]  # noqa: PLW2901  (a label stands near the start)
            if not line.strip() or line.lstrip().startswith("#"):
                return False
            if any(label.is_exact for label in find_labels(line, 0)):
                return True
            if find_tag(line):
                return False
        return False

    def _entry(self, index: int, tag: Tag | None) -> Block:
        end = index + 1
        last = index
        while end < len(self.lines):
            line = self.lines[end]
            if self.raw.is_comment(end):
                end += 1
                continue
            if not line.strip():
                if not self._goes_on_after_blank(index, end):
                    break
            elif self._ends_entry(line, end):
                break
            else:
                last = end
            end += 1
        lines = tuple(self.lines[index : last + 1])
        if lines[0].lstrip()[:1] == ">":
            # The marks of a quote are no text.
            lines = tuple(_QUOTE_MARKS.sub(lambda match: match[0].replace(">", MASK), line) for line in lines)
        return Block(BlockKind.ENTRY, index, lines, tag=tag)

    def _ends_entry(self, line: str, index: int) -> bool:
        if index in self.raw.code:
            return True
        first = line.lstrip()[0]
        if first == "#" or line.lstrip()[:2] in ("<h", "<H"):
            return self._heading(index, line[:LINE_LIMIT]) is not None
        if first in "*_[`<-+\u30100123456789>" or line[-1] in "]*" or line.rstrip()[-1] in "]*":
            if find_tag(line) is not None:
                return True
            kind = furniture_kind(line, first) if len(line) <= LINE_LIMIT else None
            if kind is not None and kind not in (BlockKind.MARKUP, BlockKind.IMAGE):
                return True
        return self._is_table_start(index)

    def _goes_on_after_blank(self, start: int, blank: int) -> bool:
        """Tell whether an entry goes on after a blank line: it still lacks what the next lines bring.

        At most three blank lines are bridged.
        """
        index = blank + 1
        while index < len(self.lines) and not self.lines[index].strip() and index - blank < 3:
            index += 1
        if index >= len(self.lines) or not self.lines[index].strip():
            return False
        line = self.lines[index]
        if self._ends_entry(line, index):
            return False
        before = "\n".join(self.lines[start:blank])
        if re.match(r"^\s*<br\b", line, re.IGNORECASE) and index + 1 < len(self.lines):
            line = self.lines[index + 1]
        opening = _opening_label(line)
        if opening is not None:
            return all(label.field != opening.field for label in find_labels(before, 0))
        has_link = "](" in before or any(map(_LINK_LINE.match, self.lines[start + 1 : blank]))
        return _LINK_LINE.match(line) is not None and not has_link


def _opening_label(line: str) -> Label | None:
    """Return the label that opens a line, or None."""
    for label in find_labels(line, 0):
        return label if not line[: label.start].strip(" \t<br/>") else None
    return None
