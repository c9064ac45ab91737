"""The command ``avgraph show``."""

import os
from dataclasses import asdict

import click

from avgraph.cli.sources import json_option, report_diagnostics, source_argument
from avgraph.cli.terminal import console, print_json, visible
from avgraph.lookup import Description, describe, find_entities
from avgraph.pipeline import build_from_path

EPILOG = """\b
Examples:
  avgraph show "Kristen Grauman"
  avgraph show "the university of sydney"
  avgraph show https://arxiv.org/abs/2207.05042 --json"""
_MOST_PAPERS = 15


@click.command("show", epilog=EPILOG)
@click.argument("name")
@source_argument
@click.option("--all", "show_all", is_flag=True, help="Print every paper and line.")
@json_option
def command(name: str, source: str | None, *, show_all: bool, as_json: bool) -> None:
    """Print what the graph of SOURCE knows about NAME.

    NAME is a name or title in any of its forms, an id, an IRI, or the link or identifier of a paper.
    """
    # Under a locale that is not UTF-8 the shell's bytes arrive as lone surrogates.
    name = os.fsencode(name).decode("utf-8", "replace")
    listed, graph = build_from_path(source)
    report_diagnostics(listed)
    found = [describe(graph, node) for node in find_entities(graph, name)]
    if as_json:
        print_json([{**asdict(each), "facts": dict(each.facts)} for each in found])
        return
    for number, each in enumerate(found):
        if number:
            click.echo()
        _print(each, show_all=show_all)


def _print(found: Description, *, show_all: bool) -> None:
    from rich.table import Table
    from rich.text import Text

    screen = console()
    screen.print(Text.assemble((visible(found.label), "bold"), f"  {found.type}", (f"  {found.iri}", "dim")))
    facts = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column(overflow="fold")
    for name, values in found.facts:
        facts.add_row(name, visible("; ".join(values)))
    most = len(found.lines) if show_all else 8
    more = f" and {len(found.lines) - most} more" if len(found.lines) > most else ""
    if found.lines:
        facts.add_row("Listed at", ", ".join(found.lines[:most]) + more)
    screen.print(facts)
    if found.papers:
        papers = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        shown = found.papers if show_all else found.papers[:_MOST_PAPERS]
        for title, year, venue in shown:
            papers.add_row(str(year or ""), venue, visible(title))
        screen.print(f"\n{len(found.papers)} paper{'s' if len(found.papers) > 1 else ''}", style="dim")
        screen.print(papers)
        if len(shown) < len(found.papers):
            screen.print(f"and {len(found.papers) - len(shown)} more; --all prints them", style="dim")
