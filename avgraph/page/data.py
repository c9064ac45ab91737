"""Turn a view into the columns that the page reads (``assets/model.js`` reads them).

The shape, all lists in the order of the nodes, ties, papers or things:

- ``nodes``: ``label``; ``id`` (0 where it is the type and the label in lower case, as ``author/ada_lovelace``); ``type`` (index
  into ``types``); ``x``, ``y`` (page units); ``community`` (index into ``communities``); ``papers`` (indices). Objects from a
  node's index, only for nodes that have such: ``forms`` (other forms of the name), ``stated`` (institutions that
  are stated for a person, as indices into things; the others of their papers are possible), ``above`` (nodes one step up: a broader task,
  the organisation it is part of).
- ``ties``, sorted by their first node: ``count`` (how many each node is the first of), ``to`` (the other node, less the other
  node of the tie before it; less the node itself for its first), ``weight`` (an object from the tie's index, where it is not
  the number of papers that both nodes have, or 1 where they have none), ``kind`` (index into ``kinds``; only where there are
  several).
- ``papers``: ``title``, ``year``, ``url``; ``venues``, ``institutions``, ``tasks``, ``datasets`` and, where authors are no
  nodes, ``authors`` (lists of indices into things); ``node`` (the paper's own node, in the typed graph).
- ``things``, what papers belong to: ``label`` (of a task: its path), ``type``, ``node`` (its node in this view, or -1).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from avgraph.model.graph import Graph
from avgraph.model.vocabulary import Attribute, NodeType, Relation
from avgraph.page.arrangement import Arrangement
from avgraph.text.links import web_iri
from avgraph.views.statistics import task_path, year_of
from avgraph.views.view import ViewGraph

_FORMS = (Attribute.ALT_LABEL, Attribute.HIDDEN_LABEL, Attribute.ALTERNATIVE)
_BELONGING = {
    "venues": (Relation.PUBLISHED_IN,),
    "institutions": (Relation.LISTS_INSTITUTION,),
    "tasks": (Relation.ADDRESSES_TASK,),
    "datasets": (Relation.INTRODUCES_DATASET, Relation.MENTIONS_DATASET),
    "authors": (Relation.HAS_AUTHOR,),
}
_PARENT_RELATIONS = (Relation.BROADER, Relation.SUB_ORGANIZATION_OF)


def collect_page_data(view: ViewGraph, arrangement: Arrangement) -> dict[str, Any]:
    """Return the data of a page, ready for JSON; the same view gives the same data."""
    graph = view.graph
    node_index = {node.id: number for number, node in enumerate(view.nodes)}
    papers = sorted({paper for node in view.nodes for paper in node.papers})
    paper_index = {paper: number for number, paper in enumerate(papers)}
    has_authors = any(node.type == NodeType.AUTHOR for node in view.nodes)
    relations_of = {name: relations for name, relations in _BELONGING.items() if not (has_authors and name == "authors")}
    things = sorted({target for paper in papers for relations in relations_of.values() for target in _targets(graph, paper, relations)})
    thing_index = {thing: number for number, thing in enumerate(things)}
    kinds = sorted({edge.type for edge in view.edges})
    papers_of = [[paper_index[paper] for paper in node.papers] for node in view.nodes]
    paper_columns: dict[str, list[Any]] = {
        "title": [graph.nodes[paper].label for paper in papers],
        "year": [year_of(graph.nodes[paper]) for paper in papers],
        "url": [_web_address(graph, paper) for paper in papers],
    }
    for name, relations in relations_of.items():
        paper_columns[name] = [[thing_index[target] for target in _targets(graph, paper, relations)] for paper in papers]
    if any(paper in node_index for paper in papers):
        paper_columns["node"] = [node_index[paper] for paper in papers]
    return {
        "title": view.title,
        "list": graph.source.title,
        "view": view.name,
        "directed": view.is_directed,
        "types": _types(view),
        "kinds": kinds,
        "communities": [community.name for community in arrangement.communities],
        "nodes": _node_columns(view, arrangement, node_index, thing_index) | {"papers": papers_of},
        "ties": _tie_columns(
            papers_of, sorted((node_index[e.source], node_index[e.target], int(e.weight), kinds.index(e.type)) for e in view.edges)
        ),
        "papers": paper_columns,
        "things": _thing_columns(graph, things, node_index),
    }


def _types(view: ViewGraph) -> list[str]:
    return sorted({node.type for node in view.nodes})


def _node_columns(
    view: ViewGraph, arrangement: Arrangement, node_index: Mapping[str, int], thing_index: Mapping[str, int]
) -> dict[str, Any]:
    graph, types = view.graph, _types(view)
    community_of = {member: number for number, community in enumerate(arrangement.communities) for member in community.members}
    return {
        "label": [node.label for node in view.nodes],
        "id": [0 if node.id == plain_id(node.type, node.label) else node.id for node in view.nodes],
        "type": [types.index(node.type) for node in view.nodes],
        "x": [arrangement.places[node.id][0] for node in view.nodes],
        "y": [arrangement.places[node.id][1] for node in view.nodes],
        "community": [community_of[node.id] for node in view.nodes],
        "forms": _sparse([_forms(graph, node.id) for node in view.nodes]),
        "stated": _sparse([_indices(_targets(graph, node.id, (Relation.AFFILIATED_WITH,)), thing_index) for node in view.nodes]),
        "above": _sparse([_indices(_targets(graph, node.id, _PARENT_RELATIONS), node_index) for node in view.nodes]),
    }


def _sparse(column: Sequence[list[Any]]) -> dict[str, list[Any]]:
    """Return the values that are not empty, by their place in the column."""
    return {str(number): values for number, values in enumerate(column) if values}


def _indices(ids: Iterable[str], index: Mapping[str, int]) -> list[int]:
    return [index[identifier] for identifier in ids if identifier in index]


def _thing_columns(graph: Graph, things: Sequence[str], node_index: Mapping[str, int]) -> dict[str, list[Any]]:
    nodes = [graph.nodes[thing] for thing in things]
    return {
        "label": [task_path(graph, node.id) if node.type is NodeType.TASK else node.label for node in nodes],
        "type": [node.type.value for node in nodes],
        "node": [node_index.get(node.id, -1) for node in nodes],
    }


def plain_id(node_type: str, label: str) -> str:
    """Return the id that the page makes of type and label itself; nothing for a label that is not plain ASCII."""
    return f"{node_type.lower()}/{label.lower().replace(' ', '_')}" if label.isascii() else ""


def _tie_columns(papers_of: Sequence[Sequence[int]], ties: Sequence[tuple[int, int, int, int]]) -> dict[str, Any]:
    """Return the columns of sorted ties, each given as its two nodes, weight and kind; `papers_of` holds the papers of each node."""
    counts = [0] * len(papers_of)
    steps = []
    previous = (-1, 0)
    for a, b, _, _ in ties:
        steps.append(b - (previous[1] if previous[0] == a else a))
        previous = a, b
        counts[a] += 1
    paper_sets = [set(papers) for papers in papers_of]
    weights = {str(i): weight for i, (a, b, weight, _) in enumerate(ties) if weight != (len(paper_sets[a] & paper_sets[b]) or 1)}
    columns: dict[str, Any] = {"count": counts, "to": steps, "weight": weights}
    if len({kind for _, _, _, kind in ties}) > 1:
        columns["kind"] = [kind for _, _, _, kind in ties]
    return columns


def _targets(graph: Graph, node: str, relations: Sequence[Relation]) -> list[str]:
    return list(dict.fromkeys(target for relation in relations for target in graph.nodes[node].edges.get(relation, ())))


def _forms(graph: Graph, identifier: str) -> list[str]:
    return [str(value) for attribute in _FORMS for value in graph.nodes[identifier].attributes.get(attribute, ())]


def _web_address(graph: Graph, paper: str) -> str:
    """Return the first link of a paper that is a web address, or nothing."""
    addresses = (web_iri(str(value)) for value in graph.nodes[paper].attributes.get(Attribute.URL, ()))
    return next((address for address in addresses if address and address.startswith(("http://", "https://"))), "")
