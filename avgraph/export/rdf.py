"""Write the graph as N-Triples, N-Quads and RDF/XML, through pyoxigraph."""

from typing import IO

from avgraph.model.graph import Graph
from avgraph.rdf.description import dump_iri
from avgraph.rdf.oxigraph import generate_terms
from avgraph.rdf.triples import resource_prefixes


def write_ntriples(graph: Graph, file: IO[bytes], base: str, *, materialize: bool = False) -> None:
    """Write N-Triples: one statement a line, for tools that work by line."""
    _write(graph, file, base, "nt", materialize=materialize)


def write_nquads(graph: Graph, file: IO[bytes], base: str, *, materialize: bool = False) -> None:
    """Write N-Quads, all statements in the graph that the description of the dump names."""
    _write(graph, file, base, "nq", materialize=materialize)


def write_rdfxml(graph: Graph, file: IO[bytes], base: str, *, materialize: bool = False) -> None:
    """Write RDF/XML."""
    _write(graph, file, base, "rdf", materialize=materialize)


def _write(graph: Graph, file: IO[bytes], base: str, extension: str, *, materialize: bool) -> None:
    from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

    rdf_format = RdfFormat.from_extension(extension)
    prefixes = resource_prefixes(base) if extension == "rdf" else None
    name = NamedNode(dump_iri(graph.source, base))
    make = (lambda subject, predicate, value: Quad(subject, predicate, value, name)) if extension == "nq" else Triple
    serialize(generate_terms(graph, make, base, materialize=materialize), file, rdf_format, prefixes=prefixes)
