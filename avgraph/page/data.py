"""Turn a view into the columns that the page reads.

The shape, each list in the order of the nodes, edges or papers: ``nodes`` with ``id``, ``label``, ``type``, ``forms`` (other
forms of the name), ``x``, ``y``, ``r`` (page units), ``community`` (an index), ``papers`` (indices), ``stated`` and
``possible`` (names of institutions); ``edges`` with ``a``, ``b`` (node indices), ``w`` (weight); ``papers`` with ``title``,
``year``, ``venue``, ``url``, ``tasks`` (indices into the top-level ``tasks``), ``members`` (node indices); ``communities``
(names) and ``tasks`` (names).
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from avgraph.graph import Graph
from avgraph.identifiers import web_iri
from avgraph.metrics import task_path, year_of
from avgraph.page.layout import lay_out, radius_of
from avgraph.views.communities import find_communities
from avgraph.views.view import View
from avgraph.vocabulary import Attribute, NodeType, Relation

_FORMS = (Attribute.ALT_LABEL, Attribute.HIDDEN_LABEL, Attribute.ALTERNATIVE)
_DIRECTED_TITLE = "Relations"


def collect_page_data(view: View, graph: Graph) -> dict[str, Any]:
    """Return the data of a page, ready for JSON; the same view gives the same data."""
    communities = find_communities(view, graph)
    community_of = {member: number for number, community in enumerate(communities) for member in community.members}
    places = lay_out(view, community_of)
    index = {node.id: number for number, node in enumerate(view.nodes)}
    papers = sorted({paper for node in view.nodes for paper in node.papers})
    paper_index = {paper: number for number, paper in enumerate(papers)}
    tasks = sorted({task for paper in papers for task in graph.nodes[paper].edges.get(Relation.ADDRESSES_TASK, ())})
    task_index = {task: number for number, task in enumerate(tasks)}
    members: defaultdict[str, list[int]] = defaultdict(list)
    for node in view.nodes:
        for paper in node.papers:
            members[paper].append(index[node.id])
    stated, possible = _affiliations(graph)
    return {
        "title": view.title,
        "list": graph.source.title,
        "view": view.name,
        "communities": [community.name for community in communities],
        "tasks": [task_path(graph, task) for task in tasks],
        "nodes": {
            "id": [node.id for node in view.nodes],
            "label": [node.label for node in view.nodes],
            "type": [node.type for node in view.nodes],
            "forms": [_forms(graph, node.id) for node in view.nodes],
            "x": [places[node.id][0] for node in view.nodes],
            "y": [places[node.id][1] for node in view.nodes],
            "r": [round(radius_of(len(node.papers)), 1) for node in view.nodes],
            "community": [community_of[node.id] for node in view.nodes],
            "papers": [[paper_index[paper] for paper in node.papers] for node in view.nodes],
            "stated": [stated.get(node.id, []) for node in view.nodes],
            "possible": [possible.get(node.id, []) for node in view.nodes],
        },
        "edges": {
            "a": [index[edge.source] for edge in view.edges],
            "b": [index[edge.target] for edge in view.edges],
            "w": [int(edge.weight) for edge in view.edges],
        },
        "papers": {
            "title": [graph.nodes[paper].label for paper in papers],
            "year": [year_of(graph.nodes[paper]) for paper in papers],
            "venue": [", ".join(_labels(graph, paper, Relation.PUBLISHED_IN)) for paper in papers],
            "url": [_web_address(graph, paper) for paper in papers],
            "tasks": [[task_index[task] for task in graph.nodes[paper].edges.get(Relation.ADDRESSES_TASK, ())] for paper in papers],
            "members": [members[paper] for paper in papers],
        },
    }


def _labels(graph: Graph, node: str, relation: Relation) -> list[str]:
    return [graph.nodes[target].label for target in graph.nodes[node].edges.get(relation, ())]


def _forms(graph: Graph, identifier: str) -> list[str]:
    return [str(value) for attribute in _FORMS for value in graph.nodes[identifier].attributes.get(attribute, ())]


def _web_address(graph: Graph, paper: str) -> str:
    """Return the first link of a paper that is a web address, or nothing."""
    found = (web_iri(str(value)) for value in graph.nodes[paper].attributes.get(Attribute.URL, ()))
    return next((address for address in found if address and address.startswith(("http://", "https://"))), "")


def _affiliations(graph: Graph) -> tuple[Mapping[str, list[str]], Mapping[str, list[str]]]:
    """Return for each author the institutions that are stated, and those that are possible and not stated."""
    stated = {author.id: _labels(graph, author.id, Relation.AFFILIATED_WITH) for author in graph.of_type(NodeType.AUTHOR)}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for ship in graph.of_type(NodeType.AUTHORSHIP):
        for author in ship.edges[Relation.AUTHOR]:
            found[author].update(_labels(graph, ship.id, Relation.CANDIDATE_AFFILIATION))
    return stated, {author: sorted(labels - set(stated.get(author, ()))) for author, labels in found.items()}
