"""Hold the words of the names of venues (``venues.toml`` among the word lists)."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from avgraph.resolution.words import read_words


class VenueWords(NamedTuple):
    """The lists of ``venues.toml``, described there."""

    publishers: frozenset[str]
    openings: frozenset[str]
    editions: frozenset[str]
    abbreviations: Mapping[str, str]


@cache
def venue_words() -> VenueWords:
    """Return the words of the names of venues."""
    return VenueWords(**read_words("venues"))
