"""Find what a change brings: the findings that its base does not have, on its lines, and in a sentence what it adds."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from avgraph.assembly import build_graph
from avgraph.changes.change import Change, ChangeKind, Changes
from avgraph.changes.changed_lines import ChangedLines, find_changed_lines
from avgraph.changes.compare import compare
from avgraph.changes.reasons import explain_change
from avgraph.changes.wording import NAMES
from avgraph.checks.baseline import fingerprint, without_baseline
from avgraph.checks.context import CheckedList, Context, stretch_around
from avgraph.model.entries import Entry
from avgraph.model.rules import Diagnostic, Span
from avgraph.model.vocabulary import Attribute, NodeType, Relation
from avgraph.text.visible import quantity

_LINES = re.compile(r"\blines? (\d+(?:(?:, | and )\d+)*)")
_QUOTED = re.compile(r"'([^']{2,})'|\"([^\"]{2,})\"")


class Contribution:
    """What a change brings."""

    def __init__(self, base: CheckedList, checked: CheckedList) -> None:
        """Take a list as it was, and as it is."""
        self._contexts = base.context, checked.context
        self._places = _Places.of(base.context, checked.context)
        settled = Counter(fingerprint(each, base.context.lines) for each in base.findings)
        # What the base settles is what stands where nothing changed, before the same defect on a changed line.
        ordered = sorted(checked.findings, key=self._places.is_touched)
        new = without_baseline(ordered, checked.context.lines, settled)
        self.findings = tuple(sorted({*filter(None, map(self._places.place, new))}))
        """What the list has and its base has not, by line; each on a changed line, or in an entry out of which lines are cut."""

    @cached_property
    def _changes(self) -> Changes:
        old, new = (build_graph(each.listed, each.resolved) for each in self._contexts)
        return compare(old, new, partial(explain_change, self._contexts[1].resolved))

    @property
    def repetitions(self) -> tuple[Diagnostic, ...]:
        """Findings about papers that are listed already, by line."""
        return tuple(sorted(set(_listed_already(self._contexts[1], self._places, self._changes))))

    @property
    def summary(self) -> str:
        """What the change adds, changes and removes, such as ``adds 3 papers; 2 people are new``; empty where it is nothing."""
        return _summarize(self._changes)


@dataclass(frozen=True, slots=True)
class _Places:
    """Tells on which changed line a finding belongs."""

    lines: Sequence[str]
    changed: ChangedLines
    entries: Sequence[tuple[int, int]]
    """First and last line of each entry, in order."""
    spans_of_forms: Mapping[str, Sequence[Span]]
    """Where each form of a name, tag or title is printed on changed lines."""

    @classmethod
    def of(cls, base: Context, context: Context) -> "_Places":
        entries = (*context.listed.entries, *context.others)
        changed = find_changed_lines(base.lines, context.lines)
        spans: defaultdict[str, list[Span]] = defaultdict(list)
        for entry in entries:
            for mention in (*entry.authors, *entry.institutions, entry.tag, entry.title):
                if mention.line in changed.changed:
                    spans[mention.form].append(mention.span)
        return cls(context.lines, changed, sorted((entry.first_line, entry.last_line) for entry in entries), spans)

    def place(self, each: Diagnostic) -> Diagnostic | None:
        """Return a finding where it belongs: where it stands, in the same entry, at a line that it names, or at a name that it quotes."""
        if self.changed.within(each.line, each.line):
            return each
        for first, last in ((each.line, each.span.end_line), self._entry_around(each.line)):
            touched = self.changed.within(first, last)
            if touched is not None:
                return self._moved(each, self._whole(touched.start)) if touched else each
        for line in (int(number) for match in _LINES.finditer(each.message) for number in re.findall(r"\d+", match[1])):
            touched = self.changed.within(*self._entry_around(line))
            if touched:
                return self._moved(each, self._whole(line if line in touched else touched.start))
        forms = (match[1] or match[2] for match in _QUOTED.finditer(each.message))
        return next((self._moved(each, span) for form in forms for span in self.spans_of_forms.get(form, ())), None)

    def is_touched(self, each: Diagnostic) -> bool:
        """Tell whether a finding stands on a changed line, or in an entry that has one."""
        return self.changed.within(*self._entry_around(each.line)) is not None

    def is_new(self, entry: Entry) -> bool:
        """Tell whether the title of an entry stands on a changed line."""
        return entry.title.line in self.changed.changed

    def _entry_around(self, line: int) -> tuple[int, int]:
        return stretch_around(self.entries, line) or (line, line)

    def _whole(self, line: int) -> Span:
        return Span(line, 1, line, len(self.lines[line - 1]) + 1)

    @staticmethod
    def _moved(each: Diagnostic, span: Span) -> Diagnostic:
        return replace(each, span=span, message=f"brings a finding to line {each.line}: {each.message}", fixes=())


def _listed_already(context: Context, places: _Places, changes: Changes) -> Iterator[Diagnostic]:
    """Yield the new entries of papers that stand under another heading already."""
    entries_of: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry, paper in zip(context.listed.entries, context.resolved.paper_of_entry, strict=True):
        entries_of[paper].append(entry)
    for each in changes.of(NodeType.PAPER):
        entries = entries_of[each.new[0].id] if _is_listed_again(each) else []
        former = [entry for entry in entries if not places.is_new(entry)]
        for entry in (entry for entry in entries if former and places.is_new(entry) and entry.heading != former[0].heading):
            under = f", under {former[0].heading[-1]!r}" if former[0].heading else ""
            yield context.about("AVG901", entry.title, f"the paper is listed already, on line {former[0].first_line}{under}")


def _is_listed_again(change: Change) -> bool:
    return any(each.predicate == Relation.HAS_ENTRY.iri and int(each.old[0]) < int(each.new[0]) for each in change.differences)


def _summarize(changes: Changes) -> str:
    """Return in a sentence what a change does to a list, the papers first."""
    verbs = {ChangeKind.ADDED: "adds", ChangeKind.REMOVED: "removes", ChangeKind.RENAMED: "renames", ChangeKind.CHANGED: "changes"}
    parts = []
    for kind, verb in verbs.items():
        items = {
            each: [change for change in changes.of(each, kind) if not _is_listed_again(change)]
            for each in (NodeType.PAPER, NodeType.DATASET)
        }
        counts = [_counted(len(changed), node_type) for node_type, changed in items.items() if changed]
        parts += [f"{verb} {' and '.join(counts)}"] if counts else []
    again = sum(map(_is_listed_again, changes.of(NodeType.PAPER)))
    parts += [f"lists {_counted(again, NodeType.PAPER)} once more"] if again else []
    for node_type in (NodeType.AUTHOR, NodeType.INSTITUTION):
        count = len(changes.of(node_type, ChangeKind.ADDED))
        parts += [f"{_counted(count, node_type)} {'is' if count == 1 else 'are'} new"] if count else []
    parts += [f"{each.label!r} is written {form!r} elsewhere" for each, form in _other_forms(changes)]
    return "; ".join(parts)


def _counted(count: int, node_type: NodeType) -> str:
    return quantity(count, *NAMES[node_type])


def _other_forms(changes: Changes) -> Iterator[tuple[Change, str]]:
    """Yield people who were known, with each form of their names that is new."""
    for each in changes.of(NodeType.AUTHOR, ChangeKind.CHANGED):
        yield from (
            (each, form)
            for difference in each.differences
            if difference.predicate == Attribute.ALT_LABEL.iri
            for form in difference.new
            if form != each.label
        )
