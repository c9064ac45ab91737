"""Explain the rules of the checker, one or all, as Markdown."""

from pathlib import Path

from avgraph.errors import UsageError
from avgraph.model.rules import Rule, load_rules

_INTRODUCTION = Path(__file__).with_name("rules_intro.md")


def explain_rule(rule: Rule) -> str:
    """Return what a person wants to know of one rule, as Markdown."""
    fix = "`avgraph check --fix` repairs what is certain." if rule.is_fixable else "None is certain; a person must decide."
    return (
        f"## {rule.code} {rule.name}\n\nSeverity: {rule.severity}. {rule.summary}\n\nWhy: {rule.why}\n\n"
        f"- bad: `{rule.bad}`\n- good: `{rule.good}`\n\nHolds for: {rule.holds_for}. Fix: {fix}\n"
    )


def explain_rules(code: str) -> str:
    """Return what the rule of a code or name says, or all of them. Raises UsageError for one that is not there."""
    if code.lower() == "all":
        return rules_page()
    rules = load_rules()
    rule = rules.get(code.upper()) or next((rule for rule in rules.values() if rule.name == code.lower()), None)
    if rule is None:
        raise UsageError(f"no rule has the code {code!r}; --explain all lists them")
    return explain_rule(rule)


def rules_page() -> str:
    """Return the page of all rules, as Markdown."""
    return _INTRODUCTION.read_text(encoding="utf-8") + "\n" + "\n".join(map(explain_rule, load_rules().values()))
