"""Read a list in the tagged form: entries, dataset tables, headings, furniture, and what is wrong with each."""

from dataclasses import dataclass, field, replace

from avgraph.model.entries import DatasetRow, Entry, LinkKind, ReadingList, Source
from avgraph.model.mentions import Mention
from avgraph.model.rules import Diagnostic, Fix, Span
from avgraph.progress import ProgressCallback, no_progress
from avgraph.reading.markdown.lines import FURNITURE, BlockKind, contents_items
from avgraph.reading.markdown.located import LineTable, LocatedText, line_span
from avgraph.reading.markdown.raw_blocks import Definitions, RawBlocks
from avgraph.reading.outline import Outline
from avgraph.reading.tagged.blocks import Block, cut_blocks
from avgraph.reading.tagged.fields import Fields, read_fields
from avgraph.reading.tagged.glued import part_glued
from avgraph.reading.tagged.pieces import cut_pieces
from avgraph.reading.tagged.tables import read_table
from avgraph.reading.tagged.tags import read_tag
from avgraph.text.visible import shorten

LENGTH_LIMIT = 100_000
"""Longest entry that is read, in characters. A paper of 3,000 authors has about 60,000."""
_SHOWN = 60
"""Characters of a text outside any entry that are shown."""
_PROGRESS_STEP = 2_000
"""Lines."""


def read_tagged(raw: RawBlocks, source: Source, progress: ProgressCallback = no_progress) -> ReadingList:
    """Return what a tagged list says; it may hold neither an entry nor a dataset row. `progress` is told of the lines."""
    reader = _Reader(raw.definitions())
    advance, reported = progress("reading", len(raw.lines)), 0
    for block in cut_blocks(raw):
        reader.add(block)
        if block.first - reported > _PROGRESS_STEP:
            advance(block.first - reported)
            reported = block.first
    return reader.reading_list(source)


