"""Decide which entries list papers: by links, names, venue, the section they stand in and the company they keep."""

from collections import defaultdict
from collections.abc import Sequence

from avgraph.model.entries import LinkKind
from avgraph.reading.records.entry import DraftEntry
from avgraph.reading.records.headings import is_of_others
from avgraph.reading.records.record import RecordKind

_HALF = 0.5


def are_papers(drafts: Sequence[DraftEntry]) -> list[bool]:
    """Return for each entry whether it lists a paper."""
    strong = [_is_strong(draft) for draft in drafts]
    sections: defaultdict[int, list[int]] = defaultdict(list)
    for index, draft in enumerate(drafts):
        sections[id(draft.cut.section)].append(index)
    overall = sum(strong) / (len(strong) or 1)
    shares = {key: sum(strong[index] for index in members) / len(members) for key, members in sections.items()}
    return [_is_paper(draft, strong[index], shares[id(draft.cut.section)], overall) for index, draft in enumerate(drafts)]


def _is_strong(draft: DraftEntry) -> bool:
    kinds = {kind for _, kind in draft.links}
    return LinkKind.PAPER in kinds or ((_venue(draft) or _year(draft)) and (bool(draft.facts.authors) or _venue(draft)))


def _venue(draft: DraftEntry) -> bool:
    return draft.facts.venue is not None or draft.published.venue is not None


def _year(draft: DraftEntry) -> bool:
    return (draft.facts.year or draft.published.year) is not None


def _is_paper(draft: DraftEntry, strong: bool, share: float, overall: float) -> bool:  # noqa: FBT001
    section = draft.cut.section
    others = section is not None and is_of_others(section.text)
    has_paper_link = any(kind is LinkKind.PAPER for _, kind in draft.links)
    if draft.cut.record.kind is RecordKind.PARAGRAPH and not strong:
        return False
    if others:
        return has_paper_link or (strong and bool(draft.facts.authors))
    if strong:
        return True
    kinds = {kind for _, kind in draft.links} - {LinkKind.BADGE}
    if kinds and not kinds & {LinkKind.OTHER, LinkKind.PROJECT}:
        return False
    return share >= _HALF and overall >= _HALF and draft.likeness >= _HALF
