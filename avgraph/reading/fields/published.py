"""Read where and when a paper was published out of the forms in which lists print venue, year and date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from avgraph.reading.fields.dates import VOLUME, PrintedDate, find_dates
from avgraph.reading.fields.institutions import is_institution
from avgraph.reading.fields.venues import is_acronym, is_known_venue, is_preprint, is_venue, may_open_venue, strip_before
from avgraph.reading.markdown.located import LocatedText, join_texts
from avgraph.reading.words import load_words

_REMARKS = sorted(load_words("venues")["remarks"], key=len, reverse=True)
_REMARK = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, _REMARKS))})(?![\w-])", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+")
_REMARK_STARTS = frozenset(_WORDS.findall(remark)[0] for remark in _REMARKS)
"""The first word of each remark."""
_FIRST_REMARK = re.compile(rf"\W*(?:{_REMARK.pattern})", re.IGNORECASE)
_SHORT_YEAR = re.compile(
    r"(?P<mark>\s?['\u2019\u2018`]\s?|[-\u2010-\u2013_]|\s)?(?P<year>[0-2]\d|3[01]|[89]\d)(?:[./](?P<month>0[1-9]|1[0-2])(?!\d))?(?!\w|[.:,-]\d|%)(?P<number>\s?[(:]\s?(?=\d))?"
)
_YEAR_FIRST = re.compile(r"\W{0,3}(?P<year>[0-2]\d|[89]\d)[-\s]{0,2}(?P<venue>(?=[a-z]*[A-Z])[A-Za-z][\w&@/*-]+)\W*")
"""``'14-ECCV``"""
# arXiv:2301.01234v2, abs/2301.01234, a DOI; volume, issue and pages.
_NOISE = re.compile(
    r"(?<=xiv)\s+on(?=\s)|(?<=xiv)(?:\s+(?:preprint|e-prints?))?[\s:,]*(?:(?:arxiv|abs)[\s:/]*)?(?:[a-z-]+(?:\.[A-Z]{2})?/\d{7}|\d{4}\.\d{4,5})(?:v\d{1,2})?(?:\s?\[[\w.-]{2,12}\])?"
    r"|(?<=xiv)[\s:]+preprint\b|\bpreprint[\s:,]+(?=arxiv\b)|\b(?:doi:?\s*)?10\.\d{4,9}/\S+|\babs/\d{4}\.\d{4,5}(?:v\d)?"
    r"|\b(?:doi|pmid|pmcid)\W*$|\b(?:pmid:?\s?\d{4,9}|pmcid:?\s?pmc\d{4,9})\b|\bepub\b"
    r"|\b(?:vol(?:ume)?|no|issue|number|pp?|pages?|art(?:icle)?|id)[.:]?\s?\d[\d\u2013-]{0,12}"
    r"|\b\d{1,4}(?=\s?\((?:19|20)\d\d\))|\b\d{1,4}\s?\(\s?\d{1,4}(?:[\u2013/-]\d{1,3})?\s?\)(?:(?::|\s?[:,]\s?(?!(?:19|20)\d\d(?!\d)))[A-Za-z]{0,3}\d{1,7}(?:\s?[\u2013-]\s?[A-Za-z]{0,3}\d{1,7})?)?"
    r"|\b\d{1,4}\s?:\s?[A-Za-z]?\d{1,7}(?:\s?[\u2013-]\s?\d{1,7})?|:\s?\d{1,6}\s?[\u2013-]\s?\d{1,6}|\b\d{1,6}\s?[\u2013-]\s?\d{1,6}\b|(?<=[\s,])\d{1,6}(?=[\s,;.)]|$)",
    re.IGNORECASE,
)
_WORKSHOP_AFTER = re.compile(
    r"\W*(?P<part>workshops?|findings|demo(?:s|nstrations?)?|datasets (?:and|&) benchmarks?(?: track)?|workshop on .{3,80}|w(?=\W|$))\W*",
    re.IGNORECASE,
)
_PUBLISHER = re.compile(
    r"(?:pmlr|ieee|acm|springer(?:[\s,-]*(?:international publishing|verlag|berlin|heidelberg|nature|cham|london|singapore))*|elsevier|curran(?: associates)?|aaai press|acm press|usenix|lncs|crc press|citeseer|mit press|cambridge university press)\W*",
    re.IGNORECASE,
)
_REFUSED = re.compile(r"(?:(?<=rejected)|(?<=withdrawn))\s(?:at|by|from)\s[^()\[\],;:.]{2,40}", re.IGNORECASE)
"""``rejected by ICLR 2020``, where a paper was not published."""
_DIGIT = re.compile(r"\d")
_DATED = re.compile(r"(?=.{0,9}[A-Z].{0,9}[A-Z])[A-Z][A-Za-z&]{1,9}")
_NOUN = re.compile(r"\b(?:proc|journal|transactions|conference|symposium|workshop|letters|advances|lecture)", re.IGNORECASE)
_FIRST_WORD = re.compile(r"\W*([\w&@/*-]+)\s+")
_PARTING = re.compile(r"\s*[,;|\u00b7/]\s*|\.\s+(?=[A-Z])|\s*[\[(]\s*|\s[-\u2013\u2014]\s")
_ORDINAL = re.compile(r"\s*(?:in\s+)?(?:the\s+)?\d{1,3}(?:st|nd|rd|th)\s+", re.IGNORECASE)
_LAST_WORD = re.compile(r"[^\s([{\u3010,;|]*$")
_LAST_WORDS = re.compile(r"(?:[^\s([{\u3010,;|]+ )?[^\s([{\u3010,;|]*$")
_BRACKET_BEFORE = re.compile(r"(?:[^\[\]]{0,80}\]|[^()]{0,80}\))\s*(?=\w)")
"""What stands before a text is in a bracket of its own (``FM] Machines of Factors``)."""
_SECOND = re.compile(r"\b(?:proceedings|journal|transactions|conference|symposium|workshops?|track)\b", re.IGNORECASE)
_NUMBER_OF_PREPRINT = re.compile(r"(?<=xiv)[\s:'\u2019-]{0,3}(?P<year>0[7-9]|1\d|2[1-9])(?P<month>0[1-9]|1[0-2])(?![\w.])", re.IGNORECASE)
"""``arXiv 2106``: year and month as in the numbers of preprints, where they are no year (as 2011 is)."""
_JOURNAL = re.compile(r"[A-Z][\w.&'\u2019-]*(?: (?:of|and|the|in|on|for|&|[A-Z][\w.&:'\u2019-]*)){0,6}")
_MARKED = re.compile(r"[A-Z][a-z]*(?:[A-Z][a-z]*){1,4}['\u2019]\s?\d{2}")  # ``HotBell'16``
_TURNED = re.compile(r",\s(?:19|20)\d\d\s[^,.]{0,60}\b(?:Conference|Congress|Meeting|Symposium|Workshop)s?\son\b")
"""``Bells and Towers (BT), 2013 9th International Conference on. IEEE, 2013``"""
_YEAR_AND_TITLE = re.compile(r"(?:19|20)\d\d\s+[-\u2013\u2014|]\s+(?:\S+\s+){3}")  # ``2019 - Bells for All Ears``
_ABBREVIATIONS = frozenset(("ann", "j", "jour", "proc", "trans"))  # Words before a venue that are part of its name.
_MOST_BESIDE = 5
"""Words beside a venue and its date that can be a second name of it."""
_LONGEST = 220


