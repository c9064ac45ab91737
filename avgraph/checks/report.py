"""Write findings as text, JSON, SARIF and annotations of GitHub."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import PurePath
from urllib.parse import quote

from avgraph.checks.baseline import fingerprint
from avgraph.checks.context import source_text
from avgraph.checks.run import Report
from avgraph.errors import UsageError
from avgraph.model.rules import Diagnostic, Fix, Rule, Severity, Span, load_rules

_WIDTH = 100
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def generate_text(report: Report) -> str:
    """Return ``file:line: CODE message`` for each finding, with the line and carets below what it is about."""
    return "".join(
        f"{report.source.path}:{each.line}: {each.code} {each.message}\n{_carets(report.lines, each.span)}" for each in report.diagnostics
    )


def _carets(lines: Sequence[str], span: Span) -> str:
    line = lines[span.line - 1].replace("\t", " ")
    start, end = span.column - 1, span.end_column - 1 if span.end_line == span.line else len(line)
    shift = max(0, min(start - 20, len(line) - _WIDTH)) if len(line) > _WIDTH else 0
    carets = "^" * max(1, min(end - start, _WIDTH - (start - shift)))
    return f"    {line[shift : shift + _WIDTH]}\n    {' ' * (start - shift)}{carets}\n"


def summary(report: Report) -> str:
    """Return one line with the number of findings by severity."""
    counts = Counter(each.severity for each in report.diagnostics)
    fixable = sum(bool(each.fixes) for each in report.diagnostics)
    if not report.diagnostics:
        settled = f" ({report.suppressed} settled)" if report.suppressed else ""
        return f"{report.source.path}: nothing found{settled}"
    parts = [f"{counts[severity]} {name}" for severity, name in zip(Severity, ("errors", "warnings", "notes"), strict=True)]
    more = [f"{fixable} that --fix repairs"] if fixable else []
    more += [f"{report.suppressed} settled"] if report.suppressed else []
    return f"{report.source.path}: {', '.join(parts)}" + (f" ({'; '.join(more)})" if more else "")


def generate_json(report: Report) -> str:
    """Return a list of findings, each an object."""
    findings = [
        {
            "file": report.source.path,
            "line": each.span.line,
            "column": each.span.column,
            "end_line": each.span.end_line,
            "end_column": each.span.end_column,
            "code": each.code,
            "name": each.rule.name,
            "severity": each.severity.value,
            "message": each.message,
            "fixes": [_json_fix(report.lines, fix) for fix in each.fixes],
        }
        for each in report.diagnostics
    ]
    return json.dumps(findings, ensure_ascii=False, indent=1) + "\n"


def _json_fix(lines: Sequence[str], fix: Fix) -> dict[str, object]:
    return {**asdict(fix.span), "old": source_text(lines, fix.span), "new": fix.new}


def generate_sarif(report: Report) -> str:
    """Return a SARIF 2.1.0 log (OASIS) with one run; columns count code points."""
    from importlib.metadata import version

    rules = sorted({each.rule for each in report.diagnostics}, key=lambda rule: rule.code)
    results = [_sarif_result(report, each, rules.index(each.rule)) for each in report.diagnostics]
    driver = {"name": "avgraph", "version": version("avgraph"), "rules": list(map(_sarif_rule, rules))}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _sarif_rule(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"bad: {rule.bad}; good: {rule.good}", "markdown": explain_rule(rule)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _sarif_result(report: Report, each: Diagnostic, rule_index: int) -> dict[str, object]:
    span = each.span
    region = {"startLine": span.line, "startColumn": span.column, "endLine": span.end_line, "endColumn": span.end_column}
    if span.end_line == span.line:
        del region["endLine"]  # the default
    uri = quote(PurePath(report.source.path).as_posix(), safe="/:.-_~")
    return {
        "ruleId": each.code,
        "ruleIndex": rule_index,
        "level": _LEVELS[each.severity],
        "message": {"text": each.message},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}],
        "partialFingerprints": {"avgraph/v1": fingerprint(each, report.lines)},
    }


def generate_github(report: Report) -> str:
    """Return workflow commands that GitHub shows beside the lines."""
    kinds = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
    parts = []
    for each in report.diagnostics:
        span = each.span
        where = f"file={_property(report.source.path)},line={span.line},col={span.column}"
        where += f",endColumn={span.end_column}" if span.end_line == span.line else f",endLine={span.end_line}"
        parts.append(f"::{kinds[each.severity]} {where},title={_property(f'{each.code} {each.rule.name}')}::{_data(each.message)}\n")
    return "".join(parts)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


OUTPUTS: dict[str, Callable[[Report], str]] = {
    "text": generate_text,
    "json": generate_json,
    "sarif": generate_sarif,
    "github": generate_github,
}
"""Every form in which findings are written."""


def explain_rule(rule: Rule) -> str:
    """Return what a person wants to know of one rule, as Markdown."""
    fix = "`avgraph check --fix` repairs what is certain." if rule.is_fixable else "None is certain; a person must decide."
    return (
        f"## {rule.code} {rule.name}\n\nSeverity: {rule.severity}. {rule.summary}\n\nWhy: {rule.why}\n\n"
        f"- bad: `{rule.bad}`\n- good: `{rule.good}`\n\nFix: {fix}\n"
    )


def explain_rules(code: str) -> str:
    """Return what the rule of a code or name says, or all of them. Raises UsageError for one that is not there."""
    if code.lower() == "all":
        return rules_page()
    rules = load_rules()
    rule = rules.get(code.upper()) or next((rule for rule in rules.values() if rule.name == code.lower()), None)
    if rule is None:
        message = f"no rule has the code {code!r}; --explain all lists them"
        raise UsageError(message)
    return explain_rule(rule)


def rules_page() -> str:
    """Return the page of all rules, as Markdown."""
    head = "# Rules of avgraph check\n\nGenerated from `avgraph/model/rules.toml` by `python -m tests.golden_files`.\n\n"
    return head + "\n".join(map(explain_rule, load_rules().values()))


def unknown_codes(codes: Iterable[str]) -> list[str]:
    """Return those of `codes` that are no code and the beginning of none."""
    return [code for code in codes if not code or not any(known.startswith(code) for known in load_rules())]
