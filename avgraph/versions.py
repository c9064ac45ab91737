"""Compare two versions of a list, dump or endpoint: what changed in entities, and the patch of statements."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from avgraph.changes.atom import generate_atom
from avgraph.changes.change import Changes
from avgraph.changes.formats import FORMATS
from avgraph.changes.patch import generate_patch, serialize_dump
from avgraph.checks.settings import find_profile, find_registry
from avgraph.errors import UsageError
from avgraph.knowledge import KnowledgeGraph
from avgraph.knowledge import open as open_knowledge_graph
from avgraph.sources.comparison import compare_sources, source_date
from avgraph.sources.opening import open_source
from avgraph.sources.revisions import read_revision_before

OUTPUTS = (*FORMATS, "atom", "patch")
"""Every form in which the changes from one version to another are written."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NO_DATE = "1970-01-01T00:00:00Z"


def diff(old: KnowledgeGraph | str | Path | None, new: KnowledgeGraph | str | Path | None, **options: Any) -> Changes:
    """Return what changed from one graph or SOURCE to another, in entities; `options` are those of `avgraph.open`.

    A SOURCE can also be a revision of git, such as ``HEAD~5:README.md``, or the address of an endpoint.

    >>> len(diff(None, None)), diff(None, None).moved_lines
    (0, 0)
    """
    before, after = (open_version(each, **options) for each in (old, new))
    return compare_sources(before.source, after.source)


def open_version(source: KnowledgeGraph | str | Path | None, **options: Any) -> KnowledgeGraph:
    """Return the knowledge graph of a SOURCE or of the address of an endpoint, and one that is open already as it is."""
    if isinstance(source, KnowledgeGraph):
        return source
    if str(source).startswith(("http://", "https://")):
        return open_knowledge_graph(endpoint=str(source))
    return open_knowledge_graph(source, **options)


def open_before(path: str | Path, day: str, **options: Any) -> KnowledgeGraph:
    """Return the knowledge graph of a file as git had it at the beginning of a day, month or year.

    Raises UsageError for what is no day, UnreadableSourceError where there was no such file.
    """
    options |= {"profile": find_profile(options.get("profile"), path), "ror": find_registry(options.get("ror"), path)}
    return KnowledgeGraph(open_source(read_revision_before(Path(path), day), **options))


def write_changes(old: KnowledgeGraph, new: KnowledgeGraph, form: str, changes: Changes) -> bytes:
    """Return what changed in one of the OUTPUTS. Raises UsageError for another."""
    if form == "patch":
        return generate_patch(serialize_dump(old.source.triples()), serialize_dump(new.source.triples()))
    if form == "atom":
        title, feed = f"Changes of {new.source.title}", f"{new.base_iri}changes/{new.source.name}"
        return generate_atom(changes, updated=date_of(new), title=title, feed_id=feed, link_of=(new.base_iri + "{}").format).encode()
    if form not in FORMATS:
        raise UsageError(f"{form!r} is no form of changes; those are {', '.join(OUTPUTS)}")
    return FORMATS[form](changes).encode("utf-8", "backslashreplace")


def date_of(kg: KnowledgeGraph) -> str:
    """Return when a version was made (RFC 3339): its commit, the day that its source states, SOURCE_DATE_EPOCH, or when its file was changed."""
    if kg.source.revision is not None:
        return kg.source.revision.date
    day = _DAY.search(kg.graph.source.version or "")
    if day:
        return f"{day[0]}T00:00:00Z"
    path = kg.source.path
    time = source_date() or (datetime.fromtimestamp(path.stat().st_mtime, UTC) if path is not None and path.is_file() else None)
    return _NO_DATE if time is None else f"{time:%Y-%m-%dT%H:%M:%SZ}"
