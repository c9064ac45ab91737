"""Answer a request over an engine into a file: what a worker does."""

from collections.abc import Callable
from itertools import chain, islice
from pathlib import Path
from typing import Any

from avgraph.errors import AvgraphError, one_line
from avgraph.model.graph import Graph
from avgraph.server.negotiation import choose
from avgraph.sparql.answer import write_triples
from avgraph.sparql.engine import Engine
from avgraph.sparql.questions import load_shipped

ROWS = {
    "application/sparql-results+json": "JSON",
    "application/sparql-results+xml": "XML",
    "text/csv": "CSV",
    "text/tab-separated-values": "TSV",
    "application/json": "JSON",
    "application/xml": "XML",
    "text/xml": "XML",
}
"""Media types of rows and of yes and no, with pyoxigraph's names of the formats; the first is the default."""
TRIPLES = {
    "text/turtle": "TURTLE",
    "application/ld+json": "JSON_LD",
    "application/n-triples": "N_TRIPLES",
    "application/rdf+xml": "RDF_XML",
    "application/n-quads": "N_QUADS",
    "application/trig": "TRIG",
    "text/n3": "N3",
    "application/json": "JSON_LD",
    "application/xml": "RDF_XML",
}
"""Media types of triples; the first is the default."""
_TEXTUAL = ("text/", "application/json", "application/xml")
_SORTED_UP_TO = 10_000
"""Triples that are laid out for a reader: sorted, with prefixes; more are written as they come."""


class GraphAnswerer:
    """Answers over one engine."""

    def __init__(self, engine: Engine, build: Callable[[], Graph]) -> None:
        """Hold an engine, and what makes its graph."""
        self.engine = engine
        self.build = build
        self._graph: Graph | None = None

    def __call__(self, request: dict[str, Any], path: Path) -> dict[str, Any]:
        """Write the answer to `path` and return its header: ``status`` and ``type``, of errors ``said`` as well."""
        answer = {"query": self._query, "bind": self._bind, "page": self._page}[request["kind"]]
        try:
            path.touch()
            return answer(request, path)
        except AvgraphError as error:
            return {"status": 400, "said": str(error)}
        except (OSError, RuntimeError, ValueError) as error:
            if "File too large" in str(error):
                return {"status": 507, "said": "the answer is larger than this server gives; ask for less, or add LIMIT"}
            return {"status": 500, "said": f"the query cannot be answered: {one_line(error)}"}

    def _query(self, request: dict[str, Any], path: Path) -> dict[str, Any]:
        from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, serialize

        found = self.engine.query(request["text"], **_dataset(request))
        is_triples = isinstance(found, QueryTriples)
        offered = TRIPLES if is_triples else ROWS
        media_type = choose(request.get("accept"), tuple(offered))
        if media_type is None:
            what = "triples, which are given" if is_triples else "rows, which are given"
            return {"status": 406, "said": f"the query gives {what} as {', '.join(offered)}"}
        if is_triples:
            some, form = list(islice(found, _SORTED_UP_TO + 1)), getattr(RdfFormat, offered[media_type])
            if len(some) <= _SORTED_UP_TO:
                path.write_bytes(write_triples(some, form, self.engine.prefixes))
            else:
                serialize(chain(some, found), output=str(path), format=form)
        else:
            found.serialize(output=str(path), format=getattr(QueryResultsFormat, offered[media_type]))
        charset = "; charset=utf-8" if media_type.startswith(_TEXTUAL) else ""
        return {"status": 200, "type": media_type + charset}

    def _bind(self, request: dict[str, Any], path: Path) -> dict[str, Any]:
        limit = request.get("limit")
        text = self.engine.bind(load_shipped()[request["name"]], request["given"])
        # The parameters stand in the text now; what said so to avgraph is not for a reader.
        lines = [line for line in text.splitlines() if not line.startswith(("# parameter", "# columns"))]
        path.write_text("\n".join(lines) + (f"\nLIMIT {int(limit)}" if limit else "") + "\n", encoding="utf-8")
        return {"status": 200, "type": "application/sparql-query; charset=utf-8"}

    def _page(self, request: dict[str, Any], path: Path) -> dict[str, Any]:
        from avgraph.page.page import generate_html
        from avgraph.views.projections import build_view

        if self._graph is None:
            self._graph = self.build()
        path.write_text(generate_html(build_view(self._graph, request["view"]), request.get("drawing")), encoding="utf-8")
        return {"status": 200, "type": "text/html; charset=utf-8"}


def _dataset(request: dict[str, Any]) -> dict[str, Any]:
    """Return the RDF dataset that the request names, if it names one (SPARQL 1.1 Protocol, section 2.1.4)."""
    from pyoxigraph import NamedNode

    default, named = request.get("default_graphs"), request.get("named_graphs")
    if not default and not named:
        return {}
    return {"default_graph": [NamedNode(iri) for iri in default or ()], "named_graphs": [NamedNode(iri) for iri in named or ()]}
