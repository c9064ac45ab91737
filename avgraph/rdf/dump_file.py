"""Read dumps, each in the format that its extension says."""

import contextlib
import re
from collections.abc import Generator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from avgraph.errors import QueryError, one_line
from avgraph.model.vocabulary import VOID

if TYPE_CHECKING:
    import pyoxigraph

FORMATS = {"ttl": "TURTLE", "nt": "N_TRIPLES", "nq": "N_QUADS", "rdf": "RDF_XML", "jsonld": "JSON_LD", "trig": "TRIG"}
"""What a dump may be, by extension."""
_MOST_OF_DESCRIPTION = 1000
"""Triples."""
_DEEPEST = 500
"""JSON within JSON; the parser overflows the stack from some thousands on."""
_JSON_TEXT = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)


def fill_from_dump(store: "pyoxigraph.Store", path: Path) -> None:
    """Put a dump into a store. Raises QueryError where it cannot be read."""
    form = _format_of(path)
    try:
        store.bulk_load(path=str(path), format=form)
    except (OSError, SyntaxError, ValueError) as error:
        raise _unreadable(path, error) from None


def read_dump(path: Path) -> "Generator[pyoxigraph.Triple, None, None]":
    """Yield the triples of a dump as it is read. Raises QueryError where it cannot be read."""
    from pyoxigraph import parse

    form = _format_of(path)
    try:
        for quad in parse(path=str(path), format=form):
            yield quad.triple
    except (OSError, SyntaxError, ValueError) as error:
        raise _unreadable(path, error) from None


def read_base(path: Path) -> str | None:
    """Return where the resources of a dump live, as the description with which it begins says; nothing where it says nothing.

    Raises QueryError where it cannot be read.
    """
    with contextlib.closing(read_dump(path)) as triples:
        head = islice(triples, _MOST_OF_DESCRIPTION)
        return next((str(getattr(each.object, "value", "")) for each in head if each.predicate.value == VOID + "uriSpace"), None)


def _format_of(path: Path) -> "pyoxigraph.RdfFormat":
    from pyoxigraph import RdfFormat

    extension = path.suffix.removeprefix(".").lower()
    if extension not in FORMATS:
        message = f"{path}: no dump by its extension; those are {', '.join('.' + each for each in FORMATS)}"
        raise QueryError(message)
    if extension == "jsonld":
        _refuse_deep(path)
    form: pyoxigraph.RdfFormat = getattr(RdfFormat, FORMATS[extension])
    return form


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
