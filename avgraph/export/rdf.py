"""Write the graph as N-Triples, N-Quads and RDF/XML, through pyoxigraph."""

from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from avgraph.graph import Graph
from avgraph.triples import Iri, generate_triples, resource_prefixes
from avgraph.vocabulary import XSD

if TYPE_CHECKING:
    from pyoxigraph import RdfFormat, Triple


def write_ntriples(graph: Graph, file: IO[bytes], base: str, *, materialize: bool = False) -> None:
    """Write N-Triples: one statement a line, for tools that work by line."""
    from pyoxigraph import RdfFormat

    _write(graph, file, base, RdfFormat.N_TRIPLES, materialize=materialize)


def write_nquads(graph: Graph, file: IO[bytes], base: str, *, materialize: bool = False) -> None:
    """Write N-Quads, all statements in the default graph."""
    from pyoxigraph import RdfFormat

    _write(graph, file, base, RdfFormat.N_QUADS, materialize=materialize)


def write_rdfxml(graph: Graph, file: IO[bytes], base: str, *, materialize: bool = False) -> None:
    """Write RDF/XML."""
    from pyoxigraph import RdfFormat

    _write(graph, file, base, RdfFormat.RDF_XML, materialize=materialize)


def _write(graph: Graph, file: IO[bytes], base: str, form: "RdfFormat", *, materialize: bool) -> None:
    from pyoxigraph import RdfFormat, serialize

    prefixes = resource_prefixes(base) if form == RdfFormat.RDF_XML else None
    serialize(_terms(graph, base, materialize=materialize), file, form, prefixes=prefixes)


def _terms(graph: Graph, base: str, *, materialize: bool) -> "Iterator[Triple]":
    """Yield the triples as pyoxigraph's; terms that recur next to each other are made once."""
    from pyoxigraph import Literal, NamedNode, Triple

    predicates: dict[str, NamedNode] = {}
    datatypes: dict[str, NamedNode] = {}
    subject_iri, subject = "", NamedNode("urn:none")
    for triple in generate_triples(graph, base, materialize=materialize):
        if triple.subject != subject_iri:
            subject_iri = triple.subject
            subject = NamedNode(subject_iri)
        predicate = predicates.get(triple.predicate)
        if predicate is None:
            predicate = predicates[triple.predicate] = NamedNode(triple.predicate)
        term = triple.object
        if isinstance(term, Iri):
            yield Triple(subject, predicate, NamedNode(term.value))
        elif term.datatype == "string":
            yield Triple(subject, predicate, Literal(term.value))
        else:
            datatype = datatypes.get(term.datatype)
            if datatype is None:
                datatype = datatypes[term.datatype] = NamedNode(XSD + term.datatype)
            yield Triple(subject, predicate, Literal(term.value, datatype=datatype))
