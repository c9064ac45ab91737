"""What a server is started with."""

from dataclasses import dataclass


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
    has_explorer: bool
    """Whether the source is a list, from which the pages of the views are made."""
