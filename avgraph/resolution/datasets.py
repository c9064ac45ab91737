"""Turn dataset rows into datasets, and tie them to the papers and tasks that name them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from avgraph.errors import UnreadableSourceError
from avgraph.model.entries import DatasetRow
from avgraph.model.vocabulary import NodeType
from avgraph.resolution.entities import DatasetEntity, NamedEntity, PaperEntity
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


@dataclass(slots=True)
class _Links:
    introduced_by: set[str] = field(default_factory=set)
    mentioned_by: set[str] = field(default_factory=set)


def resolve_datasets(
    rows: Sequence[DatasetRow], papers: Sequence[PaperEntity], tasks: Mapping[str, NamedEntity]
) -> tuple[DatasetEntity, ...]:
    """Return the datasets, sorted by id.

    Names that fold alike are one dataset. A paper whose title opens with a name and calls it a dataset
    introduces it, also where the table has no row for it. What a row says of several datasets together (800h+ for
    three) is said of none of them alone, but kept as their description.
    """
    rows_of: defaultdict[str, list[DatasetRow]] = defaultdict(list)
    for row in rows:
        if len(row.names) * len(row.task_forms) > _MOST_PAIRS:
            message = f"line {row.line}: the row names {len(row.names)} datasets and {len(row.task_forms)} tasks; at most {_MOST_PAIRS} pairs are read"
            raise UnreadableSourceError(message)
        for key in dict.fromkeys(map(fold, row.names)):
            rows_of[key].append(row)
    links = _tie_to_papers(rows_of, papers)
    index = TaskIndex(tasks)
    task_ids = {task: index.tie(task) for task in dict.fromkeys(task for row in rows for task in row.task_forms)}
    printed: defaultdict[str, list[tuple[str, int | None]]] = defaultdict(list)
    for row in rows:
        for name, year in zip(row.names, row.years, strict=True):
            printed[fold(name)].append((name, year))
    together = {id(row): _together(row) for row in rows if len(row.names) > 1}
    datasets = {key: _describe(key, printed[key], rows_of[key], links[key], (task_ids, together)) for key in rows_of}
    datasets |= _introduced_by_titles(papers, rows_of)
    ids = tell_ids_apart([dataset.id for dataset in datasets.values()], list(datasets))
    unique = [
        dataset if dataset.id == identifier else replace(dataset, id=identifier)
        for dataset, identifier in zip(datasets.values(), ids, strict=True)
    ]
    return tuple(sorted(unique, key=lambda dataset: dataset.id))


def _describe(
    key: str,
    printed: Sequence[tuple[str, int | None]],
    rows: list[DatasetRow],
    links: _Links,
    known: tuple[Mapping[str, str | None], Mapping[int, str]],
) -> DatasetEntity:
    """Return a dataset as it is printed, by its rows; `known` are the tasks' ids, and what each row says of several datasets together."""
    task_ids, together = known
    alone = [row for row in rows if len(row.names) == 1]
    years = {year for _, year in printed if year}
    listed = sorted({task for row in rows for task in row.task_forms})
    return DatasetEntity(
        id=mint_id(NodeType.DATASET.kind, key),
        name=min(name for name, _ in printed),
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


def _tie_to_papers(rows_of: Mapping[str, list[DatasetRow]], papers: Sequence[PaperEntity]) -> defaultdict[str, _Links]:
    """Return the papers that introduce or mention each dataset, by link and by title."""
    links: defaultdict[str, _Links] = defaultdict(_Links)
    by_page: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    key_of_name: dict[str, str] = {}
    for row in {id(row): row for rows in rows_of.values() for row in rows}.values():
        key_of_name.update((name, fold(name)) for name in row.names)
        if row.url and len(row.names) == 1:
            for page in _pages((row.url,), read_identifiers(row.url).items()):
                by_page[page].add(fold(row.names[0]))
    by_first_word = _index_names(key_of_name)
    for paper in papers if key_of_name else ():
        for page in _pages(paper.urls, paper.identifiers):
            for key in by_page[page] if page in by_page and len(by_page[page]) <= _MOST_SHOWN else ():
                links[key].introduced_by.add(paper.id)
        for title in (paper.title, *paper.alternatives):
            for name, start in _find_names(title, by_first_word):
                _tie_by_title(links[key_of_name[name]], paper.id, name, title[:start], title[start + len(name) :])
    return links


_INTRODUCTION = re.compile(r"^(?P<name>[^:]{2,40}): (?:a|an|the)\b.*\b(?:data ?set|corpus|database)\b", re.IGNORECASE)


def _introduced_by_titles(papers: Sequence[PaperEntity], rows_of: Mapping[str, list[DatasetRow]]) -> dict[str, DatasetEntity]:
    """Return the datasets without a row whose introduction a title is: ``Name: A ... Dataset for ...``."""
    datasets: dict[str, DatasetEntity] = {}
    for paper in papers:
        match = _INTRODUCTION.match(paper.title)
        if match is None or fold(match["name"]) in rows_of or not _is_distinctive(match["name"]):
            continue
        key = fold(match["name"])
        earlier = datasets[key].introduced_by if key in datasets else ()
        introduced_by = tuple(sorted({*earlier, paper.id}))
        datasets[key] = DatasetEntity(mint_id(NodeType.DATASET.kind, key), match["name"], paper.year, introduced_by=introduced_by)
    return datasets


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
