"""Decide which entries list papers: by links, names, venue, the section they stand in and the company they keep."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from avgraph.model.entries import LinkKind
from avgraph.reading.fields.links import is_at_publisher
from avgraph.reading.fields.venues import is_listed_venue
from avgraph.reading.headers import field_of_header
from avgraph.reading.likeness import is_named_as_venue, is_sentence
from avgraph.reading.markdown.located import LocatedText
from avgraph.reading.records.entry import LONGEST_LABEL, DraftEntry, group_published
from avgraph.reading.records.headings import (
    is_of_events,
    is_of_others,
    is_of_papers,
    is_of_talks,
    is_topic,
    published_name,
    stands_in_others,
    topic_section,
)
from avgraph.reading.records.record import RecordKind
from avgraph.reading.records.row_text import BREAK, text_label
from avgraph.reading.words import load_words
from avgraph.text.links import paper_keys

_SOME, _HALF, _MOST = 0.35, 0.5, 0.75
_TWO_THIRDS = 0.66
_LEAST_ALIKE = 5
"""So many entries that are written alike show how a list writes."""
_SURELY = 0.6
"""What is so much like a title is one of five words and more."""
_PAPER_HEADERS = frozenset(("article", "articles", "paper", "papers", "publication", "publications"))
_NEARLY_ALL = 0.9
"""Where so many entries of a section list papers, one that is written alike does."""
_SHORTER = 0.15
"""What is so much less like a title than another of the same link can be the short name of a model."""
_LINK_LABELS = frozenset(("link", *LinkKind))
_LEAST_WORDS = 5
"""So many words have titles on average, and names of topics have not."""
_LEAST_PROSE = 8
"""Words of a sentence that can be no short title with a full stop behind it."""
_NO_PAPERS = "|".join(map(re.escape, load_words("titles")["no_papers"]))
_TITLE_OF_OTHER = re.compile(
    rf"(?:an? |the |official ){{0,2}}(?:{_NO_PAPERS}) (?:about|at|by|for|from|of|on)\b|.*\b(?:{_NO_PAPERS})$|(?:[\w-]+ ){{1,5}}(?:{_NO_PAPERS}) by\b"
    rf"|(?:[\w-]+ ){{0,3}}[\w-]+['\u2019]s (?:blog|newsletter|podcast|website)\b",
    re.IGNORECASE,
)
_ON_OTHER = re.compile(r".*\b(?:for|from|in|of|on|to|with)\s(?:[\w-]+\s){0,2}videos?", re.IGNORECASE)
"""``Detection of Bells in Noisy Videos``, where a paper is on what others are."""
_LABEL_OF_OTHER = re.compile(rf"\W*(?:[a-z]+\s)?(?:{_NO_PAPERS})\W*", re.IGNORECASE)
"""``[Blog]``, ``**Lecture**``, ``Guest talk:``"""
_REMARK_ON_OTHER = re.compile(rf"\W*(?!the\b)(?:[\w-]+\s){{0,2}}(?:{_NO_PAPERS})\b", re.IGNORECASE)
_NEWS = re.compile(
    r"\b(?:(?:have|has) been (?:accepted|added|released|updated|uploaded)|(?:are|is)(?: (?:now|online)){0,2} (?:available|now|online|released))\W*$"
)
"""What happened to the list or its papers, at the end of a text: ``ICCV2021 papers are online now``"""
_MEASURE = re.compile(r"\W{0,3}\d{1,3}\.\d{1,4}\W{0,3}")
_PAGE_OF_LIST = re.compile(r"(?!\w+:)[^#?]+\.(?:md|markdown)(?:#.*)?", re.IGNORECASE)
"""``src/Bells.md``, another page of the list"""


def are_papers(drafts: Sequence[DraftEntry]) -> list[bool]:
    """Return for each entry whether it lists a paper."""
    strong = [_is_strong(draft) for draft in drafts]
    sections = _by_section(drafts, range(len(drafts)))
    paragraphs = _by_section(drafts, (index for index, draft in enumerate(drafts) if draft.cut.record.kind is RecordKind.PARAGRAPH))
    overall = sum(strong) / (len(strong) or 1)
    shares = {key: sum(strong[index] for index in members) / len(members) for key, members in sections.items()}
    for key, members in paragraphs.items():
        if len(members) >= _LEAST_ALIKE:
            # Names of models or groups may stand between them as items.
            shares[key] = max(shares[key], sum(strong[index] for index in members) / len(members))
    no_papers = _short_names(drafts) | _unlike_others(drafts, strong) | _beside_tables(drafts, sections.values(), strong)
    named = _named_papers(drafts, sections)
    return [
        index not in no_papers
        and (
            (index in named and not _is_called_other(draft))
            or _is_paper(
                draft,
                strong[index],
                shares[id(draft.cut.section)],
                overall,
                is_alone=len(sections[id(draft.cut.section)]) == 1 < len(drafts),
            )
        )
        for index, draft in enumerate(drafts)
    ]


def _named_papers(drafts: Sequence[DraftEntry], sections: Mapping[int, Sequence[int]]) -> set[int]:
    """Return the items like titles, without a link or with one that says nothing, in sections that are named papers and hold such titles."""
    roots = {id(draft.cut.section.path()[0]) for draft in drafts if draft.cut.section is not None}
    named: set[int] = set()
    for members in sections.values():
        section = drafts[members[0]].cut.section
        path = section.path() if section is not None else ()
        if len(roots) == 1 and len(path) > 1 and path[0].level == 1:
            path = path[1:]  # The title of the list.
        if section is not None and is_of_others(section.text):
            continue
        is_named = any(is_of_papers(each.text) for each in path)
        plain = [
            index for index in members if _is_plain(drafts[index]) and (is_named or any(map(is_of_papers, drafts[index].cut.record.group)))
        ]
        words = sum(len(drafts[index].title.string.split()) for index in plain)
        if words >= _LEAST_WORDS * len(plain):
            named.update(index for index in plain if drafts[index].likeness >= _HALF and not _is_prose(drafts[index]))
    return named


def _is_plain(draft: DraftEntry) -> bool:
    """Tell whether an item has no link, or none that says what it leads to."""
    return draft.cut.record.kind is RecordKind.ITEM and {kind for _, kind in draft.links} <= {LinkKind.BADGE, LinkKind.OTHER}


def _by_section(drafts: Sequence[DraftEntry], indices: Iterable[int]) -> dict[int, list[int]]:
    """Return the entries of each section, by the identity of the section."""
    sections: defaultdict[int, list[int]] = defaultdict(list)
    for index in indices:
        sections[id(drafts[index].cut.section)].append(index)
    return sections


def _short_names(drafts: Sequence[DraftEntry]) -> set[int]:
    """Return the entries that only give a short name to the link of another entry, which has the title; one that says more of its own is none."""
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
            if best >= _HALF
            and drafts[index].likeness <= best - _SHORTER
            and 2 * len(drafts[index].title.string) < longest
            and not (drafts[index].cut.record.kind is RecordKind.ITEM and drafts[index].is_dated and len(drafts[index].links) > 1)
        )
    return short


def _unlike_others(drafts: Sequence[DraftEntry], strong: Sequence[bool]) -> set[int]:
    """Return the entries without a link, names or date, in a group of such alone, where most entries of the list without a link state them."""
    bare = [index for index, draft in enumerate(drafts) if draft.cut.record.kind is RecordKind.ITEM and not draft.links]
    if sum(strong[index] for index in bare) < max(_LEAST_ALIKE, _TWO_THIRDS * len(bare)):
        return set()
    groups: defaultdict[tuple[int, tuple[str, ...]], list[int]] = defaultdict(list)
    for index in bare:
        groups[(id(drafts[index].cut.section), drafts[index].cut.record.group)].append(index)
    return {index for members in groups.values() if not any(strong[each] for each in members) for index in members}


def _beside_tables(drafts: Sequence[DraftEntry], sections: Iterable[Sequence[int]], strong: Sequence[bool]) -> set[int]:
    """Return the items without a venue or year in sections whose papers are rows of tables, where none links to a paper: they explain these."""
    beside: set[int] = set()
    for members in sections:
        items = {index for index in members if drafts[index].cut.record.kind is RecordKind.ITEM}
        rows = [index for index in members if drafts[index].cut.record.kind is RecordKind.ROW]
        if any(strong[index] for index in rows) and not any(strong[index] for index in items):
            beside |= {index for index in items if not drafts[index].is_dated}
    return beside


def _is_strong(draft: DraftEntry) -> bool:
    kinds = {kind for _, kind in draft.links}
    if LinkKind.PAPER in kinds:
        return True
    if kinds - {LinkKind.BADGE} == {LinkKind.CODE} and not draft.facts.authors and draft.likeness < _HALF:
        return False
    if kinds == {LinkKind.OTHER} and not (draft.has_names or draft.has_year) and draft.likeness < _HALF:
        return False
    return (bool(draft.facts.authors) and (draft.likeness >= _HALF or _is_dated_above(draft))) or (
        (draft.has_venue or draft.has_year) and (draft.has_names or draft.has_venue)
    )


def _is_dated_above(draft: DraftEntry) -> bool:
    """Tell whether the heading or group right above says a venue or year."""
    record = draft.cut.record
    return any(not is_topic(text) for text in (*record.heading[-1:], *record.group[-1:]) if text)


def _is_under_venue(draft: DraftEntry) -> bool:
    """Tell whether a heading above says a venue (``## CVPR 2023``, ``### Segmentation``)."""
    names = [LocatedText.at(published_name(text), 0) for text in draft.cut.record.heading if not is_topic(text)]
    return group_published(names).venue is not None


def _is_called_other(draft: DraftEntry) -> bool:
    """Tell whether its title or a remark says that an entry is a talk, course, book or the like, and no publisher is linked; or it only points to another entry."""
    if draft.points_within_list() or _tells_news(draft) or ((_leads_to_pages(draft) or _is_measured(draft)) and not _is_titled_row(draft)):
        return True
    if any(is_at_publisher(mention.form) for mention, kind in draft.links if kind is LinkKind.PAPER):
        return False
    if not draft.has_names and (draft.links or not draft.has_venue) and _TITLE_OF_OTHER.match(draft.title.string):
        return not (draft.has_venue and draft.has_year and _ON_OTHER.fullmatch(draft.title.string))
    if not (draft.has_names or draft.has_year) and _names_venue(draft.title.string):
        return True
    if draft.links and not draft.is_dated and _LABEL_OF_OTHER.fullmatch(draft.text_before()):
        return True
    return not draft.has_venue and not (draft.has_names and draft.has_year) and any(map(_REMARK_ON_OTHER.match, draft.facts.notes))


def _leads_to_pages(draft: DraftEntry) -> bool:
    """Tell whether an entry is the row of a table that leads to other pages of the list alone."""
    is_row = draft.cut.record.kind is RecordKind.ROW
    return is_row and bool(draft.links) and all(_PAGE_OF_LIST.fullmatch(mention.form) for mention, _ in draft.links)


def _is_measured(draft: DraftEntry) -> bool:
    """Tell whether an entry is the row of a table that compares models: without a link or names, and with a measure; a title with venue and year is none."""
    is_row = draft.cut.record.kind is RecordKind.ROW and not (draft.links or draft.has_names)
    if is_row and draft.has_venue and draft.has_year and len(draft.title.string.split()) >= _LEAST_WORDS:
        return False
    return is_row and any(_MEASURE.fullmatch("".join(run.text for run in row.runs)) for row in draft.cut.rows)


def _tells_news(draft: DraftEntry) -> bool:
    """Tell whether an entry says that something was added or is there now, and states neither names, a link to a paper, nor venue and year but right before."""
    if draft.has_names or any(kind is LinkKind.PAPER for _, kind in draft.links):
        return False
    title = draft.title.string
    return _NEWS.search(title) is not None and not (draft.has_venue and draft.has_year and title[:1].isupper())


def _is_prose(draft: DraftEntry) -> bool:
    """Tell whether an entry is one sentence that ends with a full stop, and no word after the first has a capital."""
    start = draft.title.span[0]
    rows = (row for row in draft.cut.rows if any(run.start <= start < run.end for run in row.runs))
    text = "".join(run.text for row in rows for run in row.runs).strip()
    return text.endswith(".") and len(text.split()) >= _LEAST_PROSE and not any(map(str.isupper, text[1:]))


def _names_venue(title: str) -> bool:
    """Tell whether a title is the full name of a conference or journal, with its acronym in a bracket."""
    return is_named_as_venue(title) or (title.endswith(")") and is_listed_venue(title.partition(" (")[0]))


def _labels_links(draft: DraftEntry) -> bool:
    """Tell whether a paragraph has a line after its title that opens with a label of links (``Project: https://…``)."""
    lines = draft.cut.shapes[0].row.text.split(BREAK)[1:]
    return draft.likeness >= _SURELY and any(text_label(line[:LONGEST_LABEL]) in _LINK_LABELS for line in lines)


def _is_titled_row(draft: DraftEntry) -> bool:
    """Tell whether an entry is the row of a table whose header says that it lists titles or papers, with a link, venue or year beside."""
    fields = {row.row.header.casefold() for row in draft.cut.rows}
    if draft.cut.record.kind is not RecordKind.ROW or draft.likeness < _HALF or not fields:
        return False
    if any(field_of_header(header) == "title" for header in fields):
        return True
    return not _PAPER_HEADERS.isdisjoint(fields) and (bool(draft.links) or draft.is_dated)


def _is_paper(draft: DraftEntry, strong: bool, share: float, overall: float, *, is_alone: bool) -> bool:  # noqa: FBT001
    section = topic_section(draft.cut.section)
    has_paper_link = any(kind is LinkKind.PAPER for _, kind in draft.links)
    if _is_called_other(draft):
        return False
    if overall >= _HALF and draft.likeness >= _HALF and draft.awaits_link():
        return True
    is_text = draft.cut.record.kind is RecordKind.PARAGRAPH and len(draft.cut.shapes) == 1
    if is_text and bool(draft.links) and overall >= _HALF and _labels_links(draft):
        return True
    if is_text and not has_paper_link and not (draft.has_names and draft.is_dated):
        is_introduction = is_alone and (section is None or section.level == 1)
        is_named = share >= _MOST and len(draft.facts.authors) > 1 and draft.likeness >= _SURELY
        return not is_introduction and share > _HALF and ((draft.has_venue and draft.has_year and draft.likeness >= _HALF) or is_named)
    is_alike = share >= _NEARLY_ALL and overall >= _HALF and draft.is_dated
    kinds = {kind for _, kind in draft.links} - {LinkKind.BADGE}
    if section is not None and is_of_talks(section.text) and not (has_paper_link or draft.has_venue or is_alike):
        return False
    if section is not None and is_of_events(section.text) and not has_paper_link:
        return strong and draft.is_dated and (len(draft.facts.authors) > 1 or draft.facts.is_cut_off)
    if stands_in_others(section) or is_of_others(draft.cut.record.group[-1] if draft.cut.record.group else ""):
        return (
            (has_paper_link and not (draft.cut.record.kind is RecordKind.ROW and draft.likeness < _SOME))
            or (strong and draft.is_dated and (draft.has_names or (draft.likeness >= _HALF and not is_sentence(draft.title.string))))
            or (is_alike and (strong or draft.likeness >= _HALF))
        )
    if strong or _is_titled_row(draft):
        return True
    if kinds and not kinds & {LinkKind.OTHER, LinkKind.PROJECT}:
        return (is_alike and draft.likeness >= _HALF) or (kinds == {LinkKind.CODE} and share >= _MOST and draft.likeness >= _SURELY)
    is_bare = draft.cut.record.kind is RecordKind.ITEM and not draft.links and draft.likeness >= _HALF
    if is_bare and overall >= _MOST and ((is_alone and draft.is_dated) or (share == 0 and _is_under_venue(draft))):
        return True
    if is_bare and (_is_prose(draft) or draft.cut.leads_others):
        return False
    least = _SOME if is_bare and not is_sentence(draft.title.string) else _HALF
    return share >= least and overall >= least and draft.likeness >= _HALF
