"""Part the rows around a title into segments: stretches of one style between breaks, bars and links, or the value of a label."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from avgraph.reading.fields.institutions import mentions_institution
from avgraph.reading.fields.links import SHORTCODE, holds_only_link_words
from avgraph.reading.fields.person import is_person
from avgraph.reading.fields.venues import is_known_venue, may_open_venue
from avgraph.reading.headers import field_of_header
from avgraph.reading.markdown.footnotes import RAISED, RAISED_END
from avgraph.reading.markdown.located import LocatedText, join_texts
from avgraph.reading.markdown.runs import BREAKS, Row, Run, RunKind

_LABEL = re.compile(
    r"(?:[^\w\[(]|(?<!\w)\d{1,2}[.)]\s)*(?P<label>[^\W\d_][\w.'\u2019/&-]*(?:[ ][\w.'\u2019/&-]+){0,3}(?:\s?\([^\W\d_]{1,3}\))?)[\s*_]*(?:[:\uff1a]|\s[-\u2013]\s)(?!//)[\s*_]*"
)
_ONE_LABEL = re.compile(r"\W{0,9}[^\W\d_]{1,20}:\s{0,9}")
_PARTS = re.compile(
    r"\s[|\u2016\u00a6]\s?|\||\uff5c|\t|\s[-\u2013\u2014]{1,3}\s|(?<!\d)[-\u2013\u2014]{2,}|\s\u2022\s|\u3011[-\s]*\u3010?|(?<=[.\w\])])\s+(?=[Nn]otes?\s?:\s)"
)
_EDGE = ' \t\n\x1f\u00a0"\u201c\u201d\u00ab\u00bb,;:|\uff0c\uff1b\u3001-\u2013\u2014\u2022~<>\u200b\ufe0f'
_DOT = re.compile(r"\s\u00b7\s")
_TO_HAN = re.compile(r"(?<=[A-Za-z0-9)\]] )(?=[\u3400-\u9fff])")
_OPEN_END = re.compile(r"(?:[,;&\uff0c\u3001]|\band)\s*$")
_JOURNAL_START = re.compile(r"(?:^|[.,]\s)(?:[A-Z][\w&-]*(?:\s(?:of|and|the|in|on|for|&|[A-Z][\w&-]*)){0,5})$")
_JOURNAL_END = re.compile(r"(?:(?:of|and|the|in|on|for|&|[A-Z][\w&-]*)\s){0,4}[A-Z][\w&-]*,\s\d{1,4}\s?(?:\(|[,:]\s?\d)")
_LAST_WORD = re.compile(r"(?:,|\band)\s+[A-Z\u00c0-\u00de][\w'\u2019-]+$")
_NEXT_WORD = re.compile(r"\s*(?:[A-Z]\.[ -]?){0,3}[A-Z\u00c0-\u00de][\w'\u2019-]+\s*(?:[,.(]|$)")
"""The first and last name of a person between whom a line breaks (``and David`` ``A. Byron (2017)``)."""
_OPEN_START = re.compile(r"\s*(?:[,;&\uff0c\u3001]\s*(?:\w|$)|and(?:\s|$)|et\s+al)")
_OTHER_LABELS = {"key": "keywords", "keys": "keywords", "key words": "keywords"}
_PAIRS = {"(": ")", "[": "]", "\uff08": "\uff09", "\u3010": "\u3011"}
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}
_YEAR = re.compile(r"(?<![\d.:/])(?:19|20)\d\d(?![\d./])|(?<=[Xx]iv)[ '\u2019]?[0-3]\d\W*$")
_LONGEST_LABEL, _LONGEST_MARK = 60, 16
"""What is raised or lowered and longer than this is text in small letters, and no mark."""
DOCUMENT_MARKS = frozenset(("A", "C", "D", "G", "J", "M", "N", "P", "R", "S", "Z", "C/OL", "DB/OL", "EB/OL", "J/OL", "M/OL", "OL"))
"""What stands in square brackets after a title in citations as the Chinese standard (GB/T 7714) has them: journal, conference, book …"""
_LAST_BRACKET = re.compile(r"(?:^|\s)\[(?P<text>[A-Za-z][A-Za-z /]{1,20})\]$")  # ``[paper]`` without a link
_DOCUMENT_MARK = re.compile(rf"^[\s.,]*\[(?:{'|'.join(sorted(DOCUMENT_MARKS))})\](?:\s*//)?[\s.]*(?=\S)")


@dataclass(slots=True, eq=False)
class Segment:
    """A stretch of text of which one field at most is read."""

    text: LocatedText
    """Footnote marks in it stand between `RAISED` and `RAISED_END`."""
    row: int
    """0 for the title's own row, from 1 for the others of its record."""
    is_before: bool = False
    """Whether it stands before the title."""
    is_italic: bool = False
    is_bold: bool = False
    is_link: bool = False
    """Whether it is the text of a link."""
    is_listing: bool = False
    """Whether it joins two before the title with "and", and ends with a comma, as the authors of a citation do (``Byron and Tring, Title``)."""
    field: str | None = None
    """The field that its label or header names, as ``headers.toml`` has it."""
    label: str = ""
    """The label or header as printed, also where it names no field."""

    @property
    def is_in_other_column(self) -> bool:
        """Whether it is in a column whose header names no field."""
        return self.row > 0 and self.field is None and bool(self.label)


