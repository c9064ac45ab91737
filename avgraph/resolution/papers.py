"""Decide which entries list one paper: same identifier, or same title with a shared author."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from avgraph.model.entries import Entry
from avgraph.model.vocabulary import NodeType
from avgraph.resolution.clusters import Clusters
from avgraph.resolution.entities import Merge, Named, PaperEntity
from avgraph.resolution.forms import preferred_form
from avgraph.text.folding import fold_title, slug
from avgraph.text.ids import short_hash
from avgraph.text.likeness import is_one_slip
from avgraph.text.links import fold_url, read_identifiers

SAME_IDENTIFIER = "the links hold the same identifier"
SAME_TITLE = "the titles differ at most in case, spaces and punctuation, and an author is shared"

MISPRINTED_TITLE = "the titles differ in one letter, and an author is shared"
_HALF = 12
"""Letters at either end of a title in which two spellings must agree."""
_LARGE_BLOCK = 100
"""Most titles with a half in common that are compared letter by letter."""
_DIGITS = re.compile(r"\d+")


def resolve_papers(entries: Sequence[Entry], authors: Named, venues: Named) -> tuple[tuple[PaperEntity, ...], tuple[str, ...]]:
    """Return the papers, sorted by id, and the id of the paper that each entry lists.

    Entries are one paper where their links hold the same identifier or are the same address; or
    where their titles agree in letters and digits but for one letter, they share an author, and nothing speaks
    against it: two identifiers of one scheme, or two different venues, as a journal version has.
    """
    groups = Clusters(len(entries))
    identifiers = [read_identifiers(entry.url) if entry.url else {} for entry in entries]
    _join_by_link(groups, entries, identifiers)
    _join_by_title(groups, entries, identifiers, authors, venues)
    merges = groups.merges()
    papers = [
        _describe(members, entries, identifiers, " and ".join(sorted({merge.reason for merge in merges.get(root, ())})))
        for root, members in groups.members().items()
    ]
    papers = _tell_apart(papers, entries)
    paper_of = {index: paper.id for paper in papers for index in paper.entries}
    return tuple(sorted(papers, key=lambda paper: paper.id)), tuple(paper_of[index] for index in range(len(entries)))


def _join_by_link(groups: Clusters, entries: Sequence[Entry], identifiers: list[dict[str, str]]) -> None:
    first: dict[tuple[str, str], int] = {}
    for index, entry in enumerate(entries):
        keys = list(identifiers[index].items())
        if not keys and entry.url and (page := fold_url(entry.url)).strip("/").count("/"):
            keys = [("url", page)]
        for key in keys:
            other = first.setdefault(key, index)
            groups.join(other, index, Merge(entries[other].title, entry.title, SAME_IDENTIFIER))


def _join_by_title(groups: Clusters, entries: Sequence[Entry], identifiers: list[dict[str, str]], authors: Named, venues: Named) -> None:
    """Join groups whose titles agree and which share an author, in time linear in the mentions."""
    by_title: defaultdict[str, list[int]] = defaultdict(list)
    for index, entry in enumerate(entries):
        by_title[fold_title(entry.title)].append(index)
    for same_title in _unite_misprints(by_title):
        if len(same_title) < 2 or len({groups.find(index) for index in same_title}) < 2:
            continue
        linked = Clusters(len(same_title))
        first: dict[str, int] = {}
        for place, index in enumerate(same_title):
            for author in authors.by_entry[index] or ("",):
                linked.join(first.setdefault(author, place), place)
        for places in linked.members().values():
            _join_compatible(groups, entries, [same_title[place] for place in places], identifiers, venues)


def _unite_misprints(by_title: Mapping[str, list[int]]) -> list[list[int]]:
    """Put the entries together whose titles differ in one letter; a digit tells two papers apart ("part 2").

    One slip leaves one half of a title whole, so that only titles with a half in common are compared.
    """
    titles = sorted(by_title)
    united = Clusters(len(titles))
    for half in (slice(None, _HALF), slice(-_HALF, None)):
        blocks: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for place, title in enumerate(titles):
            if len(title) >= 2 * _HALF:
                blocks[title[half], " ".join(_DIGITS.findall(title))].append(place)
        for block in blocks.values():
            if not 1 < len(block) <= _LARGE_BLOCK:
                continue
            for number, a in enumerate(block):
                for b in block[number + 1 :]:
                    if is_one_slip(titles[a], titles[b]):
                        united.join(a, b)
    return [[index for place in places for index in by_title[titles[place]]] for places in united.members().values()]


def _join_compatible(
    groups: Clusters, entries: Sequence[Entry], indices: list[int], identifiers: list[dict[str, str]], venues: Named
) -> None:
    """Join entries of one title unless they list several papers, as a conference and a journal version are.

    Several venues, or two identifiers of one scheme, show several papers. Then only the entries of
    one venue are joined, where their identifiers allow it; an entry without a venue could be a
    copy of either and stays apart.
    """
    if _is_one_paper(indices, identifiers, venues):
        agreeing = [indices]
    else:
        by_venue: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for index in indices:
            by_venue[venues.by_entry[index]].append(index)
        agreeing = [same for venue, same in by_venue.items() if venue and _is_one_paper(same, identifiers, venues)]
    for same in agreeing:
        for index in same[1:]:
            alike = fold_title(entries[same[0]].title) == fold_title(entries[index].title)
            reason = SAME_TITLE if alike else MISPRINTED_TITLE
            groups.join(same[0], index, Merge(entries[same[0]].title, entries[index].title, reason))


def _is_one_paper(indices: list[int], identifiers: list[dict[str, str]], venues: Named) -> bool:
    values: defaultdict[str, set[str]] = defaultdict(set)
    for index in indices:
        values["venue"].update(venues.by_entry[index])
        for scheme, value in identifiers[index].items():
            values[scheme].add(value)
    return all(len(found) <= 1 for found in values.values())


def _describe(members: list[int], entries: Sequence[Entry], identifiers: list[dict[str, str]], reason: str) -> PaperEntity:
    listed = [entries[index] for index in members]
    title = preferred_form(Counter(entry.title for entry in listed))
    alternatives = tuple(sorted({entry.title for entry in listed} - {title}))
    urls = tuple(sorted({entry.url for entry in listed if entry.url}))
    found = tuple(sorted({pair for index in members for pair in identifiers[index].items()}))
    return PaperEntity("", title, alternatives, _year(listed), urls, found, tuple(members), reason)


def _year(listed: list[Entry]) -> int | None:
    """Return the year most entries with a venue state; the latest of equals; else of those without."""
    for years in (
        Counter(entry.year for entry in listed if entry.venue and entry.year),
        Counter(entry.year for entry in listed if entry.year),
    ):
        if years:
            return max(years, key=lambda year: (years[year], year))
    return None


def _tell_apart(papers: list[PaperEntity], entries: Sequence[Entry]) -> list[PaperEntity]:
    """Give every paper its id: title and year; where two would share one, also a hash of what tells them apart."""

    def readable(paper: PaperEntity) -> str:
        year = f"-{paper.year}" if paper.year else ""
        words = slug(paper.title)
        return f"{NodeType.PAPER.kind}/{words}{year}" if words else f"{NodeType.PAPER.kind}/{short_hash(paper.title)}{year}"

    taken = Counter(map(readable, papers))
    named = []
    for paper in papers:
        identifier = readable(paper)
        if taken[identifier] > 1:
            listed = [entries[index] for index in paper.entries]
            told = sorted({*(f"{scheme}:{value}" for scheme, value in paper.identifiers), *paper.urls})
            said = sorted({f"{entry.title}|{entry.tag}|{entry.authors_as_listed}" for entry in listed})
            identifier = f"{identifier}-{short_hash(*told, *said)}"
        named.append(replace(paper, id=identifier))
    return named
