"""Turn a record whose title is known into an entry: the links, and the fields around the title."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from avgraph.model.entries import Entry, LinkKind
from avgraph.model.mentions import Mention, Mentions, pack_spans
from avgraph.parallel import start_jobs
from avgraph.progress import Advance
from avgraph.reading.fields.facts import Facts, read_facts
from avgraph.reading.fields.links import header_kind, link_kind
from avgraph.reading.fields.published import Published, read_slot
from avgraph.reading.fields.segments import Segment
from avgraph.reading.fields.splits import cut_title
from avgraph.reading.fields.venues import is_known_venue
from avgraph.reading.markdown.located import LineTable, LocatedText
from avgraph.reading.markdown.runs import Row, Run, RunKind
from avgraph.reading.records.example import Example
from avgraph.reading.records.record import CutRecord
from avgraph.reading.records.row_text import Candidate, RowText
from avgraph.reading.records.title_bounds import QUOTES

_TITLE_EDGE = " \t\n\x1f*_|,;:\u2013\u2014\u2b50\u2705\ufe0f"
_LAST_MARKS = " *_\u2728\u2b50\ufe0f\U0001f31f\U0001f331\U0001f4a1\U0001f4c4\U0001f4d6\U0001f4da\U0001f4dd\U0001f525\U0001f680"
"""Pictures behind a title, which are no part of it as those before it can be (``Title \U0001f4d6``)."""
_NO_LAST_WORDS = frozenset(("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"))
"""What no title ends with, so that a venue behind it is part of the title."""
_LONGEST_PLACED = 600
LONGEST_LABEL, _OPENING = 80, 20
"""Characters of the label of an entry, and of a title that tell where it begins."""
_YEARS_OR_MONTHS = range(2001, 2013)
"""Years of four digits that can be a year and month in the numbers of preprints."""
_SHORTCODES = re.compile(r"(?:\s+:[a-z][a-z0-9_+-]{1,40}:?)+\s*$")
"""``Title :star: :fire:``"""
_IN_BRACKETS = re.compile(r"\([^()]+\)|\[[^\[\]]+\]")
_SHARED = range(4_000, 100_000)
"""Records of a list of which another process drafts a part; of fewer one does it as soon, and sending those of more would take much memory."""
_NUMBER = re.compile(r"^(?!\((?:19|20)\d\d\))(?:\(?\d{1,4}[.)]\s+|\[(?!(?:19|20)\d\d\])\d{1,4}(?:\.\d{4,5})?\]\s*|#\d{1,4}\s+)")


@dataclass(slots=True, eq=False)
class DraftEntry:
    """An entry in the making, with what decides whether it lists a paper."""

    cut: CutRecord
    title: LocatedText
    likeness: float
    links: list[tuple[Mention, LinkKind]]
    facts: Facts
    published: Published

    @property
    def has_names(self) -> bool:
        """Whether it names people."""
        return bool(self.facts.authors) or self.facts.is_cut_off

    @property
    def has_venue(self) -> bool:
        """Whether it states a venue itself."""
        return self.facts.venue is not None or self.published.venue is not None

    @property
    def is_dated(self) -> bool:
        """Whether it states a venue or year itself."""
        return self.has_venue or self.has_year

    @property
    def has_year(self) -> bool:
        """Whether it states a year itself."""
        return (self.facts.year or self.published.year) is not None

    def points_within_list(self) -> bool:
        """Tell whether the title is linked to another place of the list, and nothing else is linked."""
        start = self.title.span[0]
        return not self.links and any(
            run.is_link and run.target.startswith("#") and len(run.target) > 1 and run.start <= start < run.end
            for row in self.cut.rows
            for run in row.runs
        )

    def awaits_link(self) -> bool:
        """Tell whether the title is the text of a link without an address (``[Title]()``)."""
        start = self.title.span[0]
        return any(run.is_link and not run.target and run.start <= start < run.end for row in self.cut.rows for run in row.runs)

    def text_before(self) -> str:
        """Return the text before the title in its row, up to where a label of the entry can end."""
        start, text = self.title.span[0], ""
        for row in self.cut.rows:
            for run in row.runs:
                if run.start <= start < run.end:
                    return text + run.text.partition(self.title.string[:_OPENING])[0] if run.text else text
                text += run.text
                if len(text) > LONGEST_LABEL:
                    return text
            text = ""
        return text


def draft_entries(
    titled: Sequence[tuple[CutRecord, Candidate]], lines: LineTable, example: Example | None, advance: Advance
) -> list[DraftEntry]:
    """Return the entries of records with titles; of many another process drafts nearly half, as its drafts must be sent. `advance` is told of each."""
    share = len(titled) * 9 // 20 if len(titled) in _SHARED else 0
    others = titled[len(titled) - share :]

    def draft_others() -> list[tuple[Any, ...]]:
        drafts = (draft_entry(cut, title, lines, example) for cut, title in others)
        return [(each.title, each.likeness, each.links, each.facts, each.published) for each in drafts]

    drafts = []
    with start_jobs([draft_others] if share else [], is_repeatable=True) as wait:
        for cut, title in titled[: len(titled) - share]:
            drafts.append(draft_entry(cut, title, lines, example))
            advance(1)
        for sent in wait():
            drafts += [DraftEntry(cut, *each) for (cut, _), each in zip(others, sent, strict=True)]
    advance(share)
    return drafts


def draft_entry(cut: CutRecord, candidate: Candidate, lines: LineTable, example: Example | None = None) -> DraftEntry:
    """Return the entry of a record; where `example` says where its fields stand, they are read there."""
    row = candidate.row
    whole = _clean(row.located(candidate.start, candidate.end))
    title, in_title = cut_title(whole)
    title = _clean(title)
    if title.string.rpartition(" ")[2] in _NO_LAST_WORDS:
        title, in_title = whole, Published()
    rows = cut.rows
    others = [each.row for each in rows if each is not row]
    before, after = _part(row, 0, candidate.start), _part(row, candidate.end, len(row.text))
    placed: list[Segment] = []
    if example is not None and (fields := _placed(row, 0, candidate.start, example.before)):
        before, placed = None, fields
    if example is not None and (fields := _placed(row, candidate.end, len(row.text), example.after)):
        after, placed = None, [*placed, *fields]
    facts = read_facts(before, after, others, placed)
    if facts.venue is not None and _is_key(facts.venue, title, row.text[candidate.start :]):
        facts.venue = None
    titled = row.runs[candidate.link] if candidate.link is not None else None
    links = list(_links(rows, titled, lines, _placed_kinds(row, titled, example)))
    for stated in (facts, in_title):
        _read_preprint_year(stated, links)
    return DraftEntry(cut, title, candidate.likeness, links, facts, in_title)


def _is_key(venue: LocatedText, title: LocatedText, text: str) -> bool:
    """Tell whether what could be a venue is the key of a citation: a family name before the title, with its given name in the text after it (``[Byron 2017] …``)."""
    name = venue.string
    if venue.span >= title.span or not (name.istitle() and name.isalpha()) or is_known_venue(name):
        return False
    return re.search(rf"\b[A-Z][\w.'\u2019-]* {name}\b", text) is not None


def _placed(row: RowText, start: int, end: int, pattern: re.Pattern[str] | None) -> list[Segment]:
    """Return the fields in a stretch of a row, where an example says what stands there."""
    match = pattern.match(row.text[start : min(end, start + _LONGEST_PLACED)]) if pattern is not None else None
    if match is None:
        return []
    spans = ((name, match.span(name)) for name in match.groupdict())
    return [Segment(row.located(start + first, start + last).strip(_TITLE_EDGE), 0, field=name) for name, (first, last) in spans]


def _read_preprint_year(stated: Facts | Published, links: Sequence[tuple[Mention, LinkKind]]) -> None:
    """Read ``arXiv 2011`` as November 2020, where the preprint that is linked says so: no paper is linked nine years before it was there."""
    number = str(stated.year)
    if (
        stated.date is None
        and stated.year in _YEARS_OR_MONTHS
        and any(f"/{number}." in mention.form and "arxiv" in mention.form for mention, _ in links)
    ):
        stated.year, stated.date = 2000 + int(number[:2]), f"20{number[:2]}-{number[2:]}"


def _clean(title: LocatedText) -> LocatedText:
    """Return a title without quotes around it, its number, and the full stop at its end."""
    if (stars := _SHORTCODES.search(title.string)) is not None:
        title = title.cut(0, stars.start())
    for _ in range(3):
        title = title.strip(_TITLE_EDGE).rstrip(_LAST_MARKS).without_start(_NUMBER)
        text = title.string
        if text[:1] in QUOTES and text[:1] and (text[-1:] in QUOTES or not any(each in text[1:] for each in QUOTES)):
            title = title.strip(QUOTES)
        elif text.lower().endswith((".pdf", ".ps", ".docx", ".pptx")) and text.rindex("."):
            title = title.cut(0, text.rindex("."))
        elif text[-1:] == "." and text[-3:] != "...":
            title = title.rstrip(".")
        elif text[-1:] in QUOTES and text[-1:] and not any(each in text[:-1] for each in QUOTES):
            title = title.rstrip(QUOTES)
        elif _IN_BRACKETS.fullmatch(text):
            title = title.cut(1, len(text) - 1)
        else:
            break
    return title


def _part(row: RowText, start: int, end: int) -> Row | None:
    runs = row.cut(start, end)
    return Row(runs, row.row.depth, row.row.header, row.row.first_line, row.row.last_line) if runs else None


def _placed_kinds(row: RowText, titled: Run | None, example: Example | None) -> dict[int, LinkKind]:
    """Return what the links of a row lead to, by where they start, in the order in which an example has words for them."""
    if example is None or not example.links:
        return {}
    runs = [run for run in row.runs if run.kind is RunKind.LINK and run is not titled]
    return {run.start: kind for run, kind in zip(runs, example.links, strict=False) if kind is not None}


def _links(
    rows: Sequence[RowText], first: Run | None, lines: LineTable, placed: Mapping[int, LinkKind]
) -> Iterator[tuple[Mention, LinkKind]]:
    """Yield the links of a record and what they lead to, that of the title first; each address once.

    Where address and words of a link say nothing, the header of its column does, or an example (`placed`, by where links start).
    """
    runs = [(run, row.row.header) for row in rows for run in row.runs if run.kind is RunKind.LINK]
    seen = set()
    for run, header in runs if first is None else sorted(runs, key=lambda each: each[0] is not first):
        url = run.target.strip()
        kind = link_kind(url, run.text)
        if kind is None or url in seen:
            continue
        seen.add(url)
        if kind is LinkKind.OTHER and run is not first:
            kind = placed.get(run.start) or header_kind(header) or kind
        yield Mention(url, *lines.span(*run.target_span)), kind


def finish_entry(draft: DraftEntry, heading: tuple[str, ...], above: Published, lines: LineTable, *, is_paper: bool) -> Entry:
    """Return the entry; `above` is what groups and headings say of venue and year."""
    record, facts = draft.cut.record, draft.facts
    links = draft.links
    if links and links[0][1] is not LinkKind.PAPER and draft.cut.rows and not _is_title_link(draft):
        # Where no link is that of the title, a paper comes before its code.
        links = sorted(links, key=lambda each: each[1] is not LinkKind.PAPER)
    venue = facts.venue or draft.published.venue or above.venue
    return Entry(
        Mention("", record.first_line, 1, record.first_line, 1),
        venue.string if venue else None,
        facts.year or draft.published.year or above.year,
        Mention(draft.title.string, *lines.span(*draft.title.span)),
        tuple(mention for mention, _ in links),
        _mentions(facts.authors, facts.authors_text, lines),
        _mentions(facts.institutions, facts.institutions_text, lines),
        heading,
        record.first_line,
        record.last_line,
        tuple(facts.notes),
        tuple(kind for _, kind in links),
        facts.date or draft.published.date,
        facts.summary,
        facts.keywords,
        tuple(facts.affiliations),
        is_paper,
    )


def _is_title_link(draft: DraftEntry) -> bool:
    return any(run.kind is RunKind.LINK and run.start <= draft.title.span[0] < run.end for row in draft.cut.rows for run in row.runs)


def _mentions(names: Sequence[LocatedText], texts: Sequence[LocatedText], lines: LineTable) -> Mentions:
    if not names:
        return Mentions()
    listed = " ".join(text.fold_spaces().string for text in texts)
    # Labelled texts are read first, wherever they stand.
    spans = [text.span for text in texts if text.string] or [name.span for name in names]
    whole = lines.span(min(start for start, _ in spans), max(end for _, end in spans))
    numbers = [0, 0, 0, 0, *whole]
    for name in names:
        numbers += lines.span(*name.span)
    return Mentions(tuple(name.string for name in names), listed, pack_spans(numbers))


def group_published(texts: Sequence[LocatedText]) -> Published:
    """Return what the texts that group an entry say of venue and year, the innermost first."""
    result = Published()
    for text in reversed(texts):
        slot = read_slot(text)
        if slot is not None:
            result.venue, result.year, result.date = result.venue or slot.venue, result.year or slot.year, result.date or slot.date
    return result
