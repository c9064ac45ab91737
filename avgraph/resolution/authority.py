"""Load authority files: which forms name which entity, and which identical forms do not, as people have reviewed it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from avgraph.errors import AuthorityError
from avgraph.model.ontology import ontology_file
from avgraph.model.vocabulary import AVG, COUNTRIES, ORG, OWL, RDF, SKOS, IdentityStatus, NodeType, Sector, VenueKind
from avgraph.text.folding import fold

BUNDLED_FILES = ("institutions.ttl", "people.ttl", "venues.ttl")
"""The reviewed files that ship with the package. One that is missing says nothing."""
_KINDS = {
    AVG + "Institution": NodeType.INSTITUTION,
    AVG + "Author": NodeType.AUTHOR,
    AVG + "Venue": NodeType.VENUE,
    **dict.fromkeys((AVG + kind.value for kind in VenueKind), NodeType.VENUE),
}
_VENUE_KINDS = {AVG + kind.value: kind for kind in VenueKind}


@dataclass(frozen=True, slots=True)
class AuthorityRecord:
    """One reviewed entity."""

    iri: str
    kind: NodeType
    label: str
    alternatives: tuple[str, ...]
    misprints: tuple[str, ...]
    file: str
    """Name of the file that holds it."""
    venue_kind: VenueKind | None = None
    status: IdentityStatus | None = None
    part_of: tuple[str, ...] = ()
    """IRIs of the records of the organisations it is a unit of."""
    country: str | None = None
    """Where an institution lies, as its ISO 3166-1 alpha-2 code."""
    sector: Sector | None = None
    """What kind of organisation an institution is."""
    different_from: tuple[str, ...] = ()
    """IRIs of records that are not the same, however alike they look."""
    institutions: tuple[str, ...] = ()
    """Institutions whose naming in an entry tells this person from others of the name."""
    coauthors: tuple[str, ...] = ()
    """Co-authors whose naming in an entry tells this person from others of the name."""
    lines: tuple[int, ...] = ()
    """First lines of the entries that name this person and no other of the name."""
    note: str = ""
    """The reason, where it is not evident."""
    shares_name: bool = False
    """Whether another record has the same preferred label."""

    @property
    def forms(self) -> tuple[str, ...]:
        """Every form that names it."""
        return (self.label, *self.alternatives, *self.misprints)

    @property
    def disambiguates(self) -> bool:
        """Whether the record is about some entries only."""
        return bool(self.institutions or self.coauthors or self.lines)


@dataclass(frozen=True, slots=True)
class Authority:
    """All records in force, by kind and folded form."""

    records: Mapping[NodeType, Mapping[str, tuple[AuthorityRecord, ...]]]

    def of_kind(self, kind: NodeType) -> Mapping[str, tuple[AuthorityRecord, ...]]:
        """Return the records of one kind by folded form; several only where people share a name."""
        return self.records.get(kind, {})


NO_AUTHORITY = Authority({})
"""Says nothing: the rules decide alone."""


def load_authority(extra: Iterable[str | Path] = (), *, bundled: bool = True) -> Authority:
    """Return the records of the bundled files and of `extra` ones, such as a curator's own.

    Raises AuthorityError where a file cannot be read, or two records contradict each other.
    """
    paths = [ontology_file(name) for name in BUNDLED_FILES] if bundled else []
    found = [record for path in paths if path.is_file() for record in _read_bundled(path)]
    for path in extra:
        found += _read_file(Path(path), str(path))
    return _combine(found)


@cache
def _read_bundled(path: Path) -> tuple[AuthorityRecord, ...]:
    return tuple(_read_file(path, path.name))


def _read_file(path: Path, shown: str) -> list[AuthorityRecord]:
    from pyoxigraph import RdfFormat, parse

    try:
        text = path.read_bytes()
    except OSError as error:
        message = f"{shown}: the authority file cannot be read: {error.strerror or error}"
        raise AuthorityError(message) from None
    said: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    try:
        for quad in parse(text, format=RdfFormat.TURTLE):
            said[quad.subject.value][quad.predicate.value].append(quad.object.value)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        reason = str(getattr(error, "msg", error)).splitlines()[0]
        message = f"{shown}{f':{line}' if line else ''}: not Turtle: {reason}"
        raise AuthorityError(message) from None
    return [_read_record(iri, values, shown) for iri, values in sorted(said.items())]


def _read_record(iri: str, values: Mapping[str, list[str]], file: str) -> AuthorityRecord:
    types = values.get(RDF + "type", ())
    kind = next((_KINDS[value] for value in types if value in _KINDS), None)
    if kind is None:
        message = (
            f"{file}: {iri} is of no kind known here; write it as avg:Institution, avg:Author, avg:Conference, avg:Journal or avg:Workshop"
        )
        raise AuthorityError(message)
    labels = values.get(SKOS + "prefLabel", ())
    if len(labels) != 1 or not fold(labels[0]):
        message = f"{file}: {iri} has {len(labels)} preferred labels; write exactly one skos:prefLabel"
        raise AuthorityError(message)

    def each(iri_of_property: str) -> tuple[str, ...]:
        return tuple(sorted(values.get(iri_of_property, ())))

    status = each(AVG + "identityStatus")
    lines = each(AVG + "toldByLine")
    country, sector = each(AVG + "country"), each(AVG + "sector")
    if any(value not in tuple(IdentityStatus) for value in status) or not all(map(str.isdecimal, lines)):
        message = f"{file}: {iri}: avg:identityStatus is one of {', '.join(map(repr, map(str, IdentityStatus)))}, avg:toldByLine a number"
        raise AuthorityError(message)
    _refuse_odd_facts(f"{file}: {iri}", kind, country, sector)
    return AuthorityRecord(
        iri,
        kind,
        labels[0],
        each(SKOS + "altLabel"),
        each(SKOS + "hiddenLabel"),
        file,
        next((_VENUE_KINDS[value] for value in types if value in _VENUE_KINDS), None),
        IdentityStatus(status[0]) if status else None,
        each(ORG + "subOrganizationOf"),
        country[0] if country else None,
        Sector(sector[0]) if sector else None,
        each(OWL + "differentFrom"),
        each(AVG + "toldByInstitution"),
        each(AVG + "toldByCoauthor"),
        tuple(sorted(map(int, lines))),
        " ".join(each(SKOS + "scopeNote")),
    )


def _refuse_odd_facts(where: str, kind: NodeType, country: Sequence[str], sector: Sequence[str]) -> None:
    """Raise AuthorityError where the country or sector of a record is not one of an institution."""
    if (country or sector) and kind is not NodeType.INSTITUTION:
        message = f"{where}: avg:country and avg:sector are facts of an avg:Institution"
        raise AuthorityError(message)
    if len(country) > 1 or not COUNTRIES.issuperset(country):
        message = f"{where}: avg:country is {' and '.join(map(repr, country))}; write one code of ISO 3166-1 in capitals, such as 'GB'"
        raise AuthorityError(message)
    if len(sector) > 1 or any(value not in tuple(Sector) for value in sector):
        message = f"{where}: avg:sector is {' and '.join(map(repr, sector))}; write one of {', '.join(map(repr, map(str, Sector)))}"
        raise AuthorityError(message)


def _combine(found: Sequence[AuthorityRecord]) -> Authority:
    """Put the records of several files together; records of one label say things about one entity."""
    by_form: dict[NodeType, dict[str, tuple[AuthorityRecord, ...]]] = {}
    united = _unite(found)
    named = Counter((record.kind, fold(record.label)) for record in united)
    for each in united:
        record = replace(each, shares_name=True) if named[each.kind, fold(each.label)] > 1 else each
        forms = by_form.setdefault(record.kind, {})
        for key in {fold(form): None for form in record.forms}:
            others = forms.get(key, ())
            undivided = [other for other in (*others, record) if not other.disambiguates]
            if others and (len(undivided) > 1 or record.kind is not NodeType.AUTHOR):
                raise AuthorityError(_contradiction(next(form for form in record.forms if fold(form) == key), others[0], record))
            forms[key] = (*others, record)
    return Authority(by_form)


def _unite(found: Sequence[AuthorityRecord]) -> list[AuthorityRecord]:
    """Unite what two files say of one label; in one file a label stands once."""
    united: dict[tuple[NodeType, str], AuthorityRecord] = {}
    apart: list[AuthorityRecord] = []
    for record in found:
        if record.disambiguates:
            apart.append(record)
            continue
        key = (record.kind, fold(record.label))
        known = united.get(key)
        if known is None:
            united[key] = record
            continue
        kinds, statuses = {known.venue_kind, record.venue_kind} - {None}, {known.status, record.status} - {None}
        if known.file == record.file or len(kinds) > 1 or len(statuses) > 1:
            raise AuthorityError(_contradiction(record.label, known, record))
        for name, one, other in (("country", known.country, record.country), ("sector", known.sector, record.sector)):
            if one and other and one != other:
                message = f"{known.file} and {record.file}: avg:{name} of {record.label!r} is {str(one)!r} and {str(other)!r}; keep one"
                raise AuthorityError(message)
        united[key] = replace(
            known,
            alternatives=tuple(sorted({*known.alternatives, *record.alternatives})),
            misprints=tuple(sorted({*known.misprints, *record.misprints})),
            file=f"{known.file} and {record.file}",
            venue_kind=known.venue_kind or record.venue_kind,
            status=known.status or record.status,
            part_of=tuple(sorted({*known.part_of, *record.part_of})),
            country=known.country or record.country,
            sector=known.sector or record.sector,
            different_from=tuple(sorted({*known.different_from, *record.different_from})),
            note=" ".join(filter(None, (known.note, record.note))),
        )
    return [*united.values(), *apart]


def _contradiction(form: str, first: AuthorityRecord, second: AuthorityRecord) -> str:
    return (
        f"{first.file} and {second.file}: {form!r} names both {first.label!r} (<{first.iri}>) and {second.label!r} (<{second.iri}>); "
        "keep it in one record, or tell people apart by avg:toldByInstitution, avg:toldByCoauthor or avg:toldByLine"
    )
