"""Say in words how a list writes its entries."""

from collections import Counter
from collections.abc import Sequence

from avgraph.model.entries import Entry, Profile
from avgraph.reading.records.candidates import Candidate
from avgraph.reading.records.record import Record

_WORDS = {
    "link": "first link", "link+": "first link and what follows it", "bold": "first words in bold", "italic": "first words in italics",
    "quoted": "first words in quotes", "plain": "plain text", "citation": "what follows the names", "bracket": "first words in brackets",
}  # fmt: skip
_SHARE = 0.1
"""A form or field of fewer entries than this is not worth a word."""


def infer_profile(entries: Sequence[Entry], records: Sequence[Record], titles: Sequence[Candidate], given: str | None = None) -> Profile:
    """Return the profile of the entries that were read; `given` is the example that was followed."""
    least = _SHARE * len(entries)
    kinds = Counter(record.kind.value for record in records)
    sources = Counter(title.source for title in titles)
    words = [f"{len(entries):,} entries", " and ".join(f"{kind}s" for kind, count in kinds.most_common(3) if count >= least)]
    words += [f"title = {_source_words(source)}" for source, count in sources.most_common(3) if count >= least]
    fields = frozenset(name for name, count in _field_counts(entries).items() if count >= least and count)
    words += sorted(fields)
    if given:
        words.append(f"as in {' '.join(given.split())!r}")
    return Profile(tuple(word for word in words if word), fields, given is not None)


def _source_words(source: str) -> str:
    header, tab, inner = source.partition("\t")
    if tab:
        return f"column {header!r}, {_WORDS.get(inner, inner)}"
    place, _, name = source.rpartition(" ")
    where = {"label": "what its label marks", "nested": "in a nested item", "next": "in a following line"}.get(place, "")
    return ", ".join(part for part in (_WORDS.get(name, name), where) if part)


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
