"""Tell whether a text can be the name of one person, and take the marks around it away."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from avgraph.reading.fields.institutions import is_institution
from avgraph.reading.fields.links import holds_only_link_words
from avgraph.reading.fields.published import is_slot
from avgraph.reading.fields.venues import is_known_venue, is_listed_venue
from avgraph.reading.markdown.located import LocatedText
from avgraph.reading.words import WORDS, load_words

_TITLES, _PEOPLE = load_words("titles"), load_words("people")
_NO_NAMES = frozenset(_TITLES["function_words"]) | frozenset(_TITLES["technical_words"]) | frozenset(_PEOPLE["no_names"])
_ALSO_NAMES = frozenset(_PEOPLE["also_names"])
_ALSO_COMPANIES = frozenset(_PEOPLE["also_companies"])
_NEVER_NAMES = _NO_NAMES - _ALSO_NAMES
PARTICLES = frozenset(_PEOPLE["particles"])
_NAME_WORD = re.compile(
    r"[^\W\d_]+(?:['\u2019\u02bc`\u00b7\u2010-][^\W\d_]*)*\.?(?:-?[^\W\d_]+\.?)*|(?:[^\W\d_]\.-?){1,4}(?:[^\W\d_]+)?|\d{4}"
)
_INNER_CAPITALS = re.compile(
    r"['\u2019]|\.[A-Z]|(?:Mc|Mac|Mc|De|Di|Du|La|Le|Van|Von|Fitz|El|Al|Ben|Da|Del|Des|Dos|Lo|San|St|O)[A-Z]|^[A-Z]{2,}$|^(?:[A-Z]\.?-?){1,4}$|-|^[A-Z][a-z]{1,6}[A-Z][a-z]{1,6}$"
)
HAN = re.compile(r"[\u3400-\u9fff]{2,4}|[\uac00-\ud7a3]{2,5}|(?=.*[\u3040-\u30ff])[\u3040-\u30ff\u3400-\u9fff\u30fb]{2,10}")
_ANY_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+")
_GLUED = re.compile(r"\u00a0|(?<=\b[A-Z]\.)(?=[A-Z][a-z]{2})")
"""A space of another kind, or none after an initial (``A.Byron``)."""
_STOP_WITHIN = re.compile(r"[^\W\d_]{2}\.\s")
"""A full stop after a word, behind which something else begins (``Byron. Preprint``)."""
_COLLECTIVE = re.compile(
    r"(?:[Tt]he )?(?:[A-Z][\w.&'\u2019-]{0,30} (?:(?:of|for|and|on|the) ){0,2}){1,6}(?:Collaboration|Committee|Consortium|Council|Initiative|Investigators|Task Force|Team|Working Group)"
)
_TITLES_OF_NAMES = frozenset(WORDS["titles"])
_DEGREES = frozenset(WORDS["degrees"])
_TITLE_OF_NAME = re.compile(
    rf"^(?:(?:{'|'.join(sorted(map(re.escape, _TITLES_OF_NAMES), key=len, reverse=True))})(?:\.\s*|\s+)(?=\S))+", re.IGNORECASE
)
_LAST_LETTER = re.compile(r"(?<=\w\s)[a-z](?:\s?,\s?[a-z\d])*$")
_SENTENCE_END = re.compile(r"[a-z]{3}\.$")
_NUMBER_OF_PERSON = re.compile(r"\s0\d{3}$")
_LONGEST_NAME = 60
_MOST_WORDS = 5
_FEWEST_OTHERS = 2


@lru_cache(maxsize=1 << 14)
def is_person(text: str) -> bool:
    """Tell whether a text can be the name of one person: two to five words with capitals, none of them one that names do not have.

    >>> is_person("J. van den Berg"), is_person("Deep Learning"), is_person("Byron"), is_person("Ada Byron (MIT)"), is_person("张伟")
    (True, False, False, False, True)
    """
    bare = text.strip(" .,")
    if not 2 <= len(bare) <= _LONGEST_NAME:
        return False
    if HAN.fullmatch(bare.replace(" ", "")):
        return len(bare) <= 12
    if _ANY_HAN.search(bare):
        return False
    words = _GLUED.sub(" ", bare).split()
    if sum(len(word) > 3 and word[-1] == "." for word in words) > 1:
        return False
    return 2 <= len(words) <= 8 and _count_words(words) <= _MOST_WORDS and are_name_words(words) and not is_listed_venue(bare)


def _count_words(words: Sequence[str]) -> int:
    """Return how many words a name has without particles, and without the initials between two words."""
    whole = [word for word in words if word.lower() not in PARTICLES]
    initials = sum(word[1:] == "." for word in whole)
    return 2 if len(whole) - initials == 2 else len(whole)


def are_name_words(words: Sequence[str]) -> bool:
    """Tell whether words can be those of names, at least two of them with capitals."""
    capitals = unsure = 0
    for place, word in enumerate(words):
        if word.islower() and (word in PARTICLES or (len(word) <= 3 and 0 < place < len(words) - 1 and word not in _NO_NAMES)):
            continue
        if _NAME_WORD.fullmatch(word) is None:
            return False
        if "-" in word and any(part in _NEVER_NAMES for part in word.lower().split("-")):
            return False
        lower = word.lower().strip(".")
        if lower in _NO_NAMES and len(word.strip(".")) != 1:
            if lower not in _ALSO_NAMES:
                return False
            unsure += 1
        if word[0].islower():
            return False
        if sum(map(str.isupper, word)) > 1 and not word.isupper() and not _INNER_CAPITALS.search(word):
            return False
        if word.isupper() and len(word) > 3 and is_known_venue(word):
            return False
        capitals += 1
    return capitals >= 2 and unsure * 2 <= capitals


def people_among(texts: Sequence[str]) -> list[bool]:
    """Tell of each part of a list whether it can be a name; one called like a company is a name among others (``Huawei Shen``).

    >>> people_among(["Ada Byron", "Huawei Shen", "Di Hu"]), people_among(["Ada Byron", "Huawei Paris"])
    ([True, True, True], [True, False])
    """
    found = list(map(is_person, texts))
    return [each or _is_namesake(text) for text, each in zip(texts, found, strict=True)] if sum(found) >= _FEWEST_OTHERS else found


def _is_namesake(text: str) -> bool:
    first, _, rest = text.strip().partition(" ")
    return first.lower() in _ALSO_COMPANIES and is_person(f"Ada {rest}")


def is_no_person(text: str) -> bool:
    """Tell whether a part of a list of names is surely none, or more than one: an institution, a venue, words of links, two sentences."""
    return not is_person(text) and (
        is_institution(text) or is_slot(text) or holds_only_link_words(text) or _STOP_WITHIN.search(text) is not None
    )


def is_alien(text: str) -> bool:
    """Tell whether a part of a list of names is a piece of a title or sentence: it has many words, a colon, or a word that names have not."""
    if is_person(text):
        return False
    words = text.split()
    aliens = sum(word.lower().strip(".,") in _NEVER_NAMES for word in words if len(word) > 2)
    is_short = len(words) == 2 and aliens == 1 and words[-1][0].isupper()
    return len(words) >= 4 or ":" in text or (len(words) == 1 and text.islower()) or (aliens > 0 and not is_short)


def is_single_name(name: str) -> bool:
    """Tell whether one word can be the name of a person whose list is cut off (``Zhao et al.``), or that a label names."""
    if len(name) > _LONGEST_NAME:
        return False
    words = name.split()
    if len(words) > 1:
        return is_person(name)
    lower = name.lower().strip(".")
    return (
        _NAME_WORD.fullmatch(name) is not None
        and name[0].isupper()
        and lower not in _NEVER_NAMES
        and not is_known_venue(name)
        and not is_institution(name)
    )


def is_collective(text: str) -> bool:
    """Tell whether a text is the name of people who sign as one.

    >>> is_collective("The Bell Collaboration"), is_collective("Ada Byron")
    (True, False)
    """
    return _COLLECTIVE.fullmatch(text) is not None


def bare_name(part: LocatedText) -> LocatedText:
    """Return a name without marks, title and degrees around it."""
    bare = strip_marks(part)
    bare = bare.without_start(_TITLE_OF_NAME)
    if bare.string.endswith(".") and _SENTENCE_END.search(bare.string):
        bare = bare.cut(0, len(bare.string) - 1)
    if not bare.string[-2:-1].isalpha() and _LAST_LETTER.search(bare.string):
        bare = bare.sub(_LAST_LETTER, "").strip()
    while len(words := bare.string.rsplit(" ", 1)) == 2 and words[1].lower().strip(".") in _DEGREES and " " in words[0]:
        bare = strip_marks(bare.cut(0, len(words[0])))
    return bare


def strip_marks(text: LocatedText) -> LocatedText:
    """Return a name without the marks of footnotes and affiliations at both ends, told by their Unicode category."""
    string = text.string
    start, end = 0, len(string)
    while start < end and _is_mark(string[start], " .:-"):
        start += 1
    if not _NUMBER_OF_PERSON.search(string):
        while end > start and _is_mark(string[end - 1], " ,;:-"):
            end -= 1
    return text.cut(start, end)


@lru_cache(maxsize=4096)
def _is_mark(char: str, others: str) -> bool:
    """Tell whether a character stands around a name and belongs to none."""
    if char in others or char.isspace() or char in "\ufe0e\ufe0f":
        return True
    if char in ".'\u2019?)(\uff09\"\u201d\u02bc\u02bb!":
        return False
    category = unicodedata.category(char)
    return category[0] in "NSPC" or unicodedata.decomposition(char).startswith("<super>")
