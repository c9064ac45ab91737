"""Runs: what a stretch of inline Markdown is made of, each with its place in the list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from avgraph.reading.markdown.located import LocatedText, join_texts


class RunKind(StrEnum):
    """What a run is. Bold and italic are flags of a run, since a link can be both."""

    TEXT = "text"
    CODE = "code"
    LINK = "link"
    IMAGE = "image"
    RAISED = "raised"
    """``<sup>``, ``<sub>``, a superscript in a formula: the marks that tie a name to its institution."""
    SOFT_BREAK = "soft break"
    """The line ends, and the text goes on."""
    HARD_BREAK = "hard break"
    """``<br>``, a backslash or two spaces at the end of a line."""


BREAKS = frozenset((RunKind.SOFT_BREAK, RunKind.HARD_BREAK))


@dataclass(slots=True, eq=False)
class Run:
    """A stretch of a line that is one thing."""

    kind: RunKind
    located: LocatedText
    """What a reader sees, each character with its offset in the text of the list: of a link its text, of an image the other text."""
    start: int
    """Where its markup starts, as an offset in the text of the list."""
    end: int
    is_bold: bool = False
    is_italic: bool = False
    target: str = ""
    """The address of a link or image, escapes and entities resolved."""
    target_span: tuple[int, int] = (0, 0)
    """Where the address is printed, as offsets."""
    images: tuple[str, ...] = ()
    """The addresses of the images in the text of a link."""

    @property
    def text(self) -> str:
        """What a reader sees."""
        return self.located.string

    @property
    def is_link(self) -> bool:
        """Whether it is a link."""
        return self.kind is RunKind.LINK


@dataclass(slots=True, eq=False)
class Row:
    """One stretch of runs of a record: a cell of a table, the text of an item, a paragraph; breaks are runs in it."""

    runs: Sequence[Run]
    depth: int = 0
    """How deep it is nested under the item that opens the record; 0 is its own text."""
    header: str = ""
    """The header of its column, as printed, where it is a cell."""
    first_line: int = 0
    """The line where it starts, counted from 1."""
    last_line: int = 0

    @property
    def text(self) -> str:
        """What a reader sees of it, breaks as spaces."""
        return "".join(" " if run.kind in BREAKS else run.text for run in self.runs)


def join_runs(runs: Iterable[Run]) -> LocatedText:
    """Return the text of runs, each character with its place; breaks are spaces, images nothing.

    >>> bold = Run(RunKind.TEXT, LocatedText.at("Hearing", 2), 0, 11, is_bold=True)
    >>> join_runs([bold, Run(RunKind.TEXT, LocatedText.at(" Colours", 11), 11, 19)]).string
    'Hearing Colours'
    """
    texts = []
    for run in runs:
        if run.kind in BREAKS:
            texts.append(LocatedText.over(" ", run.start, run.start))
        elif run.kind is not RunKind.IMAGE:
            texts.append(run.located)
    return join_texts("", texts) if texts else LocatedText.at("", 0)
