"""Open what a command asks: the graph of a list, a dump, a store on disk or an endpoint."""

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import click

from avgraph.cli.sources import report_diagnostics
from avgraph.entries import Severity
from avgraph.errors import QueryError
from avgraph.vocabulary import BASE_IRI

if TYPE_CHECKING:
    from avgraph.graph import Graph
    from avgraph.sparql.engine import Engine

_DUMPS = (".ttl", ".nt", ".nq", ".rdf", ".jsonld", ".trig")
_KIND = "dumps"
_MOST_KEPT = 8
_LARGEST_KEPT = 5 * 2**20
"""Bytes of a list whose dump is kept unasked; for more there is ``--store``."""


def is_dump(source: str | None) -> bool:
    """Tell whether a source is a dump, by its extension."""
    return bool(source and source.lower().endswith(_DUMPS))


def open_engine(source: str | None, authorities: tuple[str, ...] = (), folder: str | None = None, base: str = BASE_IRI) -> "Engine":
    """Return an engine over SOURCE: a dump, or a list that is built; with `folder` in a store that is kept there.

    The dump of a small list is kept in the user's folder for caches when the command ends, so that the next
    question need not build it again. Raises QueryError for a dump that cannot be read, UnreadableSourceError for a
    list, WriteError for a folder.
    """
    from avgraph.sparql.engine import Engine, fill_from_dump, fill_from_graph

    if is_dump(source):
        path = Path(str(source))
        if folder is None:
            return Engine.of_dump(path, base)
        from avgraph.sparql.kept_store import open_store

        return Engine(open_store(Path(folder), content_of(path), lambda store: fill_from_dump(store, path)), base)
    from avgraph.reading.source import load_source

    described, text = load_source(source)
    parts = [base, described.name, described.path, described.checksum, _state_of_package()]
    content = "\0".join(parts).encode("utf-8", "replace") + b"\0".join(content_of(Path(each)) for each in authorities)

    def build() -> "tuple[Graph, bool]":
        from avgraph.authority import load_authority
        from avgraph.pipeline import build_from
        from avgraph.reading.reading_list import parse_reading_list

        authority = load_authority(authorities)
        listed = parse_reading_list(text, described)
        graph = build_from(listed, authority)
        report_diagnostics(listed)
        return graph, all(found.severity is not Severity.ERROR for found in listed.diagnostics)

    if folder is not None:
        from avgraph.sparql.kept_store import open_store

        return Engine(open_store(Path(folder), content, lambda store: fill_from_graph(store, build()[0], base)), base)
    return _open_kept(content, build, base) if len(text) <= _LARGEST_KEPT else Engine.of_graph(build()[0], base)


def content_of(path: Path) -> bytes:
    """Return the bytes of a file. Raises QueryError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror or error}"
        raise QueryError(message) from None


def _open_kept(content: bytes, build: "Callable[[], tuple[Graph, bool]]", base: str) -> "Engine":
    import zlib

    from pyoxigraph import DefaultGraph, RdfFormat, Store

    from avgraph.kept import keep, read_kept
    from avgraph.sparql.engine import Engine

    name = sha256(content).hexdigest()
    try:
        count, _, packed = (read_kept(_KIND, name) or b"").partition(b"\n")
        store = Store()
        store.bulk_load(zlib.decompress(packed), format=RdfFormat.N_TRIPLES)
        if len(store) == int(count):
            return Engine(store, base)
    except (ValueError, SyntaxError, zlib.error):
        pass  # nothing kept, or damaged
    graph, is_sound = build()
    engine = Engine.of_graph(graph, base)
    if is_sound:  # else each question is to repeat what could not be read

        def keep_dump() -> None:
            triples = engine.store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
            keep(_KIND, name, b"%d\n" % len(engine.store) + zlib.compress(triples or b"", 1), _MOST_KEPT)

        click.get_current_context().call_on_close(keep_dump)
    return engine


def _state_of_package() -> str:
    """Return what changes when the code or the bundled authority does."""
    import avgraph
    from avgraph.ontology import ontology_file

    found = []
    for root in (Path(avgraph.__file__).parent, ontology_file("avgraph.ttl").parent):
        for folder, _, names in os.walk(root):
            if not folder.endswith("__pycache__"):
                found += [(path := os.path.join(folder, name), os.stat(path)) for name in names]  # noqa: PTH116, PTH118  (fast)
    return "\n".join(sorted(f"{path} {state.st_size} {state.st_mtime_ns}" for path, state in found))
