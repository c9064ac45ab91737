"""The command ``avgraph serve``."""

import gc
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from avgraph.cli.options import Seconds, source_options
from avgraph.cli.output import open_page, print_message, report_overridden, report_unread
from avgraph.reading.source import BUNDLED_NAME

if TYPE_CHECKING:
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
Memory, on Linux: at most 384 MiB + graph + workers x (graph + memory limit),
or 2 GiB for a page of the explorer instead of one memory limit; the line at
the start says the sum. Temporary files: (workers + 2) x answer limit, and pages.

\b
Who can ask: the programs of this machine, and with --host more than them.
Pages of every web site that is open in a browser here can ask as well and
read the answers (CORS), unless --no-cors; they can change nothing."""
_MIB = 2**20


@click.command("serve", epilog=EPILOG)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at; 0.0.0.0 for everybody.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
@click.option("--open", "is_opening", is_flag=True, help="Open the first page in the browser.")
@click.option("--store", metavar="FOLDER", help="Keep the graph on disk here, for a large SOURCE.")
@click.option("--time-limit", type=Seconds(0.1, 3600), default=30.0, show_default=True, help="Seconds for a query.")
@click.option("--memory-limit", type=click.IntRange(64), default=1024, show_default=True, help="MiB for a query, beyond the graph.")
@click.option("--answer-limit", type=click.IntRange(1), default=1024, show_default=True, help="MiB of an answer.")
@click.option("--no-cors", is_flag=True, help="Let no page of another site ask.")
@click.option("--workers", type=click.IntRange(1, 64), help="Queries at a time.  [default: one for each core, two at least]")
@source_options(base_iri=True)
def command(source: str | None, host: str, port: int, *, is_opening: bool, no_cors: bool, **options: Any) -> None:
    """Serve SOURCE, a list or a dump: a page for each entity and lists of them, the explorer, a SPARQL endpoint.

    Read-only, and for this machine alone unless --host says otherwise. Ctrl+C ends it.
    """
    if not hasattr(os, "fork"):
        raise click.UsageError("avgraph serve needs fork, which this system has not; run it on Linux or macOS, or within WSL")
    from avgraph.server.loading import load_handler, read_base_iri
    from avgraph.server.run import serve
    from avgraph.server.settings import Settings

    opening = {name: options[name] for name in ("store", "authorities", "bundled_authority", "base_iri", "ror")}
    opening |= {"source": source, "profile": options["profile"], "on_read": report_unread, "on_override": report_overridden}
    name = BUNDLED_NAME if source is None else "standard input" if source == "-" else Path(source).stem
    limits = {"seconds": options["time_limit"], "memory": options["memory_limit"] * _MIB, "largest": options["answer_limit"] * _MIB}
    workers = options["workers"] or max(2, os.cpu_count() or 2)
    settings = Settings(name=name, base=read_base_iri(source, options["base_iri"]), workers=workers, has_cors=not no_cors, **limits)

    sys.stdout.flush()
    # Other commands end before cycles are of any account; a server does not.
    gc.enable()
    serve(partial(load_handler, opening), settings, host, port, partial(_announce, name, is_opening))


def _announce(name: str, is_opening: bool, started: "Started") -> None:  # noqa: FBT001  (in a partial)
    bound, at = f"{started.memory / 2**30:.1f} GiB", started.address
    print_message(f"avgraph: {name} at {at} (SPARQL at {at}sparql); takes at most {bound} of memory; Ctrl+C ends it")
    if started.is_public:
        print_message("avgraph: everybody on the network can ask; without --host only this machine can")
    if is_opening:
        open_page(at)
