"""Cut the lines of one entry into pieces: tag, title, labels, authors, institutions, notes; no character is lost."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from avgraph.reading.fields.names import split_names
from avgraph.reading.fields.organisations import names_company_alone, names_organisation
from avgraph.reading.fields.person import people_among
from avgraph.reading.markdown.inline import BREAK, find_link
from avgraph.reading.markdown.raw_blocks import NO_DEFINITIONS, Definitions
from avgraph.reading.tagged.labels import Field, find_labels
from avgraph.reading.tagged.tags import Tag
from avgraph.reading.words import WORDS


class PieceKind(StrEnum):
    """What a stretch of an entry's text is."""

    TAG = "tag"
    TITLE = "title"
    LABEL = "label"
    AUTHORS = "authors"
    INSTITUTIONS = "institutions"
    NOTE = "note"
    MARKUP = "markup"


@dataclass(slots=True)
class Piece:
    """A stretch of an entry's text; the pieces of an entry, joined, are its text."""

    kind: PieceKind
    text: str
    field: Field | None = None
    """What a label marks."""
    start: int = 0
    """Where it starts in the entry's text."""


# Each run of spaces is tried once only, from its start.
_BR_OR_LINE = re.compile(r"((?<!\s)\s*(?:</?br\b[^<>]{0,100}>\s*)+|(?:(?<![ \t\\])|(?<=\\))\\?[ \t]*\n)", re.IGNORECASE)
NOTHING = re.compile(
    r"(?:[\s,;.:*_|\-\u00b7>/\\]++|<(?:/?(?:p|div|details|summary|center|span|ul|ol|li|b)\b[^<>]{0,100}>)?)*", re.IGNORECASE
)
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,2}[.)])[ \t]+(?=\S|$)|[ \t]*<li>")
_NOTE_LINE = re.compile(r"[ \t]*(?:>|</?(?:details|summary|p|div|table|blockquote|hr|h\d|figure|iframe|video)\b|\|)", re.IGNORECASE)
_BOLD_LINE = re.compile(r"[ \t]*(?P<mark>\*{1,3}|_{1,3})[^*_\n]+(?P=mark)[ \t.!]*$")
_ASIDE = re.compile(
    r"\[?!\[[^\[\]\n]*\](?:\([^()\n]*\)|\[[^\[\]\n]*\])(?:\]\([^()\n]*\))?|<img\b[^<>]*>"
    r"|[\[(]{0,2}\[(?P<text>[^\[\]\n]{1,60})\]\([^()\s]*\)[\])]{0,2}|<a\b[^<>]*>(?P<shown>[^<>\n]{1,60})</a>",
    re.IGNORECASE,
)
_PLAIN_FIELD = re.compile(r"\s*[^\W\d_][^\n<\[\\]*(?:\s*<br>)*\s*")
_LOWER_PAIR = re.compile(r"\b[a-z]{3,} (?:\w{1,2} )?[a-z]{3,}\b")
_LINK_WORDS = frozenset(WORDS["link_words"])
_WORD = re.compile(r"[^\W\d_]{3,}")
_PART_END = re.compile(r"[,;\uff0c\uff1b\u3001]")
_ADDRESS_OR_ENTITY = re.compile(r"\]\([^()\s]*\)|&\w+;|https?://\S+|<[^<>]*>")
_FUNCTION_WORDS = frozenset(("and", "des", "della", "der", "for", "the", "und", "van", "von"))


