"""Offer the graph to Python: open it, look at it, ask it, check it, write it."""

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from avgraph.model.entries import ReadingList
from avgraph.model.graph import Graph
from avgraph.model.vocabulary import NodeType
from avgraph.sources.lists import ListSource
from avgraph.sources.opening import open_source
from avgraph.sources.source import GraphSource, PartSource

if TYPE_CHECKING:
    import networkx
    import rdflib

    from avgraph.checks.run import Report
    from avgraph.checks.settings import Settings
    from avgraph.export.views import View
    from avgraph.push.push import PushResult
    from avgraph.rdf.shacl import Violation
    from avgraph.release.publish import Released
    from avgraph.resolution.entities import Merge
    from avgraph.resolution.explain import Explanation
    from avgraph.sparql.answer import Answer
    from avgraph.sparql.questions import ShippedQuery
    from avgraph.views.describe import Description
    from avgraph.views.entities import Author, Dataset, Entity, Institution, Paper, Task, Venue
    from avgraph.views.filters import Filters
    from avgraph.views.statistics import Statistics


class KnowledgeGraph:
    """A reading list as a knowledge graph; `avgraph.open` makes one. What it holds is read and built when it is needed.

    >>> kg = build()
    >>> len(kg.tasks), len(kg.datasets)
    (37, 32)
    >>> [author.label for author in kg["paper/look-listen-and-learn-2017"].authors]
    ['Relja Arandjelovic', 'Andrew Zisserman']
    """

    def __init__(self, source: GraphSource) -> None:
        """Hold the list, dump, store or endpoint that gives the graph."""
        self.source = source

    @property
    def reading_list(self) -> ReadingList:
        """What the list says, as written, with the diagnostics. Raises UsageError where the source is no list."""
        return self.source.as_list().reading_list

    @property
    def graph(self) -> Graph:
        """Nodes and edges."""
        return self.source.graph

    @property
    def base_iri(self) -> str:
        """The namespace of the resources."""
        return self.source.base_iri

    @property
    def papers(self) -> "list[Paper]":
        """The papers, by id."""
        return self.source.entities.of_type(NodeType.PAPER)

    @property
    def authors(self) -> "list[Author]":
        """The authors, by id."""
        return self.source.entities.of_type(NodeType.AUTHOR)

    @property
    def institutions(self) -> "list[Institution]":
        """The institutions, by id."""
        return self.source.entities.of_type(NodeType.INSTITUTION)

    @property
    def tasks(self) -> "list[Task]":
        """The tasks, by id."""
        return self.source.entities.of_type(NodeType.TASK)

    @property
    def datasets(self) -> "list[Dataset]":
        """The datasets, by id."""
        return self.source.entities.of_type(NodeType.DATASET)

    @property
    def venues(self) -> "list[Venue]":
        """The venues, by id."""
        return self.source.entities.of_type(NodeType.VENUE)

    def __len__(self) -> int:
        return len(self.graph)

    def __iter__(self) -> "Iterator[Entity]":
        return iter(self.source.entities.values())

    def __getitem__(self, key: str) -> Any:
        """Return the entity of an id or IRI. Raises UnknownEntityError, which is a KeyError, with the nearest ids."""
        return self.source.fetch(key)

    def __contains__(self, key: object) -> bool:
        return key in self.source.entities

    def find(self, name: str) -> "list[Entity]":
        """Return the entities of a name, form, identifier or id. Raises UnknownEntityError with the nearest names."""
        return self.source.find(name)

    def describe(self, name: str) -> "list[Description]":
        """Return what the graph knows about the entities of a name, and of a list why forms are held to be one or kept apart."""
        from avgraph.views.describe import describe

        resolved = self.source.resolved if isinstance(self.source, ListSource) else None
        return [describe(entity.entities.graph, entity.node, self.base_iri, resolved) for entity in self.find(name)]

    def statistics(self, top: int = 10, *, marked: bool = False) -> "Statistics":
        """Return counts, rankings (with `marked` also of what may be several people), papers by task and year, and components."""
        return self.source.statistics(top, marked=marked)

    def narrow(self, filters: "Filters | None" = None, **narrowing: Any) -> "KnowledgeGraph":
        """Return the part of the graph that fits the filters, given as keywords or as Filters.

        >>> len(build().narrow(task="Speech Recognition", years="2022:").papers)
        36
        """
        from avgraph.views.filters import Filters

        wanted = Filters.of(filters, **narrowing)
        if wanted.is_empty:
            return self
        from avgraph.views.narrowing import narrow, narrow_to_ego

        graph = narrow(self.source.load_part(wanted), wanted)
        return KnowledgeGraph(PartSource(narrow_to_ego(graph, wanted.ego, wanted.hops) if wanted.ego else graph, self.source))

    def view(self, name: str = "coauthors", filters: "Filters | None" = None, **narrowing: Any) -> "View":
        """Return a view: ``coauthors``, ``institutions``, ``tasks`` or ``knowledge``, narrowed by filters.

        Raises FilterError for a view that is not there, UnknownEntityError for a filter that names no entity.
        """
        from avgraph.export.views import View
        from avgraph.views.filters import Filters
        from avgraph.views.projections import build_view

        wanted = Filters.of(filters, **narrowing)
        return View.of(build_view(self.source.load_part(wanted), name, wanted), self.base_iri)

    def query(
        self,
        query: "str | ShippedQuery",
        *,
        limit: int | None = None,
        time_limit: float | None = None,
        memory_limit: int | None = None,
        **parameters: str | int,
    ) -> "Answer":
        """Return the answer to a SPARQL query: its text, the path of a ``.rq`` file, or the name of a shipped one with its parameters.

        Rows are tuples of plain values. With `time_limit` (seconds) or `memory_limit` (MiB) it runs in a process of its own. Raises
        QueryError for what cannot be read or answered, or passes a limit, UnknownEntityError for a parameter that names no entity.

        >>> build().query("top-authors", task="Speech Recognition", limit=1).rows
        [('Minsu Kim', 'https://w3id.org/avgraph/id/author/minsu_kim', 5, 1.5)]
        """
        from avgraph.sparql.run import answer_query

        return answer_query(self.source, query, limit, time_limit=time_limit, memory_limit=memory_limit, **parameters)

    def serialize_query(self, query: "str | ShippedQuery", format: str | None = None, **options: Any) -> bytes:  # noqa: A002  (as for `write`)
        """Return the answer to a query as table (folded to `width`), csv, tsv, json or xml, or triples as turtle; `options` as for `query`."""
        from avgraph.sparql.run import serialize_query

        return serialize_query(self.source, query, format, **options)

    def explain_query(self, query: "str | ShippedQuery", **options: Any) -> str:
        """Return a query as it would be asked, parameters in place and prefixes declared; `options` as for `query`."""
        from avgraph.sparql.run import explain_query

        return explain_query(self.source, query, **options)

    def check(self, settings: "Settings | None" = None, **options: Any) -> "Report":
        """Return every defect of the list, or what it has beyond `against`, a file or revision of git; `options`: settings by name, `baseline`."""
        from avgraph.checks.run import check_list

        listed = self.source.as_list()
        return check_list(listed.text, listed.source, listed.authority, settings, **listed.options_of_checks(options))

    def fix(self, settings: "Settings | None" = None, **options: Any) -> int:
        """Repair what is certain in the file of the list, change no other byte, and return the number of repairs; options as for `check`."""
        from avgraph.checks.run import repair_list

        listed = self.source.as_list()
        listed.refuse_to_rewrite()
        text, count = repair_list(listed.text, listed.source, listed.authority, settings, **listed.options_of_checks(options))
        listed.rewrite(text)
        return count

    def why(self, first: str, second: str) -> "Explanation":
        """Return why two forms of the list name one entity, or do not. Raises UnknownEntityError for a form that is not there."""
        from avgraph.resolution.explain import explain_pair

        return explain_pair(self.source.as_list("why two forms are one stands in no dump; give the list").resolved, first, second)

    def merges(self) -> "list[tuple[NodeType, Merge]]":
        """Return every merge of forms of the list, by kind and entity, with its reason."""
        from avgraph.resolution.explain import list_merges

        return list(list_merges(self.source.as_list().resolved))

    def suggest_authority(self) -> str:
        """Return the likely merges that rules alone cannot decide, as an authority file in Turtle to review."""
        from avgraph.resolution.explain import suggest_authority

        return suggest_authority(self.source.as_list().resolved)

    def validate(self) -> "tuple[Violation, ...]":
        """Return what breaks the SHACL shapes of the ontology; nothing for a valid graph."""
        from avgraph.rdf.shacl import as_dump, validate

        return validate(as_dump(self.source.triples(), str(self.source.path)))

    def release(self, path: str | Path, **options: Any) -> "Released":
        """Publish the graph as a folder that any static web server serves: pages, data, feed; `options` are those of `release.publish.publish`."""
        from avgraph.release.publish import publish

        return publish(self.source, path, **options)

    def push(self, url: str, graph: str | None = None, **options: Any) -> "PushResult":
        """Load the graph into the triple store at `url`, in place of the named graph `graph`; `options` are those of `push.push.push`."""
        from avgraph.push.push import push
        from avgraph.sparql.http.address import check_url

        check_url(url)
        return push(self.source.content(), url, graph, base_iri=self.base_iri, **options)

    def to_networkx(self) -> "networkx.MultiDiGraph[str]":
        """Return a directed multigraph of networkx with the nodes, edges and attributes of the graph."""
        from avgraph.export.networkx_graph import to_networkx

        return to_networkx(self.graph, self.base_iri)

    def to_rdflib(self) -> "rdflib.Graph":
        """Return an rdflib graph with every triple of the dump."""
        from avgraph.rdf.rdflib_graph import to_rdflib

        return to_rdflib(self.graph, self.base_iri)

    def write(self, path: str | Path | IO[bytes] | None = None, format: str | None = None, **options: Any) -> Path | None:  # noqa: A002
        """Write the graph to a path, by default ``exports/<list name>.<extension>``, and return it; or to a binary file.

        The format is that of the extension unless it is named, else turtle. With `materialize` RDF has superclasses and superproperties;
        `progress` is told of the bytes. Raises WriteError where it cannot be written or the extension is unknown.
        """
        from avgraph.export.files import choose_format, export_graph

        inputs = [self.source.path, *self.source.authorities]
        name = choose_format(path, format, inputs=inputs, materialize=options.get("materialize", False))
        return export_graph(self.graph, path, name, self.base_iri, inputs=inputs, **options)

    def __repr__(self) -> str:
        return f"<KnowledgeGraph {self.graph.source.name!r}: {len(self.graph):,} nodes, {self.graph.edge_count():,} edges>"

    def _repr_html_(self) -> str:
        """Show the counts by type, and the graph itself, in a notebook."""
        rows = "".join(f"<tr><th>{escape(node_type)}</th><td>{count:,}</td></tr>" for node_type, count in self.statistics(0).nodes.items())
        return f"<table><caption>{escape(self.graph.source.title)}</caption>{rows}</table>{self.view('knowledge')._repr_html_()}"


