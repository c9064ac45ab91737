"""Limits of time and memory: work is done in a process of its own (multiprocessing), which is watched, and killed where it passes them."""

import contextlib
import io
import os
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, ForkServerContext
from pathlib import Path
from typing import Any

from avgraph.errors import AvgraphError, EngineError, MemoryLimitError, QueryError, TimeLimitError, one_line
from avgraph.parallel import end_with_parent

INTERVAL = 0.05
"""Seconds between two looks at how much memory a process holds."""
_EXIT_OUT_OF_MEMORY = 77
_EXIT_LOST = 255
"""What multiprocessing takes for the exit code of a process whose fork server is gone."""
_SLACK = 2**28
"""Bytes of address space that may be mapped and not held; the watch on what is held is the exact one."""
Work = Callable[[Callable[[], None]], Any]
"""Calls its argument once it is prepared, from when on time and memory count, and returns its result."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a piece of work may take."""

    seconds: float
    memory: int
    """Bytes beyond those that the process holds when the time begins."""


class Watch:
    """What is left to a process of its limits."""

    def __init__(self, pid: int, limits: Limits) -> None:
        """Start the clock."""
        self._pid = pid
        self._limits = limits
        self._end = time.monotonic() + limits.seconds
        self._most = _resident(pid) + limits.memory

    def check(self) -> None:
        """Raise TimeLimitError or MemoryLimitError where the process has passed a limit."""
        if time.monotonic() > self._end:
            raise TimeLimitError(self._limits.seconds)
        if _resident(self._pid) > self._most:
            raise MemoryLimitError(self._limits.memory)


class LimitedProcess:
    """A process whose work is limited and that ends with its parent, whatever it is doing then."""

    def __init__(self, context: ForkContext | ForkServerContext, target: Callable[..., None], *arguments: object) -> None:
        """Start it with ``target(connection, *arguments)``."""
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=_run, args=(theirs, target, *arguments))
        # Of a new process multiprocessing closes standard input, which a source may be read from.
        standard_input, sys.stdin = sys.stdin, None
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # a fork beside threads: at worst it hangs, until its time is over
                self._process.start()
        finally:
            sys.stdin = standard_input
            theirs.close()
        self.pid = self._process.pid or 0
        self.sentinel = self._process.sentinel

    def receive(self, limits: Limits | None = None) -> Any:
        """Return what the process sends next. Raises what it sends where that is an error, and the error of a limit that it passes."""
        if limits is not None:
            watch = Watch(self.pid, limits)
            while not self.connection.poll(INTERVAL):
                watch.check()
        return self.read(limits)

    def read(self, limits: Limits | None = None) -> Any:
        """Return or raise what the process has sent, or why it has ended."""
        try:
            value = self.connection.recv()
        except (EOFError, OSError):
            raise self._explain_end(limits) from None
        if isinstance(value, BaseException):
            raise value
        return value

    def _explain_end(self, limits: Limits | None) -> AvgraphError:
        # The engine aborts where it gets no memory, and the system kills where it has none.
        if self.exit_code() in (_EXIT_OUT_OF_MEMORY, -signal.SIGABRT, -signal.SIGKILL):
            return MemoryLimitError(limits.memory if limits else None)
        return EngineError()

    def exit_code(self) -> int:
        """Wait for its end, and return how it ended."""
        self._process.join()
        code = self._process.exitcode
        return _EXIT_LOST if code is None else code

    def has_lost_server(self) -> bool:
        """Tell whether the fork server that it comes from is gone."""
        return self._process.exitcode == _EXIT_LOST

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()


def run_limited(work: Work, limits: Limits, afterwards: Callable[[], None] | None = None) -> Any:
    """Return the result of `work`, done within limits in a fork of this process, which does `afterwards` then.

    Raises TimeLimitError, MemoryLimitError, EngineError where the process died, and what `work` raises.
    """
    process = LimitedProcess(get_context("fork"), _run_once, work, limits.memory, afterwards)
    try:
        sys.stderr.write(process.receive())
        result = process.receive(limits)
        process.exit_code()
    finally:
        process.kill()
        process.exit_code()
        process.connection.close()
    return result


def run_watched(work: Work, limits: Limits, afterwards: Callable[[], None], on_timeout: Callable[[TimeLimitError], None]) -> Any:
    """Return the result of `work`, done in this process, of which only the time is watched: `on_timeout` must end the process.

    The engine computes outside Python and cannot be stopped from within.
    """
    timer = threading.Timer(limits.seconds, lambda: on_timeout(TimeLimitError(limits.seconds)))
    timer.daemon = True
    try:
        result = work(timer.start)
    finally:
        timer.cancel()
    afterwards()
    return result


@contextlib.contextmanager
def no_new_descriptors(*, is_active: bool = True) -> Iterator[None]:
    """Have the system refuse this process every new file and connection: a second wall against SERVICE."""
    try:
        import resource
    except ImportError:
        is_active = False
    if not is_active:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def limit_resources(address_space: int | None, file_size: int | None = None) -> None:
    """Have the system refuse this process more: it ends what asks for very much at once, before any watch sees it."""
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for kind, most in ((resource.RLIMIT_AS, address_space), (resource.RLIMIT_FSIZE, file_size)):
        if most is not None:
            with contextlib.suppress(OSError, ValueError):
                resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))


def mapped_memory() -> int | None:
    """Return the bytes of address space of this process, nothing where the system does not say."""
    pages = _pages("self", 0)
    return None if pages is None else pages * os.sysconf("SC_PAGESIZE")


def _resident(pid: int) -> int:
    return (_pages(str(pid), 1) or 0) * os.sysconf("SC_PAGESIZE")


def _pages(process: str, column: int) -> int | None:
    try:
        return int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[column])
    except (OSError, ValueError, IndexError):
        return None


def _run(connection: Connection, target: Callable[..., None], *arguments: object) -> None:
    """Be the process."""
    end_with_parent()
    # What the engine prints when it dies the parent says in one line.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    try:
        target(connection, *arguments)
    except MemoryError:
        sys.exit(_EXIT_OUT_OF_MEMORY)
    except AvgraphError as error:
        connection.send(error)
    except Exception as error:  # noqa: BLE001  (whatever it is, it is said in one line and not lost with the process)
        connection.send(QueryError(f"the query cannot be answered: {type(error).__name__}: {one_line(error)}"))


def _run_once(connection: Connection, work: Work, memory: int, afterwards: Callable[[], None] | None) -> None:
    messages = io.StringIO()

    def start() -> None:
        connection.send(messages.getvalue())
        mapped = mapped_memory()
        limit_resources(None if mapped is None else mapped + memory + memory // 4 + _SLACK)

    with contextlib.redirect_stderr(messages):
        connection.send(work(start))
        if afterwards is not None:
            afterwards()
