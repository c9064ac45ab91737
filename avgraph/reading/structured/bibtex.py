"""Turn BibTeX and BibLaTeX into records: bibtexparser cuts the blocks, here strings, braces, names and cross references are resolved."""

import logging
import re
from collections.abc import Iterator
from typing import Any

from avgraph.reading.headers import field_of_header
from avgraph.reading.structured.latex import decode_address, decode_latex
from avgraph.reading.structured.nodes import Fields, FileContent, FileRecord, FileSyntaxError, Items, Node, Scalar
from avgraph.reading.structured.places import Places

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PIECE = re.compile(r'\s*(?:(?P<brace>\{)|(?P<quote>")|(?P<bare>[^\s{}"#,]+))\s*(?P<joint>#)?')
_JOINT = re.compile(r"\s*(#)?")
_MARK = re.compile(r'(?<!\\)[{}"]')
_NEXT_FIELD = re.compile(r"\s*([A-Za-z][\w-]*)\s*=\s*(?=[{\"\w])")
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_GIVEN_FIRST = re.compile(r"[A-Z\u00c0-\u00de][^\s,]*(?:\s[^\s,]+){1,4}")
_INITIAL = re.compile(r"[A-Z\u00c0-\u00de]\.")
_ADDRESSES = frozenset(("link", "paper", "doi", "arxiv", "pubmed", "code", "project", "video", "slides"))
_PEOPLE = frozenset(("author",))
_OWN_MEANING = {"organization": "series note", "address": "place", "eventtitle": "event", "journal": "journal", "data": "note"}
"""Keys that mean something else in BibTeX than the word does as a header."""
_MOST_EXPANDED = 1_000_000
"""Characters that strings may stand for in a file, beside four times its length."""
_BLOCKS = frozenset(("comment", "preamble", "string"))


def parse_bibtex(text: str) -> FileContent:
    """Return the entries as records; what cannot be read is a record with its problem.

    >>> record = parse_bibtex('@article{a, title = {On {Bells}}, author = "Byron, Ada and others"}').records[0]
    >>> [(key, getattr(value, "text", "")) for key, value in record.pairs]
    [('title', 'On Bells'), ('author', '')]
    """
    blocks = _split(text)
    places = Places(text)
    strings = _Strings(len(text))
    content = FileContent([], form="BibTeX records")
    by_key: dict[str, FileRecord] = {}
    for block in blocks:
        start = places.line_start(block.start_line)
        end = start + len((block.raw or "").rstrip())
        whole = getattr(block, "ignore_error_block", None) or block
        name = type(whole).__name__
        if name == "String":
            strings.values[whole.key.lower()] = _value(whole.value, strings)[0]
        elif name == "Entry":
            record = FileRecord([], start, end, kind=whole.entry_type.lower())
            for field in whole.fields:
                _add_field(record, field.key, field.value, places.line_start(field.start_line), strings)
            content.records.append(record)
            by_key.setdefault(whole.key.lower(), record)
        elif name == "ParsingFailedBlock" and _kind_of(block.raw or "") not in _BLOCKS:
            problem = " ".join(str(block.error.abort_reason).split()).rstrip(". ")
            content.records.append(FileRecord([], start, end, problem=f"not BibTeX: {problem[:1].lower()}{problem[1:]}"))
        else:
            content.comments.append((start, end))
    for record in content.records:
        _inherit(record, by_key)
    return content


def _split(text: str) -> list[Any]:
    from bibtexparser.splitter import Splitter

    # It logs each block that it cannot read; those are reported here.
    logger = logging.getLogger("bibtexparser")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        return list(Splitter(text).split().blocks)
    finally:
        logger.setLevel(level)


class _Strings:
    """The strings that a file defines, months among them."""

    def __init__(self, length: int) -> None:
        self.values = {month: month for month in _MONTHS}
        self._left = _MOST_EXPANDED + 4 * length

    def expand(self, name: str) -> str:
        """Return what a name stands for, or the name. Raises FileSyntaxError where strings make much of little."""
        value = self.values.get(name.lower(), name)
        self._left -= len(value)
        if self._left < 0:
            reason = "its strings (@string) grow without bound; write them out"
            raise FileSyntaxError(0, reason)
        return value


def _kind_of(raw: str) -> str:
    match = re.match(r"@\s*(\w+)", raw)
    return match[1].lower() if match else ""


def _add_field(record: FileRecord, key: str, printed: str, start: int, strings: "_Strings") -> None:
    """Add a field, and those that follow it without a comma."""
    while True:
        value, rest = _value(printed, strings)
        name = _OWN_MEANING.get(key.lower(), key)
        record.pairs.append((name, _node(name, value, start)))
        following = _NEXT_FIELD.match(rest)
        if not following:
            return
        key, printed = following[1], rest[following.end() :]


