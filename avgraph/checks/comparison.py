"""Compare what a list says before and after its repairs: the graph is to be the same but for what was repaired."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, zip_longest

from avgraph.checks.context import CheckedList, Context
from avgraph.model.entries import DatasetRow, Entry
from avgraph.model.mentions import Mention, Mentions
from avgraph.model.rules import Diagnostic, Fix, Span

EVERYWHERE = 0
"""Stands for a difference that no single line explains."""
_ABOUT_FORMS = ("AVG203", "AVG505", "AVG606", "AVG607", "AVG701", "AVG708")
"""Rules about two forms of one name, whose findings go where the other form is repaired."""
_INVISIBLE = re.compile("[\u00ad\u200b\u2060-\u2064\ufeff]")


def find_differences(before: CheckedList, after: CheckedList, repairs: Sequence[tuple[Diagnostic, Fix]]) -> set[int]:
    """Return the lines where the list says something else after `repairs`, beyond what those claim; none where all are right."""
    is_repaired = _touching(fix for _, fix in repairs)
    is_cleaned = _touching(fix for each, fix in repairs if each.code == "AVG403")
    venues = {fix.span.line for each, fix in repairs if each.code == "AVG202"}
    a, b = before.context.listed, after.context.listed
    if len(a.entries) != len(b.entries) or len(a.dataset_rows) != len(b.dataset_rows) or len(a.sections) != len(b.sections):
        return {EVERYWHERE}
    lines = {x.first_line for x, y in zip(a.entries, b.entries, strict=True) if x != y and not _is_same_entry(x, y, is_repaired, venues)}
    lines |= {x.line for x, y in zip(a.dataset_rows, b.dataset_rows, strict=True) if x != y and not _is_same_row(x, y, is_repaired)}
    lines |= {
        x.title.line
        for x, y in zip(a.sections, b.sections, strict=True)
        if (x.level, x.has_text) != (y.level, y.has_text) or not _is_same_mention(x.title, y.title, is_repaired)
    }
    lines |= _moved_entities(before, after, is_cleaned)
    return lines | _other_findings(before, after, repairs, is_repaired)


def _touching(fixes: Iterable[Fix]) -> Callable[[Span], bool]:
    """Return what tells whether one of the fixes changes something within a span."""
    by_line: defaultdict[int, list[Fix]] = defaultdict(list)
    for fix in fixes:
        by_line[fix.span.line].append(fix)
    return lambda span: any(
        _overlap(span, fix.span) for line in range(span.line, span.end_line + 1) if line in by_line for fix in by_line[line]
    )


def _overlap(span: Span, other: Span) -> bool:
    """Tell whether two spans share a character, or the other stands empty within the first."""
    start, end = (span.line, span.column), (span.end_line, span.end_column)
    return (other.line, other.column) < end and start < (other.end_line, other.end_column)


def _is_same_mention(a: Mention, b: Mention, is_repaired: Callable[[Span], bool]) -> bool:
    return a.form == b.form or is_repaired(a.span)


def _are_same_mentions(a: Sequence[Mention] | Mentions, b: Sequence[Mention] | Mentions, is_repaired: Callable[[Span], bool]) -> bool:
    return len(a) == len(b) and all(_is_same_mention(x, y, is_repaired) for x, y in zip(a, b, strict=True))


def _are_same_texts(a: Iterable[str | None], b: Iterable[str | None]) -> bool:
    return all(_plain(x) == _plain(y) for x, y in zip_longest(a, b))


def _plain(text: str | None) -> str | None:
    return None if text is None else " ".join(_INVISIBLE.sub("", text).split())


def _is_same_entry(a: Entry, b: Entry, is_repaired: Callable[[Span], bool], venues: set[int]) -> bool:
    return (
        (a.year, a.first_line, a.last_line) == (b.year, b.first_line, b.last_line)
        and (_plain(a.venue) == _plain(b.venue) or a.tag.line in venues)
        and _is_same_mention(a.tag, b.tag, is_repaired)
        and _is_same_mention(a.title, b.title, is_repaired)
        and _are_same_mentions(a.links, b.links, is_repaired)
        and _are_same_mentions(a.authors, b.authors, is_repaired)
        and _are_same_mentions(a.institutions, b.institutions, is_repaired)
        and len(a.institutions.repeats) == len(b.institutions.repeats)
        and _are_same_texts(a.heading, b.heading)
        and _are_same_texts(a.notes, b.notes)
    )


def _is_same_row(a: DatasetRow, b: DatasetRow, is_repaired: Callable[[Span], bool]) -> bool:
    facts = [(row.years, row.url, row.video_count, row.duration_hours, row.is_lower_bound, row.line) for row in (a, b)]
    texts = [(*row.names, row.data_form, row.video_source, *row.heading) for row in (a, b)]
    return facts[0] == facts[1] and _are_same_texts(*texts) and _are_same_mentions(a.tasks, b.tasks, is_repaired)


def _moved_entities(before: CheckedList, after: CheckedList, is_cleaned: Callable[[Span], bool]) -> set[int]:
    """Return the lines of entries that name other entities now: which are one and which are apart is to stay.

    A name that was cleaned of invisible characters may be that of the same entity elsewhere.
    """
    lines: set[int] = set()
    for ids, other_ids in zip(_identities(before.context), _identities(after.context), strict=True):
        there: dict[str, str] = {}
        back: dict[str, str] = {}
        for index, (mine, others) in enumerate(zip(ids, other_ids, strict=True)):
            for (x, span), (y, _) in zip_longest(mine, others, fillvalue=("", None)):
                if not (span and is_cleaned(span)) and (there.setdefault(x, y) != y or back.setdefault(y, x) != x):
                    lines.add(before.context.listed.entries[index].first_line)
    return lines if len(before.context.resolved.datasets) == len(after.context.resolved.datasets) else lines | {EVERYWHERE}


def _identities(context: Context) -> Iterator[Iterator[list[tuple[str, Span | None]]]]:
    """Yield by kind the ids that each entry names, with the places of their names."""
    entries, resolved = context.listed.entries, context.resolved
    yield ([(paper, entry.title.span)] for paper, entry in zip(resolved.paper_of_entry, entries, strict=True))
    yield (
        list(zip(ids, (each.span for each in entry.authors), strict=True))
        for ids, entry in zip(resolved.authors.by_entry, entries, strict=True)
    )
    yield (
        list(zip(ids, (each.span for each in entry.institutions), strict=True))
        for ids, entry in zip(resolved.institutions.by_entry, entries, strict=True)
    )
    for named in (resolved.venues, resolved.tasks):
        yield ([(each, None) for each in ids] for ids in named.by_entry)


def _other_findings(
    before: CheckedList, after: CheckedList, repairs: Sequence[tuple[Diagnostic, Fix]], is_repaired: Callable[[Span], bool]
) -> set[int]:
    """Return the lines with a finding that the repairs made, or that is gone though nothing was repaired where it stands."""
    repaired = {each for each, _ in repairs}
    old = Counter((each.code, each.line) for each in before.findings)
    new = Counter((each.code, each.line) for each in after.findings)
    places = [each.span for each in before.findings if each not in repaired and is_repaired(each.span)]
    may_go = {(each.code, each.line) for each in chain(repaired, (each for each in before.findings if each.span in places))}
    # What is spelt right can still be unknown.
    new -= Counter(("AVG308", each.line) for each in repaired if each.code == "AVG307")
    return {line for _, line in new - old} | {line for code, line in old - new if code not in _ABOUT_FORMS and (code, line) not in may_go}
