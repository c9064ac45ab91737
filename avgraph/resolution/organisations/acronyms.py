"""Tell whether a word is the acronym of an organisation's name."""

import re
from collections.abc import Iterator

from avgraph.resolution.organisations.spelling import initials
from avgraph.resolution.words import organisation_words

_LETTERS_MORE = 3
"""Most letters that an acronym has more than its name has words."""
_LEAST_BEGINNING = 3
"""Fewest letters with which a general word begins that stand in an acronym."""
_LEAST_SKIPPING = 5
"""Fewest letters of an acronym in which a general word may have none."""


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
