"""Records, the stretches of a list that may list a paper each, and the headings that they stand under."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from avgraph.reading.markdown.runs import Row
from avgraph.reading.markdown.structure import Part
from avgraph.reading.records.row_text import RowText
from avgraph.reading.records.shape import Shape

_SHORT_TITLE = 0.3
"""How much a text is like a title, at least, that can be a short one."""


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


@dataclass(slots=True, eq=False)
class Section:
    """A heading with its place among the others."""

    level: int
    text: str
    part: Part
    parent: "Section | None"
    is_record: bool = False
    """Whether it is the title of a paper."""
    has_text: bool = False

    def path(self) -> "tuple[Section, ...]":
        """Return it and those above it, outermost first."""
        path: list[Section] = []
        section: Section | None = self
        while section is not None:
            path.append(section)
            section = section.parent
        return tuple(reversed(path))


@dataclass(slots=True, eq=False)
class CutRecord:
    """A record as it is cut, with the text of its rows."""

    record: Record
    section: Section | None
    shapes: list[Shape]
    """Its rows with what can be told of each."""
    leads_others: bool = False
    """Whether the items nested in it are records of their own."""

    @property
    def place(self) -> tuple[object, ...]:
        """Its section, and whether it is an item, or a row of which table there."""
        return id(self.section), self.record.kind, self.record.headers

    @property
    def rows(self) -> list[RowText]:
        """The text of its rows."""
        return [shape.row for shape in self.shapes]

    def goes_on_with(self, own: Sequence[Shape], *, has_nested: bool) -> bool:
        """Tell whether an item after it, with its own rows and perhaps others nested in it, only says something of it."""
        if self.record.kind is RecordKind.ITEM:
            return False
        if self.record.kind is RecordKind.HEADING:
            return not (own and own[0].is_entry)
        if not own or has_nested or not own[0].row.runs:
            return False
        is_link = not any(shape.link_kinds for shape in self.shapes) and own[0].starts_with_link_word
        if is_link or own[0].shows_addresses or own[0].opens_with_label:
            return True
        is_first = len(self.shapes) == 1 and self.shapes[0].likeness >= _SHORT_TITLE and not self.shapes[0].link_kinds
        return own[0].is_rest and (is_first or own[0].label is not None or own[0].is_links or bool(own[0].link_kinds))
