"""Find where a title starts in the text of a row (after its number, tags, dates and marks, or after the names of a citation) and where it ends (before links, a venue, a bar, names)."""

import re

from avgraph.reading.fields.links import holds_only_link_words
from avgraph.reading.fields.splits import names_event
from avgraph.reading.fields.venues import is_known_venue
from avgraph.reading.markdown.runs import RunKind
from avgraph.reading.records.likeness import (
    DATED_FAMILIES,
    FUNCTION_WORDS,
    HAN,
    QUOTED_WORDS,
    are_surely_names,
    follows_title,
    goes_on_after_quote,
    head_of,
    is_name,
    is_name_and_venue,
    is_venue_or_date,
    looks_like_names,
)
from avgraph.reading.records.row_text import BREAK, PICTURE, RowText, first_link, text_label
from avgraph.reading.words import load_words

EDGE = " \t\n\x1f\u00a0\ufe0f*_\"'\u201c\u201d\u201e\u00ab\u00bb,;:|\u2013\u2014-.\u3002\u2b50\u2705\U0001f525"
"""What is no part of a title at its ends."""
QUOTES = '"\u201c\u201d\u201e\u00ab\u00bb'
"""Marks of quotation, whichever way they turn."""
_TAG = re.compile(
    r"[\s*:|,.\x1f-]*(?:[\[(\u3010\uff08`](?P<tag>[^\[\]()\u3010\u3011\uff08\uff09`\n]{0,80})[\])\u3011\uff09`]+|(?P<date>(?:19|20)\d\d(?:[./-]\d{1,2}){0,2}(?=\s*[|:\u2013\u2014-]))|(?P<mark>:[a-z_]{2,40}:|[^\w\s\[\](){}\"'\u201c\u2018<$\\#&+]+(?=\s|\[|\w)))"
)
_NUMBER = re.compile(r"\s*(?!\((?:19|20)\d\d\))(?:\(?\d{1,4}[.)]\s|#\d{1,4}\s|\d{1,4}\.(?=[A-Z])|\d{4}\.\d{4,5}(?:v\d)?\s)")
_NAME_PIECE = re.compile(
    rf"(?P<piece>[^,;:.{BREAK}\"\u201c]*+(?:(?:(?<=\b[A-Z])|(?<=\b[A-Z][A-Z]))\.[^,;:.{BREAK}\"\u201c]*+)*)(?P<end>[,;:.{BREAK}\"\u201c]|$)\s*"
)
_SMALL = rf"(?:(?:{'|'.join(map(re.escape, load_words('people')['particles']))}) ){{0,3}}"
_AND = re.compile(r"^(?:and|&)\s+")
_YEAR_AFTER = re.compile(r"\s\((?:19|20)\d\d[a-z]?\)$")
_FAMILY_FIRST = rf"(?:{_SMALL}[A-Z\u00c0-\u00de][\w'\u2019-]{{1,30}}, [A-Z\u00c0-\u00de][\w'\u2019-]{{1,30}}(?: [A-Z](?:\.|[\w'\u2019-]{{1,20}}))?|{_SMALL}[A-Z\u00c0-\u00de][\w'\u2019-]{{1,30}}, (?:[A-Z]\.[ -]?){{1,3}})"
_FAMILIES_FIRST = re.compile(rf"{_FAMILY_FIRST}(?:(?:; (?:and |& )?|,? and |,? & ){_FAMILY_FIRST}){{1,60}}[.:,]\s+")
"""``Byron, Ada; Hu, Di. Title``"""
_CITED = re.compile(r"(?:and |& )?et\.? {1,2}al|others|\(?(?:19|20)\d\d[a-z]?\)?")
_ET_AL = re.compile(r"\bet\. al\b\.?")
_MONTHS = "|".join(word for words in load_words("venues")["months"].values() for word in words)
_CITED_YEAR = re.compile(rf"\(?(?:19|20)\d\d[a-z]?(?:,? (?:{_MONTHS})(?=[.,:]))?\)?[.,:]?\s*", re.IGNORECASE)
_YEAR_ENDS = (".", ",", ":", ")")
_FAMILY = re.compile(r"[A-Z\u00c0-\u00de][a-z\u00df-\u00ff][\w'-]*")
_PAIR = rf"{_SMALL}[A-Z\u00c0-\u00de][\w'\u2019-]{{1,30}}(?: [A-Z][\w'\u2019-]{{1,30}})?, (?:[A-Z]\.[ -]?){{1,4}}"
_MEDLINE = rf"{_SMALL}[A-Z\u00c0-\u00de][\w'\u2019-]{{1,30}}(?: [A-Z\u00c0-\u00de][\w'\u2019-]{{1,30}})? [A-Z]{{1,3}}"
_PAIRS = re.compile(
    rf"(?:{_PAIR},? ?(?:& |and |\u2026 |\. \. \. )?){{1,60}}(?:et al\.,? )?(?:\((?:19|20)\d\d[a-z]?[^()]{{0,20}}\)[.,:]?|:)\s*|(?:{_MEDLINE}, ){{1,60}}(?:{_MEDLINE}|et al)\.\s+|(?:{_PAIR},? ?(?:& |and )?){{2,60}}(?:et al\.,? )?(?=[A-Z0-9\"\u201c][\w -])"
)
"""``Byron, A., & Hu, D. (2021).``, ``Byron, A., Hu, D.:``, ``Byron A, Hu D.``"""
_INITIALS = re.compile(r"(?:[A-Z]\.?[ -]?){1,4}")
_JOINED = re.compile(r"\s*(?:and|&|,|/|\+)\s+")
_DASHED = re.compile(r"(?P<names>[^\n?!|:\[\]\"\u201c]{4,300}?)\s[-\u2013\u2014|]\s(?=\S)")
"""``A B, C D - Title``, ``A B, C D | Title``"""
_BARRED = re.compile(r"(?P<slot>[^\n|\[\]]{2,60}?)\s*\|\s")
_WORD = r"(?:(?:[^\W\d_]\.-?)+|[^\W\d_][\w'\u2019-]*)"
_SINGLE_NAME = re.compile(
    rf"(?:(?P<medline>{_MEDLINE})\.|(?P<name>{_WORD}(?: {_WORD}){{1,3}}?)(?:[:,]|(?<!\b[A-Z])\.|\s[-\u2013\u2014|]))\s+(?=[A-Z0-9])"
)
_YEAR_FIRST = re.compile(r"(?:19|20)\d\d(?!\d)")
_OPENING_QUOTES = ('"', "\u201c")
_LETTERS = re.compile(r"[^\W\d_]+")


