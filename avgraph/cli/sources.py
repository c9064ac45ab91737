"""The argument SOURCE and the options that every command about a graph shares."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from avgraph.model.entries import ReadingList
from avgraph.model.rules import Severity
from avgraph.model.vocabulary import BASE_IRI

if TYPE_CHECKING:
    from avgraph.views.filters import Filters

source_argument = click.argument("source", required=False, default=None, metavar="[SOURCE]")
authority_option = click.option(
    "--authority",
    "authorities",
    multiple=True,
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="An authority file of your own (Turtle), in force beside the bundled ones. May be repeated.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")


def base_iri_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--base-iri``."""
    return click.option(
        "--base-iri", "base_iri", default=BASE_IRI, callback=_check_base_iri, show_default=True, help="Where resources live."
    )(function)


def _check_base_iri(ctx: click.Context, parameter: click.Parameter, value: str) -> str:
    del ctx, parameter
    from avgraph.text.links import web_iri

    # Not #, as the fragment of an IRI of the source is a stretch of lines.
    if web_iri(value) != value or value[-1] != "/":
        message = f"{value!r} is not an http or https IRI that ends in /"
        raise click.BadParameter(message)
    return value


def report_diagnostics(listed: ReadingList) -> None:
    """Print what could not be read to standard error: each error, and the number of the rest."""
    errors = [found for found in listed.diagnostics if found.severity is Severity.ERROR]
    for found in errors:
        click.echo(f"{listed.source.path}:{found.line}: {found.code} {found.message}", err=True)
    rest = len(listed.diagnostics) - len(errors)
    if errors:
        click.echo(
            f"avgraph: {len(errors)} errors and {rest} warnings in {listed.source.path}; what could be read is in the graph", err=True
        )


def filter_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that narrow a graph; the command gets them as keyword arguments, see `read_filters`."""
    from avgraph.views.filters import OPTIONS

    for name, option in reversed(OPTIONS.items()):
        if option.minimum is None:
            more: dict[str, Any] = {"metavar": "YEARS" if name == "years" else "NAME"}
        else:
            more = {"type": click.IntRange(option.minimum, option.maximum), "default": 1, "show_default": True}
        function = click.option(option.name, name, help=option.help, **more)(function)
    return function


def read_filters(options: dict[str, Any]) -> "Filters":
    """Return the filters that the options name. Raises FilterError for years that cannot be read."""
    from avgraph.views.filters import Filters

    return Filters.of(**{**options, "years": options.get("years") or None})
