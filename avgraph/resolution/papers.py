"""Decide which entries list one paper: same identifier, or same title with a shared author."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from avgraph.model.disjoint_sets import DisjointSets
from avgraph.model.entries import Entry
from avgraph.model.vocabulary import NodeType
from avgraph.resolution.authority import NO_AUTHORITY, Authority, AuthorityRecord
from avgraph.resolution.authority.namesakes import EntryFeatures, collect_reviewed
from avgraph.resolution.authority.overriding import RecordsByForm
from avgraph.resolution.clusters import preferred_form
from avgraph.resolution.entities import Merge, NamedEntities, PaperEntity
from avgraph.resolution.judgement import Reason
from avgraph.text.folding import slug
from avgraph.text.ids import long_hash, short_hash, tell_ids_apart
from avgraph.text.links import IDENTIFIER_SCHEMES, paper_keys, read_identifiers
from avgraph.text.titles import Title, are_alike, is_misprint, read_title

_HALF = 12
"""Letters at either end of a title in which two spellings must agree."""
_LARGE_BLOCK = 60
"""Most titles with a half, or a link, in common that are compared letter by letter."""


class PrintedPapers(NamedTuple):
    """What each entry prints of the paper that it lists."""

    titles: Sequence[Title]
    urls: Sequence[Sequence[str]]
    keys: Sequence[tuple[tuple[str, str], ...]]
    """What its links identify."""
    identifiers: Sequence[dict[str, str]]
    """By scheme; of one scheme that of the first link."""
    alike: Sequence[list[int]]
    """The entries of titles that agree, or differ in one wrong letter."""


def read_papers(entries: Sequence[Entry]) -> PrintedPapers:
    """Return what entries print of papers: what `resolve_papers` needs that nobody's name says."""
    titles = [read_title(entry.title.form) for entry in entries]
    urls = [entry.paper_urls if entry.is_paper else () for entry in entries]
    return PrintedPapers(titles, urls, list(map(_keys, urls)), list(map(_identifiers, urls)), _unite_misprints(titles))


def resolve_papers(
    entries: Sequence[Entry],
    authors: NamedEntities,
    venues: NamedEntities,
    authority: Authority = NO_AUTHORITY,
    printed: PrintedPapers | None = None,
) -> tuple[tuple[PaperEntity, ...], tuple[str, ...]]:
    """Return the papers, sorted by id, and the id of the paper that each entry lists, empty where it lists none.

    `printed` is what `read_papers` returns for the entries, where that is known.

    Entries are one paper where their links hold the same identifier or are the same page, and their titles are
    alike or an author is shared (else one link is a wrong one); or where their titles agree in letters and digits
    but for one wrong letter, they share an author, and nothing speaks against it: two identifiers of one scheme, or
    two different venues, as a journal version has. Entries of one record of `authority` are one paper, those of two never.
    """
    clusters = _Clusters(entries, authors, venues, printed or read_papers(entries))
    clusters.join_by_record(authority.of_kind(NodeType.PAPER))
    clusters.join_by_link()
    clusters.join_by_title()
    papers = _tell_apart(clusters.papers(), entries, venues)
    paper_of = {index: paper.id for paper in papers for index in paper.entries}
    return tuple(sorted(papers, key=lambda paper: paper.id)), tuple(paper_of.get(index, "") for index in range(len(entries)))


