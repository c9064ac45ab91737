"""A network of pyvis that writes our page: safe, offline, at once."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyvis.network
from pyvis.edge import Edge

from avgraph.files import write_bytes
from avgraph.page.arrangement import arrange
from avgraph.page.data import collect_page_data, encode_ties, plain_id
from avgraph.page.layout import radius_of
from avgraph.page.page import fill_page, framed
from avgraph.views.view import ViewGraph

_GREY = "#97c2fc"
"""The colour that pyvis gives nodes for which none is chosen; on our page these have that of their community."""


class Network(pyvis.network.Network):  # type: ignore[misc]
    """A pyvis network with positions and physics off, for those who want to change the picture before it is written.

    Nodes and edges are those of pyvis (`nodes`, `edges`, `add_node`, `add_edge`); what is written is the page of
    `avgraph explore`. Of the nodes' options the page reads label, x, y, size, color and group, of the edges' weight.
    """

    def __init__(self, view: ViewGraph | None = None, drawing: str | None = None, heading: str = "Network", **options: Any) -> None:
        """Hold the nodes and ties of a view, or nothing yet; `options` are those of pyvis."""
        self._known: dict[Any, int] = {}
        self._tied: set[tuple[Any, Any, Any]] = set()
        self._drawing = drawing
        self._data = collect_page_data(view, arrange(view)) if view else None
        super().__init__(
            heading=view.title if view else heading, directed=bool(view and view.is_directed), **{"cdn_resources": "in_line", **options}
        )
        self.toggle_physics(False)
        if view and self._data:
            columns = self._data["nodes"]
            for number, node in enumerate(view.nodes):
                radius = round(radius_of(len(node.papers)), 1)
                place = {"x": columns["x"][number], "y": columns["y"][number]}
                self.add_node(node.id, label=node.label, group=node.type, size=radius, physics=False, **place)
            for edge in view.edges:
                self.add_edge(edge.source, edge.target, weight=int(edge.weight), title=edge.type)

    def add_node(self, n_id: Any, label: Any = None, shape: str = "dot", color: str = _GREY, **options: Any) -> None:
        """Add a node, once; pyvis looks through all nodes for each, this does not."""
        if n_id in self._known:
            return
        self._known[n_id] = len(self.nodes)
        made = {"id": n_id, "label": n_id if label is None else label, "shape": shape, "color": color, **options}
        self.nodes.append(made)
        self.node_ids.append(n_id)
        self.node_map[n_id] = made

    def add_edge(self, source: Any, to: Any, **options: Any) -> None:
        """Add an edge between nodes that are there, once; pyvis compares with every edge, this looks it up.

        Raises ValueError for a node that is not there.
        """
        for node in (source, to):
            if node not in self._known:
                message = f"no node {node!r}; add it first"
                raise ValueError(message)
        # Of a directed network two edges of one kind are the same, of another any two between the same nodes.
        key = (source, to, options.get("title")) if self.directed else (*sorted((source, to), key=str), None)
        if key in self._tied:
            return
        self._tied.add(key)
        self.edges.append(Edge(source, to, self.directed, **options).options)

    def generate_html(self, name: str = "index.html", local: bool = True, notebook: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002  (of pyvis)
        """Return the page; the parameters are those of pyvis and change nothing, since the page needs no other file."""
        return fill_page(self._columns(), self._drawing)

    def write_html(self, name: str, local: bool = True, notebook: bool = False, open_browser: bool = False) -> Any:  # noqa: ARG002, FBT001, FBT002
        """Write the page to `name`, in UTF-8, whole or not at all. Raises WriteError where it cannot be written."""
        path = Path(name)
        write_bytes(path, self.generate_html().encode("utf-8"))
        if open_browser:
            import webbrowser

            webbrowser.open(path.resolve().as_uri())
        if notebook:
            from IPython.display import IFrame

            return IFrame(str(name), width=self.width, height=self.height)
        return None

    def save_graph(self, name: str) -> None:
        """Write the page to `name`."""
        self.write_html(name)

    def show(self, name: str, local: bool = True, notebook: bool = True) -> Any:  # noqa: ARG002, FBT001, FBT002
        """Write the page to `name` and, in a notebook, show it; elsewhere open it in the browser."""
        return self.write_html(name, notebook=notebook, open_browser=not notebook)

    def _repr_html_(self) -> str:
        """Show the page in a cell of a notebook."""
        return framed(self.generate_html())

    def _columns(self) -> Mapping[str, Any]:
        """Return the data of the page: that of the view, with the nodes and edges that are here now."""
        base = self._data or _empty(str(self.heading))
        old = base["nodes"]
        before = {_id_of(base, number): number for number in range(len(old["label"]))}
        types = sorted({str(node.get("group", "Node")) for node in self.nodes})
        kinds = sorted({str(edge.get("title", "tie")) for edge in self.edges})
        index = {node["id"]: number for number, node in enumerate(self.nodes)}
        moved = {before[node]: number for node, number in index.items() if node in before}
        nodes: dict[str, Any] = {name: [] for name in ("label", "id", "type", "x", "y", "community", "papers")}
        sizes: dict[str, float] = {}
        colours: dict[str, str] = {}
        for number, node in enumerate(self.nodes):
            known = before.get(node["id"])
            papers = [] if known is None else old["papers"][known]
            label, kind = str(node["label"]), str(node.get("group", "Node"))
            # Nodes without a place stand on a spiral around the middle.
            turn, reach = number * 2.399963, 14 * number**0.5
            values = (
                label,
                0 if str(node["id"]) == plain_id(kind, label) else str(node["id"]),
                types.index(kind),
                round(node.get("x", reach * math.cos(turn))),
                round(node.get("y", reach * math.sin(turn))),
                0 if known is None else old["community"][known],
                papers,
            )
            for name, value in zip(nodes, values, strict=True):
                nodes[name].append(value)
            radius = round(radius_of(len(papers)), 1)
            if float(node.get("size", radius)) != radius:
                sizes[str(number)] = float(node["size"])
            if node.get("color", _GREY) != _GREY:
                colours[str(number)] = str(node["color"])
        for name in ("forms", "stated"):
            nodes[name] = {str(moved[int(key)]): value for key, value in old[name].items() if int(key) in moved}
        nodes["above"] = {
            str(moved[int(k)]): [moved[v] for v in value if v in moved] for k, value in old["above"].items() if int(k) in moved
        }
        nodes |= {name: column for name, column in (("size", sizes), ("colour", colours)) if column}
        ties = [
            (index[edge["from"]], index[edge["to"]], int(edge.get("weight", 1)), kinds.index(str(edge.get("title", "tie"))))
            for edge in self.edges
        ]
        things = {**base["things"], "node": [moved.get(node, -1) for node in base["things"]["node"]]}
        papers_now = dict(base["papers"])
        if "node" in papers_now:
            papers_now["node"] = [moved.get(node, -1) for node in papers_now["node"]]
        changed = {"nodes": nodes, "ties": encode_ties(nodes["papers"], ties), "things": things, "papers": papers_now}
        return {**base, **changed, "types": types, "kinds": kinds, "title": str(self.heading)}


def _id_of(data: Mapping[str, Any], number: int) -> str:
    nodes = data["nodes"]
    return nodes["id"][number] or plain_id(data["types"][nodes["type"][number]], nodes["label"][number])


def _empty(title: str) -> dict[str, Any]:
    """Return the data of a page without nodes."""
    nodes: dict[str, Any] = {name: [] for name in ("label", "id", "type", "x", "y", "community", "papers")}
    nodes |= {name: {} for name in ("forms", "stated", "above")}
    papers: dict[str, list[Any]] = {name: [] for name in ("title", "year", "url", "venues", "institutions", "tasks", "datasets")}
    things: dict[str, list[Any]] = {"label": [], "type": [], "node": []}
    return {
        "title": title, "list": "", "view": "network", "directed": False, "types": [], "kinds": [], "communities": ["all"],
        "nodes": nodes, "ties": encode_ties([], []), "papers": papers, "things": things,
    }  # fmt: skip
