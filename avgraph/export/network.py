"""Write the graph and its views as GraphML and as GEXF 1.3."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import IO

from avgraph.export.records import Network, Record, Scalar, graph_network
from avgraph.model.graph import Graph
from avgraph.text.controls import show_controls

_TYPES: dict[type, str] = {bool: "boolean", int: "long", float: "double", str: "string"}
_FLUSH = 1 << 16
"""Lines written at a time."""
_OF_PICTURE = ("x", "y", "size", "color")
"""What GEXF has elements for."""


def write_graphml(graph: Graph, file: IO[bytes], base: str) -> None:
    """Write GraphML: a directed graph, nodes by IRI, each edge with an id of its own and its ``type``."""
    write_network_graphml(graph_network(graph, base), file)


def write_gexf(graph: Graph, file: IO[bytes], base: str) -> None:
    """Write GEXF: nodes by IRI with their labels, edges labelled with their ``type``."""
    write_network_gexf(graph_network(graph, base), file)


def write_network_graphml(network: Network, file: IO[bytes]) -> None:
    """Write records as GraphML: for Gephi (which goes by the ids of keys), Cytoscape (by ``name``), yEd (by its own label), igraph."""
    _write(file, _graphml_lines(network))


def write_network_gexf(network: Network, file: IO[bytes]) -> None:
    """Write records as GEXF 1.3: with position, colour and size, and a spell for each stretch of years, where they have such."""
    _write(file, _gexf_lines(network))


def _write(file: IO[bytes], lines: Iterable[str]) -> None:
    waiting: list[str] = []
    for line in lines:
        waiting.append(line)
        if len(waiting) > _FLUSH:
            file.write("".join(f"{each}\n" for each in waiting).encode())
            waiting.clear()
    file.write("".join(f"{each}\n" for each in waiting).encode())


def _graphml_lines(network: Network) -> Iterator[str]:
    has_places = any("x" in node for node in network.nodes)
    nodes = [_named_and_coloured(node) for node in network.nodes] if has_places else network.nodes
    node_keys, edge_keys = _columns(nodes, ("id",)), _columns(network.edges, ("source", "target"))
    edge_ids = {name: name if name not in node_keys else f"edge_{name}" for name in edge_keys}
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">'
    yield '  <key id="graph_name" for="graph" attr.name="name" attr.type="string"/>'
    if has_places:
        yield '  <key id="nodegraphics" for="node" attr.type="string" yfiles.type="nodegraphics"/>'
    for name, kind in node_keys.items():
        yield f'  <key id="{name}" for="node" attr.name="{name}" attr.type="{kind}"/>'
    for name, kind in edge_keys.items():
        yield f'  <key id="{edge_ids[name]}" for="edge" attr.name="{name}" attr.type="{kind}"/>'
    yield f'  <graph id="{_xml(network.name)}" edgedefault="{"directed" if network.is_directed else "undirected"}">'
    yield f'    <data key="graph_name">{_xml(network.title)}</data>'
    for node in nodes:
        yield f'    <node id="{_xml(node["id"])}">'
        if has_places:
            yield _yed_node(node)
        yield from (f'      <data key="{name}">{_xml(value)}</data>' for name, value in node.items() if name in node_keys)
        yield "    </node>"
    for number, edge in enumerate(network.edges):
        yield f'    <edge id="e{number}" source="{_xml(edge["source"])}" target="{_xml(edge["target"])}">'
        yield from (f'      <data key="{edge_ids[name]}">{_xml(value)}</data>' for name, value in edge.items() if name in edge_ids)
        yield "    </edge>"
    yield "  </graph>"
    yield "</graphml>"


def _named_and_coloured(node: Record) -> Record:
    """Return a record with the label as ``name``, where Cytoscape looks for it, and the colour in parts, as Gephi reads it."""
    return {**node, "name": node["label"], **_parts(str(node["color"]))}


def _parts(colour: str) -> dict[str, Scalar]:
    return {name: int(colour[start : start + 2], 16) for name, start in (("r", 1), ("g", 3), ("b", 5))}


def _yed_node(node: Record) -> str:
    """Return what yEd draws of a node; the data that follow say the same to others."""
    width = 2 * float(node["size"])
    return (
        f'      <data key="nodegraphics"><y:ShapeNode><y:Geometry x="{node["x"]}" y="{node["y"]}" width="{width:g}" height="{width:g}"/>'
        f'<y:Fill color="{node["color"]}"/><y:NodeLabel>{_xml(node["label"])}</y:NodeLabel></y:ShapeNode></data>'
    )


def _gexf_lines(network: Network) -> Iterator[str]:
    has_years = any(network.node_years) or any(network.edge_years)
    time = ' mode="dynamic" timeformat="double" timerepresentation="interval"' if has_years else ' mode="static"'
    node_keys, edge_keys = _columns(network.nodes, ("id", "label", *_OF_PICTURE)), _columns(network.edges, ("source", "target", "weight"))
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">'
    yield f"  <meta><creator>avgraph</creator><description>{_xml(network.title)}</description></meta>"
    yield f'  <graph defaultedgetype="{"directed" if network.is_directed else "undirected"}"{time}>'
    for kind, keys in (("node", node_keys), ("edge", edge_keys)):
        yield f'    <attributes class="{kind}">'
        yield from (f'      <attribute id="{name}" title="{name}" type="{form}"/>' for name, form in keys.items())
        yield "    </attributes>"
    yield "    <nodes>"
    for node, years in zip(network.nodes, network.node_years, strict=True):
        yield f'      <node id="{_xml(node["id"])}" label="{_xml(node["label"])}">'
        yield from _values(node, node_keys)
        yield from _spells(years)
        if "x" in node:
            red, green, blue = _parts(str(node["color"])).values()
            yield f'        <viz:color r="{red}" g="{green}" b="{blue}"/>'
            yield f'        <viz:position x="{node["x"]}" y="{node["y"]}" z="0"/>'
            yield f'        <viz:size value="{node["size"]}"/>'
        yield "      </node>"
    yield "    </nodes>"
    yield "    <edges>"
    for number, (edge, years) in enumerate(zip(network.edges, network.edge_years, strict=True)):
        relation = _xml(edge["type"])
        weight = f' weight="{edge["weight"]}"' if "weight" in edge else ""
        ends = f'source="{_xml(edge["source"])}" target="{_xml(edge["target"])}"'
        yield f'      <edge id="e{number}" {ends} kind="{relation}" label="{relation}"{weight}>'
        yield from _values(edge, edge_keys)
        yield from _spells(years)
        yield "      </edge>"
    yield "    </edges>"
    yield "  </graph>"
    yield "</gexf>"


def _values(record: Record, keys: Iterable[str]) -> Iterator[str]:
    values = [f'<attvalue for="{name}" value="{_xml(record[name])}"/>' for name in keys if name in record]
    if values:
        yield f"        <attvalues>{''.join(values)}</attvalues>"


def _spells(years: Sequence[int]) -> Iterator[str]:
    """Yield the spells of a node or edge: one for each stretch of years without a gap."""
    stretches: list[list[int]] = []
    for year in years:
        if stretches and stretches[-1][1] == year - 1:
            stretches[-1][1] = year
        else:
            stretches.append([year, year])
    if stretches:
        spells = "".join(f'<spell start="{first}" end="{last}"/>' for first, last in stretches)
        yield f"        <spells>{spells}</spells>"


def _columns(records: Iterable[Record], but: Sequence[str]) -> dict[str, str]:
    """Return the type of each column that some record has, in the order of appearance; the widest where records differ."""
    types: dict[str, str] = {}
    for record in records:
        for name, value in record.items():
            kind = _TYPES[type(value)]
            if types.setdefault(name, kind) != kind:
                types[name] = "double" if {types[name], kind} == {"long", "double"} else "string"
    return {name: kind for name, kind in types.items() if name not in but}


_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"})


def _xml(value: Scalar) -> str:
    """Return a value as text of XML, in content and attributes; white space other than blanks survives the parser."""
    if value is True or value is False:
        return "true" if value else "false"
    return _escaped(str(value))


@lru_cache(maxsize=1 << 16)  # as names of resources stand in many edges
def _escaped(text: str) -> str:
    return show_controls(text).translate(_ESCAPES)
