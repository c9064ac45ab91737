"""Lay out rows as aligned text for a terminal, with control characters made visible."""

from collections.abc import Sequence
from typing import Any

from avgraph.text.visible import visible

_WIDEST = 120
"""Cells of a column that is not folded; a longer text does not widen the other rows, so that output grows with its content."""


def lay_out(columns: Sequence[str], rows: Sequence[Sequence[Any]], width: int | None = None) -> str:
    """Return rows as aligned text, numbers to the right, folded to the `width` of a terminal where one is given.

    Thousands of rows are laid out in milliseconds, which a rich table needs a second for.
    """
    cells = [
        ["" if cell is None else f"{cell:.3f}" if isinstance(cell, float) else _on_one_line(str(cell)) for cell in row] for row in rows
    ]
    is_number = [bool(rows) and all(isinstance(row[place], int | float) for row in rows) for place in range(len(columns))]
    table = [list(columns), *cells]
    widths = [max(map(_width, column)) for column in zip(*table, strict=True)]
    if width is None:
        widths = [min(each, _WIDEST) for each in widths]
    else:
        _shrink(widths, width - 2 * (len(widths) - 1))
    lines = []
    for row in table:
        folded = [[cell] if width is None else _fold(cell, room) for cell, room in zip(row, widths, strict=True)]
        for number in range(max(map(len, folded))):
            parts = []
            for pieces, room, goes_right in zip(folded, widths, is_number, strict=True):
                piece = pieces[number] if number < len(pieces) else ""
                blank = " " * (room - _width(piece))
                parts.append(blank + piece if goes_right else piece + blank)
            lines.append("  ".join(parts).rstrip() + "\n")
    return "".join(lines)


def _on_one_line(text: str) -> str:
    return visible(" ".join(text.split()) if "\n" in text else text)


def _shrink(widths: list[int], room: int) -> None:
    """Take from the widest columns until all fit."""
    while sum(widths) > max(room, 6 * len(widths)):
        widths[widths.index(max(widths))] -= 1


def _width(text: str) -> int:
    """Return how many cells of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _fold(text: str, width: int) -> list[str]:
    """Return a text in lines that fit."""
    if _width(text) <= width:
        return [text]
    from rich.cells import chop_cells

    lines, line = [], ""
    for word in text.split(" "):
        if line and _width(f"{line} {word}") <= width:
            line += f" {word}"
            continue
        *whole, last = chop_cells(word, width) or [""]
        lines += [line] if line else []
        lines += whole
        line = last
    return [*lines, line]
