"""The command ``avgraph export``."""

import sys
from typing import Any

import click

from avgraph.cli.completion import complete_views
from avgraph.cli.options import WritingCommand, filter_options, open_graph, read_filters, source_options
from avgraph.cli.output import print_message
from avgraph.export.files import choose_format
from avgraph.export.formats import FORMATS
from avgraph.files import size_of
from avgraph.progress import progress_bars

EPILOG = """\b
Examples:
  avgraph export --format turtle
  avgraph export my-list.md --format graphml -o my-list.graphml
  avgraph export --format ntriples -o - | grep hasAuthor | head
  avgraph export --view coauthors --task "Speech Recognition" --year 2020: -o speech.graphml

\b
Formats:
""" + "".join(f"  {name:<10} {form.description}\n" for name, form in FORMATS.items())


@click.command("export", cls=WritingCommand, epilog=EPILOG)
@click.option("-f", "--format", "format_name", type=click.Choice(list(FORMATS)), help="See below.  [default: that of PATH, else turtle]")
@click.option("-o", "--output", metavar="PATH", help="Where to write; - is standard output.  [default: exports/<list>.<extension>]")
@click.option(
    "--view",
    metavar="VIEW",
    shell_complete=complete_views,
    help="Write a view instead: coauthors, institutions, tasks or knowledge (graphml, gexf, csv, vosviewer, parquet, html).",
)
@click.option("--materialize", is_flag=True, help="Write out superclasses and superproperties (RDF formats).")
@filter_options
@source_options(endpoint=True, base_iri=True)
def command(format_name: str | None, output: str | None, view: str | None, *, materialize: bool, **options: Any) -> None:
    """Write the graph of SOURCE, a list or a dump, or the part of it that the filters leave, in one format."""
    if view and output in (None, "-"):
        format_name = format_name or "graphml"
    name = choose_format(output, format_name, inputs=[options["source"], options["ror"], *options["authorities"]], materialize=materialize)
    filters = read_filters(options)
    target = sys.stdout.buffer if output == "-" else output
    with progress_bars() as progress:
        kg = open_graph(options, progress)
        if view:
            shown = kg.view(view, filters)
            path = shown.write(target, name)
            what = f"{view}, {name}): {len(shown.nodes):,} nodes, {len(shown.edges):,} edges"
        else:
            part = kg.narrow(filters)
            path = part.write(target, name, materialize=materialize, progress=progress)
            what = f"{name}, {size_of(path)}): {len(part):,} nodes, {part.graph.edge_count():,} edges" if path else ""
    sys.stdout.flush()
    if path:
        print_message(f"wrote {path} ({what}")
