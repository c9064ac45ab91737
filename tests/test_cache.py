"""The cache is ours alone: private, bounded, without links, and what is in it is as it was written."""

import stat
from pathlib import Path

import platformdirs
import pytest

from avgraph.cache import read_cache, write_cache

NAME = "0123456789abcdef" * 4


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a kind in a cache of its own."""
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: tmp_path / "cache" / "avgraph")
    return tmp_path / "cache" / "avgraph" / "kind"


def test_files_and_folders_are_private(folder: Path) -> None:
    """Nobody else reads them, also where the folder was open before."""
    folder.mkdir(parents=True, mode=0o777)
    folder.chmod(0o777)
    write_cache("kind", NAME, b"content", 8)
    assert read_cache("kind", NAME) == b"content"
    assert [stat.S_IMODE(path.stat().st_mode) for path in (folder.parent, folder, folder / NAME)] == [0o700, 0o700, 0o600]


@pytest.mark.parametrize("damage", [b"", b"x", b"x" * 100])
def test_what_is_not_as_written_is_nothing(damage: bytes, folder: Path) -> None:
    """A damaged or foreign file is computed again."""
    write_cache("kind", NAME, b"content", 8)
    (folder / NAME).write_bytes(damage)
    assert read_cache("kind", NAME) is None


def test_links_are_not_followed(folder: Path, tmp_path: Path) -> None:
    """Neither that of a file nor that of the folder."""
    write_cache("kind", NAME, b"content", 8)
    moved = (folder / NAME).rename(tmp_path / "moved")
    (folder / NAME).symlink_to(moved)
    assert read_cache("kind", NAME) is None
    write_cache("kind", NAME, b"other", 8)
    assert (moved.read_bytes()[32:], read_cache("kind", NAME)) == (b"content", b"other")
    folder.rename(tmp_path / "elsewhere")
    folder.symlink_to(tmp_path / "elsewhere")
    write_cache("kind", NAME, b"third", 8)
    assert read_cache("kind", NAME) is None
    assert (tmp_path / "elsewhere" / NAME).read_bytes()[32:] == b"other"


def test_only_our_own_files_are_removed(folder: Path) -> None:
    """What somebody else put there stays; of ours the latest do."""
    folder.mkdir(parents=True)
    (folder / "notes.txt").write_text("mine")
    for number in range(12):
        write_cache("kind", f"{number:064x}", b"content", 3)
    assert len([path for path in folder.iterdir() if path.name != "notes.txt"]) == 3
    assert (folder / "notes.txt").read_text() == "mine"
