"""The command ``avgraph stats``."""

from dataclasses import asdict
from typing import Any

import click

from avgraph.cli.options import filter_options, json_option, open_graph, read_filters, source_options
from avgraph.cli.output import console, print_json

EPILOG = """\b
Examples:
  avgraph stats
  avgraph stats my-list.md --top 20
  avgraph stats --json
  avgraph stats --task "Speech Recognition" --year 2020:2023

\b
Of a server:
  avgraph stats --endpoint http://localhost:7878/query"""


@click.command("stats", epilog=EPILOG)
@click.option("--top", default=10, show_default=True, type=click.IntRange(1, 1000), help="Rows in each ranking.")
@filter_options
@json_option
@source_options(endpoint=True)
def command(top: int, *, as_json: bool, **options: Any) -> None:
    """Print counts, rankings, papers by task and year, and components of SOURCE, a list or a dump.

    An endpoint is asked for the figures; only with filters is the part that they leave fetched.
    """
    filters = read_filters(options)
    kg = open_graph(options).narrow(filters)
    statistics = kg.statistics(top, marked=filters.marked)
    if as_json:
        print_json({"source": kg.source.name, **asdict(statistics)})
        return
    from avgraph.views.tables import print_statistics

    print_statistics(console(), kg.source.title, statistics)