def title_start(row: RowText, start: int) -> int:
    """Return where the text of a row starts after its leading number, tags, dates and marks."""
    text, place = row.text, start
    match = _NUMBER.match(text, place)
    place = match.end() if match else place
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
        match = _TAG.match(text, place)
        is_tag = match is not None and (match["date"] or match["mark"] is not None or _is_tag(match["tag"]) or _is_before_title(row, match))
        if match and is_tag and text[match.end() :].strip(EDGE):
            place = match.end()
            continue
        slot = _leading_slot(text, place)
        if slot == place:
            break
        joined = _JOINED.match(text, slot)
        place = _leading_slot(text, joined.end()) if joined else slot
        place = slot if joined and place == joined.end() else place
    return place


def _is_before_title(row: RowText, tag: re.Match[str]) -> bool:
    """Tell whether a tag stands right before what is in bold, and is not so itself."""
    after = row.text[tag.end() :]
    following = row.run_at(tag.end() + len(after) - len(after.lstrip()))
    return tag["tag"] is not None and row.runs[following].is_bold and not row.runs[row.run_at(tag.start("tag"))].is_bold


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
    """Return where the text goes on after a venue and year that open it (``CVPR'23 Title``, ``20181113 NIPS-18 …``), or one of them before a bar."""
    barred = _BARRED.match(text, place)
    if barred and is_venue_or_date(barred["slot"]):
        return barred.end()
    if not any(map(str.isdigit, text[place : place + 40])):
        return place
    end, stop = place, text.find(BREAK, place)
    words = list(re.finditer(r"\S+", text[place : min(place + 60, stop if stop >= 0 else place + 60)]))
    for count in range(min(4, len(words) - 1), 0, -1):
        head = text[place : place + words[count - 1].end()]
        if _is_certain(head.rstrip(":|,.-")) and not names_event(text, place + words[count - 1].end()):
            end = place + words[count - 1].end()
            break
    return end


