"""Cut a table into cells with the header of their column, each with its place."""

import re

from avgraph.reading.markdown.raw_blocks import Definitions
from avgraph.reading.markdown.runs import Row, join_runs
from avgraph.reading.markdown.scan import scan_runs
from avgraph.reading.markdown.structure import Part, Structure

_CELL_END = re.compile(r"\\.|\|")


def table_rows(structure: Structure, part: Part, definitions: Definitions) -> tuple[tuple[str, ...], list[tuple[int, list[Row]]]]:
    """Return the headers of a table, and for each row the index of its line and its cells."""
    headers = [join_runs(scan_runs(structure.text, *cell, definitions)).fold_spaces().string for cell in _cells(structure, part.first)]
    rows = []
    for line in range(part.first + 2, part.last + 1):
        cells = [
            Row(scan_runs(structure.text, *cell, definitions), 0, headers[column] if column < len(headers) else "", line + 1, line + 1)
            for column, cell in enumerate(_cells(structure, line))
        ]
        rows.append((line, cells))
    return tuple(headers), rows


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
