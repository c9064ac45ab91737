"""Spoil stretches of the bundled list in many ways, and tell what goes wrong with them: ``python -m tests.mutated_lists 10000 2000``."""

import random
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from avgraph.assembly import build_graph
from avgraph.checks.repair import apply_fixes
from avgraph.checks.run import Report, check_list, repair_list
from avgraph.errors import AvgraphError
from avgraph.model.entries import Entry, ReadingList, Source
from avgraph.reading.fields.links import is_link_word
from avgraph.reading.read import parse_reading_list
from avgraph.reading.tagged.labels import nearest_field
from avgraph.resolution.authority import Authority, load_authority
from avgraph.resolution.resolve import resolve

BUNDLED = Path(__file__).parents[1] / "avgraph" / "data" / "audio-visual-learning.md"
SOURCE = Source("list", "list.md", "", "list")
_LINES = 40
_CHARACTERS = ",;:、，；. \t\u200b\u00a0\u200c\u202e\u3000*_[]()<>&`$-|#!\r\n\\\x1b\x00\ufeffé中"
_PIECES = (
    "<!--", "-->", "```", "~~~", "    ", "<br>", "**", "[", "](", "](https://e.org/x)", "&#", "&amp;", "&#x110000;", "<a name='x'>", "\n\n", "| a | b |\n",
    "\n---\n", "\n# Heading\n", "\n> ", "\n- ", "et al.", " and ", "(2020)", "**[CVPR 2021]**", "**Authors:**", "**Institution:**", "\n![x](y)\n", "<details>",
    "<sup>1</sup>", "¹", "Jr.", "\u202e", "{", "}", "\\", "$x$", "http://", "\n[1]: https://e.org\n", "www.e.org", "@", "TBD", "‖", "Zzqword",
)  # fmt: skip
_NO_WORDS = re.compile(r"<!--.*?(?:-->|\Z)|</?[a-zA-Z][^<>]*>|\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)|`+[^`]*`+|&#?\w+;", re.DOTALL)
"""What says no words: comments, elements, the targets of links, code, entities."""
_WORD = re.compile(r"[^\W\d_]{4,}")
_LABELS = frozenset(("author", "authors", "institution", "institutions", "university", "https", "http", "heading"))


@cache
def authority() -> Authority:
    """Return the bundled authority, read once."""
    return load_authority(())


def spoil(text: str, chance: random.Random) -> str:
    """Return a list with one to eight changes: letters, pieces of markup, lines and fields taken out, doubled, swapped or put in."""
    for _ in range(chance.randrange(1, 9)):
        place = chance.randrange(len(text) + 1)
        end = min(len(text), place + chance.choice((1, 1, 1, 2, 5, 30, 200)))
        lines = text.split("\n")
        line, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        match chance.randrange(9):
            case 0:
                text = text[:place] + text[end:]
            case 1:
                text = text[:place] + text[place:end] * chance.choice((2, 2, 3, 40)) + text[end:]
            case 2:
                text = text[:place] + text[place:end][::-1] + text[end:]
            case 3 | 4:
                text = text[:place] + chance.choice(_CHARACTERS) * chance.choice((1, 1, 2, 9)) + text[place:]
            case 5 | 6:
                text = text[:place] + chance.choice(_PIECES) + text[place:]
            case 7:
                lines[line], lines[other] = lines[other], lines[line]
                text = "\n".join(lines)
            case _:
                del lines[line : line + chance.randrange(3)]
                text = "\n".join(lines)
    return text


def spoilt_list(seed: int) -> str:
    """Return the list of a seed: a stretch of the bundled one, spoilt; some with line ends of other systems."""
    chance = random.Random(seed)  # noqa: S311  (a test that repeats itself)
    lines = BUNDLED.read_text(encoding="utf-8").split("\n")
    start = chance.randrange(len(lines) - _LINES)
    text = spoil("\n".join(lines[start : start + _LINES]) + "\n", chance)
    return text.replace("\n", "\r\n") if seed % 7 == 0 else text


