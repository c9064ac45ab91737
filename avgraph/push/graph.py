"""Push a graph: see that the arguments go together, find where the store takes what, and send the triples."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from avgraph.errors import UsageError
from avgraph.progress import ProgressCallback, no_progress
from avgraph.push.credentials import Credentials, open_session
from avgraph.push.push import push
from avgraph.push.store import Destination, update_address

if TYPE_CHECKING:
    from pyoxigraph import Triple

DEFAULT_BATCH = 50_000
"""Triples in one request."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """What was pushed."""

    triples: int
    graph: str
    """The IRI of the named graph."""
    is_atomic: bool
    """Whether readers saw either the previous graph or the new one, as far as the store can move graphs."""


class Pushable(Protocol):
    """A source of triples."""

    path: Path | None
    """The file, where it is one."""

    def triples(self) -> "Iterator[Triple]":
        """Yield the triples of the dump."""

    def count_triples(self) -> int | None:
        """Return their number, where it is known before they are read."""

    def dump_iri(self) -> str | None:
        """Return the IRI of the dump, where it says that it is one."""


def push_graph(
    source: Pushable,
    url: str,
    graph: str | None = None,
    *,
    via: str = "graph-store",
    update_url: str | None = None,
    in_place: bool = False,
    user: str | None = None,
    password: str | None = None,
    token: str | None = None,
    batch: int = DEFAULT_BATCH,
    progress: ProgressCallback = no_progress,
) -> Pushed:
    """Put the triples of a source in place of a named graph of the store at `url`, by default the graph of the dump.

    `via` is ``graph-store`` or ``update``; `update_url` is where the store takes updates, unless that is known; `in_place` fills the
    graph itself; `progress` is told of each batch of ``sending``. Raises PushError where the store refuses, UsageError for what
    does not go together.
    """
    _check_arguments(url, graph, via, update_url)
    session = open_session(None if user is None else Credentials(user, password or ""), token)
    target = graph or source.dump_iri()
    if target is None:
        message = f"{source.path} does not begin with the description of a dump; name the graph that it shall be with --graph IRI"
        raise UsageError(message)
    updates = url if via == "update" else update_url or update_address(url)
    destination = Destination(url, target, updates, via == "graph-store", in_place)
    count = push(source.triples(), destination, session, batch, progress("sending", source.count_triples()))
    return Pushed(count, target, updates is not None or in_place)


def _check_arguments(url: str, graph: str | None, via: str, update_url: str | None) -> None:
    for each in (url, update_url):
        if each is not None and not each.startswith(("http://", "https://")):
            message = f"{each!r} is no http or https address"
            raise UsageError(message)
    if via not in ("graph-store", "update"):
        message = f"via {via!r}; a store takes graphs via graph-store or update"
        raise UsageError(message)
    if via == "update" and update_url not in (None, url):
        message = "with --via update, URL is where the store takes updates; leave --update-url out"
        raise UsageError(message)
    if graph is not None and not _is_iri(graph):
        message = f"--graph {graph!r} is no IRI"
        raise UsageError(message)


def _is_iri(text: str) -> bool:
    from pyoxigraph import NamedNode

    try:
        NamedNode(text)
    except ValueError:
        return False
    return True
