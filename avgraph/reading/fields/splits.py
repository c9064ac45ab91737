"""Part a text from the venue, year and remarks that stand at one of its ends."""

import re
from collections.abc import Iterator

from avgraph.reading.fields.dates import find_dates
from avgraph.reading.fields.published import Published, is_slot, read_slot
from avgraph.reading.fields.venues import is_known_venue, is_preprint, may_open_venue, names_event
from avgraph.reading.markdown.located import LocatedText
from avgraph.reading.words import load_words

_PAIRS = {")": "(", "]": "[", "\uff09": "\uff08", "\u3011": "\u3010"}
_OPENING = {opening: closing for closing, opening in _PAIRS.items()}
_AROUND = " \t\n.,;:|\u00b7*_~`\u2728\U0001f525\u2b50\ufe0f-\u2013\u2014"
_YEAR_HINT = re.compile(r"[xX]iv:\s?\d|(?:19|20)\d\d|['\u2019]\s?\d\d\b|[A-Za-z&]-?\d\d(?!\w)")
_TWO_DIGITS = re.compile(r"\d\d")
_PREPRINT_END = re.compile(r"(?:arxiv|\bcorr|\babs)[\s:/-](?:\S{1,12}[\s:/]){0,2}\d{4}\.\d{4,5}(?:v\d{1,2})?\W{0,3}$", re.IGNORECASE)
_MARKS = (",", ";", "|", ".")
"""What stands between names and a day, or a month and year (``Ada Byron, Carl Dorn, 26 Sep 2023``)."""
# Places where a venue can begin within a text: after a mark, before a bracket, after "in" and "et al.".
_BREAK = re.compile(
    r"(?=[eEiI\s,.;:|\u00b7\uff0c\u3002\uff5c()\[\]\uff08\u3010])(?:(?P<al>\bet\s?al(?:\.,?\s*|,?\s+))|(?:[,.;:|]|\s[-\u2013\u2014]|\bin)\s+|\s*(?=[(\[\uff08\u3010])|\s*[|\u00b7\uff0c\u3002\uff5c]\s*|[)\]]\s*)"
)
_QUOTE_END = re.compile(r"[.,]?[\"\u201d][.,]?\s+(?=[A-Za-z])")
_SHOUTED_INITIAL = re.compile(r"(?<![A-Z,])[A-Z]{2,20} [A-Z]$")
"""``ADA B`` before the stop of ``ADA B. BYRON``"""
_QUOTE = re.compile(r"[\"\u201d]")
_SPACE = re.compile(r"\s+")
_WORD_END = re.compile(r"\s+|[\uff0c\uff1b]\s*")
_LAST_WORD = re.compile(r"[\w&@/*-]+\W*$")
_NEXT_WORD = re.compile(r"[\w&@/*-]+")
_YEAR_END = re.compile(r"['\u2019-]?\d{2,4}$")
_LAST_ACRONYM = re.compile(r"(?:\.\s+|\s*[|\uff5c]\s*)([^.|\s]{2,20})\s*$")
_LAST_VENUE = re.compile(r",\s(?P<venue>[\w&@-]+),?\s\d{4}\W*$")
_SHORT_HEAD = re.compile(
    r"(?P<year>(?:19|20)\d\d|[012]\d)(?:-(?P<venue>[A-Z][A-Za-z&]{1,9})-|_(?P<name>[A-Z][A-Za-z&-]{1,11}(?: [A-Z][A-Za-z]{1,9})?)_)\s?(?=\w)"
)
"""``18-SIGCOMM-Title``, ``2018-SIGCOMM-Title``, ``21_ICSE Workshop_Title``"""
_YEAR_OPENING = re.compile(r"(?P<year>(?:19|20)\d\d)(?:\s+[-\u2013\u2014|]\s+|(?:\s*\([^()]{1,40}\)){1,3}[\s*]+)(?=\w|[\[\"\u201c])")
"""``2019 - Title``, ``2019 (Foundry) (ICML) Title``"""
_REMARK_HEAD = re.compile(
    r"^(?:best|distinguished|honou?rable|oral|outstanding|spotlight)(?:[ -](?:award|candidate|finalist|mention|oral|paper|presentation|runner-up|student)){0,4},\s+(?=\S)",
    re.IGNORECASE,
)
"""``Best Paper Award, Title``"""
_YEAR_TAG = re.compile(r"\W{0,9}(?P<year>(?:19|20)\d\d)-[A-Z][\w-]{1,15}\W{0,9}")
"""``2014-Survey``"""
_DATED_BRACKET = re.compile(r"[(\[](?![^()]*\b(?:in|ranked|place)\b)[\w .&/-]{2,30}[ ,](?:19|20)\d\d[)\]]")
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")
_IN_YEAR = re.compile(r"\s(?:for|in|of)\s\d{4}$")
_GOES_ON = re.compile(r"(?:and|as|at|for|from|in|is|of|on|or|vs)\s")
"""With which a title goes on that begins with a venue or year (``ICML 2019 and Its Discontents``)."""
_NUMBERED_NAME = re.compile(r"[A-Za-z]-\d\d:$")
"""``BELL-25:``"""
_LAST_SMALL = re.compile(r"\b(?:a|an|at|by|for|from|in|of|on|survey|the|to)$", re.IGNORECASE)
"""What a title begins with and no venue ends with."""
_TASKS = frozenset(load_words("venues")["tasks"])
_ARTICLE = re.compile(r"(?:The|A|An) ")
_LONGEST_SLOT = 200
_SHORTEST_ACRONYM = 3
_TRIALS = 9
"""How many places at most are tried as the start or end of a venue."""


