"""Read names of venues: what is left of a form without edition, year and publisher, and whether one form abbreviates another."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from avgraph.resolution.venues.words import venue_words
from avgraph.text.folding import fold

_REMARK = re.compile(
    r"\((?:\d{1,4}|oral|poster|spotlight|highlight|best [a-z ]+|long|short|main|accepted|to appear)\)|\b(?:oral|spotlight|poster|highlight)s?$"
)
_ACRONYM_IN_BRACKETS = re.compile(r"[([]\s*([^\W\d_][\w&/@*+ -]{1,14}?)\s*(?:'?\d{2}|'?\d{4})?\s*[)\]]")
_PARTS = r"findings|workshops?|demos?|demonstrations?|industry(?: track)?|d and b|datasets? and benchmarks?(?: track)?|companion"
_PART_IN_BRACKETS = re.compile(rf"[([]({_PARTS})[)\]]")
_YEAR = re.compile(r"(?<![\w.])'?(?:19|20)\d\d(?![\w])|(?<=[a-z])'\d\d\b|\s'\d\d\b")
_ORDINAL = re.compile(r"\b\d{1,3}(?:st|nd|rd|th)\b")
_VOLUME = re.compile(r",? \b(?:vol|volume|no|issue|pp|pages?)\b\.?\s*\d.*$|[, ]+\d+ ?(?:\(\d+(?:-\d+)?\))?(?:[:,] ?\d[\d-]*)*$")
_LAST_PART = re.compile(
    r"^(?P<name>.+?),? (?P<rest>(?:[a-z/-]+ )*(?:conference|symposium|workshop|congress|transactions|journal|meeting|magazine) (?:on|of))$"
)
_MISREAD_CAPITAL = re.compile(r"(?<=[A-Z])l(?=[A-Z])|\bl(?=[A-Z]{2})")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?\.?")
_FILLERS = frozenset(("of", "on", "the", "in", "and", "for", "to", "de", "a", "an", "its", "with"))
_LONGEST = 200
"""Longest form that is taken apart, in characters."""

Target = TypeVar("Target")


class VenueName(NamedTuple):
    """A form of a venue's name, taken apart."""

    key: str
    """What two forms of one name have in common: its words without edition, year, publisher and fillers."""
    publishers: frozenset[str] = frozenset()
    """The publishers and societies that the form names before the name."""
    acronym: str = ""
    """The acronym that stands in brackets beside the name."""
    has_proceedings: bool = False
    """Whether the name is that of proceedings."""

    def may_be(self, other: "VenueName") -> bool:
        """Tell whether the name may be that of another venue: no publisher speaks against it, and proceedings are called so."""
        share_publisher = not (self.publishers and other.publishers) or not self.publishers.isdisjoint(other.publishers)
        return share_publisher and self.has_proceedings >= other.has_proceedings


@lru_cache(maxsize=1 << 14)
def read_venue_name(form: str) -> VenueName:
    """Take a form apart.

    >>> read_venue_name("Proc. of the 24th IEEE Int. Conf. on Image Processing (ICIP), 2017")
    VenueName(key='international conference image processing', publishers=frozenset({'ieee'}), acronym='icip', has_proceedings=True)
    >>> read_venue_name("Acoustics, Speech and Signal Processing, 2013 IEEE International Conference on").key
    'international conference acoustics speech signal processing'
    """
    if len(form) > _LONGEST:
        return VenueName(fold(form))
    text = fold(_MISREAD_CAPITAL.sub("I", form)).replace("_", " ").replace("&", " and ").rstrip(" .,;:")
    text = _ORDINAL.sub(" ", _YEAR.sub(" ", _REMARK.sub(" ", text)))
    text = _PART_IN_BRACKETS.sub(r"\1", text)
    bracket = _ACRONYM_IN_BRACKETS.search(text)
    if bracket and bracket.start():
        text = f"{text[: bracket.start()]} {text[bracket.end() :]}"
    text = _VOLUME.sub("", " ".join(text.split()).strip(" .,;:'-"))
    last = _LAST_PART.match(text)
    if last:
        text = f"{last['rest']} {last['name']}"
    words = _words(text)
    publishers: set[str] = set()
    has_proceedings = words[:1] == ["proceedings"]
    before = venue_words().publishers | venue_words().openings
    # Proceedings of the IEEE are no proceedings of anything else.
    while len(words) > 1 and words[0] in before and not before.issuperset(words):
        publishers.update({words[0]} & venue_words().publishers)
        words = words[1:]
    return VenueName(
        " ".join(words), frozenset(publishers), re.sub(r"\W", "", bracket[1]) if bracket and bracket.start() else "", has_proceedings
    )


def _words(text: str) -> list[str]:
    """Return the words that count, usual abbreviations written out; letters after a hyphen or slash belong to an acronym."""
    words = []
    for token in text.split():
        parts = _WORD.findall(token)
        bare = [part.rstrip(".") for part in parts]
        if len(parts) > 1 and "-" in token and (len(bare[0]) == 1 or len(bare[1]) == 1) and bare[0] not in venue_words().publishers:
            words.append("".join(bare))
            continue
        words += [venue_words().abbreviations.get(bare_part, part) for part, bare_part in zip(parts, bare, strict=True)]
    return [word for word in words if word.rstrip(".") not in _FILLERS and word.rstrip(".") not in venue_words().editions] or words


