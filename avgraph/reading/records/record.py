"""Records: stretches of a list that may list a paper each."""

from dataclasses import dataclass
from enum import StrEnum

from avgraph.reading.markdown.runs import Row


class RecordKind(StrEnum):
    """How a record is cut."""

    ROW = "table row"
    ITEM = "list item"
    PARAGRAPH = "paragraph"
    HEADING = "heading"


@dataclass(slots=True, eq=False)
class Record:
    """A table row, a list item with what is nested in it, a paragraph or several, a heading with what follows it."""

    kind: RecordKind
    rows: tuple[Row, ...]
    """Its cells; or its own text first, then what is nested in it, in list order."""
    heading: tuple[str, ...]
    """The headings above it, outermost first."""
    first_line: int
    """Counted from 1."""
    last_line: int
    group: tuple[str, ...] = ()
    """The texts that group it and others of its list (an item above it, a ``<summary>``, headings that name a venue or year), outermost first."""
    headers: tuple[str, ...] = ()
    """The header of each column of its table, as printed."""
