"""Write the graph as a folder with ``nodes.csv`` and ``edges.csv`` (RFC 4180, UTF-8)."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import IO

from avgraph.export.records import Scalar, edge_records, node_record, record_columns
from avgraph.model.graph import Graph

_FORMULA = ("=", "+", "@", "\t", "\r")


def write_nodes(graph: Graph, file: IO[bytes], base: str) -> None:
    """Write one row a node: ``id``, ``type``, ``label`` and every attribute that some node has."""
    records = [node_record(node, graph.source, base) for node in graph.nodes.values()]
    used = {column for record in records for column in record}
    columns = [column for column in record_columns() if column in used]
    write_rows(file, columns, records)


def write_edges(graph: Graph, file: IO[bytes], base: str) -> None:
    """Write one row an edge: ``source``, ``target``, ``type``, and ``certainty`` of those to institutions."""
    write_rows(file, ("source", "target", "type", "certainty"), edge_records(graph, base))


def write_rows(file: IO[bytes], columns: Sequence[str], rows: Iterable[Mapping[str, Scalar]]) -> None:
    """Write rows under their columns; a cell that a spreadsheet would run is quoted."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({column: _cell(value) for column, value in row.items()} for row in rows)
    # The file belongs to the caller, who still has to name it.
    text.flush()
    text.detach()


def _cell(value: Scalar) -> Scalar:
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(_FORMULA):
        # A spreadsheet would run the cell as a formula (OWASP, CSV injection).
        return "'" + value
    return value
