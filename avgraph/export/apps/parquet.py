"""Write nodes and edges as tables of Apache Parquet, with the columns and the types that the tables of CSV have."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import IO, Any

from avgraph.errors import UsageError
from avgraph.export.csv_tables import edge_rows, node_rows
from avgraph.export.records import Network, Scalar, graph_network, view_network
from avgraph.model.graph import Graph
from avgraph.views.view import ViewGraph

_TYPES = {bool: "bool_", int: "int64", float: "float64"}


def write_graph_table(graph: Graph, file: IO[bytes], base: str, name: str) -> None:
    """Write one of the tables of the graph: ``nodes.parquet`` or ``edges.parquet``. Raises UsageError without pyarrow."""
    _write(graph_network(graph, base), file, name)


def write_view_table(view: ViewGraph, file: IO[bytes], base: str, name: str) -> None:
    """Write one of the tables of a view."""
    _write(view_network(view, base), file, name)


def _write(network: Network, file: IO[bytes], name: str) -> None:
    try:
        pyarrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError:
        raise UsageError("parquet needs pyarrow: pip install 'avgraph[parquet]'") from None
    columns, rows = node_rows(network) if name == "nodes.parquet" else edge_rows(network)
    arrays = {column: pyarrow.array(*_typed(column, rows, pyarrow)) for column in columns}
    parquet.write_table(pyarrow.table(arrays), file, compression="zstd")


def _typed(column: str, rows: Sequence[Mapping[str, Scalar]], pyarrow: Any) -> tuple[list[Scalar | None], Any]:
    """Return the values of a column, None where a row has none, and their type: text where they are of several."""
    values = [row.get(column) for row in rows]
    types = {type(value) for value in values if value is not None}
    if types <= {int, float} and float in types:
        return [None if value is None else float(value) for value in values], pyarrow.float64()
    if len(types) == 1 and (name := _TYPES.get(next(iter(types)))):
        return list(values), getattr(pyarrow, name)()
    texts = (None if value is None else str(value).encode("utf-8", "replace").decode() for value in values)
    return list(texts), pyarrow.string()
