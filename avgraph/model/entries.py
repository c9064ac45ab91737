"""Hold what a reading list says, as written: entries and their mentions, dataset rows, headings."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from avgraph.model.mentions import Mention, Mentions
from avgraph.model.rules import Diagnostic, Span


class FileFormat(StrEnum):
    """How a list is written."""

    MARKDOWN = "Markdown"
    BIBTEX = "BibTeX"
    CSV = "CSV"
    """Or another table of cells: parted by tabs, semicolons, bars."""
    YAML = "YAML"
    JSON = "JSON"
    RIS = "RIS"


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
    profile: str | None = None
    """How it was read, in words, where that is not the form of the bundled list."""
    coverage: tuple[int, int] | None = None
    """How many of its items were read, and how many were not, where that is said of it."""
    quotes: tuple[tuple[int, str], ...] = field(default=(), compare=False, repr=False)
    """The lines that state datasets, each by its number and as they stand, where the list is at hand."""
    is_joined: bool = False
    """Whether it is read from two tables together: lines are those of the first, and nothing stands in columns of it."""


class LinkKind(StrEnum):
    """What a link of an entry leads to."""

    PAPER = "paper"
    CODE = "code"
    PROJECT = "project"
    VIDEO = "video"
    SLIDES = "slides"
    DATA = "data"
    BADGE = "badge"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of the list as written, taken apart but not repaired."""

    tag: Mention
    """The tag without its markup, such as ``IEEE TPAMI-2018``; its form is empty where there is none."""
    venue: str | None
    """The venue the tag names, as printed."""
    year: int | None
    """The year the tag names."""
    title: Mention
    """The text of the title, Markdown resolved."""
    links: tuple[Mention, ...]
    """The addresses that the entry links to; the first is that of the title."""
    authors: Mentions
    """The printed author names in order, with only the structure repaired."""
    institutions: Mentions
    """The printed institution names in order, with only the structure repaired."""
    heading: tuple[str, ...]
    """The headings above the entry, outermost first."""
    first_line: int
    """The line of the tag, counted from 1."""
    last_line: int
    """The last line that belongs to the entry."""
    notes: tuple[str, ...] = ()
    """Whatever else the entry says: remarks, further labelled fields."""
    link_kinds: tuple[LinkKind, ...] = ()
    """What each link leads to, in the order of `links`; empty where the form of the list does not tell."""
    date: str | None = None
    """The date that the entry states beyond the year, as ISO 8601: ``2023-05`` or ``2023-05-30``."""
    summary: str | None = None
    """What the entry says the paper is about."""
    keywords: tuple[str, ...] = ()
    """The keywords that the entry lists, as printed."""
    affiliations: tuple[tuple[int, int], ...] = ()
    """Which author belongs to which institution, where marks or brackets say so: an index of `authors` and one of `institutions`."""
    is_paper: bool = True
    """Whether it lists a paper; a tool, course, blog or video stays an entry and becomes no Paper node."""
    topics: tuple[tuple[str, ...], ...] = ()
    """Further headings under which it stands, each with those above: a record can name several topics."""

    @property
    def url(self) -> str | None:
        """The address of the paper, of several the first."""
        return next(iter(self.paper_urls), None)

    @property
    def paper_urls(self) -> tuple[str, ...]:
        """The addresses of the paper, each once: the links to it, else the first link where that may be one."""
        papers = self.urls_of(LinkKind.PAPER) if LinkKind.PAPER in self.link_kinds else ()
        may_be_paper = not self.link_kinds or self.link_kinds[0] in (LinkKind.PROJECT, LinkKind.OTHER)
        return papers or tuple([link.form for link in self.links[:1] if may_be_paper])

    def urls_of(self, kind: LinkKind) -> tuple[str, ...]:
        """Return the addresses of one kind, each once."""
        return tuple(dict.fromkeys([link.form for link, each in zip(self.links, self.link_kinds, strict=False) if each is kind]))

    @property
    def author_forms(self) -> tuple[str, ...]:
        """The printed author names in order."""
        return self.authors.forms

    @property
    def institution_forms(self) -> tuple[str, ...]:
        """The printed institution names in order."""
        return self.institutions.forms


@dataclass(frozen=True, slots=True)
class DatasetRow:
    """One row of the dataset table as written; one row may hold several datasets."""

    names: tuple[str, ...]
    """The names in the first cell, in order."""
    years: tuple[int | None, ...]
    """One year for each name; None where the row does not say."""
    link: Mention | None
    """The target of the link in the first cell."""
    video_count: int | None
    """Number of videos."""
    duration_hours: str | None
    """Length in hours, in the canonical form of xsd:decimal (XML Schema 1.0), such as ``800.0`` or ``38.5``."""
    is_lower_bound: bool
    """Whether the row marks a number as a lower bound (``800h+``)."""
    data_form: str | None
    video_source: str | None
    tasks: tuple[Mention, ...]
    """The tasks in the last cell, each completed from its neighbours."""
    heading: tuple[str, ...]
    line: int
    """The row's line, counted from 1."""

    @property
    def url(self) -> str | None:
        """The target of the link in the first cell."""
        return self.link.form if self.link else None

    @property
    def task_forms(self) -> tuple[str, ...]:
        """The tasks in the last cell."""
        return tuple(task.form for task in self.tasks)


class Heading(NamedTuple):
    """One heading of the list that names a task."""

    path: tuple[str, ...]
    """The heading and those above it, outermost first."""
    line: int


class Section(NamedTuple):
    """One heading of the list, whatever it is about."""

    title: Mention
    level: int
    """1 to 6."""
    has_text: bool
    """Whether anything but rules and anchors stands between it and the next heading."""


class Profile(NamedTuple):
    """How a list writes its entries, as inferred from all of them or as given by an example."""

    words: tuple[str, ...]
    """What it says in words, such as ``list items``, ``title = first link``, ``venue after the bar``."""
    fields: frozenset[str]
    """The fields that the list states: ``authors``, ``institutions``, ``venue``, ``year``, ``links``, ``summary``, ``keywords``, ``date``."""
    is_given: bool = False
    """Whether it was given and not inferred."""

    @property
    def text(self) -> str:
        """The profile in one line."""
        return "; ".join(self.words)


class UnreadItem(NamedTuple):
    """An item with a link to a paper that was not read."""

    span: Span
    text: str
    """Its first line, shortened."""
    reason: str
    """Why it was not read."""


@dataclass(frozen=True, slots=True, repr=False)
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
    sections: tuple[Section, ...] = ()
    """Every heading, in list order."""
    contents: tuple[Mention, ...] = ()
    """The lines of the contents list, each with the heading that it names."""
    profile: Profile | None = None
    """How the list writes its entries."""
    unread: tuple[UnreadItem, ...] = ()
    """The items with a link to a paper that were not read, in list order."""
    file_format: FileFormat = FileFormat.MARKDOWN
    """What it is written in. Rules on Markdown hold for no other."""

    @property
    def coverage(self) -> tuple[int, int]:
        """How many items were read, and how many there are: the entries, and the items with a link to a paper that were not read."""
        return len(self.entries), len(self.entries) + len(self.unread)

    def __repr__(self) -> str:
        """Return a line with the name and the counts; the list itself may have megabytes."""
        counts = f"{len(self.entries):,} entries, {len(self.dataset_rows):,} dataset rows, {len(self.diagnostics):,} diagnostics"
        return f"<ReadingList {self.source.name!r}: {counts}>"
