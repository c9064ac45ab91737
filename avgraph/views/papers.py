"""Say what a paper and a dataset are known by: authors in order, figures in words."""

from avgraph.model.graph import Graph, Node
from avgraph.model.vocabulary import Attribute, NodeType, Relation
from avgraph.views.statistics import with_subtasks, year_of
from avgraph.views.wording import name_fact


def papers_of(graph: Graph, node: Node) -> list[Node]:
    """Return the papers that an entity has to do with, newest first; a task's subtasks count."""
    if node.type is NodeType.PAPER:
        return [node]
    targets = with_subtasks(graph, node.id) if node.type is NodeType.TASK else [node.id]
    ids = {
        source
        for target in targets
        for relation, sources in graph.sources.get(target, {}).items()
        if relation is not Relation.HAS_ENTRY
        for source in sources
    }
    papers = (graph.nodes[each] for each in ids if graph.nodes[each].type is NodeType.PAPER)
    return sorted(papers, key=lambda paper: (-(year_of(paper) or 0), paper.label, paper.id))


def list_authors(graph: Graph, paper: Node) -> list[str]:
    """Return the ids of a paper's authors in the order of the paper, each once."""
    return list(dict.fromkeys(author for authorship in authorships_of(graph, paper) for author in authorship.targets(Relation.AUTHOR)))


def authorships_of(graph: Graph, paper: Node) -> list[Node]:
    """Return the authorships of a paper in the order of their positions."""
    authorships = (graph.nodes[authorship] for authorship in paper.targets(Relation.HAS_AUTHORSHIP))
    return sorted(authorships, key=lambda authorship: (int(authorship.value(Attribute.POSITION) or 0), authorship.id))


def dataset_facts(dataset: Node) -> list[tuple[str, list[str]]]:
    """Return the facts of a dataset, each with its name and its values in words."""
    more = "+" if dataset.value(Attribute.IS_LOWER_BOUND) is True else ""

    def texts(attribute: Attribute) -> list[str]:
        return [str(value) for value in dataset.values(attribute)]

    words = {
        Attribute.YEAR: texts(Attribute.YEAR),
        Attribute.VIDEO_COUNT: [f"{int(value):,}{more}" for value in texts(Attribute.VIDEO_COUNT)],
        Attribute.DURATION_HOURS: [f"{hours.removesuffix('.0')}{more}" for hours in texts(Attribute.DURATION_HOURS)],
        **{attribute: texts(attribute) for attribute in (Attribute.DATA_FORM, Attribute.VIDEO_SOURCE, Attribute.TASK_AS_LISTED)},
    }
    return [(name_fact(attribute), values) for attribute, values in words.items() if values]
