"""Turn the lines of a dataset table into dataset rows."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from avgraph.model.entries import DatasetRow
from avgraph.model.rules import Diagnostic, Severity
from avgraph.reading.inline import field_text, find_link, plain_text
from avgraph.text.numerals import LARGEST_NUMBER, canonical_decimal


class Column(StrEnum):
    """What a column of a dataset table holds."""

    NAME = "name"
    YEAR = "year"
    VIDEOS = "videos"
    LENGTH = "length"
    FORM = "data form"
    SOURCE = "video source"
    TASK = "task"


COLUMNS: dict[str, Column] = {
    "dataset": Column.NAME, "datasets": Column.NAME, "name": Column.NAME, "dataset name": Column.NAME,
    "year": Column.YEAR, "years": Column.YEAR,
    "videos": Column.VIDEOS, "video": Column.VIDEOS, "clips": Column.VIDEOS, "# videos": Column.VIDEOS, "#videos": Column.VIDEOS,
    "number of videos": Column.VIDEOS, "num. videos": Column.VIDEOS, "size": Column.VIDEOS,
    "length": Column.LENGTH, "duration": Column.LENGTH, "hours": Column.LENGTH, "total length": Column.LENGTH,
    "data form": Column.FORM, "form": Column.FORM, "data type": Column.FORM, "modality": Column.FORM, "modalities": Column.FORM,
    "video source": Column.SOURCE, "source": Column.SOURCE, "data source": Column.SOURCE,
    "task": Column.TASK, "tasks": Column.TASK,
}  # fmt: skip
"""Every header a dataset table may use, in lower case, and the column it names."""

_SPACES = re.compile(r"\s+")
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
_MOST_DIGITS = 15
_NOTHING = frozenset(("", "-", "--", "\u2013", "\u2014", "n/a", "na", "none", "/", "?", "unknown"))


def split_cells(line: str) -> list[str]:
    r"""Return the cells of one table row; bars at the ends may be missing, ``\|`` is text.

    >>> split_cells(r"| a | b\|c |")
    ['a', 'b|c']
    """
    text = line.strip()
    text = text.removeprefix("|")
    if text.endswith("|") and not text.endswith("\\|"):
        text = text[:-1]
    return [cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", text)]


def read_table(lines: tuple[str, ...], first_line: int, heading: tuple[str, ...]) -> tuple[list[DatasetRow], list[Diagnostic]] | None:
    """Return the rows and diagnostics of a dataset table, or None for a table of something else.

    `first_line` is the number of the header's line. Columns are known by their headers, in any order.
    """
    header = [plain_text(cell).lower() for cell in split_cells(lines[0])]
    columns = {COLUMNS[name]: index for index, name in reversed(list(enumerate(header))) if name in COLUMNS}
    if Column.NAME not in columns or len(columns) < 2:
        return None
    rows: list[DatasetRow] = []
    diagnostics: list[Diagnostic] = []
    if not lines[0].rstrip().endswith("|") and lines[0].lstrip().startswith("|"):
        diagnostics.append(Diagnostic(first_line, "AVG301", Severity.WARNING, "the table's header lacks its last bar (|)"))
    for offset, line in enumerate(lines[2:], 2):
        cells = split_cells(line)
        if len(cells) > len(header):
            message = f"the row has {len(cells)} cells under {len(header)} headers; escape a bar within a cell as \\|"
            diagnostics.append(Diagnostic(first_line + offset, "AVG302", Severity.WARNING, message))
        values = {column: cells[index] if index < len(cells) else "" for column, index in columns.items()}
        row, found = _read_row(values, first_line + offset, heading)
        diagnostics += found
        if row is not None:
            rows.append(row)
    return rows, diagnostics


def _read_row(cells: dict[Column, str], line: int, heading: tuple[str, ...]) -> tuple[DatasetRow | None, list[Diagnostic]]:
    diagnostics: list[Diagnostic] = []
    name_cell = cells[Column.NAME]
    link = find_link(name_cell, 0, len(name_cell))
    printed = link.text if link else plain_text(name_cell)
    names = tuple(name for name in _LIST.split(printed) if name)
    if not names:
        return None, [Diagnostic(line, "AVG303", Severity.ERROR, "the row names no dataset; its first cell is empty")]

    def text(column: Column) -> str | None:
        value = _SPACES.sub(" ", field_text(cells.get(column, ""))).strip()
        return None if value.lower() in _NOTHING else value

    def unread(column: Column, wanted: str) -> None:
        message = f"{column.value} {text(column)!r} cannot be read; write {wanted}"
        diagnostics.append(Diagnostic(line, "AVG304", Severity.WARNING, message))

    years = _read_years(text(Column.YEAR), len(names))
    if years is None:
        unread(Column.YEAR, f"one year, or {len(names)} years parted by commas")
        years = (None,) * len(names)
    count, count_is_bound = _read_count(text(Column.VIDEOS))
    if count is None and text(Column.VIDEOS):
        unread(Column.VIDEOS, "a number such as 306,245, 200k+ or -")
    hours, hours_is_bound = _read_hours(text(Column.LENGTH))
    if hours is None and text(Column.LENGTH):
        unread(Column.LENGTH, "a length such as 38.5h, 800h+ or -")
    row = DatasetRow(
        names, years, link.url if link and link.url else None, count, hours, count_is_bound or hours_is_bound,
        text(Column.FORM), text(Column.SOURCE), tuple(_read_tasks(text(Column.TASK) or "")), heading, line,
    )  # fmt: skip
    return row, diagnostics


def _read_years(text: str | None, names: int) -> tuple[int | None, ...] | None:
    if text is None:
        return (None,) * names
    parts = [part for part in _LIST.split(text) if part]
    if not all(re.fullmatch(r"(?:19|20)\d\d", part) for part in parts) or len(parts) not in (1, names):
        return None
    return tuple(int(part) for part in (parts * names if len(parts) == 1 else parts))


def _read_count(text: str | None) -> tuple[int | None, bool]:
    found = _NUMBER.match(text or "")
    if found is None or len(found["digits"]) > _MOST_DIGITS:
        return None, False
    try:
        number = Decimal(re.sub(r"[^\d.]", "", found["digits"])) * _SCALES.get((found["scale"] or "").lower(), 1)
    except InvalidOperation:
        return None, False
    is_whole = number <= LARGEST_NUMBER and number == number.to_integral_value()
    return (int(number) if is_whole else None), found["more"] is not None


def _read_hours(text: str | None) -> tuple[str | None, bool]:
    found = _LENGTH.match(text or "")
    if found is None or len(found["digits"]) > _MOST_DIGITS:
        return None, False
    seconds = Decimal(found["digits"].replace(",", "")) * (1000 if found["scale"] else 1) * _UNIT_SECONDS[(found["unit"] or "h")[0].lower()]
    if seconds > LARGEST_NUMBER:
        return None, False
    return canonical_decimal((seconds / 3600).quantize(Decimal("0.0001"))), bool(found["more"] or found["early"])


def _read_tasks(text: str) -> Iterator[str]:
    """Yield the tasks of a cell; ``A-related, B-related tasks`` complete each other.

    >>> list(_read_tasks("Speech-related, face-related tasks"))
    ['Speech-related tasks', 'face-related tasks']
    """
    parts = [part for part in re.split(r"\s*[,;\uff0c\uff1b]\s*", text) if part]
    noun = ""
    completed = []
    for part in reversed(parts):
        found = re.search(r"-related(\s+\w+)$", part)
        if found:
            noun = found[1]
        completed.append(part + noun if part.endswith("-related") else part)
    yield from reversed(completed)
