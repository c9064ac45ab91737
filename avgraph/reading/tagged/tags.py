"""Turn the line that opens an entry (``**[IEEE TPAMI-2018]**``) into venue and year."""

import re
from functools import lru_cache
from typing import NamedTuple

from avgraph.reading.tagged.labels import load_labels

_BULLET = re.compile(
    r"^(?:[ \t]{0,12}\x1f+)*\s{0,12}(?:>\s*)?(?:(?:[-*+]|\d{1,4}[.)])\s+)?(?:<(?:font|span)\b[^<>\n]{0,100}>\s*)?", re.IGNORECASE
)
_COLOUR_END = re.compile(r"</(?:font|span)\s*>\s*", re.IGNORECASE)
_YEAR = r"(?:19|20)\d\d"
_STRONG = re.compile(
    r"(?P<mark>\*{1,3}|_{1,3}|<b>|<strong>)\s*+[\[\u3010]\s*+(?P<tag>[^\[\]\u3010\u3011\n]{0,80}?)\s*[\]\u3011]\s*"
    r"(?:(?P=mark)|</b>|</strong>|\*{1,3}|(?=\s|$))(?!\()[:.]?\s*(?P<rest>.*)$"
)
_STRONG_INSIDE = re.compile(r"\[\s*(?P<mark>\*{1,3}|_{1,3})\s*(?P<tag>[^\[\]*\n]{0,80}?)\s*(?P=mark)\s*\](?!\()[:.]?\s*(?P<rest>.*)$")
_BRACKETED = re.compile(
    rf"[\[\u3010`]+\s*(?P<tag>(?=[^\[\]`\n]{{0,60}}{_YEAR})[^\[\]`\n]{{1,60}}?)\s*[\]\u3011`]+(?!\()[:.]?\s*(?P<rest>(?:\[|\*\*|<br|$).*)$"
)
_TORN = re.compile(rf"(?=[^\n]*(?:\*\*|\[|\]))(?:\*\*)?\s*+\[?\s*+(?P<tag>[^\[\]*()\n]{{0,60}}?{_YEAR})\s*+\]?\s*+(?:\*\*)?(?P<rest>)\s*+$")
_FORMS: tuple[re.Pattern[str], ...] = (_STRONG, _STRONG_INSIDE, _BRACKETED, _TORN)
_VENUE_YEAR = re.compile(rf"^(?P<venue>.*?)[\s\-\u2010-\u2015\u2212_,.:/'\u2019]*(?<!\d)(?P<year>{_YEAR})(?!\d)(?P<after>.*)$")
_YEAR_VENUE = re.compile(rf"^(?P<year>{_YEAR})(?!\d)[\s\-\u2010-\u2015_,.:/]+(?P<venue>\S.*)$")
_SHORT_YEAR = re.compile(r"^(?P<venue>.*?[A-Za-z)])[\s\-\u2010-\u2015]*['\u2019`](?P<year>\d\d)$")
_HEAD_LENGTH = 300
"""Characters of a line in which its tag must end."""
_CACHED = 1_000
"""Longest line whose tag is cached, as a line is looked at for several reasons."""
_SPACES = re.compile(r"\s+")


class Tag(NamedTuple):
    """The tag of one entry."""

    text: str
    """As printed, without brackets and emphasis."""
    rest: str
    """Whatever follows on the same line."""
    is_well_formed: bool
    """Whether it has both its brackets and both its emphasis marks."""
    start: int
    """Where the text starts in its line."""
    end: int


def find_tag(line: str) -> Tag | None:
    """Return the tag that opens an entry on this line, or None where the line opens none.

    >>> find_tag("**[CVPR-2016]**").text
    'CVPR-2016'
    >>> find_tag("<font color=grey>**[CVPR-2016]**</font>").text
    'CVPR-2016'
    >>> find_tag("**Authors:** Di Hu") is None
    True
    """
    return _find_tag(line) if len(line) <= _CACHED else _find_tag.__wrapped__(line)


@lru_cache(maxsize=1 << 13)
def _find_tag(line: str) -> Tag | None:
    # A tag is short, so only the head of a line is searched, whatever follows it.
    length = _HEAD_LENGTH + len(line) - len(line.lstrip(" \t\x1f")) if "\x1f" in line else _HEAD_LENGTH
    head, tail = line[:length], line[length:]
    if "[" in head or "\u3010" in head or "`" in head:
        forms = _FORMS
    elif "**" in head or "]" in head:
        forms = (_TORN,)
    else:
        return None
    opening = _BULLET.match(head)
    start = opening.end() if opening else 0
    if head.startswith("|", start):
        forms = (_TORN,)  # The others begin with a bracket or a mark of emphasis.
    # "**" is an emphasis mark, not a bullet, so a bullet is never eaten from it.
    for form in forms:
        match = form.match(head, start)
        if match is None or (form is _TORN and tail):
            continue
        text = _SPACES.sub(" ", match["tag"]).strip()
        if text.rstrip(":\uff1a ").lower() in load_labels():
            return None
        is_well_formed = form is _STRONG and match[0].count("*") >= 4
        return Tag(text, _COLOUR_END.sub("", match["rest"] + tail, count=1).strip(), is_well_formed, *match.span("tag"))
    return None


def read_tag(tag: str) -> tuple[str | None, int | None]:
    """Return the venue and the year that a tag names; None for what it does not name.

    >>> read_tag("IEEE T-BIOM-2023"), read_tag("ICDIP 2022"), read_tag("2019")
    (('IEEE T-BIOM', 2023), ('ICDIP', 2022), (None, 2019))
    """
    text = _SPACES.sub(" ", tag).strip()
    match = _YEAR_VENUE.match(text) or None
    if match is None or re.search(_YEAR, match["venue"]):
        match = _VENUE_YEAR.match(text)
    if match is not None:
        venue = match["venue"].strip(" -_,;.:/()[]")
        after = match.groupdict().get("after") or ""
        if re.search(r"\bworkshops?\b", after, re.IGNORECASE) and venue:
            venue = f"{venue} Workshop"
        return venue or None, int(match["year"])
    short = _SHORT_YEAR.match(text)
    if short:
        return short["venue"].strip(" -") or None, 2000 + int(short["year"])
    bare = re.sub(r"[\s\-\u2010-\u2015_]*\d+$", "", text).strip(" -_,;.:/()[]")
    return bare or None, None
