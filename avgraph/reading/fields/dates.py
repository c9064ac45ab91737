"""Find years and dates in the forms in which lists print them."""

import re
from typing import NamedTuple

from avgraph.reading.words import load_words

_MONTHS = {word: int(number) for number, words in load_words("venues")["months"].items() for word in words}
_MONTH, _DAY = r"(?:1[0-2]|0?[1-9])", r"(?:3[01]|[12]\d|0?[1-9])"
_YEAR = re.compile(r"(?<!\d)(?:19\d|20[0-3])\d|(?<=['\u2019])[0-4]\d(?!\w)")
_NUMBER_BEFORE = re.compile(r"(?:\d[.:/_-]|\d\):|[#$%~=]|CVE-|\bv|\dv|10\.\d{4,9}/\S{0,20})$", re.IGNORECASE)
_RANGE_BEFORE = re.compile(r"\d\s?[-\u2010-\u2015~]\s?$")
_RANGE_AFTER = re.compile(r"\s?[-\u2010-\u2015~/]\s?(?:(?:19|20)\d\d|1[3-9]|[2-9]\d)(?![\d-])")
# What stands after a year: 20190401, 201904; 2023-05-30, 2024.5, 2022/03, 2024年5月3日.
_COMPACT = re.compile(r"(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])?(?!\w|\.\d)")
_NUMBERS = re.compile(
    rf"(?P<sep>[-./]|\s?[\u2010-\u2015]\s?|\s-\s|\u5e74\s?)(?P<month>{_MONTH})(?!\d)(?:(?:(?P=sep)|\u6708\s?)(?P<day>{_DAY})(?!\d))?(?!\.\d|-\d|[-.]?[A-Za-z])[\u6708\u65e5]?"
)
_WORD_AFTER = re.compile(
    rf"[\s.,/'\u2019_-]{{1,3}}(?P<month>[^\W\d_]{{3,10}})(?!\w)\.?(?:[\s.,-]{{1,2}}(?P<day>{_DAY})(?:st|nd|rd|th)?(?!\w))?(?![\s.,]{{0,3}}(?:19|20)\d\d)"
)
_NO_YEAR_AFTER = re.compile(r"\d|\.\d|\.[a-z]+[-.]|\s?%|\s?[x\u00d7*]\s?\d|-\d|p\b|\s(?:hours?|videos?|images?|clips?)\b")
# What stands before a year: 26 Sep 2023, Sep. 26th, 2023, Jun., 2025, Mar 3-5, 2020, Oct'23; 30.05.2023, 05/2023.
_DAY_BEFORE = re.compile(rf"(?<![\w.])(?P<first>{_DAY})(?:st|nd|rd|th)?(?P<range>\s?[-\u2013]\s?{_DAY})?(?:st|nd|rd|th)?$")
_COUNT_BEFORE = re.compile(r"\b(?:issue|no|number|vol|volume)\.?\s*$", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"(?<![^\W\d_])[^\W\d_]{3,10}$")
_NUMBERS_BEFORE = re.compile(rf"(?<![\w./:])(?:(?P<day>{_DAY})\.)?(?P<month>{_MONTH})[./]$")
_GAP = " \t\n.,/'\u2019_-"
VOLUME_NUMBER = r"(?!(?:19|20)\d\d(?!\d))\d{1,4}"
"""A regular expression of the number of a volume, which is no year."""
ISSUE = r"\s?\(\d{1,4}(?:[/\u2013-]\d{1,3})?\)"
"""Of an issue after it."""
PAGES = r",\s?\d{1,5}\s?[\u2013-]\s?\d"
"""Of pages after it, as far as they tell."""
VOLUME = re.compile(
    rf",\s(?:vol|volume|no|issue|pp?|pages?)\b[.:]?\s?\d|,?\s{VOLUME_NUMBER}(?:{ISSUE}(?:\.?$|\s?[,:]\s?\w?\d|,?\s(?:19|20)\d\d\W*$)|:\d{{1,4}}[,:(]\s?\d|{PAGES}|(?:\.\d{{1,4}})?\s\((?:19|20)\d\d\):\s?\w?\d)"
    r"|(?:19|20)\d\d(?:\s[A-Z][a-z]{2}(?:\s\d{1,2})?)?;\s?\d{1,4}(?:\s?\(\d{1,4}(?:-\d{1,3})?\))?:\s?\w?\d",
    re.IGNORECASE,
)
"""The volume of a journal: ``, vol. 3``, ``39(10), 1123``, ``1:4, 311``, ``5, 436-444``, ``8(1) 2015``, ``8.4 (2021): 2003``"""
_BEFORE = 32
"""Characters before a year in which month and day stand."""


