"""Write findings as text, JSON, SARIF and annotations of GitHub."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import PurePath
from urllib.parse import quote

from avgraph.checks.rules import explain_rule
from avgraph.checks.run import Report, fingerprint
from avgraph.model.rules import RULES, Diagnostic, Severity

_WIDTH = 100
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def _columns(report: Report, each: Diagnostic) -> tuple[int, int] | None:
    """Return the first column and the one after the last, counted from 1, of what a finding is about."""
    line = report.lines[each.line - 1] if 0 < each.line <= len(report.lines) else ""
    start = line.find(each.excerpt) if each.excerpt else -1
    return (start + 1, start + 1 + len(each.excerpt)) if start >= 0 else None


def generate_text(report: Report) -> str:
    """Return ``file:line: CODE message`` for each finding, with the line and a caret below."""
    parts = []
    for each in report.diagnostics:
        parts.append(f"{report.source.path}:{each.line}: {each.code} {each.message}\n")
        columns = _columns(report, each)
        if columns is not None:
            line = report.lines[each.line - 1].replace("\t", " ")
            start, end = columns[0] - 1, columns[1] - 1
            shift = max(0, min(start - 20, len(line) - _WIDTH)) if len(line) > _WIDTH else 0
            shown = line[shift : shift + _WIDTH]
            parts.append(f"    {shown}\n    {' ' * (start - shift)}{'^' * max(1, min(end - start, _WIDTH - (start - shift)))}\n")
    return "".join(parts)


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
    found = []
    for each in report.diagnostics:
        columns = _columns(report, each)
        found.append(
            {
                "file": report.source.path,
                "line": each.line,
                "column": columns[0] if columns else None,
                "end_column": columns[1] if columns else None,
                "code": each.code,
                "name": RULES[each.code].name,
                "severity": each.severity.value,
                "message": each.message,
                "fixes": [{"line": fix.line, "old": fix.old, "new": fix.new} for fix in each.fixes],
            }
        )
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def generate_sarif(report: Report) -> str:
    """Return a SARIF 2.1.0 log (OASIS) with one run; columns count code points."""
    from importlib.metadata import version

    used = sorted({each.code for each in report.diagnostics})
    rules = [
        {
            "id": code,
            "name": RULES[code].name,
            "shortDescription": {"text": RULES[code].summary},
            "help": {"text": f"bad: {RULES[code].bad}; good: {RULES[code].good}", "markdown": explain_rule(RULES[code])},
            "defaultConfiguration": {"level": _LEVELS[RULES[code].severity]},
        }
        for code in used
    ]
    results = [_sarif_result(report, each, used.index(each.code)) for each in report.diagnostics]
    driver = {"name": "avgraph", "version": version("avgraph"), "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _sarif_result(report: Report, each: Diagnostic, rule: int) -> dict[str, object]:
    region: dict[str, int] = {"startLine": max(1, each.line)}
    columns = _columns(report, each)
    if columns is not None:
        region |= {"startColumn": columns[0], "endColumn": columns[1]}
    uri = quote(PurePath(report.source.path).as_posix(), safe="/:.-_~")
    return {
        "ruleId": each.code,
        "ruleIndex": rule,
        "level": _LEVELS[each.severity],
        "message": {"text": each.message},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}],
        "partialFingerprints": {"avgraph/v1": fingerprint(each)},
    }


def generate_github(report: Report) -> str:
    """Return workflow commands that GitHub shows beside the lines."""
    kinds = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
    parts = []
    for each in report.diagnostics:
        columns = _columns(report, each)
        where = f"file={_property(report.source.path)},line={each.line}" + (f",col={columns[0]},endColumn={columns[1]}" if columns else "")
        parts.append(f"::{kinds[each.severity]} {where},title={_property(f'{each.code} {RULES[each.code].name}')}::{_data(each.message)}\n")
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
