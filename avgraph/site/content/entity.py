"""Collect what the page of an entity says: its description, the lines of the list, the statements about it."""

import json
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from avgraph.model.graph import Graph
from avgraph.model.vocabulary import RDF, RDFS, Relation
from avgraph.site.content.figures import describe_source
from avgraph.site.content.source_text import EntryReader, quote_places, read_entries
from avgraph.site.content.statement_index import StatementIndex
from avgraph.site.content.statements import INCOMING, OUTGOING
from avgraph.sparql.engine import Engine
from avgraph.sparql.entities import as_node
from avgraph.views.describe import describe
from avgraph.views.find import NAMED_TYPES

_MOST_DESCRIBED = 2_000
"""Statements of an entity up to which it is described: what follows from its papers takes long."""
_ON_PAGE = (RDF + "type", RDFS + "label", Relation.HAS_AUTHORSHIP.iri, Relation.HAS_ENTRY.iri)
"""Predicates of the statements on a page that has a description and a file of statements beside it."""


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
    about, references = (_bindings(engine, query.replace("NODE", node)) for query in (OUTGOING, INCOMING))
    if not about and not references:
        return None
    is_small = len(about) + len(references) <= _MOST_DESCRIBED
    iri = engine.base + path
    description = describe_entity(read_around(iri), iri) if is_small else None
    quotes = quote_places(text, partial(read_entries, engine), description["places"]) if description else []
    source = describe_source(engine)["source"]
    return {"about": about, "references": references, "description": description, "quotes": quotes, "source": source}


def index_entity(
    index: StatementIndex, graph: Graph, text: Sequence[str] | None, path: str, source: str | None, read_entries: EntryReader
) -> dict[str, Any]:
    """Return what `collect_entity` does, from the statements of the whole graph, of which there is no query for each entity.

    Of what is described, the statements are in a file beside its page; the page has those that lead to what has no such file.
    """
    iri = index.base + path
    description = describe_entity((graph, index.base), iri)
    quotes = quote_places(text, read_entries, description["places"]) if description else []
    about = index.about(iri, _ON_PAGE if description else None)
    references = [] if description else index.references(iri)
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
