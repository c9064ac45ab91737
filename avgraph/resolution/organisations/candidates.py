"""Find pairs of organisations' names that can be one where evidence speaks for it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations, permutations
from typing import NamedTuple

from avgraph.places.address import country_of, is_town, place_words
from avgraph.resolution.judgement import Reason
from avgraph.resolution.organisations.acronyms import abbreviates, is_acronym_of
from avgraph.resolution.organisations.printed import is_unit, read_printed_name, says_too_little
from avgraph.resolution.organisations.spelling import is_cut_off, is_place_misprint, key_words
from avgraph.resolution.words import organisation_words
from avgraph.text.folding import fold
from avgraph.text.likeness import one_slip_pairs

_LARGE_BLOCK = 60
"""Most names of a block (all words but one, or the initials, in common) that are compared with each other."""
_SAME_WORDS = 10
"""Most forms of the same words that are compared with longer ones."""
_LONGEST_ACRONYM, _SHORTEST_WORD = 9, 4
"""Longest acronym, and shortest word of which another is a misprint."""


class Candidate(NamedTuple):
    """Two names of which one may be another form of the other."""

    shorter: int
    longer: int
    match_reason: Reason
    doubt: Reason | None = None
    """Why an author in common does not decide, where it does not."""
    detail: str = ""
    """What the rule saw."""


class CandidateFinder:
    """Compares names of a list that have something in common, in an order that does not depend on the order of the entries."""

    def __init__(self, forms: Mapping[int, str], frequency: Mapping[int, int]) -> None:
        """Take the printed form of each name, in the order in which they are compared, and how often it is mentioned."""
        self.forms = forms
        self.frequency = frequency
        self.printed = {name_index: read_printed_name(form) for name_index, form in self.forms.items()}
        self.words = {name_index: key_words(printed.name, printed.countries) for name_index, printed in self.printed.items()}

    def candidates(self) -> Iterator[Candidate]:
        """Yield pairs of names that can be one where an author is shared; a bare unit is another form of nothing."""
        units = {name_index for name_index, form in self.forms.items() if is_unit(form)}
        for each in self._pairs():
            yield each._replace(doubt=Reason.BARE_UNIT) if each.shorter in units or each.longer in units else each

    def _pairs(self) -> Iterator[Candidate]:
        by_words: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for name_index, words in self.words.items():
            by_words[words].append(name_index)
        laboratory_words = organisation_words().laboratory_words
        for name_index, words in self.words.items():
            if self.printed[name_index].parent:
                continue
            for end in range(1, len(words)):
                if words[:end] in by_words:
                    for shorter in by_words[words[:end]][:_SAME_WORDS]:
                        yield from self._shorter_and_longer(shorter, name_index, words[end:])
            if len(words) > 2 and words[1:] in by_words and not laboratory_words.isdisjoint(fold(self.forms[name_index]).split()):
                for shorter in by_words[words[1:]][:_SAME_WORDS]:
                    yield Candidate(shorter, name_index, Reason.COMPANY_IN_FRONT)
        yield from self._units()
        yield from self._acronyms()
        yield from self._misprints()

    def _units(self) -> Iterator[Candidate]:
        """Yield pairs of one unit of which the parent of one has a place more."""
        by_unit: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for name_index, printed in self.printed.items():
            if printed.parent:
                by_unit[*key_words(printed.unit), "", *printed.parent.split(",")[0].split()].append(name_index)
        for name_indices in by_unit.values():
            for a, b in permutations(name_indices, 2) if len(name_indices) <= _LARGE_BLOCK else ():
                parent, longer = self.printed[a].parent, self.printed[b].parent
                if parent != longer and _is_appended_place(parent, longer):
                    yield Candidate(a, b, Reason.APPENDED_PLACE, None, f"{longer[len(parent) :].strip(' ,')!r} left out")

    def _shorter_and_longer(self, shorter: int, longer: int, more: Sequence[str]) -> Iterator[Candidate]:
        if is_cut_off(self.printed[shorter].name):
            yield Candidate(shorter, longer, Reason.CUT_OFF)
        elif len(more) <= 2 and not organisation_words().unit_words.intersection(more):
            name, full = self.printed[shorter].name, self.printed[longer].name
            detail = full[len(name) :].strip(" ,()") if full.startswith(name) else ""
            doubt = None if _is_appended_place(name, full) else Reason.OTHER_UNIT
            yield Candidate(shorter, longer, Reason.APPENDED_PLACE, doubt, f"{detail!r} left out" if detail and not doubt else "")

    def _acronyms(self) -> Iterator[Candidate]:
        """Yield the long forms whose first words have the letters that are the first word, and then the same words."""
        texts = {name_index: printed.name.replace("-", " ") for name_index, printed in self.printed.items() if not printed.parent}
        short = {name_index: text.partition(" ")[::2] for name_index, text in texts.items()}
        short = {
            name_index: (first, rest)
            for name_index, (first, rest) in short.items()
            if 2 < len(first) <= _LONGEST_ACRONYM and first.isalnum()
        }
        rests = {rest for _, rest in short.values()}
        ends = {rest.rpartition(" ")[2] for rest in rests}
        by_letters: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for name_index, text in texts.items():
            first, _, tail = text.partition(" ")
            if tail:
                by_letters[first[:1], ""].append(name_index)
            tail = tail if text.rpartition(" ")[2] in ends else ""
            while tail:
                tail = tail.partition(" ")[2]
                if tail and tail in rests:
                    by_letters[first[:1], tail].append(name_index)
        for name_index, (acronym, rest) in short.items():
            longer_names = by_letters.get((acronym[0], rest), ())
            for longer in longer_names if len(longer_names) <= _LARGE_BLOCK and acronym.isascii() else ():
                full = texts[longer]
                head = full[: len(full) - len(rest)].strip(" ,") if rest else full
                if longer != name_index and len(full) > len(texts[name_index]) + 4 and abbreviates(acronym, head):
                    yield Candidate(name_index, longer, Reason.ACRONYM, None, f"acronym of {self.forms[longer]!r}")

    def _misprints(self) -> Iterator[Candidate]:
        """Yield pairs of names of which one word of their own is a misprint of the other's."""
        partners = _find_slips({word for words in self.words.values() for word in words})
        by_pattern: defaultdict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
        for name_index, words in self.words.items():
            for place, word in enumerate(words):
                if word in partners:
                    by_pattern[*words[:place], "", *words[place + 1 :]].append((name_index, place))
        for places in by_pattern.values():
            for (a, place), (b, _) in combinations(places, 2) if len(places) <= _LARGE_BLOCK else ():
                if self.words[b][place] in partners[self.words[a][place]]:
                    yield from self._misprint(a, b, place)

    def _misprint(self, a: int, b: int, place: int) -> Iterator[Candidate]:
        x, y = self.words[a][place], self.words[b][place]
        rare, frequent = sorted((a, b), key=lambda name_index: (self.frequency[name_index], self.forms[name_index]))
        others = [*self.words[a][:place], *self.words[a][place + 1 :]]
        is_told = not organisation_words().common_words.issuperset(others)
        is_rare = self.frequency[frequent] >= 3 * self.frequency[rare]
        is_misprint = is_place_misprint(x, y) if min(len(x), len(y)) > _SHORTEST_WORD else is_told and is_place_misprint(x + "-", y + "-")
        doubt = None if is_misprint and (is_told or is_rare or len(x) != len(y)) else Reason.OTHER_PLACE
        yield Candidate(rare, frequent, Reason.RARE_MISPRINT, doubt, f"{x!r} and {y!r}")


