"""Read a list of any form: parts, records, titles by one vote, entries, and what is not read."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from avgraph.model.entries import Entry, Heading, Mention, Profile, Section, UnreadItem
from avgraph.model.rules import Span
from avgraph.reading.fields.published import Published
from avgraph.reading.markdown.located import LineTable, LocatedText
from avgraph.reading.markdown.raw_blocks import RawBlocks
from avgraph.reading.markdown.structure import Structure
from avgraph.reading.records import cut as cutting
from avgraph.reading.records.candidates import Candidate, find_candidates
from avgraph.reading.records.cut import CutRecord, Cutter
from avgraph.reading.records.entry import DraftEntry, draft_entry, finish_entry, group_published
from avgraph.reading.records.headings import is_furniture, is_topic, list_title, topic_name
from avgraph.reading.records.likeness import is_sentence
from avgraph.reading.records.papers import are_papers
from avgraph.reading.records.profile import infer_profile
from avgraph.reading.records.record import RecordKind
from avgraph.reading.records.vote import choose_titles
from avgraph.text.links import paper_keys
from avgraph.text.titles import read_title

_MOST_LINKS_OF_A_TITLE = 2
"""A text that titles more papers than this is the title of none."""
_SHOWN = 100
"""Characters of an unread item that are shown."""


@dataclass(slots=True)
class RecordsRead:
    """What a list of any form says."""

    entries: tuple[Entry, ...]
    headings: tuple[Heading, ...]
    sections: tuple[Section, ...]
    furniture: tuple[tuple[int, int, str], ...]
    profile: Profile
    unread: tuple[UnreadItem, ...]


def read_records(raw: RawBlocks) -> RecordsRead:
    """Return what the records of a list say."""
    structure = Structure(raw)
    cutter = Cutter(structure, raw.definitions())
    lines = LineTable(structure.lines, 1)
    records = [cut for cut in cutter.records if not _is_in_furniture(cut)]
    candidates = [find_candidates(cut.record, cut.rows) for cut in records]
    titles = _titles(records, candidates)
    drafts: list[DraftEntry] = []
    unread: list[UnreadItem] = []
    sources: list[Candidate] = []
    for cut, title in zip(records, titles, strict=True):
        draft = draft_entry(cut, title, lines) if title is not None else None
        if draft is None or not draft.title.string or _is_prose(cut, title):
            if any(shape.has_paper_link for shape in cut.shapes):
                unread.append(_unread(cut, structure, title))
            continue
        drafts.append(draft)
        sources.append(title)
    papers = are_papers(drafts)
    root = list_title(cutter.sections, {id(draft.cut.section) for draft in drafts})
    entries = []
    for draft, is_paper in zip(drafts, papers, strict=True):
        path, above = _path(draft.cut, root)
        entries.append(finish_entry(draft, path, above, lines, is_paper=is_paper))
    read = {draft.cut.record.first_line for draft in drafts}
    furniture = tuple((cut.record.first_line, cut.record.last_line, "text") for cut in cutter.records if cut.record.first_line not in read)
    return RecordsRead(
        tuple(entries), _headings(cutter.sections, entries, root), _sections(cutter.sections, lines), furniture,
        infer_profile(entries, [draft.cut.record for draft in drafts], sources), tuple(unread),
    )  # fmt: skip


def _titles(records: Sequence[CutRecord], candidates: list[list[Candidate]]) -> list[Candidate | None]:
    """Return the titles that the vote gives; a text that titles papers of several links is none, and the vote is taken without it."""
    for _ in range(3):
        titles = choose_titles([cut.record for cut in records], candidates)
        links: defaultdict[str, set[object]] = defaultdict(set)
        for cut, title in zip(records, titles, strict=True):
            if title is not None:
                keys = {key for row in cut.rows for run in row.runs if run.is_link for key in paper_keys(run.target)[:1]}
                links[read_title(title.text).letters].add(min(keys, default=None))
        repeated = {letters for letters, keys in links.items() if len(keys) > _MOST_LINKS_OF_A_TITLE}
        if not repeated:
            return titles
        candidates = [[each for each in own if read_title(each.text).letters not in repeated] for own in candidates]
    return titles


def _is_in_furniture(cut: CutRecord) -> bool:
    return cut.section is not None and is_furniture(cut.section.text)


def _is_prose(cut: CutRecord, title: Candidate | None) -> bool:
    """Tell whether the title is a word in running text."""
    if title is None or title.row is not cut.rows[0]:
        return False
    if cut.record.kind is RecordKind.PARAGRAPH and title.source == "plain" and is_sentence(title.text):
        return True
    before = title.row.text[: title.start]
    words = [word for word in before.split() if word.isalpha() and word.islower()]
    return len(words) >= 4 and cut.record.kind is RecordKind.PARAGRAPH


def _unread(cut: CutRecord, structure: Structure, title: Candidate | None) -> UnreadItem:
    line = structure.lines[cut.record.first_line - 1]
    shown = line.strip()
    shown = shown if len(shown) <= _SHOWN else shown[: _SHOWN - 3] + "..."
    reason = "running text" if title is not None else "nothing in it is like a title"
    return UnreadItem(Span(cut.record.first_line, 1, cut.record.first_line, len(line) + 1), shown, reason)


def _path(cut: CutRecord, root: cutting.Section | None) -> tuple[tuple[str, ...], Published]:
    """Return the topics above a record, and what groups and headings say of venue and year."""
    sections = [section for section in (cut.section.path() if cut.section else ()) if section is not root]
    topics = tuple(topic_name(section.text) for section in sections if is_topic(section.text))
    groups = [group for group in cut.record.group if group]
    if not topics:
        topics = tuple(topic_name(group) for group in groups if is_topic(group))
    slots = [LocatedText.at(topic_name(text), 0) for text in (*(section.text for section in sections), *groups) if not is_topic(text)]
    return topics, group_published(slots)


def _headings(sections: Sequence[cutting.Section], entries: Sequence[Entry], root: cutting.Section | None) -> tuple[Heading, ...]:
    """Return the headings that name topics of entries."""
    counts = Counter(entry.heading[:depth] for entry in entries for depth in range(1, len(entry.heading) + 1))
    headings: dict[tuple[str, ...], Heading] = {}
    for section in sections:
        path = tuple(topic_name(each.text) for each in section.path() if each is not root and is_topic(each.text))
        if path in counts:
            headings.setdefault(path, Heading(path, section.part.first + 1))
    return tuple(headings.values())


def _sections(sections: Sequence[cutting.Section], lines: LineTable) -> tuple[Section, ...]:
    return tuple(
        Section(Mention(section.text or "(untitled)", *lines.span(section.part.start, section.part.end)), section.level, section.has_text)
        for section in sections
    )
