"""Keep a graph in a store on disk, built once and opened in milliseconds while its source is the same."""

import contextlib
import json
import os
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from avgraph.errors import WriteError
from avgraph.files import write_bytes

if TYPE_CHECKING:
    import pyoxigraph

_MARKER = "avgraph-store.json"


def open_store(data: Path) -> "pyoxigraph.Store":
    """Return the store whose files are in `data`, to be read only."""
    from pyoxigraph import Store

    return Store.read_only(str(data))


def prepare_store(folder: Path, content: bytes, fill: "Callable[[pyoxigraph.Store], None]") -> Path:
    """Return where the files of the store in `folder` are, for a source of this content (whatever the triples depend on), built with `fill` where it is missing, older or damaged.

    It is built beside its place and renamed, and the file that says it is whole is written last: what an
    interruption leaves is never read, and goes with the next call. Raises WriteError where the folder
    cannot be written, or holds something else.
    """
    from pyoxigraph import Store

    key = sha256(content).hexdigest()
    data = folder / f"data-{key[:16]}"
    if _is_whole(folder, data, key):
        # Damage that sizes do not show is found on opening; then it is built anew.
        with contextlib.suppress(OSError):
            open_store(data)
            return data
    if folder.is_dir() and not (folder / _MARKER).exists() and any(not _is_ours(path) for path in folder.iterdir()):
        message = f"{folder}: holds files that are no store of avgraph; give an empty folder"
        raise WriteError(message)
    building = folder / f"building-{os.urandom(6).hex()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _MARKER).unlink(missing_ok=True)
        for path in folder.iterdir():
            if _is_ours(path):
                shutil.rmtree(path, ignore_errors=True)
        store = Store(str(building))
        fill(store)
        store.flush()
        store.optimize()
        del store
        building.replace(data)
    except OSError as error:
        message = f"{folder}: no store can be built there: {error.strerror or error}"
        raise WriteError(message) from None
    write_bytes(folder / _MARKER, json.dumps({"key": key, "files": _sizes(data)}, indent=1).encode() + b"\n")
    return data


def _is_ours(path: Path) -> bool:
    return path.is_dir() and path.name.startswith(("data-", "building-"))


def _is_whole(folder: Path, data: Path, key: str) -> bool:
    try:
        marker = json.loads((folder / _MARKER).read_bytes())
        return bool(marker["key"] == key and marker["files"] == _sizes(data))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _sizes(data: Path) -> dict[str, int]:
    """Return the size of each file that holds triples."""
    return {path.name: path.stat().st_size for path in sorted(data.glob("*.sst"))}
