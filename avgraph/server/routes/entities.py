"""The routes of entities: each as a page and as RDF, lists of them by kind, and the lines of the list that they are read from."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from avgraph.server.responses import html_response
from avgraph.server.routes.base import VARY, WorkerClient, choose_format
from avgraph.site.content.statements import construct_entity
from avgraph.site.pages.addresses import HEADINGS
from avgraph.site.pages.lists import ROWS_ON_PAGE, ListRequest, list_page, source_page

_ENTITY_FORMATS = {
    "html": "text/html",
    "turtle": "text/turtle",
    "jsonld": "application/ld+json",
    "ntriples": "application/n-triples",
    "rdfxml": "application/rdf+xml",
    "json": "application/json",
    "bibtex": "application/x-bibtex",
}
"""Of an entity, by the name in ``?format=``."""
_LIST_FORMATS = {"html": "text/html", "csv": "text/csv", "json": "application/json"}


class EntityRoutes:
    """Responses about entities."""

    def __init__(self, client: WorkerClient) -> None:
        """Hold what asks the workers."""
        self._client = client
        self._site = client.site

    async def entity(self, request: Request) -> Response:
        """Return what is known of one entity, as a page for people or as RDF for programs."""
        path = request.path_params["path"]
        node = self._node(path)
        media_type = choose_format(request, _ENTITY_FORMATS, "an entity")
        kind = {"application/json": "description", "application/x-bibtex": "citations"}.get(media_type)
        if kind:
            await self._refuse_unknown(request, path, node)
            return await self._client.answer(request, {"kind": kind, "iri": self._site.base + path}, VARY)
        if media_type != "text/html":
            return await self._rdf(request, path, node, media_type)
        from avgraph.site.pages.entity import entity_page

        content = await self._client.content(request, {"kind": "entity", "path": path})
        return html_response(entity_page(path, self._site, **content))

    async def source(self, request: Request) -> Response:
        """Return the lines of the list, or what is known of it as RDF."""
        path = f"source/{request.path_params['name']}"
        line = _number(request.query_params.get("line"), "line")
        if choose_format(request, _ENTITY_FORMATS, "an entity") != "text/html":
            request.path_params["path"] = path
            return await self.entity(request)
        content = await self._client.content(request, {"kind": "source", "path": path, "line": line})
        return html_response(source_page(self._site, path, content))

    async def list(self, request: Request) -> Response:
        """Return the entities of a kind: as a page, or all that fit as CSV or JSON."""
        from avgraph.site.content.listing import columns_of, rows_as_csv, rows_with_iris

        list_request = _read_list_request(request)
        people = await self._people_named(request)
        wanted = replace(list_request, entities=tuple(dict.fromkeys((*list_request.entities, people[0]["id"])))) if people else list_request
        media_type = choose_format(request, _LIST_FORMATS, "a list")
        work: dict[str, Any] = {"kind": "list", "list": wanted.kind, "words": wanted.words, "since": wanted.since, "until": wanted.until}
        work |= {"entities": wanted.entities, "sort": wanted.sort, "place": wanted.place}
        if media_type == "text/html":
            work |= {"first": (wanted.page - 1) * ROWS_ON_PAGE, "most": ROWS_ON_PAGE}
        content = await self._client.content(request, work)
        columns = columns_of(wanted.kind, wanted.place)
        if media_type == "text/csv":
            return Response(
                rows_as_csv(content["rows"], [column.key for column in columns], self._site.base), media_type=media_type, headers=VARY
            )
        if media_type == "application/json":
            return JSONResponse(rows_with_iris(content["rows"], self._site.base), headers=VARY)
        content["others"] = [(person, replace(list_request, entities=(*list_request.entities, person["id"]))) for person in people[1:]]
        return html_response(list_page(self._site, wanted, [(column.key, column.is_number) for column in columns], content))

    async def _people_named(self, request: Request) -> Sequence[Mapping[str, Any]]:
        """Return the people whom the name in ``with=`` may mean, the likeliest first; none without it. Raises HTTPException where nobody has it."""
        name = request.query_params.get("with", "").strip()[:200]
        if not name:
            return ()
        content = await self._client.content(request, {"kind": "search", "text": name})
        people = [row for row in content["rows"] if row["kind"] == "author" and "years" not in row]
        if not people:
            hint = f"; did you mean {content['nearest'][0]}?" if content["nearest"] else ""
            raise HTTPException(404, f"no person is called {name!r}{hint}")
        return people

    def _node(self, path: str) -> str:
        from avgraph.sparql.entities import as_node

        node = as_node(self._site.base + path)
        if node is None:
            raise HTTPException(404, "no such entity")
        return node

    async def _rdf(self, request: Request, path: str, node: str, media_type: str) -> Response:
        await self._refuse_unknown(request, path, node)
        return await self._client.answer(request, {"kind": "query", "text": construct_entity(node), "accept": media_type}, VARY)

    async def _refuse_unknown(self, request: Request, path: str, node: str) -> None:
        query = {"kind": "query", "text": f"ASK {{ {{ {node} ?p ?o }} UNION {{ ?s ?p {node} }} }}", "accept": "application/json"}
        if not (await self._client.content(request, query))["boolean"]:
            raise HTTPException(404, f"no entity {path[:200]!r} in {self._site.name}")


def _read_list_request(request: Request) -> ListRequest:
    """Return what the address asks of a list. Raises HTTPException."""
    from avgraph.site.content.listing import columns_of

    parameters = request.query_params
    kind = request.url.path.rpartition("/")[2]
    sort = parameters.get("sort", "")
    place = parameters.get("place", "")[:40]
    keys = ["label", *(column.key for column in columns_of(kind, place))]
    if sort and sort.removeprefix("-") not in keys:
        raise HTTPException(400, f"no column {sort[:100]!r} to sort by; columns are {', '.join(keys)}")
    return ListRequest(
        kind=kind,
        words=parameters.get("q", "").strip()[:200],
        since=_number(parameters.get("since"), "since"),
        until=_number(parameters.get("until"), "until"),
        entities=tuple(node for each in HEADINGS for node in parameters.getlist(each) if node.startswith(f"{each}/")),
        place=place,
        sort=sort,
        page=max(1, _number(parameters.get("page"), "page") or 1),
    )


def _number(text: str | None, name: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise HTTPException(400, f"{name} {text[:100]!r} is no number")
    return int(text)
