"""Turn a curated reading list into a knowledge graph that can be exported, explored, queried and trusted."""

from typing import TYPE_CHECKING, Any

from avgraph._version import __version__ as __version__

if TYPE_CHECKING:
    from avgraph.changes.change import Change, Changes
    from avgraph.changes.patch import apply_patch
    from avgraph.errors import (
        AmbiguousNameError,
        AuthorityError,
        AvgraphError,
        BaselineError,
        ConfigurationError,
        DumpError,
        EngineError,
        FilterError,
        HttpError,
        LimitError,
        MemoryLimitError,
        OntologyError,
        PageError,
        PushError,
        QueryError,
        ServerError,
        TimeLimitError,
        UnknownEntityError,
        UnreadableSourceError,
        UsageError,
        WorkerError,
        WriteError,
    )  # fmt: skip
    from avgraph.export.views import View
    from avgraph.knowledge import KnowledgeGraph, build, open  # noqa: A004  (avgraph.open says what is opened)
    from avgraph.model.graph import Edge, Graph, Node
    from avgraph.reading.read import read_reading_list
    from avgraph.versions import diff
    from avgraph.views.entities import Entity
    from avgraph.views.filters import Filters


__all__ = (
    "AmbiguousNameError", "AuthorityError", "AvgraphError", "BaselineError", "Change", "Changes", "ConfigurationError", "DumpError", "Edge", "EngineError", "Entity", "FilterError", "Filters", "Graph", "HttpError",
    "KnowledgeGraph", "LimitError", "MemoryLimitError", "Node", "OntologyError", "PageError", "PushError", "QueryError", "ServerError",
    "TimeLimitError", "UnknownEntityError", "UnreadableSourceError", "UsageError", "View", "WorkerError", "WriteError", "apply_patch", "build", "diff", "open",
    "read_reading_list",
)  # fmt: skip

_HOMES = {
    "Change": "avgraph.changes.change",
    "Changes": "avgraph.changes.change",
    "Edge": "avgraph.model.graph",
    "Entity": "avgraph.views.entities",
    "Filters": "avgraph.views.filters",
    "Graph": "avgraph.model.graph",
    "KnowledgeGraph": "avgraph.knowledge",
    "Node": "avgraph.model.graph",
    "View": "avgraph.export.views",
    "apply_patch": "avgraph.changes.patch",
    "build": "avgraph.knowledge",
    "diff": "avgraph.versions",
    "open": "avgraph.knowledge",
    "read_reading_list": "avgraph.reading.read",
}
"""The modules of the names that are no errors."""


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that ``avgraph --help`` need not wait for all of them."""
    if name not in __all__:
        raise AttributeError(f"module 'avgraph' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES.get(name, "avgraph.errors")), name)
