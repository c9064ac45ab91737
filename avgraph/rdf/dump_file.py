"""Read the triples of dumps, each in the format that its extension says; `dump_graph` makes a graph of them."""

import contextlib
import re
from collections.abc import Generator, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from avgraph.errors import QueryError, one_line
from avgraph.model.vocabulary import VOID

if TYPE_CHECKING:
    import pyoxigraph

FORMATS = ("ttl", "nt", "nq", "rdf", "jsonld", "trig")
"""The extensions of dumps; each says the format."""
_OTHER_DUMPS = (".xml", ".n3", ".json", ".owl", ".gz", ".bz2", ".xz", ".zip")
_MOST_OF_DESCRIPTION = 1000
"""Triples."""
_DEEPEST = 500
"""JSON within JSON; the parser overflows the stack from some thousands on."""
_JSON_TEXT = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)


def is_dump(path: str | Path | None) -> bool:
    """Tell whether a path is that of a dump, by its extension. Raises QueryError for what looks like one and cannot be read."""
    name = str(path or "").lower()
    if name.endswith(_OTHER_DUMPS):
        message = f"{path}: no dump by its extension; those are {', '.join('.' + each for each in FORMATS)}, not packed"
        raise QueryError(message)
    return name.endswith(tuple(f".{extension}" for extension in FORMATS))


def fill_from_dump(store: "pyoxigraph.Store", path: Path) -> None:
    """Put a dump into a store. Raises QueryError where it cannot be read."""
    rdf_format = _format_of(path)
    try:
        store.bulk_load(path=str(path), format=rdf_format)
    except (OSError, SyntaxError, ValueError) as error:
        raise _unreadable(path, error) from None


def read_dump(path: Path) -> "Generator[pyoxigraph.Triple, None, None]":
    """Yield the triples of a dump as it is read. Raises QueryError where it cannot be read."""
    from pyoxigraph import parse

    rdf_format = _format_of(path)
    try:
        for quad in parse(path=str(path), format=rdf_format):
            yield quad.triple
    except (OSError, SyntaxError, ValueError) as error:
        raise _unreadable(path, error) from None


def parse_triples(content: bytes, name: str) -> "Iterator[pyoxigraph.Triple]":
    """Yield the triples of a dump in Turtle or N-Triples, called `name`. Raises QueryError where it is neither."""
    from pyoxigraph import RdfFormat, parse

    try:
        for quad in parse(content, format=RdfFormat.TURTLE):
            yield quad.triple
    except SyntaxError as error:
        message = f"{name}: not Turtle or N-Triples that can be read: {one_line(error)}"
        raise QueryError(message) from None


def read_base(path: Path) -> str | None:
    """Return where the resources of a dump live, as the description at its beginning states, or None.

    Raises QueryError where it cannot be read.
    """
    with contextlib.closing(read_dump(path)) as triples:
        head = islice(triples, _MOST_OF_DESCRIPTION)
        return next((str(getattr(each.object, "value", "")) for each in head if each.predicate.value == VOID + "uriSpace"), None)


def _format_of(path: Path) -> "pyoxigraph.RdfFormat":
    from pyoxigraph import RdfFormat

    extension = path.suffix.removeprefix(".").lower()
    rdf_format = RdfFormat.from_extension(extension) if extension in FORMATS else None
    if rdf_format is None:
        known = ", ".join(f".{each}" for each in FORMATS)
        message = f"{path}: no dump has the extension {path.suffix!r}; known are {known}, and avgraph check is for lists"
        raise QueryError(message)
    if rdf_format == RdfFormat.JSON_LD:
        _refuse_deep(path)
    return rdf_format


def _refuse_deep(path: Path) -> None:
    import numpy

    try:
        content = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from None
    opening, closing = b"{[", b"}]"
    brackets = _JSON_TEXT.sub(b"", content).translate(None, bytes(set(range(256)) - {*opening, *closing}))
    steps = numpy.where(numpy.isin(numpy.frombuffer(brackets, numpy.uint8), list(opening)), 1, -1)
    if len(steps) and steps.cumsum().max() > _DEEPEST:
        message = f"{path}: nests JSON more than {_DEEPEST} deep, which no dump needs"
        raise QueryError(message)


def _unreadable(path: Path, error: Exception) -> QueryError:
    return QueryError(f"{path}: not a dump that can be read: {one_line(error)}")
