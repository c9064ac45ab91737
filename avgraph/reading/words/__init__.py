"""Load the words by which a list is read (``reading.toml``)."""

import tomllib
from pathlib import Path
from typing import Any

WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("reading.toml").read_text(encoding="utf-8"))
"""The lists of the file, described there."""
NOTHING_SAID = frozenset(WORDS["nothing"])


def is_nothing(text: str) -> bool:
    """Tell whether a whole value says that there is nothing to say.

    >>> is_nothing("TBD"), is_nothing("N/A."), is_nothing("Nan Na")
    (True, True, False)
    """
    bare = text.strip(" \t()[]*_").casefold()
    return bare in NOTHING_SAID or bare.rstrip(".") in NOTHING_SAID
