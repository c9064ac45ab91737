"""Write numbers as XML Schema has them."""

from decimal import Decimal

LARGEST_NUMBER = 2**53 - 1
"""What every format and every reader of JSON keeps as a whole number (RFC 8259)."""


def canonical_decimal(number: Decimal) -> str:
    """Return a number in the canonical form of xsd:decimal (XML Schema 1.0), which always has a point.

    >>> canonical_decimal(Decimal("800")), canonical_decimal(Decimal("38.50"))
    ('800.0', '38.5')
    """
    text = f"{number.normalize():f}"
    return text if "." in text else f"{text}.0"
