"""The command ``avgraph check``."""

import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any

import click

from avgraph.checks.baseline import generate_baseline, read_baseline
from avgraph.checks.report import OUTPUTS, generate_diff, generate_statistics, summary
from avgraph.checks.rules import explain_rules
from avgraph.checks.run import Report
from avgraph.checks.settings import FailOn, Settings, find_profile, find_settings
from avgraph.cli.completion import complete_files
from avgraph.cli.options import WritingCommand, output_option, source_options
from avgraph.cli.output import print_message, report_overridden, write_output
from avgraph.errors import AvgraphError, UsageError
from avgraph.files import refuse_input_as_output, write_bytes
from avgraph.knowledge import open as open_knowledge_graph
from avgraph.streams import print_bytes
from avgraph.text.visible import quantity, visible

EPILOG = """\b
Examples:
  avgraph check
  avgraph check my-list.md --fix
  avgraph check my-list.md --format sarif -o my-list.sarif
  avgraph check --select AVG7 --ignore AVG701
  avgraph check my-list.md --against my-old-list.md --format markdown
  avgraph check --explain AVG702

A comment <!-- avgraph: ignore AVG702 --> on the line before an entry settles its findings,
<!-- avgraph: ignore-file AVG701 --> those of the whole list; without codes, all of them.
Settings stand in avgraph.toml, or in [tool.avgraph] of pyproject.toml, in the folder of a list or above."""


@click.command("check", cls=WritingCommand, epilog=EPILOG)
@click.argument("sources", nargs=-1, metavar="[SOURCE]...", shell_complete=complete_files)
@click.option("-f", "--format", "form", type=click.Choice(list(OUTPUTS)), default="text", show_default=True, help="How to print findings.")
@output_option
@click.option("--select", multiple=True, metavar="CODES", help="Only these rules; AVG7 means all that begin so.")
@click.option("--ignore", multiple=True, metavar="CODES", help="Not these rules.")
@click.option(
    "--fail-on", type=click.Choice([each.value for each in FailOn]), help="The lowest severity that gives exit code 1.  [default: error]"
)
@click.option("--fix", "is_fixing", is_flag=True, help="Repair what is certain in each SOURCE, then report the rest.")
@click.option("--diff", "is_diff", is_flag=True, help="Print the repairs as a unified diff, and change nothing.")
@click.option("--statistics", "has_statistics", is_flag=True, help="Print how often each rule finds something instead.")
@click.option("--baseline", metavar="FILE", help="Leave out what this file settles.")
@click.option("--write-baseline", "new_baseline", metavar="FILE", help="Write what is found now as settled.")
@click.option("--against", metavar="BASE", help="Only what is new: BASE is the list as it was, a file or a revision of git such as HEAD.")
@click.option("--explain", metavar="CODE", help="Print what a rule says, with examples; all for every rule.")
@click.option("--show-settings", is_flag=True, help="Print what is in force, and where it comes from.")
@source_options(source=False)
def command(
    sources: tuple[str, ...], explain: str | None, authorities: tuple[str, ...], profile: str | None, ror: str | None, **options: Any
) -> None:
    """Name every defect of each SOURCE with its line; exit with 1 where there are errors, or what --fail-on says."""
    if explain:
        print_bytes(explain_rules(explain).encode())
        return
    if sources.count("-") > 1:
        raise UsageError("standard input can be read once")
    changes = {
        "authority": authorities,
        "profile": find_profile(profile, None),
        "ror": ror,
        **{name: options.pop(name) for name in ("select", "ignore", "fail_on")},
    }
    settings = [find_settings(source).updated("command line", **changes) for source in sources or (None,)]
    if options["show_settings"]:
        for source, each in zip(sources or (None,), settings, strict=True):
            print_bytes((f"# {visible(source)}\n" if source and len(sources) > 1 else "").encode() + each.show().encode())
        return
    _check(sources or (None,), settings, **options)


def _check(sources: Sequence[str | None], settings: Sequence[Settings], output: str, new_baseline: str | None, **options: Any) -> None:
    for target in (output, new_baseline):
        refuse_input_as_output(target, [path for each in settings for path in (*each.authority, *filter(None, (each.ror,)))])
    settled = read_baseline(options["baseline"]) if options["baseline"] else None
    reports: list[Report] = []
    for source, each in zip(sources, settings, strict=True):
        try:
            reports.append(_check_one(source, each, settled, **options))
        except AvgraphError as error:
            if len(sources) == 1:
                raise
            print_message(f"avgraph: {error}")
    if new_baseline:
        findings = [(each, report.lines) for report in reports for each in report.diagnostics]
        write_bytes(new_baseline, generate_baseline(findings).encode())
        print_message(f"wrote {new_baseline}: {quantity(len(findings), 'finding')} settled")
    else:
        if options["is_diff"]:
            result = generate_diff(reports)
        else:
            result = generate_statistics(reports, options["form"]) if options["has_statistics"] else OUTPUTS[options["form"]](reports)
        write_output(output, result.encode("utf-8", "backslashreplace"))
        for report in reports:
            print_message(summary(report))
    if len(reports) < len(sources):
        sys.exit(2)
    sys.exit(0 if new_baseline or not any(report.is_failed for report in reports) else 1)


def _check_one(source: str | None, settings: Settings, settled: Counter[str] | None, **options: Any) -> Report:
    opening = {"bundled_authority": options["bundled_authority"], "profile": settings.profile, "ror": settings.ror}
    kg = open_knowledge_graph(source, authorities=settings.authority, **opening)
    if settings.authority:
        report_overridden(kg.source.as_list().acting_authority.overridden)
    if options["is_fixing"] and not options["is_diff"]:
        count = kg.fix(settings, baseline=settled, against=options["against"])
        print_message(f"avgraph: {quantity(count, 'repair')} in {source}")
    return kg.check(settings, baseline=settled, against=options["against"])