@dataclass(slots=True, eq=False)
class Published:
    """Venue, year and date that a stretch of text states."""

    venue: LocatedText | None = None
    """As printed, without year and remarks such as Oral."""
    year: int | None = None
    date: str | None = None
    """ISO 8601, where more than the year is stated."""


class _Slot(NamedTuple):
    """What a string states that is nothing but venue, date and remarks; the spans make up the venue."""

    spans: tuple[tuple[int, int], ...] = ()
    year: int | None = None
    date: str | None = None


def read_slot(text: LocatedText, *, is_labelled: bool = False, is_dated: bool = False) -> Published | None:
    """Return what a text states that is nothing but venue, year and remarks: a bracket, a cell, a group, a heading; None for any other.

    With a header or label that says so (`is_labelled`), any short text is a venue; `is_dated` says that a year stands beside it.

    >>> found = read_slot(LocatedText.at("CVPR'23 Oral", 0))
    >>> found.venue.string, found.year
    ('CVPR', 2023)
    """
    slot = _parse(text.string, is_labelled=is_labelled, is_dated=is_dated)
    return None if slot is None else _located(slot, text)


def is_slot(text: str, *, is_alone: bool = True) -> bool:
    """Tell whether a text is nothing but a venue, a year, a date, or remarks on them (``CVPR'23``, ``Oral``, ``[2022/03]``).

    A slot that does not stand alone holds no second name either.

    >>> is_slot("[2022/03]"), is_slot("Findings of ACL 2021"), is_slot("A B, C D"), is_slot("Nature of Code")
    (True, True, False, False)
    """
    return _parse(text, is_labelled=False, is_alone=is_alone) is not None


