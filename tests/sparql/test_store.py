"""A store on disk: what it removes, what several processes do with it at a time, what damage does."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import Literal, NamedNode, Quad, Store

from avgraph.cli.main import group
from avgraph.errors import WriteError
from avgraph.sparql.store import open_store
from tests.conftest import SAMPLE

COUNT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c }"


def fill(store: Store) -> None:
    """Put some triples into a store."""
    store.bulk_extend(Quad(NamedNode(f"http://e/{i}"), NamedNode("http://e/p"), Literal(f"{i} and more text")) for i in range(20_000))


def fail(store: Store) -> None:
    """Fail as building may."""
    raise KeyboardInterrupt


def ask(*arguments: str) -> Result:
    """Run avgraph query."""
    return CliRunner().invoke(group, ["query", *arguments, "--format", "csv"])


@pytest.mark.slow
def test_folders_of_others_are_left_alone(tmp_path: Path) -> None:
    """A folder named like ours but not by us stays, and without a marker of ours nothing is built or removed."""
    (tmp_path / "mine").mkdir()
    for name in ("data-2024", "building-plans", "data-0123456789abcdef"):
        (tmp_path / "mine" / name).mkdir()
        (tmp_path / "mine" / name / "letter.txt").write_text("dear", encoding="utf-8")
    for marker in (None, "{}", "[]", "no JSON", '{"type": "other"}'):
        if marker is not None:
            (tmp_path / "mine" / "avgraph-store.json").write_text(marker, encoding="utf-8")
        with pytest.raises(WriteError, match="holds files that are no store of avgraph"):
            open_store(tmp_path / "mine", b"1", fill)
        assert len(list((tmp_path / "mine").rglob("letter.txt"))) == 3
    open_store(tmp_path / "store", b"1", fill)
    for name in ("data-2024", "building-plans"):
        (tmp_path / "store" / name).mkdir()
    open_store(tmp_path / "store", b"2", fill)
    assert (tmp_path / "store" / "data-2024").is_dir()
    assert (tmp_path / "store" / "building-plans").is_dir()


def test_the_old_store_stays_until_the_new_one_is_there(tmp_path: Path) -> None:
    """A build that fails leaves the store that was there, and nothing half built."""
    assert len(open_store(tmp_path, b"1", fill)) == 20_000
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(KeyboardInterrupt):
        open_store(tmp_path, b"2", fail)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert len(open_store(tmp_path, b"1", fail)) == 20_000


@pytest.mark.slow
def test_a_reader_keeps_its_files(tmp_path: Path) -> None:
    """What a process reads is not removed when another source takes its place, but by a later build."""
    script = (
        "import sys; from pathlib import Path; from tests.sparql.test_store import *\n"
        "store = open_store(Path(sys.argv[1]), b'1', fill); print('open', flush=True); input(); print(len(list(store)))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "open\n"
        old = next(tmp_path.glob("data-*"))
        open_store(tmp_path, b"2", fill)
        assert old.is_dir()
        assert reader.communicate("\n")[0] == "20000\n"
    open_store(tmp_path, b"3", fill)
    assert not old.exists()


@pytest.mark.slow
def test_processes_wait_for_each_other(tmp_path: Path) -> None:
    """Several at a time, of two sources, on one folder: each has its whole answer."""
    text = SAMPLE.read_text(encoding="utf-8")
    lists = [tmp_path / "a.md", tmp_path / "b.md"]
    for path in lists:
        path.write_text(text + f"\n**[CVPR-2019]**\n[Only in {path.stem}](https://a.org/{path.stem})\n", encoding="utf-8")
    query = "SELECT ?n { ?p dcterms:title ?n FILTER(STRSTARTS(?n, 'Only in')) }"
    command = [sys.executable, "-m", "avgraph", "query", query, "--store", str(tmp_path / "store"), "--format", "csv"]
    running = [
        subprocess.Popen([*command, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
        for path in lists
    ]
    for number, process in enumerate(running):
        out, err = process.communicate(timeout=600)
        assert (out.splitlines(), err) == (["n", f"Only in {lists[number % 2].stem}"], "")


@pytest.mark.slow
def test_flipped_bytes_are_repaired(tmp_path: Path) -> None:
    """Damage that sizes do not show is found by checksums where files are small, and gone with the question."""
    folder = tmp_path / "store"
    whole = ask(COUNT, "--store", str(folder))
    assert whole.exit_code == 0, whole.stderr
    for place in ("middle", "end"):
        for table in (path for path in folder.glob("data-*/*.sst") if path.stat().st_size > 100_000):
            content = bytearray(table.read_bytes())
            middle = range(len(content) // 4, len(content) // 2, 500)
            for at in middle if place == "middle" else range(len(content) - 50, len(content)):
                content[at] ^= 255
            table.write_bytes(content)
        # Checksums find it on opening, and the store is built anew at once.
        done = ask(COUNT, "--store", str(folder))
        assert (done.exit_code, done.stderr, done.stdout) == (0, "", whole.stdout)
        assert ask("SELECT * { ?a ?b ?c }", "--store", str(folder)).exit_code == 0


def test_a_store_in_a_folder_that_cannot_be_written_is_read() -> None:
    """Reading needs no permission to write. Root, who may write anywhere, becomes nobody for it."""
    user = os.geteuid()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        open_store(folder, b"1", fill)
        folder.chmod(0o555)
        try:
            if user == 0:
                os.seteuid(65534)
            assert not os.access(folder, os.W_OK, effective_ids=True)
            assert len(open_store(folder, b"1", fail)) == 20_000
        finally:
            os.seteuid(user)
            folder.chmod(0o755)
