"""Hold work against the size of what it works on: steps and bytes are counted, never seconds."""

import gc
import sys
import tracemalloc
from collections.abc import Callable
from types import FrameType
from typing import Any

SMALL = 60
LARGE = 4 * SMALL
MOST_GROWTH = 6.0
"""Four times the list takes four times the steps where growth is linear, and sixteen times where it is quadratic: a list of
60 then shows a comparison of all with all that takes one step a pair beside up to 300 steps an entry."""

Make = Callable[[int], Callable[[], object]]
"""Returns work of a size."""


def count_steps(work: Callable[[], object]) -> int:
    """Return the lines, calls and returns that a piece of work goes through."""
    steps = 0

    def count(_frame: FrameType, _event: str, _argument: Any) -> Any:
        nonlocal steps
        steps += 1
        return count

    sys.settrace(count)
    try:
        work()
    finally:
        sys.settrace(None)
    return steps


def count_bytes(work: Callable[[], object]) -> int:
    """Return the most bytes that a piece of work holds."""
    gc.collect()
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def assert_linear(make: Make) -> None:
    """Assert that work on four times as much takes at most six times the steps and the memory."""
    work, more = make(SMALL), make(LARGE)
    more()  # names that were folded and taken apart are cached
    assert count_steps(more) < MOST_GROWTH * count_steps(work) + 2_000
    assert count_bytes(more) < MOST_GROWTH * count_bytes(work) + 200_000


def letters(number: int) -> str:
    """Return a word for a number that no other number is one letter away from: every letter stands three times."""
    digits = []
    for _ in range(3):
        number, rest = divmod(number, 26)
        digits.append(chr(97 + rest) * 3)
    return "".join(digits)
