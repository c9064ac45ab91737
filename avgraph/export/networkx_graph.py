"""Turn the graph and its views into networkx graphs."""

from typing import TYPE_CHECKING

from avgraph.export.records import edge_records, node_record
from avgraph.model.graph import Graph
from avgraph.model.vocabulary import BASE_IRI
from avgraph.views.view import ViewEdge, ViewGraph, ViewNode

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


def view_to_networkx(view: ViewGraph, base: str = BASE_IRI) -> "networkx.Graph[str] | networkx.MultiDiGraph[str]":
    """Return a view as a graph of networkx: undirected with one edge for each tie, or a directed multigraph for the typed graph."""
    import networkx

    made: networkx.Graph[str] = networkx.MultiDiGraph(name=view.title) if view.is_directed else networkx.Graph(name=view.title)
    for node in view.nodes:
        made.add_node(base + node.id, type=node.type, label=node.label, papers=len(node.papers), **_years(node))
    for edge in view.edges:
        data: dict[str, object] = {"type": edge.type, "weight": edge.weight, "fractional": edge.fractional, **_years(edge)}
        if edge.papers:
            data["papers"] = " | ".join(base + paper for paper in edge.papers)
        key = {"key": edge.type} if view.is_directed else {}
        made.add_edge(base + edge.source, base + edge.target, **key, **data)
    return made


def _years(item: ViewNode | ViewEdge) -> dict[str, int]:
    years = {"firstYear": item.first_year, "lastYear": item.last_year}
    return {name: year for name, year in years.items() if year is not None}
