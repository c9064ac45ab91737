"""Find the pairs of people's names that look alike, by blocks of names and never by all pairs."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

from avgraph.resolution.authority.namesakes import NAMESAKE_MARK
from avgraph.resolution.judgement import Reason
from avgraph.resolution.people.names import (
    LOST,
    PersonName,
    ends_otherwise,
    fits_lost_letters,
    is_abbreviation,
    is_common_family,
    is_nickname,
    is_other_given_name,
    letter_keys,
    looks_chinese,
    nicknames_of,
)
from avgraph.text.likeness import is_one_slip

_LARGE_BLOCK = 100
"""Most names of a block (one family and initial, the letters of one half …) that are compared with each other."""
_SAME_WORDS = 10
"""Most forms of the same words, but for dots and hyphens, that are compared with those in another order."""
_LONGEST = 120
"""Longest name that is compared with others, in characters."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names that look alike."""

    a: int
    b: int
    likeness: Reason
    institution_is_enough: bool
    """Whether a shared institution is evidence; else only a shared co-author is."""
    doubt: Reason | None = None
    """Why the likeness is not certain even with evidence, where it is not."""
    score: float = 0.5


def find_pairs(keys: Sequence[str], names: Sequence[PersonName]) -> Iterator[Pair]:
    """Yield the pairs of `names` that a rule finds alike, each once; `keys` are their folded forms, in the same order."""
    seen: set[tuple[int, int]] = set()
    for pair in _Blocks(keys, names).pairs():
        ends = (min(pair.a, pair.b), max(pair.a, pair.b))
        if ends[0] != ends[1] and ends not in seen:
            seen.add(ends)
            one, other = names[pair.a].suffix, names[pair.b].suffix
            yield pair if one == other else replace(pair, doubt=Reason.OTHER_SUFFIX if one and other else Reason.ONE_SUFFIX, score=0.1)


