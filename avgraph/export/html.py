"""Write the interactive page of the typed graph."""

from typing import IO

from avgraph.model.graph import Graph
from avgraph.page.page import generate_html
from avgraph.views.projections import view_knowledge


def write_html(graph: Graph, file: IO[bytes], base: str) -> None:
    """Write the page of the view ``knowledge``; the base IRI has no part in it."""
    del base
    file.write(generate_html(view_knowledge(graph)).encode("utf-8"))
