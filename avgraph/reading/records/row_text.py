"""The text of a row as one string, whose stretches lead back to runs and places, and the label that opens it: ``Authors:``, ``Paper:``, ``TLDR:``."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from avgraph.reading.fields.links import holds_only_link_words, is_link_word
from avgraph.reading.headers import field_of_header
from avgraph.reading.likeness import is_venue_or_date
from avgraph.reading.markdown.located import LocatedText
from avgraph.reading.markdown.runs import BREAKS, Row, Run, RunKind, join_runs

BREAK = "\n"
"""Stands for a break, soft or hard, in the text of a row."""
PICTURE = "\ufffc"
"""Stands for an image, or a link that shows nothing but images (U+FFFC OBJECT REPLACEMENT CHARACTER)."""


class RowText:
    """A row with its text: a break is `BREAK`, an image `PICTURE`, everything else what a reader sees."""

    __slots__ = ("bounds", "row", "runs", "text")

    def __init__(self, row: Row) -> None:
        """Join the texts of the runs."""
        self.row = row
        self.runs: Sequence[Run] = row.runs
        parts = list(map(_shown, row.runs))
        self.text = "".join(parts)
        """The whole text."""
        self.bounds = [0]
        """Where each run starts in the text, and the end."""
        for part in parts:
            self.bounds.append(self.bounds[-1] + len(part))

    def span(self, index: int) -> tuple[int, int]:
        """Return where a run stands in the text."""
        return self.bounds[index], self.bounds[index + 1]

    def run_at(self, place: int) -> int:
        """Return the index of the run at a place of the text."""
        return min(max(bisect_right(self.bounds, place) - 1, 0), len(self.runs) - 1)

    def located(self, start: int, end: int) -> LocatedText:
        """Return a stretch of the text with the place of each character; images are left out, breaks are spaces."""
        return join_runs(self.cut(start, end)).fold_spaces()

    def cut(self, start: int, end: int) -> list[Run]:
        """Return the runs of a stretch of the text, those at its ends cut."""
        if start >= end:
            return []
        runs = []
        for index in range(self.run_at(start), len(self.runs)):
            first, last = self.span(index)
            if first >= end:
                break
            run = self.runs[index]
            if first >= start and last <= end:
                runs.append(run)
            elif run.kind not in BREAKS and run.kind is not RunKind.IMAGE:
                located = run.located.cut(max(start - first, 0), min(end, last) - first)
                runs.append(Run(run.kind, located, run.start, run.end, run.is_bold, run.is_italic, run.target, run.target_span, run.images))
        return runs


def _shown(run: Run) -> str:
    if run.kind in BREAKS:
        return BREAK
    if run.kind is RunKind.IMAGE or (run.kind is RunKind.LINK and run.images and not run.located.string.strip()):
        return PICTURE
    return run.located.string.replace(PICTURE, " ")


_LABEL = re.compile(r"(?:[^\w\"\u201c]|_)*(?P<label>[^\W\d_][^:\uff1a\n\[\]|]{0,30}?)\s*(?:[:\uff1a]|\s[-\u2013]\s)(?!//)")
_JOINT = re.compile(r"\s?[+/&]\s?")
_LABEL_MARK = re.compile(r"[:\uff1a\u2013-]")
"""One of these is in every label."""


_OPENING, _CLOSING, _WORD = re.compile(r"[\[(\u3010\uff08]"), re.compile(r"[\])\u3011\uff09]"), re.compile(r"[^\W\d_]{2,}")
_NUMBERED = re.compile(r"\s*(?:[\[\u3010(]\d{1,3}[\]\u3011)]|\d{1,3}[.)])\s*\S")
_TAGS_END = re.compile(
    r"(?:(?<=[.?!])(?:\s*\[[^\[\]\n]{1,60}\])+)?\s*(?::[a-z\d][a-z\d_+-]{1,40}:\s*)+$|(?<=[.?!])(?:\s*\[[^\[\]\n]{1,60}\])+\s*$"
)
"""``[seg.] :star:`` after a full stop, or shortcodes of emoji alone"""
_TEXT = 3
"""So many words are a text."""
_WORDS_OF_TITLES = frozenset(("data", "nothing", "notes", "topic", "video"))
"""Fields whose labels are no labels where the text after them is in bold as well (``**Stars: Telling Bells Apart**``)."""


@lru_cache(maxsize=1 << 12)
def text_label(text: str) -> str | None:
    """Return the field that the label at the start of a text names, as ``headers.toml`` has it; ``link`` for words of links; else None.

    >>> text_label("\U0001f3db\ufe0f Institutions: X"), text_label("Code: here"), text_label("A loss: it works")
    ('institutions', 'code', None)
    """
    match = _LABEL.match(text) if _LABEL_MARK.search(text) else None
    if match is None:
        return None
    label = match["label"].strip(" *_`")
    field = field_of_header(label)
    if field is not None and field not in ("name", "records"):
        return field
    is_plain = all(part[1:].islower() or part.isupper() for part in _JOINT.split(label)) or not label.isascii()
    return "link" if is_link_word(label) and is_plain else None


def row_label(row: RowText) -> str | None:
    """Return the field that the label at the start of a row names; a colon in the text of a link makes no label."""
    label = text_label(row.text[:80])
    if label is None:
        return None
    end = label_end(row.text)
    closing = _CLOSING.search(row.text, end) if _OPENING.search(row.text, 0, end) else None
    if closing and len(_WORD.findall(row.text[closing.end() : closing.end() + 80])) >= _TEXT:
        # It stands in a tag (``[arXiv:2203.01234] Title``).
        return None
    index = row.run_at(end - 1)
    rest = row.text[end : row.bounds[index + 1]]
    if row.runs[index].is_bold and label in _WORDS_OF_TITLES and len(_WORD.findall(rest)) > _TEXT:
        return None
    return None if row.runs[index].is_link and rest else label


def are_numbered(text: str) -> bool:
    """Tell whether each line of a text opens with its number (``[1]``, ``2.``)."""
    return all(map(_NUMBERED.match, text.split(BREAK)))


def label_end(text: str) -> int:
    """Return where the text of a row starts after its label."""
    match = _LABEL.match(text)
    return match.end() if match else 0


def first_link(row: RowText, begin: int) -> int:
    """Return where the first picture or link stands that is no title itself."""
    for index, run in enumerate(row.runs):
        place = row.bounds[index]
        if place >= begin and (
            run.kind is RunKind.IMAGE or (run.is_link and (place > begin or holds_only_link_words(run.text) or is_venue_or_date(run.text)))
        ):
            return place
    return len(row.text)


def before_tags(text: str, begin: int, end: int) -> int:
    """Return where a stretch ends before the tags and shortcodes of emoji at its end, or a bracket that does not close in it (``Title [see [here](#here)]``)."""
    opening = text.rfind("[", begin, end)
    end = opening if opening > begin and "]" not in text[opening:end] else end
    tags = _TAGS_END.search(text, begin, end) if text[begin:end].rstrip()[-1:] in ("]", ":") else None
    return tags.start() if tags else end


def is_in_round_bracket(text: str, place: int) -> bool:
    """Tell whether a place stands in a round bracket that opened before it and closes in the same line (``Training (with Decay, Clipping)``)."""
    opening = text.rfind("(", 0, place)
    return opening >= 0 and ")" not in text[opening:place] and ")" in text[place:].partition(BREAK)[0]


def before_marks(row: RowText, begin: int, end: int) -> int:
    """Return where a stretch ends before the marks in bold code at its end (``Title **`survey`**``)."""
    for index in range(len(row.runs) - 1, -1, -1):
        place = row.bounds[index]
        if begin < place < end and (not row.runs[index].text.strip() or (row.runs[index].kind is RunKind.CODE and row.runs[index].is_bold)):
            end = place
        elif place < end:
            break
    return end


def goes_on_below(row: RowText, last: int, flag: str) -> bool:
    """Tell whether a stretch of one style goes on in the next line, with a small letter."""
    following = [run for run in row.runs[last + 1 : last + 4] if run.text.strip() or run.kind in BREAKS][:2]
    if len(following) < 2 or following[0].kind is not RunKind.SOFT_BREAK:
        return False
    return bool(getattr(following[1], flag)) and following[1].text[:1].islower()


def is_in_bracket(text: str, start: int, end: int) -> bool:
    """Tell whether a stretch is all that a round bracket holds."""
    return text[:start].rstrip(" ")[-1:] == "(" and text[end : end + 2].lstrip(" ")[:1] == ")"


@dataclass(slots=True, eq=False)
class Candidate:
    """A stretch of a row that can be the title."""

    source: str
    """What names it: ``link``, ``bold``, ``plain``, …, after the place of its row where that is not the first."""
    row: RowText
    start: int
    end: int
    likeness: float
    link: int | None = None
    """Index of the run that links it."""

    @property
    def text(self) -> str:
        """The text as it stands in the row."""
        return self.row.text[self.start : self.end]

    def named(self, source: str) -> "Candidate":
        """Return it under another source."""
        return Candidate(source, self.row, self.start, self.end, self.likeness, self.link)
