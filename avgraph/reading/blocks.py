"""Cut the lines of a reading list into blocks: entries, headings, tables, furniture, stray text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from avgraph.reading.labels import Label, find_labels
from avgraph.reading.tags import Tag, find_tag


class BlockKind(StrEnum):
    """What a stretch of lines is."""

    ENTRY = "entry"
    HEADING = "heading"
    TABLE = "table"
    STRAY = "stray text"
    # Furniture: lines that hold no fact about a paper or dataset.
    BLANK = "blank"
    CONTENTS = "contents list"
    ANCHOR = "anchor"
    BACK_LINK = "back link"
    RULE = "rule"
    COMMENT = "comment"
    CODE = "code block"
    IMAGE = "image"
    MARKUP = "markup"


FURNITURE = frozenset(BlockKind) - {BlockKind.ENTRY, BlockKind.HEADING, BlockKind.TABLE, BlockKind.STRAY}


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


_SETEXT = re.compile(r"^ {0,3}=+[ \t]*$")
_CONTENTS = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+\[[^\n]*\]\(#[^\s()]*\)\s*$")
_BACK_LINK = re.compile(r"^\s*(?:<[^<>]*>\s*)*\**\[[^\[\]\n]*\]\(#[^\s()]*\)\**(?:\s*<[^<>]*>)*\s*$")
_HTML_BACK_LINK = re.compile(r"^\s*(?:<[^<>]*>\s*)*<a\s[^<>]*href\s*=\s*[\"']?#[^<>]*>[^<>]*</a>(?:\s*<[^<>]*>)*\s*$", re.IGNORECASE)
_ANCHOR = re.compile(r"^(?:<a\s+(?:name|id)\s*=[^<>]*>(?:\s*</a>)?\s*)+$", re.IGNORECASE)
_RULE = re.compile(r"^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|<hr\b[^<>]*>)[ \t]*$", re.IGNORECASE)
_FENCE = re.compile(r"^ {0,3}(`{3,}(?=[^`]*$)|~{3,})")
_IMAGE = re.compile(r"^(?:\[?!\[[^\[\]\n]*\]\([^\s()]*\)\]?(?:\([^\s()]*\))?\s*|<img\b[^<>]*>\s*)+$", re.IGNORECASE)
_MARKUP = re.compile(
    r"^(?:</?(?:br|p|div|center|details|summary|table|tr|td|th|tbody|thead|span|font|b|h\d|sub|sup|picture|source)\b[^<>]*>\s*)+$",
    re.IGNORECASE,
)
_DELIMITER = re.compile(r":?-+:?")
_LINK_LINE = re.compile(r"^\s*(?:[-*+]\s+|\d+[.)]\s+)?\**\[")
_BLANK_START = ("", " ", "\t")


def cut_blocks(lines: Sequence[str]) -> Iterator[Block]:
    """Yield the blocks of a list in order; together they hold every line exactly once.

    Every line is looked at a bounded number of times, so the time is linear in the list.
    """
    scanner = _BlockScanner(lines)
    index = 0
    while index < len(lines):
        block = scanner.block_at(index)
        yield block
        index += len(block.lines)


class _BlockScanner:
    """Holds the lines and what must be known of the whole list to cut it in linear time."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.last_comment_end = max((i for i, line in enumerate(lines) if "-->" in line), default=-1)
        self.fences = [i for i, line in enumerate(lines) if line.lstrip()[:3] in ("```", "~~~") and _FENCE.match(line)]
        self.next_fence = dict(zip(self.fences[::2], self.fences[1::2], strict=False))

    def block_at(self, index: int) -> Block:
        line = self.lines[index]
        stripped = line.strip()
        if not stripped:
            return self._block(BlockKind.BLANK, index, index + 1)
        first = stripped[0]
        if first == "#":
            heading = read_heading(line)
            if heading:
                return Block(BlockKind.HEADING, index, (line,), *heading)
        if first == "<" and stripped.startswith("<!--"):
            return self._comment(index)
        if first in "`~" and index in self.next_fence:
            return self._block(BlockKind.CODE, index, self.next_fence[index] + 1)
        tag = find_tag(line)
        if tag is not None:
            return self._entry(index, tag)
        kind = self._furniture_kind(line, first)
        if kind is not None:
            return self._block(kind, index, index + 1)
        if self._is_table_start(index):
            return self._table(index)
        if _LINK_LINE.match(line) and self._is_tagless_entry(index):
            return self._entry(index, None)
        if index + 1 < len(self.lines) and _SETEXT.match(self.lines[index + 1]):
            return Block(BlockKind.HEADING, index, tuple(self.lines[index : index + 2]), 1, stripped, line.index(stripped))
        return self._block(BlockKind.STRAY, index, index + 1)

    def _block(self, kind: BlockKind, start: int, end: int) -> Block:
        return Block(kind, start, tuple(self.lines[start:end]))

    @staticmethod
    def _furniture_kind(line: str, first: str) -> BlockKind | None:
        stripped = line.strip()
        if first in "-*+0123456789" and _CONTENTS.match(stripped):
            return BlockKind.CONTENTS
        if first in "-*_<" and _RULE.match(line):
            return BlockKind.RULE
        if first in "[*<" and (_BACK_LINK.match(stripped) or _HTML_BACK_LINK.match(stripped)):
            return BlockKind.BACK_LINK
        if first == "<" and _ANCHOR.match(stripped):
            return BlockKind.ANCHOR
        if first in "![<" and _IMAGE.match(stripped):
            return BlockKind.IMAGE
        if first == "<" and _MARKUP.match(stripped):
            return BlockKind.MARKUP
        return None

    def _comment(self, index: int) -> Block:
        end = index
        if "-->" not in self.lines[index].partition("<!--")[2] and index < self.last_comment_end:
            end += 1
            while "-->" not in self.lines[end]:
                end += 1
        return self._block(BlockKind.COMMENT, index, end + 1)

    def _is_table_start(self, index: int) -> bool:
        return (
            "|" in self.lines[index]
            and index + 1 < len(self.lines)
            and "-" in self.lines[index + 1]
            and _is_delimiter_row(self.lines[index + 1])
        )

    def _table(self, index: int) -> Block:
        end = index + 2
        while end < len(self.lines) and "|" in self.lines[end] and find_tag(self.lines[end]) is None:
            end += 1
        return self._block(BlockKind.TABLE, index, end)

    def _is_tagless_entry(self, index: int) -> bool:
        """Tell whether a line that starts with a link opens an entry that lost its tag."""
        for line in self.lines[index : index + 6]:
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
            if not line.strip():
                if not self._goes_on_after_blank(index, end):
                    break
            elif self._ends_entry(line, end):
                break
            else:
                last = end
            end += 1
        return Block(BlockKind.ENTRY, index, tuple(self.lines[index : last + 1]), tag=tag)

    def _ends_entry(self, line: str, index: int) -> bool:
        first = line.lstrip()[0]
        if first == "#":
            return read_heading(line) is not None
        if first in "*_[`<-+\u30100123456789>" or line[-1] in "]*" or line.rstrip()[-1] in "]*":
            if find_tag(line) is not None:
                return True
            if first == "<" and line.lstrip().startswith("<!--"):
                return True
            kind = self._furniture_kind(line, first)
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
        return _LINK_LINE.match(line) is not None and "](" not in before


