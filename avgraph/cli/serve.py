"""The command ``avgraph serve``."""

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from avgraph.cli.completion import complete_files
from avgraph.cli.options import Seconds, authority_option, base_iri_option, open_graph, profile_option
from avgraph.cli.output import open_page, print_message
from avgraph.model.vocabulary import BASE_IRI
from avgraph.rdf.dump_file import is_dump
from avgraph.reading.source import BUNDLED_NAME
from avgraph.sparql.limits import Limits, run_limited

if TYPE_CHECKING:
    from avgraph.server.preload import Answerer
    from avgraph.server.run import Started

EPILOG = """\b
Examples:
  avgraph serve
  avgraph serve my-list.md --port 8080 --open
  avgraph serve my-large-list.md --store my-store --time-limit 60

\b
Ask it with any SPARQL client, such as
  curl -H 'Accept: text/csv' --data-urlencode 'query=SELECT ?a { ?a a avg:Author } LIMIT 5' localhost:8000/sparql

\b
Memory, on Linux: the server and all its processes take at most
  384 MiB + graph + workers x (graph + memory limit)
and 2 GiB instead of one memory limit, if that is less, for the page of the
explorer that is being made. The line at the start says the sum. In the
temporary folder, (workers + 2) x answer limit, and each page once.

\b
Who can ask: the programs of this machine, and with --host more than them.
Pages of every web site that is open in a browser here can ask as well and
read the answers (CORS), unless --no-cors; they can change nothing."""
_MIB = 2**20


@click.command("serve", epilog=EPILOG)
@click.argument("source", required=False, metavar="[SOURCE]", shell_complete=complete_files)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at; 0.0.0.0 for everybody.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
@click.option("--open", "is_opening", is_flag=True, help="Open the query page in the browser.")
@click.option("--store", metavar="FOLDER", help="Keep the graph on disk here, for a large SOURCE.")
@click.option("--time-limit", type=Seconds(0.1, 3600), default=30.0, show_default=True, help="Seconds for a query.")
@click.option("--memory-limit", type=click.IntRange(64), default=1024, show_default=True, help="MiB for a query, beyond the graph.")
@click.option("--answer-limit", type=click.IntRange(1), default=1024, show_default=True, help="MiB of an answer.")
@click.option("--no-cors", is_flag=True, help="Let no page of another site ask.")
@click.option("--workers", type=click.IntRange(1, 64), help="Queries at a time.  [default: one for each core, two at least]")
@profile_option
@authority_option
@base_iri_option
def command(source: str | None, host: str, port: int, *, is_opening: bool, no_cors: bool, **options: Any) -> None:
    """Serve SOURCE, a list or a dump: a SPARQL endpoint, a query page, a page for each entity, the explorer.

    Read-only, and for this machine alone unless --host says otherwise. Ctrl+C ends it.
    """
    if not hasattr(os, "fork"):
        message = "avgraph serve needs fork, which this system has not; run it on Linux or macOS, or within WSL"
        raise click.UsageError(message)
    from avgraph.server.run import serve
    from avgraph.server.settings import Settings

    sources = {"source": source, **{name: options[name] for name in ("store", "authorities", "base_iri")}}
    name = BUNDLED_NAME if source is None else "standard input" if source == "-" else Path(source).stem
    limits = {"seconds": options["time_limit"], "memory": options["memory_limit"] * _MIB, "largest": options["answer_limit"] * _MIB}
    workers = options["workers"] or max(2, os.cpu_count() or 2)
    settings = Settings(name=name, base=_read_base(source, options["base_iri"]), workers=workers, has_cors=not no_cors, **limits)

    sys.stdout.flush()
    serve(partial(_prepare, sources), settings, host, port, partial(_announce, name, is_opening))


def _announce(name: str, is_opening: bool, started: "Started") -> None:  # noqa: FBT001  (in a partial)
    bound, at = f"{started.memory / 2**30:.1f} GiB", started.address
    print_message(f"avgraph: {name} at {at} (SPARQL at {at}sparql); takes at most {bound} of memory; Ctrl+C ends it")
    if started.is_public:
        print_message("avgraph: everybody on the network can ask; without --host only this machine can")
    if is_opening:
        open_page(at)


def _read_base(source: str | None, base_iri: str | None) -> str:
    """Return the namespace of the resources: what is given, else what a dump says."""
    if base_iri is not None or source == "-" or not (is_dump(source) or Path(source or "").is_dir()):
        return base_iri or BASE_IRI
    # In a process of its own, as a store on disk has threads, which no fork survives.
    return str(_run_apart(lambda: open_graph({"source": source}).base_iri))


def _prepare(sources: dict[str, Any]) -> "Callable[[], Answerer]":
    """Load the graph; return what opens it in each worker."""
    from avgraph.server.answers import GraphAnswerer

    kg = open_graph(sources)
    if kg.source.store is None:
        _ = kg.source.engine
        kg.source.save()
    else:
        # A store on disk has threads: it is built in a process that ends, and each worker opens it for itself.
        _run_apart(lambda: bool(kg.source.engine))
        kg.source.on_read = lambda _: None
    return lambda: GraphAnswerer(kg.source.engine, lambda: kg.graph)


def _run_apart(work: Callable[[], object]) -> object:
    """Return the result of work that is done in a process of its own, in whatever time it takes."""

    def run(start: Callable[[], None]) -> object:
        result = work()
        start()
        return result

    return run_limited(run, Limits(60, 2**30))
