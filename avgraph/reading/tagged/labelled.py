"""Read what an entry says besides title and names: labelled lines (``**Code:** …``), and links among its remarks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from avgraph.model.entries import LinkKind, Mention
from avgraph.reading.fields.headers import field_of_header
from avgraph.reading.fields.links import holds_only_link_words, link_kind
from avgraph.reading.markdown.inline import BREAK, find_link, plain_text
from avgraph.reading.markdown.located import LineTable
from avgraph.reading.markdown.raw_blocks import Definitions
from avgraph.reading.tagged.labels import Field
from avgraph.reading.tagged.pieces import NOTHING, Piece, PieceKind
from avgraph.text.dates import is_date

_LONGEST_LABEL = 50
_COLON = re.compile("[:\uff1a]")
_LABEL_MARKUP = re.compile(r"</?\w+>|[*_]")
_AFTER_LABEL = re.compile(r"[ \t]*(?:\*{1,3}|_{1,3}|</\w+>)?")
_ITEMS = re.compile(r"(?:&#?\w+;|[^,;\uff0c\uff1b\u3001])+")
_ADDRESS = re.compile(r"(?<![(<\w])<?(?P<url>(?:https?|ftp)://[^\s<>()\[\]|]+)>?")
_SPACES = re.compile(r"\s+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MOST_LINKS = 64
_KINDS = {
    "paper": LinkKind.PAPER, "code": LinkKind.CODE, "project": LinkKind.PROJECT, "video": LinkKind.VIDEO, "slides": LinkKind.SLIDES,
    "data": LinkKind.DATA,
}  # fmt: skip
_FURTHER = frozenset(("further link", "further links"))
_NO_PAPER = "no paper"


@dataclass(slots=True)
class Stated:
    """What an entry says besides title and names."""

    links: list[tuple[LinkKind, Mention]] = field(default_factory=list)
    venue: str | None = None
    year: int | None = None
    date: str | None = None
    summary: str | None = None
    keywords: tuple[str, ...] = ()
    is_paper: bool = True
    notes: list[str] = field(default_factory=list)
    """Whatever else it says, as printed."""


def read_stated(pieces: Sequence[Piece], lines: LineTable, definitions: Definitions) -> Stated:
    """Return what the labelled lines and the remarks of an entry say; what has no field of its own is a note."""
    stated = Stated()
    label = ""
    for piece in pieces:
        if piece.kind is PieceKind.NOTE:
            printed = _SPACES.sub(" ", BREAK.sub(" ", piece.text)).strip()
            if not NOTHING.fullmatch(printed) and not _read_note(stated, piece, label, lines, definitions):
                stated.notes.append(printed)
        label = _word(piece.text) if piece.kind is PieceKind.LABEL and piece.field is Field.OTHER else ""
    return stated


def _word(label: str) -> str:
    return _LABEL_MARKUP.sub("", label).strip(" \t\n:\uff1a").lower()


def _read_note(stated: Stated, piece: Piece, label: str, lines: LineTable, definitions: Definitions) -> bool:
    """Read a remark, and tell whether all that it says is in a field."""
    start = 0
    if not label:
        colon = _COLON.search(piece.text, 0, _LONGEST_LABEL)
        if colon and not piece.text.startswith(("[", "(", ">")):
            label = _word(piece.text[: colon.start()].lstrip(" \t\n-+"))
            start = _AFTER_LABEL.match(piece.text, colon.end()).end()  # type: ignore[union-attr]  (it matches nothing too)
    name = "further" if label in _FURTHER else "type" if label == "type" else field_of_header(label) if label else None
    if name is None or not _read_value(stated, name, piece, start, (lines, definitions)):
        return _read_links(stated, None, piece, start if name else 0, (lines, definitions))
    return True


_Places = tuple[LineTable, Definitions]


def _read_value(stated: Stated, name: str, piece: Piece, start: int, places: _Places) -> bool:
    """Read the value of a label, and tell whether it could be read."""
    raw = BREAK.sub(" ", piece.text[start:]).strip()
    value = plain_text(raw)
    if name in _KINDS or name in ("link", "further"):
        kind = _KINDS.get(name, LinkKind.OTHER if name == "further" else None)
        return _read_links(stated, kind, piece, start, places, is_labelled=True)
    if name == "venue" and value:
        stated.venue = value
    elif name == "year" and _YEAR.fullmatch(value):
        stated.year = int(value)
    elif name == "date" and is_date(value):
        stated.date = value
    elif name == "summary" and value:
        stated.summary = value
    elif name == "keywords" and value:
        stated.keywords = tuple(dict.fromkeys(filter(None, map(plain_text, _ITEMS.findall(raw)))))
    elif name == "notes" and value:
        stated.notes.append(value)
    elif name == "type" and value.lower() == _NO_PAPER:
        stated.is_paper = False
    else:
        return False
    return True


def _read_links(
    stated: Stated, kind: LinkKind | None, piece: Piece, start: int, places: _Places, *, is_labelled: bool = False
) -> bool:
    """Add the links of a remark, each of the kind of its label or of what it leads to, and tell whether it says no more than them."""
    lines, definitions = places
    links = list(_find_links(piece.text, start, definitions))
    rest, position = [], start
    for text, url, whole, printed in links:
        shown = kind or link_kind(url, text)
        if shown is not None and shown is not LinkKind.BADGE:
            stated.links.append((shown, Mention(url, *lines.span(*(piece.start + place for place in printed)))))
        rest.append(piece.text[position : whole[0]])
        if not (is_labelled or holds_only_link_words(text)):
            rest.append(text)
        position = whole[1]
    rest.append(piece.text[position:])
    return bool(links) and not any(map(str.isalnum, BREAK.sub("", "".join(rest))))


def _find_links(
    text: str, start: int, definitions: Definitions
) -> Iterator[tuple[str, str, tuple[int, int], tuple[int, int]]]:
    """Yield the text of each link, its address, and where link and address stand; addresses that stand by themselves are links too."""
    for _ in range(_MOST_LINKS):
        found = find_link(text, start, len(text), definitions)
        end = found.start if found else len(text)
        for bare in _ADDRESS.finditer(text, start, end):
            yield "link", bare["url"].rstrip(".,;"), bare.span(), bare.span("url")
        if found is None:
            return
        if found.url.strip():
            yield found.text, found.url.strip(), (found.start, found.end), found.url_span
        start = found.end
