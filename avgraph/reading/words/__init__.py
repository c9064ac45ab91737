"""Load the words by which a list is read: one file of lists of words a subject (``reading.toml``, …)."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def load_words(subject: str) -> dict[str, Any]:
    """Return the lists of words of a file of this folder, which describes them; `subject` is its name without ``.toml``."""
    return tomllib.loads(Path(__file__).with_name(f"{subject}.toml").read_text(encoding="utf-8"))


WORDS = load_words("reading")
"""The lists of ``reading.toml``."""
NOTHING_SAID = frozenset(WORDS["nothing"])


def is_nothing(text: str) -> bool:
    """Tell whether a whole value says that there is nothing to say.

    >>> is_nothing("TBD"), is_nothing("N/A."), is_nothing("Nan Na")
    (True, True, False)
    """
    bare = text.strip(" \t()[]*_").casefold()
    return bare in NOTHING_SAID or bare.rstrip(".") in NOTHING_SAID