def cut_title(title: LocatedText) -> tuple[LocatedText, Published]:
    """Return a title without the venue, year and remarks at its ends, in a bracket or beside it, and what they state.

    >>> title, found = cut_title(LocatedText.at("CVPR'23 Seeing Sounds (Oral)", 0))
    >>> title.string, found.venue.string, found.year
    ('Seeing Sounds', 'CVPR', 2023)
    """
    published = Published()
    if (opening := _YEAR_OPENING.match(title.string)) is not None:
        slots = [read_slot(title.cut(*bracket.span(1))) for bracket in _IN_BRACKETS.finditer(title.string, 0, opening.end())]
        title, published = title.cut(opening.end()), Published(None, int(opening["year"]))
        for slot in slots:
            published = merge(published, slot)
    head = _SHORT_HEAD.match((title := title.without_start(_REMARK_HEAD) if ", " in title.string else title).string)
    venue = head["venue"] or head["name"] if head else ""
    if head and (head["name"] or is_known_venue(venue) or (venue.isupper() and len(venue) >= _SHORTEST_ACRONYM)):
        return title.cut(head.end()).strip(), Published(
            title.cut(*head.span("venue" if head["venue"] else "name")), int(head["year"]) + 2000 * (len(head["year"]) == 2)
        )
    for _ in range(4):
        shorter, slot = _without_bracket(title)
        if slot is None:
            break
        title, published = shorter, merge(published, slot)
    if published.venue is None and _QUOTE.search(title.string) and (quote := _QUOTE_END.search(title.string)) is not None:
        slot = read_slot(title.cut(quote.end()))
        if slot is not None:
            title, published = title.cut(0, quote.start()), merge(published, slot)
    if published.venue is None:
        if _TWO_DIGITS.search(title.string) and _YEAR_HINT.search(title.string):
            title, slot = split_head(title)
            if slot is None:
                shorter, slot = split_tail(title, may_be_all=False)
                if slot is not None and slot.venue is None and _IN_YEAR.match(title.string, len(shorter.string)):
                    slot = None  # ``Learning to Hear in 2023``
                title = shorter if slot is not None else title
        else:
            title, slot = _known_tail(title)
        published = merge(published, slot)
    return title.strip(" \t\n,;|"), published


def merge(first: Published, second: Published | None) -> Published:
    """Return what two stretches state; what the first says counts, but for a preprint where the second says when it was published elsewhere."""
    if second is None:
        return first
    if second.venue is not None and (first.venue is None or _is_published(first.venue.string, second)):
        return Published(second.venue, second.year or first.year, first.date or second.date)
    return Published(first.venue, first.year or second.year, first.date or second.date)


def _is_published(first: str, second: Published) -> bool:
    return is_preprint(first) and second.venue is not None and second.year is not None and not is_preprint(second.venue.string)


def _without_bracket(text: LocatedText) -> tuple[LocatedText, Published | None]:
    """Return a text without the bracket at one of its ends that holds nothing but venue, year and remarks."""
    text = text.strip(_AROUND) if text.string[-1:] not in ".?!" else text.strip(" *_~")
    string = text.string
    bare = string.rstrip(" .*_")
    if bare[-1:] in _PAIRS:
        start = _opening(bare)
        inside = text.cut(start + 1, len(bare) - 1)
        if start > 0 and (slot := read_slot(inside) or year_alone(inside)):
            return text.cut(0, start).strip(), slot
    if string[:1] in _OPENING:
        end = _closing(string)
        if 0 < end < len(string) - 1 and (slot := read_slot(text.cut(1, end))):
            return text.cut(end + 1).strip(), slot
    return text, None


