"""Compare two versions of a list, dump or endpoint: what changed in entities."""

from functools import partial
from pathlib import Path
from typing import Any

from avgraph.changes.change import Changes
from avgraph.changes.compare import compare
from avgraph.changes.reasons import explain_change
from avgraph.knowledge import KnowledgeGraph
from avgraph.knowledge import open as open_knowledge_graph
from avgraph.sources.lists import ListSource


def diff(old: KnowledgeGraph | str | Path | None, new: KnowledgeGraph | str | Path | None, **options: Any) -> Changes:
    """Return what changed from one graph or SOURCE to another, in entities; `options` are those of `avgraph.open`.

    >>> len(diff(None, None)), diff(None, None).moved_lines
    (0, 0)
    """
    before, after = (each if isinstance(each, KnowledgeGraph) else open_knowledge_graph(each, **options) for each in (old, new))
    if isinstance(after.source, ListSource):
        return compare(before.graph, after.graph, partial(explain_change, after.source.resolved))
    return compare(before.graph, after.graph)
