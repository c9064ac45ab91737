"""Keep a graph in a store on disk, built once and opened in milliseconds while its source is the same."""

import contextlib
import json
import os
import re
import shutil
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from avgraph.errors import QueryError, WriteError
from avgraph.files import locked, write_bytes

if TYPE_CHECKING:
    import pyoxigraph

_MARKER, _LOCK = "avgraph-store.json", "avgraph-store.lock"
_TYPE = "avgraph store"
_SMALL = 1 << 22
"""Bytes of a file whose checksum is compared whenever the store is opened; blocks of larger ones have checksums of the engine."""
_MOST_COUNTED = 200_000
"""Triples that are counted whenever the store is opened, which takes a tenth of a second."""
_OURS = re.compile(r"data-[0-9a-f]{16}|building-[0-9a-f]{12}")


Fill = Callable[["pyoxigraph.Store"], Sequence[str] | None]
"""Fills a store; returns what is to be said whenever it is opened."""


def open_store(folder: Path, content: bytes, fill: Fill) -> "pyoxigraph.Store":
    """Return the store of a source of this content (whatever the triples depend on), built with `fill` where it is missing, older or damaged.

    It is built beside the one that is there, renamed, and noted in the marker; only then the old one is removed.
    What an interruption leaves is never read, and goes with the next call. Processes wait for each other.
    The store is to be read only; while this process lives nobody removes its files.
    Raises WriteError where the folder cannot be written, or holds something else.
    """
    key = sha256(content).hexdigest()
    data = folder / f"data-{key[:16]}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _refuse_foreign(folder)
        with _locked(folder):
            if not _is_whole(folder, data, key):
                _build(folder, data, key, fill)
            try:
                store = _open_whole(folder, data)
            except (OSError, RuntimeError, ValueError):
                # Damage that sizes and checksums do not show.
                _build(folder, data, key, fill)
                store = _open_whole(folder, data)
            _keep_from_removal(data)
            return store
    except OSError as error:
        raise WriteError(f"{folder}: no store can be built there: {error.strerror or error}") from None


def is_store(folder: Path) -> bool:
    """Tell whether a folder holds a store of avgraph."""
    return _read_marker(folder) is not None


def open_built_store(folder: Path) -> "pyoxigraph.Store":
    """Return the store that a folder holds, to be read only. Raises QueryError where it is damaged or was never finished."""
    key = str(_read_key(folder))
    data = folder / f"data-{key[:16]}"
    with contextlib.suppress(OSError, RuntimeError, ValueError):
        if _is_whole(folder, data, key):
            _keep_from_removal(data)
            return _open_whole(folder, data)
    raise QueryError(f"{folder}: the store is damaged or unfinished; build it anew from its list with --store")


def read_notices(folder: Path) -> Sequence[str]:
    """Return what is to be said whenever the store in a folder is opened."""
    notices = (_read_marker(folder) or {}).get("notices")
    return [str(notice) for notice in notices] if isinstance(notices, list) else []


def discard_store(folder: Path) -> None:
    """Have the store in a folder built anew when it is opened next."""
    with contextlib.suppress(OSError), _locked(folder):
        if _read_marker(folder) is not None:
            _write_marker(folder, "", 0, {})


def _build(folder: Path, data: Path, key: str, fill: Fill) -> None:
    from pyoxigraph import Store

    if _read_marker(folder) is None:
        _write_marker(folder, "", 0, {})
    building = folder / f"building-{os.urandom(6).hex()}"
    try:
        store = Store(str(building))
        notices = fill(store) or ()
        store.flush()
        store.optimize()
        triples = len(store)
        del store
        if data.exists():
            # Damaged, and of the same source: nothing that is worth keeping.
            data.replace(folder / f"building-{os.urandom(6).hex()}")
        building.replace(data)
        _write_marker(folder, key, triples, _states(data), notices)
    finally:
        for path in folder.iterdir():
            is_left = path.name.startswith("building-") or _read_key(folder) == key
            if path != data and is_left and _OURS.fullmatch(path.name) and path.is_dir() and not path.is_symlink():
                _remove_unread(path)


def _refuse_foreign(folder: Path) -> None:
    """Raise WriteError where a folder holds something, and no marker of ours says that it is a store."""
    if not _is_foreign(folder):
        return
    if (folder / _LOCK).exists():
        # Another process may be about to write the marker.
        with _locked(folder):
            if not _is_foreign(folder):
                return
    raise WriteError(f"{folder}: holds files that are no store of avgraph; give an empty folder")


def _is_foreign(folder: Path) -> bool:
    return any(path.name != _LOCK for path in folder.iterdir()) and _read_marker(folder) is None


def _read_marker(folder: Path) -> dict[str, object] | None:
    try:
        marker = json.loads((folder / _MARKER).read_bytes())
    except (OSError, ValueError):
        return None
    return marker if isinstance(marker, dict) and marker.get("type") == _TYPE else None


def _read_key(folder: Path) -> object:
    return (_read_marker(folder) or {}).get("key")


def _write_marker(folder: Path, key: str, triples: int, files: dict[str, str], notices: Sequence[str] = ()) -> None:
    content = {"type": _TYPE, "key": key, "triples": triples, "files": files, "notices": notices}
    write_bytes(folder / _MARKER, json.dumps(content, indent=1).encode() + b"\n")


def _is_whole(folder: Path, data: Path, key: str) -> bool:
    marker = _read_marker(folder)
    return marker is not None and marker.get("key") == key and marker.get("files") == _states(data)


def _open_whole(folder: Path, data: Path) -> "pyoxigraph.Store":
    """Return a store with as many triples as were written. Raises ValueError where there are others."""
    from pyoxigraph import Store

    store = Store.read_only(str(data))
    triples = (_read_marker(folder) or {}).get("triples")
    if not isinstance(triples, int) or (triples <= _MOST_COUNTED and len(store) != triples):
        raise ValueError(f"{folder}: the store does not hold the {triples!r} triples that were written")
    return store


def _states(data: Path) -> dict[str, str]:
    """Return the size of each file of a store, of a small one its checksum as well; the journal of the engine and its lock left out."""
    files = (path for path in sorted(data.glob("*")) if not path.name.startswith(("LOG", "LOCK")))
    states = {}
    for path in files:
        size = path.stat().st_size
        states[path.name] = f"{size} {sha256(path.read_bytes()).hexdigest()}" if size <= _SMALL else str(size)
    return states


def _locked(folder: Path) -> AbstractContextManager[None]:
    """Wait until no other process looks into a folder or builds there, where the system and the folder allow it."""
    return locked(folder / _LOCK, os.O_RDONLY | (os.O_CREAT if os.access(folder, os.W_OK) else 0))


def _keep_from_removal(data: Path) -> None:
    """Hold a lock on the files of a store for as long as this process lives: the engine opens some of them late."""
    with contextlib.suppress(ImportError, OSError):
        import fcntl

        # Never closed on purpose.
        fcntl.flock(os.open(data, os.O_RDONLY), fcntl.LOCK_SH | fcntl.LOCK_NB)


def _remove_unread(path: Path) -> None:
    """Remove what nobody reads; what somebody does goes another time."""
    try:
        import fcntl
    except ImportError:
        shutil.rmtree(path, ignore_errors=True)
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(path, ignore_errors=True)
        finally:
            os.close(descriptor)
