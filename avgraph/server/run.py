"""Run the application with uvicorn until it is told to end."""

import asyncio
import contextlib
import ipaddress
import logging
import signal
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from avgraph.errors import QueryError
from avgraph.server.pool import Pool
from avgraph.server.settings import Settings
from avgraph.server.workers import Answerer

if TYPE_CHECKING:
    from starlette.applications import Starlette

SECONDS_TO_END = 5
"""For the requests that are under way when the server is told to end."""
_SECONDS_TO_SAY_SO = 2
"""For the clients whose queries are broken off then to be told so."""
_MOST_FILES = 2048


@dataclass(frozen=True, slots=True)
class Started:
    """What a server says when it is ready."""

    address: str
    """Of the first page."""
    memory: int
    """The most bytes that all processes can take."""
    is_public: bool
    """Whether others than this machine can ask."""


def serve(
    prepare: Callable[[], Callable[[], Answerer]], settings: Settings, host: str, port: int, announce: Callable[[Started], None]
) -> None:
    """Listen at an address until interrupted or terminated.

    Raises QueryError where the address is not free, StartError where the graph cannot be loaded.
    """
    with _ending_quietly(), contextlib.closing(_listen(host, port)) as listening:
        _serve(prepare, settings, host, listening, announce)


def _serve(
    prepare: Callable[[], Callable[[], Answerer]],
    settings: Settings,
    host: str,
    listening: socket.socket,
    announce: Callable[[Started], None],
) -> None:
    # The keeper must start while this process has one thread.
    pool = Pool(prepare, settings, listening)
    try:
        from avgraph.server.app import make_app
        from avgraph.server.hosts import LOOPBACK

        where, taken = listening.getsockname()[:2]
        ip = ipaddress.ip_address(where)
        shown = _reachable(ip) if ip.is_unspecified else host
        address = f"http://[{shown}]:{taken}/" if ":" in shown else f"http://{shown}:{taken}/"
        hosts = (*LOOPBACK, f"[{host}]" if ":" in host else host) if ip.is_loopback else ()
        announce(Started(address, settings.most_memory(*pool.memory), not ip.is_loopback))
        _run(make_app(pool, settings, hosts), pool, listening)
    finally:
        pool.close()


def _run(app: "Starlette", pool: Pool, listening: socket.socket) -> None:
    import uvicorn

    from avgraph.server.connections import MOST_CONNECTIONS, Connection
    from avgraph.server.log import printable, write_log

    def say(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        del loop
        write_log(f"the server stumbled: {printable(' '.join(str(context.get('exception') or context['message']).split()))}")

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            asyncio.get_running_loop().set_exception_handler(say)
            await super().startup(sockets)

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            asyncio.get_running_loop().call_later(SECONDS_TO_END, pool.end)
            await super().shutdown(sockets)

    _allow_files()
    config = uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        loop="asyncio",
        # What fails within the application is logged there, in one line.
        log_config=None,
        log_level=logging.CRITICAL + 1,
        access_log=False,
        lifespan="off",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=SECONDS_TO_END + _SECONDS_TO_SAY_SO,
        limit_concurrency=MOST_CONNECTIONS + 1,
        h11_max_incomplete_event_size=1 << 16,
    )
    Server(config).run(sockets=[listening])


@contextlib.contextmanager
def _ending_quietly() -> Iterator[None]:
    """Take both signals as the ordinary end, also when uvicorn sends them to itself again after its own."""
    handlers = {each: signal.signal(each, _end) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    except _EndError:
        pass
    finally:
        for each, handler in handlers.items():
            signal.signal(each, handler)


class _EndError(BaseException):
    """The server was told to end."""


def _end(*_: object) -> None:
    raise _EndError


def _allow_files() -> None:
    """Let this process open a file and a connection for each client."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_FILES if hard == resource.RLIM_INFINITY else min(_MOST_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _reachable(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str:
    """Return the address of this machine that others see; nothing is sent to find it."""
    family, elsewhere, loopback = (socket.AF_INET, "192.0.2.1", "127.0.0.1") if ip.version == 4 else (socket.AF_INET6, "2001:db8::1", "::1")
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((elsewhere, 9))
            return str(probe.getsockname()[0])
    except OSError:
        return loopback


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens, so that the port is known and taken before anything is loaded."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(512)
    except OSError as error:
        message = f"cannot listen at {host}, port {port}: {error.strerror or error}; give another with --host or --port"
        raise QueryError(message) from None
    return listening
