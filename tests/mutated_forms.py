"""Cut, swap, glue and double lines of lists of any form, and tell what goes wrong with them: ``python -m tests.mutated_forms 5000 ../shared/lists``."""

import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from avgraph.assembly import build_graph
from avgraph.checks.run import check_list
from avgraph.errors import AvgraphError
from avgraph.model.entries import LinkKind, ReadingList
from avgraph.reading.fields.links import link_kind
from avgraph.reading.markdown.raw_blocks import RawBlocks
from avgraph.reading.read import parse_reading_list
from avgraph.reading.records.headings import is_furniture
from avgraph.reading.source import split_lines
from avgraph.resolution.resolve import resolve
from tests.cases_files import read_cases
from tests.mutated_lists import SOURCE, authority, spoil

_LINES = 60
_CHECKED = 5
"""Of so many lists one is checked and read twice as well."""
_TARGET = re.compile(r"(?<!!)\[(?P<text>[^\[\]!]*)\]\((?P<url>https?://[^\s()<>]+)\)")
_UNREAD_LINES = 40
"""An item that was not read is told by its first line; so many lines below it can belong to it."""


def own_texts() -> list[str]:
    """Return the lists of the cases of this project, twelve at a time."""
    texts = [text for name in ("forms.md", "kinds.md") for _, text, _ in read_cases(name)]
    return ["\n\n".join(texts[start : start + 12]) for start in range(0, len(texts), 4)]


def texts_of(folder: Path) -> list[str]:
    """Return the lists of a folder."""
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*__*.md"))]


def spoil_lines(text: str, chance: random.Random) -> str:
    """Return a list with one to eight lines cut, swapped, glued, doubled, moved or taken out."""
    lines = text.split("\n")
    for _ in range(chance.randrange(1, 9)):
        first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
        line = lines[first]
        match chance.randrange(7):
            case 0:
                lines[first] = line[: chance.randrange(len(line) + 1)]
            case 1:
                lines[first] = line[chance.randrange(len(line) + 1) :]
            case 2:
                lines[first], lines[second] = lines[second], line
            case 3:
                lines[first : first + 2] = [chance.choice(("", " ")).join(lines[first : first + 2])]
            case 4:
                lines[first:first] = lines[first : first + chance.randrange(1, 4)]
            case 5:
                lines.insert(second, lines.pop(first))
            case _:
                del lines[first : first + chance.randrange(1, 3)]
        lines = lines or [""]
    return "\n".join(lines)


def spoilt_form(seed: int, texts: Sequence[str]) -> str:
    """Return the list of a seed: a stretch of one of some lists, spoilt by lines, every third by letters and markup as well."""
    chance = random.Random(seed)  # noqa: S311  (a test that repeats itself)
    lines = texts[seed % len(texts)].split("\n")
    start = chance.randrange(max(1, len(lines) - _LINES))
    text = spoil_lines("\n".join(lines[start : start + _LINES]) + "\n", chance)
    return spoil(text, chance) if seed % 3 == 0 else text


def find_faults(text: str, *, is_checked: bool) -> Iterator[str]:
    """Yield what is wrong with how a list is read; a traceback is raised."""
    try:
        listed = parse_reading_list(text, SOURCE)
    except AvgraphError as error:
        if "\n" in str(error):
            yield f"an error of several lines: {error}"
        return
    build_graph(listed, resolve(listed, authority()))
    if is_checked:
        check_list(text, SOURCE, authority())
        if parse_reading_list(text, SOURCE) != listed:
            yield "read twice, it says two things"
    lines = RawBlocks(split_lines(text)[0]).lines
    yield from _find_lines_without_account(listed, len(lines))
    yield from _find_uncounted_papers(listed, lines)


def _kinds(listed: ReadingList) -> dict[int, str]:
    """Return by line what is said of it: what it is, or the entry, row, heading or finding that it belongs to."""
    kinds = {line: kind for first, last, kind in listed.furniture for line in range(first, last + 1)}
    stretches = [(entry.first_line, entry.last_line) for entry in listed.entries] + [(row.line, row.line) for row in listed.dataset_rows]
    stretches += [(section.title.line, section.title.end_line) for section in listed.sections]
    stretches += [(each.span.line, each.span.end_line) for each in listed.diagnostics]
    return kinds | {line: "read" for first, last in stretches for line in range(first, last + 1)}


def _find_lines_without_account(listed: ReadingList, count: int) -> Iterator[str]:
    """Yield each line of which nothing says what it is."""
    kinds = _kinds(listed)
    underlines = {section.title.end_line + 1 for section in listed.sections}
    unread = {item.span.line for item in listed.unread}
    yield from (
        f"line {number} is in no account" for number in range(1, count) if number not in kinds and number not in underlines | unread
    )


def _find_uncounted_papers(listed: ReadingList, lines: Sequence[str]) -> Iterator[str]:
    """Yield each line whose link to a paper is in no entry, and in no item that counts as unread."""
    kinds = _kinds(listed)
    headings = {section.title.line: section.title.form for section in listed.sections}
    unread = {item.span.line for item in listed.unread}
    read = {link.form for entry in listed.entries for link in entry.links}
    heading, last_unread = "", -_UNREAD_LINES
    for number, line in enumerate(lines, 1):
        heading = headings.get(number, heading)
        last_unread = number if number in unread else -_UNREAD_LINES if kinds.get(number) == "read" else last_unread
        if kinds.get(number) not in ("text", "table") or number - last_unread < _UNREAD_LINES or is_furniture(heading):
            continue
        links = [(match["url"], match["text"]) for match in _TARGET.finditer(line) if match["url"] not in read]
        if any(link_kind(*link) is LinkKind.PAPER for link in links):
            yield f"uncounted paper: line {number}: {line.strip()[:160]!r}"


def main(count: int, folder: str = "", first: int = 0) -> None:
    """Print the faults of so many lists, and how many of each kind there are."""
    texts = texts_of(Path(folder)) if folder else own_texts()
    kinds: Counter[str] = Counter()
    for seed in range(first, first + count):
        try:
            faults = list(find_faults(spoilt_form(seed, texts), is_checked=seed % _CHECKED == 0))
        except Exception as error:  # noqa: BLE001  (which is what is looked for)
            faults = [f"traceback: {type(error).__name__}: {error}"]
        for fault in faults:
            kinds[re.sub(r"[\d:].*", "", fault)] += 1
            print(f"{seed}: {fault}", flush=True)
    print(f"{count} lists: {dict(kinds) or 'no fault'}")


if __name__ == "__main__":
    main(int(sys.argv[1]), "".join(sys.argv[2:3]), sum(map(int, sys.argv[3:4])))
