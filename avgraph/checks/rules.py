"""Explain the rules of the checker, one or all, as Markdown."""

from avgraph.model.rules import RULES, Rule

_PRINCIPLE = """# Rules of avgraph check

Generated from `avgraph/model/rules.py`.

## Severity

A finding is judged by what the defect does to a reader of the list, be it a person or a program:

- **error**: an entry cannot be read or followed, or says what is not so. What each entry promises is missing (a tag with venue and year,
  a title, a link to the paper); a paper, person or institution is counted twice; or a mark that parts two names is missing or wrong, so
  that whoever splits the names where the list always does takes two for one.
- **warning**: an entry can be read and followed, but says less than others, or probably what is not meant.
- **info**: nobody is misled. The list is less even than it could be, or a decision is left to its curator.

`avgraph check` fails (exit code 1) where there is a finding of severity error; `--fail-on warning` or `--fail-on never`, or the setting
`fail-on`, says otherwise. The table `severity` of a configuration file gives rules another severity.

## Repairs

`--fix` writes what is certain into the list, `--diff` only shows it. A repair changes the letters of its span and no others, and none
of code, comments, formulas, tags of HTML, targets of links, addresses and entities (AVG405 alone leaves parameters of tracking out of a
target). It is made only where the list, read again with it, gives the same entries and entities but for what was repaired, and no
other finding comes or goes.

"""


def explain_rule(rule: Rule) -> str:
    """Return what a person wants to know of one rule, as Markdown."""
    fix = "\n\nFix: `avgraph check --fix` repairs what is certain." if rule.is_fixable else ""
    return f"## {rule.code} {rule.name}\n\nSeverity: {rule.severity}. {rule.summary}\n\n- bad: `{rule.bad}`\n- good: `{rule.good}`{fix}\n"


def rules_page() -> str:
    """Return the page of all rules, as Markdown."""
    return _PRINCIPLE + "\n".join(map(explain_rule, RULES.values()))


def find_rule(name: str) -> Rule | None:
    """Return the rule of a code or name in any case, or None."""
    return RULES.get(name.upper()) or next((rule for rule in RULES.values() if rule.name == name.lower()), None)
