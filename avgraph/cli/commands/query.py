"""The command ``avgraph query``."""

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from avgraph.cli.completion import complete_names, complete_questions
from avgraph.cli.options import Seconds, WritingCommand, open_graph, source_options
from avgraph.cli.output import print_message, terminal_width, write_output
from avgraph.errors import LimitError, QueryError
from avgraph.model.vocabulary import NodeType
from avgraph.sparql.questions import load_query, load_shipped, shipped_parameters
from avgraph.sparql.results import FORMATS
from avgraph.views.wording import list_absent

if TYPE_CHECKING:
    from avgraph.knowledge import KnowledgeGraph

EPILOG = """\b
Examples:
  avgraph query --list
  avgraph query top-authors --task "Speech Recognition" --limit 5
  avgraph query "SELECT ?title { ?paper avg:year 2015 ; rdfs:label ?title }"
  avgraph query coauthors-of --person "Kristen Grauman" --format csv"""


def _parameter_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add an option for each parameter that some shipped query has."""
    for name, (kind, users) in sorted(shipped_parameters().items(), reverse=True):
        more: dict[str, Any] = {"shell_complete": complete_names(NodeType(kind))} if kind in tuple(NodeType) else {}
        function = click.option(f"--{name}", f"parameter_{name}", metavar="VALUE", help=f"Of {', '.join(users)}.", **more)(function)
    return function


@click.command("query", cls=WritingCommand, epilog=EPILOG)
@click.argument("query", required=False, metavar="[QUERY]", shell_complete=complete_questions)
@click.option("--list", "is_listing", is_flag=True, help="Print the shipped queries.")
@click.option("-f", "--format", "format_name", type=click.Choice(FORMATS), help="[default: table; turtle for CONSTRUCT and DESCRIBE]")
@click.option("-o", "--output", metavar="PATH", help="Where to write; - is standard output.")
@click.option("--limit", type=click.IntRange(1), help="Most rows of a shipped query.")
@click.option("--time-limit", type=Seconds(0.1, 86_400), default=60.0, show_default=True, help="Seconds for the answer.")
@click.option("--memory-limit", type=click.IntRange(64), default=4096, show_default=True, help="MiB for the answer, beyond the graph.")
@click.option("--explain", "is_explaining", is_flag=True, help="Print the query as it would be asked, and stop.")
@click.option("--store", metavar="FOLDER", help="Keep the graph on disk here, for a large SOURCE that is asked again and again.")
@_parameter_options
@source_options(endpoint=True)
def command(query: str | None, output: str | None, *, is_listing: bool, **options: Any) -> None:
    """Answer a SPARQL QUERY over SOURCE, a list or a dump: its text, a .rq or .sparql file, - for standard input, or a shipped query's name.

    The prefixes of the ontology need no declaration.
    """
    if is_listing or query is None:
        click.echo("\n".join(f"{each.usage}\n    {each.description}" for each in load_shipped().values()))
        return
    kg = open_graph(options, timeout=options["time_limit"])
    try:
        content = _answer(kg, query, None if output not in (None, "-") else terminal_width(), **options)
    except LimitError as error:
        raise QueryError(_advise(error)) from None
    write_output(output, content, message=False)


def _answer(
    kg: "KnowledgeGraph", query: str, width: int | None, format_name: str | None, limit: int | None, *, is_explaining: bool, **options: Any
) -> bytes:
    question = load_query(query)
    parameters = {
        name.removeprefix("parameter_"): value for name, value in options.items() if name.startswith("parameter_") and value is not None
    }
    if not question.name and (parameters or limit):
        raise click.UsageError("parameters and --limit are for shipped queries; write them into the query")
    limits = {"limit": limit, "time_limit": options["time_limit"], "memory_limit": options["memory_limit"], "on_timeout": _end_process}
    if is_explaining:
        return kg.explain_query(question, **limits, **parameters).encode("utf-8", "replace")
    return kg.serialize_query(question, format_name, width=width, on_absent=_print_absent, **limits, **parameters)


def _print_absent(names: tuple[str, ...]) -> None:
    print_message(f"avgraph: the list states {list_absent(dict.fromkeys(names, 0))}, which this question asks about")


def _advise(error: LimitError) -> str:
    return f"{error}, or raise {error.option}"


def _end_process(error: LimitError) -> None:
    print_message(f"avgraph: {_advise(error)}")
    sys.stderr.flush()
    os._exit(2)
