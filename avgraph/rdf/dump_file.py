"""Read the triples of dumps, each in the format that its extension says; `dump_graph` makes a graph of them."""

import codecs
import contextlib
import mmap
import os
import stat
from collections.abc import Generator, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from avgraph.errors import QueryError, one_line
from avgraph.model.vocabulary import VOID
from avgraph.text.nesting import problem_of_dump

if TYPE_CHECKING:
    import pyoxigraph

FORMATS = ("ttl", "nt", "nq", "rdf", "jsonld", "trig")
"""The extensions of dumps; each says the format."""
_OTHER_DUMPS = (".xml", ".n3", ".owl", ".gz", ".bz2", ".xz", ".zip")
_MOST_OF_DESCRIPTION = 1000
"""Triples."""
_UNREADABLE = (OSError, SyntaxError, ValueError, MemoryError)
"""What the parsers raise; the last for a literal of more than 16 MiB."""


def is_dump(path: str | Path | None) -> bool:
    """Tell whether a path is that of a dump, by its extension. Raises QueryError for what looks like one and cannot be read."""
    name = str(path or "").lower()
    if name.endswith(_OTHER_DUMPS):
        raise QueryError(f"{path}: no dump by its extension; those are {', '.join('.' + each for each in FORMATS)}, not packed")
    return name.endswith(tuple(f".{extension}" for extension in FORMATS))


def fill_from_dump(store: "pyoxigraph.Store", path: Path) -> None:
    """Put a dump into a store. Raises QueryError where it cannot be read."""
    rdf_format = _format_of(path)
    try:
        store.bulk_load(format=rdf_format, **_input_of(path))
    except _UNREADABLE as error:
        raise _unreadable(path, error) from None


def read_dump(path: Path) -> "Generator[pyoxigraph.Triple, None, None]":
    """Yield the triples of a dump as it is read. Raises QueryError where it cannot be read."""
    from pyoxigraph import parse

    rdf_format = _format_of(path)
    try:
        for quad in parse(format=rdf_format, **_input_of(path)):
            yield quad.triple
    except _UNREADABLE as error:
        raise _unreadable(path, error) from None


def parse_triples(content: bytes, name: str) -> "Iterator[pyoxigraph.Triple]":
    """Yield the triples of a dump in Turtle or N-Triples, called `name`. Raises QueryError where it is neither."""
    from pyoxigraph import RdfFormat, parse

    if problem := problem_of_dump(content, "ttl"):
        raise QueryError(f"{name}: {problem}")
    try:
        for quad in parse(content, format=RdfFormat.TURTLE):
            yield quad.triple
    except _UNREADABLE as error:
        raise QueryError(f"{name}: not Turtle or N-Triples that can be read: {one_line(error)}") from None


def read_base(path: Path) -> str | None:
    """Return where the resources of a dump live, as the description at its beginning states, or None.

    Raises QueryError where it cannot be read.
    """
    with contextlib.closing(read_dump(path)) as triples:
        head = islice(triples, _MOST_OF_DESCRIPTION)
        return next((str(getattr(each.object, "value", "")) for each in head if each.predicate.value == VOID + "uriSpace"), None)


def _input_of(path: Path) -> dict[str, Any]:
    """Return what the parser reads: the file, or what follows its byte order mark."""
    with path.open("rb") as file:
        return {"input": file.read()} if file.read(3) == codecs.BOM_UTF8 else {"path": str(path)}


def _format_of(path: Path) -> "pyoxigraph.RdfFormat":
    from pyoxigraph import RdfFormat

    extension = path.suffix.removeprefix(".").lower()
    rdf_format = RdfFormat.from_extension(extension) if extension in FORMATS else None
    if rdf_format is None:
        known = ", ".join(f".{each}" for each in FORMATS)
        raise QueryError(f"{path}: no dump has the extension {path.suffix!r}; known are {known}, and avgraph check is for lists")
    _refuse_hostile(path, extension)
    return rdf_format


def _refuse_hostile(path: Path, extension: str) -> None:
    """Raise QueryError where a file holds what the parser of its format cannot stand, or is none."""
    try:
        with open(path, "rb", opener=lambda name, flags: os.open(name, flags | getattr(os, "O_NONBLOCK", 0))) as file:
            state = os.fstat(file.fileno())
            if not stat.S_ISREG(state.st_mode):
                raise QueryError(f"{path}: no regular file; write the dump into one")
            if not state.st_size:
                return
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                problem = problem_of_dump(content, extension)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None
    if problem:
        raise QueryError(f"{path}: {problem}")


def _unreadable(path: Path, error: Exception) -> QueryError:
    return QueryError(f"{path}: not a dump that can be read: {one_line(error)}")