class PrintedDate(NamedTuple):
    """A date in a text."""

    start: int
    end: int
    year: int
    month: int | None = None
    day: int | None = None

    @property
    def iso(self) -> str | None:
        """The date in the form of ISO 8601, where it says more than the year."""
        if self.month is None:
            return None
        return f"{self.year:04d}-{self.month:02d}" + (f"-{self.day:02d}" if self.day else "")


def find_dates(text: str) -> list[PrintedDate]:
    """Return the dates and years that are printed in a text, in order; numbers of preprints, pages and versions are none.

    A year of two digits counts after a month; after the acronym of a venue see `published`.

    >>> [(found.year, found.iso) for found in find_dates("ICLR 2024, Jun., 2025, 20190401, arXiv:2012.04584")]
    [(2024, None), (2025, '2025-06'), (2019, '2019-04-01')]
    """
    dates: list[PrintedDate] = []
    for match in _YEAR.finditer(text):
        if dates and match.start() < dates[-1].end:
            continue
        date = _date_at(text, match)
        if date is not None:
            dates.append(date)
    return dates


def _date_at(text: str, match: re.Match[str]) -> PrintedDate | None:
    start, end = match.span()
    year = int(match[0]) if end - start == 4 else 2000 + int(match[0])
    head = text[max(0, start - _BEFORE) : start]
    by_word = _month_before(head, start, end, year)
    if end - start == 2 or (by_word is not None and not text[end : end + 1].isdigit()):
        return by_word
    if _NUMBER_BEFORE.search(head):
        return _numbers_before(head, text, start, end, year)
    after = _numbers_after(text, start, end)
    if after is not None:
        return PrintedDate(start, after.end(), year, int(after["month"]), int(after["day"]) if after["day"] else None)
    if _is_in_range(text, match, head):
        return None
    word = _WORD_AFTER.match(text, end)
    if word and word["month"].lower() in _MONTHS:
        return PrintedDate(start, word.end(), year, _MONTHS[word["month"].lower()], int(word["day"]) if word["day"] else None)
    return None if _NO_YEAR_AFTER.match(text, end) else PrintedDate(start, end + text.startswith("\u5e74", end), year)


def _is_in_range(text: str, match: re.Match[str], head: str) -> bool:
    """Tell whether a year is one end of a span of years; twice the same year is none (``BELL 2017 - 2017 IEEE Conference``)."""
    before, after = _RANGE_BEFORE.search(head), _RANGE_AFTER.match(text, match.end())
    return (before is not None and not head[: before.start() + 1].endswith(match[0])) or (
        after is not None and not after[0].endswith(match[0])
    )


def _numbers_after(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the month and day that follow a year in numbers."""
    if text[end : end + 1].isdigit():
        return None if start and (text[start - 1].isalnum() or text[start - 1] == "_") else _COMPACT.match(text, end)
    return _NUMBERS.match(text, end)


def _month_before(head: str, start: int, end: int, year: int) -> PrintedDate | None:
    """Return the date whose month, in words, and day stand before the year."""
    bare = head.rstrip(_GAP)
    if len(head) - len(bare) > 3:
        return None
    day = _DAY_BEFORE.search(bare) if bare[-1:].isdigit() or bare[-2:] in ("st", "nd", "rd", "th") else None
    rest = bare[: day.start()].rstrip(_GAP) if day else bare
    word = _WORD_BEFORE.search(rest)
    if word is None or word[0].lower() not in _MONTHS:
        return None
    first = day["first"] if day and not day["range"] else None
    begin = start - len(head) + word.start()
    if day is None:
        before = rest[: word.start()].rstrip(_GAP)
        day = _DAY_BEFORE.search(before)
        if day is not None and not day["range"] and not _COUNT_BEFORE.search(before, 0, day.start()):
            first, begin = day["first"], start - len(head) + day.start()
    return PrintedDate(begin, end, year, _MONTHS[word[0].lower()], int(first) if first else None)


def _numbers_before(head: str, text: str, start: int, end: int, year: int) -> PrintedDate | None:
    match = _NUMBERS_BEFORE.search(head)
    if match is None or text[end : end + 1].isdigit() or text[end : end + 2][:1] == ".":
        return None
    return PrintedDate(start - len(head) + match.start(), end, year, int(match["month"]), int(match["day"]) if match["day"] else None)
