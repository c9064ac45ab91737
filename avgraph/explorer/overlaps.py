"""Push circles apart until none overlap; a grid of cells finds those that are near, in the same order on every machine."""

import math

import numpy as np
from numpy.typing import NDArray

from avgraph.explorer.forces import length

_MOST_ROUNDS = 400
_SLACK = 0.5
"""How much further than circles reach pairs are looked for, so that they hold for some rounds."""
_FEW = 100
"""Points of which comparing each with each takes less time than a grid."""


def part_overlaps(places: NDArray[np.float64], radii: NDArray[np.float64], gap: float) -> NDArray[np.float64]:
    """Push circles apart until none overlap."""
    places = places.copy()
    reach = 2 * float(radii.max()) + gap
    slack, moved = 0.0, math.inf
    for _ in range(_MOST_ROUNDS):
        # Who is near is looked up anew only where someone else may have come near since.
        if 2 * moved > slack:
            slack, moved = reach * _SLACK, 0.0
            near = pairs_within(places, reach + slack)
        a, b = near
        delta = places[b] - places[a]
        distance = length(delta)
        missing = radii[a] + radii[b] + gap - distance
        close = missing > 1e-3
        if not close.any():
            break
        a, b, delta, distance, missing = a[close], b[close], delta[close], distance[close], missing[close]
        # Two at one place part in a direction that depends on their numbers alone.
        stuck = distance < 1e-6
        delta[stuck] = np.stack([np.cos(a[stuck] * 1.7 + b[stuck]), np.sin(a[stuck] * 1.7 + b[stuck])], axis=1)
        distance = np.where(stuck, 1.0, distance)
        push = delta / distance[:, None] * (missing / 2 + 0.01)[:, None]
        step = np.stack([np.bincount(b, each, len(places)) - np.bincount(a, each, len(places)) for each in push.T], axis=1)
        places += step
        moved += float(length(step).max())
    return places


def pairs_within(points: NDArray[np.float64], distance: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the pairs of points that are at most `distance` apart, as two columns, the smaller index first, sorted.

    >>> import numpy
    >>> [column.tolist() for column in pairs_within(numpy.array([[0.0, 0.0], [9.0, 0.0], [0.0, 3.0]]), 3.0)]
    [[0], [2]]
    """
    if len(points) <= _FEW:
        x, y = points[:, 0], points[:, 1]
        dx, dy = x[:, None] - x, y[:, None] - y
        first, second = np.nonzero(np.triu(dx * dx + dy * dy <= distance * distance, 1))
        return first, second
    one, other = _candidates(points, distance)
    delta = points[one] - points[other]
    is_near = (delta * delta).sum(axis=1) <= distance * distance
    first, second = np.minimum(one[is_near], other[is_near]), np.maximum(one[is_near], other[is_near])
    order = np.argsort(first * len(points) + second)
    return first[order], second[order]


def _candidates(points: NDArray[np.float64], distance: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return each pair of points in the same cell or in two that touch, once; cells are as wide as the distance."""
    cells = np.floor((points - points.min(axis=0)) / distance).astype(np.int64)
    height = int(cells[:, 1].max()) + 3
    keys = cells[:, 0] * height + cells[:, 1] + 1
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    numbers = np.arange(len(points))
    # In the order of the keys a point is followed by the rest of its cell and the cell above; the three cells of the next column lie together.
    own = _ranges(numbers + 1, np.searchsorted(keys, keys + 1, side="right"))
    beside = _ranges(np.searchsorted(keys, keys + height - 1), np.searchsorted(keys, keys + height + 1, side="right"))
    return order[np.concatenate([own[0], beside[0]])], order[np.concatenate([own[1], beside[1]])]


def _ranges(starts: NDArray[np.int64], ends: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the number of each range beside each place in it."""
    lengths = ends - starts
    before = np.cumsum(lengths) - lengths
    return np.repeat(np.arange(len(starts)), lengths), np.arange(int(lengths.sum())) + np.repeat(starts - before, lengths)