def find_faults(text: str, *, is_fixed: bool) -> Iterator[str]:
    """Yield what is wrong with how a list is read, checked and, where that is asked, repaired; a traceback is raised."""
    try:
        listed = parse_reading_list(text, SOURCE)
        report = check_list(text, SOURCE, authority())
    except AvgraphError as error:
        if "\n" in str(error):
            yield f"an error of several lines: {error}"
        return
    if parse_reading_list(text, SOURCE) != listed:
        yield "read twice, it says two things"
    build_graph(listed, resolve(listed, authority()))
    yield from _find_lost_words(listed, report)
    if is_fixed:
        yield from _find_faults_of_repairs(text, listed)


def _find_faults_of_repairs(text: str, before: ReadingList) -> Iterator[str]:
    """Yield what a repair changed without naming it, changes again, or lost."""
    mended, count = repair_list(text, SOURCE, authority())
    replayed, named = text, 0
    while True:
        fixes = [fix for each in check_list(replayed, SOURCE, authority()).diagnostics for fix in each.fixes]
        replayed, applied = apply_fixes(replayed, fixes)
        named += applied
        if not applied:
            break
    if (replayed, named) != (mended, count):
        yield "a change that no finding names"
    if repair_list(mended, SOURCE, authority()) != (mended, 0):
        yield "a second repair changes more"
    after = parse_reading_list(mended, SOURCE)
    if list(map(_counts, before.entries)) != list(map(_counts, after.entries)):
        yield "another number of entries, authors, institutions or notes, or another year or place"


def _counts(entry: Entry) -> tuple[object, ...]:
    return len(entry.authors), len(entry.institutions), len(entry.notes), entry.year, entry.first_line, entry.last_line, entry.heading[:0]


def _find_lost_words(listed: ReadingList, report: Report) -> Iterator[str]:
    """Yield each word that is neither in what was read, nor in furniture, nor near a finding."""
    accounted: set[int] = set()
    for first, last, _ in listed.furniture:
        accounted.update(range(first, last + 1))
    for each in report.diagnostics:
        accounted.update(range(each.span.line - 1, each.span.end_line + 2))
    labels = (field.label for entry in listed.entries for field in (entry.authors, entry.institutions) if field.label.line)
    printed = (report.lines[label.line - 1][label.column - 1 : label.end_column - 1] for label in labels)
    said = _plain("\n".join((*_texts(listed), *printed)))
    text = _NO_WORDS.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), "\n".join(report.lines))
    for number, line in enumerate(text.split("\n"), 1):
        if number not in accounted:
            for word in _WORD.findall(_plain(line)):
                if word not in said and word not in _LABELS and nearest_field(word) is None and not is_link_word(word):
                    yield f"line {number}: {word!r} is lost: {report.lines[number - 1][:200]!r}"


def _plain(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if unicodedata.category(char) not in ("Cf", "Mn"))


def _texts(listed: ReadingList) -> Iterator[str]:
    for entry in listed.entries:
        yield from (entry.tag.form, entry.title.form, *(link.form for link in entry.links), *entry.heading, *entry.notes)
        yield from (entry.venue or "", str(entry.year), entry.date or "", entry.summary or "", *entry.keywords)
        yield from (entry.authors.as_listed, entry.institutions.as_listed, *entry.author_forms, *entry.institution_forms)
    for row in listed.dataset_rows:
        yield from (*row.names, row.url or "", row.data_form or "", row.video_source or "", *row.task_forms)
    yield from (part for heading in listed.headings for part in heading.path)
    yield from (section.title.form for section in listed.sections)
    yield from (item.form for item in listed.contents)


def main(lists: int, fixed: int, first: int = 0) -> None:
    """Print the faults of so many lists, and how many of each kind there are; so many of the lists are repaired as well."""
    kinds: Counter[str] = Counter()
    for seed in range(first, first + lists):
        try:
            faults = list(find_faults(spoilt_list(seed), is_fixed=seed - first < fixed))
        except Exception as error:  # noqa: BLE001  (which is what is looked for)
            faults = [f"traceback: {type(error).__name__}: {error}"]
        for fault in faults:
            kinds[fault.split(":")[0] if "lost" not in fault else "lost"] += 1
            print(f"{seed}: {fault}", flush=True)
        if seed % 500 == 499:
            print(f"-- {seed + 1 - first} lists, {dict(kinds)}", flush=True)
    print(f"{lists} lists, {min(fixed, lists)} repaired: {dict(kinds) or 'no fault'}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