def cut_pieces(lines: tuple[str, ...], tag: Tag | None, definitions: Definitions = NO_DEFINITIONS) -> list[Piece]:
    """Return the pieces of an entry; joined, their texts are the entry's lines joined by line feeds.

    The link that holds the title comes before the first label, or under a label of its own;
    authors that spilt over the institutions' label are authors.
    """
    text = "\n".join(lines)
    start = 0 if tag is None else _tag_end(lines[0], tag)
    labels = list(find_labels(text, start))
    link = find_link(text, start, len(text), definitions)
    if link is not None:
        labels = [label for label in labels if not link.start <= label.start < link.end]
        before = [label for label in labels if label.start < link.start]
        if before and before[-1].field is not Field.TITLE:
            link = None
    head_end = labels[0].start if labels else len(text)
    has_authors, has_institutions = (any(label.field is each for label in labels) for each in (Field.AUTHORS, Field.INSTITUTIONS))
    pieces = [Piece(PieceKind.TAG, text[:start])]
    if link is not None and link.start > head_end:
        # A link under a "Paper:" label.
        pieces += _unlabelled(text[start:head_end], has_title=True, has_authors=True)
    elif link is not None:
        pieces.append(Piece(PieceKind.NOTE, text[start : link.start]))
        pieces.append(Piece(PieceKind.TITLE, text[link.start : link.end]))
        pieces += _unlabelled(text[link.end : head_end], has_title=True, has_authors=has_authors)
    else:
        pieces += _unlabelled(text[start:head_end], has_title=False, has_authors=has_authors)
    for index, label in enumerate(labels):
        end = labels[index + 1].start if index + 1 < len(labels) else len(text)
        if label.field is Field.OTHER and not label.is_exact:
            pieces.append(Piece(PieceKind.NOTE, text[label.start : end]))  # Only the label says what this is.
            continue
        pieces.append(Piece(PieceKind.LABEL, text[label.start : label.end], label.field))
        pieces += _labelled(text[label.end : end], label.field, definitions, has_institutions=has_institutions)
    pieces = [part for piece in _mend_spilt_authors(pieces) for part in _without_notes(piece) if part.text]
    start = 0
    for piece in pieces:
        piece.start = start
        start += len(piece.text)
    return pieces


def _without_notes(piece: Piece) -> Iterator[Piece]:
    """Yield a list of names without what is none: what follows its line or list, badges, and links to what belongs to the paper."""
    if piece.kind not in (PieceKind.AUTHORS, PieceKind.INSTITUTIONS):
        yield piece
        return
    text = piece.text
    if _PLAIN_FIELD.fullmatch(text) and not _LOWER_PAIR.search(text):
        yield piece
        return
    end = _names_end(text, is_of_people=piece.kind is PieceKind.AUTHORS)
    start = 0
    for match in _ASIDE.finditer(text, 0, end):
        shown = match["text"] or match["shown"]
        if shown is None or shown.strip(" *_`").lower() in _LINK_WORDS:
            yield Piece(piece.kind, text[start : match.start()])
            yield Piece(PieceKind.NOTE, match[0])
            start = match.end()
    yield Piece(piece.kind, text[start:end])
    yield Piece(PieceKind.NOTE, text[end:])


def _names_end(text: str, *, is_of_people: bool) -> int:
    """Return where a list of names ends: before a list item below its line, a quote, a block of HTML, a sentence."""
    is_list: bool | None = None
    position = 0
    parts = _BR_OR_LINE.split(text)
    for number, part in enumerate(parts):
        if number % 2 or not part.strip():
            position += len(part)
            continue
        is_item = _ITEM.match(part) is not None
        if is_list is None:
            is_list = is_item
        elif (is_item != is_list and (is_item or not part[:1].isspace())) or (not is_of_people and _BOLD_LINE.match(part)):
            return position
        if _NOTE_LINE.match(part) or _is_sentence(part):
            return position
        position += len(part)
    return len(text)


def _is_sentence(text: str) -> bool:
    """Tell whether five words and more in a row mostly start without a capital, as in no list of names."""
    for part in _PART_END.split(_ADDRESS_OR_ENTITY.sub(" ", text[:1000])):
        words = [word for word in _WORD.findall(part) if word not in _FUNCTION_WORDS]
        if len(words) >= 5 and 2 * sum(word[0].islower() and word[0].isascii() for word in words) > len(words):
            return True
    return False


def _tag_end(line: str, tag: Tag) -> int:
    """Return where the rest of the line begins that follows a tag."""
    if not tag.rest:
        return len(line)
    return len(line) - len(tag.rest) if line.endswith(tag.rest) else line.rfind(tag.rest)


