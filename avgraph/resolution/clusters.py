"""Collect the printed forms of names, cluster those that name one entity, and turn each cluster into its entity."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from avgraph.model.disjoint_sets import DisjointSets
from avgraph.model.vocabulary import NodeType
from avgraph.resolution.authority.records import AuthorityRecord
from avgraph.resolution.entities import Merge, NamedEntities, NamedEntity, NearMiss
from avgraph.resolution.judgement import Judgement, Reason
from avgraph.text.folding import fold
from avgraph.text.ids import mint_id, tell_ids_apart

_NO_YEAR = 10_000


@dataclass(frozen=True, slots=True)
class Forms:
    """The names of one kind as a list prints them; spellings that fold alike are one name."""

    keys: tuple[str, ...]
    """The folded form of each name, in the order of their first mention."""
    printed: tuple[Counter[str], ...]
    """For each name, how often each spelling is printed."""
    by_entry: tuple[tuple[int, ...], ...]
    """For each entry, the names (indices into `keys`) that it mentions, in order."""
    labels: tuple[str, ...] = field(init=False)
    """The spelling that stands for each name."""

    def __post_init__(self) -> None:
        """Choose the labels."""
        object.__setattr__(self, "labels", tuple(map(preferred_form, self.printed)))

    def frequency(self, name_index: int) -> int:
        """Return how often a name is mentioned."""
        return self.printed[name_index].total()

    def entries_of(self) -> tuple[list[int], ...]:
        """Return for each name the entries that mention it, in order."""
        entries: tuple[list[int], ...] = tuple([] for _ in self.keys)
        for entry, name_indices in enumerate(self.by_entry):
            for name_index in name_indices:
                if not entries[name_index] or entries[name_index][-1] != entry:
                    entries[name_index].append(entry)
        return entries

    def first_years(self, years: Sequence[int | None]) -> list[int]:
        """Return for each name the year of the first entry that mentions it, of the `years` of the entries."""
        first = [_NO_YEAR] * len(self.keys)
        for year, name_indices in zip(years, self.by_entry, strict=True):
            for name_index in name_indices:
                first[name_index] = min(first[name_index], year or _NO_YEAR)
        return first


def preferred_form(counts: Counter[str]) -> str:
    """Return the form that names an entity: the most frequent, then the first in code point order.

    >>> preferred_form(Counter({"Interspeech": 19, "InterSpeech": 1}))
    'Interspeech'
    """
    if len(counts) == 1:
        return next(iter(counts))
    return min(counts, key=lambda form: (-counts[form], form))


def collect_forms(printed: Sequence[Iterable[str]], namesake_keys: Mapping[str, Callable[[int, str], str]] | None = None) -> Forms:
    """Return the forms that each entry prints.

    `namesake_keys` holds, for a folded form that is the name of several, what returns the key of
    the one that the entry with an index names by a printed form.
    """
    namesake_keys = namesake_keys or {}
    index: dict[str, int] = {}
    counts: list[Counter[str]] = []
    name_of_form: dict[str, int] = {}
    by_entry = []
    for entry, forms in enumerate(printed):
        name_indices = []
        for form in forms:
            name_index = name_of_form.get(form)
            if name_index is None:
                key = fold(form)
                own_key = namesake_keys[key](entry, form) if key in namesake_keys else key
                name_index = index.setdefault(own_key, len(counts))
                if name_index == len(counts):
                    counts.append(Counter())
                if key not in namesake_keys:
                    name_of_form[form] = name_index
            counts[name_index][form] += 1
            name_indices.append(name_index)
        by_entry.append(tuple(name_indices))
    return Forms(tuple(index), tuple(counts), tuple(by_entry))


Constraints = Mapping[int, Mapping[Reason, frozenset[str]]]
"""For each name, the values that it can have, by the reason for which names of other values are kept apart."""


class Clusters:
    """The clusters of names that are held to be one entity, each with its reasons and at most one reviewed record."""

    def __init__(self, forms: Forms, record_of: Mapping[int, AuthorityRecord], constraints: Constraints | None = None) -> None:
        """Start with one cluster for each record, and every other name by itself; `constraints` never contradict each other in a cluster."""
        self.forms = forms
        self._constraints: dict[int, dict[Reason, frozenset[str]]] = {
            name_index: dict(known) for name_index, known in (constraints or {}).items()
        }
        self.record_of = dict(record_of)
        self._sets = DisjointSets(range(len(forms.keys)))
        self.find = self._sets.find
        self._members: dict[int, list[int]] = {}
        self._records = self.record_of.copy()
        self._merges: list[tuple[int, Merge]] = []
        first: dict[str, int] = {}
        for name_index, record in record_of.items():
            self.unite(first.setdefault(record.iri, name_index), name_index)

    def members(self, name_index: int) -> list[int]:
        """Return the names of the cluster of a name."""
        return self._members.get(self.find(name_index)) or [name_index]

    def record(self, name_index: int) -> AuthorityRecord | None:
        """Return the record of the cluster of a name."""
        return self._records.get(self.find(name_index))

    def add_record(self, name_index: int, record: AuthorityRecord) -> None:
        """Hold a name for one of the forms of a record that no other name has."""
        self.record_of[name_index] = self._records[self.find(name_index)] = record

    def judgement(self, a: int, b: int) -> Judgement:
        """Return what is decided of two names: what was joined is the same, and two records are different."""
        if self.find(a) == self.find(b):
            return Judgement.SAME
        if self.contradiction(a, b):
            return Judgement.DIFFERENT
        to_record, from_record = (Judgement.SAME if self.record(name_index) else Judgement.UNDECIDED for name_index in (a, b))
        return to_record + Judgement.DIFFERENT + from_record

    def contradiction(self, a: int, b: int) -> Reason | None:
        """Return the kind of constraint in which the clusters of two names contradict each other, or None."""
        one, other = self.constraints(a), self.constraints(b)
        return next((kind for kind in sorted(one.keys() & other.keys()) if one[kind].isdisjoint(other[kind])), None)

    def constraints(self, name_index: int) -> Mapping[Reason, frozenset[str]]:
        """Return what is known of the cluster of a name: for each kind of constraint the values that it can have."""
        return self._constraints.get(self.find(name_index), {})

    def near_miss(self, a: int, b: int, match_reason: Reason, reason: Reason, score: float, evidence: str = "") -> NearMiss:
        """Return two names that look alike as kept apart: by two records or what contradicts, where there is such, else for a reason."""
        if a in self.record_of and b in self.record_of:
            reason, score = Reason.TWO_RECORDS, 0.0
        elif contradiction := self.contradiction(a, b):
            reason, score = contradiction, 0.0
        return NearMiss(self.forms.labels[a], self.forms.labels[b], match_reason, reason, score, evidence)

    def join(self, a: int, b: int, reason: Reason, evidence: str = "") -> bool:
        """Join the clusters of two names unless they have two records; tell whether the names are one now."""
        judgement = self.judgement(a, b)
        if judgement is Judgement.UNDECIDED:
            self.unite(a, b)
            self._merges.append((a, Merge(self.forms.labels[a], self.forms.labels[b], reason, evidence)))
        return judgement is not Judgement.DIFFERENT

    def unite(self, a: int, b: int) -> None:
        """Make one cluster of those of two names, without a reason: names of one form need none."""
        members, others = sorted((self.members(a), self.members(b)), key=len, reverse=True)
        record = self.record(a) or self.record(b)
        one, other = self.constraints(a), self.constraints(b)
        if self._sets.join(a, b):
            members.extend(others)
            self._members[self.find(a)] = members
            if one or other:
                shared = {kind: one[kind] & other[kind] for kind in one.keys() & other.keys()}
                self._constraints[self.find(a)] = {**one, **other, **shared}
            if record:
                self._records[self.find(a)] = record

    def entities(
        self, kind: NodeType, name_of: Callable[[Sequence[int]], str] | None = None, distinctions: Mapping[int, str] | None = None
    ) -> NamedEntities:
        """Return the entity of each cluster.

        A record decides the label and the id; else the label is the most frequent form, and the id is minted from what `name_of`
        returns for the names of the cluster, or the label. `distinctions` holds what tells people of one name apart, by name.
        """
        distinction_of = {self.find(name_index): words for name_index, words in (distinctions or {}).items()}
        merges: defaultdict[int, list[Merge]] = defaultdict(list)
        for name_index, merge in self._merges:
            merges[self.find(name_index)].append(merge)
        clusters = self._sets.sets()
        minted: list[NamedEntity] = []
        for root, name_indices in clusters.items():
            record = self._records.get(root)
            if record is not None:
                minted.append(self._reviewed_entity(kind, name_indices, record, merges[root]))
            else:
                label, others, reasons = self._united_forms(name_indices, merges[root])
                distinction = distinction_of.get(root, "")
                own_id = mint_id(kind.kind, fold(name_of(name_indices) if name_of else label)) + _words_of_id(distinction)
                minted.append(NamedEntity(own_id, label, others, merges=reasons, distinction=distinction))
        return self._with_own_ids(minted, list(clusters.values()))

    def _with_own_ids(self, minted: Sequence[NamedEntity], clusters: Sequence[Sequence[int]]) -> NamedEntities:
        """Return the entities of clusters with ids that no two of them share."""
        keys = self.forms.keys
        contents = ["\n".join(sorted([keys[name_index] for name_index in cluster])) for cluster in clusters]
        ids = tell_ids_apart([entity.id for entity in minted], contents)
        id_of_name = [""] * len(keys)
        for identifier, cluster in zip(ids, clusters, strict=True):
            for name_index in cluster:
                id_of_name[name_index] = identifier
        entities = {
            identifier: entity if entity.id == identifier else entity._replace(id=identifier)
            for identifier, entity in zip(ids, minted, strict=True)
        }
        by_entry = tuple(tuple([id_of_name[name_index] for name_index in name_indices]) for name_indices in self.forms.by_entry)
        return NamedEntities(entities, by_entry)

    def _united_forms(self, name_indices: list[int], merges: list[Merge]) -> tuple[str, tuple[str, ...], tuple[Merge, ...]]:
        """Return the most frequent form of names that are one, their other forms, and why they are one."""
        if len(name_indices) == 1 and len(self.forms.printed[name_indices[0]]) == 1:
            return self.forms.labels[name_indices[0]], (), ()
        counts = self._counts(name_indices)
        label = preferred_form(counts)
        return label, tuple(sorted(counts.keys() - {label})), tuple(sorted([*merges, *self._spellings(name_indices)]))

    def _reviewed_entity(self, kind: NodeType, name_indices: list[int], record: AuthorityRecord, merges: list[Merge]) -> NamedEntity:
        forms = [self.forms.labels[name_index] for name_index in name_indices if name_index in self.record_of]
        reviewed = [
            Merge(form, record.label, Reason.REVIEWED, record.note, record.file) for form in forms if fold(form) != fold(record.label)
        ]
        counts = self._counts(name_indices)
        misprinted = {fold(form) for form in record.misprints}
        misprints = {form for form in counts if fold(form) in misprinted and form != record.label}
        # A spelling that differs from the label in case alone is an alternative as it is printed.
        alternatives = {*counts, *record.alternatives} - {record.label} - misprints
        return NamedEntity(
            mint_id(kind.kind, fold(record.label)) + _words_of_id(_disambiguation(record)),
            record.label,
            tuple(sorted(alternatives)),
            tuple(sorted(misprints)),
            tuple(sorted([*merges, *self._spellings(name_indices), *reviewed])),
            record.venue_kind,
            record.status,
            ror_id=record.ror_id,
            country=record.country,
            sector=record.sector.value if record.sector else None,
            reviewed_in=record.file,
            distinction=f"line {condition}" if (condition := _disambiguation(record)).isdigit() else condition,
        )

    def _counts(self, name_indices: list[int]) -> Counter[str]:
        counts: Counter[str] = Counter()
        for name_index in name_indices:
            counts.update(self.forms.printed[name_index])
        return counts

    def _spellings(self, name_indices: list[int]) -> list[Merge]:
        """Return why the spellings of each name are one."""
        return [
            Merge(form, self.forms.labels[name_index], Reason.SAME_FOLDED_FORM)
            for name_index in name_indices
            for form in self.forms.printed[name_index]
            if form != self.forms.labels[name_index]
        ]


def _disambiguation(record: AuthorityRecord) -> str:
    """Return what tells a person from others of the same name, in words: an institution, co-author, line or link; else nothing."""
    if not record.shares_name or not record.disambiguates:
        return ""
    return next(each for each in (record.institutions, record.coauthors, tuple(map(str, record.lines)), record.links) if each)[0]


def _words_of_id(distinction: str) -> str:
    return "." + mint_id("", fold(distinction)).removeprefix("/") if distinction else ""