def is_dated_bracket(text: str) -> bool:
    """Tell whether a text is one bracket of few words with a year at their end (``(Foundry 2016)``)."""
    return _DATED_BRACKET.fullmatch(text) is not None


def year_alone(text: LocatedText) -> Published | None:
    """Return the year with which a short bracket begins or ends whose other words are no known venue (``Overview 2021``), but for one before the year.

    >>> found = year_alone(LocatedText.at("Bells and Towers, NIPS 2018", 0))
    >>> found.venue.string, found.year
    ('NIPS', 2018)
    """
    if tag := _YEAR_TAG.fullmatch(text.string):
        return Published(None, int(tag["year"]))
    dates = find_dates(text.string) if len(text.string) <= 60 else []
    if len(dates) != 1 or len(text.string.split()) > 5 or text.string[dates[0].end : dates[0].end + 1] in ("-", "\u2010"):
        return None
    is_end = not text.string[dates[0].end :].strip(" .,)]") or not text.string[: dates[0].start].strip(" .,([")
    named = _LAST_VENUE.search(text.string)
    venue = text.cut(*named.span("venue")) if named is not None and is_known_venue(named["venue"]) else None
    return Published(venue, dates[0].year, dates[0].iso) if is_end else None


def _opening(string: str) -> int:
    """Return where the bracket opens that closes at the end of the string, or -1."""
    depth, closing = 0, string[-1]
    for place in range(len(string) - 1, max(-1, len(string) - _LONGEST_SLOT), -1):
        depth += (string[place] == closing) - (string[place] == _PAIRS[closing])
        if depth == 0:
            return place
    return -1


def _closing(string: str) -> int:
    """Return where the bracket closes that opens the string, or -1."""
    depth, opening = 0, string[0]
    for place in range(min(len(string), _LONGEST_SLOT)):
        depth += (string[place] == opening) - (string[place] == _OPENING[opening])
        if depth == 0:
            return place
    return -1


def split_head(text: LocatedText) -> tuple[LocatedText, Published | None]:
    """Return a text without the venue and year, or the day, that it opens with, and what they state.

    >>> rest, found = split_head(LocatedText.at("20191124 AAAI-20 Knowledge Graphs for Few Shots", 0))
    >>> rest.string, found.venue.string, found.year, found.date
    ('Knowledge Graphs for Few Shots', 'AAAI', 2020, '2019-11-24')
    """
    string = text.string
    if not _YEAR_HINT.search(string, 0, 60):
        return text, None
    ends = [match.span() for match in _WORD_END.finditer(string, 0, 90)][:_TRIALS]
    for end, start in reversed([*ends, (len(string), len(string))] if len(string) <= 90 else ends):
        head = string[:end]
        if _YEAR_HINT.search(head) is None or not is_slot(head, is_alone=False) or names_event(string, end) or _LAST_SMALL.search(head):
            continue
        if _GOES_ON.match(string, start):
            break
        slot = read_slot(text.cut(0, end))
        if slot is not None and _opens(head, slot):
            return text.cut(start).strip(" :|\uff0c-\u2013\u2014"), slot
    return text, None


def _opens(head: str, slot: Published) -> bool:
    """Tell whether what opens a text is surely no part of a title: it is bracketed, or a venue with its year, or a day."""
    if head.rstrip(" .:|").endswith(("]", ")", "\u3011", "\uff09")):
        return True
    if _NUMBERED_NAME.search(head) and not is_known_venue(slot.venue.string if slot.venue else ""):
        return False
    if slot.venue is None:
        return slot.date is not None and (head[:8].isdigit() or head.endswith(","))
    if _ARTICLE.match(head):
        return False
    return (" " not in slot.venue.string or is_known_venue(slot.venue.string)) and slot.venue.string not in _TASKS


_RANK = re.compile(r"\b(?:ranked|winners?|winning|(?:\d{1,2}(?:st|nd|rd|th)|first|second|third) place)\b", re.IGNORECASE)
"""What stands before a competition, whose year is not that of the paper."""


