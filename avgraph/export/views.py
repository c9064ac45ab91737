"""Show a view and write it: as GraphML, GEXF, CSV, a page, or a graph of networkx or pyvis."""

from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self

from avgraph.errors import UsageError
from avgraph.export.csv_tables import write_network_table
from avgraph.export.files import format_of_path, write_to
from avgraph.export.formats import FORMATS, load_writer
from avgraph.export.network import write_network_gexf, write_network_graphml
from avgraph.export.networkx_graph import view_to_networkx
from avgraph.export.records import view_network
from avgraph.files import file_name
from avgraph.model.graph import Graph
from avgraph.model.vocabulary import BASE_IRI
from avgraph.views.projections import view_knowledge
from avgraph.views.view import ViewGraph

if TYPE_CHECKING:
    import networkx

    from avgraph.explorer.pyvis import Network


@dataclass(frozen=True, repr=False)
class View(ViewGraph):
    """A graph derived from the graph, such as that of the co-authors; it shows and writes itself."""

    base_iri: str = BASE_IRI
    """The namespace of the resources."""

    @classmethod
    def of(cls, view: ViewGraph, base_iri: str = BASE_IRI) -> Self:
        """Return the view of this data."""
        return cls(**{each.name: getattr(view, each.name) for each in fields(ViewGraph)}, base_iri=base_iri)

    def to_networkx(self, base_iri: str | None = None) -> "networkx.Graph[str] | networkx.MultiDiGraph[str]":
        """Return a graph of networkx: undirected with one edge for each tie, or a directed multigraph for the typed graph."""
        return view_to_networkx(self, self.base_iri if base_iri is None else base_iri)

    def to_pyvis(self) -> "Network":
        """Return a network of pyvis, with places and with physics off, to change and to write; its page makes no request."""
        from avgraph.explorer.pyvis import Network

        return Network(self)

    def to_html(self, drawing: str | None = None) -> str:
        """Return the interactive page of the view; `drawing` is ``canvas``, our own and the default, or ``pyvis``."""
        from avgraph.explorer.page import generate_html

        return generate_html(self, drawing)

    def write(
        self,
        path: str | Path | IO[bytes] | None = None,
        format: str | None = None,  # noqa: A002  (as for the graph)
    ) -> Path | None:
        """Write the view to a path, a folder for CSV, and return it, or to a binary file; the format is that of the extension unless it is named.

        Without a path it goes to ``exports/<list name>.<view>.<extension>``. Raises WriteError where it cannot be written,
        UsageError for a format that is for the whole graph alone.
        """
        name = format or (format_of_path(Path(path)) if isinstance(path, str | Path) else "graphml")
        writers = {each: partial(self._write, writer, each) for each, writer in _writers(name).items()}
        default = Path("exports") / file_name(self.source.name, f".{self.name}.{FORMATS[name].extension}")
        return write_to(path, default, writers, name, [self.source.path])

    def _write(self, writer: str, name: str, file: IO[bytes]) -> None:
        load_writer(writer)(self, file, self.base_iri, **({"name": name} if name else {}))

    def _repr_html_(self) -> str:
        """Show the page in a cell of a notebook."""
        from avgraph.explorer.page import framed

        return framed(self.to_html())


def write_graphml(view: ViewGraph, file: IO[bytes], base: str) -> None:
    """Write a view as GraphML."""
    write_network_graphml(view_network(view, base), file)


def write_gexf(view: ViewGraph, file: IO[bytes], base: str) -> None:
    """Write a view as GEXF."""
    write_network_gexf(view_network(view, base), file)


def write_table(view: ViewGraph, file: IO[bytes], base: str, name: str) -> None:
    """Write the nodes or the edges of a view as CSV."""
    write_network_table(view_network(view, base), file, name)


def write_graph_html(graph: Graph, file: IO[bytes], base: str) -> None:
    """Write the interactive page of the typed graph, the view ``knowledge``."""
    write_html(view_knowledge(graph), file, base)


def write_html(view: ViewGraph, file: IO[bytes], base: str) -> None:
    """Write the interactive page of a view."""
    del base
    from avgraph.explorer.page import generate_html

    file.write(generate_html(view).encode("utf-8"))


def _writers(name: str) -> dict[str, str]:
    writers = FORMATS[name].view_writers if name in FORMATS else {}
    if not writers:
        known = ", ".join(each for each, form in FORMATS.items() if form.view_writers)
        raise UsageError(f"a view is written as {known}; {name} is for the whole graph")
    return writers
