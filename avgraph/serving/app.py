"""The application that ``avgraph serve`` runs: routes, limits, headers, the log (Starlette, ASGI)."""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator
from functools import cache
from typing import Any
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from avgraph.serving.answers import TRIPLES
from avgraph.serving.description import describe_service
from avgraph.serving.entities import entity_page, explorer_links, incoming, outgoing
from avgraph.serving.negotiation import choose
from avgraph.serving.settings import Settings
from avgraph.serving.templates import ASSETS, escaped, fill
from avgraph.serving.workers import BusyError, OverTimeError, Pool, Reply, WorkerDiedError
from avgraph.sparql.shipped import load_shipped
from avgraph.views.projections import VIEWS
from avgraph.vocabulary import PREFIXES

LARGEST_REQUEST = 1_000_000
"""Bytes of a query beyond which it is refused unread."""
_SECONDS_TO_SEND = 30
"""Within which a client must have sent its query."""
_SECONDS_FOR_PAGE = 600
"""A page of a large graph is laid out once, and that may take a minute."""
_CHUNK = 1 << 16
_TYPES = {".js": "text/javascript", ".css": "text/css"}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


def make_app(pool: Pool, settings: Settings) -> Starlette:
    """Return the application over a pool of workers."""
    service = _Service(pool, settings)
    routes = [
        Route("/", service.home),
        Route("/sparql", service.sparql, methods=["GET", "POST"]),
        Route("/queries/{name}", service.bound),
        Route("/words.json", service.words),
        Route("/explore/{view}", service.explore),
        Route("/id/{path:path}", service.entity),
        Route("/ontology", service.ontology),
        Route("/assets/{name}", service.asset),
    ]
    middleware = [
        Middleware(_Log),
        Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "POST"], allow_headers=["*"]),
    ]
    return Starlette(routes=routes, middleware=middleware, exception_handlers={HTTPException: _say, Exception: _say_failure})


