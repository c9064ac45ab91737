"""How a list writes its entries: as an example says that is given, and in words."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from avgraph.errors import UsageError
from avgraph.model.entries import Entry, Profile
from avgraph.reading.fields.headers import field_of_header
from avgraph.reading.markdown.raw_blocks import RawBlocks
from avgraph.reading.markdown.runs import RunKind
from avgraph.reading.markdown.structure import Structure
from avgraph.reading.records.candidates import Candidate
from avgraph.reading.records.cut import Cutter
from avgraph.reading.records.record import Record, RecordKind
from avgraph.reading.records.row_text import RowText
from avgraph.reading.records.section import CutRecord
from avgraph.reading.records.title_bounds import QUOTES

_TITLE = re.compile(r"\b(?:paper\s+)?title\b", re.IGNORECASE)
_AUTHOR = re.compile(r"\bauthors?\b", re.IGNORECASE)
_CELLS = re.compile(r"(?<!\\)\|")
_TARGET = re.compile(r"(?<=\])\([^()]*\)")
_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Example:
    """Where the fields stand in the entries of a list."""

    source: str | None
    """The source of candidates that is the title, with the place of its row."""
    columns: tuple[str, ...] = ()
    """Of a table, the header that each column would have if it said what it holds; empty where nothing is said."""


def read_example(text: str) -> Example:
    """Return where the fields stand in an entry that is written with their names.

    >>> read_example("- **Title**, Author, Venue Year. [Paper](url)").source
    'bold'
    >>> read_example("| Year | [Title](url) | Venue |").columns
    ('year', 'title', 'venue')

    Raises UsageError where no word Title says where titles stand.
    """
    example = _example(text.strip("\n"))
    if example is None:
        message = f"profile: {' '.join(text.split())[:80]!r} has no word Title; write an entry as the list does, such as - **Title**, Author, Venue Year. [Paper](url)"
        raise UsageError(message)
    return example


def _example(text: str) -> Example | None:
    lines = text.split("\n")
    row = next((line for line in lines if line.lstrip().startswith("|") and _TITLE.search(line)), None)
    if row is not None:
        cells = [_MARKS.sub(" ", _TARGET.sub("", cell)).strip() for cell in _CELLS.split(row.strip().strip("|"))]
        return Example(
            None, tuple("title" if _TITLE.fullmatch(cell) else cell.casefold() if field_of_header(cell) else "" for cell in cells)
        )
    cutter = Cutter(Structure(RawBlocks(lines)), {})
    rows = [row for cut in cutter.records for row in _placed_rows(cut)]
    if not rows:
        rows = [("", RowText(cutter.row(section.part))) for section in cutter.sections]
    for place, row_text in rows:
        match = _TITLE.search(row_text.text)
        if match:
            return Example(place + _source(row_text, *match.span()))
    return None


def _placed_rows(cut: CutRecord) -> list[tuple[str, RowText]]:
    if cut.record.kind is RecordKind.ROW:
        return []
    return [("" if number == 0 else "nested " if row.row.depth else "next ", row) for number, row in enumerate(cut.rows)]


def _source(row: RowText, start: int, end: int) -> str:
    """Return the source of candidates that names a stretch of a row."""
    run = row.runs[row.run_at(start)]
    before, after = row.text[:start].rstrip(" *"), row.text[end:].lstrip(" .,*")
    if row.text[end : end + 3].lstrip(" *").startswith((":", "\uff1a")) and _TITLE.search(row.text, end):
        return f"label {_source(row, *_span(row, end))}"
    if run.kind is RunKind.LINK:
        return "link+" if after.startswith((":", "\uff1a")) else "link"
    if run.is_bold:
        return "bold"
    if before[-1:] in tuple(QUOTES) and after[:1] in tuple(QUOTES):
        return "quoted"
    if run.is_italic:
        return "italic"
    if before.endswith("[") and after.startswith("]"):
        return "bracket"
    return "citation" if _AUTHOR.search(before) else "plain"


def _span(row: RowText, start: int) -> tuple[int, int]:
    match = _TITLE.search(row.text, start)
    return match.span() if match else (start, start)


_WORDS = {
    "link": "first link", "link+": "first link and what follows it", "bold": "first words in bold", "italic": "first words in italics",
    "quoted": "first words in quotes", "plain": "plain text", "citation": "what follows the names", "bracket": "first words in brackets",
}  # fmt: skip
_SHARE = 0.1
"""A form or field of fewer entries than this is not worth a word."""


def infer_profile(entries: Sequence[Entry], records: Sequence[Record], titles: Sequence[Candidate], example: str | None = None) -> Profile:
    """Return the profile of the entries that were read; `example` is the one that was followed."""
    least = _SHARE * len(entries)
    kinds = Counter(record.kind.value for record in records)
    sources = Counter(title.source for title in titles)
    words = [f"{len(entries):,} entries", " and ".join(f"{kind}s" for kind, count in kinds.most_common(3) if count >= least)]
    words += [f"title = {_source_words(source)}" for source, count in sources.most_common(3) if count >= least]
    fields = frozenset(name for name, count in _field_counts(entries).items() if count >= least and count)
    words += sorted(fields)
    if example:
        words.append(f"as in {' '.join(example.split())!r}")
    return Profile(tuple(word for word in words if word), fields, example is not None)


def _source_words(source: str) -> str:
    header, tab, inner = source.partition("\t")
    if tab:
        return f"column {header!r}, {_WORDS.get(inner, inner)}"
    place, _, name = source.rpartition(" ")
    where = {"label": "what its label marks", "nested": "in a nested item", "next": "in a following line"}.get(place, "")
    return ", ".join(part for part in (_WORDS.get(name, name), where) if part)


def _field_counts(entries: Sequence[Entry]) -> dict[str, int]:
    return {
        "authors": sum(bool(entry.authors) for entry in entries),
        "institutions": sum(bool(entry.institutions) for entry in entries),
        "venue": sum(entry.venue is not None for entry in entries),
        "year": sum(entry.year is not None for entry in entries),
        "date": sum(entry.date is not None for entry in entries),
        "links": sum(bool(entry.links) for entry in entries),
        "summary": sum(entry.summary is not None for entry in entries),
        "keywords": sum(bool(entry.keywords) for entry in entries),
    }