def is_of_scores(segment: Segment, venue: LocatedText | None) -> bool:
    """Tell whether what looks like a venue stands in a column whose header names no field, and is none that is known (``MOTA 53 on MOT16``)."""
    return segment.is_in_other_column and venue is not None and not is_known_venue(venue.string)


class _Style(NamedTuple):
    is_italic: bool = False
    is_bold: bool = False
    is_code: bool = False


def row_segments(row: Row, number: int, *, is_before: bool = False) -> Iterator[Segment]:
    """Yield the segments of a row in order; a label holds for the lines after it that have none."""
    header = field_of_header(row.header) if row.header else None
    label, name = header, row.header
    for line in _lines(row.runs):
        text = _text(line, keeps_links=header in ("venue", "publisher", "year", "date"))
        if line[-1].is_link and text.string.rstrip().endswith(":"):
            shows_address = line[-1].text.startswith("http") and _ONE_LABEL.fullmatch(text.string) is not None
            if shows_address or (number and holds_only_link_words(text.string)):
                continue  # ``arXiv: [https://…](https://…)``
        line_label = None if header else _label(text.string)
        if line_label is not None:
            label, name, end = line_label
            if (value := text.cut(end).strip()).string:
                yield Segment(value, number, is_before=is_before, field=label, label=name)
        elif label is not None and not _is_labelled(line, text):
            if text.string.strip():
                field = "institutions" if label == "authors" and _lists_institutions(text.string.strip()) else label
                yield Segment(text.strip(), number, is_before=is_before, field=field, label=name)
        else:
            for segment in _joined(list(_styled(line, number, is_before=is_before))):
                segment.label = name
                yield segment


def _lines(runs: Sequence[Run]) -> Iterator[list[Run]]:
    line: list[Run] = []
    for index, run in enumerate(runs):
        if run.kind in BREAKS:
            if line and not (run.kind is RunKind.SOFT_BREAK and (_goes_on(line) or _breaks_name(line[-1], runs[index + 1 : index + 2]))):
                yield line
                line = []
            elif line:
                line.append(replace(run, kind=RunKind.TEXT, located=LocatedText.over(" ", run.start, run.end)))
        else:
            line.append(run)
    if line:
        yield line


def _is_labelled(line: Sequence[Run], text: LocatedText) -> bool:
    """Tell whether a line after a labelled one opens with a label in bold whose word is not known."""
    return line[0].is_bold and _LABEL.match(text.string[:_LONGEST_LABEL]) is not None


def _lists_institutions(line: str) -> bool:
    """Tell whether a line after names, which opens with a footnote mark, says where these people work."""
    return line.startswith(RAISED) and mentions_institution(line)


