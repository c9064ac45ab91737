"""What a release finds in the index of all statements is what the server asks for, entity by entity."""

import json
from typing import Any

import pytest
from pyoxigraph import NamedNode, QueryResultsFormat, RdfFormat, Store, parse

from avgraph.model.graph import Graph
from avgraph.model.vocabulary import BASE_IRI
from avgraph.site.content.statement_index import StatementIndex
from avgraph.site.content.statements import INCOMING, OUTGOING, construct_entity
from avgraph.sparql.engine import Engine


@pytest.fixture(scope="module")
def engine(sample: Graph) -> Engine:
    """Return what the server asks."""
    return Engine.of_graph(sample)


@pytest.fixture(scope="module")
def index(sample: Graph) -> StatementIndex:
    """Return the index."""
    return StatementIndex(sample, BASE_IRI)


def ask(engine: Engine, query: str, iri: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query of entity pages, by predicate, in their order."""
    results = json.loads(engine.query(query.replace("NODE", str(NamedNode(iri)))).serialize(format=QueryResultsFormat.JSON))
    return plain(results["results"]["bindings"])


def plain(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Return rows as values, each once, sorted by predicate alone: the page puts predicates in its own order."""
    values = [tuple(row.get(name, {}).get("value") for name in ("predicate", "value", "label", "year")) for row in rows]
    return sorted(dict.fromkeys(values), key=lambda row: str(row[0]))


def test_rows_are_those_of_the_queries(engine: Engine, index: StatementIndex) -> None:
    """Of every subject, in the same order."""
    for path in index.ids:
        iri = BASE_IRI + path
        assert plain(index.about(iri)) == ask(engine, OUTGOING, iri), path
        assert plain(index.references(iri)) == ask(engine, INCOMING, iri), path


def test_rdf_is_that_of_the_server(engine: Engine, index: StatementIndex) -> None:
    """Turtle and JSON-LD hold what the server constructs."""
    for path in index.ids[::7]:
        iri = BASE_IRI + path
        constructed = {str(triple) for triple in engine.query(construct_entity(str(NamedNode(iri))))}
        statements = index.describe(iri)
        turtle = {str(quad.triple) for quad in parse(index.write_turtle(statements), format=RdfFormat.TURTLE)}
        assert turtle == constructed, path
        store = Store()
        store.load(
            index.write_jsonld(statements, "context.jsonld").replace(b'"context.jsonld",', _context().encode()), format=RdfFormat.JSON_LD
        )
        assert {str(quad.triple) for quad in store} == constructed, path


def _context() -> str:
    from avgraph.export.jsonld import context
    from avgraph.model.vocabulary import Attribute, Relation

    return json.dumps(context(BASE_IRI, {*Attribute, *Relation})) + ","
