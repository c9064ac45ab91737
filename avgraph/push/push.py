"""Put triples in place of a named graph of a store.

They go in batches into a graph that nobody reads yet, which then takes the place of the one they read (``MOVE``).
"""

import secrets
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING

import requests

from avgraph.errors import AvgraphError, PushError
from avgraph.push.store import NTRIPLES, Destination, Store

if TYPE_CHECKING:
    from pyoxigraph import Triple

_NOT_BEGUN = (429, 503)
"""Answers that say that nothing was done yet."""
_FIRST_BATCH = 50
"""So small that a wrong address or password is noticed before anything large is sent."""
Batch = tuple[bytes, int]
"""N-Triples and their number."""


def push(triples: "Iterable[Triple]", destination: Destination, session: requests.Session, batch: int, sent: Callable[[int], None]) -> int:
    """Put triples in place of a named graph of a store, and return how many there were.

    With Update they go batch by batch into a graph of their own that is then moved to its place; where the store
    has the Graph Store Protocol alone, in one request; with `is_in_place` batch by batch into the graph itself.
    `sent` is told of each batch that has arrived, and may raise KeyboardInterrupt to end there. Raises PushError where the store cannot be reached or refuses;
    it says what readers of the graph see then.
    """
    store = Store(session, destination)
    if destination.is_in_place:
        return _push_in_place(store, _batches(triples, store.batch_size(batch)), sent)
    if destination.update_url is None:
        return _push_at_once(store, _batches(triples, batch), sent)
    return _push_and_move(store, _batches(triples, store.batch_size(batch)), sent)


def _push_and_move(store: Store, batches: Iterator[Batch], sent: Callable[[int], None]) -> int:
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


def _push_in_place(store: Store, batches: Iterator[Batch], sent: Callable[[int], None]) -> int:
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


def _push_at_once(store: Store, batches: Iterator[Batch], sent: Callable[[int], None]) -> int:
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


def _said(error: BaseException) -> str:
    return "interrupted" if isinstance(error, KeyboardInterrupt) else str(error)
