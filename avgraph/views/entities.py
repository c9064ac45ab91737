"""Turn nodes into entities with what people expect of them: the authors of a paper in order, the papers of an author."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from avgraph.errors import UnknownEntityError
from avgraph.model.graph import Graph, Node, Value
from avgraph.model.vocabulary import BASE_IRI, Attribute, NodeType, Relation, VenueKind
from avgraph.text.likeness import nearest_names
from avgraph.views.papers import list_authors, papers_of
from avgraph.views.statistics import with_subtasks, year_of

_WHOLE = (NodeType.PAPER, NodeType.AUTHORSHIP)
"""What has all its edges even where a part of a graph is fetched."""


class Entity:
    """A node of the graph, and what it is tied to; made when it is looked at, the graph holds plain nodes."""

    __slots__ = ("entities", "node")

    def __init__(self, node: Node, entities: "Entities") -> None:
        """Hold a node and the entities it belongs to."""
        self.node = node
        """The node as it stands in the graph."""
        self.entities = entities
        """What it belongs to."""

    @property
    def id(self) -> str:
        """Kind and readable name, such as ``author/di_hu``."""
        return self.node.id

    @property
    def iri(self) -> str:
        """The id as a full IRI."""
        return self.entities.base_iri + self.node.id

    @property
    def type(self) -> NodeType:
        """What kind of thing it is."""
        return self.node.type

    @property
    def label(self) -> str:
        """The name by which it is shown."""
        return self.node.label

    @property
    def attributes(self) -> Mapping[Attribute, tuple[Value, ...]]:
        """Values per attribute, in a fixed order."""
        return self.node.attributes

    @property
    def edges(self) -> Mapping[Relation, tuple[str, ...]]:
        """Ids of the target nodes per relation, in a fixed order."""
        return self.node.edges

    @property
    def lines(self) -> tuple[tuple[int, int], ...]:
        """First and last line of each place in the source that the node itself is read from."""
        return self.node.lines

    @property
    def venue_kind(self) -> VenueKind | None:
        """What kind of venue it is, where it is one."""
        return self.node.venue_kind

    def value(self, attribute: Attribute) -> Value | None:
        """Return the first value of an attribute, or None."""
        return self.node.value(attribute)

    def targets(self, *relations: Relation) -> "list[Any]":
        """Return the entities to which these relations lead."""
        entities = self.entities if self.type in _WHOLE else self.entities.around(self.id)
        edges = entities.graph.nodes[self.id].edges
        return [entities[target] for relation in relations for target in edges.get(relation, ())]

    @property
    def papers(self) -> "list[Paper]":
        """The papers it has to do with, newest first; those of its subtasks count for a task."""
        return self.entities.around(self.id).papers_of(self.node)

    def __eq__(self, other: object) -> bool:
        """Tell whether two entities, or an entity and a node, say the same."""
        if isinstance(other, Entity):
            return self.node == other.node
        return self.node == other if isinstance(other, Node) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.node.id)

    def __repr__(self) -> str:
        """Return a line with the type, the id and the label."""
        return f"<{self.type} {self.id!r}: {self.label}>"


class Paper(Entity):
    """A paper."""

    __slots__ = ()

    @property
    def title(self) -> str:
        """The title, of several the one by which it is shown."""
        return self.label

    @property
    def url(self) -> str | None:
        """The address that the list gives, or the first of several, or None."""
        return self._text(Attribute.URL)

    @property
    def doi(self) -> str | None:
        """The DOI, where a link of the list holds it."""
        return self._text(Attribute.DOI)

    @property
    def arxiv_id(self) -> str | None:
        """The arXiv identifier, where a link of the list holds it."""
        return self._text(Attribute.ARXIV_ID)

    @property
    def year(self) -> int | None:
        """The year, or None."""
        return year_of(self.node)

    @property
    def authors(self) -> "list[Author]":
        """The authors, in the order of the paper."""
        authors: list[Any] = [self.entities[author] for author in list_authors(self.entities.graph, self.node)]
        return authors

    @property
    def venues(self) -> "list[Venue]":
        """The venues; copies of a paper may name several."""
        return self.targets(Relation.PUBLISHED_IN)

    @property
    def venue(self) -> "Venue | None":
        """The venue, or the first of several, or None."""
        return next(iter(self.venues), None)

    @property
    def institutions(self) -> "list[Institution]":
        """The institutions that it lists."""
        return self.targets(Relation.LISTS_INSTITUTION)

    @property
    def tasks(self) -> "list[Task]":
        """The tasks it stands under."""
        return self.targets(Relation.ADDRESSES_TASK)

    @property
    def summary(self) -> str | None:
        """What the list says it is about, the longest of its entries' summaries, or None."""
        return max(self._values_of_entries(Attribute.SUMMARY_AS_LISTED), key=len, default=None)

    @property
    def keywords(self) -> list[str]:
        """The keywords of its entries."""
        return self._values_of_entries(Attribute.KEYWORD)

    def _text(self, attribute: Attribute) -> str | None:
        return next(map(str, self.node.values(attribute)), None)

    def _values_of_entries(self, attribute: Attribute) -> list[str]:
        return list(dict.fromkeys(str(each) for entry in self.targets(Relation.HAS_ENTRY) for each in entry.node.values(attribute)))

    @property
    def datasets(self) -> "list[Dataset]":
        """The datasets that it introduces or mentions."""
        return self.targets(Relation.INTRODUCES_DATASET, Relation.MENTIONS_DATASET)


