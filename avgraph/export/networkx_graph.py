"""Turn the graph and its views into networkx graphs."""

from typing import TYPE_CHECKING

from avgraph.export.records import Network, graph_network, view_network
from avgraph.model.graph import Graph
from avgraph.model.vocabulary import BASE_IRI
from avgraph.views.view import ViewGraph

if TYPE_CHECKING:
    import networkx


def to_networkx(graph: Graph, base: str = BASE_IRI) -> "networkx.MultiDiGraph[str]":
    """Return the graph as a directed multigraph of networkx.

    Nodes are IRIs with ``type``, ``label`` and their attributes; each edge has its ``type`` as key
    and attribute, and to an institution its ``certainty``. Nodes and edges are in sorted order.
    """
    import networkx

    made: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(name=graph.source.title)
    _fill(made, graph_network(graph, base))
    return made


def view_to_networkx(view: ViewGraph, base: str = BASE_IRI) -> "networkx.Graph[str] | networkx.MultiDiGraph[str]":
    """Return a view as a graph of networkx: undirected with one edge for each tie, or a directed multigraph for the typed graph."""
    import networkx

    made: networkx.Graph[str] = networkx.MultiDiGraph(name=view.title) if view.is_directed else networkx.Graph(name=view.title)
    _fill(made, view_network(view, base))
    return made


def _fill(made: "networkx.Graph[str]", network: Network) -> None:
    # The records are this graph's alone.
    for node in network.nodes:
        made.add_node(str(node.pop("id")), **node)
    for edge in network.edges:
        key = {"key": edge["type"]} if network.is_directed else {}
        made.add_edge(str(edge.pop("source")), str(edge.pop("target")), **key, **edge)
