"""Find an entity by name, form, identifier or id."""

from collections import Counter
from collections.abc import Sequence

from avgraph.errors import AmbiguousNameError, UnknownEntityError
from avgraph.model.graph import Graph, Node
from avgraph.model.vocabulary import BASE_IRI, Attribute, NodeType
from avgraph.text.folding import fold, fold_title
from avgraph.text.likeness import holds_words, nearest_names
from avgraph.text.links import IDENTIFIER_SCHEMES, read_identifiers

NAMED_TYPES = (NodeType.PAPER, NodeType.AUTHOR, NodeType.INSTITUTION, NodeType.TASK, NodeType.DATASET, NodeType.VENUE)
"""The types of what a list calls by a name."""
MOST_SUGGESTED = 6
"""Names that are printed where a part of a name could be several."""
_HELD_BY_LINKS = (*(scheme.attribute for scheme in IDENTIFIER_SCHEMES), Attribute.URL)


def find_entities(graph: Graph, name: str, base: str = BASE_IRI, kinds: Sequence[NodeType] = NAMED_TYPES) -> list[Node]:
    """Return the entities of `kinds` that `name` names: by id or IRI, by any form, by identifier or link of a paper.

    Several kinds of entity may have one name; then all are returned, sorted by id. A part of a name, whole words of it, names an
    entity where no other has these words. Raises AmbiguousNameError where several have, UnknownEntityError with the nearest names
    where there is none.
    """
    name = name.strip()
    by_id = graph.nodes.get(name.removeprefix(base).strip("<>"))
    if by_id is not None and by_id.type in kinds:
        return [by_id]
    key, title = fold(name), fold_title(name)
    wanted = {name, *read_identifiers(name).values()}
    exact: list[Node] = []
    loose: list[Node] = []
    for node in graph.nodes.values():
        if node.type not in kinds:
            continue
        if any(fold(form) == key for form in node.names) or (node.type is NodeType.PAPER and _holds(node, wanted)):
            exact.append(node)
        elif title and any(fold_title(form) == title for form in node.names):
            loose.append(node)
    if not exact and not loose:
        parts = [node for node in graph.nodes.values() if node.type in kinds and any(holds_words(form, name) for form in node.names)]
        if len(parts) == 1:
            return parts
        if parts:
            raise _ambiguous(graph, name, parts)
        known = (form for node in graph.nodes.values() if node.type in kinds for form in node.names)
        raise UnknownEntityError(name, nearest_names(name, known))
    return exact or loose


def _ambiguous(graph: Graph, name: str, nodes: Sequence[Node]) -> AmbiguousNameError:
    """Return the error of a part of several names, those with the most papers first."""
    counts = Counter(
        target for paper in graph.of_type(NodeType.PAPER) for target in {each for targets in paper.edges.values() for each in targets}
    )
    first = sorted(nodes, key=lambda node: (-counts[node.id], node.label, node.id))[:MOST_SUGGESTED]
    labels = tuple(f"{node.label} ({counts[node.id]})" if counts[node.id] else node.label for node in first)
    return AmbiguousNameError(name, labels, len(nodes))


def _holds(paper: Node, wanted: set[str]) -> bool:
    values = {value for attribute in _HELD_BY_LINKS for value in paper.values(attribute)}
    return not wanted.isdisjoint(values)
