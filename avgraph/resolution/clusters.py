"""Join what is one, with the reason for each join."""

from collections import defaultdict

from avgraph.model.disjoint_sets import DisjointSets
from avgraph.resolution.entities import Merge


class Clusters:
    """Clusters of the numbers below `size`, with the reasons for what was joined."""

    def __init__(self, size: int) -> None:
        """Start with every number by itself."""
        self._sets = DisjointSets(range(size))
        self._merges: list[tuple[int, Merge]] = []
        self.find = self._sets.find
        self.members = self._sets.sets

    def join(self, a: int, b: int, merge: Merge | None = None) -> None:
        """Make one cluster of the clusters of `a` and `b`, and record the reason."""
        if self._sets.join(a, b) and merge is not None:
            self._merges.append((a, merge))

    def merges(self) -> dict[int, list[Merge]]:
        """Return the reasons of each cluster by the number that represents it."""
        merges: defaultdict[int, list[Merge]] = defaultdict(list)
        for name, merge in self._merges:
            merges[self.find(name)].append(merge)
        return merges
