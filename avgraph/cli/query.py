"""The command ``avgraph query``."""

import math
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from avgraph.cli.engines import content_of, open_source
from avgraph.cli.graphs import endpoint_options, open_endpoint
from avgraph.cli.output import print_bytes
from avgraph.cli.sources import authority_option
from avgraph.errors import LimitError, QueryError, one_line
from avgraph.files import write_bytes
from avgraph.sparql.hints import declare_prefixes
from avgraph.sparql.limits import Limits, Work, can_fork, no_new_descriptors, run_limited, run_watched
from avgraph.sparql.questions import ShippedQuery, load_shipped, no_shipped
from avgraph.sparql.syntax import cut_tokens

if TYPE_CHECKING:
    from avgraph.sparql.engine import Engine

FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle")

EPILOG = """\b
Examples:
  avgraph query --list
  avgraph query top-authors --task "Speech Recognition" --limit 5
  avgraph query "SELECT ?title { ?paper avg:year 2015 ; rdfs:label ?title }"
  avgraph query coauthors-of --person "Kristen Grauman" --format csv"""


class Seconds(click.FloatRange):
    """A number of seconds that a clock can count."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the number; fail where it is none."""
        found = click.FLOAT.convert(value, param, ctx)
        if math.isnan(found):
            self.fail(f"{value!r} is no number of seconds", param, ctx)
        return float(super().convert(value, param, ctx))


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
@click.option("--time-limit", type=Seconds(0.1, 86_400), default=60.0, show_default=True, help="Seconds for the answer.")
@click.option("--memory-limit", type=click.IntRange(64), default=4096, show_default=True, help="MiB for the answer, beyond the graph.")
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
    memory_limit: int,
    store: str | None,
    endpoint: str | None,
    named_graph: str | None,
    authorities: tuple[str, ...],
    *,
    is_listing: bool,
    is_explaining: bool,
    **parameters: str | None,
) -> None:
    """Answer a SPARQL QUERY over SOURCE, a list or a dump: its text, a .rq or .sparql file, - for standard input, or a shipped query's name.

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
    if store and (endpoint or source == "-"):
        what = "SOURCE, whose place --endpoint takes" if endpoint else "a file; standard input is none"
        message = f"--store keeps the graph of {what}"
        raise click.UsageError(message)
    remote = open_endpoint(endpoint, named_graph, source, authorities, time_limit)
    given = {name.removeprefix("given_"): value for name, value in parameters.items() if value is not None}
    asked = _read_query(query)
    if isinstance(asked, str) and (given or limit):
        message = "parameters and --limit are for shipped queries; write them into the query"
        raise click.UsageError(message)
    kept: list[Callable[[], None]] = []

    def work(start: Callable[[], None]) -> bytes:
        engine: Engine
        if remote is not None:
            engine = remote
        else:
            opened = open_source(source, authorities, store)
            kept.append(opened.keep)
            engine = opened.engine()
        start()
        text = asked if isinstance(asked, str) else engine.bind(asked, given) + (f"LIMIT {limit}\n" if limit else "")
        if is_explaining:
            return _explain(engine, text)
        engine.refuse_unknown_terms(text)
        with no_new_descriptors(is_active=engine.is_self_contained):
            return _answer(engine, text, format_name)

    def keep() -> None:
        for each in kept:
            each()

    with _repaired(store):
        content = _run(work, Limits(time_limit, memory_limit << 20), keep)
    if output and output != "-":
        write_bytes(output, content)
    else:
        print_bytes(content)


def _run(work: Work, limits: Limits, afterwards: Callable[[], None]) -> bytes:
    sys.stdout.flush()
    try:
        return bytes(run_limited(work, limits, afterwards) if can_fork() else run_watched(work, limits, afterwards, _give_up))
    except LimitError as error:
        message = f"{error}, or raise {error.option}"
        raise QueryError(message) from None


def _give_up(error: LimitError) -> None:
    click.echo(f"avgraph: {error}, or raise {error.option}", err=True)
    sys.stderr.flush()
    os._exit(2)


@contextmanager
def _repaired(store: str | None) -> Iterator[None]:
    """Have a store that was found to be damaged built anew the next time."""
    try:
        yield
    except (QueryError, RuntimeError) as error:
        if store is None or "Corruption" not in str(error):
            raise
        from avgraph.sparql.store import discard_store

        discard_store(Path(store))
        message = f"{store}: the store is damaged; ask again, and it is built anew"
        raise QueryError(message) from None


def _explain(engine: "Engine", text: str) -> bytes:
    """Return a query with the declarations that it needs. Raises QueryError where it cannot be read."""
    engine.check(text)
    declared = declare_prefixes(text, list(cut_tokens(text)), engine.prefixes)
    return (declared.rstrip("\n") + "\n").encode("utf-8", "replace")


def _read_query(given: str) -> str | ShippedQuery:
    if given == "-":
        return _decoded(sys.stdin.buffer.read(), "standard input")
    if given in load_shipped():
        return load_shipped()[given]
    if given.lower().endswith((".rq", ".sparql")) and "{" not in given:
        return _decoded(content_of(Path(given)), given)
    if "{" in given or " " in given.strip() or not given.strip():
        return given
    raise no_shipped(given)


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{name}: not UTF-8 (byte {error.start})"
        raise QueryError(message) from None


def _answer(engine: "Engine", text: str, format_name: str | None) -> bytes:
    from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat

    from avgraph.cli.output import lay_out
    from avgraph.sparql.answer import collect, write_triples

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
        message = f"the query cannot be answered: {one_line(error)}"
        raise QueryError(message) from None
