"""Describe what the graph knows about one entity."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from avgraph.model.graph import Graph, Node
from avgraph.model.ontology import load_ontology
from avgraph.model.vocabulary import BASE_IRI, NAME_ATTRIBUTES, Attribute, NodeType, Relation
from avgraph.text.links import IDENTIFIER_SCHEMES
from avgraph.views.papers import dataset_facts, list_authors
from avgraph.views.statistics import task_path, with_subtasks, year_of
from avgraph.views.wording import name_fact

if TYPE_CHECKING:
    from avgraph.resolution.entities import Resolved


class Value(NamedTuple):
    """One value of a fact."""

    text: str
    id: str | None = None
    """Of the entity that it names, where it names one."""


@dataclass(frozen=True, slots=True)
class Description:
    """What the graph knows about one entity, in the order a person asks."""

    id: str
    iri: str
    type: str
    label: str
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    """Name of a fact and its values."""
    papers: tuple[tuple[str, int | None, str], ...]
    """Title, year and venue of the papers it has to do with, newest first."""
    lines: tuple[str, ...]
    """The places in the source it is read from, as ``file:line``."""
    merges: tuple[str, ...] = ()
    """Why its forms are held to be one, where the list is at hand."""
    near_misses: tuple[str, ...] = ()
    """The forms that look like its own and were kept apart."""
    ids: tuple[tuple[str | None, ...], ...] = ()
    """For each value of `facts` the id of the entity that it names, or None."""

    def to_dict(self) -> dict[str, Any]:
        """Return what JSON writes of it: facts, and the ids of the entities that they name, by the name of the fact."""
        names = [name for name, _ in self.facts]
        return {**asdict(self), "facts": dict(self.facts), "ids": dict(zip(names, self.ids, strict=True))}


def describe(graph: Graph, node: Node, base: str = BASE_IRI, resolved: "Resolved | None" = None) -> Description:
    """Return what the graph knows about one node, and with what the list was resolved to, why its forms are one."""
    papers = papers_of(graph, node)
    facts = [(name, values) for name, values in _facts(graph, node, papers) if values]
    rows = [
        (paper.label, year_of(paper), ", ".join(graph.nodes[venue].label for venue in paper.edges.get(Relation.PUBLISHED_IN, ())))
        for paper in papers
    ]
    if node.type is NodeType.PAPER:
        rows = []
    label = node.venue_kind.value if node.venue_kind else node.type.value
    merges: tuple[str, ...] = ()
    near_misses: tuple[str, ...] = ()
    if resolved:
        from avgraph.resolution.explain import merges_of, near_misses_of

        merges, near_misses = merges_of(resolved, node.id), near_misses_of(resolved, node.id)
    texts = tuple((name, tuple(value.text for value in values)) for name, values in facts)
    ids = tuple(tuple(value.id for value in values) for _, values in facts)
    return Description(
        node.id, base + node.id, label, node.label, texts, tuple(rows), _lines(graph, node, papers), merges, near_misses, ids
    )


def papers_of(graph: Graph, node: Node) -> list[Node]:
    """Return the papers that an entity has to do with, newest first; a task's subtasks count."""
    if node.type is NodeType.PAPER:
        return [node]
    targets = {node.id}
    if node.type is NodeType.TASK:
        targets = set(with_subtasks(graph, node.id))
    papers = [
        paper
        for paper in graph.of_type(NodeType.PAPER)
        if any(not targets.isdisjoint(ids) for relation, ids in paper.edges.items() if relation is not Relation.HAS_ENTRY)
    ]
    return sorted(papers, key=lambda paper: (-(year_of(paper) or 0), paper.label, paper.id))


def _labels(graph: Graph, ids: Iterable[str]) -> list[Value]:
    return [Value(graph.nodes[node].label, node) for node in ids]


def _counted(counts: Counter[str], graph: Graph, most: int = 12) -> list[Value]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], graph.nodes[item[0]].label))
    shown = [Value(f"{graph.nodes[node].label} ({count})", node) for node, count in ordered[:most]]
    return [*shown, Value(f"and {len(ordered) - most} more")] if len(ordered) > most else shown


def _texts(node: Node, attribute: Attribute) -> list[Value]:
    return [Value(str(value)) for value in node.attributes.get(attribute, ())]


_ELSEWHERE = frozenset(
    (
        *NAME_ATTRIBUTES, *(scheme.attribute for scheme in IDENTIFIER_SCHEMES),
        Attribute.IDENTITY_STATUS, Attribute.YEAR, Attribute.URL, Attribute.VIDEO_COUNT, Attribute.DURATION_HOURS, Attribute.IS_LOWER_BOUND,
        Attribute.DATA_FORM, Attribute.VIDEO_SOURCE, Attribute.TASK_AS_LISTED, Attribute.DESCRIPTION,
    )
)  # fmt: skip
"""What is the label, or has a place and a name of its own; all other attributes come by the labels of the ontology."""


