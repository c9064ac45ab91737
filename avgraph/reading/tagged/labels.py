"""Find the labels that mark an entry's fields (``**Authors:**``), tolerant of form and misprints."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from avgraph.reading.words import WORDS
from avgraph.text.likeness import is_other_form, misprint_distance


class Field(StrEnum):
    """What a labelled stretch of an entry holds."""

    AUTHORS = "authors"
    INSTITUTIONS = "institutions"
    TITLE = "title"
    OTHER = "other"


def read_words(table: str) -> dict[str, str]:
    """Return each word of a table of the words of reading, and the row it stands in."""
    return {word: row for row, words in WORDS[table].items() for word in words}


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


_COLON = "[:\uff1a]"
_MARK = r"\*{1,3}|_{1,3}|<(?:[bB]|strong|STRONG|[iI]|em|EM)>"
_MARGIN = 8
"""Characters after a colon or mark that tell whether it is one of a label."""
_LABEL = re.compile(
    # Between marks; a single asterisk or underscore marks a label that is known.
    rf"(?P<mark>{_MARK})[ \t]{{0,4}}(?P<bold>[^\W\d_][^*_<>\[\]:\uff1a\n]{{0,40}}?)[ \t]{{0,4}}(?P<in>{_COLON}?)[ \t]{{0,4}}"
    rf"(?:(?P=mark)|</(?:[bB]|strong|STRONG|[iI]|em|EM)>)[ \t]{{0,4}}(?P<out>{_COLON}?)"
    # Plain, and known to be a label.
    rf"|(?:^|(?<=[\s>]))(?P<plain>[^\W\d_][^\W\d_()]{{0,14}}(?:\([^\W\d_]{{1,3}}\))?)[ \t]?(?:\uff1a|:(?!//))"
    # Plain at the start of a line, one word to three.
    rf"|^[ \t>]{{0,12}}(?:[-*+][ \t]+)?(?P<line>[^\W\d_][\w;/&-]{{1,24}}(?:[ ][\w;/&-]{{1,24}}){{0,2}})[ \t]?(?:\uff1a|:(?=\s))",
    re.MULTILINE,
)


def find_labels(text: str, start: int) -> Iterator[Label]:
    """Yield the labels in `text` from `start` on, in order.

    A bold word counts with or without its colon, also when misprinted; a plain word counts at the
    start of a line, or anywhere if it names the authors or institutions exactly. After the authors or
    institutions every word with a colon at the start of a line counts, since no name is one.
    """
    line_start, has_names, position = start, False, start
    while (match := _find_label(text, position)) is not None:
        position = match.end()
        last = (match["line"] or "").rpartition(" ")[2]
        if (
            match["line"]
            and (not has_names or load_labels().get(last.lower()) in (Field.AUTHORS, Field.INSTITUTIONS))
            and last != match["line"]
        ):
            # A word of the text before a label.
            position = match.end("line") - len(last)
            continue
        printed = match["bold"] or match["plain"] or match["line"]
        word = " ".join(printed.split()).lower()
        line_start = max(line_start, text.rfind("\n", line_start, match.start()) + 1)
        exact = load_labels().get(word)
        field = exact
        if match["bold"] is not None:
            field = _marked_field(match, word)
        else:
            place = match.start(match.lastgroup or 0)
            at_line_start = place - line_start < 20 and not text[line_start:place].strip(" \t>*+\x1f-")
            if exact is None:
                field = (nearest_field(word) or (Field.OTHER if has_names else None)) if at_line_start else None
            elif not at_line_start and (exact not in (Field.AUTHORS, Field.INSTITUTIONS) or len(word) < 5 or not word.isascii()):
                field = None
        if field is not None:
            has_names = has_names or field in (Field.AUTHORS, Field.INSTITUTIONS)
            begin = match.start() if match["bold"] is not None else match.start("plain" if match["plain"] else "line")
            yield Label(field, begin, match.end(), exact is not None)


def _find_label(text: str, position: int) -> re.Match[str] | None:
    """Return the first possible label from `position` on; no line is searched beyond its last colon or mark."""
    while position < len(text):
        line_end = text.find("\n", position)
        line_end = len(text) if line_end < 0 else line_end
        last = max([text.rfind(mark, position, line_end) for mark in ":\uff1a*_>"])
        if last >= 0 and text[position] == "[" and " " not in text[text.rfind("](", position, line_end) : line_end].rstrip():
            # A link and nothing else.
            last = -1
        match = _LABEL.search(text, position, min(line_end, last + _MARGIN)) if last >= 0 else None
        if match is not None:
            return match
        position = line_end + 1
    return None


def _marked_field(match: re.Match[str], word: str) -> Field | None:
    has_colon = bool(match["in"] or match["out"])
    exact = load_labels().get(word)
    if match["mark"].lower() in ("*", "_", "<i>", "<em>"):
        return exact if has_colon else None
    if exact is None:
        return nearest_field(word) or (Field.OTHER if has_colon else None)
    return exact if has_colon or len(word) > 3 or not word.isascii() else None


def is_known_label(printed: str) -> bool:
    """Tell whether a label is spelt as in the table, whatever its markup.

    >>> is_known_label("**Authors:**"), is_known_label("**Insitution:**")
    (True, False)
    """
    return re.sub(r"</?\w+>", "", printed).strip("*_:\uff1a \t").lower() in load_labels()


def misprinted_label(word: str) -> str | None:
    """Return the label that a word misprints, in its case; None for a word of its own such as another form of the label's.

    >>> misprinted_label("Insitutions"), misprinted_label("Institutional"), misprinted_label("Authored")
    ('Institutions', None, None)
    """
    lower = word.lower()
    field = nearest_field(lower)
    if field is None:
        return None
    labels = [label for label, other in load_labels().items() if other is field and label.isalpha() and label.isascii()]
    label = min(labels, key=lambda label: misprint_distance(lower, label))
    if is_other_form(lower, label):
        return None
    return label.upper() if word.isupper() else label.capitalize() if word[:1].isupper() else label


@lru_cache(maxsize=4096)
def nearest_field(word: str) -> Field | None:
    """Return the field of the label that `word` misprints by at most two letters, or None.

    >>> nearest_field("insitution"), nearest_field("auhtors"), nearest_field("note")
    (<Field.INSTITUTIONS: 'institutions'>, <Field.AUTHORS: 'authors'>, None)
    """
    if not 4 <= len(word) <= 16:
        return None
    for label, field in load_labels().items():
        if field in (Field.AUTHORS, Field.INSTITUTIONS) and len(label) >= 6 and label.isascii():
            allowed = 2 if len(label) > 7 else 1
            if abs(len(label) - len(word)) <= allowed and misprint_distance(word, label) <= allowed:
                return field
    return None
