"""Validate a dump against the SHACL shapes of the ontology, with pySHACL."""

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from avgraph.errors import DumpError, one_line
from avgraph.model.ontology import ontology_file
from avgraph.model.vocabulary import AVG, BASE_IRI, DCTERMS, PROV, VOID, NodeType, Relation, local_name
from avgraph.rdf.dump_file import parse_triples
from avgraph.rdf.dump_file import read_dump as read_triples
from avgraph.rdf.rdflib_graph import add_triples, quiet

if TYPE_CHECKING:
    import pyoxigraph
    import rdflib
    from rdflib.term import Node


@dataclass(frozen=True, slots=True)
class Violation:
    """One place where a dump breaks a shape."""

    node: str
    """The IRI of the node; of the ontology where it is the dump itself."""
    shape: str
    """The name of the shape, such as ``Paper``."""
    path: str
    """The IRI of the property, or nothing where the shape is about several or none."""
    message: str
    """What would be right."""
    value: str = ""
    """What is there instead, as Turtle writes it; nothing where something is missing."""
    line: int | None = None
    """The line of the list that the node is read from, where the dump tells it."""


@cache
def load_shapes() -> "rdflib.Graph":
    """Return the shapes, ``ontology/shapes.ttl``."""
    import rdflib

    return rdflib.Graph().parse(data=ontology_file("shapes.ttl").read_bytes(), format="turtle")


def read_dump(path: Path) -> "rdflib.Graph":
    """Return a dump, its named graphs included. Raises QueryError where it cannot be read, DumpError where it is none."""
    return _as_dump(read_triples(path), str(path))


def parse_dump(content: bytes, name: str) -> "rdflib.Graph":
    """Return a dump in Turtle or N-Triples. Raises QueryError where it is neither, DumpError where it is no dump."""
    return _as_dump(parse_triples(content, name), name)


def _as_dump(triples: "Iterable[pyoxigraph.Triple]", name: str) -> "rdflib.Graph":
    import rdflib

    dump = rdflib.Graph(bind_namespaces="none")
    add_triples(dump, triples, name)
    if not any((None, rdflib.RDF.type, rdflib.URIRef(AVG + each)) in dump for each in NodeType):
        looked_for = ", ".join(f"avg:{each}" for each in NodeType)
        message = f"{name}: no dump of avgraph, which holds nodes of <{AVG}>: {looked_for}; none of them is in it"
        raise DumpError(message)
    return dump


def validate(dump: "rdflib.Graph") -> tuple[Violation, ...]:
    """Return what breaks the shapes, by line; nothing for a valid dump. Raises DumpError where nodes nest too deep to be looked at."""
    import pyshacl
    from rdflib import SH

    with quiet():
        try:
            # In place, as without inference and rules nothing is added to the dump.
            _, report, _ = pyshacl.validate(dump, shacl_graph=_shapes_for(dump), inference="none", inplace=True)
        except RecursionError:
            message = "skos:broader or org:subOrganizationOf of the dump lead through more nodes in a row than can be followed (about 900)"
            raise DumpError(message) from None
        violations = {_read_result(report, result, dump) for result in report.objects(None, SH.result)}
    return tuple(sorted(violations, key=lambda each: (each.line is None, each.line or 0, *astuple(each)[:-1])))


def _shapes_for(dump: "rdflib.Graph") -> "rdflib.Graph":
    """Return the shapes; for a part of a graph without those that only a whole one keeps."""
    import rdflib
    from rdflib import SH

    shapes = load_shapes()
    described = dump.subjects(rdflib.URIRef(VOID + "vocabulary"), rdflib.URIRef(AVG))
    if not any((each, rdflib.URIRef(DCTERMS + "isPartOf"), None) in dump for each in described):
        return shapes
    fitting = rdflib.Graph()
    fitting += shapes
    for shape in shapes.subjects(rdflib.URIRef("https://w3id.org/avgraph/shapes#isOfWhole"), rdflib.Literal(True)):
        fitting.add((shape, SH.deactivated, rdflib.Literal(True)))
    return fitting


def _read_result(report: "rdflib.Graph", result: "Node", dump: "rdflib.Graph") -> Violation:
    from rdflib import SH, URIRef

    node, value, path = (report.value(result, each) for each in (SH.focusNode, SH.value, SH.resultPath))
    if report.value(result, SH.sourceConstraintComponent) == SH.SPARQLConstraintComponent:
        # Asked once for all nodes, of the ontology; the value is the node that breaks it.
        node, value = value, None
    return Violation(
        str(node),
        _shape_name(load_shapes(), report.value(result, SH.sourceShape)),
        str(path) if isinstance(path, URIRef) else "",
        one_line(str(report.value(result, SH.resultMessage) or "")),
        "" if value is None or value == node else value.n3(),
        None if node is None else _find_line(dump, node),
    )


def _shape_name(shapes: "rdflib.Graph", source: object) -> str:
    """Return the name of the node shape that a shape is, or is a property of."""
    from rdflib import SH, BNode

    if isinstance(source, BNode):
        source = min(shapes.subjects(SH.property, source), key=str, default=source)
    return local_name(str(source))


_LINE, _LINES = AVG + "line", PROV + "hadPrimarySource"
_FORWARD = (Relation.HAS_ENTRY, Relation.OF_PAPER)
_BACKWARD = (
    Relation.NAMES, Relation.LISTS_PAPER, Relation.HAS_AUTHORSHIP, Relation.HAS_AUTHOR, Relation.LISTS_INSTITUTION, Relation.PUBLISHED_IN,
    Relation.INTRODUCES_DATASET,
)  # fmt: skip
"""Relations that lead to the entries of a node, or to a paper that has some, from it or to it."""


def _find_line(dump: "rdflib.Graph", node: "Node") -> int | None:
    """Return the first line of the list that a node, its entries or those of its papers are read from, or None."""
    from rdflib import URIRef

    near = {node}
    for _ in range(3):
        lines = [line for each in near for line in _own_lines(dump, each)]
        if lines:
            return min(lines)
        forward = {other for each in near for relation in _FORWARD for other in dump.objects(each, URIRef(relation.iri))}
        near = forward | {other for each in near for relation in _BACKWARD for other in dump.subjects(URIRef(relation.iri), each)}
    return None


def _own_lines(dump: "rdflib.Graph", node: "Node") -> Iterator[int]:
    from rdflib import URIRef

    for value in dump.objects(node, URIRef(_LINE)):
        if str(value).isdecimal():
            yield int(str(value))
    for value in dump.objects(node, URIRef(_LINES)):
        begin = str(value).partition("#line=")[2].partition(",")[0]
        if begin.isdecimal():
            yield int(begin) + 1


def read_description(dump: "rdflib.Graph") -> tuple[str, str]:
    """Return where the resources of a dump live and the name of its list; the usual place and ``list`` where it does not say."""
    from rdflib import URIRef

    about = min(dump.subjects(URIRef(VOID + "vocabulary"), URIRef(AVG)), key=str, default=None)
    base = dump.value(about, URIRef(VOID + "uriSpace")) if about is not None else None
    source = dump.value(about, URIRef(DCTERMS + "source")) if about is not None else None
    return str(base or BASE_IRI), str(source or "list").rpartition("/")[2]
