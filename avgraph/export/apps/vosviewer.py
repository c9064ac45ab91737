"""Write a view as a map of VOSviewer, in its JSON (https://app.vosviewer.com/docs/file-types/json-file-type)."""

import json
from collections.abc import Iterable
from statistics import fmean
from typing import IO, Any

from avgraph.explorer.palette import colour_of
from avgraph.export.records import view_network
from avgraph.model.graph import Graph
from avgraph.views.projections import view_coauthors
from avgraph.views.statistics import year_of
from avgraph.views.view import ViewGraph

_MOST_CLUSTERS = 1000
"""Clusters that VOSviewer tells apart; what is in no such has none."""
_TERMS = {
    "coauthors": ("person", "people", "co-authorship", "papers together"),
    "institutions": ("institution", "institutions", "collaboration", "papers together"),
    "tasks": ("task", "tasks", "tie", "shared papers and people"),
}
_OTHER_TERMS = ("entity", "entities", "relation", "strength")


def write_coauthors(graph: Graph, file: IO[bytes], base: str) -> None:
    """Write the co-authors of the graph."""
    write_view(view_coauthors(graph), file, base)


def write_view(view: ViewGraph, file: IO[bytes], base: str) -> None:
    """Write a view: items with their places, clusters, papers and years, links with their strength, and how to call them."""
    network = view_network(view, base)
    reach = max((abs(float(node[axis])) for node in network.nodes for axis in ("x", "y")), default=0.0) or 1.0
    items = []
    names: dict[int, str] = {}
    for node, record in zip(view.nodes, network.nodes, strict=True):
        cluster = int(record["community"]) + 1
        item: dict[str, Any] = {"id": record["id"], "label": record["label"], "url": record["id"]}
        # Upwards is more in VOSviewer, and downwards on a page.
        item |= {"x": round(float(record["x"]) / reach, 4), "y": round(-float(record["y"]) / reach, 4)}
        if cluster <= _MOST_CLUSTERS:
            item["cluster"] = cluster
            names[cluster] = str(record["communityName"])
        item["weights"] = {"Papers": len(node.papers)}
        years = _years(view.graph, node.papers)
        if years:
            item["scores"] = {"First year": min(years), "Mean year": round(fmean(years), 2)}
        items.append(item)
    strength: dict[tuple[str, str], float] = {}
    for edge in network.edges:  # of several relations between two entities there is one link
        ends = sorted((str(edge["source"]), str(edge["target"])))
        strength[ends[0], ends[1]] = strength.get((ends[0], ends[1]), 0.0) + float(edge["weight"])
    links = [{"source_id": a, "target_id": b, "strength": value} for (a, b), value in sorted(strength.items()) if a != b]
    clusters = [{"cluster": number, "label": name} for number, name in sorted(names.items())]
    document = {
        "network": {"items": items, "links": links, "clusters": clusters},
        "config": {
            "color_schemes": {"cluster_colors": [{"cluster": number, "color": colour_of(number - 1)} for number in sorted(names)]},
            "terminology": _terminology(view.name),
        },
        "info": {"title": f"{view.title} – {view.graph.source.title}", "description": _text(view)},
    }
    content = json.dumps(document, ensure_ascii=False, indent=1)
    file.write(content.encode("utf-8", "replace") + b"\n")


def _years(graph: Graph, papers: Iterable[str]) -> list[int]:
    return [year for paper in papers if (year := year_of(graph.nodes[paper])) is not None]


def _terminology(name: str) -> dict[str, str]:
    one, many, link, strength = _TERMS.get(name, _OTHER_TERMS)
    return {"item": one.capitalize(), "items": many.capitalize(), "link": link.capitalize(), "link_strength": strength.capitalize()}


def _text(view: ViewGraph) -> str:
    """Return what is said of the map, which VOSviewer takes for HTML."""
    from html import escape

    source = view.graph.source
    return escape(", ".join(part for part in (source.title, source.origin, source.version) if part))
