"""What a server is started with."""

from dataclasses import dataclass

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
    def memory_of_page(self) -> int:
        """Bytes for a page of the explorer, beyond the graph; one is made at a time."""
        return max(self.memory, _OF_PAGE)

    @property
    def most_unsent(self) -> int:
        """Bytes of all answers that wait for their clients to read them."""
        return 2 * self.largest

    def most_memory(self, keeper: int, worker: int) -> int:
        """Return the most memory that all processes can take, from what the keeper holds, and a worker has mapped, before the first request.

        A worker may come to own all that it shares with the keeper at first, so that the graph counts once for each.
        """
        page = self.memory_of_page - self.memory
        return _OF_SERVER + keeper + self.workers * (worker + self.memory) + page