def _goes_on(line: Sequence[Run]) -> bool:
    """Tell whether what a line says goes on in the next: a list of names, a bracket."""
    text = "".join(run.text for run in line if run.kind is RunKind.TEXT)
    return _OPEN_END.search(line[-1].text) is not None or text.count("(") > text.count(")")


def _breaks_name(last: Run, following: Sequence[Run]) -> bool:
    """Tell whether a name is broken between two lines: of a journal before its volume, or of a person in a list."""
    if not following or last.kind is not RunKind.TEXT:
        return False
    end, start = last.text[-_LONGEST_LABEL:].rstrip(), following[0].text
    return (_JOURNAL_END.match(start) is not None and _JOURNAL_START.search(end) is not None) or (
        _NEXT_WORD.match(start) is not None and _LAST_WORD.search(end) is not None and is_person(f"Ada {end.rpartition(' ')[2]}")
    )


def _located(run: Run) -> LocatedText:
    if run.kind is not RunKind.RAISED or len(run.text) > _LONGEST_MARK:
        return run.located
    return join_texts("", [LocatedText.over(RAISED, run.start, run.start), run.located, LocatedText.over(RAISED_END, run.end, run.end)])


def _text(runs: Sequence[Run], *, keeps_links: bool) -> LocatedText:
    """Return the text of a line without images and, where they are not the value, without links that are words of links."""
    if len(runs) == 1 and runs[0].kind is RunKind.TEXT:
        return _without_shortcodes(runs[0].located)
    texts = [
        _located(run)
        for run in runs
        if run.kind is not RunKind.IMAGE and (keeps_links or not (run.is_link and holds_only_link_words(run.text)))
    ]
    return _without_shortcodes(join_texts("", texts)) if texts else LocatedText.at("", 0)


def _without_shortcodes(text: LocatedText) -> LocatedText:
    return text.sub(SHORTCODE, " ") if text.string.count(":") > 1 else text


@lru_cache(maxsize=1 << 12)
def _label_field(word: str) -> str | None:
    field = field_of_header(word)
    return _OTHER_LABELS.get(word.casefold()) if field in (None, "nothing") else field


def _label(string: str) -> tuple[str, str, int] | None:
    """Return the field, the label as printed and the end of the label that opens a line."""
    if ":" not in string[:_LONGEST_LABEL] and "\uff1a" not in string[:_LONGEST_LABEL] and " - " not in string[:_LONGEST_LABEL]:
        return None
    match = _LABEL.match(string[:_LONGEST_LABEL])
    if match is None:
        return None
    field = _label_field(match["label"])
    is_dash = match[0].rstrip(" *_").endswith(("-", "\u2013"))
    if field in (None, "arxiv", "doi", "pubmed") or (
        is_dash and field not in ("authors", "institutions", "venue", "year", "date", "keywords", "summary")
    ):
        return None
    return field, match["label"], match.end()


def _style(run: Run) -> _Style:
    return _Style(run.is_italic, run.is_bold, run.kind is RunKind.CODE)


def _styled(line: Sequence[Run], number: int, *, is_before: bool) -> Iterator[Segment]:
    """Yield the stretches of one style in a line, links apart, each parted at its bars and dashes."""
    texts: list[LocatedText] = []
    style = _Style()
    for run in line:
        is_word = run.is_link and (not run.text.strip() or (holds_only_link_words(run.text) and not _is_dated(line, run)))
        if run.kind is RunKind.IMAGE or is_word:
            yield from _parted(texts, style, number, is_before=is_before)
            texts = []
            continue
        if texts and _style(run) != style and run.kind is not RunKind.RAISED and run.text.strip():
            yield from _parted(texts, style, number, is_before=is_before)
            texts = []
        if run.is_link and not _is_in_list(texts):
            yield from _parted(texts, style, number, is_before=is_before)
            yield Segment(run.located.strip(), number, is_before=is_before, is_italic=run.is_italic, is_bold=run.is_bold, is_link=True)
            texts = []
            continue
        if _style(run) != style and run.kind is not RunKind.RAISED and (not texts or run.text.strip()):
            style = _style(run)
        texts.append(_located(run))
    yield from _parted(texts, style, number, is_before=is_before)


