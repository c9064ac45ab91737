"""Find what stands in the place of an entity that is gone, in the papers that named it."""

from collections import Counter

from avgraph.changes.match import Matching
from avgraph.model.graph import Graph, Node
from avgraph.model.vocabulary import DCTERMS, NodeType, Relation

REPLACED_BY = DCTERMS + "isReplacedBy"
_NAMED_BY = {
    NodeType.AUTHOR: Relation.HAS_AUTHOR,
    NodeType.INSTITUTION: Relation.LISTS_INSTITUTION,
    NodeType.VENUE: Relation.PUBLISHED_IN,
    NodeType.TASK: Relation.ADDRESSES_TASK,
}


def find_successors(removed: Node, old: Graph, new: Graph, matching: Matching) -> list[str]:
    """Return the ids of what all papers that named an entity, and are still there, name now and did not before."""
    relation = _NAMED_BY.get(removed.type)
    if relation is None:
        return []
    counts: Counter[str] = Counter()
    papers = [
        (old.nodes[paper], new.nodes[matching.of_old[paper]]) for paper in old.sources_of(removed.id, relation) if paper in matching.of_old
    ]
    for paper, now in papers:
        before = paper.targets(relation)
        counts.update(each for each in now.targets(relation) if not any(matching.is_same(former, each) for former in before))
    return sorted(each for each, count in counts.items() if count == len(papers))
