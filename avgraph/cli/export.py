"""The command ``avgraph export``."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from avgraph.cli.graphs import endpoint_options, load_graph, open_endpoint
from avgraph.cli.progress import stages
from avgraph.cli.sources import authority_option, base_iri_option, filter_options, read_filters, source_argument
from avgraph.errors import WriteError
from avgraph.export.files import default_path, format_of_path, write_graph
from avgraph.export.formats import FORMATS
from avgraph.model.graph import Graph

if TYPE_CHECKING:
    from avgraph.views.filters import Filters

EPILOG = """\b
Examples:
  avgraph export --format turtle
  avgraph export my-list.md --format graphml -o my-list.graphml
  avgraph export --format ntriples -o - | grep hasAuthor | head
  avgraph export --view coauthors --task "Speech Recognition" --year 2020: -o speech.graphml

\b
Formats:
""" + "".join(f"  {name:<10} {form.description}\n" for name, form in FORMATS.items())


@click.command("export", epilog=EPILOG)
@source_argument
@click.option("-f", "--format", "format_name", type=click.Choice(list(FORMATS)), help="See below.  [default: that of PATH, else turtle]")
@click.option("-o", "--output", metavar="PATH", help="Where to write; - is standard output.  [default: exports/<list>.<extension>]")
@click.option("--view", metavar="VIEW", help="Write a view instead: coauthors, institutions, tasks or knowledge (graphml, gexf, csv).")
@click.option("--materialize", is_flag=True, help="Write out superclasses and superproperties (RDF formats).")
@filter_options
@authority_option
@endpoint_options
@base_iri_option
def command(
    source: str | None,
    format_name: str | None,
    output: str | None,
    view: str | None,
    authorities: tuple[str, ...],
    endpoint: str | None,
    named_graph: str | None,
    base_iri: str,
    *,
    materialize: bool,
    **narrowing: Any,
) -> None:
    """Write the graph of SOURCE, a list or a dump, or the part of it that the filters leave, in one format."""
    if format_name is None:
        format_name = format_of_path(Path(output)) if output and output != "-" else "graphml" if view else "turtle"
    if materialize and not FORMATS[format_name].is_rdf:
        message = f"--materialize is for RDF formats; {format_name} is none"
        raise click.UsageError(message)
    filters = read_filters(narrowing)
    if source and output and source != "-" and Path(output).exists() and Path(output).samefile(source):
        message = f"{output}: the list itself; write the graph to another path"
        raise WriteError(message)
    engine = open_endpoint(endpoint, named_graph, source, authorities)
    with stages() as progress:
        loaded = load_graph(source, authorities, engine, filters, progress)
    graph = loaded.graph
    if click.get_current_context().get_parameter_source("base_iri") is ParameterSource.DEFAULT:
        base_iri = loaded.base
    if view:
        _write_view(graph, view, filters, format_name, output, base_iri)
        return
    if not filters.is_empty:
        from avgraph.views.narrowing import narrow, narrow_to_ego

        graph = narrow(graph, filters)
        graph = narrow_to_ego(graph, filters.ego, filters.hops) if filters.ego else graph
    if output == "-":
        _write_to_stdout(graph, format_name, base_iri, materialize=materialize)
        return
    path = Path(output) if output else default_path(graph, format_name)
    with stages() as progress:
        size = write_graph(graph, path, format_name, base_iri, progress, materialize=materialize)
    click.echo(f"wrote {path} ({format_name}, {_shown(size)}): {len(graph):,} nodes, {graph.edge_count():,} edges", err=True)


def _write_view(graph: Graph, name: str, filters: "Filters", format_name: str, output: str | None, base_iri: str) -> None:
    from avgraph.export.views import View
    from avgraph.views.projections import build_view

    view = View.of(build_view(graph, name, filters), base_iri)
    if output == "-":
        view.write(sys.stdout.buffer, format_name)
        sys.stdout.buffer.flush()
        return
    path = Path(output) if output else Path("exports") / f"{graph.source.name}.{name}.{FORMATS[format_name].extension}"
    view.write(path, format_name)
    click.echo(f"wrote {path} ({name}, {format_name}): {len(view.nodes):,} nodes, {len(view.edges):,} edges", err=True)


def _write_to_stdout(graph: Graph, format_name: str, base_iri: str, *, materialize: bool) -> None:
    form = FORMATS[format_name]
    if form.is_folder:
        message = f"{format_name} is a folder of {len(form.writers)} files; give a path with -o"
        raise WriteError(message)
    form.write(graph, sys.stdout.buffer, base_iri, materialize=materialize)
    sys.stdout.buffer.flush()


def _shown(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"
