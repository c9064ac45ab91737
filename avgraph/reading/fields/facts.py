"""Read the fields that stand around the title of an entry: authors, institutions, venue, date, summary, keywords."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce

from avgraph.reading.fields.affiliations import tie
from avgraph.reading.fields.brackets import read_badges
from avgraph.reading.fields.published import Published, read_slot
from avgraph.reading.fields.segments import Segment, row_segments
from avgraph.reading.fields.splits import merge
from avgraph.reading.fields.statements import StatementReader
from avgraph.reading.markdown.footnotes import without_marks
from avgraph.reading.markdown.located import LocatedText
from avgraph.reading.markdown.runs import Row
from avgraph.reading.words import is_nothing

_VOLUME = re.compile(r",\s*\d{1,4}\s?(?:\(\d|[,:]\s?\d)")


@dataclass(slots=True, eq=False)
class Facts:
    """What the text around a title states, each mention with its place."""

    authors: list[LocatedText] = field(default_factory=list)
    authors_text: list[LocatedText] = field(default_factory=list)
    """The stretches that the names were read from."""
    is_cut_off: bool = False
    """Whether the names end with "et al."."""
    institutions: list[LocatedText] = field(default_factory=list)
    institutions_text: list[LocatedText] = field(default_factory=list)
    affiliations: list[tuple[int, int]] = field(default_factory=list)
    """Which author belongs to which institution, by their indices."""
    italics: list[LocatedText] = field(default_factory=list)
    """What stands in italics after the title, whatever was read from it."""
    venue: LocatedText | None = None
    """Without year and remarks, as printed."""
    year: int | None = None
    date: str | None = None
    """``2023-05`` or ``2023-05-30``, where more than the year is stated."""
    summary: str | None = None
    keywords: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)
    """What else is said, markup removed; words of links are none."""


def read_facts(before: Row | None, after: Row | None, others: Sequence[Row], placed: Sequence[Segment] = ()) -> Facts:
    """Return what is stated around a title.

    `before` and `after` are what its own row has before and after it (and what links to it), `others` the other
    rows of its record in order: cells with their headers, nested items, lines. An own row of several lines stays one row with breaks in it.
    """
    reader = StatementReader()
    rows = [(before, 0, True), (after, 0, False), *((row, number, False) for number, row in enumerate(others, start=1))]
    segments = [*placed, *(each for row, number, is_before in rows if row for each in row_segments(row, number, is_before=is_before))]
    for segment in segments:
        if segment.field is not None:
            reader.labelled(segment)
    for segment in segments:
        if segment.field is None:
            reader.free(segment)
    for row in (before, after, *others):
        if row is not None:
            reader.published += ((5, badge) for badge in read_badges(row))
    return _facts(reader)


def _facts(reader: StatementReader) -> Facts:
    facts = Facts(italics=reader.italics, summary=" ".join(reader.summary) or None, keywords=tuple(dict.fromkeys(reader.keywords)))
    facts.notes = list(dict.fromkeys(note for note in reader.notes if len(note) > 2 and not is_nothing(note) and note != "[x]"))
    facts.authors = [name for group in reader.names for name in group.names]
    facts.authors_text = [group.text for group in reader.names]
    facts.is_cut_off = any(group.is_cut_off for group in reader.names)
    facts.institutions, facts.affiliations = tie(reader.names, reader.institutions)
    facts.institutions_text = reader.institutions_text or [text for group in reader.names for _, text in group.institutions]
    stated = reduce(merge, (slot for _, slot in sorted(reader.published, key=lambda ranked: ranked[0])), Published())
    facts.venue, facts.year, facts.date = stated.venue, stated.year, stated.date
    if facts.venue is None and facts.year is not None:
        _read_slanted(facts, reader.slanted)
    return facts


def _read_slanted(facts: Facts, texts: Sequence[LocatedText]) -> None:
    """Take the name of a journal in italics, whose year stands apart, out of the notes."""
    for text in texts:
        slot = read_slot(text, is_dated=True, is_labelled=_VOLUME.search(text.string) is not None)
        if slot is not None and slot.venue is not None:
            facts.venue = slot.venue
            facts.notes = [note for note in facts.notes if note != without_marks(text)]
            return
