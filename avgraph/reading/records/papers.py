"""Decide which entries list papers: by links, names, venue, the section they stand in and the company they keep."""

from collections import defaultdict
from collections.abc import Sequence

from avgraph.model.entries import LinkKind
from avgraph.reading.records.entry import DraftEntry
from avgraph.reading.records.headings import is_of_others
from avgraph.reading.records.record import RecordKind
from avgraph.text.links import paper_keys

_HALF = 0.5
_SHORTER = 0.15
"""What is so much less like a title than another of the same link can be the short name of a model."""


def are_papers(drafts: Sequence[DraftEntry]) -> list[bool]:
    """Return for each entry whether it lists a paper."""
    strong = [_is_strong(draft) for draft in drafts]
    sections: defaultdict[int, list[int]] = defaultdict(list)
    for index, draft in enumerate(drafts):
        sections[id(draft.cut.section)].append(index)
    overall = sum(strong) / (len(strong) or 1)
    shares = {key: sum(strong[index] for index in members) / len(members) for key, members in sections.items()}
    short = _short_names(drafts)
    return [
        index not in short and _is_paper(draft, strong[index], shares[id(draft.cut.section)], overall) for index, draft in enumerate(drafts)
    ]


def _short_names(drafts: Sequence[DraftEntry]) -> set[int]:
    """Return the entries that only give a short name to the link of another entry, which has the title."""
    titles: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for index, draft in enumerate(drafts):
        for key in {key for mention, kind in draft.links if kind is LinkKind.PAPER for key in paper_keys(mention.form)}:
            titles[key].append(index)
    short: set[int] = set()
    for same in titles.values():
        best = max(drafts[index].likeness for index in same)
        longest = max(len(drafts[index].title.string) for index in same)
        short.update(
            index
            for index in same
            if best >= _HALF and drafts[index].likeness <= best - _SHORTER and 2 * len(drafts[index].title.string) < longest
        )
    return short


def _is_strong(draft: DraftEntry) -> bool:
    kinds = {kind for _, kind in draft.links}
    return (
        LinkKind.PAPER in kinds
        or (bool(draft.facts.authors) and draft.likeness >= _HALF)
        or ((_venue(draft) or _year(draft)) and (_has_names(draft) or _venue(draft)))
    )


def _has_names(draft: DraftEntry) -> bool:
    return bool(draft.facts.authors) or draft.facts.is_cut_off


def _venue(draft: DraftEntry) -> bool:
    return draft.facts.venue is not None or draft.published.venue is not None


def _year(draft: DraftEntry) -> bool:
    return (draft.facts.year or draft.published.year) is not None


def _is_paper(draft: DraftEntry, strong: bool, share: float, overall: float) -> bool:  # noqa: FBT001
    section = draft.cut.section
    others = section is not None and is_of_others(section.text)
    has_paper_link = any(kind is LinkKind.PAPER for _, kind in draft.links)
    if draft.cut.record.kind is RecordKind.PARAGRAPH and not has_paper_link and not (_has_names(draft) and (_venue(draft) or _year(draft))):
        return share > _HALF and _venue(draft) and _year(draft) and draft.likeness >= _HALF
    if others:
        return has_paper_link or (strong and (_venue(draft) or _year(draft)) and (_has_names(draft) or draft.likeness >= _HALF))
    if strong:
        return True
    kinds = {kind for _, kind in draft.links} - {LinkKind.BADGE}
    if kinds and not kinds & {LinkKind.OTHER, LinkKind.PROJECT}:
        return False
    return share >= _HALF and overall >= _HALF and draft.likeness >= _HALF
