"""The pool of workers: processes that share one graph and answer one request after the other, each within its limits.

multiprocessing's fork server loads the graph once (see `preload`) and forks workers from itself in milliseconds. A worker that
passes a limit or whose client has gone is killed. When the server ends, however it ends, the system ends the others.
"""

import asyncio
import contextlib
import os
import tempfile
from collections.abc import Callable, Coroutine
from multiprocessing import get_context
from multiprocessing.reduction import send_handle
from typing import IO, Any, TypeVar

from avgraph.errors import AvgraphError, EngineError, LimitError, ServerError
from avgraph.server.preload import LOST
from avgraph.server.responses import SMALL, RefusedError, Reply
from avgraph.server.settings import Budget, Settings
from avgraph.server.worker_process import answer_requests
from avgraph.sparql.limits import INTERVAL, LimitedProcess, Limits, Watch

_Result = TypeVar("_Result")


class Worker(LimitedProcess):
    """A worker, and whether it has ended."""

    def __init__(self, largest: int) -> None:
        """Have the fork server fork it; its answers have `largest` bytes at most."""
        super().__init__(get_context("forkserver"), answer_requests, largest)
        self.ended = asyncio.Event()


class Workers:
    """Workers over one graph."""

    def __init__(self, settings: Settings) -> None:
        """Take workers of the fork server, which must have been started."""
        self._settings = settings
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._free = asyncio.Semaphore(settings.workers)
        self._unsent = Budget(settings.most_unsent)
        self._is_ending = False
        self._on_lost: Callable[[], None] = lambda: None
        self.is_lost = False
        """Whether the fork server ended before the server."""

    def load(self) -> tuple[int, int]:
        """Wait for the graph and a first worker; return the bytes that the fork server holds and the worker has mapped.

        Raises AvgraphError where the graph cannot be loaded.
        """
        try:
            worker = Worker(self._settings.largest)
            self._busy.add(worker)
            memory: tuple[int, int] = worker.receive()
        except (EOFError, OSError):
            raise ServerError("the graph could not be loaded") from None
        self._busy.remove(worker)
        self._idle.append(worker)
        return memory

    def watch(self, on_lost: Callable[[], None]) -> None:
        """Notice from now on, in the running event loop, when a worker ends, or the fork server, where `on_lost` is called."""
        self._on_lost = on_lost
        for worker in self._idle:
            self._watch(worker)

    def _watch(self, worker: Worker) -> None:
        asyncio.get_running_loop().add_reader(worker.sentinel, self._note_end, worker)

    def _note_end(self, worker: Worker) -> None:
        asyncio.get_running_loop().remove_reader(worker.sentinel)
        worker.ended.set()
        if worker in self._idle:
            self._idle.remove(worker)
            worker.connection.close()
        if worker.has_lost_server():
            self._lose()
        elif not (self._idle or self._busy or self._is_ending):
            self._finish(self._refill())

    async def _refill(self) -> None:
        """Have one worker at least, from whose end the loss of the fork server is seen."""
        async with self._free:
            if not self._idle:
                with contextlib.suppress(RefusedError):
                    self._idle.append(await self._start())

    def _lose(self) -> None:
        if not self.is_lost and not self._is_ending:
            self.is_lost = True
            self._on_lost()

    async def submit(self, request: dict[str, Any], limits: Limits, *, is_last: bool = False) -> Reply:
        """Return the answer of a worker, which ends then where `is_last` says so, for work that leaves much behind.

        Cancelling it ends the worker. Raises RefusedError.
        """
        try:
            async with asyncio.timeout(limits.seconds):
                await self._free.acquire()
        except TimeoutError:
            raise RefusedError(503, "too many queries at once; try again", is_passing=True) from None
        try:
            worker = await self._take()
        except BaseException:
            self._free.release()
            raise
        self._busy.add(worker)
        file = tempfile.TemporaryFile()  # noqa: SIM115  (closed with the reply)
        try:
            status, text = await self._exchange(worker, request, file, limits)
        except BaseException as error:
            file.close()
            discarded = self._finish(self._discard(worker))
            if isinstance(error, (AvgraphError, OSError)):
                await asyncio.shield(discarded)
                raise self._explain(worker, error) from None
            raise
        if is_last:
            self._finish(self._discard(worker))
        else:
            self._release(worker)
        if status != 200:
            file.close()
            raise RefusedError(status, text)
        return self._make_reply(text, file)

    async def _exchange(self, worker: Worker, request: dict[str, Any], file: IO[bytes], limits: Limits) -> tuple[int, str]:
        if self._is_ending:
            raise ServerError(LOST)
        message = request, limits.memory
        if len(request.get("text", "")) > SMALL:
            # More than the buffers of the connection take at once.
            await asyncio.to_thread(worker.connection.send, message)
        else:
            worker.connection.send(message)
        send_handle(worker.connection, file.fileno(), worker.pid)
        await _wait_readable(worker, Watch(worker.pid, limits))
        header: tuple[int, str] = worker.read(limits)
        return header

    def _explain(self, worker: Worker, error: Exception) -> RefusedError:
        if self._is_ending:
            return RefusedError(503, "the server ends", is_passing=True)
        if worker.has_lost_server():
            return RefusedError(500, LOST)
        if isinstance(error, OSError):
            return RefusedError(503, "the worker has ended; try again", is_passing=True)
        if isinstance(error, LimitError):
            return RefusedError(503, str(error))
        return RefusedError(400 if isinstance(error, EngineError) else 500, str(error))

    def _make_reply(self, media_type: str, file: IO[bytes]) -> Reply:
        size = os.fstat(file.fileno()).st_size
        if size > SMALL and not self._unsent.take(size):
            file.close()
            raise RefusedError(503, "too many answers wait for their clients to read them; try again", is_passing=True)
        return Reply(media_type, file, size, self._unsent)

    async def _take(self) -> Worker:
        if self._is_ending:
            raise RefusedError(503, "the server ends", is_passing=True)
        while self._idle:
            worker = self._idle.pop()
            # It sends nothing unasked, so that all there is to read is its end.
            if not worker.connection.poll():
                return worker
            worker.connection.close()
        return await self._start()

    async def _start(self) -> Worker:
        try:
            worker = Worker(self._settings.largest)
        except (EOFError, OSError):
            self._lose()
            raise RefusedError(500, LOST) from None
        try:
            self._watch(worker)
            await _wait_readable(worker)
            worker.read()
        except BaseException as error:
            worker.kill()
            if isinstance(error, AvgraphError):
                self._lose()
                raise RefusedError(500, str(error)) from None
            raise
        return worker

    def _release(self, worker: Worker) -> None:
        self._busy.discard(worker)
        self._idle.append(worker)
        self._free.release()

    async def _discard(self, worker: Worker) -> None:
        """Kill a worker, and make its place free once its memory is."""
        self._busy.discard(worker)
        worker.kill()
        await worker.ended.wait()
        worker.connection.close()
        self._free.release()

    def _finish(self, work: Coroutine[Any, Any, _Result]) -> "asyncio.Task[_Result]":
        """Do something to its end, though whoever waits for it may be cancelled."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def end(self) -> None:
        """Kill the workers that are busy; whoever waits for them is refused."""
        self._is_ending = True
        for worker in self._busy:
            worker.kill()

    def close(self) -> None:
        """Kill all workers; the fork server ends when this process does."""
        for worker in (*self._idle, *self._busy):
            worker.kill()


async def _wait_readable(worker: Worker, watch: Watch | None = None) -> None:
    """Wait until a worker has sent something or ended. Raises LimitError."""
    ready = asyncio.Event()
    loop = asyncio.get_running_loop()
    descriptor = worker.connection.fileno()
    loop.add_reader(descriptor, ready.set)
    try:
        while not ready.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(INTERVAL):
                    await ready.wait()
            if watch is not None and not ready.is_set():
                watch.check()
    finally:
        loop.remove_reader(descriptor)
