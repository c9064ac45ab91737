"""Load the word lists beside this file (TOML): what names of people and organisations are compared with."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from avgraph.text.word_lists import read_word_lists, split_words


class PeopleWords(NamedTuple):
    """The lists of ``people.toml`` and ``given_names.toml``, described there."""

    suffixes: Mapping[str, str]
    """What follows a family name, with the one spelling of it."""
    names_like_suffixes: frozenset[str]
    given_names: frozenset[str]
    families: frozenset[str]
    """Family names of which another is one letter away, besides those of ``name_frequencies.toml``."""
    long_vowel_names: frozenset[str]
    """Japanese names that are another name with the vowel long, in the spelling with the short one."""
    nicknames: Mapping[str, frozenset[str]]
    """For each given name that has nicknames or other spellings, or is one, the others."""


class RegionNames(NamedTuple):
    """How common the names of a region are, from ``name_frequencies.toml``: shares of its people."""

    families: Mapping[str, float]
    given: Mapping[str, float]
    """Given names; of a region whose given names are made of syllables, those of one syllable."""
    first: Mapping[str, float]
    """First syllables of given names of two."""
    second: Mapping[str, float]


class ShortName(NamedTuple):
    """What a short name is short for."""

    words: tuple[str, ...]
    """The full name as it is compared."""
    country: str
    """Where the organisation lies, as its ISO 3166-1 code."""


class OrganisationWords(NamedTuple):
    """The lists of ``organisations.toml``, described there."""

    university: frozenset[str]
    function_words: frozenset[str]
    legal_forms: frozenset[str]
    shared_abbreviations: frozenset[str]
    company_words: frozenset[str]
    generic_words: frozenset[str]
    branch_places: frozenset[str]
    branches: frozenset[str]
    field_words: frozenset[str]
    unit_heads: frozenset[str]
    unit_tails: frozenset[str]
    part_words: frozenset[str]
    parent_words: frozenset[str]
    common_words: frozenset[str]
    """With the field words and the words of units."""
    unit_words: frozenset[str]
    laboratory_words: frozenset[str]
    cannot_end: frozenset[str]
    ambiguous: frozenset[str]
    similar_places: frozenset[str]
    told_by_order: frozenset[str]
    abbreviations: Mapping[str, str]
    translations: Mapping[str, str]
    acronyms: Mapping[str, ShortName]
    countries: Mapping[tuple[str, ...], str]
    """The countries of the organisations of `acronyms` and ``[countries]``, by their full names."""
    singular: Mapping[str, str]
    seats: Mapping[str, frozenset[str]]
    seat_ends: frozenset[str]
    """The last words of the towns of `seats`."""


def read_words(name: str) -> dict[str, Any]:
    """Return the lists of a file of this folder; `name` is its name without ``.toml``."""
    return read_word_lists(Path(__file__).with_name(f"{name}.toml"))


@cache
def people_words() -> PeopleWords:
    """Return the words of the names of people."""
    words = read_words("people") | read_words("given_names")
    nicknames: defaultdict[str, set[str]] = defaultdict(set)
    short_forms = {given: set(split_words(others)) for given, others in words.pop("nicknames").items()}
    for given, others in short_forms.items():
        _relate(nicknames, {given}, others)
    for spellings in (set(group.split()) for group in words.pop("spellings")):
        _relate(nicknames, spellings, spellings.union(*(short_forms.get(given, ()) for given in spellings)))
    return PeopleWords(**words, nicknames={given: frozenset(others - {given}) for given, others in nicknames.items()})


def _relate(nicknames: Mapping[str, set[str]], names: Iterable[str], others: Iterable[str]) -> None:
    """Note that each of the names can stand for each of the others, and the other way round."""
    for name in names:
        nicknames[name].update(others)
        for other in others:
            nicknames[other].add(name)


@cache
def name_frequencies() -> Mapping[str, RegionNames]:
    """Return how common family and given names are, by region."""

    def shares(text: str, of: int) -> dict[str, float]:
        pairs = (item.rpartition(" ") for item in split_words(text))
        return {name: int(count) / of for name, _, count in pairs}

    return {
        region: RegionNames(
            shares(table["families"], 100_000), *(shares(table.get(part, ""), 10_000) for part in ("given", "first", "second"))
        )
        for region, table in read_words("name_frequencies").items()
    }


@cache
def organisation_words() -> OrganisationWords:
    """Return the words of the names of organisations."""
    words = read_words("organisations")
    acronyms = {}
    for short, full in words.pop("acronyms").items():
        country, _, name = full.partition(": ")
        acronyms[short] = ShortName(tuple(name.split()), country.upper())
    words["common_words"] |= words["field_words"] | words["unit_heads"] | words["unit_tails"] | words["part_words"] | words["parent_words"]
    seats = {name: frozenset(towns.split("|")) for name, towns in words.pop("seats").items()}
    seat_ends = frozenset(town.rpartition(" ")[2] for towns in seats.values() for town in towns)
    countries = {tuple(name.split()): code.upper() for name, code in words.pop("countries").items()}
    countries |= {short.words: short.country for short in acronyms.values()}
    return OrganisationWords(**words, acronyms=acronyms, countries=countries, seats=seats, seat_ends=seat_ends)
