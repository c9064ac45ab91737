"""Join what is one, with the reason for each join, and never what is known to be two."""

from collections import defaultdict

from avgraph.resolution.entities import Merge


class Clusters:
    """Disjoint sets of the numbers below `size` (union-find), with the reasons for what was joined."""

    def __init__(self, size: int) -> None:
        """Start with every number by itself."""
        self._parent = list(range(size))
        self._merges: dict[int, list[Merge]] = {}

    def find(self, index: int) -> int:
        """Return the number that stands for the set of `index`."""
        parent = self._parent
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    def join(self, a: int, b: int, merge: Merge | None = None) -> None:
        """Make one set of the sets of `a` and `b`, and keep the reason."""
        first, second = sorted((self.find(a), self.find(b)))
        if first == second:
            return
        self._parent[second] = first
        merges = self._merges.pop(second, [])
        if merge is not None:
            merges.append(merge)
        if merges:
            self._merges.setdefault(first, []).extend(merges)

    def merges(self, root: int) -> list[Merge]:
        """Return the reasons for the set that `root` stands for."""
        return self._merges.get(root, [])

    def members(self) -> dict[int, list[int]]:
        """Return the sets by the number that stands for each; members in ascending order."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        for index in range(len(self._parent)):
            found[self.find(index)].append(index)
        return dict(found)
