"""Cache the dumps of small lists in the user's cache folder, so that the next query need not build the graph again."""

import contextlib
import os
import zlib
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from avgraph.cache import read_cache, write_cache
from avgraph.errors import QueryError, one_line
from avgraph.model.entries import Source

if TYPE_CHECKING:
    import pyoxigraph

_KIND = "dumps"
_MOST_FILES = 8
_LARGEST_DUMP = 2**28
"""Bytes of a cached dump, unpacked."""
LARGEST_LIST = 5 * 2**20
"""Characters of a list whose dump is cached; for more there is ``store``."""


def cache_key(
    source: Source,
    authorities: Iterable[str | Path],
    base_iri: str,
    profile: str | None = None,
    *,
    bundled_authority: bool = True,
    ror: str | Path | None = None,
) -> bytes:
    """Return everything on which the triples of a list depend. Raises QueryError for an authority file that cannot be read."""
    parts = [
        base_iri,
        source.name,
        source.path,
        source.checksum,
        _package_state(),
        profile or "",
        "" if bundled_authority else "no authority",
        _file_state(ror),
    ]
    return "\0".join(parts).encode("utf-8", "replace") + b"\0".join(read_file(Path(each)) for each in authorities)


def _file_state(path: str | Path | None) -> str:
    """Return what changes when a large file does; nothing where there is none."""
    if path is None:
        return ""
    with contextlib.suppress(OSError):
        state = os.stat(path)  # noqa: PTH116  (of a path as it is given)
        return f"{os.path.abspath(path)} {state.st_size} {state.st_mtime_ns}"  # noqa: PTH100  (as above)
    return str(path)


def read_file(path: Path) -> bytes:
    """Return the bytes of a file. Raises QueryError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"{path}: cannot be read: {one_line(error)}"
        raise QueryError(message) from None


def read_cached_dump(key: bytes) -> "pyoxigraph.Store | None":
    """Return a store with the cached dump, or None where there is none or it is damaged."""
    from pyoxigraph import RdfFormat, Store

    count, _, packed = (read_cache(_KIND, sha256(key).hexdigest()) or b"").partition(b"\n")
    store = Store()
    try:
        store.bulk_load(zlib.decompressobj().decompress(packed, _LARGEST_DUMP), format=RdfFormat.N_TRIPLES)
        return store if len(store) == int(count) else None
    except (ValueError, SyntaxError, MemoryError, zlib.error):
        return None


def write_cached_dump(key: bytes, store: "pyoxigraph.Store") -> None:
    """Cache the triples of a store."""
    from pyoxigraph import DefaultGraph, RdfFormat

    triples = store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    write_cache(_KIND, sha256(key).hexdigest(), b"%d\n" % len(store) + zlib.compress(triples or b"", 1), _MOST_FILES)


@cache
def _package_state() -> str:
    """Return what changes when the code or the bundled authority does."""
    from avgraph.model.ontology import ontology_file

    files = []
    for root in (Path(__file__).parents[1], ontology_file("avgraph.ttl").parent):
        for folder, _, names in os.walk(root):
            if not folder.endswith("__pycache__"):
                files += [(path := os.path.join(folder, name), os.stat(path)) for name in names]  # noqa: PTH116, PTH118  (fast)
    return "\n".join(sorted(f"{path} {state.st_size} {state.st_mtime_ns}" for path, state in files))
