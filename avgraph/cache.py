"""Cache files that are costly to compute, in the user's folder for caches, each kind in a folder of its own, which nobody else can read."""

import contextlib
import os
import re
import stat
from hashlib import sha256
from pathlib import Path

_LARGEST = 1 << 28
"""Bytes of a file that is read or written."""
_NAME = re.compile(r"[0-9a-f]{16,64}(\.\w+)?")
"""Of our own files; others are never removed."""
_DIGEST = 32


def _folder(kind: str) -> Path:
    """Return the folder of a kind, ours alone. Raises OSError where it cannot be that."""
    import platformdirs

    folder = platformdirs.user_cache_path("avgraph", appauthor=False) / kind
    folder.parent.parent.mkdir(parents=True, exist_ok=True)
    for each in (folder.parent, folder):
        with contextlib.suppress(FileExistsError):
            each.mkdir(mode=0o700)
        state = each.lstat()
        if not stat.S_ISDIR(state.st_mode) or (hasattr(os, "getuid") and state.st_uid != os.getuid()):
            raise NotADirectoryError(str(each))
        if stat.S_IMODE(state.st_mode) & 0o077:
            each.chmod(0o700)
    return folder


def read_cache(kind: str, name: str) -> bytes | None:
    """Return the cached file of a name, or nothing where there is none, or it is not as it was written."""
    try:
        descriptor = os.open(_folder(kind) / name, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as file:
            state = os.fstat(descriptor)
            if not stat.S_ISREG(state.st_mode) or state.st_size > _LARGEST:
                return None
            digest, content = file.read(_DIGEST), file.read()
    except OSError:
        return None
    return content if sha256(content).digest() == digest else None


def write_cache(kind: str, name: str, content: bytes, max_files: int) -> None:
    """Cache `content` under a name, whole or not at all; of its kind the latest `max_files` stay.

    What cannot be written is computed again: no reason to bother anyone.
    """
    if len(content) > _LARGEST - _DIGEST:
        return
    with contextlib.suppress(OSError):
        folder = _folder(kind)
        temporary = folder / f".{name}.{os.urandom(4).hex()}.tmp"
        try:
            with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(sha256(content).digest() + content)
            temporary.replace(folder / name)
        finally:
            temporary.unlink(missing_ok=True)
        ours = [(path.lstat(), path) for path in folder.iterdir() if _NAME.fullmatch(path.name)]
        files = sorted((state.st_mtime, path) for state, path in ours if stat.S_ISREG(state.st_mode))
        for _, old in files[:-max_files]:
            old.unlink(missing_ok=True)
