"""The command ``avgraph show``."""

import os
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from avgraph.cli.completion import complete_names
from avgraph.cli.options import json_option, open_graph, source_options
from avgraph.cli.output import console, print_json
from avgraph.text.visible import visible

if TYPE_CHECKING:
    from avgraph.resolution.explain import Explanation

EPILOG = """\b
Examples:
  avgraph show "Kristen Grauman"
  avgraph show "the university of sydney"
  avgraph show https://arxiv.org/abs/2207.05042 --json
  avgraph show --why "Lirong Dai" "Li-Rong Dai\""""


@click.command("show", epilog=EPILOG)
@click.argument("name", required=False, shell_complete=complete_names())
@click.option("--why", nargs=2, metavar="A B", help="Say instead why two forms are, or are not, one entity.")
@click.option("--all", "show_all", is_flag=True, help="Print every paper and line.")
@json_option
@source_options(endpoint=True)
def command(name: str | None, why: tuple[str, str] | None, *, show_all: bool, as_json: bool, **options: Any) -> None:
    """Print what the graph of SOURCE, a list or a dump, knows about NAME.

    NAME is a name or title in any of its forms, an id, an IRI, or the link or identifier of a paper.
    """
    if why and options["source"] is None:
        # What stands first is the list, since nothing is asked by name.
        name, options["source"] = None, name
    if not why and not name:
        raise click.UsageError("missing NAME")
    kg = open_graph(options)
    if why:
        first, second = map(_decode, why)
        _print_explanation(kg.why(first, second), first, second, as_json=as_json)
        return
    descriptions = kg.describe(_decode(name or ""))
    if as_json:
        print_json([each.to_dict() for each in descriptions])
        return
    from avgraph.views.tables import print_description

    for number, each in enumerate(descriptions):
        if number:
            click.echo()
        print_description(console(), each, show_all=show_all)


def _decode(name: str) -> str:
    """Return what was typed; under a locale that is not UTF-8 the shell's bytes arrive as lone surrogates."""
    return os.fsencode(name).decode("utf-8", "replace")


def _print_explanation(explanation: "Explanation", first: str, second: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"first": first, "second": second, **asdict(explanation)})
        return
    lines = [f"{first} and {second} are {'one' if explanation.is_one else 'not one'}:", *(f"  {each}" for each in explanation.reasons)]
    click.echo("\n".join(map(visible, lines)))
