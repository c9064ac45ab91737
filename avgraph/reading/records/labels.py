"""Find the label that opens a row: ``Authors:``, ``Paper:``, ``TLDR:``."""

import re
from functools import lru_cache

from avgraph.reading.fields.headers import field_of_header
from avgraph.reading.fields.links import is_link_word
from avgraph.reading.records.row_text import RowText

_LABEL = re.compile(r"(?:[^\w\"\u201c]|_)*(?P<label>[^\W\d_][^:\uff1a\n\[\]|]{0,30}?)\s*(?:[:\uff1a]|\s[-\u2013]\s)(?!//)")


@lru_cache(maxsize=1 << 12)
def text_label(text: str) -> str | None:
    """Return the field that the label at the start of a text names, as ``headers.toml`` has it; ``link`` for words of links; else None.

    >>> text_label("\U0001f3db\ufe0f Institutions: X"), text_label("Code: here"), text_label("A loss: it works")
    ('institutions', 'code', None)
    """
    found = _LABEL.match(text)
    if found is None:
        return None
    label = found["label"].strip(" *_`")
    field = field_of_header(label)
    if field is not None and field not in ("name", "records"):
        return field
    return "link" if is_link_word(label) and (label[1:].islower() or label.isupper()) else None


def row_label(row: RowText) -> str | None:
    """Return the field that the label at the start of a row names; a colon in the text of a link makes no label."""
    label = text_label(row.text[:80])
    if label is None:
        return None
    end = label_end(row.text)
    index = row.run_at(end - 1)
    return None if row.runs[index].is_link and row.bounds[index + 1] > end else label


def label_end(text: str) -> int:
    """Return where the text of a row starts after its label."""
    found = _LABEL.match(text)
    return found.end() if found else 0
