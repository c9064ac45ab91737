"""Find the labels that mark an entry's fields (``**Authors:**``), tolerant of form and misprints."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from avgraph.text.likeness import misprint_distance


class Field(StrEnum):
    """What a labelled stretch of an entry holds."""

    AUTHORS = "authors"
    INSTITUTIONS = "institutions"
    TITLE = "title"
    OTHER = "other"


@cache
def read_words(table: str) -> dict[str, str]:
    """Return each word of a table of ``words.toml`` and the row it stands in."""
    import tomllib

    rows = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))[table]
    return {word: row for row, words in rows.items() for word in words}


@cache
def load_labels() -> dict[str, Field]:
    """Return every label that a list may use, in lower case, and the field it marks."""
    return {word: Field(row) for word, row in read_words("labels").items()}


@dataclass(frozen=True, slots=True)
class Label:
    """One label in the text of an entry."""

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
    labels = load_labels()
    for match in _LABEL.finditer(text, start):
        bold = match["bold"]
        word = (bold or match["plain"]).strip().lower()
        exact = labels.get(word)
        field = exact
        if bold is not None:
            if exact is None:
                field = nearest_field(word)
                if field is None and (match["in"] or match["out"]):
                    field = Field.OTHER
        else:
            at_line_start = not text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip(" \t>")
            if exact is None:
                field = nearest_field(word) if at_line_start else None
            elif not at_line_start and exact not in (Field.AUTHORS, Field.INSTITUTIONS):
                field = None
        if field is not None:
            yield Label(field, match.start(), match.end(), exact is not None)


def is_known_label(printed: str) -> bool:
    """Tell whether a label is spelt as in the table, whatever its markup.

    >>> is_known_label("**Authors:**"), is_known_label("**Insitution:**")
    (True, False)
    """
    return printed.strip("*_:\uff1a \t").lower() in load_labels()


@lru_cache(maxsize=4096)
def nearest_field(word: str) -> Field | None:
    """Return the field of the label that `word` misprints by at most two letters, or None.

    >>> nearest_field("insitution"), nearest_field("auhtors"), nearest_field("note")
    (<Field.INSTITUTIONS: 'institutions'>, <Field.AUTHORS: 'authors'>, None)
    """
    for label, field in load_labels().items():
        if field in (Field.AUTHORS, Field.INSTITUTIONS) and len(label) >= 6:
            allowed = 2 if len(label) > 7 else 1
            if abs(len(label) - len(word)) <= allowed and misprint_distance(word, label) <= allowed:
                return field
    return None
