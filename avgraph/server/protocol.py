"""The SPARQL 1.1 Protocol (W3C 2013): its requests, and the description of the service."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs

from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, RdfFormat, Triple, serialize
from starlette.exceptions import HTTPException
from starlette.requests import Request

from avgraph.model.vocabulary import RDF, VOID
from avgraph.server.negotiation import ROWS, TRIPLES
from avgraph.server.settings import Budget

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
async def read_query(request: Request) -> AsyncIterator[dict[str, Any] | None]:
    """Yield the query and the dataset of a request, or nothing where it asks for the description of the service.

    Raises HTTPException for what the protocol does not allow, or this server.
    """
    fields = _read_fields(request.scope["query_string"], "the address")
    if request.method != "POST":
        yield _as_query(request, fields) if fields else None
        return
    media_type = _media_type(request)
    received = [0]
    try:
        body = await _read_body(request, received)
        if media_type == "application/x-www-form-urlencoded":
            yield _as_query(request, _read_fields(body, "the form"))
        else:
            if "query" in fields:
                raise HTTPException(400, "2 queries: ask one at a time")
            yield _as_query(request, {**fields, "query": [_decoded(body)]})
    finally:
        MOST_REQUESTS.give_back(received[0])


def _as_query(request: Request, fields: dict[str, list[str]]) -> dict[str, Any]:
    if "update" in fields:
        raise HTTPException(403 if request.method == "POST" else 400, _READ_ONLY)
    queries = fields.get("query", [])
    if len(queries) != 1:
        raise HTTPException(400, f"{len(queries)} queries: ask one at a time" if queries else "no query: the parameter is named query")
    # What is empty is as if it were absent: addresses copied from Virtuoso's pages begin so.
    dataset = {name: [iri for iri in fields.get(name, ()) if iri] or None for name in _DATASET}
    for name, iris in dataset.items():
        for iri in iris or ():
            try:
                NamedNode(iri)
            except ValueError:
                raise HTTPException(400, f"{name}: {iri[:100]!r} is no absolute IRI") from None
    return {
        "kind": "query",
        "text": queries[0],
        "accept": request.headers.get("accept"),
        **{key: dataset[name] for name, key in _DATASET.items()},
    }


def _media_type(request: Request) -> str:
    media_type, *parameters = (part.strip().lower() for part in request.headers.get("content-type", "").split(";"))
    if media_type == "application/sparql-update":
        raise HTTPException(403, _READ_ONLY)
    if media_type not in ("application/x-www-form-urlencoded", "application/sparql-query"):
        raise HTTPException(415, "POST a form (application/x-www-form-urlencoded) or a query (application/sparql-query)")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "charset" and value.strip(' "') not in ("utf-8", "utf8"):
            raise HTTPException(415, "the query must be in UTF-8")
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise HTTPException(415, "the query must come as it is, without a Content-Encoding")
    return media_type


async def _read_body(request: Request, received: list[int]) -> bytes:
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
                received[0] += len(chunk)
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


_SD = "http://www.w3.org/ns/sparql-service-description#"
_JSON_LD = NamedNode("http://www.w3.org/ns/formats/JSON-LD")
"""The IRI of the W3C's list of formats; pyoxigraph's is another."""


def format_iris() -> list[NamedNode]:
    """Return the IRIs of the formats of results."""
    rows = [NamedNode(form.iri) for form in map(QueryResultsFormat.from_media_type, ROWS) if form]
    triples = [form for form in map(RdfFormat.from_media_type, TRIPLES) if form]
    return list(dict.fromkeys([*rows, *(_JSON_LD if each == RdfFormat.JSON_LD else NamedNode(each.iri) for each in triples)]))


def describe_service(endpoint: str, media_type: str, count: int | None = None) -> bytes:
    """Return the description of the service at an address, in a format by its media type.

    `count` is the number of triples of the default graph, if it is known. There is no feature of section 3.3 to
    of the specification (SPARQL 1.1 Service Description, W3C 2013) to claim (no dereferencing, no union of graphs, no federation), and no format of input, since nothing is loaded.
    """
    service = NamedNode(endpoint)

    def sd(name: str) -> NamedNode:
        return NamedNode(_SD + name)

    kind = NamedNode(RDF + "type")
    dataset, graph = BlankNode("dataset"), BlankNode("graph")
    triples = [
        Triple(service, kind, sd("Service")),
        Triple(service, sd("endpoint"), service),
        Triple(service, sd("supportedLanguage"), sd("SPARQL11Query")),
        *(Triple(service, sd("resultFormat"), iri) for iri in format_iris()),
        Triple(service, sd("defaultDataset"), dataset),
        Triple(dataset, kind, sd("Dataset")),
        Triple(dataset, sd("defaultGraph"), graph),
        Triple(graph, kind, sd("Graph")),
    ]
    if count is not None:
        triples.append(Triple(graph, NamedNode(VOID + "triples"), Literal(count)))
    return bytes(serialize(triples, format=RdfFormat.from_media_type(media_type), prefixes={"sd": _SD, "void": VOID}) or b"")
