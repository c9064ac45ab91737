"""The command ``avgraph explore``."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from avgraph.cli.completion import complete_views_or_files
from avgraph.cli.options import WritingCommand, filter_options, open_graph, read_filters, source_options
from avgraph.cli.output import open_page, print_message
from avgraph.explorer.page import DRAWINGS
from avgraph.files import file_name, refuse_input_as_output, write_bytes
from avgraph.reading.source import BUNDLED_NAME
from avgraph.streams import print_bytes
from avgraph.views.projections import VIEWS
from avgraph.views.statistics import has_few_authors

if TYPE_CHECKING:
    from avgraph.export.views import View
    from avgraph.knowledge import KnowledgeGraph
    from avgraph.views.filters import Filters

EPILOG = """\b
Examples:
  avgraph explore
  avgraph explore institutions --year 2020:
  avgraph explore coauthors my-list.md --open"""


@click.command("explore", cls=WritingCommand, epilog=EPILOG)
@click.argument("view", required=False, metavar="[VIEW]", shell_complete=complete_views_or_files)
@click.option("--drawing", type=click.Choice(DRAWINGS), help="Our own page, or that of pyvis.  [default: canvas]")
@click.option("--open", "is_opening", is_flag=True, help="Open the page in the browser.")
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    help="Where to write; - is standard output.  [default: exports/VIEW.html, exports/LIST.VIEW.html for a list of yours]",
)
@filter_options
@source_options(endpoint=True)
def command(view: str | None, output: str | None, drawing: str | None, *, is_opening: bool, **options: Any) -> None:
    """Write the interactive page of a VIEW of SOURCE, a list or a dump: coauthors, institutions, tasks or knowledge.

    The page is one file that needs no network: search (press /), click, filter, send its address on.
    """
    if view and view not in VIEWS and options["source"] is None and (view == "-" or Path(view).suffix or Path(view).exists()):
        view, options["source"] = None, view
    filters = read_filters(options)
    inputs = [options["source"], options["ror"], *options["authorities"]]
    shown = _choose_view(open_graph(options), view, filters)
    name, list_name = shown.name, shown.source.name
    default = Path("exports") / (f"{name}.html" if list_name == BUNDLED_NAME else file_name(list_name, f".{name}.html"))
    path = Path(output) if output else default
    refuse_input_as_output(path, inputs)
    content = shown.to_html(drawing).encode()
    if output == "-":
        print_bytes(content)
        return
    write_bytes(path, content)
    print_message(f"wrote {path} ({name}, {len(content) / 1e3:,.0f} kB): {len(shown.nodes):,} nodes, {len(shown.edges):,} edges")
    if is_opening:
        open_page(path)


def _choose_view(kg: "KnowledgeGraph", name: str | None, filters: "Filters") -> "View":
    """Return the view of a name; without one the co-authors, or where few papers have authors the typed graph."""
    shown = kg.view(name or "coauthors", filters)
    if name is not None and not shown.nodes:
        print_message(f"avgraph: the list states nothing that the view {name} shows; avgraph stats says what there is")
    if name is not None or not has_few_authors(shown.graph):
        return shown
    number = "hardly any" if shown.nodes else "no"
    print_message(f"avgraph: the list states {number} authors; this is the view knowledge, of papers with their venues and tasks")
    return kg.view("knowledge", filters)
