"""Check headings, the contents list, the dataset table, and the characters of lines."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from avgraph.checks.context import Context, finding
from avgraph.model.rules import Diagnostic, Fix
from avgraph.reading.blocks import BlockKind, cut_blocks
from avgraph.reading.inline import plain_text
from avgraph.resolution.tasks import tie_task
from avgraph.text.folding import fold, slug
from avgraph.text.likeness import misprint_distance

_CONTENTS_ITEM = re.compile(r"^\s*[-*+]\s+\[(?P<text>[^\]]*)\]\(#(?P<anchor>[^)]*)\)")
_ODD = re.compile(r"[\u00a0\u00ad\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\u3000]")
_ODD_SPACES = "\u00a0\u3000\u2028\u2029"
_DATASET_PAGE = re.compile(r"^(?:www\.)?(?:paperswithcode\.com/dataset|huggingface\.co/datasets/[^/]+)/(?P<name>[\w.-]+)")


def check_headings(context: Context) -> Iterator[Diagnostic]:
    """Yield headings that jump a level, stand twice, or have nothing under them."""
    level = 0
    seen: dict[tuple[str, ...], int] = {}
    path: list[str] = []
    waiting: tuple[int, int, str] | None = None
    for block in cut_blocks(list(context.lines)):
        line = block.first + 1
        if block.kind is not BlockKind.HEADING:
            if block.kind not in (BlockKind.BLANK, BlockKind.RULE, BlockKind.ANCHOR, BlockKind.BACK_LINK):
                waiting = None
            continue
        text = plain_text(block.text) or "(untitled)"
        if waiting is not None and block.level <= waiting[1]:
            yield finding("AVG802", waiting[0], f"nothing stands under the heading {waiting[2]!r}", waiting[2])
        waiting = (line, block.level, text)
        if level and block.level > level + 1:
            message = f"the heading {text!r} is {block.level - level} levels below the one above; write {'#' * (level + 1)}"
            yield finding("AVG801", line, message, text)
        level = block.level
        path = [*path[: block.level - 1], *[""] * (block.level - 1 - len(path)), fold(text)]
        earlier = seen.setdefault(tuple(path), line)
        if earlier != line:
            yield finding("AVG804", line, f"the heading {text!r} stands on line {earlier} already", text)
    if waiting is not None:
        yield finding("AVG802", waiting[0], f"nothing stands under the heading {waiting[2]!r}", waiting[2])


def check_contents(context: Context) -> Iterator[Diagnostic]:
    """Yield lines of the contents list without a heading, and headings over entries without a line."""
    named: dict[str, int] = {}
    headings: dict[str, int] = {}
    for block in cut_blocks(list(context.lines)):
        if block.kind is BlockKind.CONTENTS:
            for offset, text in enumerate(block.lines):
                item = _CONTENTS_ITEM.match(text)
                if item:
                    named.setdefault(fold(plain_text(item["text"])), block.first + 1 + offset)
        elif block.kind is BlockKind.HEADING:
            headings.setdefault(fold(plain_text(block.text)), block.first + 1)
    if not named:
        return
    for text, line in named.items():
        if text not in headings:
            yield finding("AVG803", line, f"the contents list names {text!r}, which is no heading", "")
    first = min(named.values())
    for text, line in headings.items():
        if text not in named and line > first:
            yield finding("AVG803", line, f"the contents list lacks the heading {context.line(line).strip('# ')!r}", "")


def check_table(context: Context) -> Iterator[Diagnostic]:
    """Yield table rows whose link leads to something else, and tasks that are misprinted or no heading."""
    tasks = context.resolved.tasks.entities
    words = {word for task in tasks.values() for word in re.findall(r"[a-z]{5,}", fold(task.label))}
    for row in context.listed.dataset_rows:
        text = context.line(row.line)
        if not text.rstrip().endswith("|"):
            old = text.rstrip()
            yield finding("AVG301", row.line, "the row lacks its last bar (|)", old[-20:], (Fix(row.line, old, f"{old} |"),))
        page = _DATASET_PAGE.match(row.url.split("://")[-1]) if row.url else None
        if page and row.url and not any(_resembles(name, page["name"]) for name in row.names):
            message = f"the link of {row.names[0]!r} leads to {page['name']!r} on {urlsplit(row.url).netloc}"
            yield finding("AVG306", row.line, message, row.url)
        for listed in row.tasks:
            if tie_task(listed, tasks) is not None:
                continue
            for word in re.findall(r"[a-z]{5,}", fold(listed)):
                near = (
                    [known for known in sorted(words) if known != word and misprint_distance(word, known) == 1] if word not in words else []
                )
                printed = re.findall(rf"\b{word}\b", text, re.IGNORECASE) if near else []
                if len(printed) == 1:
                    right = near[0].capitalize() if printed[0][0].isupper() else near[0]
                    message = f"{printed[0]!r} is a misprint; write {right!r}"
                    yield finding("AVG307", row.line, message, printed[0], (Fix(row.line, printed[0], right),))
                    break
            else:
                yield finding("AVG308", row.line, f"the task {listed!r} is no heading of the list", listed if listed in text else "")


def _resembles(name: str, page: str) -> bool:
    mine, other = slug(name).replace("-", ""), slug(page).replace("-", "")
    return mine in other or other in mine


def check_characters(context: Context) -> Iterator[Diagnostic]:
    """Yield lines with invisible characters or unusual spaces."""
    for number, text in enumerate(context.lines, 1):
        found = _ODD.findall(text) if not text.isascii() else []
        if not found:
            continue
        names = ", ".join(sorted({f"U+{ord(char):04X}" for char in found}))
        right = "".join(" " if char in _ODD_SPACES else "" if _ODD.match(char) else char for char in text)
        yield finding("AVG403", number, f"the line holds {names}; write plain spaces and letters", "", (Fix(number, text, right),))
