"""Fill the HTML files of the assets."""

from collections.abc import Mapping
from html import escape
from pathlib import Path

ASSETS = Path(__file__).parent / "assets"


def fill(name: str, parts: Mapping[str, str]) -> str:
    """Return a page of the assets with its places, ``{{ name }}``, filled with HTML."""
    first, *pieces = (ASSETS / name).read_text(encoding="utf-8").split("{{")
    filled = [first]
    for piece in pieces:
        place, _, rest = piece.partition("}}")
        filled += [parts[place.strip()], rest]
    return "".join(filled)


def escaped(text: str) -> str:
    """Return text as HTML; half a surrogate pair, which has no bytes, becomes a question mark."""
    return escape(text.encode("utf-8", "replace").decode("utf-8"))
