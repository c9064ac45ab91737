"""The command ``avgraph query``."""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from avgraph.cli.engines import content_of, open_engine
from avgraph.cli.graphs import endpoint_options, open_endpoint
from avgraph.cli.sources import authority_option
from avgraph.errors import QueryError
from avgraph.files import write_bytes
from avgraph.sparql.shipped import ShippedQuery, load_shipped

if TYPE_CHECKING:
    from avgraph.sparql.engine import Engine

FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle")

EPILOG = """\b
Examples:
  avgraph query --list
  avgraph query top-authors --task "Speech Recognition" --limit 5
  avgraph query "SELECT ?title { ?paper avg:year 2015 ; rdfs:label ?title }"
  avgraph query coauthors-of --person "Kristen Grauman" --format csv"""


def _parameter_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add an option for each parameter that some shipped query has."""
    users: dict[str, list[str]] = {}
    for shipped in load_shipped().values():
        for parameter in shipped.parameters:
            users.setdefault(parameter.name, []).append(shipped.name)
    for name in sorted(users, reverse=True):
        function = click.option(f"--{name}", f"given_{name}", metavar="VALUE", help=f"Of {', '.join(users[name])}.")(function)
    return function


@click.command("query", epilog=EPILOG)
@click.argument("query", required=False, metavar="[QUERY]")
@click.argument("source", required=False, metavar="[SOURCE]")
@click.option("--list", "is_listing", is_flag=True, help="Print the shipped queries.")
@click.option("-f", "--format", "format_name", type=click.Choice(FORMATS), help="[default: table; turtle for CONSTRUCT and DESCRIBE]")
@click.option("-o", "--output", metavar="PATH", help="Where to write; - is standard output.")
@click.option("--limit", type=click.IntRange(1), help="Most rows of a shipped query.")
@click.option("--time-limit", type=click.FloatRange(0.1), default=60.0, show_default=True, help="Seconds for the answer.")
@click.option("--explain", "is_explaining", is_flag=True, help="Print the query as it would be asked, and stop.")
@click.option("--store", metavar="FOLDER", help="Keep the graph on disk here, for a large SOURCE that is asked again and again.")
@endpoint_options
@_parameter_options
@authority_option
def command(
    query: str | None,
    source: str | None,
    format_name: str | None,
    output: str | None,
    limit: int | None,
    time_limit: float,
    store: str | None,
    endpoint: str | None,
    named_graph: str | None,
    authorities: tuple[str, ...],
    *,
    is_listing: bool,
    is_explaining: bool,
    **parameters: str | None,
) -> None:
    """Answer a SPARQL QUERY over SOURCE, a list or a dump: its text, a .rq file, - for standard input, or a shipped query's name.

    The prefixes of the ontology need no declaration.
    """
    if is_listing or query is None:
        for shipped in load_shipped().values():
            options = "".join(
                f" --{each.name} {each.kind.upper()}" if each.is_required else f" [--{each.name} {each.kind.upper()}]"
                for each in shipped.parameters
            )
            click.echo(f"{shipped.name}{options}\n    {shipped.description}")
        return
    if endpoint and store:
        message = "--store keeps the graph of SOURCE, whose place --endpoint takes"
        raise click.UsageError(message)
    remote = open_endpoint(endpoint, named_graph, source, authorities, time_limit)
    given = {name.removeprefix("given_"): value for name, value in parameters.items() if value is not None}
    asked = _read_query(query)
    if isinstance(asked, str) and (given or limit):
        message = "parameters and --limit are for shipped queries; write them into the query"
        raise click.UsageError(message)
    engine: Engine = remote or open_engine(source, authorities, store)
    text = asked if isinstance(asked, str) else engine.bind(asked, given) + (f"LIMIT {limit}\n" if limit else "")
    if is_explaining:
        used = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in engine.prefixes.items() if f"{prefix}:" in text)
        click.echo(used + text)
        return
    engine.refuse_unknown_terms(text)
    with _watched(time_limit):
        content = _answer(engine, text, format_name)
    if output and output != "-":
        write_bytes(output, content)
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def _read_query(given: str) -> str | ShippedQuery:
    if given == "-":
        return _decoded(sys.stdin.buffer.read(), "standard input")
    if given in load_shipped():
        return load_shipped()[given]
    if given.lower().endswith(".rq"):
        return _decoded(content_of(Path(given)), given)
    if "{" in given or " " in given.strip():
        return given
    from difflib import get_close_matches

    nearest = get_close_matches(given, load_shipped(), 1, 0.4)
    hint = f"did you mean {nearest[0]!r}?" if nearest else "see avgraph query --list"
    message = f"no shipped query {given!r}; {hint}"
    raise QueryError(message)


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{name}: not UTF-8 (byte {error.start})"
        raise QueryError(message) from None


def _answer(engine: "Engine", text: str, format_name: str | None) -> bytes:
    from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat

    from avgraph.cli.terminal import lay_out
    from avgraph.sparql.engine import collect, write_triples

    found = engine.query(text)
    try:
        if isinstance(found, QueryTriples):
            if format_name not in (None, "turtle"):
                message = f"CONSTRUCT and DESCRIBE give triples, which are written as turtle, not {format_name}"
                raise QueryError(message)
            return write_triples(found, RdfFormat.TURTLE, engine.prefixes)
        if format_name == "turtle":
            message = "SELECT and ASK give rows, which are written as table, csv, tsv, json or xml"
            raise QueryError(message)
        if format_name in (None, "table"):
            answer = collect(found)
            return lay_out(answer.columns, answer.rows).encode("utf-8", "replace")
        form = {
            "csv": QueryResultsFormat.CSV,
            "tsv": QueryResultsFormat.TSV,
            "json": QueryResultsFormat.JSON,
            "xml": QueryResultsFormat.XML,
        }
        return bytes(found.serialize(format=form[str(format_name)]) or b"")
    except (ValueError, OSError, RuntimeError) as error:
        message = f"the query cannot be answered: {' '.join(str(error).split())}"
        raise QueryError(message) from None


@contextmanager
def _watched(seconds: float) -> Iterator[None]:
    """End the process where what is done within takes longer."""
    watch = threading.Timer(seconds, _give_up, [seconds])
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _give_up(seconds: float) -> None:
    click.echo(f"avgraph: no answer within {seconds:g} seconds; ask for less, or raise --time-limit", err=True)
    sys.stderr.flush()
    # The engine computes outside Python and cannot be stopped from within.
    os._exit(2)
