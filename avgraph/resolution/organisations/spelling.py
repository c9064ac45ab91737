"""Bring the names of organisations to one spelling, so that forms that differ in nothing but spelling meet."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain

from avgraph.places.address import is_town
from avgraph.resolution.people.names import is_pinyin
from avgraph.resolution.words import organisation_words
from avgraph.text.folding import SLUG_LENGTH, fold, slug, to_ascii, without_diacritics
from avgraph.text.likeness import is_one_slip, is_other_form, misprint_distance

_SHORT = 4
"""Words of a name that says too little for "centre" and "center" to be one: companies name several units so."""
_LEAST_GENERIC = 6
"""Letters of the shortest misprint of a generic word."""
_FOREIGN = re.compile(
    r"^(?:institu\w{1,3}|istituto|technolog\w+|laborator\w+|academi\w|accademia|college[sn]?|hospital\w+|(?:inter)?na[ct]ion\w+|universit\w+)$"
)
"""Words of other languages that are no misprints of English ones."""
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii")
_NUMERALS = {numeral: str(number) for number, numeral in enumerate(_ROMAN, 1)}
"""Roman numerals that end the names of universities, of which Paris had thirteen."""
_WORD = re.compile(r"[^\W_]+")
_GENITIVE = re.compile(r"'s\b")
_U_OF = re.compile(r"^u\.? (?=of )")
_DOTTED = re.compile(r"\b[a-z]\.(?: ?[a-z]\.)+")


def key_words(name: str, countries: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return the words of a folded name in the spelling in which they are compared.

    Folded are case, diacritics, punctuation, "and" and other function words, abbreviations and acronyms that are common
    knowledge, usual translations, legal suffixes, plural forms and misprints of generic words. An acronym is not that of an
    organisation that lies in none of the `countries`, where any are known.

    >>> key_words("univ. of illinois at urbana-champaign") == key_words("university of illinois urbana champaign")
    True
    >>> key_words("mit") == key_words("mit", frozenset({"IN"}))
    False
    """
    # One cache for calls with and without countries.
    return _key_words(name, countries)


@lru_cache(maxsize=1 << 17)
def _key_words(name: str, countries: frozenset[str]) -> tuple[str, ...]:
    words = _words_of(name)
    short = organisation_words().acronyms
    full = short.get(" ".join(words))
    campus: tuple[str, ...] = ()
    if full is None and len(words) > 1 and words[0] in short and is_town(" ".join(words[1:])):
        # The campus of a university that is called by its acronym.
        full = short[words[0]]
        campus = () if set(words[1:]).issubset(full.words) else words[1:]
    if full is None or (countries and not campus and full.country not in countries):
        return words
    return (*full.words, *campus)


def _words_of(folded: str) -> tuple[str, ...]:
    known = organisation_words()
    text = _DOTTED.sub(lambda dotted: dotted[0].replace(".", "").replace(" ", ""), folded) if "." in folded else folded
    text = _strip_marks(text)
    if text.startswith("u"):
        text = _U_OF.sub("university ", text)
    if "'" in text:
        text = _GENITIVE.sub("", text).replace("'", "")
    singular = known.singular
    is_plain = text.replace(" ", "").isalnum()
    words = [singular.get(word, word) for word in (text.split() if is_plain else _WORD.findall(text))]
    while len(words) > 1 and words[-1] in known.legal_forms:
        words.pop()
    if len(words) == 2 and words[1] in known.company_words and words[0] not in known.common_words and words[0] not in known.abbreviations:
        words.pop()
    if len(words) > _SHORT:
        words = ["center" if word == "centre" else word for word in words]
    if len(words) > 1 and words[-1] in _NUMERALS:
        words[-1] = _NUMERALS[words[-1]]
    function_words = known.function_words
    bare = [word for word in words if word not in function_words]
    bare = bare if len(bare) > 1 else words
    if " ".join(bare) in known.acronyms:
        return tuple(bare)
    if len(bare) == 1 and bare[0] in known.shared_abbreviations:
        return (_correct(bare[0]),)
    return tuple(chain.from_iterable(map(_full_words, bare)))


