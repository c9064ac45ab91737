"""Load triples into a triple store, in place of a named graph.

They go in batches into a graph that nobody reads yet, which then takes the place of the one they read (``MOVE``).
"""

import contextlib
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import IO

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, serialize

from avgraph.errors import AvgraphError, HttpError, PushError, UsageError
from avgraph.model.graph import Graph
from avgraph.model.vocabulary import BASE_IRI, RDF, VOID
from avgraph.progress import Advance, ProgressCallback, no_progress
from avgraph.push.store import RemoteStore
from avgraph.rdf.description import delete_abandoned, graph_id, loading_iri
from avgraph.rdf.oxigraph import generate_terms
from avgraph.rdf.triples import count_triples
from avgraph.sparql.http.client import IF_NOT_STARTED, NEVER, Client

_FIRST_BATCH = 50
"""So small that a wrong address or password is noticed before anything large is sent."""
Batch = tuple[bytes, int]
"""N-Triples and their number."""


@dataclass(frozen=True, slots=True)
class PushResult:
    """What was pushed."""

    triples: int
    graph: str
    """IRI of the named graph."""
    url: str
    is_atomic: bool
    """Whether the store was told to replace the graph as a whole."""


def push(
    source: Graph | Iterable[Triple],
    url: str,
    graph: str | None = None,
    *,
    via: str = "graph-store",
    update_url: str | None = None,
    in_place: bool = False,
    user: str | None = None,
    password: str | None = None,
    token: str | None = None,
    batch: int = 50_000,
    base_iri: str = BASE_IRI,
    progress: ProgressCallback = no_progress,
) -> PushResult:
    """Put a graph, or triples, in place of a named graph of the triple store at `url`; by default of that of the description.

    `url` takes graphs, or updates where `via` is ``update``; `update_url` is known for most stores, and empty for one without updates.
    With updates, triples go in batches into a graph of their own that is then moved to its place; else in one request; with `in_place` in
    batches into the graph itself. Credentials are those of `Client`; at another server, `update_url` gets only those that stand in it. The stage ``sending`` of `progress` may raise KeyboardInterrupt
    to end. Raises PushError, which says what readers see, where the store refuses, UsageError for arguments that cannot be.
    """
    try:
        client = Client(url, user, password, token)
        store = RemoteStore(client, via, update_url)
    except HttpError as error:
        raise PushError(str(error)) from None
    triples, total, described = _triples_of(source, base_iri)
    target = _check_graph(graph or described)
    strategy = _push_in_place if in_place else _push_and_move if store.update_url else _push_at_once
    count = strategy(store, target, _batches(triples, store.batch_size(batch)), progress("sending", total))
    return PushResult(count, target, client.url, is_atomic=in_place or bool(store.update_url))


def _triples_of(source: Graph | Iterable[Triple], base: str) -> tuple[Iterator[Triple], int | None, str | None]:
    """Return the triples, and where they are known their number and the IRI of the graph."""
    if isinstance(source, Graph):
        return generate_terms(source, Triple, base), count_triples(source), base + graph_id(source.source)
    triples = iter(source)
    first = next(triples, None)
    if first is None:
        return triples, 0, None
    is_described = (first.predicate.value, getattr(first.object, "value", "")) == (RDF + "type", VOID + "Dataset")
    return chain([first], triples), None, str(first.subject).strip("<>") if is_described else None


def _check_graph(graph: str | None) -> str:
    if graph is None:
        raise UsageError("the dump does not begin with its description; name the graph that it shall be with --graph IRI")
    try:
        return NamedNode(graph).value
    except ValueError:
        raise UsageError(f"--graph {graph!r} is no IRI") from None


def _push_and_move(store: RemoteStore, graph: str, batches: Iterator[Batch], advance: Advance) -> int:
    loading = loading_iri(graph)
    count = 0
    try:
        for lines, number in batches:
            store.add(lines, loading)
            count += number
            advance(number)
    except BaseException as error:
        left = ""
        try:
            if store.client.has_answered:
                store.update(f"DROP SILENT GRAPH <{loading}>", NEVER)
        except HttpError:
            left = f"; what had arrived is left in <{loading}>" if count else ""
        if not isinstance(error, AvgraphError | KeyboardInterrupt):
            raise
        raise PushError(f"{_reason(error)}; nothing was changed: <{graph}> is as it was{left}") from None
    try:
        # Never twice on a doubt: once done, there is nothing to move, and the graph would be emptied.
        store.update(f"MOVE GRAPH <{loading}> TO GRAPH <{graph}>", IF_NOT_STARTED)
    except (HttpError, KeyboardInterrupt) as error:
        message = f"{_reason(error)}; all {count:,} triples have arrived, and either <{graph}> holds them or <{loading}> does: look, or push again"
        raise PushError(message) from None
    abandoned = delete_abandoned(graph)
    if abandoned:
        with contextlib.suppress(HttpError):
            store.update(abandoned, NEVER)
    return count


def _push_in_place(store: RemoteStore, graph: str, batches: Iterator[Batch], advance: Advance) -> int:
    count = 0
    try:
        for lines, number in batches:
            if count:
                store.add(lines, graph)
            else:
                store.replace(lines, graph)
            count += number
            advance(number)
    except (AvgraphError, KeyboardInterrupt) as error:
        state = f"holds the first {count:,} triples, perhaps a few more" if count else "is as it was, or empty"
        raise PushError(f"{_reason(error)}; <{graph}> {state}") from None
    return count


def _push_at_once(store: RemoteStore, graph: str, batches: Iterator[Batch], advance: Advance) -> int:
    count = 0
    # Not streamed in chunks: Virtuoso takes a chunked request for an empty one, and would empty the graph.
    with tempfile.TemporaryFile(prefix="avgraph-push-") as file:
        content: IO[bytes] = file
        for lines, number in batches:
            content.write(lines)
            count += number
            advance(number)
        content.seek(0)
        try:
            store.check(graph)
            store.replace(content, graph, NEVER)
        except (HttpError, KeyboardInterrupt) as error:
            raise PushError(f"{_reason(error)}; <{graph}> is as it was if the store takes a request whole or not at all") from None
    return count


def _batches(triples: Iterator[Triple], size: int) -> Iterator[Batch]:
    """Yield batches, the first one small."""
    for most in chain([min(_FIRST_BATCH, size)], iter(lambda: size, 0)):
        batch = list(islice(triples, most))
        if not batch:
            return
        blank = next((each for each in batch if isinstance(each.subject, BlankNode) or isinstance(each.object, BlankNode)), None)
        if blank is not None:
            raise PushError(f"a blank node ({blank.subject} {blank.predicate}) would be another one in each batch; give it an IRI")
        yield serialize(batch, format=RdfFormat.N_TRIPLES) or b"", len(batch)


def _reason(error: BaseException) -> str:
    return "interrupted" if isinstance(error, KeyboardInterrupt) else str(error)
