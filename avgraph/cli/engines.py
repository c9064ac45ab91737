"""Open what a command asks: the graph of a list, a dump, a store on disk or an endpoint."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import click

from avgraph.cli.sources import report_diagnostics
from avgraph.errors import DumpError, QueryError
from avgraph.model.rules import Severity
from avgraph.model.vocabulary import BASE_IRI
from avgraph.rdf.dump_file import FORMATS

if TYPE_CHECKING:
    import pyoxigraph

    from avgraph.model.entries import ReadingList
    from avgraph.model.graph import Graph
    from avgraph.sparql.engine import Engine

_DUMPS = tuple(f".{extension}" for extension in FORMATS)
_OTHER_DUMPS = (".xml", ".n3", ".json", ".owl", ".gz", ".bz2", ".xz", ".zip")
_KIND = "dumps"
_MOST_KEPT = 8
_LARGEST_KEPT = 5 * 2**20
"""Bytes of a list whose dump is kept unasked; for more there is ``--store``."""


def is_dump(source: str | None) -> bool:
    """Tell whether a source is a dump, by its extension. Raises QueryError for what looks like one and cannot be read."""
    if source and source.lower().endswith(_OTHER_DUMPS):
        message = f"{source}: no dump by its extension; those are {', '.join(_DUMPS)}, not packed"
        raise QueryError(message)
    return bool(source and source.lower().endswith(_DUMPS))


@dataclass(frozen=True, slots=True)
class OpenSource:
    """A source that is ready to be asked."""

    engine: "Callable[[], Engine]"
    """Opens what is ready; may be called in other processes, forked from this one."""
    keep: Callable[[], None]
    """Keeps what was built for the next question, where that is done unasked."""
    build: "Callable[[], Graph]"
    """Builds the graph anew."""


def open_source(source: str | None, authorities: tuple[str, ...] = (), folder: str | None = None, base: str = BASE_IRI) -> OpenSource:
    """Load SOURCE: a dump, or a list that is built; with `folder` in a store that is kept there.

    The dump of a small list is kept in the user's folder for caches, so that the next question need not build it
    again. Raises QueryError for a dump that cannot be read, UnreadableSourceError for a list, WriteError for a folder.
    """
    from avgraph.rdf.dump_file import fill_from_dump
    from avgraph.sparql.engine import Engine

    if is_dump(source):
        path = Path(str(source))
        if folder is not None:
            return _in_folder(
                Path(folder), content_of(path), lambda store: fill_from_dump(store, path), base, lambda: read_graph_of(path)[0]
            )
        engine = Engine.of_dump(path, base)
        return OpenSource(lambda: engine, _keep_nothing, lambda: read_graph_of(path)[0])
    if source == "-" and folder is not None:
        message = "--store keeps the graph of a file; standard input is none"
        raise click.UsageError(message)
    from avgraph.reading.source import load_source

    described, text = load_source(source)
    parts = [base, described.name, described.path, described.checksum, _state_of_package()]
    content = "\0".join(parts).encode("utf-8", "replace") + b"\0".join(content_of(Path(each)) for each in authorities)

    def read_and_build() -> "tuple[ReadingList, Graph]":
        from avgraph.reading.read import parse_reading_list
        from avgraph.resolution.authority import load_authority
        from avgraph.sources import build_from

        authority = load_authority(authorities)
        listed = parse_reading_list(text, described)
        return listed, build_from(listed, authority)

    def build() -> "Graph":
        return read_and_build()[1]

    if folder is not None:
        from avgraph.sparql.engine import fill_from_graph

        def fill(store: "pyoxigraph.Store") -> None:
            listed, graph = read_and_build()
            report_diagnostics(listed)
            fill_from_graph(store, graph, base)

        return _in_folder(Path(folder), content, fill, base, build)
    is_small = len(text) <= _LARGEST_KEPT
    name = sha256(content).hexdigest()
    store = _read_kept(name) if is_small else None
    if store is not None:
        kept = Engine.in_memory(store, base)
        return OpenSource(lambda: kept, _keep_nothing, build)
    listed, graph = read_and_build()
    report_diagnostics(listed)
    built = Engine.of_graph(graph, base)
    # A list that cannot be read in full is not kept, so that each question repeats what could not be.
    is_sound = all(found.severity is not Severity.ERROR for found in listed.diagnostics)
    return OpenSource(lambda: built, (lambda: _keep_dump(name, built.store)) if is_small and is_sound else _keep_nothing, lambda: graph)


def read_graph_of(path: Path) -> "tuple[Graph, str]":
    """Return the graph of a dump, and where its resources live. Raises QueryError where it cannot be read, DumpError where it is none."""
    from avgraph.rdf.dump_file import read_dump
    from avgraph.rdf.dump_graph import read_graph

    try:
        return read_graph(read_dump(path))
    except DumpError as error:
        message = f"{path}: {error}"
        raise DumpError(message) from None


def _keep_nothing() -> None:
    """Keep nothing."""


def _in_folder(
    folder: Path, content: bytes, fill: "Callable[[pyoxigraph.Store], None]", base: str, build: "Callable[[], Graph]"
) -> OpenSource:
    from avgraph.sparql.engine import Engine
    from avgraph.sparql.store import open_store, prepare_store

    prepare_store(folder, content, fill)
    return OpenSource(lambda: Engine.of_store(open_store(folder, content, fill), base), _keep_nothing, build)


def content_of(path: Path) -> bytes:
    """Return the bytes of a file. Raises QueryError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror or error}"
        raise QueryError(message) from None


def _read_kept(name: str) -> "pyoxigraph.Store | None":
    """Return a store with the dump that is kept under a name, or nothing where there is none or it is damaged."""
    import zlib

    from pyoxigraph import RdfFormat, Store

    from avgraph.cache import read_cache

    count, _, packed = (read_cache(_KIND, name) or b"").partition(b"\n")
    store = Store()
    try:
        store.bulk_load(zlib.decompress(packed), format=RdfFormat.N_TRIPLES)
        return store if len(store) == int(count) else None
    except (ValueError, SyntaxError, zlib.error):
        return None


def _keep_dump(name: str, store: "pyoxigraph.Store") -> None:
    import zlib

    from pyoxigraph import DefaultGraph, RdfFormat

    from avgraph.cache import write_cache

    triples = store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    write_cache(_KIND, name, b"%d\n" % len(store) + zlib.compress(triples or b"", 1), _MOST_KEPT)


def _state_of_package() -> str:
    """Return what changes when the code or the bundled authority does."""
    import avgraph
    from avgraph.model.ontology import ontology_file

    found = []
    for root in (Path(avgraph.__file__).parent, ontology_file("avgraph.ttl").parent):
        for folder, _, names in os.walk(root):
            if not folder.endswith("__pycache__"):
                found += [(path := os.path.join(folder, name), os.stat(path)) for name in names]  # noqa: PTH116, PTH118  (fast)
    return "\n".join(sorted(f"{path} {state.st_size} {state.st_mtime_ns}" for path, state in found))
