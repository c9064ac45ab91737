"""Count the printed forms of names, and turn sets of forms into entities."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from avgraph.resolution.authority import AuthorityRecord
from avgraph.resolution.clusters import Clusters
from avgraph.resolution.entities import Merge, Named, NamedEntity
from avgraph.text.folding import fold
from avgraph.text.ids import mint_id, short_hash

SAME_FOLDED_FORM = "the forms differ only in case, spaces, apostrophes, dashes, Unicode form or a leading 'the'"
SAID_BY_AUTHORITY = "the authority {} says so"


@dataclass(frozen=True, slots=True)
class Forms:
    """The names of one kind as a list prints them; spellings that fold alike are one name."""

    keys: tuple[str, ...]
    """The folded form of each name, in the order of their first mention."""
    printed: tuple[Counter[str], ...]
    """For each name, how often each spelling is printed."""
    by_entry: tuple[tuple[int, ...], ...]
    """For each entry, the names (indices into `keys`) that it mentions, in order."""

    def form(self, name: int) -> str:
        """Return the spelling that stands for a name."""
        return preferred_form(self.printed[name])

    def frequency(self, name: int) -> int:
        """Return how often a name is mentioned."""
        return self.printed[name].total()

    def entries_of(self) -> tuple[list[int], ...]:
        """Return for each name the entries that mention it, in order."""
        found: tuple[list[int], ...] = tuple([] for _ in self.keys)
        for entry, names in enumerate(self.by_entry):
            for name in names:
                if not found[name] or found[name][-1] != entry:
                    found[name].append(entry)
        return found


def preferred_form(counts: Counter[str]) -> str:
    """Return the form that names an entity: the most frequent, then the first in code point order.

    >>> preferred_form(Counter({"Interspeech": 19, "InterSpeech": 1}))
    'Interspeech'
    """
    if len(counts) == 1:
        return next(iter(counts))
    return min(counts, key=lambda form: (-counts[form], form))


def collect_forms(printed: Sequence[Iterable[str]], told_apart: Mapping[str, Callable[[int], str]] | None = None) -> Forms:
    """Return the forms that each entry prints.

    `told_apart` holds for a folded form that is the name of several people what makes a key of the
    index of an entry.
    """
    index: dict[str, int] = {}
    counts: list[Counter[str]] = []
    known: dict[str, int] = {}
    by_entry = []
    for entry, forms in enumerate(printed):
        names = []
        for form in forms:
            name = known.get(form)
            if name is None:
                key = fold(form)
                is_shared = told_apart is not None and key in told_apart
                if told_apart is not None and is_shared:
                    key = told_apart[key](entry)
                name = index.setdefault(key, len(counts))
                if name == len(counts):
                    counts.append(Counter())
                if not is_shared:
                    known[form] = name
            counts[name][form] += 1
            names.append(name)
        by_entry.append(tuple(names))
    return Forms(tuple(index), tuple(counts), tuple(by_entry))


def join_reviewed(clusters: Clusters, record_of: Mapping[int, AuthorityRecord]) -> None:
    """Join the names of one record."""
    first: dict[str, int] = {}
    for name, record in record_of.items():
        clusters.join(first.setdefault(record.iri, name), name)


def name_entities(kind: str, forms: Forms, clusters: Clusters, record_of: Mapping[int, AuthorityRecord]) -> Named:
    """Return one entity for each set of names; `record_of` holds the reviewed record of those names that have one.

    A record decides the label; without one it is the most frequent form. The id is minted from the
    label alone, or from what tells people of one name apart.
    """
    ids: list[str] = [""] * len(forms.keys)
    entities: dict[str, NamedEntity] = {}
    merges = clusters.merges()
    for root, names in clusters.members().items():
        record = next((record_of[name] for name in names if name in record_of), None)
        if len(names) == 1 and record is None and len(forms.printed[names[0]]) == 1:
            (label,) = forms.printed[names[0]]
            entity = NamedEntity(mint_id(kind, forms.keys[names[0]]), label)
        else:
            entity = _describe(kind, forms, names, record_of, merges.get(root, ()))
        if entity.id in entities:
            entity = _tell_apart(entity, forms, names)
        entities[entity.id] = entity
        for name in names:
            ids[name] = entity.id
    return Named(entities, tuple(tuple([ids[name] for name in names]) for names in forms.by_entry))


def _describe(kind: str, forms: Forms, names: list[int], record_of: Mapping[int, AuthorityRecord], merges: Sequence[Merge]) -> NamedEntity:
    record = next((record_of[name] for name in names if name in record_of), None)
    counts: Counter[str] = Counter()
    for name in names:
        counts.update(forms.printed[name])
    reasons = list(merges)
    for name in names:
        if len(forms.printed[name]) > 1:
            chosen = forms.form(name)
            reasons += [Merge(form, chosen, SAME_FOLDED_FORM) for form in forms.printed[name] if form != chosen]
    if record is None:
        label = preferred_form(counts)
        others = tuple(sorted(form for form in counts if form != label))
        return NamedEntity(mint_id(kind, fold(label)), label, others, merges=tuple(sorted(reasons)))
    said = SAID_BY_AUTHORITY.format(record.file)
    reasons += [
        Merge(forms.form(name), record.label, said, record.note)
        for name in names
        if name in record_of and fold(forms.form(name)) != fold(record.label)
    ]
    misprinted = {fold(form) for form in record.misprints}
    misprints = {form for form in counts if fold(form) in misprinted and form != record.label}
    # A spelling that differs from the label in case alone is kept as it is printed.
    alternatives = ({*counts} | {*record.alternatives}) - {record.label} - misprints
    return NamedEntity(
        mint_id(kind, fold(record.label)) + _distinction(record),
        record.label,
        tuple(sorted(alternatives)),
        tuple(sorted(misprints)),
        tuple(sorted(reasons)),
        record.venue_kind,
        record.status,
        country=record.country,
        sector=record.sector.value if record.sector else None,
        reviewed_in=record.file,
    )


def _distinction(record: AuthorityRecord) -> str:
    """Return what the id of a person has beyond the name, where others have the same name."""
    if not record.shares_name or not record.is_told_apart:
        return ""
    said = next(each for each in (record.institutions, record.coauthors, tuple(map(str, record.lines))) if each)
    return "." + mint_id("", fold(said[0])).removeprefix("/")


def _tell_apart(entity: NamedEntity, forms: Forms, names: list[int]) -> NamedEntity:
    return replace(entity, id=f"{entity.id}.{short_hash(*sorted(forms.keys[name] for name in names))}")
