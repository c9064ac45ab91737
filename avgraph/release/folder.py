"""Write a release into a folder: only what changed, beside what is there until all of it is made, and nothing that is not ours."""

import contextlib
import json
import os
import shutil
import signal
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import FrameType

from avgraph.errors import WriteError
from avgraph.files import locked, make_folder

MANIFEST = "avgraph-release.json"
"""Names every file of a release, so that the next one knows which are ours."""
_BUILDING, _BEFORE = ".avgraph-building", ".avgraph-before"
_TYPE = "avgraph release"
_LONGEST_PART = 255
"""Bytes of a name in a folder."""


class ReleaseFolder:
    """A folder that is released into. Files are made beside those that are there, which `switch` replaces."""

    def __init__(self, folder: Path, former: frozenset[str]) -> None:
        """Take a folder and the files of the release that is there."""
        self.folder = folder
        self._building = folder / _BUILDING
        self.former = former
        """The files of the release that is there."""
        self.paths: set[str] = set()
        self._changed: list[str] = []
        self._made: set[str] = set()

    def write(self, path: str, content: bytes) -> None:
        """Make a file of the release, by its path in the folder; nothing is written where it holds the same already."""
        self.paths.add(path)
        target = f"{self.folder}/{path}"
        try:
            with open(target, "rb") as file:  # noqa: PTH123  (thousands of times)
                if file.read() == content:
                    return
        except (FileNotFoundError, NotADirectoryError):
            pass
        except IsADirectoryError:
            raise WriteError(f"{target}: a folder; the release has a file there") from None
        self._changed.append(path)
        beside = f"{self._building}/{path}"
        parent = beside.rpartition("/")[0]
        if parent not in self._made:
            os.makedirs(parent, exist_ok=True)  # noqa: PTH103
            self._made.add(parent)
        with open(beside, "xb") as file:  # noqa: PTH123
            file.write(content)

    def part(self) -> "ReleaseFolder":
        """Return what writes files of the same release, perhaps in another process; `add` takes them."""
        return ReleaseFolder(self.folder, self.former)

    def written(self) -> tuple[set[str], list[str]]:
        """Return the paths of all files that were made, and of those that changed."""
        return self.paths, self._changed

    def add(self, written: tuple[set[str], list[str]]) -> None:
        """Take what another process has made in the same folder."""
        self.paths |= written[0]
        self._changed += written[1]

    def switch(self) -> tuple[int, int]:
        """Put what changed in its place and remove what is gone; return the numbers of both.

        Where a step fails, all that was done is undone, so that the former release is whole. A process that is killed leaves files of both,
        all of which the manifest names, and the next run puts right. Raises WriteError where a file that is not ours is in the way.
        """
        self._refuse_foreign()
        gone = sorted(path for path in self.former - self.paths if (self.folder / path).is_file())
        changed = sorted(self._changed)
        if not changed and not gone and self.former == self.paths:
            return 0, 0
        with _uninterrupted():
            # From here until the end the manifest names the files of both.
            _write_manifest(self.folder, self.former | self.paths)
            undo: list[tuple[str, bool]] = []
            try:
                for path in self._movable(changed):
                    undo.append((path, self._set_aside(path)))
                    _move(self._building / path, self.folder / path)
                for path in gone:
                    undo.append((path, self._set_aside(path)))  # noqa: PERF401
                _write_manifest(self.folder, self.paths)
            except BaseException:
                self._undo(undo)
                raise
            shutil.rmtree(self.folder / _BEFORE, ignore_errors=True)
            _remove_empty(self.folder, gone)
        return len(changed), len(gone)

    def _refuse_foreign(self) -> None:
        for path in self._changed:
            target = self.folder / path
            if path not in self.former and os.path.lexists(target):
                raise WriteError(f"{target}: is no file of a release and in the way of one; move it, or give another folder")
        parents = {parent for path in self.paths for parent in _parents(path)}
        for parent in sorted(parents):
            where = self.folder / parent
            if parent in self.paths or ((where.is_symlink() or where.is_file()) and parent not in self.former):
                raise WriteError(f"{where}: is no folder, and the release has files below it")

    def _movable(self, changed: Iterable[str]) -> list[str]:
        """Return what can be moved whole: folders that are not there yet, and files of those that are."""
        tops: dict[str, None] = {}
        new: dict[str, bool] = {}
        for path in changed:
            for parent in reversed(list(_parents(path))):
                if parent not in new:
                    new[parent] = not (self.folder / parent).exists()
                if new[parent]:
                    tops[parent] = None
                    break
            else:
                tops[path] = None
        return list(tops)

    def _set_aside(self, path: str) -> bool:
        """Move a file of the former release where it can be had back; tell whether there was one."""
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            _move(self.folder / path, self.folder / _BEFORE / path)
            return True
        return False

    def _undo(self, undo: list[tuple[str, bool]]) -> None:
        for path, was_there in reversed(undo):
            with contextlib.suppress(FileNotFoundError):
                if was_there:
                    _move(self.folder / _BEFORE / path, self.folder / path)
                else:
                    _move(self.folder / path, self._building / path)
        _remove_empty(self.folder, (path for path, was_there in undo if not was_there))
        if self.former:
            _write_manifest(self.folder, self.former)
        else:
            (self.folder / MANIFEST).unlink(missing_ok=True)
        shutil.rmtree(self.folder / _BEFORE, ignore_errors=True)


