"""Show how a list was read: its profile and what of it is not read, its entries as a table, and all of it as plain values."""

import json
from typing import Any

from avgraph.model.entries import Entry, LinkKind, Profile, ReadingList
from avgraph.text.columns import lay_out
from avgraph.text.visible import quantity, visible

_TAGGED = ("tagged paragraphs", "the title is the link below the tag", "fields have labels")
"""The profile of lists of tagged entries, in words."""
_COLUMNS = ("line", "title", "authors", "venue", "year", "links", "heading")
_FIELDS = ("authors", "institutions", "venue", "year", "links", "date", "summary", "keywords")


def describe_reading(listed: ReadingList) -> str:
    """Return the profile in words, the coverage, and the lines that are not read, a line each."""
    read, total = listed.coverage
    papers = sum(entry.is_paper for entry in listed.entries)
    words = listed.profile.text if listed.profile else f"{_TAGGED[0]}: {', '.join(_TAGGED[1:])}"
    lines = [f"{listed.source.path}: {words}"]
    share = f"read {read:,} of {quantity(total, 'item')} ({100 * read / total if total else 0:.1f} %)"
    listing = "1 lists a paper" if papers == 1 else f"{papers:,} list papers"
    lines.append(f"{share}: {listing}, {read - papers:,} {'does' if read - papers == 1 else 'do'} not")
    if listed.dataset_rows:
        lines.append(quantity(len(listed.dataset_rows), "dataset row"))
    lines += [f"{listed.source.path}:{item.span.line}: not read: {item.reason}: {item.text}" for item in listed.unread]
    return "\n".join(map(visible, lines)) + "\n"


def unread_messages(listed: ReadingList) -> list[str]:
    """Return what could not be read as messages: each error, and the number of the rest."""
    path = listed.source.path
    messages = [f"{path}:{each.line}: {each.code} {each.message}" for each in listed.diagnostics if each.is_unread]
    if messages:
        rest = len(listed.diagnostics) - len(messages)
        messages.append(
            f"avgraph: {quantity(len(messages), 'error')} and {quantity(rest, 'warning')} in {path}; what could be read is in the graph"
        )
    elif listed.unread:
        messages.append(
            f"avgraph: {len(listed.unread):,} of {quantity(listed.coverage[1], 'item')} not read in {path}; avgraph read names them"
        )
    return messages


def lay_out_entries(listed: ReadingList, width: int | None = None) -> str:
    """Return the entries as an aligned table, folded to the `width` of a terminal where one is given."""
    rows = [
        (
            entry.first_line, entry.title.form, ", ".join(entry.author_forms), entry.venue, entry.year,
            " ".join(dict.fromkeys(kind for kind in _link_kinds(entry) if kind)), " / ".join(entry.heading),
        )
        for entry in listed.entries
    ]  # fmt: skip
    return lay_out(_COLUMNS, rows, width)


def generate_json(listed: ReadingList) -> str:
    """Return `reading_to_dict` as JSON."""
    return json.dumps(reading_to_dict(listed), ensure_ascii=False, indent=2) + "\n"


def reading_to_dict(listed: ReadingList) -> dict[str, Any]:
    """Return profile, coverage, entries and unread items as plain values."""
    read, total = listed.coverage
    profile = listed.profile or Profile(_TAGGED, _stated_fields(listed))
    return {
        "source": listed.source.path,
        "profile": {"words": list(profile.words), "fields": sorted(profile.fields), "is_given": profile.is_given},
        "coverage": {"read": read, "items": total},
        "entries": [entry_to_dict(entry) for entry in listed.entries],
        "unread": [{"line": item.span.line, "text": item.text, "reason": item.reason} for item in listed.unread],
    }


def _stated_fields(listed: ReadingList) -> frozenset[str]:
    """Return the fields that an entry of a list states, by their names in `Profile.fields`."""
    return frozenset(name for name in _FIELDS if any(getattr(entry, name) for entry in listed.entries))


def _link_kinds(entry: Entry) -> tuple[LinkKind | None, ...]:
    """Return what the links of an entry lead to; where it does not say so, the first is that of its title."""
    return entry.link_kinds or (LinkKind.PAPER, *(None for _ in entry.links))[: len(entry.links)]


def entry_to_dict(entry: Entry) -> dict[str, Any]:
    """Return what an entry says as plain values."""
    return {
        "line": entry.first_line,
        "last_line": entry.last_line,
        "is_paper": entry.is_paper,
        "tag": entry.tag.form or None,
        "title": entry.title.form,
        "authors": list(entry.author_forms),
        "institutions": list(entry.institution_forms),
        "affiliations": [list(pair) for pair in entry.affiliations],
        "venue": entry.venue,
        "year": entry.year,
        "date": entry.date,
        "links": [{"url": link.form, "kind": kind} for link, kind in zip(entry.links, _link_kinds(entry), strict=True)],
        "heading": list(entry.heading),
        **({"further_headings": [list(path) for path in entry.topics]} if entry.topics else {}),
        "summary": entry.summary,
        "keywords": list(entry.keywords),
        "notes": list(entry.notes),
    }
