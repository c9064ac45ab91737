"""The command ``avgraph stats``."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from avgraph.cli.graphs import endpoint_options, load_graph, open_endpoint
from avgraph.cli.output import console, print_json, visible
from avgraph.cli.sources import authority_option, filter_options, json_option, read_filters, source_argument
from avgraph.views.narrowing import narrow, narrow_to_ego
from avgraph.views.statistics import Ranked, Statistics, compute_statistics

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

EPILOG = """\b
Examples:
  avgraph stats
  avgraph stats my-list.md --top 20
  avgraph stats --json
  avgraph stats --task "Speech Recognition" --year 2020:2023

\b
Of a server:
  avgraph stats --endpoint http://localhost:7878/query"""

_YEAR_WIDTH = 6


@click.command("stats", epilog=EPILOG)
@source_argument
@click.option("--top", default=10, show_default=True, type=click.IntRange(1, 1000), help="Rows in each ranking.")
@filter_options
@authority_option
@endpoint_options
@json_option
def command(
    source: str | None,
    top: int,
    authorities: tuple[str, ...],
    endpoint: str | None,
    named_graph: str | None,
    *,
    as_json: bool,
    **narrowing: Any,
) -> None:
    """Print counts, rankings, papers by task and year, and components of SOURCE, a list or a dump.

    An endpoint is asked for the figures; only with filters is the part that they leave fetched.
    """
    filters = read_filters(narrowing)
    engine = open_endpoint(endpoint, named_graph, source, authorities)
    if engine is not None and filters.is_empty:
        from avgraph.sparql.statistics import ask_statistics

        name = title = str(endpoint)
        statistics = ask_statistics(engine, top)
    else:
        graph = load_graph(source, authorities, engine, filters).graph
        graph = narrow(graph, filters)
        graph = narrow_to_ego(graph, filters.ego, filters.hops) if filters.ego else graph
        name, title = graph.source.name, graph.source.title
        statistics = compute_statistics(graph, top)
    if as_json:
        print_json({"source": name, **asdict(statistics)})
    else:
        print_statistics(console(), title, statistics)


def print_statistics(screen: "Console", title: str, statistics: Statistics) -> None:
    """Print the figures of a graph as tables."""
    from rich.columns import Columns
    from rich.table import Table

    counts = Table(title="Nodes", title_justify="left", box=None, show_header=False, pad_edge=False)
    counts.add_column()
    counts.add_column(justify="right", style="bold")
    for node_type, count in statistics.nodes.items():
        counts.add_row(node_type, f"{count:,}")
    counts.add_row("edges", f"{sum(statistics.edges.values()):,}")
    screen.print(visible(title), style="bold")
    screen.print()
    rankings = (("Authors", statistics.authors), ("Institutions", statistics.institutions), ("Venues", statistics.venues))
    tables = [counts] + [_ranking(name, rows) for name, rows in rankings]
    screen.print(Columns(tables, padding=(0, 4)))
    screen.print()
    screen.print(_by_year(statistics, screen.width, "·" if screen.encoding.startswith("utf") else "."))
    screen.print()
    sizes = statistics.components
    if sizes is None:
        screen.print("Co-author graph: components are not counted in a graph of this size")
        return
    largest = f"; the largest has {sizes[0]:,} of {sum(sizes):,} authors" if sizes else ""
    screen.print(f"Co-author graph: {len(sizes):,} components{largest}")


def _ranking(name: str, rows: tuple[Ranked, ...]) -> "Table":
    from rich.table import Table

    table = Table(title=name, title_justify="left", box=None, show_header=False, pad_edge=False)
    table.add_column(max_width=44)
    table.add_column(justify="right", style="bold")
    for row in rows:
        table.add_row(visible(row.label), str(row.papers))
    return table


def _by_year(statistics: Statistics, width: int, none: str) -> "Table":
    """Return the table of tasks by year, with as many of the latest years as fit into `width` columns."""
    from rich.table import Table

    table = Table(title="Papers by task and year", title_justify="left", box=None, pad_edge=False, header_style="dim")
    label_width = min(48, max(24, width - 12 * _YEAR_WIDTH))
    table.add_column("", overflow="ellipsis", no_wrap=True, max_width=label_width)
    years = statistics.years[-max(1, (width - label_width) // _YEAR_WIDTH - 1) :]
    for year in years:
        table.add_column(str(year), justify="right", no_wrap=True)
    table.add_column("all", justify="right", style="bold", no_wrap=True)
    for path, by_year in statistics.tasks.items():
        steps = path.split(" > ")
        cells = [str(by_year.get(year, none)) for year in years] if by_year else [""] * len(years)
        table.add_row(visible("  " * (len(steps) - 1) + steps[-1]), *cells, str(sum(by_year.values()) or ""))
    totals = [str(statistics.papers_by_year.get(year, none)) for year in years]
    table.add_section()
    table.add_row("all papers", *totals, str(statistics.nodes["Paper"]), style="bold")
    return table
