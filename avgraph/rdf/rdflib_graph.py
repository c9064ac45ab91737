"""Turn the graph, or the triples of a dump, into a graph of rdflib."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from avgraph.errors import QueryError, one_line
from avgraph.model.graph import Graph
from avgraph.model.vocabulary import BASE_IRI, XSD
from avgraph.rdf.oxigraph import generate_terms
from avgraph.rdf.triples import resource_prefixes

if TYPE_CHECKING:
    import pyoxigraph
    import rdflib
    from rdflib.term import Node


_REMEMBERED = 1 << 17
"""Most terms that are remembered."""


def to_rdflib(graph: Graph, base: str = BASE_IRI) -> "rdflib.Graph":
    """Return an rdflib graph with every triple of the dump."""
    import rdflib
    from pyoxigraph import Triple

    made = rdflib.Graph()
    for prefix, namespace in resource_prefixes(base).items():
        made.bind(prefix, namespace)
    add_triples(made, generate_terms(graph, Triple, base), graph.source.name)
    return made


def add_triples(made: "rdflib.Graph", triples: "Iterable[pyoxigraph.Triple]", name: str) -> None:
    """Add the triples of a dump called `name` to an rdflib graph. Raises QueryError for a statement about a statement."""
    # Most terms stand in several triples.
    term = lru_cache(_REMEMBERED)(partial(_term, name))
    with quiet():
        for triple in triples:
            made.add((term(triple.subject), term(triple.predicate), term(triple.object)))


def _term(name: str, term: "pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple") -> "Node":
    import rdflib
    from pyoxigraph import BlankNode, Literal, NamedNode

    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if not isinstance(term, Literal):
        message = f"{name}: a statement about the statement {one_line(str(term))}, which no dump has"
        raise QueryError(message)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype.value == XSD + "string":
        return rdflib.Literal(term.value)
    # As written: 01 and 1 are two triples.
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)


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