def _is_dated(line: Sequence[Run], link: Run) -> bool:
    """Tell whether a link of such words states a year (``arXiv 2023``, ``arXiv'23``), or names a server of preprints alone after a bar, as a venue does."""
    if _YEAR.search(link.text):
        return True
    place = next(place for place, run in enumerate(line) if run is link)
    before = line[place - 1].text.rstrip() if place else ""
    return before.endswith("|") and is_known_venue(link.text.strip()) and sum(run.is_link for run in line) == 1


def _is_in_list(texts: Sequence[LocatedText]) -> bool:
    """Tell whether a link stands in a list of names: after a comma."""
    return bool(texts) and texts[-1].string.rstrip()[-1:] in (",", ";", "&")


def _parted(texts: list[LocatedText], style: _Style, number: int, *, is_before: bool) -> Iterator[Segment]:
    text = _without_shortcodes(join_texts("", texts)) if texts else LocatedText.at("", 0)
    if is_before and (match := _TO_HAN.search(text.string)):
        yield from _parted([text.cut(0, match.start())], style, number, is_before=True)
        text = text.cut(match.start())
    parts = text.split(_PARTS)
    if "\u00b7" in text.string:
        parts = [piece for part in parts for piece in _at_dots(part)]
    for part in parts:
        if part.string.strip():
            yield Segment(part, number, is_before=is_before, is_italic=style.is_italic, is_bold=style.is_bold)


def _at_dots(text: LocatedText) -> list[LocatedText]:
    """Return what stands between middle dots, but for names of people."""
    pieces = [piece for piece in text.strip(" \u00b7").split(_DOT) if piece.string.strip()]
    return [text.strip(" \u00b7")] if all(is_person(piece.string.strip(" ()[],;.")) for piece in pieces) else pieces


def _bare(text: LocatedText) -> LocatedText:
    """Return a segment without marks at its ends, the mark of a kind of document, and brackets that open or close nothing in it."""
    text = text.without_start(_DOCUMENT_MARK).strip(_EDGE)
    while (word := _LAST_BRACKET.search(text.string)) is not None and holds_only_link_words(word["text"]):
        text = text.cut(0, word.start()).strip(_EDGE)
    for _ in range(6):
        string = text.string
        if (
            string[:1] == "."
            or string[:1] in _CLOSING
            or (string[:1] in _PAIRS and string.count(string[0]) > string.count(_PAIRS[string[0]]))
        ):
            text = text.cut(1).strip(_EDGE)
        elif string[-1:] in _PAIRS or (string[-1:] in _CLOSING and string.count(string[-1]) > string.count(_CLOSING[string[-1]])):
            text = text.cut(0, len(string) - 1).strip(_EDGE)
        else:
            break
    return text if any(map(str.isalnum, text.string)) else text.cut(0, 0)


def _joined(segments: list[Segment]) -> Iterator[Segment]:
    """Yield segments, those joined between which a list of names goes on."""
    current: Segment | None = None
    for segment in segments:
        if current is None or not any(map(str.isalnum, current.text.string)):
            current = segment
        elif _OPEN_START.match(segment.text.string) or (
            _OPEN_END.search(current.text.string)
            and (is_person(segment.text.string.strip(" ,;&")) or not may_open_venue(segment.text.string, 0))
        ):
            current.text = join_texts(" ", [current.text, segment.text])
            current.is_link = False
        else:
            yield from _bared(current)
            current = segment
    if current is not None:
        yield from _bared(current)


def _bared(segment: Segment) -> Iterator[Segment]:
    string = segment.text.string
    segment.is_listing = segment.is_before and string.rstrip().endswith(",") and (" and " in string or "&" in string)
    segment.text = _bare(segment.text)
    if segment.text.string:
        yield segment
