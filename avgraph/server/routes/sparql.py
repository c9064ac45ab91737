"""The routes of SPARQL: the endpoint, the questions that ship with it, the page where people ask."""

import asyncio
import json
from functools import cache
from typing import Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from avgraph.model.vocabulary import QUERY_PREFIXES, shorten
from avgraph.server.negotiation import ROWS, TRIPLES, choose_media_type
from avgraph.server.protocol import describe_service, read_query
from avgraph.server.responses import RefusedError, html_response
from avgraph.server.routes.base import VARY, WorkerClient
from avgraph.site.pages.query import query_page
from avgraph.sparql.limits import Limits
from avgraph.sparql.questions import GROUPS, ShippedQuery, load_shipped

_SECONDS_TO_COUNT = 2
"""For the triples of the graph, which the description leaves out where they take longer."""


class SparqlRoutes:
    """Responses to questions."""

    def __init__(self, client: WorkerClient) -> None:
        """Hold what asks the workers."""
        self._client = client
        self._counting: asyncio.Task[int | None] | None = None

    async def sparql(self, request: Request) -> Response:
        """Answer a query, or without one with the description of the service; to a browser with the page where people ask."""
        async with read_query(request) as query:
            if query is None:
                return await self._description(request)
            is_plain = request.method != "POST" and not query["default_graphs"] and not query["named_graphs"]
            if is_plain and choose_media_type(query["accept"], (*ROWS, *TRIPLES, "text/html")) == "text/html":
                return RedirectResponse(f"/query?query={quote(query['text'], safe='')}", 303, VARY)
            return await self._client.answer(request, query, VARY)

    async def _description(self, request: Request) -> Response:
        chosen = choose_media_type(request.headers.get("accept", "text/turtle"), (*TRIPLES, "text/html"))
        if chosen == "text/html":
            return RedirectResponse("/query", 303, VARY)
        if chosen is None:
            raise HTTPException(406, f"the description of the service is given as {', '.join(('text/html', *TRIPLES))}")
        if self._counting is None:
            self._counting = asyncio.get_running_loop().create_task(self._count())
        content = describe_service(str(request.url_for("sparql")), chosen, await asyncio.shield(self._counting))
        return Response(content, media_type=chosen, headers=VARY)

    async def _count(self) -> int | None:
        query = {"kind": "query", "text": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c }", "accept": "text/csv"}
        try:
            with await self._client.workers.submit(query, Limits(_SECONDS_TO_COUNT, self._client.settings.memory)) as reply:
                return int(reply.read(0, reply.size).split()[-1])
        except RefusedError:
            return None

    async def shipped_query(self, request: Request) -> Response:
        """Return the text of a shipped query with its parameters."""
        return await self._client.answer(request, _binding(request.path_params["name"], dict(request.query_params)))

    async def query_page(self, request: Request) -> Response:
        """Return the page where people ask: with a query or a shipped question in its editor, and where no script runs with its answer."""
        parameters = dict(request.query_params)
        text, name, is_asked = parameters.pop("query", ""), parameters.pop("question", None), parameters.pop("answer", None) == "html"
        problem, answer = None, None
        values = {key: value for key, value in parameters.items() if value}
        try:
            if name is not None and all(each.name in values for each in _shipped(name).parameters if each.is_required):
                text = await self._client.text(request, _binding(name, values))
            if text and is_asked:
                answer = await self._answer(request, text)
        except RefusedError as error:
            problem = str(error)
        question = None if name is None else _shipped(name)
        return html_response(query_page(self._client.site, text, question=question, values=values, answer=answer, problem=problem))

    async def _answer(self, request: Request, text: str) -> dict[str, Any]:
        """Return the answer to a query as the JSON of SPARQL results, or triples as `text`."""
        accept = f"{ROWS[0]}, text/turtle;q=0.9"
        content = await self._client.text(request, {"kind": "query", "text": text, "accept": accept})
        return {"text": content} if not content.startswith("{") else dict(json.loads(content))

    async def words(self, request: Request) -> Response:
        """Return what the editor completes: prefixes, terms, shipped queries."""
        del request
        return Response(_words(self._client.settings.base), media_type="application/json")


def _shipped(name: str) -> ShippedQuery:
    """Return a shipped question. Raises HTTPException."""
    if name not in load_shipped():
        raise HTTPException(404, f"no shipped query {name[:100]!r}; they are {', '.join(load_shipped())}")
    return load_shipped()[name]


def _binding(name: str, values: dict[str, str]) -> dict[str, Any]:
    """Return the work that puts values into a shipped question. Raises HTTPException."""
    _shipped(name)
    limit = values.pop("limit", None)
    if limit is not None and not (limit.isascii() and limit.isdigit() and len(limit) < 10):
        raise HTTPException(400, f"limit {limit[:100]!r} is no number")
    return {"kind": "bind", "name": name, "values": values, "limit": limit}


@cache
def _words(base: str) -> bytes:
    from avgraph.model.ontology import load_ontology
    from avgraph.rdf.triples import resource_prefixes

    terms = {shorten(iri): term.definition for iri, term in load_ontology().terms.items()}
    queries = [
        {
            "name": shipped.name,
            "group": shipped.group,
            "description": shipped.description,
            "parameters": [
                {"name": each.name, "kind": each.kind, "description": each.description, "required": each.is_required}
                for each in shipped.parameters
            ],
        }
        for shipped in sorted(load_shipped().values(), key=lambda shipped: GROUPS.index(shipped.group))
    ]
    return json.dumps(
        {"prefixes": {**resource_prefixes(base), **QUERY_PREFIXES}, "terms": terms, "queries": queries, "base": base}
    ).encode()
