"""Take the names of people apart, and compare what their forms have in common."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from avgraph.resolution.words import people_words
from avgraph.text.folding import fold, to_ascii, without_diacritics

_SYLLABLE = r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|ue|ui|uo|er|a|o|e|i|u|v))"
_PINYIN = re.compile(rf"{_SYLLABLE}{{1,3}}")
_ONE_SYLLABLE = re.compile(_SYLLABLE)
_SPACES = re.compile(r"[\s.]+")
_NUMBER = re.compile(r"[\s-](\d{4})$")
_NOT_LETTER = re.compile(r"[^a-z?]+")
LOST = "?"
"""What stands for a letter that was lost when a list was saved in a wrong encoding."""
_MOST_LOST = 4
"""Most lost letters of a name that is compared with whole ones."""

LEAST_BEGINNING = 4
"""Fewest letters of a given name that is the beginning of another; the other has one letter less more."""


@dataclass(frozen=True, slots=True)
class PersonName:
    """One form of a person's name, taken apart."""

    given: tuple[str, ...]
    """Given names and initials, folded to ASCII letters."""
    family: str
    """The last word, folded to ASCII letters."""
    suffix: str = ""
    """What tells namesakes apart: jr, sr, a Roman numeral, or the number that bibliographies give them (0001)."""
    hyphened: tuple[str, ...] = field(default=(), compare=False, repr=False)
    """The words of the name with their hyphens, where one has any."""

    @property
    def words(self) -> tuple[str, ...]:
        """All words of the name."""
        return (*self.given, self.family)

    @property
    def letters(self) -> str:
        """All letters of the name."""
        return "".join((*self.words, self.suffix))


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
    words = [word for word in map(letters_of, parts) if word]
    hyphened = tuple(part for part in parts if letters_of(part)) if "-" in folded else ()
    return PersonName(tuple(words[:-1]), words[-1] if words else folded, "".join(sorted(suffixes)), hyphened)


def letters_of(word: str) -> str:
    """Return the ASCII letters of a word of a name; a word of another script as it is."""
    if word.isascii() and word.isalpha():
        return word
    if not word.isascii():
        stripped = without_diacritics(word)
        spelt = stripped if stripped.isascii() else to_ascii(word)
        if spelt is None:
            return word
        word = spelt
    return _NOT_LETTER.sub("", word)


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
    return long[:-1] == short and long[-1] in "aio" and short[-1:] not in "aeiouy"


def looks_chinese(name: PersonName) -> bool:
    """Tell whether the given names could be syllables of Pinyin, of which many differ in one letter.

    >>> looks_chinese(read_name("Meng Wang")), looks_chinese(read_name("Simon Alexanderson"))
    (True, False)
    """
    return bool(name.given) and all(map(is_pinyin, name.words))


def is_pinyin(word: str) -> bool:
    """Tell whether a word could be up to three syllables of Pinyin."""
    return _PINYIN.fullmatch(word) is not None


@lru_cache(maxsize=1 << 16)
def syllables_of(word: str) -> tuple[tuple[str, ...], ...]:
    """Return the ways to cut a word into one or two syllables of Pinyin.

    >>> syllables_of("guoping"), syllables_of("oliver")
    ((('guo', 'ping'),), ())
    """
    cuts = ((word[:place], word[place:]) for place in range(1, len(word)))
    return tuple(cut for cut in ((word,), *cuts) if all(map(_ONE_SYLLABLE.fullmatch, cut)))


def without_first(name: PersonName) -> PersonName | None:
    """Return a name without its first given name, or all initials in front of the second; None where none is left."""
    count = next((place for place, word in enumerate(name.given) if len(word) > 1), 0) or 1
    given = name.given[count:]
    return PersonName(given, name.family, name.suffix) if given and len(given[0]) > 1 else None


def is_abbreviation(short: PersonName, full: PersonName) -> bool:
    """Tell whether `short` is `full` with given names abbreviated to initials, shortened to a nickname, or left out after the first.

    Initials can be those of the syllables of a name. A full name that stands for an initial is not joined with a further full name
    that it lacks: J. Andrew is called Andrew.

    >>> is_abbreviation(read_name("C. Hori"), read_name("Chiori Hori")), is_abbreviation(read_name("G. P. Liu"), read_name("Guoping Liu"))
    (True, True)
    >>> is_abbreviation(read_name("James Glass"), read_name("James R. Glass")), is_abbreviation(read_name("R. Glass"), read_name("James R. Glass"))
    (True, False)
    >>> is_abbreviation(read_name("Cheng-Hao Kuo"), read_name("C.-C. Jay Kuo"))
    False
    """
    if not short.given or not full.given or short.family != full.family or short.given == full.given:
        return False
    if len(short.given) <= len(full.given) and _are_initials_of(short, full):
        return _fits(short.given, full.given)
    return any(_fits(short.given, given) for given in _by_syllables(full) if len(short.given) <= len(given) and _is_initials(short))


def left_out_of(short: PersonName, full: PersonName) -> tuple[str, ...]:
    """Return the full given names of the longer of two names that the shorter leaves out.

    >>> left_out_of(read_name("Wei Li"), read_name("Wei Xing Li")), left_out_of(read_name("James Glass"), read_name("James R. Glass"))
    (('xing',), ())
    """
    rest = list(full.given)
    for word in short.given:
        place = next((place for place, each in enumerate(rest) if _stands_for(word, each)), None)
        if place is not None:
            rest.pop(place)
    return tuple(word for word in rest if len(word) > 1)


