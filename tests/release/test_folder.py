"""The folder of a release: what changed is written, what is gone goes, what is not ours stays, and an interruption leaves all as it was."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from avgraph.cli.main import group
from avgraph.errors import UsageError, WriteError
from avgraph.knowledge import open as open_knowledge_graph
from avgraph.parallel import run_jobs
from avgraph.release import folder as folders
from avgraph.release.folder import MANIFEST, check_path, open_release, read_manifest
from tests.release.conftest import LIST, URL, read_files, write_list


def release_files(folder: Path, files: dict[str, bytes]) -> tuple[int, int]:
    """Release some files."""
    with open_release(folder) as release:
        for path, content in files.items():
            release.write(path, content)
        return release.switch()


def test_a_second_run_writes_nothing(tmp_path: Path) -> None:
    """Not a byte, and no time of a file changes."""
    files = {"index.html": b"1", "id/a/index.html": b"2"}
    assert release_files(tmp_path, files) == (2, 0)
    times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert release_files(tmp_path, files) == (0, 0)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path in times and path.is_file()} == {
        path: time for path, time in times.items() if path.is_file()
    }


def test_what_is_gone_goes_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    """Folders that become empty go as well; a file of others keeps its folder."""
    (tmp_path / "CNAME").write_bytes(b"lists.example.org")
    release_files(tmp_path, {"index.html": b"1", "id/a/index.html": b"2", "id/b/index.html": b"3"})
    (tmp_path / "id" / "b" / "notes.txt").write_bytes(b"mine")
    assert release_files(tmp_path, {"index.html": b"1", "new.html": b"4"}) == (1, 2)
    assert set(read_files(tmp_path)) == {"CNAME", "index.html", "new.html", "id/b/notes.txt", MANIFEST}
    assert not (tmp_path / "id" / "a").exists()


def test_a_file_of_others_is_not_replaced(tmp_path: Path) -> None:
    """It is named, and nothing is written; one with the same content is no matter."""
    (tmp_path / "index.html").write_bytes(b"mine")
    with pytest.raises(WriteError, match=r"index\.html: is no file of a release"):
        release_files(tmp_path, {"index.html": b"1", "a.html": b"2"})
    assert read_files(tmp_path) == {"index.html": b"mine"}
    assert release_files(tmp_path, {"index.html": b"mine", "a.html": b"2"}) == (1, 0)


def test_a_folder_of_others_is_not_entered_through_a_link(tmp_path: Path) -> None:
    """A link in the place of a folder of the release leads somewhere else."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "id").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(WriteError, match="is no folder"):
        release_files(tmp_path / "site", {"id/a/index.html": b"1"})
    assert list((tmp_path / "elsewhere").iterdir()) == []


