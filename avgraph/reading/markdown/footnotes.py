"""Read the marks of footnotes that tie names to institutions."""

import re
import unicodedata

from avgraph.reading.markdown.located import LocatedText

SUPERSCRIPTS = r"\u00aa\u00b2\u00b3\u00b9\u00ba\u02b0-\u02b8\u02e0-\u02e4\u1d2c-\u1d6a\u2070-\u209c\u2460-\u24ff\u2776-\u2793"
"""Characters that are printed raised or in circles, as a class of a pattern."""
RAISED, RAISED_END = "\ue000", "\ue001"
"""Stand around the text of a footnote mark, so that it is told from the name before it; the first alone stands for a whole mark."""
MARKS = re.compile(rf"{RAISED}[^{RAISED_END}]*{RAISED_END}")
"""A mark in a text."""
_ONE_MARK = re.compile(r"\d+|[^\W\d_]|[^\w\s,;.\ufe0f]")


def read_marks(text: str) -> list[str]:
    """Return the single marks of a footnote: numbers, letters, symbols.

    >>> read_marks("1,2*"), read_marks("\u00b9\u2020")
    (['1', '2', '*'], ['1', '\u2020'])
    """
    return _ONE_MARK.findall(unicodedata.normalize("NFKC", text))


def without_marks(text: LocatedText) -> str:
    """Return a text without its footnote marks, on one line."""
    return " ".join(MARKS.sub("", text.string).split())
