"""Turn the lines of a dataset table into dataset rows."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from avgraph.model.entries import DatasetRow
from avgraph.model.mentions import Mention
from avgraph.model.rules import Diagnostic, Fix, Span
from avgraph.reading.headers import field_of_header
from avgraph.reading.markdown.inline import BREAK, Link, find_link, locate_cell_text, locate_field_text, plain_text
from avgraph.reading.markdown.located import LocatedText, line_span
from avgraph.reading.markdown.raw_blocks import Definitions
from avgraph.reading.tagged.labels import read_words
from avgraph.reading.words import is_nothing
from avgraph.text.literals import LARGEST_NUMBER, canonical_decimal


class Column(StrEnum):
    """What a column of a dataset table holds."""

    NAME = "name"
    YEAR = "year"
    VIDEOS = "videos"
    LENGTH = "length"
    FORM = "data form"
    SOURCE = "video source"
    TASK = "task"


_BAR = re.compile(r"(?<!\\)\|")
_ESCAPED_BAR = re.compile(r"\\(\|)")
_TASK_SEPARATOR = re.compile(r"\s*[,;\uff0c\uff1b]\s*")
_NUMBER = re.compile(
    r"^[~\u2248<>\u2265]?\s*(?P<digits>\d{1,3}(?:[,\u00a0\u202f' ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?P<scale>k|m|b|thousand|million|billion)?\s*(?P<more>\+)?$",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    r"^[~\u2248>\u2265]?\s*(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?P<scale>k)?\s*(?P<early>\+)?\s*"
    r"(?P<unit>h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?|d|days?)?\.?\s*(?P<more>\+)?$",
    re.IGNORECASE,
)
_SCALES = {"k": 10**3, "thousand": 10**3, "m": 10**6, "million": 10**6, "b": 10**9, "billion": 10**9}
_UNIT_SECONDS = {"h": 3600, "m": 60, "s": 1, "d": 86400}
_LIST = re.compile(r"\s*[,;\uff0c\uff1b/]\s*(?:and\s+)?|\s+(?:and|&)\s+")
_LISTS = frozenset((Column.NAME, Column.YEAR, Column.TASK))
_OF_DATASETS = frozenset((Column.VIDEOS, Column.LENGTH, Column.FORM, Column.SOURCE))
_OF_PAPERS = frozenset(("title", "authors", "venue", "paper", "institutions"))
_PAPERS = frozenset(("paper", "papers", "article", "publication", "reference"))
_MOST_DIGITS = 20
_HEADER_LENGTH = 1_000


def split_cells(line: str) -> list[str]:
    r"""Return the cells of one table row; bars at the ends may be missing, ``\|`` is text.

    >>> split_cells(r"| a | b\|c |")
    ['a', 'b|c']
    """
    return [cell.string for cell in _locate_cells(line)]


def _locate_cells(line: str) -> list[LocatedText]:
    text = LocatedText.at(line, 0).strip()
    start = int(text.string.startswith("|"))
    has_last_bar = text.string.endswith("|") and not text.string.endswith("\\|")
    inside = text.cut(start, max(start, len(text.string) - has_last_bar))
    return [cell.sub(_ESCAPED_BAR, r"\1").strip() for cell in inside.split(_BAR)]


def is_dataset_header(line: str) -> bool:
    """Tell whether a line is the header of a dataset table.

    >>> is_dataset_header("| Dataset | Year |"), is_dataset_header("| Paper | Year |")
    (True, False)
    """
    columns = _find_columns(_read_header(line)) if len(line) <= _HEADER_LENGTH else {}
    return Column.NAME in columns and len(columns) > 1


def is_dataset_table(line: str) -> bool:
    """Tell whether a line heads a table of datasets in a list whose other tables hold papers: no column is one of papers, titles or names of people.

    >>> is_dataset_table("| Dataset | Year | Hours |"), is_dataset_table("| Dataset | Paper | Year |"), is_dataset_table("| Name | Year |")
    (True, False, False)
    """
    if not is_dataset_header(line):
        return False
    header = _read_header(line)
    columns = _find_columns(header)
    is_certain = "dataset" in header[columns[Column.NAME]] or len(_OF_DATASETS.intersection(columns)) > 1
    return is_certain and not is_header_of_papers(line)


def is_header_of_papers(line: str) -> bool:
    """Tell whether a line heads a table with a column of papers, titles or names of people.

    >>> is_header_of_papers("| **Name** | **Paper** | **Year** |"), is_header_of_papers("| Name | Year |")
    (True, False)
    """
    return any(field_of_header(name) in _OF_PAPERS or name in _PAPERS for name in _read_header(line))


def _read_header(line: str) -> list[str]:
    return [plain_text(cell).lower() for cell in split_cells(line)]


def _find_columns(header: list[str]) -> dict[Column, int]:
    """Return the first place of each column."""
    words = read_words("dataset_columns")
    return {Column(words[name]): index for index, name in reversed(list(enumerate(header))) if name in words}


def read_table(
    lines: tuple[str, ...], first_line: int, heading: tuple[str, ...], definitions: Definitions
) -> tuple[list[DatasetRow], list[Diagnostic]] | None:
    """Return the rows and diagnostics of a dataset table, or None for a table of something else.

    `first_line` is the number of the header's line. Columns are known by their headers, in any order.
    """
    header = _read_header(lines[0])
    columns = _find_columns(header)
    if Column.NAME not in columns or len(columns) < 2:
        return None
    rows: list[DatasetRow] = []
    diagnostics: list[Diagnostic] = []
    for index, cell in enumerate(_locate_cells(lines[0])):
        if cell.string and index not in columns.values():
            span = Span(first_line, cell.span[0] + 1, first_line, cell.span[1] + 1)
            diagnostics.append(Diagnostic(span, "AVG309", f"no column is called {header[index]!r}; what stands under it is not read"))
    bare = lines[0].rstrip()
    if not bare.endswith("|") and bare.lstrip().startswith("|"):
        end = Span(first_line, len(bare) + 1, first_line, len(bare) + 1)
        diagnostics.append(Diagnostic(end, "AVG301", "the table's header lacks its last bar (|)", (Fix(end, " |"),)))
    for number, line in enumerate(lines[2:], first_line + 2):
        cells = _locate_cells(line)
        if len(cells) > len(header):
            message = f"the row has {len(cells)} cells under {len(header)} headers; escape a bar within a cell as \\|"
            diagnostics.append(Diagnostic(line_span(line, number), "AVG302", message))
        values = {column: cells[index] for column, index in columns.items() if index < len(cells)}
        row = _Row(values, line, number, definitions)
        row.report_unread([(header[index], cell) for index, cell in enumerate(cells[: len(header)]) if index not in columns.values()])
        listed = row.read(heading)
        diagnostics += row.diagnostics
        if listed is not None:
            rows.append(listed)
    return rows, diagnostics


class _Row:
    """Reads one row, and holds what cannot be read."""

    def __init__(self, cells: dict[Column, LocatedText], line: str, number: int, definitions: Definitions) -> None:
        # Columns of lists part what stands on lines of its own.
        self.cells = {column: cell.sub(BREAK, ", " if column in _LISTS else " ") for column, cell in cells.items()}
        self.definitions = definitions
        self.line = line
        self.number = number
        self.diagnostics: list[Diagnostic] = []

    def read(self, heading: tuple[str, ...]) -> DatasetRow | None:
        name_cell = self.cells.get(Column.NAME, LocatedText.at("", 0))
        link, printed = self._read_name(name_cell)
        names = tuple(name for name in _LIST.split(printed) if name and not is_nothing(name))
        if not names:
            span = line_span(self.line, self.number)
            self.diagnostics.append(Diagnostic(span, "AVG303", "the row names no dataset; its first cell is empty"))
            return None
        years = _read_years(self._text(Column.YEAR), len(names))
        if years is None:
            self._unreadable(Column.YEAR, f"one year, or {len(names)} years parted by commas")
            years = (None,) * len(names)
        count, count_is_bound = _read_count(self._text(Column.VIDEOS))
        if count is None and self._text(Column.VIDEOS):
            self._unreadable(Column.VIDEOS, "a number such as 306,245, 200k+ or -")
        hours, hours_is_bound = _read_hours(self._text(Column.LENGTH))
        if hours is None and self._text(Column.LENGTH):
            self._unreadable(Column.LENGTH, "a length such as 38.5h, 800h+ or -")
        url = None
        if link and link.url:
            url = Mention(link.url, *(link.definition.span if link.definition else self._span(name_cell.cut(*link.url_span))))
        tasks = tuple(Mention(form, *self._span(task)) for form, task in _read_tasks(self._plain(Column.TASK)))
        return DatasetRow(
            names, years, url, count, hours, count_is_bound or hours_is_bound,
            self._text(Column.FORM), self._text(Column.SOURCE), tasks, heading, self.number,
        )  # fmt: skip

    def report_unread(self, cells: list[tuple[str, LocatedText]]) -> None:
        """Report what stands in `cells`, each under a header that no column has."""
        filled = [(header, cell) for header, cell in cells if cell.string and not is_nothing(cell.string)]
        if filled:
            columns = ", ".join(repr(header) for header, _ in filled)
            span = self._span(filled[0][1])._replace(end_column=self._span(filled[-1][1]).end_column)
            self.diagnostics.append(Diagnostic(span, "AVG309", f"what stands under {columns} is not read"))

    def _read_name(self, cell: LocatedText) -> tuple[Link | None, str]:
        """Return the first link of the first cell, and the text that holds the names."""
        link = find_link(cell.string, 0, len(cell.string), self.definitions)
        if link is None:
            return None, plain_text(cell.string)
        rest = cell.string[: link.start] + cell.string[link.end :]
        if _LIST.search(rest.strip(" *_")):
            return link, locate_field_text(cell).string
        if any(map(str.isalnum, plain_text(rest))):
            self.diagnostics.append(Diagnostic(self._span(cell), "AVG309", f"beside the link, {plain_text(rest)!r} is not read"))
        return link, link.text

    def _plain(self, column: Column) -> LocatedText:
        """Return the plain text of a cell, empty where it says that there is nothing to say."""
        cell = self.cells.get(column)
        locate = locate_cell_text if column in (Column.FORM, Column.SOURCE) else locate_field_text
        value = locate(cell).fold_spaces() if cell else LocatedText.at("", 0)
        return value.cut(0, 0) if is_nothing(value.string) else value

    def _text(self, column: Column) -> str | None:
        return self._plain(column).string or None

    def _span(self, text: LocatedText) -> Span:
        start, end = text.span
        return Span(self.number, start + 1, self.number, end + 1)

    def _unreadable(self, column: Column, expected: str) -> None:
        message = f"{column.value} {self._text(column)!r} cannot be read; write {expected}"
        self.diagnostics.append(Diagnostic(self._span(self._plain(column)), "AVG304", message))


def _read_years(text: str | None, names: int) -> tuple[int | None, ...] | None:
    if text is None:
        return (None,) * names
    parts = [part for part in _LIST.split(text) if part]
    if not all(re.fullmatch(r"(?:19|20)\d\d", part) for part in parts) or len(parts) not in (1, names):
        return None
    return tuple(int(part) for part in (parts * names if len(parts) == 1 else parts))


def _read_count(text: str | None) -> tuple[int | None, bool]:
    match = _NUMBER.match(text or "")
    if match is None or len(match["digits"]) > _MOST_DIGITS:
        return None, False
    try:
        number = Decimal(re.sub(r"[^\d.]", "", match["digits"])) * _SCALES.get((match["scale"] or "").lower(), 1)
    except InvalidOperation:
        return None, False
    is_whole = number <= LARGEST_NUMBER and number == number.to_integral_value()
    return (int(number) if is_whole else None), match["more"] is not None


def _read_hours(text: str | None) -> tuple[str | None, bool]:
    match = _LENGTH.match(text or "")
    if match is None or len(match["digits"]) > _MOST_DIGITS:
        return None, False
    seconds = Decimal(match["digits"].replace(",", "")) * (1000 if match["scale"] else 1) * _UNIT_SECONDS[(match["unit"] or "h")[0].lower()]
    if seconds > LARGEST_NUMBER:
        return None, False
    return canonical_decimal((seconds / 3600).quantize(Decimal("0.0001"))), bool(match["more"] or match["early"])


def _read_tasks(text: LocatedText) -> Iterator[tuple[str, LocatedText]]:
    """Yield the tasks of a cell and where each is printed; ``A-related, B-related tasks`` complete each other.

    >>> [form for form, _ in _read_tasks(LocatedText.at("Speech-related, face-related tasks", 0))]
    ['Speech-related tasks', 'face-related tasks']
    """
    noun = ""
    completed = []
    for part in reversed([part for part in text.split(_TASK_SEPARATOR) if part.string]):
        match = re.search(r"-related(\s+\w+)$", part.string)
        if match:
            noun = match[1]
        completed.append((part.string + noun if part.string.endswith("-related") else part.string, part))
    yield from reversed(completed)
