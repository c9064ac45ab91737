"""Say which part of a graph is asked for."""

from dataclasses import dataclass

from avgraph.errors import FilterError


@dataclass(frozen=True, slots=True)
class Filters:
    """What a person asks for; a paper stays where it fits all of it."""

    task: str | None = None
    """Name of a task; its subtasks count."""
    years: tuple[int | None, int | None] = (None, None)
    """First and last year, both included; None leaves the end open."""
    venue: str | None = None
    institution: str | None = None
    author: str | None = None
    ego: str | None = None
    """Name of the entity in whose neighbourhood to stay."""
    hops: int = 1
    """How many steps from `ego` to go."""
    min_papers: int = 1
    """Authors and institutions with fewer papers are left out."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return self == Filters()


def parse_years(text: str) -> tuple[int | None, int | None]:
    """Return the years that ``2019:2023``, ``2019:``, ``:2023`` or ``2021`` means. Raises FilterError for anything else.

    >>> parse_years("2019:"), parse_years("2021")
    ((2019, None), (2021, 2021))
    """
    first, colon, last = text.strip().partition(":")
    if not colon:
        last = first
    if not all(not part or (part.isascii() and part.isdigit() and len(part) == 4) for part in (first, last)) or not (first or last):
        message = f"years {text!r} cannot be read; write 2019:2023, 2019:, :2023 or 2021"
        raise FilterError(message)
    years = int(first) if first else None, int(last) if last else None
    if years[0] is not None and years[1] is not None and years[0] > years[1]:
        message = f"years {text!r}: the first lies after the last"
        raise FilterError(message)
    return years