def split_tail(text: LocatedText, *, may_be_all: bool = True) -> tuple[LocatedText, Published | None]:
    """Return a text without the venue and year that it ends with, and what they state.

    >>> rest, found = split_tail(LocatedText.at("Mo, S., & Tian, Y. In Proc. of the Workshop on Hearing, 2021", 0))
    >>> rest.string, found.venue.string, found.year
    ('Mo, S., & Tian, Y.', 'Proc. of the Workshop on Hearing', 2021)
    >>> split_tail(LocatedText.at("2nd ranked in VOC2012", 0))[1] is None
    True
    """
    string = text.string
    offset = max(0, len(string) - _LONGEST_SLOT)
    if not (_TWO_DIGITS.search(string, offset) and _YEAR_HINT.search(string, offset)) and not _ends_in_venue(string):
        return text, None
    for start, begin in _starts(string, offset):
        if (begin == 0 and not may_be_all) or not may_open_venue(string, begin):
            continue
        if not may_be_all and string.count("(", 0, start) > string.count(")", 0, start):
            continue
        slot = read_slot(text.cut(begin)) if string[start:begin].strip() != ":" or string.rstrip(" .)")[-1:].isdigit() else None
        if slot is not None and not may_be_all and string[start:begin].isspace() and not is_slot(string[begin:], is_alone=False):
            continue  # ``Our WMT19 Task Submission``
        if slot is not None and slot.venue is not None and not may_be_all and string[start:begin].strip() == ":":
            last = slot.venue.string.rfind(" ")
            if last > 0 and names_event(slot.venue.string, last):
                continue  # ``Hearing Bells: Analysis of the Bell Challenge 2020``
        if slot is not None and _RANK.search(string, offset, start):
            return text, None
        is_day = slot is not None and slot.date is not None and may_be_all and string[start:begin].strip() in _MARKS
        if slot is not None and (
            slot.venue or (slot.year and (is_day or string[begin] in _OPENING or string[begin : begin + 4].isdigit()))
        ):
            opening = _PAIRS.get(string[start], "")
            is_inside = opening != "" and string.count(opening, 0, start) > string.count(string[start], 0, start)
            # ``Byron (MIT). ICML 2022``
            return text.cut(0, start + is_inside).strip(" \t\n,;:|(-\u2013\u2014\uff5c").rstrip("["), slot
    return text, None


def _ends_in_venue(string: str) -> bool:
    match = _LAST_WORD.search(string, max(0, len(string) - 40))
    if match is None:
        return False
    if string[-1:].isdigit() and _PREPRINT_END.search(string, max(0, len(string) - 60)):
        return True
    word = match[0].rstrip(".,;:|)]* ")
    if word.isdigit() and (before := _LAST_WORD.search(string[: match.start()])) is not None:
        word = before[0].strip()
    return is_known_venue(word) or string.rstrip(" .*)").casefold().endswith(
        ("preprint", "access", "communications", "letters", "review", "science", "security")
    )


def _starts(string: str, offset: int) -> Iterator[tuple[int, int]]:
    """Yield where the rest before a venue would end, and where the venue would begin, the longest venue first."""
    if offset == 0:
        yield 0, 0
    places = {}
    for match in _SPACE.finditer(string, max(offset, len(string) - 40)):
        word = _NEXT_WORD.match(string, match.end())
        if word and word[0][0].isupper() and is_known_venue(_YEAR_END.sub("", word[0]) if word[0][-1].isdigit() else word[0]):
            places[match.end()] = match.start()
    for match in list(_BREAK.finditer(string, offset))[-2 * _TRIALS :]:
        if match.end() < len(string) and not (string[match.start()] == "." and _SHOUTED_INITIAL.search(string, 0, match.start())):
            is_initial = string[match.start()] == "." and string[match.start() - 1].isupper()
            places[match.end()] = match.end("al") if match["al"] else match.start() + is_initial
    for begin in sorted(places)[-_TRIALS:]:
        if len(string) - begin >= 3:
            yield places[begin], begin


def _known_tail(title: LocatedText) -> tuple[LocatedText, Published | None]:
    """Return a title without the acronym of a venue after its full stop or a bar, and what it states."""
    match = _LAST_ACRONYM.search(title.string, max(0, len(title.string) - 30))
    if match and is_known_venue(match[1]) and not match[1].istitle():
        return title.cut(0, match.start()).strip(), read_slot(title.cut(match.start(1), match.end(1)))
    return title, None
