"""Turn the graph into networkx graphs."""

from typing import TYPE_CHECKING

from avgraph.export.records import edge_records, node_record
from avgraph.model.graph import Graph
from avgraph.model.vocabulary import BASE_IRI

if TYPE_CHECKING:
    import networkx


def to_networkx(graph: Graph, base: str = BASE_IRI) -> "networkx.MultiDiGraph[str]":
    """Return the graph as a directed multigraph of networkx.

    Nodes are IRIs with ``type``, ``label`` and their attributes; each edge has its ``type`` as key
    and attribute, and to an institution its ``certainty``. Nodes and edges are in sorted order.
    """
    import networkx

    made: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(name=graph.source.title)
    for node in graph.nodes.values():
        record = node_record(node, graph.source, base)
        made.add_node(str(record.pop("id")), **record)
    for edge in edge_records(graph, base):
        made.add_edge(edge.pop("source"), edge.pop("target"), key=edge["type"], **edge)
    return made
