"""What each address gives."""

import asyncio
import json
from functools import cache
from typing import Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from avgraph.model.vocabulary import shorten
from avgraph.server.answers import ROWS, TRIPLES
from avgraph.server.asking import read_asked
from avgraph.server.description import describe_service
from avgraph.server.entities import entity_page, explorer_links, incoming, outgoing
from avgraph.server.negotiation import choose
from avgraph.server.pages import Pages
from avgraph.server.pool import Pool
from avgraph.server.replies import SMALL, RefusedError
from avgraph.server.saying import html
from avgraph.server.sending import SpooledResponse, until_gone
from avgraph.server.settings import Settings
from avgraph.server.templates import ASSETS, escaped, fill
from avgraph.sparql.questions import load_shipped
from avgraph.views.projections import VIEWS

_SECONDS_TO_COUNT = 2
"""For the triples of the graph, which the description leaves out where they take longer."""
_TYPES = {".js": "text/javascript", ".css": "text/css"}
_EXPLORER_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; connect-src 'none'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The page's own policy is narrower: it has the digests of its script and style."""


class Service:
    """Answers over one pool of workers."""

    def __init__(self, pool: Pool, settings: Settings) -> None:
        """Hold the pool."""
        self.pool = pool
        self.settings = settings
        self.pages = Pages(pool, settings)
        self._counting: asyncio.Task[int | None] | None = None

    async def home(self, request: Request) -> Response:
        """Give the page where people ask."""
        del request
        return html(fill("query.html", {"name": escaped(self.settings.name), "explorers": explorer_links()}))

    async def sparql(self, request: Request) -> Response:
        """Answer a query, or without one with the description of the service; to a browser with the page where people ask."""
        async with read_asked(request) as asked:
            if asked is None:
                return await self._description(request)
            is_plain = request.method != "POST" and not asked["default_graphs"] and not asked["named_graphs"]
            if is_plain and choose(asked["accept"], (*ROWS, *TRIPLES, "text/html")) == "text/html":
                return RedirectResponse(f"/#query={quote(asked['text'], safe='')}", 303, {"Vary": "Accept"})
            return await self._answer(request, asked)

    async def _description(self, request: Request) -> Response:
        chosen = choose(request.headers.get("accept", "text/turtle"), (*TRIPLES, "text/html"))
        if chosen == "text/html":
            return RedirectResponse("/", 303, {"Vary": "Accept"})
        if chosen is None:
            raise HTTPException(406, f"the description of the service is given as {', '.join(('text/html', *TRIPLES))}")
        if self._counting is None:
            self._counting = asyncio.get_running_loop().create_task(self._count())
        content = describe_service(str(request.url_for("sparql")), TRIPLES[chosen], await asyncio.shield(self._counting))
        return Response(content, media_type=chosen, headers={"Vary": "Accept"})

    async def _count(self) -> int | None:
        request = {"kind": "query", "text": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c }", "accept": "text/csv"}
        try:
            with await self.pool.ask(request, _SECONDS_TO_COUNT) as reply:
                return int(reply.read(0, reply.size).split()[-1])
        except RefusedError:
            return None

    async def bound(self, request: Request) -> Response:
        """Give the text of a shipped query with its parameters."""
        name = request.path_params["name"]
        if name not in load_shipped():
            raise HTTPException(404, f"no shipped query {name[:100]!r}; they are {', '.join(load_shipped())}")
        given = dict(request.query_params)
        limit = given.pop("limit", None)
        if limit is not None and not (limit.isascii() and limit.isdigit() and len(limit) < 10):
            raise HTTPException(400, f"limit {limit[:100]!r} is no number")
        return await self._answer(request, {"kind": "bind", "name": name, "given": given, "limit": limit})

    async def words(self, request: Request) -> Response:
        """Give what the editor completes: prefixes, terms, shipped queries."""
        del request
        return Response(_words(self.settings.base), media_type="application/json")

    async def explore(self, request: Request) -> Response:
        """Give the explorer's page of a view."""
        from avgraph.page.page import DRAWINGS

        view, drawing = request.path_params["view"], request.query_params.get("drawing")
        if view not in VIEWS:
            raise HTTPException(404, f"no view {view[:100]!r}; views are {', '.join(VIEWS)}")
        if drawing is not None and drawing not in DRAWINGS:
            raise HTTPException(400, f"no drawing {drawing[:100]!r}; drawings are {', '.join(DRAWINGS)}")
        page = await until_gone(request.receive, self.pages.get(view, drawing))
        return SpooledResponse(page, {"Content-Security-Policy": _EXPLORER_POLICY}, is_kept=True)

    async def entity(self, request: Request) -> Response:
        """Give what is known of one entity, as a page for people or as RDF for programs."""
        from pyoxigraph import NamedNode

        iri = self.settings.base + request.path_params["path"]
        try:
            node = str(NamedNode(iri))
        except ValueError:
            raise HTTPException(404, "no such entity") from None
        names = {"html": "text/html", "turtle": "text/turtle", "jsonld": "application/ld+json", "ntriples": "application/n-triples",
                 "rdfxml": "application/rdf+xml"}  # fmt: skip
        asked = request.query_params.get("format")
        if asked is not None and asked not in names:
            raise HTTPException(400, f"no format {asked[:100]!r}; formats are {', '.join(names)}")
        chosen = names[asked] if asked else choose(request.headers.get("accept"), tuple(names.values()))
        if chosen is None:
            raise HTTPException(406, f"an entity is given as {', '.join(names.values())}")
        said = await self._rows(request, outgoing(node))
        heard = await self._rows(request, incoming(node))
        if not said and not heard:
            raise HTTPException(404, f"no entity {request.path_params['path'][:200]!r} in {self.settings.name}")
        if chosen == "text/html":
            return html(entity_page(iri, self.settings, said, heard))
        return await self._answer(request, {"kind": "query", "text": f"DESCRIBE {node}", "accept": chosen})

    async def ontology(self, request: Request) -> Response:
        """Give the ontology that every address in its namespace leads to."""
        del request
        from avgraph.model.ontology import ontology_file

        return Response(ontology_file("avgraph.ttl").read_bytes(), media_type="text/turtle; charset=utf-8")

    async def asset(self, request: Request) -> Response:
        """Give a script or the style of the pages."""
        name = request.path_params["name"]
        found = {path.name: path for path in ASSETS.iterdir() if path.suffix in _TYPES}
        if name not in found:
            raise HTTPException(404, "no such file")
        return Response(found[name].read_bytes(), media_type=f"{_TYPES[found[name].suffix]}; charset=utf-8")

    async def _rows(self, request: Request, text: str) -> list[dict[str, dict[str, str]]]:
        asked = {"kind": "query", "text": text, "accept": "application/json"}
        with await until_gone(request.receive, self.pool.ask(asked, self.settings.seconds)) as reply:
            return list(json.loads(reply.read(0, reply.size))["results"]["bindings"])

    async def _answer(self, request: Request, asked: dict[str, Any]) -> Response:
        reply = await until_gone(request.receive, self.pool.ask(asked, self.settings.seconds))
        headers = {"Vary": "Accept"} if asked["kind"] == "query" else {}
        if reply.size > SMALL:
            return SpooledResponse(reply, headers)
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
