"""Open a list, a dump, either at a revision of git, a store folder, standard input or an endpoint."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from avgraph.errors import UsageError
from avgraph.progress import ProgressCallback, no_progress
from avgraph.rdf.dump_file import is_dump
from avgraph.sources.dumps import DumpSource, RevisionSource, StoreSource
from avgraph.sources.lists import ListSource
from avgraph.sources.revisions import Revision, read_named_revision
from avgraph.sources.source import GraphSource
from avgraph.sparql.http.address import check_url


def open_source(
    source: str | Path | Revision | None = None,
    *,
    authorities: Sequence[str | Path] = (),
    bundled_authority: bool = True,
    endpoint: str | None = None,
    store: str | Path | None = None,
    graph: str | None = None,
    base_iri: str | None = None,
    user: str | None = None,
    password: str | None = None,
    token: str | None = None,
    timeout: float = 60.0,
    progress: ProgressCallback = no_progress,
    on_read: Callable[[Sequence[str]], None] = lambda _: None,
    on_override: Callable[[Sequence[str]], None] = lambda _: None,
    profile: str | None = None,
    ror: str | Path | None = None,
) -> GraphSource:
    """Return the source of a knowledge graph, see `avgraph.open`. Raises UsageError for what does not go together.

    `timeout` is the seconds for an endpoint; `on_read` is called with what of a list could not be read once it is read, `on_override` with what `authorities` say against ours.
    """
    has_authority = bool(authorities) or not bundled_authority or ror is not None
    revision = source if isinstance(source, Revision) else read_named_revision(source)
    path: str | Path | None = revision.path if revision is not None else None if isinstance(source, Revision) else source
    if endpoint is not None:
        _refuse_with_endpoint(path, store, has_authority=has_authority)
        return _open_endpoint(endpoint, progress, seconds=timeout, graph=graph, user=user, password=password, token=token)
    _refuse_address(str(path), graph)
    is_folder = path is not None and revision is None and _is_store(Path(path))
    if not is_folder and not is_dump(path):
        more = (progress, on_read, profile, on_override, ror)
        return ListSource(path, authorities, store, base_iri, *more, bundled_authority=bundled_authority, revision=revision)
    if has_authority:
        message = "--authority is for lists; who is who stands in a dump already: make the dump with it (avgraph export --authority), or compare two lists"
        raise UsageError(message)
    if revision is not None:
        return RevisionSource(revision, store, base_iri, progress)
    return StoreSource(Path(str(path)), base_iri, progress) if is_folder else DumpSource(Path(str(path)), store, base_iri, progress)


def _open_endpoint(url: str, progress: ProgressCallback, **options: Any) -> GraphSource:
    from avgraph.sources.endpoints import EndpointSource
    from avgraph.sparql.endpoint import EndpointEngine

    return EndpointSource(EndpointEngine(url, **options), progress)


def _refuse_with_endpoint(source: str | Path | None, store: str | Path | None, *, has_authority: bool) -> None:
    if store is not None:
        raise UsageError("--store keeps the graph of SOURCE, whose place --endpoint takes")
    if source is not None or has_authority:
        raise UsageError("--endpoint takes the place of SOURCE and --authority")


def _refuse_address(source: str, graph: str | None) -> None:
    if graph is not None:
        raise UsageError("--graph names a graph of an --endpoint")
    if source.startswith(("http://", "https://")):
        raise UsageError(f"{check_url(source)}: an address; ask a server with --endpoint, and download a list or a dump first")


def _is_store(path: Path) -> bool:
    if not path.is_dir():
        return False
    from avgraph.sparql.store import is_store

    return is_store(path)