def _located(slot: _Slot, text: LocatedText) -> Published:
    venue = join_texts(" ", [text.cut(*span) for span in slot.spans]) if slot.spans else None
    return Published(venue, slot.year, slot.date)


@lru_cache(maxsize=1 << 13)
def _parse(string: str, *, is_labelled: bool, is_alone: bool = True, is_dated: bool = False) -> _Slot | None:
    string = _REFUSED.sub(_blank, string)
    has_volume = len(string) <= _LONGEST and _DIGIT.search(string) is not None and VOLUME.search(string) is not None
    if not string or len(string) > _LONGEST or not (is_labelled or has_volume or _may_be_slot(string)):
        return None
    dates = _dates(string, is_labelled=is_labelled)
    covered = _covered(string, dates)
    has_date = bool(dates) or is_dated
    has_day = any(date.day for date in dates)
    has_remark = not _REMARK_STARTS.isdisjoint(_WORDS.findall(string.lower()))
    remarks = [match.span() for match in _REMARK.finditer(string)] if has_remark else []
    covered += [span for span in remarks if not _overlaps(span, covered)]
    spans: list[tuple[int, int]] = []
    for start, end in _uncovered(string, sorted(covered)):
        stretch = string[start:end]
        if (bracketed := _BRACKET_BEFORE.match(stretch)) and not _WORKSHOP_AFTER.match(stretch, bracketed.end()):
            return None
        if not spans:
            is_certain = is_labelled or _is_named(string, stretch, has_day=has_day, has_volume=has_volume)
            if not is_venue(stretch, has_date=has_date, is_labelled=is_certain):
                return None
            spans.append((start, end))
        elif (goes_on := string[slice(*spans[-1])].endswith((" of", " the"))) or _is_after_preprint(string[slice(*spans[0])], stretch):
            spans = [*(spans if goes_on else ()), (start, end)]  # ``Proceedings of the 2022 Bell Conference``
        elif not is_labelled and is_known_venue(stretch) and not _is_certain(string[slice(*spans[0])]):
            return None
        elif part := _WORKSHOP_AFTER.fullmatch(stretch):
            if "workshop" not in string[slice(*spans[0])].lower():
                spans.append((start + part.start("part"), start + part.end("part")))
        elif not is_alone or not (_is_second_name(stretch) or _is_beside(string, spans[0], (start, end), has_date=has_date)):
            return None
    if not spans and not dates and not remarks:
        return None
    date = _chosen(dates, spans)
    return _Slot(tuple(spans), date.year if date else None, next((each.iso for each in dates if each.iso), None))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _covered(string: str, dates: list[PrintedDate]) -> list[tuple[int, int]]:
    """Return where dates stand, and numbers of preprints, volumes and pages."""
    covered = [(date.start, date.end) for date in dates]
    if _DIGIT.search(string) or "reprint" in string:
        covered += [match.span() for match in _NOISE.finditer(string) if not _overlaps(match.span(), covered)]
    return covered


def _may_be_slot(string: str) -> bool:
    if _YEAR_AND_TITLE.match(string) and not _NOUN.search(string):
        return False
    return may_open_venue(string, 0) or _TURNED.search(string) is not None or _FIRST_REMARK.match(string) is not None


def _is_named(string: str, first: str, *, has_day: bool, has_volume: bool) -> bool:
    """Tell whether what a slot starts with is surely a venue: a word with its year, one with a day, a few words with capitals before a volume."""
    if _MARKED.fullmatch(string) or (has_day and _DATED.fullmatch(first)) or _TURNED.search(string):
        return True
    return has_volume and _JOURNAL.fullmatch(first) is not None and not is_institution(first)


def _is_certain(text: str) -> bool:
    """Tell whether a text is a venue without a date beside it, or has a noun of venues."""
    return is_venue(text) or _NOUN.search(text) is not None


def _is_after_preprint(first: str, stretch: str) -> bool:
    """Tell whether a stretch is the venue of what was first a preprint (``arXiv 2106; CVPR 2022``)."""
    return is_preprint(first) and not is_preprint(stretch) and _is_certain(stretch)


def _is_second_name(stretch: str) -> bool:
    """Tell whether what follows a venue can be another name of it."""
    return is_venue(stretch, has_date=True) and (len(stretch.split()) <= _MOST_BESIDE or _SECOND.search(stretch) is not None)


