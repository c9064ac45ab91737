"""Read where and when a paper was published out of the forms in which lists print venue, year and date."""

from dataclasses import dataclass

from avgraph.reading.markdown.located import LocatedText


@dataclass(slots=True, eq=False)
class Published:
    """Venue, year and date that a stretch of text states."""

    venue: LocatedText | None = None
    """As printed, without year and remarks such as Oral."""
    year: int | None = None
    date: str | None = None
    """ISO 8601, where more than the year is stated."""


def read_slot(text: LocatedText) -> Published | None:
    """Return what a text states that is nothing but venue, year and remarks: a bracket, a cell, a group, a heading; None for any other.

    >>> found = read_slot(LocatedText.at("CVPR'23 Oral", 0))
    >>> found.venue.string, found.year
    ('CVPR', 2023)
    """
    raise NotImplementedError


def is_slot(text: str) -> bool:
    """Tell whether a text is nothing but a venue, a year, a date, or remarks on them (``CVPR'23``, ``Oral``, ``[2022/03]``)."""
    raise NotImplementedError


def cut_title(title: LocatedText) -> tuple[LocatedText, Published]:
    """Return a title without the bracket with venue and year at one of its ends, and what it states (``Title (CCS 2021)``)."""
    raise NotImplementedError
