"""Lay out rows as aligned text for a terminal, with control characters made visible."""

import unicodedata
from collections.abc import Sequence
from typing import Any

_DIRECTION_MARKS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")


def visible(text: str) -> str:
    """Return text with control characters, and marks that turn the direction of a terminal's line, written as escapes."""
    if text.isprintable():
        return text
    return "".join(
        _escaped(char) if char in _DIRECTION_MARKS or unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") else char for char in text
    )


def _escaped(char: str) -> str:
    return char if char in "\n\t" else f"\\u{ord(char):04x}"


def lay_out(columns: Sequence[str], rows: Sequence[Sequence[Any]], width: int | None = None) -> str:
    """Return rows as aligned text, numbers to the right, folded to the `width` of a terminal where one is given.

    Thousands of rows are laid out in milliseconds, which a rich table needs a second for.
    """
    cells = [["" if cell is None else f"{cell:.3f}" if isinstance(cell, float) else visible(str(cell)) for cell in row] for row in rows]
    is_number = [bool(rows) and all(isinstance(row[place], int | float) for row in rows) for place in range(len(columns))]
    table = [[" ".join(cell.split()) if "\n" in cell else cell for cell in row] for row in (list(columns), *cells)]
    widths = [max(map(_width, column)) for column in zip(*table, strict=True)]
    if width is not None:
        _shrink(widths, width - 2 * (len(widths) - 1))
    lines = []
    for row in table:
        folded = [_fold(cell, room) for cell, room in zip(row, widths, strict=True)]
        for number in range(max(map(len, folded))):
            parts = []
            for pieces, room, goes_right in zip(folded, widths, is_number, strict=True):
                piece = pieces[number] if number < len(pieces) else ""
                blank = " " * (room - _width(piece))
                parts.append(blank + piece if goes_right else piece + blank)
            lines.append("  ".join(parts).rstrip() + "\n")
    return "".join(lines)


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
