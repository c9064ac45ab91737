"""What a row holds, told before its title is known: links by kind, a label, nothing but what goes with a title."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from avgraph.model.entries import LinkKind
from avgraph.reading.fields.links import holds_only_link_words, link_kind
from avgraph.reading.likeness import is_venue_or_date, looks_like_names, title_likeness
from avgraph.reading.markdown.runs import BREAKS, Run, RunKind
from avgraph.reading.records.candidates import row_candidates
from avgraph.reading.records.cited_names import opens_with_citation
from avgraph.reading.records.row_text import BREAK, PICTURE, Candidate, RowText, row_label

_TITLE_LIKE, _SHORT_TITLE, _SURELY = 0.35, 0.3, 0.6
_LIKE_TITLE, _WORDS_OF_TITLE = 0.5, 5
"""How much each of several rows is like a title, and how many words they have on average, that can be titles with nothing else."""
_TAIL = re.compile(r",\s([^,]*(?:19|20)\d\d)[.\s]*$")
"""What stands after the last comma and ends with a year."""
_LONGEST_TAIL = 60
_ADDRESS = re.compile(r"\s*(?:https?://|www\.)")
_ANY_LABEL = re.compile(r"\W*[^\W\d_][\w -]{0,30}(?:\([^()\n]{1,60}\))?\s*:\s")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LINK = "\x1f"
"""Stands for a link in what stands between links."""
_ONE_LINK = rf"(?:[-\u2013\u2022*]\s|\d[.)]\s)?{_LINK}"
_SEVERAL_LINKS = re.compile(rf"[ \t]*{_ONE_LINK}(?:[\s,;/&]*(?:[,;/&\n]|\band\b)[\s,;/&]*(?:and )?{_ONE_LINK})+[\s.]*")
_LABELLED = re.compile(r"\W*[^\W\d_][^:\n]{1,30}\s*:\s")
"""A row that opens with a label of whatever name."""
_OF_SEVERAL = 0.45
_MOST_TITLES = 6
_LEAST_SPACES = 4
_LONGEST_SLOT = 8
"""Words of a venue with its year and remarks."""
_MARKS = " \t\n\x1f[](){}|,;:.*_/-\u2013\u2014\u2022<>"


class Shape:
    """A row with what can be told of it."""

    def __init__(self, row: RowText) -> None:
        self.row = row

    @cached_property
    def link_kinds(self) -> list[LinkKind]:
        """The kinds of its links."""
        return [kind for run in self.row.runs if run.is_link and (kind := link_kind(run.target, run.text)) is not None]

    @property
    def has_paper_link(self) -> bool:
        """Whether a link leads to a paper."""
        return LinkKind.PAPER in self.link_kinds

    @cached_property
    def label(self) -> str | None:
        """The field that its label names."""
        return row_label(self.row)

    @cached_property
    def candidates(self) -> list[Candidate]:
        """What can be the title in it."""
        return list(row_candidates(self.row))

    @cached_property
    def cell_candidates(self) -> list[Candidate]:
        """What can be the title in it, if it is a cell."""
        return list(row_candidates(self.row, is_cell=not opens_with_citation(self.row.text)))

    @cached_property
    def likeness(self) -> float:
        """How much the best of it is like a title."""
        return max((each.likeness for each in self.candidates), default=0.0)

    @cached_property
    def free_text(self) -> str:
        """The text outside its links and pictures."""
        parts = [run.text for run in self.row.runs if run.kind not in (RunKind.LINK, RunKind.IMAGE)]
        return " ".join(parts).strip(_MARKS)

    @cached_property
    def is_links(self) -> bool:
        """Whether it holds nothing but links whose texts are words, and pictures."""
        texts = [run.text for run in self.row.runs if run.is_link]
        has_links = bool(texts) or PICTURE in self.row.text
        if not has_links or not all(self._is_word(run) for run in self.row.runs if run.is_link):
            return False
        return not self.free_text or holds_only_link_words(self.free_text) or (self._is_slot(self.free_text) and not self.has_marked_title)

    def _is_word(self, run: Run) -> bool:
        """Tell whether the text of a link is a word of links, or the venue and year of the paper that it leads to."""
        if not run.text.strip() or holds_only_link_words(run.text):
            return True
        return self._is_slot(run.text.strip()) and _YEAR.search(run.text) is not None and link_kind(run.target, run.text) is LinkKind.PAPER

    @staticmethod
    def _is_slot(text: str) -> bool:
        return len(text.split()) <= _LONGEST_SLOT and is_venue_or_date(text)

    @property
    def shows_addresses(self) -> bool:
        """Whether it opens with a label of whatever name, and its links show nothing but their addresses."""
        texts = [run.text for run in self.row.runs if run.is_link]
        return bool(texts) and all(map(_ADDRESS.match, texts)) and _ANY_LABEL.match(self.row.text) is not None

    @property
    def opens_with_label(self) -> bool:
        """Whether it has no links and opens with a label in bold, which is not the start of a title."""
        if self.link_kinds or not self.row.runs[0].is_bold or not _LABELLED.match(self.row.text):
            return False
        return not any(each.source == "bold" and each.likeness >= _SURELY for each in self.candidates)

    @property
    def starts_with_link_word(self) -> bool:
        """Whether it opens with a link whose text is a word of links."""
        for run in self.row.runs:
            if run.is_link:
                return bool(run.text.strip()) and holds_only_link_words(run.text)
            if run.kind is not RunKind.IMAGE and run.text.strip(_MARKS):
                return False
        return False

    @cached_property
    def is_rest(self) -> bool:
        """Whether it only goes with a title that stands elsewhere: links, a labelled field, names, a venue."""
        if self.label not in (None, "title"):
            return True
        text = self.row.text.strip(_MARKS)
        return self.is_links or not text or ((self._is_slot(text) or self._is_names(text)) and not self.has_marked_title)

    def _is_names(self, text: str) -> bool:
        """Tell whether its text is names, and no citation that begins with many, or has them after its title."""
        return looks_like_names(text) and not any(
            each.likeness >= _SURELY
            and (each.source == "citation" or (each.source == "plain" and ". " in each.row.text[each.end : each.end + 3]))
            for each in self.candidates
        )

    def starts_entry(self, before: "Shape") -> bool:
        """Tell whether a line starts an entry after the one `before`: it is one, or a title in bold alone, where that has its links, or opens with a name in bold as that does."""
        if self.link_kinds and before.link_kinds and self.opens_with_name and before.opens_with_name:
            return True
        is_bold = bool(self.row.runs) and self.row.runs[0].is_bold and all(run.is_bold or not run.text.strip() for run in self.row.runs)
        return self.is_entry or (is_bold and self.likeness >= _SHORT_TITLE and bool(before.link_kinds))

    @property
    def opens_with_name(self) -> bool:
        """Whether it opens with a name in bold and a colon (``**Chime** : …``)."""
        runs = [run for run in self.row.runs if run.text.strip()][:2]
        return len(runs) == 2 and runs[0].is_bold and not runs[0].is_link and runs[1].text.lstrip()[:1] in (":", "\uff1a")

    @property
    def has_marked_title(self) -> bool:
        """Whether something in it that is marked (a link, bold, quotes, italics) is like a title, or fills its first line."""
        return any(
            each.likeness >= (_SURELY if each.source == "italic" else _TITLE_LIKE)
            or (each.source != "italic" and each.likeness >= _SHORT_TITLE and self._fills_line(each))
            for each in self.candidates
            if each.source in ("link", "bold", "quoted", "italic")
        )

    @property
    def is_titled_link(self) -> bool:
        """Whether it holds links and a marked title."""
        return bool(self.link_kinds) and self.has_marked_title

    def linked_titles(self) -> Iterator["Shape"]:
        """Yield each of its links, where it is nothing but links to several papers whose texts are titles."""
        if self.row.text.count(" ") < _LEAST_SPACES:
            return
        links = [run for run in self.row.runs if run.is_link]
        if (
            1 < len(links) <= _MOST_TITLES
            and self.link_kinds.count(LinkKind.PAPER) == len(links) == len({run.target for run in links})
            and _SEVERAL_LINKS.fullmatch(
                "".join(_LINK if run.is_link else BREAK if run.kind in BREAKS else run.text for run in self.row.runs)
            )
            and all(title_likeness(run.text.strip()) >= _OF_SEVERAL for run in links)
        ):
            for run in links:
                yield Shape(RowText(replace(self.row.row, runs=[run])))

    @property
    def names_paper(self) -> bool:
        """Whether it is a label of papers or links, and a linked title of a paper (``Paper: [Title](url)``)."""
        return self.label in ("paper", "link") and self.has_paper_link and self.has_marked_title

    @staticmethod
    def _fills_line(candidate: Candidate) -> bool:
        after = candidate.row.text[candidate.end : candidate.end + 4].lstrip(" ")
        return not candidate.row.text[: candidate.start].strip(_MARKS) and after[:1] in (BREAK, "(")

    @cached_property
    def is_entry(self) -> bool:
        """Whether it looks like an entry alone: a title with a link to a paper, or with venue and year."""
        if self.is_rest or self.likeness < _TITLE_LIKE:
            return False
        return self.has_paper_link or self.has_slot

    @cached_property
    def has_slot(self) -> bool:
        """Whether a bracket or the end of it is a venue with a year."""
        text = self.row.text
        for opening, closing in ("()", "[]"):
            start = text.rfind(opening)
            end = text.find(closing, start)
            if 0 <= start < end and any(map(str.isdigit, text[start:end])) and is_venue_or_date(text[start + 1 : end]):
                return True
        tail = _TAIL.search(text, max(0, len(text) - _LONGEST_TAIL))
        return tail is not None and is_venue_or_date(tail[1])


def are_citations(shapes: Sequence[Shape]) -> bool:
    """Tell whether all rows are citations of papers."""
    return all(
        shape.label is None and any(each.source in ("citation", "quoted") and each.likeness >= _SHORT_TITLE for each in shape.candidates)
        for shape in shapes
    )


def are_titles(shapes: Sequence[Shape], *, are_linked: bool) -> bool:
    """Tell whether rows are titles with nothing but perhaps a link (with `are_linked` each has one), on average longer than names of topics."""
    words = sum(len(shape.row.text.split()) for shape in shapes)
    return words >= _WORDS_OF_TITLE * len(shapes) and all(
        shape.label is None
        and shape.likeness >= _LIKE_TITLE
        and (bool(shape.link_kinds) or not are_linked)
        and not shape.row.text.rstrip().endswith(".")
        for shape in shapes
    )


def split_by_title(shapes: list[Shape]) -> list[list[Shape]]:
    """Return the rows of a record once for each of its papers, where a row is nothing but links to several, their titles (``[Title](url); [Title](url)``)."""
    for place, shape in enumerate(shapes):
        if len(titles := list(shape.linked_titles())) > 1:
            return [[*shapes[:place], title, *shapes[place + 1 :]] for title in titles]
    return [shapes]


def shared_links(own: Shape, number: int, count: int) -> Iterator[Shape]:
    """Yield the links to papers of an item for one of the citations nested in it: its own, where there are as many as citations."""
    links = [run for run in own.row.runs if run.is_link and link_kind(run.target, run.text) is LinkKind.PAPER]
    chosen = [links[number]] if len(links) == count else links[:1]
    if chosen:
        yield Shape(RowText(replace(own.row.row, runs=chosen)))
