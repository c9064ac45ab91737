"""Load a graph into a triple store that already runs.

Over the SPARQL 1.1 Graph Store HTTP Protocol (W3C 2013) or, where a store has none, SPARQL 1.1 Update. The triples go in
batches into a graph that nobody reads yet, which then takes the place of the one they read (``MOVE``).
"""

import re
import secrets
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Any

import requests
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth

from avgraph.errors import AvgraphError, PushError

if TYPE_CHECKING:
    from pyoxigraph import Triple

_TRIES = 6
_WAIT = 0.5
"""Seconds before the second try; each further one waits twice as long."""
_TRIES_OF_A_STRANGER = 2
"""For an address that has not answered yet, which is more likely wrong than busy."""
_WORTH_TRYING = (408, 429, 500, 502, 503, 504)
_NOT_BEGUN = (429, 503)
"""Answers that say that nothing was done yet."""
_SECONDS = (20, 600)
"""To connect, and for an answer."""
_FIRST_BATCH = 50
"""So small that a wrong address or password is noticed before anything large is sent."""
_UPDATE_BATCH = 1_000
"""Triples in one INSERT DATA, which stores parse less readily than RDF."""
NTRIPLES = "application/n-triples"
Batch = tuple[bytes, int]
"""N-Triples and their number."""
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


