"""Hold what a file of records says before anything is known of its meaning: texts with their places, lists, mappings, records."""

from collections.abc import Iterator
from dataclasses import dataclass, field

DEEPEST = 100
"""Lists and mappings within each other; no list of papers needs more than some ten."""


class FileSyntaxError(Exception):
    """A file is not what its format demands."""

    def __init__(self, line: int, reason: str) -> None:
        """Hold the line, counted from 1 (0 where it is not known), and the reason in one line."""
        self.line = line
        self.reason = reason
        super().__init__(reason)


@dataclass(slots=True, eq=False)
class Scalar:
    """A text, number or truth value, as text; empty where there is none (``null``)."""

    text: str
    start: int
    """Where it is printed, as an offset in the text of the file; the text may be printed with quotes and escapes."""
    end: int


@dataclass(slots=True, eq=False)
class Items:
    """A list of values."""

    items: "list[Node]"
    start: int
    end: int


@dataclass(slots=True, eq=False)
class Fields:
    """A mapping: keys with their values, in the order of the file."""

    pairs: "list[tuple[Scalar, Node]]"
    start: int
    end: int

    def get(self, *keys: str) -> "Node | None":
        """Return the value of the first of these keys that there is, whatever its case."""
        for wanted in keys:
            for key, value in self.pairs:
                if key.text.casefold() == wanted:
                    return value
        return None


Node = Scalar | Items | Fields


@dataclass(slots=True, eq=False)
class FileRecord:
    """One record of a file: what may list a paper."""

    pairs: list[tuple[str, Node]]
    """Keys and values; of a nested mapping its own."""
    start: int
    """Where it is printed, as offsets in the text of the file."""
    end: int
    group: tuple[str, ...] = ()
    """What it stands under, outermost first."""
    kind: str = ""
    """What the format says that it is, in lower case: ``inproceedings``, ``conf``."""
    problem: str = ""
    """Why it cannot be read, where it cannot."""


@dataclass(slots=True, eq=False)
class FileContent:
    """The records of a file, and what stands between them."""

    records: list[FileRecord]
    comments: list[tuple[int, int]] = field(default_factory=list)
    """Offsets of comments and of other text that lists nothing."""
    form: str = ""
    """What the records are, in words: ``BibTeX records``."""


def texts(node: Node | None) -> Iterator[Scalar]:
    """Yield the texts of a value that is one, or of a list of them; those of a mapping are not."""
    if isinstance(node, Scalar):
        if node.text.strip():
            yield node
    elif isinstance(node, Items):
        for each in node.items:
            yield from texts(each)


def has_text(node: Node | None) -> bool:
    """Tell whether a value holds a text."""
    return any(True for _ in texts(node))