class _Blocks:
    """The names, blocked by what they have in common."""

    def __init__(self, keys: Sequence[str], names: Sequence[PersonName]) -> None:
        self.keys = keys
        self.names = names
        self.letters = [name.letters for name in names]
        self.order = sorted((name for name, key in enumerate(keys) if len(key) <= _LONGEST), key=keys.__getitem__)

    def pairs(self) -> Iterator[Pair]:
        """Yield the pairs of each rule, the strongest rule first."""
        yield from self._same_letters()
        yield from self._same_family()
        yield from self._lost_letters()
        yield from self._other_order()
        yield from self._longer_family()
        yield from self._one_letter()

    def _same_letters(self) -> Iterator[Pair]:
        first: dict[str, int] = {}
        for name in self.order:
            if NAMESAKE_MARK in self.keys[name]:
                continue
            for key in letter_keys(self.keys[name]):
                other = first.setdefault(key, name)
                if other != name:
                    yield Pair(other, name, Reason.SAME_LETTERS, institution_is_enough=True, score=0.8)

    def _same_family(self) -> Iterator[Pair]:
        """Yield the names of one family name of which one is short for the other."""
        by_given: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        by_initial: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for name in self.order:
            person = self.names[name]
            if person.given:
                by_given[person.family, person.given[0]].append(name)
                by_initial[person.family, person.given[0][0]].append(name)
        for a in self.order:
            short = self.names[a]
            if not short.given:
                continue
            first = short.given[0]
            near = (by_initial if len(first) == 1 else by_given)[short.family, first][: _LARGE_BLOCK + 1]
            if len(first) > 1:
                near += by_given.get((short.family, first[0]), ())
                near += [name for nickname in sorted(nicknames_of(first)) for name in by_given.get((short.family, nickname), ())]
            if 1 < len(near) <= _LARGE_BLOCK:
                yield from self._abbreviations(a, near)

    def _abbreviations(self, a: int, near: Sequence[int]) -> Iterator[Pair]:
        short = self.names[a]
        matches = [b for b in near if b != a and is_abbreviation(short, self.names[b])]
        doubt = Reason.SHORT_FOR_SEVERAL if self._are_several([self.names[b] for b in matches]) else None
        common = is_common_family(short) and len(short.given[0]) == 1
        for b in matches:
            likeness = Reason.NICKNAME if is_nickname(short, self.names[b]) else Reason.ABBREVIATED
            yield Pair(a, b, likeness, institution_is_enough=not common, doubt=doubt)

    def _are_several(self, names: Sequence[PersonName]) -> bool:
        """Tell whether names are those of several persons: one differs in more than initials from the longest."""
        if len(names) < 2:
            return False
        longest = max(names, key=lambda name: (len(name.letters), name.given, name.suffix))
        return any(
            name.suffix != longest.suffix
            or (name.given != longest.given and not is_abbreviation(PersonName(name.given, ""), PersonName(longest.given, "")))
            for name in names
        )

    def _lost_letters(self) -> Iterator[Pair]:
        """Yield damaged names with the whole ones that they can be; one that can be several people's is in doubt."""
        damaged = [name for name in self.order if LOST in self.letters[name]]
        if not damaged:
            return
        blocks: defaultdict[tuple[int, str, str], list[int]] = defaultdict(list)
        for name in self.order:
            letters, count = self.letters[name], len(self.names[name].given)
            blocks[count, letters[:3], ""].append(name)
            blocks[count, letters[:1], letters[-3:]].append(name)
        for a in damaged:
            letters, count = self.letters[a], len(self.names[a].given)
            block = dict.fromkeys((*blocks[count, letters[:3], ""], *blocks[count, letters[:1], letters[-3:]]))
            matches = [b for b in block if fits_lost_letters(self.names[a], self.names[b])] if len(block) <= _LARGE_BLOCK else []
            doubt = Reason.SHORT_FOR_SEVERAL if len({self.letters[b] for b in matches}) > 1 else None
            for b in matches:
                yield Pair(a, b, Reason.LOST_LETTERS, institution_is_enough=True, doubt=doubt, score=0.7)

    def _other_order(self) -> Iterator[Pair]:
        by_words: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for name in self.order:
            by_words[self.names[name].words].append(name)
        for words, names in by_words.items():
            if len(words) == 2 and words[0] < words[1]:
                for a, b in product(names[:_SAME_WORDS], by_words.get(words[::-1], [])[:_SAME_WORDS]):
                    yield Pair(a, b, Reason.OTHER_ORDER, institution_is_enough=False, score=0.4)

    def _longer_family(self) -> Iterator[Pair]:
        by_words: dict[tuple[str, ...], int] = {}
        for name in self.order:
            by_words.setdefault(self.names[name].words, name)
        for name in self.order:
            words = self.names[name].words
            shorter = by_words.get(words[:-1]) if len(words) > 2 and len(words[-1]) > 1 else None
            if shorter is not None:
                yield Pair(shorter, name, Reason.LONGER_FAMILY, institution_is_enough=True, doubt=Reason.LONGER_NAME, score=0.6)

    def _one_letter(self) -> Iterator[Pair]:
        """Yield names with one letter wrong; one half of a name is then whole, so that halves are the blocks."""
        blocks: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for name in self.order:
            letters, given = self.letters[name], self.names[name].given
            if len(letters) >= 8 and LOST not in letters:
                blocks["first half", letters[:6]].append(name)
                blocks["last half", letters[-4:] + given[0][:1] if given else letters[:6]].append(name)
        for block in blocks.values():
            if len(block) <= _LARGE_BLOCK:
                for a, b in combinations(block, 2):
                    if is_one_slip(self.letters[a], self.letters[b]):
                        yield self._misprint(a, b)

    def _misprint(self, a: int, b: int) -> Pair:
        doubt = None
        if is_common_family(self.names[a]) or is_common_family(self.names[b]):
            doubt = Reason.COMMON_FAMILY
        elif looks_chinese(self.names[a]) and looks_chinese(self.names[b]):
            doubt = Reason.PINYIN
        elif len(self.names[a].given) != len(self.names[b].given) or self._initial_differs(a, b):
            doubt = Reason.OTHER_INITIAL
        elif self._is_other_name(a, b):
            doubt = Reason.OTHER_GIVEN
        return Pair(a, b, Reason.ONE_LETTER, institution_is_enough=False, doubt=doubt, score=0.5 if not doubt else 0.2)

    def _is_other_name(self, a: int, b: int) -> bool:
        """Tell whether the letter makes another given name, or a family name with another vowel at its end, as families have."""
        one, other = self.names[a], self.names[b]
        return ends_otherwise(one.family, other.family) or any(
            is_other_given_name(x, y) for x, y in zip(one.given, other.given, strict=True) if x != y
        )

    def _initial_differs(self, a: int, b: int) -> bool:
        return any(x != y and 1 in (len(x), len(y)) for x, y in zip(self.names[a].given, self.names[b].given, strict=False))
