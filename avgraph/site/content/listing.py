"""List the entities of a kind with what is counted over their papers, in an order and narrowed as a reader asks."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from avgraph.model.vocabulary import continents, country_labels
from avgraph.site.content.entity_index import LINKS, EntityIndex, Paper, fold_words
from avgraph.text.folding import fold

Cell = Any
"""A number, a text, nothing, or a list of entities, each with `label` and `id`."""


class Column(NamedTuple):
    """A column of a list."""

    key: str
    is_number: bool
    compute: Callable[[EntityIndex, str, Sequence[Paper]], Cell]
    """From an entity and its papers."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a list is narrowed by."""

    words: str = ""
    """Each must begin a word of what a row says."""
    since: int | None = None
    until: int | None = None
    entities: tuple[str, ...] = ()
    """Ids of entities that the papers must lead to."""
    place: str = ""
    """A continent or the code of a country, where an institution of the papers must lie, and people and institutions themselves."""

    def keeps(self, paper: Paper, entity_index: EntityIndex) -> bool:
        """Tell whether a paper is among those that are counted."""
        codes = continents().get(self.place, {self.place})
        if self.place and not any(entity_index.value(each, "country") in codes for each in paper.links["institution"]):
            return False
        year = paper.year
        if (self.since is not None and (year is None or year < self.since)) or (
            self.until is not None and (year is None or year > self.until)
        ):
            return False
        return all(node in paper.links.get(node.partition("/")[0], ()) for node in self.entities)

    @property
    def is_of_papers(self) -> bool:
        """Whether it leaves papers out, and entities that have none of the others."""
        return bool(self.entities or self.place) or self.since is not None or self.until is not None


def _count(entity_index: EntityIndex, node: str, papers: Sequence[Paper]) -> int:
    del entity_index, node
    return len(papers)


def _first(entity_index: EntityIndex, node: str, papers: Sequence[Paper]) -> int | None:
    del entity_index, node
    return min((paper.year for paper in papers if paper.year is not None), default=None)


def _last(entity_index: EntityIndex, node: str, papers: Sequence[Paper]) -> int | None:
    del entity_index, node
    return max((paper.year for paper in papers if paper.year is not None), default=None)


def _people(entity_index: EntityIndex, node: str, papers: Sequence[Paper]) -> int:
    del entity_index
    return len({author for paper in papers for author in paper.links["author"]} - {node})


def _linked(kind: str) -> Callable[[EntityIndex, str, Sequence[Paper]], Cell]:
    """Return what a paper leads to; of the tasks those beneath which it has no other."""

    def compute(entity_index: EntityIndex, node: str, papers: Sequence[Paper]) -> Cell:
        del papers
        ids = entity_index.papers[node].links[kind]
        above = {each for task in ids for each in entity_index.with_broader(task)[1:]} if kind == "task" else set()
        return _entities(entity_index, (each for each in ids if each not in above))

    return compute


def _value(name: str) -> Callable[[EntityIndex, str, Sequence[Paper]], Cell]:
    return lambda entity_index, node, _: entity_index.value(node, name)


def _named(name: str) -> Callable[[EntityIndex, str, Sequence[Paper]], Cell]:
    return lambda entity_index, node, _: _entities(entity_index, entity_index.values[name].get(node, ()))


def _affiliated(entity_index: EntityIndex, node: str, papers: Sequence[Paper]) -> int:
    authors = {author for paper in papers for author in paper.links["author"]}
    return sum(node in entity_index.values["affiliated"].get(author, ()) for author in authors)


def _datasets(entity_index: EntityIndex, node: str, papers: Sequence[Paper]) -> int:
    del papers
    return sum(any(node in entity_index.with_broader(task) for task in tasks) for tasks in entity_index.values["used for"].values())


def _above(entity_index: EntityIndex, node: str, papers: Sequence[Paper]) -> Cell:
    del papers
    return _entities(entity_index, reversed(entity_index.with_broader(node)[1:]))


def _entities(entity_index: EntityIndex, ids: Iterable[str]) -> list[dict[str, str]]:
    return [{"label": entity_index.label(node), "id": node} for node in ids]


_PAPERS, _FIRST, _LAST = Column("papers", True, _count), Column("first year", True, _first), Column("last year", True, _last)
COLUMNS: dict[str, tuple[Column, ...]] = {
    "author": (
        _PAPERS, Column("co-authors", True, _people), _FIRST, _LAST, Column("affiliated with", False, _named("affiliated")),
    ),
    "paper": (
        Column("year", True, _value("year")), Column("venue", False, _linked("venue")), Column("authors", False, _linked("author")),
        Column("tasks", False, _linked("task")),
    ),
    "institution": (
        _PAPERS, Column("stated people", True, _affiliated), _FIRST, _LAST, Column("country", False, _value("country")),
        Column("sector", False, _value("sector")), Column("part of", False, _named("part of")),
    ),
    "task": (_PAPERS, Column("people", True, _people), Column("datasets", True, _datasets), _FIRST, _LAST, Column("part of", False, _above)),
    "dataset": (
        Column("year", True, _value("year")), Column("videos", True, _value("videos")), Column("hours", True, _value("hours")), _PAPERS,
        Column("used for", False, _named("used for")),
    ),
    "venue": (
        _PAPERS, Column("people", True, _people), _FIRST, _LAST, Column("kind", False, lambda entity_index, node, _: entity_index.venue_kinds.get(node)),
    ),
}  # fmt: skip
"""The columns of each kind, beside the name."""


