"""Turn a view into the columns that the page reads (``assets/model.js`` reads them).

The shape, all lists in the order of the nodes, ties, papers or things:

- ``nodes``: ``label``; ``id`` (0 where it is the type and the label in lower case, as ``author/ada_lovelace``); ``type`` (index
  into ``types``); ``x``, ``y`` (page units); ``community`` (index into ``communities``); ``papers`` (indices). Objects from a
  node's index, only for nodes that have such: ``forms`` (other forms of the name), ``stated`` (institutions that
  are stated for a person, as indices into things; the others of their papers are possible), ``above`` (nodes one step up: a broader task, the organisation it is part of), ``size`` (a radius
  other than that of its papers), ``colour`` (one that somebody chose).
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
    "venues": (NodeType.VENUE, (Relation.PUBLISHED_IN,)),
    "institutions": (NodeType.INSTITUTION, (Relation.LISTS_INSTITUTION,)),
    "tasks": (NodeType.TASK, (Relation.ADDRESSES_TASK,)),
    "datasets": (NodeType.DATASET, (Relation.INTRODUCES_DATASET, Relation.MENTIONS_DATASET)),
    "authors": (NodeType.AUTHOR, (Relation.HAS_AUTHOR,)),
}
_ABOVE = (Relation.BROADER, Relation.SUB_ORGANIZATION_OF)


def collect_page_data(view: ViewGraph, arrangement: Arrangement) -> dict[str, Any]:
    """Return the data of a page, ready for JSON; the same view gives the same data."""
    graph = view.graph
    index = {node.id: number for number, node in enumerate(view.nodes)}
    community_of = {member: number for number, each in enumerate(arrangement.communities) for member in each.members}
    papers = sorted({paper for node in view.nodes for paper in node.papers})
    paper_index = {paper: number for number, paper in enumerate(papers)}
    has_authors = any(node.type == NodeType.AUTHOR for node in view.nodes)
    belonging = {name: each for name, each in _BELONGING.items() if not (has_authors and name == "authors")}
    things, thing_index = _collect_things(view, papers, belonging.values(), index)
    types = sorted({node.type for node in view.nodes})
    kinds = sorted({edge.type for edge in view.edges})
    papers_of = [[paper_index[paper] for paper in node.papers] for node in view.nodes]
    paper_columns: dict[str, list[Any]] = {
        "title": [graph.nodes[paper].label for paper in papers],
        "year": [year_of(graph.nodes[paper]) for paper in papers],
        "url": [_web_address(graph, paper) for paper in papers],
    }
    for name, (_, relations) in belonging.items():
        paper_columns[name] = [[thing_index[each] for each in _targets(graph, paper, relations)] for paper in papers]
    if any(paper in index for paper in papers):
        paper_columns["node"] = [index[paper] for paper in papers]
    return {
        "title": view.title,
        "list": graph.source.title,
        "view": view.name,
        "directed": view.is_directed,
        "types": types,
        "kinds": kinds,
        "communities": [community.name for community in arrangement.communities],
        "nodes": {
            "label": [node.label for node in view.nodes],
            "id": [0 if node.id == plain_id(node.type, node.label) else node.id for node in view.nodes],
            "type": [types.index(node.type) for node in view.nodes],
            "x": [arrangement.places[node.id][0] for node in view.nodes],
            "y": [arrangement.places[node.id][1] for node in view.nodes],
            "community": [community_of[node.id] for node in view.nodes],
            "papers": papers_of,
            "forms": {str(number): forms for number, node in enumerate(view.nodes) if (forms := _forms(graph, node.id))},
            "stated": _stated(view, thing_index),
            "above": _above(view, index),
        },
        "ties": encode_ties(papers_of, [(index[e.source], index[e.target], int(e.weight), kinds.index(e.type)) for e in view.edges]),
        "papers": paper_columns,
        "things": things,
    }


def plain_id(node_type: str, label: str) -> str:
    """Return the id that the page makes of type and label itself; nothing for a label that is not plain ASCII."""
    return f"{node_type.lower()}/{label.lower().replace(' ', '_')}" if label.isascii() else ""


def encode_ties(papers_of: Sequence[Sequence[int]], ties: Iterable[tuple[int, int, int, int]]) -> dict[str, Any]:
    """Return the columns of ties, each given as its two nodes, weight and kind; `papers_of` holds the papers of each node."""
    found = sorted(ties)
    counts = [0] * len(papers_of)
    others = []
    before = (-1, 0)
    for a, b, _, _ in found:
        others.append(b - (before[1] if before[0] == a else a))
        before = a, b
        counts[a] += 1
    shared = [set(papers) for papers in papers_of]
    weights = {str(i): weight for i, (a, b, weight, _) in enumerate(found) if weight != (len(shared[a] & shared[b]) or 1)}
    columns: dict[str, Any] = {"count": counts, "to": others, "weight": weights}
    if len({kind for _, _, _, kind in found}) > 1:
        columns["kind"] = [kind for _, _, _, kind in found]
    return columns


def _targets(graph: Graph, node: str, relations: Sequence[Relation]) -> list[str]:
    return list(dict.fromkeys(target for relation in relations for target in graph.nodes[node].edges.get(relation, ())))


def _collect_things(
    view: ViewGraph, papers: Iterable[str], belonging: Iterable[tuple[NodeType, Sequence[Relation]]], index: Mapping[str, int]
) -> tuple[dict[str, list[Any]], dict[str, int]]:
    """Return the columns of what the papers belong to, and the index of each by its id."""
    graph = view.graph
    relations = [relation for _, found in belonging for relation in found]
    ids = sorted({target for paper in papers for target in _targets(graph, paper, relations)})
    columns: dict[str, list[Any]] = {
        "label": [task_path(graph, each) if graph.nodes[each].type is NodeType.TASK else graph.nodes[each].label for each in ids],
        "type": [graph.nodes[each].type.value for each in ids],
        "node": [index.get(each, -1) for each in ids],
    }
    return columns, {each: number for number, each in enumerate(ids)}


def _forms(graph: Graph, identifier: str) -> list[str]:
    return [str(value) for attribute in _FORMS for value in graph.nodes[identifier].attributes.get(attribute, ())]


def _above(view: ViewGraph, index: Mapping[str, int]) -> dict[str, list[int]]:
    found = {}
    for number, node in enumerate(view.nodes):
        above = [index[each] for each in _targets(view.graph, node.id, _ABOVE) if each in index]
        if above:
            found[str(number)] = above
    return found


def _web_address(graph: Graph, paper: str) -> str:
    """Return the first link of a paper that is a web address, or nothing."""
    found = (web_iri(str(value)) for value in graph.nodes[paper].attributes.get(Attribute.URL, ()))
    return next((address for address in found if address and address.startswith(("http://", "https://"))), "")


def _stated(view: ViewGraph, things: Mapping[str, int]) -> dict[str, list[int]]:
    """Return the institutions that are stated for each author, by the index of the node."""
    found = {}
    for number, node in enumerate(view.nodes):
        stated = [things[each] for each in _targets(view.graph, node.id, (Relation.AFFILIATED_WITH,)) if each in things]
        if stated:
            found[str(number)] = stated
    return found
