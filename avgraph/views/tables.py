"""Print the figures of a graph and the description of an entity as tables of rich."""

from typing import TYPE_CHECKING

import click
from rich.columns import Columns
from rich.table import Table
from rich.text import Text

from avgraph.model.vocabulary import TASK_SEPARATOR
from avgraph.text.visible import visible
from avgraph.views.describe import Description
from avgraph.views.statistics import Ranked, Statistics
from avgraph.views.wording import list_absent

if TYPE_CHECKING:
    from rich.console import Console

_YEAR_WIDTH = 6
_MOST_PAPERS = 15
_STATED = {"authors": "Author", "institutions": "Institution", "venues": "Venue", "headings": "Task"}
"""What a list states, and the type of node that it becomes."""
_MOST_REASONS = 8
_MOST_COUNTED = 12
_MOST_LINES = 8


def print_statistics(screen: "Console", title: str, statistics: Statistics) -> None:
    """Print the figures of a graph as tables."""
    counts = Table(title="Nodes", title_justify="left", box=None, show_header=False, pad_edge=False)
    counts.add_column()
    counts.add_column(justify="right", style="bold")
    for node_type, count in statistics.nodes.items():
        counts.add_row(node_type, f"{count:,}")
    counts.add_row("edges", f"{sum(statistics.edges.values()):,}")
    screen.print(visible(title), style="bold")
    screen.print()
    rankings = (("Authors", statistics.authors), ("Institutions", statistics.institutions), ("Venues", statistics.venues))
    tables = [counts] + [_ranking(name, rows) for name, rows in rankings if rows]
    screen.print(Columns(tables, padding=(0, 4)))
    screen.print()
    screen.print(_by_year(statistics, screen.width, "·" if screen.encoding.startswith("utf") else "."))
    screen.print()
    absent = list_absent(
        {
            **{name: statistics.nodes[kind] for name, kind in _STATED.items()},
            "years": len(statistics.papers_by_year),
        }
    )
    if absent and statistics.nodes["Paper"]:
        screen.print(f"The list states {absent}.")
    if not statistics.nodes["Author"]:
        return
    sizes = statistics.components
    if sizes is None:
        screen.print("Co-author graph: components are not counted in a graph of this size")
        return
    largest = f"; the largest has {sizes[0]:,} of {sum(sizes):,} authors" if sizes else ""
    screen.print(f"Co-author graph: {len(sizes):,} component{'s' if len(sizes) != 1 else ''}{largest}")


def _ranking(name: str, rows: tuple[Ranked, ...]) -> Table:
    table = Table(title=name, title_justify="left", box=None, show_header=False, pad_edge=False)
    table.add_column(max_width=44)
    table.add_column(justify="right", style="bold")
    for row in rows:
        table.add_row(visible(row.label), str(row.papers))
    return table


def _by_year(statistics: Statistics, width: int, none: str) -> Table:
    """Return the table of tasks by year, with as many of the latest years as fit into `width` columns."""
    table = Table(
        title="Papers by task and year" if statistics.years else "Papers by task",
        title_justify="left", box=None, pad_edge=False, header_style="dim",
    )  # fmt: skip
    label_width = min(48, max(24, width - 12 * _YEAR_WIDTH))
    table.add_column("", overflow="ellipsis", no_wrap=True, max_width=label_width)
    years = statistics.years[-max(1, (width - label_width) // _YEAR_WIDTH - 1) :]
    for year in years:
        table.add_column(str(year), justify="right", no_wrap=True)
    table.add_column("all", justify="right", style="bold", no_wrap=True)
    for path, by_year in statistics.tasks.items():
        steps = path.split(TASK_SEPARATOR)
        cells = [str(by_year.get(year, none)) for year in years] if by_year else [""] * len(years)
        table.add_row(visible("  " * (len(steps) - 1) + steps[-1]), *cells, str(statistics.papers_by_task[path] or ""))
    totals = [str(statistics.papers_by_year.get(year, none)) for year in years]
    table.add_section()
    table.add_row("all papers", *totals, str(statistics.nodes["Paper"]), style="bold")
    return table


def print_description(screen: "Console", description: Description, *, show_all: bool) -> None:
    """Print what is known about an entity; with `show_all` every paper, line and reason."""
    screen.print(Text.assemble((visible(description.label), "bold"), f"  {description.type}", (visible(f"  {description.iri}"), "dim")))
    facts = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column(overflow="fold")
    for (name, values), counts in zip(description.facts, description.counts, strict=True):
        # What is counted over papers may be long; what is stated is printed whole.
        cut = len(values) if show_all or counts[0] is None else _MOST_COUNTED
        rest = [f"and {len(values) - cut} more"] if len(values) > cut else []
        facts.add_row(name, visible("; ".join([*values[:cut], *rest])))
    most = len(description.lines) if show_all else _MOST_LINES
    more = f" and {len(description.lines) - most} more" if len(description.lines) > most else ""
    if description.lines:
        facts.add_row("Listed at", visible(", ".join(description.lines[:most]) + more))
    screen.print(facts)
    if description.papers:
        papers = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        shown = description.papers if show_all else description.papers[:_MOST_PAPERS]
        for title, year, venue in shown:
            papers.add_row(str(year or ""), visible(venue), visible(title))
        screen.print(f"\n{len(description.papers)} paper{'s' if len(description.papers) > 1 else ''}", style="dim")
        screen.print(papers)
        if len(shown) < len(description.papers):
            screen.print(f"and {len(description.papers) - len(shown)} more; --all prints them", style="dim")
    _print_reasons("Held to be one because", description.merges, show_all=show_all)
    _print_reasons("Kept apart", description.near_misses, show_all=show_all)


def _print_reasons(title: str, reasons: tuple[str, ...], *, show_all: bool) -> None:
    if not reasons:
        return
    click.echo(f"\n{title}")
    shown = reasons if show_all else reasons[:_MOST_REASONS]
    for reason in shown:
        click.echo(visible(f"  {reason}"))
    if len(shown) < len(reasons):
        click.echo(f"  and {len(reasons) - len(shown)} more; --all prints them")
