"""Find what keeps its order from one version to another."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any


def longest_increasing(values: Sequence[Any]) -> list[int]:
    """Return the places of a longest increasing subsequence, in order (Schensted 1961), in n log n.

    >>> longest_increasing([3, 1, 2, 5, 4])
    [1, 2, 4]
    """
    tails: list[Any] = []
    places: list[int] = []
    before: list[int] = []
    for place, value in enumerate(values):
        at = bisect_left(tails, value)
        before.append(places[at - 1] if at else -1)
        tails[at : at + 1], places[at : at + 1] = [value], [place]
    result = []
    place = places[-1] if places else -1
    while place >= 0:
        result.append(place)
        place = before[place]
    return result[::-1]
