"""Turn dataset rows into datasets, and tie them to the papers and tasks that name them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from avgraph.errors import UnreadableSourceError
from avgraph.model.entries import DatasetRow, Entry
from avgraph.model.vocabulary import NodeType
from avgraph.resolution.authority import NO_AUTHORITY, Authority, AuthorityRecord
from avgraph.resolution.authority.namesakes import NAMESAKE_MARK, EntryFeatures, Feature, collect_reviewed, link_features
from avgraph.resolution.authority.overriding import RecordsByForm
from avgraph.resolution.entities import DatasetEntity, Merge, NamedEntity, PaperEntity
from avgraph.resolution.judgement import Reason
from avgraph.resolution.tasks import TaskIndex
from avgraph.text.folding import fold
from avgraph.text.ids import mint_id, tell_ids_apart
from avgraph.text.links import fold_url, read_identifiers

_MOST_PAIRS = 10_000
"""Most pairs of a dataset and a task that a row states."""
_MOST_SHOWN = 20
"""Most datasets that are named as those of one row, or that one page introduces."""
_LONGEST = 100
"""Longest name that is looked for in titles, in characters."""


_INTRODUCTION = re.compile(r"^(?P<name>[^:]{2,40}): (?:a|an|the)\b.*\b(?:data ?set|corpus|database)\b", re.IGNORECASE)


@dataclass(slots=True)
class _Links:
    introduced_by: set[str] = field(default_factory=set)
    mentioned_by: set[str] = field(default_factory=set)


class _Identity(NamedTuple):
    """What a dataset is called, and why."""

    id: str
    name: str
    alternatives: tuple[str, ...]
    merges: tuple[Merge, ...]
    reviewed_in: str


def resolve_datasets(
    rows: Sequence[DatasetRow],
    papers: Sequence[PaperEntity],
    tasks: Mapping[str, NamedEntity],
    entries: Sequence[Entry] = (),
    authority: Authority = NO_AUTHORITY,
) -> tuple[DatasetEntity, ...]:
    """Return the datasets, sorted by id.

    Names that fold alike are one dataset, unless `authority` says otherwise. A paper whose title opens with a name and calls it
    a dataset introduces it, also where the table has no row for it. What a row says of several datasets together (800h+ for
    three) is said of none of them alone, but kept as their description.
    """
    for row in rows:
        if len(row.names) * len(row.task_forms) > _MOST_PAIRS:
            message = f"line {row.line}: the row names {len(row.names)} datasets and {len(row.task_forms)} tasks; at most {_MOST_PAIRS} pairs are read"
            raise UnreadableSourceError(message)
    names = _Names(rows, papers, entries, authority.of_kind(NodeType.DATASET))
    links = _tie_to_papers(names, papers)
    index = TaskIndex(tasks)
    task_ids = {task: index.tie(task) for task in dict.fromkeys(task for row in rows for task in row.task_forms)}
    together = {id(row): _together(row) for row in rows if len(row.names) > 1}
    without_row = [key for key in names.introductions if key not in names.rows_of]
    datasets = [_describe(key, names, links[key], (task_ids, together)) for key in names.rows_of]
    datasets += [_introduced(key, names) for key in without_row]
    ids = tell_ids_apart([dataset.id for dataset in datasets], [*names.rows_of, *without_row])
    unique = [dataset._replace(id=identifier) for dataset, identifier in zip(datasets, ids, strict=True)]
    return tuple(sorted(unique, key=lambda dataset: dataset.id))


class _Names:
    """The names of datasets that rows and titles print, and which dataset each names."""

    def __init__(self, rows: Sequence[DatasetRow], papers: Sequence[PaperEntity], entries: Sequence[Entry], records: RecordsByForm) -> None:
        titles = [
            (match["name"], paper) for paper in papers if (match := _INTRODUCTION.match(paper.title)) and _is_distinctive(match["name"])
        ]
        entry_features = EntryFeatures(entries)

        def features_of(index: int) -> Iterator[Feature]:
            if index < len(rows):
                yield "line", rows[index].line
                yield from link_features(url for url in (rows[index].url,) if url)
            else:
                for entry in titles[index - len(rows)][1].entries if entries else ():
                    yield from entry_features(entry)

        forms, record_of = collect_reviewed([*(row.names for row in rows), *((name,) for name, _ in titles)], records, features_of)
        keys = [
            f"{NAMESAKE_MARK}{record_of[name_index].iri}" if name_index in record_of else key for name_index, key in enumerate(forms.keys)
        ]
        self.record_of = {keys[name_index]: record for name_index, record in record_of.items()}
        self.rows_of: defaultdict[str, list[DatasetRow]] = defaultdict(list)
        self.printed: defaultdict[str, list[tuple[str, int | None, DatasetRow]]] = defaultdict(list)
        self.introductions: defaultdict[str, list[tuple[str, PaperEntity]]] = defaultdict(list)
        self.keys_of_form: defaultdict[str, set[str]] = defaultdict(set)
        for row, named in zip(rows, forms.by_entry, strict=False):
            for key in dict.fromkeys(keys[name_index] for name_index in named):
                self.rows_of[key].append(row)
            for form, year, name_index in zip(row.names, row.years, named, strict=True):
                self.printed[keys[name_index]].append((form, year, row))
                self.keys_of_form[form].add(keys[name_index])
        for (form, paper), (name_index,) in zip(titles, forms.by_entry[len(rows) :], strict=True):
            self.introductions[keys[name_index]].append((form, paper))
        for key, record in self.record_of.items():
            for form in record.forms if key in self.rows_of else ():
                self.keys_of_form[form].add(key)

    def identity(self, key: str) -> _Identity:
        """Return the id, name and other forms of a dataset, why they are one, and the file that says so."""
        record = self.record_of.get(key)
        forms = sorted({form for form, *_ in (*self.printed.get(key, ()), *self.introductions.get(key, ()))})
        name = record.label if record else forms[0]
        identifier = mint_id(NodeType.DATASET.kind, fold(name) if record else key)
        return _Identity(
            identifier, name, tuple(form for form in forms if form != name), self._merges(key, record), record.file if record else ""
        )

    def _merges(self, key: str, record: AuthorityRecord | None) -> tuple[Merge, ...]:
        places = [(form, f"line {row.line}") for form, _, row in self.printed.get(key, ())]
        places += [(form, f"title {paper.title!r}") for form, paper in self.introductions.get(key, ()) if not places]
        merges = set()
        for (form, place), (other, other_place) in pairwise(places):
            is_reviewed = record is not None and fold(form) != fold(other)
            reason, file = (Reason.REVIEWED, record.file) if record and is_reviewed else (Reason.SAME_NAME, "")
            if place != other_place:
                merges.add(Merge(form, other, reason, f"{place} and {other_place}", file))
        return tuple(sorted(merges))


def _describe(key: str, names: _Names, links: _Links, known: tuple[Mapping[str, str | None], Mapping[int, str]]) -> DatasetEntity:
    """Return a dataset as it is printed, by its rows; `known` are the tasks' ids, and what each row says of several datasets together."""
    task_ids, together = known
    rows, identity = names.rows_of[key], names.identity(key)
    alone = [row for row in rows if len(row.names) == 1]
    years = {year for _, year, _ in names.printed[key] if year}
    listed = sorted({task for row in rows for task in row.task_forms})
    return DatasetEntity(
        id=identity.id,
        name=identity.name,
        year=min(years, default=None),
        urls=tuple(sorted({row.url for row in rows if row.url})),
        video_count=min((row.video_count for row in alone if row.video_count is not None), default=None),
        duration_hours=min((row.duration_hours for row in alone if row.duration_hours is not None), key=float, default=None),
        is_lower_bound=any(row.is_lower_bound for row in alone),
        data_forms=tuple(sorted({row.data_form for row in rows if row.data_form})),
        video_sources=tuple(sorted({row.video_source for row in rows if row.video_source})),
        tasks_as_listed=tuple(listed),
        tasks=tuple(sorted({task for task in map(task_ids.get, listed) if task})),
        descriptions=tuple(sorted({text for row in rows if (text := together.get(id(row)))})),
        lines=tuple(sorted({(row.line, row.line) for row in rows})),
        introduced_by=tuple(sorted(links.introduced_by)),
        mentioned_by=tuple(sorted(links.mentioned_by - links.introduced_by)),
        alternatives=identity.alternatives,
        merges=identity.merges,
        reviewed_in=identity.reviewed_in,
    )


