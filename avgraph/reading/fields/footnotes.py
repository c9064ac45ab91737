"""Read the marks of footnotes that tie names to institutions."""

import re
import unicodedata

_ONE_MARK = re.compile(r"\d+|[^\W\d_]|[^\w\s,;.\ufe0f]")


def read_marks(text: str) -> list[str]:
    """Return the single marks of a footnote: numbers, letters, symbols.

    >>> read_marks("1,2*"), read_marks("\u00b9\u2020")
    (['1', '2', '*'], ['1', '\u2020'])
    """
    return _ONE_MARK.findall(unicodedata.normalize("NFKC", text))
