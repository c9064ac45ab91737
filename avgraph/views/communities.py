"""Find the communities of a view and name them, and measure how central its nodes are."""

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, count

from avgraph.garbage import no_garbage_collection
from avgraph.model.vocabulary import NodeType, Relation
from avgraph.views.statistics import stands_for_several
from avgraph.views.view import ViewGraph

SEED = 1
"""Seed of the Louvain method, so that one graph has one partition."""
_LEAST_SHARE = 0.25
"""Least share of a community's members of whom what it is named by is true, of at least two of them or of its only one."""
_MOST_COMMON = 0.5
"""What more than this share of all papers have tells no community from the others."""
_STRONGEST = 2
"""Members that a community is named after."""
_NAMED_BY = {
    "coauthors": (Relation.ADDRESSES_TASK, Relation.LISTS_INSTITUTION),
    "tasks": (Relation.BROADER,),
}
"""What tells the communities of a view from each other, of other views the task."""
_WEAK = (NodeType.PAPER, NodeType.VENUE)
"""Types of nodes that say little of what surrounds them."""


@dataclass(frozen=True, slots=True)
class Community:
    """One community of a view."""

    name: str
    """Of people their most typical task and institution and the strongest members, of all else the strongest members first; no other community of the view has it."""
    members: tuple[str, ...]
    """Ids of its nodes, sorted."""


@no_garbage_collection()
def partition(view: ViewGraph) -> tuple[tuple[str, ...], ...]:
    """Return the ids of each community, the largest first (Blondel et al., Fast unfolding of communities, 2008)."""
    import networkx

    ids = [node.id for node in view.nodes]
    numbers = {each: number for number, each in enumerate(ids)}
    weights: dict[tuple[int, int], float] = {}
    for edge in view.edges:
        one, other = numbers[edge.source], numbers[edge.target]
        pair = (other, one) if (other, one) in weights else (one, other)
        weights[pair] = weights.get(pair, 0.0) + edge.weight
    network: networkx.Graph[int] = networkx.Graph()
    network.add_nodes_from(range(len(ids)))
    network.add_weighted_edges_from((one, other, weight) for (one, other), weight in weights.items())
    communities = networkx.community.louvain_communities(network, seed=SEED)
    groups = (tuple(sorted(ids[number] for number in members)) for members in communities)
    return tuple(sorted(groups, key=lambda members: (-len(members), members[0])))


def name_communities(view: ViewGraph, groups: Iterable[tuple[str, ...]]) -> tuple[Community, ...]:
    """Return the groups with names that come from inside them: their strongest members, and what is typical of them.

    Typical is what many papers of the members have and few others (papers squared, by all that have it). Of names that are equal
    the later ones get a further member, or a number.
    """
    groups = tuple(groups)
    relations = _NAMED_BY.get(view.name, (Relation.ADDRESSES_TASK,))
    totals = [_count_papers(view, view.by_id, relation) for relation in relations]
    names: list[str] = []
    for group in groups:
        ranked = _by_strength(view, group)
        typical = [_most_typical(view, group, relation, total) for relation, total in zip(relations, totals, strict=True)]
        names.append(_distinct(_compose(view, ranked, [each for each in typical if each]), view, ranked, set(names)))
    return tuple(Community(name, group) for name, group in zip(names, groups, strict=True))


def _by_strength(view: ViewGraph, group: Iterable[str]) -> list[str]:
    """Return members by papers, the most first; papers, venues and names that may be several people after all others."""
    nodes = [view.by_id[member] for member in group]
    weak = {node.id for node in nodes if node.type in _WEAK or stands_for_several(view.graph.nodes[node.id])}
    return [node.id for node in sorted(nodes, key=lambda node: (node.id in weak, -len(node.papers), node.id))]


def _targets(view: ViewGraph, member: str, relation: Relation) -> list[str]:
    """Return what a member's papers have by a relation, once a paper; of a task the task above it."""
    holders = [member] if relation is Relation.BROADER else view.by_id[member].papers
    return [target for holder in holders for target in view.graph.nodes[holder].targets(relation)]


def _count_papers(view: ViewGraph, members: Iterable[str], relation: Relation) -> Counter[str]:
    return Counter(target for member in members for target in _targets(view, member, relation))


def _most_typical(view: ViewGraph, group: Sequence[str], relation: Relation, total: Counter[str]) -> str | None:
    """Return what is true of a good share of the members and tells them from the rest, or nothing."""
    least = max(min(2, len(group)), _LEAST_SHARE * len(group))
    members = Counter(target for member in group for target in set(_targets(view, member, relation)))
    papers = _count_papers(view, group, relation)
    most = _MOST_COMMON * total.total()
    typical = [each for each, n in members.items() if n >= least and total[each] <= most and not stands_for_several(view.graph.nodes[each])]
    return min(typical, key=lambda each: (-papers[each] * papers[each] / total[each], each), default=None)


def _compose(view: ViewGraph, ranked: Sequence[str], typical: Sequence[str]) -> str:
    strongest = ranked[:_STRONGEST]
    members = ", ".join(view.graph.nodes[member].label for member in strongest)
    others = ", ".join(view.graph.nodes[each].label for each in typical if each not in strongest)
    first, second = (others, members) if view.name == "coauthors" else (members, others)
    return f"{first}: {second}" if first and second else first or second


def _distinct(name: str, view: ViewGraph, ranked: Sequence[str], taken: Container[str]) -> str:
    """Return a name that is not taken: as it is, with a further member, or with a number."""
    more = (f"{name}, {view.graph.nodes[member].label}" for member in ranked[_STRONGEST : 2 * _STRONGEST])
    return next(each for each in chain([name], more, (f"{name} {number}" for number in count(2))) if each not in taken)
