"""Write the graph as N-Triples, N-Quads and RDF/XML, through pyoxigraph."""

from typing import IO, TYPE_CHECKING

from avgraph.model.graph import Graph
from avgraph.rdf.oxigraph import generate_terms
from avgraph.rdf.triples import resource_prefixes

if TYPE_CHECKING:
    from pyoxigraph import RdfFormat


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
    from pyoxigraph import RdfFormat, Triple, serialize

    prefixes = resource_prefixes(base) if form == RdfFormat.RDF_XML else None
    serialize(generate_terms(graph, Triple, base, materialize=materialize), file, form, prefixes=prefixes)
