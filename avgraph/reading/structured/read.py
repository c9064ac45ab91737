"""Turn a file of records into a reading list: the same entries that a list in Markdown gives, each with its lines in that file."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from avgraph.errors import UnreadableSourceError
from avgraph.model.entries import Entry, FileFormat, Heading, Profile, ReadingList, Source, UnreadItem
from avgraph.model.rules import Diagnostic, Span
from avgraph.progress import ProgressCallback, no_progress
from avgraph.reading.fields.organisations import known_alone
from avgraph.reading.formats import is_web_page
from avgraph.reading.headers import fold_header
from avgraph.reading.structured.bibtex import parse_bibtex
from avgraph.reading.structured.columns import Columns, common_keys
from avgraph.reading.structured.delimited import parse_delimited
from avgraph.reading.structured.entry import EntryReader, known_institutions
from avgraph.reading.structured.json_nodes import parse_json
from avgraph.reading.structured.nodes import Fields, FileContent, FileRecord, FileSyntaxError, Node, Scalar, has_text
from avgraph.reading.structured.people import name_style
from avgraph.reading.structured.places import Places
from avgraph.reading.structured.ris import parse_ris
from avgraph.reading.structured.shapes import find_records
from avgraph.reading.structured.yaml_nodes import parse_yaml
from avgraph.text.visible import shorten

_CITATIONS = (FileFormat.BIBTEX, FileFormat.RIS)
_CSL_KEYS = frozenset(("container-title", "issued", "citation-key", "citation-label"))
_SHOWN = 60
_LENGTH_LIMIT = 100_000
"""Longest record that is read, in characters."""
_STEP = 1_000
_FIELDS = ("title", "authors", "venue", "year", "date", "links", "institutions", "keywords", "summary", "topic")


def read_file_records(
    lines: Sequence[str],
    source: Source,
    file_format: FileFormat,
    mapping: Mapping[str, str] | None = None,
    progress: ProgressCallback = no_progress,
) -> ReadingList:
    """Return what a file of records says; `mapping` gives by field the key that holds it, where the user says so.

    Every record is an entry or an unread item. Raises UnreadableSourceError where the file is not what its format
    demands, holds no record, or where more than half of its records have no title.
    """
    text = "\n".join(lines)
    if problem := _no_records(text):
        message = f"{source.path}: {problem}; looked for {file_format.value} with records that have a title"
        raise UnreadableSourceError(message)
    columns = Columns(mapping)
    content = _content(text, source, file_format, columns)
    columns.settle(content.records)
    reader = _reader(text, content, columns, file_format)
    entries, unread = _read_all(content, reader, progress, len(lines))
    if not entries or len(unread) > len(entries):
        message = f"{source.path}: {_why_refused(content.records, entries, unread)}"
        raise UnreadableSourceError(message)
    entries, headings = _with_topics(entries, reader)
    profile = Profile(tuple(_words(content, reader, mapping)), frozenset(set(reader.used) - {"title", "topic"}), bool(mapping))
    furniture = tuple((*reader.places.lines(start, end), "comment") for start, end in content.comments if end > start)
    cut_off = (Diagnostic(span, "AVG109", 'the author list is cut off ("others"); name everybody') for span in reader.cut_off)
    return ReadingList(
        source,
        tuple(entries),
        (),
        headings,
        furniture,
        tuple(sorted(cut_off)),
        profile=profile,
        unread=tuple(unread),
        file_format=file_format,
    )


def _content(text: str, source: Source, file_format: FileFormat, columns: Columns) -> FileContent:
    """Return the records of a file. Raises UnreadableSourceError where it is not what its format demands."""
    try:
        return _parse(text, file_format, columns)
    except FileSyntaxError as error:
        place = f":{error.line}" if error.line else ""
        message = f"{source.path}{place}: not {file_format.value} that can be read: {error.reason}"
        raise UnreadableSourceError(message) from None


def _no_records(text: str) -> str:
    """Return what a file is that holds no records whatever its format, or nothing."""
    if not text.strip():
        return "empty file"
    if "\u2400" in text[:65536]:
        return "a binary file"
    return "an HTML or XML page" if is_web_page(text) else ""


def _parse(text: str, file_format: FileFormat, columns: Columns) -> FileContent:
    if file_format is FileFormat.BIBTEX:
        return parse_bibtex(text)
    if file_format is FileFormat.RIS:
        return parse_ris(text)
    if file_format is FileFormat.CSV:
        return parse_delimited(text)
    root: Node = parse_yaml(text) if file_format is FileFormat.YAML else parse_json(text)
    if isinstance(root, Fields) and root.get("@context", "@graph") is not None:
        reason = "JSON-LD; a dump of avgraph has the extension .jsonld"
        raise FileSyntaxError(1, reason)
    records = find_records(root, columns)
    is_csl = any(key in _CSL_KEYS for record in records[:50] for key, _ in record.pairs)
    return FileContent(records, form="CSL-JSON records" if is_csl else f"{file_format.value} records")


def _reader(text: str, content: FileContent, columns: Columns, file_format: FileFormat) -> EntryReader:
    people = [
        node.text
        for record in content.records
        for key, node in record.pairs
        if isinstance(node, Scalar) and columns.field(key) == "authors"
    ]
    is_citation = file_format in _CITATIONS or content.form.startswith("CSL")
    return EntryReader(
        Places(text), columns, name_style(people), is_citation, known=known_alone(known_institutions(content.records, columns))
    )


def _read_all(content: FileContent, reader: EntryReader, progress: ProgressCallback, total: int) -> tuple[list[Entry], list[UnreadItem]]:
    advance, reported = progress("reading", total), 0
    entries: list[Entry] = []
    unread: list[UnreadItem] = []
    for record in content.records:
        is_too_long = record.end - record.start > _LENGTH_LIMIT
        problem = record.problem or (f"it has more than {_LENGTH_LIMIT:,} characters" if is_too_long else "")
        entry = None if problem else reader.read(record)
        if entry is not None:
            entries.append(entry)
        else:
            unread.append(_unread(record, reader, problem))
        line = reader.places.position(record.start)[0]
        if line - reported > _STEP:
            advance(line - reported)
            reported = line
    return entries, unread


def _unread(record: FileRecord, reader: EntryReader, problem: str) -> UnreadItem:
    start, end = reader.places.lines(record.start, record.end)
    printed = reader.places.text[record.start : record.end].strip()
    shown = shorten(printed.partition("\n")[0], _SHOWN)
    keys = ", ".join(dict.fromkeys(key for key, node in record.pairs if has_text(node)))
    span = Span(start, 1, end, 1 + len(printed.rpartition("\n")[2]))
    return UnreadItem(span, shown, problem or f"no title among its fields ({keys[:_SHOWN] or 'it has none'})")


def _why_refused(records: Sequence[FileRecord], entries: Sequence[Entry], unread: Sequence[UnreadItem]) -> str:
    if not records:
        return "no record of a paper; looked for records with a title"
    keys = ", ".join(common_keys(records))
    lines = "; ".join(f"line {item.span.line}: {item.reason}" for item in unread[:3])
    hint = f"its fields are {keys}; --profile title=KEY names that of the title" if keys else "none has a field"
    return f"{len(entries):,} of {len(records):,} records were read; {hint}; {lines}"


def _with_topics(entries: Sequence[Entry], reader: EntryReader) -> tuple[list[Entry], tuple[Heading, ...]]:
    """Return the entries and the headings they stand under; where no record has a topic or group, its keywords are its topics."""
    if not any(entry.heading for entry in entries) and any(entry.keywords for entry in entries):
        reader.used["topic"] = dict(reader.used.get("keywords", {}))
        paths = [[(word,) for word in entry.keywords] for entry in entries]
        entries = [
            replace(entry, heading=path[0], topics=tuple(path[1:])) if path else entry for entry, path in zip(entries, paths, strict=True)
        ]
    lines: dict[tuple[str, ...], int] = {}
    for entry in entries:
        for path in (entry.heading, *entry.topics):
            for part in accumulate((step,) for step in path):
                lines.setdefault(part, entry.first_line)
    return list(entries), tuple(Heading(path, line) for path, line in lines.items())


def _words(content: FileContent, reader: EntryReader, mapping: Mapping[str, str] | None) -> list[str]:
    """Return the profile in words."""
    words = [content.form]
    for name in _FIELDS:
        keys = list(reader.used.get(name, ()))[:3]
        if keys:
            words.append(f"{name} = {' or '.join(keys)}")
    if mapping:
        words.append("as given: " + ", ".join(f"{name}={key}" for name, key in mapping.items()))
        present = {fold_header(key) for record in content.records for key, _ in record.pairs}
        absent = [key for key in mapping.values() if fold_header(key) not in present]
        words += [f"no record has {' or '.join(absent)}"] if absent else []
    return words
