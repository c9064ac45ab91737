"""What every check looks at: the list as read, its entities, and its lines."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

from avgraph.model.entries import Entry, ReadingList
from avgraph.model.mentions import Mention, Mentions
from avgraph.model.rules import Diagnostic, Fix, Rule, Span
from avgraph.resolution.entities import NearMiss, Resolved
from avgraph.text.folding import fold

_MARKS = r"(?P<marks>[ \t]*[,;\u3001\uff0c\uff1b][ \t,;\u3001\uff0c\uff1b]*)"
_CLOSING = r"(?:\]\([^()\s]*\)|\*\*|__)*"
_SEPARATOR = re.compile(rf"{_CLOSING}{_MARKS}(?:\*\*|__|\[)*")
_LAST_SEPARATOR = re.compile(rf"{_CLOSING}{_MARKS}(?P<end>(?:<br\s{{0,4}}/?>|\s)*)", re.IGNORECASE)
_FEW = 5
"""Entries from which on their number tells what a list states."""
_DOUBLED = re.compile(r"(?<=[^ \t])[ \t]{2,}(?=[^ \t])")


@dataclass(frozen=True, slots=True)
class Context:
    """A reading list with its entities and lines."""

    listed: ReadingList
    """The list with the entries that list a paper."""
    resolved: Resolved
    lines: tuple[str, ...]
    """The lines as read; the first is line 1."""
    others: tuple[Entry, ...] = ()
    """The entries that list no paper."""

    @property
    def is_tagged(self) -> bool:
        """Whether the list has the form of the bundled one."""
        return self.listed.profile is None

    def holds(self, rule: Rule) -> bool:
        """Tell whether a rule holds for the list."""
        return (self.is_tagged or not rule.is_of_tagged) and (not rule.field or self.states(rule.field))

    def states(self, field: str) -> bool:
        """Tell whether the list states a field: at least a tenth of its entries does."""
        entries = self.listed.entries
        return len(entries) < _FEW or 10 * sum(has_field(entry, field) for entry in entries) >= len(entries)

    def authors(self) -> Iterator[tuple[Entry, list[tuple[Mention, str]]]]:
        """Yield each entry with its authors, and whom each means."""
        for entry, ids in zip(self.listed.entries, self.resolved.authors.by_entry, strict=True):
            yield entry, list(zip(entry.authors, ids, strict=True))

    def institutions(self) -> Iterator[tuple[Entry, list[tuple[Mention, str]]]]:
        """Yield each entry with its institutions, and which each means."""
        for entry, ids in zip(self.listed.entries, self.resolved.institutions.by_entry, strict=True):
            yield entry, list(zip(entry.institutions, ids, strict=True))

    def text(self, span: Span) -> str:
        """Return what stands in a span."""
        return source_text(self.lines, span)

    def separators(self, field: Mentions) -> Iterator[tuple[Span, str]]:
        """Yield what parts the names of a field that stand on one line: where it is printed, and the marks with the spaces around them."""
        for left, right in pairwise(field.spans):
            if left.end_line == right.line and left.end_column <= right.column:
                between = Span(left.end_line, left.end_column, right.line, right.column)
                match = _SEPARATOR.fullmatch(self.text(between))
                if match:
                    yield between.part(*match.span("marks")), match["marks"]

    def last_separator(self, entry: Entry, field: Mentions) -> Span | None:
        """Return where a separator stands after the last name of a field, which goes on neither on its line nor below."""
        spans = field.spans
        if not spans or field.text.end_line != spans[-1].end_line:
            return None
        line = self.lines[spans[-1].end_line - 1]
        after = Span(spans[-1].end_line, spans[-1].end_column, spans[-1].end_line, len(line) + 1)
        match = _LAST_SEPARATOR.fullmatch(self.text(after))
        if not match or (not match["end"].strip() and self._goes_on(entry, after.line)):
            return None
        return after.part(*match.span("marks"))

    def _goes_on(self, entry: Entry, line: int) -> bool:
        below = self.lines[line].strip() if line < entry.last_line else ""
        return bool(below) and not below.startswith(("<br", "**", "__"))

    def double_spaces(self, mention: Mention) -> Iterator[Span]:
        """Yield where more than one space stands within a mention."""
        if mention.line == mention.end_line:
            yield from (mention.span.part(*match.span()) for match in _DOUBLED.finditer(self.text(mention.span)))

    def repairs(self, code: str, message: str, fixes: Iterable[Fix]) -> Diagnostic:
        """Return one finding about several places of a field, each with its repair."""
        fixes = tuple(sorted(fixes))
        first, last = fixes[0].span, fixes[-1].span
        return Diagnostic(Span(first.line, first.column, last.end_line, last.end_column), code, message, fixes)

    def fix(self, mention: Mention, new: str) -> tuple[Fix, ...]:
        """Return the repair of a mention; none where it is not printed as it reads, as markup would be lost."""
        return (Fix(mention.span, new),) if self.text(mention.span) == mention.form else ()

    def about_near_miss(self, code: str, near: NearMiss, first: Mapping[str, Mention]) -> Diagnostic:
        """Return a finding about two forms that may be one entity; `first` is where each folded form is printed first."""
        # The one that was printed later is the new one.
        later = max((first[fold(form)] for form in (near.form, near.other) if fold(form) in first), key=lambda mention: mention.span)
        evidence = f" ({near.evidence})" if near.evidence else ""
        message = f"{near.form!r} may be {near.other!r}: {near.match_reason}{evidence}; an authority file can decide"
        return self.about(code, later, message)

    def about(self, code: str, mention: Mention, message: str, new: str | None = None) -> Diagnostic:
        """Return a finding about a mention; `new` is what shall stand there, where that is certain."""
        return Diagnostic(mention.span, code, message, self.fix(mention, new) if new is not None else ())


def has_field(entry: Entry, field: str) -> bool:
    """Tell whether an entry states a field, by its name in `Profile.fields`."""
    return {
        "authors": bool(entry.authors), "institutions": bool(entry.institutions), "links": bool(entry.links), "venue": entry.venue is not None,
        "year": entry.year is not None, "date": entry.date is not None, "summary": entry.summary is not None, "keywords": bool(entry.keywords),
    }[field]  # fmt: skip


@dataclass(frozen=True, slots=True)
class CheckedList:
    """A list with everything that the checks find in it."""

    context: Context
    findings: tuple[Diagnostic, ...]
    """The findings, by line."""


def stretch_around(stretches: Sequence[tuple[int, int]], line: int) -> tuple[int, int] | None:
    """Return the one of sorted stretches of lines (first and last) that holds a line, None where none does.

    >>> stretch_around([(1, 3), (5, 9)], 6), stretch_around([(1, 3), (5, 9)], 4)
    ((5, 9), None)
    """
    index = bisect_right(stretches, line, key=itemgetter(0)) - 1
    return stretches[index] if index >= 0 and line <= stretches[index][1] else None


def source_text(lines: Sequence[str], span: Span) -> str:
    r"""Return what stands in a span of `lines`.

    >>> source_text(("Di", "Hu, Xuelong Li"), Span(1, 1, 2, 3))
    'Di\nHu'
    """
    text = list(lines[span.line - 1 : span.end_line])
    if not text:
        return ""
    text[-1] = text[-1][: span.end_column - 1]
    text[0] = text[0][span.column - 1 :]
    return "\n".join(text)
