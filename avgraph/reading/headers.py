"""Tell which field of an entry the header of a column, or the key of a record, names."""

import re
from functools import lru_cache

from avgraph.reading.words import WORDS, load_words

_NO_LETTER = re.compile(r"[\W_]+")
_IN_BRACKETS = re.compile(r"(?<=\w)\s*[(\[（【].*[)\]）】]\s*$")

_AND = re.compile(r"\s*(?:[&+/]|\band\b)\s*", re.IGNORECASE)


def fold_header(text: str) -> str:
    """Return a header as it is compared: letters and digits alone, whatever their case.

    >>> fold_header("Paper_Title"), fold_header("paperTitle")
    ('papertitle', 'papertitle')
    """
    return _NO_LETTER.sub("", text.casefold())


_LABELS = {name: WORDS["labels"][name] for name in ("authors", "institutions")}
_FIELDS = {fold_header(word): name for lists in (_LABELS, load_words("headers")) for name, words in lists.items() for word in words}


@lru_cache(maxsize=1 << 12)
def field_of_header(text: str) -> str | None:
    """Return the name of the field that a header names, as ``headers.toml`` has it; None where it names none.

    >>> field_of_header("**Paper Title**"), field_of_header("作者"), field_of_header("Venue (year)"), field_of_header("Batch size")
    ('title', 'authors', 'venue', None)
    """
    bare = _IN_BRACKETS.sub("", text[:200]) if text.rstrip().endswith((")", "]", "）", "】")) else text
    field = _FIELDS.get(fold_header(text[:200])) or _FIELDS.get(fold_header(bare))
    first = _AND.split(bare, maxsplit=1)[0] if field is None else bare
    return "title" if first != bare and _FIELDS.get(fold_header(first)) == "title" else field
