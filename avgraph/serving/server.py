"""Run the application with uvicorn until it is told to end."""

import socket
from collections.abc import Callable

from avgraph.errors import QueryError
from avgraph.serving.settings import Settings
from avgraph.serving.workers import Answerer, Pool

_SECONDS_TO_END = 5
"""For the requests that are under way when the server is told to end."""
_MOST_CONNECTIONS = 1000


def serve(prepare: Callable[[], Callable[[], Answerer]], settings: Settings, host: str, port: int, announce: Callable[[str], None]) -> None:
    """Listen at an address until interrupted or terminated; `announce` is told the address of the first page.

    Raises QueryError where the address is not free, StartError where the graph cannot be loaded.
    """
    listening = _listen(host, port)
    # The keeper must start while this process has one thread.
    pool = Pool(prepare, settings.workers, settings.memory, settings.largest, listening)
    try:
        import uvicorn

        from avgraph.serving.app import make_app

        config = uvicorn.Config(
            make_app(pool, settings),
            log_level="error",
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=_SECONDS_TO_END,
            limit_concurrency=_MOST_CONNECTIONS,
            h11_max_incomplete_event_size=1 << 16,
        )
        shown = f"[{host}]" if ":" in host else host
        announce(f"http://{shown}:{listening.getsockname()[1]}/")
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        pool.close()
        listening.close()


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