def columns_of(kind: str, place: str = "") -> tuple[Column, ...]:
    """Return the columns of a list; of people and institutions in a place also whether they are there, `stated` or `possible`."""
    if not place or kind not in ("author", "institution"):
        return COLUMNS[kind]
    return (*COLUMNS[kind], Column("there", False, lambda entity_index, node, _: _presence_in(entity_index, node, place)))


def _presence_in(entity_index: EntityIndex, node: str, place: str) -> str | None:
    """Return how a person or an institution lies in a place; None where it lies elsewhere. The page does the same (``standingIn``).

    A person is possible there where no institution is stated for them whose country is known: papers of theirs list one there.
    """
    is_author = node.startswith("author/")
    countries = {
        entity_index.value(each, "country") for each in (entity_index.values["affiliated"].get(node, ()) if is_author else (node,))
    } - {None}
    if countries & continents().get(place, {place}):
        return "stated"
    return "possible" if is_author and not countries else None


def list_entities(entity_index: EntityIndex, kind: str, narrowing: Narrowing, sort: str = "") -> list[dict[str, Any]]:
    """Return the rows of a kind: `id`, `label`, `note` and the cells by column; `sort` is a column, after ``-`` with the largest first.

    Without `sort` those with the most papers come first, the newest of papers; rows without a value always come last.
    """
    papers = [paper for paper in entity_index.papers.values() if narrowing.keeps(paper, entity_index)]
    by_entity = entity_index.papers_by_entity(kind, papers) if kind in LINKS else {paper.id: [paper] for paper in papers}
    nodes = [node for node in entity_index.labels[kind] if node in by_entity or not narrowing.is_of_papers]
    columns = columns_of(kind, narrowing.place)
    rows = []
    for node in nodes:
        own = by_entity.get(node, [])
        cells = {column.key: column.compute(entity_index, node, own) for column in columns}
        if cells.get("there", "") is None:
            continue
        rows.append({"id": node, "label": entity_index.label(node), "note": entity_index.value(node, "status"), **cells})
    wanted = fold_words(narrowing.words)
    if wanted:
        rows = [row for row in rows if begin_words(wanted, _text_of(entity_index, row))]
    default = "-year" if kind == "paper" else "year" if kind == "dataset" else "-papers"
    return sort_rows(rows, sort or default)


def list_places(entity_index: EntityIndex) -> list[dict[str, str]]:
    """Return the continents and the countries where institutions lie, by `id` and `label`."""
    codes = {code for values in entity_index.values["country"].values() for code in values}
    names = sorted((name, code) for code, name in country_labels().items() if code in codes)
    countries = [{"id": code, "label": name} for name, code in names]
    return [*({"id": name, "label": name} for name, held in continents().items() if held & codes), *countries]


def rows_with_iris(rows: Iterable[dict[str, Any]], base: str) -> list[dict[str, Any]]:
    """Return rows with the IRIs of their entities."""
    return [{"iri": base + row["id"], **row} for row in rows]


def rows_as_csv(rows: Iterable[dict[str, Any]], names: Iterable[str], base: str) -> str:
    """Return rows as CSV, with the columns of some names, entities of a cell by their labels; what a spreadsheet would take for a formula begins with an apostrophe."""
    from avgraph.export.csv_tables import cell

    def text(value: Any) -> str:
        joined = "; ".join(each["label"] for each in value) if isinstance(value, list) else value
        return "" if joined is None else str(cell(joined))

    columns = list(names)
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(["iri", "name", "note", *columns])
    writer.writerows([base + row["id"], *(text(row[key]) for key in ("label", "note", *columns))] for row in rows)
    return file.getvalue()


def sort_rows(rows: list[dict[str, Any]], sort: str) -> list[dict[str, Any]]:
    """Return rows by a column, of equals by name; the largest first where it begins with ``-``; what has no value last."""
    key, is_reversed = sort.removeprefix("-"), sort.startswith("-")

    def place(row: dict[str, Any]) -> Any:
        value = row[key]
        if isinstance(value, list):
            return fold(", ".join(each["label"] for each in value))
        return fold(value) if isinstance(value, str) else value

    rows = sorted(rows, key=lambda row: (fold(row["label"]), row["id"]))
    absent = [row for row in rows if row[key] in (None, [])]
    present = [row for row in rows if row[key] not in (None, [])]
    return [*sorted(present, key=place, reverse=is_reversed), *absent]


def begin_words(wanted: Iterable[str], words: Sequence[str]) -> bool:
    """Tell whether each of some texts begins one of the words."""
    return all(any(word.startswith(each) for word in words) for each in wanted)


def _text_of(entity_index: EntityIndex, row: dict[str, Any]) -> list[str]:
    texts = entity_index.all_labels(row["id"])
    for value in row.values():
        texts += [each["label"] for each in value] if isinstance(value, list) else [str(value)]
    return fold_words(" ".join(texts))
