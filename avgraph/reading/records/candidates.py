"""Find the stretches of a record that can be its title, each by the source that names it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from avgraph.model.entries import LinkKind
from avgraph.reading.fields.headers import field_of_header
from avgraph.reading.fields.links import holds_only_link_words, is_link_word, link_kind
from avgraph.reading.fields.venues import is_known_venue
from avgraph.reading.markdown.runs import BREAKS, RunKind
from avgraph.reading.records.likeness import FUNCTION_WORDS, is_name, is_venue_or_date, looks_like_names, title_likeness
from avgraph.reading.records.row_text import BREAK, PICTURE, RowText


@dataclass(slots=True, eq=False)
class Candidate:
    """A stretch of a row that can be the title."""

    source: str
    """What names it: ``link``, ``bold``, ``plain``, …, after the place of its row where that is not the first."""
    row: RowText
    start: int
    end: int
    likeness: float
    link: int | None = None
    """Index of the run that links it."""

    @property
    def text(self) -> str:
        """The text as it stands in the row."""
        return self.row.text[self.start : self.end]


_EDGE = " \t\n\x1f\u00a0\ufe0f*_\"'\u201c\u201d\u201e\u00ab\u00bb,;:|\u2013\u2014-.\u3002\u2b50\u2705\U0001f525"
_QUOTED = re.compile(r"[\"\u201c\u201d\u201e\u00ab](?P<title>[^\"\u201c\u201d\u201e\u00bb]{6,300}?)[,.]?[\"\u201d\u201c\u00bb]")
_TAG = re.compile(
    r"[\s*:|,.\x1f-]*(?:[\[(\u3010\uff08`](?P<tag>[^\[\]()\u3010\u3011\uff08\uff09`\n]{0,80})[\])\u3011\uff09`]+|(?P<date>(?:19|20)\d\d(?:[./-]\d{1,2}){0,2}(?=\s*[|:\u2013\u2014-]))|(?P<mark>:[a-z_]{2,40}:|[^\w\s\[\](){}\"'\u201c\u2018<$\\#&+]+(?=\s|\[|\w)))"
)
_NUMBER = re.compile(r"\s*(?:\(?\d{1,4}[.)]\s|#\d{1,4}\s|\d{1,4}\.(?=[A-Z]))")
_STOP = re.compile(
    rf"(?P<bar>\s[|\u2016\u00a6]\s?|\|(?=\s)|\s[-\u2013\u2014]{{1,3}}\s|[\[\u3010]|[(\uff08]|{BREAK}|{PICTURE}|(?<!\b[A-Z])\.\s|[,;\u3002\uff0c!?]\s|\s/\s)"
)
_LABEL = re.compile(r"(?:[^\w\"\u201c]|_)*(?P<label>[^\W\d_][^:\uff1a\n\[\]|]{0,30}?)\s*(?:[:\uff1a]|\s[-\u2013]\s)(?!//)")
_BRACKETED = re.compile(r"[^\w\[\u3010]{0,6}(?::[a-z_]{2,40}:\s*)?[\[\u3010](?P<title>[^\[\]\u3010\u3011\n]{12,300})[\]\u3011](?!\()")
_NAME_PIECE = re.compile(
    rf"(?P<piece>[^,;:.{BREAK}\"\u201c]*+(?:(?:(?<=\b[A-Z])|(?<=\b[A-Z][A-Z]))\.[^,;:.{BREAK}\"\u201c]*+)*+)(?P<end>[,;:.{BREAK}\"\u201c]|$)\s*"
)
_AND = re.compile(r"^(?:and|&)\s+")
_CITED = re.compile(r"(?:and |& )?et\.? al|others|\(?(?:19|20)\d\d[a-z]?\)?")
_CITED_YEAR = re.compile(r"\(?(?:19|20)\d\d[a-z]?\)?[.,:]?\s*")
_FAMILY = re.compile(r"[A-Z\u00c0-\u00de][a-z\u00df-\u00ff][\w'-]*")
_TAGS_ONLY = re.compile(r"(?:[^\w\[\u3010\n]{0,4}[\[\u3010][^\[\]\u3010\u3011\n]{0,80}[\]\u3011]){2,}[^\w\[\u3010]{0,4}")
"""A row that is nothing but tags."""
_BESIDE = 3
"""Characters: a text that opens with a link is named by the link."""
_AFTER_NAMES = 0.5
"""What a plain text that starts with names is like a title."""
_HEAD_END = re.compile(rf"(?<!\b[A-Z])\.\s?(?![A-Z]\.)|[;|{BREAK}(\[]")
_INITIALS = re.compile(r"(?:[A-Z]\.?[ -]?){1,4}")
_SURE = re.compile(r"\bet\.? al|\b[A-Z]\.")
_IN_END = re.compile(r"(?<=[.,?!\"\u201d])\s+[Ii]n:?\s*$")
"""The word before the venue that follows a title."""
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_DIGIT = re.compile(r"\d")
_OPENING_QUOTE = re.compile(r"\s*[\"\u201c\u201d\u201e\u00ab]")
_CLOSING_QUOTE = re.compile(r"[\"\u201d\u201c\u00bb]")
_YEAR_FIRST = re.compile(r"(?:19|20)\d\d(?!\d)")
_QUOTES = ('"', "\u201c")
_LETTERS = re.compile(r"[^\W\d_]+")
_SPACES = re.compile(r"\s+")


@lru_cache(maxsize=1 << 12)
def text_label(text: str) -> str | None:
    """Return the field that the label at the start of a text names, as ``headers.toml`` has it; ``link`` for words of links; else None.

    >>> text_label("\U0001f3db\ufe0f Institutions: X"), text_label("Code: here"), text_label("A loss: it works")
    ('institutions', 'code', None)
    """
    found = _LABEL.match(text)
    if found is None:
        return None
    label = found["label"].strip(" *_`")
    field = field_of_header(label)
    if field is not None and field not in ("name", "records"):
        return field
    return "link" if is_link_word(label) and (label[1:].islower() or label.isupper()) else None


def row_label(row: RowText) -> str | None:
    """Return the field that the label at the start of a row names; a colon in the text of a link makes no label."""
    label = text_label(row.text[:80])
    if label is None:
        return None
    end = label_end(row.text)
    index = row.run_at(end - 1)
    return None if row.runs[index].is_link and row.bounds[index + 1] > end else label


def label_end(text: str) -> int:
    """Return where the text of a row starts after its label."""
    found = _LABEL.match(text)
    return found.end() if found else 0


def row_candidates(row: RowText, start: int = 0, *, is_cell: bool = False) -> Iterator[Candidate]:
    """Yield the candidates of a row, the text before `start` left out."""
    link = _linked(row, start)
    if link is not None:
        yield link
        longer = _going_on(row, link)
        if longer is not None:
            yield longer
    for source, flag in (("bold", "is_bold"), ("italic", "is_italic")):
        styled = _styled(row, start, source, flag) if any(getattr(run, flag) for run in row.runs) else None
        if styled is not None:
            yield styled
    quoted = _QUOTED.search(row.text, start)
    if quoted and quoted.start() - start < 400:
        yield from _candidate("quoted", row, *quoted.span("title"))
    bracketed = _BRACKETED.match(row.text, start)
    if bracketed:
        yield from _candidate("bracket", row, *bracketed.span("title"))
    begin = _leading_end(row, start)
    if _TAGS_ONLY.fullmatch(row.text):
        return
    names_end = begin if is_cell else _names_end(row, begin)
    if names_end > begin:
        yield from _candidate("citation", row, names_end, _plain_end(row, names_end))
    end = len(row.text) if is_cell else _plain_end(row, begin)
    plain = next(_candidate("plain", row, begin, end), None)
    if plain is not None and names_end > plain.start:
        if plain.end <= names_end:
            return
        plain.likeness *= _AFTER_NAMES
    if plain is not None and (link is None or link.start - plain.start > _BESIDE):
        yield plain


def _candidate(source: str, row: RowText, start: int, end: int, link: int | None = None) -> Iterator[Candidate]:
    """Yield a stretch without the marks at its ends, where it is anything like a title."""
    text = row.text
    while start < end and text[start] in _EDGE:
        start += 1
    before_venue = _IN_END.search(text, max(start, end - 8), end)
    end = before_venue.start() if before_venue else end
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    shown = _SPACES.sub(" ", text[start:end].replace(PICTURE, ""))
    likeness = title_likeness(shown)
    if likeness > 0:
        yield Candidate(source, row, start, end, likeness, link)


def _linked(row: RowText, start: int) -> Candidate | None:
    """Return the first linked text that is no word of links, venue or name."""
    for index, run in enumerate(row.runs):
        if run.kind is not RunKind.LINK or row.bounds[index] < start:
            continue
        text = run.text.strip()
        if (
            not text
            or holds_only_link_words(text)
            or is_venue_or_date(text)
            or text.startswith(("http:", "https:", "www."))
            or (run.target.startswith("#") and len(run.target) > 1)
        ):
            continue
        if link_kind(run.target, "") is LinkKind.BADGE:
            continue
        found = next(_candidate("link", row, *row.span(index), index), None)
        if found is not None:
            return found
    return None


def _going_on(row: RowText, link: Candidate) -> Candidate | None:
    """Return the link and the text after it, where the title goes on there: after a colon, or as a word."""
    if link.link is None:
        return None
    end = row.bounds[link.link + 1]
    rest = row.text[end : end + 300]
    bare = rest.lstrip()
    if not bare or not (bare[0] in ":\uff1a" or (bare[0].isalpha() and bare[0].islower())) or bare[:3].lower() in ("et ", "in ", "by "):
        return None
    begin = end + len(rest) - len(bare)
    stop = _plain_end(row, begin + 1)
    return next(_candidate("link+", row, link.start, stop, link.link), None)


def _styled(row: RowText, start: int, source: str, flag: str) -> Candidate | None:
    """Return the first stretch in bold or italics that is no tag, name or word of links."""
    index, count = 0, len(row.runs)
    while index < count:
        if not getattr(row.runs[index], flag) or row.bounds[index] < start or row.runs[index].kind is RunKind.IMAGE:
            index += 1
            continue
        last = index
        while last + 1 < count and (
            getattr(row.runs[last + 1], flag)
            or (
                row.runs[last + 1].kind is not RunKind.IMAGE
                and not row.runs[last + 1].text.strip(" \"'\u201c\u201d")
                and row.runs[last + 1].kind not in BREAKS
            )
        ):
            last += 1
        first, end = row.bounds[index], row.bounds[last + 1]
        found = next(_candidate(source, row, first, end, index if row.runs[index].is_link else None), None)
        if found is not None and found.likeness > 0.05 and not row.text[end - 1 : end + 1].rstrip().endswith(":"):
            return found
        index = last + 1
    return None


def _leading_end(row: RowText, start: int) -> int:
    """Return where the text of a row starts after its leading number, tags, dates and marks."""
    text, place = row.text, start
    found = _NUMBER.match(text, place)
    place = found.end() if found else place
    for _ in range(8):
        while place < len(text) and text[place] in f" \t\x1f{BREAK}{PICTURE}":
            place += 1
        run = row.runs[row.run_at(place)] if row.runs else None
        if (
            run is not None
            and run.kind is RunKind.LINK
            and row.bounds[row.run_at(place)] == place
            and (holds_only_link_words(run.text) or is_venue_or_date(run.text))
        ):
            place = row.bounds[row.run_at(place) + 1]
            continue
        found = _TAG.match(text, place)
        if found and (found["date"] or found["mark"] is not None or _is_tag(found["tag"])) and text[found.end() :].strip(_EDGE):
            place = found.end()
            continue
        slot = _leading_slot(text, place)
        if slot == place:
            break
        place = slot
    return place


def _is_tag(text: str | None) -> bool:
    if text is None:
        return False
    first = re.split(r"[,;|]\s", text, maxsplit=1)[0]
    return (
        len(text.split()) <= 3
        or is_venue_or_date(text)
        or _YEAR_FIRST.match(text) is not None
        or (first != text and any(map(str.isdigit, first)) and is_venue_or_date(first))
    )


def _leading_slot(text: str, place: int) -> int:
    """Return where the text goes on after a venue and year that open it (``CVPR'23 Title``, ``20181113 NIPS-18 …``)."""
    end = place
    if not _DIGIT.search(text, place, place + 40):
        return end
    stop = text.find(BREAK, place)
    words = list(re.finditer(r"\S+", text[place : min(place + 60, stop if stop >= 0 else place + 60)]))
    for count in range(min(4, len(words) - 1), 0, -1):
        head = text[place : place + words[count - 1].end()]
        if _is_certain(head.rstrip(":|,.-")):
            end = place + words[count - 1].end()
            break
    return end


def _is_certain(head: str) -> bool:
    """Tell whether a text that opens a row is surely a venue with its year, or a date."""
    words = _LETTERS.findall(head)
    if not any(map(str.isdigit, head)) or (len(words) > 2 and not is_known_venue(" ".join(words))):
        return False
    if words and words[0].lower() in FUNCTION_WORDS:
        return False
    return is_venue_or_date(head)


def _plain_end(row: RowText, begin: int) -> int:
    """Return where a plain title ends: before links, a bracket with a venue, a bar, names, a venue."""
    text = row.text
    opening = _OPENING_QUOTE.match(text, begin)
    if opening:
        closing = _CLOSING_QUOTE.search(text, opening.end() + 3, opening.end() + 300)
        if closing and not text[closing.end() : closing.end() + 1].isalnum():
            return closing.end()
    first_link = next(
        (
            row.bounds[index]
            for index, run in enumerate(row.runs)
            if row.bounds[index] >= begin
            and (
                run.kind is RunKind.IMAGE
                or (run.is_link and (holds_only_link_words(run.text) or is_venue_or_date(run.text) or row.bounds[index] > begin))
            )
        ),
        len(text),
    )
    limit = min(first_link, begin + 600, _style_end(row, begin))
    position = begin
    for _ in range(40):
        found = _STOP.search(text, position, limit)
        if found is None:
            break
        mark = found[0].strip() or found[0]
        rest = text[found.end() : limit]
        if mark in (BREAK, PICTURE):
            if mark == PICTURE or _is_break_end(row, found.start(), rest):
                return found.start()
        elif mark in ("|", "\u2016", "\u00a6"):
            return found.start()
        elif mark in ("[", "\u3010", "(", "\uff08"):
            inside = re.split(r"[\])\u3011\uff09]", rest, maxsplit=1)
            if (
                (
                    mark in ("[", "\u3010")
                    and (not inside[0].strip() or found.end() == limit or is_venue_or_date(inside[0]) or holds_only_link_words(inside[0]))
                )
                or is_venue_or_date(inside[0])
                or _ends_in_slot(inside[0])
                or (found.end() >= limit)
            ):
                return found.start()
        elif _is_rest(rest) and (mark != "," or _are_surely_names(rest)):
            return found.start()
        position = found.end()
    return limit


def _style_end(row: RowText, begin: int) -> int:
    """Return where a stretch in another style starts that is names, a venue or a sentence and no part of a title."""
    start = row.run_at(begin) if row.runs else 0
    for index in range(start + 1, len(row.runs)):
        run, place = row.runs[index], row.bounds[index]
        if place <= begin or not run.is_italic or run.is_bold or row.runs[index - 1].is_italic:
            continue
        before = row.text[max(begin, place - 40) : place].rstrip()
        text = run.text.strip()
        if before[-1:] in '.,;:"\u201d?!)|' or looks_like_names(text) or is_venue_or_date(text):
            return place
    return len(row.text)


def _ends_in_slot(text: str) -> bool:
    """Tell whether the last part of a bracket is a venue with a year (``Zhao et al., ICML 2021``)."""
    parts = re.split(r"[,;]\s*", text)
    return len(parts) > 1 and any(re.search(r"\d\d", part) and is_venue_or_date(part) for part in (parts[0], parts[-1]))


def _is_break_end(row: RowText, place: int, rest: str) -> bool:
    """Tell whether a title ends at a break: a hard one, or one before names, a venue or links."""
    run = row.runs[row.run_at(place)]
    if run.kind is RunKind.HARD_BREAK:
        return True
    line = rest.split(BREAK, 1)[0].strip()
    if _HAN.match(line) and not _HAN.search(row.text, max(0, place - 80), place):
        # A remark in another script.
        return True
    return _is_rest(line) or not line or text_label(line[:80]) is not None


def _are_surely_names(text: str) -> bool:
    """Tell whether what follows a comma are names or a venue and no part of a title: three names and more, initials, et al."""
    head = _HEAD_END.split(text.strip()[:160], maxsplit=1)[0].strip()
    return not looks_like_names(head) or head.count(",") >= 2 or _SURE.search(text[:160]) is not None


def _is_rest(text: str) -> bool:
    """Tell whether a text starts with names or a venue, so that a title has ended before it."""
    head = _HEAD_END.split(text.strip()[:160], maxsplit=1)[0].strip()
    if not head:
        return False
    return (
        is_venue_or_date(head)
        or (is_venue_or_date(re.split(r"[,:]", head, maxsplit=1)[0]) and bool(re.search(r"\d\d", head)))
        or looks_like_names(head)
        or bool(re.match(r"(?:In|in) [A-Z]", head) and len(head) > 12 and False)
    )


def _names_end(row: RowText, begin: int) -> int:
    """Return where the names end that a citation string starts with, or `begin` where there are none."""
    text = row.text[begin : begin + 1500]
    position = names = 0
    has_ended = False
    for found in _NAME_PIECE.finditer(text):
        printed, mark = found["piece"].strip(), found["end"]
        piece = _AND.sub("", printed)
        if not piece:
            if not mark or mark in _QUOTES:
                break
            position = found.end()
            continue
        if has_ended and not _INITIALS.fullmatch(piece):
            break
        if mark == ":" and not found[0].endswith(BREAK):
            # ``A B, C D, Short Name: Title``
            break
        if not (_CITED.fullmatch(piece) or is_name(piece) or (names < 2 and _FAMILY.fullmatch(piece)) or _are_two_names(piece)):
            break
        names += 2 if _CITED.fullmatch(piece) or _are_two_names(piece) or "." in piece or piece != printed else 1
        position = found.end()
        if mark in _QUOTES:
            position = found.start("end")
            break
        has_ended = has_ended or mark == ":" or (piece != printed and names > 1) or _are_two_names(piece)
    if names < 2 or position >= len(text):
        return begin
    year = _CITED_YEAR.match(text, position)
    return begin + (year.end() if year else position)


def _are_two_names(piece: str) -> bool:
    first, _, second = piece.replace(" & ", " and ").partition(" and ")
    return bool(second) and is_name(first) and is_name(second)
