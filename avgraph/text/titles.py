"""Compare titles: whether two are spellings of one, and what in them tells two papers apart."""

import re
from collections.abc import Container
from functools import lru_cache
from typing import NamedTuple

from avgraph.text.folding import fold, fold_title
from avgraph.text.likeness import is_one_slip

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W_]+")
_ROMAN = re.compile(r"(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})")
"""Roman numerals below 40, as parts and volumes have them."""
_SMALL_WORDS = frozenset(("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "towards", "via", "with"))
_PARTS = frozenset(("part", "volume", "vol", "edition", "ed", "chapter", "book", "episode"))
_COUNTS = frozenset(("one", "two", "three", "four", "five", "first", "second", "third", "fourth", "fifth"))
_SHORT = 5
"""Letters of a word from which one wrong letter is a misprint; in a shorter one it makes another word (CNN, GNN)."""
_ALIKE = 0.8
"""Share of letters in common from which two titles are taken for spellings of one."""
_COMPARED = 300
"""Most letters of a title that are compared one by one."""


class Title(NamedTuple):
    """A title as it is compared."""

    letters: str
    """The key under which its spellings meet."""
    numbers: tuple[str, ...]
    """Its numerals in order."""
    words: tuple[str, ...]

    @property
    def key(self) -> tuple[str, ...]:
        """What titles of one paper have in common where none is misprinted: Part 1.2 and Part 12 are two."""
        return (self.letters, *self.numbers)

    @property
    def marks(self) -> tuple[str, ...]:
        """What counts the parts of a work, and the letters that are words: Part I, Volume B, 2.0."""
        return tuple(word for word in self.words if word.isdigit() or _ROMAN.fullmatch(word) or (len(word) == 1 and word != "a"))

    @property
    def parts(self) -> tuple[str, ...]:
        """Which part, volume or edition of a work it names: the words that count, and what they count.

        >>> read_title("Hearing, Part II").parts, read_title("Hearing (Second Edition)").parts, read_title("Hearing in Part").parts
        (('part', 'ii'), ('second', 'edition'), ())
        """
        words: list[str] = []
        for word, after in zip(self.words, self.words[1:], strict=False):
            if (word in _PARTS and _is_count(after)) or (after in _PARTS and _is_count(word)):
                words += (word, after)
        return tuple(words)


def _is_count(word: str) -> bool:
    return word in _COUNTS or word[:1].isdigit() or len(word) == 1 or _ROMAN.fullmatch(word) is not None


@lru_cache(maxsize=1 << 16)
def read_title(title: str) -> Title:
    """Return a title taken apart.

    >>> read_title("Learning to Hear, Part II").marks
    ('ii',)
    """
    text = _THOUSANDS.sub("", fold(title)).replace("'", "")
    return Title(fold_title(title), tuple(_DIGITS.findall(text)), tuple(_WORD.findall(text)))


def content_words(title: str) -> frozenset[str]:
    """Return the words of a title that say something.

    >>> sorted(content_words("Learning to Listen, and to See: a Survey"))
    ['learning', 'listen', 'see', 'survey']
    """
    return frozenset(read_title(title).words) - _SMALL_WORDS


def is_misprint(a: Title, b: Title, known: Container[str] = ()) -> bool:
    """Tell whether two titles differ in one wrong letter that makes no other word; `known` are words that other titles have as well.

    >>> is_misprint(read_title("Audio-Visuav Learning"), read_title("Audio-Visual Learning"))
    True
    >>> is_misprint(read_title("Hearing: Part I"), read_title("Hearing: Part II"))
    False
    """
    if a.numbers != b.numbers or not is_one_slip(a.letters, b.letters) or a.marks != b.marks:
        return False
    if len(a.words) != len(b.words):
        return True
    different = [(x, y) for x, y in zip(a.words, b.words, strict=True) if x != y]
    if len(different) != 1:
        return bool(different)
    x, y = different[0]
    if min(len(x), len(y)) < _SHORT:
        return False
    return not (x in known and y in known) or x + "s" == y or y + "s" == x or x.replace("z", "s") == y.replace("z", "s")


def are_alike(title: str, other: str) -> bool:
    """Tell whether two titles could be spellings of one.

    >>> are_alike("Deep Sound Separation", "Deep Sound Seperation"), are_alike("Hearing, Part I", "Hearing, Part II")
    (True, False)
    """
    from difflib import SequenceMatcher

    a, b = read_title(title), read_title(other)
    if a.key == b.key:
        return True
    matcher = SequenceMatcher(None, a.letters[:_COMPARED], b.letters[:_COMPARED], autojunk=False)
    if (
        a.marks != b.marks
        or (a.parts and b.parts and a.parts != b.parts)
        or matcher.real_quick_ratio() <= _ALIKE
        or matcher.quick_ratio() <= _ALIKE
    ):
        return False
    return matcher.ratio() > _ALIKE