class _Service:
    def __init__(self, pool: Pool, settings: Settings) -> None:
        self.pool = pool
        self.settings = settings

    async def home(self, request: Request) -> Response:
        del request
        return _html(fill("query.html", {"name": escaped(self.settings.name), "explorers": explorer_links(self.settings)}))

    async def sparql(self, request: Request) -> Response:
        """Answer as the SPARQL 1.1 Protocol says, section 2.1; without a query, with the description of the service."""
        asked = parse_qs(request.url.query, keep_blank_values=True)
        if request.method == "POST":
            media_type, _, parameters = request.headers.get("content-type", "").partition(";")
            body = await _read_body(request)
            if media_type.strip().lower() == "application/x-www-form-urlencoded":
                asked = _read_form(body)
            elif media_type.strip().lower() == "application/sparql-query":
                if "charset" in parameters.lower() and "utf-8" not in parameters.lower():
                    raise HTTPException(415, "the query must be in UTF-8")
                asked = {**asked, "query": [_decoded(body)]}
            elif media_type.strip().lower() == "application/sparql-update":
                raise HTTPException(403, "this endpoint is read-only: no update")
            else:
                raise HTTPException(415, "POST a form (application/x-www-form-urlencoded) or a query (application/sparql-query)")
        if "update" in asked:
            raise HTTPException(403 if request.method == "POST" else 400, "this endpoint is read-only: no update")
        queries = asked.get("query", [])
        if not queries:
            if request.method == "POST":
                raise HTTPException(400, "no query: the parameter is named query")
            return self._description(request)
        if len(queries) > 1:
            raise HTTPException(400, f"{len(queries)} queries: ask one at a time")
        return await self._answer(
            {
                "kind": "query",
                "text": queries[0],
                "accept": request.headers.get("accept"),
                "default_graphs": asked.get("default-graph-uri"),
                "named_graphs": asked.get("named-graph-uri"),
            }
        )

    def _description(self, request: Request) -> Response:
        offered = ("text/html", *TRIPLES)
        chosen = choose(request.headers.get("accept", "text/turtle"), (*TRIPLES, "text/html"))
        if chosen == "text/html":
            return RedirectResponse("/", 303)
        if chosen is None:
            raise HTTPException(406, f"the description of the service is given as {', '.join(offered)}")
        content = describe_service(str(request.url_for("sparql")), TRIPLES[chosen])
        return Response(content, media_type=chosen, headers={"Vary": "Accept"})

    async def bound(self, request: Request) -> Response:
        """Give the text of a shipped query with its parameters."""
        name = request.path_params["name"]
        if name not in load_shipped():
            raise HTTPException(404, f"no shipped query {name!r}; they are {', '.join(load_shipped())}")
        given = dict(request.query_params)
        limit = given.pop("limit", None)
        if limit is not None and not (limit.isascii() and limit.isdigit() and len(limit) < 10):
            raise HTTPException(400, f"limit {limit!r} is no number")
        return await self._answer({"kind": "bind", "name": name, "given": given, "limit": limit})

    async def words(self, request: Request) -> Response:
        """Give what the editor completes: prefixes, terms, shipped queries."""
        del request
        return Response(_words(self.settings.base), media_type="application/json")

    async def explore(self, request: Request) -> Response:
        view = request.path_params["view"]
        if view not in VIEWS:
            raise HTTPException(404, f"no view {view!r}; views are {', '.join(VIEWS)}")
        return await self._answer({"kind": "page", "view": view, "drawing": request.query_params.get("drawing")}, _SECONDS_FOR_PAGE)

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
            raise HTTPException(400, f"no format {asked!r}; formats are {', '.join(names)}")
        chosen = names[asked] if asked else choose(request.headers.get("accept"), tuple(names.values()))
        if chosen is None:
            raise HTTPException(406, f"an entity is given as {', '.join(names.values())}")
        said = await self._rows(outgoing(node))
        heard = await self._rows(incoming(node))
        if not said and not heard:
            raise HTTPException(404, f"no entity {request.path_params['path']!r} in {self.settings.name}")
        if chosen == "text/html":
            return _html(entity_page(iri, self.settings, said, heard), Vary="Accept")
        response = await self._answer({"kind": "query", "text": f"DESCRIBE {node}", "accept": chosen})
        response.headers["Vary"] = "Accept"
        return response

    async def ontology(self, request: Request) -> Response:
        """Give the ontology that every address in its namespace leads to."""
        del request
        from avgraph.ontology import ontology_file

        return Response(ontology_file("avgraph.ttl").read_bytes(), media_type="text/turtle; charset=utf-8")

    async def asset(self, request: Request) -> Response:
        name = request.path_params["name"]
        found = {path.name: path for path in ASSETS.iterdir() if path.suffix in _TYPES}
        if name not in found:
            raise HTTPException(404, "no such file")
        return Response(found[name].read_bytes(), media_type=f"{_TYPES[found[name].suffix]}; charset=utf-8")

    async def _rows(self, text: str) -> list[dict[str, dict[str, str]]]:
        reply = await self._reply({"kind": "query", "text": text, "accept": "application/json"}, self.settings.seconds)
        with reply.file as file:
            return list(json.loads(file.read())["results"]["bindings"])

    async def _answer(self, request: dict[str, Any], seconds: float | None = None) -> Response:
        reply = await self._reply(request, seconds or self.settings.seconds)
        headers = {"Content-Length": str(reply.size), "X-Content-Type-Options": "nosniff"}
        if request["kind"] == "query":
            headers["Vary"] = "Accept"
        if reply.size <= _CHUNK:
            with reply.file as file:
                return Response(file.read(), headers=headers, media_type=reply.header["type"])
        return StreamingResponse(_chunks(reply), headers=headers, media_type=reply.header["type"])

    async def _reply(self, request: dict[str, Any], seconds: float) -> Reply:
        try:
            reply = await self.pool.ask(request, seconds, is_bounded=request["kind"] != "page")
        except OverTimeError:
            raise HTTPException(503, f"no answer within {seconds:g} seconds; ask for less") from None
        except BusyError:
            raise HTTPException(503, "too many queries at once; try again", {"Retry-After": "5"}) from None
        except WorkerDiedError:
            raise HTTPException(503, "the query needs more memory than this server gives; ask for less") from None
        if reply.header["status"] != 200:
            reply.file.close()
            raise HTTPException(reply.header["status"], reply.header["said"])
        return reply