class _Clusters:
    """The clusters of entries that are held to list one paper, with the reasons."""

    def __init__(self, entries: Sequence[Entry], authors: NamedEntities, venues: NamedEntities, printed: PrintedPapers) -> None:
        self.entries = entries
        self.authors = authors
        self.venues = venues
        self.titles, self.urls, self.keys, self.identifiers, self.alike = printed
        self.sets = DisjointSets(range(len(entries)))
        self.merges: list[tuple[int, Merge]] = []
        self.record_of: dict[int, AuthorityRecord] = {}
        """The record of each set of entries that has one, by its representative."""

    def _join(self, a: int, b: int, reason: Reason, evidence: str, authority: str = "") -> None:
        """Join two entries, unless they are one already or the sets that they are in have two records."""
        one, other = self.sets.find(a), self.sets.find(b)
        record, second = self.record_of.get(one), self.record_of.get(other)
        if one == other or (record and second and record is not second):
            return
        self.sets.join(a, b)
        if record or second:
            self.record_of[self.sets.find(a)] = record or second  # type: ignore[assignment]
        first, last = sorted((a, b), key=lambda index: self.entries[index].first_line)
        lines = f"lines {self.entries[first].first_line} and {self.entries[last].first_line}"
        title, other_title = (self.entries[index].title.form for index in (first, last))
        self.merges.append((a, Merge(title, other_title, reason, f"{evidence}, {lines}" if evidence else lines, authority)))

    def join_by_record(self, records: RecordsByForm) -> None:
        """Join the entries that a reviewed record names."""
        if not records:
            return
        printed = [(entry.title.form,) if entry.is_paper else () for entry in self.entries]
        forms, reviewed = collect_reviewed(printed, records, EntryFeatures(self.entries))
        first: dict[str, int] = {}
        for index, names in enumerate(forms.by_entry):
            record = reviewed.get(names[0]) if names else None
            if record is not None:
                self.record_of[index] = record
                self._join(first.setdefault(record.iri, index), index, Reason.REVIEWED, record.note, record.file)

    def join_by_link(self) -> None:
        """Join entries whose links hold one identifier, or are one page, where a title or an author bears it out."""
        by_key: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for index, keys in enumerate(self.keys):
            for key in keys:
                by_key[key].append(index)
        for key, same_link in by_key.items():
            if len(same_link) > 1:
                self._join_borne_out(same_link, *_link_reason(*key))

    def _join_borne_out(self, same_link: list[int], reason: Reason, link: str) -> None:
        """Join entries of one link by their titles, and where it is an identifier also by an author: a page can be of several papers.

        Parts, volumes and editions are several papers, whatever their links say.
        """
        first: dict[tuple[str, ...], int] = {}
        parts = {index: self.titles[index].parts for index in same_link}
        are_parts = len({each for each in parts.values() if each}) > 1
        for index in same_link:
            authors = self.authors.by_entry[index] if reason is Reason.SAME_IDENTIFIER else ()
            part = parts[index] if are_parts else ()
            for witness in (("title", *self.titles[index].key), *(("author", author, *part) for author in authors)):
                self._join(first.setdefault(witness, index), index, reason, link)
        several = list({self.sets.find(index): index for index in same_link}.values())
        if 1 < len(several) <= _LARGE_BLOCK:
            for a, b in combinations(several, 2):
                if any(are_alike(x, y) for x in self._titles(a, same_link) for y in self._titles(b, same_link)):
                    self._join(a, b, reason, link)

    def _titles(self, index: int, among: list[int]) -> list[str]:
        """Return a few titles of the entries that are one paper with an entry."""
        root = self.sets.find(index)
        return sorted({self.entries[other].title.form for other in among if self.sets.find(other) == root})[:3]

    def join_by_title(self) -> None:
        """Join entries whose titles agree and which share an author, in time linear in the mentions."""
        for alike in self.alike:
            same_title = [index for index in alike if self.entries[index].is_paper]
            if len({self.sets.find(index) for index in same_title}) < 2:
                continue
            linked = DisjointSets(same_title)
            first: dict[str, int] = {}
            for index in same_title:
                for author in self.authors.by_entry[index] or ("",):
                    linked.join(first.setdefault(author, index), index)
            for indices in linked.sets().values():
                self._join_compatible(indices)

    def _join_compatible(self, indices: list[int]) -> None:
        """Join entries of one title unless they list several papers, as a conference and a journal version are.

        Several venues, or two identifiers of one scheme, show several papers. Then only the entries of
        one venue are joined, where their identifiers allow it; an entry without a venue could be a
        copy of either and stays apart.
        """
        copies = [indices]
        if not self._is_one_paper(indices):
            by_venue: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
            for index in indices:
                by_venue[self.venues.by_entry[index]].append(index)
            copies = [same for venue, same in by_venue.items() if venue and self._is_one_paper(same)]
        for first, *others in copies:
            for other in others:
                reason = Reason.SAME_TITLE if self.titles[first].letters == self.titles[other].letters else Reason.MISPRINTED_TITLE
                shared = {*self.authors.by_entry[first]}.intersection(self.authors.by_entry[other])
                labels = sorted(self.authors.entities[author].label for author in shared)
                is_without = not self.authors.by_entry[first] and not self.authors.by_entry[other]
                self._join(first, other, reason, f"author in common: {labels[0]}" if labels else "no authors listed" if is_without else "")

    def _is_one_paper(self, indices: list[int]) -> bool:
        values: defaultdict[str, set[str]] = defaultdict(set)
        is_misprinted = len({self.titles[index].letters for index in indices}) > 1
        for index in indices:
            if is_misprinted:
                # Two pages of one host under two titles are two papers.
                for page in (page for scheme, page in self.keys[index] if scheme == "url"):
                    values[f"page of {page.partition('/')[0]}"].add(page)
            values["venue"].update(self.venues.by_entry[index])
            for scheme, value in self.identifiers[index].items():
                values[scheme].add(value)
        return all(len(each) <= 1 for each in values.values())

    def papers(self) -> list[PaperEntity]:
        """Return the paper of each cluster, without an id."""
        merges: defaultdict[int, set[Merge]] = defaultdict(set)
        for index, merge in self.merges:
            merges[self.sets.find(index)].add(merge)
        papers = []
        for root, members in self.sets.sets().items():
            if not self.entries[members[0]].is_paper:
                continue
            listed = [self.entries[index] for index in members]
            titles = [entry.title.form for entry in listed]
            record = self.record_of.get(root)
            title = record.label if record else titles[0] if len(titles) == 1 else preferred_form(Counter(titles))
            alternatives = tuple(sorted({*titles} - {title}))
            urls = tuple(sorted({url for index in members for url in self.urls[index]}))
            identifiers = tuple(sorted({pair for url in urls for pair in read_identifiers(url).items()}))
            why = tuple(sorted(merges.get(root, ())))
            file = record.file if record else ""
            papers.append(PaperEntity("", title, alternatives, _year(listed), urls, identifiers, tuple(members), why, file))
        return papers


