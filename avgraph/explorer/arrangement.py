"""Arrange a view: its communities and the places of its nodes, computed once and cached."""

import json
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from avgraph.cache import read_cache, write_cache
from avgraph.views.communities import Community, name_communities, partition
from avgraph.views.view import ViewGraph

_CACHE = "arrangements"
_MAX_CACHED = 64


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How a view is arranged on its page."""

    communities: tuple[Community, ...]
    """The largest first."""
    places: dict[str, tuple[int, int]]
    """Where each node is, by its id, in page units."""


def arrange(view: ViewGraph) -> Arrangement:
    """Return the arrangement of a view: the cached one where the view is the same, else a new one, which is cached.

    The key is a hash of the nodes, the ties and the method. Where nothing can be cached, it is computed each time.
    """
    key = _key(view)
    ids = [node.id for node in view.nodes]
    cached = _read(key, len(ids))
    if cached is None:
        # With numpy, whose import takes a while.
        from avgraph.explorer.layout import lay_out

        groups = partition(view)
        community_of = {member: number for number, group in enumerate(groups) for member in group}
        places = lay_out(view, community_of)
        cached = [community_of[each] for each in ids], [places[each] for each in ids]
        _write(key, *cached)
    members: dict[int, list[str]] = {}
    for identifier, community in zip(ids, cached[0], strict=True):
        members.setdefault(community, []).append(identifier)
    communities = name_communities(view, [tuple(group) for _, group in sorted(members.items())])
    return Arrangement(communities, dict(zip(ids, cached[1], strict=True)))


def _key(view: ViewGraph) -> str:
    parts = [_method(), *(f"{node.id} {len(node.papers)}" for node in view.nodes)]
    parts += [f"{edge.source} {edge.target} {edge.weight:g}" for edge in view.edges]
    return sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()


@cache
def _method() -> str:
    """Return a hash of the code that arranges, so that another version of it makes its own arrangements."""
    names = (
        "explorer/layout.py",
        "explorer/forces.py",
        "explorer/overlaps.py",
        "explorer/packing.py",
        "explorer/palette.py",
        "views/communities.py",
    )
    modules = [Path(__file__).parents[1] / name for name in names]
    return sha256(b"".join(module.read_bytes() for module in modules if module.exists())).hexdigest()


def _read(key: str, count: int) -> tuple[list[int], list[tuple[int, int]]] | None:
    """Return the community and the place of each node, or nothing where they are not cached or not whole."""
    try:
        columns = json.loads(read_cache(_CACHE, f"{key}.json") or b"")
        communities, xs, ys = columns["community"], columns["x"], columns["y"]
        is_whole = all(len(column) == count and all(type(value) is int for value in column) for column in (communities, xs, ys))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if not is_whole or set(communities) != set(range(len(set(communities)))):
        return None
    return communities, list(zip(xs, ys, strict=True))


def _write(key: str, communities: list[int], places: list[tuple[int, int]]) -> None:
    content = json.dumps({"community": communities, "x": [x for x, _ in places], "y": [y for _, y in places]}, separators=(",", ":"))
    write_cache(_CACHE, f"{key}.json", content.encode("ascii"), _MAX_CACHED)
