"""Answer requests in processes of their own, so that none can take more than its time and memory, or the server down.

A *keeper* loads the graph once and forks *workers* from itself, which share its memory. A worker answers one
request after the other into files; one that is over its time is killed, one that wants too much memory ends
itself, and the keeper forks another in milliseconds. When the server ends, however it ends, so do keeper and workers.
"""

import contextlib
import gc
import os
import shutil
import signal
import socket
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from avgraph.errors import AvgraphError
from avgraph.server.messages import receive, send

Answerer = Callable[[dict[str, Any], Path], dict[str, Any]]
"""Takes a request and the path of a file for the answer; returns its header."""
ORDER = struct.Struct(">ci")
"""What the server tells the keeper: FORK a worker, or WAIT for the end of the one with this process id."""
FORK, WAIT = b"f", b"w"
NUMBER = struct.Struct(">i")
"""What the keeper says to an order: the process id of the worker, whose socket comes with it, or how it ended."""
OUT_OF_MEMORY = 3
"""Exit status of a worker that wanted more memory than it may have."""
_GRACE = 2
"""Seconds after which a worker ends itself where the server, which should have ended it, is gone."""


class StartError(AvgraphError):
    """What is to be served cannot be loaded."""


@dataclass(frozen=True, slots=True)
class Charge:
    """What a keeper is started with."""

    prepare: Callable[[], Callable[[], Answerer]]
    """Loads the graph; what it returns is called in each worker."""
    folder: Path
    """Of the answers; removed by the keeper at its end, since the server may be killed."""
    largest: int
    """Bytes of an answer."""


def keep(control: socket.socket, charge: Charge) -> None:
    """Load the graph, say so, and fork workers until the server closes its end."""
    # Terminals and supervisors signal every process; the server says when to end.
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, signal.SIG_IGN)
    workers: set[int] = set()
    try:
        open_answerer = charge.prepare()
        gc.freeze()
        send(control, {"ready": True, "memory": held_memory()})
        _obey(control, workers, lambda theirs: _work(theirs, open_answerer, charge.largest))
    except AvgraphError as error:
        send(control, {"error": str(error)})
    finally:
        for pid in workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for pid in workers:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)
        shutil.rmtree(charge.folder, ignore_errors=True)


def _obey(control: socket.socket, workers: set[int], work: Callable[[socket.socket], None]) -> None:
    while len(order := control.recv(ORDER.size, socket.MSG_WAITALL)) == ORDER.size:
        verb, pid = ORDER.unpack(order)
        if verb == WAIT:
            workers.discard(pid)
            control.sendall(NUMBER.pack(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])))
            continue
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                ours.close()
                control.close()
                work(theirs)
                status = 0
            except MemoryError:
                status = OUT_OF_MEMORY
            finally:
                os._exit(status)
        workers.add(pid)
        socket.send_fds(control, [NUMBER.pack(pid)], [ours.fileno()])
        ours.close()
        theirs.close()


def _work(connection: socket.socket, open_answerer: Callable[[], Answerer], largest: int) -> None:
    import resource

    # What the engine says when memory runs out is said by the server.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    # Each thread of numpy's would map memory, on a large machine more than a page of the explorer may.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "4")
    answer = open_answerer()
    at_start = _address_space()
    # What is mapped may come to be held.
    send(connection, {"memory": at_start or held_memory()})
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while (request := receive(connection)) is not None:
        signal.alarm(int(request["seconds"]) + _GRACE)
        if at_start is not None:
            resource.setrlimit(resource.RLIMIT_AS, (at_start + request["memory"], resource.RLIM_INFINITY))
        header = answer(request, Path(request["path"]))
        signal.alarm(0)
        send(connection, header)


def held_memory() -> int:
    """Return the bytes of memory that this process holds, what it shares with others as well."""
    import resource

    with contextlib.suppress(OSError, ValueError):
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def _address_space() -> int | None:
    import resource

    with contextlib.suppress(OSError, ValueError):
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    return None


def run_apart(work: Callable[[], object]) -> None:
    """Do something in a process of its own, for what leaves threads behind that no fork survives. Raises StartError where it fails."""
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        ours.close()
        try:
            work()
            send(theirs, {"ready": True})
        except AvgraphError as error:
            send(theirs, {"error": str(error)})
        finally:
            os._exit(0)
    theirs.close()
    with ours:
        said = receive(ours)
    os.waitpid(pid, 0)
    if said != {"ready": True}:
        raise StartError(said["error"] if said else "the graph could not be loaded")
