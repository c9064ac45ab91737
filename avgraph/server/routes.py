"""The HTTP routes of the server."""

import asyncio
import json
import mimetypes
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from avgraph.model.vocabulary import shorten
from avgraph.page.page import SHARED
from avgraph.server.negotiation import ROWS, TRIPLES, choose_media_type
from avgraph.server.pages import entity_page, incoming, outgoing, render_page
from avgraph.server.protocol import describe_service, read_query
from avgraph.server.responses import SMALL, RefusedError, Reply, ReplyResponse, html_response, until_disconnect
from avgraph.server.settings import Settings
from avgraph.server.workers import Workers
from avgraph.sparql.limits import Limits
from avgraph.sparql.questions import load_shipped
from avgraph.views.projections import VIEWS

ASSETS = Path(__file__).parent / "assets"
_SECONDS_TO_COUNT = 2
"""For the triples of the graph, which the description leaves out where they take longer."""
_SECONDS_FOR_PAGE = 600
"""A page of a large graph is laid out once, and that may take a minute."""
_ENTITY_FORMATS = {
    "html": "text/html",
    "turtle": "text/turtle",
    "jsonld": "application/ld+json",
    "ntriples": "application/n-triples",
    "rdfxml": "application/rdf+xml",
    "json": "application/json",
}
"""Of an entity, by the name in ``?format=``."""
_MOST_ROWS_DESCRIBED = 1_000
"""Of an entity with more statements the page shows these alone: what follows from its papers takes long."""
_EXPLORER_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; connect-src 'none'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The page's own policy is narrower: it has the digests of its script and style."""


def make_routes(workers: Workers, settings: Settings) -> list[BaseRoute]:
    """Return the routes over a pool of workers."""
    # What this system takes .js for, browsers may not.
    mimetypes.add_type("text/javascript", ".js")
    routes = Routes(workers, settings)
    return [
        Route("/", routes.home),
        Route("/sparql", routes.sparql, methods=["GET", "POST"]),
        Route("/queries/{name}", routes.shipped_query),
        Route("/words.json", routes.words),
        Route("/explore/{view}", routes.explore),
        Route("/id/{path:path}", routes.entity),
        Route("/ontology", routes.ontology),
        Mount("/assets/shared", Assets(directory=SHARED)),
        Mount("/assets", Assets(directory=ASSETS)),
    ]


class Assets(StaticFiles):
    """Scripts and styles, of which a browser asks whether they have changed."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a file."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response


class ExplorerPages:
    """The explorer's pages by view and drawing, each made once, one at a time: the graph does not change while it is served."""

    def __init__(self, workers: Workers, settings: Settings) -> None:
        """Hold the workers that make the pages."""
        self._workers = workers
        self._limits = Limits(_SECONDS_FOR_PAGE, settings.memory_of_page)
        self._lock = asyncio.Lock()
        self._cache: dict[tuple[str, str | None], asyncio.Task[Reply]] = {}

    async def get(self, view: str, drawing: str | None) -> Reply:
        """Return a page, which is cached; a client that leaves does not stop it, since others will want it. Raises RefusedError."""
        key = view, drawing
        if key not in self._cache:
            task = asyncio.get_running_loop().create_task(self._make(view, drawing))
            task.add_done_callback(lambda done: self._forget_failure(key, done))
            self._cache[key] = task
        return await asyncio.shield(self._cache[key])

    async def _make(self, view: str, drawing: str | None) -> Reply:
        async with self._lock:
            page = await self._workers.ask({"kind": "page", "view": view, "drawing": drawing}, self._limits, is_last=True)
        page.cache()
        return page

    def _forget_failure(self, key: tuple[str, str | None], done: asyncio.Task[Reply]) -> None:
        if done.cancelled() or done.exception() is not None:
            del self._cache[key]


