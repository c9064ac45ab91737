"""Floors of titles for each family of lists, on the lists of other keepers in ``../shared/lists``; skipped where that folder is missing."""

import json
import re
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest

from avgraph.model.entries import ReadingList
from avgraph.reading.read import read_reading_list

FLOORS = {
    "A tagged paragraphs": (0.99, 0.99),
    "B and F first link": (0.99, 0.985),
    "C bold": (0.985, 0.985),
    "D plain text": (0.995, 0.983),
    "G table rows": (0.99, 0.989),
    "H citations and quotes": (0.967, 0.949),
    "I headings": (0.995, 0.99),
}
"""Recall and precision of titles that a family has at least, each a little below what is reached; E, entries over several lines, is in B to D."""
_ENDS = re.compile(r"^\s*[\[(\u3010][^\])\u3011]{0,40}[\])\u3011]\s*|\s*[\[(\uff08\u3010][^\])\uff09\u3011]{0,60}[\])\uff09\u3011]\s*$")
_MARKUP = re.compile(r"<[^>]{0,40}>|&[a-z#0-9]{2,8};|[\\$*_`]")
_SHORTEST = 6


def family(listed: ReadingList) -> str:
    """Return the family of a list, by its profile."""
    words = listed.profile.words if listed.profile else ()
    if not words:
        return "A tagged paragraphs"
    title = next((word for word in words if word.startswith("title")), "")
    if "headings" in words[1]:
        return "I headings"
    if words[1].startswith("table rows"):
        return "G table rows"
    if "quotes" in title or "follows the names" in title:
        return "H citations and quotes"
    return "C bold" if "bold" in title or "brackets" in title else "D plain text" if "plain" in title else "B and F first link"


def title_keys(title: str) -> set[str]:
    """Return the letters and digits of a title, with and without what stands in brackets at its ends."""
    forms, bare = {title}, title
    while (shorter := _ENDS.sub("", bare)) != bare and len(shorter) >= _SHORTEST:
        forms.add(bare := shorter)
    return {re.sub(r"[\W_]+", "", unicodedata.normalize("NFKD", _MARKUP.sub("", form)).casefold()) for form in forms} - {""}


@pytest.fixture(scope="module")
def lists(shared: Path) -> dict[Path, ReadingList]:
    """Return the lists of other keepers, read."""
    paths = sorted((shared / "lists").glob("*__*.md"))
    if not paths:
        pytest.skip("no lists in the shared folder")
    return {path: read_reading_list(path) for path in paths}


def score(path: Path, listed: ReadingList) -> tuple[str, int, int, int, int]:
    """Return the family of a list, its papers, those of them that are read, the titles that are read, and those of them that are right."""
    records = [json.loads(line) for line in path.with_suffix(".titles.jsonl").read_text(encoding="utf-8").splitlines()]
    papers = {min(keys): keys for record in records if record["kind"] == "paper" and (keys := title_keys(record["title"]))}
    known = {key for record in records for key in title_keys(record["title"])}
    read = {min(keys): keys for entry in listed.entries if entry.is_paper and (keys := title_keys(entry.title.form))}
    all_read = {key for keys in read.values() for key in keys}
    return (
        family(listed),
        len(papers),
        sum(not keys.isdisjoint(all_read) for keys in papers.values()),
        len(read),
        sum(not keys.isdisjoint(known) for keys in read.values()),
    )


@pytest.mark.slow
def test_no_list_at_hand_is_mostly_unread(lists: dict[Path, ReadingList]) -> None:
    """Nearly every item with a link to a paper is read, list by list."""
    shares = [read / total for read, total in (listed.coverage for listed in lists.values())]
    assert min(shares) > 0.75
    assert sum(share > 0.95 for share in shares) >= 0.9 * len(shares)


@pytest.mark.slow
def test_titles_of_each_family(lists: dict[Path, ReadingList]) -> None:
    """No family falls below its floors."""
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for path, listed in lists.items():
        name, *counts = score(path, listed)
        sums[name] = [total + count for total, count in zip(sums[name], counts, strict=True)]
    reached = {name: (hits / papers, right / read) for name, (papers, hits, read, right) in sums.items()}
    below = {name: each for name, each in reached.items() if each[0] < FLOORS[name][0] or each[1] < FLOORS[name][1]}
    assert (set(reached), below) == (set(FLOORS), {})
