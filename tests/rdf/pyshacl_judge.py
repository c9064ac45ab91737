"""Validate a dump with pySHACL, which the project's own evaluation is held against."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import pyshacl
import rdflib
from rdflib import SH, BNode, URIRef
from rdflib.term import Node

from avgraph.model.ontology import ontology_file
from avgraph.model.vocabulary import AVG, DCTERMS, VOID, local_name

Finding = tuple[str, str, str, str, str]
"""Node, shape, property, message and value."""


@cache
def load_shapes() -> rdflib.Graph:
    """Return the shapes, ``ontology/shapes.ttl``."""
    return rdflib.Graph().parse(data=ontology_file("shapes.ttl").read_bytes(), format="turtle")


@contextmanager
def quiet() -> Iterator[None]:
    """Keep rdflib from logging each ill-typed literal with a traceback; the shapes name them."""
    logger = logging.getLogger("rdflib.term")
    before = logger.disabled
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = before


def judge(dump: rdflib.Graph, inference: str = "none", ontology: rdflib.Graph | None = None) -> set[Finding]:
    """Return what pySHACL finds: node, shape, property, message and value of each violation; inference adds triples to the dump."""
    with quiet():
        _, report, _ = pyshacl.validate(dump, shacl_graph=_shapes_for(dump), ont_graph=ontology, inference=inference, inplace=True)
        return {_read_result(report, result) for result in report.objects(None, SH.result)}


def _shapes_for(dump: rdflib.Graph) -> rdflib.Graph:
    """Return the shapes; for a part of a graph without those that only a whole one keeps."""
    shapes = load_shapes()
    described = dump.subjects(rdflib.URIRef(VOID + "vocabulary"), rdflib.URIRef(AVG))
    if not any((each, rdflib.URIRef(DCTERMS + "isPartOf"), None) in dump for each in described):
        return shapes
    fitting = rdflib.Graph()
    fitting += shapes
    for shape in shapes.subjects(rdflib.URIRef("https://w3id.org/avgraph/shapes#isOfWhole"), rdflib.Literal(True)):
        fitting.add((shape, SH.deactivated, rdflib.Literal(True)))
    return fitting


def _read_result(report: rdflib.Graph, result: Node) -> Finding:
    node, value, path = (report.value(result, each) for each in (SH.focusNode, SH.value, SH.resultPath))
    if report.value(result, SH.sourceConstraintComponent) == SH.SPARQLConstraintComponent:
        # Asked once for all nodes, of the ontology; the value is the node that breaks it.
        node, value = value, None
    return (
        str(node),
        _shape_name(load_shapes(), report.value(result, SH.sourceShape)),
        str(path) if isinstance(path, URIRef) else "",
        " ".join(str(report.value(result, SH.resultMessage) or "").split()),
        "" if value is None or value == node else value.n3(),
    )


def _shape_name(shapes: rdflib.Graph, source: object) -> str:
    """Return the name of the node shape that a shape is, or is a property of."""
    if isinstance(source, BNode):
        source = min(shapes.subjects(SH.property, source), key=str, default=source)
    return local_name(str(source))