def _link_reason(scheme: str, value: str) -> tuple[Reason, str]:
    """Return why entries with a key of links in common are one, and the key as people know it."""
    labels = {each.name: each.label for each in IDENTIFIER_SCHEMES}
    return (Reason.SAME_IDENTIFIER, f"{labels[scheme]} {value}") if scheme in labels else (Reason.SAME_PAGE, value)


def _keys(urls: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return what the links of an entry to its paper identify."""
    return tuple(dict.fromkeys(key for url in urls for key in paper_keys(url)))


def _identifiers(urls: Sequence[str]) -> dict[str, str]:
    """Return the identifiers that the links of an entry to its paper hold; of one scheme that of the first link."""
    return {scheme: value for url in reversed(urls) for scheme, value in read_identifiers(url).items()}


def _unite_misprints(titles: Sequence[Title]) -> list[list[int]]:
    """Return the places of titles that agree, or differ in one wrong letter.

    One slip leaves one half of a title whole, so that only titles with a half in common are compared.
    """
    places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, title in enumerate(titles):
        places[title.key].append(place)
    different = [titles[same[0]] for same in places.values()]
    united = DisjointSets(range(len(different)))
    blocks: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    frequency: Counter[str] = Counter()
    for number, title in enumerate(different):
        frequency.update(set(title.words))
        if len(title.letters) >= 2 * _HALF:
            blocks["first half", title.letters[:_HALF], *title.numbers].append(number)
            blocks["last half", title.letters[-_HALF:], *title.numbers].append(number)
    known = frozenset(word for word, count in frequency.items() if count > 1)
    for block in blocks.values():
        if 1 < len(block) <= _LARGE_BLOCK:
            for a, b in combinations(block, 2):
                if is_misprint(different[a], different[b], known):
                    united.join(a, b)
    return [[place for number in same for place in places[different[number].key]] for same in united.sets().values()]


def _year(listed: list[Entry]) -> int | None:
    """Return the year most entries with a venue state; the latest of equals; else of those without."""
    years = Counter(entry.year for entry in listed if entry.venue and entry.year) or Counter(entry.year for entry in listed if entry.year)
    return max(years, key=lambda year: (years[year], year), default=None)


def _tell_apart(papers: list[PaperEntity], entries: Sequence[Entry], venues: NamedEntities) -> list[PaperEntity]:
    """Give every paper its id: title and year; where two would share one, also a hash of what tells them apart, however it is printed."""

    def readable(paper: PaperEntity) -> str:
        year = f"-{paper.year}" if paper.year else ""
        return f"{NodeType.PAPER.kind}/{slug(paper.title) or long_hash(paper.title)}{year}"

    def content(paper: PaperEntity) -> list[str]:
        links = sorted({*(f"{scheme}:{value}" for scheme, value in paper.identifiers), *paper.urls})
        printed = {"|".join((entries[index].title.form, *venues.by_entry[index], *entries[index].author_forms)) for index in paper.entries}
        return links + sorted(printed)

    readable_ids = list(map(readable, papers))
    counts = Counter(readable_ids)
    ids = [
        f"{identifier}-{short_hash(*content(paper))}" if counts[identifier] > 1 else identifier
        for paper, identifier in zip(papers, readable_ids, strict=True)
    ]
    counts = Counter(ids)
    contents = ["\n".join(content(paper)) if counts[identifier] > 1 else "" for paper, identifier in zip(papers, ids, strict=True)]
    return [paper._replace(id=identifier) for paper, identifier in zip(papers, tell_ids_apart(ids, contents), strict=True)]
