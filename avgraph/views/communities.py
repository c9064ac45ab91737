"""Find the communities of a view and name them, and measure how central its nodes are."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from avgraph.model.vocabulary import Relation
from avgraph.views.view import ViewGraph

SEED = 1
"""Seed of the Louvain method, so that one graph has one partition."""
_LEAST_COMMON = 2
_MOST_COMMON = 0.5
"""What more than this share of all papers have tells no community from the others."""
_NAMED_BY = (Relation.ADDRESSES_TASK, Relation.LISTS_INSTITUTION)


@dataclass(frozen=True, slots=True)
class Community:
    """One community of a view."""

    name: str
    """Its most typical task and institution, else its most prolific member."""
    members: tuple[str, ...]
    """Ids of its nodes, sorted."""


def find_communities(view: ViewGraph) -> tuple[Community, ...]:
    """Return the communities of a view, named, the largest first."""
    return name_communities(view, partition(view))


def partition(view: ViewGraph) -> tuple[tuple[str, ...], ...]:
    """Return the ids of each community, the largest first (Blondel et al., Fast unfolding of communities, 2008)."""
    import networkx

    network: networkx.Graph[str] = networkx.Graph()
    network.add_nodes_from(node.id for node in view.nodes)
    for edge in view.edges:
        weight = network[edge.source][edge.target]["weight"] if network.has_edge(edge.source, edge.target) else 0.0
        network.add_edge(edge.source, edge.target, weight=weight + edge.weight)
    communities = networkx.community.louvain_communities(network, weight="weight", seed=SEED)
    return tuple(sorted((tuple(sorted(members)) for members in communities), key=lambda members: (-len(members), members[0])))


def name_communities(view: ViewGraph, groups: Iterable[tuple[str, ...]]) -> tuple[Community, ...]:
    """Return the groups with names: what their papers address and list, weighed by how much more often than in the whole view."""
    totals = [_count_targets(view, tuple(view.by_id), relation) for relation in _NAMED_BY]
    most = _MOST_COMMON * len({paper for node in view.nodes for paper in node.papers})
    totals = [Counter({each: count for each, count in total.items() if count <= most}) for total in totals]
    return tuple(Community(_name(view, group, totals), group) for group in groups)


def _count_targets(view: ViewGraph, members: tuple[str, ...], relation: Relation) -> Counter[str]:
    counts: Counter[str] = Counter()
    for paper in {paper for member in members for paper in view.by_id[member].papers}:
        counts.update(view.graph.nodes[paper].edges.get(relation, ()))
    return counts


def _name(view: ViewGraph, members: tuple[str, ...], totals: list[Counter[str]]) -> str:
    labels = []
    for relation, total in zip(_NAMED_BY, totals, strict=True):
        counts = _count_targets(view, members, relation)
        typical = {
            each: count * count / total[each]
            for each, count in counts.items()
            if count >= _LEAST_COMMON and each in total and each not in members
        }
        if typical:
            labels.append(view.graph.nodes[min(typical, key=lambda each: (-typical[each], each))].label)
    if labels:
        return ", ".join(labels)
    return view.by_id[min(members, key=lambda member: (-len(view.by_id[member].papers), member))].label


def measure_centrality(view: ViewGraph) -> Mapping[str, Mapping[str, float]]:
    """Return degree, weighted degree and betweenness (Brandes 2001, normalised) of each node, by measure and node."""
    import networkx

    network: networkx.Graph[str] = networkx.Graph()
    network.add_nodes_from(node.id for node in view.nodes)
    network.add_weighted_edges_from((edge.source, edge.target, edge.weight) for edge in view.edges)
    return {
        "degree": {str(node): float(degree) for node, degree in network.degree()},
        "strength": {str(node): float(degree) for node, degree in network.degree(weight="weight")},
        "betweenness": {str(node): round(value, 8) for node, value in networkx.betweenness_centrality(network).items()},
    }
