"""Describe what the graph knows about one entity."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, NamedTuple

from avgraph.model.graph import Graph, Node
from avgraph.model.vocabulary import BASE_IRI, NodeType, Relation
from avgraph.views.facts import collect_facts
from avgraph.views.papers import list_authors, papers_of
from avgraph.views.statistics import year_of

if TYPE_CHECKING:
    from avgraph.resolution.entities import Resolved


class EntityLabel(NamedTuple):
    """An entity by its label."""

    label: str
    id: str


class DescribedPaper(NamedTuple):
    """What a paper of a description leads to."""

    id: str
    authors: tuple[EntityLabel, ...]
    """In the order of the paper."""
    venues: tuple[EntityLabel, ...]


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
    counts: tuple[tuple[int | None, ...], ...] = ()
    """For each value of `facts` the number of papers over which it is counted, or None."""
    works: tuple[DescribedPaper, ...] = ()
    """For each of `papers` its id, its authors and its venues."""
    forms: tuple[str, ...] = ()
    """What it is called in the list, its label first."""
    places: tuple[tuple[int, int], ...] = ()
    """First and last line of each place of `lines`."""

    def to_dict(self) -> dict[str, Any]:
        """Return what JSON writes of it: facts, and the ids and counts of their values, by the name of the fact."""
        names = [name for name, _ in self.facts]
        by_name = {"ids": dict(zip(names, self.ids, strict=True)), "counts": dict(zip(names, self.counts, strict=True))}
        works = [
            {"id": work.id, **{key: [each._asdict() for each in getattr(work, key)] for key in ("authors", "venues")}}
            for work in self.works
        ]
        own = {each.name: getattr(self, each.name) for each in fields(self)}
        return {**own, "facts": dict(self.facts), **by_name, "works": works}


def describe(graph: Graph, node: Node, base: str = BASE_IRI, resolved: "Resolved | None" = None) -> Description:
    """Return what the graph knows about one node, and with what the list was resolved to, why its forms are one."""
    papers = papers_of(graph, node)
    facts = [(name, values) for name, values in collect_facts(graph, node, papers) if values]
    works = [
        DescribedPaper(paper.id, _labels(graph, list_authors(graph, paper)), _labels(graph, paper.targets(Relation.PUBLISHED_IN)))
        for paper in (papers if node.type is not NodeType.PAPER else ())
    ]
    merges: tuple[str, ...] = ()
    near_misses: tuple[str, ...] = ()
    if resolved:
        from avgraph.resolution.explain import merges_of, near_misses_of

        merges, near_misses = merges_of(resolved, node.id), near_misses_of(resolved, node.id)
    places = _places(graph, node, papers)
    return Description(
        id=node.id,
        iri=base + node.id,
        type=node.venue_kind.value if node.venue_kind else node.type.value,
        label=node.label,
        facts=tuple((name, tuple(value.text for value in values)) for name, values in facts),
        papers=tuple(
            (paper.label, year_of(paper), ", ".join(venue.label for venue in work.venues))
            for paper, work in zip(papers, works, strict=False)
        ),
        lines=tuple(f"{graph.source.path}:{first}" for first, _ in places),
        merges=merges,
        near_misses=near_misses,
        ids=tuple(tuple(value.id for value in values) for _, values in facts),
        counts=tuple(tuple(value.papers for value in values) for _, values in facts),
        works=tuple(works),
        forms=tuple(dict.fromkeys([node.label, *node.names])),
        places=places,
    )


def _labels(graph: Graph, ids: Iterable[str]) -> tuple[EntityLabel, ...]:
    return tuple(EntityLabel(graph.nodes[each].label, each) for each in ids)


def _places(graph: Graph, node: Node, papers: Sequence[Node]) -> tuple[tuple[int, int], ...]:
    places = set(node.lines)
    if not places:
        for paper in papers:
            for entry in paper.targets(Relation.HAS_ENTRY):
                names = graph.nodes[entry].targets(Relation.NAMES)
                if node.type in (NodeType.PAPER, NodeType.TASK) or node.id in names:
                    places.update(graph.nodes[entry].lines)
    return tuple(sorted(places))
