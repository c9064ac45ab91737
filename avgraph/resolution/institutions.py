"""Decide which printed organisation names are one institution."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from avgraph.model.entries import Entry
from avgraph.model.vocabulary import IdentityStatus, NodeType
from avgraph.resolution.authority import NO_AUTHORITY, Authority, AuthorityRecord
from avgraph.resolution.clusters import Clusters
from avgraph.resolution.entities import Merge, Named, NearMiss
from avgraph.resolution.forms import Forms, collect_forms, join_reviewed, name_entities
from avgraph.resolution.organisation_names import (
    initials,
    is_address,
    is_cut_off,
    key_words,
    spelling_key,
    spelling_keys,
    without_leading_country,
)
from avgraph.resolution.words import organisation_words
from avgraph.text.folding import fold
from avgraph.text.likeness import is_one_slip

SAME_SPELLING = (
    "the forms differ only in spelling: case, diacritics, punctuation, function words, usual abbreviations, "
    "a legal suffix, an appended country or a misprint of a generic word"
)
SAME_WITHOUT_COUNTRY = "one form has the country before the name"
CUT_OFF = "one form is the other, cut off in the middle of the name"
COMPANY_IN_FRONT = "one form has the company before the name of its laboratory"
ACRONYM = "one form is the acronym of the other's words"
APPENDED_PLACE = "one form has a place or an acronym after the name"
ONE_LETTER = "the forms differ in one letter, and one is far more frequent"
_LARGE_BLOCK = 200
"""Most names with all words but one in common that are compared by letters."""


def resolve_institutions(entries: Sequence[Entry], authority: Authority = NO_AUTHORITY) -> Named:
    """Return the institutions that the entries name, in the order of their mentions.

    Forms of one record of `authority` are one; forms of two records never are. Where a form has no
    record the rules decide: spelling alone joins what differs in nothing else; a form that is cut
    off, lacks its company, is an acronym, has a place appended or a letter wrong is joined only
    together with an author in common.
    """
    forms = collect_forms([entry.institutions for entry in entries])
    records = authority.of_kind(NodeType.INSTITUTION)
    record_of = {name: records[key][0] for name, key in enumerate(forms.keys) if key in records}
    clusters = Clusters(len(forms.keys))
    join_reviewed(clusters, record_of)
    near = _reviewed_as_different(record_of)
    if len(record_of) < len(forms.keys):
        near = tuple(sorted({*near, *_Rules(forms, clusters, record_of, records, entries).apply()}))
    named = name_entities(NodeType.INSTITUTION.kind, forms, clusters, record_of)
    return _complete(replace(named, near_misses=near), record_of, records)


def _reviewed_as_different(record_of: Mapping[int, AuthorityRecord]) -> tuple[NearMiss, ...]:
    labels = {record.iri: record for record in record_of.values()}
    said = {
        NearMiss(
            record.label, labels[iri].label, "the names look alike", f"the authority {record.file} says that they are not the same", 0.0
        )
        for record in labels.values()
        for iri in record.different_from
        if iri in labels
    }
    return tuple(sorted(said))


def _complete(named: Named, record_of: Mapping[int, AuthorityRecord], records: Mapping[str, tuple[AuthorityRecord, ...]]) -> Named:
    """Add the organisations above, and mark the forms that could name several."""
    by_key = {
        fold(form): entity.id for entity in named.entities.values() for form in (entity.label, *entity.alternatives, *entity.misprints)
    }
    by_iri = {record.iri: by_key[fold(record.label)] for record in record_of.values() if fold(record.label) in by_key}
    above: dict[str, tuple[str, ...]] = {}
    for record in record_of.values():
        parents = {by_iri[iri] for iri in record.part_of if iri in by_iri}
        identifier = by_iri.get(record.iri)
        if parents and identifier:
            above[identifier] = tuple(sorted(parents - {identifier}))
    entities = dict(named.entities)
    for identifier, entity in named.entities.items():
        status = entity.status
        if status is None and fold(entity.label) not in records and fold(entity.label) in organisation_words().ambiguous:
            status = IdentityStatus.TRUNCATED
        if status is not entity.status or identifier in above:
            entities[identifier] = replace(entity, status=status, part_of=above.get(identifier, ()))
    return replace(named, entities=entities)


class _Rules:
    """Applies the rules to the forms that have no record, in an order that does not depend on the order of the entries."""

    def __init__(
        self,
        forms: Forms,
        clusters: Clusters,
        record_of: dict[int, AuthorityRecord],
        records: Mapping[str, tuple[AuthorityRecord, ...]],
        entries: Sequence[Entry],
    ) -> None:
        self.forms = forms
        self.clusters = clusters
        self.record_of = record_of
        self.records = records
        self.order = sorted(range(len(forms.keys)), key=forms.keys.__getitem__)
        self.authors = [{fold(author): author for entry in found for author in entries[entry].authors} for found in forms.entries_of()]
        self.near: list[NearMiss] = []
        self.root_record = {clusters.find(name): record.iri for name, record in record_of.items()}

    def apply(self) -> tuple[NearMiss, ...]:
        """Join what the rules find to be one; return what looked alike and was kept apart."""
        self._join_to_records()
        self._join_spellings()
        for a, b, reason, is_certain in sorted(self._candidates()):
            self._weigh(a, b, reason, is_certain=is_certain)
        return tuple(sorted(self.near))

    def _join(self, a: int, b: int, reason: str, evidence: str = "") -> bool:
        roots = self.clusters.find(a), self.clusters.find(b)
        said = {self.root_record[root] for root in roots if root in self.root_record}
        if len(said) > 1:
            return False
        self.clusters.join(a, b, Merge(self.forms.form(a), self.forms.form(b), reason, evidence))
        if said:
            self.root_record[self.clusters.find(a)] = said.pop()
        return True

    def _join_to_records(self) -> None:
        """Join forms to the records whose labels are spelt alike, though the list prints none of those labels."""
        by_key: defaultdict[str, dict[str, AuthorityRecord]] = defaultdict(dict)
        for found in self.records.values():
            for form in found[0].forms:
                by_key[spelling_key(form)][found[0].iri] = found[0]
        printed = {record.iri: name for name, record in self.record_of.items()}
        for name in self.order:
            fitting = by_key.get(spelling_key(self.forms.keys[name]), {}) if name not in self.record_of else {}
            if len(fitting) != 1:
                continue
            (record,) = fitting.values()
            if record.iri in printed:
                self._join(printed[record.iri], name, SAME_SPELLING)
            else:
                printed[record.iri] = name
                self.record_of[name] = record
                self.root_record[self.clusters.find(name)] = record.iri

    def _join_spellings(self) -> None:
        first: dict[str, int] = {}
        for name in self.order:
            for key in spelling_keys(self.forms.keys[name]):
                other = first.setdefault(key, name)
                if other != name:
                    self._join(other, name, SAME_SPELLING)
        for name in self.order:
            rest = without_leading_country(self.forms.keys[name])
            shorter = first.get(spelling_key(rest), name) if rest and rest not in organisation_words().ambiguous else name
            if shorter != name:
                self._join(shorter, name, SAME_WITHOUT_COUNTRY)

    def _candidates(self) -> Iterator[tuple[int, int, str, bool]]:
        """Yield pairs that need an author in common: shorter and longer form, the rule, and whether it can be certain."""
        words = [key_words(key) for key in self.forms.keys]
        by_words: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        by_first: defaultdict[str, list[int]] = defaultdict(list)
        by_initials: defaultdict[str, list[int]] = defaultdict(list)
        for name in self.order:
            by_words[words[name]].append(name)
            if words[name]:
                by_first[words[name][0]].append(name)
            if len(words[name]) > 1:
                by_initials[initials(self.forms.keys[name])].append(name)
        for name in self.order:
            found = words[name]
            for end in range(1, len(found)):
                for shorter in by_words.get(found[:end], ()):
                    yield from self._shorter_and_longer(shorter, name, found[end:])
            if len(found) > 2 and organisation_words().laboratory_words.intersection(self.forms.keys[name].split()):
                for shorter in by_words.get(found[1:], ()):
                    yield shorter, name, COMPANY_IN_FRONT, True
            first, _, rest = self.forms.keys[name].partition(" ")
            if first.isascii() and first.isalpha() and len(first) > 2:
                yield from self._acronyms(name, first, rest, by_initials)
        for same_first in by_first.values():
            yield from self._one_letter(same_first, words)

    def _shorter_and_longer(self, shorter: int, longer: int, more: tuple[str, ...]) -> Iterator[tuple[int, int, str, bool]]:
        key = self.forms.keys[shorter]
        if is_cut_off(key):
            yield shorter, longer, CUT_OFF, True
        elif len(more) <= 2 and not organisation_words().unit_words.intersection(more) and "laboratory" not in more:
            yield shorter, longer, APPENDED_PLACE, is_address(key, self.forms.keys[longer])

    def _acronyms(self, name: int, first: str, rest: str, by_initials: Mapping[str, list[int]]) -> Iterator[tuple[int, int, str, bool]]:
        """Yield the long forms whose first words have the initials `first`, and then the same words `rest`."""
        for longer in by_initials.get(first + initials(rest) if rest else first, ()):
            tail = self.forms.keys[longer].endswith(" " + rest) if rest else True
            if longer != name and tail and len(self.forms.keys[longer]) > len(self.forms.keys[name]) + 4:
                yield name, longer, ACRONYM, True

    def _one_letter(self, same_first: list[int], words: Sequence[tuple[str, ...]]) -> Iterator[tuple[int, int, str, bool]]:
        """Yield pairs of names of which one word is a misprint of the other's."""
        seen: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for name in same_first:
            for place in range(1, len(words[name])):
                seen[*words[name][:place], "", *words[name][place + 1 :]].append(name)
        for pattern, names in seen.items():
            if len(names) < 2 or len(names) > _LARGE_BLOCK:
                continue
            place = pattern.index("")
            for number, a in enumerate(names):
                for b in names[number + 1 :]:
                    x, y = words[a][place], words[b][place]
                    if min(len(x), len(y)) >= 5 and is_one_slip(x, y):
                        rare, frequent = sorted((a, b), key=lambda name: (self.forms.frequency(name), self.forms.keys[name]))
                        is_rare = self.forms.frequency(frequent) >= 3 * self.forms.frequency(rare)
                        yield rare, frequent, ONE_LETTER, is_rare

    def _weigh(self, a: int, b: int, reason: str, *, is_certain: bool) -> None:
        if self.clusters.find(a) == self.clusters.find(b):
            return
        shared = sorted(self.authors[a].keys() & self.authors[b].keys())
        evidence = f"author in common: {self.authors[a][shared[0]]}" if shared else ""
        form, other = self.forms.form(a), self.forms.form(b)
        if is_certain and shared and self._join(a, b, reason, evidence):
            return
        both = a in self.record_of and b in self.record_of
        if both:
            why, score = "the authority tells them apart", 0.0
        elif not is_certain:
            why, score = "the longer form may name a campus or another unit", 0.4 if shared else 0.2
        else:
            why, score = "no author in common", 0.5
        self.near.append(NearMiss(form, other, reason, why, score, evidence))
