"""Named graphs of a triple store over the SPARQL 1.1 Graph Store HTTP Protocol and SPARQL 1.1 Update (both W3C 2013)."""

import re
from typing import IO

import requests
from pyoxigraph import RdfFormat

from avgraph.errors import HttpError, UsageError
from avgraph.sparql.http.address import check_url, is_same_origin, shown
from avgraph.sparql.http.client import ALWAYS, Client, RetryPolicy

_UPDATE_BATCH = 1_000
"""Triples in one INSERT DATA, which stores parse less readily than RDF."""
_PAGES = ("text/html", "application/xhtml+xml")
_FORM = re.compile(r"(?i)<(?:form|input|script|iframe)\b|http-equiv")
_SUCCESS = re.compile(r"(?i)\b(?:success(?:ful|fully)?|succeeded|done|created|updated|inserted|modified|commit(?:ted)?|totalElapsed)\b")
_CONTENT_TYPE = {"Content-Type": RdfFormat.N_TRIPLES.media_type}
UPDATE_ADDRESSES = (
    (re.compile(r"/sparql-graph-crud-auth/?$"), "/sparql-auth"),  # Virtuoso
    (re.compile(r"/sparql-graph-crud/?$"), "/sparql"),
    (re.compile(r"/rdf-graphs/service/?$"), "/statements"),  # RDF4J, GraphDB
    (re.compile(r"/store/?$"), "/update"),  # Oxigraph
    (re.compile(r"/data/?$"), "/update"),  # Fuseki
)
"""Where known stores take updates, by where they take graphs."""


def update_address(url: str) -> str | None:
    """Return where a known store takes updates, by where it takes graphs; nothing for an unknown one.

    >>> update_address("http://localhost:7878/store")
    'http://localhost:7878/update'
    """
    return next((pattern.sub(end, url) for pattern, end in UPDATE_ADDRESSES if pattern.search(url)), None)


class RemoteStore:
    """A triple store that is written to through an HTTP client."""

    def __init__(self, client: Client, via: str = "graph-store", update_url: str | None = None) -> None:
        """Hold a client, what its address takes, and where updates go: None is where they are known to go, an empty text nowhere."""
        self.client = client
        self.has_graph_store = via == "graph-store"
        self._updates = client
        if update_url:
            address = check_url(update_url)
            if not self.has_graph_store and address != client.url:
                raise UsageError("with --via update, URL is where the store takes updates; leave --update-url out")
            if not is_same_origin(address, client.url):
                # What was given for one server is no business of another.
                self._updates = Client(update_url, password="", token="")
            update_url = address
        self.update_url = update_url if update_url is not None else update_address(client.url) if self.has_graph_store else client.url

    def batch_size(self, size: int) -> int:
        """Return how many triples to send at once, of at most `size`."""
        return size if self.has_graph_store else min(size, _UPDATE_BATCH)

    def check(self, graph: str) -> None:
        """Ask for a graph that is not there, so that a wrong address or password is noticed before anything large is sent."""
        self._send(self.client, "GET", self.client.url, None, {"Accept": RdfFormat.N_TRIPLES.media_type}, {"graph": f"{graph}.none"})

    def add(self, lines: bytes, graph: str) -> None:
        """Add N-Triples to a graph."""
        if not self.has_graph_store:
            self.update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{lines.decode()}}} }}")
            return
        # Oxigraph loads in bulk where nobody needs all or nothing.
        options = {"no_transaction": ""} if self.client.product.startswith("oxigraph") else {}
        self._send(self.client, "POST", self.client.url, lines, _CONTENT_TYPE, {"graph": graph, **options})

    def replace(self, lines: bytes | IO[bytes], graph: str, retry: RetryPolicy = ALWAYS) -> None:
        """Put N-Triples in place of a graph."""
        if isinstance(lines, bytes) and not self.has_graph_store:
            self.update(f"DROP SILENT GRAPH <{graph}>")
            self.add(lines, graph)
        else:
            self._send(self.client, "PUT", self.client.url, lines, _CONTENT_TYPE, {"graph": graph}, retry=retry)

    def update(self, text: str, retry: RetryPolicy = ALWAYS) -> None:
        """Run an update, in a form, which every store understands."""
        self._send(self._updates, "POST", str(self.update_url), {"update": text}, retry=retry)

    def _send(
        self,
        client: Client,
        method: str,
        url: str,
        body: bytes | IO[bytes] | dict[str, str] | None,
        headers: dict[str, str] | None = None,
        parameters: dict[str, str] | None = None,
        *,
        retry: RetryPolicy = ALWAYS,
    ) -> None:
        """Send a request. Raises HttpError where it is refused, or where what answers is no store but a page of the web."""
        expected = (requests.codes.not_found,) if method == "GET" else ()
        response = client.request(method, url, body, headers, parameters, retry=retry, expected=expected, is_acknowledged=True)
        text = response.content.lstrip(b"\xef\xbb\xbf \t\r\n")
        is_page = response.media_type in _PAGES or re.match(rb"(?i)<(?:!doctype html|html)\b", text) is not None
        if is_page and text and response.status not in expected and not _is_success(text.decode("utf-8", "replace")):
            words = shown(re.sub(r"<[^>]*>", " ", text.decode("utf-8", "replace")))
            raise HttpError(f"{url}: answers with a page of the web, as where one has to log in, not as a store: {words}")


def _is_success(page: str) -> bool:
    """Tell whether a page says that something is done; some stores (Fuseki, Virtuoso, Blazegraph) answer so."""
    return _FORM.search(page) is None and _SUCCESS.search(re.sub(r"<[^>]*>", " ", page)) is not None
