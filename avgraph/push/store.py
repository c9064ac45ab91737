"""Speak to a store over HTTP: the SPARQL 1.1 Graph Store HTTP Protocol and SPARQL 1.1 Update (both W3C 2013)."""

import re
import time
from dataclasses import dataclass
from typing import IO

import requests

from avgraph.errors import PushError

_TRIES = 6
_WAIT = 0.5
"""Seconds before the second try; each further one waits twice as long."""
_TRIES_OF_A_STRANGER = 2
"""For an address that has not answered yet, which is more likely wrong than busy."""
_WORTH_TRYING = (408, 429, 500, 502, 503, 504)
_SECONDS = (20, 600)
"""To connect, and for an answer."""
_UPDATE_BATCH = 1_000
"""Triples in one INSERT DATA, which stores parse less readily than RDF."""
NTRIPLES = "application/n-triples"
UPDATE_ADDRESSES = (
    (re.compile(r"/sparql-graph-crud-auth/?$"), "/sparql-auth"),  # Virtuoso
    (re.compile(r"/sparql-graph-crud/?$"), "/sparql"),
    (re.compile(r"/rdf-graphs/service/?$"), "/statements"),  # RDF4J, GraphDB
    (re.compile(r"/store/?$"), "/update"),  # Oxigraph
    (re.compile(r"/data/?$"), "/update"),  # Fuseki
)
"""Where known stores take updates, by where they take graphs."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a graph goes."""

    url: str
    """Of the Graph Store Protocol; of Update where `has_graph_store` is false."""
    graph: str
    """IRI of the named graph."""
    update_url: str | None = None
    """Of Update, where the store has it."""
    has_graph_store: bool = True
    is_in_place: bool = False
    """Whether to fill the graph itself, where readers see it grow."""


def update_address(url: str) -> str | None:
    """Return where a known store takes updates, by where it takes graphs; nothing for an unknown one.

    >>> update_address("http://localhost:7878/store")
    'http://localhost:7878/update'
    """
    return next((pattern.sub(end, url) for pattern, end in UPDATE_ADDRESSES if pattern.search(url)), None)


class Store:
    """A store over HTTP: sends, and tries again what may pass."""

    def __init__(self, session: requests.Session, destination: Destination) -> None:
        self.session = session
        self.destination = destination
        self.has_answered = False
        self.product = ""

    def batch_size(self, wished: int) -> int:
        """Return how many triples to send at once."""
        return wished if self.destination.has_graph_store else min(wished, _UPDATE_BATCH)

    def add(self, lines: bytes, graph: str) -> None:
        """Add N-Triples to a graph."""
        if not self.destination.has_graph_store:
            self.update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{lines.decode()}}} }}")
            return
        # Oxigraph loads in bulk where nobody needs all or nothing.
        hurry = {"no_transaction": ""} if self.product.startswith("oxigraph") else {}
        self.send("POST", self.destination.url, lines, {"Content-Type": NTRIPLES}, {"graph": graph, **hurry})

    def replace(self, lines: bytes, graph: str) -> None:
        """Put N-Triples in place of a graph."""
        if self.destination.has_graph_store:
            self.send("PUT", self.destination.url, lines, {"Content-Type": NTRIPLES}, {"graph": graph})
        else:
            self.update(f"DROP SILENT GRAPH <{graph}>")
            self.add(lines, graph)

    def update(self, text: str, tries: int = _TRIES, worth_trying: tuple[int, ...] | None = None) -> None:
        """Run an update, in a form, which every store understands; with `worth_trying` again only after such an answer."""
        self.send("POST", str(self.destination.update_url), {"update": text}, tries=tries, worth_trying=worth_trying)

    def send(
        self,
        method: str,
        url: str,
        body: bytes | IO[bytes] | dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
        parameters: dict[str, str] | None = None,
        tries: int = _TRIES,
        fine: tuple[int, ...] = (),
        worth_trying: tuple[int, ...] | None = None,
    ) -> None:
        """Send a request until it is taken. Raises PushError where it is refused, or not taken after `tries`.

        It is sent again where the store could not be reached or answers that it may pass; with `worth_trying` after
        those answers alone.
        """
        said = ""
        for attempt in range(tries):
            if attempt:
                time.sleep(_WAIT * 2 ** (attempt - 1))
            try:
                # A redirect would turn the request into a GET.
                response = self.session.request(
                    method, url, params=parameters, data=body, headers=headers, timeout=_SECONDS, allow_redirects=False
                )
            except requests.RequestException as error:
                said = f"cannot be reached: {_cause(error)}"
                is_strange = not self.has_answered and attempt + 1 >= _TRIES_OF_A_STRANGER
                if isinstance(error, ValueError) or worth_trying is not None or is_strange:
                    break
                continue
            self.has_answered = True
            self.product = response.headers.get("Server", "").lower()
            with response:
                if response.status_code in fine or response.status_code // 100 == 2:
                    return
                said = f"answers {response.status_code} {response.reason}{_reason(response)}"
                if response.status_code not in (worth_trying or _WORTH_TRYING):
                    break
        message = f"{url}: {said}"
        raise PushError(message)


def _cause(error: BaseException) -> str:
    """Return the innermost reason of an error of the network."""
    inner = getattr(error, "reason", None) or next((each for each in reversed(error.args) if isinstance(each, BaseException)), None)
    return _cause(inner) if isinstance(inner, BaseException) else _one_line(str(error).rpartition(": ")[2])[:200]


def _reason(response: requests.Response) -> str:
    """Return what a store says of its refusal."""
    if response.status_code == requests.codes.unauthorized:
        return "; give --user and the password, and see that they are right"
    if response.is_redirect:
        return f"; it is at {response.headers['Location']}"
    said = _one_line(re.sub(r"<[^>]*>", " ", response.text[:2000]))[:200]
    return f": {said}" if said else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())
