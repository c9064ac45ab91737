"""Write the graph as GraphML and GEXF, through networkx."""

from typing import IO, TYPE_CHECKING

from avgraph.export.networkx_graph import to_networkx
from avgraph.model.graph import Graph

if TYPE_CHECKING:
    import networkx

_EDGE_TYPE = "edgeType"


def write_graphml(graph: Graph, file: IO[bytes], base: str) -> None:
    """Write GraphML: a directed graph, nodes by IRI, each edge with an id of its own and its ``type``."""
    write_network_graphml(to_networkx(graph, base), file)


def write_network_graphml(made: "networkx.Graph[str]", file: IO[bytes]) -> None:
    """Write a graph of networkx as GraphML, each edge with an id of its own."""
    import networkx

    for number, (_, _, data) in enumerate(made.edges(data=True)):
        data["id"] = f"e{number}"
    # The plain XML writer, since the other one is only there where lxml is, and spaces differ.
    networkx.write_graphml_xml(made, file, encoding="utf-8", prettyprint=True, edge_id_from_attribute="id")


def write_gexf(graph: Graph, file: IO[bytes], base: str) -> None:
    """Write GEXF 1.2 for Gephi: nodes by IRI with their labels, edges labelled with their ``type``."""
    write_network_gexf(to_networkx(graph, base), file)


def write_network_gexf(made: "networkx.Graph[str]", file: IO[bytes]) -> None:
    """Write a graph of networkx as GEXF 1.2, the same bytes on any day."""
    from xml.etree.ElementTree import ElementTree

    from networkx.readwrite.gexf import GEXFWriter

    for number, (_, _, data) in enumerate(made.edges(data=True)):
        # GEXF keeps "type" for directed and undirected, so the relation is an attribute of that title.
        data[_EDGE_TYPE] = data["label"] = data.pop("type")
        data["id"] = f"e{number}"
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(made)
    for element in writer.xml.iter():
        tag = element.tag.rpartition("}")[2]
        if tag == "meta":
            # The day of writing and the version of networkx would make two runs differ.
            element.attrib.pop("lastmodifieddate", None)
        elif tag == "creator":
            element.text = "avgraph"
        elif tag == "attribute" and element.get("title") == _EDGE_TYPE:
            element.set("title", "type")
    writer.indent(writer.xml)
    ElementTree(writer.xml).write(file, encoding="utf-8", xml_declaration=True)
