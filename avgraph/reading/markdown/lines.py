"""What a single line can be: heading, rule, row of a table, furniture."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from avgraph.model.mentions import Mention
from avgraph.reading.markdown.inline import plain_text
from avgraph.reading.markdown.raw_blocks import find_definition


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
    FRONT_MATTER = "front matter"
    DEFINITION = "link definition"
    IMAGE = "image"
    MARKUP = "markup"


FURNITURE = frozenset(BlockKind) - {BlockKind.ENTRY, BlockKind.HEADING, BlockKind.TABLE, BlockKind.STRAY}
HEADING_LIMIT = 1_000
"""Longest heading, in characters."""
_HTML_HEADING = re.compile(r"^ {0,3}<h(?P<level>[1-6])\b[^<>]*>(?P<text>.*)</h(?P=level)\s*>\s*$", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"(?<=\S)\s*\{:?\s?[#.][^{}]*\}$|(?<=\S)\s+\{-\}$")
_SETEXT = re.compile(r"^ {0,3}(?:=+|-+)[ \t\x1f]*$")
_BLOCK_START = re.compile(r"^ {0,3}(?:[-*+>]|\d{1,9}[.)])(?:\s|$)|^ {0,3}[<|]")
_CONTENTS = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+\[[^\n]*\]\(#[^\s()]*\)\s*$")
_CONTENTS_ITEM = re.compile(r"^\s*[-*+]\s+\[(?P<text>[^\]]*)\]\(#[^)]*\)")
_BACK_LINK = re.compile(r"^\s*(?:<[^<>]*>\s*)*\**\[[^\[\]\n]*\]\(#[^\s()]*\)\**(?:\s*<[^<>]*>)*\s*$")
_HTML_BACK_LINK = re.compile(r"^\s*(?:<[^<>]*>\s*)*<a\s[^<>]*href\s*=\s*[\"']?#[^<>]*>[^<>]*</a>(?:\s*<[^<>]*>)*\s*$", re.IGNORECASE)
_ANCHOR = re.compile(r"^(?:<a\s+(?:name|id)\s*=[^<>]*>(?:\s*</a>)?\s*)+$", re.IGNORECASE)
_HTML_RULE = re.compile(r"^ {0,3}<hr\b[^<>]*>[ \t]*$", re.IGNORECASE)
_IMAGE = re.compile(r"^(?:\[?!\[[^\[\]\n]*\]\([^\s()]*\)\]?(?:\([^\s()]*\))?\s*|<img\b[^<>]*>\s*)+$", re.IGNORECASE)
_MARKUP = re.compile(
    r"^(?:<(?:/li|/?(?:br|p|div|center|details|summary|table|tr|td|th|tbody|thead|ul|ol|span|font|b|h\d|sub|sup|picture|source))\b[^<>]*>\s*)+$",
    re.IGNORECASE,
)
_DELIMITER = re.compile(r":?-+:?")


def line_heading(line: str) -> tuple[int, str, int] | None:
    """Return level and text of the heading that a line is, with ``#`` or in HTML, and where the text starts; or None."""
    if line.lstrip()[0] == "#":
        heading = read_heading(line)
        return heading if heading and len(heading[1]) <= HEADING_LIMIT else None
    match = _HTML_HEADING.match(line) if line.lstrip()[:2] in ("<h", "<H") else None
    if match and match["text"].strip() and len(match["text"]) <= HEADING_LIMIT:
        column = match.start("text") + len(match["text"]) - len(match["text"].lstrip())
        return int(match["level"]), match["text"].strip(), column
    return None


def underlined_heading(line: str, following: str) -> tuple[int, str, int] | None:
    """Return level and text of the heading that a line and the one below it are, and where the text starts; or None."""
    if not _SETEXT.match(following):
        return None
    text = _ATTRIBUTES.sub("", line.strip())
    if line[0] == "\t" or line.startswith("    ") or _BLOCK_START.match(line) or len(text) > HEADING_LIMIT:
        return None
    return 1 if "=" in following else 2, text, line.index(text)


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
        return (level, _ATTRIBUTES.sub("", text.strip()), column) if level > 1 else None
    bare = text.rstrip("#")
    return level, _ATTRIBUTES.sub("", (bare if not bare or bare[-1].isspace() else text).strip()), column


def furniture_kind(line: str, first: str) -> BlockKind | None:
    """Return what a line is that holds no fact; `first` is its first character that is no white space."""
    stripped = line.strip()
    if first in "-*+0123456789" and _CONTENTS.match(stripped):
        return BlockKind.CONTENTS
    if first in "-*_<" and is_rule(line):
        return BlockKind.RULE
    if first == "[" and find_definition(line):
        return BlockKind.DEFINITION
    if first in "[*<" and (_BACK_LINK.match(stripped) or _HTML_BACK_LINK.match(stripped)):
        return BlockKind.BACK_LINK
    if first == "<" and _ANCHOR.match(stripped):
        return BlockKind.ANCHOR
    if first in "![<" and _IMAGE.match(stripped):
        return BlockKind.IMAGE
    if first == "<" and _MARKUP.match(stripped):
        return BlockKind.MARKUP
    return None


def contents_items(lines: Sequence[str], first_line: int) -> Iterator[Mention]:
    """Yield the headings that the lines of a contents list name, each with its place."""
    for number, line in enumerate(lines, first_line):
        item = _CONTENTS_ITEM.match(line)
        if item:
            yield Mention(plain_text(item["text"]), number, item.start("text") + 1, number, item.end("text") + 1)


def is_rule(line: str) -> bool:
    """Tell whether a line is a thematic break."""
    if line.rstrip()[-1:] not in ("-", "*", "_", ">"):
        return False
    marks = "".join(line.split())
    return (len(marks) >= 3 and marks[0] in "-*_" and marks == marks[0] * len(marks) and line[:4].strip(" ") != "") or (
        _HTML_RULE.match(line) is not None
    )


def is_delimiter_row(line: str) -> bool:
    """Tell whether a line parts the header of a table from its rows."""
    cells = line.strip().removeprefix("|").removesuffix("|").split("|")
    return all(_DELIMITER.fullmatch(cell.strip()) for cell in cells)
