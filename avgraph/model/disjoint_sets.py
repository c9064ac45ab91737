"""Disjoint sets (union-find): which items are connected with each other, as pairs of them are joined."""

from collections.abc import Iterable
from typing import Generic, TypeVar

Item = TypeVar("Item", int, str)


class DisjointSets(Generic[Item]):
    """Sets of which each item is in exactly one; the least item represents its set.

    >>> components = DisjointSets("abc")
    >>> components.join("a", "c"), components.join("c", "a")
    (True, False)
    >>> components.sets()
    {'a': ['a', 'c'], 'b': ['b']}
    """

    def __init__(self, items: Iterable[Item]) -> None:
        """Start with every item in a set of its own."""
        self._parent: dict[Item, Item] = {item: item for item in items}

    def find(self, item: Item) -> Item:
        """Return the representative of the set of an item."""
        parent = self._parent
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    def join(self, first: Item, second: Item) -> bool:
        """Make one set of the sets of two items; tell whether they were two."""
        least, other = sorted((self.find(first), self.find(second)))
        self._parent[other] = least
        return least != other

    def sets(self) -> dict[Item, list[Item]]:
        """Return the sets by their representative, sets and members in the order of the items."""
        sets: dict[Item, list[Item]] = {}
        for item in self._parent:
            sets.setdefault(self.find(item), []).append(item)
        return sets
