"""The command ``avgraph read``."""

from pathlib import Path
from typing import Any

import click

from avgraph.cli.options import WritingCommand, open_graph, output_option, source_options
from avgraph.cli.output import terminal_width, write_output
from avgraph.reading.source import load_example
from avgraph.text.visible import escape_json
from avgraph.views.reading import describe_reading, generate_json, lay_out_entries

EPILOG = """\b
Examples:
  avgraph read
  avgraph read my-list.md --format table
  avgraph read --init -o my-new-list.md
  avgraph read my-list.md --profile "- **Title**, Author, Venue Year. [Paper](url)"
"""


@click.command("read", cls=WritingCommand, epilog=EPILOG)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["profile", "table", "json"]),
    default="profile",
    show_default=True,
    help="Say how the list is read, or give the entries as read.",
)
@click.option("--init", "is_init", is_flag=True, help="Write an example list to start from instead.")
@output_option
@source_options(authority=False)
def command(form: str, output: str, *, is_init: bool, **options: Any) -> None:
    """Say how SOURCE, a reading list, is read: its profile, how many of its items, and which lines are not, with the reason."""
    if is_init:
        _write_example(options["source"], output)
        return
    listed = open_graph({**options, "authorities": ()}).reading_list
    if form == "json":
        text = generate_json(listed)
        text = escape_json(text) if output == "-" else text
    elif form == "table":
        text = lay_out_entries(listed, terminal_width() if output == "-" else None)
    else:
        text = describe_reading(listed)
    write_output(output, text.encode("utf-8", "backslashreplace"))


def _write_example(source: str | None, output: str) -> None:
    """Print an example list, or write it to a path where nothing is yet."""
    if source is not None:
        raise click.UsageError(f"--init reads no list; give the path for the example with -o {source}")
    if output != "-" and Path(output).exists():
        raise click.UsageError(f"{output} exists; --init replaces no file")
    write_output(output, load_example().encode("utf-8"))
