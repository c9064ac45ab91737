"""Turn CSV, TSV and their like into records, a row each, under the header that names the columns."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from avgraph.reading.headers import field_of_header
from avgraph.reading.structured.nodes import FileContent, FileRecord, FileSyntaxError, Scalar

DELIMITERS = {",": "comma", "\t": "tab", ";": "semicolon", "|": "bar"}
_LARGEST_CELL = 1 << 20
_MOST_REPAIRS = 100
"""Quotes that are opened and never closed in a file that is still read."""
_SAMPLE = 50
"""Rows from which the delimiter is told."""
_HEADER_ROWS = 10
"""Among so many rows at the start the header is looked for: titles and notes can stand above it."""
_ADDRESS = re.compile(r"https?://|www\.")


def parse_delimited(text: str, delimiter: str | None = None) -> FileContent:
    r"""Return the rows as records. Raises FileSyntaxError for a cell that is too long.

    >>> record = parse_delimited("title;year\nOn Bells;2021").records[0]
    >>> [(key, value.text) for key, value in record.pairs]
    [('title', 'On Bells'), ('year', '2021')]
    """
    lines = text.split("\n")
    delimiter = delimiter or find_delimiter(lines[:_SAMPLE])
    rows = list(_rows(lines, delimiter))
    place, header = find_header([row for _, _, row, _ in rows[:_HEADER_ROWS]])
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    content = FileContent([], form=f"table rows parted by {DELIMITERS.get(delimiter, repr(delimiter))}s")
    for number, (first, last, cells, problem) in enumerate(rows):
        start, end = starts[first], max(starts[first], starts[last] - 1)
        if number <= place and header is not None and not problem:
            content.comments.append((start, end))
        elif problem or any(cell.strip() for cell in cells):
            names = header or [f"column {column}" for column in range(1, len(cells) + 1)]
            names = [*names, *(f"column {column}" for column in range(len(names) + 1, len(cells) + 1))]
            pairs = [(name, Scalar(cell.strip(), start, end)) for name, cell in zip(names, cells, strict=False) if cell.strip()]
            content.records.append(FileRecord(list(pairs), start, end, problem=problem))
    return content


def find_delimiter(lines: Sequence[str]) -> str:
    """Return what parts the cells: what the header's words stand between, else what most rows have equally often.

    >>> find_delimiter(["Title;Authors, all;Year", "On Bells;Byron, Ada;2021"])
    ';'
    """
    rows = [line for line in lines if line.strip()]
    bare = [re.sub(r'"[^"]*"', "", row) for row in rows]

    def rank(delimiter: str) -> tuple[int, float, int]:
        known = max((_known(row.split(delimiter)) for row in rows[:_HEADER_ROWS]), default=0)
        counts = Counter(row.count(delimiter) for row in bare)
        count, often = max(counts.items(), key=lambda each: (each[1], each[0]), default=(0, 0))
        return known if count else 0, often / len(rows) if count and rows else 0.0, count

    return max(DELIMITERS, key=rank)


def _known(cells: Sequence[str]) -> int:
    """Return how many cells of a row are headers of different fields."""
    return len({name for cell in cells if (name := field_of_header(cell.strip(' "\ufeff'))) is not None})


def find_header(rows: Sequence[Sequence[str]]) -> tuple[int, list[str] | None]:
    """Return which row is the header, and its cells; the first that names most fields, or the first row where none does and it looks like one."""
    counts = [_known(row) for row in rows]
    if not rows:
        return 0, None
    best = max(counts)
    if best > 1 or (best == 1 and counts[0] == 1):
        place = counts.index(best)
        return place, [cell.strip() for cell in rows[place]]
    first = [cell.strip() for cell in rows[0]]
    is_header = len(set(first)) == len(first) and all(cell and len(cell) <= 30 and not _ADDRESS.search(cell) for cell in first)
    return (0, first) if is_header and not any(cell.isdigit() for cell in first) else (-1, None)


def _rows(lines: list[str], delimiter: str) -> Iterator[tuple[int, int, list[str], str]]:
    """Yield first line, line after the last, cells and problem of each row; lines count from 0."""
    start = 0
    repairs = 0
    while start < len(lines):
        first, last_row = start, None
        for last, cells in _read(lines, start, delimiter):
            if last_row is not None:
                yield last_row
            last_row = (first, last, cells, "")
            first = last
        if last_row is None:
            return
        start = len(lines)
        if last_row[1] - last_row[0] > 1 and _is_open(lines[last_row[0] : last_row[1]], delimiter):
            repairs += 1
            if repairs > _MOST_REPAIRS:
                raise FileSyntaxError(last_row[0] + 1, "a quote is opened and never closed, as in many lines before")
            yield last_row[0], last_row[0] + 1, [], "a quote is opened and never closed"
            start = last_row[0] + 1
        else:
            yield last_row


def _read(lines: list[str], start: int, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    # The limit holds for the process: it is set for each row, as others may set it too.
    before = csv.field_size_limit(_LARGEST_CELL)
    reader = csv.reader((f"{lines[place]}\n" for place in range(start, len(lines))), delimiter=delimiter, skipinitialspace=True)
    try:
        for cells in reader:
            yield start + reader.line_num, cells
    except csv.Error as error:
        raise FileSyntaxError(start + reader.line_num, f"{error}; is a quote opened and not closed?") from None
    finally:
        csv.field_size_limit(before)


def _is_open(lines: Sequence[str], delimiter: str) -> bool:
    """Tell whether the last cell of a row ends with the file and not with a quote."""
    try:
        for _ in csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, skipinitialspace=True, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False
