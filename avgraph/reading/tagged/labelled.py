"""Read what an entry says besides title and names: labelled lines (``**Code:** …``), and links among its remarks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from avgraph.model.entries import LinkKind
from avgraph.model.mentions import Mention
from avgraph.model.vocabulary import TASK_SEPARATOR
from avgraph.reading.fields.links import holds_only_link_words, is_link_word, link_kind
from avgraph.reading.headers import field_of_header
from avgraph.reading.markdown.inline import BREAK, find_link, on_one_line, plain_text
from avgraph.reading.markdown.located import LineTable
from avgraph.reading.markdown.raw_blocks import Definitions
from avgraph.reading.tagged.labels import Field
from avgraph.reading.tagged.pieces import NOTHING, Piece, PieceKind
from avgraph.text.literals import is_date

_LONGEST_LABEL = 50
_COLON = re.compile("[:\uff1a]")
_LABEL_MARKUP = re.compile(r"</?\w+>|[*_]")
_AFTER_LABEL = re.compile(r"[ \t]*(?:\*{1,3}|_{1,3}|</\w+>)?")
_ITEMS = re.compile(r"(?:&#?\w+;|[^,;\uff0c\uff1b\u3001])+")
_ADDRESS = re.compile(r"(?<![(<\w])<?(?P<url>(?:https?|ftp)://[^\s<>()\[\]|]+)>?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_EMPTY_BRACKETS = re.compile(r"\[\s*\]|\(\s*\)")
_MOST_LINKS = 64
_KINDS: dict[str | None, LinkKind | None] = {
    "paper": LinkKind.PAPER, "code": LinkKind.CODE, "project": LinkKind.PROJECT, "video": LinkKind.VIDEO, "slides": LinkKind.SLIDES,
    "data": LinkKind.DATA, "further": LinkKind.OTHER, "link": None,
}  # fmt: skip
"""The kind of the links under a label; None where each tells its own."""
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
    topics: tuple[tuple[str, ...], ...] = ()
    is_paper: bool = True
    notes: list[str] = field(default_factory=list)
    """Whatever else it says, as printed."""


def read_stated(pieces: Sequence[Piece], lines: LineTable, definitions: Definitions) -> Stated:
    """Return what the labelled lines and the remarks of an entry say; what has no field of its own is a note."""
    stated = Stated()
    label = ""
    for piece in pieces:
        if piece.kind is PieceKind.NOTE:
            rest = _read_note(stated, piece, label, (lines, definitions)) if not NOTHING.fullmatch(on_one_line(piece.text)) else ""
            if not NOTHING.fullmatch(rest):
                stated.notes.append(rest)
        label = _word(piece.text) if piece.kind is PieceKind.LABEL and piece.field is Field.OTHER else ""
    return stated


def _word(label: str) -> str:
    return _LABEL_MARKUP.sub("", label).strip(" \t\n:\uff1a").lower()


def _read_note(stated: Stated, piece: Piece, label: str, places: "_Places") -> str:
    """Read a remark, and return what of it is in no field."""
    start = 0
    if not label:
        colon = _COLON.search(piece.text, 0, _LONGEST_LABEL)
        if colon and not piece.text.startswith(("[", "(", ">")):
            label = _word(piece.text[: colon.start()].lstrip(" \t\n-+"))
            mark = _AFTER_LABEL.match(piece.text, colon.end())
            start = mark.end() if mark else 0
    name = _field_of(label)
    if name in _KINDS:
        return _read_links(stated, _KINDS[name], piece, start, places, is_labelled=True)
    if name is not None and _read_value(stated, name, piece.text[start:]):
        return ""
    return _read_links(stated, None, piece, 0, places)


def _field_of(label: str) -> str | None:
    """Return what a label names: a field, a kind of links, ``type``; None where it names nothing that is known."""
    if label in _FURTHER:
        return "further"
    if label == "type" or not label:
        return label or None
    return field_of_header(label) or ("link" if is_link_word(label) else None)


_Places = tuple[LineTable, Definitions]


def _read_value(stated: Stated, name: str, text: str) -> bool:
    """Read the value of a label, and tell whether it could be read."""
    raw = BREAK.sub(" ", text).strip()
    value = plain_text(raw)
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
    elif name == "topic" and value:
        stated.topics = tuple(tuple(map(plain_text, item.split(TASK_SEPARATOR))) for item in _ITEMS.findall(raw) if plain_text(item))
    elif name == "notes" and value:
        stated.notes.append(value)
    elif name == "type" and value.lower() == _NO_PAPER:
        stated.is_paper = False
    else:
        return False
    return True


def _read_links(stated: Stated, kind: LinkKind | None, piece: Piece, start: int, places: _Places, *, is_labelled: bool = False) -> str:
    """Add the links of a remark, each of `kind` or of what it leads to, and return what else it says: nothing, or all of it.

    Without a label what stands beside links that are made of link words alone is what it says.
    """
    lines, definitions = places
    links = list(_find_links(piece.text, start, definitions))
    rest, position = [], start
    for text, url, whole, printed in links:
        shown = kind or link_kind(url, text)
        if shown is not None and shown is not LinkKind.BADGE:
            stated.links.append((shown, Mention(url, *lines.span(*(piece.start + place for place in printed)))))
        rest.append(piece.text[position : whole[0]])
        position = whole[1]
    rest.append(piece.text[position:])
    left = on_one_line(_EMPTY_BRACKETS.sub(" ", "".join(rest)))
    if is_labelled:
        return "" if links and not any(map(str.isalnum, left)) else on_one_line(piece.text)
    return left if links and all(holds_only_link_words(text) for text, *_ in links) else on_one_line(piece.text)


def _find_links(text: str, start: int, definitions: Definitions) -> Iterator[tuple[str, str, tuple[int, int], tuple[int, int]]]:
    """Yield the text of each link, its address, and where link and address stand; addresses that stand by themselves are links too."""
    for _ in range(_MOST_LINKS):
        link = find_link(text, start, len(text), definitions)
        end = link.start if link else len(text)
        for bare in _ADDRESS.finditer(text, start, end):
            yield "link", bare["url"].rstrip(".,;"), bare.span(), bare.span("url")
        if link is None:
            return
        if link.url.strip():
            yield link.text, link.url.strip(), (link.start, link.end), link.url_span
        start = link.end
