"""Decide which printed names are one author."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from avgraph.model.entries import Entry
from avgraph.model.vocabulary import NodeType
from avgraph.resolution.author_pairs import ABBREVIATED, NICKNAME, Pair, find_pairs
from avgraph.resolution.authority import NO_AUTHORITY, Authority, AuthorityRecord
from avgraph.resolution.clusters import Clusters
from avgraph.resolution.entities import Merge, Named, NearMiss
from avgraph.resolution.forms import Forms, collect_forms, join_reviewed, name_entities
from avgraph.resolution.person_names import is_nickname, read_name
from avgraph.text.folding import fold


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

    forms = collect_forms([entry.author_forms for entry in entries], {key: partial(key_of, key) for key in apart})
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
        or bool({fold(name) for name in record.coauthors} & {fold(name) for name in entry.author_forms})
    )


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
        self.members: dict[int, set[int]] = {}

    def apply(self) -> tuple[NearMiss, ...]:
        """Join what the rules find to be one; return what looked alike and was kept apart."""
        for root, names in self.clusters.members().items():
            if len(names) > 1:
                self.members[root] = set(names)
        pairs = sorted(
            find_pairs(self.forms.keys, self.names), key=lambda pair: (pair.likeness, self.forms.keys[pair.a], self.forms.keys[pair.b])
        )
        # An author that was joined can be the co-author that another pair has in common.
        waiting = pairs
        while waiting:
            left = [pair for pair in waiting if not self._try(pair)]
            if len(left) == len(waiting):
                break
            waiting = left
        return tuple(sorted(set(map(self._near_miss, waiting))))

    def _cluster(self, name: int) -> set[int]:
        return self.members.get(self.clusters.find(name)) or {name}

    def _try(self, pair: Pair) -> bool:
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

    def _contradiction(self, pair: Pair) -> str:
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

    def _evidence(self, pair: Pair) -> str:
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

    def _near_miss(self, pair: Pair) -> NearMiss:
        evidence, contradiction = self._evidence(pair), self._contradiction(pair)
        lacking = "no co-author or institution in common" if pair.institution_is_enough else "no co-author in common"
        score = 0.0 if contradiction else pair.score * (1 if evidence else 0.5)
        form, other = sorted((self.forms.form(pair.a), self.forms.form(pair.b)))
        return NearMiss(form, other, pair.likeness, contradiction or pair.doubt or lacking, round(score, 2), evidence)
