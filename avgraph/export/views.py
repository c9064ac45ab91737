"""Show a view and write it: as GraphML, GEXF, CSV, a page, or a graph of networkx or pyvis."""

import io
from dataclasses import dataclass, fields
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self

from avgraph.errors import UsageError, WriteError
from avgraph.export.csv_tables import write_rows
from avgraph.export.files import format_of_path
from avgraph.export.formats import FORMATS, load_writer
from avgraph.export.network import write_network_gexf, write_network_graphml
from avgraph.export.networkx_graph import view_to_networkx
from avgraph.export.records import Scalar
from avgraph.files import write_bytes
from avgraph.model.vocabulary import BASE_IRI
from avgraph.page.page import framed, generate_html
from avgraph.views.view import ViewGraph

if TYPE_CHECKING:
    import networkx

    from avgraph.page.pyvis import Network

_NODE_COLUMNS = ("id", "type", "label", "papers", "firstYear", "lastYear")
_EDGE_COLUMNS = ("source", "target", "type", "weight", "fractional", "papers", "firstYear", "lastYear")


@dataclass(frozen=True)
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
        from avgraph.page.pyvis import Network

        return Network(self)

    def to_html(self, drawing: str | None = None) -> str:
        """Return the interactive page of the view; `drawing` is ``canvas``, our own and the default, or ``pyvis``."""
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
        writers = _writers(name)
        if path is None or isinstance(path, str | Path):
            target = Path(path or f"exports/{self.source.name}.{self.name}.{FORMATS[name].extension}")
            _write_files(self, target, writers)
            return target
        if "" not in writers:
            message = f"{name} is a folder of {len(writers)} files; give a path with -o"
            raise WriteError(message)
        load_writer(writers[""])(self, path, self.base_iri)
        return None

    def _repr_html_(self) -> str:
        """Show the page in a cell of a notebook."""
        return framed(self.to_html())


def write_graphml(view: ViewGraph, file: IO[bytes], base: str) -> None:
    """Write a view as GraphML."""
    write_network_graphml(view_to_networkx(view, base), file)


def write_gexf(view: ViewGraph, file: IO[bytes], base: str) -> None:
    """Write a view as GEXF."""
    write_network_gexf(view_to_networkx(view, base), file)


def write_nodes(view: ViewGraph, file: IO[bytes], base: str) -> None:
    """Write the nodes of a view as CSV."""
    rows: list[dict[str, Scalar]] = [{"id": node, **data} for node, data in view_to_networkx(view, base).nodes(data=True)]
    write_rows(file, _NODE_COLUMNS, rows)


def write_edges(view: ViewGraph, file: IO[bytes], base: str) -> None:
    """Write the edges of a view as CSV."""
    rows: list[dict[str, Scalar]] = [{"source": a, "target": b, **data} for a, b, data in view_to_networkx(view, base).edges(data=True)]
    write_rows(file, _EDGE_COLUMNS, rows)


def write_html(view: ViewGraph, file: IO[bytes], base: str) -> None:
    """Write the interactive page of a view."""
    del base
    file.write(generate_html(view).encode("utf-8"))


def _writers(name: str) -> dict[str, str]:
    writers = FORMATS[name].view_writers if name in FORMATS else {}
    if not writers:
        known = ", ".join(each for each, form in FORMATS.items() if form.view_writers)
        message = f"a view is written as {known}; {name} is for the whole graph"
        raise UsageError(message)
    return writers


def _write_files(view: View, path: Path, writers: dict[str, str]) -> None:
    """Write all files of a format, once all of them are made."""
    contents = {}
    for name, writer in writers.items():
        file = io.BytesIO()
        load_writer(writer)(view, file, view.base_iri)
        contents[name] = file.getvalue()
    for name, content in contents.items():
        write_bytes(path / name if name else path, content)
