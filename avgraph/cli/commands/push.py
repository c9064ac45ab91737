"""The command ``avgraph push``."""

from typing import Any

import click

from avgraph.cli.options import credentials, open_graph, source_options, user_option
from avgraph.cli.output import print_message
from avgraph.progress import end_between_steps, progress_bars

EPILOG = """\b
Examples:
  avgraph push http://localhost:7878/store                                   # Oxigraph
  avgraph push http://localhost:8890/sparql-graph-crud-auth --user dba       # Virtuoso
  avgraph push http://localhost:3030/ds/data my-list.md --graph https://my.org/list   # Fuseki
  avgraph push https://my-server/update --via update

The password is read from AVGRAPH_PASSWORD, else prompted for; a token from AVGRAPH_TOKEN.
Name and password may stand in URL as well; at another server, --update-url gets only its own."""


@click.command("push", epilog=EPILOG)
@click.argument("url")
@click.option("--graph", metavar="IRI", help="The named graph whose place the graph takes.  [default: that of the dump's description]")
@click.option("--via", type=click.Choice(["graph-store", "update"]), default="graph-store", show_default=True, help="What URL understands.")
@click.option(
    "--update-url", metavar="URL", help="Where the store takes updates.  [default: known for Oxigraph, Virtuoso, Fuseki, RDF4J, GraphDB]"
)
@click.option("--in-place", is_flag=True, help="Fill the graph itself: for more than a store can move; readers see it grow.")
@click.option("--batch", type=click.IntRange(1, 1_000_000), default=50_000, show_default=True, help="Triples in one request.")
@user_option
@source_options(base_iri=True)
def command(url: str, graph: str | None, **options: Any) -> None:
    """Load the graph of SOURCE, a list or a dump, into the triple store at URL, in place of a named graph.

    Readers see the previous graph until the new one is there as a whole, where the store can move graphs.
    """
    with progress_bars() as progress:
        kg = open_graph(options, progress)
        result = kg.push(
            url,
            graph,
            progress=end_between_steps(progress, lambda: print_message("avgraph: ending after this batch")),
            **credentials(),
            **options,
        )
    print_message(f"pushed {result.triples:,} triples to <{result.graph}> at {result.url}")
    if not result.is_atomic:
        print_message("avgraph: in one request, as no address for updates is known (--update-url); readers may have seen a part of it")
