"""Turn the graph into an rdflib graph."""

import rdflib

from avgraph.model.graph import Graph
from avgraph.model.vocabulary import BASE_IRI, XSD
from avgraph.rdf.triples import generate_triples, resource_prefixes


def to_rdflib(graph: Graph, base: str = BASE_IRI) -> rdflib.Graph:
    """Return an rdflib graph with every triple of the dump."""
    made = rdflib.Graph()
    for prefix, namespace in resource_prefixes(base).items():
        made.bind(prefix, namespace)
    for subject, predicate, term in generate_triples(graph, base):
        value: rdflib.URIRef | rdflib.Literal
        if isinstance(term, str):
            value = rdflib.URIRef(term)
        elif term.datatype == "string":
            value = rdflib.Literal(term.value)
        else:
            value = rdflib.Literal(term.value, datatype=rdflib.URIRef(XSD + term.datatype))
        made.add((rdflib.URIRef(subject), rdflib.URIRef(predicate), value))
    return made
