"""Explain the rules of the checker, one or all, as Markdown."""

from avgraph.errors import UsageError
from avgraph.model.rules import Rule, load_rules

_PRINCIPLE = """# Rules of avgraph check

Generated from `avgraph/model/rules.toml` by `python -m tests.golden_files`.

## Severity

A finding is judged by what the defect does to a reader of the list, be it a person or a program:

- **error**: an entry cannot be read or followed, or says what is not so. What each entry promises is missing (a tag with venue and year,
  a title, a link to the paper); a paper, person or institution is counted twice; or a mark that parts two names is missing or wrong, so
  that whoever splits the names where the list always does takes two for one.
- **warning**: an entry can be read and followed, but says less than others, or probably what is not meant.
- **info**: nobody is misled. The list is less even than it could be, or a decision is left to its curator.

`avgraph check` fails (exit code 1) where there is a finding of severity error; `--fail-on warning` or `--fail-on never`, or the setting
`fail-on`, says otherwise. The table `severity` of a configuration file gives rules another severity.

## Which rules hold for a list

Absence is no defect of a list that never states a field: rules about authors, institutions, venues, years and links hold where at least a
tenth of the entries states them. Rules about tags and labels hold for lists of tagged entries, the form of the bundled list; lists of
any other form are held to what they themselves do (AVG117). Each rule says for which lists it holds.

## Repairs

`--fix` writes what is certain into the list, `--diff` only shows it. A repair changes the letters of its span and no others, and none
of code, comments, formulas, tags of HTML, targets of links, addresses and entities (AVG405 alone leaves parameters of tracking out of a
target). It is made only where the list, read again with it, gives the same entries and entities but for what was repaired, and no
other finding comes or goes.

## What is settled

A comment `<!-- avgraph: ignore AVG702 -->` on the line before an entry, or within it, settles its findings, and
`<!-- avgraph: ignore-file AVG701 -->` those of the list; without codes, all of them. `--write-baseline FILE` settles what is found
today, and `--baseline FILE` leaves it out.

## What a change brings

`--against BASE` reports only what is new since the list was BASE, a file or a revision of git (`HEAD`, `origin/main`, `v1:list.md`): each
finding on a changed line, with a sentence of what is added, changed and removed. A finding elsewhere that the change brings stands on the
line that brings it. What was wrong before, and what only moved, is left out. `--format markdown` is made for a comment below a pull request.

## Settings

Settings stand in `avgraph.toml`, or in the table `[tool.avgraph]` of a `pyproject.toml`, in the folder of the list or above it. The
command line wins; `--show-settings` prints what is in force, and where it comes from.

```toml
select = ["AVG1", "AVG7"]       # codes or their beginnings; without it every rule
ignore = ["AVG611"]
fail-on = "warning"             # error, warning or never
authority = ["my-names.ttl"]    # beside this file
ror = "ror-data.zip"            # a dump of the Research Organization Registry
severity = { AVG703 = "error" } # error, warning or info
```

## Hooks and the action

The repository holds hooks for [pre-commit](https://pre-commit.com), `avgraph-check` and `avgraph-fix`; name your lists with `files`. For
GitHub it is an action that shows each finding beside its line:

```yaml
- uses: actions/checkout@v4
- uses: OWNER/avgraph@COMMIT
  with:
    lists: my-list.md
    fail-on: warning
    comment: comment.md # as Markdown too, for a comment
```

In a pull request it shows only what that brings; `against: ""` shows all. [A workflow](../../exports/workflows/review.yml) to copy comments
on the pull request as well.

"""


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
    return _PRINCIPLE + "\n".join(map(explain_rule, load_rules().values()))
