"""Decide which printed organisation names are one institution."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from avgraph.model.entries import Entry
from avgraph.model.vocabulary import NodeType
from avgraph.places.address import as_one_country
from avgraph.resolution.authority import NO_AUTHORITY, Authority, AuthorityRecord
from avgraph.resolution.authority.namesakes import EntrySigns, collect_reviewed
from avgraph.resolution.authority.overriding import RecordsByForm
from avgraph.resolution.clusters import Clusters, Facts, Forms
from avgraph.resolution.entities import Named, NearMiss
from avgraph.resolution.judgement import Judgement, Reason
from avgraph.resolution.organisations.candidates import Candidate, CandidateFinder
from avgraph.resolution.organisations.complete import add_registry_facts, complete_institutions, mark_short_for_several
from avgraph.resolution.organisations.keys import reason_of_spelling, spelling_key, spelling_keys, without_leading_country
from avgraph.resolution.organisations.printed import ends_in_branch_place, read_printed_name, says_too_little
from avgraph.resolution.organisations.spelling import key_words
from avgraph.resolution.words import organisation_words
from avgraph.text.folding import fold

if TYPE_CHECKING:
    from avgraph.resolution.registry.link import Linker
    from avgraph.resolution.registry.records import RorRecord

_LONGEST, _MOST_WORDS = 200, 25
"""Longest name that is compared with others, in characters and in words."""
_MOST_ENTRIES, _MOST_TOGETHER = 200, 200
"""Most entries of a name, and most authors of an entry, in which an author in common is looked for."""
_SHORT_FORMS = (Reason.ACRONYM, Reason.CUT_OFF, Reason.COMPANY_IN_FRONT, Reason.APPENDED_PLACE)
"""What a form can be of one organisation only: one that fits several is joined with none."""


def resolve_institutions(entries: Sequence[Entry], authority: Authority = NO_AUTHORITY) -> Named:
    """Return the institutions that the entries name, in the order of their mentions.

    Forms of one record of `authority` are one; forms of two records never are. Where a form has no
    record the rules decide: spelling alone joins what differs in nothing else; a form that is cut
    off, lacks its company, is an acronym, has a place appended or a letter wrong is joined only
    together with an author in common.
    """
    records = authority.of_kind(NodeType.INSTITUTION)
    forms, record_of = collect_reviewed([entry.institution_forms for entry in entries], records, EntrySigns(entries))
    links = {} if authority.registry is None else _link(forms, record_of, authority.registry)
    clusters = Clusters(forms, record_of, _facts(forms, record_of, links))
    near_misses = _reviewed_as_different(clusters)
    rules = _Rules(clusters, records, entries, links)
    if len(record_of) < len(forms.keys):
        near_misses |= rules.apply()
    stable_name = partial(_stable_name, forms, links, forms.first_years([entry.year for entry in entries]))
    named = replace(clusters.entities(NodeType.INSTITUTION, name_of=stable_name), near_misses=tuple(sorted(near_misses)))
    if authority.registry is not None:
        named = add_registry_facts(named, forms, links, authority.registry)
    return complete_institutions(mark_short_for_several(named, forms, rules.short_for()), clusters, records)


def _link(forms: Forms, record_of: Mapping[int, AuthorityRecord], registry: "Linker") -> "dict[int, RorRecord]":
    """Return the organisation of the registry that each name without a record is, where it is one."""
    names = (name for name in range(len(forms.keys)) if name not in record_of and len(forms.keys[name]) <= _LONGEST)
    linked = ((name, registry.link(forms.labels[name])) for name in names)
    return {name: record for name, record in linked if record is not None}


def _stable_name(forms: Forms, links: "Mapping[int, RorRecord]", years: Sequence[int], names: Sequence[int]) -> str:
    """Return the name from which the id of a cluster is minted, which further entries seldom change: the registry's, or the first in time."""
    if len(names) == 1 and names[0] not in links:
        return forms.labels[names[0]]
    labels = sorted({links[name].label for name in names if name in links})
    return labels[0] if labels else forms.labels[min(names, key=lambda name: (years[name], forms.keys[name]))]