def compact(key: str) -> str:
    """Return the key of an acronym in one piece, however it is parted: ECML-PKDD, ECML/PKDD, ECMLPKDD."""
    return re.sub(r"\W", "", key)


def is_acronym(form: str) -> bool:
    """Tell whether a form is letters that stand for words.

    >>> is_acronym("ICML"), is_acronym("Interspeech"), is_acronym("ECML-PKDD"), is_acronym("Nature")
    (True, False, True, False)
    """
    return " " not in form and sum(map(str.isupper, form)) >= 2


class VenueIndex(Generic[Target]):
    """Venues by the keys of their forms, and by the first letters of the words, so that abbreviated forms find them."""

    def __init__(self, forms: Iterable[tuple[str, Target]]) -> None:
        """Index forms, each with what it leads to."""
        self._by_key: defaultdict[str, list[tuple[VenueName, bool, Target]]] = defaultdict(list)
        self._by_initials: defaultdict[str, list[tuple[list[str], VenueName, Target]]] = defaultdict(list)
        for form, target in forms:
            name = read_venue_name(form)
            # Of a name of one word the publisher is a part: IEEE Software.
            is_word = " " not in name.key and bool(name.publishers) and not is_acronym(form.rpartition(" ")[2])
            self._by_key[name.key].append((name, is_word, target))
            if " " not in form or is_acronym(form):
                self._by_key[compact(name.key)].append((name, is_word, target))
            words = name.key.split()
            if len(words) > 1:
                self._by_initials["".join(word[0] for word in words)].append((words, name, target))

    def same_name(self, name: VenueName) -> list[Target]:
        """Return what the forms of a name lead to, each once: by its words, in one piece, or as the transactions of an acronym."""
        keys = [name.key, *([compact(name.key)] if " " not in name.key else [])]
        opening, _, rest = name.key.partition(" ")
        keys += [f"t{rest}"] if opening == "transactions" and rest.isalpha() else []
        for key in keys:
            matches = [
                (other, target)
                for other, is_word, target in self._by_key.get(key, ())
                if name.may_be(other) and (name.publishers or not is_word)
            ]
            if matches:
                return _nearest(name, matches)
        return []

    def abbreviated(self, name: VenueName) -> list[Target]:
        """Return what the names lead to of which a form has the words abbreviated: J. Mach. Learn. Res."""
        words = [word.rstrip(".") for word in name.key.split()]
        if len(words) < 2 or not all(words):
            return []
        candidates = self._by_initials.get("".join(word[0] for word in words), ())
        matches = [
            (other, target)
            for others, other, target in candidates
            if len(others) == len(words)
            and name.may_be(other)
            and all(map(_is_short_for, words, others))
            and any(len(word) > 2 for word in words)
        ]
        return _nearest(name, matches)


def _nearest(name: VenueName, matches: list[tuple[VenueName, Target]]) -> list[Target]:
    """Return what names lead to, each once: those that say the same of publisher and proceedings, where there are some."""
    same = [match for match in matches if (match[0].publishers, match[0].has_proceedings) == (name.publishers, name.has_proceedings)]
    return list({id(target): target for _, target in same or matches}.values())


def _is_short_for(short: str, word: str) -> bool:
    """Tell whether a word is another one, cut off (Comput.) or without letters in the middle (Intl, Engrg)."""
    if word.startswith(short):
        return True
    if len(short) < 3 or short[0] != word[0] or short[-1] != word[-1] or len(short) >= len(word):
        return False
    letters = iter(word)
    return all(letter in letters for letter in short)


_PART_PATTERNS = (
    ("Findings", re.compile(r"^findings (?:association computational linguistics )?(?P<host>.+)$|^(?P<other>.+) findings$")),
    ("Workshops", re.compile(r"^(?P<host>.+) workshops?$|^workshops? (?P<other>\S+)$")),
    (
        "Datasets and Benchmarks",
        re.compile(r"^(?P<host>.+?) (?:d b|datasets? benchmarks?)(?: track)?$|^datasets? benchmarks? track (?P<other>.+)$"),
    ),
    ("Demonstrations", re.compile(r"^(?P<host>.+?) (?:system )?(?:demos?|demonstrations?)(?: track)?$")),
    ("Industry Track", re.compile(r"^(?P<host>.+?) (?:industry|industrial)(?: track)?$")),
    ("Companion", re.compile(r"^(?P<host>.+?) companion(?: volume)?$|^companion (?P<other>.+)$")),
    ("Tiny Papers", re.compile(r"^(?P<host>.+?) tiny papers?(?: track)?$")),
    ("Workshops", re.compile(r"^(?P<host>[a-z]{3,})ws?$")),
)


def part_of_conference(name: VenueName) -> tuple[str, VenueName] | None:
    """Return what a form names of a conference beside its proceedings (workshops, findings, a track), and the name of the conference.

    >>> part_of_conference(read_venue_name("NeurIPS Datasets and Benchmarks Track"))
    ('Datasets and Benchmarks', VenueName(key='neurips', publishers=frozenset(), acronym='', has_proceedings=False))
    >>> part_of_conference(read_venue_name("Findings of the Association for Computational Linguistics: EMNLP 2020"))[1].key
    'emnlp'
    """
    for part, pattern in _PART_PATTERNS:
        match = pattern.match(name.key)
        if match:
            return part, VenueName(match["host"] or match["other"], name.publishers)
    return None
