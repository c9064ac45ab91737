"""Define what every source of a knowledge graph gives: the graph, the engine that answers SPARQL, entities, triples."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from avgraph.errors import UsageError
from avgraph.model.graph import Graph
from avgraph.model.vocabulary import BASE_IRI
from avgraph.progress import ProgressCallback, no_progress

if TYPE_CHECKING:
    import pyoxigraph

    from avgraph.sources.lists import ListSource
    from avgraph.sources.revisions import Revision
    from avgraph.sparql.engine import Engine
    from avgraph.views.entities import Entities, Entity
    from avgraph.views.filters import Filters
    from avgraph.views.statistics import Statistics


class GraphSource:
    """What a knowledge graph is made from. Each kind of source gives the graph and the engine in its own way; only a list gives entries."""

    path: Path | None = None
    """The file or folder, where it is one."""
    store: Path | None = None
    """The folder with the triples, where they are on disk."""
    revision: "Revision | None" = None
    """The revision of git that it is of, where one was named."""
    authorities: Sequence[str | Path] = ()
    """The authority files of a list, besides the bundled ones."""
    on_read: Callable[[Sequence[str]], None] = staticmethod(lambda _: None)
    """Called with what of a list could not be read, in messages, once it is read."""

    def __init__(self, base_iri: str | None, progress: ProgressCallback = no_progress) -> None:
        """Hold the namespace of the resources, unless the source itself is to say it, and what is told of progress.

        Raises UsageError for a namespace that is none.
        """
        if base_iri is not None:
            _check_base_iri(base_iri)
        self.given_base_iri = base_iri
        self.progress = progress

    @cached_property
    def base_iri(self) -> str:
        """The namespace of the resources."""
        return self.given_base_iri or BASE_IRI

    @property
    def name(self) -> str:
        """The name of the list, or the address of the endpoint."""
        return self.graph.source.name

    @property
    def title(self) -> str:
        """What a person calls the list, or the address of the endpoint."""
        return self.graph.source.title

    @cached_property
    def graph(self) -> Graph:
        """The graph."""
        raise NotImplementedError

    @cached_property
    def engine(self) -> "Engine":
        """What answers SPARQL: in memory, of a store on disk, or an endpoint."""
        from avgraph.sparql.engine import Engine

        return Engine.of_graph(self.graph, self.base_iri)

    @cached_property
    def entities(self) -> "Entities":
        """The entities by id."""
        from avgraph.views.entities import Entities

        return Entities(self.graph, self.base_iri)

    def fetch(self, key: str) -> "Entity":
        """Return the entity of an id or IRI. Raises UnknownEntityError where there is none."""
        return self.entities[key]

    def find(self, name: str) -> "list[Entity]":
        """Return the entities of a name. Raises UnknownEntityError with the nearest names where there is none."""
        from avgraph.views.find import find_entities

        return [self.entities[node.id] for node in find_entities(self.graph, name, self.base_iri)]

    def statistics(self, top: int, *, marked: bool = False) -> "Statistics":
        """Return the figures of the graph, with rankings of `top` rows."""
        from avgraph.views.statistics import compute_statistics

        return compute_statistics(self.graph, top, marked=marked)

    def as_list(self, message: str = "") -> "ListSource":
        """Return the source as the list that it is. Raises UsageError where it is none."""
        raise UsageError(message or f"{self.path or self.name}: no list, which is what can be read, resolved and checked")

    def load_part(self, filters: "Filters") -> Graph:
        """Return a graph with everything that fits the filters; only an endpoint returns less than all."""
        del filters
        return self.graph

    def triples(self) -> "Iterator[pyoxigraph.Triple]":
        """Yield the triples of the dump."""
        from pyoxigraph import Triple

        from avgraph.rdf.oxigraph import generate_terms

        return generate_terms(self.graph, Triple, self.base_iri)

    def content(self) -> "Graph | Iterator[pyoxigraph.Triple]":
        """Return the graph, or the triples of a dump where they need not become a graph."""
        return self.graph

    def save(self) -> None:
        """Cache what was built for the next query, where that is worth it."""


def _check_base_iri(base_iri: str) -> None:
    from avgraph.text.links import web_iri

    # Not #, as the fragment of an IRI of the source is a stretch of lines.
    if web_iri(base_iri) != base_iri or not base_iri.endswith("/"):
        raise UsageError(f"--base-iri {base_iri!r} is not an http or https IRI that ends in /")


class PartSource(GraphSource):
    """A part of a graph that filters have left."""

    def __init__(self, graph: Graph, whole: GraphSource) -> None:
        """Hold the part and where it comes from."""
        super().__init__(whole.base_iri, whole.progress)
        self.graph = graph
        self.path, self.authorities = whole.path, whole.authorities
