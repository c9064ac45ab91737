"""Put the stages in order: source, entries, entities, graph."""

from collections.abc import Sequence
from pathlib import Path

from avgraph.assembly import build_graph
from avgraph.model.entries import ReadingList
from avgraph.model.graph import Graph
from avgraph.progress import ProgressCallback, no_progress
from avgraph.reading.read import read_reading_list
from avgraph.resolution.authority import Authority, load_authority
from avgraph.resolution.resolve import resolve


def build_from(listed: ReadingList, authority: Authority | None = None, progress: ProgressCallback = no_progress) -> Graph:
    """Return the graph of a reading list; `progress` is told of the stages ``resolving`` and ``building``."""
    resolved = resolve(listed, authority, progress)
    progress("building", None)
    return build_graph(listed, resolved)


def build_from_path(
    path: str | Path | None = None, authorities: Sequence[str | Path] = (), progress: ProgressCallback = no_progress
) -> tuple[ReadingList, Graph]:
    """Return the reading list at `path` and its graph; None is the bundled list, ``-`` standard input.

    `authorities` are a curator's own authority files, in force beside the bundled ones; `progress` is told of each
    stage. Raises
    UnreadableSourceError where there is no list to read, AuthorityError where authority files contradict each other.
    """
    authority = load_authority(authorities)
    listed = read_reading_list(path, progress)
    return listed, build_from(listed, authority, progress)
