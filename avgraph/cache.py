"""Cache files that are costly to compute, in the user's folder for caches, each kind in a folder of its own."""

import contextlib
import os
from pathlib import Path


def _folder(kind: str) -> Path:
    import platformdirs

    return platformdirs.user_cache_path("avgraph", appauthor=False) / kind


def read_cache(kind: str, name: str) -> bytes | None:
    """Return the cached file of a name, or nothing."""
    try:
        return (_folder(kind) / name).read_bytes()
    except OSError:
        return None


def write_cache(kind: str, name: str, content: bytes, max_files: int) -> None:
    """Cache `content` under a name, whole or not at all; of its kind the latest `max_files` stay.

    What cannot be written is computed again: no reason to bother anyone.
    """
    with contextlib.suppress(OSError):
        folder = _folder(kind)
        folder.mkdir(parents=True, exist_ok=True)
        temporary = folder / f".{name}.{os.urandom(4).hex()}.tmp"
        try:
            temporary.write_bytes(content)
            temporary.replace(folder / name)
        finally:
            temporary.unlink(missing_ok=True)
        files = sorted((path for path in folder.iterdir() if path.name[0] != "."), key=lambda path: path.stat().st_mtime)
        for file in files[:-max_files]:
            file.unlink(missing_ok=True)
