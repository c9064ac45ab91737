"""Dates as ISO 8601 writes them: a day or a month."""

import re
from datetime import date

_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def date_datatype(text: str) -> str | None:
    """Return the local name of the XML Schema datatype of a date: ``date`` of a day, ``gYearMonth`` of a month, None of what is neither.

    >>> date_datatype("2023-05-30"), date_datatype("2023-05"), date_datatype("2023-02-30"), date_datatype("2023")
    ('date', 'gYearMonth', None, None)
    """
    if _MONTH.fullmatch(text):
        return "gYearMonth"
    if not _DAY.fullmatch(text):
        return None
    try:
        date.fromisoformat(text)
    except ValueError:
        return None
    return "date"


def is_date(text: str) -> bool:
    """Tell whether a text is a day or a month."""
    return date_datatype(text) is not None
