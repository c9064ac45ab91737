"""Open the SPARQL endpoint of a server: what is needed is asked for there, and only that is fetched."""

from functools import cached_property
from typing import TYPE_CHECKING

from avgraph.errors import UnknownEntityError
from avgraph.model.graph import Graph
from avgraph.progress import ProgressCallback
from avgraph.sources.source import GraphSource
from avgraph.views.entities import Entities, Entity
from avgraph.views.filters import Filters
from avgraph.views.find import NAMED_TYPES
from avgraph.views.statistics import Statistics

if TYPE_CHECKING:
    from avgraph.sparql.endpoint import EndpointEngine


class EndpointSource(GraphSource):
    """The SPARQL endpoint of a server that holds a dump."""

    def __init__(self, engine: "EndpointEngine", progress: ProgressCallback) -> None:
        """Hold what asks the endpoint."""
        super().__init__(None, progress)
        self.engine = self._endpoint = engine

    @property
    def name(self) -> str:
        """The address."""
        return self._endpoint.url

    title = name

    @cached_property
    def base_iri(self) -> str:
        """The namespace of the resources, as the dump says."""
        self.engine.query("ASK { ?s ?p ?o }")
        return self.engine.base

    @cached_property
    def graph(self) -> Graph:
        """The whole graph. Raises QueryError where it is too large to be fetched."""
        return self.load_part(Filters())

    def load_part(self, filters: Filters) -> Graph:
        """Return the graph with all that fits the filters: only that is fetched."""
        from avgraph.sparql.fetch import fetch_graph

        self.progress("fetching", None)
        return fetch_graph(self.engine, filters)[0]

    def statistics(self, top: int, *, marked: bool = False) -> Statistics:
        """Return the figures of the graph, as the server counts them."""
        from avgraph.sparql.statistics import query_statistics

        return query_statistics(self.engine, top, marked=marked)

    def find(self, name: str) -> list[Entity]:
        """Return the entities of a name, with what is around them."""
        return self._fetch(self.engine.find([kind.value for kind in NAMED_TYPES], name))

    def fetch(self, key: str) -> Entity:
        """Return the entity of an id or IRI. Raises UnknownEntityError where there is none."""
        return self._around(key)[key]

    @cached_property
    def _parts(self) -> dict[str, Entities]:
        return {}

    def _around(self, key: str) -> Entities:
        """Return the entities around one."""
        iri = self.base_iri + key.removeprefix(self.base_iri)
        if iri not in self._parts:
            self._fetch([iri])
        return self._parts[iri]

    def _fetch(self, iris: list[str]) -> list[Entity]:
        from avgraph.sparql.entities import as_node
        from avgraph.sparql.fetch import fetch_entities

        if not all(map(as_node, iris)):
            raise UnknownEntityError(iris[0], ())
        entities = Entities(*fetch_entities(self.engine, iris), self._around)
        self._parts.update(dict.fromkeys(iris, entities))
        return [entities[iri] for iri in iris]
