"""Check that what is said to lie above what (`skos:broader`, `org:subOrganizationOf`) has an end, and is not too deep."""

from collections import deque
from collections.abc import Iterable, Mapping

MOST_LEVELS = 100
"""Most levels of a hierarchy; whoever walks it may do so recursively."""
_SHOWN = 3
"""Most members of a cycle that a message names."""


def hierarchy_problem(above: Mapping[str, Iterable[str]]) -> str:
    """Return what is wrong with a hierarchy of items and what lies above each, or nothing; in time linear in the pairs.

    >>> hierarchy_problem({"a": ["b"], "b": ["c"]}), hierarchy_problem({"a": ["b"], "b": ["a"]})
    ('', 'a lies above itself (a, b)')
    """
    parents = {item: {*targets} for item, targets in above.items() if targets}
    for target in {target for targets in parents.values() for target in targets}:
        parents.setdefault(target, set())
    children: dict[str, list[str]] = {item: [] for item in parents}
    for item, targets in parents.items():
        for target in targets:
            children[target].append(item)
    waiting = {item: len(targets) for item, targets in parents.items()}
    level = {item: 1 for item, count in waiting.items() if count == 0}
    queue = deque(level)
    while queue:
        item = queue.popleft()
        for child in children[item]:
            level[child] = max(level.get(child, 0), level[item] + 1)
            waiting[child] -= 1
            if waiting[child] == 0:
                queue.append(child)
    endless = {item for item, count in waiting.items() if count}
    if endless:
        cycle = _cycle(parents, endless)
        return f"{cycle[0]} lies above itself ({', '.join(cycle[:_SHOWN])}{', …' if len(cycle) > _SHOWN else ''})"
    deepest = max(level, key=lambda item: (level[item], item), default="")
    if deepest and level[deepest] > MOST_LEVELS:
        return f"{deepest} lies {level[deepest] - 1} levels deep; at most {MOST_LEVELS} levels are read"
    return ""


def _cycle(parents: Mapping[str, set[str]], endless: set[str]) -> list[str]:
    """Return a cycle among items of which each lies in one or below, from its least item."""
    path: dict[str, None] = {}
    item = min(endless)
    while item not in path:
        path[item] = None
        item = min(parents[item] & endless)
    cycle = list(path)[list(path).index(item) :]
    start = cycle.index(min(cycle))
    return [*cycle[start:], *cycle[:start]]
