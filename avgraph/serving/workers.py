"""Answer requests in processes of their own, so that none can take more than its time and memory, or the server down.

A *keeper* loads the graph once and forks *workers* from itself, which share its memory. A worker answers one
request after the other into files; one that is over its time is killed, one that wants too much memory ends
itself, and the keeper forks another in milliseconds. When the server ends, however it ends, so do keeper and workers.
"""

import asyncio
import contextlib
import gc
import json
import os
import signal
import socket
import struct
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from avgraph.errors import AvgraphError

Answerer = Callable[[dict[str, Any], Path], dict[str, Any]]
"""Takes a request and the path of a file for the answer; returns its header."""
_LENGTH = struct.Struct(">I")
_GRACE = 2
"""Seconds after which a worker ends itself where the server, which should have ended it, is gone."""


class OverTimeError(Exception):
    """No answer within the time."""


class WorkerDiedError(Exception):
    """The worker ended itself: it wanted more memory than it may have."""


class BusyError(Exception):
    """No worker became free within the time."""


class StartError(AvgraphError):
    """What is to be served cannot be loaded."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its header, and its bytes in a file that has no name any more."""

    header: dict[str, Any]
    file: IO[bytes]
    size: int


class Pool:
    """Workers over one graph."""

    def __init__(
        self, prepare: Callable[[], Callable[[], Answerer]], count: int, memory: int, largest: int, listening: socket.socket | None = None
    ) -> None:
        """Start the keeper, in which `prepare` loads the graph; what that returns is called in each worker.

        `count` workers may each take `memory` bytes beyond the graph, and answer with at most `largest` bytes.
        `listening` is the server's socket, which keeper and workers must not hold open.
        Raises StartError with what `prepare` said where it failed. Call it before any thread is started.
        """
        self._folder = tempfile.TemporaryDirectory(prefix="avgraph-serve-")
        self._control, theirs = socket.socketpair()
        self.keeper = os.fork()
        if self.keeper == 0:
            self._control.close()
            if listening is not None:
                listening.close()
            try:
                _keep(theirs, prepare, memory, largest)
            finally:
                os._exit(0)
        theirs.close()
        self._idle: list[_Worker] = []
        said = _receive(self._control)
        if said != {"ready": True}:
            self.close()
            raise StartError(said["error"] if said else "the graph could not be loaded")
        self._count = count
        self._free: asyncio.Semaphore | None = None
        self._number = 0

    async def ask(self, request: dict[str, Any], seconds: float, *, is_bounded: bool = True) -> Reply:
        """Return the answer of a worker; one that is not bounded may take any memory, for work that no client words.

        Raises BusyError, OverTimeError or WorkerDiedError.
        """
        if self._free is None:
            self._free = asyncio.Semaphore(self._count)
        try:
            await asyncio.wait_for(self._free.acquire(), seconds)
        except TimeoutError:
            raise BusyError from None
        try:
            self._number += 1
            path = Path(self._folder.name) / str(self._number)
            return await asyncio.to_thread(self._ask, {**request, "is_bounded": is_bounded}, path, seconds)
        finally:
            self._free.release()

    def _ask(self, request: dict[str, Any], path: Path, seconds: float) -> Reply:
        worker = self._idle.pop() if self._idle else self._fork()
        try:
            header = worker.ask({"seconds": seconds, "path": str(path), **request}, seconds)
            if request["is_bounded"]:
                self._idle.append(worker)
            else:
                worker.kill()  # which holds more than the others now
            file = path.open("rb")
        except TimeoutError:
            worker.kill()
            raise OverTimeError from None
        except (EOFError, OSError):
            worker.kill()
            raise WorkerDiedError from None
        finally:
            path.unlink(missing_ok=True)
        return Reply(header, file, os.fstat(file.fileno()).st_size)

    def _fork(self) -> "_Worker":
        self._control.sendall(b"f")
        said, descriptors, _, _ = socket.recv_fds(self._control, _LENGTH.size, 1)
        if not descriptors:
            raise WorkerDiedError
        return _Worker(_LENGTH.unpack(said)[0], socket.socket(fileno=descriptors[0]))

    def close(self) -> None:
        """End keeper and workers."""
        for worker in self._idle:
            worker.kill()
        self._control.close()
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            os.kill(self.keeper, signal.SIGKILL)
            os.waitpid(self.keeper, 0)
        self._folder.cleanup()


class _Worker:
    def __init__(self, pid: int, connection: socket.socket) -> None:
        self.pid = pid
        self.connection = connection

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        self.connection.settimeout(seconds)
        _send(self.connection, request)
        header = _receive(self.connection)
        if header is None:
            raise EOFError
        return header

    def kill(self) -> None:
        self.connection.close()
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


def _keep(control: socket.socket, prepare: Callable[[], Callable[[], Answerer]], memory: int, largest: int) -> None:
    # The terminal sends its interrupt to every process; the server says when to end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        open_answerer = prepare()
    except AvgraphError as error:
        _send(control, {"error": str(error)})
        return
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    _send(control, {"ready": True})
    while control.recv(1):
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            ours.close()
            control.close()
            try:
                _work(theirs, open_answerer, memory, largest)
            finally:
                os._exit(0)
        socket.send_fds(control, [_LENGTH.pack(pid)], [ours.fileno()])
        ours.close()
        theirs.close()


def _work(connection: socket.socket, open_answerer: Callable[[], Answerer], memory: int, largest: int) -> None:
    import resource

    # What the engine says when memory runs out is said by the server.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    answer = open_answerer()
    limit = resource.RLIM_INFINITY
    with contextlib.suppress(OSError, ValueError):
        limit = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize() + memory
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while (request := _receive(connection)) is not None:
        signal.alarm(int(request["seconds"]) + _GRACE)
        resource.setrlimit(resource.RLIMIT_AS, (limit if request["is_bounded"] else resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        try:
            header = answer(request, Path(request["path"]))
        except MemoryError:
            return
        signal.alarm(0)
        _send(connection, header)


def run_apart(work: Callable[[], object]) -> None:
    """Do something in a process of its own, for what leaves threads behind that no fork survives. Raises StartError where it fails."""
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        ours.close()
        try:
            work()
            _send(theirs, {"ready": True})
        except AvgraphError as error:
            _send(theirs, {"error": str(error)})
        finally:
            os._exit(0)
    theirs.close()
    with ours:
        said = _receive(ours)
    os.waitpid(pid, 0)
    if said != {"ready": True}:
        raise StartError(said["error"] if said else "the graph could not be loaded")


def _send(connection: socket.socket, value: dict[str, Any]) -> None:
    content = json.dumps(value).encode()
    connection.sendall(_LENGTH.pack(len(content)) + content)


def _receive(connection: socket.socket) -> dict[str, Any] | None:
    head = _receive_exactly(connection, _LENGTH.size)
    content = head and _receive_exactly(connection, _LENGTH.unpack(head)[0])
    return dict(json.loads(content)) if content else None


def _receive_exactly(connection: socket.socket, count: int) -> bytes | None:
    parts = []
    while count:
        part = connection.recv(min(count, 1 << 20))
        if not part:
            return None
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
