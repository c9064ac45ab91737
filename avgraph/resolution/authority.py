"""Load authority files: which forms name which entity, and which identical forms do not, as people have reviewed it."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from avgraph.errors import AuthorityError
from avgraph.model.hierarchy import hierarchy_problem
from avgraph.model.ontology import ontology_file
from avgraph.model.vocabulary import AVG, ORG, OWL, RDF, SKOS, IdentityStatus, NodeType, Sector, VenueKind, country_codes, shorten
from avgraph.text.controls import show_controls
from avgraph.text.folding import fold
from avgraph.text.nesting import problem_of_dump

if TYPE_CHECKING:
    from pyoxigraph import Quad

BUNDLED_FILES = ("institutions.ttl", "people.ttl", "venues.ttl")
"""The reviewed files that ship with the package. One that is missing says nothing."""
_KINDS = {
    AVG + "Institution": NodeType.INSTITUTION,
    AVG + "Author": NodeType.AUTHOR,
    AVG + "Venue": NodeType.VENUE,
    **dict.fromkeys((AVG + kind.value for kind in VenueKind), NodeType.VENUE),
}
_IRI_PROPERTIES = frozenset((RDF + "type", ORG + "subOrganizationOf", OWL + "differentFrom"))
_TEXT_PROPERTIES = frozenset(
    (
        *(SKOS + name for name in ("prefLabel", "altLabel", "hiddenLabel", "scopeNote")),
        *(AVG + name for name in ("identityStatus", "country", "sector", "toldByInstitution", "toldByCoauthor", "toldByLine")),
    )
)
"""The properties that are read; a file can hold more."""
_Statements = defaultdict[str, defaultdict[str, list[str]]]
"""Subject, property and values."""
_MESSAGE = 200
"""Most characters of the parser's message, which can quote a whole line."""
_LINE_DIGITS = 9
"""Most digits of the number of a line."""
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
        """Whether the record tells a person from namesakes, and so is about some entries only."""
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
    records = [record for path in paths if path.is_file() for record in _read_bundled(path)]
    for path in extra:
        records += _read_file(Path(path), str(path))
    return _combine(records)


@cache
def _read_bundled(path: Path) -> tuple[AuthorityRecord, ...]:
    return tuple(_read_file(path, path.name))


def _read_file(path: Path, name: str) -> list[AuthorityRecord]:
    from pyoxigraph import RdfFormat, parse

    try:
        text = path.read_bytes().removeprefix(BOM_UTF8)
    except (OSError, ValueError) as error:
        message = f"{name}: the authority file cannot be read: {getattr(error, 'strerror', None) or error}"
        raise AuthorityError(message) from None
    if text.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        message = f"{name}: the authority file is in UTF-16; save it in UTF-8"
        raise AuthorityError(message)
    if problem := problem_of_dump(text, "ttl"):
        message = f"{name}: the authority file {problem}"
        raise AuthorityError(message)
    subjects: _Statements = defaultdict(lambda: defaultdict(list))
    try:
        for quad in parse(text, format=RdfFormat.TURTLE):
            _add_statement(subjects, quad, name)
    except (SyntaxError, ValueError, MemoryError) as error:
        line = getattr(error, "lineno", None)
        reason = " ".join(str(getattr(error, "msg", error)).split())[:_MESSAGE]
        message = f"{name}{f':{line}' if line else ''}: not Turtle: {reason}"
        raise AuthorityError(message) from None
    return [_read_record(iri, values, name) for iri, values in sorted(subjects.items())]


def _add_statement(subjects: _Statements, quad: "Quad", file: str) -> None:
    """Add a statement where its property is one that is read; raise AuthorityError where its terms are of another kind than they must be."""
    from pyoxigraph import Literal, NamedNode

    if not isinstance(quad.subject, NamedNode):
        message = f"{file}: a record has an IRI, and a blank node or a statement has none; write it as <https://…> a avg:Author"
        raise AuthorityError(message)
    values = subjects[quad.subject.value]
    wanted = NamedNode if quad.predicate.value in _IRI_PROPERTIES else Literal
    if quad.predicate.value not in _IRI_PROPERTIES | _TEXT_PROPERTIES:
        return
    if not isinstance(quad.object, wanted):
        kind = "an IRI" if wanted is NamedNode else "a text in quotes"
        message = f"{file}: {quad.subject.value}: {shorten(quad.predicate.value)} takes {kind}"
        raise AuthorityError(message)
    values[quad.predicate.value].append(show_controls(quad.object.value))


def _read_record(iri: str, values: Mapping[str, list[str]], file: str) -> AuthorityRecord:
    def each(iri_of_property: str) -> tuple[str, ...]:
        return tuple(sorted(values.get(iri_of_property, ())))

    types, labels = values.get(RDF + "type", ()), each(SKOS + "prefLabel")
    status, lines = each(AVG + "identityStatus"), each(AVG + "toldByLine")
    country, sector = each(AVG + "country"), each(AVG + "sector")
    kind = next((_KINDS[value] for value in types if value in _KINDS), None)
    if kind is None:
        kinds = "avg:Institution, avg:Author, avg:Conference, avg:Journal, avg:Workshop or avg:PreprintServer"
        message = f"{file}: {iri} is of no kind known here; write it as {kinds}"
        raise AuthorityError(message)
    forms = (*each(SKOS + "altLabel"), *each(SKOS + "hiddenLabel"))
    problem = _problem_of_names(labels, forms, status, lines) or _problem_of_facts(kind, country, sector)
    if problem:
        message = f"{file}: {iri}{problem}"
        raise AuthorityError(message)
    return AuthorityRecord(
        iri,
        kind,
        labels[0],
        each(SKOS + "altLabel"),
        each(SKOS + "hiddenLabel"),
        file,
        venue_kind=next((_VENUE_KINDS[value] for value in types if value in _VENUE_KINDS), None),
        status=IdentityStatus(status[0]) if status else None,
        part_of=each(ORG + "subOrganizationOf"),
        country=country[0] if country else None,
        sector=Sector(sector[0]) if sector else None,
        different_from=each(OWL + "differentFrom"),
        institutions=each(AVG + "toldByInstitution"),
        coauthors=each(AVG + "toldByCoauthor"),
        lines=tuple(sorted(map(int, lines))),
        note=" ".join(each(SKOS + "scopeNote")),
    )


