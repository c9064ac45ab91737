"""Put the stages in order: source, entries, entities, graph."""

from collections.abc import Sequence
from pathlib import Path

from avgraph.assembly import Resolved, build_graph
from avgraph.authority import Authority, load_authority
from avgraph.entries import ReadingList
from avgraph.graph import Graph
from avgraph.progress import Begin, unwatched
from avgraph.reading.reading_list import read_reading_list
from avgraph.resolution.authors import resolve_authors
from avgraph.resolution.datasets import resolve_datasets
from avgraph.resolution.institutions import resolve_institutions
from avgraph.resolution.papers import resolve_papers
from avgraph.resolution.tasks import resolve_tasks
from avgraph.resolution.venues import resolve_venues


def resolve(listed: ReadingList, authority: Authority | None = None, begin: Begin = unwatched) -> Resolved:
    """Return the entities of a reading list and which of them each entry names; None is the bundled authority."""
    if authority is None:
        authority = load_authority()
    advance = begin("resolving", 6)
    institutions = resolve_institutions(listed.entries, authority)
    advance(1)
    authors = resolve_authors(listed.entries, institutions, authority)
    advance(1)
    venues = resolve_venues(listed.entries, authority)
    advance(1)
    tasks = resolve_tasks(listed.entries, listed.headings)
    advance(1)
    papers, paper_of_entry = resolve_papers(listed.entries, authors, venues)
    advance(1)
    datasets = resolve_datasets(listed.dataset_rows, papers, tasks.entities)
    return Resolved(papers, paper_of_entry, authors, institutions, venues, tasks, datasets)


def build_from(listed: ReadingList, authority: Authority | None = None, begin: Begin = unwatched) -> Graph:
    """Return the graph of a reading list; `begin` is told of the stages ``resolving`` and ``building``."""
    resolved = resolve(listed, authority, begin)
    begin("building", None)
    return build_graph(listed, resolved)


def build_from_path(
    path: str | Path | None = None, authorities: Sequence[str | Path] = (), begin: Begin = unwatched
) -> tuple[ReadingList, Graph]:
    """Return the reading list at `path` and its graph; None is the bundled list, ``-`` standard input.

    `authorities` are a curator's own authority files, in force beside the bundled ones; `begin` is told of each
    stage. Raises
    UnreadableSourceError where there is no list to read, AuthorityError where authority files contradict each other.
    """
    authority = load_authority(authorities)
    listed = read_reading_list(path, begin)
    return listed, build_from(listed, authority, begin)
