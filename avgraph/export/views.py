"""Write a view as GraphML, GEXF, CSV or a page."""

import io
from pathlib import Path
from typing import IO

from avgraph.export.csv_tables import write_rows
from avgraph.export.formats import FORMATS, load_writer
from avgraph.export.network import write_network_gexf, write_network_graphml
from avgraph.export.records import Scalar
from avgraph.files import write_bytes
from avgraph.page.page import generate_html
from avgraph.views.view import View

_NODE_COLUMNS = ("id", "type", "label", "papers", "firstYear", "lastYear")
_EDGE_COLUMNS = ("source", "target", "type", "weight", "fractional", "papers", "firstYear", "lastYear")


def write_graphml(view: View, file: IO[bytes], base: str) -> None:
    """Write a view as GraphML."""
    write_network_graphml(view.to_networkx(base), file)


def write_gexf(view: View, file: IO[bytes], base: str) -> None:
    """Write a view as GEXF."""
    write_network_gexf(view.to_networkx(base), file)


def write_nodes(view: View, file: IO[bytes], base: str) -> None:
    """Write the nodes of a view as CSV."""
    rows: list[dict[str, Scalar]] = [{"id": node, **data} for node, data in view.to_networkx(base).nodes(data=True)]
    write_rows(file, _NODE_COLUMNS, rows)


def write_edges(view: View, file: IO[bytes], base: str) -> None:
    """Write the edges of a view as CSV."""
    rows: list[dict[str, Scalar]] = [{"source": a, "target": b, **data} for a, b, data in view.to_networkx(base).edges(data=True)]
    write_rows(file, _EDGE_COLUMNS, rows)


def write_html(view: View, file: IO[bytes], base: str) -> None:
    """Write the interactive page of a view."""
    del base
    file.write(generate_html(view).encode("utf-8"))


def generate_view(view: View, format_name: str, base: str) -> dict[str, bytes]:
    """Return the content of each file of a format, under the empty name where it is one."""
    files = {}
    for name, writer in FORMATS[format_name].view_writers.items():
        file = io.BytesIO()
        load_writer(writer)(view, file, base)
        files[name] = file.getvalue()
    return files


def write_view(view: View, path: Path, format_name: str, base: str) -> None:
    """Write a view to `path`, a folder for CSV. Raises WriteError where it cannot be written."""
    for name, content in generate_view(view, format_name, base).items():
        write_bytes(path / name if name else path, content)
