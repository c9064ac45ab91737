"""Run the application with uvicorn until it is told to end."""

import contextlib
import ipaddress
import signal
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from avgraph.errors import ServerError
from avgraph.server.preload import LOST, Prepare, start_fork_server
from avgraph.server.settings import Settings

_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
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


def serve(prepare: Prepare, settings: Settings, host: str, port: int, announce: Callable[[Started], None]) -> None:
    """Listen at an address until interrupted or terminated.

    Raises ServerError where the address is not free or the graph is lost, and what `prepare` raises where it cannot be loaded.
    """
    with _ending_quietly(), contextlib.closing(_listen(host, port)) as listening:
        start_fork_server(prepare)
        # The graph is loaded while these are imported.
        from avgraph.server.app import make_app
        from avgraph.server.connections import Server
        from avgraph.server.workers import Workers

        workers = Workers(settings)
        try:
            server = Server(make_app(workers, settings, _allowed_hosts(host, listening)), workers)
            memory = workers.load()
            announce(_started(host, listening, settings.most_memory(*memory)))
            _allow_files()
            server.run(sockets=[listening])
        finally:
            workers.close()
        if workers.is_lost:
            raise ServerError(LOST)


def _allowed_hosts(host: str, listening: socket.socket) -> tuple[str, ...]:
    """Return the names to which requests may be sent: of this machine, unless others can ask."""
    is_loopback = ipaddress.ip_address(listening.getsockname()[0]).is_loopback
    return (*_LOOPBACK, f"[{host}]" if ":" in host else host) if is_loopback else ()


def _started(host: str, listening: socket.socket, memory: int) -> Started:
    where, port = listening.getsockname()[:2]
    ip = ipaddress.ip_address(where)
    shown = _reachable(ip) if ip.is_unspecified else host
    return Started(f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/", memory, not ip.is_loopback)


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
        raise ServerError(f"cannot listen at {host}, port {port}: {error.strerror or error}; give another with --host or --port") from None
    return listening
