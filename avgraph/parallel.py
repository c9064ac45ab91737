"""Run several jobs at once, in processes that are forked off, where the system can."""

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from avgraph.errors import AvgraphError, WorkerError, WriteError, one_line

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Job = Callable[[], Any]


@contextlib.contextmanager
def start_jobs(jobs: Sequence[Job], at_once: int | None = None, *, is_repeatable: bool = False) -> Iterator[Callable[[], list[Any]]]:
    """Start jobs, and return what waits for their results, in their order; those that take long should come first.

    `at_once` is the number of processes, by default that of the cores that this process may use; where it is 1, the system cannot
    fork or refuses to, or this is such a process, they are done when its results are asked for. Results must be of what pickle takes.
    Waiting raises the AvgraphError of a job that fails, after which no other is begun; WriteError where it cannot write; WorkerError
    where it is at fault, or its process was ended from outside, unless jobs only compute (`is_repeatable`) and are then done here.
    Processes end with the one that began them.
    """
    at_once = count_cores() if at_once is None else at_once
    most = min(at_once, len(jobs))
    if most < 1 or at_once == 1 or not can_fork() or _is_started_job():
        yield lambda: [job() for job in jobs]
        return
    processes: list[tuple[Any, Connection]] = []
    try:
        _start_processes(jobs, most, processes)
        yield lambda: _collect(jobs, [receiver for _, receiver in processes], is_repeatable=is_repeatable)
    finally:
        for process, receiver in processes:
            process.terminate()
            process.join()
            receiver.close()


def _start_processes(jobs: Sequence[Job], most: int, processes: "list[tuple[Any, Connection]]") -> None:
    """Add the processes that do the jobs, with what receives their results; fewer or none where the system refuses more."""
    # No memory, no shared memory, or too many processes: those that run, or this one, do the jobs.
    with contextlib.suppress(OSError, ImportError):
        import multiprocessing

        context = multiprocessing.get_context("fork")  # whose processes have the graph without being sent it
        next_number = context.Value("i", 0)
        for _ in range(most):
            receiver, sender = context.Pipe(duplex=False)
            process = context.Process(
                target=_run_jobs, args=(jobs, next_number, sender, [receiver, *(each for _, each in processes)]), daemon=True
            )
            process.start()
            sender.close()
            processes.append((process, receiver))


def run_jobs(jobs: Sequence[Job], at_once: int | None = None) -> list[Any]:
    """Return the results of jobs, in their order, as `start_jobs` does."""
    with start_jobs(jobs, at_once) as wait:
        return wait()


def count_cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _is_started_job() -> bool:
    import multiprocessing

    return multiprocessing.current_process().daemon


def _collect(jobs: Sequence[Job], receivers: "Sequence[Connection]", *, is_repeatable: bool) -> list[Any]:
    """Return the results of processes in the order of the jobs; what none has sent is done here, if none was started or jobs can be repeated."""
    results: dict[int, Any] = {}
    for receiver in receivers:
        try:
            problem, part = receiver.recv()
        except (EOFError, OSError):  # before it sent anything, or amid what it sent
            if not is_repeatable:
                raise WorkerError("a process was ended from outside, perhaps as there is not enough memory") from None
            continue
        if problem is not None:
            raise problem
        results |= part
    return [results[number] if number in results else job() for number, job in enumerate(jobs)]


def _run_jobs(jobs: Sequence[Job], next_number: Any, sender: "Connection", inherited: "Sequence[Connection]") -> None:
    """Run one job after the other that no process has begun, and send the results, or what failed."""
    # With a receiver of its own a process would wait for ever to be read when its parent is gone.
    for receiver in inherited:
        receiver.close()
    end_with_parent()
    # An interruption is the business of the process that waits for this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    results: dict[int, Any] = {}
    problem: AvgraphError | None = None
    try:
        while (number := _take_number(next_number)) < len(jobs):
            results[number] = jobs[number]()
    except AvgraphError as error:
        problem = error
    except OSError as error:
        problem = WriteError(f"{error.filename or 'a file'}: cannot be written: {error.strerror or error}")
    except Exception as error:  # noqa: BLE001  (whatever it is, it is said in one line and not lost with the process)
        problem = WorkerError(f"work in a process of its own failed: {type(error).__name__}: {one_line(error)}")
    if problem is not None:
        with next_number.get_lock():
            next_number.value = len(jobs)
    sender.send((problem, results))
    sender.close()


def _take_number(next_number: Any) -> int:
    with next_number.get_lock():
        number: int = next_number.value
        next_number.value = number + 1
    return number


def can_fork() -> bool:
    """Tell whether this process can be forked at any moment: the system can, and there are no threads, of other languages either."""
    try:
        return hasattr(os, "fork") and len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208
    except OSError:
        return hasattr(os, "fork") and threading.active_count() == 1


def end_with_parent() -> None:
    """Have the system end this process when its parent ends, though it may compute outside Python then: the signal's default is the end."""
    import fcntl
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is None:
        return
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(parent.sentinel, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(parent.sentinel, fcntl.F_SETFL, fcntl.fcntl(parent.sentinel, fcntl.F_GETFL) | os.O_ASYNC)
    if not parent.is_alive():
        os._exit(1)
