"""Colour nodes as the page does, whose script has the palette, and size them."""

import json
import math
import re
from functools import cache
from pathlib import Path

_SCRIPT = Path(__file__).parent / "assets" / "colours.js"


@cache
def _constant(name: str) -> tuple[str, ...]:
    """Return a constant of the script, a text or a list of texts."""
    match = re.search(rf"^(?:export )?const {name} = (.*);$", _SCRIPT.read_text(encoding="utf-8"), re.MULTILINE)
    value = json.loads(match[1]) if match else []
    return (value,) if isinstance(value, str) else tuple(value)


def radius_of(papers: int) -> float:
    """Return the radius of a node in page units: its area grows with its papers."""
    return 0.4 + 3.4 * math.sqrt(max(papers, 1))


def colour_of(group: str | int) -> str:
    """Return the colour of a type of nodes, or of a community by its number, as ``#rrggbb``.

    >>> colour_of("Author"), colour_of(0), colour_of(99)
    ('#0072b2', '#0072b2', '#9aa3ad')
    """
    palette, types = _constant("PALETTE"), _constant("TYPES")
    number = group if isinstance(group, int) else types.index(group) if group in types else 0
    return palette[number] if number < len(palette) else _constant("REST")[0]
