"""Write findings as text, JSON, SARIF, Markdown and annotations of GitHub, the repairs as a unified diff, and the counts of each rule."""

import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from difflib import unified_diff

from avgraph.checks.context import source_text
from avgraph.checks.contribution.comment import generate_markdown
from avgraph.checks.repair import apply_fixes
from avgraph.checks.run import Report
from avgraph.checks.sarif import generate_sarif, relative_path
from avgraph.errors import UsageError
from avgraph.model.rules import Severity, Span, load_rules
from avgraph.text.visible import escape_json, quantity, visible, without_commands

_WIDTH = 100


def generate_text(reports: Sequence[Report]) -> str:
    """Return ``file:line:column: CODE message`` for each finding, with the line and carets below what it is about; of joined tables no columns."""
    return "".join(
        without_commands(f"{visible(report.source.path)}:{_place(report, each.span)}: {each.code} {visible(each.message)}\n")
        + ("" if report.source.is_joined else _carets(report.lines, each.span))
        for report in reports
        for each in report.diagnostics
    )


def _place(report: Report, span: Span) -> str:
    return f"{span.line}" if report.source.is_joined else f"{span.line}:{span.column}"


def _carets(lines: Sequence[str], span: Span) -> str:
    line = lines[span.line - 1].replace("\t", " ")
    start, end = span.column - 1, span.end_column - 1 if span.end_line == span.line else len(line)
    shift = max(0, min(start - 20, len(line) - _WIDTH)) if len(line) > _WIDTH else 0
    carets = "^" * max(1, min(end - start, _WIDTH - (start - shift)))
    before, after = visible(line[shift:start]), visible(line[start : shift + _WIDTH])
    return f"{without_commands(f'    {before}{after}')}\n    {' ' * len(before)}{carets}\n"


def summary(report: Report) -> str:
    """Return one line with the number of findings by severity."""
    path = without_commands(visible(report.source.path))
    path += without_commands(f": {visible(report.brings)}") if report.brings else ""
    counts = Counter(report.severity(each) for each in report.diagnostics)
    fixable = sum(bool(each.fixes) for each in report.diagnostics)
    if not report.diagnostics:
        settled = f" ({report.suppressed} settled)" if report.suppressed else ""
        return f"{path}: nothing found{settled}"
    parts = [quantity(counts[severity], name) for severity, name in zip(Severity, ("error", "warning", "note"), strict=True)]
    more = [f"{fixable} that --fix repairs"] if fixable else []
    more += [f"{report.suppressed} settled"] if report.suppressed else []
    return f"{path}: {', '.join(parts)}" + (f" ({'; '.join(more)})" if more else "")


def generate_json(reports: Sequence[Report]) -> str:
    """Return a list of findings, each an object."""
    findings = [
        {
            "file": report.source.path,
            "line": each.span.line,
            "column": None if report.source.is_joined else each.span.column,
            "end_line": each.span.end_line,
            "end_column": None if report.source.is_joined else each.span.end_column,
            "code": each.code,
            "name": each.rule.name,
            "severity": report.severity(each).value,
            "message": each.message,
            "fixes": [{**fix.span._asdict(), "old": source_text(report.lines, fix.span), "new": fix.new} for fix in each.fixes],
        }
        for report in reports
        for each in report.diagnostics
    ]
    return json.dumps(findings, ensure_ascii=False, indent=1) + "\n"


def generate_github(reports: Sequence[Report]) -> str:
    """Return workflow commands that GitHub shows beside the lines."""
    kinds = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
    parts = []
    for report in reports:
        file = _property(relative_path(report.source.path) or report.source.path)
        for each in report.diagnostics:
            span = each.span
            where = f"file={file},line={span.line}"
            if not report.source.is_joined:
                where += f",col={span.column}"
                where += f",endColumn={span.end_column}" if span.end_line == span.line else f",endLine={span.end_line}"
            title = _property(f"{each.code} {each.rule.name}")
            parts.append(f"::{kinds[report.severity(each)]} {where},title={title}::{_data(visible(each.message))}\n")
    return "".join(parts)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return visible(_data(text).replace(":", "%3A").replace(",", "%2C"))


OUTPUTS: dict[str, Callable[[Sequence[Report]], str]] = {
    "text": generate_text,
    "json": lambda reports: escape_json(generate_json(reports)),
    "sarif": lambda reports: escape_json(generate_sarif(reports)),
    "github": generate_github,
    "markdown": generate_markdown,
}
"""Every form in which the findings of one or more lists are written."""


def generate_statistics(reports: Sequence[Report], form: str = "text") -> str:
    """Return how often each rule finds something, the most frequent first, as a table or as JSON. Raises UsageError for another form."""
    if form not in ("text", "json"):
        raise UsageError("--statistics are printed as text or json")
    counts = Counter(each.code for report in reports for each in report.diagnostics)
    fixable = Counter(each.code for report in reports for each in report.diagnostics if each.fixes)
    severities = {each.code: report.severity(each).value for report in reports for each in report.diagnostics}
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    if form == "json":
        values = [
            {"code": code, "name": load_rules()[code].name, "severity": severities[code], "count": count, "fixable": fixable[code]}
            for code, count in rows
        ]
        return json.dumps(values, indent=1) + "\n"
    lines = []
    for code, count in rows:
        repairs = f"  {fixable[code]} that --fix repairs" if fixable[code] else ""
        lines.append(f"{count:>6,}  {code}  {severities[code]:<7}  {load_rules()[code].name}{repairs}\n")
    return "".join(lines)


def generate_diff(reports: Sequence[Report]) -> str:
    """Return what the repairs would change in each list as a unified diff; nothing where there are none."""
    return "".join(
        unified(report.source.path, report.text, apply_fixes(report.text, (fix for each in report.diagnostics for fix in each.fixes))[0])
        for report in reports
    )


def unified(path: str, text: str, mended: str) -> str:
    """Return the difference of two texts as a unified diff that ``patch`` takes, and a terminal as well."""
    old, new = (re.findall(r"[^\n]*\n|[^\n]+", each) for each in (text, mended))
    lines = map(_diff_line, unified_diff(old, new, visible(path), visible(path)))
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _diff_line(line: str) -> str:
    """Return a line of a diff with its own line end, nothing else in it steering a terminal."""
    body = line.rstrip("\r\n")
    return "\t".join(map(visible, body.split("\t"))) + line[len(body) :]
