"""Read files, and write them whole or not at all: what was there before stays until the new one is complete."""

import contextlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from avgraph.errors import QueryError, WriteError, one_line

_LONGEST_NAME = 100
"""Characters of a file name that is made of a name; file systems take 255 bytes."""
TABLES = ("nodes.csv", "edges.csv")
"""The files of a folder with the tables of a graph, which are read together."""
_OPEN_FILES = ("/dev/fd/", "/dev/std", "/proc/")
"""Names of files that are open already, which no rename reaches."""


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file. Raises QueryError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise QueryError(f"{path}: cannot be read: {one_line(error)}") from None


def write_bytes(path: str | Path, content: bytes, *, replacing: bytes | None = None) -> None:
    """Write `content` to `path` whole or not at all; `replacing` is what the file must hold until then, so that no edit is lost.

    Raises WriteError where the path cannot be written or its file has been changed meanwhile.
    """
    with open_whole(path, replacing=replacing) as file:
        file.write(content)


@contextlib.contextmanager
def open_whole(path: str | Path, *, replacing: bytes | None = None) -> Iterator[IO[bytes]]:
    """Open a file for writing that takes its place at `path` when it is complete, or goes where anything fails.

    What is no regular file (a device, a pipe, ``/dev/stdout``) is written into. Of a regular file owner, mode, extended attributes
    and hard links survive: where a new file cannot have them, the content is written into the old one. Raises WriteError for a
    folder, a file that is read-only, and whatever the system refuses.
    """
    target = Path(path)
    try:
        if os.fspath(target.absolute()).startswith(_OPEN_FILES):
            with target.open("wb") as file:
                yield file
            return
        target = Path(os.path.realpath(target))
        existing = _stat(target)
        _refuse_unwritable(Path(path), existing)
        if existing is not None and not stat.S_ISREG(existing.st_mode):
            with target.open("wb") as file:
                yield file
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        with _open_beside(target, 0o666 if existing is None else 0o600) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            if replacing is not None and target.read_bytes() != replacing:
                raise WriteError(f"{path}: was changed by another program meanwhile; nothing was written, run the command again")
            _take_place(file, target, existing)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _unwritable(path, error) from None


def make_folder(path: str | Path) -> None:
    """Make a folder, and those above it. Raises WriteError where it cannot be made."""
    try:
        Path(path).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(path, error) from None


@contextlib.contextmanager
def locked(path: str | Path, flags: int = os.O_RDONLY) -> Iterator[None]:
    """Hold a folder, or a file that is opened with `flags`, against others who ask for it, who wait; where the system has no such lock, nobody waits."""
    try:
        import fcntl

        descriptor = os.open(path, flags, 0o644)
    except (ImportError, OSError):
        yield
        return
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _unwritable(path: str | Path, error: OSError) -> WriteError:
    return WriteError(f"{path}: cannot be written: {error.strerror or error}")


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _refuse_unwritable(path: Path, existing: os.stat_result | None) -> None:
    """Raise WriteError for a folder, and for a file that nobody may write: replacing it would go around its mode."""
    if existing is None:
        return
    if stat.S_ISDIR(existing.st_mode):
        raise WriteError(f"{path}: a folder; give the path of a file")
    if stat.S_ISREG(existing.st_mode) and (not existing.st_mode & 0o222 or not os.access(path, os.W_OK)):
        raise WriteError(f"{path}: read-only (mode {stat.S_IMODE(existing.st_mode):03o}); make it writable, or write to another path")


@contextlib.contextmanager
def _open_beside(target: Path, mode: int) -> Iterator[IO[bytes]]:
    """Open a new file in the folder of `target`, without a name where the system has such, so that a killed process leaves nothing."""
    try:
        descriptor = os.open(target.parent, os.O_TMPFILE | os.O_RDWR, mode)
    except (AttributeError, OSError):
        temporary = _temporary_name(target)
        descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode)
        try:
            with os.fdopen(descriptor, "w+b") as file:
                yield file
        finally:
            temporary.unlink(missing_ok=True)
        return
    with os.fdopen(descriptor, "w+b") as file:
        yield file


def _temporary_name(target: Path) -> Path:
    return target.with_name(f".{target.name[:_LONGEST_NAME]}.{os.urandom(4).hex()}.tmp")


