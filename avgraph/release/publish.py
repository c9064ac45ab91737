"""Publish a graph as a folder: all that is made of it, by several processes, then put in its place at once."""

import contextlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from avgraph.changes.change import Changes
from avgraph.errors import AvgraphError, UsageError
from avgraph.export.formats import FORMATS
from avgraph.garbage import no_garbage_collection
from avgraph.model.graph import Graph
from avgraph.model.vocabulary import Attribute, NodeType
from avgraph.parallel import run_jobs, start_jobs
from avgraph.progress import ProgressCallback, no_progress
from avgraph.release.catalogue import write_catalogue
from avgraph.release.description import describe_for_search_engines, link_first_page, list_addresses, write_descriptions, write_for_crawlers
from avgraph.release.dumps import Dump, list_formats, write_checksums, write_dumps
from avgraph.release.edition import Edition
from avgraph.release.entities import list_pages, write_entities, write_source
from avgraph.release.folder import MANIFEST, ReleaseFolder, open_release, read_manifest
from avgraph.release.news import write_news
from avgraph.release.site import write_assets, write_explorer, write_first_pages, write_lists, write_questions
from avgraph.site.pages.environment import load_templates
from avgraph.sources.comparison import compare_with_source, source_date
from avgraph.sources.lists import ListSource
from avgraph.sources.opening import open_source
from avgraph.sources.source import GraphSource
from avgraph.text.links import web_iri

_CHUNK = 500
"""Subjects whose pages are written by one job, at least."""
_MOST_CHUNKS = 16
_Written = tuple[set[str], list[str]]


@dataclass(frozen=True, slots=True)
class Released:
    """What a release has done."""

    path: Path
    files: int
    """Of the release."""
    written: int
    """Files that are new or changed."""
    removed: int
    """Files of the former release that are gone."""
    day: str
    """When it was published, as its descriptions say."""


def publish(
    source: GraphSource,
    path: str | Path,
    *,
    base_url: str | None = None,
    previous: str | Path | None = None,
    day: str | None = None,
    progress: ProgressCallback = no_progress,
    processes: int | None = None,
) -> Released:
    """Write everything that is published of a graph into a folder, and return what was done.

    `base_url` is where the folder will be published: IRIs lead there then. `previous` is the version before, a release, dump or list, by
    default the release that is in the folder; `day`
    the day of this one (ISO 8601), by default that of `SOURCE_DATE_EPOCH`, else the last day that the list states. Raises UsageError for
    what does not fit, WriteError where the folder cannot be written.
    """
    url = check_base_url(base_url)
    folder = Path(path)
    with no_garbage_collection():
        before = _open_former(folder) if previous is None else _open_previous(Path(previous))
        graph = source.graph
        lines = source.text.splitlines() if isinstance(source, ListSource) else None
        edition = Edition(graph, f"{url}id/" if url else source.base_iri, lines, url, _choose_day(day, graph))
        changes = None if before is None else compare_with_source(before, source)
        former = Path(previous) if previous is not None and Path(previous).is_dir() else folder
        progress("publishing", None)
        with open_release(folder) as release:
            write_release(edition, release, changes, former, processes)
            written, removed = release.switch()
    return Released(folder, len(release.paths) + 1, written, removed, edition.day)


def write_release(edition: Edition, release: ReleaseFolder, changes: Changes | None, former: Path, processes: int | None) -> None:
    """Make every file of a release; `former` is the folder of the one before, whose feed goes on."""
    dumps: list[Dump] = []
    # The dumps need the graph alone, so that one process writes them while this one prepares what the pages are made of.
    with start_jobs([partial(_write_part, release, partial(write_dumps, edition, names=list_formats()))], processes) as wait:
        pages = list_pages(edition)
        jobs = _list_jobs(edition, pages)
        for written, result in [*run_jobs([partial(_write_part, release, job) for job in jobs], processes), *wait()]:
            release.add(written)
            dumps += result or []
    dumps.sort(key=lambda dump: list(FORMATS).index(dump.name))
    write_checksums(release, dumps)
    write_catalogue(edition, release, dumps)
    write_descriptions(edition, release, dumps)
    write_first_pages(edition, release, describe_for_search_engines(edition, dumps), link_first_page(edition, dumps))
    write_news(edition, release, changes, former)
    write_for_crawlers(edition, release, list_addresses(edition, pages))


def _list_jobs(edition: Edition, pages: list[str]) -> list[Callable[[ReleaseFolder], Any]]:
    """Return what is done by several processes, what takes longest first."""
    _ = edition.entity_index, edition.source  # which all of them need
    load_templates()
    count = min(_MOST_CHUNKS, -(-len(pages) // _CHUNK))
    return [
        partial(write_explorer, edition),
        *(partial(write_entities, edition, ids=pages[number::count]) for number in range(count)),
        *(partial(job, edition) for job in (write_questions, write_lists, write_assets, write_source)),
    ]


def _write_part(release: ReleaseFolder, job: Callable[[ReleaseFolder], Any]) -> tuple[_Written, Any]:
    part = release.part()
    result = job(part)
    return part.written(), result


def check_base_url(base_url: str | None) -> str | None:
    """Return the address of a site with a slash at its end. Raises UsageError for what is none."""
    if base_url is None:
        return None
    url = base_url if base_url.endswith("/") else f"{base_url}/"
    if web_iri(url) != url or not url.startswith(("http://", "https://")) or "?" in url or "#" in url:
        raise UsageError(f"--base-url {base_url!r} is no http or https address of a folder")
    return url


def _choose_day(day: str | None, graph: Graph) -> str:
    """Return the day of a release: the given one, that of the environment (reproducible-builds.org), or the last that the list states."""
    if day is not None:
        try:
            return date.fromisoformat(day).isoformat()
        except ValueError:
            raise UsageError(f"--date {day!r} is no day such as 2024-05-17") from None
    if (time := source_date()) is not None:
        return time.date().isoformat()
    papers = graph.of_type(NodeType.PAPER)
    stated = (str(each) for paper in papers for each in paper.values(Attribute.DATE_PUBLISHED))
    years = (f"{year}-01-01" for paper in papers if (year := paper.value(Attribute.YEAR)) is not None)
    return max(_days_in([graph.source.version or ""]), default="") or max(_days_in([*stated, *years]), default="1970-01-01")


def _days_in(texts: Iterable[str]) -> list[str]:
    matches = (re.search(r"(?<![0-9])(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])(?![0-9])", text) for text in texts)
    return [match[0] for match in matches if match]


def _open_former(folder: Path) -> Graph | None:
    """Return the graph of the release that is in a folder; nothing where there is none, or its dump cannot be read."""
    with contextlib.suppress(AvgraphError):
        return _open_previous(folder) if (folder / MANIFEST).exists() else None
    return None


def _open_previous(previous: Path) -> Graph:
    """Return the graph of the version before: of the Turtle in the folder of a release, of a dump or a list."""
    if previous.is_dir() and (previous / MANIFEST).exists():
        dumps = [each for each in read_manifest(previous) if re.fullmatch(r"data/[^/]+\.ttl", each)]
        if not dumps:
            raise UsageError(f"{previous}: this release has no dump to compare with")
        previous = previous / dumps[0]
    return open_source(previous).graph
