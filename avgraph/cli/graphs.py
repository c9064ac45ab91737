"""Load the graph that a command is about: of a list, a dump or an endpoint."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from avgraph.cli.engines import is_dump, read_graph_of
from avgraph.cli.sources import report_diagnostics
from avgraph.model.graph import Graph
from avgraph.model.vocabulary import BASE_IRI
from avgraph.progress import ProgressCallback, no_progress
from avgraph.views.filters import Filters

if TYPE_CHECKING:
    from avgraph.sparql.endpoint import EndpointEngine


@dataclass(frozen=True, slots=True)
class LoadedGraph:
    """A graph, and where its resources live."""

    graph: Graph
    base: str


def user_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--user``, whose value, with the password, `credentials` returns."""
    return click.option(
        "--user",
        metavar="NAME",
        callback=_read_password,
        expose_value=False,
        help="Name for the server (Basic or Digest, as it asks); the password is read from AVGRAPH_PASSWORD, else prompted for.",
    )(function)


def _read_password(ctx: click.Context, parameter: click.Parameter, user: str | None) -> None:
    del parameter
    password = None
    if user is not None and "AVGRAPH_PASSWORD" not in os.environ and sys.stdin.isatty():
        password = click.prompt("Password", hide_input=True, err=True)
    ctx.meta["avgraph.credentials"] = {"user": user, "password": password}


def credentials() -> dict[str, Any]:
    """Return the user and password of the command that runs, for `push` and `EndpointEngine`."""
    return dict(click.get_current_context().meta["avgraph.credentials"])


def endpoint_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--endpoint``, ``--graph`` and ``--user``."""
    for option in (
        user_option,
        click.option(
            "--graph", "named_graph", metavar="IRI", help="The named graph of the endpoint.  [default: the one that holds a dump]"
        ),
        click.option("--endpoint", metavar="URL", help="Ask this SPARQL endpoint instead of SOURCE."),
    ):
        function = option(function)
    return function


def open_endpoint(
    endpoint: str | None, named_graph: str | None, source: str | None, authorities: tuple[str, ...], seconds: float = 60.0
) -> "EndpointEngine | None":
    """Return what asks an endpoint, or nothing where none is named. Raises UsageError for what goes with no endpoint."""
    if endpoint is None:
        if named_graph is not None:
            message = "--graph names a graph of an --endpoint"
            raise click.UsageError(message)
        return None
    if source is not None or authorities:
        message = "--endpoint takes the place of SOURCE and --authority"
        raise click.UsageError(message)
    from avgraph.sparql.endpoint import EndpointEngine

    return EndpointEngine(endpoint, seconds=seconds, graph=named_graph, **credentials())


def load_graph(
    source: str | None,
    authorities: tuple[str, ...] = (),
    engine: "EndpointEngine | None" = None,
    filters: Filters | None = None,
    progress: ProgressCallback = no_progress,
) -> LoadedGraph:
    """Return the graph of SOURCE, or what an endpoint holds; of that only what the filters need."""
    if engine is not None:
        from avgraph.sparql.fetch import fetch_graph

        progress("fetching", None)
        return LoadedGraph(*fetch_graph(engine, filters or Filters()))
    if is_dump(source):
        return load_dump(Path(str(source)), authorities, progress)
    from avgraph.sources import build_from_path

    listed, graph = build_from_path(source, authorities, progress)
    report_diagnostics(listed)
    return LoadedGraph(graph, BASE_IRI)


def load_dump(path: Path, authorities: tuple[str, ...] = (), progress: ProgressCallback = no_progress) -> LoadedGraph:
    """Return the graph of a dump. Raises QueryError where it cannot be read, DumpError where it is none."""
    if authorities:
        message = "--authority is for lists; who is who stands in a dump already"
        raise click.UsageError(message)
    progress("reading", None)
    return LoadedGraph(*read_graph_of(path))