def _reviewed_as_different(clusters: Clusters) -> set[NearMiss]:
    """Return the pairs of records of which one says that it is not the other."""
    records = {record.iri: record for record in clusters.record_of.values()}
    return {
        NearMiss(record.label, records[iri].label, Reason.ALIKE, Reason.REVIEWED_AS_DIFFERENT, 0.0, authority=record.file)
        for record in records.values()
        for iri in record.different_from
        if iri in records
    }


def _facts(forms: Forms, record_of: Mapping[int, AuthorityRecord], links: "Mapping[int, RorRecord]") -> Facts:
    """Return what is known of names that no cluster can hold two of: countries, registry ids, and what stands in parentheses."""
    facts: defaultdict[int, dict[Reason, frozenset[str]]] = defaultdict(dict)
    for name, form in enumerate(forms.labels):
        if len(form) > _LONGEST:
            continue
        record = record_of.get(name)
        linked = frozenset(links[name].countries) if name in links else frozenset()
        countries = frozenset((record.country,)) if record and record.country else linked or _countries_of(form)
        ror_id = links[name].ror_id if name in links else record.ror_id if record else None
        if ror_id:
            facts[name][Reason.OTHER_REGISTRY_ID] = frozenset((ror_id,))
        if countries:
            facts[name][Reason.OTHER_COUNTRY] = as_one_country(countries)
        if within := read_printed_name(form).parenthesis:
            facts[name][Reason.OTHER_PARENTHESIS] = frozenset((within,))
    return facts


def _countries_of(form: str) -> frozenset[str]:
    """Return the countries that a form can lie in: those it prints, or that of a name that is common knowledge."""
    printed = read_printed_name(form)
    known = organisation_words().countries.get(key_words(printed.name, printed.countries))
    return printed.countries or (frozenset((known,)) if known else frozenset())


