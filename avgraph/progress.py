"""Report the progress of long work to a callback."""

from collections.abc import Callable

Advance = Callable[[int], None]
"""Takes how much more of a stage is done."""
ProgressCallback = Callable[[str, int | None], Advance]
"""Called when a stage starts, with its name and, where it is known, its total; returns what advances it."""


def no_progress(name: str, total: int | None = None) -> Advance:
    """Report nothing: the default of every progress callback."""
    del name, total
    return lambda done: None  # noqa: ARG005  (of the type Advance)
