"""What the reader makes of a list: every field right, every character accounted for."""

import pytest

from avgraph.model.entries import Entry, ReadingList, Source
from avgraph.reading.read import parse_reading_list
from tests.cases_files import read_cases

SILENT = frozenset(("AVG105", "AVG106", "AVG107", "AVG108"))
"""Diagnostics that cases about something else do not repeat: misprinted tags and fields left out to be short."""


def read(text: str) -> ReadingList:
    """Return what a text says."""
    return parse_reading_list(text, Source("case", "case.md", "", "case"))


def shown(entry: Entry) -> str:
    """Return an entry as the case files print it."""
    lines = [
        f"{entry.first_line}-{entry.last_line} {entry.tag.form} = {entry.venue or '-'} {entry.year or '-'}",
        f"{entry.title.form} -> {entry.url or '-'}",
    ]
    lines += [f"by {' | '.join(entry.author_forms)}"] if entry.authors else []
    lines += [f"at {' | '.join(entry.institution_forms)}"] if entry.institutions else []
    lines += [f"under {' / '.join(entry.heading)}"] if entry.heading else []
    lines += [f"{kind} {link.form}" for kind, link in list(zip(entry.link_kinds, entry.links, strict=False))[1:]]
    lines += [f"date {entry.date}"] if entry.date else []
    lines += [f"about {entry.summary}"] if entry.summary else []
    lines += [f"keywords {' | '.join(entry.keywords)}"] if entry.keywords else []
    lines += ["ties " + ", ".join(f"{author} {place}" for author, place in entry.affiliations)] if entry.affiliations else []
    lines += [] if entry.is_paper else ["no paper"]
    lines += [f"note {note}" for note in entry.notes]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("title", "given", "expected"), [*read_cases("entries.md"), *read_cases("kinds.md")], ids=lambda value: value.split("\n")[0][:60]
)
def test_entry_cases(title: str, given: str, expected: str) -> None:
    """Each case file's entry reads as it is written there by hand."""
    del title
    listed = read(given)
    wanted = [line for line in expected.split("\n") if ": AVG" in line and line.partition(":")[0].isdigit()]
    codes = {line.split(": ")[1] for line in wanted}
    found = [f"{each.line}: {each.code}" for each in listed.diagnostics if each.code not in SILENT - codes]
    entries = "\n\n".join(map(shown, listed.entries))
    body = "\n".join(line for line in expected.split("\n") if line not in wanted)
    assert entries.strip() == "\n".join(line for line in body.split("\n")).strip()
    assert found == wanted
