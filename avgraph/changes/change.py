"""Hold what differs between two graphs, in entities."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from avgraph.model.entries import Source
from avgraph.model.vocabulary import NodeType


class ChangeKind(StrEnum):
    """What became of an entity."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    """It is called as before, and something that is said of it differs."""
    RENAMED = "renamed"
    MOVED = "moved"
    """A task stands below another one."""
    JOINED = "joined"
    """What were several entities is one."""
    PARTED = "parted"
    """What was one entity is several."""


@dataclass(frozen=True, slots=True)
class Subject:
    """An entity of one of the two graphs."""

    id: str
    """Its id, such as ``paper/look-listen-and-learn-2017``."""
    label: str
    lines: tuple[int, ...] = ()
    """Where the list of its graph names it, first lines of entries, rows and headings."""
    url: str = ""
    """The address of a paper, where its list links one."""
    printed: str = ""
    """What its list prints of a person, an institution or a venue, where it nowhere prints the label."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What is said otherwise of one entity: what is gone, and what stands there now."""

    predicate: str
    """IRI of the property."""
    name: str
    """The property in words, such as ``venue`` or ``authors``."""
    old: tuple[str, ...]
    """Values, entities by their labels, that the new graph does not have."""
    new: tuple[str, ...]
    """Values that the old graph does not have."""
    printed: tuple[tuple[str, str], ...] = ()
    """Labels of people, institutions and venues that their list nowhere prints, each with what it prints of them there."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of an entity, or of several that were joined or are parted."""

    type: NodeType
    kind: ChangeKind
    old: tuple[Subject, ...]
    """What it was; empty where it is added."""
    new: tuple[Subject, ...]
    """What it is; empty where it is removed."""
    differences: tuple[Difference, ...] = ()
    """What is said otherwise of it; of what is added or removed, what is or was said of it."""
    reason: str = ""
    """Why entities were joined, parted or renamed."""

    @property
    def label(self) -> str:
        """What the entity is called now, or was where it is gone."""
        return (self.new or self.old)[0].label


@dataclass(frozen=True, slots=True)
class MovedEntry:
    """An entry that says the same and stands elsewhere under its heading."""

    title: str
    old_line: int
    new_line: int
    count: int
    """How many lines it has now."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a list."""

    line: int
    text: str
    """What it says, with one space for each run of them."""


@dataclass(frozen=True, slots=True)
class ChangedText:
    """Lines of a list that belong to no entry, row or heading, such as its introduction, and that the other list does not have."""

    old: tuple[TextLine, ...] = ()
    """Of the old list, what is gone or says something else."""
    new: tuple[TextLine, ...] = ()
    """Of the new list, what is new or says something else."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that differs between two graphs. It is false where no entity does; lines that only moved, and text around the entries, are no difference."""

    old: Source
    new: Source
    items: tuple[Change, ...]
    """By type in the order of `NodeType`, then by kind, then by label."""
    moved: tuple[MovedEntry, ...] = ()
    """Entries that say the same and stand elsewhere among the others, by where they stood."""
    text: ChangedText = ChangedText()
    """What differs in the text around the entries; empty where one of the two is no list."""

    def __iter__(self) -> Iterator[Change]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    @property
    def moved_lines(self) -> int:
        """How many lines the moved entries have."""
        return sum(each.count for each in self.moved)

    def of(self, node_type: NodeType | str, kind: ChangeKind | str | None = None) -> tuple[Change, ...]:
        """Return the changes of entities of a type, such as ``Paper``, all or those of one kind, such as ``added``."""
        return tuple(each for each in self.items if each.type == node_type and kind in (None, each.kind))
