"""Turn a source's text into a reading list: the template of tagged entries under headings."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from pathlib import Path

from avgraph.errors import UnreadableSourceError
from avgraph.model.entries import DatasetRow, Entry, Heading, Mention, Mentions, ReadingList, Source
from avgraph.model.rules import Diagnostic, Severity
from avgraph.progress import ProgressCallback, no_progress
from avgraph.reading.blocks import FURNITURE, Block, BlockKind, cut_blocks
from avgraph.reading.fields import LENGTH_LIMIT, Fields, cut_pieces, read_fields
from avgraph.reading.inline import plain_text
from avgraph.reading.located import LineTable, LocatedText
from avgraph.reading.organisations import known_alone, locate_glued
from avgraph.reading.source import load_source, split_lines
from avgraph.reading.tables import read_table
from avgraph.reading.tags import read_tag

_TOLD_EVERY = 2_000
"""Lines."""


def read_reading_list(path: str | Path | None = None, progress: ProgressCallback = no_progress) -> ReadingList:
    """Return what the reading list at `path` says; None is the bundled list, ``-`` standard input. `progress` is told of each line.

    Raises UnreadableSourceError where the source cannot be opened or decoded, or holds no entry.

    >>> len(read_reading_list().entries)
    467
    """
    source, text = load_source(path)
    return parse_reading_list(text, source, progress)


def parse_reading_list(text: str, source: Source, progress: ProgressCallback = no_progress) -> ReadingList:
    """Return what `text` says; `source` is where it comes from.

    Every line ends up in an entry, a dataset row, a heading, the furniture or a diagnostic.
    Raises UnreadableSourceError where there is neither an entry nor a dataset row.
    """
    lines, odd_lines = split_lines(text)
    reader = _Reader()
    advance, told = progress("reading", len(lines)), 0
    for block in cut_blocks(lines):
        reader.take(block)
        if block.first - told > _TOLD_EVERY:
            advance(block.first - told)
            told = block.first
    if not reader.entries and not reader.rows:
        message = f"{source.path}: {_why_empty(text, lines)}"
        raise UnreadableSourceError(message)
    reader.diagnostics += [
        Diagnostic(number, "AVG401", Severity.WARNING, "the line holds control characters; remove them") for number in odd_lines
    ]
    above = reader.headings_above_tasks()
    headings = tuple(replace(heading, path=heading.path[above:]) for heading in reader.task_headings() if heading.path[above:])
    return ReadingList(
        source,
        _part_glued(reader, above),
        tuple(replace(row, heading=row.heading[above:]) for row in reader.rows),
        headings,
        tuple(reader.furniture),
        tuple(sorted(reader.diagnostics)),
    )


def _why_empty(text: str, lines: Sequence[str]) -> str:
    wanted = "looked for entries that open with a tag such as **[CVPR-2016]**"
    if not text.strip():
        return f"empty file; {wanted}"
    start = text[:4096].lstrip().lower()
    if "\x00" in text[:65536]:
        return f"a binary file; {wanted}"
    if start.startswith(("<!doctype", "<html", "<?xml")):
        return f"an HTML or XML page, not Markdown; {wanted}"
    return f"no entry in {len(lines):,} lines; {wanted}"


@dataclass(slots=True)
class _Section:
    """One heading with what stands under it."""

    level: int
    path: tuple[str, ...]
    line: int
    parent: "_Section | None"
    has_entries: bool = False
    """Whether entries stand under it or under a heading below it."""
    has_own_entries: bool = False
    has_contents: bool = False
    has_other_text: bool = False


@dataclass(slots=True)
class _Reader:
    """Takes block after block and keeps what each says."""

    entries: list[Entry] = field(default_factory=list)
    rows: list[DatasetRow] = field(default_factory=list)
    furniture: list[tuple[int, int, str]] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    sections: list[_Section] = field(default_factory=list)
    section: _Section | None = None
    located: dict[int, tuple[list[LocatedText], LineTable]] = field(default_factory=dict)
    """By the index of an entry, its institutions where some are not printed as they read."""

    def take(self, block: Block) -> None:
        """Keep what one block says."""
        first = block.first + 1
        if block.kind is BlockKind.ENTRY:
            self._take_entry(block, first)
        elif block.kind is BlockKind.HEADING:
            self._take_heading(block, first)
        elif block.kind is BlockKind.TABLE:
            self._take_table(block, first)
        elif block.kind in FURNITURE:
            if block.kind is BlockKind.CONTENTS and self.section is not None:
                self.section.has_other_text = self.section.has_contents = True
            self.furniture.append((first, first + len(block.lines) - 1, block.kind.value))
        else:
            self._take_stray(block, first)

    def _path(self) -> tuple[str, ...]:
        return self.section.path if self.section else ()

    def _report(self, line: int, code: str, severity: Severity, message: str) -> None:
        self.diagnostics.append(Diagnostic(line, code, severity, message))

    def _take_heading(self, block: Block, line: int) -> None:
        parent = self.section
        while parent is not None and parent.level >= block.level:
            parent = parent.parent
        text = plain_text(block.text) or "(untitled)"
        self.section = _Section(block.level, (*(parent.path if parent else ()), text), line, parent)
        self.sections.append(self.section)

    def _take_stray(self, block: Block, line: int) -> None:
        if self.section is not None:
            self.section.has_other_text = True
        text = block.lines[0].strip()
        shown = text if len(text) <= 60 else text[:57] + "..."
        self._report(line, "AVG402", Severity.WARNING, f"text outside any entry: {shown!r}; put it into an entry or a comment")

    def _take_table(self, block: Block, line: int) -> None:
        if self.section is not None:
            self.section.has_other_text = True
        read = read_table(block.lines, line, self._path())
        if read is None:
            message = "a table that is no dataset table; its header needs a column Dataset and one more such as Year"
            self._report(line, "AVG305", Severity.WARNING, message)
            self.furniture.append((line, line + len(block.lines) - 1, "table"))
            return
        rows, diagnostics = read
        self.rows += rows
        self.diagnostics += diagnostics
        self.furniture.append((line, line + 1, "table header"))

    def _take_entry(self, block: Block, line: int) -> None:
        last = line + len(block.lines) - 1
        length = sum(map(len, block.lines))
        if length > LENGTH_LIMIT:
            message = f"the entry has {length:,} characters; the limit for one entry is {LENGTH_LIMIT:,}"
            self._report(line, "AVG101", Severity.ERROR, message)
            return
        table = LineTable(block.lines, line)
        fields = read_fields(cut_pieces(block.lines, block.tag), table)
        tag = Mention(block.tag.text, *table.span(block.tag.start, block.tag.end)) if block.tag else Mention("", line, 1, line, 1)
        venue, year = read_tag(tag.form)
        if fields.title is None or not fields.title.form:
            message = f"the entry {tag.form!r} has no title; write [Title](link) under its tag"
            self._report(line, "AVG102", Severity.ERROR, message)
            return
        section = self.section
        if section is not None:
            section.has_own_entries = True
        while section is not None and not section.has_entries:
            section.has_entries = True
            section = section.parent
        links = (fields.link,) if fields.link else ()
        if fields.located_institutions is not None:
            self.located[len(self.entries)] = (fields.located_institutions, table)
        self.entries.append(
            Entry(tag, venue, year, fields.title, links, fields.authors, fields.institutions, self._path(), line, last, tuple(fields.notes))
        )
        self._check_entry(block, self.entries[-1], fields)

    def _check_entry(self, block: Block, entry: Entry, fields: Fields) -> None:
        line = entry.first_line
        if block.tag is None:
            self._report(line, "AVG103", Severity.ERROR, "the entry has no tag; open it with **[VENUE-YEAR]**")
        elif entry.year is None:
            message = f"the tag {entry.tag.form!r} names no year from 1900 to 2099; write **[VENUE-YEAR]**"
            self._report(line, "AVG104", Severity.ERROR, message)
        elif not block.tag.is_well_formed:
            self._report(
                line, "AVG105", Severity.WARNING, f"the tag {entry.tag.form!r} lacks a bracket or asterisks; write **[{entry.tag.form}]**"
            )
        if entry.url is None:
            self._report(line, "AVG106", Severity.WARNING, "the title has no link; write [Title](link)")
        if not entry.authors:
            self._report(line, "AVG107", Severity.WARNING, "the entry names no authors; write **Authors:** First Last, First Last")
        if not entry.institutions:
            self._report(line, "AVG108", Severity.WARNING, "the entry names no institution; write **Institution:** Name; Name")
        if fields.is_cut_off:
            self._report(line, "AVG109", Severity.WARNING, 'the author list is cut off ("et al."); name everybody')
        if fields.spilt:
            self._report(line, "AVG110", Severity.WARNING, "authors stand under the institutions' label; move them up")

    def headings_above_tasks(self) -> int:
        """Return 1 where the outermost heading is the title of the whole list and no task, else 0.

        That is a heading over all entries with none of its own, at level 1 or with the contents
        list under it.
        """
        roots = [section for section in self.sections if section.parent is None and section.has_entries]
        if len(roots) != 1 or roots[0].has_own_entries or any(not entry.heading for entry in self.entries):
            return 0
        return int(roots[0].level == 1 or roots[0].has_contents)

    def task_headings(self) -> tuple[Heading, ...]:
        """Return the headings that name tasks.

        Those are the headings over entries, and the empty ones at the same depth; a heading over
        nothing but a table, a contents list or prose is none.
        """
        top = min((section.level for section in self.sections if section.has_entries), default=1)
        seen: dict[tuple[str, ...], Heading] = {}
        for section in self.sections:
            if section.has_entries or (section.level >= top and not section.has_other_text and self._is_under_task(section)):
                seen.setdefault(section.path, Heading(section.path, section.line))
        return tuple(seen.values())

    @staticmethod
    def _is_under_task(section: _Section) -> bool:
        parent = section.parent
        return parent is None or parent.has_entries or not parent.has_other_text


def _part_glued(reader: _Reader, above: int) -> tuple[Entry, ...]:
    """Part the organisations that stand together in one place and alone in others.

    The `above` outermost headings, which name no task, are left out on the way.
    """
    entries = reader.entries
    known = known_alone(form for entry in entries for form in entry.institution_forms)
    parted: dict[str, list[LocatedText]] = {}
    mended = []
    for index, entry in enumerate(entries):
        institutions = _part_institutions(entry.institutions, reader.located.get(index), known, parted)
        if above or institutions is not entry.institutions:
            entry = replace(entry, institutions=institutions, heading=entry.heading[above:])  # noqa: PLW2901  (the same entry)
        mended.append(entry)
    return tuple(mended)


def _part_institutions(
    listed: Mentions,
    located: tuple[list[LocatedText], LineTable] | None,
    known: AbstractSet[str],
    parted: dict[str, list[LocatedText]],
) -> Mentions:
    """Return the institutions of one entry; one that is listed twice is named once."""
    names: list[LocatedText] = []
    for form in listed.forms:
        if form not in parted:
            parted[form] = locate_glued(LocatedText.at(form, 0), known)
        names += parted[form]
    if tuple(name.string for name in names) == listed.forms and len(set(listed.forms)) == len(names):
        return listed
    mentions: dict[str, tuple[int, int, int, int]] = {}
    for index, mention in enumerate(listed):
        if located is None:
            for name in parted[mention.form]:
                start, end = (mention.column + place for place in name.span)
                mentions.setdefault(name.string, (mention.line, start, mention.line, end))
        else:
            for name in locate_glued(located[0][index], known):
                mentions.setdefault(name.string, located[1].span(*name.span))
    return listed.replaced(mentions)