@lru_cache(maxsize=1 << 16)
def _full_words(word: str) -> tuple[str, ...]:
    """Return what a word of a name stands for: the abbreviated or translated words, or the word that it misprints."""
    known = organisation_words()
    if word in known.university:
        return ("university",)
    if word in known.translations:
        return tuple(known.translations[word].split())
    if word in known.abbreviations:
        return tuple(known.abbreviations[word].split())
    return (_correct(word),)


def _strip_marks(text: str) -> str:
    if text.isascii():
        return text.replace("*", "")
    text = text.replace("⋆", "").replace("∗", "")
    # A word of another script stays as it is: its slug would be empty, or another word's.
    return " ".join(_to_words(word) for word in text.split())


@lru_cache(maxsize=1 << 16)
def _to_words(word: str) -> str:
    if word.isascii():
        return word
    if word.isalnum() and (letters := without_diacritics(word)).isascii():
        return letters
    if len(word) >= SLUG_LENGTH or to_ascii(word) is None:
        return word
    return slug(word).replace("-", " ")


@cache
def _generic_words() -> Mapping[str, Sequence[str]]:
    """Return the generic words by their first letter, which is seldom misprinted."""
    by_letter: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(organisation_words().generic_words):
        by_letter[word[0]].append(word)
    return by_letter


@lru_cache(maxsize=1 << 16)
def _correct(word: str) -> str:
    """Return the generic word that `word` misprints, or `word`."""
    generic_words = _generic_words().get(word[:1], ()) if len(word) >= _LEAST_GENERIC else ()
    if word in generic_words or word == "centre":
        return word
    letters = set(word)
    for generic in generic_words:
        allowed = 2 if len(generic) >= 9 and word[:3] == generic[:3] else 1
        # Each slip makes at most one letter more, and one less, of those that a word has.
        is_near = abs(len(generic) - len(word)) <= allowed and len(letters ^ set(generic)) <= 2 * allowed
        if is_near and misprint_distance(word, generic) <= allowed:
            return generic
    return word


def misprinted_word(name: str) -> tuple[str, str] | None:
    """Return a misprinted generic word of a name and its right spelling, or None.

    >>> misprinted_word("Stanford Univeristy")
    ('Univeristy', 'University')
    """
    known = organisation_words()
    for word in re.findall(r"[^\W\d_]{6,}", name):
        lower = known.singular.get(word.lower(), word.lower())
        correct = _correct(lower)
        if correct != lower and lower not in known.university and not _FOREIGN.match(lower) and not is_other_form(lower, correct):
            return word, correct.capitalize() if word[:1].isupper() else correct
    return None


def initials(name: str) -> str:
    """Return the initials of a name's words, function words left out.

    >>> initials("Centre for Development of Advanced Computing")
    'cdac'
    """
    return "".join(word[0] for word in _WORD.findall(_strip_marks(fold(name))) if word not in organisation_words().function_words)


def is_place_misprint(a: str, b: str) -> bool:
    """Tell whether one letter added, dropped or swapped within a word is a misprint, and not another town or region.

    A letter for another makes another place (Genova and Geneva, Hubei and Hebei), and so do those of two syllables of Pinyin.

    >>> is_place_misprint("stanford", "standford"), is_place_misprint("genova", "geneva"), is_place_misprint("shanxi", "shaanxi")
    (True, False, False)
    """
    is_inner = sorted(a) == sorted(b) if len(a) == len(b) else a[0] == b[0] and a[-1] == b[-1]
    places = organisation_words().similar_places
    return is_inner and is_one_slip(a, b) and not (a in places and b in places) and not (is_pinyin(a) and is_pinyin(b))


def is_cut_off(name: str) -> bool:
    """Tell whether a name ends in a word that no name ends in.

    >>> is_cut_off("Indraprastha Institute of Information"), is_cut_off("University of California")
    (True, False)
    """
    words = fold(name).split()
    return len(words) > 2 and words[-1] in organisation_words().cannot_end
