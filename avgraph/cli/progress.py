"""Show how far long work is, on a terminal alone."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from avgraph.progress import Advance, ProgressCallback, no_progress

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


@contextmanager
def stages() -> Iterator[ProgressCallback]:
    """Give what begins a stage and shows it below the ones before; where standard error is no terminal nothing is shown."""
    if not sys.stderr.isatty():
        yield no_progress
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<10}"), BarColumn(), TextColumn("{task.completed:>12,.0f}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        running: list[TaskID] = []

        def start_stage(name: str, total: int | None = None) -> Advance:
            _end(progress, running)
            task = progress.add_task(name, total=total)
            running.append(task)
            return lambda done: progress.advance(task, done)

        yield start_stage


def _end(progress: "Progress", running: "list[TaskID]") -> None:
    """Leave the line of the last stage full, with its time."""
    while running:
        ended = running.pop()
        done = max(next(task.completed for task in progress.tasks if task.id == ended), 1)
        progress.update(ended, total=done, completed=done)
        progress.stop_task(ended)
