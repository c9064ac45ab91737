"""Decide which printed names are one author."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from avgraph.authority import NO_AUTHORITY, Authority, AuthorityRecord
from avgraph.entries import Entry
from avgraph.identifiers import fold
from avgraph.resolution.clusters import Clusters
from avgraph.resolution.entities import Merge, Named, NearMiss
from avgraph.resolution.forms import Forms, collect_forms, join_reviewed, name_entities
from avgraph.resolution.person_names import (
    LOST,
    NICKNAMES,
    PersonName,
    fits_lost_letters,
    is_abbreviation,
    is_common_family,
    is_nickname,
    letter_keys,
    looks_chinese,
    read_name,
)
from avgraph.spelling import is_one_slip
from avgraph.vocabulary import NodeType

SAME_LETTERS = "the names have the same letters but for diacritics, hyphens, dots and spaces"
LOST_LETTERS = "a letter of one name was lost"
ABBREVIATED = "one name has initials for given names of the other, or leaves them out"
NICKNAME = "one name has the nickname of the other's given name"
OTHER_ORDER = "the words of the names stand in another order"
ONE_LETTER = "the names differ in one letter"
LONGER_FAMILY = "one name has a further family name"
_LARGE_BLOCK = 400
"""Most names with one family and first letter that are compared with an initial."""
_LARGE_HALF_BLOCK = 100
"""Most names with the letters of one half in common that are compared letter by letter."""


def resolve_authors(entries: Sequence[Entry], institutions: Named | None = None, authority: Authority = NO_AUTHORITY) -> Named:
    """Return the authors that the entries name, in the order of their mentions.

    One folded form is one author unless `authority` tells people of one name apart. Other forms are
    one author where a record says so, or where the names are alike by a rule and a co-author or one of
    the `institutions` is shared; never where both stand in one author list.
    """
    records = authority.of_kind(NodeType.AUTHOR)
    placed = institutions.by_entry if institutions is not None else tuple(() for _ in entries)
    forms, record_of = _collect(entries, records, institutions)
    clusters = Clusters(len(forms.keys))
    join_reviewed(clusters, record_of)
    telling = {key: entity.label for key, entity in institutions.entities.items() if entity.status is None} if institutions else {}
    near = _Rules(forms, clusters, record_of, placed, telling).apply()
    named = name_entities(NodeType.AUTHOR.kind, forms, clusters, record_of)
    return replace(named, near_misses=near)


def _collect(
    entries: Sequence[Entry], records: Mapping[str, tuple[AuthorityRecord, ...]], institutions: Named | None
) -> tuple[Forms, dict[int, AuthorityRecord]]:
    """Return the names, those of people whom a record tells apart from others of the name as names of their own."""
    apart = {key: found for key, found in records.items() if any(record.is_told_apart for record in found)}
    said: dict[str, AuthorityRecord] = {}
    forms_of = {
        entity.id: {fold(form) for form in (entity.label, *entity.alternatives, *entity.misprints)}
        for entity in (institutions.entities.values() if institutions and apart else ())
    }

    def key_of(key: str, entry: int) -> str:
        here = {form for place in (institutions.by_entry[entry] if institutions else ()) for form in forms_of[place]}
        fitting = [record for record in apart[key] if record.is_told_apart and _is_about(record, key, entries[entry], here)]
        if len(fitting) != 1:
            return key
        own = f"{key}\x1f{fitting[0].iri}"
        said[own] = fitting[0]
        return own

    forms = collect_forms([entry.authors for entry in entries], {key: partial(key_of, key) for key in apart})
    record_of = {}
    for name, key in enumerate(forms.keys):
        record = said.get(key) or next((record for record in records.get(key, ()) if not record.is_told_apart), None)
        if record is not None:
            record_of[name] = record
    return forms, record_of


def _is_about(record: AuthorityRecord, key: str, entry: Entry, institutions: set[str]) -> bool:
    """Tell whether an entry that prints the form `key` means the person of a record."""
    return (
        # A full name that nobody else has needs no telling; a part of it does.
        (not record.shares_name and key == fold(record.label))
        or entry.first_line in record.lines
        or any(fold(name) in institutions for name in record.institutions)
        or bool({fold(name) for name in record.coauthors} & {fold(name) for name in entry.authors})
    )


@dataclass(slots=True)
class _Pair:
    """Two names that look alike."""

    a: int
    b: int
    likeness: str
    institution_is_enough: bool
    """Whether a shared institution is evidence; else only a shared co-author is."""
    doubt: str = ""
    """Why the likeness is not certain even with evidence; empty where it is."""
    score: float = 0.5


class _Rules:
    """Applies the rules to the names in an order that does not depend on the order of the entries."""

    def __init__(
        self,
        forms: Forms,
        clusters: Clusters,
        record_of: Mapping[int, AuthorityRecord],
        placed: Sequence[tuple[str, ...]],
        telling: Mapping[str, str],
    ) -> None:
        self.forms = forms
        self.clusters = clusters
        self.record_of = record_of
        self.placed = placed
        # Institutions whose naming is evidence, by id; "University of California" is none.
        self.telling = telling
        self.entries_of = forms.entries_of()
        # The name proper, without what tells people of one name apart.
        self.names = [read_name(key.partition("\x1f")[0]) for key in forms.keys]
        self.letters = [name.letters for name in self.names]
        self.order = sorted(range(len(forms.keys)), key=forms.keys.__getitem__)
        self.members: dict[int, set[int]] = {}

    def apply(self) -> tuple[NearMiss, ...]:
        """Join what the rules find to be one; return what looked alike and was kept apart."""
        for root, names in self.clusters.members().items():
            if len(names) > 1:
                self.members[root] = set(names)
        pairs = sorted(self._pairs(), key=lambda pair: (pair.likeness, self.forms.keys[pair.a], self.forms.keys[pair.b]))
        # An author that was joined can be the co-author that another pair has in common.
        waiting = pairs
        while waiting:
            left = [pair for pair in waiting if not self._try(pair)]
            if len(left) == len(waiting):
                break
            waiting = left
        return tuple(sorted(set(map(self._near_miss, waiting))))

    def _pairs(self) -> Iterator[_Pair]:
        seen: set[tuple[int, int]] = set()
        for source in (self._same_letters, self._same_family, self._lost_letters, self._other_order, self._longer_family, self._one_letter):
            for pair in source():
                both = (min(pair.a, pair.b), max(pair.a, pair.b))
                if both[0] != both[1] and both not in seen:
                    seen.add(both)
                    yield pair

    def _blocks(self, key_of: Callable[[int], str | None]) -> Iterator[list[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for name in self.order:
            key = key_of(name)
            if key:
                found[key].append(name)
        return (names for names in found.values() if 1 < len(names) <= _LARGE_HALF_BLOCK)

    def _same_letters(self) -> Iterator[_Pair]:
        first: dict[str, int] = {}
        for name in self.order:
            if "\x1f" in self.forms.keys[name]:
                continue
            for key in letter_keys(self.forms.keys[name]):
                other = first.setdefault(key, name)
                if other != name:
                    yield _Pair(other, name, SAME_LETTERS, institution_is_enough=True, score=0.8)

    def _same_family(self) -> Iterator[_Pair]:
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
            near = list(by_initial[short.family, first] if len(first) == 1 else by_given[short.family, first])
            if len(first) > 1:
                near += by_given.get((short.family, first[0]), ())
                near += [name for nickname in sorted(NICKNAMES.get(first, ())) for name in by_given.get((short.family, nickname), ())]
            if 1 < len(near) <= _LARGE_BLOCK or (len(near) == 1 and near[0] != a):
                yield from self._abbreviations(a, near)

    def _abbreviations(self, a: int, near: Sequence[int]) -> Iterator[_Pair]:
        short = self.names[a]
        fitting = [b for b in near if b != a and is_abbreviation(short, self.names[b])]
        doubt = "it is short for several names of the list" if len(self._full_names(fitting)) > 1 else ""
        common = is_common_family(short) and len(short.given[0]) == 1
        for b in fitting:
            likeness = NICKNAME if is_nickname(short, self.names[b]) else ABBREVIATED
            yield _Pair(a, b, likeness, institution_is_enough=not common, doubt=doubt)

    def _full_names(self, names: Sequence[int]) -> set[tuple[str, ...]]:
        """Return the different persons among names, as far as they differ in more than initials."""
        full = {self.names[name].given for name in names}
        return {
            given
            for given in full
            if not any(given != other and is_abbreviation(PersonName(given, ""), PersonName(other, "")) for other in full)
        }

    def _lost_letters(self) -> Iterator[_Pair]:
        damaged = [name for name in self.order if LOST in self.letters[name]]
        if not damaged:
            return
        by_ends: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
        for name in self.order:
            by_ends[len(self.names[name].given), self.letters[name][:1]].append(name)
        for a in damaged:
            for b in by_ends[len(self.names[a].given), self.letters[a][:1]]:
                if fits_lost_letters(self.names[a], self.names[b]):
                    yield _Pair(a, b, LOST_LETTERS, institution_is_enough=True, score=0.7)

    def _other_order(self) -> Iterator[_Pair]:
        first: defaultdict[str, list[int]] = defaultdict(list)
        for name in self.order:
            if len(self.names[name].given) == 1:
                first[f"{self.names[name].given[0]} {self.names[name].family}"].append(name)
        for key, names in first.items():
            given, _, family = key.partition(" ")
            if given < family:
                for a in names:
                    for b in first.get(f"{family} {given}", ()):
                        yield _Pair(a, b, OTHER_ORDER, institution_is_enough=False, score=0.4)

    def _longer_family(self) -> Iterator[_Pair]:
        by_words: dict[tuple[str, ...], int] = {}
        for name in self.order:
            by_words.setdefault((*self.names[name].given, self.names[name].family), name)
        for name in self.order:
            words = (*self.names[name].given, self.names[name].family)
            if len(words) > 2 and len(words[-1]) > 1:
                other = by_words.get(words[:-1])
                if other is not None:
                    doubt = "a longer name can be another person's"
                    yield _Pair(other, name, LONGER_FAMILY, institution_is_enough=True, doubt=doubt, score=0.6)

    def _one_letter(self) -> Iterator[_Pair]:
        """Yield names with one letter wrong; one half of a name is then whole, so that halves are the blocks."""
        seen: set[tuple[int, int]] = set()
        for ends in (False, True):
            for block in self._blocks(lambda name, ends=ends: self._half(name, ends=ends)):  # type: ignore[misc]
                for number, a in enumerate(block):
                    for b in block[number + 1 :]:
                        x, y = self.letters[a], self.letters[b]
                        if (a, b) in seen or not is_one_slip(x, y):
                            continue
                        seen.add((a, b))
                        yield self._misprint(a, b)

    def _half(self, name: int, *, ends: bool) -> str | None:
        letters = self.letters[name]
        if len(letters) < 8 or LOST in letters:
            return None
        return letters[-4:] + self.names[name].given[0][:1] if ends and self.names[name].given else letters[:4] + letters[4:6]

    def _misprint(self, a: int, b: int) -> _Pair:
        doubt = ""
        if is_common_family(self.names[a]) or is_common_family(self.names[b]):
            doubt = "with a family name this common two people can differ in one letter"
        elif looks_chinese(self.names[a]) and looks_chinese(self.names[b]):
            doubt = "both are names in Pinyin"
        elif len(self.names[a].given) != len(self.names[b].given) or self._initial_differs(a, b):
            doubt = "they differ in an initial"
        return _Pair(a, b, ONE_LETTER, institution_is_enough=False, doubt=doubt, score=0.5 if not doubt else 0.2)

    def _initial_differs(self, a: int, b: int) -> bool:
        return any(x != y and 1 in (len(x), len(y)) for x, y in zip(self.names[a].given, self.names[b].given, strict=False))

    def _cluster(self, name: int) -> set[int]:
        return self.members.get(self.clusters.find(name)) or {name}

    def _try(self, pair: _Pair) -> bool:
        """Join a pair where everything speaks for it; tell whether it is settled."""
        if self.clusters.find(pair.a) == self.clusters.find(pair.b):
            return True
        if pair.doubt or self._contradiction(pair):
            return False
        evidence = self._evidence(pair)
        if not evidence:
            return False
        joined = self._cluster(pair.a) | self._cluster(pair.b)
        merge = Merge(self.forms.form(pair.a), self.forms.form(pair.b), pair.likeness, evidence)
        self.clusters.join(pair.a, pair.b, merge)
        self.members[self.clusters.find(pair.a)] = joined
        return True

    def _contradiction(self, pair: _Pair) -> str:
        a, b = self._cluster(pair.a), self._cluster(pair.b)
        said = {self.record_of[name].iri for name in a | b if name in self.record_of}
        if len(said) > 1:
            return "the authority tells them apart"
        if not self._entries(a).isdisjoint(self._entries(b)):
            return "both stand in one author list"
        full = [self.names[name] for name in a | b if not self.names[name].has_initials]
        if any(
            x.family == y.family and x.given[:1] != y.given[:1] and not is_nickname(x, y) for x in full for y in full
        ) and pair.likeness in (
            ABBREVIATED,
            NICKNAME,
        ):
            return "it would join two given names"
        return ""

    def _entries(self, names: set[int]) -> set[int]:
        return {entry for name in names for entry in self.entries_of[name]}

    def _evidence(self, pair: _Pair) -> str:
        """Return the co-author or institution that both names have in common, or nothing."""
        mine, other = self._entries(self._cluster(pair.a)), self._entries(self._cluster(pair.b))
        shared = self._coauthors(mine) & self._coauthors(other)
        shared -= {self.clusters.find(pair.a), self.clusters.find(pair.b)}
        if shared:
            return f"co-author in common: {min(self.forms.form(name) for name in shared)}"
        if pair.institution_is_enough:
            places = {place for entry in mine for place in self.placed[entry]} & {place for entry in other for place in self.placed[entry]}
            named = [self.telling[place] for place in places if place in self.telling]
            if named:
                return f"institution in common: {min(named)}"
        return ""

    def _coauthors(self, entries: set[int]) -> set[int]:
        return {self.clusters.find(name) for entry in entries for name in self.forms.by_entry[entry]}

    def _near_miss(self, pair: _Pair) -> NearMiss:
        evidence, contradiction = self._evidence(pair), self._contradiction(pair)
        lacking = "no co-author or institution in common" if pair.institution_is_enough else "no co-author in common"
        score = 0.0 if contradiction else pair.score * (1 if evidence else 0.5)
        form, other = sorted((self.forms.form(pair.a), self.forms.form(pair.b)))
        return NearMiss(form, other, pair.likeness, contradiction or pair.doubt or lacking, round(score, 2), evidence)