def _is_beside(string: str, venue: tuple[int, int], span: tuple[int, int], *, has_date: bool) -> bool:
    """Tell whether what follows a venue is no part of it: its publisher, the school of a thesis, a short label after a dash (``KDD'2020-ASGN``)."""
    text, before = string[slice(*span)], string[venue[1] : span[0]].rstrip()
    if _PUBLISHER.fullmatch(text) or is_institution(text):
        return True
    is_short = len(text) <= 30 and len(text.split()) <= 4 and "\u3001" not in text and not before.endswith("\uff0c")
    return (
        has_date
        and is_short
        and (before.endswith(("-", ":", "|")) or text.split()[0].islower() or ("," not in text and string[: venue[0]].strip("([ ") == ""))
    )


def _chosen(dates: list[PrintedDate], spans: list[tuple[int, int]]) -> PrintedDate | None:
    """Return the date that says the year: that of the venue before the day on which the entry was added."""
    if not dates or not spans:
        return dates[0] if dates else None
    years = [date for date in dates if date.month is None]
    return min(years or dates, key=lambda date: min(abs(date.start - spans[0][1]), abs(spans[0][0] - date.end)))


def _overlaps(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _uncovered(string: str, covered: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the stretches outside the covered ones that hold more than marks and words before a venue."""
    position = 0
    for start, end in [*covered, (len(string), len(string))]:
        if start > position:
            for first, last in _parts(string, position, start):
                begin, stop = strip_before(string[first:last])
                if begin < stop:
                    yield first + begin, first + stop
        position = max(position, end)


def _parts(string: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretch; where it is a venue, a mark, and another text, each of them."""
    ordinal = _ORDINAL.match(string, start, end)
    start = ordinal.end() if ordinal else start
    for match in _PARTING.finditer(string[start:end]):
        begin, stop = strip_before(string[start : start + match.start()])
        head, rest = string[start + begin : start + stop], string[start + match.end() : end]
        if (match[0] == "/" and head.rpartition(" ")[2].isupper() and rest[:2].isupper()) or (
            match[0][0] == "." and head.lower() in _ABBREVIATIONS
        ):
            continue  # ``TOLL/PEAL 2018``, ``Proc. TOLL``, ``J. TOLL``
        if begin < stop and (is_known_venue(head) or _PUBLISHER.fullmatch(rest) or is_known_venue(rest.rstrip(") .,"))):
            yield start, start + match.start()
            yield from _parts(string, start + match.end(), end)
            return
    word = _FIRST_WORD.match(string, start, end)
    if word and is_known_venue(word[1]) and is_institution(string[word.end() : end].strip(" .,)")):
        yield word.span(1)
        yield word.end(), end
        return
    yield start, end


def _dates(string: str, *, is_labelled: bool) -> list[PrintedDate]:
    """Return the dates, years of two digits after the acronym of a venue included."""
    dates = find_dates(string)
    if not _DIGIT.search(string):
        return dates
    first = _YEAR_FIRST.fullmatch(string)
    if first is not None and not dates and (is_acronym(first["venue"]) or (is_labelled and first["venue"].isupper())):
        return [PrintedDate(first.start("year"), first.end("year"), _of_century(first["year"]))]
    dates += [
        PrintedDate(match.start("year"), match.end(), 2000 + int(match["year"]), int(match["month"]))
        for match in _NUMBER_OF_PREPRINT.finditer(string)
    ]
    for match in _SHORT_YEAR.finditer(string):
        if not match.start() or not (string[match.start() - 1].isalpha() or string[match.start() - 1] in ")&@"):
            continue
        if _overlaps(match.span(), [(date.start, date.end) for date in dates]) or (match["number"] and not (match["mark"] or "").strip()):
            continue
        before = string[max(0, match.start() - 40) : match.start()]
        acronym = strip_year_mark(_last_words(before, _LAST_WORD))
        mark = (match["mark"] or "").strip()
        is_marked = mark in ("'", "\u2019", "\u2018", "`") and mark
        known = is_acronym(acronym) or (sum(map(str.isupper, acronym)) >= 3 and is_venue(acronym, has_date=True))
        known = known or (
            mark != "" and (is_known_venue(_last_words(before, _LAST_WORDS)) or (bool(dates) and acronym.isupper() and len(acronym) > 1))
        )
        if is_marked or known or (is_labelled and mark):
            month = int(match["month"]) if match["month"] else None
            dates.append(PrintedDate(match.start(), match.end("month" if month else "year"), _of_century(match["year"]), month))
    return sorted(dates, key=lambda date: date.start)


def _of_century(digits: str) -> int:
    """Return the year that two digits say."""
    return int(digits) + (2000 if int(digits) < 50 else 1900)


def _last_words(text: str, pattern: re.Pattern[str]) -> str:
    match = pattern.search(text)
    return match[0] if match else ""


def strip_year_mark(word: str) -> str:
    """Return the word before a year without the marks between them."""
    return word.strip("'\u2019\u2018`-_([{ ")
