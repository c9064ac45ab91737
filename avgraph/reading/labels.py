"""Find the labels that mark an entry's fields (``**Authors:**``), tolerant of form and misprints."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from avgraph.text.likeness import misprint_distance


class Field(StrEnum):
    """What a labelled stretch of an entry holds."""

    AUTHORS = "authors"
    INSTITUTIONS = "institutions"
    TITLE = "title"
    OTHER = "other"


LABELS: dict[str, Field] = {
    "author": Field.AUTHORS,
    "authors": Field.AUTHORS,
    "author(s)": Field.AUTHORS,
    "institution": Field.INSTITUTIONS,
    "institutions": Field.INSTITUTIONS,
    "institution(s)": Field.INSTITUTIONS,
    "institute": Field.INSTITUTIONS,
    "institutes": Field.INSTITUTIONS,
    "affiliation": Field.INSTITUTIONS,
    "affiliations": Field.INSTITUTIONS,
    "affiliation(s)": Field.INSTITUTIONS,
    "organization": Field.INSTITUTIONS,
    "organizations": Field.INSTITUTIONS,
    "organisation": Field.INSTITUTIONS,
    "organisations": Field.INSTITUTIONS,
    "title": Field.TITLE,
    "paper": Field.TITLE,
    "code": Field.OTHER,
    "project": Field.OTHER,
    "abstract": Field.OTHER,
    "keywords": Field.OTHER,
    "dataset": Field.OTHER,
    "datasets": Field.OTHER,
    "summary": Field.OTHER,
    "website": Field.OTHER,
    "homepage": Field.OTHER,
    "video": Field.OTHER,
    "demo": Field.OTHER,
}
"""Every label a list may use, in lower case, and the field it marks."""


@dataclass(frozen=True, slots=True)
class Label:
    """One label found in the text of an entry."""

    field: Field
    start: int
    """Where the label's markup starts."""
    end: int
    """Where the field's text starts."""
    is_exact: bool
    """Whether the printed word is in the table, and not a misprint of one that is."""


_WORD = r"[A-Za-z][A-Za-z() ]{2,15}?"
_LABEL = re.compile(
    rf"(?P<mark>\*\*|__)[ \t]{{0,4}}(?P<bold>{_WORD})[ \t]{{0,4}}(?P<in>[:\uff1a]?)[ \t]{{0,4}}(?P=mark)[ \t]{{0,4}}(?P<out>[:\uff1a]?)"
    rf"|(?:^|(?<=[\s>]))(?P<plain>[A-Za-z()]{{5,15}})[ \t]?[:\uff1a](?!//)",
    re.MULTILINE,
)


def find_labels(text: str, start: int) -> Iterator[Label]:
    """Yield the labels in `text` from `start` on, in order.

    A bold word counts with or without its colon, also when misprinted; a plain word counts at the
    start of a line, or anywhere if it names the authors or institutions exactly.
    """
    for found in _LABEL.finditer(text, start):
        bold = found["bold"]
        word = (bold or found["plain"]).strip().lower()
        exact = LABELS.get(word)
        field = exact
        if bold is not None:
            if exact is None:
                field = nearest_field(word)
                if field is None and (found["in"] or found["out"]):
                    field = Field.OTHER
        else:
            at_line_start = not text[text.rfind("\n", 0, found.start()) + 1 : found.start()].strip(" \t>")
            if exact is None:
                field = nearest_field(word) if at_line_start else None
            elif not at_line_start and exact not in (Field.AUTHORS, Field.INSTITUTIONS):
                field = None
        if field is not None:
            yield Label(field, found.start(), found.end(), exact is not None)


def is_known_label(printed: str) -> bool:
    """Tell whether a label is spelt as in the table, whatever its markup.

    >>> is_known_label("**Authors:**"), is_known_label("**Insitution:**")
    (True, False)
    """
    return printed.strip("*_:\uff1a \t").lower() in LABELS


@lru_cache(maxsize=4096)
def nearest_field(word: str) -> Field | None:
    """Return the field of the label that `word` misprints by at most two letters, or None.

    >>> nearest_field("insitution"), nearest_field("auhtors"), nearest_field("note")
    (<Field.INSTITUTIONS: 'institutions'>, <Field.AUTHORS: 'authors'>, None)
    """
    for label, field in LABELS.items():
        if field in (Field.AUTHORS, Field.INSTITUTIONS) and len(label) >= 6:
            allowed = 2 if len(label) > 7 else 1
            if abs(len(label) - len(word)) <= allowed and misprint_distance(word, label) <= allowed:
                return field
    return None