def _introduced(key: str, names: _Names) -> DatasetEntity:
    """Return a dataset without a row, of which titles are the introduction: ``Name: A ... Dataset for ...``."""
    identity, papers = names.identity(key), [paper for _, paper in names.introductions[key]]
    return DatasetEntity(
        identity.id,
        identity.name,
        papers[0].year,
        introduced_by=tuple(sorted({paper.id for paper in papers})),
        alternatives=identity.alternatives,
        merges=identity.merges,
        reviewed_in=identity.reviewed_in,
    )


def _together(row: DatasetRow) -> str:
    """Return what a row says of its datasets together, or nothing."""
    more = "+" if row.is_lower_bound else ""
    amounts = [f"{row.video_count}{more} videos"] if row.video_count is not None else []
    if row.duration_hours:
        amounts.append(f"{row.duration_hours.removesuffix('.0')}{more} hours")
    shown = row.names if len(row.names) <= _MOST_SHOWN else (*row.names[:_MOST_SHOWN], f"{len(row.names) - _MOST_SHOWN} more")
    names = f"{', '.join(shown[:-1])} and {shown[-1]}"
    return f"{names} together: {', '.join(amounts)}" if amounts else ""


def _tie_to_papers(names: _Names, papers: Sequence[PaperEntity]) -> defaultdict[str, _Links]:
    """Return the papers that introduce or mention each dataset, by link and by title."""
    links: defaultdict[str, _Links] = defaultdict(_Links)
    by_page: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for key, rows in names.rows_of.items():
        for row in rows:
            if row.url and len(row.names) == 1:
                for page in _pages((row.url,), read_identifiers(row.url).items()):
                    by_page[page].add(key)
    # A form of two datasets that the authority tells apart is in a title the name of neither.
    key_of_name = {form: next(iter(keys)) for form, keys in names.keys_of_form.items() if len(keys) == 1}
    by_first_word = _index_names(key_of_name)
    for paper in papers if names.rows_of else ():
        for page in _pages(paper.urls, paper.identifiers):
            for key in by_page[page] if page in by_page and len(by_page[page]) <= _MOST_SHOWN else ():
                links[key].introduced_by.add(paper.id)
        for title in (paper.title, *paper.alternatives):
            for name, start in _find_names(title, by_first_word):
                _tie_by_title(links[key_of_name[name]], paper.id, name, title[:start], title[start + len(name) :])
    return links


