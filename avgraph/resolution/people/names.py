"""Take the names of people apart, and compare what their forms have in common."""

import re
from dataclasses import dataclass
from functools import lru_cache

from avgraph.resolution.words import people_words
from avgraph.text.folding import UMLAUTS, fold, to_ascii, without_diacritics

_SYLLABLE = r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|ue|ui|uo|er|a|o|e|i|u|v))"
_PINYIN = re.compile(rf"{_SYLLABLE}{{1,3}}")
_SPACES = re.compile(r"[\s.]+")
_NUMBER = re.compile(r"[\s-](\d{4})$")
_NOT_LETTER = re.compile(r"[^a-z?]+")
_UMLAUTS = UMLAUTS | str.maketrans({"ø": "oe", "å": "aa"})
LOST = "?"
"""What stands for a letter that was lost when a list was saved in a wrong encoding."""
_MOST_LOST = 4
"""Most lost letters of a name that is compared with whole ones."""


@dataclass(frozen=True, slots=True)
class PersonName:
    """One form of a person's name, taken apart."""

    given: tuple[str, ...]
    """Given names and initials, folded to ASCII letters."""
    family: str
    """The last word, folded to ASCII letters."""
    suffix: str = ""
    """What tells namesakes apart: jr, sr, a Roman numeral, or the number that bibliographies give them (0001)."""

    @property
    def words(self) -> tuple[str, ...]:
        """All words of the name."""
        return (*self.given, self.family)

    @property
    def letters(self) -> str:
        """All letters of the name."""
        return "".join((*self.words, self.suffix))

    @property
    def has_initials(self) -> bool:
        """Whether a given name is an initial only."""
        return any(len(word) == 1 for word in self.given)


@lru_cache(maxsize=1 << 16)
def read_name(form: str) -> PersonName:
    """Return a form of a name taken apart, diacritics folded, hyphens and dots left out.

    >>> read_name("Tae-Hyun Oh")
    PersonName(given=('taehyun',), family='oh', suffix='')
    >>> read_name("Timothy R.Langlois")
    PersonName(given=('timothy', 'r'), family='langlois', suffix='')
    >>> read_name("John Smits Jr.").suffix, read_name("Wei Wang 0001").suffix
    ('jr', '0001')
    """
    folded = fold(form)
    number = _NUMBER.search(folded)
    suffixes: list[str] = [number[1]] if number else []
    parts = [part for part in _SPACES.split(folded[: number.start()] if number else folded) if part.strip(",-()")]
    known = people_words().suffixes
    while len(parts) > 1 and (last := parts[-1].strip(",()")) in known:
        if len(parts) == 2 and last in people_words().names_like_suffixes:
            break
        suffixes.append(known[last])
        parts.pop()
    words = [word for word in map(_letters, parts) if word]
    return PersonName(tuple(words[:-1]), words[-1] if words else folded, "".join(sorted(suffixes)))


def _letters(word: str) -> str:
    if word.isascii() and word.isalpha():
        return word
    if not word.isascii():
        stripped = without_diacritics(word)
        spelt = stripped if stripped.isascii() else to_ascii(word)
        if spelt is None:
            return word
        word = spelt
    return _NOT_LETTER.sub("", word)


def letter_keys(form: str) -> tuple[str, ...]:
    """Return the letters of a name, and where it has umlauts also those of their spelling with two letters.

    >>> letter_keys("Björn Schuller")
    ('bjornschuller', 'bjoernschuller')
    """
    spelt = form if form.isascii() else fold(form).translate(_UMLAUTS)
    return tuple(dict.fromkeys((read_name(form).letters, read_name(spelt).letters)))


def is_common_family(name: PersonName) -> bool:
    """Tell whether the family name is so common that likeness of the given names says little."""
    return name.family in people_words().common_families


def is_other_given_name(a: str, b: str) -> bool:
    """Tell whether the letter in which two given names differ makes another name of one.

    It does where both are names that people have, and where the names end in different vowels or one ends in a vowel more.

    >>> is_other_given_name("mario", "maria"), is_other_given_name("daniel", "daniela"), is_other_given_name("timo", "timmo")
    (True, True, False)
    """
    given_names = people_words().given_names
    return ends_otherwise(a, b) or (a in given_names and b in given_names)


def ends_otherwise(a: str, b: str) -> bool:
    """Tell whether two words are one but for the vowel at the end, as Mario and Maria, Rossi and Rosso, Daniel and Daniela are.

    >>> ends_otherwise("rossi", "rosso"), ends_otherwise("petrov", "petrova"), ends_otherwise("change", "chang")
    (True, True, False)
    """
    short, long = sorted((a, b), key=len)
    if len(short) == len(long):
        return a[:-1] == b[:-1] and a[-1:] != b[-1:] and {a[-1], b[-1]} <= set("aeiouy")
    return long[:-1] == short and long[-1] in "aio"


def looks_chinese(name: PersonName) -> bool:
    """Tell whether the given names could be syllables of Pinyin, of which many differ in one letter.

    >>> looks_chinese(read_name("Meng Wang")), looks_chinese(read_name("Simon Alexanderson"))
    (True, False)
    """
    return bool(name.given) and all(map(is_pinyin, name.words))


def is_pinyin(word: str) -> bool:
    """Tell whether a word could be up to three syllables of Pinyin."""
    return _PINYIN.fullmatch(word) is not None


def is_abbreviation(short: PersonName, full: PersonName) -> bool:
    """Tell whether `short` is `full` with given names abbreviated to initials, shortened to a nickname, or left out after the first.

    >>> is_abbreviation(read_name("C. Hori"), read_name("Chiori Hori"))
    True
    >>> is_abbreviation(read_name("James Glass"), read_name("James R. Glass"))
    True
    >>> is_abbreviation(read_name("R. Glass"), read_name("James R. Glass"))
    False
    """
    if not short.given or not full.given or short.family != full.family or len(short.given) > len(full.given):
        return False
    rest = list(full.given)
    for place, word in enumerate(short.given):
        while rest and not _stands_for(word, rest[0]) and place > 0:
            rest.pop(0)
        if not rest or not _stands_for(word, rest.pop(0)):
            return False
    return short.given != full.given


def _stands_for(short: str, full: str) -> bool:
    if short == full:
        return True
    if len(short) == 1 or len(full) == 1:
        return short[0] == full[0]
    return short in nicknames_of(full)


def nicknames_of(given: str) -> frozenset[str]:
    """Return the nicknames of a given name, or the given names that it is a nickname of."""
    return people_words().nicknames.get(given, frozenset())


def is_nickname(short: PersonName, full: PersonName) -> bool:
    """Tell whether the first given names are a name and its nickname.

    >>> is_nickname(read_name("Josh Tenenbaum"), read_name("Joshua B. Tenenbaum"))
    True
    """
    if not short.given or not full.given or short.family != full.family:
        return False
    return short.given[0] in nicknames_of(full.given[0])


def fits_lost_letters(damaged: PersonName, whole: PersonName) -> bool:
    """Tell whether `whole` is `damaged` with its lost letters in place; each lost letter is one letter or two.

    >>> fits_lost_letters(read_name("Bj?rn Schuller"), read_name("Björn Schuller"))
    True
    """
    if not 0 < damaged.letters.count(LOST) <= _MOST_LOST or LOST in whole.letters:
        return False
    pattern = re.escape(damaged.letters).replace(re.escape(LOST), "[a-z]{1,2}")
    return re.fullmatch(pattern, whole.letters) is not None
