"""Turn the lines of one entry into its fields, every character accounted for."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from avgraph.model.entries import Mention, Mentions, pack_spans
from avgraph.reading.inline import find_link, locate_field_text, plain_text, span_with_links
from avgraph.reading.labels import Field, Label, find_labels
from avgraph.reading.located import LineTable, LocatedText, join_texts
from avgraph.reading.names import locate_names, split_names, split_plain_names
from avgraph.reading.organisations import locate_organisations, names_organisation, split_plain_list
from avgraph.reading.tags import Tag

LENGTH_LIMIT = 100_000
"""Longest entry that is read, in characters. A paper of 3,000 authors has about 60,000."""


class PieceKind(StrEnum):
    """What a stretch of an entry's text is."""

    TAG = "tag"
    TITLE = "title"
    LABEL = "label"
    AUTHORS = "authors"
    INSTITUTIONS = "institutions"
    NOTE = "note"
    MARKUP = "markup"


class Piece(NamedTuple):
    """A stretch of an entry's text; the pieces of an entry, joined, are its text."""

    kind: PieceKind
    text: str
    start: int = 0
    """Where it starts in the entry's text."""
    field: Field | None = None
    """What a label marks."""


_NONE = Mentions()


@dataclass(slots=True)
class Fields:
    """The fields of one entry, filled piece by piece."""

    title: Mention | None = None
    link: Mention | None = None
    authors: Mentions = _NONE
    institutions: Mentions = _NONE
    located_institutions: list[LocatedText] | None = None
    """The institutions with the place of each character, where some are not printed as they read."""
    notes: list[str] = field(default_factory=list)
    is_cut_off: bool = False
    """Whether the author list ends with "et al."."""
    spilt: bool = False
    """Whether authors stood under the institutions' label."""


