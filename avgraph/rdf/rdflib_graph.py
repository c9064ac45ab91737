"""Turn the graph into a graph of rdflib."""

from functools import lru_cache
from typing import TYPE_CHECKING

from avgraph.model.graph import Graph
from avgraph.model.vocabulary import BASE_IRI, XSD
from avgraph.rdf.statements import Value
from avgraph.rdf.triples import generate_triples, resource_prefixes

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

_REMEMBERED = 1 << 17
"""Most terms that are remembered."""


def to_rdflib(graph: Graph, base: str = BASE_IRI) -> "rdflib.Graph":
    """Return an rdflib graph with every triple of the dump."""
    import rdflib

    made = rdflib.Graph()
    for prefix, namespace in resource_prefixes(base).items():
        made.bind(prefix, namespace)
    # Most terms stand in several triples.
    term = lru_cache(_REMEMBERED)(_term)
    for subject, predicate, value in generate_triples(graph, base):
        made.add((term(subject), term(predicate), term(value)))
    return made


def _term(value: Value) -> "Node":
    import rdflib

    if isinstance(value, str):
        return rdflib.URIRef(value)
    return rdflib.Literal(value.value, datatype=None if value.datatype == "string" else rdflib.URIRef(XSD + value.datatype))
