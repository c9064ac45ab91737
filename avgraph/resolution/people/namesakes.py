"""Tell people of one common name apart: by who they write with and where they work.

A name that is not common is one person. The entries that print a common one fall into groups that share a co-author
who is himself not common, or an institution. Of a name of which the list must hold several bearers each group is a
person; of one of which it may hold several, the name is one author and is marked.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from avgraph.model.disjoint_sets import DisjointSets
from avgraph.model.entries import Entry
from avgraph.resolution.authority.namesakes import NAMESAKE_MARK
from avgraph.resolution.clusters import Clusters, Forms
from avgraph.resolution.entities import NamedEntities
from avgraph.resolution.people.frequency import commonness
from avgraph.resolution.people.names import PersonName, read_name
from avgraph.text.folding import fold

_MOST_TOGETHER = 200
"""Most authors of an entry that says who works with whom."""
_FEW = 0.015
"""Expected bearers of a name in the list from which on its groups are people, unless two of them stand under one heading."""
_SEVERAL = 0.1
"""Expected bearers of a name in the list from which on its groups are people all the same."""
_EVERYBODYS = 1e-4
"""Share of people from which on the groups of a name are people in any list, and a co-author of the name is no evidence."""
_COINCIDENCE = 0.1
"""Expected bearers of a name at an institution from which on the institution is no evidence."""
_MOST_COMMON_COAUTHORS = 6
"""Most co-authors of common names in an entry of which two together are evidence."""


class Homonym(NamedTuple):
    """A common name whose entries fall into groups."""

    groups: tuple[int, ...]
    """The name (index into the forms) of each group."""
    is_told_apart: bool
    """Whether each group is a person, or the name is one author and marked."""
    distinctions: Mapping[int, str]
    """What tells a group from the others, in words: the institution or co-author of its first entry; empty where nothing does."""


class Namesakes:
    """The common names of a list, and the groups that their entries fall into."""

    def __init__(self, entries: Sequence[Entry], forms: Forms, reviewed: Mapping[int, object], institutions: NamedEntities) -> None:
        """Take the names that entries print, those of them that have a record, and the institutions of each entry."""
        self._entries = entries
        self._forms = forms
        self._institutions = institutions
        self._names = [read_name(key.partition(NAMESAKE_MARK)[0]) for key in forms.keys]
        self._commonness = list(map(commonness, self._names))
        self._families = self._count_families()
        self._papers_of_place = Counter(place for places in institutions.by_entry for place in set(places))
        self._entries_of = forms.entries_of()
        self._weak: dict[int, bool] = {}
        self._order_of: dict[int, tuple[int, str, str]] = {}
        self.homonyms: list[Homonym] = []
        self.forms = self._split(
            [name_index for name_index in range(len(forms.keys)) if name_index not in reviewed and self._can_be_several(name_index)]
        )

    def person_names(self) -> Mapping[str, PersonName]:
        """Return the names taken apart, by folded form."""
        return {key.partition(NAMESAKE_MARK)[0]: name for key, name in zip(self._forms.keys, self._names, strict=True)}

    def _count_families(self) -> Mapping[str, float]:
        """Return how many people of each family name the list has: its mentions by those of a person, as rare names show them."""
        mentions: Counter[str] = Counter()
        rare, of_rare = 1, 1
        for name, common, printed in zip(self._names, self._commonness, self._forms.printed, strict=True):
            total = printed.total()
            mentions[name.family] += total
            if not common.share:
                rare, of_rare = rare + 1, of_rare + total
        return {family: count * rare / of_rare for family, count in mentions.items()}

    def bearers(self, name_index: int) -> float:
        """Return how many other people of a name are to be expected in the list, from those of its family name."""
        return self._commonness[name_index].given * max(0.0, self._families[self._names[name_index].family] - 1)

    def _can_be_several(self, name_index: int) -> bool:
        is_common = len(self._entries_of[name_index]) > 1 and (
            self._commonness[name_index].is_common or self.bearers(name_index) >= _SEVERAL
        )
        return is_common and NAMESAKE_MARK not in self._forms.keys[name_index]

    def _split(self, common: Sequence[int]) -> Forms:
        """Return the forms with a name for each group of a common name."""
        keys, printed, by_entry = list(self._forms.keys), list(self._forms.printed), dict[int, list[int]]()
        for name_index in common:
            groups = self._groups(name_index)
            if len(groups) < 2:
                continue
            groups.sort(key=lambda group: self._order(group[0]))
            distinctions, numbers = self._distinctions(name_index, groups), []
            for position, group in enumerate(groups):
                number = name_index if position == 0 else len(keys)
                numbers.append(number)
                key = f"{self._forms.keys[name_index]}{NAMESAKE_MARK}{fold(distinctions[group[0]])}{NAMESAKE_MARK * position}"
                if number == name_index:
                    keys[name_index] = key
                    printed[name_index] = Counter()
                else:
                    keys.append(key)
                    printed.append(Counter())
                for entry in group:
                    name_indices = by_entry.setdefault(entry, list(self._forms.by_entry[entry]))
                    for place, each in enumerate(self._forms.by_entry[entry]):
                        if each == name_index:
                            name_indices[place] = number
                            printed[number][self._entries[entry].author_forms[place]] += 1
            by_number = {number: distinctions[group[0]] for number, group in zip(numbers, groups, strict=True)}
            self.homonyms.append(Homonym(tuple(numbers), self._are_people(name_index, groups), by_number))
        lists = tuple(
            tuple(by_entry[entry]) if entry in by_entry else name_indices for entry, name_indices in enumerate(self._forms.by_entry)
        )
        return Forms(tuple(keys), tuple(printed), lists)

    def _are_people(self, name_index: int, groups: Sequence[Sequence[int]]) -> bool:
        """Tell whether the groups of a name are as many people, rather than parts of one person's work that nothing connects."""
        bearers = self.bearers(name_index)
        if self._commonness[name_index].share >= _EVERYBODYS or bearers >= _SEVERAL:
            return True
        headings = Counter(heading for group in groups for heading in {self._entries[entry].heading for entry in group})
        return bearers >= _FEW and all(count == 1 or not heading for heading, count in headings.items())

    def _order(self, entry: int) -> tuple[int, str, str]:
        """Return the sort key of an entry in time, which no order of the list changes."""
        if entry not in self._order_of:
            each = self._entries[entry]
            self._order_of[entry] = (each.year or 9999, fold(each.title.form), each.url or "")
        return self._order_of[entry]

    def _groups(self, name_index: int) -> list[list[int]]:
        """Return the entries of a name in groups that share evidence, each in order of time."""
        entries = self._entries_of[name_index]
        groups = DisjointSets(entries)
        first: dict[Hashable, int] = {}
        for entry in entries:
            for feature in self._features(name_index, entry):
                groups.join(first.setdefault(feature, entry), entry)
        several = list(groups.sets().values())
        return [sorted(group, key=self._order) for group in several] if len(several) > 1 else several

    def _features(self, name_index: int, entry: int) -> Iterator[Hashable]:
        """Yield what an entry says of a person of a name that nobody else of the name is likely to share: co-authors, institutions, the title."""
        coauthors = self._forms.by_entry[entry]
        if len(coauthors) <= _MOST_TOGETHER:
            common = sorted({coauthor for coauthor in coauthors if coauthor != name_index and self._is_weak(coauthor)})
            yield from (coauthor for coauthor in coauthors if coauthor != name_index and coauthor not in common)
            yield from combinations(common[:_MOST_COMMON_COAUTHORS], 2)
        yield from (place for place in self._places(name_index, entry) if self._is_rare_at(name_index, place))
        yield "title", fold(self._entries[entry].title.form)

    def _is_weak(self, coauthor: int) -> bool:
        if coauthor not in self._weak:
            self._weak[coauthor] = self._commonness[coauthor].share >= _EVERYBODYS or self.bearers(coauthor) >= 2 * _SEVERAL
        return self._weak[coauthor]

    def _places(self, name_index: int, entry: int) -> Sequence[str]:
        """Return the institutions of an entry that can be those of a person: those that it ties to the name, else all."""
        places, name_indices = self._institutions.by_entry[entry], self._forms.by_entry[entry]
        stated = {
            place
            for author, place in self._entries[entry].affiliations
            if author < len(name_indices) and name_indices[author] == name_index
        }
        return [place for number, place in enumerate(places) if number in stated or not stated]

    def _is_rare_at(self, name_index: int, place: str) -> bool:
        share = self._papers_of_place[place] / len(self._entries)
        return self._institutions.entities[place].status is None and self.bearers(name_index) * share < _COINCIDENCE

    def _distinctions(self, name_index: int, groups: Sequence[Sequence[int]]) -> dict[int, str]:
        """Return what tells each group in words, by its first entry: an institution or a co-author that no other group has."""
        groups_with: defaultdict[str, set[int]] = defaultdict(set)
        labels_of: defaultdict[int, list[str]] = defaultdict(list)
        for first, *others in groups:
            for entry in (first, *others):
                places = [self._institutions.entities[place].label for place in self._places(name_index, entry)]
                coauthors = [
                    self._forms.labels[coauthor] for coauthor in self._forms.by_entry[entry][:_MOST_TOGETHER] if coauthor != name_index
                ]
                labels_of[first] += [*places, *coauthors]
                for label in (*places, *coauthors):
                    groups_with[label].add(first)
        return {first: next((label for label in labels if len(groups_with[label]) == 1), "") for first, labels in labels_of.items()}


