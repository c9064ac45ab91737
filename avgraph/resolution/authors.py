"""Decide which printed names are one author."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations

from avgraph.model.entries import Entry
from avgraph.model.vocabulary import IdentityStatus, NodeType
from avgraph.resolution.authority import NO_AUTHORITY, Authority
from avgraph.resolution.authority.namesakes import NAMESAKE_MARK, EntryFeatures, collect_reviewed
from avgraph.resolution.clusters import Clusters, Forms
from avgraph.resolution.entities import NamedEntities, NearMiss
from avgraph.resolution.judgement import Judgement, Reason
from avgraph.resolution.people.names import PersonName, are_compatible, describe_difference
from avgraph.resolution.people.namesakes import Namesakes, join_groups
from avgraph.resolution.people.pairs import Pair, find_pairs

_MOST_ENTRIES = 200
"""Most entries of the rarer of two names in which a co-author in common is looked for."""
_MOST_TOGETHER = 200
"""Most authors of an entry that is evidence of who works with whom."""
_MOST_GIVEN_NAMES = 20
"""Most names of one person; who has more is several."""
_BY_GIVEN_NAMES = (Reason.ABBREVIATED, Reason.NICKNAME, Reason.FIRST_LEFT_OUT)
"""The rules by which one name would come between given names that contradict each other."""
_SAME_WORDS = (Reason.SAME_LETTERS, Reason.LOST_LETTERS, Reason.OTHER_ORDER)
"""The rules that match names in which no word tells more than the sentence."""
_MOST_ROUNDS = 10
"""Most times that the pairs are gone through while each brings another co-author in common to light."""


def resolve_authors(
    entries: Sequence[Entry], institutions: NamedEntities | None = None, authority: Authority = NO_AUTHORITY
) -> NamedEntities:
    """Return the authors that the entries name, in the order of their mentions.

    One folded form is one author unless `authority` tells people of one name apart. Other forms are
    one author where a record says so, or where the names are alike by a rule and a co-author or one of
    the `institutions` is shared; never where both stand in one author list.
    """
    institutions = institutions or NamedEntities({}, tuple(() for _ in entries))
    printed = [entry.author_forms for entry in entries]
    forms, record_of = collect_reviewed(printed, authority.of_kind(NodeType.AUTHOR), EntryFeatures(entries, institutions))
    namesakes = Namesakes(entries, forms, record_of, institutions)
    clusters = Clusters(namesakes.forms, record_of)
    rules = _Rules(clusters, institutions, namesakes.person_names())
    near_misses = rules.apply()
    distinctions, most_people = join_groups(namesakes, clusters, rules.entries_of)
    named = clusters.entities(
        NodeType.AUTHOR, partial(_stable_name, clusters.forms, clusters.forms.first_years([entry.year for entry in entries])), distinctions
    )
    return replace(_mark(named, namesakes.forms, most_people), near_misses=near_misses)


def _stable_name(forms: Forms, years: Sequence[int], name_indices: Sequence[int]) -> str:
    """Return the form from which the id of an author is minted, which further entries seldom change: the first in time, of several the longest."""
    if len(name_indices) == 1:
        return forms.labels[name_indices[0]]
    return forms.labels[min(name_indices, key=lambda name_index: (years[name_index], -len(forms.keys[name_index]), forms.keys[name_index]))]


def _mark(named: NamedEntities, forms: Forms, most_people: Mapping[int, int]) -> NamedEntities:
    """Return authors of whom those of names that may be several people are marked; `most_people` is by name."""
    entries_of = forms.entries_of() if most_people else ()
    entities = dict(named.entities)
    for name_index, count in most_people.items():
        entry = entries_of[name_index][0]
        identifier = named.by_entry[entry][forms.by_entry[entry].index(name_index)]
        entities[identifier] = entities[identifier]._replace(status=IdentityStatus.SEVERAL_PEOPLE, most_people=count)
    return replace(named, entities=entities)


@dataclass(slots=True)
class _Person:
    """What is known of the names that are held to be one person's."""

    entries: set[int]
    """The entries that print one of them."""
    names: set[PersonName]
    groups: dict[str, str]
    """For each common name whose bearers are told apart, which of them it is."""