@contextlib.contextmanager
def open_release(folder: Path) -> Iterator[ReleaseFolder]:
    """Open a folder for a release; others who release into it wait, and what is made beside is gone at the end. Raises WriteError."""
    make_folder(folder)
    with locked(folder):
        _recover(folder)
        release = ReleaseFolder(folder, frozenset(read_manifest(folder)))
        try:
            (folder / _BUILDING).mkdir()
            yield release
        except OSError as error:
            raise WriteError(f"{error.filename or folder}: cannot be written: {error.strerror or error}") from None
        finally:
            shutil.rmtree(folder / _BUILDING, ignore_errors=True)


def _recover(folder: Path) -> None:
    """Remove what a process that was killed has left; of a release that was half switched, what was set aside is had back first."""
    before = folder / _BEFORE
    for path in sorted(each for each in before.rglob("*") if each.is_file()):
        target = folder / path.relative_to(before)
        if not target.exists():
            _move(path, target)
    for name in (_BUILDING, _BEFORE):
        shutil.rmtree(folder / name, ignore_errors=True)


def _move(source: Path, target: Path) -> None:
    try:
        source.replace(target)
    except FileNotFoundError:
        if target.parent.exists():
            raise
        target.parent.mkdir(parents=True)
        source.replace(target)


def _remove_empty(folder: Path, paths: Iterable[str]) -> None:
    """Remove the folders that files have left empty."""
    for parent in sorted({parent for path in paths for parent in _parents(path)}, key=len, reverse=True):
        with contextlib.suppress(OSError):
            (folder / parent).rmdir()


def _parents(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Put off what would interrupt the block until its end."""
    arrived: list[tuple[int, FrameType | None]] = []
    former = {}
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(ValueError):  # where this is not the main thread, which alone is interrupted
            former[number] = signal.signal(number, lambda *received: arrived.append(received))
    try:
        yield
    finally:
        for received, handler in former.items():
            signal.signal(received, handler)
        for first, _ in arrived[:1]:
            signal.raise_signal(first)


def check_path(path: str) -> str:
    """Return the path of a file of a release. Raises WriteError for one that leaves the folder or that no folder can hold."""
    parts = path.split("/")
    if any(
        part in ("", ".", "..") or "\0" in part or "\\" in part or len(part.encode("utf-8", "replace")) > _LONGEST_PART for part in parts
    ):
        raise WriteError(f"{path[:200]!r}: no file can have this name, so the entity can have no page")
    return path


def read_manifest(folder: Path) -> list[str]:
    """Return the files of a release, nothing where there is none. Raises WriteError for a manifest that is none."""
    path = folder / MANIFEST
    try:
        content = json.loads(path.read_bytes())
    except FileNotFoundError:
        return []
    except (OSError, ValueError):
        content = None
    if not isinstance(content, dict) or content.get("type") != _TYPE or not isinstance(content.get("files"), dict):
        raise WriteError(f"{path}: is no manifest of a release; move it away, or give another folder")
    files = content["files"]
    # What it names is removed, so that it names nothing outside.
    return [check_path(f"{parent}/{name}" if parent else name) for parent, names in files.items() for name in str(names).split("/")]


def _write_manifest(folder: Path, paths: Iterable[str]) -> None:
    files: dict[str, list[str]] = {}
    for path in sorted(paths):
        parent, _, name = path.rpartition("/")
        files.setdefault(parent, []).append(name)
    names = {parent: "/".join(each) for parent, each in files.items()}
    content = json.dumps({"type": _TYPE, "files": names}, indent=0, ensure_ascii=False) + "\n"
    beside = folder / f"{MANIFEST}.new"
    beside.write_text(content, encoding="utf-8")
    beside.replace(folder / MANIFEST)