class Credentials(AuthBase):
    """A name and a password, sent as the store asks: Digest (RFC 7616) or Basic (RFC 7617)."""

    def __init__(self, user: str, password: str) -> None:
        """Hold who pushes; nothing is sent before a store has said how."""
        self.digest = HTTPDigestAuth(user, password)
        self.basic = HTTPBasicAuth(user.encode(), password.encode())
        self.is_basic = False

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Sign a request as the store asked before."""
        signed: requests.PreparedRequest = (self.basic if self.is_basic else self.digest)(request)
        if not self.is_basic:
            signed.hooks["response"].append(self._sign_again)
        return signed

    def _sign_again(self, response: requests.Response, **options: Any) -> requests.Response:
        """Send a request again where the store asks for Basic; requests itself knows to do so for Digest."""
        challenge = response.headers.get("WWW-Authenticate", "").lower()
        if response.status_code != requests.codes.unauthorized or "digest" in challenge or "basic" not in challenge:
            return response
        self.is_basic = True
        _ = response.content  # so that the connection can be used again
        response.close()
        answered: requests.Response = response.connection.send(self.basic(response.request.copy()), **options)
        answered.history.append(response)
        return answered


def open_session(auth: Credentials | None = None, token: str | None = None) -> requests.Session:
    """Return a session that says who pushes: by name and password, or by a bearer token (RFC 6750)."""
    session = requests.Session()
    session.headers["User-Agent"] = "avgraph"
    session.auth = auth
    if token and auth is None:
        session.headers["Authorization"] = f"Bearer {token}"
    return session


def update_address(url: str) -> str | None:
    """Return where a known store takes updates, by where it takes graphs; nothing for an unknown one.

    >>> update_address("http://localhost:7878/store")
    'http://localhost:7878/update'
    """
    return next((pattern.sub(end, url) for pattern, end in UPDATE_ADDRESSES if pattern.search(url)), None)


def push(triples: "Iterable[Triple]", destination: Destination, session: requests.Session, batch: int, sent: Callable[[int], None]) -> int:
    """Put triples in place of a named graph of a store, and return how many there were.

    With Update they go batch by batch into a graph of their own that is then moved to its place; where the store
    has the Graph Store Protocol alone, in one request; with `is_in_place` batch by batch into the graph itself.
    `sent` is told of each batch that has arrived, and may raise KeyboardInterrupt to end there. Raises PushError where the store cannot be reached or refuses;
    it says what readers of the graph see then.
    """
    store = _Store(session, destination)
    if destination.is_in_place:
        return _push_in_place(store, _batches(triples, store.batch_size(batch)), sent)
    if destination.update_url is None:
        return _push_at_once(store, _batches(triples, batch), sent)
    return _push_and_move(store, _batches(triples, store.batch_size(batch)), sent)


def _push_and_move(store: "_Store", batches: Iterator[Batch], sent: Callable[[int], None]) -> int:
    graph = store.destination.graph
    loading = f"{graph}.loading-{secrets.token_hex(8)}"
    count = 0
    try:
        for lines, number in batches:
            store.add(lines, loading)
            count += number
            sent(number)
    except BaseException as error:
        left = ""
        try:
            if store.has_answered:
                store.update(f"DROP SILENT GRAPH <{loading}>", tries=1)
        except PushError:
            left = f"; what had arrived is left in <{loading}>" if count else ""
        if not isinstance(error, AvgraphError | KeyboardInterrupt):
            raise
        message = f"{_said(error)}; nothing was changed: <{graph}> is as it was{left}"
        raise PushError(message) from None
    try:
        # Never twice on a doubt: once done, there is nothing to move, and the graph would be emptied.
        store.update(f"MOVE GRAPH <{loading}> TO GRAPH <{graph}>", worth_trying=_NOT_BEGUN)
    except (PushError, KeyboardInterrupt) as error:
        message = (
            f"{_said(error)}; all {count:,} triples have arrived, and either <{graph}> holds them or <{loading}> does: look, or push again"
        )
        raise PushError(message) from None
    return count


def _push_in_place(store: "_Store", batches: Iterator[Batch], sent: Callable[[int], None]) -> int:
    graph = store.destination.graph
    count = 0
    try:
        for lines, number in batches:
            if count:
                store.add(lines, graph)
            else:
                store.replace(lines, graph)
            count += number
            sent(number)
    except (AvgraphError, KeyboardInterrupt) as error:
        holds = f"holds the first {count:,} triples, perhaps a few more" if count else "is as it was, or empty"
        message = f"{_said(error)}; <{graph}> {holds}"
        raise PushError(message) from None
    return count


def _push_at_once(store: "_Store", batches: Iterator[Batch], sent: Callable[[int], None]) -> int:
    url, graph = store.destination.url, store.destination.graph
    count = 0
    # Not streamed in chunks: Virtuoso takes a chunked request for an empty one, and would empty the graph.
    with tempfile.TemporaryFile(prefix="avgraph-push-") as file:
        for lines, number in batches:
            file.write(lines)
            count += number
            sent(number)
        file.seek(0)
        try:
            # A wrong address or password is noticed before anything large is sent.
            store.send("GET", url, parameters={"graph": f"{graph}.none"}, fine=(requests.codes.not_found,))
            store.send("PUT", url, file, {"Content-Type": NTRIPLES}, {"graph": graph}, tries=1)
        except (PushError, KeyboardInterrupt) as error:
            message = f"{_said(error)}; <{graph}> is as it was if the store takes a request whole or not at all"
            raise PushError(message) from None
    return count


def _batches(triples: "Iterable[Triple]", size: int) -> Iterator[Batch]:
    """Yield batches, the first one small."""
    from pyoxigraph import BlankNode, RdfFormat, serialize

    waiting = iter(triples)
    for most in chain([min(_FIRST_BATCH, size)], iter(lambda: size, 0)):
        some = list(islice(waiting, most))
        if not some:
            return
        blank = next((each for each in some if isinstance(each.subject, BlankNode) or isinstance(each.object, BlankNode)), None)
        if blank is not None:
            message = f"a blank node ({blank.subject} {blank.predicate}) would be another one in each batch; give it an IRI"
            raise PushError(message)
        yield serialize(some, format=RdfFormat.N_TRIPLES) or b"", len(some)


class _Store:
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


def _said(error: BaseException) -> str:
    return "interrupted" if isinstance(error, KeyboardInterrupt) else str(error)


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
