"""Write the graph and its views as a folder with ``nodes.csv`` and ``edges.csv`` (RFC 4180, UTF-8)."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import IO

from avgraph.export.records import Network, Record, Scalar, graph_network, record_columns, used_columns
from avgraph.model.graph import Graph

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_VIEW_COLUMNS = ("papers", "firstYear", "lastYear", "community", "communityName", "country", "sector", "x", "y", "size", "color")
_EDGE_COLUMNS = ("source", "target", "kind", "Type", "weight", "fractional", "papers", "firstYear", "lastYear", "certainty")
"""Gephi reads the direction from ``Type`` and the relation from ``kind``."""


def write_graph_table(graph: Graph, file: IO[bytes], base: str, name: str) -> None:
    """Write one of the tables of the graph: ``nodes.csv`` or ``edges.csv``."""
    write_network_table(graph_network(graph, base), file, name)


def write_network_table(network: Network, file: IO[bytes], name: str) -> None:
    """Write one row a node (``id``, ``type``, ``label`` and every attribute that some node has), or one an edge."""
    write_rows(file, *(node_rows(network) if name == "nodes.csv" else edge_rows(network)))


def node_rows(network: Network) -> tuple[Sequence[str], Sequence[Record]]:
    """Return the columns of the nodes, those that some node has, and their rows."""
    return used_columns(network.nodes, (*record_columns(), *_VIEW_COLUMNS)), network.nodes


def edge_rows(network: Network) -> tuple[Sequence[str], Sequence[Record]]:
    """Return the columns of the edges and their rows."""
    direction = "Directed" if network.is_directed else "Undirected"
    edges: list[Record] = [
        {"kind": edge["type"], "Type": direction, **{name: value for name, value in edge.items() if name != "type"}}
        for edge in network.edges
    ]
    return used_columns(edges, _EDGE_COLUMNS) or _EDGE_COLUMNS[:4], edges


def write_rows(file: IO[bytes], columns: Sequence[str], rows: Iterable[Mapping[str, Scalar]]) -> None:
    """Write rows under their columns; a cell that a spreadsheet would run is quoted."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([cell(row[column]) if column in row else "" for column in columns] for row in rows)
    # The file belongs to the caller, who still has to name it.
    text.flush()
    text.detach()


def cell(value: Scalar) -> Scalar:
    """Return a value as a cell that no spreadsheet runs as a formula (OWASP, CSV injection)."""
    if value is True or value is False:
        return "true" if value else "false"
    return "'" + value if isinstance(value, str) and value.startswith(_FORMULA) else value
