"""Read the brackets, badges and short texts around a title that hold venue and year, or names with them, and keywords, which can hold these as well."""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from avgraph.reading.fields.dates import find_dates
from avgraph.reading.fields.institutions import is_institution
from avgraph.reading.fields.links import holds_only_link_words
from avgraph.reading.fields.people import Names, looks_like_names, read_names
from avgraph.reading.fields.person import are_name_words, is_person, is_single_name
from avgraph.reading.fields.published import Published, read_slot
from avgraph.reading.fields.splits import split_tail
from avgraph.reading.fields.venues import is_known_venue, is_venue
from avgraph.reading.markdown.located import LocatedText, join_texts
from avgraph.reading.markdown.runs import Row, RunKind
from avgraph.reading.words import load_words

BRACKET = re.compile(r"[(\[\uff08\u3010]((?:[^()\[\]\uff08\uff09\u3010\u3011]|\([^()]*\)){2,160})[)\]\uff09\u3011]")
_EDGE = " \t\n.,;:|*_`-\u2013\u2014"
_LAST_REMARK = re.compile(r"(?<=\w\.) \((?P<remark>[A-Z][a-z]* [^()]{8,200}[.!?]?)\)\.?$")
_LONGEST_BADGE = 220
_KEYWORD = re.compile(r"\[([^\[\]]{1,120})\]")
_KEYWORD_MARK = re.compile(r"\s*[,;\uff0c\uff1b\u3001|\u00b7]\s*")
_DATED_NAME = re.compile(
    r"(?P<name>[A-Z][\w.-]*(?: (?:&|and|for|in|of|on|the|[a-z]{3,14}|[A-Z][\w.-]*)){0,6})(?<![,'-])(?:,? (?=\w)|['\u2019-](?=\d{4}))[\w ,./-]{2,20}\.?"
)
_LONG_NAME = 4
"""So many words with capitals and a year at their end are no person."""
_NO_VENUES = frozenset(load_words("venues")["no_names"])
_WRITINGS = frozenset(("blog", "book", "draft", "report", "thesis"))
"""What is no venue, and whose month says when it was written (``Blog, Feb 2023``)."""
_SMALL = frozenset(("and", "for", "in", "of", "on", "the"))
_LONG_ABBREVIATION = re.compile(r"[a-z]{2}\.")
_FAMILIES = re.compile(r"[A-Z][a-z][\w-]* (?:&|and) [A-Z][a-z][\w-]*")
_NAMES_AND_YEAR = re.compile(
    r"(?P<names>(?:[^\d:]|(?<=[a-z])\d(?!\d)){5,900},(?:[^\d:]|(?<=[a-z])\d(?!\d)){3,90}(?<=[a-z.\d]))(?:,\s?|\s)(?P<year>(?:19|20)\d\d)\.?"
)
_SMALL_BEFORE = r"(?:(?:de|den|der|di|la|le|van|von) ){0,2}"
_FAMILY = rf"{_SMALL_BEFORE}[A-Z\u00c0-\u00de][\w'\u2019-]+(?: [A-Z\u00c0-\u00de][\w'\u2019-]+)?"
_CITED = re.compile(
    rf"(?P<names>{_FAMILY}(?:, +{_FAMILY}){{0,5}}(?:,? (?:and|&) {_FAMILY})?)(?P<others>,? et\.? al\.?)?,? \((?:19|20)\d\d[a-z]?\)"
)
_LINKED_VENUE = re.compile(
    r"(?P<name>[A-Z][\w.&'\u2019-]*(?: (?:of|and|the|in|on|for|de|[A-Z&][\w.&:'\u2019-]*)){0,7}),?(?: \d{1,4}(?:[.,]\s?\d{1,4})?)?,? \((?P<year>(?:19|20)\d\d)\)\.?"
)
_OTHERS_AND_VENUE = re.compile(r"(?P<names>.{2,200}\bet\.? al\.?),?\s+(?P<venue>[A-Z]{2,8})\s['\u2019]?(?P<year>[012]\d)\W*")
"""``Byron et al., TT 22``"""
CITED_AFTER = re.compile(
    r"[\s.,*\"\u201d]{0,4}\((?:[^\W\d_][\w'\u2019. -]{1,40}(?:,? et al\.?| (?:and|&) [\w'\u2019. -]{2,40})|(?P<family>[A-Z\u00c0-\u00de][\w'\u2019-]{1,30})),? (?:19|20)\d\d[a-z]?\)"
)
"""What follows a title where papers are cited by the family names of their authors: ``(Byron et al., 2017)``, ``(Byron, 2017)``."""
_PUBLISHER_AND_TOWN = re.compile(
    r"(?:[A-Z][\w&'\u2019-]* ){0,3}(?:ACM|Elsevier|IEEE|Press|Publish(?:ers|ing)|Springer|Verlag|Wiley)(?:[ -][A-Z]\w*)?, [A-Z][\w. ]{2,30}"
)
_BETWEEN = re.compile(r",? (?:and|&) |, +")