def _is_certain(head: str) -> bool:
    """Tell whether a text that opens a row is surely a venue with its year, or a date."""
    words = _LETTERS.findall(head)
    if not any(map(str.isdigit, head)) or (len(words) > 2 and not is_known_venue(" ".join(words))):
        return False
    if words and (words[0].lower() in FUNCTION_WORDS or words[-1].lower() in FUNCTION_WORDS):
        return False
    return is_venue_or_date(head)


def names_end(row: RowText, begin: int) -> int:
    """Return where the names end that a citation string starts with, or `begin` where there are none."""
    text = _ET_AL.sub(lambda match: match[0].replace(".", " "), row.text[begin : begin + 1500])
    pairs = _PAIRS.match(text.replace(BREAK, " ")) or _FAMILIES_FIRST.match(text) or DATED_FAMILIES.match(text)
    if pairs:
        year = _CITED_YEAR.match(text, pairs.end())
        return begin + (year.end() if year and year[0].rstrip()[-1:] in _YEAR_ENDS else pairs.end())
    dashed = _DASHED.match(text)
    if dashed and looks_like_names(dashed["names"]):
        return begin + dashed.end()
    position = names = 0
    has_ended = False
    for match in _NAME_PIECE.finditer(text):
        printed, mark = match["piece"].strip(), match["end"]
        piece = _AND.sub("", printed)
        dated = _YEAR_AFTER.search(piece) if mark in (":", ".") else None
        piece = piece[: dated.start()] if dated else piece
        if not piece:
            if not mark or mark in _OPENING_QUOTES:
                break
            position = match.end()
            continue
        if has_ended and not _INITIALS.fullmatch(piece):
            break
        if mark == ":" and not dated and not match[0].endswith(BREAK):
            # ``A B, C D, Short Name: Title``
            break
        is_cited, are_two = _CITED.fullmatch(piece) is not None, _are_two_names(piece)
        if not (is_cited or are_two or is_name(piece) or (names < 2 and _FAMILY.fullmatch(piece))):
            break
        names += 2 if is_cited or are_two or "." in piece or piece != printed else 1
        position = match.end()
        if mark in _OPENING_QUOTES:
            position = match.start("end")
            break
        has_ended = has_ended or mark == ":" or dated is not None or (piece != printed and names > 1) or are_two
    if names < 2 or position >= len(text):
        return begin
    year = _CITED_YEAR.match(text, position)
    return begin + (year.end() if year else position)


def single_name_end(row: RowText, begin: int) -> int:
    """Return where the one name ends that a citation starts with, before a colon or comma; `begin` where there is none."""
    match = _SINGLE_NAME.match(row.text, begin, begin + 60)
    return match.end() if match and (match["medline"] or is_name(match["name"])) else begin


def _are_two_names(piece: str, separator: str = " and ") -> bool:
    first, _, second = piece.replace(" & ", " and ").partition(separator)
    return bool(second) and is_name(first) and is_name(second)