def _take_place(file: IO[bytes], target: Path, existing: os.stat_result | None) -> None:
    """Put a complete new file in the place of `target`, or its content where the new file cannot be what the old one was."""
    if existing is not None and (existing.st_nlink > 1 or not _copy_attributes(file, target, existing)):
        _overwrite(file, target)
        return
    temporary = _temporary_name(target)
    try:
        _give_name(file, temporary)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _give_name(file: IO[bytes], temporary: Path) -> None:
    """Link an open file to a name; one that has a name already, where the system knows no files without one, is linked again."""
    if isinstance(file.name, int) and Path("/proc/self/fd").exists():
        root = os.open("/", os.O_RDONLY)
        try:
            # With a folder given the system follows the link that /proc has for an open file.
            os.link(f"/proc/self/fd/{file.fileno()}", temporary, src_dir_fd=root, follow_symlinks=True)
        finally:
            os.close(root)
        return
    from shutil import copyfileobj

    file.seek(0)
    with temporary.open("xb") as copy:
        copyfileobj(file, copy)
        os.fchmod(copy.fileno(), stat.S_IMODE(os.fstat(file.fileno()).st_mode))


def _copy_attributes(file: IO[bytes], target: Path, existing: os.stat_result) -> bool:
    """Give a new file owner, mode and extended attributes of the old one; tell whether that was possible."""
    try:
        made = os.fstat(file.fileno())
        if (made.st_uid, made.st_gid) != (existing.st_uid, existing.st_gid):
            os.fchown(file.fileno(), existing.st_uid, existing.st_gid)
        os.fchmod(file.fileno(), stat.S_IMODE(existing.st_mode))
        for name in os.listxattr(target) if hasattr(os, "listxattr") else ():
            os.setxattr(file.fileno(), name, os.getxattr(target, name))
    except OSError:
        return False
    return True


def _overwrite(file: IO[bytes], target: Path) -> None:
    """Write the content of an open file into `target`; where that fails, what was there before is written back."""
    from shutil import copyfileobj

    before = target.read_bytes()
    file.seek(0)
    try:
        with target.open("r+b") as old:
            copyfileobj(file, old)
            old.truncate()
            old.flush()
            os.fsync(old.fileno())
    except BaseException:
        with target.open("r+b") as old:
            old.write(before)
            old.truncate()
        raise


def size_of(path: Path) -> str:
    """Return the size of a file or folder as people read it."""
    size = sum(each.stat().st_size for each in path.rglob("*") if each.is_file()) if path.is_dir() else path.stat().st_size
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"


def file_name(name: str, extension: str = "") -> str:
    """Return a file name that is made of a name, wherever the name comes from: no separators, no leading dot, of bounded length.

    >>> file_name("../../etc/passwd", ".ttl"), file_name("Speech", ".ttl")
    ('etc-passwd.ttl', 'Speech.ttl')
    """
    letters = "".join(char if char not in '/\\:*?"<>|' and (char.isprintable() or char == " ") else "-" for char in name)
    stem = letters.encode("utf-8", "replace")[:_LONGEST_NAME].decode("utf-8", "ignore").strip(" .-")
    return (stem or "list") + extension


def find_tables(path: str | Path) -> Path | None:
    """Return the folder that holds both tables of a graph, of itself or of its ``nodes.csv``; None for any other path."""
    try:
        named = Path(path)
        folder = named if named.is_dir() else named.parent if named.name == TABLES[0] else None
        return folder if folder is not None and all((folder / name).is_file() for name in TABLES) else None
    except (OSError, ValueError):
        return None


def refuse_input_as_output(output: str | Path | None, inputs: Iterable[str | Path | None]) -> None:
    """Raise WriteError where `output` is one of the files that are read, or of the tables of a graph that are."""
    if output is None or str(output) == "-":
        return
    for path in inputs:
        if path is None or str(path) == "-":
            continue
        folder = find_tables(path)
        with contextlib.suppress(OSError, ValueError):
            target = Path(output)
            if target.exists() and any(map(target.samefile, (path, *(folder / name for name in TABLES if folder)))):
                raise WriteError(f"{output}: is read by this command; write the result to another path")
