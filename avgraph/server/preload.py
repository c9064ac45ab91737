"""Start the fork server, and load the graph in it as it imports this module, before it forks the workers that share its memory."""

import atexit
import contextlib
import gc
import os
import pickle
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from multiprocessing import forkserver, get_context
from multiprocessing.util import get_temp_dir
from pathlib import Path
from typing import IO, Any

from avgraph.errors import AvgraphError, ServerError, one_line

_VARIABLE = "AVGRAPH_SERVER"
"""Of the environment; holds how to load the graph, and the folder of multiprocessing's socket, which stays where the server is killed."""
Handler = Callable[[dict[str, Any], IO[bytes]], tuple[int, str]]
"""Writes the answer to a request into a file; returns the status and the media type, or the message where it is not 200."""
Prepare = Callable[[], Callable[[], Handler]]
"""Loads the graph; what it returns is called in each worker. It can be pickled."""
LOST = "the server has lost its graph; it must be started again"


class _Graph:
    """What is loaded."""

    open: Callable[[], Handler] | None = None
    error: AvgraphError = ServerError(LOST)
    memory = 0


def start_fork_server(prepare: Prepare) -> None:
    """Start the fork server, in which `prepare` is called meanwhile; it ends when this process does."""
    get_context("forkserver").set_forkserver_preload([__name__])
    os.environ[_VARIABLE] = pickle.dumps((prepare, get_temp_dir(), os.getpid())).hex()
    try:
        forkserver.ensure_running()
    finally:
        # A second one, after the loss of the first, finds no graph.
        del os.environ[_VARIABLE]


def open_handler() -> tuple[Handler, int]:
    """Return what answers requests in this process, and the bytes that the fork server holds. Raises AvgraphError where the graph could not be loaded."""
    if _Graph.open is None:
        raise _Graph.error
    return _Graph.open(), _Graph.memory


def _load(prepare: Prepare, folder: str, server: int) -> None:
    # Terminals and supervisors signal every process; the server says when to end.
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, signal.SIG_IGN)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    # Each thread of numpy's would map memory, on a large machine more than a page of the explorer may.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "4")
    with _ending_with(server, folder):
        try:
            _Graph.open = prepare()
        except AvgraphError as error:
            _Graph.error = error
        except Exception as error:  # noqa: BLE001  (whatever it is, the server says it in one line)
            _Graph.error = ServerError(f"the graph could not be loaded: {type(error).__name__}: {one_line(error)}")
    gc.freeze()
    _Graph.memory = held_memory()


@contextlib.contextmanager
def _ending_with(server: int, folder: str) -> Iterator[None]:
    """End this process where the server ends while the graph is loaded, of which a fork server does not learn before."""

    def end(*_: object) -> None:
        if os.getppid() != server:
            shutil.rmtree(folder, ignore_errors=True)
            os._exit(1)

    signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, 0.2, 0.2)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def held_memory() -> int:
    """Return the bytes of memory that this process holds, what it shares with others as well."""
    import resource

    with contextlib.suppress(OSError, ValueError):
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


if _VARIABLE in os.environ:
    _load(*pickle.loads(bytes.fromhex(os.environ.pop(_VARIABLE))))  # noqa: S301  (from our own server)
