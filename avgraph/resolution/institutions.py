"""Decide which printed organisation names are one institution."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

from avgraph.model.entries import Entry
from avgraph.model.vocabulary import IdentityStatus, NodeType
from avgraph.resolution.authority import NO_AUTHORITY, Authority, AuthorityRecord
from avgraph.resolution.authority.namesakes import EntrySigns, collect_reviewed
from avgraph.resolution.clusters import Clusters
from avgraph.resolution.entities import Named, NearMiss
from avgraph.resolution.judgement import Judgement, Reason
from avgraph.resolution.organisation_names import (
    initials,
    is_address,
    is_cut_off,
    is_place_misprint,
    key_words,
    spelling_key,
    spelling_keys,
    without_leading_country,
)
from avgraph.resolution.words import organisation_words
from avgraph.text.folding import fold
from avgraph.text.likeness import is_one_slip

_LARGE_BLOCK = 60
"""Most names of a block (all words but one, or the initials, in common) that are compared with each other."""
_SAME_WORDS = 10
"""Most forms of the same words that are compared with longer ones."""
_LONGEST, _MOST_WORDS = 200, 25
"""Longest name that is compared with others, in characters and in words."""
_MOST_ENTRIES, _MOST_TOGETHER = 200, 200
"""Most entries of a name, and most authors of an entry, in which an author in common is looked for."""
_SHORT_FORMS = (Reason.ACRONYM, Reason.CUT_OFF, Reason.COMPANY_IN_FRONT)
"""What a form can be of one organisation only: one that fits several is joined with none."""


def resolve_institutions(entries: Sequence[Entry], authority: Authority = NO_AUTHORITY) -> Named:
    """Return the institutions that the entries name, in the order of their mentions.

    Forms of one record of `authority` are one; forms of two records never are. Where a form has no
    record the rules decide: spelling alone joins what differs in nothing else; a form that is cut
    off, lacks its company, is an acronym, has a place appended or a letter wrong is joined only
    together with an author in common.
    """
    records = authority.of_kind(NodeType.INSTITUTION)
    clusters = Clusters(*collect_reviewed([entry.institution_forms for entry in entries], records, EntrySigns(entries)))
    near_misses = _reviewed_as_different(clusters)
    if len(clusters.record_of) < len(clusters.forms.keys):
        near_misses |= _Rules(clusters, records, entries).apply()
    named = replace(clusters.entities(NodeType.INSTITUTION), near_misses=tuple(sorted(near_misses)))
    return _complete(named, clusters, records)


def _reviewed_as_different(clusters: Clusters) -> set[NearMiss]:
    """Return the pairs of records of which one says that it is not the other."""
    records = {record.iri: record for record in clusters.record_of.values()}
    return {
        NearMiss(record.label, records[iri].label, Reason.ALIKE, Reason.REVIEWED_AS_DIFFERENT, 0.0, authority=record.file)
        for record in records.values()
        for iri in record.different_from
        if iri in records
    }


def _complete(named: Named, clusters: Clusters, records: Mapping[str, tuple[AuthorityRecord, ...]]) -> Named:
    """Add the organisations above, and mark the forms that could name several."""
    id_of_form = {fold(form): entity.id for entity in named.entities.values() for form in entity.forms}
    reviewed = {record.iri: record for record in clusters.record_of.values()}
    ids = {iri: id_of_form[fold(record.label)] for iri, record in reviewed.items()}
    entities = dict(named.entities)
    for iri, record in reviewed.items():
        parents = {ids[parent] for parent in record.part_of if parent in ids} - {ids[iri]}
        if parents:
            entities[ids[iri]] = replace(entities[ids[iri]], part_of=tuple(sorted(parents)))
    for identifier, entity in named.entities.items():
        key = fold(entity.label)
        if entity.status is None and key not in records and key in organisation_words().ambiguous:
            entities[identifier] = replace(entity, status=IdentityStatus.TRUNCATED)
    return replace(named, entities=entities)


class _Candidate(NamedTuple):
    """Two names of which one may be another form of the other."""

    shorter: int
    longer: int
    likeness: Reason
    doubt: Reason | None = None
    """Why an author in common does not decide, where it does not."""


class _Rules:
    """Judges the forms that have no record, in an order that does not depend on the order of the entries."""

    def __init__(self, clusters: Clusters, records: Mapping[str, tuple[AuthorityRecord, ...]], entries: Sequence[Entry]) -> None:
        self.clusters = clusters
        self.records = records
        self.forms = clusters.forms
        self.keys = self.forms.keys
        names = (name for name, key in enumerate(self.keys) if len(key) <= _LONGEST and key.count(" ") < _MOST_WORDS)
        self.order = sorted(names, key=self.keys.__getitem__)
        self.entries = entries
        self.entries_of = self.forms.entries_of()
        self._authors_of: dict[int, dict[str, str]] = {}

    def apply(self) -> set[NearMiss]:
        """Join what the rules judge to be one; return what looks alike and was kept apart."""
        self._join_to_records()
        self._join_spellings()
        candidates = sorted({candidate[:3]: candidate for candidate in self._candidates()}.values(), key=lambda each: each[:3])
        several = self._short_for_several(candidates)
        judged = [
            self._judge(each._replace(doubt=Reason.SHORT_FOR_SEVERAL) if (each.shorter, each.likeness) in several else each)
            for each in candidates
        ]
        return {near_miss for near_miss in judged if near_miss is not None}

    def _short_for_several(self, candidates: Iterable[_Candidate]) -> set[tuple[int, Reason]]:
        """Return the short forms that fit several organisations of the list, or another one than they are known for."""
        fitting: defaultdict[tuple[int, Reason], set[int]] = defaultdict(set)
        for candidate in candidates:
            if candidate.likeness in _SHORT_FORMS:
                fitting[candidate.shorter, candidate.likeness].add(self.clusters.find(candidate.longer))
        known = organisation_words().acronyms
        for (name, likeness), roots in fitting.items():
            is_known = self.clusters.record(name) or len(self.clusters.members(name)) > 1 or self.keys[name] in known
            if likeness is Reason.ACRONYM and is_known:
                roots.add(self.clusters.find(name))
        return {short for short, roots in fitting.items() if len(roots) > 1}

    def _join_to_records(self) -> None:
        """Join forms to the records whose labels are spelt alike, though the list prints none of those labels."""
        by_key: defaultdict[str, dict[str, AuthorityRecord]] = defaultdict(dict)
        for record in {same[0].iri: same[0] for same in self.records.values()}.values():
            for form in record.forms:
                by_key[spelling_key(form)][record.iri] = record
        name_of_record = {record.iri: name for name, record in self.clusters.record_of.items()}
        for name in self.order:
            matches = by_key.get(spelling_key(self.keys[name]), {}) if name not in self.clusters.record_of else {}
            if len(matches) != 1:
                continue
            (record,) = matches.values()
            if record.iri in name_of_record:
                self.clusters.join(name_of_record[record.iri], name, Reason.SAME_SPELLING)
            else:
                name_of_record[record.iri] = name
                self.clusters.add_record(name, record)

    def _join_spellings(self) -> None:
        first: dict[str, int] = {}
        for name in self.order:
            for key in spelling_keys(self.keys[name]):
                self.clusters.join(first.setdefault(key, name), name, Reason.SAME_SPELLING)
        for name in self.order:
            rest = without_leading_country(self.keys[name])
            if rest and rest not in organisation_words().ambiguous:
                self.clusters.join(first.get(spelling_key(rest), name), name, Reason.LEADING_COUNTRY)

    def _candidates(self) -> Iterator[_Candidate]:
        """Yield pairs of names that can be one where an author is shared."""
        words = {name: key_words(self.keys[name]) for name in self.order}
        by_words: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        by_first: defaultdict[str, list[int]] = defaultdict(list)
        by_initials: defaultdict[str, list[int]] = defaultdict(list)
        for name in self.order:
            by_words[words[name]].append(name)
            if words[name]:
                by_first[words[name][0]].append(name)
            if len(words[name]) > 1:
                by_initials[initials(self.keys[name])].append(name)
        for name in self.order:
            for end in range(1, len(words[name])):
                for shorter in by_words.get(words[name][:end], [])[:_SAME_WORDS]:
                    yield from self._shorter_and_longer(shorter, name, words[name][end:])
            if len(words[name]) > 2 and organisation_words().laboratory_words.intersection(self.keys[name].split()):
                for shorter in by_words.get(words[name][1:], [])[:_SAME_WORDS]:
                    yield _Candidate(shorter, name, Reason.COMPANY_IN_FRONT)
            yield from self._acronyms(name, by_initials)
        for same_first in by_first.values():
            yield from self._misprints(same_first, words)

    def _shorter_and_longer(self, shorter: int, longer: int, more: tuple[str, ...]) -> Iterator[_Candidate]:
        key = self.keys[shorter]
        if is_cut_off(key):
            yield _Candidate(shorter, longer, Reason.CUT_OFF)
        elif len(more) <= 2 and not organisation_words().unit_words.intersection(more):
            doubt = None if is_address(key, self.keys[longer]) else Reason.OTHER_UNIT
            yield _Candidate(shorter, longer, Reason.APPENDED_PLACE, doubt)

    def _acronyms(self, name: int, by_initials: Mapping[str, list[int]]) -> Iterator[_Candidate]:
        """Yield the long forms whose first words have the initials that are the first word, and then the same words."""
        first, _, rest = self.keys[name].partition(" ")
        if not (first.isascii() and first.isalpha() and len(first) > 2):
            return
        longer_names = by_initials.get(first + initials(rest) if rest else first, ())
        for longer in longer_names if len(longer_names) <= _LARGE_BLOCK else ():
            tail = self.keys[longer].endswith(" " + rest) if rest else True
            if longer != name and tail and len(self.keys[longer]) > len(self.keys[name]) + 4:
                yield _Candidate(name, longer, Reason.ACRONYM)

    def _misprints(self, same_first: list[int], words: Mapping[int, tuple[str, ...]]) -> Iterator[_Candidate]:
        """Yield pairs of names of which one word is a misprint of the other's."""
        by_pattern: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for name in same_first:
            for place in range(1, len(words[name])):
                by_pattern[*words[name][:place], "", *words[name][place + 1 :]].append(name)
        for pattern, names in by_pattern.items():
            if len(names) > _LARGE_BLOCK:
                continue
            place = pattern.index("")
            for a, b in combinations(names, 2):
                x, y = words[a][place], words[b][place]
                if min(len(x), len(y)) >= 5 and is_one_slip(x, y):
                    rare, frequent = sorted((a, b), key=lambda name: (self.forms.frequency(name), self.keys[name]))
                    is_rare = self.forms.frequency(frequent) >= 3 * self.forms.frequency(rare)
                    doubt = None if is_rare and is_place_misprint(x, y) else Reason.OTHER_PLACE
                    yield _Candidate(rare, frequent, Reason.RARE_MISPRINT, doubt)

    def _judge(self, candidate: _Candidate) -> NearMiss | None:
        """Join a pair where everything speaks for it; else return why it is kept apart."""
        a, b, likeness, doubt = candidate
        if self.clusters.judgement(a, b) is Judgement.SAME:
            return None
        one, other = self._authors(a), self._authors(b)
        shared = one.keys() & other.keys()
        evidence = f"author in common: {one[min(shared)]}" if shared else ""
        if doubt is None and shared and self.clusters.join(a, b, likeness, evidence):
            return None
        if a in self.clusters.record_of and b in self.clusters.record_of:
            reason, score = Reason.TWO_RECORDS, 0.0
        elif doubt is not None:
            reason, score = doubt, 0.4 if shared else 0.2
        else:
            reason, score = Reason.NO_SHARED_AUTHOR, 0.5
        return NearMiss(self.forms.form(a), self.forms.form(b), likeness, reason, score, evidence)

    def _authors(self, name: int) -> dict[str, str]:
        """Return the authors of the entries that print a name, by folded form."""
        if name not in self._authors_of:
            forms = [form for index in self.entries_of[name][:_MOST_ENTRIES] for form in self.entries[index].author_forms[:_MOST_TOGETHER]]
            self._authors_of[name] = {fold(form): form for form in forms}
        return self._authors_of[name]
