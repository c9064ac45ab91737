"""Find where a title starts in the text of a row (after its number, tags, dates and marks) and where it ends (before links, a venue, a bar, names)."""

import re

from avgraph.reading.fields.links import holds_only_link_words
from avgraph.reading.fields.segments import DOCUMENT_MARKS
from avgraph.reading.fields.venues import is_known_venue, names_event
from avgraph.reading.likeness import (
    FUNCTION_WORDS,
    HAN,
    QUOTED_WORDS,
    are_surely_names,
    cites_family_first,
    follows_title,
    goes_on_after_quote,
    head_of,
    is_name,
    is_name_and_venue,
    is_sentence,
    is_venue_or_date,
    looks_like_names,
    title_likeness,
)
from avgraph.reading.markdown.runs import RunKind
from avgraph.reading.records.cited_names import DATED_PAIRS, are_two_names
from avgraph.reading.records.row_text import BREAK, PICTURE, RowText, before_marks, before_tags, first_link, is_in_round_bracket, text_label

EDGE = " \t\n\x1f\u00a0\ufe0f*_\"'\u201c\u201d\u201e\u00ab\u00bb,;:|\u2013\u2014-.\u3002\u2b50\u2705\U0001f525"
"""What is no part of a title at its ends."""
QUOTES = '"\u201c\u201d\u201e\u00ab\u00bb'
"""Marks of quotation, whichever way they turn."""
_TAG = re.compile(
    r"[\s*:|,.\x1f-]*(?:[\[(\u3010\uff08`](?P<tag>[^\[\]()\u3010\u3011\uff08\uff09`\n]{0,80})[\])\u3011\uff09`]+|(?P<date>(?:19|20)\d\d(?:-[A-Z][\w-]{1,15}(?=\s[-\u2013\u2014]\s)|(?:[./-]\d{1,2}){0,2}(?=\s*[|:\u2013\u2014-])))|(?P<mark>:[a-z\d][a-z\d_+-]{1,40}:|[^\w\s\[\](){}\"'\u201c\u2018<$\\#&+]+(?=\s|\[|\w)))"
)
_IN_SENTENCE = re.compile(r"[A-Z][a-z]+\] [a-z]+ ")  # ``[Why] do bells ring``
_NUMBER = re.compile(r"\s*(?!\((?:19|20)\d\d\))(?:\(?\d{1,4}[.)]\s|#\d{1,4}\s|\d{1,4}\.(?=[A-Z])|\d{4}\.\d{4,5}(?:v\d)?\s)")
_JOINED = re.compile(r"\s*(?:and|&|,|/|\+)\s+")
_BARRED = re.compile(r"(?P<slot>[^\n|\[\]]{2,60}?)\s*\|\s")
_DASH = re.compile(r"\s*[\u2013\u2014-]\s+")
_AWARD = re.compile(
    r"\s*(?:Best|Distinguished|Honou?rable|Outstanding)\b[^\n,|:]{0,50}\b(?:Award|Candidate|Finalist|Mention|Nominee|Paper|Runner-?[Uu]p)\b[^\n,|:]{0,20}[,|:]\s"
)
"""``Best Paper Award Finalist,`` after a venue and before a title"""
_YEAR_FIRST = re.compile(r"(?:19|20)\d\d(?!\d)")
_WORD = re.compile(r"[^\W_]")
_TITLE_LIKE = 0.5
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
        if match and is_tag and text[match.end() :].strip(EDGE) and not _IN_SENTENCE.match(text, match.start("tag")):
            place = match.end()
            if "-" in (match["date"] or "") and match["date"][-1].isalpha():
                dash = _DASH.match(text, place)  # ``2015-NIPS - Title``
                return dash.end() if dash else place
            continue
        slot = _leading_slot(text, place)
        if slot == place:
            break
        award = _AWARD.match(text, slot)
        slot = award.end() if award else slot
        joined = _JOINED.match(text, slot)
        place = _leading_slot(text, joined.end()) if joined else slot
        place = slot if joined and place == joined.end() else place
    return place


def is_tag(row: RowText, index: int) -> bool:
    """Tell whether a short link is a tag in square brackets that opens a row, before a title (``[[T-Bell](url)] Casting Bells …``)."""
    start, end = row.span(index)
    if row.text[end : end + 1] != "]" or row.text[start - 1 : start] != "[" or _WORD.search(row.text, 0, start):
        return False
    rest = row.text[end + 1 : title_end(row, end + 1)].strip(EDGE)
    return title_likeness(rest) >= _TITLE_LIKE and not is_sentence(rest) and not follows_title(rest)


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
    if DATED_PAIRS.match(text, place):
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