def _value(printed: str, strings: "_Strings") -> tuple[str, str]:
    """Return what a value says, its delimiters gone and its strings put in, and what stands after it."""
    parts, place = [], 0
    while match := _PIECE.match(printed, place):
        if match["bare"]:
            parts.append(strings.expand(match["bare"]))
            has_joint, place = bool(match["joint"]), match.end()
        else:
            opening = match.end("brace") if match["brace"] else match.end("quote")
            end = _closing(printed, opening, '"' if match["quote"] else "}")
            parts.append(printed[opening:end])
            joint = _JOINT.match(printed, end + 1)
            has_joint, place = (bool(joint[1]), joint.end()) if joint else (False, end + 1)
        if not has_joint:
            break
    return "".join(parts), printed[place:]


def _closing(text: str, start: int, closing: str) -> int:
    """Return where the delimiter that closes a value stands; the end of the text where none does."""
    depth = 0
    for mark in _MARK.finditer(text, start):
        if depth == 0 and mark[0] == closing:
            return mark.start()
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
    return len(text)


def _node(key: str, value: str, start: int) -> Node:
    end = start + len(value)
    if key.lower() in _PEOPLE:
        return Items([_person(name, start) for name in split_people(value)], start, end)
    is_address = field_of_header(key) in _ADDRESSES
    return Scalar(decode_address(value) if is_address else decode_latex(value), start, end)


def split_people(value: str) -> list[str]:
    """Return the names that "and" parts outside of braces.

    >>> split_people("Byron, Ada and {Bells and Whistles Inc.} and others")
    ['Byron, Ada', '{Bells and Whistles Inc.}', 'others']
    >>> split_people("A. Byron, A. Tring and C. Ring")
    ['A. Byron', 'A. Tring', 'C. Ring']
    """
    names, start, depth, place = [], 0, 0, 0
    flat = " ".join(value.split())
    for joint in _AND.finditer(flat) if "and" in flat.lower() else ():
        depth += flat.count("{", place, joint.start()) - flat.count("}", place, joint.start())
        place = joint.start()
        if depth <= 0:
            names.append(flat[start : joint.start()])
            start = joint.end()
    names = [name for name in (*names, flat[start:]) if name.strip(" ,")]
    return [part for name in names for part in _split_at_commas(name, is_alone=len(names) == 1)]


def _split_at_commas(name: str, *, is_alone: bool) -> list[str]:
    """Return the names that a comma parts where "and" should: given names stand before each family name."""
    parts = [part.strip() for part in name.split(",")]
    if "{" in name or len(parts) == 1 or not all(map(_GIVEN_FIRST.fullmatch, parts)):
        return [name]
    has_initials = all(_INITIAL.match(part) for part in parts)
    return parts if has_initials or (is_alone and len(parts) > 2) else [name]


def _person(name: str, start: int) -> Node:
    """Return a person as family and given name, or a name as it is printed."""
    bare = name.strip(" ,")
    parts = [part.strip() for part in _commas(bare)]
    if len(parts) == 1 or not parts[0] or (bare.startswith("{") and _closing(bare, 1, "}") == len(bare) - 1):
        return Scalar(decode_latex(bare), start, start)
    given, suffix = parts[-1], parts[1] if len(parts) > 2 else ""
    pairs = (("family", parts[0]), ("given", given), ("suffix", suffix))
    return Fields([(Scalar(key, start, start), Scalar(decode_latex(text), start, start)) for key, text in pairs if text], start, start)


def _commas(name: str) -> Iterator[str]:
    """Yield the parts of a name that commas outside of braces part."""
    if "{" not in name:
        yield from name.split(",")
        return
    start = depth = 0
    for mark in re.finditer(r"(?<!\\)[{},]", name):
        if mark[0] == "," and depth <= 0:
            yield name[start : mark.start()]
            start = mark.end()
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
    yield name[start:]


def _inherit(record: FileRecord, by_key: dict[str, FileRecord]) -> None:
    """Add what a record lacks and the one that it refers to states; the title of that is the book's."""
    keys = {key.lower(): value for key, value in record.pairs}
    reference = keys.get("crossref")
    above = by_key.get(reference.text.strip().lower()) if isinstance(reference, Scalar) else None
    if above is None or above is record:
        return
    names = set(keys)
    for key, value in list(above.pairs):
        inherited = "booktitle" if key.lower() == "title" else key
        if inherited.lower() not in names and key.lower() not in ("author", "editor", "crossref", "booktitle"):
            record.pairs.append((inherited, value))
