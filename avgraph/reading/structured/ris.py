"""Turn RIS into records. A line is a tag and its value; rispy reads that as well, but tells no lines and drops what it cannot read."""

import re
from collections.abc import Iterator

from avgraph.reading.structured.nodes import FileContent, FileRecord, Items, Node, Scalar

_TAG = re.compile(r"\s{0,3}([A-Z][A-Z0-9]) {1,3}-(?: |$)[ \t]*(.*)")
_KEYS = {
    "TI": "title", "T1": "title", "CT": "title", "AU": "author", "A1": "author", "PY": "year", "Y1": "date", "DA": "date",
    "JO": "journal", "JF": "journal", "T2": "conference", "BT": "book title", "JA": "venue", "J1": "venue", "J2": "venue", "C3": "venue",
    "PB": "publisher", "DO": "doi", "UR": "url", "L1": "pdf", "L2": "fulltext", "LK": "link", "KW": "keywords", "AB": "abstract", "N2": "abstract",
    "N1": "notes", "RN": "notes", "AD": "affiliation", "C1": "extra", "C2": "extra", "M1": "extra", "M3": "extra",
}  # fmt: skip
"""By tag, a key that the table of headers knows; the others (pages, numbers, editors, databases) say nothing of a paper's fields."""
_MANY = frozenset(("AU", "A1", "KW", "UR", "L1", "L2", "AD", "N1", "AB", "N2"))


def parse_ris(text: str) -> FileContent:
    r"""Return the records: from ``TY`` to ``ER``, or to the next ``TY``.

    >>> record = parse_ris("TY  - JOUR\nTI  - On Bells\nER  - ").records[0]
    >>> record.kind, record.pairs[0][1].text
    ('jour', 'On Bells')
    """
    content = FileContent([], form="RIS records")
    record: FileRecord | None = None
    values: dict[str, Items] = {}
    last: Scalar | None = None
    for start, line in _lines(text):
        match = _TAG.match(line)
        end = start + len(line)
        if match is None:
            if record is not None and last is not None and line.strip():
                last.text, last.end, record.end = f"{last.text} {line.strip()}", end, end
            elif record is None and line.strip():
                content.comments.append((start, end))
            continue
        tag, value = match[1], Scalar(match[2].strip(), start + match.start(2), end)
        if tag == "TY" or record is None:
            record, values = FileRecord([], start, end, kind=value.text.lower() if tag == "TY" else ""), {}
            content.records.append(record)
        record.end, last = end, None
        if tag == "ER":
            record = None
        elif tag in _KEYS and value.text:
            _add(record, tag, value, values)
            last = value
    return content


def _add(record: FileRecord, tag: str, value: Scalar, values: dict[str, Items]) -> None:
    node: Node = value
    if tag in _MANY:
        key = _KEYS[tag]
        if key in values:
            values[key].items.append(value)
            values[key].end = value.end
            return
        node = values[key] = Items([value], value.start, value.end)
    record.pairs.append((_KEYS[tag], node))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1
