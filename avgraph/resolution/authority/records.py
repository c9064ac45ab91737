"""Read an authority file: a record for each entity that people have reviewed, and the list that the file is about, if it is about one."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from avgraph.errors import AuthorityError
from avgraph.model.entries import ReadingList
from avgraph.model.vocabulary import (
    AVG,
    DCTERMS,
    ORG,
    OWL,
    RDF,
    SKOS,
    IdentityStatus,
    NodeType,
    Sector,
    VenueKind,
    country_codes,
    local_name,
    shorten,
)
from avgraph.text.controls import show_controls
from avgraph.text.folding import fold, fold_heading
from avgraph.text.nesting import problem_of_dump

_KINDS = {
    AVG + "Institution": NodeType.INSTITUTION,
    AVG + "Author": NodeType.AUTHOR,
    AVG + "Paper": NodeType.PAPER,
    AVG + "Dataset": NodeType.DATASET,
    AVG + "Venue": NodeType.VENUE,
    **dict.fromkeys((AVG + kind.value for kind in VenueKind), NodeType.VENUE),
}
_TEXT_PROPERTIES = (
    *(SKOS + name for name in ("prefLabel", "altLabel", "hiddenLabel", "scopeNote")),
    *(AVG + name for name in ("identityStatus", "country", "sector", "rorId", "toldByInstitution", "toldByCoauthor", "toldByLine")),
    *(AVG + name for name in ("toldByLink", "toldByHeading")),
    DCTERMS + "subject",
)
_TAKES_IRI = {
    **dict.fromkeys(_TEXT_PROPERTIES, False),
    **dict.fromkeys((RDF + "type", ORG + "subOrganizationOf", OWL + "differentFrom"), True),
}
"""The properties that are read, and whether they take an IRI or a text; a file can hold more."""
_NAMES = {iri: local_name(iri) for iri in _TAKES_IRI}
_TOLD_BY_LINK = AVG + "toldByLink"
_Statements = defaultdict[str, defaultdict[str, list[str]]]
"""Subject, property and values."""
_MESSAGE = 200
"""Most characters of the parser's message, which can quote a whole line."""
_ROR_ID = re.compile(r"0[a-z0-9]{8}", re.ASCII)
_LINE_DIGITS = 9
"""Most digits of the number of a line."""
GENERAL, ONE_LIST, CURATOR = 0, 1, 2
"""Levels of files: general knowledge, decisions about one list, and the curator's own word."""
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
    ror_id: str | None = None
    """The id of an institution in the Research Organization Registry, without the address before it."""
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
    """Lines of the entries that name this entity and no other of the name."""
    links: tuple[str, ...] = ()
    """Addresses whose standing in an entry tells this entity from others of the name."""
    subject: str = ""
    """The field of a venue."""
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
        """Whether the record tells an entity from others of its name, and so is about some entries only."""
        return bool(self.institutions or self.coauthors or self.lines or self.links)


@dataclass(frozen=True, slots=True)
class AuthorityFile:
    """What one authority file says."""

    records: tuple[AuthorityRecord, ...]
    level: int = GENERAL
    """Files of a higher level win."""
    lists: tuple[str, ...] = ()
    """IRIs of the lists that it is about; it is about every list where it names none."""
    headings: tuple[str, ...] = ()
    """The headings by which that list is told, all of them, in whatever version."""

    def is_about(self, listed: ReadingList) -> bool:
        """Tell whether the file acts on a list."""
        if not self.headings or listed.source.origin in self.lists:
            return True
        return {fold_heading(step) for heading in listed.headings for step in heading.path}.issuperset(map(fold_heading, self.headings))


