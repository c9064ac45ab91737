"""Put the page together: one HTML file with its data, script and style, and a policy that lets nothing else in."""

import json
from base64 import b64encode
from hashlib import sha256
from html import escape
from pathlib import Path

from avgraph.graph import Graph
from avgraph.page.data import collect_page_data
from avgraph.views.view import View

_ASSETS = Path(__file__).parent / "assets"
SCRIPTS = ("colours.js", "search.js", "drawing.js", "panel.js", "save.js", "explorer.js")
"""The script's modules, each after those it imports; on the page they are one module."""


def generate_html(view: View, graph: Graph) -> str:
    """Return the page of a view as one HTML document that makes no request."""
    data = json.dumps(collect_page_data(view, graph), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    # Within a script element only "<" could end it or open a comment.
    data = data.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    script = "\n".join(_without_modules((_ASSETS / name).read_text(encoding="utf-8")) for name in SCRIPTS)
    style = (_ASSETS / "page.css").read_text(encoding="utf-8")
    template = (_ASSETS / "page.html").read_text(encoding="utf-8")
    policy = f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; img-src data: blob:; base-uri 'none'; form-action 'none'"
    parts = {
        "policy": escape(policy),
        "title": escape(f"{view.title} – {graph.source.title}"),
        "heading": escape(view.title),
        "list": escape(graph.source.title),
        "style": style,
        "data": data,
        "script": script,
    }
    # One pass, so that nothing in a value is taken for a place to fill.
    pieces = template.split("{{")
    filled = [pieces[0]]
    for piece in pieces[1:]:
        name, _, rest = piece.partition("}}")
        filled += [parts[name.strip()], rest]
    return "".join(filled)


def _without_modules(source: str) -> str:
    """Return a module's text without its imports and the word export: on the page all modules are one."""
    lines = [line for line in source.splitlines() if not line.startswith("import ")]
    return "\n".join(line.removeprefix("export ") for line in lines)


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
