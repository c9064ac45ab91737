"""Turn a view into the columns that the page reads (``assets/model.js`` reads them).

The shape, all lists in the order of the nodes, ties, papers or things; an *item* is a paper or, after all papers, a thing:

- ``view``: the view that is shown first; ``views``: by name ``title``, ``directed``, ``types``, ``kinds``, ``communities``, ``nodes``, ``ties``.
- ``beside``: the views that have a page each, to which this page links where it has one view alone.
- ``source``: ``title``, ``date``, ``address``, and ``line`` (what a number of a line is put after, to make its address).
- ``nodes``: ``items`` (runs of the items that the nodes are: first item, length); ``x``, ``y`` (page units); ``community`` (index into
  ``communities``).
- ``ties``, sorted by their first node: ``count`` (how many each node is the first of), ``to`` (the other node, less the other
  node of the tie before it; less the node itself for its first), ``weight`` (an object from the tie's index, where it is not
  the number of papers that both nodes have, or 1 where they have none), ``kind`` (index into ``kinds``; only where there are
  several).
- ``papers`` and ``things``: see `avgraph.explorer.items`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from avgraph.explorer.arrangement import Arrangement
from avgraph.explorer.evidence import describe_source
from avgraph.explorer.items import BELONGING, paper_columns, targets, thing_columns
from avgraph.model.graph import Graph
from avgraph.model.vocabulary import NodeType, Relation
from avgraph.views.statistics import count_stated
from avgraph.views.view import ViewGraph
from avgraph.views.wording import list_absent


def collect_page_data(
    view: ViewGraph, arrangement: Arrangement, others: Sequence[tuple[ViewGraph, Arrangement]] = (), beside: Sequence[str] = ()
) -> dict[str, Any]:
    """Return the data of a page, ready for JSON: a view, and other views of the same graph; the same views give the same data.

    `beside` are the views that have a page of their own.
    """
    graph = view.graph
    views = [(view, arrangement), *others]
    papers = sorted({paper for each, _ in views for node in each.nodes for paper in node.papers})
    things = _things([each for each, _ in views], papers)
    items = {item: number for number, item in enumerate((*papers, *things))}
    return {
        "list": _title(graph),
        "source": describe_source(graph.source),
        "view": view.name,
        "beside": list(beside),
        "views": {each.name: _view_columns(each, arranged, items) for each, arranged in views},
        "papers": paper_columns(graph, papers, {thing: number for number, thing in enumerate(things)}),
        "things": thing_columns(graph, things),
    }


def _view_columns(view: ViewGraph, arrangement: Arrangement, items: Mapping[str, int]) -> dict[str, Any]:
    """Return what is a view's own; `items` has the place of each paper and thing."""
    kinds = sorted({edge.type for edge in view.edges})
    node_index = {node.id: number for number, node in enumerate(view.nodes)}
    community_of = {member: number for number, community in enumerate(arrangement.communities) for member in community.members}
    return {
        "title": view.title,
        "directed": view.is_directed,
        "types": sorted({node.type for node in view.nodes}),
        "kinds": kinds,
        "communities": [community.name for community in arrangement.communities],
        "nodes": {
            "items": _runs([items[node.id] for node in view.nodes]),
            "x": [arrangement.places[node.id][0] for node in view.nodes],
            "y": [arrangement.places[node.id][1] for node in view.nodes],
            "community": [community_of[node.id] for node in view.nodes],
        },
        "ties": _tie_columns(
            [node.papers for node in view.nodes],
            sorted((node_index[e.source], node_index[e.target], int(e.weight), kinds.index(e.type)) for e in view.edges),
        ),
    }


def _things(views: Sequence[ViewGraph], papers: Sequence[str]) -> list[str]:
    """Return the ids of the nodes that are no papers, of what papers belong to, of all datasets, and of what is above these; by type and id."""
    graph = views[0].graph
    things = {node.id for view in views for node in view.nodes if node.type != NodeType.PAPER}
    things.update(target for paper in papers for relations in BELONGING.values() for target in targets(graph, paper, relations))
    things.update(dataset.id for dataset in graph.of_type(NodeType.DATASET))
    waiting = list(things)
    while waiting:
        above = set(targets(graph, waiting.pop(), (Relation.BROADER, Relation.USED_FOR_TASK))) - things
        things |= above
        waiting += above
    return sorted(things, key=lambda thing: (graph.nodes[thing].type, thing))


def _title(graph: Graph) -> str:
    """Return what a person calls the list, with what it does not state."""
    absent = "" if graph.source.is_part else list_absent(count_stated(graph))
    return f"{graph.source.title} (states {absent})" if absent else graph.source.title


def _runs(numbers: Sequence[int]) -> list[list[int]]:
    """Return numbers as runs of which each number is one more than that before it.

    >>> _runs([4, 5, 6, 2])
    [[4, 3], [2, 1]]
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == sum(runs[-1]):
            runs[-1][1] += 1
        else:
            runs.append([number, 1])
    return runs


def _tie_columns(papers_of: Sequence[Sequence[str]], ties: Sequence[tuple[int, int, int, int]]) -> dict[str, Any]:
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
