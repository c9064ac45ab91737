"""Tell what stands in a printed form of an organisation: its name, a unit and its parent, an acronym, an address."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from avgraph.places.address import country_of, is_town, place_words, read_place
from avgraph.resolution.organisations.spelling import initials, key_words
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
_LETTERS_MORE = 3
"""Most letters that an acronym has more than its name has words."""
_LEAST_BEGINNING = 3
"""Fewest letters with which a general word begins that stand in an acronym."""
_LEAST_SKIPPING = 5
"""Fewest letters of an acronym in which a general word may have none."""
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


def is_acronym_of(acronym: str, name: str) -> bool:
    """Tell whether a word has letters of a name in their order, first the name's first, and at least two initials of its words.

    >>> is_acronym_of("desy", "deutsches elektronen-synchrotron"), is_acronym_of("guangzhou", "hong kong university")
    (True, False)
    """
    words = [word for word in re.split(r"[\s,&-]+", name) if word]
    if not 2 <= len(acronym) <= 9 or not acronym.isalnum() or len(words) < 2 or acronym[0] != name[0] or acronym in words:
        return False
    letters = iter(name)
    if not all(letter in letters for letter in acronym):
        return False
    own = initials(name)
    return acronym == own or (len(set(acronym) & {word[0] for word in words}) >= 2 and len(acronym) <= len(words) + 3 and len(acronym) > 2)


def abbreviates(acronym: str, name: str) -> bool:
    """Tell whether a word is the acronym of a whole name: each word gives its initial, words that are no general ones also letters after it.

    "of" and "and" give letters or none; in an acronym of five letters and more a general word such as "university" may be left out.

    >>> abbreviates("nku", "nankai university"), abbreviates("postech", "pohang university of science and technology")
    (True, True)
    >>> abbreviates("unc", "university of cambridge"), abbreviates("hku", "hong kong baptist university"), abbreviates("plato", "pengcheng laboratory")
    (False, False, False)
    """
    known = organisation_words()
    words = [word for word in re.split(r"[\s,&-]+", name) if word]
    if len(words) < 2 or acronym in words or len(acronym) > len(words) + _LETTERS_MORE:
        return False
    may_skip = len(acronym) >= _LEAST_SKIPPING
    ends = {0}
    for word in words:
        is_general = word in known.generic_words or word in known.part_words or word in known.university
        reached = {end for start in ends for end in _ends_in_word(acronym, start, word, is_general=is_general)}
        ends = reached | ends if word in known.function_words or (is_general and may_skip) else reached
    return len(acronym) in ends


def _ends_in_word(acronym: str, start: int, word: str, *, is_general: bool) -> Iterator[int]:
    """Yield where the letters can end that a word gives to an acronym from a place on: its initial, and letters after it in their order.

    A general word gives its initial or its beginning (``tech``).
    """
    if acronym[start : start + 1] != word[0]:
        return
    yield start + 1
    if is_general:
        rest = acronym[start:]
        if len(rest) >= _LEAST_BEGINNING and word.startswith(rest):
            yield len(acronym)
        return
    place = 1
    for end in range(start + 1, len(acronym)):
        place = word.find(acronym[end], place) + 1
        if not place:
            return
        yield end + 1


def _is_legal_form(segment: str) -> bool:
    words = segment.replace(".", "").split()
    return bool(words) and organisation_words().legal_forms.issuperset(words)


def _without_legal_form(name: str) -> str:
    """Return a name without the legal form at its end."""
    words = name.split(" ")
    while len(words) > 1 and _is_legal_form(words[-1]):
        words.pop()
    return " ".join(words)


def _without_address(segments: list[str], acronym: str) -> PrintedName:
    """Leave out country, region, postal code and town after a name, but for a town that is part of it."""
    known = organisation_words()
    towns: list[str] = []
    end, countries, is_certain = len(segments), frozenset[str](), False
    while end > 1:
        place = read_place(segments[end - 1])
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
        end -= 1
    head, address = _without_legal_form(", ".join(segments[:end])), ", ".join(segments[end:])
    if end == len(segments):
        return PrintedName(head, acronym=acronym)
    base = "".join(key_words(head))
    branches = [
        part
        for part in (towns or map(place_words, segments[end:]))
        if part in known.branch_places and part not in place_words(head).split()
    ]
    if base in known.branches and branches:
        return PrintedName(f"{head}, {branches[-1]}", address, countries, acronym=acronym)
    seats = known.seats.get(base)
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
