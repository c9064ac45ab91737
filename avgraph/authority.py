"""Load authority files: which forms name which entity, as people have reviewed it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from avgraph.errors import OntologyError
from avgraph.identifiers import fold
from avgraph.ontology import ontology_file
from avgraph.vocabulary import AVG, RDF, SKOS, VenueKind


@dataclass(frozen=True, slots=True)
class AuthorityRecord:
    """One reviewed entity."""

    label: str
    alternatives: tuple[str, ...]
    misprints: tuple[str, ...]
    venue_kind: VenueKind | None
    file: str
    """Name of the file that holds it."""


@cache
def load_authority(name: str) -> Mapping[str, AuthorityRecord]:
    """Return the records of an authority file by the folded form of each of their labels.

    Raises OntologyError where two records claim the same form, or one has no preferred label.
    """
    from pyoxigraph import RdfFormat, parse

    said: dict[str, dict[str, list[str]]] = {}
    for quad in parse(path=ontology_file(name), format=RdfFormat.TURTLE):
        said.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, []).append(quad.object.value)
    kinds = {AVG + kind.value: kind for kind in VenueKind}
    records: dict[str, AuthorityRecord] = {}
    for iri, values in sorted(said.items()):
        labels = values.get(SKOS + "prefLabel", [])
        if len(labels) != 1:
            message = f"{name}: {iri} has {len(labels)} preferred labels; write exactly one skos:prefLabel"
            raise OntologyError(message)
        record = AuthorityRecord(
            labels[0],
            tuple(sorted(values.get(SKOS + "altLabel", []))),
            tuple(sorted(values.get(SKOS + "hiddenLabel", []))),
            next((kinds[value] for value in values.get(RDF + "type", []) if value in kinds), None),
            name,
        )
        for form in (record.label, *record.alternatives, *record.misprints):
            other = records.setdefault(fold(form), record)
            if other is not record:
                message = f"{name}: {form!r} names both {other.label!r} and {record.label!r}; keep it in one record"
                raise OntologyError(message)
    return records
