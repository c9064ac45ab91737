"""Gather what the segments around a title state: names, institutions, venue, date, summary, keywords, remarks."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import ClassVar

from avgraph.reading.fields.affiliations import Institution, part_cited, part_names, read_institutions
from avgraph.reading.fields.brackets import BRACKET, cited_families, dated_venue, linked_venue, part_brackets, read_keywords, split_stated
from avgraph.reading.fields.dates import find_dates
from avgraph.reading.fields.institutions import is_institution
from avgraph.reading.fields.links import holds_only_link_words
from avgraph.reading.fields.people import Names, plain_names, read_names
from avgraph.reading.fields.published import Published, read_slot
from avgraph.reading.fields.segments import Segment, is_of_scores
from avgraph.reading.fields.splits import is_dated_bracket, split_head, split_tail, year_alone
from avgraph.reading.fields.venues import hints_at_venue, may_open_venue
from avgraph.reading.markdown.footnotes import MARKS, RAISED, without_marks
from avgraph.reading.markdown.located import LocatedText
from avgraph.reading.words import is_nothing

_IDENTIFIER = re.compile(r"(?:doi|pmid|isbn|issn)\b.{0,80}|10\.\d{4,9}/\S+|(?:arxiv:\s?)?\d{4}\.\d{4,5}(?:v\d{1,2})?", re.IGNORECASE)
_YEAR_END = re.compile(r",\s*(?:19|20)\d\d[a-z]?\.?$")
_SHORT_YEAR = re.compile(r"['\u2019]([0-4]\d)")
_MONTH_OF_PREPRINT = re.compile(r"xiv(?:0[1-9]|1[0-2])\W*$", re.IGNORECASE)
"""``arXiv09``, a month beside a column of years."""
_LOOSE_STOP = re.compile(r"\s{1,3}\.$")
_VOLUME = re.compile(r",\s*\d{1,4}\s?(?:\(\d|[,:]\s?\d)")
_EDGE = " \t\n.,;:|*_`-\u2013\u2014"

_STATED_IN_WORDS = frozenset(("year", "date", "venue", "publisher", "institutions", "keywords", "name"))
"""Fields whose values can be words of links (``arXiv``)."""


class StatementReader:
    """Gathers what the segments of one entry state, the surest first."""

    def __init__(self) -> None:
        self.names: list[Names] = []
        self.institutions: list[Institution] = []
        self.institutions_text: list[LocatedText] = []
        self.published: list[tuple[int, Published]] = []
        self.italics: list[LocatedText] = []
        self.slanted: list[LocatedText] = []  # In italics, perhaps a journal, if a year stands elsewhere.
        self.summary: list[str] = []
        self.keywords: list[str] = []
        self.notes: list[str] = []

    def labelled(self, segment: Segment) -> None:
        """Read the value of a label or of a cell with a header."""
        string = segment.text.string
        if segment.row == 0 and segment.field in ("title", "name", "paper", "link"):
            self.free(segment)  # It stands beside the title in its cell.
            return
        is_word = segment.field not in _STATED_IN_WORDS and holds_only_link_words(string)
        if is_nothing(string) or is_word:
            return
        self._READ.get(segment.field or "", StatementReader._unread)(self, segment)

    def _authors(self, segment: Segment) -> None:
        if (names := read_names(segment.text, is_labelled=True)) is not None:
            self.names.append(names)

    def _institutions(self, segment: Segment) -> None:
        institutions = read_institutions(segment.text, is_labelled=True)
        if institutions:
            self._state(institutions, segment.text)

    def _state(self, institutions: list[Institution], text: LocatedText) -> None:
        self.institutions += institutions
        self.institutions_text.append(text)

    def _venue(self, segment: Segment) -> None:
        slot = read_slot(segment.text.strip(_EDGE), is_labelled=True) or split_tail(segment.text)[1]
        if slot is not None and _MONTH_OF_PREPRINT.search(segment.text.string):
            self.published += [(0, replace(slot, year=None, date=None)), (9, slot)]
        elif slot is not None:
            self.published.append((0, slot))
        elif is_institution(segment.text.string):
            self.notes.append(segment.text.string)

    def _date(self, segment: Segment) -> None:
        if (slot := read_slot(segment.text)) is not None:
            self.published.append((1, slot))
        elif dates := find_dates(segment.text.string):
            self.published.append((1, Published(None, dates[0].year, dates[0].iso)))
        elif short := _SHORT_YEAR.fullmatch(segment.text.string):
            self.published.append((1, Published(None, 2000 + int(short[1]))))

    def _keywords(self, segment: Segment) -> None:
        words, slots = read_keywords(segment.text)
        self.keywords += words
        self.published += [(6, slot) for slot in slots]

    def _summary(self, segment: Segment) -> None:
        """Read a summary, or the venue and the institutions that stand in its place."""
        whole, rest = read_slot(segment.text), segment.text
        rest, slot = (rest, whole) if whole else split_head(rest)
        self.published += [(6, slot)] if slot else []
        if whole is None and (institutions := read_institutions(rest)) is not None:
            self._state(institutions, rest)
        elif whole is None:
            self.summary.append(without_marks(segment.text))

    def _name(self, segment: Segment) -> None:
        """Read the column Publication beside one of titles: where the paper was published; one of names says it with a year alone."""
        slot = read_slot(segment.text.strip(_EDGE))
        if slot is not None and slot.venue is not None and (slot.year is not None or "publication" in segment.label.casefold()):
            self.published.append((1, slot))
        else:
            self._unread(segment)

    def _nothing(self, segment: Segment) -> None:
        """Read a label whose value is stated elsewhere."""

    def _unread(self, segment: Segment) -> None:
        if (shown := without_marks(segment.text)) and not holds_only_link_words(shown) and not _IDENTIFIER.fullmatch(shown):
            self.notes.append(f"{segment.label}: {shown}" if segment.label else shown)

    _READ: ClassVar[Mapping[str, "Callable[[StatementReader, Segment], None]"]] = {
        "authors": _authors, "institutions": _institutions, "venue": _venue, "publisher": _venue, "year": _date, "date": _date,
        "keywords": _keywords, "summary": _summary, "name": _name,
        **dict.fromkeys(("month", "day", "title", "doi", "arxiv", "pubmed", "nothing", "records"), _nothing),
    }  # fmt: skip

    def free(self, segment: Segment) -> None:
        """Read a segment that no label explains."""
        self.italics += [segment.text] if segment.is_italic and segment.row == 0 and not segment.is_before else []
        if not self.names and (names := plain_names(segment.text)) is not None:
            self.names.append(names)
            return
        if not self.names and (cited := part_cited(segment.text)) is not None:
            self.names.append(cited[0])
            self.published += [(2, cited[2])] if cited[2] else []
            segment = replace(segment, text=cited[1].strip(_EDGE))
        if (slot := read_slot(segment.text)) is not None and not is_of_scores(segment, slot.venue):
            self._publish(segment, slot)
            self._beside(segment.text)
            return
        if segment.is_link and self.names and (slot := linked_venue(segment.text)) is not None:
            self._publish(segment, slot)
            return
        count = len(self.published)
        rest = self._bracketed(segment) if BRACKET.search(segment.text.string) else segment.text
        rest = (rest.sub(_LOOSE_STOP, "") if rest.string.endswith(" .") else rest).strip(" \t\n,;:|-\u2013\u2014")
        if not any(map(str.isalnum, rest.string)) or _IDENTIFIER.fullmatch(rest.string):
            return
        bare = rest if RAISED not in rest.string else rest.sub(MARKS, "")
        if (slot := read_slot(bare)) is not None and not is_of_scores(segment, slot.venue):
            self._publish(segment, slot)
            return
        if segment.is_link:
            self._link(segment, rest)
            return
        is_dated = segment.is_before or any(slot.year and not slot.venue for _, slot in self.published[count:])
        self._text(segment, rest, is_cited=segment.is_listing or (is_dated and len(rest.string) < len(segment.text.string.rstrip("."))))

    def _text(self, segment: Segment, text: LocatedText, *, is_cited: bool) -> None:
        """Read names with the venue after them, institutions, or a remark; one name in bold before the title is that of its method."""
        if (dated := dated_venue(text, is_before=segment.is_before, has_names=segment.is_italic and bool(self.names))) is not None:
            self.published.append((6, dated))
            names = read_names(text.strip(" ()[]").sub(_YEAR_END, ""), has_venue=True) if dated.venue is None else None
            if names is not None and self._takes(names):
                self.names.append(names)
            return
        if self._part_institutions(text):
            return
        shorter, slot = split_stated(text)
        if slot is None and (segment.is_before or may_open_venue(text.string, 0)):
            shorter, slot = split_head(text)
        if slot is not None and is_of_scores(segment, slot.venue):
            shorter, slot = text, None
        names = read_names(shorter, has_venue=is_cited or slot is not None) if shorter.string else None
        has_semicolon = slot is not None and slot.venue is not None and ";" in text.string[len(shorter.string) :]
        if slot is not None and (names is not None or not shorter.string or segment.row == 0 or has_semicolon):
            self._publish(segment, slot)
            text = shorter
        is_method = segment.is_before and segment.is_bold and not text.string.endswith(".")
        if names is not None and is_method and len(names.names) == 1 and not names.is_cut_off:
            return
        is_other = segment.is_in_other_column and names is not None and len(names.names) == 1 and not names.is_cut_off
        if names is not None and not is_other and self._takes(names):
            self.names.append(names)
        elif (names is None or is_other) and any(map(str.isalnum, text.string)):
            self._rest(segment, text)

    def _part_institutions(self, text: LocatedText) -> bool:
        """Read names and, after a full stop or "et al.", where these people work; tell whether a text is that."""
        if self.names or (parted := part_names(text)) is None:
            return False
        names, institutions, stated, date = parted
        self.names.append(names)
        self._state(institutions, stated)
        self.published += [(6, Published(None, date.year, date.iso))] if date else []
        return True

    def _rest(self, segment: Segment, text: LocatedText) -> None:
        """Read institutions, a year beside other words, or a remark."""
        institutions = read_institutions(text)
        if institutions is not None and not segment.is_before:
            self._state(institutions, text)
            return
        is_tag = segment.is_before or is_dated_bracket(text.string)
        self.published += [(6, year)] if is_tag and (year := year_alone(text.strip(" []()"))) else []
        is_dated = any(slot.year for _, slot in self.published)
        if segment.is_italic and (hints_at_venue(text.string, is_dated=is_dated) or _VOLUME.search(text.string)):
            self.slanted.append(text)
        if not holds_only_link_words(text.string):
            self.notes.append(without_marks(text))

    def _takes(self, names: Names) -> bool:
        """Tell whether these names are the authors: the first that stand there, or the rest of their list."""
        if self.names:
            self.notes.append(without_marks(names.text))
        return not self.names

    def _link(self, segment: Segment, text: LocatedText) -> None:
        """Read names, or a citation, out of the text of a link."""
        shorter, slot = split_tail(text)
        is_cited = slot is not None or len(text.string) < len(segment.text.string) or (segment.is_before and text.string.endswith("."))
        families = None if segment.is_before else cited_families(segment.text)
        names = families or (read_names(shorter, has_venue=is_cited) if shorter.string else None)
        if names is not None and not self.names and segment.row == 0 and (families or slot or len(names.names) > 1 or names.is_cut_off):
            self.names.append(names)
            if slot is not None:
                self._publish(segment, slot)

    def _beside(self, text: LocatedText) -> None:
        """Keep what brackets beside those of venue and year say: an institution, or a remark (``(CVPR 2023) [Editing]``)."""
        insides = [text.cut(*match.span(1)) for match in BRACKET.finditer(text.string)] if text.string.count("[") else []
        for inside in insides if len(insides) > 1 else ():
            if read_slot(inside) is not None or holds_only_link_words(inside.string) or not any(map(str.isalpha, inside.string)):
                continue
            institutions = read_institutions(inside, is_labelled=True) if is_institution(inside.string) else None
            if institutions:
                self._state(institutions, inside)
            else:
                self.notes.append(without_marks(inside))

    def _publish(self, segment: Segment, slot: Published) -> None:
        is_weak = segment.is_before and slot.year is None  # ``(PNAS) Progressive Neural Architecture Search, ECCV 2018``
        self.published.append((2 + (segment.row > 0) + 2 * segment.is_link + 3 * is_weak, slot))

    def _bracketed(self, segment: Segment) -> LocatedText:
        """Return a segment without its brackets that say something, after reading them."""
        rest, slots, names, remark = part_brackets(segment.text)
        self.notes += [without_marks(remark)] if remark else []
        for slot in slots:
            self._publish(segment, slot)
        self.names += [] if self.names else names
        return rest
