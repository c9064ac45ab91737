"""Hold the headings of a list with what stands under them, and records with the rows that were read."""

from dataclasses import dataclass

from avgraph.reading.markdown.structure import Part
from avgraph.reading.records.record import Record
from avgraph.reading.records.row_text import RowText
from avgraph.reading.records.shape import Shape


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

    @property
    def rows(self) -> list[RowText]:
        """The text of its rows."""
        return [shape.row for shape in self.shapes]
