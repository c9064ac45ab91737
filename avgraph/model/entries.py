"""Hold what a reading list says, as written: entries, dataset rows, headings."""

from dataclasses import dataclass

from avgraph.model.rules import Diagnostic


@dataclass(frozen=True, slots=True)
class Source:
    """Where a reading list comes from."""

    name: str
    """The list's name: the file name without its extension. Exports are named after it."""
    path: str
    """The path as the user gave it, for messages; ``<stdin>`` for standard input."""
    checksum: str
    """SHA-256 of the bytes read, in hexadecimal."""
    title: str
    """What a person calls the list."""
    origin: str | None = None
    """IRI of the place the list was taken from, where that is known."""
    version: str | None = None
    """Commit and date at the origin, where they are known."""
    is_part: bool = False
    """Whether filters have left a part of what it says."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of the list as written, taken apart but not repaired."""

    tag: str
    """The tag without its markup, such as ``IEEE TPAMI-2018``; empty where there is none."""
    venue: str | None
    """The venue the tag names, as printed."""
    year: int | None
    """The year the tag names."""
    title: str
    """The text of the title, Markdown resolved."""
    url: str | None
    """The target of the title's link."""
    authors: tuple[str, ...]
    """The printed author names in order, with only the structure repaired."""
    institutions: tuple[str, ...]
    """The printed institution names in order, with only the structure repaired."""
    heading: tuple[str, ...]
    """The headings above the entry, outermost first."""
    first_line: int
    """The line of the tag, counted from 1."""
    last_line: int
    """The last line that belongs to the entry."""
    authors_as_listed: str = ""
    """The text of the authors as it stands in the list, lines joined by a space."""
    institutions_as_listed: str = ""
    """The text of the institutions as it stands in the list, lines joined by a space."""
    notes: tuple[str, ...] = ()
    """Whatever else the entry says: second links, remarks, further labelled fields."""


@dataclass(frozen=True, slots=True)
class DatasetRow:
    """One row of the dataset table as written; one row may hold several datasets."""

    names: tuple[str, ...]
    """The names in the first cell, in order."""
    years: tuple[int | None, ...]
    """One year for each name; None where the row does not say."""
    url: str | None
    """The target of the link in the first cell."""
    video_count: int | None
    """Number of videos."""
    duration_hours: str | None
    """Length in hours, in the canonical form of xsd:decimal (XML Schema 1.1), such as ``800`` or ``38.5``, as stores give it back."""
    is_lower_bound: bool
    """Whether the row marks a number as a lower bound (``800h+``)."""
    data_form: str | None
    video_source: str | None
    tasks: tuple[str, ...]
    """The tasks in the last cell, each completed from its neighbours."""
    heading: tuple[str, ...]
    line: int
    """The row's line, counted from 1."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of the list that names a task."""

    path: tuple[str, ...]
    """The heading and those above it, outermost first."""
    line: int


@dataclass(frozen=True, slots=True)
class ReadingList:
    """Everything one source says."""

    source: Source
    entries: tuple[Entry, ...]
    dataset_rows: tuple[DatasetRow, ...]
    headings: tuple[Heading, ...]
    """The headings that name tasks, in list order."""
    furniture: tuple[tuple[int, int, str], ...]
    """First line, last line and kind of each stretch that is known not to hold facts."""
    diagnostics: tuple[Diagnostic, ...]
