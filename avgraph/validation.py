"""Validate a dump against the SHACL shapes of the ontology, with pySHACL."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from avgraph.errors import QueryError
from avgraph.ontology import ontology_file

if TYPE_CHECKING:
    import rdflib

_FORMATS = {".ttl": "turtle", ".nt": "nt", ".nq": "nquads", ".rdf": "xml", ".jsonld": "json-ld", ".trig": "trig"}


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One thing that a dump must not say, or must say and does not."""

    node: str
    """The IRI of the node."""
    shape: str
    """The name of the shape, such as ``Paper``."""
    path: str
    """The IRI of the property, or nothing where the shape is about the node."""
    message: str


@cache
def load_shapes() -> "rdflib.Graph":
    """Return the shapes, ``ontology/shapes.ttl``."""
    import rdflib

    return rdflib.Graph().parse(data=ontology_file("shapes.ttl").read_bytes(), format="turtle")


def read_dump(path: Path) -> "rdflib.Graph":
    """Return a dump as an rdflib graph. Raises QueryError where it cannot be read."""
    import rdflib

    if path.suffix.lower() not in _FORMATS:
        message = f"{path}: no dump has the extension {path.suffix!r}; known are {', '.join(_FORMATS)}"
        raise QueryError(message)
    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror or error}"
        raise QueryError(message) from None
    found = rdflib.Dataset(default_union=True) if path.suffix.lower() in (".nq", ".trig") else rdflib.Graph()
    try:
        found.parse(data=content, format=_FORMATS[path.suffix.lower()])
    except Exception as error:  # noqa: BLE001  (each parser of rdflib raises its own)
        message = f"{path}: not RDF that can be read: {' '.join(str(error).split())[:200]}"
        raise QueryError(message) from None
    return found


def validate(dump: "rdflib.Graph") -> tuple[Violation, ...]:
    """Return what breaks the shapes, sorted; nothing for a valid dump."""
    import pyshacl
    from rdflib import SH, BNode

    shapes = load_shapes()
    _, report, _ = pyshacl.validate(dump, shacl_graph=shapes, advanced=True, inference="none")
    found = set()
    for result in report.objects(None, SH.result):
        source = report.value(result, SH.sourceShape)
        name = _shape_name(shapes, source)
        path = report.value(result, SH.resultPath)
        message = str(report.value(result, SH.resultMessage) or "")
        found.add(
            Violation(str(report.value(result, SH.focusNode)), name, "" if path is None or isinstance(path, BNode) else str(path), message)
        )
    return tuple(sorted(found))


def _shape_name(shapes: "rdflib.Graph", source: object) -> str:
    """Return the name of the node shape that a shape is, or is a property of."""
    from rdflib import SH, BNode

    if isinstance(source, BNode):
        source = next(iter(_owners(shapes.subjects(SH.property, source))), source)
    return str(source).rpartition("#")[2]


def _owners(subjects: Iterable[object]) -> list[object]:
    return sorted(subjects, key=str)