@dataclass(slots=True)
class _Reader:
    """Takes block after block, and holds what each says."""

    definitions: Definitions
    entries: list[Entry] = field(default_factory=list)
    located: dict[int, tuple[list[LocatedText], LineTable]] = field(default_factory=dict)
    """By the index of an entry, its institutions where some are not printed as they read."""
    rows: list[DatasetRow] = field(default_factory=list)
    furniture: list[tuple[int, int, str]] = field(default_factory=list)
    contents: list[Mention] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    outline: Outline = field(default_factory=Outline)

    def add(self, block: Block) -> None:
        """Read one block."""
        first = block.first + 1
        if block.kind is BlockKind.HEADING:
            self.outline.add_heading(block)
            return
        self.outline.add_block(block.kind)
        if block.kind is BlockKind.ENTRY:
            self._add_entry(block, first)
        elif block.kind is BlockKind.TABLE:
            self._add_table(block, first)
        elif block.kind in FURNITURE:
            if block.kind is BlockKind.CONTENTS:
                self.contents += contents_items(block.lines, first)
            self.furniture.append((first, first + len(block.lines) - 1, block.kind.value))
        else:
            shown = shorten(block.lines[0].strip(), _SHOWN)
            message = f"text outside any entry: {shown!r}; put it into an entry or a comment"
            self.report("AVG402", line_span(block.lines[0], first), message)

    def report(self, code: str, span: Span, message: str, *fixes: Fix) -> None:
        """Note a finding."""
        self.diagnostics.append(Diagnostic(span, code, message, fixes))

    def reading_list(self, source: Source) -> ReadingList:
        """Return everything that was read, the headings above the tasks left out."""
        above = self.outline.headings_above_tasks(self.entries)
        headings = (heading._replace(path=heading.path[above:]) for heading in self.outline.task_headings())
        entries = part_glued(self.entries, self.located)
        return ReadingList(
            source,
            tuple(replace(entry, heading=entry.heading[above:]) for entry in entries) if above else entries,
            tuple(replace(row, heading=row.heading[above:]) for row in self.rows),
            tuple(heading for heading in headings if heading.path),
            tuple(self.furniture),
            tuple(sorted(self.diagnostics)),
            self.outline.sections,
            tuple(self.contents),
        )

    def _add_table(self, block: Block, line: int) -> None:
        table = read_table(block.lines, line, self.outline.path, self.definitions)
        if table is None:
            message = "a table that is no dataset table; its header needs a column Dataset and one more such as Year"
            self.report("AVG305", _block_span(block), message)
            self.furniture.append((line, line + len(block.lines) - 1, "table"))
            return
        rows, diagnostics = table
        self.rows += rows
        self.diagnostics += diagnostics
        self.furniture.append((line, line + 1, "table header"))

    def _add_entry(self, block: Block, line: int) -> None:
        lines = LineTable(block.lines, line)
        length = sum(map(len, block.lines))
        if length > LENGTH_LIMIT:
            message = f"the entry has {length:,} characters; the limit for one entry is {LENGTH_LIMIT:,}"
            self.report("AVG101", _block_span(block), message)
            return
        fields = read_fields(cut_pieces(block.lines, block.tag, self.definitions), lines, self.definitions)
        tag = Mention(block.tag.text, *lines.span(block.tag.start, block.tag.end)) if block.tag else Mention("", line, 1, line, 1)
        venue, year = read_tag(tag.form)
        if fields.title is None or not fields.title.form:
            message = f"the entry {tag.form!r} has no title; write [Title](link) under its tag"
            self.report("AVG102", _block_span(block), message)
            return
        self.outline.add_entry()
        if fields.located_institutions is not None:
            self.located[len(self.entries)] = (fields.located_institutions, lines)
        stated, last = fields.stated, line + len(block.lines) - 1
        links = [(LinkKind.PAPER, fields.link)] if fields.link else []
        links += stated.links
        entry = Entry(
            tag, stated.venue or venue, stated.year or year, fields.title, tuple(link for _, link in links), fields.authors, fields.institutions,
            self.outline.path, line, last, tuple(stated.notes), tuple(kind for kind, _ in links) if stated.links else (),
            stated.date, stated.summary, stated.keywords, fields.affiliations, stated.is_paper, stated.topics,
        )  # fmt: skip
        self.entries.append(entry)
        if entry.is_paper:
            self._check_entry(block, entry, fields)

    def _check_entry(self, block: Block, entry: Entry, fields: Fields) -> None:
        tag, span = entry.tag.form, entry.tag.span
        if block.tag is None:
            span = line_span(block.lines[0], entry.first_line)
            self.report("AVG103", span, "the entry has no tag; open it with **[VENUE-YEAR]**")
        elif entry.year is None:
            self.report("AVG104", span, f"the tag {tag!r} names no year from 1900 to 2099; write **[VENUE-YEAR]**")
        elif not block.tag.is_well_formed:
            message = f"the tag {tag!r} lacks a bracket or asterisks; write **[{tag}]**"
            whole = line_span(block.lines[0], entry.first_line)
            is_alone = block.lines[0].strip().strip("*[]_ ") == tag and not block.lines[0].lstrip().startswith("* ")
            self.report("AVG105", whole if is_alone else span, message, *([Fix(whole, f"**[{tag}]**")] if is_alone else []))
        if not entry.links:
            self.report("AVG106", span, "the title has no link; write [Title](link)")
        elif fields.broken_link:
            self.report("AVG407", fields.broken_link, "the link does not close, or holds more than an address; write [Title](https://…)")
        if not entry.authors:
            self.report("AVG107", span, "the entry names no authors; write **Authors:** First Last, First Last")
        if not entry.institutions:
            self.report("AVG108", span, "the entry names no institution; write **Institution:** Name; Name")
        if fields.is_cut_off:
            self.report("AVG109", span, 'the author list is cut off ("et al."); name everybody')
        if fields.has_spilt_authors:
            self.report("AVG110", span, "authors stand under the institutions' label; move them up")


def _block_span(block: Block) -> Span:
    """Return the span of a block, from the first word to the last."""
    first, last = line_span(block.lines[0], block.first + 1), line_span(block.lines[-1], block.first + len(block.lines))
    return first._replace(end_line=last.end_line, end_column=last.end_column)