async def _chunks(reply: Reply) -> AsyncIterator[bytes]:
    with reply.file as file:
        while chunk := await asyncio.to_thread(file.read, _CHUNK):
            yield chunk


async def _read_body(request: Request) -> bytes:
    message = f"a query may have {LARGEST_REQUEST:,} bytes"
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > LARGEST_REQUEST:
        raise HTTPException(413, message, {"Connection": "close"})
    body = bytearray()
    try:
        async with asyncio.timeout(_SECONDS_TO_SEND):
            async for chunk in request.stream():
                body += chunk
                if len(body) > LARGEST_REQUEST:
                    raise HTTPException(413, message, {"Connection": "close"})
    except TimeoutError:
        raise HTTPException(408, f"the query did not arrive within {_SECONDS_TO_SEND} seconds", {"Connection": "close"}) from None
    except ClientDisconnect:
        raise HTTPException(400, "the client is gone") from None
    return bytes(body)


def _read_form(body: bytes) -> dict[str, list[str]]:
    try:
        return parse_qs(body.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=100)
    except UnicodeDecodeError:
        raise HTTPException(400, "the form is not UTF-8") from None
    except ValueError:
        raise HTTPException(400, "the form has too many fields") from None


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HTTPException(400, f"the query is not UTF-8 (byte {error.start})") from None


@cache
def _words(base: str) -> bytes:
    from avgraph.ontology import load_ontology
    from avgraph.triples import resource_prefixes

    short = {namespace: prefix for prefix, namespace in PREFIXES.items()}
    terms = {}
    for iri, term in load_ontology().terms.items():
        end = max(iri.rfind("#"), iri.rfind("/")) + 1
        if iri[:end] in short:
            terms[f"{short[iri[:end]]}:{iri[end:]}"] = term.definition or term.label
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


def _html(content: str, **headers: str) -> Response:
    return HTMLResponse(content, headers={"Content-Security-Policy": _POLICY, "X-Content-Type-Options": "nosniff", **headers})


async def _say(request: Request, error: Exception) -> Response:
    """Answer an error with its one line, for people in a page."""
    assert isinstance(error, HTTPException)  # noqa: S101  (the handler is registered for it)
    headers = dict(error.headers or {})
    if choose(request.headers.get("accept"), ("text/plain", "text/html")) == "text/html":
        page = fill("error.html", {"said": escaped(error.detail), "status": str(error.status_code)})
        return HTMLResponse(page, error.status_code, headers={"Content-Security-Policy": _POLICY, **headers})
    return PlainTextResponse(error.detail + "\n", error.status_code, headers=headers)


async def _say_failure(request: Request, error: Exception) -> Response:
    del request
    _write_log(f"a request failed: {type(error).__name__}: {' '.join(str(error).split())}")
    return PlainTextResponse("the server failed at this request\n", 500)


class _Log:
    """A line on standard error for each request: who, what, status, bytes, milliseconds."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start, status, size = time.perf_counter(), 0, 0

        async def counting(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, counting)
        finally:
            client = scope["client"][0] if scope.get("client") else "-"
            path = scope["path"].encode("ascii", "backslashreplace").decode("ascii")
            path = "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in path)
            taken = (time.perf_counter() - start) * 1000
            _write_log(f"{client} {scope['method']} {path} {status} {size} B {taken:.0f} ms")


def _write_log(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
