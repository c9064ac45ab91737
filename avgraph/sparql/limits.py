"""Do work in a process of its own, so that it can take no more than its time and memory, and take nothing down with it."""

import contextlib
import io
import math
import os
import pickle
import select
import signal
import struct
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import click

from avgraph.errors import AvgraphError, QueryError, UnknownEntityError, one_line

_HEAD = struct.Struct(">Q")
_GRACE = 2
_PAUSE = 0.05
"""Seconds after which a child that hangs ends itself, and between two looks at how much it holds."""
_SLACK = 2**28
Work = Callable[[Callable[[], None]], bytes]
"""Calls what it is given once it is prepared, from when on time and memory count, and returns its result."""


def work_within(work: Work, seconds: float, memory: int, afterwards: Callable[[], None]) -> bytes:
    """Return the result of `work`, which may take `seconds` and bytes of `memory`; `afterwards` is done by the same process.

    Where the system cannot fork, or this process has threads, which a fork does not survive, only the time is watched.
    Raises QueryError where a limit is passed, and what `work` raises.
    """
    if not hasattr(os, "fork") or _has_threads():
        with _watched(seconds) as start:
            result = work(start)
        afterwards()
        return result
    sys.stdout.flush()
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:
        os.close(reading)
        _be_the_child(work, seconds, memory, afterwards, writing)
    os.close(writing)
    try:
        with os.fdopen(reading, "rb", buffering=0) as pipe:
            result = _wait_for(pipe, pid, seconds, memory)
        os.waitpid(pid, 0)
    except BaseException:
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        raise
    return result


def _has_threads() -> bool:
    try:
        return len(os.listdir("/proc/self/task")) > 1  # noqa: PTH208  (threads of other languages as well)
    except OSError:
        return threading.active_count() > 1


def _wait_for(pipe: io.RawIOBase, pid: int, seconds: float, memory: int) -> bytes:
    end, most = math.inf, math.inf
    while True:
        while not select.select([pipe], [], [], None if end == math.inf else _PAUSE)[0]:
            if time.monotonic() > end:
                raise _over_time(seconds)
            if _resident(pid) > most:
                raise _over_memory(memory)
        kind, value = _receive(pipe)
        if kind == "ready":
            end, most = time.monotonic() + seconds, _resident(pid) + memory
        elif kind == "said":
            click.echo(value, nl=False, err=True)
        elif kind == "result":
            return bytes(value)
        elif kind == "memory":
            raise _over_memory(memory)
        elif kind == "unknown":
            raise UnknownEntityError(*value)
        elif kind == "usage":
            raise click.UsageError(value)
        elif kind == "error":
            raise QueryError(value)
        else:
            raise _died(os.waitpid(pid, 0)[1], memory)


def _be_the_child(work: Work, seconds: float, memory: int, afterwards: Callable[[], None], writing: int) -> NoReturn:
    def send(kind: str, value: Any = None) -> None:
        content = pickle.dumps((kind, value))
        with os.fdopen(os.dup(writing), "wb") as pipe:
            pipe.write(_HEAD.pack(len(content)) + content)

    def start() -> None:
        send("said", said.getvalue())
        send("ready")
        signal.alarm(math.ceil(seconds) + _GRACE)
        _limit(memory + memory // 4 + _SLACK)

    said = io.StringIO()
    try:
        # What the engine says when it dies is said by the parent.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
        with contextlib.redirect_stderr(said):
            _send_outcome(work, start, send)
            signal.alarm(0)
            os.close(writing)
            afterwards()
    finally:
        os._exit(0)


def _send_outcome(work: Work, start: Callable[[], None], send: Callable[[str, Any], None]) -> None:
    try:
        send("result", work(start))
    except MemoryError:
        send("memory", None)
    except UnknownEntityError as error:
        send("unknown", (error.name, error.nearest))
    except AvgraphError as error:
        send("error", str(error))
    except click.UsageError as error:
        send("usage", error.format_message())
    except Exception as error:  # noqa: BLE001  (whatever it is, it is said in one line and not lost with the child)
        send("error", f"the query cannot be answered: {type(error).__name__}: {one_line(error)}")


def _end_with(parent: int) -> None:
    """End this process where its parent, which should have ended it, is gone."""
    while os.getppid() == parent:
        time.sleep(0.2)
    os._exit(2)


def _resident(pid: int) -> int:
    """Return the bytes of memory that a process holds, nothing where the system does not say."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGESIZE")
    except (OSError, ValueError, IndexError):
        return 0


def _limit(memory: int) -> None:
    """Have the system refuse more memory, for what asks for very much at once: a process that is refused may hang and not end."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        held = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (held + memory, resource.RLIM_INFINITY))


def _receive(pipe: io.RawIOBase) -> tuple[str, Any]:
    head = _read(pipe, _HEAD.size)
    content = _read(pipe, _HEAD.unpack(head)[0]) if len(head) == _HEAD.size else b""
    if not content:
        return "died", None
    kind, value = pickle.loads(content)  # noqa: S301  (from our own child)
    return str(kind), value


def _read(pipe: io.RawIOBase, count: int) -> bytes:
    parts = []
    while count and (part := pipe.read(min(count, 1 << 20))):
        parts.append(part)
        count -= len(part)
    return b"".join(parts) if not count else b""


def _over_time(seconds: float) -> QueryError:
    return QueryError(f"no answer within {seconds:g} seconds; ask for less, or raise --time-limit")


def _over_memory(memory: int) -> QueryError:
    return QueryError(f"the answer needs more than {memory >> 20:,} MiB of memory; ask for less, or raise --memory-limit")


def _died(status: int, memory: int) -> QueryError:
    ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if ended_by in (signal.SIGABRT, signal.SIGKILL):
        return _over_memory(memory)
    return QueryError("the query cannot be answered: it is too deep for the engine, which died of it; ask for less")


@contextlib.contextmanager
def _watched(seconds: float) -> Iterator[Callable[[], None]]:
    """End the process where what is done within, after it calls what it is given, takes longer."""
    watch = threading.Timer(seconds, _give_up, [seconds])
    watch.daemon = True
    try:
        yield watch.start
    finally:
        watch.cancel()


def _give_up(seconds: float) -> None:
    click.echo(f"avgraph: {_over_time(seconds)}", err=True)
    sys.stderr.flush()
    # The engine computes outside Python and cannot be stopped from within.
    os._exit(2)
