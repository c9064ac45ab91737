"""Decide which printed organisation names are one institution."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from avgraph.model.entries import Entry
from avgraph.model.vocabulary import NodeType
from avgraph.places.address import as_one_country
from avgraph.resolution.authority import NO_AUTHORITY, Authority, AuthorityRecord
from avgraph.resolution.authority.namesakes import EntryFeatures, collect_reviewed
from avgraph.resolution.clusters import Clusters, Constraints, Forms
from avgraph.resolution.entities import NamedEntities, NearMiss
from avgraph.resolution.judgement import Judgement, Reason
from avgraph.resolution.organisations.candidates import Candidate, CandidateFinder
from avgraph.resolution.organisations.complete import add_registry_facts, complete_institutions, mark_short_for_several
from avgraph.resolution.organisations.joins import NameJoiner
from avgraph.resolution.organisations.printed import ends_in_branch_place, read_printed_name
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


def resolve_institutions(entries: Sequence[Entry], authority: Authority = NO_AUTHORITY) -> NamedEntities:
    """Return the institutions that the entries name, in the order of their mentions.

    Forms of one record of `authority` are one; forms of two records never are. Where a form has no
    record the rules decide: spelling alone joins what differs in nothing else; a form that is cut
    off, lacks its company, is an acronym, has a place appended or a letter wrong is joined only
    together with an author in common.
    """
    records = authority.of_kind(NodeType.INSTITUTION)
    forms, record_of = collect_reviewed([entry.institution_forms for entry in entries], records, EntryFeatures(entries))
    links = {} if authority.registry is None else _link(forms, record_of, authority.registry)
    clusters = Clusters(forms, record_of, _constraints(forms, record_of, links))
    near_misses = _reviewed_as_different(clusters)
    rules = _CandidateRules(clusters, entries)
    if len(record_of) < len(forms.keys):
        order = _comparison_order(forms)
        near_misses |= NameJoiner(clusters, records, links, order).join()
        near_misses |= rules.apply(order)
    stable_name = partial(_stable_name, forms, links, forms.first_years([entry.year for entry in entries]))
    named = replace(clusters.entities(NodeType.INSTITUTION, name_of=stable_name), near_misses=tuple(sorted(near_misses)))
    if authority.registry is not None:
        named = add_registry_facts(named, forms, links, authority.registry)
    return complete_institutions(mark_short_for_several(named, forms, rules.short_for()), clusters, records)


def _comparison_order(forms: Forms) -> list[int]:
    """Return the names that are compared with others, by their folded forms."""
    short = (name_index for name_index, key in enumerate(forms.keys) if len(key) <= _LONGEST and key.count(" ") < _MOST_WORDS)
    return sorted(short, key=forms.keys.__getitem__)


def _link(forms: Forms, record_of: Mapping[int, AuthorityRecord], registry: "Linker") -> "dict[int, RorRecord]":
    """Return the organisation of the registry that each name without a record is, where it is one."""
    name_indices = (
        name_index for name_index in range(len(forms.keys)) if name_index not in record_of and len(forms.keys[name_index]) <= _LONGEST
    )
    linked = ((name_index, registry.link(forms.labels[name_index])) for name_index in name_indices)
    return {name_index: record for name_index, record in linked if record is not None}


def _stable_name(forms: Forms, links: "Mapping[int, RorRecord]", years: Sequence[int], name_indices: Sequence[int]) -> str:
    """Return the name from which the id of a cluster is minted, which further entries seldom change: the registry's, or the first in time."""
    if len(name_indices) == 1 and name_indices[0] not in links:
        return forms.labels[name_indices[0]]
    labels = sorted({links[name_index].label for name_index in name_indices if name_index in links})
    return labels[0] if labels else forms.labels[min(name_indices, key=lambda name_index: (years[name_index], forms.keys[name_index]))]


def _reviewed_as_different(clusters: Clusters) -> set[NearMiss]:
    """Return the pairs of records of which one says that it is not the other."""
    records = {record.iri: record for record in clusters.record_of.values()}
    return {
        NearMiss(record.label, records[iri].label, Reason.ALIKE, Reason.REVIEWED_AS_DIFFERENT, 0.0, authority=record.file)
        for record in records.values()
        for iri in record.different_from
        if iri in records
    }


def _constraints(forms: Forms, record_of: Mapping[int, AuthorityRecord], links: "Mapping[int, RorRecord]") -> Constraints:
    """Return what is known of names that no cluster can hold two of: countries, registry ids, and what stands in parentheses."""
    constraints: defaultdict[int, dict[Reason, frozenset[str]]] = defaultdict(dict)
    for name_index, form in enumerate(forms.labels):
        if len(form) > _LONGEST:
            continue
        record = record_of.get(name_index)
        linked = frozenset(links[name_index].countries) if name_index in links else frozenset()
        countries = frozenset((record.country,)) if record and record.country else linked or _countries_of(form)
        ror_id = links[name_index].ror_id if name_index in links else record.ror_id if record else None
        if ror_id:
            constraints[name_index][Reason.OTHER_REGISTRY_ID] = frozenset((ror_id,))
        if countries:
            constraints[name_index][Reason.OTHER_COUNTRY] = as_one_country(countries)
        if within := read_printed_name(form).parenthesis:
            constraints[name_index][Reason.OTHER_PARENTHESIS] = frozenset((within,))
    return constraints


