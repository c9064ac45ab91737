"""The layout without a search tree: pairs by a grid, large graphs by blocks."""

from typing import Any

import numpy as np
import pytest

from avgraph.explorer import overlaps
from avgraph.explorer.layout import lay_out
from avgraph.explorer.overlaps import pairs_within
from avgraph.explorer.packing import pack
from avgraph.explorer.palette import radius_of
from avgraph.model.graph import Graph
from avgraph.views.view import ViewEdge, ViewGraph, ViewNode


@pytest.mark.parametrize("count", [1, 2, 40, 700])
@pytest.mark.parametrize("spread", [0.0, 10.0, 400.0])
def test_pairs_by_the_grid_are_all_pairs(count: int, spread: float) -> None:
    """The grid finds what comparing each with each finds, sorted, whether points lie apart, close or all in one place."""
    points = np.random.default_rng(count).normal(size=(count, 2)) * spread
    pairs = list(zip(*(column.tolist() for column in pairs_within(points, 9.0)), strict=True))
    squared = ((points[:, None] - points[None, :]) ** 2).sum(axis=2)
    assert pairs == [(a, b) for a in range(count) for b in range(a + 1, count) if squared[a, b] <= 81.0]


@pytest.mark.parametrize("count", [30, 300])
def test_overlaps_are_parted_as_if_all_pairs_were_looked_up_each_time(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Places are those, to the last digit, that come of looking up in each round who is near; this is done in fewer rounds."""
    rng = np.random.default_rng(count)
    points, radii = rng.normal(size=(count, 2)) * 30, rng.uniform(3, 9, size=count)
    searches = []

    def count_searches(*arguments: Any) -> Any:
        searches.append(arguments)
        return pairs_within(*arguments)

    monkeypatch.setattr(overlaps, "pairs_within", count_searches)
    parted = overlaps.part_overlaps(points, radii, 3.0)
    few = len(searches)
    monkeypatch.setattr(overlaps, "_SLACK", 0.0)
    assert parted.tolist() == overlaps.part_overlaps(points, radii, 3.0).tolist()
    assert few < (len(searches) - few) / 3
    first, second = pairs_within(parted, 2 * float(radii.max()))
    assert (np.hypot(*(parted[first] - parted[second]).T) > radii[first] + radii[second]).all()


@pytest.mark.slow
def test_a_community_of_more_than_a_thousand_nodes(sample: Graph) -> None:
    """The same places every time, and no circle on another."""
    count = 1_200
    nodes = tuple(ViewNode(f"author/{number:04}", "Author", str(number), ()) for number in range(count))
    ties = [(number, other) for number in range(count) for other in (number + 1, number + 7) if other < count]
    view = ViewGraph("coauthors", "Chain", nodes, tuple(ViewEdge(nodes[a].id, nodes[b].id, "coauthorOf", ()) for a, b in ties), sample)
    community_of = {node.id: 0 for node in nodes}
    places = lay_out(view, community_of)
    assert places == lay_out(view, community_of)
    points = np.array([places[node.id] for node in nodes], dtype=float)
    assert not len(pairs_within(points, 2 * radius_of(1))[0])


def test_components_lie_close_around_the_largest() -> None:
    """The largest stays in the middle, no circles meet, and the whole has the shape of a screen and little empty space."""
    rng = np.random.default_rng(3)
    largest = rng.normal(size=(300, 2)) * 60, np.full(300, 4.0)
    small = [(np.array([[-7.0, 0.0], [7.0, 0.0]]), np.full(2, 5.0))] * 40 + [(np.zeros((1, 2)), np.full(1, 5.0))] * 60
    centres = pack([largest, *small])
    assert centres == pack([largest, *small])
    assert centres[0] == (0.0, 0.0)
    points = np.concatenate([places + centre for (places, _), centre in zip([largest, *small], centres, strict=True)])
    radii = np.concatenate([each for _, each in [largest, *small]])
    first, second = pairs_within(points, 2 * float(radii.max()))
    apart = np.hypot(*(points[first] - points[second]).T)
    assert not [pair for pair in zip(first[apart < radii[first] + radii[second]], second, strict=False) if max(pair) >= 300]
    width, height = points.max(axis=0) - points.min(axis=0)
    assert 1.0 < width / height < 1.8
    reach = 2 * float(np.hypot(*largest[0].T).max())
    assert width * height < 2.2 * reach * reach