_STOP = re.compile(
    rf"\t|\uff5c|\s(?:[|\u2016\u00a6]\s?|[-\u2013\u2014]{{1,3}}\s|[/\u00b7]\s)|[-\u2013\u2014]{{2,}}|[\[\u3010(\uff08{BREAK}{PICTURE}]|\|(?=\s)|[,;\u3002\uff0c!?](?=\s)|(?<!\b[A-Z])(?<!\b[ei]\.[ge])\.\s|\s(?=[\u3400-\u9fff])|(?<=[a-z])\.(?=[A-Z][A-Za-z&]{{2,9}}[ '\u2019-]?\d{{2,4}}\b)"
)
_DATED_TAIL = re.compile(r"\s*[A-Z][a-z]+[A-Z][A-Za-z]+ (?:19|20)\d\d\W*$")
"""``HotBell 2016``, a name in mixed letters with its year that a text ends with."""
_INITIALED_NAME = re.compile(
    r"\s*(?:[A-Z]\.[ -]?){1,3}(?:(?:de|den|der|van|von) ){0,2}[A-Z\u00c0-\u00de][\w'\u2019-]+(?:,|\s(?:and|&)\s|\s?$)|\s*[A-Z\u00c0-\u00de][\w'\u2019-]+ et\.? al\b"
)
"""``A. Byron,``, ``Byron et al``"""
_NAME_COLON = re.compile(r"\uff1a\s*|:\s+")
_VENUE_END = re.compile(
    r"(?P<name>[^()\[\]\uff08\uff09\u3010\u3011]+)[(\[\uff08\u3010](?P<venue>[^()\[\]\uff08\uff09\u3010\u3011]+)[)\]\uff09\u3011]"
)
_LONGEST_NAME = 60
_SHORTEST_TEXT = 4
"""Words that a title has after a name and a colon."""
_SHORTEST_TITLE = 3
_LONGEST_FIRST_NAME = 4
"""Words of the first name of several."""
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
    limit = before_tags(text, begin, min(first_link(row, begin), begin + 600, _style_end(row, begin)))
    position = begin
    for _ in range(40):
        match = _STOP.search(text, position, limit)
        if match is None:
            break
        is_within = match[0][0] in ",;." and is_in_round_bracket(text[begin:limit], match.start() - begin)
        if not is_within and _is_end(row, match, begin, limit):
            return match.start()
        position = match.end()
    return limit


def is_closed_within(text: str, start: int, end: int) -> bool:
    """Tell whether the quotes that open a stretch close before its end, so that they are those of its first words alone."""
    return QUOTED_WORDS.match(text, start) is not None or any(mark in text[start + 1 : end].strip(EDGE) for mark in QUOTES)


def title_after_name(text: str, place: int) -> int:
    """Return where a title or its names start after a colon: that of a short name with its venue (``Chime (ICASSP 2021): Casting …``), of a remark in another script, of a name before names (``Chime: Ada Byron, Carl Dorn``)."""
    colon = _NAME_COLON.search(text, place, place + _LONGEST_NAME)
    if colon is None or BREAK in text[place : colon.start()] or len(text[colon.end() : colon.end() + 80].split()) < _SHORTEST_TEXT:
        return place
    name = text[place : colon.start()]
    is_other_script = HAN.search(name) is not None and not HAN.search(text, colon.end(), colon.end() + 40)
    bracketed = _VENUE_END.fullmatch(name.strip())
    if (
        is_other_script
        or _are_names_of(text[colon.end() :].partition(BREAK)[0])
        or (bracketed is not None and len(bracketed["name"].split()) < _SHORTEST_TEXT and is_venue_or_date(bracketed["venue"]))
    ):
        return colon.end()
    return place


def _are_names_of(line: str) -> bool:
    """Tell whether a line after a colon is names alone."""
    first, comma, _ = line.partition(",")
    return bool(comma) and len(first.split()) <= _LONGEST_FIRST_NAME and looks_like_names(line.strip(" .:"))


def cell_end(row: RowText, begin: int) -> int:
    """Return where the title ends in a cell: before a link as a word, or a line of names."""
    end = before_marks(row, begin, first_link(row, begin))
    line = row.text.find(BREAK, begin, end)
    below = row.text[line:end].strip(f"{BREAK} [(") if line > begin else ""
    return line if below and (looks_like_names(below) or is_name(below)) else end


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
    if (mark == "." and cites_family_first(rest)) or (match[0][-1] == BREAK and _is_break_end(row, match.end() - 1, rest)):
        return True
    if mark in (".", "-", "\u2013", "\u2014") and is_name_and_venue(rest.strip(" .,-\u2013\u2014"), may_be_alone=True):
        return True
    if match[0][-1] == "\t" or (mark == "," and (_DATED_TAIL.match(rest) or _INITIALED_NAME.match(rest))):
        return True
    if mark == ",":
        is_one_of_several = is_name_and_venue(head_of(rest)) and is_name(row.text[begin : match.start()].rpartition(",")[2].strip())
        return (follows_title(rest) and are_surely_names(rest) and not is_one_of_several) or (
            limit - begin < _LONGEST_PLAIN
            and len(row.text[begin : match.start()].split()) >= _SHORTEST_TITLE
            and are_two_names(rest.strip(" .,;(["), ",")
        )
    return mark in (PICTURE, "|", "\uff5c", "\u2016", "\u00a6", "\u00b7") or follows_title(rest)


def _is_translated(text: str) -> bool:
    """Tell whether what follows a text in another script is a remark on it: it is a title in Latin letters."""
    return len(text.split()) >= _SHORTEST_TITLE and not HAN.search(text)


def _ends_at_bracket(mark: str, rest: str) -> bool:
    """Tell whether a title ends at a bracket: one with a venue or date, or a square one with words of links or nothing."""
    inside = _BRACKET_END.split(rest, maxsplit=1)[0]
    if mark in ("[", "\u3010") and (not inside.strip() or inside in DOCUMENT_MARKS or holds_only_link_words(inside)):
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
        if before[-1:] in '.,;:"\u201d?!)|' or before[-4:].lower() == ", in" or looks_like_names(text) or is_venue_or_date(text):
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
    if run.kind is RunKind.SOFT_BREAK and row.text[:place].rpartition(" ")[2].lower() in FUNCTION_WORDS:
        return False
    if HAN.match(line) and not HAN.search(row.text, max(0, place - 80), place):
        # A remark in another script.
        return True
    return not line or follows_title(line) or is_name_and_venue(line, may_be_alone=True) or text_label(line[:80]) is not None
