"""Bring the names of organisations to one spelling, so that forms that differ in nothing but spelling meet."""

import re
from functools import lru_cache

from avgraph.resolution.people.names import is_pinyin
from avgraph.resolution.words import organisation_words
from avgraph.text.folding import SLUG_LENGTH, UMLAUTS, fold, slug, to_ascii
from avgraph.text.likeness import is_one_slip, is_other_form, misprint_distance

_SHORT = 4
"""Words of a name that says too little for "centre" and "center" to be one: companies name several units so."""
_FOREIGN = re.compile(
    r"^(?:institu\w{1,3}|istituto|technolog\w+|laborator\w+|academi\w|accademia|college[sn]?|hospital\w+|(?:inter)?na[ct]ion\w+|universit\w+)$"
)
"""Words of other languages that are no misprints of English ones."""
_WORD = re.compile(r"[^\W_]+(?:'s)?")
_AT = re.compile(r"^(.+?) at (.+)$")
_PARENTHESIS = re.compile(r"\s*\(([^()]{2,40})\)\s*$")
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}")


def without_address(name: str) -> str:
    """Return a folded name without the country after its last comma.

    >>> without_address("electronics and telecommunications research institute, south korea")
    'electronics and telecommunications research institute'
    """
    while True:
        head, comma, tail = name.rpartition(",")
        if not comma or tail.strip(" .") not in organisation_words().countries:
            return name
        name = head.strip()


def without_leading_country(name: str) -> str | None:
    """Return a folded name without the country before it, or None where none stands there.

    >>> without_leading_country("china pazhou laboratory")
    'pazhou laboratory'
    """
    first, _, rest = name.partition(" ")
    return rest if " " in rest and first in organisation_words().countries else None


def spelling_key(name: str) -> str:
    """Return the key under which spellings of one organisation's name meet.

    Folded are case, diacritics, punctuation, "and" and other function words, abbreviations that are
    common knowledge, legal suffixes, an appended country, plural forms and misprints of generic words, and spaces.

    >>> spelling_key("University of Illinois Urbana-Champaign") == spelling_key("University of Illinois at Urbana Champaign")
    True
    >>> spelling_key("Allen Institute for AI") == spelling_key("Allen Institute for Artificial Intelligence")
    True
    >>> spelling_key("Google Inc.") == spelling_key("Google Research")
    False
    """
    return "".join(key_words(name)) or fold(name)


def key_words(name: str) -> tuple[str, ...]:
    """Return the words of a name in the spelling in which they are compared."""
    return _words_of(without_address(fold(name)))


@lru_cache(maxsize=1 << 15)
def _words_of(folded: str) -> tuple[str, ...]:
    known = organisation_words()
    text = _strip_marks(_DOTTED.sub(lambda dotted: dotted[0].replace(".", ""), folded))
    words = [known.singular.get(word, word) for word in _WORD.findall(text)]
    while len(words) > 1 and words[-1] in known.legal_forms:
        words.pop()
    if len(words) == 2 and words[1] == "group":
        words.pop()
    if len(words) > _SHORT:
        words = ["center" if word == "centre" else word for word in words]
    bare = [word for word in words if word not in known.function_words]
    full_name = known.acronyms.get(" ".join(bare))
    if full_name is not None:
        return tuple(full_name.split())
    expanded: list[str] = []
    for word in bare or words:
        if word in known.university:
            expanded.append("university")
        elif word in known.abbreviations and (len(bare) > 1 or word not in known.shared_abbreviations):
            expanded += known.abbreviations[word].split()
        else:
            expanded.append(_correct(word))
    return tuple(expanded)


def _strip_marks(text: str) -> str:
    if text.isascii():
        return text.replace("*", "")
    text = text.replace("⋆", "").replace("∗", "")
    # A word of another script stays as it is: its slug would be empty, or another word's.
    return " ".join(word if len(word) >= SLUG_LENGTH or to_ascii(word) is None else slug(word).replace("-", " ") for word in text.split())


@lru_cache(maxsize=1 << 14)
def _correct(word: str) -> str:
    """Return the generic word that `word` misprints, or `word`."""
    generic_words = organisation_words().generic_words
    if len(word) < 6 or word in generic_words or word == "centre":
        return word
    for generic in generic_words:
        allowed = 2 if len(generic) >= 9 and word[:3] == generic[:3] else 1
        if abs(len(generic) - len(word)) <= allowed and word[0] == generic[0] and misprint_distance(word, generic) <= allowed:
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


def spelling_keys(name: str) -> tuple[str, ...]:
    """Return every key under which the spellings of a name meet: its own, and those of its other ways of putting it.

    An acronym that the form itself explains ("X Y Z (XYZ)") is left out, "A at B" is also "B A", and an
    umlaut is also its two letters.
    """
    folded = fold(name)
    keys = [spelling_key(folded)]
    if acronym := _PARENTHESIS.search(folded):
        keys.append(spelling_key(folded[: acronym.start()]))
    at = _AT.match(folded)
    if at and "university" not in at[1]:
        keys.append(spelling_key(f"{at[2]} {at[1]}"))
    if not folded.isascii():
        keys.append(spelling_key(folded.translate(UMLAUTS)))
    return tuple(dict.fromkeys(keys))


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


def is_address(shorter: str, longer: str) -> bool:
    """Tell whether what the folded name `longer` has beyond `shorter` is an address or the acronym of `shorter`.

    The site of a laboratory or company is an address; what follows a university's name can be a campus.

    >>> is_address("mitsubishi electric research labs", "mitsubishi electric research labs, cambridge")
    True
    >>> is_address("new york university", "new york university, shanghai")
    False
    >>> is_address("deutsches elektronen-synchrotron", "deutsches elektronen-synchrotron desy")
    True
    """
    if shorter in organisation_words().ambiguous or not longer.startswith(shorter):
        return False
    more = longer[len(shorter) :]
    if more.startswith(","):
        return bool(organisation_words().unit_words.intersection(shorter.split()))
    if more.startswith(" in "):
        return more.removeprefix(" in ") not in organisation_words().branch_places
    return len(shorter.split()) > 1 and _is_acronym_within(more.strip(" ()"), shorter)


def _is_acronym_within(acronym: str, name: str) -> bool:
    """Tell whether the letters of `acronym` stand in `name` in their order, the first one first, without a vowel's help."""
    if not 3 <= len(acronym) <= 7 or " " in acronym or not acronym.isalpha() or acronym[0] != name[0]:
        return False
    letters = iter(name)
    return all(letter in letters for letter in acronym) and len(set(acronym) & {word[0] for word in re.split(r"[\s-]+", name)}) >= 2
