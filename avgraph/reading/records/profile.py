"""Say in words how a list writes its entries: where titles and the fields around them stand."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from avgraph.model.entries import Entry, Profile
from avgraph.reading.records.entry import DraftEntry
from avgraph.reading.records.example import Example
from avgraph.reading.records.row_text import BREAK, Candidate, row_label
from avgraph.text.visible import quantity

_WORDS = {
    "link": "first link", "link+": "first link and what follows it", "bold": "first words in bold", "italic": "first words in italics",
    "quoted": "first words in quotes", "plain": "plain text", "citation": "what follows the names", "bracket": "first words in brackets",
}  # fmt: skip
_PLACES = {
    "(": "in a bracket", "[": "in a bracket", "\uff08": "in a bracket", "\u3010": "in a bracket", "|": "after a bar", ",": "after a comma",
    "-": "after a dash", "\u2013": "after a dash", "\u2014": "after a dash",
}  # fmt: skip
"""Where a field stands, by the mark before it."""
_ABOVE = "in the headings above"
_SAMPLE = 200
"""So many entries at most are looked at for where their fields stand."""
_SHARE = 0.1
"""A form or field of fewer entries than this is not worth a word."""


def infer_profile(
    entries: Sequence[Entry],
    drafts: Sequence[DraftEntry],
    titles: Sequence[Candidate],
    given: str | None = None,
    example: Example | None = None,
) -> Profile:
    """Return the profile of the entries that were read; `given` is the one that was followed, `example` what it says."""
    least = _SHARE * len(entries)
    kinds = Counter(draft.cut.record.kind.value for draft in drafts)
    sources = Counter(title.source for title in titles)
    words = [quantity(len(entries), "entry", "entries"), " and ".join(f"{kind}s" for kind, count in kinds.most_common(3) if count >= least)]
    words += [f"title = {_source_words(source)}" for source, count in sources.most_common(3) if count >= least]
    fields = frozenset(name for name, count in _field_counts(entries).items() if count >= least and count)
    step = len(entries) // _SAMPLE + 1
    places = _field_places(list(zip(entries, drafts, strict=True))[::step])
    words += [" ".join((name, *places.get(name, ()))) for name in sorted(fields)]
    if given and example:
        fitting = sum(example.fits(draft.cut, title) for draft, title in zip(drafts, titles, strict=True))
        how_many = (
            "" if fitting == len(entries) else f", as {quantity(fitting, 'entry is', 'entries are')}" if fitting else ", as no entry is"
        )
        words.append(f"as in {' '.join(given.split())!r}{how_many}")
    return Profile(tuple(word for word in words if word), fields, given is not None)


def _source_words(source: str) -> str:
    header, tab, inner = source.partition("\t")
    if tab:
        return f"column {header!r}, {_WORDS.get(inner, inner)}"
    place, _, name = source.rpartition(" ")
    where = {"label": "what its label marks", "nested": "in a nested item", "next": "in a following line"}.get(place, "")
    return ", ".join(part for part in (_WORDS.get(name, name), where) if part)


def _field_places(sample: Sequence[tuple[Entry, DraftEntry]]) -> dict[str, tuple[str, ...]]:
    """Return for each field where it stands in most entries that state it, in words; nothing where there is no such place."""
    places: dict[str, Counter[str]] = {name: Counter() for name in ("authors", "institutions", "venue", "year")}
    for entry, draft in sample:
        facts = draft.facts
        venue = facts.venue or draft.published.venue
        places["authors"].update(_place(draft, facts.authors[0].span[0]) for _ in facts.authors[:1])
        places["institutions"].update(_place(draft, facts.institutions[0].span[0]) for _ in facts.institutions[:1])
        if entry.venue is not None:
            places["venue"][_place(draft, venue.span[0]) if venue else _ABOVE] += 1
        if entry.year is not None:
            offset = _year_offset(draft, entry.year)
            places["year"][_ABOVE if offset is None else _place(draft, offset)] += 1
    common = {name: counts.most_common(1)[0] for name, counts in places.items() if counts}
    return {name: (place,) for name, (place, count) in common.items() if place and 2 * count > places[name].total()}


def _place(draft: DraftEntry, offset: int) -> str:
    """Return in words where in a record a place of the list is."""
    row = next((row for row in draft.cut.rows if any(run.start <= offset < run.end for run in row.runs)), None)
    if row is None:
        return ""
    if row.row.header:
        return f"in column {row.row.header!r}"
    title = draft.title.span[0]
    if not any(run.start <= title < run.end for run in row.runs):
        return "after its label" if row_label(row) else "in a nested item" if row.row.depth else "in a following line"
    index = next(index for index, run in enumerate(row.runs) if run.start <= offset < run.end)
    run = row.runs[index]
    before = row.text[: row.bounds[index] + bisect_left(run.located.starts, offset)].rstrip(" *_")
    if offset > title and BREAK in before:
        return "in a following line"
    mark = _PLACES.get(before[-1:], "in italics" if run.is_italic else "")
    return f"{mark} {'before' if offset < title else 'after'} the title".strip()


def _year_offset(draft: DraftEntry, year: int) -> int | None:
    """Return where a record prints a year, with four digits or the last two."""
    for pattern in (str(year), rf"(?<!\d){year % 100:02d}(?!\d)"):
        for row in draft.cut.rows:
            match = re.search(pattern, row.text)
            if match:
                index = row.run_at(match.start())
                return row.runs[index].located.starts[match.start() - row.bounds[index]]
    return None


def _field_counts(entries: Sequence[Entry]) -> dict[str, int]:
    return {
        "authors": sum(bool(entry.authors) for entry in entries),
        "institutions": sum(bool(entry.institutions) for entry in entries),
        "venue": sum(entry.venue is not None for entry in entries),
        "year": sum(entry.year is not None for entry in entries),
        "date": sum(entry.date is not None for entry in entries),
        "links": sum(bool(entry.links) for entry in entries),
        "summary": sum(entry.summary is not None for entry in entries),
        "keywords": sum(bool(entry.keywords) for entry in entries),
    }
