"""Name what is cached of a list by everything on which it depends."""

import contextlib
import os
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from avgraph.files import read_bytes
from avgraph.model.entries import Source


def cache_key(
    source: Source,
    authorities: Iterable[str | Path],
    base_iri: str,
    profile: str | None = None,
    *,
    bundled_authority: bool = True,
    ror: str | Path | None = None,
) -> bytes:
    """Return everything on which the graph of a list depends. Raises QueryError for an authority file that cannot be read."""
    parts = [
        base_iri,
        source.name,
        source.path,
        source.checksum,
        sys.version,
        _package_state(),
        profile or "",
        "" if bundled_authority else "no authority",
        _file_state(ror),
    ]
    return "\0".join(parts).encode("utf-8", "replace") + b"\0".join(read_bytes(Path(each)) for each in authorities)


def _file_state(path: str | Path | None) -> str:
    """Return what changes when a large file does; nothing where there is none."""
    if path is None:
        return ""
    with contextlib.suppress(OSError):
        state = os.stat(path)  # noqa: PTH116  (of a path as it is given)
        return f"{os.path.abspath(path)} {state.st_size} {state.st_mtime_ns}"  # noqa: PTH100  (as above)
    return str(path)


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
