"""Find the pairs of people's names that look alike, by blocks of names and never by all pairs."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from avgraph.resolution.judgement import Reason
from avgraph.resolution.people.frequency import commonness, is_common_family, is_east_asian_given, is_known_family
from avgraph.resolution.people.misprints import judge_misprint
from avgraph.resolution.people.names import (
    LEAST_BEGINNING,
    LOST,
    PersonName,
    differ_in_initials,
    fits_lost_letters,
    is_abbreviation,
    is_nickname,
    is_shortened,
    left_out_of,
    letters_of,
    nicknames_of,
    read_name,
    syllables_of,
    without_first,
)
from avgraph.resolution.people.spellings import readings_of, romaji_key, slavic_key, with_joined_family
from avgraph.resolution.words import people_words
from avgraph.text.likeness import one_slip_pairs

_LARGE_BLOCK = 100
"""Most names of a block (one family and initial, the letters of one half …) that are compared with each other."""
_SAME_WORDS = 10
"""Most forms of the same words, but for dots and hyphens, that are compared with those in another order."""
_LONGEST = 120
"""Longest name that is compared with others, in characters."""
_VERY_COMMON = 1e-5
"""Share of people from which on a name is so common that an institution in common says nothing."""
_COMMON_SYLLABLES = 2e-6
"""Share of people from which on a name with a hyphen and one without are often two people's."""


class Pair(NamedTuple):
    """Two names that look alike."""

    a: int
    b: int
    match_reason: Reason
    institution_is_enough: bool
    """Whether a shared institution is evidence; else only a shared co-author is."""
    doubt: Reason | None = None
    """Why the match is not certain even with evidence, where it is not."""
    score: float = 0.5
    least_evidence: int = 1
    """How many co-authors, or one and an institution, must be shared."""

    def between(self, a: int, b: int) -> "Pair":
        """Return the same of two others, which is asked for every pair and so does without `_replace`."""
        return Pair(a, b, self.match_reason, self.institution_is_enough, self.doubt, self.score, self.least_evidence)


def _is_given_and_family(word: str) -> bool:
    """Tell whether a word of a name can be a family name or a given name, so that nothing says which."""
    return is_common_family(word) or (word,) in syllables_of(word) or (is_known_family(word) and word in people_words().given_names)


def find_pairs(keys: Sequence[str], names: Sequence[PersonName]) -> Iterator[Pair]:
    """Yield the pairs of `names` that a rule finds alike, each once; `keys` are their folded forms, in the same order."""
    seen: set[tuple[int, int]] = set()
    for pair in _Blocks(keys, names).pairs():
        ends = (min(pair.a, pair.b), max(pair.a, pair.b))
        if ends[0] != ends[1] and ends not in seen:
            seen.add(ends)
            one, other = names[pair.a].suffix, names[pair.b].suffix
            yield pair if one == other else pair._replace(doubt=Reason.OTHER_SUFFIX if one and other else Reason.ONE_SUFFIX, score=0.1)


