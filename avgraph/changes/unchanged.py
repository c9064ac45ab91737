"""Tell which entities are the same in both graphs, without looking at what would differ: most of two versions of a list are."""

from collections.abc import Collection, Mapping

from avgraph.changes.match import Matching
from avgraph.model.graph import Graph, Node
from avgraph.model.vocabulary import Attribute, NodeType, Relation

_PARTS = (Relation.HAS_AUTHORSHIP, Relation.HAS_ENTRY)
"""What leads from a paper to nodes that say something of it."""


def is_unchanged(one: Node, other: Node, graphs: tuple[Graph, Graph], matching: Matching, relations: Collection[Relation]) -> bool:
    """Tell whether an entity and what it became have the same attributes, parts and targets of `relations`.

    Where it is false they may still be alike, as under other ids.
    """
    if one.label != other.label or one.attributes != other.attributes:
        return False
    if any(one.edges.get(relation) != other.edges.get(relation) for relation in relations):
        return False
    if one.type is NodeType.PAPER and not _has_same_parts(one, other, graphs):
        return False
    return all(matching.is_same(target, target) for relation in relations for target in one.targets(relation))


def keeps_title(paper: Node, now: Node) -> bool:
    """Tell whether a paper of both graphs has the same titles and links in both."""
    return all(paper.attributes.get(each) == now.attributes.get(each) for each in (Attribute.TITLE, Attribute.ALTERNATIVE, Attribute.URL))


def _has_same_parts(one: Node, other: Node, graphs: tuple[Graph, Graph]) -> bool:
    old, new = graphs
    for relation in _PARTS:
        parts = one.targets(relation)
        if parts != other.targets(relation):
            return False
        for part in parts:
            before, after = old.nodes[part], new.nodes[part]
            if before.edges.get(Relation.AUTHOR) != after.edges.get(Relation.AUTHOR):
                return False
            if before.attributes != after.attributes and _without_lines(before) != _without_lines(after):
                return False
    return True


def _without_lines(node: Node) -> Mapping[Attribute, object]:
    return {attribute: values for attribute, values in node.attributes.items() if attribute is not Attribute.LINE}
