"""Read what a file was at a revision of git, by the program ``git``: ``HEAD~5:README.md``, or the last one before a day."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from avgraph.errors import UnreadableSourceError, UsageError

_NAMED = re.compile(r"(?P<revision>[^-:\s][^:]*):(?P<path>[^:]+)", re.DOTALL)
_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_HASH = re.compile(r"[0-9a-f]{40,64}")


@dataclass(frozen=True, slots=True)
class Revision:
    """A file as it was."""

    name: str
    """The revision and the path as they were given."""
    path: str
    """The path within the repository."""
    content: bytes
    date: str
    """When the revision was committed (RFC 3339)."""


def read_named_revision(source: str | Path | None) -> Revision | None:
    """Return the file that ``REVISION:PATH`` names; None where `source` is a file, or no such name.

    Raises UnreadableSourceError where git, the repository, the revision or the file is missing.
    """
    match = _NAMED.fullmatch(str(source or ""))
    if match is None or Path(str(source)).exists() or Path(match[0]).drive:
        return None
    return read_revision(match["revision"], match["path"])


def read_revision(revision: str, path: str, folder: Path | None = None) -> Revision:
    """Return a file at a revision of the repository of a folder; `path` is below its root, as git has it, else below the folder.

    Raises UnreadableSourceError where git, the repository, the revision or the file is missing.
    """
    name = f"{revision}:{path}"
    commit = _find_commit(revision, name, folder)
    for within in (path, f"./{path}"):
        blob = _run(folder, "rev-parse", "--verify", "--quiet", f"{commit}:{within}").decode().strip()
        if _HASH.fullmatch(blob) and _run(folder, "cat-file", "-t", blob).strip() == b"blob":
            date = _run(folder, "log", "-1", "--format=%cI", commit).decode().strip().replace("+00:00", "Z")
            return Revision(name, path.removeprefix("./"), _run(folder, "cat-file", "blob", blob), date)
    raise UnreadableSourceError(f"{name}: no such file, and the git revision {revision!r} has none of this path")


def read_revision_of(path: Path, revision: str) -> Revision | None:
    """Return the file at a path as it was at a revision, None where it was not there.

    Raises UnreadableSourceError where git, the repository or the revision is missing.
    """
    folder, name = path.absolute().parent, f"./{path.name}"
    commit = _find_commit(revision, f"{revision}:{path}", folder)
    return read_revision(commit, name, folder) if _run(folder, "rev-parse", "--verify", "--quiet", f"{commit}:{name}") else None


def read_revision_before(path: Path, day: str) -> Revision:
    """Return the file at a path as it was at the beginning of a day, month or year, on the branch that is checked out.

    Raises UsageError for what is no day, UnreadableSourceError where there was no such file.
    """
    if not _DAY.fullmatch(day):
        raise UsageError(f"--since {day!r} is no day (2023-01-01), month (2023-01) or year (2023)")
    start = f"{day}{'-01-01'[len(day) - 4 :]}T00:00:00"
    folder, name = path.absolute().parent, f"{path.name} before {day}"
    _find_commit("HEAD", name, folder)
    commit = _run(folder, "rev-list", "-1", f"--before={start}", "HEAD").decode().strip()
    if not commit:
        raise UnreadableSourceError(f"{path}: the git repository has no revision before {day}")
    return read_revision(commit, f"./{path.name}", folder)


def _find_commit(revision: str, name: str, folder: Path | None) -> str:
    """Return the hash of a revision. Raises UnreadableSourceError where there is none, or no repository."""
    if revision.startswith("-") or not revision.isprintable():
        raise UnreadableSourceError(f"{name}: {revision!r} names no git revision")
    if not _run(folder, "rev-parse", "--git-dir", name=name).strip():
        raise UnreadableSourceError(f"{name}: no such file, and no git repository here whose revision it could be")
    commit = _run(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
    commit = commit.rpartition("\n")[2]
    if not _HASH.fullmatch(commit):
        raise UnreadableSourceError(f"{name}: no such file, and the git repository has no revision {revision!r}")
    return commit


def _run(folder: Path | None, *arguments: str, name: str = "") -> bytes:
    """Return what git prints, nothing where it fails. Raises UnreadableSourceError where there is no git."""
    import shutil
    import subprocess

    git = shutil.which("git")
    if git is None:
        raise UnreadableSourceError(f"{name}: no such file, and without the program git no revision can be read")
    environment = {**os.environ, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0"}
    # No shell; what users name is a revision that begins with no hyphen, or part of one argument.
    done = subprocess.run([git, *arguments], cwd=folder, env=environment, capture_output=True, check=False)  # noqa: S603
    return done.stdout if done.returncode == 0 else b""
