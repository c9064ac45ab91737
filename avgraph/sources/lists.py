"""Open a reading list: entries, entities, graph and engine, each made, and what makes it imported, when it is needed."""

from collections.abc import Callable, Sequence
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from avgraph.errors import UsageError
from avgraph.files import write_bytes
from avgraph.model.entries import ReadingList, Source
from avgraph.model.graph import Graph
from avgraph.progress import ProgressCallback
from avgraph.reading.source import load_source
from avgraph.sources.revisions import read_named_revision, read_revision_of
from avgraph.sources.source import GraphSource

if TYPE_CHECKING:
    import pyoxigraph

    from avgraph.resolution.authority import Authority
    from avgraph.resolution.entities import Resolved
    from avgraph.sources.graph_cache import CachedGraph
    from avgraph.sources.revisions import Revision
    from avgraph.sparql.engine import Engine


class ListSource(GraphSource):
    """A reading list."""

    def __init__(
        self,
        path: str | Path | None,
        authorities: Sequence[str | Path],
        store: str | Path | None,
        base_iri: str | None,
        progress: ProgressCallback,
        on_read: Callable[[Sequence[str]], None],
        profile: str | None = None,
        on_override: Callable[[Sequence[str]], None] = lambda _: None,
        ror: str | Path | None = None,
        *,
        bundled_authority: bool = True,
        revision: "Revision | None" = None,
    ) -> None:
        """Read the text, that of a revision where one is given. Raises UnreadableSourceError where there is none, UsageError for a store of standard input."""
        if str(path) == "-" and store is not None:
            raise UsageError("--store keeps the graph of a file; standard input is none")
        self.source, self.text = load_source(path, revision.content, revision.name) if revision else load_source(path)
        super().__init__(base_iri, progress)
        self.path = Path(path) if path is not None and str(path) != "-" and revision is None else None
        self.revision = revision
        self.store = None if store is None else Path(store)
        self.authorities = authorities
        self.bundled_authority = bundled_authority
        """Whether the authority files that ship with the package are in force."""
        self.on_read = on_read
        self.on_override = on_override
        self._cached: CachedGraph | None = None
        """The graph from the cache, with which was told what could not be read."""
        self.profile = profile
        """How the list writes an entry, where the user says so."""
        self.ror = ror
        """A dump of the Research Organization Registry."""
        self._is_worth_saving = False

    @cached_property
    def authority(self) -> "Authority":
        """The bundled authority, unless it is left out, the authority files of the curator, and the registry."""
        from avgraph.resolution.authority import load_authority

        return load_authority(tuple(self.authorities), bundled=self.bundled_authority, ror=self.ror)

    @property
    def name(self) -> str:
        """The name of the list."""
        return self.source.name

    def as_list(self, message: str = "") -> "ListSource":
        """Return itself."""
        del message
        return self

    @cached_property
    def reading_list(self) -> ReadingList:
        """What the list says."""
        from avgraph.reading.read import parse_reading_list
        from avgraph.views.reading import unread_messages

        _ = self.authority  # whose errors come first
        reading_list = parse_reading_list(self.text, self.source, self.progress, self.profile)
        if self._cached is None:
            self.on_read(unread_messages(reading_list))
        return reading_list

    @cached_property
    def acting_authority(self) -> "Authority":
        """What of the authority acts on this list, and which records it overrides."""
        return self.authority.acting_on(self.reading_list)

    @cached_property
    def resolved(self) -> "Resolved":
        """The entities of the list and which of them each entry names."""
        from avgraph.resolution.resolve import resolve

        if self.acting_authority.overridden and self._cached is None:
            self.on_override(self.acting_authority.overridden)
        return resolve(self.reading_list, self.acting_authority, self.progress)

    @cached_property
    def graph(self) -> Graph:
        """The graph: that of a small list from the cache where it was built before, else what is built."""
        from avgraph.sources.graph_cache import LARGEST_LIST, read_cached_graph, write_cached_graph

        is_small = len(self.text) <= LARGEST_LIST
        if is_small and "reading_list" not in self.__dict__ and (cached := read_cached_graph(self._key)):
            self._cached = cached
            self.on_read(cached.messages)
            self.on_override(cached.notices)
            return cached.graph
        from avgraph.assembly import build_graph

        resolved = self.resolved
        self.progress("building", None)
        graph = build_graph(self.reading_list, resolved)
        if is_small:
            write_cached_graph(self._key, graph, *self._messages_and_notices)
        return graph

    @property
    def _messages_and_notices(self) -> tuple[Sequence[str], Sequence[str]]:
        """What of the list could not be read, and which records of the bundled authority are overridden."""
        from avgraph.views.reading import unread_messages

        if self._cached is not None:
            return self._cached.messages, self._cached.notices
        return unread_messages(self.reading_list), self.acting_authority.overridden

    @cached_property
    def _key(self) -> bytes:
        from avgraph.sources.cache_key import cache_key

        if self.authorities:
            _ = self.authority  # whose errors come first
        bundled, ror = self.bundled_authority, self.ror
        return cache_key(self.source, self.authorities, self.base_iri, self.profile, bundled_authority=bundled, ror=ror)

    @cached_property
    def engine(self) -> "Engine":
        """A store in the folder, else in memory: the cached dump of a small list, or what is built."""
        from avgraph.sparql.dump_cache import LARGEST_LIST, read_cached_dump
        from avgraph.sparql.engine import Engine
        from avgraph.sparql.store import read_notices

        if self.store is not None:
            engine = Engine.of_folder(self.store, self._key, self._fill, self.base_iri)
            if "resolved" not in self.__dict__ and self.authorities and (notices := read_notices(self.store)):
                self.on_override(notices)
            return engine
        if "graph" not in self.__dict__ and len(self.text) <= LARGEST_LIST:
            store = read_cached_dump(self._key)
            if store is not None:
                return Engine.in_memory(store, self.base_iri)
        self._is_worth_saving = len(self.text) <= LARGEST_LIST
        return Engine.of_graph(self.graph, self.base_iri)

    def _fill(self, store: "pyoxigraph.Store") -> Sequence[str]:
        """Fill a store with the graph; return which records of ours are overridden, of which each use of the store tells."""
        from avgraph.sparql.engine import fill_from_graph

        fill_from_graph(store, self.graph, self.base_iri)
        return self.acting_authority.overridden

    def save(self) -> None:
        """Cache the dump of a small list; not where something is told of it, so that each query tells it again."""
        from avgraph.sparql.dump_cache import write_cached_dump

        if self._is_worth_saving and not any(self._messages_and_notices):
            write_cached_dump(self._key, self.engine.store)
        self._is_worth_saving = False

    def _forget(self) -> None:
        for name in ("reading_list", "acting_authority", "resolved", "graph", "entities", "engine", "_key"):
            self.__dict__.pop(name, None)
        self._cached = None

    def options_of_checks(self, options: dict[str, Any]) -> dict[str, Any]:
        """Return the options of a check with the profile, and with what ``against`` names read: a file, or a revision of git of this list."""
        against = options.get("against")
        if isinstance(against, str | Path):
            options = {**options, "against": self._read_base(against)}
        return {"profile": self.profile, **options}

    def _read_base(self, name: str | Path) -> tuple[Source, str] | None:
        """Return the list as it was; None where a revision does not have it, so that all of it is new."""
        if Path(name).exists():
            return load_source(name)
        revision = read_named_revision(name)
        if revision is None and self.path is None:
            raise UsageError(f"--against {name}: no such file, and only a list in a file has revisions of git")
        revision = revision or read_revision_of(Path(str(self.path)), str(name))
        return load_source(revision.path, revision.content, revision.name) if revision else None

    def refuse_to_rewrite(self) -> None:
        """Raise UsageError where there is no file to write the list to."""
        if self.path is None:
            raise UsageError("--fix changes a file; give the path of your list")

    def rewrite(self, text: str) -> None:
        """Write the list anew, with the byte order mark that it has; what was read of it is read again when it is needed.

        Raises WriteError where the file cannot be written, or holds something else by now.
        """
        if text == self.text or self.path is None:
            return
        before = self.text.encode()
        mark = b"" if sha256(before).hexdigest() == self.source.checksum else b"\xef\xbb\xbf"
        write_bytes(self.path, mark + text.encode(), replacing=mark + before)
        self.source, self.text = load_source(self.path)
        self._forget()
