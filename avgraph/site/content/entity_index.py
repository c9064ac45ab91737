"""Hold the papers and entities of a graph by their ids, read once from an engine, for lists, figures and the search."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from avgraph.errors import QueryError
from avgraph.model.graph import RELATIONS_TO
from avgraph.model.vocabulary import AVG, TASK_SEPARATOR, Relation, VenueKind, local_name
from avgraph.sparql.engine import Engine
from avgraph.text.folding import fold, without_diacritics
from avgraph.views.find import NAMED_TYPES

MOST_LINKS = 200_000
"""Links between papers and entities up to which lists are made; they are held in memory."""
LINKS = {node_type.kind: relations for node_type, relations in RELATIONS_TO.items()}
"""What leads from a paper to entities of a kind."""
_VALUES = {
    "country": "avg:country",
    "sector": "avg:sector",
    "status": "avg:identityStatus",
    "year": "avg:year",
    "videos": "avg:videoCount",
    "hours": "avg:durationHours",
    "affiliated": "avg:affiliatedWith",
    "used for": "avg:usedForTask",
    "part of": "org:subOrganizationOf",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper and what it leads to."""

    id: str
    year: int | None
    links: Mapping[str, tuple[str, ...]]
    """Ids of entities by their kind; a task also through those below it."""


class EntityIndex:
    """The papers and entities of a graph."""

    def __init__(self, engine: Engine, *, is_bounded: bool = True) -> None:
        """Read them. Raises QueryError where it is bounded and there are too many."""
        self._engine = engine
        count = next(iter(engine.rows(f"SELECT (COUNT(*) AS ?n) {{ ?paper {_path(LINKS['author'])} ?node }}", "number")), (0,))[0]
        if is_bounded and count > MOST_LINKS:
            message = f"lists are made of graphs with up to {MOST_LINKS:,} authorships, and this one has {count:,}; ask it with SPARQL"
            raise QueryError(message)
        self.labels: dict[str, dict[str, str]] = {}
        for node_type in NAMED_TYPES:
            rows = engine.rows(f"SELECT ?node ?label {{ ?node a avg:{node_type} ; rdfs:label ?label }}", "iri", "text")
            self.labels[node_type.kind] = dict(sorted((self._id(node), label) for node, label in rows))
        self.forms = self._collect("skos:altLabel|skos:hiddenLabel|dcterms:alternative")
        self.values = {name: self._collect(path) for name, path in _VALUES.items()}
        self.broader = {task: above[0] for task, above in self._collect("skos:broader").items()}
        self.papers = self._read_papers()

    def _id(self, value: Any) -> Any:
        return value.removeprefix(self._engine.base) if isinstance(value, str) else value

    def _collect(self, path: str) -> dict[str, list[Any]]:
        values: defaultdict[str, list[Any]] = defaultdict(list)
        for node, value in self._engine.rows(f"SELECT DISTINCT ?node ?value {{ ?node {path} ?value }} ORDER BY ?node ?value"):
            values[self._id(node)].append(self._id(value))
        return dict(values)

    def _read_papers(self) -> dict[str, Paper]:
        links = {kind: self._collect(_path(relations)) for kind, relations in LINKS.items()}
        places = self._engine.rows("SELECT ?paper ?author ?place { ?ship avg:ofPaper ?paper ; avg:author ?author ; avg:position ?place }")
        for paper, author, _ in sorted(places, key=lambda row: row[2], reverse=True):
            # The first in the order of the paper is put first last.
            authors = links["author"].get(self._id(paper), [])
            if self._id(author) in authors:
                authors.remove(self._id(author))
                authors.insert(0, self._id(author))
        years = self.values["year"]
        papers = {}
        for paper in self.labels["paper"]:
            own = {kind: tuple(ids.get(paper, ())) for kind, ids in links.items()}
            own["task"] = tuple(dict.fromkeys(each for task in own["task"] for each in self.with_broader(task)))
            papers[paper] = Paper(paper, next(iter(years.get(paper, ())), None), own)
        return papers

    def with_broader(self, task: str) -> list[str]:
        """Return a task and those above it."""
        path = [task]
        while (above := self.broader.get(path[-1])) is not None and above not in path:
            path.append(above)
        return path

    def task_path(self, task: str) -> str:
        """Return the label of a task after those above it."""
        return TASK_SEPARATOR.join(self.labels["task"].get(each, each) for each in reversed(self.with_broader(task)))

    @cached_property
    def tasks_in_order(self) -> list[str]:
        """The tasks in the order of their headings, those below another after it."""
        rows = self._engine.rows(
            "SELECT ?task ?place { ?task a avg:Task ; prov:hadPrimarySource|^prov:wasPrimarySourceOf ?place }", "iri", "iri"
        )
        lines: defaultdict[str, int] = defaultdict(int)
        for task, place in rows:
            match = re.search(r"#line=([0-9]{1,9}),", place)
            lines[self._id(task)] = int(match[1]) if match else 0
        return sorted(self.labels["task"], key=lambda task: [(lines[each], each) for each in reversed(self.with_broader(task))])

    @cached_property
    def venue_kinds(self) -> dict[str, str]:
        """The kind of each venue of which it is known."""
        kinds = ", ".join(f"avg:{kind}" for kind in VenueKind)
        rows = self._engine.rows(f"SELECT ?venue ?kind {{ ?venue a ?kind FILTER(?kind IN ({kinds})) }}", "iri", "iri")
        return {self._id(venue): local_name(kind) for venue, kind in rows if kind.startswith(AVG)}

    def all_labels(self, node: str) -> list[str]:
        """Return the label and the other forms of an entity."""
        return [self.label(node), *map(str, self.forms.get(node, ()))]

    @cached_property
    def names_in_words(self) -> dict[str, list[list[str]]]:
        """The words of each name of each entity, as the search compares them."""
        return {node: [fold_words(form) for form in self.all_labels(node)] for _, node in self.entities()}

    @cached_property
    def paper_counts(self) -> Counter[str]:
        """The number of papers that lead to each entity."""
        return Counter(node for paper in self.papers.values() for ids in paper.links.values() for node in ids)

    def label(self, node: str) -> str:
        """Return the label of an entity, or its id."""
        return self.labels.get(node.partition("/")[0], {}).get(node, node)

    def value(self, node: str, name: str) -> Any:
        """Return the first value of a property of `_VALUES`, or None."""
        return next(iter(self.values[name].get(node, ())), None)

    def papers_by_entity(self, kind: str, papers: Iterable[Paper]) -> dict[str, list[Paper]]:
        """Return those of some papers that lead to each entity of a kind."""
        by_entity: defaultdict[str, list[Paper]] = defaultdict(list)
        for paper in papers:
            for node in paper.links[kind]:
                by_entity[node].append(paper)
        return by_entity

    def entities(self) -> Iterator[tuple[str, str]]:
        """Yield the kind and the id of every entity."""
        return ((kind, node) for kind, labels in self.labels.items() for node in labels)


KINDS = {node_type.kind: node_type for node_type in NAMED_TYPES}
"""The kinds of entities that have lists, by the first part of their ids."""


def fold_words(text: str) -> list[str]:
    """Return the words of a text as they are compared."""
    return "".join(char if char.isalnum() else " " for char in without_diacritics(fold(text))).split()


def _path(relations: Iterable[Relation]) -> str:
    return "|".join(f"avg:{relation}" for relation in relations)