def _facts(graph: Graph, node: Node, papers: Sequence[Node]) -> Iterable[tuple[str, list[Value]]]:
    yield name_fact(Attribute.ALT_LABEL), [*_texts(node, Attribute.ALT_LABEL), *_texts(node, Attribute.ALTERNATIVE)]
    yield name_fact(Attribute.HIDDEN_LABEL), _texts(node, Attribute.HIDDEN_LABEL)
    for attribute in node.attributes:
        if attribute not in _ELSEWHERE:
            label = load_ontology().label(attribute.iri)
            yield label[:1].upper() + label[1:], _texts(node, attribute)
    if node.type is NodeType.PAPER:
        yield from _paper_facts(graph, node)
        return
    if node.type is NodeType.AUTHOR:
        coauthors = Counter(other for paper in papers for other in paper.edges[Relation.HAS_AUTHOR] if other != node.id)
        candidates = Counter(
            institution
            for ship in graph.of_type(NodeType.AUTHORSHIP)
            if ship.edges[Relation.AUTHOR][0] == node.id
            for institution in ship.edges.get(Relation.CANDIDATE_AFFILIATION, ())
        )
        yield name_fact(Relation.AFFILIATED_WITH), _labels(graph, node.edges.get(Relation.AFFILIATED_WITH, ()))
        yield name_fact(Relation.CANDIDATE_AFFILIATION), _counted(candidates, graph)
        yield "Co-authors", _counted(coauthors, graph)
    elif node.type is NodeType.INSTITUTION:
        yield (
            "Authors",
            _labels(graph, (a.id for a in graph.of_type(NodeType.AUTHOR) if node.id in a.edges.get(Relation.AFFILIATED_WITH, ()))),
        )
        partners = Counter(other for paper in papers for other in paper.edges[Relation.LISTS_INSTITUTION] if other != node.id)
        yield "Listed with", _counted(partners, graph)
    elif node.type is NodeType.TASK:
        yield "Path", [Value(task_path(graph, node.id))]
        yield "Subtasks", _labels(graph, (task for task in with_subtasks(graph, node.id) if task != node.id))
        yield "Authors", _counted(Counter(author for paper in papers for author in paper.edges.get(Relation.HAS_AUTHOR, ())), graph)
    elif node.type is NodeType.DATASET:
        yield from _dataset_facts(node, papers)
        return
    if node.type is not NodeType.TASK:
        yield (
            name_fact(Relation.ADDRESSES_TASK),
            _counted(Counter(task for paper in papers for task in paper.edges.get(Relation.ADDRESSES_TASK, ())), graph),
        )


def _paper_facts(graph: Graph, paper: Node) -> Iterable[tuple[str, list[Value]]]:
    yield name_fact(Attribute.YEAR), _texts(paper, Attribute.YEAR)
    yield name_fact(Relation.PUBLISHED_IN), _labels(graph, paper.edges.get(Relation.PUBLISHED_IN, ()))
    yield name_fact(Relation.HAS_AUTHOR), _labels(graph, list_authors(graph, paper))
    yield name_fact(Relation.LISTS_INSTITUTION), _labels(graph, paper.edges.get(Relation.LISTS_INSTITUTION, ()))
    yield name_fact(Relation.ADDRESSES_TASK), [Value(task_path(graph, task), task) for task in paper.edges.get(Relation.ADDRESSES_TASK, ())]
    yield name_fact(Relation.INTRODUCES_DATASET), _labels(graph, paper.edges.get(Relation.INTRODUCES_DATASET, ()))
    yield name_fact(Relation.MENTIONS_DATASET), _labels(graph, paper.edges.get(Relation.MENTIONS_DATASET, ()))
    for scheme in IDENTIFIER_SCHEMES:
        yield scheme.attribute.value, _texts(paper, scheme.attribute)
    yield name_fact(Attribute.URL), _texts(paper, Attribute.URL)
    entries = [graph.nodes[entry] for entry in paper.edges.get(Relation.HAS_ENTRY, ())]
    for attribute in (Attribute.SUMMARY_AS_LISTED, Attribute.KEYWORD):
        yield name_fact(attribute), list(dict.fromkeys(value for entry in entries for value in _texts(entry, attribute)))


def _dataset_facts(node: Node, papers: Sequence[Node]) -> Iterable[tuple[str, list[Value]]]:
    yield from ((name, [Value(text) for text in texts]) for name, texts in dataset_facts(node))
    yield (
        "Introduced by",
        [Value(paper.label, paper.id) for paper in papers if node.id in paper.edges.get(Relation.INTRODUCES_DATASET, ())],
    )
    yield name_fact(Attribute.DESCRIPTION), _texts(node, Attribute.DESCRIPTION)
    yield name_fact(Attribute.URL), _texts(node, Attribute.URL)


def _lines(graph: Graph, node: Node, papers: Sequence[Node]) -> tuple[str, ...]:
    places = set(node.lines)
    if not places:
        for paper in papers:
            for entry in paper.edges.get(Relation.HAS_ENTRY, ()):
                names = graph.nodes[entry].edges.get(Relation.NAMES, ())
                if node.type in (NodeType.PAPER, NodeType.TASK) or node.id in names:
                    places.update(graph.nodes[entry].lines)
    return tuple(f"{graph.source.path}:{first}" for first, _ in sorted(places))