class Routes:
    """Responses over one pool of workers."""

    def __init__(self, workers: Workers, settings: Settings) -> None:
        """Hold the pool."""
        self.workers = workers
        self.settings = settings
        self.explorer_pages = ExplorerPages(workers, settings)
        self._counting: asyncio.Task[int | None] | None = None

    async def home(self, request: Request) -> Response:
        """Return the page where people ask."""
        del request
        return html_response(render_page("query.html", name=self.settings.name))

    async def sparql(self, request: Request) -> Response:
        """Answer a query, or without one with the description of the service; to a browser with the page where people ask."""
        async with read_query(request) as query:
            if query is None:
                return await self._description(request)
            is_plain = request.method != "POST" and not query["default_graphs"] and not query["named_graphs"]
            if is_plain and choose_media_type(query["accept"], (*ROWS, *TRIPLES, "text/html")) == "text/html":
                return RedirectResponse(f"/#query={quote(query['text'], safe='')}", 303, {"Vary": "Accept"})
            return await self._answer(request, query)

    async def _description(self, request: Request) -> Response:
        chosen = choose_media_type(request.headers.get("accept", "text/turtle"), (*TRIPLES, "text/html"))
        if chosen == "text/html":
            return RedirectResponse("/", 303, {"Vary": "Accept"})
        if chosen is None:
            raise HTTPException(406, f"the description of the service is given as {', '.join(('text/html', *TRIPLES))}")
        if self._counting is None:
            self._counting = asyncio.get_running_loop().create_task(self._count())
        content = describe_service(str(request.url_for("sparql")), chosen, await asyncio.shield(self._counting))
        return Response(content, media_type=chosen, headers={"Vary": "Accept"})

    async def _count(self) -> int | None:
        query = {"kind": "query", "text": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c }", "accept": "text/csv"}
        try:
            with await self.workers.ask(query, Limits(_SECONDS_TO_COUNT, self.settings.memory)) as reply:
                return int(reply.read(0, reply.size).split()[-1])
        except RefusedError:
            return None

    async def shipped_query(self, request: Request) -> Response:
        """Return the text of a shipped query with its parameters."""
        name = request.path_params["name"]
        if name not in load_shipped():
            raise HTTPException(404, f"no shipped query {name[:100]!r}; they are {', '.join(load_shipped())}")
        values = dict(request.query_params)
        limit = values.pop("limit", None)
        if limit is not None and not (limit.isascii() and limit.isdigit() and len(limit) < 10):
            raise HTTPException(400, f"limit {limit[:100]!r} is no number")
        return await self._answer(request, {"kind": "bind", "name": name, "values": values, "limit": limit})

    async def words(self, request: Request) -> Response:
        """Return what the editor completes: prefixes, terms, shipped queries."""
        del request
        return Response(_words(self.settings.base), media_type="application/json")

    async def explore(self, request: Request) -> Response:
        """Return the explorer's page of a view."""
        from avgraph.page.page import DRAWINGS

        view, drawing = request.path_params["view"], request.query_params.get("drawing")
        if view not in VIEWS:
            raise HTTPException(404, f"no view {view[:100]!r}; views are {', '.join(VIEWS)}")
        if drawing is not None and drawing not in DRAWINGS:
            raise HTTPException(400, f"no drawing {drawing[:100]!r}; drawings are {', '.join(DRAWINGS)}")
        page = await until_disconnect(request.receive, self.explorer_pages.get(view, drawing))
        return ReplyResponse(page, {"Content-Security-Policy": _EXPLORER_POLICY}, is_cached=True)

    async def entity(self, request: Request) -> Response:
        """Return what is known of one entity, as a page for people or as RDF for programs."""
        from pyoxigraph import NamedNode

        iri = self.settings.base + request.path_params["path"]
        try:
            node = str(NamedNode(iri))
        except ValueError:
            raise HTTPException(404, "no such entity") from None
        name = request.query_params.get("format")
        if name is not None and name not in _ENTITY_FORMATS:
            raise HTTPException(400, f"no format {name[:100]!r}; formats are {', '.join(_ENTITY_FORMATS)}")
        offered = tuple(_ENTITY_FORMATS.values())
        media_type = _ENTITY_FORMATS[name] if name else choose_media_type(request.headers.get("accept"), offered)
        if media_type is None:
            raise HTTPException(406, f"an entity is given as {', '.join(offered)}")
        about = await self._rows(request, outgoing(node))
        references = await self._rows(request, incoming(node))
        if not about and not references:
            raise HTTPException(404, f"no entity {request.path_params['path'][:200]!r} in {self.settings.name}")
        if media_type == "text/html":
            description = await self._describe(request, iri) if len(about) + len(references) <= _MOST_ROWS_DESCRIBED else None
            return html_response(entity_page(iri, self.settings, about, references, description))
        if media_type == "application/json":
            return await self._answer(request, {"kind": "description", "iri": iri})
        return await self._answer(request, {"kind": "query", "text": f"DESCRIBE {node}", "accept": media_type})

    async def ontology(self, request: Request) -> Response:
        """Return the ontology that every address in its namespace leads to."""
        del request
        from avgraph.model.ontology import ontology_file

        return FileResponse(ontology_file("avgraph.ttl"), media_type="text/turtle; charset=utf-8")

    async def _rows(self, request: Request, text: str) -> list[dict[str, dict[str, str]]]:
        query = {"kind": "query", "text": text, "accept": "application/json"}
        with await until_disconnect(request.receive, self.workers.ask(query, self.settings.limits)) as reply:
            return list(json.loads(reply.read(0, reply.size))["results"]["bindings"])

    async def _describe(self, request: Request, iri: str) -> dict[str, Any] | None:
        """Return what `avgraph show` says of an entity, or nothing where it knows none of that kind."""
        work = {"kind": "description", "iri": iri}
        try:
            with await until_disconnect(request.receive, self.workers.ask(work, self.settings.limits)) as reply:
                [description] = json.loads(reply.read(0, reply.size))
        except RefusedError:
            return None
        return dict(description)

    async def _answer(self, request: Request, work: dict[str, Any]) -> Response:
        reply = await until_disconnect(request.receive, self.workers.ask(work, self.settings.limits))
        headers = {"Vary": "Accept"} if work["kind"] != "bind" else {}
        if reply.size > SMALL:
            return ReplyResponse(reply, headers)
        with reply:
            return Response(reply.read(0, reply.size), headers=headers, media_type=reply.media_type)


@cache
def _words(base: str) -> bytes:
    from avgraph.model.ontology import load_ontology
    from avgraph.rdf.triples import resource_prefixes

    terms = {shorten(iri): term.definition for iri, term in load_ontology().terms.items()}
    queries = [
        {
            "name": shipped.name,
            "description": shipped.description,
            "parameters": [
                {"name": each.name, "kind": each.kind, "description": each.description, "required": each.is_required}
                for each in shipped.parameters
            ],
        }
        for shipped in load_shipped().values()
    ]
    return json.dumps({"prefixes": resource_prefixes(base), "terms": terms, "queries": queries, "base": base}).encode()
