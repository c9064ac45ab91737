"""Check headings, the contents list, the dataset table, and the characters of lines."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from avgraph.checks.context import Context
from avgraph.model.mentions import Mention
from avgraph.model.rules import Diagnostic, Fix, Span
from avgraph.resolution.tasks import TaskIndex
from avgraph.text.folding import fold, slug
from avgraph.text.likeness import is_other_form, misprint_distance

_WORD = re.compile(r"[a-z]{5,}")
_LONG = 8
"""Letters of a word from which another letter within it hardly makes another word."""
_ODD = re.compile("[\u00a0\u2028\u2029\u3000]+|[\u00ad\u200b\u2060-\u2064\ufeff]+|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_SPACES = "\u00a0\u3000\u2028\u2029"
_DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_IDEOGRAPHIC = re.compile("[\u3001-\u9fff\uac00-\ud7af\uff01-\uffef\U00020000-\U0003ffff]")
_DATASET_PAGE = re.compile(r"^(?:www\.)?(?:paperswithcode\.com/dataset|huggingface\.co/datasets/[^/]+)/(?P<name>[\w.-]+)")


def check_headings(context: Context) -> Iterator[Diagnostic]:
    """Yield headings that jump a level, stand twice, or have nothing under them."""
    sections = context.listed.sections
    lines: dict[tuple[str, ...], int] = {}
    path: list[str] = []
    entry_lines = {entry.title.line for entry in context.listed.entries}
    for index, section in enumerate(sections):
        title, level = section.title, section.level
        below = sections[index + 1].level if index + 1 < len(sections) else 0
        if not section.has_text and below <= level:
            yield context.about("AVG802", title, f"nothing stands under the heading {title.form!r}")
        above = sections[index - 1].level if index else level
        if level > above + 1 and title.line not in entry_lines:
            message = f"the heading {title.form!r} is {level - above} levels below the one above; write {'#' * (above + 1)}"
            yield context.about("AVG801", title, message)
        path = [*path[: level - 1], *[""] * (level - 1 - len(path)), fold(title.form)]
        earlier = lines.setdefault(tuple(path), title.line)
        if earlier != title.line:
            yield context.about("AVG804", title, f"the heading {title.form!r} stands on line {earlier} already")


def check_contents(context: Context) -> Iterator[Diagnostic]:
    """Yield lines of the contents list without a heading or entry, and headings over entries without a line."""
    contents: dict[str, Mention] = {}
    headings: dict[str, Mention] = {}
    for item in context.listed.contents:
        contents.setdefault(fold(item.form), item)
    for section in context.listed.sections:
        headings.setdefault(fold(section.title.form), section.title)
    if not contents:
        return
    titles = {fold(entry.title.form): entry.title.line for entry in context.listed.entries}
    entry_lines = set(titles.values())
    for text, item in contents.items():
        if text not in headings and text not in titles:
            yield context.about("AVG803", item, f"the contents list names {text!r}, which is no heading")
    first = min(item.line for item in contents.values())
    for text, title in headings.items():
        if text not in contents and title.line > first and title.line not in entry_lines:
            yield context.about("AVG803", title, f"the contents list lacks the heading {context.text(title.span)!r}")


def check_table(context: Context) -> Iterator[Diagnostic]:
    """Yield table rows whose link leads to something else, and tasks that are misprinted or no heading."""
    tasks = context.resolved.tasks.entities
    index = TaskIndex(tasks)
    words = {word for task in tasks.values() for word in _WORD.findall(fold(task.label))}
    known = words.union(*(_WORD.findall(fold(entry.title.form)) for entry in context.listed.entries))
    for row in context.listed.dataset_rows:
        text = context.lines[row.line - 1].rstrip()
        if not text.endswith("|"):
            line = Span(row.line, 1, row.line, len(text) + 1)
            bar = Fix(line.part(len(text), len(text)), " |")
            yield Diagnostic(line.part(max(0, len(text) - 20), len(text)), "AVG301", "the row lacks its last bar (|)", (bar,))
        page = _DATASET_PAGE.match(row.link.form.split("://")[-1]) if row.link else None
        if page and row.link and not any(_resembles(name, page["name"]) for name in row.names):
            message = f"the link of {row.names[0]!r} leads to {page['name']!r} on {urlsplit(row.link.form).netloc}"
            yield context.about("AVG306", row.link, message)
        for task in row.tasks:
            if index.tie(task.form) is None:
                misprint = _misprint(context, task, words, known)
                yield misprint or context.about("AVG308", task, f"the task {task.form!r} is no heading of the list")


def _misprint(context: Context, task: Mention, words: set[str], known: set[str]) -> Diagnostic | None:
    """Return the first word of a task that is one letter from a word of the headings and no `known` word itself.

    Another first letter or ending makes another word as a rule. It is certain only where letters are swapped or the word is long.
    """
    for match in re.finditer(r"\b[^\W\d_]{5,}\b", context.text(task.span)):
        word = fold(match[0])
        if word in known:
            continue
        for right in sorted(each for each in words if each[0] == word[0]):
            if misprint_distance(word, right) == 1 and not is_other_form(word, right):
                printed = right.capitalize() if match[0][0].isupper() else right
                span = task.span.part(*match.span())
                fixes = (Fix(span, printed),) if sorted(word) == sorted(right) or len(word) >= _LONG else ()
                return Diagnostic(span, "AVG307", f"{match[0]!r} is a misprint; write {printed!r}", fixes)
    return None


def _resembles(name: str, page: str) -> bool:
    mine, other = slug(name).replace("-", ""), slug(page).replace("-", "")
    return mine in other or other in mine


def check_characters(context: Context) -> Iterator[Diagnostic]:
    """Yield lines with invisible characters or unusual spaces.

    Joiners and non-joiners are letters' own business in many scripts and in emoji; marks of direction belong to text from right to left,
    the ideographic space to text in Chinese, Japanese or Korean.
    """
    for number, text in enumerate(context.lines, 1):
        odd = list(_find_odd(text)) if not text.isascii() else []
        if odd:
            names = ", ".join(sorted({f"U+{ord(char):04X}" for match in odd for char in match[0]}))
            line = Span(number, 1, number, len(text) + 1)
            fixes = (Fix(line.part(*match.span()), " " if match[0][0] in _SPACES else "") for match in odd)
            yield context.repairs("AVG403", f"the line holds {names}; write plain spaces and letters", fixes)


def _find_odd(text: str) -> Iterator[re.Match[str]]:
    is_right_to_left, is_ideographic = _RIGHT_TO_LEFT.search(text), _IDEOGRAPHIC.search(text)
    for match in _ODD.finditer(text):
        if not (is_right_to_left and match[0][0] in _DIRECTIONS) and not (is_ideographic and match[0].strip("\u3000") == ""):
            yield match