def _problem_of_names(labels: Sequence[str], forms: Sequence[str], status: Sequence[str], lines: Sequence[str]) -> str:
    """Return what is wrong with the name of a record and with what tells namesakes apart, or nothing."""
    if len(labels) != 1 or not fold(labels[0]):
        return f" has {len(labels)} preferred labels; write exactly one skos:prefLabel"
    if not all(map(fold, forms)):
        return " has a form without letters"
    is_status = len(status) <= 1 and all(value in tuple(IdentityStatus) for value in status)
    if not is_status or not all(value.isdecimal() and len(value) <= _LINE_DIGITS for value in lines):
        return f": avg:identityStatus is one of {_quoted(IdentityStatus, ', ')}, avg:toldByLine a number"
    return ""


def _problem_of_facts(kind: NodeType, country: Sequence[str], sector: Sequence[str]) -> str:
    """Return what is wrong with the country or sector of a record, or nothing."""
    if (country or sector) and kind is not NodeType.INSTITUTION:
        return ": avg:country and avg:sector are facts of an avg:Institution"
    if len(country) > 1 or not country_codes().issuperset(country):
        return f": avg:country is {_quoted(country)}; write one code of ISO 3166-1 in capitals, such as 'GB'"
    if len(sector) > 1 or any(value not in tuple(Sector) for value in sector):
        return f": avg:sector is {_quoted(sector)}; write one of {_quoted(Sector, ', ')}"
    return ""


def _quoted(values: Iterable[str], separator: str = " and ") -> str:
    return separator.join(repr(str(value)) for value in values)


def _combine(records: Sequence[AuthorityRecord]) -> Authority:
    """Put the records of several files together; records of one label are about one entity."""
    by_form: dict[NodeType, dict[str, list[AuthorityRecord]]] = {}
    united = _unite(records)
    problem = hierarchy_problem({record.iri: record.part_of for record in united})
    if problem:
        message = f"{' and '.join(sorted({record.file for record in united if record.part_of}))}: org:subOrganizationOf: {problem}"
        raise AuthorityError(message)
    namesakes = Counter((record.kind, fold(record.label)) for record in united)
    for each in united:
        record = replace(each, shares_name=True) if namesakes[each.kind, fold(each.label)] > 1 else each
        forms = by_form.setdefault(record.kind, {})
        for key in {fold(form): None for form in record.forms}:
            others = forms.setdefault(key, [])
            # Records that tell people apart come last, so that one about everybody of a name would be the first.
            is_second = not record.disambiguates or record.kind is not NodeType.AUTHOR
            if others and is_second:
                raise AuthorityError(_contradiction(next(form for form in record.forms if fold(form) == key), others[0], record))
            others.append(record)
    return Authority({kind: {key: tuple(same) for key, same in forms.items()} for kind, forms in by_form.items()})


def _unite(records: Sequence[AuthorityRecord]) -> list[AuthorityRecord]:
    """Unite the records that two files have of one label; in one file a label stands once."""
    united: dict[tuple[NodeType, str], AuthorityRecord] = {}
    for record in records:
        if not record.disambiguates:
            key = (record.kind, fold(record.label))
            united[key] = _unite_two(united[key], record) if key in united else record
    return [*united.values(), *(record for record in records if record.disambiguates)]


def _unite_two(first: AuthorityRecord, second: AuthorityRecord) -> AuthorityRecord:
    kinds, statuses = {first.venue_kind, second.venue_kind} - {None}, {first.status, second.status} - {None}
    if first.file == second.file or len(kinds) > 1 or len(statuses) > 1:
        raise AuthorityError(_contradiction(second.label, first, second))
    for name, one, other in (("country", first.country, second.country), ("sector", first.sector, second.sector)):
        if one and other and one != other:
            message = f"{first.file} and {second.file}: avg:{name} of {second.label!r} is {str(one)!r} and {str(other)!r}; keep one"
            raise AuthorityError(message)
    return replace(
        first,
        alternatives=tuple(sorted({*first.alternatives, *second.alternatives})),
        misprints=tuple(sorted({*first.misprints, *second.misprints})),
        file=f"{first.file} and {second.file}",
        venue_kind=first.venue_kind or second.venue_kind,
        status=first.status or second.status,
        part_of=tuple(sorted({*first.part_of, *second.part_of})),
        country=first.country or second.country,
        sector=first.sector or second.sector,
        different_from=tuple(sorted({*first.different_from, *second.different_from})),
        note=" ".join(filter(None, (first.note, second.note))),
    )


def _contradiction(form: str, first: AuthorityRecord, second: AuthorityRecord) -> str:
    return (
        f"{first.file} and {second.file}: {form!r} names both {first.label!r} (<{first.iri}>) and {second.label!r} (<{second.iri}>); "
        "keep it in one record, or tell people apart by avg:toldByInstitution, avg:toldByCoauthor or avg:toldByLine"
    )