def _fits(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    rest, left_out, stands_for_initial = list(full), [], False
    for place, word in enumerate(short):
        while rest and not _stands_for(word, rest[0]) and place > 0:
            left_out.append(rest.pop(0))
        if not rest or not _stands_for(word, rest[0]):
            return False
        stands_for_initial |= len(rest.pop(0)) == 1 < len(word)
    return not (stands_for_initial and any(len(word) > 1 for word in (*left_out, *rest)))


def _is_initials(name: PersonName) -> bool:
    return len(name.given) > 1 and any(len(word) == 1 for word in name.given)


def _are_initials_of(short: PersonName, full: PersonName) -> bool:
    """Tell whether a given name of several syllables has those initials, where `full` has an initial for each."""
    if len(short.given) > 1 or not (len(full.given) > 1 and len(full.given[0]) == len(full.given[1]) == 1):
        return True
    cuts = _by_syllables(short)
    return not cuts or any(tuple(part[0] for part in cut) == full.given for cut in cuts)


def _by_syllables(name: PersonName) -> list[tuple[str, ...]]:
    """Return the given names of a person with the first one cut into its syllables, at the hyphen or as Pinyin can be cut."""
    first = name.hyphened[0].split("-") if name.hyphened else []
    cuts = [tuple(map(letters_of, first))] if len(first) > 1 else list(syllables_of(name.given[0])) if len(name.given[0]) > 1 else []
    return [(*cut, *name.given[1:]) for cut in cuts if all(cut)]


def differ_in_initials(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Tell whether given names are as many, or one leaves out nothing but initials."""
    short, full = (PersonName(given, "") for given in sorted((a, b), key=len))
    return len(a) == len(b) or (is_abbreviation(short, full) and not left_out_of(short, full))


def are_compatible(a: PersonName, b: PersonName) -> bool:
    """Tell whether two names of one family can be one person's: no given name contradicts another.

    >>> are_compatible(read_name("James R. Glass"), read_name("J. Glass")), are_compatible(read_name("James R. Glass"), read_name("J. A. Glass"))
    (True, False)
    """
    if a.family != b.family or "".join(a.given) == "".join(b.given):
        return True
    return any(is_abbreviation(*pair) or is_shortened(*pair) or without_first(pair[1]) == pair[0] for pair in ((a, b), (b, a)))


def _stands_for(short: str, full: str) -> bool:
    if short == full:
        return True
    if len(short) == 1 or len(full) == 1:
        return short[0] == full[0]
    return short in nicknames_of(full)


def nicknames_of(given: str) -> frozenset[str]:
    """Return the nicknames of a given name, or the given names that it is a nickname of."""
    return people_words().nicknames.get(given, frozenset())


def describe_difference(one: PersonName, other: PersonName) -> str:
    """Return in what words two names differ.

    >>> describe_difference(read_name("James Glass"), read_name("James R. Glass")), describe_difference(read_name("J. Glass"), read_name("James Glass"))
    ("'r' left out", "'j' for 'james'")
    """
    short, full = (" ".join(word for word in a.words if word not in b.words) for a, b in ((one, other), (other, one)))
    if not short and not full:
        return ""
    return f"{short!r} for {full!r}" if short and full else f"{short or full!r} left out"


def is_nickname(short: PersonName, full: PersonName) -> bool:
    """Tell whether the first given names are a name and its nickname.

    >>> is_nickname(read_name("Josh Tenenbaum"), read_name("Joshua B. Tenenbaum"))
    True
    """
    if not short.given or not full.given or short.family != full.family:
        return False
    return short.given[0] in nicknames_of(full.given[0])


def is_shortened(short: PersonName, full: PersonName) -> bool:
    """Tell whether a given name is the beginning of another, and not both are names that people have.

    The rest of the name is the same. Not told are syllables of Pinyin, of which others are made.

    >>> is_shortened(read_name("Ndapa Nashole"), read_name("Ndapandula Nashole")), is_shortened(read_name("Paul Weber"), read_name("Paulina Weber"))
    (True, False)
    """
    if not short.given or not full.given or (short.given[1:], short.family) != (full.given[1:], full.family):
        return False
    one, other = short.given[0], full.given[0]
    is_part = other.startswith(one) and len(one) >= LEAST_BEGINNING and len(other) - len(one) >= LEAST_BEGINNING - 1
    # Franziska is no Franz.
    is_of_woman = other[-1] in "ae" and one[-1] not in "aeiouy"
    return is_part and not is_of_woman and not people_words().given_names.issuperset((one, other)) and not looks_chinese(short)


def fits_lost_letters(damaged: PersonName, whole: PersonName) -> bool:
    """Tell whether `whole` is `damaged` with its lost letters in place; each lost letter is one letter or two.

    >>> fits_lost_letters(read_name("Bj?rn Schuller"), read_name("Björn Schuller"))
    True
    """
    if not 0 < damaged.letters.count(LOST) <= _MOST_LOST or LOST in whole.letters:
        return False
    pattern = re.escape(damaged.letters).replace(re.escape(LOST), "[a-z]{1,2}")
    return re.fullmatch(pattern, whole.letters) is not None
