"""Give the keys under which the spellings of one organisation's name meet."""

import re
from collections.abc import Iterator
from functools import lru_cache

from avgraph.places.address import can_begin_country, country_of
from avgraph.resolution.judgement import Reason
from avgraph.resolution.organisations.printed import PrintedName, read_printed_name, says_too_little
from avgraph.resolution.organisations.spelling import key_words
from avgraph.resolution.words import organisation_words
from avgraph.text.folding import UMLAUTS, fold

_AT = re.compile(r"^(.+?) at (.+)$")
_MOST_COUNTRY_WORDS = 3


def spelling_key(name: str) -> str:
    """Return the key under which spellings of one organisation's name meet.

    Folded are case, diacritics, punctuation, "and" and other function words, abbreviations and short names that are
    common knowledge, legal suffixes, an address, plural forms and misprints of generic words, and spaces. Of a
    unit that is printed with its parent both count, in either order.

    >>> spelling_key("University of Illinois Urbana-Champaign") == spelling_key("University of Illinois at Urbana Champaign")
    True
    >>> spelling_key("Allen Institute for AI") == spelling_key("Allen Institute for Artificial Intelligence, Seattle, USA")
    True
    >>> spelling_key("Google Inc.") == spelling_key("Google Research")
    False
    """
    return _key(read_printed_name(name)) or fold(name)


def _key(printed: PrintedName) -> str:
    if printed.parent:
        units = sorted("".join(key_words(unit)) for unit in printed.unit.split(", "))
        return "|".join(("".join(key_words(printed.parent, printed.countries)), *units))
    words = key_words(printed.name, printed.countries)
    seats, ends = organisation_words().seats, organisation_words().seat_ends
    for end in range(len(words) - 1, max(len(words) - 4, 0), -1) if words and words[-1] in ends else ():
        if " ".join(words[end:]) in seats.get("".join(words[:end]), ()):
            return "".join(words[:end])
    return "".join(words)


@lru_cache(maxsize=1 << 17)
def spelling_keys(name: str) -> tuple[str, ...]:
    """Return every key under which the spellings of a name meet: its own, and those of its other ways of putting it.

    "A at B" is also "B A", "University of A" also "A University" where that is no other one, "Technical University of A" also
    "A University of Technology", a unit also stands before its parent without a comma, and an umlaut is also its two letters.

    >>> set(spelling_keys("University of Bonn")) & set(spelling_keys("Bonn University")) != set()
    True
    >>> set(spelling_keys("University of Washington")) & set(spelling_keys("Washington University"))
    set()
    """
    printed = read_printed_name(name)
    return tuple(dict.fromkeys(key for key in (_key(printed) or fold(name), *_other_keys(printed)) if key))


def _other_keys(printed: PrintedName) -> Iterator[str]:
    if printed.parent:
        yield "".join(key_words(printed.name.replace(", ", " "), printed.countries))
        return
    at = _AT.match(printed.name) if " at " in printed.name else None
    if at and "university" not in at[1]:
        yield "".join(key_words(f"{at[2]} {at[1]}"))
    if not printed.name.isascii() and (spelt := printed.name.translate(UMLAUTS)) != printed.name:
        yield "".join(key_words(spelt))
    words = key_words(printed.name, printed.countries)
    if "university" in words and not says_too_little(printed.name):
        rest = sorted("technology" if word == "technical" else word for word in words)
        rest.remove("university")
        if " ".join(rest) not in organisation_words().told_by_order:
            yield f"university: {' '.join(rest)}"


def reason_of_spelling(form: str, other: str) -> tuple[Reason, str]:
    """Return why two forms that meet under a key are one, and what of them shows it."""
    one, two = read_printed_name(form), read_printed_name(other)
    short = organisation_words().acronyms
    for name, full in ((one, two), (two, one)):
        if (key := " ".join(fold(name.name).replace("-", " ").split())) in short and full.name != name.name:
            return Reason.KNOWN_SHORT_NAME, key
    left_out = [each.address for each in (one, two) if each.address]
    if left_out and one.address != two.address:
        return Reason.ADDRESS_LEFT_OUT, f"{' and '.join(repr(each) for each in left_out)} left out"
    if _key(one) != _key(two) and spelling_key(form).replace("university", "") != "":
        return Reason.WORD_ORDER, ""
    return Reason.SAME_SPELLING, ""


def without_leading_country(name: str) -> str | None:
    """Return a folded name without the country before it, or None where none stands there.

    >>> without_leading_country("china pazhou laboratory")
    'pazhou laboratory'
    """
    folded = fold(name)
    if not can_begin_country(folded.partition(" ")[0]):
        return None
    words = folded.split(" ")
    for size in range(min(_MOST_COUNTRY_WORDS, len(words) - 2), 0, -1):
        if country_of(" ".join(words[:size])):
            return " ".join(words[size:])
    return None
