"""Dates and numbers as XML Schema has them."""

import re
from datetime import date
from decimal import Decimal

_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)

LARGEST_NUMBER = 2**53 - 1
"""What every format and every reader of JSON keeps as a whole number (RFC 8259)."""


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


def canonical_decimal(number: Decimal) -> str:
    """Return a number in the canonical form of xsd:decimal (XML Schema 1.0), which always has a point.

    >>> canonical_decimal(Decimal("800")), canonical_decimal(Decimal("38.50"))
    ('800.0', '38.5')
    """
    text = f"{number.normalize():f}"
    return text if "." in text else f"{text}.0"
