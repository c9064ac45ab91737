"""Write findings as Markdown, as a comment below a pull request shows them."""

import re
from collections.abc import Iterator, Sequence

from avgraph.checks.repair import apply_fixes
from avgraph.checks.run import Report
from avgraph.export.markdown.escape import escape_text
from avgraph.model.rules import Diagnostic
from avgraph.text.visible import visible, without_commands

_MOST = 50
"""Findings that a comment shows; GitHub takes no comment beyond 65,536 characters."""
_LONGEST_LINE = 500


def generate_markdown(reports: Sequence[Report]) -> str:
    """Return a section for each list: what it brings, and its findings with the repairs that are certain."""
    return without_commands("\n\n".join(_section(report) for report in reports) + "\n")


def _section(report: Report) -> str:
    shown = report.diagnostics[:_MOST]
    parts = [f"### {_text(report.source.path)}"]
    if report.brings is not None:
        brings = report.brings or "nothing is added, changed or removed"
        parts.append(f"{_text(brings[0].upper() + brings[1:])}.")
    items = "\n".join("\n".join(_item(report, each)) for each in shown)
    parts.append(items or "Nothing found.")
    rest = len(report.diagnostics) - len(shown)
    return "\n\n".join([*parts, *([f"{rest:,} more are not shown."] if rest else [])])


def _item(report: Report, each: Diagnostic) -> Iterator[str]:
    yield f"- **line {each.line}**: {_text(each.message)} ({report.severity(each)}, {each.code} {each.rule.name})"
    if each.fixes:
        lines = [fix.span.line for fix in each.fixes], [fix.span.end_line for fix in each.fixes]
        first, last = min(lines[0]), max(lines[1])
        repaired = apply_fixes(report.text, each.fixes)[0].splitlines()
        # A repair joins or parts no lines but in the stretch that it changes.
        end = len(repaired) - (len(report.lines) - last)
        old, new = (_printed(part) for part in (report.lines[first - 1 : last], repaired[first - 1 : end]))
        fence = "`" * max(3, 1 + max((len(run) for line in (*old, *new) for run in re.findall("`+", line)), default=0))
        yield from ("", f"  {fence}diff", *(f"  - {line}" for line in old), *(f"  + {line}" for line in new), f"  {fence}", "")


def _printed(lines: Sequence[str]) -> list[str]:
    return [visible(line)[:_LONGEST_LINE] for line in lines]


def _text(text: str) -> str:
    return escape_text(visible(text))
