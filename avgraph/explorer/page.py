"""Put the page together: one HTML file with its data, script and style, and a policy that lets nothing else in."""

import json
import re
import zlib
from base64 import b64encode, b85encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

from avgraph.errors import PageError
from avgraph.explorer.arrangement import arrange
from avgraph.explorer.data import collect_page_data
from avgraph.explorer.scripts import SHARED, bundle_scripts
from avgraph.views.projections import VIEWS
from avgraph.views.view import ViewGraph

_ASSETS = Path(__file__).parent / "assets"
SCRIPTS = (
    "shared/elements.js", "shared/download.js", "shared/folding.js", "shared/numbers.js", "shared/combobox.js",
    "model.js", "filters.js", "paths.js", "measures.js", "colours.js", "search.js", "groups.js", "spread.js", "room.js", "texts.js", "labels.js", "painter.js", "drawing.js", "papers.js", "panel.js",
    "chart.js", "address.js", "summary.js", "legend.js", "card.js", "table.js", "copy.js", "xml.js", "bibtex.js", "picture.js", "save.js", "searchbox.js",
    "growth.js", "controls.js", "explorer.js",
)  # fmt: skip
"""The script's modules, each after those it imports; on the page they are one module."""
_SPACE_IN_STYLE = re.compile(r"\s*([{};,])\s*")
DRAWINGS = ("canvas", "pyvis")
"""The pages by name: our own, or that of pyvis, for those who want to see the same graph in vis-network."""
LARGEST_TOGETHER = 12_000
"""Nodes of a graph up to which its four views stand on one page: beyond, each takes long to arrange, and has a page that links to the others."""
_PACKED_FROM = 100_000
"""Characters of data from which they are packed: see `pack_text`, as a string of JSON."""


def generate_html(view: ViewGraph, drawing: str | None = None, *, is_only: bool = False) -> str:
    """Return the page of a view as one HTML document that makes no request.

    `drawing` is one of DRAWINGS, by default the first; `is_only` tells that the other views of a large graph have no pages beside it.
    Raises PageError for another drawing.
    """
    if drawing not in (None, *DRAWINGS):
        raise PageError(f"no drawing {drawing!r}; drawings are {', '.join(DRAWINGS)}")
    if drawing == "pyvis":
        from avgraph.explorer.pyvis import Network

        return Network(view).generate_html()
    others = [(each, arrange(each)) for each in _other_views(view)]
    beside = [name for name in VIEWS if name != view.name] if _is_alone(view) and not is_only else []
    return fill_page(collect_page_data(view, arrange(view), others, beside))


def _is_alone(view: ViewGraph) -> bool:
    """Tell whether a view of a whole graph has a page for itself, because the graph is large."""
    return view.name in VIEWS and not view.graph.source.is_part and len(view.graph.nodes) > LARGEST_TOGETHER


def _other_views(view: ViewGraph) -> list[ViewGraph]:
    """Return the other views of a small graph, which the page can switch to; none where the view is a part of what its graph gives."""
    graph = view.graph
    if view.name not in VIEWS or len(graph.nodes) > LARGEST_TOGETHER:
        return []
    for marked in (False, True):
        whole = VIEWS[view.name](graph, marked=marked)
        if (whole.nodes, whole.edges) == (view.nodes, view.edges):
            others = (VIEWS[name](graph, marked=marked) for name in VIEWS if name != view.name)
            return [other for other in others if other.nodes]
    return []


def fill_page(data: Mapping[str, Any]) -> str:
    """Return the page of data in the shape that `data` describes."""
    columns = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    # Within a script element only "<" could end it or open a comment. Half a surrogate pair has no bytes.
    columns = columns.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    columns = columns.encode("utf-8", "replace").decode("utf-8")
    if len(columns) > _PACKED_FROM:
        columns = f'"{pack_text(columns)}"'
    title = data["views"][data["view"]]["title"]
    script = _script()
    style = _SPACE_IN_STYLE.sub(r"\1", (_ASSETS / "page.css").read_text(encoding="utf-8")).replace(": ", ":")
    policy = (
        f"default-src 'none'; script-src {_digest(script)}; style-src {_digest(style)}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    parts = {
        "policy": escape(policy, quote=False),
        "title": _text(f"{title} – {data['list']}"),
        "heading": _text(title),
        "list": _text(data["list"]),
        "style": style,
        "data": columns,
        "script": script,
    }
    # One pass, so that nothing in a value is taken for a place to fill.
    pieces = (_ASSETS / "page.html").read_text(encoding="utf-8").split("{{")
    filled = [pieces[0]]
    for piece in pieces[1:]:
        name, _, rest = piece.partition("}}")
        filled += [parts[name.strip()], rest]
    return "".join(filled)


def pack_text(text: str) -> str:
    """Return a text deflated (RFC 1950) and in base 85 (RFC 1924), "<" as ",", which no script element takes for its end."""
    return b85encode(zlib.compress(text.encode(), 9)).decode().replace("<", ",")


def framed(page: str) -> str:
    """Return a frame that holds a whole page, for a cell of a notebook."""
    return (
        f'<iframe title="avgraph" style="width:100%;height:600px;border:0" sandbox="allow-scripts allow-downloads allow-popups"'
        f' srcdoc="{escape(page)}"></iframe>'
    )


def _text(value: str) -> str:
    return escape(value.encode("utf-8", "replace").decode("utf-8"))


@cache
def _script() -> str:
    return bundle_scripts([SHARED.parent / name if name.startswith("shared/") else _ASSETS / name for name in SCRIPTS])


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
