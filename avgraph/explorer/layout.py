"""Place the nodes of a view: each component by forces, communities apart, nothing overlapping, components packed."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from avgraph.explorer.forces import EXACT, apply_forces, length
from avgraph.explorer.overlaps import part_overlaps
from avgraph.explorer.packing import pack
from avgraph.explorer.palette import radius_of
from avgraph.garbage import no_garbage_collection
from avgraph.views.view import ViewGraph

_CLOSER = 0.29
"""How much the picture shrinks before overlaps are removed: nodes are then large enough to be seen."""
_APART = 8.0
"""Least space between the circles of two communities."""
_GAP = 3.0
"""Least space between two circles, in page units; a node of one paper has a radius of about 4."""
_ROOM = 1.0
"""Room around a circle for its name, by how much it is larger than the smallest; in a large graph names have none."""
_TURNS = 12
"""Directions of which the widest of a component comes to lie from left to right."""
_BETWEEN = 0.6
"""Pull of an edge between communities, against 1 within one."""

_WIDER = 0.4
"""How much further apart, at most, the nodes of the largest component lie than its circles ask for: it is what the picture is about."""
_GOOD_PART = 0.2
"""Least share of the nodes that a component has for that."""


@no_garbage_collection()
def lay_out(view: ViewGraph, community_of: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """Return a place for each node, in whole page units; the same view gives the same places.

    The forces are those of ForceAtlas2 with linear-logarithmic attraction (Jacomy et al. 2014; Noack
    2009), which sets communities apart. A component of more than a thousand nodes is placed community by
    community, and its communities then by the same forces.
    """
    ties: dict[str, list[tuple[str, float]]] = {node.id: [] for node in view.nodes}
    for edge in view.edges:
        if edge.source != edge.target:
            pull = edge.weight if community_of[edge.source] == community_of[edge.target] else edge.weight * _BETWEEN
            ties[edge.source].append((edge.target, pull))
    radii = {node.id: radius_of(len(node.papers)) for node in view.nodes}
    placed: list[tuple[tuple[str, ...], NDArray[np.float64]]] = []
    for members in view.components():
        place = _place_by_communities if len(members) > EXACT else _place_together
        wider = 1.0 if placed else _wider(len(members) / len(view.nodes))
        placed.append((members, _widest(_centred(place(members, ties, radii, community_of))) * wider))
    rounded: dict[str, tuple[int, int]] = {}
    centres = pack([(places, np.array([radii[node] for node in members])) for members, places in placed])
    for (members, places), (x, y) in zip(placed, centres, strict=True):
        for node, place in zip(members, places, strict=True):
            rounded[node] = round(float(place[0]) + x), round(float(place[1]) + y)
    return rounded


def _wider(share: float) -> float:
    """Return how much wider the largest component is drawn, by its share of all nodes: where it is nearly all, there is nothing to set it off from."""
    return 1.0 + min(_WIDER, 1.0 - share) if share >= _GOOD_PART else 1.0


def _centred(places: NDArray[np.float64]) -> NDArray[np.float64]:
    centred: NDArray[np.float64] = places - (places.min(axis=0) + places.max(axis=0)) / 2
    return centred


def _widest(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return places turned so that they are widest from left to right, as screens are."""
    if len(places) < 3:
        return places
    turned = []
    for step in range(_TURNS):
        # Rounded, since sines may differ in their last digit from one machine to another.
        cosine, sine = round(math.cos(math.pi * step / _TURNS), 6), round(math.sin(math.pi * step / _TURNS), 6)
        turned.append(
            _centred(np.stack([places[:, 0] * cosine - places[:, 1] * sine, places[:, 0] * sine + places[:, 1] * cosine], axis=1))
        )
    extents = [np.abs(each).max(axis=0).round(3) for each in turned]
    return turned[min(range(_TURNS), key=lambda step: (float(extents[step][1]) / max(float(extents[step][0]), 1.0), step))]


def _reach(members: Sequence[str], places: NDArray[np.float64], radii: Mapping[str, float]) -> float:
    """Return the radius of the circle around the origin that holds all nodes."""
    return float((length(places) + np.array([radii[node] for node in members])).max())


