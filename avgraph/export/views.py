"""Write a view as GraphML, GEXF, CSV or a page."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import IO

from avgraph.export.csv_tables import write_rows
from avgraph.export.network import write_network_gexf, write_network_graphml
from avgraph.export.records import Scalar
from avgraph.files import write_bytes
from avgraph.page.page import generate_html
from avgraph.views.view import View

_NODE_COLUMNS = ("id", "type", "label", "papers", "firstYear", "lastYear")
_EDGE_COLUMNS = ("source", "target", "type", "weight", "fractional", "papers", "firstYear", "lastYear")


def _write_graphml(view: View, file: IO[bytes], base: str) -> None:
    write_network_graphml(view.to_networkx(base), file)


def _write_gexf(view: View, file: IO[bytes], base: str) -> None:
    write_network_gexf(view.to_networkx(base), file)


def _write_nodes(view: View, file: IO[bytes], base: str) -> None:
    rows: list[dict[str, Scalar]] = [{"id": node, **data} for node, data in view.to_networkx(base).nodes(data=True)]
    write_rows(file, _NODE_COLUMNS, rows)


def _write_edges(view: View, file: IO[bytes], base: str) -> None:
    rows: list[dict[str, Scalar]] = [{"source": a, "target": b, **data} for a, b, data in view.to_networkx(base).edges(data=True)]
    write_rows(file, _EDGE_COLUMNS, rows)


def _write_html(view: View, file: IO[bytes], base: str) -> None:
    del base
    file.write(generate_html(view).encode("utf-8"))


VIEW_FORMATS: dict[str, dict[str, Callable[[View, IO[bytes], str], None]]] = {
    "graphml": {"": _write_graphml},
    "gexf": {"": _write_gexf},
    "csv": {"nodes.csv": _write_nodes, "edges.csv": _write_edges},
    "html": {"": _write_html},
}
"""The formats in which a view is written, and the writer of each of their files."""


def generate_view(view: View, format_name: str, base: str) -> dict[str, bytes]:
    """Return the content of each file of a format, under the empty name where it is one."""
    made = {}
    for name, write in VIEW_FORMATS[format_name].items():
        file = io.BytesIO()
        write(view, file, base)
        made[name] = file.getvalue()
    return made


def write_view(view: View, path: Path, format_name: str, base: str) -> None:
    """Write a view to `path`, a folder for CSV. Raises WriteError where it cannot be written."""
    for name, content in generate_view(view, format_name, base).items():
        write_bytes(path / name if name else path, content)
