"""Tell whether a short text names an institution: a university, a company, a laboratory, in words or short."""

import re
from functools import lru_cache

from avgraph.reading.fields.organisations import SHORT_NAMES, names_organisation
from avgraph.reading.words import load_words

_WORDS = load_words("venues")
_NOUNS_OF_VENUES = frozenset(_WORDS["strong_nouns"]) | {"thesis", "dissertation", "report"}
_SUBJECTS = frozenset(_WORDS["subjects"])
_WORDS_OF = re.compile(r"[^\W\d_]+")
_CAMPUS = re.compile(r"(?:CU|CUNY|SUNY|TU|UC|UMass|UNC|UT|UW)(?:[\s-][A-Z][a-z]+){1,3}")
"""``UC Berkeley``, ``TU Wien``: a university by its short name and town."""
_LONGEST = 160


def mentions_institution(text: str) -> bool:
    """Tell cheaply whether a text holds a word that institutions have, or a short name of one."""
    return names_organisation(text) or not SHORT_NAMES.isdisjoint(re.findall(r"[\w@]+", text.casefold()))


def is_short_institution(text: str) -> bool:
    """Tell whether a text is made of short names of institutions alone (``CMU & Princeton``)."""
    return all(part in SHORT_NAMES for part in re.split(r"\s*(?:[,&+/-]|\band\b)\s*", text.strip(" .").casefold()))


def opens_with_institution(text: str) -> bool:
    """Tell whether a text is a short name of an institution, or opens with one in capitals (``KTH Sweden``)."""
    first = text.partition(" ")[0]
    return (
        _CAMPUS.fullmatch(text.strip(" .")) is not None
        or is_short_institution(text)
        or (first.isupper() and len(first) > 2 and is_short_institution(first))
    )


@lru_cache(maxsize=1 << 13)
def is_institution(text: str) -> bool:
    """Tell whether a text names an institution: a university, a company, a laboratory, in words or short."""
    if len(text) > _LONGEST:
        return False
    folded = text.strip(" .()").casefold()
    if folded in SHORT_NAMES:
        return True
    if folded.startswith("j. "):
        return False  # ``J. of Bell Research``
    if _CAMPUS.fullmatch(text.strip(" .()")):
        return True
    words = _WORDS_OF.findall(folded)
    if not _NOUNS_OF_VENUES.isdisjoint(words) or "://" in text or ".com" in text:
        return False
    parts = re.split(r"\s*[,&+/-]\s*|\s+and\s+|\s+", folded)
    if sum(part in SHORT_NAMES for part in parts) * 2 >= len(parts):
        return True
    return names_organisation(text) and not (
        words[-1:] in (["research"], ["technologies"])
        and not _SUBJECTS.isdisjoint(words[:-1])
        and SHORT_NAMES.isdisjoint(words)
        and not names_organisation(" ".join(words[:-1]))
    )
