"""No word of a list is lost in silence: each ends in the graph, in known furniture, or near a finding."""

import random
import re

import pytest

from avgraph.checks.run import check_list
from avgraph.model.entries import ReadingList, Source
from avgraph.reading.read import parse_reading_list
from tests.benchmarks.generator import generate_list
from tests.conftest import SAMPLE, TIMES

SOURCE = Source("case", "case.md", "", "case")
WORD = "Zzqword"
TABLE = "\n## Data\n\n| Dataset | Year | Remarks | Task |\n| --- | --- | --- | --- |\n| [LRW](https://a.org/l) | 2016 | small set | Speech |\n| LRS2 | 2018 | | Speech |\n"


def said(listed: ReadingList) -> str:
    """Return every text of a list that reaches the graph."""
    texts: list[str] = []
    for entry in listed.entries:
        texts += (entry.tag.form, entry.title.form, entry.url or "", *entry.heading, *entry.notes)
        texts += (entry.authors.as_listed, entry.institutions.as_listed)
    for row in listed.dataset_rows:
        texts += (*row.names, row.url or "", row.data_form or "", row.video_source or "", *row.task_forms)
    texts += [part for heading in listed.headings for part in heading.path]
    return "\n".join(texts)


def is_accounted_for(text: str, line: int) -> bool:
    """Tell whether the word, which stands on `line`, is in the graph, in a heading or contents list, or near a finding."""
    listed = parse_reading_list(text, SOURCE)
    if WORD in said(listed) or any(WORD in section.title.form for section in listed.sections):
        return True
    if any(WORD in item.form for item in listed.contents) or any(
        kind == "back link" and first == line for first, _, kind in listed.furniture
    ):
        return True
    report = check_list(text, SOURCE)
    return any(each.span.line - 1 <= line <= each.span.end_line + 1 for each in report.diagnostics)


def places(text: str) -> list[int]:
    """Return the offsets where a word can be put: the ends of words, and of lines."""
    return [found.start() for found in re.finditer(r"(?<=\S)(?=\s)|(?<=\n)(?=\S)", text)]


@pytest.mark.slow
@pytest.mark.parametrize("text", [SAMPLE.read_text(encoding="utf-8"), "".join(generate_list(12)) + TABLE], ids=("sample", "generated"))
def test_a_word_at_any_place(text: str) -> None:
    """A word put at a random place is never lost: between tag and title, in a cell of another header, anywhere."""
    rng = random.Random(13)  # noqa: S311  (reproducible, not secret)
    chosen = sorted(rng.sample(places(text), min(50 * TIMES, len(places(text)))))
    lost = []
    for place in chosen:
        for word in (f" {WORD}", f" {WORD} "):
            changed = text[:place] + word + text[place:]
            line = text.count("\n", 0, place) + 1
            if not is_accounted_for(changed, line):
                lost.append(text[max(0, place - 30) : place] + word + text[place : place + 30])
    assert lost == []


def test_cells_that_are_not_read_are_reported() -> None:
    """One finding a row, on the cells that it is about."""
    listed = parse_reading_list(TABLE.lstrip("\n"), SOURCE)
    found = [(each.span.line, each.span.column, each.span.end_column, each.message) for each in listed.diagnostics]
    assert found == [
        (3, 20, 27, "no column is called 'remarks'; what stands under it is not read"),
        (5, 35, 44, "what stands under 'remarks' is not read"),
    ]
