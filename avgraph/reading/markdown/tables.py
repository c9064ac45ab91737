"""Cut a table into cells with the header of their column, each with its place."""

import re
from bisect import bisect_right
from typing import NamedTuple

from avgraph.model.entries import LinkKind
from avgraph.reading.fields.links import link_kind
from avgraph.reading.markdown.raw_blocks import Definitions
from avgraph.reading.markdown.runs import Row, join_runs
from avgraph.reading.markdown.scan import scan_runs
from avgraph.reading.markdown.structure import HTML, Part, Structure

_CELL_END = re.compile(r"\\.|\|")
_TAG = re.compile(r"<(?P<tag>/?(?:tr|td|th))\b(?P<attributes>[^<>]{0,1000})>", re.IGNORECASE)
_SPAN = re.compile(r"\b(?P<name>row|col)span\s*=\s*[\"']?(?P<count>\d{1,3})", re.IGNORECASE)


class TableRow(NamedTuple):
    """The cells of a row of a table, and the indices of its lines."""

    first: int
    last: int
    cells: list[Row]


class _Cell(NamedTuple):
    column: int
    start: int
    end: int
    is_header: bool


def table_rows(structure: Structure, part: Part, definitions: Definitions) -> tuple[tuple[str, ...], list[TableRow]]:
    """Return the headers of a table, and its rows; of a table in HTML a first row of ``<th>`` is the header.

    A first row that links to a paper is none.
    """
    if part.marker == HTML:
        lines = _html_rows(structure, part)
        has_header = bool(lines) and all(cell.is_header for cell in lines[0][2])
    else:
        numbers = (part.first, *range(part.first + 2, part.last + 1))
        lines = [(line, line, [_Cell(column, *cell, False) for column, cell in enumerate(_cells(structure, line))]) for line in numbers]
        has_header = True
    headers: dict[int, str] = {}
    if has_header:
        cells = [(cell.column, scan_runs(structure.text, cell.start, cell.end, definitions)) for cell in lines[0][2]]
        has_header = not any(run.is_link and link_kind(run.target, run.text) is LinkKind.PAPER for _, runs in cells for run in runs)
        headers = {column: join_runs(runs).fold_spaces().string.strip() for column, runs in cells} if has_header else {}
    rows = [
        TableRow(first, last, [_row(structure, cell, headers.get(cell.column, ""), (first, last), definitions) for cell in cells])
        for first, last, cells in lines[has_header:]
    ]
    return tuple(headers[column] for column in sorted(headers)), rows


def _row(structure: Structure, cell: _Cell, header: str, lines: tuple[int, int], definitions: Definitions) -> Row:
    return Row(scan_runs(structure.text, cell.start, cell.end, definitions), 0, header, lines[0] + 1, lines[1] + 1)


def _html_rows(structure: Structure, part: Part) -> list[tuple[int, int, list[_Cell]]]:
    """Return the lines and the cells of each ``<tr>``; a cell over several rows or columns keeps the others in their columns."""
    rows: list[tuple[int, int, list[_Cell]]] = []
    taken: dict[int, int] = {}
    """Columns that a cell of a row above still fills, and for how many rows."""
    column, opened = 0, False
    for match in _TAG.finditer(structure.text, part.start, part.end):
        tag = match["tag"].lower()
        line = bisect_right(structure.starts, match.start()) - 1
        if rows and opened and rows[-1][2]:
            # Whatever comes next, the cell that is open ends there.
            rows[-1][2][-1] = rows[-1][2][-1]._replace(end=match.start())
        if tag == "tr":
            taken = {place: count - 1 for place, count in taken.items() if count > 1} if rows else {}
            rows.append((line, line, []))
            column = 0
        elif rows and tag[0] != "/":
            spans = {span["name"].lower(): int(span["count"]) for span in _SPAN.finditer(match["attributes"])}
            while column in taken:
                column += 1
            rows[-1][2].append(_Cell(column, match.end(), match.end(), tag == "th"))
            for place in range(column, column + max(spans.get("col", 1), 1)):
                if spans.get("row", 1) > 1:
                    taken[place] = spans["row"]
            column += max(spans.get("col", 1), 1)
        opened = tag in ("td", "th")
        if rows:
            rows[-1] = (rows[-1][0], line, rows[-1][2])
    return [row for row in rows if row[2]]


def _cells(structure: Structure, line: int) -> list[tuple[int, int]]:
    """Return where each cell of a row starts and ends in the text of the list."""
    text = structure.lines[line]
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    if text[first : first + 1] == "|":
        first += 1
    cells, start, offset = [], first, structure.starts[line]
    for match in _CELL_END.finditer(text, first, last):
        if match[0] == "|":
            cells.append((offset + start, offset + match.start()))
            start = match.end()
    if text[start:last].strip():
        cells.append((offset + start, offset + last))
    return cells
