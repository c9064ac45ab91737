"""Do several pieces of work at once, in processes that are forked off, where the system can."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from typing import Any

from avgraph.errors import AvgraphError, WriteError
from avgraph.sparql.limits import can_fork

Work = Callable[[], Any]
_works: Sequence[Work] = ()
"""Of a process that was forked off."""


def run_all(works: Sequence[Work], at_once: int | None = None) -> list[Any]:
    """Return the results of pieces of work, in their order; those that take long should come first.

    `at_once` is the number of processes, by default that of the machine's cores. Results must be of what pickle takes.
    Raises WriteError with the message of the first that fails, and where a process was ended from outside.
    """
    most = min(at_once or os.cpu_count() or 1, len(works))
    if most < 2 or not can_fork():
        return [work() for work in works]
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    context = multiprocessing.get_context("fork")  # whose processes have the graph without being sent it
    with ProcessPoolExecutor(most, context, initializer=_begin, initargs=(works,)) as pool:
        try:
            outcomes = list(pool.map(_run, range(len(works))))
        except BrokenProcessPool:
            message = "a process of the release was ended from outside, perhaps as there is not enough memory"
            raise WriteError(message) from None
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    for problem, _ in outcomes:
        if problem is not None:
            raise WriteError(problem)
    return [result for _, result in outcomes]


def _begin(works: Sequence[Work]) -> None:
    global _works  # noqa: PLW0603  (of this process alone)
    _works = works
    # An interruption is the business of the process that waits for this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _run(number: int) -> tuple[str | None, Any]:
    try:
        return None, _works[number]()
    except AvgraphError as error:
        return str(error), None
    except OSError as error:
        return f"{error.filename or 'the release'}: cannot be written: {error.strerror or error}", None
