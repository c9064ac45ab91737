"""Judge whether the letter in which two names of people differ is a misprint or makes another name."""

from avgraph.resolution.judgement import Reason
from avgraph.resolution.people.frequency import is_common_family, is_known_family
from avgraph.resolution.people.names import PersonName, ends_otherwise, is_other_given_name, looks_chinese
from avgraph.resolution.people.spellings import romaji_key

_LONG_WORD = 8
"""Least letters of a word in which a letter too many, too few or in the wrong place is a misprint."""
_LONGER_WORD = 10
"""Least letters of a word in which a wrong letter is a misprint, and of a given name in which a letter is one with a shorter rare family."""
_SHORTER_FAMILY = 6
"""Least letters of such a family name."""


def judge_misprint(one: PersonName, other: PersonName) -> tuple[Reason | None, int]:
    """Return why the letter in which two names differ is no certain misprint, where it is not, and how much evidence it needs.

    >>> from avgraph.resolution.people.names import read_name
    >>> judge_misprint(read_name("Simon Alexanderson"), read_name("Simon Alexandersson"))
    (None, 1)
    """
    if is_common_family(one.family) or is_common_family(other.family):
        return Reason.COMMON_FAMILY, 1
    if looks_chinese(one) and looks_chinese(other):
        return Reason.PINYIN, 1
    if len(one.given) != len(other.given) or _initial_differs(one, other):
        return Reason.OTHER_INITIAL, 1
    if _is_other_name(one, other):
        return Reason.OTHER_GIVEN, 1
    if romaji_key(one) and romaji_key(other):
        return Reason.SHORT_NAME, 1
    is_near_known = one.family != other.family and (is_known_family(one.family) or is_known_family(other.family))
    return None, 2 if is_near_known or not _is_in_long_word(one, other) else 1


def _is_in_long_word(one: PersonName, other: PersonName) -> bool:
    """Tell whether the letter stands in a word so long that it makes no other name, or in the given name of a rare family."""
    x, y = next((pair for pair in zip(one.words, other.words, strict=True) if pair[0] != pair[1]), ("", ""))
    shortest = min(len(x), len(y))
    is_exchanged = len(x) == len(y) and sorted(x) != sorted(y)
    least = _SHORTER_FAMILY if shortest >= _LONGER_WORD else _LONG_WORD
    is_rare = one.family != other.family or (len(one.family) >= least and not is_known_family(one.family))
    return shortest >= (_LONGER_WORD if is_exchanged else _LONG_WORD) and is_rare


def _is_other_name(one: PersonName, other: PersonName) -> bool:
    """Tell whether the letter makes another given name, another family name that is known, or one with another vowel at its end."""
    return (
        ends_otherwise(one.family, other.family)
        or (one.family != other.family and is_known_family(one.family) and is_known_family(other.family))
        or any(is_other_given_name(x, y) for x, y in zip(one.given, other.given, strict=True) if x != y)
    )


def _initial_differs(one: PersonName, other: PersonName) -> bool:
    return any(x != y and 1 in (len(x), len(y)) for x, y in zip(one.given, other.given, strict=False))
