"""Part the institutions that stand together in one place of a list and alone in others."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from avgraph.model.entries import Entry
from avgraph.reading.fields.organisations import known_alone, locate_glued
from avgraph.reading.markdown.located import LineTable, LocatedText


def part_glued(entries: Iterable[Entry], located: Mapping[int, tuple[list[LocatedText], LineTable]]) -> tuple[Entry, ...]:
    """Return the entries with their institutions apart; one that an entry lists twice is named once.

    `located` holds, by the index of an entry, its institutions where some are not printed as they read.
    """
    entries = tuple(entries)
    known = known_alone(form for entry in entries for form in entry.institution_forms)
    parts: dict[str, list[LocatedText]] = {}
    return tuple(_parted(entry, located.get(index), known, parts) for index, entry in enumerate(entries))


def _parted(
    entry: Entry,
    located: tuple[list[LocatedText], LineTable] | None,
    known: AbstractSet[str],
    parts: dict[str, list[LocatedText]],
) -> Entry:
    forms = entry.institution_forms
    if entry.affiliations:
        return entry  # Marks part them.
    names: list[str] = []
    for form in forms:
        if form not in parts:
            parts[form] = locate_glued(LocatedText.at(form, 0), known)
        names += [part.string for part in parts[form]]
    if len(names) == len(forms) and tuple(dict.fromkeys(names)) == forms:
        return entry
    spans: dict[str, tuple[int, ...]] = {}
    repeats = []
    for name, span in _locate_parts(entry, located, known, parts):
        if spans.setdefault(name, span) is not span:
            repeats.append(span)
    return replace(entry, institutions=entry.institutions.replaced(spans, repeats))


def _locate_parts(
    entry: Entry,
    located: tuple[list[LocatedText], LineTable] | None,
    known: AbstractSet[str],
    parts: dict[str, list[LocatedText]],
) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield each institution of an entry and its span as line, column, end line and end column."""
    for index, mention in enumerate(entry.institutions):
        if located is None:
            # Printed as it reads, on one line.
            for part in parts[mention.form]:
                start, end = (mention.column + place for place in part.span)
                yield part.string, (mention.line, start, mention.line, end)
        else:
            texts, lines = located
            for part in locate_glued(texts[index], known):
                yield part.string, lines.span(*part.span)
