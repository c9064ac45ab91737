"""A network of pyvis with the places of a view, whose page makes no request."""

import re
from pathlib import Path
from typing import Any

import pyvis.network
from pyvis.edge import Edge
from pyvis.node import Node

from avgraph.explorer.arrangement import arrange
from avgraph.explorer.page import framed
from avgraph.explorer.palette import radius_of
from avgraph.files import write_bytes
from avgraph.views.view import ViewGraph

_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'"
)
_BOOTSTRAP = re.compile(r"<(link|script)\b[^<>]*//cdn\.jsdelivr\.net/npm/bootstrap[^<>]*>(\s*</script>)?")
_HEADING = re.compile(r"<center>\s*<h1>[^<]*</h1>\s*</center>")


class Network(pyvis.network.Network):  # type: ignore[misc]
    """A pyvis network for those who want to change the picture: nodes have fixed places, physics is off.

    Its page is that of pyvis, drawn by vis-network, which stands in the page. What pyvis loads from elsewhere is left
    out, a Content Security Policy forbids every request, and names are escaped.
    """

    def __init__(self, view: ViewGraph | None = None, **options: Any) -> None:
        """Hold the nodes and ties of a view, or nothing yet; `options` are those of pyvis."""
        defaults: dict[str, Any] = {"cdn_resources": "in_line", "width": "100%", "height": "90vh"}
        if view:
            defaults |= {"heading": view.title, "directed": view.is_directed}
        super().__init__(**{**defaults, **options})
        self.templateEnv.autoescape = True  # pyvis writes the heading as it is
        self._edge_keys: set[tuple[Any, ...]] = set()
        self.toggle_physics(False)
        self.options.edges.smooth.enabled = False
        if view:
            self._add_view(view)

    def _add_view(self, view: ViewGraph) -> None:
        arrangement = arrange(view)
        community_of = {member: community.name for community in arrangement.communities for member in community.members}
        has_types = len({node.type for node in view.nodes}) > 1
        for node in view.nodes:
            x, y = arrangement.places[node.id]
            group = node.type if has_types else community_of[node.id]
            radius = round(radius_of(len(node.papers)), 1)
            font = {"size": round(1.6 * radius)}  # vis-network leaves out the names that would be too small to read
            self.add_node(node.id, label=node.label, group=group, size=radius, font=font, x=x, y=y, physics=False)
        for edge in view.edges:
            self.add_edge(edge.source, edge.target, value=int(edge.weight), title=edge.type)

    def add_node(self, n_id: Any, label: Any = None, shape: str = "dot", color: str | None = None, **options: Any) -> None:
        """Add a node, once; pyvis looks through all nodes for each, this does not."""
        if n_id in self.node_map:
            return
        if color is not None or "group" not in options:
            options["color"] = color or "#97c2fc"  # the default of pyvis; nodes of a group have the colour of the group
        node = Node(n_id, shape, label=n_id if label is None else label, font_color=self.font_color, **options).options
        self.nodes.append(node)
        self.node_ids.append(n_id)
        self.node_map[n_id] = node

    def add_edge(self, source: Any, to: Any, **options: Any) -> None:
        """Add an edge between nodes that are there, once; pyvis compares with every edge, this looks it up.

        Raises ValueError for a node that is not there.
        """
        for node in (source, to):
            if node not in self.node_map:
                raise ValueError(f"no node {node!r}; add it first")
        # Of a directed network two edges of one kind are the same, of another any two between the same nodes.
        key = (source, to, options.get("title")) if self.directed else tuple(sorted((source, to), key=str))
        if key not in self._edge_keys:
            self._edge_keys.add(key)
            self.edges.append(Edge(source, to, self.directed, **options).options)

    def generate_html(self, name: str = "index.html", local: bool = True, notebook: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002  (of pyvis)
        """Return the page of pyvis, without what it loads from elsewhere; `local` and `notebook` change nothing."""
        page = _BOOTSTRAP.sub("", str(super().generate_html(name)))
        page = _HEADING.sub("", page, count=1)  # it is there twice
        policy = f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        self.html = "<!doctype html>\n" + page.replace("<head>", f"<head>\n        {policy}", 1)
        # Half a surrogate pair has no bytes.
        return self.html.encode("utf-8", "replace").decode("utf-8")

    def write_html(self, name: str, local: bool = True, notebook: bool = False, open_browser: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        """Write the page to `name`, in UTF-8, whole or not at all. Raises WriteError where it cannot be written."""
        write_bytes(Path(name), self.generate_html().encode("utf-8"))
        if open_browser:
            import webbrowser

            webbrowser.open(Path(name).resolve().as_uri())

    def _repr_html_(self) -> str:
        """Show the page in a cell of a notebook."""
        return framed(self.generate_html())
