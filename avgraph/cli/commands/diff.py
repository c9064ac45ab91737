"""The command ``avgraph diff``."""

import sys
from typing import Any

import click

from avgraph.changes.formats import generate_stat
from avgraph.cli.completion import complete_files
from avgraph.cli.options import WritingCommand, output_option, source_options
from avgraph.cli.output import report_overridden, report_unread, write_output
from avgraph.errors import UsageError
from avgraph.versions import OUTPUTS, diff, open_before, open_version, write_changes

EPILOG = """\b
Examples:
  avgraph diff old-list.md my-list.md
  avgraph diff HEAD~5:README.md README.md --format markdown
  avgraph diff --since 2023-01-01 README.md --stat
  avgraph diff old.nt new.nt --format patch -o new.rdfp

OLD and NEW are lists, dumps, store folders, addresses of SPARQL endpoints, or files at a revision of git (REVISION:PATH).
With one alone, that of git is OLD and the file of its path NEW."""


@click.command("diff", cls=WritingCommand, epilog=EPILOG)
@click.argument("source", metavar="OLD", shell_complete=complete_files)
@click.argument("new", required=False, metavar="[NEW]", shell_complete=complete_files)
@click.option("--since", metavar="DATE", help="Compare NEW with what git had at the beginning of a day, month or year; OLD is left out.")
@click.option("-f", "--format", "form", type=click.Choice(OUTPUTS), default="text", show_default=True, help="How to write the changes.")
@click.option("--stat", "is_stat", is_flag=True, help="Print one line for each kind of entity.")
@click.option("--exit-code", "has_exit_code", is_flag=True, help="Exit with 1 where entities changed.")
@output_option
@source_options(source=False)
def command(
    source: str, new: str | None, since: str | None, form: str, output: str, *, is_stat: bool, has_exit_code: bool, **options: Any
) -> None:
    """Print what changed from OLD to NEW in entities: papers, people, institutions, tasks, datasets and venues, not lines."""
    options |= {"on_read": report_unread, "on_override": report_overridden}
    if since and new:
        raise UsageError("--since takes the place of OLD")
    if not since and new is None:
        new = source.partition(":")[2]
        if not new:
            raise UsageError("missing NEW; one argument is enough for a revision of git (HEAD:README.md) or with --since")
    before = open_before(source, since, **options) if since else open_version(source, **options)
    after = open_version(source if since else new, **options)
    changes = diff(before, after)
    content = generate_stat(changes).encode() if is_stat else write_changes(before, after, form, changes)
    write_output(output, content)
    if has_exit_code and changes:
        sys.exit(1)
