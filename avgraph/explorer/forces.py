"""Move the nodes of a component by forces: attraction along ties, repulsion between all, a pull to the middle."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_ITERATIONS = 180
_SMALL, _MEDIUM = 40, 300
"""Nodes up to which a quarter, and half, of the iterations bring a component in order."""
_REPULSION = 26.0
_NEAR = 40.0
"""Distance from which an edge pulls in earnest, in page units."""
EXACT = 1000
"""Nodes up to which every pair repels; of more, each is repelled by those of its block and by a sample of the rest."""
_SAMPLE = 32
_ROWS = 64
"""Nodes whose repulsion is computed at a time."""


def apply_forces(places: NDArray[np.float64], pairs: Sequence[tuple[int, int, float]]) -> NDArray[np.float64]:
    """Move nodes until attraction along the ties, repulsion between all and a pull to the middle are even."""
    count = len(places)
    sources = np.array([a for a, _, _ in pairs], dtype=np.int64)
    targets = np.array([b for _, b, _ in pairs], dtype=np.int64)
    pulls = np.sqrt(np.array([pull for _, _, pull in pairs], dtype=np.float64))
    mass = np.sqrt(1.0 + np.bincount(sources, minlength=count))
    rng = np.random.default_rng(1)
    products = _products(mass) if count <= EXACT else None
    iterations = _ITERATIONS if count > _MEDIUM else _ITERATIONS // 2 if count > _SMALL else _ITERATIONS // 4
    # A row each for x and y: numpy is faster along rows, and there are many steps.
    places = places.T.copy()
    for step in range(iterations):
        force = _compute_repulsion(places, products) if products is not None else _estimate_repulsion(places, mass, rng)
        delta = places[:, targets] - places[:, sources]
        distance = _lengths(delta) + 1e-9
        pull = _log1p(distance / _NEAR) * pulls / distance * delta * 3.0
        for axis in (0, 1):
            force[axis] += np.bincount(sources, pull[axis], count) - np.bincount(targets, pull[axis], count)
        force -= 5.0 * mass * places / (_lengths(places) + 30.0)
        size = _lengths(force) + 1e-9
        limit = 14.0 * (1 - step / iterations) + 0.3
        places = places + force / size * np.minimum(size / mass * 0.6, limit)
    return places.T.copy()


def length(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the length of each vector."""
    return _lengths(vectors.T)


def _lengths(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the length of each vector, of rows of x and y."""
    x, y = rows
    lengths: NDArray[np.float64] = np.sqrt(x * x + y * y)
    return lengths


def _log1p(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return log(1 + values), for values from 0, to about seven digits.

    Only with operations that every processor rounds the same way, as numpy's logarithm is not one of
    them: a difference in the last digit grows over the iterations until it can be seen.
    """
    mantissa, exponent = np.frexp(values + 1.0)
    s = (mantissa - 0.75) / (mantissa + 0.75)
    square = s * s
    return exponent * 0.6931471805599453 - 0.2876820724517809 + 2.0 * s * (1.0 + square * (1 / 3 + square * (1 / 5 + square / 7)))


def _estimate_repulsion(places: NDArray[np.float64], mass: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Return the force that drives the nodes of a large graph apart: those of a block exactly, the rest by a sample."""
    count = places.shape[1]
    force = np.zeros_like(places)
    blocks = _split(places, first=int(rng.integers(4)))
    for block in blocks:
        force[:, block] = _compute_repulsion(places[:, block], _products(mass[block]))
    others = rng.integers(0, count, size=(count, _SAMPLE))
    delta = places[:, :, None] - places[:, others]
    share = (count - count / len(blocks)) / _SAMPLE
    push = _REPULSION * share * mass[:, None] * mass[others] / ((delta**2).sum(axis=0) + 4.0)
    force += (push * delta).sum(axis=2)
    return force


def _split(places: NDArray[np.float64], first: int) -> list[NDArray[np.int64]]:
    """Return blocks of neighbouring nodes, as many as a block has nodes, by halving them across one direction after another.

    The step decides which direction is the `first`, so that no border of a block lasts.
    """
    x, y = places
    directions = (x, y, x + y, x - y)
    blocks = [np.arange(len(x))]
    for level in range(round(math.log2(len(x)) / 2)):
        along = directions[(first + level) % len(directions)]
        blocks = [half for block in blocks for half in np.array_split(block[np.argsort(along[block], kind="stable")], 2)]
    return blocks


def _products(mass: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return how strongly each two nodes repel each other at a distance of one."""
    weights = mass.astype(np.float32)
    return np.float32(_REPULSION) * weights[:, None] * weights


def _compute_repulsion(places: NDArray[np.float64], products: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the force by which all other nodes repel each node, as rows of x and y; `products` are those of their masses."""
    # Single precision is enough for a push, and twice as fast; of a few rows at a time all that is computed stays in the cache of the processor.
    px, py = places.astype(np.float32)
    force = np.empty(places.shape)
    for start in range(0, len(px), _ROWS):
        rows = slice(start, start + _ROWS)
        x, y = px[rows, None] - px, py[rows, None] - py
        push = x * x
        push += y * y
        push += np.float32(4.0)
        np.divide(products[rows], push, out=push)
        x *= push
        y *= push
        force[0, rows], force[1, rows] = x.sum(axis=1), y.sum(axis=1)
    return force
