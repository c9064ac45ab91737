"""Say of the entities of one of two graphs what comparing them needs: what each is called, where it is listed, what it leads to."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from avgraph.changes.change import Subject
from avgraph.changes.printed import PrintedForms
from avgraph.model.graph import Graph, Node
from avgraph.model.vocabulary import Attribute, NodeType, Relation
from avgraph.text.links import web_iri
from avgraph.views.papers import authorships_of
from avgraph.views.statistics import task_path

_NAME = {NodeType.PAPER: Attribute.TITLE, NodeType.AUTHOR: Attribute.NAME, NodeType.DATASET: Attribute.TITLE}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two graphs, with where its entities are listed."""

    graph: Graph
    lines: defaultdict[str, set[int]]
    namesakes: Counter[str]
    """How many people have a name."""
    printed: PrintedForms

    @classmethod
    def of(cls, graph: Graph) -> "Side":
        """Return a graph with where its entities are listed."""
        lines: defaultdict[str, set[int]] = defaultdict(set)
        for node in graph.nodes.values():
            first = [line for line, _ in node.lines]
            lines[node.id].update(first)
            if node.type is NodeType.ENTRY:
                for relation in (Relation.LISTS_PAPER, Relation.NAMES):
                    for target in node.targets(relation):
                        lines[target].update(first)
        namesakes = Counter(str(author.value(Attribute.NAME)) for author in graph.of_type(NodeType.AUTHOR))
        return cls(graph, lines, namesakes, PrintedForms(graph))

    def subject(self, node_id: str, *, is_distinct: bool = False) -> Subject:
        """Return an entity; `is_distinct` keeps what tells a person from namesakes of the graph in the label."""
        node = self.graph.nodes[node_id]
        has_namesake = node.type is NodeType.AUTHOR and self.namesakes[str(node.value(Attribute.NAME))] > 1
        label = node.label if is_distinct and has_namesake else self.label(node)
        urls = node.values(Attribute.URL) if node.type is NodeType.PAPER else ()
        url = next(filter(None, (web_iri(str(url)) for url in urls)), "")
        return Subject(node_id, label, tuple(sorted(self.lines.get(node_id, ()))), url, self.printed.instead_of(self.label(node), node))

    def label(self, node: Node) -> str:
        """Return the name of a node: of a task with those above it, of a person without what tells namesakes apart."""
        if node.type is NodeType.TASK:
            return task_path(self.graph, node.id)
        return str(node.value(_NAME[node.type])) if node.type in _NAME else node.label

    def forms(self, node: Node) -> set[str]:
        """Return what an entity is called, as the list prints it."""
        nodes = [node, *(self.entries(node) if node.type is NodeType.PAPER else ())]
        titles = (str(title) for each in nodes for title in each.values(Attribute.TITLE_AS_LISTED))
        return {self.label(node), *(name for each in nodes for name in each.names), *titles}

    def targets(self, node: Node, relation: Relation) -> Sequence[str]:
        """Return where a relation leads; authors in the order of the paper."""
        if relation is not Relation.HAS_AUTHOR:
            return node.targets(relation)
        return [author for authorship in self.authorships(node) for author in authorship.targets(Relation.AUTHOR)]

    def printed_targets(self, paper: Node, ids: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Yield what stands in entries of a paper for those of its targets whose labels the list nowhere prints, with the label."""
        for node in map(self.graph.nodes.__getitem__, ids if paper.type is NodeType.PAPER else ()):
            if printed := self.printed.instead_of(self.label(node), node, paper.id):
                yield self.label(node), printed

    def authorships(self, paper: Node) -> list[Node]:
        """Return the authorships of a paper in their order."""
        return authorships_of(self.graph, paper)

    def entries(self, paper: Node) -> list[Node]:
        """Return the entries that list a paper."""
        return [self.graph.nodes[entry] for entry in paper.targets(Relation.HAS_ENTRY)]