def _find_slips(vocabulary: Collection[str]) -> Mapping[str, set[str]]:
    """Return for each word that no field or many names share the words that one slip makes of it."""
    common = organisation_words().common_words
    words = sorted(word for word in vocabulary if len(word) >= _SHORTEST_WORD and word not in common and word.isalpha())
    partners: defaultdict[str, set[str]] = defaultdict(set)
    for a, b in one_slip_pairs(words):
        partners[words[a]].add(words[b])
        partners[words[b]].add(words[a])
    return dict(partners)


def _is_appended_place(shorter: str, longer: str) -> bool:
    """Tell whether what the folded name `longer` has beyond `shorter` is a place or the acronym of `shorter`.

    The site of a laboratory or company is an address; what follows a university's name can be a campus.

    >>> _is_appended_place("mitsubishi electric research labs", "mitsubishi electric research labs, cambridge")
    True
    >>> _is_appended_place("new york university", "new york university, shanghai")
    False
    >>> _is_appended_place("deutsches elektronen-synchrotron", "deutsches elektronen-synchrotron desy")
    True
    """
    known = organisation_words()
    shorter, longer = shorter.replace("-", " "), longer.replace("-", " ")
    if says_too_little(shorter) or not longer.startswith(shorter):
        return False
    more = longer[len(shorter) :]
    place = place_words(more.removeprefix(" in "))
    if is_acronym_of(more.strip(" ()"), shorter):
        return True
    if place in known.branch_places or "".join(key_words(shorter)) in known.seats:
        return False
    if more.startswith(","):
        return is_town(place) or bool(known.unit_words.intersection(shorter.split()))
    return more.startswith(" in ") or (bool(country_of(place)) and shorter.rsplit(maxsplit=1)[-1] in known.university)
