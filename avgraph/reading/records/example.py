"""Read from an entry that a keeper writes with the names of its fields where they stand."""

import re
from dataclasses import dataclass

from avgraph.errors import UsageError
from avgraph.model.entries import LinkKind
from avgraph.reading.fields.links import word_kind
from avgraph.reading.headers import field_of_header
from avgraph.reading.markdown.raw_blocks import RawBlocks
from avgraph.reading.markdown.runs import RunKind
from avgraph.reading.markdown.structure import Structure
from avgraph.reading.records.cut import Cutter
from avgraph.reading.records.record import CutRecord, RecordKind
from avgraph.reading.records.row_text import Candidate, RowText
from avgraph.reading.records.title_bounds import QUOTES

_KEYS = re.compile(r"\s*[^\W\d]\w*\s*=\s*[\w\"']")
"""What a profile of a file of records opens with."""
_TITLE = re.compile(r"\b(?:paper\s+)?title\b", re.IGNORECASE)
_AUTHOR = re.compile(r"\bauthors?\b", re.IGNORECASE)
_CELLS = re.compile(r"(?<!\\)\|")
_TARGET = re.compile(r"(?<=\])\([^()]*\)")
_FIELD = re.compile(
    r"\b(?:(?P<authors>authors?|names?)|(?P<venue>venue|conference|journal)|(?P<year>year)|(?P<date>date)|(?P<institutions>institutions?|affiliations?))\b",
    re.IGNORECASE,
)
_VALUES = {"authors": ".+", "venue": ".+?", "year": r"['\u2019]?\d{2,4}[\w./-]*", "date": ".+?", "institutions": ".+?"}
"""What a field can hold: names are parted by the marks that stand between fields as well."""
_PART = re.compile(r"\w+|[^\w\s]")
_SPACES = re.compile(r"(?:\\s\*){2,}")
_MARKS = re.compile(r"[\W_]+")
_MARK_IN_NAMES = re.compile(r"\w[.,]\s*$")
"""What ends a text that names can go on with."""
_MARK = re.compile(r"\s*(?P<mark>[-=~]*>+|\S)")
_LONGEST_PLACED = 2000
"""Characters of a row that are held against an example."""


@dataclass(frozen=True, slots=True)
class Example:
    """Where the fields stand in the entries of a list."""

    source: str | None
    """The source of candidates that is the title, with the place of its row."""
    columns: tuple[str, ...] = ()
    """Of a table, the header that each column would have if it said what it holds; empty where nothing is said."""
    title: re.Pattern[str] | None = None
    """The text of a row up to what follows the title, with the group ``title``; None where the title is marked."""
    before: re.Pattern[str] | None = None
    """The text before the title, with a group for each field; None where no field is there."""
    after: re.Pattern[str] | None = None
    links: tuple[LinkKind | None, ...] = ()
    """What the links beside the title lead to, in order, as their words say."""

    def title_in(self, row: RowText) -> Candidate | None:
        """Return the title in a row that is written like the example."""
        match = self.title.match(row.text[:_LONGEST_PLACED]) if self.title is not None else None
        return Candidate(self.source or "", row, *match.span("title"), likeness=1.0) if match else None

    def fits(self, cut: CutRecord, title: Candidate) -> bool:
        """Tell whether a record has the columns of the example, or its title where the example has it."""
        if self.columns:
            return cut.record.kind is RecordKind.ROW and len(cut.rows) == len(self.columns)
        return title.source == self.source


def read_example(text: str) -> Example:
    """Return where the fields stand in an entry that is written with their names.

    >>> read_example("- **Title**, Author, Venue Year. [Paper](url)").source
    'bold'
    >>> read_example("| Year | [Title](url) | Venue |").columns
    ('year', 'title', 'venue')

    Raises UsageError where no word Title says where titles stand.
    """
    if _KEYS.match(text):
        message = f"profile: {' '.join(text.split())[:80]!r} names keys of a file of records; of this list write an entry, such as - **Title**, Author, Venue Year. [Paper](url)"
        raise UsageError(message)
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
            before, after = row_text.text[: match.start()], row_text.text[match.end() :]
            title = row_text.runs[row_text.run_at(match.start())]
            links = tuple(word_kind(run.text) for run in row_text.runs if run.kind is RunKind.LINK and run is not title)
            source = _source(row_text, *match.span())
            pattern = _title_pattern(before, after) if source in ("citation", "plain") else None
            return Example(place + source, (), pattern, _fields_pattern(before), _fields_pattern(after), links)
    return None


def _title_pattern(before: str, after: str) -> re.Pattern[str] | None:
    """Return the pattern of the text that ends with a title in plain text; None where no field stands before it, or only a mark that names hold too."""
    fields = _fields_source(before)
    if fields is None or _MARK_IN_NAMES.search(before):
        return None
    mark = _mark(after)
    end = f"{'[ ]' if after[:1].isspace() else ''}{re.escape(mark)}(?=\\s|$)" if mark and not mark.isalnum() else "$"
    return re.compile(f"{fields.replace('(?P<authors>.+)', '(?P<authors>.+?)')}[\\s.,:;]*(?P<title>\\S.*?)\\s*{end}")


def _mark(text: str) -> str:
    """Return the mark that a text opens with: a character, or an arrow."""
    match = _MARK.match(text)
    return match["mark"] if match else ""


def _fields_pattern(text: str) -> re.Pattern[str] | None:
    """Return the pattern of a text in which words name fields; what stands between them parts them, and other words stand for any."""
    pattern = _fields_source(text)
    return None if pattern is None else re.compile(pattern)


def _fields_source(text: str) -> str | None:
    parts, position, names = ["\\s*"], 0, set[str]()
    for match in _FIELD.finditer(text):
        name = match.lastgroup or ""
        if name not in names:
            names.add(name)
            parts += [_literal(text[position : match.start()]), f"(?P<{name}>{_VALUES[name]})"]
            position = match.end()
    if not names:
        return None
    parts.append(_literal(_mark(text[position:])) or "\\s*$")
    return _SPACES.sub(r"\\s*", "".join(parts))


def _literal(text: str) -> str:
    """Return the pattern of what stands between two fields: its marks, any words, and space around them."""
    return (
        "\\s*".join(".*?" if part[0].isalnum() else re.escape(part) for part in _PART.findall(text)).join(("\\s*", "\\s*"))
        if text.strip()
        else "\\s*"
        if text
        else ""
    )


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