def join_groups(namesakes: Namesakes, clusters: Clusters, entries_of: Sequence[Sequence[int]]) -> tuple[dict[int, str], dict[int, int]]:
    """Join the groups of a name that turned out to share a co-author; return what tells the others, and how many people a marked name may be.

    Both are by name: one of each group.
    """
    distinctions: dict[int, str] = {}
    several: dict[int, int] = {}
    forms = clusters.forms
    for homonym in sorted(namesakes.homonyms, key=lambda each: forms.keys[each.groups[0]]):
        first: dict[int, int] = {}
        for group in homonym.groups:
            for entry in entries_of[group]:
                coauthors = forms.by_entry[entry]
                for coauthor in coauthors if len(coauthors) <= _MOST_TOGETHER else ():
                    root = clusters.find(coauthor)
                    if root != clusters.find(group):
                        clusters.unite(first.setdefault(root, group), group)
        separate = list({clusters.find(group): group for group in homonym.groups}.values())
        if len(separate) < 2:
            continue
        distinct = {group: homonym.distinctions[group] for group in separate if homonym.is_told_apart and homonym.distinctions[group]}
        indistinct = [group for group in separate if group not in distinct]
        for group in indistinct:
            clusters.unite(indistinct[0], group)
        if len(indistinct) > 1 or (indistinct and not distinct):
            several[indistinct[0]] = len(indistinct)
        distinctions |= distinct
    return distinctions, several