def failing(after: int, error: BaseException) -> Callable[..., Any]:
    """Return a move of files that fails once it was called some times."""
    calls = iter(range(after))
    move = folders._move  # noqa: SLF001  (to fail in its place)

    def fail(source: Path, target: Path) -> None:
        if next(calls, None) is None:
            raise error
        move(source, target)

    return fail


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("after", range(9))
def test_a_failure_leaves_the_former_release_whole(
    tmp_path: Path, after: int, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At whatever step: what is there afterwards is what was there before, to the byte; and the next run succeeds."""
    release_files(tmp_path, {"index.html": b"1", "id/a/index.html": b"2", "id/b/index.html": b"3"})
    before = read_files(tmp_path)
    then = {"index.html": b"new", "id/a/index.html": b"new", "id/c/index.html": b"4", "x/index.html": b"5"}
    steps = failing(after, error)
    with monkeypatch.context() as patch:
        state = {"is_failing": True}
        move = folders._move  # noqa: SLF001

        def move_or_fail(source: Path, target: Path) -> None:
            try:
                (steps if state["is_failing"] else move)(source, target)
            except BaseException:
                state["is_failing"] = False
                raise

        patch.setattr(folders, "_move", move_or_fail)
        try:
            release_files(tmp_path, then)
        except (WriteError, KeyboardInterrupt):
            assert read_files(tmp_path) == before
    release_files(tmp_path, then)
    assert {path: content for path, content in read_files(tmp_path).items() if path != MANIFEST} == then


def test_a_killed_switch_is_put_right_by_the_next(tmp_path: Path) -> None:
    """What was set aside is had back, and no file of either release is taken for one of others."""
    release_files(tmp_path, {"index.html": b"1", "a.html": b"2"})
    before = tmp_path / ".avgraph-before"
    before.mkdir()
    os.replace(tmp_path / "a.html", before / "a.html")  # noqa: PTH105
    (tmp_path / ".avgraph-building").mkdir()
    assert release_files(tmp_path, {"index.html": b"1", "a.html": b"2"}) == (0, 0)
    assert set(read_files(tmp_path)) == {"index.html", "a.html", MANIFEST}


@pytest.mark.parametrize("path", ["id/../x", "/etc/x", "id//x", "id/./x", "id/\0/x", f"id/{'a' * 256}/index.html", "..", "a\\b"])
def test_no_file_leaves_the_folder(path: str) -> None:
    """Whatever ids a dump has."""
    with pytest.raises(WriteError, match="no file can have this name"):
        check_path(path)


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"type": "other"}', b'{"type": "avgraph release", "files": {"..": "x"}}'])
def test_a_manifest_that_is_none_is_refused(tmp_path: Path, content: bytes) -> None:
    """What it names would be removed."""
    (tmp_path / MANIFEST).write_bytes(content)
    with pytest.raises(WriteError):
        read_manifest(tmp_path)


@pytest.mark.slow
def test_releases_are_the_same_however_they_are_made(listed: Path, released: Path, tmp_path: Path) -> None:
    """By one process or several, the same bytes; a second run changes nothing."""
    done = open_knowledge_graph(listed).release(tmp_path / "site", base_url=URL, processes=2)
    assert read_files(tmp_path / "site") == read_files(released)
    assert done.files == len(read_files(released))
    again = open_knowledge_graph(listed).release(tmp_path / "site", base_url=URL.rstrip("/"), processes=1)
    assert (again.written, again.removed) == (0, 0)


@pytest.mark.slow
def test_what_is_new(listed: Path, released: Path, tmp_path: Path) -> None:
    """The page and the feed say it; the ids of the feed never repeat, and what it said before stays."""
    text = LIST.replace("Speaking of Bells", "Speaking of Great Bells").replace("Chen O'Neil\n", "Chen O'Neil, Dora New\n")
    newer = write_list(tmp_path / "newer", text)
    site = tmp_path / "site"
    open_knowledge_graph(newer).release(site, base_url=URL, previous=released, day="2024-05-17", processes=1)
    page = (site / "new" / "index.html").read_text(encoding="utf-8")
    assert "Dora New" in page
    assert "Great Bells" in page
    first = read_ids(site)
    assert first
    open_knowledge_graph(listed).release(site, base_url=URL, previous=newer, day="2024-05-18", processes=1)
    second = read_ids(site)
    assert len(set(second)) == len(second) > len(first)
    assert second[-len(first) :] == first


@pytest.mark.slow
def test_what_is_new_since_the_release_that_was_there(listed: Path, tmp_path: Path) -> None:
    """Without another one it is the version before; a third run of the same list changes nothing, and a dump that is none is no obstacle."""
    newer, site = write_list(tmp_path / "newer", LIST.replace("Speaking of Bells", "Speaking of Great Bells")), tmp_path / "site"
    open_knowledge_graph(listed).release(site, base_url=URL, processes=1)
    assert "No version before" in (site / "new" / "index.html").read_text(encoding="utf-8")
    open_knowledge_graph(newer).release(site, base_url=URL, processes=1)
    assert "Great Bells" in (site / "new" / "index.html").read_text(encoding="utf-8")
    assert len(read_ids(site)) == 1
    assert open_knowledge_graph(newer).release(site, base_url=URL, processes=1).written == 0
    (dump,) = site.glob("data/*.ttl")
    dump.write_bytes(b"no dump")
    open_knowledge_graph(listed).release(site, base_url=URL, processes=1)
    assert "No version before" in (site / "new" / "index.html").read_text(encoding="utf-8")


def read_ids(site: Path) -> list[str]:
    """Return the ids of the entries of a feed."""
    return [piece.partition("</id>")[0] for piece in (site / "feed.atom").read_text(encoding="utf-8").split("<entry>\n<id>")[1:]]


def test_work_that_fails_is_told() -> None:
    """In another process as in this one."""

    def fail() -> None:
        message = "no such thing"
        raise UsageError(message)

    with pytest.raises(UsageError, match="no such thing"):
        run_jobs([lambda: 1, fail], 2)
    assert run_jobs([lambda: 1, lambda: 2], 2) == [1, 2]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "give the folder"),
        (["site", "--base-url", "ftp://x/"], "--base-url"),
        (["site", "--base-url", "https://x/?a"], "--base-url"),
        (["site", "--date", "tomorrow"], "--date"),
        (["missing.md", "site"], "missing.md"),
        (["site", "--previous", "missing"], "missing"),
    ],
)
def test_wrong_usage_is_told_in_a_line(arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With exit code 2, and nothing written."""
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(group, ["release", *arguments])
    assert result.exit_code == 2
    assert message in result.output
    assert list(tmp_path.iterdir()) == []
