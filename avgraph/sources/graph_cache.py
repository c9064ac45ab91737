"""Cache the graphs of small lists in the user's cache folder, so that the next command on a list need not read and resolve it again."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from typing import Any, NamedTuple

from avgraph.cache import read_cache, write_cache
from avgraph.errors import OntologyError
from avgraph.garbage import no_garbage_collection
from avgraph.model.entries import Source
from avgraph.model.graph import Graph, Node
from avgraph.model.vocabulary import Attribute, NodeType, Relation, VenueKind

_KIND = "graphs"
_MOST_FILES = 8
LARGEST_LIST = 2**20
"""Characters of a list whose graph is cached."""
_TYPES = {each.value: each for each in NodeType}
_ATTRIBUTES = {each.value: each for each in Attribute}
_RELATIONS = {each.value: each for each in Relation}
_VENUE_KINDS: Mapping[str | None, VenueKind | None] = {None: None, **{each.value: each for each in VenueKind}}


class CachedGraph(NamedTuple):
    """A graph, with what was said when it was made, which each use of it says again."""

    graph: Graph
    messages: Sequence[str]
    """What of the list could not be read."""
    notices: Sequence[str]
    """Which records of the bundled authority are overridden."""


def write_cached_graph(key: bytes, graph: Graph, messages: Sequence[str], notices: Sequence[str]) -> None:
    """Cache a graph under a key that says everything on which it depends, with what is told of it."""
    rows = list(map(_row, graph.nodes.values()))
    content = {"source": asdict(graph.source), "messages": messages, "notices": notices, "nodes": rows}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    write_cache(_KIND, sha256(key).hexdigest(), text.encode("utf-8", "surrogatepass"), _MOST_FILES)


@no_garbage_collection()
def read_cached_graph(key: bytes) -> CachedGraph | None:
    """Return the graph that is cached under a key, or None where there is none or it is not one of ours."""
    content = read_cache(_KIND, sha256(key).hexdigest())
    if content is None:
        return None
    try:
        data = json.loads(content.decode("utf-8", "surrogatepass"))
        return CachedGraph(Graph(_source(data["source"]), list(map(_node, data["nodes"]))), data["messages"], data["notices"])
    except (ValueError, KeyError, TypeError, OntologyError):
        return None


def _row(node: Node) -> list[Any]:
    return [node.id, node.type, node.label, node.attributes, node.edges, node.lines, node.venue_kind]


def _node(row: list[Any]) -> Node:
    node_id, node_type, label, attributes, edges, lines, venue_kind = row
    return Node(
        node_id,
        _TYPES[node_type],
        label,
        {_ATTRIBUTES[name]: tuple(values) for name, values in attributes.items()},
        {_RELATIONS[name]: tuple(targets) for name, targets in edges.items()},
        tuple([(first, last) for first, last in lines]),
        _VENUE_KINDS[venue_kind],
    )


def _source(values: Mapping[str, Any]) -> Source:
    quotes = tuple((line, quote) for line, quote in values["quotes"])
    return Source(**{**values, "coverage": values["coverage"] and tuple(values["coverage"]), "quotes": quotes})
