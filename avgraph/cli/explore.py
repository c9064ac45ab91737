"""The command ``avgraph explore``."""

from pathlib import Path
from typing import Any

import click

from avgraph.cli.graphs import endpoint_options, load_graph, open_endpoint
from avgraph.cli.sources import authority_option, filter_options, read_filters, source_argument
from avgraph.files import write_bytes
from avgraph.page.page import DRAWINGS, generate_html
from avgraph.reading.source import BUNDLED_NAME
from avgraph.views.projections import VIEWS, build_view

EPILOG = """\b
Examples:
  avgraph explore
  avgraph explore institutions --year 2020:
  avgraph explore coauthors my-list.md --open"""


@click.command("explore", epilog=EPILOG)
@click.argument("view", required=False, metavar="[VIEW]")
@source_argument
@click.option("--drawing", type=click.Choice(DRAWINGS), help="Our own page, or that of pyvis.  [default: canvas]")
@click.option("--open", "is_opening", is_flag=True, help="Open the page in the browser.")
@click.option(
    "-o", "--output", metavar="PATH", help="Where to write.  [default: exports/VIEW.html, exports/LIST.VIEW.html for a list of yours]"
)
@filter_options
@authority_option
@endpoint_options
def command(
    view: str | None,
    source: str | None,
    output: str | None,
    drawing: str | None,
    authorities: tuple[str, ...],
    endpoint: str | None,
    named_graph: str | None,
    *,
    is_opening: bool,
    **narrowing: Any,
) -> None:
    """Write the interactive page of a VIEW of SOURCE, a list or a dump: coauthors, institutions, tasks or knowledge.

    The page is one file that needs no network: search (press /), click, filter, send its address on.
    """
    if view and view not in VIEWS and source is None and (view == "-" or Path(view).exists()):
        view, source = None, view
    view = view or "coauthors"
    filters = read_filters(narrowing)
    engine = open_endpoint(endpoint, named_graph, source, authorities)
    graph = load_graph(source, authorities, engine, filters).graph
    shown = build_view(graph, view, filters)
    name = f"{view}.html" if graph.source.name == BUNDLED_NAME else f"{graph.source.name}.{view}.html"
    path = Path(output) if output else Path("exports") / name
    content = generate_html(shown, drawing).encode("utf-8")
    write_bytes(path, content)
    click.echo(f"wrote {path} ({view}, {len(content) / 1e3:,.0f} kB): {len(shown.nodes):,} nodes, {len(shown.edges):,} edges", err=True)
    if is_opening:
        import webbrowser

        if not webbrowser.open(path.resolve().as_uri()):
            click.echo(f"avgraph: no browser can be started here; open {path} in one", err=True)
