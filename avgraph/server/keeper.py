"""Start the keeper and order workers of it: the server's side."""

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import time
from dataclasses import dataclass

from avgraph.server.messages import receive, receive_soon, until_readable
from avgraph.server.replies import RefusedError
from avgraph.server.workers import FORK, NUMBER, ORDER, WAIT, Charge, StartError, keep

_SECONDS_TO_END = 5


@dataclass(eq=False, slots=True)
class Worker:
    """A worker that answers one request at a time."""

    pid: int
    connection: socket.socket

    def is_alive(self) -> bool:
        """Tell whether an idle worker is there; it says nothing unasked, so that all there is to read is its end."""
        try:
            self.connection.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False

    def kill(self) -> None:
        """Kill it; its number stays taken until the keeper is told to wait for it."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


class Keeper:
    """The process that holds the graph and forks workers."""

    def __init__(self, charge: Charge, listening: socket.socket | None = None) -> None:
        """Start it; `listening` is the server's socket, which it must not hold open. Call it before any thread is started."""
        self._folder = charge.folder
        self._control, theirs = socket.socketpair()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                self._control.close()
                if listening is not None:
                    listening.close()
                keep(theirs, charge)
            finally:
                os._exit(0)
        theirs.close()
        self._orders: asyncio.Lock | None = None

    def first_worker(self) -> tuple[Worker, tuple[int, int]]:
        """Return a worker once the graph is loaded, and the bytes that the keeper and the worker hold then. Raises StartError."""
        said = receive(self._control)
        if said is None or "ready" not in said:
            raise StartError(said["error"] if said else "the graph could not be loaded")
        self._control.sendall(ORDER.pack(FORK, 0))
        number, descriptors, _, _ = socket.recv_fds(self._control, NUMBER.size, 1)
        worker = Worker(NUMBER.unpack(number)[0], socket.socket(fileno=descriptors[0]))
        hello = receive(worker.connection)
        if hello is None:
            message = "the graph could not be opened"
            raise StartError(message)
        worker.connection.setblocking(False)
        self._control.setblocking(False)
        return worker, (said["memory"], hello["memory"])

    async def fork(self) -> Worker:
        """Return a new worker. Raises RefusedError."""
        number, descriptors = await self._order(FORK)
        worker = Worker(number, socket.socket(fileno=descriptors[0]))
        worker.connection.setblocking(False)
        if await receive_soon(worker.connection) is None:
            await self.wait(worker)
            raise RefusedError(500, "the server cannot open the graph any more")
        return worker

    async def wait(self, worker: Worker) -> int:
        """Return how a worker ended, once it has and its memory is free. Raises RefusedError."""
        worker.connection.close()
        return (await self._order(WAIT, worker.pid))[0]

    async def _order(self, verb: bytes, pid: int = 0) -> tuple[int, list[int]]:
        """Order one thing after the other; whoever waits must not be cancelled, or the next one would get the reply."""
        self._orders = self._orders or asyncio.Lock()
        async with self._orders:
            try:
                await asyncio.get_running_loop().sock_sendall(self._control, ORDER.pack(verb, pid))
                await until_readable(self._control)
                said, descriptors, _, _ = socket.recv_fds(self._control, NUMBER.size, 1)
            except OSError:
                said, descriptors = b"", []
            if len(said) < NUMBER.size:
                raise RefusedError(500, "the server has lost its graph; it must be started again")
            return NUMBER.unpack(said)[0], descriptors

    def kill(self) -> None:
        """Kill it, for a start that is broken off."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def close(self) -> None:
        """Let it end its workers and itself, and see to it that it does."""
        self._control.close()
        end = time.monotonic() + _SECONDS_TO_END
        while os.waitpid(self.pid, os.WNOHANG)[0] == 0:
            if time.monotonic() > end:
                self.kill()
            time.sleep(0.01)
        shutil.rmtree(self._folder, ignore_errors=True)
