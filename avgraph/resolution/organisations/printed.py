"""Tell what stands in a printed form of an organisation: its name, a unit and its parent, an acronym, an address."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from avgraph.places.address import country_of, is_town, place_words, read_place
from avgraph.resolution.organisations.acronyms import is_acronym_of
from avgraph.resolution.organisations.spelling import key_words
from avgraph.resolution.words import organisation_words
from avgraph.text.folding import fold

_PARENTHESIS = re.compile(r"\s*[(\[]([^()\[\]]{2,80})[)\]]")
_REPUBLIC = re.compile(r" \((?:[\w']+ )*republic of\)")
"""What follows the name of a country in official lists: Korea (Republic of)."""
_DEEMED = re.compile(r"(?: university)? \(deemed(?: to be)? university\)")
_COMMA = re.compile(r"\s*,\s*|(?<=[a-z]{4})\.\s+(?=[a-z]{2,4}\.?$)")
"""Also the full stop in “pittsburgh. pa.”."""
_NOT_PLAIN = re.compile(r"[,(\[]|\. | at |hospitals? (?:of|affiliated) ")
"""What stands in a form that is more than a name."""
_AT = re.compile(r"^(.+?) at (?:the )?(.+)$")
_HOSPITAL_OF = re.compile(r"^(.*\bhospitals?) (?:of|affiliated (?:to|with)) (?:the )?(.+)$")
"""A hospital and the university that it belongs to."""
_LONGEST, _MOST_SEGMENTS = 300, 12
"""Longest form that is taken apart, in characters and parts."""
_LONG = 4
"""Common words that say enough together: Electronics and Telecommunications Research Institute."""
_TOWN_WORDS, _MOST_TOWNS = 3, 2
"""Most words of a town, and most parts that are one (a district and its town)."""


class PrintedName(NamedTuple):
    """The parts of a printed form, folded."""

    name: str
    """The name without what is left out as an address or as the acronym of the name itself."""
    address: str = ""
    """What is left out after the name."""
    countries: frozenset[str] = frozenset()
    """The countries that the form can lie in, as ISO 3166-1 codes; nothing where it says nothing of that."""
    town: str = ""
    """The town of the address."""
    acronym: str = ""
    """The acronym that the form explains."""
    parenthesis: str = ""
    """What else stands in parentheses, which is part of the name: a campus, perhaps."""
    unit: str = ""
    """The unit, where it is printed with its parent."""
    parent: str = ""
    """What the unit is of."""


@lru_cache(maxsize=1 << 17)
def read_printed_name(form: str) -> PrintedName:
    """Return the parts of a printed form.

    >>> read_printed_name("Tsinghua University (THU), Beijing 100084, China").name
    'tsinghua university'
    >>> read_printed_name("University of California, Los Angeles, CA").name
    'university of california, los angeles'
    >>> read_printed_name("Department of Statistics, University of Bonn, Germany").parent
    'university of bonn'
    """
    folded = fold(form).strip(" .,;:")
    if len(folded) > _LONGEST or not _NOT_PLAIN.search(folded):
        return PrintedName(folded)
    has_parenthesis = "(" in folded or "[" in folded
    text, acronym = _without_acronym(_DEEMED.sub(" university", _REPUBLIC.sub("", folded))) if has_parenthesis else (folded, "")
    within = _PARENTHESIS.search(text) if has_parenthesis else None
    parenthesis = " ".join(key_words(within[1])) if within else ""
    segments = [segment.strip(" .") for segment in _COMMA.split(text)]
    segments = [segment for segment in segments[:1] + [each for each in segments[1:] if not _is_legal_form(each)] if segment]
    if not 1 < len(segments) <= _MOST_SEGMENTS:
        return _with_parent(PrintedName(", ".join(segments) or folded, acronym=acronym, parenthesis=parenthesis))
    return _with_parent(_without_address(segments, acronym)._replace(parenthesis=parenthesis))


def _without_acronym(folded: str) -> tuple[str, str]:
    """Return a form without the acronym that it explains, and the acronym; a country in parentheses becomes an address.

    A place in parentheses, or whatever else stands there, is part of the name: it can be a campus.
    """
    acronym = ""
    for match in list(_PARENTHESIS.finditer(folded))[::-1]:
        before, within = folded[: match.start()].rpartition(",")[2].strip(), match[1].strip()
        if is_acronym_of(within.replace(".", ""), before) or key_words(within) == key_words(before):
            acronym, folded = within.replace(".", ""), folded[: match.start()] + folded[match.end() :]
        elif is_acronym_of(before.replace(".", ""), within) and not folded[: match.start()].count(","):
            acronym, folded = before.replace(".", ""), within + folded[match.end() :]
        elif country_of(within) and not organisation_words().branch_places.intersection((within, place_words(within))):
            folded = f"{folded[: match.start()]}, {within}{folded[match.end() :]}"
    return folded.strip(), acronym


def _is_legal_form(segment: str) -> bool:
    words = segment.replace(".", "").split()
    return bool(words) and organisation_words().legal_forms.issuperset(words)


def _without_legal_form(name: str) -> str:
    """Return a name without the legal form at its end."""
    words = name.split(" ")
    while len(words) > 1 and _is_legal_form(words[-1]):
        words.pop()
    return " ".join(words)


class _Address(NamedTuple):
    """The segments after a name that are an address, from `start` on, and what they say."""

    start: int
    towns: list[str]
    countries: frozenset[str]
    is_certain: bool
    """Whether a country, region or postal code says that it is one."""


def _find_address(segments: Sequence[str]) -> _Address:
    """Find country, region, postal code and towns at the end of what is printed, after one segment at least."""
    known = organisation_words()
    towns: list[str] = []
    start, countries, is_certain = len(segments), frozenset[str](), False
    while start > 1:
        place = read_place(segments[start - 1])
        words = place.town.split() if place else []
        if place is None or len(words) > _TOWN_WORDS or not (place.is_known or known.common_words.isdisjoint(words)):
            break
        if words and not (place.is_known or place.is_certain or is_certain):
            break
        if words:
            if len(towns) == _MOST_TOWNS:
                break
            towns.insert(0, place.town)
        is_certain = is_certain or place.is_certain
        countries = countries or place.countries
        start -= 1
    return _Address(start, towns, countries, is_certain)


def _branch_place(name: str, places: Iterable[str]) -> str:
    """Return the place of a branch of an organisation that has branches elsewhere, the last of these places; nothing where it is none."""
    known = organisation_words()
    if "".join(key_words(name)) not in known.branches:
        return ""
    own = place_words(name).split()
    return ([place for place in places if place in known.branch_places and place not in own] or [""])[-1]


def _without_address(segments: list[str], acronym: str) -> PrintedName:
    """Leave out country, region, postal code and town after a name, but for a town that is part of it."""
    start, towns, countries, is_certain = _find_address(segments)
    head, address = _without_legal_form(", ".join(segments[:start])), ", ".join(segments[start:])
    if start == len(segments):
        return PrintedName(head, acronym=acronym)
    branch = _branch_place(head, towns or map(place_words, segments[start:]))
    if branch:
        return PrintedName(f"{head}, {branch}", address, countries, acronym=acronym)
    seats = organisation_words().seats.get("".join(key_words(head)))
    if (seats is not None or says_too_little(head)) and towns:
        own = [town for town in towns if town not in (seats or ())]
        if own:
            return PrintedName(f"{head}, {own[0]}", address, countries, own[0], acronym=acronym)
    elif says_too_little(head) and not is_unit(head):
        return PrintedName(f"{head}, {address}", "", countries, acronym=acronym)
    if is_certain or (towns and (seats is not None or towns[0] in place_words(head))):
        return PrintedName(head, address, countries, towns[0] if towns else "", acronym=acronym)
    return PrintedName(f"{head}, {address}", "", countries, towns[0] if towns else "", acronym=acronym)


@lru_cache(maxsize=1 << 17)
def says_too_little(name: str) -> bool:
    """Tell whether a name has no word of its own, so that only its place tells it from others of the name.

    >>> says_too_little("Medical University"), says_too_little("University of Bonn")
    (True, False)
    """
    known = organisation_words()
    name = fold(name)
    words = key_words(name)
    is_long = len(words) >= _LONG and words[0] not in known.unit_heads and "university" not in words
    return name in known.ambiguous or (known.common_words.issuperset(words) and not is_long and words not in known.countries)


@lru_cache(maxsize=1 << 17)
def is_unit(name: str) -> bool:
    """Tell whether a name is that of a unit, without a word of its own: of what it is a unit, it does not say.

    >>> is_unit("Department of Computer Science"), is_unit("AI Lab"), is_unit("National Institute of Informatics")
    (True, True, False)
    """
    known = organisation_words()
    words = key_words(fold(name))
    is_plain = all(word in known.field_words or word in known.unit_heads for word in words)
    return is_plain and bool(words) and (words[0] in known.unit_heads or words[-1] in known.unit_tails)


def _with_parent(printed: PrintedName) -> PrintedName:
    """Part a unit from the organisation that is printed with it."""
    segments = printed.name.split(", ")
    if len(segments) == 1:
        at = _AT.match(printed.name)
        if not (at and is_part(at[1])):
            at = _HOSPITAL_OF.match(printed.name)
        if not (at and (is_part(at[1]) or _rank(at[2]) == _STRONG)):
            return printed
        segments = [at[1], at[2]]
    if not any(map(is_part, segments)):
        return printed
    ranks = [_rank(segment) for segment in segments]
    place = max(range(len(segments)), key=lambda place: (ranks[place], place))
    if not ranks[place]:
        return printed
    # The campus of a parent stands after it: "X Lab, University of California, Berkeley".
    end = place + 1
    while (
        end < len(segments)
        and not ranks[end]
        and not is_part(segments[end])
        and (is_town(segments[end]) or says_too_little(segments[place]))
    ):
        end += 1
    units = [*segments[:place], *segments[end:]]
    if not any(map(is_part, units)) or _STRONG in (ranks[other] for other in (*range(place), *range(end, len(segments)))):
        return printed
    return printed._replace(unit=", ".join(units), parent=", ".join(segments[place:end]))


def ends_in_branch_place(form: str) -> bool:
    """Tell whether a form ends in a place where universities of elsewhere have campuses.

    >>> ends_in_branch_place("HKUST (Guangzhou)"), ends_in_branch_place("Tsinghua University")
    (True, False)
    """
    words = place_words(form).split()
    return any(" ".join(words[-size:]) in organisation_words().branch_places for size in (1, 2) if size < len(words))


def is_part(segment: str) -> bool:
    """Tell whether a part of a form can name a unit."""
    return not organisation_words().part_words.isdisjoint(key_words(fold(segment))) and not is_town(segment)


_WEAK, _STRONG = 1, 2


def _rank(segment: str) -> int:
    """Return how surely a part of a form names an organisation that has units."""
    known = organisation_words()
    words = key_words(segment)
    if is_unit(segment) or not words or words[0] in known.unit_heads - {"college"}:
        return 0
    if not known.parent_words.isdisjoint(words) or "institute technology" in " ".join(words):
        return _STRONG
    return _WEAK if not {"institute", "hospital", "college"}.isdisjoint(words) else 0