def _countries_of(form: str) -> frozenset[str]:
    """Return the countries that a form can lie in: those it prints, or that of a name that is common knowledge."""
    printed = read_printed_name(form)
    known = organisation_words().countries.get(key_words(printed.name, printed.countries))
    return printed.countries or (frozenset((known,)) if known else frozenset())


class _CandidateRules:
    """Judges the pairs of names that look alike, by the authors that both have, in an order that does not depend on the order of the entries."""

    def __init__(self, clusters: Clusters, entries: Sequence[Entry]) -> None:
        self.clusters = clusters
        self.forms = clusters.forms
        self.labels = clusters.forms.labels
        self.entries = entries
        self.entries_of = self.forms.entries_of()
        self._authors_of: dict[int, dict[str, str]] = {}
        self._fitting: defaultdict[int, set[int]] = defaultdict(set)
        """Of each short form, the names that it is short for and shares an author with."""
        self._beginnings: Counter[int] = Counter()
        """How many names begin with each name."""

    def apply(self, order: Sequence[int]) -> set[NearMiss]:
        """Join the names that an author in common shows to be one; return what looks alike and was kept apart."""
        frequency = {name_index: self.forms.frequency(name_index) for name_index in order}
        finder = CandidateFinder({name_index: self.labels[name_index] for name_index in order}, frequency)
        candidates = sorted({each[:3]: each for each in finder.candidates()}.values(), key=lambda each: each[:3])
        several = self._short_for_several(candidates)
        self._beginnings = Counter(each.shorter for each in candidates if each.doubt is Reason.OTHER_UNIT)
        judged = [
            self._judge(each._replace(doubt=Reason.SHORT_FOR_SEVERAL) if (each.shorter, each.match_reason) in several else each)
            for each in candidates
        ]
        return {near_miss for near_miss in judged if near_miss is not None}

    def _short_for_several(self, candidates: Iterable[Candidate]) -> set[tuple[int, Reason]]:
        """Return the short forms that fit several organisations of the list, or another one than they are known for."""
        fitting: defaultdict[tuple[int, Reason], set[int]] = defaultdict(set)
        for candidate in candidates:
            if candidate.match_reason in _SHORT_FORMS and candidate.doubt in (None, Reason.BARE_UNIT):
                fitting[candidate.shorter, candidate.match_reason].add(self.clusters.find(candidate.longer))
        known = organisation_words().acronyms
        for (name_index, match_reason), roots in fitting.items():
            is_known = (
                self.clusters.record(name_index) or len(self.clusters.members(name_index)) > 1 or self.forms.keys[name_index] in known
            )
            if match_reason is Reason.ACRONYM and is_known:
                roots.add(self.clusters.find(name_index))
        return {short for short, roots in fitting.items() if len(roots) > 1}

    def short_for(self) -> Mapping[int, set[int]]:
        """Return for each form that stands by itself and shares an author with several organisations that it is short for a name of each."""
        alone = {name_index: full for name_index, full in self._fitting.items() if len(self.clusters.members(name_index)) == 1}
        several = {
            name_index: {self.clusters.find(each) for each in full}
            for name_index, full in alone.items()
            if name_index not in self.clusters.record_of
        }
        return {name_index: full for name_index, full in several.items() if len(full) > 1}

    def _judge(self, candidate: Candidate) -> NearMiss | None:
        """Join a pair where everything speaks for it; else return why it is kept apart."""
        a, b, match_reason, doubt, detail = candidate
        if self.clusters.judgement(a, b) is Judgement.SAME:
            return None
        if match_reason is Reason.ACRONYM and not set(self.entries_of[a]).isdisjoint(self.entries_of[b]):
            return self._near_miss(a, b, match_reason, Reason.ONE_ENTRY)
        one, other = self._authors(a), self._authors(b)
        shared = one.keys() & other.keys()
        evidence = f"author in common: {one[min(shared)]}" if shared else ""
        if doubt is None and shared and self.clusters.join(a, b, match_reason, "; ".join(filter(None, (detail, evidence)))):
            return None
        if doubt is Reason.SHORT_FOR_SEVERAL and shared and not self.clusters.contradiction(a, b):
            self._fitting[a].add(b)
        return self._near_miss(a, b, match_reason, doubt or Reason.NO_SHARED_AUTHOR, evidence)

    def _near_miss(self, a: int, b: int, match_reason: Reason, reason: Reason, evidence: str = "") -> NearMiss:
        score = 0.0 if reason.judgement is Judgement.DIFFERENT else 0.5 if reason is Reason.NO_SHARED_AUTHOR else 0.4 if evidence else 0.2
        if reason is Reason.OTHER_UNIT and (self._beginnings[a] > 1 or ends_in_branch_place(self.labels[b])):
            # With which several names begin is what they are part of, or says too little; a place of campuses names another one.
            score /= 2
        return self.clusters.near_miss(a, b, match_reason, reason, score, evidence)

    def _authors(self, name_index: int) -> dict[str, str]:
        """Return the authors of the entries that print a name, by folded form."""
        if name_index not in self._authors_of:
            forms = [
                form for index in self.entries_of[name_index][:_MOST_ENTRIES] for form in self.entries[index].author_forms[:_MOST_TOGETHER]
            ]
            self._authors_of[name_index] = {fold(form): form for form in forms}
        return self._authors_of[name_index]