def open(  # noqa: A001  (of avgraph, whose name says what is opened)
    source: str | Path | None = None,
    *,
    authorities: Sequence[str | Path] = (),
    endpoint: str | None = None,
    store: str | Path | None = None,
    graph: str | None = None,
    base_iri: str | None = None,
    profile: str | None = None,
    ror: str | Path | None = None,
    **more: Any,
) -> KnowledgeGraph:
    """Return the knowledge graph of a list, a dump, a store folder, standard input (``-``), or None for the bundled list.

    `authorities` are your own authority files (`bundled_authority=False` leaves ours out); `endpoint` is a SPARQL server to ask instead, `graph` its
    named graph; `store` is a folder for the triples; `base_iri` the namespace; `profile` is an entry as the list writes it, `ror` a dump of the
    registry; else those of ``avgraph.toml`` count. Raises UsageError for what does not fit.
    """
    from avgraph.checks.settings import find_profile, find_registry

    more |= {"authorities": authorities, "endpoint": endpoint, "store": store, "graph": graph, "base_iri": base_iri}
    more |= {"profile": None if endpoint else find_profile(profile, source), "ror": ror if endpoint else find_registry(ror, source)}
    return KnowledgeGraph(open_source(source, **more))


def build(source: str | Path | None = None, **options: Any) -> KnowledgeGraph:
    """Return the knowledge graph of a source, as `avgraph.open` does, read and built at once."""
    (kg := open(source, **options)).graph  # noqa: B018  (built when it is asked for)
    return kg
