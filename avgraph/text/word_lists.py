"""Load lists of words from TOML."""

from pathlib import Path
from typing import Any


def read_word_lists(path: Path) -> dict[str, Any]:
    """Return the lists of a file as sets, and its tables as they are."""
    import tomllib

    lists = tomllib.loads(path.read_text(encoding="utf-8"))
    return {key: value if isinstance(value, dict) else frozenset(split_words(value)) for key, value in lists.items()}


def split_words(text: str) -> list[str]:
    """Return the words of a list, which stand in one literal text parted by commas: arrays of thousands of texts are slowly read.

    >>> split_words("ann arbor, boston, new york")
    ['ann arbor', 'boston', 'new york']
    """
    return [item for item in map(str.strip, text.replace("\n", " ").split(",")) if item]
