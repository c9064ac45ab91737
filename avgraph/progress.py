"""Report the progress of long work to a callback, such as bars on a terminal."""

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_REFRESH = 0.1
"""Seconds between two looks of a bar."""
Advance = Callable[[int], None]
"""Takes how much more of a stage is done."""
ProgressCallback = Callable[[str, int | None], Advance]
"""Called when a stage starts, with its name and, where it is known, its total; returns what advances it."""


def no_progress(name: str, total: int | None = None) -> Advance:
    """Report nothing: the default of every progress callback."""
    del name, total
    return lambda done: None  # noqa: ARG005  (of the type Advance)


@contextmanager
def progress_bars() -> Iterator[ProgressCallback]:
    """Give a progress callback that shows each stage below the ones before; where standard error is no terminal nothing is shown."""
    if not sys.stderr.isatty():
        yield no_progress
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<10}"), BarColumn(), TextColumn("{task.completed:>12,.0f}"), TimeElapsedColumn())
    # Without a thread that refreshes, so that the process can be forked for work in several processes.
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as progress:
        running: list[TaskID] = []
        shown = 0.0

        def start_stage(name: str, total: int | None = None) -> Advance:
            _finish(progress, running)
            task = progress.add_task(name, total=total)
            running.append(task)
            progress.refresh()

            def advance(done: int) -> None:
                nonlocal shown
                progress.advance(task, done)
                if time.monotonic() > shown + _REFRESH:
                    progress.refresh()
                    shown = time.monotonic()

            return advance

        yield start_stage


def _finish(progress: "Progress", running: "list[TaskID]") -> None:
    """Leave the line of the last stage full, with its time."""
    while running:
        last = running.pop()
        done = max(next(task.completed for task in progress.tasks if task.id == last), 1)
        progress.update(last, total=done, completed=done)
        progress.stop_task(last)


def end_between_steps(progress: ProgressCallback, announce: Callable[[], None]) -> ProgressCallback:
    """Return a progress callback with which an interrupt or a request to end takes effect between steps of a stage, so that none is cut off.

    What a server has received it may still apply after the client has gone. `announce` is called at the first interrupt; a second one takes
    effect at once.
    """
    signals: list[int] = []

    def handle(number: int, frame: FrameType | None) -> None:
        if signals:
            signal.default_int_handler(number, frame)
        signals.append(number)
        announce()

    def start_stage(name: str, total: int | None = None) -> Advance:
        advance = progress(name, total)
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, handle)

        def finish_step(number: int) -> None:
            advance(number)
            if signals:
                raise KeyboardInterrupt

        return finish_step

    return start_stage
