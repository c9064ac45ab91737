"""Offer the graph to Python: build it, look at it, write it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from avgraph.errors import QueryError
from avgraph.export.files import format_of_path, write_graph
from avgraph.export.networkx_graph import to_networkx
from avgraph.export.views import View
from avgraph.model.entries import ReadingList
from avgraph.model.graph import Graph, Node
from avgraph.model.vocabulary import BASE_IRI, NodeType
from avgraph.page.page import framed
from avgraph.sources import build_from_path
from avgraph.views.filters import Filters
from avgraph.views.find import find_entities
from avgraph.views.projections import build_view
from avgraph.views.statistics import Statistics, compute_statistics

if TYPE_CHECKING:
    import networkx
    import rdflib

    from avgraph.sparql.answer import Answer
    from avgraph.sparql.engine import Engine


class KnowledgeGraph:
    """A reading list as a knowledge graph. `avgraph.build` makes one.

    >>> kg = build()
    >>> len(kg.tasks), len(kg.datasets)
    (37, 32)
    >>> kg.find("Look, Listen and Learn")[0].id
    'paper/look-listen-and-learn-2017'
    """

    def __init__(self, listed: ReadingList, graph: Graph, base_iri: str = BASE_IRI) -> None:
        """Hold a reading list and the graph built from it."""
        self.reading_list = listed
        """What the list says, as written, with the diagnostics."""
        self.graph = graph
        """Nodes and edges."""
        self.base_iri = base_iri
        self._engine: Engine | None = None

    @property
    def papers(self) -> list[Node]:
        """The papers, by id."""
        return self.graph.of_type(NodeType.PAPER)

    @property
    def authors(self) -> list[Node]:
        """The authors, by id."""
        return self.graph.of_type(NodeType.AUTHOR)

    @property
    def institutions(self) -> list[Node]:
        """The institutions, by id."""
        return self.graph.of_type(NodeType.INSTITUTION)

    @property
    def tasks(self) -> list[Node]:
        """The tasks, by id."""
        return self.graph.of_type(NodeType.TASK)

    @property
    def datasets(self) -> list[Node]:
        """The datasets, by id."""
        return self.graph.of_type(NodeType.DATASET)

    @property
    def venues(self) -> list[Node]:
        """The venues, by id."""
        return self.graph.of_type(NodeType.VENUE)

    def __len__(self) -> int:
        """Return the number of nodes."""
        return len(self.graph)

    def __iter__(self) -> Iterator[Node]:
        """Iterate over the nodes, by id."""
        return iter(self.graph.nodes.values())

    def find(self, name: str) -> list[Node]:
        """Return the entities of a name, form, identifier or id; raises UnknownEntityError with the nearest names."""
        return find_entities(self.graph, name, self.base_iri)

    def statistics(self, top: int = 10) -> Statistics:
        """Return counts, rankings, papers by task and year, and components."""
        return compute_statistics(self.graph, top)

    def query(self, query: str, *, limit: int | None = None, **parameters: str | int) -> "Answer":
        """Return the answer to a SPARQL query, given as its text or as the name of a shipped one with its parameters.

        Rows are tuples of plain values; `to_pandas()` makes a data frame. Raises QueryError for a query that
        cannot be read or answered, UnknownEntityError for a parameter that names no entity.

        >>> build().query("top-authors", task="Speech Recognition", limit=1).rows
        [('Minsu Kim', 5, 1.5)]
        """
        from avgraph.sparql.engine import Engine
        from avgraph.sparql.questions import load_shipped, no_shipped

        _check_query(query, limit, parameters)
        if self._engine is None:
            self._engine = Engine.of_graph(self.graph, self.base_iri)
        shipped = load_shipped().get(query)
        if shipped is not None:
            return self._engine.ask(self._engine.bind(shipped, {name: str(value) for name, value in parameters.items()}), limit)
        if re.fullmatch(r"[\w-]+", query):
            raise no_shipped(query)
        if parameters:
            message = f"{', '.join(parameters)}: parameters are for shipped queries; write them into the query"
            raise QueryError(message)
        self._engine.refuse_unknown_terms(query)
        return self._engine.ask(query, limit)

    def view(self, name: str = "coauthors", filters: Filters | None = None) -> View:
        """Return a view: ``coauthors``, ``institutions``, ``tasks`` or ``knowledge``, narrowed by `filters`.

        Raises FilterError for a view that is not there, UnknownEntityError for a filter that names no entity.

        >>> len(build().view("coauthors", Filters(ego="Kristen Grauman")).nodes)
        25
        """
        return View.of(build_view(self.graph, name, filters), self.base_iri)

    def to_networkx(self) -> "networkx.MultiDiGraph[str]":
        """Return a directed multigraph of networkx with the nodes, edges and attributes of the graph."""
        return to_networkx(self.graph, self.base_iri)

    def to_rdflib(self) -> "rdflib.Graph":
        """Return an rdflib graph with every triple of the dump."""
        from avgraph.rdf.rdflib_graph import to_rdflib

        return to_rdflib(self.graph, self.base_iri)

    def write(self, path: str | Path, format: str | None = None) -> Path:  # noqa: A002  (what pandas and rdflib call it)
        """Write the graph to `path` and return it; the format is that of the extension unless it is named.

        Raises WriteError where the path cannot be written or its extension is unknown.
        """
        target = Path(path)
        write_graph(self.graph, target, format or format_of_path(target), self.base_iri)
        return target

    def __repr__(self) -> str:
        """Return a line with the name and the counts."""
        return f"<KnowledgeGraph {self.graph.source.name!r}: {len(self.graph):,} nodes, {self.graph.edge_count():,} edges>"

    def _repr_html_(self) -> str:
        """Show the counts by type, and the graph itself, in a notebook."""
        rows = "".join(f"<tr><th>{escape(node_type)}</th><td>{count:,}</td></tr>" for node_type, count in self.statistics(0).nodes.items())
        page = framed(self.view("knowledge").to_html())
        return f"<table><caption>{escape(self.graph.source.title)}</caption>{rows}</table>{page}"


def _check_query(query: object, limit: object, parameters: Mapping[str, object]) -> None:
    """Raise QueryError where what is given to `query` is of the wrong kind."""
    if not isinstance(query, str):
        message = f"a query is a text, not {type(query).__name__}"
        raise QueryError(message)
    if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int) or limit < 0):
        message = f"limit is {limit!r}; a number from 0, or None for all rows"
        raise QueryError(message)
    for name, value in parameters.items():
        if isinstance(value, bool) or not isinstance(value, str | int):
            message = f"{name} is {value!r}; a text or a whole number, or leave it out"
            raise QueryError(message)


def build(path: str | Path | None = None, *, authorities: Sequence[str | Path] = (), base_iri: str = BASE_IRI) -> KnowledgeGraph:
    """Return the knowledge graph of the reading list at `path`; None is the bundled list, ``-`` standard input.

    `authorities` are authority files of your own, in force beside the bundled ones. Raises
    UnreadableSourceError where the source cannot be read or holds no entry, and AuthorityError
    where an authority file cannot be read or contradicts another.
    """
    listed, graph = build_from_path(path, authorities)
    return KnowledgeGraph(listed, graph, base_iri)
