"""Tell whoever waits how far a stage is."""

from collections.abc import Callable

Advance = Callable[[int], None]
"""Takes how much more is done."""
Begin = Callable[[str, int | None], Advance]
"""Begins a stage: takes its name and, where it is known, how much there is to do."""


def unwatched(name: str, total: int | None = None) -> Advance:
    """Begin a stage that nobody watches."""
    del name, total
    return _tell_nobody


def _tell_nobody(done: int) -> None:
    del done