def split_stated(text: LocatedText) -> tuple[LocatedText, Published | None]:
    """Return a text without the venue and year that it ends with, or names without the year behind them, and what they state.

    >>> rest, found = split_stated(LocatedText.at("Ada Byron, Di Hu 2017", 0))
    >>> rest.string, found.year
    ('Ada Byron, Di Hu', 2017)
    """
    shorter, slot = split_tail(text)
    match = _NAMES_AND_YEAR.fullmatch(text.string) if slot is None else None
    if match is not None and read_names(rest := text.cut(*match.span("names"))) is not None:
        return rest, Published(None, int(match["year"]))
    others = _OTHERS_AND_VENUE.fullmatch(text.string) if slot is None else None
    if others is not None:
        return text.cut(*others.span("names")), Published(text.cut(*others.span("venue")), 2000 + int(others["year"]))
    return shorter, slot


def dated_venue(text: LocatedText, *, is_before: bool = False, has_names: bool = False) -> Published | None:
    """Return a short name in capitals and the date at its end that are all a text holds (``Constraints'2017``, ``Biochemistry, March 2022``).

    Two words and more are a name of a venue where an abbreviation, an "and" or a month tells them from a person's, and before a title
    (`is_before`) a word of a journal's subject. Beside other names (`has_names`) a month tells that it is no person's.

    >>> dated_venue(LocatedText.at("Expert Syst. Appl., 2017", 0)).venue.string, dated_venue(LocatedText.at("Ada Byron, 2017", 0))
    ('Expert Syst. Appl.', None)
    """
    text = text.strip(" []()\u3010\u3011\uff08\uff09")
    match = _DATED_NAME.fullmatch(text.string)
    dates = find_dates(text.string) if match else []
    if match is None or len(dates) != 1 or dates[0].start < match.end("name") or is_institution(match["name"]):
        return None
    around = text.string[match.end("name") : dates[0].start] + text.string[dates[0].end :]
    name, words = match["name"], match["name"].split()
    if around.strip(" ,.'\u2019-") or _has_people(name):
        return None
    is_shouted = name.isupper() and len(words) >= _LONG_NAME and "." not in name
    is_marked = (
        is_shouted or dates[0].month is not None or name.endswith((".", " Research")) or any(word in ("&", "and", "of") for word in words)
    )
    is_marked = is_marked or (is_before and len(words) > 2 and is_venue(name, has_date=True))
    if _FAMILIES.fullmatch(name) or (name.istitle() and len(words) == 1 and not is_marked and text.string[len(name)] == ","):
        # Names of authors, as papers are cited.
        return Published(None, dates[0].year)
    is_month = has_names and dates[0].month is not None
    if not (is_shouted or is_month) and (looks_like_names(name) or (is_person(name) and len(_LONG_ABBREVIATION.findall(name)) < 2)):
        return None
    is_long = len(words) >= _LONG_NAME and all(word[0].isupper() or word in _SMALL for word in words)
    # The names of several people that nothing parts are no venue.
    is_long = is_long and (not _SMALL.isdisjoint(words) or not are_name_words(words) or is_venue(name, has_date=True))
    is_none = name.casefold() in _NO_VENUES or holds_only_link_words(name)
    if name.casefold() in _WRITINGS and dates[0].month is not None:
        return Published(None, dates[0].year, dates[0].iso)
    if is_none or (len(words) > 1 and not is_marked and not is_long):
        return None
    return Published(text.cut(*match.span("name")), dates[0].year, dates[0].iso)


