"""Count what is held for all clients together."""

from dataclasses import dataclass


@dataclass(slots=True)
class Budget:
    """Bytes that may be held at a time.

    >>> budget = Budget(10)
    >>> budget.take(8), budget.take(3)
    (True, False)
    >>> budget.give_back(8)
    >>> budget.take(10)
    True
    """

    most: int
    held: int = 0

    def take(self, count: int) -> bool:
        """Take bytes, if there are as many left."""
        if self.held + count > self.most:
            return False
        self.held += count
        return True

    def give_back(self, count: int) -> None:
        """Give back what was taken."""
        self.held -= count