def _labelled(text: str, where: Field, definitions: Definitions, *, has_institutions: bool) -> Iterator[Piece]:
    if where is Field.TITLE:
        link = find_link(text, 0, len(text), definitions)
        if link is not None:
            yield Piece(PieceKind.NOTE, text[: link.start])
            yield Piece(PieceKind.TITLE, text[link.start : link.end])
            yield Piece(PieceKind.NOTE, text[link.end :])
        else:
            yield Piece(PieceKind.TITLE, text)
    elif where is Field.INSTITUTIONS:
        yield Piece(PieceKind.INSTITUTIONS, text)
    elif where is Field.OTHER:
        yield Piece(PieceKind.NOTE, text)
    elif has_institutions:
        yield Piece(PieceKind.AUTHORS, text)
    else:
        yield from _people_then_organisations(text)


def _unlabelled(text: str, *, has_title: bool, has_authors: bool) -> Iterator[Piece]:
    """Yield the pieces of what stands between the title and the first label."""
    if NOTHING.fullmatch(BREAK.sub("", text)):
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
        if NOTHING.fullmatch(BREAK.sub("", text)):
            yield Piece(PieceKind.MARKUP, text)
            return
    if has_authors or (text.lstrip(" \t,.;")[:1] in ("[", "(") and "\n" not in text.strip()):
        yield Piece(PieceKind.NOTE, text)
        return
    line_end = text.find("\n")
    if line_end >= 0 and text[:line_end].strip() and not BREAK.match(text.lstrip(" \t")):
        # The rest of the title's own line is a remark, not the authors.
        rest = text[:line_end]
        yield Piece(PieceKind.MARKUP if NOTHING.fullmatch(rest) else PieceKind.NOTE, rest)
        text = text[line_end:]
    yield from _people_then_organisations(text, by_position=True)


def _people_then_organisations(text: str, *, by_position: bool = False) -> Iterator[Piece]:
    """Part a stretch without labels: names first, organisations from the first line that names one.

    Where no line names an organisation and the stretch has two lines, the second holds the
    organisations by its position, unless the first ends in a separator.
    """
    parts = _BR_OR_LINE.split(text)
    filled = [i for i in range(0, len(parts), 2) if parts[i].strip()]
    turn = next((i for i in filled if _names_organisation(parts[i]) and not _is_wrapped(parts, i, filled)), None)
    if turn is None and by_position and len(filled) == 2 and parts[filled[0]].rstrip()[-1:] not in (",", ";"):
        turn = filled[1] if parts[filled[1]].lstrip()[:1] not in (",", ";") else None
    if turn is None:
        yield Piece(PieceKind.AUTHORS, text)
    else:
        yield Piece(PieceKind.AUTHORS, "".join(parts[:turn]))
        yield Piece(PieceKind.INSTITUTIONS, "".join(parts[turn:]))


def _names_organisation(text: str) -> bool:
    """Tell whether a line names an organisation, and is no list of people of whom one is called as a company is."""
    if not names_organisation(text):
        return False
    names = split_names(BREAK.sub(" ", text))[0] if names_company_alone(text) else ()
    return not (len(names) > 1 and all(people_among(names)))


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
    bare = BREAK.sub("", authors).rstrip()
    is_open = not bare or bare[-1] in ",;\uff0c\uff1b" or bare.lower().endswith(" and")
    for piece in pieces:
        if piece.kind is not PieceKind.INSTITUTIONS or not is_open:
            yield piece
            continue
        parts = _BR_OR_LINE.split(piece.text)
        filled = [i for i in range(0, len(parts), 2) if parts[i].strip()]
        turn = next((i for i in filled if _names_organisation(parts[i])), None)
        if turn is None or turn == filled[0] or not _are_names("".join(parts[:turn])):
            yield piece
            continue
        yield Piece(PieceKind.AUTHORS, "".join(parts[:turn]))
        yield Piece(PieceKind.INSTITUTIONS, "".join(parts[turn:]))
        is_open = False


def _are_names(text: str) -> bool:
    names, _ = split_names(BREAK.sub(" ", text))
    return bool(names) and all(2 <= len(name.split()) <= 5 and name[0].isupper() for name in names)
