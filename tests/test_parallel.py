"""Work in several processes gives what one process gives, and one core gets no more than one."""

import errno
import multiprocessing
import os
import signal
from functools import partial
from typing import Any

import pytest

from avgraph import parallel
from avgraph.errors import WorkerError
from avgraph.model.entries import ReadingList, Source
from avgraph.progress import ProgressCallback, no_progress
from avgraph.reading.read import parse_reading_list
from avgraph.reading.records import entry
from avgraph.resolution import resolve
from avgraph.resolution.authority import NO_AUTHORITY
from avgraph.resolution.entities import Resolved
from tests.benchmarks.generator import generate_list

ROWS = "".join(generate_list(60, form="rows"))


def _read(progress: ProgressCallback = no_progress) -> tuple[ReadingList, Resolved]:
    listed = parse_reading_list(ROWS, Source("x", "x.md", "", "x"), progress)
    return listed, resolve.resolve(listed, NO_AUTHORITY)


def test_two_processes_read_and_resolve_what_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """Entries, profile and entities are the same, and progress is told of each record."""
    expected = _read()
    told: list[int] = []
    started: list[Any] = []
    begin = multiprocessing.get_context("fork").Process.start

    def start(process: Any) -> None:
        started.append(process)
        begin(process)

    monkeypatch.setattr(multiprocessing.get_context("fork").Process, "start", start)
    monkeypatch.setattr(parallel, "count_cores", lambda: 2)
    monkeypatch.setattr(entry, "_SHARED", range(1, 100))
    monkeypatch.setattr(resolve, "_SHARED", range(1, 100))
    listed, resolved = _read(lambda _name, _total: told.append)
    assert len(started) == (2 if parallel.can_fork() else 0)  # There are threads where tests run in several processes.
    assert sum(told) == len(listed.entries) == 60
    assert listed == expected[0]
    assert resolved == expected[1]


def test_one_core_gets_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """What several cores would do at once is done when its result is asked for."""
    monkeypatch.setattr(parallel, "count_cores", lambda: 1)
    monkeypatch.setattr(multiprocessing, "get_context", None)
    done: list[str] = []
    with parallel.start_jobs([partial(done.append, "job")]) as wait:
        assert done == []
        wait()
    assert done == ["job"]


def _refuse(*_args: object) -> None:
    raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))


@pytest.mark.parametrize("place", ["fork", "Value"])
def test_jobs_are_done_here_where_the_system_refuses(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    """Without another process, or the memory that is shared with it, the results are the same."""
    monkeypatch.setattr(parallel, "can_fork", lambda: True)
    monkeypatch.setattr(os if place == "fork" else type(multiprocessing.get_context("fork")), place, _refuse)
    assert parallel.run_jobs([partial(pow, 2, 3), os.getpid], 2) == [8, os.getpid()]


def test_jobs_are_done_by_the_processes_that_could_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the second process is refused, the first does all, and each once."""
    monkeypatch.setattr(parallel, "can_fork", lambda: True)
    fork, asked = os.fork, []

    def fork_once() -> int:
        asked.append(1)
        if len(asked) > 1:
            _refuse()
        return fork()

    monkeypatch.setattr(os, "fork", fork_once)
    first, second = parallel.run_jobs([os.getpid, os.getpid], 2)
    assert len(asked) == 2
    assert first == second != os.getpid()


def _end_in_processes(here: int) -> int:
    """Return the number of this process; the system ends any other at once."""
    if os.getpid() != here:
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


def test_what_a_process_that_was_killed_computed_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a job only computes, nothing is lost; any other is not done twice."""
    monkeypatch.setattr(parallel, "can_fork", lambda: True)
    job = partial(_end_in_processes, os.getpid())
    with parallel.start_jobs([job], 2, is_repeatable=True) as wait:
        assert wait() == [os.getpid()]
    with pytest.raises(WorkerError, match="ended from outside"), parallel.start_jobs([job], 2) as wait:
        wait()


def test_a_killed_process_changes_nothing_that_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list is read and resolved as in one process, though every process that helps is ended before it sends anything."""
    expected = _read()
    ended: list[int] = []
    begin = multiprocessing.get_context("fork").Process.start

    def start(process: Any) -> None:
        begin(process)
        os.kill(process.pid, signal.SIGKILL)
        ended.append(process.pid)

    monkeypatch.setattr(multiprocessing.get_context("fork").Process, "start", start)
    for module in (entry, resolve):
        monkeypatch.setattr(module, "_SHARED", range(1, 100))
    monkeypatch.setattr(parallel, "can_fork", lambda: True)
    monkeypatch.setattr(parallel, "count_cores", lambda: 2)
    assert _read() == expected
    assert len(ended) == 2
