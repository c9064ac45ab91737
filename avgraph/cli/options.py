"""The argument SOURCE and the options that several commands share, and what they open."""

import math
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from avgraph.cli.completion import complete_files, complete_names
from avgraph.cli.output import report_overridden, report_unread
from avgraph.errors import UsageError
from avgraph.files import refuse_input_as_output
from avgraph.model.vocabulary import BASE_IRI
from avgraph.progress import ProgressCallback, no_progress

if TYPE_CHECKING:
    from avgraph.knowledge import KnowledgeGraph
    from avgraph.views.filters import Filters

_READ = ("source", "sources", "new", "dump", "view", "query", "baseline", "against", "authorities", "ror")
_WRITTEN = ("output", "new_baseline")


class WritingCommand(click.Command):
    """A command that writes files, none of which may be one that it reads."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. Raises WriteError where an output is an input."""
        values = [ctx.params.get(name) or () for name in _READ]
        inputs = [each for value in values for each in ((value,) if isinstance(value, str) else value)]
        for name in _WRITTEN:
            refuse_input_as_output(ctx.params.get(name), inputs)
        return super().invoke(ctx)


class Seconds(click.FloatRange):
    """A number of seconds that a clock can count."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the number; fail where it is none."""
        number = click.FLOAT.convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"{value!r} is no number of seconds", param, ctx)
        return float(super().convert(value, param, ctx))


_Function = Callable[..., Any]
_SOURCE = click.argument("source", required=False, default=None, metavar="[SOURCE]", shell_complete=complete_files)
_FILE = click.Path(exists=True, dir_okay=False)
_AUTHORITY_HELP = "An authority file of your own (Turtle); where it says something else than the bundled ones, it wins. May be repeated."
_AUTHORITY = click.option("--authority", "authorities", multiple=True, metavar="FILE", type=_FILE, help=_AUTHORITY_HELP)
_NO_AUTHORITY_HELP = "Leave the bundled authority files out: rules alone, and yours."
_NO_AUTHORITY = click.option("--no-authority", "bundled_authority", is_flag=True, flag_value=False, default=True, help=_NO_AUTHORITY_HELP)
_ROR_HELP = "A dump of the Research Organization Registry (JSON or its zip, https://ror.org), by which institutions are known.  "
_ROR = click.option("--ror", metavar="FILE", type=_FILE, help=f"{_ROR_HELP}[default: what avgraph.toml says]")
_PROFILE = click.option(
    "--profile",
    metavar="EXAMPLE",
    help="An entry as the list writes it, with the words Title, Author, Venue, Year, Institution, Paper, Code in their places, or a file that "
    "holds one; of a file of records its keys (title=KEY); tagged is the form of the bundled list.  [default: what avgraph.toml says, else what most entries are like]",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
output_option = click.option(
    "-o", "--output", metavar="PATH", default="-", shell_complete=complete_files, help="Where to write; - is standard output.  [default: -]"
)


def source_options(
    *, source: bool = True, authority: bool = True, endpoint: bool = False, base_iri: bool = False
) -> Callable[[_Function], _Function]:
    """Return what adds the argument SOURCE and the options that say how it is opened, see `open_graph`; write it below those of the command."""

    def add_options(function: _Function) -> _Function:
        # What is added last stands first.
        if base_iri:
            help_text = f"Where resources live.  [default: {BASE_IRI}]"
            function = click.option("--base-iri", "base_iri", metavar="IRI", help=help_text)(function)
        if endpoint:
            function = _add_endpoint(function)
        function = _PROFILE(_AUTHORITY(_NO_AUTHORITY(_ROR(function))) if authority else function)
        return _SOURCE(function) if source else function

    return add_options


def _add_endpoint(function: _Function) -> _Function:
    graph = click.option("--graph", metavar="IRI", help="The named graph of the endpoint.  [default: the one that holds a dump]")
    endpoint = "Ask this SPARQL endpoint instead of SOURCE; a token is read from AVGRAPH_TOKEN."
    return click.option("--endpoint", metavar="URL", help=endpoint)(graph(user_option(function)))


def user_option(function: _Function) -> _Function:
    """Add ``--user``; with the password it is among the `credentials`."""
    return click.option(
        "--user",
        metavar="NAME",
        callback=_read_password,
        expose_value=False,
        help="Name for the server (Basic or Digest, as it asks); the password is read from AVGRAPH_PASSWORD, else prompted for.",
    )(function)


def _read_password(ctx: click.Context, parameter: click.Parameter, user: str | None) -> None:
    del parameter
    password = None
    if user is not None and "AVGRAPH_PASSWORD" not in os.environ and sys.stdin.isatty():
        password = click.prompt("Password", hide_input=True, err=True)
    ctx.meta["avgraph.credentials"] = {"user": user, "password": password}


def credentials() -> dict[str, Any]:
    """Return the user and password of the command that runs."""
    return dict(click.get_current_context().meta.get("avgraph.credentials", {}))


def filter_options(function: _Function) -> _Function:
    """Add the options that narrow a graph; the command gets them as keyword arguments, see `read_filters`."""
    from avgraph.views.filters import OPTIONS

    for name, option in reversed(OPTIONS.items()):
        more: dict[str, Any]
        if name == "marked":
            more = {"is_flag": True}
        elif option.minimum is None:
            more = {"metavar": "YEARS" if name == "years" else "NAME"}
            if name != "years":
                more["shell_complete"] = complete_names(*([option.type] if option.type else []))
        else:
            more = {"type": click.IntRange(option.minimum, option.maximum), "default": 1, "show_default": True}
        function = click.option(option.name, name, help=option.help, **more)(function)
    return function


def read_filters(options: dict[str, Any]) -> "Filters":
    """Take the filters out of the options of a command. Raises FilterError for years that cannot be read."""
    from avgraph.views.filters import OPTIONS, Filters

    has_hops = click.get_current_context().get_parameter_source("hops") is not ParameterSource.DEFAULT
    if has_hops and options.get("hops") is not None and not options.get("ego"):
        raise UsageError("--hops counts the steps from an entity; name it with --ego")
    return Filters.of(**{name: options.pop(name) or None if name == "years" else options.pop(name) for name in OPTIONS})


def open_graph(options: dict[str, Any], progress: ProgressCallback = no_progress, **more: Any) -> "KnowledgeGraph":
    """Take what names the source out of the options and return its graph; what cannot be read of a list is printed once it is read."""
    from avgraph.knowledge import open as open_knowledge_graph

    names = ("source", "authorities", "bundled_authority", "endpoint", "graph", "store", "base_iri", "profile", "ror")
    values = {name: options.pop(name) for name in names if name in options}
    if values.get("endpoint"):
        more |= credentials()
    return open_knowledge_graph(**values, **more, progress=progress, on_read=report_unread, on_override=report_overridden)
