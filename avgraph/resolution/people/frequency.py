"""How common a name of a person is, from the frequencies of family and given names in ``words/name_frequencies.toml``."""

from functools import lru_cache
from typing import NamedTuple

from avgraph.resolution.people.names import PersonName, syllables_of
from avgraph.resolution.words import RegionNames, name_frequencies, people_words

_INITIAL = 0.05
"""Share of people whose given name has a certain initial."""
_ONE_OF_TWO = 0.05
"""Share of people of a given name who have a certain further one, or its initial."""
_OF_ANOTHER_REGION = 0.1
"""Share of the people of a region with given names made of syllables who go by an English one."""
_LEAST_COMMON = 1e-6
_LEAST_COMMON_ELSEWHERE = 2.5e-5
"""Share of the people of a region from which on a name is common, in China, Korea and Vietnam and elsewhere: families are many there."""

_EAST_ASIAN = ("chinese", "korean", "vietnamese")


class Commonness(NamedTuple):
    """The shares of the people of a region who have a family name and, of those, a given name."""

    family: float = 0.0
    given: float = 0.0
    least: float = _LEAST_COMMON

    @property
    def share(self) -> float:
        """The share of people who have the whole name."""
        return self.family * self.given

    @property
    def is_common(self) -> bool:
        """Whether several people have the name wherever there are many."""
        return self.share >= self.least


_RARE = Commonness()


@lru_cache(maxsize=1 << 16)
def commonness(name: PersonName) -> Commonness:
    """Return how common a name is: where it is most common; a name that is in no list is as rare as can be.

    >>> from avgraph.resolution.people.names import read_name
    >>> [commonness(read_name(name)).is_common for name in ("Wei Wang", "David Smith", "Simon Alexanderson")]
    [True, True, False]
    """
    if not name.given or name.suffix:
        return _RARE
    near = [
        Commonness(names.families[name.family], _given(name, names), _LEAST_COMMON if region in _EAST_ASIAN else _LEAST_COMMON_ELSEWHERE)
        for region, names in name_frequencies().items()
        if name.family in names.families
    ]
    return max(near, key=lambda each: (each.share, each.family), default=_RARE)


def _given(name: PersonName, names: RegionNames) -> float:
    """Return the share of the people of a region who have the given names of a person."""
    first = name.given[0]
    if names.first:
        joined = "".join(name.given)
        if len(name.given) <= 2 and len(first) > 1 and (share := _of_syllables(joined, names)):
            return share
    if len(first) == 1:
        return _INITIAL * _ONE_OF_TWO ** (len(name.given) - 1)
    share = names.given.get(first, 0.0)
    if not share and names.first:
        share = _OF_ANOTHER_REGION * name_frequencies()["english"].given.get(first, 0.0)
    return share * _ONE_OF_TWO ** (len(name.given) - 1)


def _of_syllables(word: str, names: RegionNames) -> float:
    if word in names.given:
        return names.given[word]
    cuts = ((word[:place], word[place:]) for place in range(1, len(word)))
    return max((names.first.get(first, 0.0) * names.second.get(second, 0.0) for first, second in cuts), default=0.0)


@lru_cache(maxsize=1 << 16)
def is_known_family(family: str) -> bool:
    """Tell whether a family name stands in a list, so that a letter more or less can make it another one."""
    return family in people_words().families or any(family in names.families for names in name_frequencies().values())


@lru_cache(maxsize=1 << 16)
def is_common_family(family: str) -> bool:
    """Tell whether a family name is so common that an initial, or likeness of the given names, says little.

    Chinese, Korean and Vietnamese ones are.
    """
    return any(family in name_frequencies()[region].families for region in _EAST_ASIAN)


@lru_cache(maxsize=1 << 16)
def is_east_asian_given(word: str) -> bool:
    """Tell whether a given name can be one or two syllables of a Chinese, Korean or Vietnamese one.

    >>> is_east_asian_given("xing"), is_east_asian_given("hyunwoo"), is_east_asian_given("oliver")
    (True, True, False)
    """
    if syllables_of(word):
        return True
    regions = [name_frequencies()[region] for region in _EAST_ASIAN]
    return any(word in names.given or word in names.first or word in names.second or _of_syllables(word, names) > 0 for names in regions)
