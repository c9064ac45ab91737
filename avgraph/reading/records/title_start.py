"""Find where a title starts in the text of a row: after its number, tags, dates and marks, or after the names of a citation."""

import re

from avgraph.reading.fields.links import holds_only_link_words
from avgraph.reading.fields.venues import is_known_venue
from avgraph.reading.markdown.runs import RunKind
from avgraph.reading.records.likeness import FUNCTION_WORDS, is_name, is_venue_or_date
from avgraph.reading.records.row_text import BREAK, PICTURE, RowText

EDGE = " \t\n\x1f\u00a0\ufe0f*_\"'\u201c\u201d\u201e\u00ab\u00bb,;:|\u2013\u2014-.\u3002\u2b50\u2705\U0001f525"
"""What is no part of a title at its ends."""
_TAG = re.compile(
    r"[\s*:|,.\x1f-]*(?:[\[(\u3010\uff08`](?P<tag>[^\[\]()\u3010\u3011\uff08\uff09`\n]{0,80})[\])\u3011\uff09`]+|(?P<date>(?:19|20)\d\d(?:[./-]\d{1,2}){0,2}(?=\s*[|:\u2013\u2014-]))|(?P<mark>:[a-z_]{2,40}:|[^\w\s\[\](){}\"'\u201c\u2018<$\\#&+]+(?=\s|\[|\w)))"
)
_NUMBER = re.compile(r"\s*(?:\(?\d{1,4}[.)]\s|#\d{1,4}\s|\d{1,4}\.(?=[A-Z]))")
_NAME_PIECE = re.compile(
    rf"(?P<piece>[^,;:.{BREAK}\"\u201c]*+(?:(?:(?<=\b[A-Z])|(?<=\b[A-Z][A-Z]))\.[^,;:.{BREAK}\"\u201c]*+)*+)(?P<end>[,;:.{BREAK}\"\u201c]|$)\s*"
)
_AND = re.compile(r"^(?:and|&)\s+")
_CITED = re.compile(r"(?:and |& )?et\.? al|others|\(?(?:19|20)\d\d[a-z]?\)?")
_CITED_YEAR = re.compile(r"\(?(?:19|20)\d\d[a-z]?\)?[.,:]?\s*")
_FAMILY = re.compile(r"[A-Z\u00c0-\u00de][a-z\u00df-\u00ff][\w'-]*")
_INITIALS = re.compile(r"(?:[A-Z]\.?[ -]?){1,4}")
_DIGIT = re.compile(r"\d")
_YEAR_FIRST = re.compile(r"(?:19|20)\d\d(?!\d)")
_QUOTES = ('"', "\u201c")
_LETTERS = re.compile(r"[^\W\d_]+")


def title_start(row: RowText, start: int) -> int:
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
        if found and (found["date"] or found["mark"] is not None or _is_tag(found["tag"])) and text[found.end() :].strip(EDGE):
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


def names_end(row: RowText, begin: int) -> int:
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