_STOP = re.compile(
    rf"\t|\s(?:[|\u2016\u00a6]\s?|[-\u2013\u2014]{{1,3}}\s|[/\u00b7]\s)|[-\u2013\u2014]{{2,}}|[\[\u3010(\uff08{BREAK}{PICTURE}]|\|(?=\s)|[,;\u3002\uff0c!?](?=\s)|(?<!\b[A-Z])\.\s|\s(?=[\u3400-\u9fff])|(?<=[a-z])\.(?=[A-Z][A-Za-z&]{{2,9}}[ '\u2019-]?\d{{2,4}}\b)"
)
_DATED_TAIL = re.compile(r"\s*[A-Z][a-z]+[A-Z][A-Za-z]+ (?:19|20)\d\d\W*$")
"""``HotBell 2016``, a name in mixed letters with its year that a text ends with."""
_SHORTEST_TITLE = 3
_LONGEST_PLAIN = 300
_BRACKET_END = re.compile(r"[\])\u3011\uff09]")
_OPENING_QUOTE = re.compile(r"\s*[\"\u201c\u201d\u201e\u00ab]")
_CLOSING_QUOTE = re.compile(r"[\"\u201d\u201c\u00bb]")


def title_end(row: RowText, begin: int) -> int:
    """Return where a plain title ends: before links, a bracket with a venue, a bar, names, a venue."""
    text = row.text
    opening = _OPENING_QUOTE.match(text, begin)
    if opening and not QUOTED_WORDS.match(text, opening.end() - 1):
        closing = _CLOSING_QUOTE.search(text, opening.end() + 3, opening.end() + 300)
        if closing and not text[closing.end() : closing.end() + 1].isalnum() and not goes_on_after_quote(text, closing.end()):
            return closing.end()
    limit = min(first_link(row, begin), begin + 600, _style_end(row, begin))
    position = begin
    for _ in range(40):
        match = _STOP.search(text, position, limit)
        if match is None:
            break
        if _is_end(row, match, begin, limit):
            return match.start()
        position = match.end()
    return limit


def _is_end(row: RowText, match: re.Match[str], begin: int, limit: int) -> bool:
    """Tell whether a title ends at a mark."""
    mark = match[0].strip() or match[0]
    rest = row.text[match.end() : limit]
    if mark == BREAK:
        return _is_break_end(row, match.start(), rest)
    if mark.isspace():
        return _is_translated(row.text[begin : match.start()])
    if mark in ("[", "\u3010", "(", "\uff08"):
        return match.end() >= limit or _ends_at_bracket(mark, rest)
    if mark in (".", "-", "\u2013", "\u2014") and is_name_and_venue(rest.strip(" .,-\u2013\u2014"), may_be_alone=True):
        return True
    if match[0][-1] == "\t" or (mark == "," and _DATED_TAIL.match(rest)):
        return True
    if mark == ",":
        is_one_of_several = is_name_and_venue(head_of(rest)) and is_name(row.text[begin : match.start()].rpartition(",")[2].strip())
        return (follows_title(rest) and are_surely_names(rest) and not is_one_of_several) or (
            limit - begin < _LONGEST_PLAIN
            and len(row.text[begin : match.start()].split()) >= _SHORTEST_TITLE
            and _are_two_names(rest.strip(" .,;(["), ",")
        )
    return mark in (PICTURE, "|", "\u2016", "\u00a6", "\u00b7") or follows_title(rest)


def _is_translated(text: str) -> bool:
    """Tell whether what follows a text in another script is a remark on it: it is a title in Latin letters."""
    return len(text.split()) >= _SHORTEST_TITLE and not HAN.search(text)


def _ends_at_bracket(mark: str, rest: str) -> bool:
    """Tell whether a title ends at a bracket: one with a venue or date, or a square one with words of links or nothing."""
    inside = _BRACKET_END.split(rest, maxsplit=1)[0]
    if mark in ("[", "\u3010") and (not inside.strip() or holds_only_link_words(inside)):
        return True
    return is_venue_or_date(inside) or _ends_in_slot(inside)


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
    if HAN.match(line) and not HAN.search(row.text, max(0, place - 80), place):
        # A remark in another script.
        return True
    return not line or follows_title(line) or is_name_and_venue(line, may_be_alone=True) or text_label(line[:80]) is not None
