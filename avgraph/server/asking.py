"""Read what a request asks, as the SPARQL 1.1 Protocol has it (W3C 2013, section 2.1)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request

from avgraph.server.budget import Budget

LARGEST_REQUEST = 1_000_000
"""Bytes of a query beyond which it is refused unread."""
MOST_REQUESTS = Budget(32 * 2**20)
"""Bytes of all queries that arrive or wait at a time."""
SECONDS_TO_SEND = 30
"""Within which a client must have sent its query."""
_MOST_FIELDS = 100
_DATASET = {"default-graph-uri": "default_graphs", "named-graph-uri": "named_graphs"}
_READ_ONLY = "this endpoint is read-only: no update"


@asynccontextmanager
async def read_asked(request: Request) -> AsyncIterator[dict[str, Any] | None]:
    """Give the query and the dataset that a request asks, or nothing where it asks for the description of the service.

    Raises HTTPException for what the protocol does not allow, or this server.
    """
    asked = _read_fields(request.scope["query_string"], "the address")
    if request.method != "POST":
        yield _as_query(request, asked) if asked else None
        return
    kind = _media_type(request)
    held = [0]
    try:
        body = await _read_body(request, held)
        if kind == "application/x-www-form-urlencoded":
            yield _as_query(request, _read_fields(body, "the form"))
        else:
            if "query" in asked:
                raise HTTPException(400, "2 queries: ask one at a time")
            yield _as_query(request, {**asked, "query": [_decoded(body)]})
    finally:
        MOST_REQUESTS.give_back(held[0])


def _as_query(request: Request, asked: dict[str, list[str]]) -> dict[str, Any]:
    from pyoxigraph import NamedNode

    if "update" in asked:
        raise HTTPException(403 if request.method == "POST" else 400, _READ_ONLY)
    queries = asked.get("query", [])
    if len(queries) != 1:
        raise HTTPException(400, f"{len(queries)} queries: ask one at a time" if queries else "no query: the parameter is named query")
    for name in _DATASET:
        for iri in asked.get(name, ()):
            try:
                NamedNode(iri)
            except ValueError:
                raise HTTPException(400, f"{name}: {iri[:100]!r} is no absolute IRI") from None
    return {
        "kind": "query",
        "text": queries[0],
        "accept": request.headers.get("accept"),
        **{key: asked.get(name) for name, key in _DATASET.items()},
    }


def _media_type(request: Request) -> str:
    kind, *parameters = (part.strip().lower() for part in request.headers.get("content-type", "").split(";"))
    if kind == "application/sparql-update":
        raise HTTPException(403, _READ_ONLY)
    if kind not in ("application/x-www-form-urlencoded", "application/sparql-query"):
        raise HTTPException(415, "POST a form (application/x-www-form-urlencoded) or a query (application/sparql-query)")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "charset" and value.strip(' "') not in ("utf-8", "utf8"):
            raise HTTPException(415, "the query must be in UTF-8")
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise HTTPException(415, "the query must come as it is, without a Content-Encoding")
    return kind


async def _read_body(request: Request, held: list[int]) -> bytes:
    message = f"a query may have {LARGEST_REQUEST:,} bytes"
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > LARGEST_REQUEST:
        raise HTTPException(413, message, {"Connection": "close"})
    body = bytearray()
    try:
        async with asyncio.timeout(SECONDS_TO_SEND):
            async for chunk in request.stream():
                if not MOST_REQUESTS.take(len(chunk)):
                    raise HTTPException(503, "too many queries at once; try again", {"Connection": "close", "Retry-After": "5"})
                held[0] += len(chunk)
                body += chunk
                if len(body) > LARGEST_REQUEST:
                    raise HTTPException(413, message, {"Connection": "close"})
    except TimeoutError:
        raise HTTPException(408, f"the query did not arrive within {SECONDS_TO_SEND} seconds", {"Connection": "close"}) from None
    return bytes(body)


def _read_fields(content: bytes, where: str) -> dict[str, list[str]]:
    try:
        return parse_qs(content.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except UnicodeDecodeError:
        raise HTTPException(400, f"{where} is not UTF-8") from None
    except ValueError:
        raise HTTPException(400, f"{where} has more than {_MOST_FIELDS} fields") from None


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HTTPException(400, f"the query is not UTF-8 (byte {error.start})") from None
