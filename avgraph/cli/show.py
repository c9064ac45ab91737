"""The command ``avgraph show``."""

import os
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from avgraph.assembly import build_graph
from avgraph.cli.engines import is_dump
from avgraph.cli.graphs import LoadedGraph, endpoint_options, load_graph, open_endpoint
from avgraph.cli.output import console, print_json, visible
from avgraph.cli.sources import authority_option, json_option, report_diagnostics, source_argument
from avgraph.reading.read import read_reading_list
from avgraph.resolution.authority import load_authority
from avgraph.resolution.entities import Resolved
from avgraph.resolution.explain import explain_pair, merges_of, near_misses_of
from avgraph.resolution.resolve import resolve
from avgraph.views.describe import Description, describe
from avgraph.views.find import NAMED_TYPES, find_entities

if TYPE_CHECKING:
    from avgraph.sparql.endpoint import EndpointEngine

EPILOG = """\b
Examples:
  avgraph show "Kristen Grauman"
  avgraph show "the university of sydney"
  avgraph show https://arxiv.org/abs/2207.05042 --json
  avgraph show --why "Lirong Dai" "Li-Rong Dai\""""
_MOST_PAPERS = 15
_MOST_REASONS = 8


@click.command("show", epilog=EPILOG)
@click.argument("name", required=False)
@source_argument
@click.option("--why", nargs=2, metavar="A B", help="Say instead why two forms are, or are not, one entity.")
@click.option("--all", "show_all", is_flag=True, help="Print every paper and line.")
@authority_option
@endpoint_options
@json_option
def command(
    name: str | None,
    source: str | None,
    why: tuple[str, str] | None,
    authorities: tuple[str, ...],
    endpoint: str | None,
    named_graph: str | None,
    *,
    show_all: bool,
    as_json: bool,
) -> None:
    """Print what the graph of SOURCE, a list or a dump, knows about NAME.

    NAME is a name or title in any of its forms, an id, an IRI, or the link or identifier of a paper.
    """
    if why and source is None:
        # What stands first is the list, since nothing is asked by name.
        name, source = None, name
    if not why and not name:
        message = "missing NAME"
        raise click.UsageError(message)
    engine = open_endpoint(endpoint, named_graph, source, authorities)
    if engine or is_dump(source):
        if why:
            message = "why two forms are one stands in no dump; give the list"
            raise click.UsageError(message)
        found = _find_in_dump(engine, source, authorities, _typed(name or ""))
        reasons: list[tuple[tuple[str, ...], tuple[str, ...]]] = [((), ()) for _ in found]
    else:
        listed = read_reading_list(source)
        resolved = resolve(listed, load_authority(authorities))
        report_diagnostics(listed)
        if why:
            _print_why(resolved, _typed(why[0]), _typed(why[1]), as_json=as_json)
            return
        graph = build_graph(listed, resolved)
        found = [describe(graph, node) for node in find_entities(graph, _typed(name or ""))]
        reasons = [(merges_of(resolved, each.id), near_misses_of(resolved, each.id)) for each in found]
    if as_json:
        print_json(
            [
                {**asdict(each), "facts": dict(each.facts), "merges": merges, "near_misses": near}
                for each, (merges, near) in zip(found, reasons, strict=True)
            ]
        )
        return
    for number, (each, (merges, near)) in enumerate(zip(found, reasons, strict=True)):
        if number:
            click.echo()
        _print(each, show_all=show_all)
        _print_reasons("Held to be one because", merges, show_all=show_all)
        _print_reasons("Kept apart", near, show_all=show_all)


def _find_in_dump(engine: "EndpointEngine | None", source: str | None, authorities: tuple[str, ...], name: str) -> list[Description]:
    """Return what a dump, or an endpoint that holds one, knows about a name."""
    if engine is None:
        loaded = load_graph(source, authorities)
        nodes = find_entities(loaded.graph, name, loaded.base)
    else:
        from avgraph.sparql.fetch import fetch_entities

        iris = engine.find([kind.value for kind in NAMED_TYPES], name)
        loaded = LoadedGraph(*fetch_entities(engine, iris))
        nodes = [loaded.graph.nodes[iri.removeprefix(loaded.base)] for iri in iris]
    return [describe(loaded.graph, node, loaded.base) for node in nodes]


def _typed(name: str) -> str:
    """Return what was typed; under a locale that is not UTF-8 the shell's bytes arrive as lone surrogates."""
    return os.fsencode(name).decode("utf-8", "replace")


def _print_why(resolved: Resolved, first: str, second: str, *, as_json: bool) -> None:
    explanation = explain_pair(resolved, first, second)
    if as_json:
        print_json({"first": first, "second": second, **asdict(explanation)})
        return
    click.echo(visible(f"{first} and {second} are {'one' if explanation.is_one else 'not one'}:"))
    for reason in explanation.reasons:
        click.echo(visible(f"  {reason}"))


def _print_reasons(title: str, reasons: tuple[str, ...], *, show_all: bool) -> None:
    if not reasons:
        return
    click.echo(f"\n{title}")
    shown = reasons if show_all else reasons[:_MOST_REASONS]
    for reason in shown:
        click.echo(visible(f"  {reason}"))
    if len(shown) < len(reasons):
        click.echo(f"  and {len(reasons) - len(shown)} more; --all prints them")


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
