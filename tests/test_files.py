"""A file is written whole or not at all, and stays what it was but for its content."""

import multiprocessing
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avgraph.errors import WriteError
from avgraph.files import file_name, open_whole, refuse_input_as_output, write_bytes


def test_a_new_file_has_the_mode_of_the_mask(tmp_path: Path) -> None:
    """A file that was not there is what any program would make, and nothing is left beside it."""
    mask = os.umask(0o027)
    try:
        write_bytes(tmp_path / "folder" / "new", b"content")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "folder" / "new").stat().st_mode) == 0o640
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["new"]


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o200])
def test_mode_owner_and_attributes_survive(mode: int, tmp_path: Path) -> None:
    """A file that is replaced keeps its mode, owner and extended attributes."""
    path = tmp_path / "file"
    path.write_bytes(b"before")
    path.chmod(mode)
    if not os.geteuid():
        os.chown(path, 1234, 4321)
    try:
        os.setxattr(path, "user.note", b"mine")
        has_attributes = True
    except (AttributeError, OSError):
        has_attributes = False
    before = path.stat()
    write_bytes(path, b"after")
    after = path.stat()
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)
    assert not has_attributes or os.getxattr(path, "user.note") == b"mine"
    path.chmod(0o600)
    assert path.read_bytes() == b"after"


def test_hard_links_stay_one_file(tmp_path: Path) -> None:
    """Both names of a file see what is written to one, shorter or longer."""
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_bytes(b"before that is long")
    other.hardlink_to(one)
    for content in (b"after", b"after that is longer than before"):
        write_bytes(one, content)
        assert other.read_bytes() == content
    assert one.stat().st_nlink == 2


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    """What a link leads to is replaced, the link stays; a loop is refused in one line."""
    (tmp_path / "file").write_bytes(b"before")
    (tmp_path / "link").symlink_to("file")
    write_bytes(tmp_path / "link", b"after")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes() == b"after"
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(WriteError, match=r"loop: cannot be written"):
        write_bytes(tmp_path / "loop", b"")


def test_a_read_only_file_is_refused(tmp_path: Path) -> None:
    """A file without permission to write is not replaced, not even by the superuser."""
    path = tmp_path / "file"
    path.write_bytes(b"before")
    path.chmod(0o444)
    with pytest.raises(WriteError, match=r"read-only \(mode 444\)"):
        write_bytes(path, b"after")
    assert path.read_bytes() == b"before"


def test_a_folder_is_refused(tmp_path: Path) -> None:
    """The message says what is missing."""
    with pytest.raises(WriteError, match="a folder; give the path of a file"):
        write_bytes(tmp_path, b"")


def test_a_pipe_is_written_into(tmp_path: Path) -> None:
    """A named pipe stays one, and its reader gets everything."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as reader:
        write_bytes(pipe, b"content")
        assert reader.communicate()[0] == b"content"
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.skipif(os.geteuid() != 0, reason="making a device needs the superuser")
def test_a_device_stays_one(tmp_path: Path) -> None:
    """A null device swallows what is written to it."""
    device = tmp_path / "null"
    try:
        os.mknod(device, 0o666 | stat.S_IFCHR, os.makedev(1, 3))
        with device.open("wb"):
            pass
    except OSError:
        pytest.skip("no devices can be made or opened here")
    write_bytes(device, b"content")
    assert stat.S_ISCHR(device.stat().st_mode)


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
@pytest.mark.parametrize("is_file", [True, False])
def test_standard_output_by_its_names(name: str, is_file: bool, tmp_path: Path) -> None:  # noqa: FBT001
    """A name of standard output is standard output, a pipe as well as a file."""
    code = f"from avgraph.files import write_bytes; write_bytes({name!r}, b'content')"
    if is_file:
        with (tmp_path / "out").open("wb") as file:
            subprocess.run([sys.executable, "-c", code], check=True, stdout=file)
        assert (tmp_path / "out").read_bytes() == b"content"
    else:
        assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout == b"content"


def _write_half(path: Path, error: type[BaseException]) -> None:
    with open_whole(path) as file:
        file.write(b"half")
        raise error


@pytest.mark.parametrize("links", [1, 2])
def test_what_fails_leaves_the_file_as_it_was(links: int, tmp_path: Path) -> None:
    """An error while writing, and an interrupt, lose nothing and leave nothing."""
    path = tmp_path / "file"
    path.write_bytes(b"before")
    if links > 1:
        (tmp_path / "other").hardlink_to(path)
    for error in (KeyboardInterrupt, RuntimeError):
        with pytest.raises(error):
            _write_half(path, error)
    assert path.read_bytes() == b"before"
    assert len(list(tmp_path.iterdir())) == links


def _write_and_wait(path: str, started: "multiprocessing.synchronize.Event") -> None:
    with open_whole(path) as file:
        file.write(b"half")
        file.flush()
        started.set()
        signal.pause()


@pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="this system knows no files without a name")
def test_a_killed_process_leaves_nothing(tmp_path: Path) -> None:
    """Whoever is killed while writing leaves the file as it was, and no other."""
    path = tmp_path / "file"
    path.write_bytes(b"before")
    context = multiprocessing.get_context("spawn")
    started = context.Event()
    process = context.Process(target=_write_and_wait, args=(str(path), started))
    process.start()
    assert started.wait(600)
    process.kill()
    process.join()
    assert path.read_bytes() == b"before"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_an_edit_meanwhile_is_not_lost(tmp_path: Path) -> None:
    """What somebody saved after it was read is not overwritten."""
    path = tmp_path / "list.md"
    path.write_bytes(b"edited")
    with pytest.raises(WriteError, match="was changed by another program meanwhile"):
        write_bytes(path, b"repaired", replacing=b"as read")
    assert path.read_bytes() == b"edited"
    write_bytes(path, b"repaired", replacing=b"edited")
    assert path.read_bytes() == b"repaired"


@given(st.text())
def test_a_name_makes_a_file_name(name: str) -> None:
    """Whatever a name holds, the file lies in the folder that was meant, is seen, and can be made."""
    made = file_name(name, ".ttl")
    assert made == Path(made).name
    assert made[0] not in ".- "
    assert len(os.fsencode(made)) < 255
    assert made.isprintable()


def test_an_input_is_no_output(tmp_path: Path) -> None:
    """The same file under another name is found, another file and standard output are not."""
    path, link = tmp_path / "list.md", tmp_path / "link.md"
    path.write_bytes(b"")
    link.symlink_to(path)
    with pytest.raises(WriteError, match="is read by this command"):
        refuse_input_as_output(link, [None, "-", tmp_path / "missing", path])
    refuse_input_as_output(tmp_path / "other", [path])
    refuse_input_as_output("-", [path])
    refuse_input_as_output(path, [None, "-"])


@pytest.mark.parametrize("source", ["", "nodes.csv"])
def test_of_a_folder_only_the_tables_are_inputs(tmp_path: Path, source: str) -> None:
    """Other files beside the tables of a graph are written again; neither table is, by whichever name the graph is read."""
    for name in ("nodes.csv", "edges.csv", "out.ttl"):
        (tmp_path / name).write_bytes(b"")
    refuse_input_as_output(tmp_path / "out.ttl", [tmp_path / source])
    for name in ("nodes.csv", "edges.csv", source):
        with pytest.raises(WriteError, match="is read by this command"):
            refuse_input_as_output(tmp_path / name, [tmp_path / source])
