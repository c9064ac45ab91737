"""Follow the headings of a list: which name tasks, which is the title of the whole, and what stands under them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from avgraph.model.entries import Entry, Heading, Section
from avgraph.model.mentions import Mention
from avgraph.reading.markdown.inline import plain_text
from avgraph.reading.markdown.lines import BlockKind
from avgraph.reading.tagged.blocks import Block

_HTML_TAG = re.compile(r"</?[a-z][^<>]{0,500}>", re.IGNORECASE)
_ANCHOR_LINK = re.compile(r"\[[^\[\]\w]*\]\(#[^()]*\)")
_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()]*\)")
_NO_TEXT = frozenset((BlockKind.BLANK, BlockKind.RULE, BlockKind.ANCHOR, BlockKind.BACK_LINK))


def heading_text(markdown: str) -> str:
    """Return the words of a heading: markup, images and links without words to places of the page left out.

    >>> heading_text('<a name="x"></a>Speech [\u2191](#top)')
    'Speech'
    """
    bare = _ANCHOR_LINK.sub("", _HTML_TAG.sub("", markdown))
    return plain_text(_IMAGE.sub("", bare)) or plain_text(markdown) or "(untitled)"


@dataclass(slots=True)
class _OpenSection:
    """One heading with what has been seen under it."""

    level: int
    path: tuple[str, ...]
    title: Mention
    parent: "_OpenSection | None"
    has_entries: bool = False
    """Whether entries stand under it or under a heading below it."""
    has_own_entries: bool = False
    has_contents: bool = False
    has_other_text: bool = False
    has_text: bool = False
    """Whether anything but blank lines, rules and anchors stands between it and the next heading."""


@dataclass(slots=True)
class Outline:
    """Takes the blocks of a list in order, and holds its headings."""

    headings: list[_OpenSection] = field(default_factory=list)
    current: _OpenSection | None = None

    @property
    def path(self) -> tuple[str, ...]:
        """The headings above the block that comes next, outermost first."""
        return self.current.path if self.current else ()

    @property
    def sections(self) -> tuple[Section, ...]:
        """Every heading, in list order."""
        return tuple(Section(each.title, each.level, each.has_text) for each in self.headings)

    def add_heading(self, block: Block) -> None:
        """Open a section."""
        parent = self.current
        while parent is not None and parent.level >= block.level:
            parent = parent.parent
        text = heading_text(block.text)
        line, column = block.first + 1, block.column + 1
        title = Mention(text, line, column, line, column + len(block.text))
        self.current = _OpenSection(block.level, (*(parent.path if parent else ()), text), title, parent)
        self.headings.append(self.current)

    def add_block(self, kind: BlockKind) -> None:
        """Note that a block stands under the current heading."""
        if self.current is None or kind in _NO_TEXT:
            return
        self.current.has_text = True
        if kind is BlockKind.CONTENTS:
            self.current.has_contents = True
        if kind in (BlockKind.CONTENTS, BlockKind.TABLE, BlockKind.STRAY):
            self.current.has_other_text = True

    def add_entry(self) -> None:
        """Note that an entry that could be read stands under the current heading."""
        section = self.current
        if section is not None:
            section.has_own_entries = True
        while section is not None and not section.has_entries:
            section.has_entries = True
            section = section.parent

    def headings_above_tasks(self, entries: Iterable[Entry]) -> int:
        """Return 1 where the outermost heading is the title of the whole list and no task, else 0.

        That is a heading over all entries with none of its own, at level 1 or with the contents
        list under it.
        """
        roots = [section for section in self.headings if section.parent is None and section.has_entries]
        if len(roots) != 1 or roots[0].has_own_entries or any(not entry.heading for entry in entries):
            return 0
        return int(roots[0].level == 1 or roots[0].has_contents)

    def task_headings(self) -> tuple[Heading, ...]:
        """Return the headings that name tasks.

        Those are the headings over entries, and the empty ones at the same depth; a heading over
        nothing but a table, a contents list or prose is none.
        """
        top = min((section.level for section in self.headings if section.has_entries), default=1)
        tasks: dict[tuple[str, ...], Heading] = {}
        for section in self.headings:
            if section.has_entries or (section.level >= top and not section.has_other_text and _is_under_task(section)):
                tasks.setdefault(section.path, Heading(section.path, section.title.line))
        return tuple(tasks.values())


def _is_under_task(section: _OpenSection) -> bool:
    parent = section.parent
    return parent is None or parent.has_entries or not parent.has_other_text
