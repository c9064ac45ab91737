"""Read the fields that stand around the title of an entry: authors, institutions, venue, date, summary, keywords."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from avgraph.reading.markdown.located import LocatedText
from avgraph.reading.markdown.runs import Row


@dataclass(slots=True, eq=False)
class Facts:
    """What the text around a title states, each mention with its place."""

    authors: list[LocatedText] = field(default_factory=list)
    """The names in order."""
    authors_text: list[LocatedText] = field(default_factory=list)
    """The stretches that the names were read from."""
    is_cut_off: bool = False
    """Whether the names end with "et al."."""
    institutions: list[LocatedText] = field(default_factory=list)
    institutions_text: list[LocatedText] = field(default_factory=list)
    affiliations: list[tuple[int, int]] = field(default_factory=list)
    """Which author belongs to which institution, by their indices."""
    venue: LocatedText | None = None
    """Without year and remarks, as printed."""
    year: int | None = None
    date: str | None = None
    """``2023-05`` or ``2023-05-30``, where more than the year is stated."""
    summary: str | None = None
    keywords: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)
    """What else is said, markup removed; words of links are none."""


def read_facts(before: Row | None, after: Row | None, others: Sequence[Row]) -> Facts:
    """Return what is stated around a title.

    `before` and `after` are what its own row has before and after it (and what links to it), `others` the other
    rows of its record in order: cells with their headers, nested items, lines. An own row of several lines stays one row with breaks in it.
    """
    raise NotImplementedError
