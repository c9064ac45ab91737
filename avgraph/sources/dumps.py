"""Open a dump: a file that `avgraph export` wrote, or the folder of a store."""

from collections.abc import Generator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import finalize

from avgraph.errors import DumpError
from avgraph.model.graph import Graph
from avgraph.model.vocabulary import BASE_IRI
from avgraph.progress import ProgressCallback
from avgraph.sources.revisions import Revision
from avgraph.sources.source import GraphSource

if TYPE_CHECKING:
    import pyoxigraph

    from avgraph.sparql.engine import Engine


class DumpSource(GraphSource):
    """A dump that `avgraph export` wrote."""

    path: Path

    def __init__(self, path: Path, store: str | Path | None, base_iri: str | None, progress: ProgressCallback) -> None:
        """Hold the path of a dump."""
        super().__init__(base_iri, progress)
        self.path = path
        self.store = None if store is None else Path(store)

    @cached_property
    def base_iri(self) -> str:
        """The namespace of the resources: the one that was given, else what the dump says."""
        from avgraph.rdf.dump_file import read_base

        return self.given_base_iri or read_base(self.path) or BASE_IRI

    def triples(self) -> "Generator[pyoxigraph.Triple, None, None]":
        """Yield the triples as they are read."""
        from avgraph.rdf.dump_file import read_dump

        return read_dump(self.path)

    def content(self) -> "Generator[pyoxigraph.Triple, None, None]":
        """Return the triples."""
        return self.triples()

    @cached_property
    def graph(self) -> Graph:
        """The graph. Raises QueryError where the dump cannot be read, DumpError where it is none."""
        from avgraph.rdf.dump_graph import read_graph

        self.progress("reading", None)
        try:
            return read_graph(self.triples())[0]
        except DumpError as error:
            raise DumpError(f"{self.path}: {error}") from None

    @cached_property
    def engine(self) -> "Engine":
        """The triples in a store in the folder, else in memory."""
        from avgraph.files import read_bytes
        from avgraph.rdf.dump_file import fill_from_dump
        from avgraph.sparql.engine import Engine

        base = self.given_base_iri or BASE_IRI
        if self.store is not None:
            return Engine.of_folder(self.store, read_bytes(self.path), lambda store: fill_from_dump(store, self.path), base)
        return Engine.of_dump(self.path, base)


class RevisionSource(DumpSource):
    """A dump as it is at a revision of git."""

    def __init__(self, revision: Revision, store: str | Path | None, base_iri: str | None, progress: ProgressCallback) -> None:
        """Write the dump into a temporary folder, which is removed with this object."""
        from shutil import rmtree
        from tempfile import mkdtemp

        folder = mkdtemp(prefix="avgraph-")
        finalize(self, rmtree, folder, ignore_errors=True)
        path = Path(folder) / Path(revision.path).name
        path.write_bytes(revision.content)
        super().__init__(path, store, base_iri, progress)
        self.revision = revision


class StoreSource(DumpSource):
    """A folder with a store that ``--store`` has built."""

    def __init__(self, path: Path, base_iri: str | None, progress: ProgressCallback) -> None:
        """Hold the folder."""
        super().__init__(path, path, base_iri, progress)

    @cached_property
    def base_iri(self) -> str:
        """The namespace of the resources: the one that was given, else what the dump in the store says."""
        return self.given_base_iri or self.engine.base

    @cached_property
    def engine(self) -> "Engine":
        """The store."""
        from avgraph.sparql.engine import Engine
        from avgraph.sparql.store import open_built_store

        return Engine.of_store(open_built_store(self.path), self.given_base_iri or BASE_IRI)

    def triples(self) -> "Generator[pyoxigraph.Triple, None, None]":
        """Yield the triples of the store."""
        yield from (quad.triple for quad in self.engine.store.quads_for_pattern(None, None, None))
