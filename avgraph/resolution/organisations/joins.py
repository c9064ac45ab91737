"""Join the names of organisations that are one for certain: by spelling, by the registry, by what the list itself says."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from avgraph.places.address import as_one_country
from avgraph.resolution.authority.overriding import RecordsByForm
from avgraph.resolution.authority.records import AuthorityRecord
from avgraph.resolution.clusters import Clusters
from avgraph.resolution.entities import NearMiss
from avgraph.resolution.judgement import Reason
from avgraph.resolution.organisations.keys import reason_of_spelling, spelling_key, spelling_keys, without_leading_country
from avgraph.resolution.organisations.printed import read_printed_name, says_too_little
from avgraph.resolution.words import organisation_words

if TYPE_CHECKING:
    from avgraph.resolution.registry.records import RorRecord

_SCORE = 0.2
"""How likely a name without a country is one of those of the same name in several countries."""


class NameJoiner:
    """Joins names in an order that does not depend on the order of the entries."""

    def __init__(self, clusters: Clusters, records: RecordsByForm, links: "Mapping[int, RorRecord]", order: Sequence[int]) -> None:
        """Take the clusters, the reviewed records, the organisations of the registry that names are linked to, and the names in order."""
        self.clusters = clusters
        self.records = records
        self.links = links
        self.order = order
        self.labels = clusters.forms.labels
        self._first_of_key: dict[str, int] = {}
        """The first name of each key of a spelling."""

    def join(self) -> set[NearMiss]:
        """Join what is one for certain; return the names that stay by themselves as several countries have one of the name."""
        self._join_to_records()
        self._join_registry_ids()
        near_misses = set(self._join_spellings())
        self._join_explained_acronyms()
        self._join_leading_countries()
        self._join_towns()
        return near_misses

    def _join_to_records(self) -> None:
        """Join forms to the records whose labels are spelt alike, though the list prints none of those labels."""
        by_key: defaultdict[str, dict[str, AuthorityRecord]] = defaultdict(dict)
        for record in {same[0].iri: same[0] for same in self.records.values()}.values():
            for form in record.forms:
                by_key[spelling_key(form)][record.iri] = record
        name_of_record = {record.iri: name_index for name_index, record in self.clusters.record_of.items()}
        for name_index in self.order:
            matches = by_key.get(spelling_key(self.labels[name_index]), {}) if name_index not in self.clusters.record_of else {}
            if len(matches) != 1:
                continue
            (record,) = matches.values()
            if record.iri in name_of_record:
                self._join(name_of_record[record.iri], name_index)
            elif not self._lies_elsewhere(name_index, record):
                name_of_record[record.iri] = name_index
                self.clusters.add_record(name_index, record)

    def _join_registry_ids(self) -> None:
        """Join the names that are one organisation of the registry."""
        first: dict[str, int] = {}
        for name_index in self.order:
            for ror_id in self.clusters.constraints(name_index).get(Reason.OTHER_REGISTRY_ID, ()):
                if first.setdefault(ror_id, name_index) != name_index:
                    evidence = f"{self.links[name_index].label}, https://ror.org/{ror_id}" if name_index in self.links else ""
                    self.clusters.join(first[ror_id], name_index, Reason.SAME_REGISTRY_ID, evidence)

    def _lies_elsewhere(self, name_index: int, record: AuthorityRecord) -> bool:
        countries = self.clusters.constraints(name_index).get(Reason.OTHER_COUNTRY)
        return bool(countries and record.country) and as_one_country(frozenset((record.country or "",))).isdisjoint(countries or ())

    def _join_spellings(self) -> Iterator[NearMiss]:
        """Join what is spelt alike but for an address; of a name that several countries have, what names no country stays by itself."""
        same: defaultdict[str, list[int]] = defaultdict(list)
        for name_index in self.order:
            for key in spelling_keys(self.labels[name_index]):
                same[key].append(name_index)
        for name_indices in (name_indices for name_indices in same.values() if len(name_indices) > 1):
            stated = [name_index for name_index in name_indices if Reason.OTHER_COUNTRY in self.clusters.constraints(name_index)]
            unstated = name_indices
            if any(self.clusters.contradiction(stated[0], other) for other in stated[1:]):
                unstated = [name_index for name_index in name_indices if name_index not in stated]
                for first, other in combinations(stated, 2):
                    self._join(first, other)
                for name_index in unstated:
                    yield self.clusters.near_miss(name_index, stated[0], Reason.ADDRESS_LEFT_OUT, Reason.SEVERAL_COUNTRIES, _SCORE)
            for name_index in unstated[1:]:
                self._join(unstated[0], name_index)
        self._first_of_key = {key: name_indices[0] for key, name_indices in same.items()}

    def _join(self, a: int, b: int) -> None:
        """Join two names that are spelt alike, with the reason that they are."""
        if a != b:
            self.clusters.join(a, b, *reason_of_spelling(self.labels[a], self.labels[b]))

    def _join_explained_acronyms(self) -> None:
        """Join an acronym to the name that a form of the list explains it with, where no other name is explained so."""
        explained: defaultdict[str, list[int]] = defaultdict(list)
        for name_index in self.order:
            if acronym := read_printed_name(self.labels[name_index]).acronym:
                explained[acronym].append(name_index)
        for acronym, name_indices in explained.items():
            roots = {self.clusters.find(name_index) for name_index in name_indices}
            short = self._first_of_key.get(spelling_key(acronym))
            if short is not None and len(roots) == 1:
                self.clusters.join(short, name_indices[0], Reason.EXPLAINED_ACRONYM, self.labels[name_indices[0]])

    def _join_leading_countries(self) -> None:
        for name_index in self.order:
            rest = without_leading_country(self.labels[name_index])
            if rest and not says_too_little(rest) and (other := self._first_of_key.get(spelling_key(rest))) is not None:
                self.clusters.join(other, name_index, Reason.LEADING_COUNTRY)

    def _join_towns(self) -> None:
        """Join a name that ends in a town to the name that has this town, and no other, in its addresses."""
        towns: defaultdict[int, set[str]] = defaultdict(set)
        ending_in_town: dict[int, tuple[int, str]] = {}
        for name_index in self.order:
            printed = read_printed_name(self.labels[name_index])
            if printed.address and printed.town and not printed.parent:
                towns[self.clusters.find(name_index)].add(printed.town)
                other = self._first_of_key.get(spelling_key(f"{printed.name} {printed.town}"))
                if other is not None and printed.town not in organisation_words().branch_places:
                    ending_in_town[name_index] = (other, printed.town)
        for name_index, (other, town) in ending_in_town.items():
            if len(towns[self.clusters.find(name_index)] | towns[self.clusters.find(other)]) == 1:
                self.clusters.join(other, name_index, Reason.APPENDED_PLACE, f"{town!r} is the town of the address")
