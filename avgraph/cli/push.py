"""The command ``avgraph push``."""

import signal
from collections.abc import Iterable
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from avgraph.cli.engines import is_dump
from avgraph.cli.graphs import credentials, user_option
from avgraph.cli.progress import stages
from avgraph.cli.sources import authority_option, base_iri_option, report_diagnostics
from avgraph.progress import Advance, ProgressCallback

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from avgraph.model.graph import Graph

EPILOG = """\b
Examples:
  avgraph push http://localhost:7878/store                                   # Oxigraph
  avgraph push http://localhost:8890/sparql-graph-crud-auth --user dba       # Virtuoso
  avgraph push http://localhost:3030/ds/data my-list.md --graph https://my.org/list   # Fuseki
  avgraph push https://my-server/update --via update

The password is read from AVGRAPH_PASSWORD, else prompted for; a token from AVGRAPH_TOKEN."""


@click.command("push", epilog=EPILOG)
@click.argument("url")
@click.argument("source", required=False, metavar="[SOURCE]")
@click.option("--graph", metavar="IRI", help="The named graph whose place the graph takes.  [default: that of the dump's description]")
@click.option("--via", type=click.Choice(["graph-store", "update"]), default="graph-store", show_default=True, help="What URL understands.")
@click.option(
    "--update-url", metavar="URL", help="Where the store takes updates.  [default: known for Oxigraph, Virtuoso, Fuseki, RDF4J, GraphDB]"
)
@click.option("--in-place", is_flag=True, help="Fill the graph itself: for more than a store can move; readers see it grow.")
@click.option("--batch", type=click.IntRange(1, 1_000_000), default=50_000, show_default=True, help="Triples in one request.")
@user_option
@authority_option
@base_iri_option
def command(url: str, source: str | None, authorities: tuple[str, ...], **options: Any) -> None:
    """Load the graph of SOURCE, a list or a dump, into the triple store at URL, in place of a named graph.

    Readers see the previous graph until the new one is there as a whole, where the store can move graphs.
    """
    from avgraph.push.push import push
    from avgraph.sparql.http import check_url

    check_url(url)
    with stages() as progress:
        loaded = _load(source, authorities, progress)
        options["progress"] = lambda name, total: _ending_between_batches(progress(name, total))
        result = push(loaded, url, **options, **credentials())
    click.echo(f"pushed {result.triples:,} triples to <{result.graph}> at {result.url}", err=True)
    if not result.is_atomic:
        click.echo(
            "avgraph: in one request, as no address for updates is known (--update-url); readers may have seen a part of it", err=True
        )


def _load(source: str | None, authorities: tuple[str, ...], progress: ProgressCallback) -> "Graph | Iterable[Triple]":
    if is_dump(source):
        from avgraph.rdf.dump_file import read_dump

        return read_dump(Path(str(source)))
    from avgraph.sources import build_from_path

    listed, graph = build_from_path(source, authorities, progress)
    report_diagnostics(listed)
    return graph


def _ending_between_batches(advance: Advance) -> Advance:
    """Return what advances with each batch; an interrupt or termination takes effect there, so that no request is cut off.

    What a store has received it may still apply after its client has gone. A second interrupt takes effect at once.
    """
    signals: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        if signals:
            signal.default_int_handler(number, frame)
        signals.append(number)
        click.echo("avgraph: ending after this batch", err=True)

    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, note)

    def advance_or_end(number: int) -> None:
        advance(number)
        if signals:
            raise KeyboardInterrupt

    return advance_or_end
