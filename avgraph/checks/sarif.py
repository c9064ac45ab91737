"""Write findings as SARIF 2.1.0 (OASIS), as code scanning takes it."""

import json
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from avgraph._version import __version__
from avgraph.checks.baseline import fingerprint
from avgraph.checks.rules import explain_rule
from avgraph.checks.run import Report
from avgraph.model.rules import Severity, Span, load_rules

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_RULES_PAGE = "https://w3id.org/avgraph/rules"


def relative_path(path: str) -> str | None:
    """Return the path of a file below the working directory relative to it, and None for one elsewhere."""
    here, place = Path.cwd().resolve(), Path(path).absolute()
    place = place.parent.resolve() / place.name
    return place.relative_to(here).as_posix() if place.is_relative_to(here) else None


def file_uri(path: str) -> str:
    """Return the URI of a list: relative below the working directory, else ``file:///``."""
    if not Path(path).exists():
        return quote(os.fsencode(path), safe="/.-_~")
    relative = relative_path(path)
    if relative is not None:
        return quote(os.fsencode(relative), safe="/.-_~")
    place = Path(path).absolute()
    return (place.parent.resolve() / place.name).as_uri()


def generate_sarif(reports: Sequence[Report]) -> str:
    """Return a log with one run over the lists; columns count code points."""
    used = sorted({each.code for report in reports for each in report.diagnostics})
    results = [result for report in reports for result in _results(report, used)]
    driver = {
        "name": "avgraph",
        "version": __version__,
        "informationUri": _RULES_PAGE,
        "rules": [_rule(code) for code in used],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _rule(code: str) -> dict[str, object]:
    rule = load_rules()[code]
    return {
        "id": code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{rule.summary} Bad: {rule.bad}. Good: {rule.good}. {rule.why}", "markdown": explain_rule(rule)},
        "helpUri": f"{_RULES_PAGE}#{code.lower()}-{rule.name}",
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": ["reading list"], "problem.severity": _PROBLEMS[rule.severity], "precision": "high"},
    }


def _results(report: Report, used: Sequence[str]) -> list[dict[str, object]]:
    location = {"uri": file_uri(report.source.path)}
    results: list[dict[str, object]] = []
    seen: Counter[str] = Counter()
    for each in report.diagnostics:
        mark = fingerprint(each, report.lines)
        seen[mark] += 1
        region = {"startLine": each.line} if report.source.is_joined else _region(each.span)
        result: dict[str, object] = {
            "ruleId": each.code,
            "ruleIndex": used.index(each.code),
            "level": _LEVELS[report.severity(each)],
            "message": {"text": each.message},
            "locations": [{"physicalLocation": {"artifactLocation": location, "region": region}}],
            "partialFingerprints": {"primaryLocationLineHash": f"{mark}:{seen[mark]}", "avgraph/v1": mark},
        }
        if each.fixes:
            replacements = [{"deletedRegion": _region(fix.span), "insertedContent": {"text": fix.new}} for fix in each.fixes]
            changes = [{"artifactLocation": location, "replacements": replacements}]
            result["fixes"] = [{"description": {"text": each.message}, "artifactChanges": changes}]
        results.append(result)
    return results


def _region(span: Span) -> dict[str, int]:
    region = {"startLine": span.line, "startColumn": span.column, "endLine": span.end_line, "endColumn": span.end_column}
    if span.end_line == span.line:
        del region["endLine"]  # the default
    return region
