"""Hold what reading and checking find: span, code, message, fixes; and the table of rules."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import NamedTuple


class Severity(StrEnum):
    """How much a diagnostic matters: what the defect does to a reader of the list, be it a person or a program."""

    ERROR = "error"
    """An entry cannot be read or followed, or says what is not so: something is missing that each entry promises, or counted twice or wrongly."""
    WARNING = "warning"
    """An entry can be read and followed, but says less than others, or something that is probably not meant."""
    INFO = "info"
    """Nobody is misled; the list is less even than it could be, or a decision is left to its curator."""


class Span(NamedTuple):
    """A stretch of the list, as in SARIF: lines and columns count from 1, columns count code points, the end is exclusive.

    A byte order mark is no column. An empty span stands between two characters.
    """

    line: int
    column: int
    end_line: int
    end_column: int

    def part(self, start: int, end: int) -> "Span":
        """Return a stretch of a span within its first line; `start` and `end` count code points from the span's start."""
        return Span(self.line, self.column + start, self.line, self.column + end)


class Fix(NamedTuple):
    """A certain repair: what stands in a span is written otherwise."""

    span: Span
    new: str
    """What shall stand there."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding about the list."""

    span: Span
    """What it is about."""
    code: str
    """A stable code such as ``AVG101``."""
    message: str
    """What is wrong and what would be right, in one sentence."""
    fixes: tuple[Fix, ...] = ()
    """How to repair it, where that is certain."""

    @property
    def line(self) -> int:
        """The line it is about, counted from 1."""
        return self.span.line

    @property
    def rule(self) -> "Rule":
        """The rule that it breaks."""
        return load_rules()[self.code]

    @property
    def severity(self) -> Severity:
        """How much it matters, as its rule says."""
        return self.rule.severity

    @property
    def is_unread(self) -> bool:
        """Whether something is missing in the graph because of it."""
        return self.rule.is_unread

    def __lt__(self, other: "Diagnostic") -> bool:
        """Order findings by line, then by code."""
        return self._sort_key() < other._sort_key()

    def _sort_key(self) -> tuple[object, ...]:
        return self.span.line, self.code, self.message, self.span, self.fixes


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of reading and checking, as ``rules.toml`` has it."""

    code: str
    name: str
    severity: Severity
    summary: str
    """What holds in a good list, in one sentence."""
    why: str
    """Why the defect is bad: what a reader, or the graph, loses by it."""
    bad: str
    """An example of the defect."""
    good: str
    """What to write instead."""
    is_fixable: bool = False
    """Whether ``--fix`` repairs what is certain."""
    is_about_line: bool = False
    """Whether it is about a line as a whole, whose words do not tell one finding from another."""
    is_unread: bool = False
    """Whether something is missing in the graph that the list says or should say there, which every command reports."""
    is_of_tagged: bool = False
    """Whether it holds for lists in the form of the bundled one alone."""
    is_of_change: bool = False
    """Whether it is about what a change brings, so that it takes a base to check against."""
    field: str = ""
    """The field that a list must state for the rule to hold for it, as `Profile.fields` names it; empty for any list."""

    @property
    def holds_for(self) -> str:
        """The lists that it holds for, in words."""
        if self.is_of_change:
            return "what a change brings to a list (`--against`)"
        lists = "lists of tagged entries" if self.is_of_tagged else "lists" if self.field else "every list"
        return f"{lists} that state {_FIELDS[self.field]}" if self.field else lists


_FIELDS = {"authors": "authors", "institutions": "institutions", "links": "links", "venue": "venues", "year": "years"}
"""What the fields are called, several of a kind."""


@cache
def load_rules() -> dict[str, Rule]:
    """Return every rule by its code. A code is never given to another rule."""
    import tomllib

    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {
        code: Rule(
            code, rule["name"], Severity(rule["severity"]), rule["summary"], rule["why"], rule["bad"], rule["good"],
            rule.get("fix", False), rule.get("line", False), rule.get("unread", False),
            rule.get("form") == "tagged", rule.get("base", False), rule.get("states", ""),
        )
        for code, rule in table.items()
    }  # fmt: skip