class _Rules:
    """Judges the pairs of names that look alike, in an order that does not depend on the order of the entries."""

    def __init__(self, clusters: Clusters, institutions: NamedEntities, names: Mapping[str, PersonName]) -> None:
        self.names = names
        self.clusters = clusters
        self.forms = clusters.forms
        self.institutions = institutions
        self.entries_of = self.forms.entries_of()
        # The people of each name proper, who are told apart by what follows it.
        self.people_of: defaultdict[str, list[int]] = defaultdict(list)
        self.proper = [key.partition(NAMESAKE_MARK)[0] for key in self.forms.keys]
        for name_index in sorted(range(len(self.proper)), key=self.forms.keys.__getitem__):
            self.people_of[self.proper[name_index]].append(name_index)
        self.keys = list(self.people_of)
        self.entries_of_place: defaultdict[str, set[int]] = defaultdict(set)
        for entry, places in enumerate(institutions.by_entry):
            for place in places:
                self.entries_of_place[place].add(entry)
        self._persons: dict[int, _Person] = {}
        self._joined: set[int] = set()
        self._people_by_feature: dict[str, defaultdict[int | str, list[int]]] = {}

    def apply(self) -> tuple[NearMiss, ...]:
        """Join what the rules judge to be one; return what looks alike and was kept apart."""
        pairs = find_pairs(self.keys, [self.names[key] for key in self.keys])
        candidates = sorted(pairs, key=lambda pair: (pair.match_reason, self.keys[pair.a], self.keys[pair.b]))
        self._join_in_rounds([pair for pair in candidates if pair.doubt is None])
        short = [pair for pair in candidates if pair.doubt is Reason.SHORT_FOR_SEVERAL]
        self._join_short([each for pair in short for each in self._pairs_of_people(pair)])
        alike = (each for pair in candidates for each in self._pairs_of_people(pair, least=1))
        near_misses = (pair for pair in alike if self.clusters.judgement(pair.a, pair.b) is not Judgement.SAME)
        return tuple(sorted(set(map(self._near_miss, near_misses))))

    def _join_in_rounds(self, pairs: Sequence[Pair]) -> None:
        """Join the pairs for which the evidence is enough, until that brings no other to light: an author that was joined can be the co-author of others."""
        for _ in range(_MOST_ROUNDS):
            self._joined.clear()
            for pair in pairs:
                for each in self._pairs_of_people(pair):
                    self._join(each)
            changed = self._invalidate_changed()
            pairs = [pair for pair in pairs if self.keys[pair.a] in changed or self.keys[pair.b] in changed]

    def _pairs_of_people(self, pair: Pair, least: int = 0) -> list[Pair]:
        """Return the pairs of people of two names: all where each name has one, else those who share a co-author or an institution, or `least` of all."""
        a, b = self.keys[pair.a], self.keys[pair.b]
        ones, others = self.people_of[a], self.people_of[b]
        if len(ones) == len(others) == 1:
            return [pair.between(ones[0], others[0])]
        ones_by_feature, others_by_feature = self._by_feature(a), self._by_feature(b)
        shared = ones_by_feature.keys() & others_by_feature.keys()
        matches = sorted({(one, other) for feature in shared for one in ones_by_feature[feature] for other in others_by_feature[feature]})
        return [pair.between(one, other) for one, other in matches or [(ones[0], others[0])][:least]]

    def _by_feature(self, key: str) -> Mapping[int | str, list[int]]:
        """Return the people of a name by their co-authors and institutions."""
        if key not in self._people_by_feature:
            people = self._people_by_feature[key] = defaultdict(list)
            for name_index in self.people_of[key]:
                entries = self._person(name_index).entries
                coauthors = {self.clusters.find(each) for author_list in self._author_lists(entries) for each in author_list}
                for feature in coauthors.union(*(self.institutions.by_entry[entry] for entry in entries)):
                    people[feature].append(name_index)
        return self._people_by_feature[key]

    def _invalidate_changed(self) -> set[str]:
        """Return the names of which the joins of this round changed who they share: of the authors joined and of all who write with them."""
        entries = {entry for root in map(self.clusters.find, self._joined) for entry in self._person(root).entries}
        coauthors = {self.clusters.find(name_index) for entry in entries for name_index in self.forms.by_entry[entry]}
        changed = {self.proper[name_index] for coauthor in coauthors for name_index in self.clusters.members(coauthor)}
        for key in changed:
            self._people_by_feature.pop(key, None)
        return changed

    def _join_short(self, pairs: Sequence[Pair]) -> None:
        """Join what is short for several names with the only one of them that shares a co-author."""
        by_short: defaultdict[int, dict[int, Pair]] = defaultdict(dict)
        for pair in pairs:
            if self._evidence(pair._replace(institution_is_enough=False)):
                by_short[pair.a].setdefault(self.clusters.find(pair.b), pair)
        for matches in by_short.values():
            if len(matches) == 1:
                self._join(next(iter(matches.values()))._replace(institution_is_enough=False))

    def _join(self, pair: Pair) -> bool:
        """Join a pair where everything speaks for it; tell whether the names are one."""
        if self.clusters.judgement(pair.a, pair.b) is Judgement.SAME:
            return True
        evidence = [] if self._contradiction(pair) else self._evidence(pair)
        less, more = sorted((self._person(pair.a), self._person(pair.b)), key=lambda person: len(person.entries))
        if len(evidence) < pair.least_evidence:
            return False
        seen = (
            []
            if pair.match_reason in _SAME_WORDS
            else [describe_difference(*(self.names[self.proper[name_index]] for name_index in (pair.a, pair.b)))]
        )
        if not self.clusters.join(pair.a, pair.b, pair.match_reason, "; ".join(filter(None, [*seen, *evidence[: pair.least_evidence]]))):
            return False
        more.entries.update(less.entries)
        more.names.update(less.names)
        more.groups.update(less.groups)
        self._joined.add(pair.a)
        self._persons[self.clusters.find(pair.a)] = more
        return True

    def _near_miss(self, pair: Pair) -> NearMiss:
        evidence = self._evidence(pair)
        lacking = Reason.NO_SHARED_COAUTHOR_OR_INSTITUTION if pair.institution_is_enough else Reason.NO_SHARED_COAUTHOR
        if evidence:
            lacking = Reason.COMMON_NAME
        reason = self._contradiction(pair) or pair.doubt or lacking
        score = 0.0 if reason.judgement is Judgement.DIFFERENT else pair.score * (1 if evidence else 0.5)
        form, other = sorted((self.forms.labels[pair.a], self.forms.labels[pair.b]))
        return NearMiss(form, other, pair.match_reason, reason, round(score, 2), "".join(evidence[:1]))

    def _contradiction(self, pair: Pair) -> Reason | None:
        if self.clusters.judgement(pair.a, pair.b) is Judgement.DIFFERENT:
            return Reason.TWO_RECORDS
        one, other = self._person(pair.a), self._person(pair.b)
        if not one.entries.isdisjoint(other.entries):
            return Reason.ONE_AUTHOR_LIST
        if any(other.groups.get(name, group) != group for name, group in one.groups.items()):
            return Reason.NAMESAKES
        if pair.match_reason in _BY_GIVEN_NAMES and _are_other_given_names(one.names | other.names):
            return Reason.OTHER_GIVEN_NAME
        return None

    def _evidence(self, pair: Pair) -> list[str]:
        """Return what both names have in common: co-authors, and institutions where one is enough or a co-author is not."""
        less, more = sorted((self._person(pair.a), self._person(pair.b)), key=lambda person: len(person.entries))
        entries = sorted(less.entries)[:_MOST_ENTRIES]
        coauthors = {self.clusters.find(name_index) for author_list in self._author_lists(entries) for name_index in author_list}
        coauthors -= {self.clusters.find(pair.a), self.clusters.find(pair.b)}
        shared = [coauthor for coauthor in coauthors if not self._person(coauthor).entries.isdisjoint(more.entries)]
        evidence = [f"co-author in common: {form}" for form in sorted(self.forms.labels[coauthor] for coauthor in shared)]
        if len(evidence) >= pair.least_evidence or not (evidence or pair.institution_is_enough):
            return evidence
        places = {place for entry in entries for place in self.institutions.by_entry[entry][:_MOST_TOGETHER]}
        # A marked form, such as "University of California", is evidence for nothing.
        labels = [
            self.institutions.entities[place].label
            for place in places
            if self.institutions.entities[place].status is None and not self.entries_of_place[place].isdisjoint(more.entries)
        ]
        return evidence + [f"institution in common: {label}" for label in sorted(labels)]

    def _author_lists(self, entries: Iterable[int]) -> Iterator[tuple[int, ...]]:
        """Yield the names of the authors of entries, but of those with very many."""
        lists = (self.forms.by_entry[entry] for entry in entries)
        return (author_list for author_list in lists if len(author_list) <= _MOST_TOGETHER)

    def _person(self, name_index: int) -> _Person:
        """Return what is known of the cluster of a name; `_join` keeps it."""
        root = self.clusters.find(name_index)
        if root not in self._persons:
            members = self.clusters.members(root)
            entries = {entry for each in members for entry in self.entries_of[each]}
            groups = {self.proper[each]: self.forms.keys[each] for each in members if NAMESAKE_MARK in self.forms.keys[each]}
            self._persons[root] = _Person(entries, {self.names[self.proper[each]] for each in members}, groups)
        return self._persons[root]


def _are_other_given_names(names: set[PersonName]) -> bool:
    """Tell whether names of one family contradict each other in their given names."""
    return len(names) > _MOST_GIVEN_NAMES or not all(are_compatible(a, b) for a, b in combinations(names, 2))
