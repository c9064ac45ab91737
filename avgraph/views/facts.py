"""The facts that the description of an entity holds, by its kind: what is stated of it, and what is counted over its papers."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from avgraph.model.graph import Graph, Node
from avgraph.model.ontology import define_values, load_ontology
from avgraph.model.vocabulary import NAME_ATTRIBUTES, Attribute, NodeType, Relation
from avgraph.text.links import IDENTIFIER_SCHEMES
from avgraph.views.papers import dataset_facts, list_authors
from avgraph.views.related import count_shared, list_siblings
from avgraph.views.statistics import task_path, with_subtasks, year_of
from avgraph.views.wording import name_fact


class Value(NamedTuple):
    """One value of a fact."""

    text: str
    """What is printed, with the count in parentheses where there is one."""
    id: str | None = None
    """Of the entity that it names, where it names one."""
    papers: int | None = None
    """How many, where the value is counted over papers."""


Fact = tuple[str, list[Value]]
_MOST_RELATED = 8
"""Tasks that share papers and people with a task, of which those that share most are named."""
_ELSEWHERE = frozenset(
    (
        *NAME_ATTRIBUTES, *(scheme.attribute for scheme in IDENTIFIER_SCHEMES),
        Attribute.YEAR, Attribute.URL, Attribute.VIDEO_COUNT, Attribute.DURATION_HOURS, Attribute.IS_LOWER_BOUND,
        Attribute.DATA_FORM, Attribute.VIDEO_SOURCE, Attribute.TASK_AS_LISTED, Attribute.DESCRIPTION,
    )
)  # fmt: skip
"""What is the label, or has a place and a name of its own; all other attributes come by the labels of the ontology."""


def collect_facts(graph: Graph, node: Node, papers: Sequence[Node]) -> Iterator[Fact]:
    """Yield the facts of a node and of the papers that it has to do with; some may have no value."""
    yield name_fact(Attribute.ALT_LABEL), [*_texts(node, Attribute.ALT_LABEL), *_texts(node, Attribute.ALTERNATIVE)]
    yield name_fact(Attribute.HIDDEN_LABEL), _texts(node, Attribute.HIDDEN_LABEL)
    of_kind = {
        NodeType.PAPER: _of_paper,
        NodeType.AUTHOR: _of_author,
        NodeType.INSTITUTION: _of_institution,
        NodeType.TASK: _of_task,
        NodeType.DATASET: _of_dataset,
        NodeType.VENUE: _of_venue,
    }
    own = of_kind[node.type](graph, node, papers) if node.type in of_kind else ()
    others = (
        (label[:1].upper() + label[1:], _defined(node, attribute) if attribute is Attribute.IDENTITY_STATUS else _texts(node, attribute))
        for attribute in node.attributes
        if attribute not in _ELSEWHERE and (label := load_ontology().label(attribute.iri))
    )
    # Of a paper its authors come first, of an institution its country.
    yield from chain(own, others) if node.type is NodeType.PAPER else chain(others, own)


def _of_paper(graph: Graph, paper: Node, papers: Sequence[Node]) -> Iterator[Fact]:
    del papers
    yield name_fact(Relation.HAS_AUTHOR), _labels(graph, list_authors(graph, paper))
    yield name_fact(Attribute.YEAR), _texts(paper, Attribute.YEAR)
    yield name_fact(Relation.PUBLISHED_IN), _labels(graph, paper.targets(Relation.PUBLISHED_IN))
    yield name_fact(Relation.LISTS_INSTITUTION), _labels(graph, paper.targets(Relation.LISTS_INSTITUTION))
    yield name_fact(Relation.ADDRESSES_TASK), [Value(task_path(graph, task), task) for task in paper.targets(Relation.ADDRESSES_TASK)]
    yield name_fact(Relation.INTRODUCES_DATASET), _labels(graph, paper.targets(Relation.INTRODUCES_DATASET))
    yield name_fact(Relation.MENTIONS_DATASET), _labels(graph, paper.targets(Relation.MENTIONS_DATASET))
    for scheme in IDENTIFIER_SCHEMES:
        yield load_ontology().label(scheme.attribute.iri), _texts(paper, scheme.attribute)
    yield name_fact(Attribute.URL), _texts(paper, Attribute.URL)
    entries = [graph.nodes[entry] for entry in paper.targets(Relation.HAS_ENTRY)]
    for attribute in (Attribute.SUMMARY_AS_LISTED, Attribute.KEYWORD):
        yield name_fact(attribute), list(dict.fromkeys(value for entry in entries for value in _texts(entry, attribute)))


def _of_author(graph: Graph, author: Node, papers: Sequence[Node]) -> Iterator[Fact]:
    stated = author.targets(Relation.AFFILIATED_WITH)
    candidates = (
        institution
        for authorship in _authorships(graph, papers)
        if authorship.edges[Relation.AUTHOR][0] == author.id
        for institution in authorship.targets(Relation.CANDIDATE_AFFILIATION)
        if institution not in stated
    )
    yield name_fact(Relation.AFFILIATED_WITH), [_as_printed(graph, value) for value in _labels(graph, stated)]
    yield name_fact(Relation.CANDIDATE_AFFILIATION), [_as_printed(graph, value) for value in _counted(graph, candidates)]
    yield "Co-authors", _counted(graph, _targets(papers, Relation.HAS_AUTHOR, but=author.id))
    yield from _tasks_venues_years(graph, papers)


def _of_institution(graph: Graph, institution: Node, papers: Sequence[Node]) -> Iterator[Fact]:
    people = _targets(papers, Relation.HAS_AUTHOR)
    stated = [author for author in people if institution.id in graph.nodes[author].targets(Relation.AFFILIATED_WITH)]
    at_home = set(stated)
    possible = (
        author
        for authorship in _authorships(graph, papers)
        if institution.id in authorship.targets(Relation.CANDIDATE_AFFILIATION)
        and (author := authorship.edges[Relation.AUTHOR][0]) not in at_home
    )
    units = graph.sources_of(institution.id, Relation.SUB_ORGANIZATION_OF)
    yield "Part of", _labels(graph, institution.targets(Relation.SUB_ORGANIZATION_OF))
    yield "Units", _labels(graph, units)
    yield "Authors", _counted(graph, stated)
    yield "Possibly authors", _counted(graph, possible)
    yield "Listed with", _counted(graph, _targets(papers, Relation.LISTS_INSTITUTION, but=institution.id))
    yield from _tasks_venues_years(graph, papers)


def _of_task(graph: Graph, task: Node, papers: Sequence[Node]) -> Iterator[Fact]:
    tasks = with_subtasks(graph, task.id)
    datasets = sorted({dataset for each in tasks for dataset in graph.sources_of(each, Relation.USED_FOR_TASK)})
    yield "Path", [Value(task_path(graph, task.id))]
    yield "Part of", _labels(graph, task.targets(Relation.BROADER))
    yield "Subtasks", _labels(graph, tasks[1:])
    shared = count_shared(graph, task.id)[:_MOST_RELATED]
    related = [each for each, _ in shared]
    yield "Related tasks", [Value(f"{graph.nodes[each].label} ({count} people and papers shared)", each) for each, count in shared]
    yield "Tasks beside it", _labels(graph, (each for each in list_siblings(graph, task.id) if each not in related))
    yield "Authors", _counted(graph, _targets(papers, Relation.HAS_AUTHOR))
    yield name_fact(Relation.LISTS_INSTITUTION), _counted(graph, _targets(papers, Relation.LISTS_INSTITUTION))
    yield name_fact(Relation.PUBLISHED_IN), _counted(graph, _targets(papers, Relation.PUBLISHED_IN))
    yield "Datasets", _labels(graph, datasets)
    yield "Years", _years(papers)


def _of_dataset(graph: Graph, dataset: Node, papers: Sequence[Node]) -> Iterator[Fact]:
    yield from ((name, [Value(text) for text in texts]) for name, texts in dataset_facts(dataset))
    yield "Used for", _labels(graph, dataset.targets(Relation.USED_FOR_TASK))
    for name, relation in (("Introduced by", Relation.INTRODUCES_DATASET), ("Mentioned by", Relation.MENTIONS_DATASET)):
        yield name, _labels(graph, (paper.id for paper in papers if dataset.id in paper.targets(relation)))
    yield name_fact(Attribute.DESCRIPTION), _texts(dataset, Attribute.DESCRIPTION)
    yield name_fact(Attribute.URL), _texts(dataset, Attribute.URL)


def _of_venue(graph: Graph, venue: Node, papers: Sequence[Node]) -> Iterator[Fact]:
    del venue
    yield "Authors", _counted(graph, _targets(papers, Relation.HAS_AUTHOR))
    yield name_fact(Relation.LISTS_INSTITUTION), _counted(graph, _targets(papers, Relation.LISTS_INSTITUTION))
    yield name_fact(Relation.ADDRESSES_TASK), _counted(graph, _targets(papers, Relation.ADDRESSES_TASK))
    yield "Years", _years(papers)


def _tasks_venues_years(graph: Graph, papers: Sequence[Node]) -> Iterator[Fact]:
    yield name_fact(Relation.ADDRESSES_TASK), _counted(graph, _targets(papers, Relation.ADDRESSES_TASK))
    yield name_fact(Relation.PUBLISHED_IN), _counted(graph, _targets(papers, Relation.PUBLISHED_IN))
    yield "Years", _years(papers)


def _authorships(graph: Graph, papers: Iterable[Node]) -> Iterator[Node]:
    return (graph.nodes[authorship] for paper in papers for authorship in paper.targets(Relation.HAS_AUTHORSHIP))


def _targets(papers: Iterable[Node], relation: Relation, but: str | None = None) -> Iterator[str]:
    return (target for paper in papers for target in paper.targets(relation) if target != but)


def _labels(graph: Graph, ids: Iterable[str]) -> list[Value]:
    return [Value(graph.nodes[node].label, node) for node in ids]


def _counted(graph: Graph, ids: Iterable[str]) -> list[Value]:
    """Return each entity once, those that come most often first, then by label."""
    ordered = sorted(Counter(ids).items(), key=lambda item: (-item[1], graph.nodes[item[0]].label, item[0]))
    return [Value(f"{graph.nodes[node].label} ({count})", node, count) for node, count in ordered]


def _as_printed(graph: Graph, value: Value) -> Value:
    """Return an institution of a person, with a remark where its name is a place or of several, and stands as the list prints it."""
    node = graph.nodes[value.id or ""]
    return (
        value._replace(text=value.text.replace(node.label, f"{node.label}, as printed", 1))
        if node.value(Attribute.IDENTITY_STATUS)
        else value
    )


def _years(papers: Iterable[Node]) -> list[Value]:
    counts = Counter(year for paper in papers if (year := year_of(paper)) is not None)
    return [Value(f"{year} ({count})", None, count) for year, count in sorted(counts.items())]


def _defined(node: Node, attribute: Attribute) -> list[Value]:
    """Return the values of an attribute, each with what it means."""
    return [Value(f"{text}: {define_values().get(text, '')}".removesuffix(": ")) for text, *_ in _texts(node, attribute)]


def _texts(node: Node, attribute: Attribute) -> list[Value]:
    return [Value(str(value)) for value in node.values(attribute)]
