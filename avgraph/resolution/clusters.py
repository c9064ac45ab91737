"""Collect the printed forms of names, cluster those that name one entity, and turn each cluster into its entity."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from avgraph.model.disjoint_sets import DisjointSets
from avgraph.model.vocabulary import NodeType
from avgraph.resolution.authority.records import AuthorityRecord
from avgraph.resolution.entities import Merge, Named, NamedEntity
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

    def frequency(self, name: int) -> int:
        """Return how often a name is mentioned."""
        return self.printed[name].total()

    def entries_of(self) -> tuple[list[int], ...]:
        """Return for each name the entries that mention it, in order."""
        entries: tuple[list[int], ...] = tuple([] for _ in self.keys)
        for entry, names in enumerate(self.by_entry):
            for name in names:
                if not entries[name] or entries[name][-1] != entry:
                    entries[name].append(entry)
        return entries

    def first_years(self, years: Sequence[int | None]) -> list[int]:
        """Return for each name the year of the first entry that mentions it, of the `years` of the entries."""
        first = [_NO_YEAR] * len(self.keys)
        for year, names in zip(years, self.by_entry, strict=True):
            for name in names:
                first[name] = min(first[name], year or _NO_YEAR)
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
        names = []
        for form in forms:
            name = name_of_form.get(form)
            if name is None:
                key = fold(form)
                own_key = namesake_keys[key](entry, form) if key in namesake_keys else key
                name = index.setdefault(own_key, len(counts))
                if name == len(counts):
                    counts.append(Counter())
                if key not in namesake_keys:
                    name_of_form[form] = name
            counts[name][form] += 1
            names.append(name)
        by_entry.append(tuple(names))
    return Forms(tuple(index), tuple(counts), tuple(by_entry))


Facts = Mapping[int, Mapping[Reason, frozenset[str]]]
"""For each name, the values that it can have, by the reason for which names of other values are kept apart."""


class Clusters:
    """The clusters of names that are held to be one entity, each with its reasons and at most one reviewed record."""

    def __init__(self, forms: Forms, record_of: Mapping[int, AuthorityRecord], facts: Facts | None = None) -> None:
        """Start with one cluster for each record, and every other name by itself; `facts` are known of names, and never contradict in a cluster."""
        self.forms = forms
        self._facts: dict[int, dict[Reason, frozenset[str]]] = {name: dict(known) for name, known in (facts or {}).items()}
        self.record_of = dict(record_of)
        self._sets = DisjointSets(range(len(forms.keys)))
        self.find = self._sets.find
        self._members: dict[int, list[int]] = {}
        self._records = self.record_of.copy()
        self._merges: list[tuple[int, Merge]] = []
        first: dict[str, int] = {}
        for name, record in record_of.items():
            self.unite(first.setdefault(record.iri, name), name)

    def members(self, name: int) -> list[int]:
        """Return the names of the cluster of a name."""
        return self._members.get(self.find(name)) or [name]

    def record(self, name: int) -> AuthorityRecord | None:
        """Return the record of the cluster of a name."""
        return self._records.get(self.find(name))

    def add_record(self, name: int, record: AuthorityRecord) -> None:
        """Hold a name for one of the forms of a record that no other name has."""
        self.record_of[name] = self._records[self.find(name)] = record

    def judgement(self, a: int, b: int) -> Judgement:
        """Return what is decided of two names: what was joined is the same, and two records are different."""
        if self.find(a) == self.find(b):
            return Judgement.SAME
        if self.contradiction(a, b):
            return Judgement.DIFFERENT
        to_record, from_record = (Judgement.SAME if self.record(name) else Judgement.UNDECIDED for name in (a, b))
        return to_record + Judgement.DIFFERENT + from_record

    def contradiction(self, a: int, b: int) -> Reason | None:
        """Return the kind of facts in which the clusters of two names contradict each other, or None."""
        one, other = self.facts(a), self.facts(b)
        return next((kind for kind in sorted(one.keys() & other.keys()) if one[kind].isdisjoint(other[kind])), None)

    def facts(self, name: int) -> Mapping[Reason, frozenset[str]]:
        """Return what is known of the cluster of a name: for each kind of facts the values that it can have."""
        return self._facts.get(self.find(name), {})

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
        one, other = self.facts(a), self.facts(b)
        if self._sets.join(a, b):
            members.extend(others)
            self._members[self.find(a)] = members
            if one or other:
                shared = {kind: one[kind] & other[kind] for kind in one.keys() & other.keys()}
                self._facts[self.find(a)] = {**one, **other, **shared}
            if record:
                self._records[self.find(a)] = record

    def entities(
        self, kind: NodeType, name_of: Callable[[Sequence[int]], str] | None = None, distinctions: Mapping[int, str] | None = None
    ) -> Named:
        """Return the entity of each cluster.

        A record decides the label and the id; else the label is the most frequent form, and the id is minted from what `name_of`
        returns for the names of the cluster, or the label. `distinctions` holds what tells people of one name apart, by name.
        """
        distinction_of = {self.find(name): words for name, words in (distinctions or {}).items()}
        forms = self.forms
        merges: defaultdict[int, list[Merge]] = defaultdict(list)
        for name, merge in self._merges:
            merges[self.find(name)].append(merge)
        ids = [""] * len(forms.keys)
        sets = self._sets.sets()
        minted: list[NamedEntity] = []
        for root, names in sets.items():
            record = self._records.get(root)
            if record is not None:
                entity = self._reviewed_entity(kind, names, record, merges[root])
            elif len(names) == 1 and len(forms.printed[root]) == 1 and root not in distinction_of:
                entity = NamedEntity(mint_id(kind.kind, fold(name_of(names) if name_of else forms.labels[root])), forms.labels[root])
            else:
                counts = self._counts(names)
                label = preferred_form(counts)
                others = tuple(sorted(counts.keys() - {label}))
                reasons = sorted([*merges[root], *self._spellings(names)])
                own_id = mint_id(kind.kind, fold(name_of(names) if name_of else label)) + _words_of_id(distinction_of.get(root, ""))
                entity = NamedEntity(own_id, label, others, merges=tuple(reasons), distinction=distinction_of.get(root, ""))
            minted.append(entity)
        contents = ["\n".join(sorted([forms.keys[name] for name in names])) for names in sets.values()]
        unique = tell_ids_apart([entity.id for entity in minted], contents)
        for identifier, names in zip(unique, sets.values(), strict=True):
            for name in names:
                ids[name] = identifier
        entities = {
            identifier: entity if entity.id == identifier else entity._replace(id=identifier)
            for identifier, entity in zip(unique, minted, strict=True)
        }
        return Named(entities, tuple(tuple([ids[name] for name in names]) for names in forms.by_entry))

    def _reviewed_entity(self, kind: NodeType, names: list[int], record: AuthorityRecord, merges: list[Merge]) -> NamedEntity:
        forms = [self.forms.labels[name] for name in names if name in self.record_of]
        reviewed = [
            Merge(form, record.label, Reason.REVIEWED, record.note, record.file) for form in forms if fold(form) != fold(record.label)
        ]
        counts = self._counts(names)
        misprinted = {fold(form) for form in record.misprints}
        misprints = {form for form in counts if fold(form) in misprinted and form != record.label}
        # A spelling that differs from the label in case alone is an alternative as it is printed.
        alternatives = {*counts, *record.alternatives} - {record.label} - misprints
        return NamedEntity(
            mint_id(kind.kind, fold(record.label)) + _words_of_id(_disambiguation(record)),
            record.label,
            tuple(sorted(alternatives)),
            tuple(sorted(misprints)),
            tuple(sorted([*merges, *self._spellings(names), *reviewed])),
            record.venue_kind,
            record.status,
            ror_id=record.ror_id,
            country=record.country,
            sector=record.sector.value if record.sector else None,
            reviewed_in=record.file,
            distinction=f"line {condition}" if (condition := _disambiguation(record)).isdigit() else condition,
        )

    def _counts(self, names: list[int]) -> Counter[str]:
        counts: Counter[str] = Counter()
        for name in names:
            counts.update(self.forms.printed[name])
        return counts

    def _spellings(self, names: list[int]) -> list[Merge]:
        """Return why the spellings of each name are one."""
        return [
            Merge(form, self.forms.labels[name], Reason.SAME_FOLDED_FORM)
            for name in names
            for form in self.forms.printed[name]
            if form != self.forms.labels[name]
        ]


def _disambiguation(record: AuthorityRecord) -> str:
    """Return what tells a person from others of the same name, in words: an institution, co-author, line or link; else nothing."""
    if not record.shares_name or not record.disambiguates:
        return ""
    return next(each for each in (record.institutions, record.coauthors, tuple(map(str, record.lines)), record.links) if each)[0]


def _words_of_id(distinction: str) -> str:
    return "." + mint_id("", fold(distinction)).removeprefix("/") if distinction else ""
