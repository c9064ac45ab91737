"""The command ``avgraph push``."""

import os
import signal
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from avgraph.cli.engines import is_dump
from avgraph.cli.progress import stages
from avgraph.cli.sources import authority_option, base_iri_option, report_diagnostics
from avgraph.model.vocabulary import RDF, VOID
from avgraph.progress import Advance, ProgressCallback

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from avgraph.push.credentials import Credentials

EPILOG = """\b
Examples:
  avgraph push http://localhost:7878/store                                   # Oxigraph
  avgraph push http://localhost:8890/sparql-graph-crud-auth --user dba       # Virtuoso
  avgraph push http://localhost:3030/ds/data my-list.md --graph https://my.org/list   # Fuseki
  avgraph push https://my-server/update --via update

The password is read from AVGRAPH_PASSWORD, else asked for; a token from AVGRAPH_TOKEN."""


@click.command("push", epilog=EPILOG)
@click.argument("url")
@click.argument("source", required=False, metavar="[SOURCE]")
@click.option("--graph", metavar="IRI", help="The named graph whose place the graph takes.  [default: that of the dump's description]")
@click.option("--via", type=click.Choice(["graph-store", "update"]), default="graph-store", show_default=True, help="What URL understands.")
@click.option(
    "--update-url", metavar="URL", help="Where the store takes updates.  [default: known for Oxigraph, Virtuoso, Fuseki, RDF4J, GraphDB]"
)
@click.option("--in-place", "is_in_place", is_flag=True, help="Fill the graph itself: for more than a store can move; readers see it grow.")
@click.option("--user", metavar="NAME", help="Who pushes (Basic or Digest, as the store asks).")
@click.option("--batch", type=click.IntRange(1, 1_000_000), default=50_000, show_default=True, help="Triples in one request.")
@authority_option
@base_iri_option
def command(
    url: str,
    source: str | None,
    graph: str | None,
    via: str,
    update_url: str | None,
    user: str | None,
    batch: int,
    authorities: tuple[str, ...],
    base_iri: str,
    *,
    is_in_place: bool,
) -> None:
    """Load the graph of SOURCE, a list or a dump, into the triple store at URL, in place of a named graph.

    Readers see the previous graph until the new one is there as a whole, where the store can move graphs.
    """
    from avgraph.push.credentials import open_session
    from avgraph.push.push import push
    from avgraph.push.store import Destination, update_address

    for each in (url, update_url):
        if each is not None and not each.startswith(("http://", "https://")):
            message = f"{each!r} is no http or https address"
            raise click.UsageError(message)
    if via == "update" and update_url not in (None, url):
        message = "with --via update, URL is where the store takes updates; leave --update-url out"
        raise click.UsageError(message)
    if graph is not None and not _is_iri(graph):
        message = f"--graph {graph!r} is no IRI"
        raise click.UsageError(message)
    session = open_session(_credentials(user), os.environ.get("AVGRAPH_TOKEN"))
    with stages() as progress:
        triples, total, described = _triples(source, authorities, base_iri, progress)
        target = graph or described
        if target is None:
            message = f"{source} does not begin with the description of a dump; name the graph that it shall be with --graph IRI"
            raise click.UsageError(message)
        updates = url if via == "update" else update_url or update_address(url)
        destination = Destination(url, target, updates, via == "graph-store", is_in_place)
        count = push(triples, destination, session, batch, _ending_between_batches(progress("sending", total)))
    click.echo(f"pushed {count:,} triples to <{target}> at {url}", err=True)
    if updates is None and not is_in_place:
        click.echo(
            "avgraph: in one request, as no address for updates is known (--update-url); readers may have seen a part of it", err=True
        )


def _ending_between_batches(advance: Advance) -> Advance:
    """Return what is told of each batch; an interrupt or the word to end takes effect there, so that no request is cut off.

    What a store has received it may still apply after whoever sent it has gone. A second interrupt takes effect at once.
    """
    told: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        if told:
            signal.default_int_handler(number, frame)
        told.append(number)
        click.echo("avgraph: ending after this batch", err=True)

    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, note)

    def sent(number: int) -> None:
        advance(number)
        if told:
            raise KeyboardInterrupt

    return sent


def _triples(
    source: str | None, authorities: tuple[str, ...], base: str, progress: ProgressCallback
) -> "tuple[Iterator[Triple], int | None, str | None]":
    """Return the triples, their number and the IRI of the dump where they are known."""
    if is_dump(source):
        from avgraph.rdf.dump_file import read_dump

        triples = read_dump(Path(str(source)))
        first = next(triples, None)
        if first is None:
            return triples, 0, None
        is_described = (first.predicate.value, getattr(first.object, "value", "")) == (RDF + "type", VOID + "Dataset")
        return chain([first], triples), None, str(first.subject).strip("<>") if is_described else None
    from pyoxigraph import Triple

    from avgraph.rdf.description import graph_id
    from avgraph.rdf.oxigraph import generate_terms
    from avgraph.rdf.triples import count_triples
    from avgraph.sources import build_from_path

    listed, graph = build_from_path(source, authorities, progress)
    report_diagnostics(listed)
    return generate_terms(graph, Triple, base), count_triples(graph), base + graph_id(graph.source)


def _is_iri(text: str) -> bool:
    from pyoxigraph import NamedNode

    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def _credentials(user: str | None) -> "Credentials | None":
    if user is None:
        return None
    password = os.environ.get("AVGRAPH_PASSWORD")
    if password is None:
        if not sys.stdin.isatty():
            message = "--user needs the password in AVGRAPH_PASSWORD where nobody can be asked"
            raise click.UsageError(message)
        password = click.prompt("Password", hide_input=True, err=True)
    from avgraph.push.credentials import Credentials

    return Credentials(user, str(password))