def read_heading(line: str) -> tuple[int, str, int] | None:
    """Return level and text of a heading and where the text starts, or None. Two and more ``#`` also count without a space after them.

    >>> read_heading("### Music ##"), read_heading("##Music"), read_heading("#tag")
    ((3, 'Music', 4), (2, 'Music', 2), None)
    """
    indent = len(line) - len(line.lstrip())
    stripped = line.strip()
    text = stripped.lstrip("#")
    level = len(stripped) - len(text)
    if not 1 <= level <= 6 or len(line) - len(line.lstrip(" ")) > 3 or line[0] == "\t":
        return None
    column = indent + level + len(text) - len(text.lstrip())
    if text and not text[0].isspace():
        return (level, text.strip(), column) if level > 1 else None
    bare = text.rstrip("#")
    return level, (bare if not bare or bare[-1].isspace() else text).strip(), column


def _is_delimiter_row(line: str) -> bool:
    cells = line.strip().removeprefix("|").removesuffix("|").split("|")
    return all(_DELIMITER.fullmatch(cell.strip()) for cell in cells)


def _opening_label(line: str) -> Label | None:
    """Return the label that opens a line, or None."""
    for label in find_labels(line, 0):
        return label if not line[: label.start].strip(" \t<br/>") else None
    return None