_WORD = re.compile(r"[\w+-]+")


def _index_names(names: Iterable[str]) -> Mapping[str, Mapping[int, set[str]]]:
    """Return names by their first word and by their length, the longest first, so that a title is searched in time linear in its words."""
    index: defaultdict[str, defaultdict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for name in sorted(names, key=lambda name: (-len(name), name)):
        first = _WORD.match(name)
        if first and len(name) <= _LONGEST:
            index[first[0]][len(name)].add(name)
    return index


def _find_names(title: str, by_first_word: Mapping[str, Mapping[int, set[str]]]) -> Iterator[tuple[str, int]]:
    """Yield the names that a title holds as printed, as words of their own: AVE-CLIP names no AVE, Music no MUSIC."""
    for word in _WORD.finditer(title):
        for length, names in by_first_word.get(word[0], {}).items():
            name = title[word.start() : word.start() + length]
            if name in names and not _WORD.match(title, word.start() + length):
                yield name, word.start()
                break


def _pages(urls: Iterable[str], identifiers: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the keys under which a dataset's link and a paper's link meet."""
    yield from identifiers
    for url in urls:
        yield "url", fold_url(url)


def _tie_by_title(links: _Links, paper: str, name: str, before: str, after: str) -> None:
    if not before and after.startswith(":"):
        links.introduced_by.add(paper)
    elif _is_distinctive(name) or re.match(r"\s+(?:data ?set|benchmark|corpus|challenge)\b", after, re.IGNORECASE):
        links.mentioned_by.add(paper)


def _is_distinctive(name: str) -> bool:
    """Tell whether a name cannot be an ordinary word of a title: it has a digit, a mark, or a later capital."""
    return any(not char.isalpha() and char != " " for char in name) or any(char.isupper() for word in name.split() for char in word[1:])