class _Rules:
    """Judges the forms that have no record, in an order that does not depend on the order of the entries."""

    def __init__(self, clusters: Clusters, records: RecordsByForm, entries: Sequence[Entry], links: "Mapping[int, RorRecord]") -> None:
        self.clusters = clusters
        self.links = links
        self.records = records
        self.forms = clusters.forms
        names = (name for name, key in enumerate(self.forms.keys) if len(key) <= _LONGEST and key.count(" ") < _MOST_WORDS)
        self.order = sorted(names, key=self.forms.keys.__getitem__)
        self.entries = entries
        self.entries_of = self.forms.entries_of()
        self.form = clusters.forms.labels
        self._authors_of: dict[int, dict[str, str]] = {}
        self._fitting: defaultdict[int, set[int]] = defaultdict(set)
        self._stems: Counter[int] = Counter()

    def apply(self) -> set[NearMiss]:
        """Join what the rules judge to be one; return what looks alike and was kept apart."""
        self._join_to_records()
        self._join_registry_ids()
        near_misses = set(self._join_spellings())
        self._join_explained_acronyms()
        self._join_leading_countries()
        self._join_towns()
        finder = CandidateFinder({name: self.form[name] for name in self.order}, {name: self.forms.frequency(name) for name in self.order})
        candidates = sorted({each[:3]: each for each in finder.candidates()}.values(), key=lambda each: each[:3])
        several = self._short_for_several(candidates)
        self._stems = Counter(each.shorter for each in candidates if each.doubt is Reason.OTHER_UNIT)
        judged = [
            self._judge(each._replace(doubt=Reason.SHORT_FOR_SEVERAL) if (each.shorter, each.likeness) in several else each)
            for each in candidates
        ]
        return near_misses | {near_miss for near_miss in judged if near_miss is not None}

    def _join_to_records(self) -> None:
        """Join forms to the records whose labels are spelt alike, though the list prints none of those labels."""
        by_key: defaultdict[str, dict[str, AuthorityRecord]] = defaultdict(dict)
        for record in {same[0].iri: same[0] for same in self.records.values()}.values():
            for form in record.forms:
                by_key[spelling_key(form)][record.iri] = record
        name_of_record = {record.iri: name for name, record in self.clusters.record_of.items()}
        for name in self.order:
            matches = by_key.get(spelling_key(self.form[name]), {}) if name not in self.clusters.record_of else {}
            if len(matches) != 1:
                continue
            (record,) = matches.values()
            if record.iri in name_of_record:
                self._join(name_of_record[record.iri], name)
            elif not self._lies_elsewhere(name, record):
                name_of_record[record.iri] = name
                self.clusters.add_record(name, record)

    def _join_registry_ids(self) -> None:
        """Join the names that are one organisation of the registry."""
        first: dict[str, int] = {}
        for name in self.order:
            for ror_id in self.clusters.facts(name).get(Reason.OTHER_REGISTRY_ID, ()):
                if first.setdefault(ror_id, name) != name:
                    evidence = f"{self.links[name].label}, https://ror.org/{ror_id}" if name in self.links else ""
                    self.clusters.join(first[ror_id], name, Reason.SAME_REGISTRY_ID, evidence)

    def _lies_elsewhere(self, name: int, record: AuthorityRecord) -> bool:
        countries = self.clusters.facts(name).get(Reason.OTHER_COUNTRY)
        return bool(countries and record.country) and as_one_country(frozenset((record.country or "",))).isdisjoint(countries or ())

    def _join_spellings(self) -> Iterator[NearMiss]:
        """Join what is spelt alike but for an address; of a name that several countries have, what names no country stays by itself."""
        same: defaultdict[str, list[int]] = defaultdict(list)
        for name in self.order:
            for key in spelling_keys(self.form[name]):
                same[key].append(name)
        for names in (names for names in same.values() if len(names) > 1):
            stated = [name for name in names if Reason.OTHER_COUNTRY in self.clusters.facts(name)]
            if any(self.clusters.contradiction(stated[0], other) for other in stated[1:]):
                unstated = [name for name in names if name not in stated]
                for first in range(len(stated)):
                    for other in stated[first + 1 :]:
                        self._join(stated[first], other)
                yield from (self._near_miss(name, stated[0], Reason.ADDRESS_LEFT_OUT, Reason.SEVERAL_COUNTRIES) for name in unstated)
            else:
                unstated = names
            for name in unstated[1:]:
                self._join(unstated[0], name)
        self.named = {key: names[0] for key, names in same.items()}

    def _join(self, a: int, b: int) -> None:
        """Join two names that are spelt alike, with the reason that they are."""
        if a != b:
            self.clusters.join(a, b, *reason_of_spelling(self.form[a], self.form[b]))

    def _join_explained_acronyms(self) -> None:
        """Join an acronym to the name that a form of the list explains it with, where no other name is explained so."""
        explained: defaultdict[str, list[int]] = defaultdict(list)
        for name in self.order:
            if acronym := read_printed_name(self.form[name]).acronym:
                explained[acronym].append(name)
        for acronym, names in explained.items():
            roots = {self.clusters.find(name) for name in names}
            short = self.named.get(spelling_key(acronym))
            if short is not None and len(roots) == 1:
                self.clusters.join(short, names[0], Reason.EXPLAINED_ACRONYM, self.form[names[0]])

    def _join_leading_countries(self) -> None:
        for name in self.order:
            rest = without_leading_country(self.form[name])
            if rest and not says_too_little(rest) and (other := self.named.get(spelling_key(rest))) is not None:
                self.clusters.join(other, name, Reason.LEADING_COUNTRY)

    def _join_towns(self) -> None:
        """Join a name that ends in a town to the name that has this town, and no other, in its addresses."""
        towns: defaultdict[int, set[str]] = defaultdict(set)
        ending_in_town: dict[int, tuple[int, str]] = {}
        for name in self.order:
            printed = read_printed_name(self.form[name])
            if printed.address and printed.town and not printed.mother:
                towns[self.clusters.find(name)].add(printed.town)
                other = self.named.get(spelling_key(f"{printed.name} {printed.town}"))
                if other is not None and printed.town not in organisation_words().branch_places:
                    ending_in_town[name] = (other, printed.town)
        for name, (other, town) in ending_in_town.items():
            if len(towns[self.clusters.find(name)] | towns[self.clusters.find(other)]) == 1:
                self.clusters.join(other, name, Reason.APPENDED_PLACE, f"{town!r} is the town of the address")

    def _short_for_several(self, candidates: Iterable[Candidate]) -> set[tuple[int, Reason]]:
        """Return the short forms that fit several organisations of the list, or another one than they are known for."""
        fitting: defaultdict[tuple[int, Reason], set[int]] = defaultdict(set)
        for candidate in candidates:
            if candidate.likeness in _SHORT_FORMS and candidate.doubt in (None, Reason.BARE_UNIT):
                fitting[candidate.shorter, candidate.likeness].add(self.clusters.find(candidate.longer))
        known = organisation_words().acronyms
        for (name, likeness), roots in fitting.items():
            is_known = self.clusters.record(name) or len(self.clusters.members(name)) > 1 or self.forms.keys[name] in known
            if likeness is Reason.ACRONYM and is_known:
                roots.add(self.clusters.find(name))
        return {short for short, roots in fitting.items() if len(roots) > 1}

    def short_for(self) -> Mapping[int, set[int]]:
        """Return for each form that stands by itself and shares an author with several organisations that it is short for a name of each."""
        alone = {name: full for name, full in self._fitting.items() if len(self.clusters.members(name)) == 1}
        several = {name: {self.clusters.find(each) for each in full} for name, full in alone.items() if name not in self.clusters.record_of}
        return {name: full for name, full in several.items() if len(full) > 1}

    def _judge(self, candidate: Candidate) -> NearMiss | None:
        """Join a pair where everything speaks for it; else return why it is kept apart."""
        a, b, likeness, doubt, sight = candidate
        if self.clusters.judgement(a, b) is Judgement.SAME:
            return None
        if likeness is Reason.ACRONYM and not set(self.entries_of[a]).isdisjoint(self.entries_of[b]):
            return self._near_miss(a, b, likeness, Reason.ONE_ENTRY)
        one, other = self._authors(a), self._authors(b)
        shared = one.keys() & other.keys()
        evidence = f"author in common: {one[min(shared)]}" if shared else ""
        if doubt is None and shared and self.clusters.join(a, b, likeness, "; ".join(filter(None, (sight, evidence)))):
            return None
        if doubt is Reason.SHORT_FOR_SEVERAL and shared and not self.clusters.contradiction(a, b):
            self._fitting[a].add(b)
        return self._near_miss(a, b, likeness, doubt or Reason.NO_SHARED_AUTHOR, evidence)

    def _near_miss(self, a: int, b: int, likeness: Reason, reason: Reason, evidence: str = "") -> NearMiss:
        score = 0.0 if reason.judgement is Judgement.DIFFERENT else 0.5 if reason is Reason.NO_SHARED_AUTHOR else 0.4 if evidence else 0.2
        if reason is Reason.OTHER_UNIT and (self._stems[a] > 1 or ends_in_branch_place(self.form[b])):
            # With which several names begin is what they are part of, or says too little; a place of campuses names another one.
            score /= 2
        if a in self.clusters.record_of and b in self.clusters.record_of:
            reason, score = Reason.TWO_RECORDS, 0.0
        elif contradiction := self.clusters.contradiction(a, b):
            reason, score = contradiction, 0.0
        return NearMiss(self.form[a], self.form[b], likeness, reason, score, evidence)

    def _authors(self, name: int) -> dict[str, str]:
        """Return the authors of the entries that print a name, by folded form."""
        if name not in self._authors_of:
            forms = [form for index in self.entries_of[name][:_MOST_ENTRIES] for form in self.entries[index].author_forms[:_MOST_TOGETHER]]
            self._authors_of[name] = {fold(form): form for form in forms}
        return self._authors_of[name]
