"""Give requests to workers, each within its time, and know at any moment which of them are at work."""

import asyncio
import os
import signal
import socket
import tempfile
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

from avgraph.server.budget import Budget
from avgraph.server.keeper import Keeper, Worker
from avgraph.server.messages import pack, receive_soon
from avgraph.server.replies import SMALL, RefusedError, Reply
from avgraph.server.settings import Settings
from avgraph.server.workers import OUT_OF_MEMORY, Answerer, Charge

_CRASHES = (-signal.SIGSEGV, -signal.SIGBUS, -signal.SIGILL)
_NO_MEMORY = (OUT_OF_MEMORY, -signal.SIGABRT, -signal.SIGKILL)
"""What the engine ends with where it gets no memory, and the system where it has none."""
_Found = TypeVar("_Found")


class Pool:
    """Workers over one graph."""

    def __init__(self, prepare: Callable[[], Callable[[], Answerer]], settings: Settings, listening: socket.socket | None = None) -> None:
        """Start the keeper, in which `prepare` loads the graph, and a first worker, in which what that returns is called.

        Raises StartError with what `prepare` said where it failed. Call it before any thread is started.
        """
        self._settings = settings
        self._folder = Path(tempfile.mkdtemp(prefix="avgraph-serve-"))
        self._keeper = Keeper(Charge(prepare, self._folder, settings.largest), listening)
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._tasks: set[asyncio.Task[Any]] = set()
        try:
            worker, self.memory = self._keeper.first_worker()
        except BaseException:
            self._keeper.kill()
            self.close()
            raise
        self._idle.append(worker)
        self._free = asyncio.Semaphore(settings.workers)
        self._unsent = Budget(settings.most_unsent)
        self._number = 0
        self._is_ending = False

    async def ask(self, request: dict[str, Any], seconds: float, memory: int | None = None) -> Reply:
        """Return the answer of a worker; with `memory` of one that may take as much and ends then, for work that leaves much behind.

        Cancelling it ends the worker. Raises RefusedError.
        """
        try:
            async with asyncio.timeout(seconds):
                await self._free.acquire()
        except TimeoutError:
            raise RefusedError(503, "too many queries at once; try again", is_passing=True) from None
        try:
            worker = await self._take()
        except BaseException:
            self._free.release()
            raise
        self._number += 1
        path = self._folder / str(self._number)
        order = {"seconds": seconds, "path": str(path), "memory": memory or self._settings.memory, **request}
        self._busy.add(worker)
        try:
            header = await self._talk(worker, order, seconds)
        except BaseException:
            self._finish(self._bury(worker, path))
            raise
        if header is None:
            raise await asyncio.shield(self._finish(self._explain(worker, path, "query" if memory is None else "page")))
        try:
            return self._open(path, header)
        finally:
            self._dismiss(worker, path, is_kept=memory is None)

    def _dismiss(self, worker: Worker, path: Path, *, is_kept: bool) -> None:
        if not is_kept:
            self._finish(self._bury(worker, path))
            return
        self._busy.discard(worker)
        self._idle.append(worker)
        self._release(path)

    def _release(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        self._free.release()

    async def _talk(self, worker: Worker, order: dict[str, Any], seconds: float) -> dict[str, Any] | None:
        """Return the header of the answer, or nothing where the worker has died."""
        self._refuse_at_end()
        try:
            async with asyncio.timeout(seconds):
                await asyncio.get_running_loop().sock_sendall(worker.connection, pack(order))
                return await receive_soon(worker.connection)
        except TimeoutError:
            raise RefusedError(503, f"no answer within {seconds:g} seconds; ask for less") from None
        except OSError:
            return None

    def _open(self, path: Path, header: dict[str, Any]) -> Reply:
        if header["status"] != 200:
            raise RefusedError(header["status"], header["said"])
        file = path.open("rb")
        size = os.fstat(file.fileno()).st_size
        if size > SMALL and not self._unsent.take(size):
            file.close()
            raise RefusedError(503, "too many answers wait for their clients to read them; try again", is_passing=True)
        return Reply(header["type"], file, size, self._unsent)

    async def _take(self) -> Worker:
        self._refuse_at_end()
        while self._idle:
            worker = self._idle.pop()
            if worker.is_alive():
                return worker
            await asyncio.shield(self._finish(self._keeper.wait(worker)))
        forking = self._finish(self._keeper.fork())
        try:
            return await asyncio.shield(forking)
        except asyncio.CancelledError:
            forking.add_done_callback(self._keep_for_another)
            raise

    def _keep_for_another(self, forking: "asyncio.Task[Worker]") -> None:
        if not forking.cancelled() and forking.exception() is None:
            self._idle.append(forking.result())

    async def _bury(self, worker: Worker, path: Path) -> int:
        """Kill a worker, make its place free once its memory is, and return how it ended. Raises RefusedError."""
        self._busy.discard(worker)
        try:
            worker.kill()
            return await self._keeper.wait(worker)
        finally:
            self._release(path)

    async def _explain(self, worker: Worker, path: Path, what: str) -> RefusedError:
        try:
            status = await self._bury(worker, path)
        except RefusedError as error:
            return error
        if self._is_ending:
            return RefusedError(503, "the server ends", is_passing=True)
        if status in _CRASHES:
            return RefusedError(400, f"the {what} is too complex for the engine; ask in smaller steps")
        if status in _NO_MEMORY:
            return RefusedError(
                503, f"the {what} needs more memory than this server gives; ask for less, or start it with more --memory-limit"
            )
        return RefusedError(500, f"the engine failed at this {what}")

    def _finish(self, work: Coroutine[Any, Any, _Found]) -> "asyncio.Task[_Found]":
        """Do something to its end, though whoever waits for it may be cancelled."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._forget)
        return task

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # which is the business of whoever waits, if anybody does

    def _refuse_at_end(self) -> None:
        if self._is_ending:
            raise RefusedError(503, "the server ends", is_passing=True)

    def end(self) -> None:
        """Kill the workers that are at work; whoever waits for them is refused."""
        self._is_ending = True
        for worker in self._busy:
            worker.kill()

    def close(self) -> None:
        """End keeper and workers."""
        for worker in (*self._idle, *self._busy):
            worker.kill()
        self._keeper.close()
