"""Compare a graph with that of a source, and tell the day that the environment states for what is made reproducibly."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from avgraph.changes.change import Changes
from avgraph.changes.changed_text import find_changed_text
from avgraph.changes.compare import compare
from avgraph.changes.reasons import explain_change
from avgraph.model.graph import Graph
from avgraph.reading.source import split_lines
from avgraph.sources.lists import ListSource
from avgraph.sources.source import GraphSource

_MOST_DIGITS = 11
"""Of seconds: more are beyond the year 5138."""


def compare_sources(before: GraphSource, source: GraphSource) -> Changes:
    """Return what changed from one source to another; of two lists also in the text around their entries."""
    changes = compare_with_source(before.graph, source)
    if isinstance(before, ListSource) and isinstance(source, ListSource):
        old, new = ((each.reading_list, split_lines(each.text)[0]) for each in (before, source))
        return replace(changes, text=find_changed_text(old, new))
    return changes


def compare_with_source(before: Graph, source: GraphSource) -> Changes:
    """Return what changed from a graph to that of a source; of a list the reasons for which entities were joined or parted are known."""
    if isinstance(source, ListSource):
        return compare(before, source.graph, partial(explain_change, source.resolved))
    return compare(before, source.graph)


def source_date() -> datetime | None:
    """Return the time in ``SOURCE_DATE_EPOCH`` (reproducible-builds.org), None where it states none."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isascii() and epoch.isdigit() and len(epoch) <= _MOST_DIGITS else None
