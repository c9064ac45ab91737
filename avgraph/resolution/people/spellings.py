"""Give the spellings of a person's name: of umlauts as two letters, and of names from other scripts."""

import re
from collections.abc import Collection, Iterator

from avgraph.resolution.people.names import PersonName, read_name
from avgraph.text.folding import UMLAUTS, fold

_MORA = r"(?:(?:ky|sh|ch|ts|ny|hy|my|ry|gy|by|py|j|[kstnhmyrwgzdbpf])?(?:[aeiou]|oh)|n(?![aeiouy])|(?<=[aeiou])(?:k(?=k)|s(?=s)|t(?=[tc])|p(?=p)))"
_ROMAJI = re.compile(rf"{_MORA}+")
_SLAVIC_ENDING = re.compile(r"(?<=[sc]k)(?:[iy][iyj]?|yi)$")
_LONG_VOWEL = re.compile(r"ou|oo|oh(?![aeiou])|uu")
_UMLAUTS = UMLAUTS | str.maketrans({"ø": "oe", "å": "aa"})
_CHINESE_UMLAUT = re.compile(r"(?<=[ln])(?:ü|yu)(?![^\W_])")
"""The vowel of Lü, which passports write Lyu and keyboards Lv."""
_NOT_HEPBURN = re.compile(r"(?:sy|ty|zy)(?=[auo])|si|ti|tu|(?<![cs])hu|zi|m(?=[bmp])")
_SPELT_BY_HEPBURN = {"sy": "sh", "ty": "ch", "zy": "j", "si": "shi", "ti": "chi", "tu": "tsu", "hu": "fu", "zi": "ji", "m": "n"}
"""Syllables of Japanese as the government writes them, and as nearly everybody else does."""


def readings_of(form: str, name: PersonName) -> tuple[PersonName, ...]:
    """Return a name, and where its form has umlauts also the one with those spelt as two letters, or as Chinese ones are.

    >>> [name.letters for name in readings_of("Björn Schuller", read_name("Björn Schuller"))]
    ['bjornschuller', 'bjoernschuller']
    >>> [name.letters for name in readings_of("Jian Lyu", read_name("Jian Lyu"))]
    ['jianlyu', 'jianlv']
    """
    if form.isascii() and "yu" not in form:
        return (name,)
    folded = fold(form)
    spellings = (spelling for spelling in (folded.translate(_UMLAUTS), _CHINESE_UMLAUT.sub("v", folded)) if spelling != folded)
    return tuple(dict.fromkeys((name, *map(read_name, spellings))))


def with_joined_family(name: PersonName, hyphened: Collection[str]) -> Iterator[PersonName]:
    """Yield a name whose last two words are a family name that the list prints with a hyphen with that family name."""
    family = name.given[-1] + name.family if len(name.given) > 1 else ""
    if family in hyphened:
        yield PersonName(name.given[:-1], family, name.suffix)


def romaji_key(name: PersonName) -> str:
    """Return the letters of a Japanese name in Hepburn's spelling with long vowels short, or nothing where a word cannot be Japanese.

    >>> romaji_key(read_name("Seitarou Kawai")), romaji_key(read_name("Ryuichi Kondoh")), romaji_key(read_name("Simon Clark"))
    ('seitaro kawai', 'ryuichi kondo', '')
    >>> romaji_key(read_name("Syuzi Tukamoto")) == romaji_key(read_name("Shuji Tsukamoto"))
    True
    """
    words = [_NOT_HEPBURN.sub(lambda syllable: _SPELT_BY_HEPBURN[syllable[0]], word) for word in name.words]
    if not name.given or not all(map(_ROMAJI.fullmatch, words)):
        return ""
    return " ".join(_LONG_VOWEL.sub(lambda vowel: vowel[0][0], word) for word in words)


def slavic_key(family: str) -> str:
    """Return a Slavic family name with one spelling of its ending, or nothing where it has none of those that are spelt in several ways.

    >>> slavic_key("zaslavskiy") == slavic_key("zaslavsky"), slavic_key("clark")
    (True, '')
    """
    stem = _SLAVIC_ENDING.sub("", family)
    return f"{stem}i" if stem != family else ""
