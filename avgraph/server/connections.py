"""Uvicorn's server, and connections that nobody can hold: a client must send its request, and read the response, in time."""

import asyncio
import logging
import socket
from typing import Any, ClassVar

import h11
import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

from avgraph.errors import one_line
from avgraph.server.app import printable, write_log
from avgraph.server.preload import LOST
from avgraph.server.workers import Workers

SECONDS_TO_END = 5
"""For the requests that are under way when the server is told to end."""
_SECONDS_TO_RESPOND = 2
"""For the clients whose queries are broken off then to be told so."""
SECONDS_TO_ASK = 10
"""From the start of a connection, or the end of the answer before, to the end of the headers of a request."""
SECONDS_TO_READ = 30
"""In which a client must take what fills the buffers of its connection, about 100 kB."""
MOST_CONNECTIONS = 500


class Connection(H11Protocol):
    """A connection that ends where its client takes too long, or makes place for another where it has not asked yet."""

    waiting: ClassVar[dict["Connection", None]] = {}
    """Those that no request is answered on, the longest waiting first."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Take what uvicorn gives."""
        super().__init__(*arguments, **named)
        self._deadline: asyncio.TimerHandle | None = None
        self._stalled: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request; where there are too many connections, the one that has waited longest ends."""
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS and self.waiting:
            next(iter(self.waiting))._abort()  # noqa: SLF001  (of its own kind)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        super().connection_lost(exc)
        self._rest()
        if self._stalled is not None:
            self._stalled.cancel()

    def handle_events(self) -> None:
        """Read what has come, which may be a request."""
        super().handle_events()
        self._watch()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._watch()

    def pause_writing(self) -> None:
        """Begin to wait for the client to read."""
        super().pause_writing()
        self._stalled = self.loop.call_later(SECONDS_TO_READ, self._abort)

    def resume_writing(self) -> None:
        """Go on writing."""
        super().resume_writing()
        if self._stalled is not None:
            self._stalled.cancel()

    def _watch(self) -> None:
        is_asked = self.cycle is not None and not self.cycle.response_complete  # type: ignore[redundant-expr]  # at first it is None
        if is_asked:
            self._rest()
        elif self._deadline is None and self in self.connections:
            self.waiting[self] = None
            is_unread = self.transport.get_write_buffer_size() > 0
            self._deadline = self.loop.call_later(SECONDS_TO_READ if is_unread else SECONDS_TO_ASK, self._end)

    def _rest(self) -> None:
        self.waiting.pop(self, None)
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _end(self) -> None:
        if self.transport.is_closing() or self.transport.get_write_buffer_size() or self.conn.our_state is not h11.IDLE:
            self._abort()
            return
        body = b"the request did not arrive in time\n"
        headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body))), ("Connection", "close")]
        for event in (h11.Response(status_code=408, headers=headers), h11.Data(data=body), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _abort(self) -> None:
        self._rest()
        self.connections.discard(self)
        self.transport.abort()


class Server(uvicorn.Server):
    """Uvicorn's server, which ends when the graph is lost, and ends the workers that are busy when it ends."""

    def __init__(self, app: Starlette, workers: Workers) -> None:
        """Configure it; what fails within the application is logged there, in one line."""
        config = uvicorn.Config(
            app,
            http=Connection,
            ws="none",
            loop="asyncio",
            log_config=None,
            log_level=logging.CRITICAL + 1,
            access_log=False,
            lifespan="off",
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=SECONDS_TO_END + _SECONDS_TO_RESPOND,
            limit_concurrency=MOST_CONNECTIONS + 1,
            h11_max_incomplete_event_size=1 << 16,
        )
        super().__init__(config)
        self._workers = workers

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Watch the workers as well."""
        asyncio.get_running_loop().set_exception_handler(_log_exception)
        self._workers.watch(self._end)
        await super().startup(sockets)

    def _end(self) -> None:
        write_log(LOST)
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Finish the requests that are under way, as long as they have time."""
        asyncio.get_running_loop().call_later(SECONDS_TO_END, self._workers.end)
        await super().shutdown(sockets)


def _log_exception(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    del loop
    write_log(f"the server stumbled: {printable(one_line(context.get('exception') or context['message']))}")
