"""Turn the text of a source into a reading list, whatever its form."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from avgraph.errors import UnreadableSourceError
from avgraph.garbage import no_garbage_collection
from avgraph.model.entries import FileFormat, ReadingList, Source
from avgraph.model.rules import Diagnostic, Span
from avgraph.progress import ProgressCallback, no_progress
from avgraph.reading.formats import file_format, is_web_page
from avgraph.reading.markdown.raw_blocks import RawBlocks
from avgraph.reading.source import load_source, split_lines
from avgraph.reading.tagged.form import is_tagged
from avgraph.reading.tagged.reader import read_tagged
from avgraph.text.visible import quantity

TAGGED = "tagged"
"""The profile of the bundled list: paragraphs that open with a tag."""
_BODY = re.compile(r"<body\b", re.IGNORECASE)
_UNREAD_SHOWN = 3
"""Lines of a list that is refused."""


def read_reading_list(path: str | Path | None = None, progress: ProgressCallback = no_progress, profile: str | None = None) -> ReadingList:
    """Return what the reading list at `path` says; None is the bundled list, ``-`` standard input. `progress` is told of each line.

    `profile` is how the list writes an entry, see `parse_reading_list`.
    Raises UnreadableSourceError where the source cannot be opened or decoded, holds no entry, or could mostly not be read.

    >>> len(read_reading_list().entries)
    467
    """
    source, text = load_source(path)
    return parse_reading_list(text, source, progress, profile)


def parse_reading_list(text: str, source: Source, progress: ProgressCallback = no_progress, profile: str | None = None) -> ReadingList:
    """Return what `text` says; `source` is where it comes from.

    `profile` is an entry as the list writes it, with the words Title, Author, Venue, Year, Institution, Paper, Code in their places; without
    it the list is read as most of its entries are alike; ``tagged`` is the form of the bundled list. For a file of records it names keys, ``title=KEY``.
    Every line ends up in an entry, a dataset row, a heading, the furniture, an unread item or a diagnostic.
    Raises UnreadableSourceError where there is nothing to read, or less than half of the items with a link to a paper could be read.
    """
    with no_garbage_collection():
        return _parse(text, source, progress, profile)


def _parse(text: str, source: Source, progress: ProgressCallback, profile: str | None) -> ReadingList:
    lines, control_characters = split_lines(text)
    format_of_file = file_format(text, source.path)
    if format_of_file is not FileFormat.MARKDOWN:
        from avgraph.reading.structured.columns import parse_mapping
        from avgraph.reading.structured.read import read_file_records

        listed = read_file_records(lines, source, format_of_file, parse_mapping(profile) if profile else None, progress)
        return _with_control_characters(listed, control_characters)
    if is_web_page(text) and _BODY.search(text):
        message = f"{source.path}: {_why_empty(text, lines)}"
        raise UnreadableSourceError(message)
    raw = RawBlocks(lines)
    tagged = read_tagged(raw, source, progress) if profile == TAGGED or (is_tagged(raw.lines) and not profile) else None
    if tagged is not None and (tagged.entries or tagged.dataset_rows or profile):
        listed = _with_other_records(tagged, raw)
    else:
        from avgraph.reading.records.reader import read_records

        listed = read_records(raw, source, profile, progress)
    if not (any(entry.is_paper for entry in listed.entries) or listed.dataset_rows or any(item.links_to_paper for item in listed.unread)):
        message = f"{source.path}: {_why_empty(text, lines)}"
        raise UnreadableSourceError(message)
    _refuse_mostly_unread(listed)
    return _with_control_characters(_with_quotes(listed, lines), control_characters)


def _with_quotes(listed: ReadingList, lines: Sequence[str]) -> ReadingList:
    """Return a list whose source quotes the rows of datasets: at most 1,000 characters each, without the spaces that align them."""
    quotes = tuple((row.line, " ".join(lines[row.line - 1].split())[:1_000]) for row in listed.dataset_rows)
    return replace(listed, source=replace(listed.source, quotes=quotes)) if quotes else listed


def _with_control_characters(listed: ReadingList, spans: Sequence[Span]) -> ReadingList:
    """Return a list with a finding for each line that holds control characters."""
    findings = [Diagnostic(span, "AVG401", "the line holds control characters; remove them") for span in spans]
    return replace(listed, diagnostics=tuple(sorted([*listed.diagnostics, *findings]))) if findings else listed


def _with_other_records(listed: ReadingList, raw: RawBlocks) -> ReadingList:
    """Return a tagged list with the entries of other forms that stand in it: what is no tagged entry and holds a link is read as they are."""
    if not any(each.code == "AVG402" and "](" in raw.lines[each.line - 1] for each in listed.diagnostics):
        return listed
    from avgraph.reading.records.reader import read_records

    lines = list(raw.lines)
    stretches = [(entry.first_line, entry.last_line) for entry in listed.entries] + [(row.line, row.line) for row in listed.dataset_rows]
    for first, last in stretches:
        # A rule, so that what stands before and after is never one entry.
        lines[first - 1 : last] = ["***", *[""] * (last - first)]
    others = read_records(RawBlocks(lines), listed.source)
    # In a tagged list what has no tag, names nobody and states neither venue nor year is text, such as links of its introduction.
    others = replace(others, entries=tuple(entry for entry in others.entries if entry.authors or entry.venue or entry.year))
    read = {line for entry in others.entries for line in range(entry.first_line, entry.last_line + 1)}
    read.update(item.span.line for item in others.unread)
    above = {entry.heading[:depth] for entry in others.entries for depth in range(1, len(entry.heading) + 1)}
    new = above.difference(heading.path for heading in listed.headings)
    return replace(
        listed,
        entries=tuple(sorted([*listed.entries, *others.entries], key=lambda entry: entry.first_line)),
        headings=tuple(
            sorted([*listed.headings, *(each for each in others.headings if each.path in new)], key=lambda heading: heading.line)
        ),
        diagnostics=tuple(each for each in listed.diagnostics if each.code != "AVG402" or each.line not in read),
        unread=others.unread,
    )


def _refuse_mostly_unread(listed: ReadingList) -> None:
    """Raise UnreadableSourceError where less than half of the items with a link to a paper were read."""
    read = sum(entry.is_paper for entry in listed.entries) + len(listed.dataset_rows)
    unread = [item for item in listed.unread if item.links_to_paper]
    if len(unread) <= read:
        return
    tried = f"read as {listed.profile.text}" if listed.profile else "read as tagged paragraphs"
    lines = "; ".join(f"line {item.span.line}: {item.text!r} ({item.reason})" for item in unread[:_UNREAD_SHOWN])
    count = f"{len(unread):,} of {read + len(unread):,} items with a link to a paper could not be read"
    message = f"{listed.source.path}: {count}; {tried}; {lines}; write one entry with the words Title, Author, Venue, Year, Paper in their places as --profile"
    raise UnreadableSourceError(message)


def _why_empty(text: str, lines: Sequence[str]) -> str:
    expected = "looked for entries: tagged paragraphs such as **[CVPR-2016]**, items, table rows, paragraphs or headings that name a paper"
    if not text.strip():
        return f"empty file; {expected}"
    if "\x00" in text[:65536]:
        return f"a binary file; {expected}"
    if is_web_page(text):
        return f"an HTML or XML page, not Markdown; {expected}"
    return f"no entry in {quantity(len(lines), 'line')} that lists a paper; {expected}"