class Author(Entity):
    """A person who wrote papers."""

    __slots__ = ()

    @property
    def coauthors(self) -> "list[Author]":
        """The people with whom papers were written, most papers first."""
        return most_common(author for paper in self.papers for author in paper.authors if author.id != self.id)

    @property
    def institutions(self) -> "list[Institution]":
        """The institutions with which the list ties the author."""
        return self.targets(Relation.AFFILIATED_WITH)

    @property
    def tasks(self) -> "list[Task]":
        """The tasks of the papers, most papers first."""
        return most_common(task for paper in self.papers for task in paper.tasks)


class Institution(Entity):
    """An organisation that papers list."""

    __slots__ = ()

    @property
    def authors(self) -> "list[Author]":
        """The authors whom the list ties to it."""
        authors = (author for paper in self.papers for author in paper.authors)
        return sorted({author for author in authors if self.id in author.node.targets(Relation.AFFILIATED_WITH)}, key=lambda each: each.id)


class Task(Entity):
    """A heading of the list."""

    __slots__ = ()

    @property
    def broader(self) -> "Task | None":
        """The task above, or None."""
        return next(iter(self.targets(Relation.BROADER)), None)

    @property
    def subtasks(self) -> "list[Task]":
        """The tasks below, at any depth."""
        entities = self.entities
        return [task for each in with_subtasks(entities.graph, self.id)[1:] if isinstance(task := entities[each], Task)]

    @property
    def authors(self) -> "list[Author]":
        """The authors of its papers, most papers first."""
        return most_common(author for paper in self.papers for author in paper.authors)


class Dataset(Entity):
    """A dataset of the table, or one that a paper names."""

    __slots__ = ()

    @property
    def tasks(self) -> "list[Task]":
        """The tasks it is used for."""
        return self.targets(Relation.USED_FOR_TASK)


class Venue(Entity):
    """A conference, journal, workshop or preprint server."""

    __slots__ = ()


_CLASSES: dict[NodeType, type[Entity]] = {
    NodeType.PAPER: Paper,
    NodeType.AUTHOR: Author,
    NodeType.INSTITUTION: Institution,
    NodeType.TASK: Task,
    NodeType.DATASET: Dataset,
    NodeType.VENUE: Venue,
}


class Entities(Mapping[str, Entity]):
    """The entities of a graph by id or IRI."""

    def __init__(self, graph: Graph, base_iri: str = BASE_IRI, fetch: "Callable[[str], Entities] | None" = None) -> None:
        """Hold a graph; where that is a part alone, `fetch` returns the entities around one, all its papers among them."""
        self.graph = graph
        self.base_iri = base_iri
        self._fetch = fetch

    def __getitem__(self, key: str) -> Entity:
        """Return an entity by id or IRI. Raises UnknownEntityError, which is a KeyError, with the nearest ids."""
        node = self.graph.nodes.get(key.removeprefix(self.base_iri))
        if node is None:
            kind = f"{key.removeprefix(self.base_iri).partition('/')[0]}/"
            alike = [each for each in self.graph.nodes if each.startswith(kind)]
            raise UnknownEntityError(key, nearest_names(key.removeprefix(self.base_iri), alike))
        return _CLASSES.get(node.type, Entity)(node, self)

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids."""
        return iter(self.graph.nodes)

    def __len__(self) -> int:
        return len(self.graph)

    def of_type(self, node_type: NodeType) -> "list[Any]":
        """Return the entities of one type, by id."""
        return [self[node.id] for node in self.graph.of_type(node_type)]

    def around(self, key: str) -> "Entities":
        """Return entities among which are all papers of one of them."""
        return self if self._fetch is None else self._fetch(key)

    def papers_of(self, node: Node) -> list[Paper]:
        """Return the papers of a node, newest first."""
        return [Paper(paper, self) for paper in papers_of(self.graph, node)]


def most_common(entities: Iterable[Any]) -> list[Any]:
    """Return each entity once, those that come most often first, then by label."""
    counts = Counter(entities)
    return sorted(counts, key=lambda each: (-counts[each], each.label, each.id))
