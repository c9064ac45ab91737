"""Pack the components of a view: the largest in the middle, the others close around it, into the shape of a screen."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_ASPECT = 1.35
"""Width of the whole by its height."""
_CELL = 5.0
"""Page units of the cells by which is told where there is room."""
_GAP = 5.0
"""Least space between the circles of two components."""
_AROUND = 14.0
"""Least space between the outline of the largest component and the others."""
_SECTORS = 48
"""Directions in which the largest component has an outline of its own."""


def pack(components: Sequence[tuple[NDArray[np.float64], NDArray[np.float64]]]) -> list[tuple[float, float]]:
    """Return where the middle of each component comes to lie; each is given as places and radii of its nodes, the largest component first.

    The first stays in the middle. Each other takes the nearest free place, near being what lies in a small rectangle around the middle.
    Nothing lies within the outline of the first, so that no group is taken for a part of it.
    """
    if len(components) < 2:
        return [(0.0, 0.0)] * len(components)
    footprints = [_footprint(places, radii + _GAP / 2) for places, radii in components[1:]]
    outline = _outline(*components[0])
    # Room for everything in the shape of a screen, twice over, as packing is never perfect.
    area = sum(float(each.sum()) for each in footprints) * 2.2 + (2 * float(outline.max()) / _CELL) ** 2
    half = int(math.sqrt(area / _ASPECT)) // 2 + 4 + max(max(each.shape) for each in footprints)
    rows, columns = 2 * half + 1, 2 * int(half * _ASPECT) + 1
    y, x = np.mgrid[0:rows, 0:columns]
    x, y = (x - columns // 2) * _CELL, (y - rows // 2) * _CELL
    taken = _within(outline, x, y)
    nearness = np.maximum(np.abs(x) / _ASPECT, np.abs(y)) + 0.15 * np.sqrt(x * x / _ASPECT + y * y)
    free = np.flatnonzero(~taken)
    order = free[np.argsort(nearness.flat[free].round(3), kind="stable")]
    centres = [(0.0, 0.0)]
    start: tuple[bytes, int] = (b"", 0)
    for footprint in footprints:
        # What had no room for a component has none for the next of the same shape.
        shape = footprint.tobytes()
        spot, start_at = _take(taken, footprint, order, start[1] if start[0] == shape else 0)
        start = shape, start_at
        centres.append((float(x.flat[spot]), float(y.flat[spot])))
    return centres


def _footprint(places: NDArray[np.float64], radii: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return the cells that circles cover, the middle of all being the middle cell."""
    half = int(np.ceil((np.abs(places).max() + radii.max()) / _CELL))
    cells = (np.arange(-half, half + 1) * _CELL)[:, None]
    covered = np.zeros((len(cells), len(cells)), dtype=bool)
    for (px, py), radius in zip(places, radii, strict=True):
        covered |= (cells - py) ** 2 + (cells.T - px) ** 2 <= (radius + _CELL / 2) ** 2
    return covered


def _outline(places: NDArray[np.float64], radii: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far the largest component reaches in each direction, and in those beside it."""
    reach = np.zeros(_SECTORS)
    sectors = _sectors(places[:, 0], places[:, 1])
    np.maximum.at(reach, sectors, np.sqrt((places**2).sum(axis=1)) + radii + _AROUND)
    return np.maximum(reach, np.maximum(np.roll(reach, 1), np.roll(reach, -1)))


def _sectors(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int64]:
    turns = (np.arctan2(y, x) / (2 * np.pi) * _SECTORS).round(6)
    sectors: NDArray[np.int64] = np.floor(turns).astype(np.int64) % _SECTORS
    return sectors


def _within(outline: NDArray[np.float64], x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.bool_]:
    inside: NDArray[np.bool_] = x * x + y * y <= outline[_sectors(x, y)] ** 2
    return inside


def _take(taken: NDArray[np.bool_], footprint: NDArray[np.bool_], order: NDArray[np.int64], start: int) -> tuple[int, int]:
    """Return the first spot in the order, from a place in it on, where a footprint is free, and that place; the spot is then taken."""
    half = len(footprint) // 2
    rows, columns = taken.shape
    for place in range(start, len(order)):
        row, column = divmod(int(order[place]), columns)
        if taken[row, column] or not (half <= row < rows - half and half <= column < columns - half):
            continue
        part = taken[row - half : row + half + 1, column - half : column + half + 1]
        if not (part & footprint).any():
            part |= footprint
            return int(order[place]), place
    return int(order[-1]), start
