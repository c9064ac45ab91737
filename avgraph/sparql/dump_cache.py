"""Cache the dumps of small lists in the user's cache folder, so that the next query need not build the graph again."""

import zlib
from hashlib import sha256
from typing import TYPE_CHECKING

from avgraph.cache import read_cache, write_cache

if TYPE_CHECKING:
    import pyoxigraph

_KIND = "dumps"
_MOST_FILES = 8
_LARGEST_DUMP = 2**28
"""Bytes of a cached dump, unpacked."""
LARGEST_LIST = 5 * 2**20
"""Characters of a list whose dump is cached; for more there is ``store``."""


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