def _place_together(
    members: Sequence[str],
    ties: Mapping[str, list[tuple[str, float]]],
    radii: Mapping[str, float],
    community_of: Mapping[str, int],
    room: float = _ROOM,
) -> NDArray[np.float64]:
    """Place nodes by forces between all of them, then part what overlaps."""
    count = len(members)
    index = {node: place for place, node in enumerate(members)}
    reaches = np.array([radii[node] for node in members])
    pairs = [(index[a], index[b], pull) for a in members for b, pull in ties[a] if b in index]
    if count < 3:
        return np.array([[(-1) ** place * (reaches.max() + _GAP) * (count > 1), 0.0] for place in range(count)])
    if len({(min(a, b), max(a, b)) for a, b, _ in pairs}) == count * (count - 1) // 2:
        return _ring(reaches)
    places = apply_forces(_start(members, community_of, count), pairs)
    return part_overlaps(places * _CLOSER, reaches + room * (reaches - reaches.min()), _GAP)


def _place_by_communities(
    members: Sequence[str], ties: Mapping[str, list[tuple[str, float]]], radii: Mapping[str, float], community_of: Mapping[str, int]
) -> NDArray[np.float64]:
    """Place the nodes of each community, then the communities as circles, the closest ties nearest."""
    groups: dict[int, list[str]] = {}
    for node in members:
        groups.setdefault(community_of[node], []).append(node)
    number_of = {community: number for number, community in enumerate(groups)}
    inner = [_centred(_place_together(group, ties, radii, community_of, room=0.0)) for group in groups.values()]
    reaches = np.array([_reach(group, places, radii) for group, places in zip(groups.values(), inner, strict=True)])
    between: dict[tuple[int, int], float] = {}
    for node in members:
        for other, pull in ties[node]:
            pair = number_of[community_of[node]], number_of[community_of[other]]
            if pair[0] != pair[1]:
                between[min(pair), max(pair)] = between.get((min(pair), max(pair)), 0.0) + pull
    names = [str(number) for number in range(len(groups))]
    centres = apply_forces(
        _start(names, {name: number for number, name in enumerate(names)}, len(names)), [(a, b, pull) for (a, b), pull in between.items()]
    )
    # Forces know no sizes: first as far apart as the circles ask for on the whole, then overlap by overlap.
    spread = math.sqrt(float((reaches**2).sum())) / max(float(length(_centred(centres)).max()), 1.0)
    centres = part_overlaps(centres * spread, reaches, _APART)
    places = {
        node: place + centre
        for group, group_places, centre in zip(groups.values(), inner, centres, strict=True)
        for node, place in zip(group, group_places, strict=True)
    }
    return np.array([places[node] for node in members])


def _ring(radii: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return places on a circle: nodes of which each is tied to each have no better order."""
    count = len(radii)
    reach = (2 * float(radii.max()) + _GAP) / (2 * math.sin(math.pi / count))
    angles = 2 * np.pi * np.arange(count) / count
    return np.stack([reach * np.cos(angles), reach * np.sin(angles)], axis=1).round(3)


def _start(members: Sequence[str], community_of: Mapping[str, int], count: int) -> NDArray[np.float64]:
    """Return first places: communities around a circle, members of each on a sunflower of its own."""
    groups: dict[int, list[int]] = {}
    for place, node in enumerate(members):
        groups.setdefault(community_of[node], []).append(place)
    places = np.zeros((count, 2))
    ring = 7.0 * math.sqrt(count)
    angle = 0.0
    for group in sorted(groups.values(), key=lambda group: (-len(group), group[0])):
        share = 2 * math.pi * len(group) / count
        x, y = ring * math.cos(angle + share / 2), ring * math.sin(angle + share / 2)
        angle += share
        for number, place in enumerate(group):
            turn, reach = 2.399963 * number, 7.0 * math.sqrt(number)
            places[place] = (x + reach * math.cos(turn), y + reach * math.sin(turn))
    # Rounded, since sines may differ in their last digit from one machine to another.
    return places.round(3)
