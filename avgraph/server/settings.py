"""What a server is started with, and what may be held for all clients together."""

from dataclasses import dataclass

from avgraph.sparql.limits import Limits

_OF_SERVER = 384 * 2**20
"""Bytes of the server itself: 60 MiB of program, 32 MiB of requests (as bytes, text and message), buffers of 500 connections."""
_OF_PAGE = 2 * 2**30
"""Bytes for a page of the explorer: the graph built anew, its layout and numpy."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a server is started with."""

    name: str
    """Of the list or dump, for people."""
    base: str
    """Where resources live."""
    seconds: float
    """For the answer of a query."""
    memory: int
    """Bytes for a query beyond the graph."""
    largest: int
    """Bytes of an answer."""
    workers: int
    """Queries at a time."""
    has_cors: bool = True
    """Whether pages of other sites may ask."""

    @property
    def limits(self) -> Limits:
        """Of a query."""
        return Limits(self.seconds, self.memory)

    @property
    def memory_of_page(self) -> int:
        """Bytes for a page of the explorer, beyond the graph; one is made at a time."""
        return max(self.memory, _OF_PAGE)

    @property
    def most_unsent(self) -> int:
        """Bytes of all answers that wait for their clients to read them."""
        return 2 * self.largest

    def most_memory(self, graph: int, worker: int) -> int:
        """Return the most memory that all processes can take, from what the fork server holds, and a worker has mapped, before the first request.

        A worker may come to own all that it shares with the fork server at first, so that the graph counts once for each.
        """
        page = self.memory_of_page - self.memory
        return _OF_SERVER + graph + self.workers * (worker + self.memory) + page


@dataclass(slots=True)
class Budget:
    """Bytes that may be held at a time for all clients together.

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
