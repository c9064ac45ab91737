"""Collect what the page of an entity says: its description, the lines of the list, the statements about it."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from avgraph.model.graph import Graph
from avgraph.server.content.figures import describe_source
from avgraph.server.content.source_text import quote_places
from avgraph.sparql.engine import Engine
from avgraph.sparql.entities import as_node
from avgraph.views.describe import describe
from avgraph.views.find import NAMED_TYPES

_MOST_DESCRIBED = 2_000
"""Statements of an entity up to which it is described: what follows from its papers takes long."""
MOST_ROWS = 1_500
"""Statements about an entity, or with it, that a page is made of."""
_DETAILS = ("hasAuthorship", "hasEntry", "names")
_DETAILS_OF_OTHERS = ("author", "ofPaper", "statedAffiliation", "candidateAffiliation", "listsPaper", "underHeading", "names")
_OUTGOING = f"""SELECT DISTINCT ?predicate ?value ?label ?place {{
  NODE ?predicate ?value
  OPTIONAL {{ ?value rdfs:label ?label }}
  OPTIONAL {{ NODE avg:hasAuthorship ?authorship . ?authorship avg:author ?value ; avg:position ?inOrder }}
  OPTIONAL {{ ?value avg:position ?own }}
  BIND(COALESCE(?inOrder, ?own) AS ?place)
}} ORDER BY (?predicate IN ({", ".join(f"avg:{name}" for name in _DETAILS)})) ?predicate ?place ?label ?value LIMIT {MOST_ROWS}"""
_INCOMING = f"""SELECT ?predicate ?value ?label ?year {{
  ?value ?predicate NODE . OPTIONAL {{ ?value rdfs:label ?label }} OPTIONAL {{ ?value avg:year ?year }}
}} ORDER BY (?predicate IN ({", ".join(f"avg:{name}" for name in _DETAILS_OF_OTHERS)})) ?predicate DESC(?year) ?label ?value LIMIT {MOST_ROWS}"""
_CONSTRUCT = f"""CONSTRUCT {{ ?s ?p ?o . ?other a ?type ; rdfs:label ?label ; avg:year ?year }} WHERE {{
  {{ NODE ?p ?o BIND(NODE AS ?s) BIND(?o AS ?other) }} UNION
  {{ {{ SELECT ?s ?p {{ ?s ?p NODE }} LIMIT {10 * MOST_ROWS} }} BIND(NODE AS ?o) BIND(?s AS ?other) }}
  OPTIONAL {{ ?other rdfs:label ?label ; a ?type OPTIONAL {{ ?other avg:year ?year }} }}
}}"""


def construct_entity(node: str) -> str:
    """Return the query for the RDF of an entity, given as SPARQL writes it: what is said of it, who says it, and what these are called.

    Who follows the IRIs in it comes from a person to the papers and from an institution to its people.
    """
    return _CONSTRUCT.replace("NODE", node)


def collect_entity(
    engine: Engine, text: Sequence[str] | None, path: str, read_around: Callable[[str], tuple[Graph, str]]
) -> dict[str, Any] | None:
    """Return what the page of an entity is made of, by its id; None where there is no such entity.

    `about` and `references` are rows of the statements about it and with it, `description` what `avgraph show` says of it,
    `quotes` the lines of the list, whose id is `source`. `read_around` returns a graph in which an entity has all its neighbours.
    """
    node = as_node(engine.base + path)
    if node is None:
        return None
    about, references = (_bindings(engine, query.replace("NODE", node)) for query in (_OUTGOING, _INCOMING))
    if not about and not references:
        return None
    is_small = len(about) + len(references) <= _MOST_DESCRIBED
    iri = engine.base + path
    description = describe_entity(read_around(iri), iri) if is_small else None
    quotes = quote_places(text, engine, description["places"]) if description else []
    source = describe_source(engine)["source"]
    return {"about": about, "references": references, "description": description, "quotes": quotes, "source": source}


def describe_entity(around: tuple[Graph, str], iri: str) -> dict[str, Any] | None:
    """Return what `avgraph show --json` writes of an entity, or None where it knows none of that kind, from what is around it and the namespace."""
    graph, base = around
    node = graph.nodes.get(iri.removeprefix(base))
    return describe(graph, node, base).to_dict() if node is not None and node.type in NAMED_TYPES else None


def _bindings(engine: Engine, text: str) -> list[dict[str, dict[str, str]]]:
    """Return rows as the JSON of SPARQL results has them."""
    from pyoxigraph import QueryResultsFormat

    results = engine.query(text)
    with engine.evaluating():
        return list(json.loads(results.serialize(format=QueryResultsFormat.JSON))["results"]["bindings"])
