"""Print results: tables for people, JSON for programs."""

import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console


def console() -> "Console":
    """Return the terminal; piped output is as wide as its content and without colour."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else 120
    return Console(width=width, highlight=False, emoji=False, markup=False, soft_wrap=False)


def print_json(value: Any) -> None:
    """Print a value as JSON in UTF-8, whatever the locale."""
    print_bytes(json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n")


def print_bytes(content: bytes) -> None:
    """Print bytes as they are, whatever the locale."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def visible(text: str) -> str:
    """Return text with marks that turn the direction of a terminal's line written as escapes."""
    return "".join(f"\\u{ord(char):04x}" if char in _DIRECTION_MARKS else char for char in text)


_DIRECTION_MARKS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")
