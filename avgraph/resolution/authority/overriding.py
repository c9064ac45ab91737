"""Put records over others: what the upper ones say of a form holds, and what the lower ones say beyond that stays."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from avgraph.errors import AuthorityError
from avgraph.model.hierarchy import hierarchy_problem
from avgraph.model.vocabulary import NodeType
from avgraph.resolution.authority.records import AuthorityRecord
from avgraph.text.folding import fold

RecordsByForm = Mapping[str, tuple[AuthorityRecord, ...]]
"""Records by folded form."""
RecordIndex = Mapping[NodeType, RecordsByForm]
"""Records by kind and folded form."""


def override(lower: RecordIndex, records: Sequence[AuthorityRecord]) -> tuple[RecordIndex, list[str]]:
    """Return the records with others of one level put over them, and a sentence for each of the lower ones that is changed.

    A form is of the record above. Records of one label, or of one IRI, are about one entity, and so are two of which the
    upper one has the label of the lower one as another form. A lower record that tells people apart yields to each upper one of the name.
    Raises AuthorityError where records of one level contradict each other.
    """
    upper = _unite(records)
    if not lower:
        index: dict[NodeType, dict[str, tuple[AuthorityRecord, ...]]] = {}
        _add(index, upper)
        return index, []
    affected = _Affected(lower, upper)
    sentences: list[str] = []
    below: list[AuthorityRecord] = []
    place_of = {record.iri: place for place, record in enumerate(upper)}
    for record in affected.lower:
        owner, rest, sentence = affected.judge(record)
        if owner is not None:
            place = place_of[owner.iri]
            upper[place] = _unite_two(upper[place], rest or replace(record, alternatives=(), misprints=()), is_over=True)
        elif rest is not None:
            below.append(rest)
        sentences += [sentence] if sentence else []
    index = _without(lower, affected.lower)
    _add(index, [*below, *upper])
    return index, sentences


def _without(index: RecordIndex, records: Sequence[AuthorityRecord]) -> dict[NodeType, dict[str, tuple[AuthorityRecord, ...]]]:
    """Return an index without some of its records."""
    result = {kind: dict(forms) for kind, forms in index.items()}
    dropped = set(map(id, records))
    for record in records:
        for key in map(fold, record.forms):
            remaining = tuple(each for each in result[record.kind].pop(key, ()) if id(each) not in dropped)
            if remaining:
                result[record.kind][key] = remaining
    return result


def _add(index: dict[NodeType, dict[str, tuple[AuthorityRecord, ...]]], records: Sequence[AuthorityRecord]) -> None:
    """Add records to an index, in which records of one form must be told apart by something."""
    if any(record.part_of for record in records):
        problem = hierarchy_problem({record.iri: record.part_of for record in (*_each(index), *records)})
        if problem:
            message = f"{' and '.join(sorted({record.file for record in records if record.part_of}))}: org:subOrganizationOf: {problem}"
            raise AuthorityError(message)
    namesakes = Counter((record.kind, fold(record.label)) for record in records)
    told_apart: defaultdict[tuple[NodeType, str], list[AuthorityRecord]] = defaultdict(list)
    for each in sorted(records, key=lambda record: record.disambiguates):
        key = fold(each.label)
        below = index.get(each.kind, {}).get(key, ())
        shares_name = namesakes[each.kind, key] > 1 or any(fold(other.label) == key for other in below)
        record = replace(each, shares_name=True) if shares_name else each
        forms = index.setdefault(record.kind, {})
        for key in {fold(form): None for form in record.forms}:
            others = forms.get(key, ())
            for other in () if record.disambiguates else others:
                if not _are_told_apart(other, record, key):
                    raise AuthorityError(_contradiction(next(form for form in record.forms if fold(form) == key), other, record))
            # Records that tell entities apart come last, so that one about everybody of a name would be the first.
            if record.disambiguates:
                told_apart[record.kind, key].append(record)
            else:
                forms[key] = (*others, record)
    for (kind, key), namesakes_of_key in told_apart.items():
        index[kind][key] = (*index[kind].get(key, ()), *namesakes_of_key)


def _each(index: RecordIndex) -> Iterator[AuthorityRecord]:
    """Yield each record of an index once."""
    yield from {id(record): record for forms in index.values() for records in forms.values() for record in records}.values()


def _are_told_apart(first: AuthorityRecord, second: AuthorityRecord, key: str) -> bool:
    """Tell whether something decides between two records of a folded form: the entry, the printed form, or the field."""
    if first.disambiguates or second.disambiguates:
        return True
    printed, others = ({form for form in record.forms if fold(form) == key} for record in (first, second))
    are_in_two_fields = first.subject != second.subject and "" not in (first.subject, second.subject)
    return printed.isdisjoint(others) or (first.kind is NodeType.VENUE and are_in_two_fields)


class _Affected:
    """The lower records of which upper ones have a form or the IRI, and what is left of them."""

    def __init__(self, lower: RecordIndex, upper: Iterable[AuthorityRecord]) -> None:
        self.claims: defaultdict[tuple[NodeType, str], list[AuthorityRecord]] = defaultdict(list)
        self.by_iri: dict[str, AuthorityRecord] = {}
        self._lower = lower
        for record in upper:
            self.by_iri[record.iri] = record
            for key in {fold(form): None for form in record.forms}:
                self.claims[record.kind, key].append(record)
        same = [record for kind, key in self.claims for record in lower.get(kind, {}).get(key, ())]
        same += [record for record in _each(lower) if record.iri in self.by_iri] if self.by_iri else []
        self.lower = list({id(record): record for record in same}.values())

    def judge(self, record: AuthorityRecord) -> tuple[AuthorityRecord | None, AuthorityRecord | None, str]:
        """Return the upper record that is about the same entity, what is left of the lower one, and a sentence where that is less than before."""
        owner = self._owner(record)
        owners = [owner] if owner is not None else []
        if record.disambiguates or any(each.disambiguates for each in owners):
            deciding = (self._claims_of(record.kind, record.label) if record.disambiguates else []) or owners
            return None, None if deciding else record, _sentence(deciding, record, record.label)
        claims = {form: self._plain_claims_of(record.kind, form) for form in record.forms}
        if owner is not None and owner.iri == record.iri:
            lost = [form for form in record.forms if owner not in claims[form]]
        else:
            lost = [form for form in record.forms if any(each is not owner for each in claims[form])]
        left = [form for form in record.forms if form not in lost]
        if owner is not None and fold(owner.label) != fold(record.label):
            return owner, _with_forms(record, left or [owner.label]), _sentence([owner], record, record.label)
        rest = _with_forms(record, left) if left else None
        if not lost:
            return owner, rest, _facts_sentence(owner, record)
        deciding = [each for form in lost for each in claims[form]] or owners
        return owner, rest, _sentence(deciding, record, *lost)

    def _claims_of(self, kind: NodeType, form: str) -> list[AuthorityRecord]:
        """Return the upper records that have a form."""
        return self.claims.get((kind, fold(form)), [])

    def _plain_claims_of(self, kind: NodeType, form: str) -> list[AuthorityRecord]:
        """Return the upper records that have a form and tell no people apart."""
        return [each for each in self._claims_of(kind, form) if not each.disambiguates]

    def _owner(self, record: AuthorityRecord) -> AuthorityRecord | None:
        """Return the upper record that is about the same entity as a lower one."""
        if record.iri in self.by_iri:
            return self.by_iri[record.iri]
        plain = self._plain_claims_of(record.kind, record.label)
        same_label = self._lower.get(record.kind, {}).get(fold(record.label), ())
        if sum(not each.disambiguates for each in same_label) > 1:
            # An acronym of several venues is the upper record's alone; only a further form in common makes one of two records.
            keys = set(map(fold, record.forms))
            plain = [each for each in plain if len(keys.intersection(map(fold, each.forms))) > 1]
        return next((each for each in plain if record.label in each.forms), plain[0] if plain else None)


def _with_forms(record: AuthorityRecord, forms: Sequence[str]) -> AuthorityRecord:
    """Return a record with some of its forms; the first is the label."""
    label, *others = forms
    misprints = tuple(form for form in others if form in record.misprints)
    return replace(record, label=label, alternatives=tuple(form for form in others if form not in misprints), misprints=misprints)


def _sentence(upper: Sequence[AuthorityRecord], lower: AuthorityRecord, *forms: str) -> str:
    """Return what is said of forms now, and what was said of them."""
    if not upper:
        return ""
    files = " and ".join(sorted({record.file for record in upper}))
    iris = " and ".join(sorted({f"<{record.iri}>" for record in upper}))
    return f"{files}: {' and '.join(map(repr, dict.fromkeys(forms)))} is decided by {iris}, against <{lower.iri}> ({lower.label!r}) of {lower.file}"


def _facts(record: AuthorityRecord) -> Mapping[str, str | None]:
    return {
        "avg:rorId": record.ror_id,
        "avg:country": record.country,
        "avg:sector": record.sector,
        "kind": record.venue_kind,
        "avg:identityStatus": record.status,
    }


def _facts_sentence(owner: AuthorityRecord | None, lower: AuthorityRecord) -> str:
    """Return which facts of a record are others now."""
    if owner is None:
        return ""
    facts, others = _facts(owner), _facts(lower)
    changed = [
        f"{name} {str(value)!r}, against {str(others[name])!r}"
        for name, value in facts.items()
        if value and others[name] not in (None, value)
    ]
    return f"{owner.file}: {owner.label!r} has {' and '.join(changed)} of {lower.file}" if changed else ""


def _unite(records: Sequence[AuthorityRecord]) -> list[AuthorityRecord]:
    """Unite the records that files of one level have of one label; in one file a label stands once, or is spelt in two ways."""
    united: dict[tuple[NodeType, str], AuthorityRecord] = {}
    for record in records:
        if not record.disambiguates:
            key = (record.kind, fold(record.label))
            if key in united and united[key].file == record.file and united[key].label != record.label:
                key = (record.kind, record.label)  # spelt apart on purpose
            united[key] = _unite_two(united[key], record) if key in united else record
    return [*united.values(), *(record for record in records if record.disambiguates)]


def _unite_two(first: AuthorityRecord, second: AuthorityRecord, *, is_over: bool = False) -> AuthorityRecord:
    """Return one record for two of one entity; where the first is over the second, its facts hold."""
    kinds, statuses = {first.venue_kind, second.venue_kind} - {None}, {first.status, second.status} - {None}
    if not is_over and (first.file == second.file or len(kinds) > 1 or len(statuses) > 1):
        raise AuthorityError(_contradiction(second.label, first, second))
    for name, one, other in (
        ("country", first.country, second.country),
        ("sector", first.sector, second.sector),
        ("rorId", first.ror_id, second.ror_id),
    ):
        if one and other and one != other and not is_over:
            message = f"{first.file} and {second.file}: avg:{name} of {second.label!r} is {str(one)!r} and {str(other)!r}; keep one"
            raise AuthorityError(message)
    further = {second.label} - {first.label} if is_over else set()
    return replace(
        first,
        alternatives=tuple(sorted({*first.alternatives, *second.alternatives, *further} - {first.label, *first.misprints})),
        misprints=tuple(sorted({*first.misprints, *second.misprints} - {first.label, *first.alternatives})),
        file=f"{first.file} and {second.file}",
        venue_kind=first.venue_kind or second.venue_kind,
        status=first.status or second.status,
        part_of=tuple(sorted({*first.part_of, *second.part_of})),
        ror_id=first.ror_id or second.ror_id,
        country=first.country or second.country,
        sector=first.sector or second.sector,
        different_from=tuple(sorted({*first.different_from, *second.different_from})),
        subject=first.subject or second.subject,
        note=" ".join(filter(None, (first.note, second.note))),
    )


def _contradiction(form: str, first: AuthorityRecord, second: AuthorityRecord) -> str:
    return (
        f"{first.file} and {second.file}: {form!r} names both {first.label!r} (<{first.iri}>) and {second.label!r} (<{second.iri}>); "
        "keep it in one record, or tell them apart by avg:toldByInstitution, avg:toldByCoauthor, avg:toldByLink or avg:toldByLine"
    )
