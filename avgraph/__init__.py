"""Turn a curated reading list into a knowledge graph that can be exported, explored, queried and trusted."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from avgraph.errors import AvgraphError, OntologyError, UnknownEntityError, UnreadableSourceError, WriteError
    from avgraph.knowledge import KnowledgeGraph, build
    from avgraph.model.graph import Edge, Graph, Node
    from avgraph.reading.read import read_reading_list

__version__ = "0.1.0"

__all__ = (
    "AvgraphError",
    "Edge",
    "Graph",
    "KnowledgeGraph",
    "Node",
    "OntologyError",
    "UnknownEntityError",
    "UnreadableSourceError",
    "WriteError",
    "build",
    "read_reading_list",
)

_HOMES = {
    "AvgraphError": "avgraph.errors",
    "Edge": "avgraph.model.graph",
    "Graph": "avgraph.model.graph",
    "KnowledgeGraph": "avgraph.knowledge",
    "Node": "avgraph.model.graph",
    "OntologyError": "avgraph.errors",
    "UnknownEntityError": "avgraph.errors",
    "UnreadableSourceError": "avgraph.errors",
    "WriteError": "avgraph.errors",
    "build": "avgraph.knowledge",
    "read_reading_list": "avgraph.reading.read",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that ``avgraph --help`` need not wait for all of them."""
    if name not in _HOMES:
        message = f"module 'avgraph' has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
