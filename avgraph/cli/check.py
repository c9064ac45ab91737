"""The command ``avgraph check``."""

import sys
from typing import Any

import click

from avgraph.checks.baseline import generate_baseline
from avgraph.checks.report import OUTPUTS, explain_rules, summary, unknown_codes
from avgraph.cli.options import WritingCommand, authority_option, output_option, source_argument
from avgraph.cli.output import print_bytes, write_output
from avgraph.files import write_bytes
from avgraph.knowledge import open as open_knowledge_graph
from avgraph.model.rules import Severity

EPILOG = """\b
Examples:
  avgraph check
  avgraph check my-list.md --fix
  avgraph check my-list.md --format sarif -o my-list.sarif
  avgraph check --select AVG7 --ignore AVG701
  avgraph check --explain AVG702

A comment <!-- avgraph: ignore AVG702 --> on the line before an entry settles its findings,
<!-- avgraph: ignore-file AVG701 --> those of the whole list; without codes, all of them."""


def _codes(ctx: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    del ctx, parameter
    codes = tuple(code.strip().upper() for value in values for code in value.split(",") if code.strip())
    unknown = unknown_codes(codes)
    if unknown:
        message = f"no rule has the code {unknown[0]!r}; --explain all lists them"
        raise click.BadParameter(message)
    return codes


@click.command("check", cls=WritingCommand, epilog=EPILOG)
@source_argument
@click.option("-f", "--format", "form", type=click.Choice(list(OUTPUTS)), default="text", show_default=True, help="How to print findings.")
@output_option("")
@click.option("--select", multiple=True, callback=_codes, metavar="CODES", help="Only these rules; AVG7 means all that begin so.")
@click.option("--ignore", multiple=True, callback=_codes, metavar="CODES", help="Not these rules.")
@click.option("--fix", "is_fixing", is_flag=True, help="Repair what is certain in SOURCE, then report the rest.")
@click.option("--baseline", metavar="FILE", help="Leave out what this file settles.")
@click.option("--write-baseline", "new_baseline", metavar="FILE", help="Write what is found now as settled.")
@click.option("--explain", metavar="CODE", help="Print what a rule says, with examples; all for every rule.")
@authority_option
def command(
    source: str | None,
    form: str,
    output: str,
    new_baseline: str | None,
    explain: str | None,
    authorities: tuple[str, ...],
    *,
    is_fixing: bool,
    **settings: Any,
) -> None:
    """Name every defect of SOURCE with its line; exit with 1 where there are errors."""
    if explain:
        print_bytes(explain_rules(explain).encode())
        return
    kg = open_knowledge_graph(source, authorities=authorities)
    if is_fixing:
        click.echo(f"avgraph: {kg.fix(**settings)} repairs in {source}", err=True)
    report = kg.check(**settings)
    if new_baseline:
        write_bytes(new_baseline, generate_baseline(report.diagnostics, report.lines).encode())
        click.echo(f"wrote {new_baseline}: {len(report.diagnostics)} findings settled", err=True)
        return
    write_output(output, OUTPUTS[form](report).encode("utf-8", "replace"))
    click.echo(summary(report), err=True)
    if any(each.severity is Severity.ERROR for each in report.diagnostics):
        sys.exit(1)
