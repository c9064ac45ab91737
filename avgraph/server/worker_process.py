"""Be a worker: answer one request after the other, with the graph that the fork server has loaded."""

import contextlib
import os
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle

from avgraph.server.preload import held_memory, open_handler
from avgraph.sparql.limits import limit_resources, mapped_memory


def answer_requests(connection: Connection, largest: int) -> None:
    """Say how much memory the fork server holds and this process has mapped, then answer until the connection is closed."""
    # Imported here, where it is loaded already: the server itself names this function alone, and starts sooner without an engine.
    from avgraph.server.request_handler import RequestHandler

    handler, held = open_handler()
    at_start = mapped_memory()
    # What is mapped may come to be held.
    connection.send((held, at_start or held_memory()))
    while True:
        try:
            request, memory = connection.recv()
            descriptor = recv_handle(connection)
        except EOFError:
            return
        limit_resources(None if at_start is None else at_start + memory, largest)
        with contextlib.suppress(OSError), os.fdopen(descriptor, "wb") as file:
            header = handler(request, file)
        connection.send(header)
        if isinstance(handler, RequestHandler):
            handler.prepare()
