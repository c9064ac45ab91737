"""Read a list of any form: parts, records, titles by one vote, entries, and what is not read."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from avgraph.model.entries import DatasetRow, Entry, Heading, ReadingList, Section, Source, UnreadItem
from avgraph.model.mentions import Mention
from avgraph.model.rules import Span
from avgraph.progress import ProgressCallback, no_progress
from avgraph.reading.fields.links import holds_only_link_words
from avgraph.reading.fields.published import Published
from avgraph.reading.headers import field_of_header
from avgraph.reading.likeness import is_placeholder, is_sentence, is_venue_or_date
from avgraph.reading.markdown.heading_text import topic_name
from avgraph.reading.markdown.lines import BlockKind, contents_items
from avgraph.reading.markdown.located import LineTable, LocatedText
from avgraph.reading.markdown.raw_blocks import RawBlocks
from avgraph.reading.markdown.structure import PartKind, Structure
from avgraph.reading.records.cut import Cutter
from avgraph.reading.records.entry import DraftEntry, draft_entries, finish_entry, group_published
from avgraph.reading.records.example import Example, read_example
from avgraph.reading.records.headings import is_furniture, is_of_contents, is_of_others, is_topic, list_title, published_name
from avgraph.reading.records.papers import are_papers
from avgraph.reading.records.profile import infer_profile
from avgraph.reading.records.record import CutRecord, RecordKind
from avgraph.reading.records.record import Section as CutSection
from avgraph.reading.records.row_text import Candidate
from avgraph.reading.records.shared_places import part_institutions, read_shared_places
from avgraph.reading.records.vote import choose_titles, find_candidates
from avgraph.reading.tagged.tables import read_table
from avgraph.text.links import paper_keys
from avgraph.text.visible import shorten

_MOST_LINKS_OF_A_TITLE = 2
"""A text that titles more papers than this is the title of none."""
_PART_NAMES = {PartKind.FURNITURE: "", PartKind.TABLE: "table", PartKind.OPENING: "group", PartKind.CLOSING: "group"}
"""What stretches are called that hold no entry; furniture has a name of its own."""
_LEAST_LIKE = 0.12
"""How much the linked name of a tool is like a title, at least."""
_WORDS_OF_PROSE = 4
"""So many small words before a title are running text."""
_OPEN_END = re.compile(r"\b(?:for|from|in|of|on|our|see|the|this|to|with)\s+$")
"""Running text goes on with what is linked (``Must-read papers on [bells](url) of all kinds.``)."""
_YEAR_END = re.compile(r"[^\W\d_]\W+(?:19|20)\d\d\W*$")
"""A venue and its year, or a year in a bracket."""
_WORDS_OF_LABEL = 4
_SHOWN = 100
"""Characters of an unread item that are shown."""


def read_records(raw: RawBlocks, source: Source, profile: str | None = None, progress: ProgressCallback = no_progress) -> ReadingList:
    """Return what the records of a list say; `profile` is an entry as the list writes it. `progress` is told of the records.

    Raises UsageError for a profile that cannot be read.
    """
    example = read_example(profile) if profile else None
    structure = Structure(raw)
    cutter = Cutter(structure, raw.definitions())
    lines = LineTable(structure.lines, 1)
    records = [cut for cut in cutter.records if not _is_in_furniture(cut)]
    if example:
        _name_columns(records, example)
    drafts: list[DraftEntry] = []
    left: list[tuple[CutRecord, Candidate | None]] = []
    sources: list[Candidate] = []
    advance = progress("reading", len(records))
    titles = [chosen or _name_of_other(cut) for cut, chosen in zip(records, _titles(records, example), strict=True)]
    titled = [(cut, title) for cut, title in zip(records, titles, strict=True) if title is not None and not _is_prose(cut, title)]
    advance(len(records) - len(titled))
    draft_of = {id(draft.cut): draft for draft in draft_entries(titled, lines, example, advance)}
    for cut, title in zip(records, titles, strict=True):
        draft = draft_of.get(id(cut))
        if draft is not None and title is not None and draft.title.string:
            drafts.append(draft)
            sources.append(title)
        elif not _is_template(cut):
            left.append((cut, title))
    drafts, sources, is_paper = _without_text(drafts, sources)
    part_institutions(drafts)
    read_shared_places(drafts)
    papers = [draft.cut for draft, each in zip(drafts, is_paper, strict=True) if each]
    root = list_title(cutter.sections, [cut.section for cut in papers], [any(cut.record.group) for cut in papers])
    entries = [finish_entry(draft, *_path(draft.cut, root), lines, is_paper=each) for draft, each in zip(drafts, is_paper, strict=True)]
    dataset_rows = tuple(_dataset_rows(cutter, root))
    return ReadingList(
        source, tuple(entries), dataset_rows, _headings(cutter.sections, entries, root),
        _furniture(structure, cutter.sections, drafts, dataset_rows), (),
        _sections(cutter.sections, lines), _contents(structure), infer_profile(entries, drafts, sources, profile, example),
        tuple(_unread(left, papers, structure)),
    )  # fmt: skip


def _without_text(drafts: Sequence[DraftEntry], sources: Sequence[Candidate]) -> tuple[list[DraftEntry], list[Candidate], list[bool]]:
    """Return drafts, titles and whether they list papers, without what is text of the list, such as its introduction: no item, paper or link."""
    listed = [
        (draft, source, is_paper)
        for draft, source, is_paper in zip(drafts, sources, are_papers(drafts), strict=True)
        if is_paper or draft.links or draft.cut.record.kind is not RecordKind.PARAGRAPH
    ]
    return [each[0] for each in listed], [each[1] for each in listed], [each[2] for each in listed]


def _name_columns(records: Sequence[CutRecord], example: Example) -> None:
    """Give the cells of tables the headers that an example says they should have."""
    for cut in records:
        if cut.record.kind is RecordKind.ROW and len(cut.rows) == len(example.columns):
            for row, header in zip(cut.rows, example.columns, strict=True):
                row.row.header = header or row.row.header


def _dataset_rows(cutter: Cutter, root: CutSection | None) -> Iterator[DatasetRow]:
    """Yield the rows of the tables of datasets, each under its headings that name topics."""
    for part, section in cutter.dataset_tables:
        lines = tuple(cutter.structure.lines[part.first : part.last + 1])
        table = read_table(lines, part.first + 1, _topics(section, root), cutter.definitions)
        yield from table[0] if table else ()


def _furniture(
    structure: Structure, sections: Sequence[CutSection], drafts: Sequence[DraftEntry], dataset_rows: Sequence[DatasetRow]
) -> tuple[tuple[int, int, str], ...]:
    """Return the stretches that hold neither an entry nor a heading, with what they are; together they account for every line."""
    kinds: dict[int, str] = {}
    for part in structure.parts:
        if part.kind in _PART_NAMES:
            kinds |= dict.fromkeys(range(part.first, part.last + 1), _PART_NAMES[part.kind] or part.marker)
    read = {line for draft in drafts for line in range(draft.cut.record.first_line - 1, draft.cut.record.last_line)}
    read.update(row.line - 1 for row in dataset_rows)
    read.update(line for section in sections for line in range(section.part.first, section.part.last + 1))
    stretches: list[tuple[int, int, str]] = []
    for number, line in enumerate(structure.lines):
        if number in read:
            continue
        kind = "blank" if not line or (line.isspace() and number not in kinds) else kinds.get(number, "text")
        if stretches and stretches[-1][1] == number and stretches[-1][2] == kind:
            stretches[-1] = (stretches[-1][0], number + 1, kind)
        else:
            stretches.append((number + 1, number + 1, kind))
    return tuple(stretches)


def _contents(structure: Structure) -> tuple[Mention, ...]:
    """Return the lines of the contents list, each with the heading that it names."""
    return tuple(
        item
        for part in structure.parts
        if part.kind is PartKind.FURNITURE and part.marker == BlockKind.CONTENTS
        for item in contents_items(structure.lines[part.first : part.last + 1], part.first + 1)
    )


def _titles(records: Sequence[CutRecord], example: Example | None) -> list[Candidate | None]:
    """Return the titles that the vote gives; a text that titles papers of several links is none, and the vote is taken without it."""
    candidates = [_own_candidates(cut, find_candidates(cut.record.kind, cut.shapes)) for cut in records]
    if example:
        for cut, own in zip(records, candidates, strict=True):
            placed = example.title_in(cut.rows[0])
            own[:] = [placed, *own] if placed else own
    for _ in range(3):
        titles = choose_titles([cut.record for cut in records], candidates, example)
        repeated = _texts_of_many(records, titles)
        if not repeated:
            return titles
        candidates = [[each for each in own if each.text.strip().casefold() not in repeated] for own in candidates]
    return titles


def _own_candidates(cut: CutRecord, candidates: list[Candidate]) -> list[Candidate]:
    """Return what can be the title: in a section of datasets or tools, nothing but the linked name of an item or the column of names, which the rest describes."""
    if cut.section is None or not is_of_others(cut.section.text):
        return candidates
    if cut.record.kind is RecordKind.ROW:
        fields = {each.source: field_of_header(each.source.partition("\t")[0]) for each in candidates}
        named = [each for each in candidates if fields[each.source] == "name"]
        return named if named and "title" not in fields.values() else candidates
    own = [each for each in candidates if not each.source.startswith(("nested ", "next "))]
    is_linked = any(each.source == "link" and each.likeness >= _LEAST_LIKE for each in own)
    return own if is_linked and cut.record.kind is RecordKind.ITEM else candidates


def _texts_of_many(records: Sequence[CutRecord], titles: Sequence[Candidate | None]) -> set[str]:
    """Return the texts that title records with links to several papers, or stand below the first row of several records."""
    by_text: defaultdict[str, list[CutRecord]] = defaultdict(list)
    below: Counter[str] = Counter()
    for cut, title in zip(records, titles, strict=True):
        if title is not None:
            text = title.text.strip().casefold()
            by_text[text].append(cut)
            below[text] += title.source.startswith(("nested ", "next "))
    repeated = {text for text, count in below.items() if count > _MOST_LINKS_OF_A_TITLE}
    for text, same in by_text.items():
        if len(same) > _MOST_LINKS_OF_A_TITLE:
            keys = [{key for row in cut.rows for run in row.runs if run.is_link for key in paper_keys(run.target)[:1]} for cut in same]
            if len({min(each) for each in keys if each}) > _MOST_LINKS_OF_A_TITLE:
                repeated.add(text)
    return repeated


def _name_of_other(cut: CutRecord) -> Candidate | None:
    """Return the linked name of what is no paper, such as a tool, or the name of a dataset in a table, however little it is like a title."""
    if cut.record.kind is RecordKind.ROW and cut.section is not None and is_of_others(cut.section.text):
        named = (shape for shape in cut.shapes if field_of_header(shape.row.row.header) == "name")
        return next((each for shape in named for each in shape.cell_candidates), None)
    if cut.record.kind is not RecordKind.ITEM or any(shape.has_paper_link for shape in cut.shapes):
        return None
    return next((each for each in cut.shapes[0].candidates if each.source == "link"), None)


def _is_template(cut: CutRecord) -> bool:
    """Tell whether what is marked in a record is the title of a template (``**Paper Title** [[paper](link)]``), and nothing leads to the web."""
    runs = [run for row in cut.rows for run in row.runs if run.is_link or run.is_bold]
    return any(is_placeholder(run.text) for run in runs) and not any(run.target.lower().startswith("http") for run in runs)


def _is_in_furniture(cut: CutRecord) -> bool:
    """Tell whether a record stands in a section that holds nothing of the list; contents have no links to papers but those of papers behind them."""
    if cut.section is None or not is_furniture(cut.section.text):
        return False
    is_linked = cut.record.kind is RecordKind.ITEM and any(shape.has_paper_link for shape in cut.shapes)
    return not (is_linked and is_of_contents(cut.section.text))


def _is_prose(cut: CutRecord, title: Candidate) -> bool:
    """Tell whether the title is a word in running text."""
    if title.row is not cut.shapes[0].row:
        return False
    if cut.record.kind is RecordKind.PARAGRAPH and title.source == "plain" and is_sentence(title.text):
        return True
    if len(cut.rows) > 1 and title.row.text[title.end :].strip() == ":" and ":" not in title.text and is_sentence(title.text):
        return True  # It leads a list.
    before = title.row.text[: title.start]
    words = [word for word in before.split() if word.isalpha() and word.islower()]
    if cut.record.kind is RecordKind.PARAGRAPH and title.source.startswith("link") and len(before.split()) > 1 and _OPEN_END.search(before):
        return True
    if title.source.startswith("link") and len(words) >= _WORDS_OF_PROSE and is_sentence(before):
        return True
    return len(words) >= (_WORDS_OF_PROSE if cut.record.kind is RecordKind.PARAGRAPH else 3 + round(10 * title.likeness))


def _unread(left: Sequence[tuple[CutRecord, Candidate | None]], papers: Sequence[CutRecord], structure: Structure) -> Iterator[UnreadItem]:
    """Yield the records that are no entries (`left`) and link to a paper, or are items or rows among such of papers."""
    among = {cut.place for cut in papers}
    for cut, title in left:
        is_linked = any(shape.has_paper_link for shape in cut.shapes)
        if not is_linked and not (_stands_alone(cut) and (cut.place in among or _YEAR_END.search(cut.rows[0].text))):
            continue
        line = structure.lines[cut.record.first_line - 1]
        span = Span(cut.record.first_line, 1, cut.record.first_line, len(line) + 1)
        reason = "running text" if title is not None else "nothing in it is like a title"
        yield UnreadItem(span, shorten(line.strip(), _SHOWN), reason, is_linked)


def _stands_alone(cut: CutRecord) -> bool:
    """Tell whether a record is an item or row with words of its own, and no label of those that follow it (``- **CCS 2018**``)."""
    if cut.leads_others or cut.record.kind not in (RecordKind.ITEM, RecordKind.ROW):
        return False
    words = " ".join(row.text for row in cut.rows).split()
    text = " ".join(words)
    is_label = len(words) <= _WORDS_OF_LABEL and is_venue_or_date(text)
    return any(map(str.isalpha, text)) and not (is_label or (holds_only_link_words(text) and "://" not in text))


def _path(cut: CutRecord, root: CutSection | None) -> tuple[tuple[str, ...], Published]:
    """Return the topics above a record, and what groups and headings say of venue and year."""
    sections = [section for section in (cut.section.path() if cut.section else ()) if section is not root]
    topics = _topics(cut.section, root)
    groups = [group for group in cut.record.group if group]
    if not topics:
        topics = tuple(topic_name(group) for group in groups if is_topic(group))
    stated = [published_name(text) for text in (*(section.text for section in sections), *groups) if not is_topic(text)]
    stated += [part for group in groups[-1:] if is_topic(group) for part in group.split(", ")[1:] if _is_venue_and_year(part)]
    return topics, group_published([LocatedText.at(text, 0) for text in stated])


def _is_venue_and_year(text: str) -> bool:
    """Tell whether a part of an item over a title is a venue with its year (``SIDB, CVPR 2018, citation 256``)."""
    return text[-2:].isdigit() and text[:1].isalpha() and is_venue_or_date(text)


def _topics(section: CutSection | None, root: CutSection | None) -> tuple[str, ...]:
    return tuple(topic_name(each.text) for each in (section.path() if section else ()) if each is not root and is_topic(each.text))


def _headings(sections: Sequence[CutSection], entries: Sequence[Entry], root: CutSection | None) -> tuple[Heading, ...]:
    """Return the headings that name topics of papers."""
    paths = {entry.heading[:depth] for entry in entries if entry.is_paper for depth in range(1, len(entry.heading) + 1)}
    headings: dict[tuple[str, ...], Heading] = {}
    for section in sections:
        path = _topics(section, root)
        if path in paths:
            headings.setdefault(path, Heading(path, section.part.first + 1))
    return tuple(headings.values())


def _sections(sections: Sequence[CutSection], lines: LineTable) -> tuple[Section, ...]:
    return tuple(
        Section(Mention(section.text or "(untitled)", *lines.span(section.part.start, section.part.end)), section.level, section.has_text)
        for section in sections
    )
