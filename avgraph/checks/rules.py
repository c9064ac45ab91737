"""Name every rule of the checker: code, name, severity, what it says, and an example of bad and good."""

from avgraph.model.rules import RULES, Rule


def explain_rule(rule: Rule) -> str:
    """Return what a person wants to know of one rule, as Markdown."""
    fix = "\n\nFix: `avgraph check --fix` repairs what is certain." if rule.is_fixable else ""
    return f"## {rule.code} {rule.name}\n\nSeverity: {rule.severity}. {rule.summary}\n\n- bad: `{rule.bad}`\n- good: `{rule.good}`{fix}\n"


def rules_page() -> str:
    """Return the page of all rules, as Markdown."""
    return "# Rules of avgraph check\n\nGenerated from `avgraph/checks/rules.py`.\n\n" + "\n".join(map(explain_rule, RULES.values()))