class _Blocks:
    """The names, blocked by what they have in common."""

    def __init__(self, keys: Sequence[str], names: Sequence[PersonName]) -> None:
        self.keys = keys
        self.names = names
        self.letters = [name.letters for name in names]
        self.order = sorted((index for index, key in enumerate(keys) if len(key) <= _LONGEST), key=keys.__getitem__)
        self.by_words: dict[tuple[str, ...], list[int]] = {}
        for index in self.order:
            self.by_words.setdefault(names[index].words, []).append(index)
        hyphened = {name.family for name in names if name.hyphened and "-" in name.hyphened[-1]}
        self.readings_of = [(*readings_of(key, name), *with_joined_family(name, hyphened)) for key, name in zip(keys, names, strict=True)]
        self.readings = [(index, reading) for index in self.order for reading in self.readings_of[index]]

    def pairs(self) -> Iterator[Pair]:
        """Yield the pairs of each rule, the strongest rule first."""
        yield from self._same_letters()
        yield from self._same_family()
        yield from self._lost_letters()
        yield from self._other_order()
        yield from self._initial_behind()
        yield from self._shortened()
        yield from self._other_spelling()
        yield from self._longer_family()
        yield from self._first_left_out()
        yield from self._one_letter()

    def _same_letters(self) -> Iterator[Pair]:
        first: dict[str, int] = {}
        for index, reading in self.readings:
            other = first.setdefault(reading.letters, index)
            if other != index:
                words, others = (each.hyphened or each.words for each in (self.names[index], self.names[other]))
                is_common = is_common_family(self.names[index].family)
                is_other = is_common and self._has_other_syllables(other, index)
                least = 2 if is_other and commonness(self.names[index]).share >= _COMMON_SYLLABLES else 1
                is_enough = not is_common or words == others
                yield Pair(other, index, Reason.SAME_LETTERS, institution_is_enough=is_enough, score=0.8, least_evidence=least)

    def _has_other_syllables(self, a: int, b: int) -> bool:
        """Tell whether names of the same letters are cut into syllables in two ways, or one of them is not."""
        words, others = ("-".join(name.hyphened or name.words).split("-") for name in (self.names[a], self.names[b]))
        is_other_spelling = self.letters[a] != self.letters[b] and len(words) == len(others)
        return len(words) > 1 < len(others) and words != others and not is_other_spelling

    def _same_family(self) -> Iterator[Pair]:
        """Yield the names of one family name of which one is short for the other."""
        by_given: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        by_initial: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for index, person in self.readings:
            if person.given:
                by_given[person.family, person.given[0]].append(index)
                if person.hyphened and "-" in person.hyphened[0]:
                    by_given[person.family, letters_of(person.hyphened[0].partition("-")[0])].append(index)
                by_initial[person.family, person.given[0][0]].append(index)
        for a, short in self.readings:
            if not short.given:
                continue
            first = short.given[0]
            near = (by_initial if len(first) == 1 else by_given)[short.family, first][: _LARGE_BLOCK + 1]
            if len(first) > 1:
                # What an initial with nothing else is short for is asked of the initial, which sees all the names that it fits.
                near += [index for index in by_given.get((short.family, first[0]), ()) if len(self.names[index].given) > 1]
                near += [index for nickname in sorted(nicknames_of(first)) for index in by_given.get((short.family, nickname), ())]
            if 1 < len(near) <= _LARGE_BLOCK:
                yield from self._abbreviations(a, short, near)

    def _abbreviations(self, a: int, short: PersonName, near: Sequence[int]) -> Iterator[Pair]:
        fulls = {b: full for b in near if b != a for full in self.readings_of[b] if is_abbreviation(short, full)}
        several = Reason.SHORT_FOR_SEVERAL if self._are_several(list(fulls.values())) else None
        is_common = is_common_family(short.family)
        common = commonness(self.names[a]).share >= _VERY_COMMON or (is_common and len(short.given[0]) == 1)
        for b, full in fulls.items():
            match_reason = Reason.NICKNAME if is_nickname(short, full) else Reason.ABBREVIATED
            left_out = left_out_of(short, full)
            doubt = several
            if is_common and is_east_asian_given(short.given[0]) and any(map(is_east_asian_given, left_out)):
                doubt = several or Reason.FURTHER_SYLLABLE
            # A further given name or initial can be another person's where many have the name without it.
            is_further = left_out or len(full.given[0]) == 1 < len(full.given)
            least = 2 if is_further and len(short.given[0]) > 1 and commonness(self.names[a]).is_common else 1
            is_enough = not common and not (is_common and left_out)
            yield Pair(a, b, match_reason, institution_is_enough=is_enough, doubt=doubt, least_evidence=least)

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
        damaged = [index for index in self.order if LOST in self.letters[index]]
        if not damaged:
            return
        blocks: defaultdict[tuple[int, str, str], list[int]] = defaultdict(list)
        for index in self.order:
            letters, count = self.letters[index], len(self.names[index].given)
            blocks[count, letters[:3], ""].append(index)
            blocks[count, letters[:1], letters[-3:]].append(index)
        for a in damaged:
            letters, count = self.letters[a], len(self.names[a].given)
            block = dict.fromkeys((*blocks[count, letters[:3], ""], *blocks[count, letters[:1], letters[-3:]]))
            matches = [b for b in block if fits_lost_letters(self.names[a], self.names[b])] if len(block) <= _LARGE_BLOCK else []
            doubt = Reason.SHORT_FOR_SEVERAL if len({self.letters[b] for b in matches}) > 1 else None
            for b in matches:
                yield Pair(a, b, Reason.LOST_LETTERS, institution_is_enough=True, doubt=doubt, score=0.7)

    def _other_order(self) -> Iterator[Pair]:
        """Yield names of which one has the family name first."""
        joined: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for index in self.order:
            if len(self.names[index].given) > 1:
                joined["".join(self.names[index].given), self.names[index].family].append(index)
        for index in self.order:
            family, *given = self.names[index].words
            words = ("".join(given), family)
            others = [*self.by_words.get(words, ()), *joined.get(words, ())] if given else []
            if len(given) > 1 and is_common_family(family):
                # Vietnamese names are printed from the last word to the first as well.
                others += self.by_words.get(self.names[index].words[::-1], ())
            for other in others[:_SAME_WORDS]:
                can_be_both = all(_is_given_and_family(word) for word in (family, "".join(given)))
                doubt = Reason.TWO_FAMILIES if can_be_both else None
                yield Pair(index, other, Reason.OTHER_ORDER, institution_is_enough=False, doubt=doubt, score=0.4 if not doubt else 0.1)

    def _shortened(self) -> Iterator[Pair]:
        """Yield names of which one has the beginning of the other's given name, as a nickname that no list has."""
        for index in self.order:
            given, *rest = self.names[index].words
            for size in range(LEAST_BEGINNING, len(given) - LEAST_BEGINNING + 2) if rest else ():
                for other in self.by_words.get((given[:size], *rest), ())[:1]:
                    if is_shortened(self.names[other], self.names[index]) and not commonness(self.names[other]).is_common:
                        yield Pair(other, index, Reason.NICKNAME, institution_is_enough=False, score=0.4)

    def _initial_behind(self) -> Iterator[Pair]:
        """Yield names of which one has the initial in front that is a name at the end of the other, as of people of southern India."""
        by_beginning: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for index in self.order:
            if len(self.names[index].given) > 1:
                by_beginning[self.names[index].given].append(index)
        for index in self.order:
            initial, *rest = self.names[index].words
            for other in by_beginning.get(tuple(rest), ())[:_SAME_WORDS] if len(initial) == 1 else ():
                if self.names[other].family.startswith(initial) and len(self.names[other].family) > 1:
                    yield Pair(index, other, Reason.OTHER_ORDER, institution_is_enough=False, score=0.4)

    def _other_spelling(self) -> Iterator[Pair]:
        """Yield Japanese names that differ in how long vowels are written, and Slavic ones that differ in how their ending is."""
        blocks: defaultdict[str, list[int]] = defaultdict(list)
        for index in self.order:
            person = self.names[index]
            if not is_common_family(person.family) and (key := romaji_key(person)):
                blocks[key].append(index)
            elif person.given and (family := slavic_key(person.family)):
                for given in sorted({person.given[0], *nicknames_of(person.given[0])}):
                    blocks[f"{given} {family}"].append(index)
        for key, names in blocks.items():
            is_other_name = not people_words().long_vowel_names.isdisjoint(key.split())
            least = 2 if is_other_name or commonness(read_name(key)).is_common else 1
            for a, b in combinations(names[:_SAME_WORDS], 2):
                if self.letters[a] != self.letters[b] and differ_in_initials(self.names[a].given, self.names[b].given):
                    yield Pair(a, b, Reason.OTHER_SPELLING, institution_is_enough=False, score=0.6, least_evidence=least)

    def _longer_family(self) -> Iterator[Pair]:
        """Yield names of which one has a further family name, after a space or on either side of a hyphen."""
        for index in self.order:
            person = self.names[index]
            if len(person.given) < 2 and not person.hyphened:
                continue
            parts = person.hyphened[-1].split("-") if person.hyphened and person.given else []
            shorter = [(*person.given, letters_of(part)) for part in parts] if len(parts) > 1 else []
            if len(person.given) > 1 and len(person.family) > 1:
                shorter.append(person.given)
            for words in shorter:
                for other in self.by_words.get(words, ())[:1]:
                    yield self._longer(other, index, is_hyphened=words != person.given)

    def _longer(self, shorter: int, longer: int, *, is_hyphened: bool) -> Pair:
        family = self.names[shorter].family
        is_distinctive = is_hyphened or len(self.names[shorter].given) > 1
        is_doubtful = commonness(self.names[shorter]).is_common if is_distinctive else is_known_family(family)
        doubt = Reason.LONGER_NAME if is_doubtful or is_common_family(family) else None
        return Pair(shorter, longer, Reason.LONGER_FAMILY, institution_is_enough=is_hyphened or doubt is not None, doubt=doubt, score=0.6)

    def _first_left_out(self) -> Iterator[Pair]:
        """Yield names of which one is the other without its first given name, as of people who go by the second."""
        for index in self.order:
            short = without_first(self.names[index]) if len(self.names[index].given) > 1 else None
            for other in self.by_words.get(short.words, ())[:_SAME_WORDS] if short else ():
                given, family = self.names[other].given[0], self.names[other].family
                doubt = Reason.FURTHER_SYLLABLE if is_common_family(family) and is_east_asian_given(given) else None
                least = 2 if commonness(self.names[other]).is_common else 1
                yield Pair(other, index, Reason.FIRST_LEFT_OUT, institution_is_enough=False, doubt=doubt, score=0.4, least_evidence=least)

    def _one_letter(self) -> Iterator[Pair]:
        """Yield names with one letter wrong; one half of a name is then whole, so that halves are the blocks."""
        blocks: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for index in self.order:
            letters, given = self.letters[index], self.names[index].given
            if len(letters) >= 8 and LOST not in letters:
                blocks["first half", letters[:6]].append(index)
                blocks["last half", letters[-4:] + given[0][:1] if given else letters[:6]].append(index)
        for block in blocks.values():
            for a, b in one_slip_pairs([self.letters[index] for index in block]) if len(block) > 1 else ():
                yield self._misprint(block[a], block[b])

    def _misprint(self, a: int, b: int) -> Pair:
        doubt, least = judge_misprint(self.names[a], self.names[b])
        return Pair(a, b, Reason.ONE_LETTER, institution_is_enough=False, doubt=doubt, score=0.2 if doubt else 0.5, least_evidence=least)
