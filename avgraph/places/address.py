"""Tell what a part of an address names: a country, a region, a postal code, a town."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from avgraph.model.vocabulary import country_names
from avgraph.text.folding import slug
from avgraph.text.word_lists import read_word_lists, split_words

_LONGEST = 5
"""Most words of the name of a country, region or town."""
_MOST_WORDS = 8
"""Most words of a part that is an address."""
_INITIALS = re.compile(r"\b(\w)\.\s?(?=\w\b)")
_BRITISH_CODE = r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}"
_POSTAL_CODE = re.compile(rf"(?!(?:19|20)\d\d$)\d{{4,6}}(?:-\d{{3,4}})?|{_BRITISH_CODE}")
_CODE_PARTS = re.compile(
    r"\b(?:[a-z]|at|be|bg|ch|cz|de|dk|es|fin?|fr|gr|hr|hu|it|jp|lt|lu|lv|nl|no|pl|pt|ro|se|si|sk)-(?=\d{3})"
    r"|(?<=\b\d{4}) ?[a-z]{2}\b(?= )|\bcedex\b",
    re.IGNORECASE,
)
"""Letters of a postal code: the country before it (D-44227), the two after a Dutch one (1081 HV), those of a French one."""
_CODE = re.compile(rf"(?<![^\W_])(?!{_BRITISH_CODE}(?!\w))\w*(?:[^\W\d_]\d|(?<!\d )\d[^\W\d_])")
"""A word of letters and digits that is no postal code, such as the name of a laboratory."""
_STREET = re.compile(r"(?:str|strasse|gasse|weg|allee|laan|straat|gatan|vagen|vej|gade|platz|plein|chome)$")
"""How the name of a street ends that has a number."""
_ONE_COUNTRY = {"hk": "cn", "mo": "cn", "tw": "cn", "pr": "us"}
"""Territories that addresses print with and without their country."""


class Place(NamedTuple):
    """What a part of an address says."""

    countries: frozenset[str] = frozenset()
    """The countries that it can lie in, as ISO 3166-1 codes; nothing where it says nothing of that."""
    town: str = ""
    """What is left beside country, region and postal code."""
    is_certain: bool = False
    """Whether it names a country or region, or has a postal code."""
    is_known: bool = False
    """Whether what is left is a town that is known, or a street."""


class _Places(NamedTuple):
    """The names of places by what they name."""

    countries: Mapping[str, frozenset[str]]
    regions: Mapping[str, frozenset[str]]
    towns: Mapping[str, frozenset[str]]
    street_words: frozenset[str]
    country_heads: frozenset[str]
    """The first words of the names of countries."""


@lru_cache(maxsize=1 << 16)
def place_words(text: str) -> str:
    """Return the name of a place as it is compared: words in ASCII, initials without dots.

    >>> place_words("P. R. China"), place_words("U.S.A"), place_words("Saint-Étienne")
    ('pr china', 'usa', 'saint etienne')
    """
    return slug(_INITIALS.sub(r"\1", text)).replace("-", " ")


@cache
def _places() -> _Places:
    words = read_word_lists(Path(__file__).with_name("places.toml"))
    countries: defaultdict[str, set[str]] = defaultdict(set)
    for name, code in (*country_names().items(), *words["country_names"].items()):
        countries[place_words(name)].add(code.lower())
    regions, towns = (_by_name(words[kind]) for kind in ("regions", "towns"))
    heads = frozenset(name.partition(" ")[0] for name in countries)
    return _Places({name: frozenset(codes) for name, codes in countries.items()}, regions, towns, words["street_words"], heads)


def _by_name(names_of: Mapping[str, str]) -> Mapping[str, frozenset[str]]:
    by_name: defaultdict[str, set[str]] = defaultdict(set)
    for code, names in names_of.items():
        for name in split_words(names):
            by_name[name].add(code)
    return {name: frozenset(codes) for name, codes in by_name.items()}


def as_one_country(codes: frozenset[str]) -> frozenset[str]:
    """Return codes of countries in capitals, territories as the country that addresses print instead.

    >>> sorted(as_one_country(frozenset({"hk", "US"})))
    ['CN', 'US']
    """
    return frozenset(_ONE_COUNTRY.get(code.lower(), code).upper() for code in codes)


@lru_cache(maxsize=1 << 16)
def read_place(text: str) -> Place | None:
    """Return what a part of an address says, or None where it is too long to be one.

    >>> read_place("Cambridge, MA 02139").town, sorted(read_place("Germany").countries), read_place("80539 Munich").is_certain
    ('cambridge', ['DE'], True)
    """
    known = _places()
    words = place_words(_CODE_PARTS.sub(" ", text.replace(",", " "))).split()
    if not 0 < len(words) <= _MOST_WORDS:
        return None
    names = [word for word in words if not any(map(str.isdigit, word))]
    is_certain = len(names) < len(words)
    countries: frozenset[str] = frozenset()
    while names:
        size = next((size for size in range(min(_LONGEST, len(names)), 0, -1) if _area(" ".join(names[-size:]))), 0)
        if not size or (size < len(names) and " ".join(names) in known.towns):
            break
        is_certain = True
        # The country comes last, and counts more than a region that others have as well.
        countries = countries or _area(" ".join(names[-size:]))
        del names[-size:]
    town = " ".join(names)
    is_street = not known.street_words.isdisjoint(names) or (is_certain and any(map(_STREET.search, names)))
    towns = known.towns.get(town, frozenset())
    return Place(as_one_country(countries), "" if is_street else town, is_certain, bool(towns) or is_street)


def _area(name: str) -> frozenset[str]:
    known = _places()
    return known.countries.get(name, frozenset()) | known.regions.get(name, frozenset())


def names_place(text: str) -> bool:
    """Tell whether a part of an address names nothing but a place that is known: a country, a region, a town, or a postal code.

    >>> names_place("Oslo, Norway"), names_place("MA 02139"), names_place("20742"), names_place("3M US"), names_place("2016")
    (True, True, True, False, False)
    """
    place = None if _CODE.search(text) else read_place(text)
    if place is None or not (_POSTAL_CODE.fullmatch(text) or any(map(str.isalpha, place_words(text).split()))):
        return False
    return place.is_known if place.town else place.is_certain


def is_town(name: str) -> bool:
    """Tell whether a name is that of a town that is known."""
    return place_words(name) in _places().towns


@lru_cache(maxsize=1 << 16)
def can_begin_country(word: str) -> bool:
    """Tell whether a folded word is the first of a country's name.

    >>> can_begin_country("p.r."), can_begin_country("shanghai")
    (True, False)
    """
    first = word if word.isascii() and word.isalnum() else place_words(word).partition(" ")[0]
    return first in _places().country_heads


def country_of(name: str) -> frozenset[str]:
    """Return the country that a name names, or nothing.

    >>> sorted(country_of("p.r. china")), sorted(country_of("shanghai"))
    (['CN'], [])
    """
    return as_one_country(_places().countries.get(place_words(name), frozenset()))