_BREAK = re.compile(r"<br\s{0,4}/?>", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
# Each run of spaces is tried once only, from its start.
_BR_OR_LINE = re.compile(r"((?<!\s)\s*(?:<br\s{0,4}/?>\s*)+|(?<![ \t])[ \t]*\n)", re.IGNORECASE)
_NOTHING = re.compile(r"[\s,;.:*_|\-\u00b7<>/\\]*")


def cut_pieces(lines: tuple[str, ...], tag: Tag | None) -> list[Piece]:
    """Return the pieces of an entry; joined, their texts are the entry's lines joined by line feeds.

    The link that holds the title comes before the first label, or under a label of its own;
    authors that spilt over the institutions' label are authors.
    """
    text = "\n".join(lines)
    pieces: list[Piece] = []
    start = 0
    if tag is not None:
        start = len(lines[0]) - len(tag.rest) if tag.rest and lines[0].endswith(tag.rest) else len(lines[0])
        if tag.rest and not lines[0].endswith(tag.rest):
            start = lines[0].rfind(tag.rest)
        pieces.append(Piece(PieceKind.TAG, text[:start]))
    labels = list(find_labels(text, start))
    link = find_link(text, start, len(text))
    if link is not None:
        labels = [label for label in labels if not link.start <= label.start < link.end]
        before = [label for label in labels if label.start < link.start]
        if before and before[-1].field is not Field.TITLE:
            link = None
    first_label = labels[0].start if labels else len(text)
    head_end = first_label
    if link is not None and link.start > head_end:
        # A link under a "Paper:" label.
        pieces += _unlabelled(text[start:head_end], has_title=True, has_authors=True)
    elif link is not None:
        pieces.append(Piece(PieceKind.MARKUP, text[start : link.start]))
        pieces.append(Piece(PieceKind.TITLE, text[link.start : link.end]))
        fields = {label.field for label in labels}
        pieces += _unlabelled(text[link.end : head_end], has_title=True, has_authors=Field.AUTHORS in fields)
    else:
        fields = {label.field for label in labels}
        pieces += _unlabelled(text[start:head_end], has_title=False, has_authors=Field.AUTHORS in fields)
    for index, label in enumerate(labels):
        end = labels[index + 1].start if index + 1 < len(labels) else len(text)
        pieces.append(Piece(PieceKind.LABEL, text[label.start : label.end], field=label.field))
        pieces += _labelled(text[label.end : end], label.field, labels)
    return list(_placed(_mend_spilt_authors(pieces)))


def _placed(pieces: Iterable[Piece]) -> Iterator[Piece]:
    start = 0
    for piece in pieces:
        if piece.text:
            yield Piece(piece.kind, piece.text, start, piece.field)
            start += len(piece.text)


def _labelled(text: str, where: Field, labels: list[Label]) -> Iterator[Piece]:
    if where is Field.TITLE:
        found = find_link(text, 0, len(text))
        if found is not None:
            yield Piece(PieceKind.MARKUP, text[: found.start])
            yield Piece(PieceKind.TITLE, text[found.start : found.end])
            yield Piece(PieceKind.NOTE, text[found.end :])
        else:
            yield Piece(PieceKind.TITLE, text)
    elif where is Field.INSTITUTIONS:
        yield Piece(PieceKind.INSTITUTIONS, text)
    elif where is Field.OTHER:
        yield Piece(PieceKind.NOTE, text)
    elif any(label.field is Field.INSTITUTIONS for label in labels):
        yield Piece(PieceKind.AUTHORS, text)
    else:
        yield from _people_then_organisations(text)


def _unlabelled(text: str, *, has_title: bool, has_authors: bool) -> Iterator[Piece]:
    """Yield the pieces of what stands between the title and the first label."""
    if _NOTHING.fullmatch(_BREAK.sub("", text)):
        yield Piece(PieceKind.MARKUP, text)
        return
    if not has_title:
        stripped = text.lstrip()
        lead = len(text) - len(stripped)
        stop = _BR_OR_LINE.search(text, lead)
        end = stop.start() if stop else len(text)
        yield Piece(PieceKind.MARKUP, text[:lead])
        yield Piece(PieceKind.TITLE, text[lead:end])
        text = text[end:]
        if _NOTHING.fullmatch(_BREAK.sub("", text)):
            yield Piece(PieceKind.MARKUP, text)
            return
    if has_authors or text.lstrip(" \t,.;")[:1] in ("[", "("):
        yield Piece(PieceKind.NOTE, text)
        return
    line_end = text.find("\n")
    if line_end >= 0 and text[:line_end].strip() and not text.startswith("<br"):
        # The rest of the title's own line is a remark, not the authors.
        rest = text[:line_end]
        yield Piece(PieceKind.MARKUP if _NOTHING.fullmatch(rest) else PieceKind.NOTE, rest)
        text = text[line_end:]
    yield from _people_then_organisations(text, by_position=True)


def _people_then_organisations(text: str, *, by_position: bool = False) -> Iterator[Piece]:
    """Part a stretch without labels: names first, organisations from the first line that names one.

    Where no line names an organisation and the stretch has two lines, the second holds the
    organisations by its position, unless the first ends in a separator.
    """
    parts = _BR_OR_LINE.split(text)
    filled = [i for i in range(0, len(parts), 2) if parts[i].strip()]
    turn = next((i for i in filled if names_organisation(parts[i]) and not _is_wrapped(parts, i, filled)), None)
    if turn is None and by_position and len(filled) == 2 and parts[filled[0]].rstrip()[-1:] not in (",", ";"):
        turn = filled[1] if parts[filled[1]].lstrip()[:1] not in (",", ";") else None
    if turn is None:
        yield Piece(PieceKind.AUTHORS, text)
    else:
        yield Piece(PieceKind.AUTHORS, "".join(parts[:turn]))
        yield Piece(PieceKind.INSTITUTIONS, "".join(parts[turn:]))


def _is_wrapped(parts: list[str], index: int, filled: list[int]) -> bool:
    """Tell whether a line goes on with the list of names that the line before it left open."""
    earlier = [i for i in filled if i < index]
    return bool(earlier) and parts[index].lstrip()[:1] in (",", ";")


def _mend_spilt_authors(pieces: list[Piece]) -> Iterator[Piece]:
    """Give back to the authors the lines of names that stand first under the institutions' label.

    That is certain only where the author list was left open (it ends in a separator, or is empty),
    the first line under the label holds names alone, and a line after it names an organisation.
    """
    authors = "".join(piece.text for piece in pieces if piece.kind is PieceKind.AUTHORS)
    bare = _BREAK.sub("", authors).rstrip()
    is_open = not bare or bare[-1] in ",;\uff0c\uff1b" or bare.lower().endswith(" and")
    for piece in pieces:
        if piece.kind is not PieceKind.INSTITUTIONS or not is_open:
            yield piece
            continue
        parts = _BR_OR_LINE.split(piece.text)
        filled = [i for i in range(0, len(parts), 2) if parts[i].strip()]
        turn = next((i for i in filled if names_organisation(parts[i])), None)
        if turn is None or turn == filled[0] or not _are_names("".join(parts[:turn])):
            yield piece
            continue
        yield Piece(PieceKind.AUTHORS, "".join(parts[:turn]))
        yield Piece(PieceKind.INSTITUTIONS, "".join(parts[turn:]))
        is_open = False


def _are_names(text: str) -> bool:
    names, _ = split_names(_BREAK.sub(" ", text))
    return bool(names) and all(2 <= len(name.split()) <= 5 and name[0].isupper() for name in names)


def read_fields(pieces: list[Piece], lines: LineTable) -> Fields:
    """Return the fields that the pieces of an entry hold, as printed, with only the structure repaired."""
    fields = Fields()
    of_kind: defaultdict[PieceKind, list[Piece]] = defaultdict(list)
    labels: dict[Field, Piece] = {}
    previous = None
    for piece in pieces:
        of_kind[piece.kind].append(piece)
        if piece.kind is PieceKind.LABEL and piece.field is not None:
            labels.setdefault(piece.field, piece)
        elif piece.kind is PieceKind.AUTHORS and previous is not None and PieceKind.INSTITUTIONS not in of_kind:
            fields.spilt = fields.spilt or previous.field is Field.INSTITUTIONS
        previous = piece
    if PieceKind.TITLE in of_kind:
        _read_title(fields, of_kind[PieceKind.TITLE][0], lines)
    _read_authors(fields, of_kind[PieceKind.AUTHORS], labels.get(Field.AUTHORS), lines)
    _read_institutions(fields, of_kind[PieceKind.INSTITUTIONS], labels.get(Field.INSTITUTIONS), lines)
    for note in of_kind[PieceKind.NOTE]:
        shown = _as_listed([note])
        if not _NOTHING.fullmatch(shown):
            fields.notes.append(shown)
    return fields


def _read_title(fields: Fields, piece: Piece, lines: LineTable) -> None:
    link = find_link(piece.text, 0, len(piece.text))
    if link is None:
        title = LocatedText.at(piece.text, piece.start).strip()
        fields.title = Mention(plain_text(piece.text).strip("*_ "), *lines.span(*title.span))
        return
    fields.title = Mention(link.text, *lines.span(*(piece.start + place for place in link.text_span)))
    url = link.url.strip()
    if url:
        fields.link = Mention(url, *lines.span(*(piece.start + place for place in link.url_span)))


def _read_authors(fields: Fields, pieces: list[Piece], label: Piece | None, lines: LineTable) -> None:
    segments = list(_segments(pieces))
    if len(segments) == 1:
        plain = split_plain_names(segments[0].string)
        if plain is not None:
            fields.authors = _plain_mentions(plain, segments[0], label, lines)
            return
    names, fields.is_cut_off = locate_names(locate_field_text(join_texts(", ", segments)))
    fields.authors = _mentions(names, pieces, segments, label, lines)


def _read_institutions(fields: Fields, pieces: list[Piece], label: Piece | None, lines: LineTable) -> None:
    segments = list(_segments(pieces))
    if len(segments) == 1:
        plain = split_plain_list(segments[0].string)
        if plain is not None:
            fields.institutions = _plain_mentions(plain, segments[0], label, lines)
            return
    names = locate_organisations(locate_field_text(join_texts(" ; ", segments)))
    fields.institutions = _mentions(names, pieces, segments, label, lines)
    fields.located_institutions = names


def _plain_mentions(forms: list[str], segment: LocatedText, label: Piece | None, lines: LineTable) -> Mentions:
    """Return mentions on one line that are printed as they read, with two characters between them."""
    line, column, _, end = lines.span(*segment.span)
    numbers = [*_label_span(label, lines), line, column, line, end]
    for form in forms:
        numbers += (line, column, line, column + len(form))
        column += len(form) + 2
    return Mentions(tuple(forms), segment.string, pack_spans(numbers))


def _mentions(
    names: list[LocatedText], pieces: list[Piece], segments: list[LocatedText], label: Piece | None, lines: LineTable
) -> Mentions:
    numbers = [*_label_span(label, lines)]
    numbers += lines.span(segments[0].starts[0], segments[-1].ends[-1]) if segments else (0, 0, 0, 0)
    for name in names:
        numbers += lines.span(*_whole_span(name, pieces))
    return Mentions(tuple(name.string for name in names), _as_listed(pieces), pack_spans(numbers))


def _label_span(label: Piece | None, lines: LineTable) -> tuple[int, int, int, int]:
    return lines.span(label.start, label.start + len(label.text.rstrip())) if label else (0, 0, 0, 0)


def _whole_span(name: LocatedText, pieces: list[Piece]) -> tuple[int, int]:
    """Return the span of a name; where it is more than the text of a link, it holds the whole link."""
    start, end = name.span
    if not isinstance(name.starts, range):
        for piece in pieces:
            if piece.start <= start < piece.start + len(piece.text):
                first, last = span_with_links(piece.text, start - piece.start, end - piece.start)
                return first + piece.start, last + piece.start
    return start, end


def _as_listed(pieces: list[Piece]) -> str:
    return " ".join(part for piece in pieces for part in [_SPACES.sub(" ", _BREAK.sub(" ", piece.text)).strip()] if part)


def _segments(pieces: list[Piece]) -> Iterator[LocatedText]:
    """Yield the stretches between explicit line breaks (``<br>``), which always part two names."""
    for piece in pieces:
        for segment in LocatedText.at(piece.text, piece.start).split(_BREAK):
            stripped = segment.strip()
            if stripped.string:
                yield stripped