def _has_people(name: str) -> bool:
    """Tell whether names of people stand before a venue (``Ada Byron and Di Hu. ICLR``)."""
    people, _, place = name.rpartition(". ")
    return " and " in people and is_known_venue(place) and looks_like_names(people)


def may_name_venue(name: str, *, has_names: bool = False) -> bool:
    """Tell whether an unknown name can be that of a venue: it is no institution, publisher and town, remark, or person, who can be one word (unless it `has_names`).

    >>> may_name_venue("Bells and Towers"), may_name_venue("Carl Dorn"), may_name_venue("Byron"), may_name_venue("Springer, Cham")
    (True, False, False, False)
    """
    is_one = is_person(name) or (name.istitle() and is_single_name(name) and not has_names)
    is_remark = name.endswith("ed") or name.casefold() in _NO_VENUES or holds_only_link_words(name)
    return not (is_one or is_remark or is_institution(name) or _PUBLISHER_AND_TOWN.fullmatch(name))


def is_cut_out(venue: str, text: str) -> bool:
    """Tell whether a venue, neither known nor an acronym, is cut out of a text: another word follows right behind it (``Highly Recommended``)."""
    return not (is_known_venue(venue) or venue.isupper()) and text.partition(venue)[2].lstrip()[:1].isalpha()


def linked_venue(text: LocatedText) -> Published | None:
    """Return the journal, its volume left out, and the year in a bracket that are all the text of a link holds (``Molecular Bells 12.5 (2022)``).

    >>> found = linked_venue(LocatedText.at("Molecular Bells 12.5 (2022)", 0))
    >>> found.venue.string, found.year
    ('Molecular Bells', 2022)
    """
    match = _LINKED_VENUE.fullmatch(text.string.strip())
    if match is None or looks_like_names(match["name"]) or holds_only_link_words(match["name"]) or is_institution(match["name"]):
        return None
    start = text.string.index(match["name"])
    return Published(text.cut(start, start + len(match["name"])), int(match["year"]))


def cited_families(text: LocatedText) -> Names | None:
    """Return the names of a text that is nothing but a citation: family names, often alone, and a year in brackets; None for any other.

    >>> found = cited_families(LocatedText.at("Byron, Tring (1984)", 0))
    >>> [name.string for name in found.names], cited_families(LocatedText.at("Deep Learning (2015)", 0))
    (['Byron', 'Tring'], None)
    """
    match = _CITED.fullmatch(text.string.strip(" .[]"))
    if match is None:
        return None
    start = text.string.index(match["names"])
    stated = text.cut(start, start + len(match["names"]))
    names = stated.split(_BETWEEN)
    return (
        Names(names, stated, match["others"] is not None)
        if all(is_single_name(re.sub(_SMALL_BEFORE, "", name.string)) for name in names)
        else None
    )


def part_brackets(text: LocatedText) -> tuple[LocatedText, list[Published], list[Names], LocatedText | None]:
    """Return a text without the venue that it ends with, whose year is in a bracket, or without its brackets that say something.

    And what they state: venue and year, names, and the remark after the last full stop.

    >>> rest, slots, _, _ = part_brackets(LocatedText.at("Ada Byron, Di Hu. Journal of Bells (2012)", 0))
    >>> rest.string, slots[0].venue.string, slots[0].year
    ('Ada Byron, Di Hu', 'Journal of Bells', 2012)
    """
    text, remark = part_remark(text)
    shorter, slot = split_tail(text)
    if slot is not None and slot.venue is not None and shorter.string.count("(") <= shorter.string.count(")"):
        return shorter, [slot], [], remark
    return *read_brackets(text), remark


