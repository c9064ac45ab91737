"""What is read around the titles of lists of other forms: cases written by hand, an entry a line."""

import pytest

from avgraph.model.entries import Entry, Source
from avgraph.reading.read import parse_reading_list
from tests.cases_files import read_cases


def summary(entry: Entry) -> str:
    """Return ``title / venue year / names / institutions / kinds of links``, ``-`` for what is not stated, ``no paper`` before what is none."""
    parts = [
        entry.title.form,
        " ".join(str(each) for each in (entry.venue or "-", entry.date or entry.year or "-")),
        ", ".join(entry.authors.forms) or "-",
        ", ".join(entry.institutions.forms) or "-",
        ", ".join(kind.value for kind in entry.link_kinds) or "-",
    ]
    return f"{'' if entry.is_paper else 'no paper: '}{' / '.join(parts)}"


@pytest.mark.parametrize(("title", "given", "expected"), read_cases("fields.md"), ids=lambda value: value.split("\n")[0][:60])
def test_fields_of_each_form(title: str, given: str, expected: str) -> None:
    """Each entry has the fields that it states, and no others."""
    del title
    listed = parse_reading_list(given, Source("case", "case.md", "", "case"))
    assert "\n".join(map(summary, listed.entries)) == expected
