"""Turn the pieces of one entry into its fields, each mention with its place."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from avgraph.model.mentions import Mention, Mentions, pack_spans
from avgraph.model.rules import Span
from avgraph.reading.fields.names import locate_names, split_plain_names
from avgraph.reading.fields.organisations import locate_organisations, split_plain_list
from avgraph.reading.markdown.footnotes import RAISED
from avgraph.reading.markdown.inline import BREAK, find_link, link_spans, locate_field_text, on_one_line, plain_text
from avgraph.reading.markdown.located import LineTable, LocatedText, join_texts
from avgraph.reading.markdown.raw_blocks import Definitions
from avgraph.reading.tagged.labelled import Stated, read_stated
from avgraph.reading.tagged.labels import Field
from avgraph.reading.tagged.marks import tie_by_marks
from avgraph.reading.tagged.pieces import Piece, PieceKind

_BREAKS = re.compile(rf"({BREAK.pattern}|(?:^|\n)[ \t]*(?:[-*+]|\d{{1,2}}[.)])[ \t]+)", BREAK.flags)
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
    stated: Stated = field(default_factory=Stated)
    """What it says besides title and names."""
    affiliations: tuple[tuple[int, int], ...] = ()
    """Which author belongs to which institution, where superscripts say so."""
    broken_link: Span | None = None
    """The title with its link, where that is a misprint of one."""
    is_cut_off: bool = False
    """Whether the author list ends with "et al."."""
    has_spilt_authors: bool = False
    """Whether authors stood under the institutions' label."""


def read_fields(pieces: list[Piece], lines: LineTable, definitions: Definitions) -> Fields:
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
            fields.has_spilt_authors = fields.has_spilt_authors or previous.field is Field.INSTITUTIONS
        previous = piece
    if PieceKind.TITLE in of_kind:
        _read_title(fields, of_kind[PieceKind.TITLE][0], lines, definitions)
    authors = _read_authors(fields, of_kind[PieceKind.AUTHORS], labels.get(Field.AUTHORS), lines)
    _read_institutions(fields, of_kind[PieceKind.INSTITUTIONS], labels.get(Field.INSTITUTIONS), lines)
    fields.affiliations = tie_by_marks(authors, fields.located_institutions or [], pieces)
    fields.stated = read_stated(pieces, lines, definitions)
    return fields


def _read_title(fields: Fields, piece: Piece, lines: LineTable, definitions: Definitions) -> None:
    link = find_link(piece.text, 0, len(piece.text), definitions)
    if link is None:
        title = LocatedText.at(piece.text, piece.start).strip()
        fields.title = Mention(plain_text(piece.text).strip("*_ "), *lines.span(*title.span))
        return
    fields.title = Mention(link.text, *lines.span(*(piece.start + place for place in link.text_span)))
    url = link.url.strip()
    if url:
        printed = link.definition.span if link.definition else lines.span(*(piece.start + place for place in link.url_span))
        fields.link = Mention(url, *printed)
        if not link.is_well_formed:
            fields.broken_link = Span(*lines.span(piece.start + link.start, piece.start + link.end))


def _read_authors(fields: Fields, pieces: list[Piece], label: Piece | None, lines: LineTable) -> list[LocatedText]:
    """Read the authors, and return them with the place of each character where some are not printed as they read."""
    segments = list(_segments(pieces))
    plain = split_plain_names(segments[0][0]) if len(segments) == 1 else None
    if plain is not None:
        fields.authors = _plain_mentions(plain, *segments[0], label, lines)
        return []
    texts = [LocatedText.at(*segment) for segment in segments]
    names, fields.is_cut_off = locate_names(locate_field_text(join_texts(", ", texts)))
    fields.authors = _mentions(names, pieces, texts, label, lines)
    return names


def _read_institutions(fields: Fields, pieces: list[Piece], label: Piece | None, lines: LineTable) -> None:
    segments = list(_segments(pieces))
    plain = split_plain_list(segments[0][0]) if len(segments) == 1 else None
    if plain is not None:
        fields.institutions = _plain_mentions(plain, *segments[0], label, lines)
        return
    texts = [LocatedText.at(*segment) for segment in segments]
    names = locate_organisations(locate_field_text(join_texts(" ; ", texts), mark=RAISED))
    fields.institutions = _mentions(names, pieces, texts, label, lines)
    fields.located_institutions = names


def _plain_mentions(forms: list[str], text: str, start: int, label: Piece | None, lines: LineTable) -> Mentions:
    """Return mentions on one line that are printed as they read, with two characters between them."""
    line, column, _, end = lines.span(start, start + len(text))
    numbers = [*_label_span(label, lines), line, column, line, end]
    for form in forms:
        end = column + len(form)
        numbers += (line, column, line, end)
        column = end + 2
    return Mentions(tuple(forms), text, pack_spans(numbers))


def _mentions(
    names: list[LocatedText], pieces: list[Piece], segments: list[LocatedText], label: Piece | None, lines: LineTable
) -> Mentions:
    numbers = [*_label_span(label, lines)]
    numbers += lines.span(segments[0].starts[0], segments[-1].ends[-1]) if segments else (0, 0, 0, 0)
    links = [tuple(piece.start + place for place in span) for piece in pieces for span in link_spans(piece.text)]
    for name in names:
        numbers += lines.span(*_whole_span(name, links))
    return Mentions(tuple(name.string for name in names), _as_listed(pieces), pack_spans(numbers))


def _label_span(label: Piece | None, lines: LineTable) -> tuple[int, int, int, int]:
    return lines.span(label.start, label.start + len(label.text.rstrip())) if label else (0, 0, 0, 0)


def _whole_span(name: LocatedText, links: list[tuple[int, ...]]) -> tuple[int, int]:
    """Return the span of a name; where it is more than the text of a link, it holds the whole link."""
    start, end = name.span
    if not isinstance(name.starts, range):
        first = max(0, bisect_right(links, (start,)) - 1)
        for index in range(first, len(links)):
            link_start, link_end, text_start, text_end = links[index]
            if link_start >= end:
                break
            if start < link_end and not text_start <= start <= end <= text_end:
                start, end = min(start, link_start), max(end, link_end)
    return start, end


def _as_listed(pieces: list[Piece]) -> str:
    return " ".join(filter(None, (on_one_line(piece.text) for piece in pieces)))


def _segments(pieces: list[Piece]) -> Iterator[tuple[str, int]]:
    """Yield the stretches between explicit line breaks (``<br>``), which always part two names, and where each starts."""
    for piece in pieces:
        start = piece.start
        for index, part in enumerate(_BREAKS.split(piece.text)):
            if index % 2 == 0 and part and not part.isspace():
                yield part.strip(), start + len(part) - len(part.lstrip())
            start += len(part)
