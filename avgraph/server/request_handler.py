"""Answer a request over an engine into a file: what a worker does when it is asked."""

import contextlib
import gc
import json
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Any

from avgraph.errors import AvgraphError, one_line
from avgraph.model.graph import Graph
from avgraph.server.negotiation import ROWS, TRIPLES, choose_media_type
from avgraph.site.content.questions import bind_question
from avgraph.sparql.answer import write_triples
from avgraph.sparql.engine import Engine
from avgraph.sparql.questions import load_shipped

if TYPE_CHECKING:
    from avgraph.site.content.entity_index import EntityIndex

_TEXTUAL = ("text/", "application/json", "application/xml")
_READ_UP_TO = 200_000
"""Triples of a graph that a worker holds as a graph as well."""
_SORTED_UP_TO = 10_000
"""Triples that are laid out for a reader: sorted, with prefixes; more are written as they come."""


class RequestHandler:
    """Answers over one engine."""

    def __init__(self, engine: Engine, build: Callable[[], Graph], text: Sequence[str] | None = None) -> None:
        """Hold an engine, what makes its graph, and the lines of the list where it is one."""
        self.engine: Engine = engine
        engine.is_walled = engine.is_self_contained
        self.build = build
        self.text: Sequence[str] | None = text
        self._graph: Graph | None = None
        self._is_asked_for_entities = False
        self._whole: tuple[Graph, str] | None = None

    def __call__(self, request: dict[str, Any], file: IO[bytes]) -> tuple[int, str]:
        """Write the answer to `file`; return the status and the media type, of errors the message."""
        kinds = {"query": self._query, "bind": self._bind, "page": self._page, "description": self._describe, "citations": self._cite}
        answer = kinds.get(request["kind"], self._content)
        try:
            status, text = answer(request, file)
            file.flush()
        except AvgraphError as error:
            return 400, str(error)
        except (OSError, RuntimeError, ValueError) as error:
            if "File too large" in str(error):
                return 507, "the answer is larger than this server gives; ask for less, or add LIMIT"
            return 500, f"the query cannot be answered: {one_line(error)}"
        return status, text

    def _query(self, request: dict[str, Any], file: IO[bytes]) -> tuple[int, str]:
        from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, serialize

        result = self.engine.query(request["text"], **_dataset(request))
        is_triples = isinstance(result, QueryTriples)
        offered = TRIPLES if is_triples else ROWS
        media_type = choose_media_type(request.get("accept"), offered)
        if media_type is None:
            return 406, f"the query gives {'triples' if is_triples else 'rows'}, which are given as {', '.join(offered)}"
        with self.engine.evaluating():
            if not is_triples:
                result.serialize(output=file, format=QueryResultsFormat.from_media_type(media_type))
            else:
                first, form = list(islice(result, _SORTED_UP_TO + 1)), RdfFormat.from_media_type(media_type)
                if form is not None and len(first) <= _SORTED_UP_TO:
                    file.write(write_triples(first, form, self.engine.prefixes))
                else:
                    serialize(chain(first, result), output=file, format=form)
        charset = "; charset=utf-8" if media_type.startswith(_TEXTUAL) else ""
        return 200, media_type + charset

    def _bind(self, request: dict[str, Any], file: IO[bytes]) -> tuple[int, str]:
        limit = request.get("limit")
        text = bind_question(self.engine, load_shipped()[request["name"]], request["values"])
        file.write((text + (f"\nLIMIT {int(limit)}" if limit else "") + "\n").encode())
        return 200, "application/sparql-query; charset=utf-8"

    def _page(self, request: dict[str, Any], file: IO[bytes]) -> tuple[int, str]:
        from avgraph.explorer.page import generate_html
        from avgraph.views.projections import build_view

        if self._graph is None:
            self._graph = self.build()
        file.write(generate_html(build_view(self._graph, request["view"]), request.get("drawing")).encode())
        return 200, "text/html; charset=utf-8"

    def prepare(self) -> None:
        """Read the whole graph, where it is small, once an entity was asked for: what follows is described without a query."""
        from avgraph.sparql.fetch import fetch_graph
        from avgraph.views.filters import Filters

        if self._is_asked_for_entities and self._whole is None and self.engine.is_self_contained and len(self.engine.store) <= _READ_UP_TO:
            with contextlib.suppress(AvgraphError):
                self._whole = fetch_graph(self.engine, Filters())
                gc.freeze()
        self._is_asked_for_entities = False

    def read_around(self, iri: str) -> tuple[Graph, str]:
        """Return a graph in which an entity has all its neighbours, and where its resources live."""
        from avgraph.sparql.fetch import fetch_entities

        self._is_asked_for_entities = True
        return self._whole or fetch_entities(self.engine, [iri])

    @cached_property
    def entity_index(self) -> "EntityIndex":
        """Papers and entities by id."""
        from avgraph.site.content.entity_index import EntityIndex

        return EntityIndex(self.engine)

    def _content(self, request: dict[str, Any], file: IO[bytes]) -> tuple[int, str]:
        """Write what a page is made of, as JSON."""
        from avgraph.server.content import collect_content

        content = collect_content(self, request)
        if content is None:
            return 404, f"no entity {request['path'][:200]!r}"
        file.write(json.dumps(content, ensure_ascii=False).encode("utf-8", "replace"))
        return 200, "application/json"

    def _describe(self, request: dict[str, Any], file: IO[bytes]) -> tuple[int, str]:
        """Write what `avgraph show --json` writes of an entity of a dump."""
        from avgraph.site.content.entity import describe_entity

        description = describe_entity(self.read_around(request["iri"]), request["iri"])
        if description is None:
            return 406, "JSON is given of people, papers, institutions, tasks, datasets and venues"
        content = [description]
        file.write(json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n")
        return 200, "application/json"

    def _cite(self, request: dict[str, Any], file: IO[bytes]) -> tuple[int, str]:
        """Write the papers of an entity as BibTeX."""
        from avgraph.export.bibtex import write_bibtex
        from avgraph.sparql.fetch import fetch_entities

        graph, base = fetch_entities(self.engine, [request["iri"]], has_related=False)
        write_bibtex(graph, file, base)
        return 200, "application/x-bibtex; charset=utf-8"


def _dataset(request: dict[str, Any]) -> dict[str, Any]:
    """Return the RDF dataset that the request names, if it names one (SPARQL 1.1 Protocol, section 2.1.4)."""
    from pyoxigraph import NamedNode

    default, named = request.get("default_graphs"), request.get("named_graphs")
    if not default and not named:
        return {}
    return {"default_graph": [NamedNode(iri) for iri in default or ()], "named_graphs": [NamedNode(iri) for iri in named or ()]}
