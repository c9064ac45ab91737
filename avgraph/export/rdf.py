"""Write the graph as N-Triples, N-Quads and RDF/XML, through pyoxigraph."""

from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from avgraph.graph import Graph
from avgraph.triples import generate_statements, resource_prefixes
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
    for subject_iri, statements in generate_statements(graph, base, materialize=materialize):
        subject = NamedNode(subject_iri)
        for predicate_iri, values in statements:
            predicate = predicates.get(predicate_iri)
            if predicate is None:
                predicate = predicates[predicate_iri] = NamedNode(predicate_iri)
            for value in values:
                if isinstance(value, str):
                    yield Triple(subject, predicate, NamedNode(value))
                elif value.datatype == "string":
                    yield Triple(subject, predicate, Literal(value.value))
                else:
                    datatype = datatypes.get(value.datatype)
                    if datatype is None:
                        datatype = datatypes[value.datatype] = NamedNode(XSD + value.datatype)
                    yield Triple(subject, predicate, Literal(value.value, datatype=datatype))
