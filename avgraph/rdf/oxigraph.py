"""The triples of the graph as terms of pyoxigraph, for what parses, stores and serialises."""

from collections.abc import Callable, Iterator
from typing import Any

from avgraph.model.graph import Graph
from avgraph.model.vocabulary import BASE_IRI, XSD
from avgraph.rdf.statements import Value
from avgraph.rdf.triples import generate_statements

_REMEMBERED = 1 << 17
"""Most names that are remembered."""


def generate_terms(graph: Graph, make: Callable[..., Any], base: str = BASE_IRI, *, materialize: bool = False) -> Iterator[Any]:
    """Yield the triples in the order of `generate_statements`; `make` is pyoxigraph's ``Triple`` or ``Quad``.

    Names are made once each, as most stand in several triples.
    """
    from pyoxigraph import Literal, NamedNode

    names: dict[str, NamedNode] = {}
    datatypes: dict[str, NamedNode] = {}
    for subject_iri, statements in generate_statements(graph, base, materialize=materialize):
        subject = names.get(subject_iri) or names.setdefault(subject_iri, NamedNode(subject_iri))
        for predicate_iri, values in statements:
            predicate = names.get(predicate_iri) or names.setdefault(predicate_iri, NamedNode(predicate_iri))
            for value in values:
                if isinstance(value, str):
                    yield make(subject, predicate, names.get(value) or names.setdefault(value, NamedNode(value)))
                elif value.datatype == "string":
                    yield make(subject, predicate, Literal(value.value))
                else:
                    datatype = datatypes.get(value.datatype) or datatypes.setdefault(value.datatype, NamedNode(XSD + value.datatype))
                    yield make(subject, predicate, Literal(value.value, datatype=datatype))
        if len(names) > _REMEMBERED:
            names.clear()


def term(value: Value) -> Any:
    """Return a value of a statement as a term."""
    from pyoxigraph import Literal, NamedNode

    if isinstance(value, str):
        return NamedNode(value)
    return Literal(value.value) if value.datatype == "string" else Literal(value.value, datatype=NamedNode(XSD + value.datatype))
