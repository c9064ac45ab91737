"""Tell the titles of surveys that begin as the names of journals do."""

import re

from avgraph.reading.fields.venues import is_listed_venue

_ADVANCES = re.compile(r"Advances in (?!.*\b(?:Computing|Cryptology|Information Processing|Research|Systems)\b)[A-Z][\w -]{3,60}\.?")
"""``Advances in Ringing``, a survey more often than a journal."""


def is_on_advances(text: str) -> bool:
    """Tell whether a text is the title of a survey although it begins as journals do.

    >>> is_on_advances("Advances in Ringing"), is_on_advances("Advances in Physics"), is_on_advances("Advances in Cryptology")
    (True, False, False)
    """
    return _ADVANCES.fullmatch(text) is not None and not is_listed_venue(text)