def read_brackets(text: LocatedText) -> tuple[LocatedText, list[Published], list[Names]]:
    """Return a text without its brackets that hold venue, year, or names with them, what they state, and the first names."""
    parts: list[LocatedText] = []
    slots: list[Published] = []
    first_names: list[Names] = []
    start = 0
    for match in BRACKET.finditer(text.string):
        inside = text.cut(*match.span(1))
        slot = read_slot(inside)
        if slot is None:
            shorter, slot = split_tail(inside)
            is_whole = match.start() == 0 and match.end() == len(text.string)
            names = read_names(shorter) if (slot is not None or is_whole) and shorter.string else None
            if names is None or (slot is None and len(names.names) < 2 and not names.institutions):
                continue
            if not first_names:
                first_names.append(names)
        if slot is not None:
            slots.append(slot)
        parts.append(text.cut(start, match.start()))
        start = match.end()
    return (join_texts("", [*parts, text.cut(start)]) if parts else text), slots, first_names


def part_remark(text: LocatedText) -> tuple[LocatedText, LocatedText | None]:
    """Return a text without the remark in a bracket that stands after its last full stop, and the remark.

    >>> [each.string for each in part_remark(LocatedText.at("Journal of Bells, 9(3), 2-9. (My favourite paper!)", 0))]
    ['Journal of Bells, 9(3), 2-9.', 'My favourite paper!']
    """
    match = _LAST_REMARK.search(text.string) if text.string.rstrip(".").endswith(")") else None
    return (text.cut(0, match.start()), text.cut(*match.span("remark"))) if match else (text, None)


def read_keywords(text: LocatedText) -> tuple[list[str], list[Published]]:
    """Return the keywords of a text, in brackets or between commas, and the venues with years among them (``ACL2023, prompts``).

    >>> keywords, slots = read_keywords(LocatedText.at("ACL2023, prompts", 0))
    >>> keywords, slots[0].venue.string
    (['prompts'], 'ACL')
    """
    words = _KEYWORD.findall(text.string) or _KEYWORD_MARK.split(text.string)
    keywords, slots = [], []
    for word in (word.strip(_EDGE) for word in words if len(word) <= 120):
        start = text.string.find(word)
        slot = read_slot(text.cut(start, start + len(word))) if word[-1:].isdigit() else None
        if slot is not None and slot.venue is not None and slot.year is not None:
            slots.append(slot)
        elif word:
            keywords.append(" ".join(word.split()))
    return keywords, slots


def read_badge(url: str) -> Published | None:
    """Return the venue and year that the address of a badge shows; None where it shows none, or only where the preprint is.

    >>> found = read_badge("https://img.shields.io/badge/NeurIPS-2023-blue")
    >>> found.venue.string, found.year
    ('NeurIPS', 2023)
    """
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return None
    _, mark, label = path.partition("/badge/")
    if not mark or len(label) > _LONGEST_BADGE:
        return None
    shown = label.replace("--", "\x00").rpartition("-")[0].replace("-", " ").replace("_", " ").replace("\x00", "-")
    if "xiv" in shown.lower():
        return None
    return read_slot(LocatedText.at(shown, 0))


def read_badges(row: Row) -> Iterator[Published]:
    """Yield what the badges of a row state, each venue where its badge stands."""
    for run in row.runs:
        for address in (run.target,) if run.kind is RunKind.IMAGE else run.images:
            if "/badge/" in address and (badge := read_badge(address)):
                if badge.venue is not None:
                    badge.venue = LocatedText.over(badge.venue.string, run.start, run.end)
                yield badge
