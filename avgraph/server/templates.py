"""Fill the HTML files of the assets."""

import re
from collections.abc import Mapping
from html import escape
from pathlib import Path

ASSETS = Path(__file__).parent / "assets"
_REVERSING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def fill(name: str, parts: Mapping[str, str]) -> str:
    """Return a page of the assets with its places, ``{{ name }}``, filled with HTML; ``finding`` is the search that every page has."""
    given = {"finding": _read("finding.html"), **parts}
    first, *pieces = _read(name).split("{{")
    filled = [first]
    for piece in pieces:
        place, _, rest = piece.partition("}}")
        filled += [given[place.strip()], rest]
    return "".join(filled)


def escaped(text: str) -> str:
    """Return text as HTML.

    Half a surrogate pair, which has no bytes, becomes a question mark; a character that reorders what stands around it,
    with which a label could pass for another, is named.
    """
    named = _REVERSING.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)
    return escape(named.encode("utf-8", "replace").decode("utf-8"))


def _read(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")