def read_authority_file(path: Path, name: str, level: int = GENERAL) -> AuthorityFile:
    """Return what the file at a path says; `name` stands for it in messages. Raises AuthorityError where it cannot be read."""
    try:
        text = path.read_bytes().removeprefix(BOM_UTF8)
    except (OSError, ValueError) as error:
        raise AuthorityError(f"{name}: the authority file cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if text.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise AuthorityError(f"{name}: the authority file is in UTF-16; save it in UTF-8")
    if problem := problem_of_dump(text, "ttl"):
        raise AuthorityError(f"{name}: the authority file {problem}")
    subjects: _Statements = defaultdict(lambda: defaultdict(list))
    try:
        for subject, iri_of_property, value in _statements(text, name):
            values = subjects[subject]
            if iri_of_property in _TAKES_IRI:
                values[iri_of_property].append(value)
    except (SyntaxError, ValueError, MemoryError) as error:
        line = getattr(error, "lineno", None)
        reason = " ".join(str(getattr(error, "msg", error)).split())[:_MESSAGE]
        raise AuthorityError(f"{name}{f':{line}' if line else ''}: not Turtle: {reason}") from None
    lists = tuple(sorted(iri for iri, values in subjects.items() if AVG + "toldByHeading" in values))
    headings = tuple(heading for iri in lists for heading in subjects.pop(iri)[AVG + "toldByHeading"])
    return AuthorityFile(tuple(_read_record(iri, values, name) for iri, values in sorted(subjects.items())), level, lists, headings)


def _statements(text: bytes, file: str) -> Iterator[tuple[str, str, str]]:
    """Yield the statements of a Turtle file as texts; raise AuthorityError where a term is of another kind than it must be."""
    from pyoxigraph import Literal, NamedNode, RdfFormat, parse

    for quad in parse(text, format=RdfFormat.TURTLE):
        subject, iri_of_property, value = quad.subject, quad.predicate.value, quad.object
        if not isinstance(subject, NamedNode):
            message = f"{file}: a record has an IRI, and a blank node or a statement has none; write it as <https://…> a avg:Author"
            raise AuthorityError(message)
        takes_iri = _TAKES_IRI.get(iri_of_property)
        is_wrong = takes_iri is not None and not isinstance(value, NamedNode if takes_iri else Literal)
        if is_wrong and not (iri_of_property == _TOLD_BY_LINK and isinstance(value, NamedNode)):
            kind = "an IRI" if takes_iri else "a text in quotes"
            raise AuthorityError(f"{file}: {subject.value}: {shorten(iri_of_property)} takes {kind}")
        yield subject.value, iri_of_property, show_controls(str(getattr(value, "value", "")))


def _read_record(iri: str, values: Mapping[str, list[str]], file: str) -> AuthorityRecord:
    stated = {_NAMES[iri_of_property]: tuple(sorted(texts)) for iri_of_property, texts in values.items()}
    types, labels = values.get(RDF + "type", ()), stated.get("prefLabel", ())
    status, lines = stated.get("identityStatus", ()), stated.get("toldByLine", ())
    country, sector, ror_ids = stated.get("country", ()), stated.get("sector", ()), stated.get("rorId", ())
    kind = next((_KINDS[value] for value in types if value in _KINDS), None)
    if kind is None:
        kinds = "avg:Institution, avg:Author, avg:Paper, avg:Dataset, avg:Conference, avg:Journal, avg:Workshop or avg:PreprintServer"
        raise AuthorityError(f"{file}: {iri} is of no kind known here; write it as {kinds}")
    forms = (*stated.get("altLabel", ()), *stated.get("hiddenLabel", ()))
    problem = _problem_of_names(labels, forms, status, lines) or _problem_of_facts(kind, country, sector, ror_ids)
    if problem:
        raise AuthorityError(f"{file}: {iri}{problem}")
    return AuthorityRecord(
        iri,
        kind,
        labels[0],
        stated.get("altLabel", ()),
        stated.get("hiddenLabel", ()),
        file,
        venue_kind=next((_VENUE_KINDS[value] for value in types if value in _VENUE_KINDS), None),
        status=IdentityStatus(status[0]) if status else None,
        part_of=stated.get("subOrganizationOf", ()),
        ror_id=ror_ids[0] if ror_ids else None,
        country=country[0] if country else None,
        sector=Sector(sector[0]) if sector else None,
        different_from=stated.get("differentFrom", ()),
        institutions=stated.get("toldByInstitution", ()),
        coauthors=stated.get("toldByCoauthor", ()),
        lines=tuple(sorted(map(int, lines))),
        links=stated.get("toldByLink", ()),
        subject=" ".join(stated.get("subject", ())),
        note=" ".join(stated.get("scopeNote", ())),
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


def _problem_of_facts(kind: NodeType, country: Sequence[str], sector: Sequence[str], ror_ids: Sequence[str]) -> str:
    """Return what is wrong with the country, sector or registry id of a record, or nothing."""
    if not (country or sector or ror_ids):
        return ""
    if kind is not NodeType.INSTITUTION:
        return ": avg:country, avg:sector and avg:rorId are facts of an avg:Institution"
    if len(ror_ids) > 1 or not all(map(_ROR_ID.fullmatch, ror_ids)):
        return f": avg:rorId is {_quoted(ror_ids)}; write one id as it stands after https://ror.org/, such as '013q1eq08'"
    if len(country) > 1 or not country_codes().issuperset(country):
        return f": avg:country is {_quoted(country)}; write one code of ISO 3166-1 in capitals, such as 'GB'"
    if len(sector) > 1 or any(value not in tuple(Sector) for value in sector):
        return f": avg:sector is {_quoted(sector)}; write one of {_quoted(Sector, ', ')}"
    return ""


def _quoted(values: Iterable[str], separator: str = " and ") -> str:
    return separator.join(repr(str(value)) for value in values)
