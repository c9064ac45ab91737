"""No command overwrites what it reads; nothing that is read steers the terminal; interruptions end in one line."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

import avgraph
from avgraph.cli.main import group
from avgraph.errors import WriteError
from tests.commands import run_program
from tests.conftest import SAMPLE

AUTHORITY = (
    "@prefix avg: <https://w3id.org/avgraph/ontology#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    '<https://a.org/ada> a avg:Author ; skos:prefLabel "Ada Lovelace" .\n'
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a list, a dump, a query, an authority file and a baseline."""
    (tmp_path / "list.md").write_bytes(SAMPLE.read_bytes())
    (tmp_path / "query.rq").write_text("SELECT ?title { ?paper a avg:Paper ; rdfs:label ?title }")
    (tmp_path / "people.ttl").write_text(AUTHORITY)
    (tmp_path / "known.json").write_text('{"version": 1, "findings": {}}')
    (tmp_path / "dump.nt").write_bytes((SAMPLE.parents[1] / "golden" / "sample.nt").read_bytes())
    (tmp_path / "hard.md").hardlink_to(tmp_path / "list.md")
    (tmp_path / "soft.md").symlink_to("list.md")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("command", "output"),
    [
        ("explore coauthors list.md -o list.md", "list.md"),
        ("explore list.md -o ./list.md", "list.md"),
        ("explore coauthors list.md -o hard.md", "hard.md"),
        ("explore coauthors list.md -o soft.md", "soft.md"),
        ("explore coauthors dump.nt -o dump.nt", "dump.nt"),
        ("explore coauthors list.md --authority people.ttl -o people.ttl", "people.ttl"),
        ("export list.md -f turtle -o list.md", "list.md"),
        ("export dump.nt -o dump.nt", "dump.nt"),
        ("export list.md --view coauthors -f graphml -o list.md", "list.md"),
        ("export list.md --authority people.ttl -o people.ttl", "people.ttl"),
        ("query query.rq list.md -o query.rq", "query.rq"),
        ("query query.rq list.md -o list.md", "list.md"),
        ("query query.rq dump.nt -o dump.nt", "dump.nt"),
        ("query query.rq list.md --authority people.ttl -o people.ttl", "people.ttl"),
        ("check list.md -o list.md", "list.md"),
        ("check list.md -o soft.md", "soft.md"),
        ("check list.md --write-baseline list.md", "list.md"),
        ("check list.md --baseline known.json -o known.json", "known.json"),
        ("check list.md --authority people.ttl -o people.ttl", "people.ttl"),
        ("check list.md --authority people.ttl --write-baseline people.ttl", "people.ttl"),
        ("read list.md -o list.md", "list.md"),
        ("read list.md --format json -o soft.md", "soft.md"),
        ("resolve list.md -o list.md", "list.md"),
        ("resolve list.md --suggest --authority people.ttl -o people.ttl", "people.ttl"),
    ],
)
def test_an_output_that_is_read_is_refused(command: str, output: str, folder: Path) -> None:
    """Whatever names the file, whichever input it is, nothing in the folder changes."""
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    result = CliRunner().invoke(group, command.split())
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert f"{output}: is read by this command; write the result to another path" in result.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


LISTED = "sample-of-a-reading-list.ttl"
"""Where list.md goes by default."""


def test_a_default_output_that_is_read_is_refused(folder: Path) -> None:
    """A dump or an authority file that stands where the result goes by default is not overwritten, from the shell or from Python."""
    exports = folder / "exports"
    exports.mkdir()
    for name, command in (
        ("sample.nt", "export exports/sample.nt -f ntriples"),
        ("sample.ttl", "export exports/sample.ttl"),
        ("sample.ttl", "export exports/sample.ttl --task Speech"),
        (LISTED, f"export list.md --authority exports/{LISTED}"),
        ("coauthors.html", "explore list.md --authority exports/coauthors.html -o exports/coauthors.html"),
    ):
        content = AUTHORITY.encode() if name in (LISTED, "coauthors.html") else (folder / "dump.nt").read_bytes()
        (exports / name).write_bytes(content)
        result = CliRunner().invoke(group, command.split())
        assert (result.exit_code, result.stderr.count("\n")) == (2, 1), (command, result.stderr)
        assert f"exports/{name}: is read by this command" in result.stderr
        assert (exports / name).read_bytes() == content
    with pytest.raises(WriteError, match="is read by this command"):
        avgraph.open("exports/sample.ttl").write()
    with pytest.raises(WriteError, match="is read by this command"):
        avgraph.open("list.md", authorities=[f"exports/{LISTED}"]).write()


ODD = "\x1b[31m\x07\x9b31m\u202e\u2066\u2028\n\r\t\x7f\u200f"
NAME = f"a{ODD}b"


@pytest.mark.parametrize(
    "arguments",
    [
        ("stats", f"{NAME}.md"),
        ("stats", f"{NAME}.nt"),
        ("stats", "list.md", "--authority", f"{NAME}.ttl"),
        ("show", NAME, "list.md"),
        ("query", NAME),
        ("check", "list.md", "--baseline", f"{NAME}.json"),
        ("export", "list.md", "-o", f"{NAME}/"),
        (NAME,),
    ],
)
def test_messages_steer_no_terminal(arguments: tuple[str, ...], folder: Path) -> None:
    """File names, labels, queries and names with control characters are shown as escapes, in one line."""
    (folder / f"{NAME}.nt").write_text("nonsense")
    (folder / f"{NAME}.ttl").write_text(AUTHORITY.replace("avg:Author", "avg:Thing"))
    done = run_program(*arguments)
    message = done.stderr
    assert done.returncode in (1, 2)
    assert message.startswith("avgraph: ")
    assert message.count("\n") == 1
    assert not set(message[:-1]) & set(ODD) - set("[31m")


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("export", f"{NAME}.md", "-o", f"{NAME}.ttl"), "wrote a\\x1b[31m"),
        (("explore", f"{NAME}.md", "-o", f"{NAME}.html"), "wrote a\\x1b[31m"),
        (("check", f"{NAME}.md", "--write-baseline", f"{NAME}.json"), "wrote a\\x1b[31m"),
        (("check", f"{NAME}.md", "list.md"), ""),
        (("check", f"{NAME}.md", "--fix"), "avgraph: "),
        (("stats", f"{NAME}.md", "--json"), ""),
        (("stats", f"{NAME}.md"), ""),
        (("show", "Ada Byron", f"{NAME}.md"), ""),
        (("show", "Ada Byron", f"{NAME}.md", "--json"), ""),
        (("resolve", f"{NAME}.md"), "avgraph: forms joined"),
        (("query", "SELECT * { ?s ?p ?o } LIMIT 500", f"{NAME}.md"), ""),
        (("validate", "odd.nt"), "avgraph: "),
        (("show", "Ada Byron", "odd.nt"), ""),
        (("query", "SELECT * { ?s ?p ?o } LIMIT 500", "odd.nt"), ""),
    ],
)
def test_what_goes_well_steers_no_terminal_either(arguments: tuple[str, ...], part: str, folder: Path) -> None:
    """Echoes of paths, reports of what could not be read, tables and JSON: what a list, a dump or a path holds is shown."""
    text = f"# Odd {ODD} title\n\n## Speech\n\n**[CVPR-2020]**\n[A {NAME} title](https://example.org/1)\n\n**Authors:** Ada Byron, Bo{ODD}b Roe\n\n**Institution:** Yale{ODD}\n\nstray {ODD} text\n\n**[x\u202ey\u009b]**\n"
    (folder / f"{NAME}.md").write_text(text, encoding="utf-8")
    escaped = "".join(f"\\u{ord(char):04X}" for char in ODD)
    dump = (folder / "dump.nt").read_text(encoding="utf-8").replace("Ada Lovelace", f"Ada Byron{escaped}").replace("@", "@")
    (folder / "odd.nt").write_text(dump, encoding="utf-8")
    done = run_program(*arguments)
    assert done.returncode in (0, 1), done.stderr
    assert part in done.stderr
    shown = done.stderr + done.stdout
    assert not set(shown) & (set(ODD) - set("[31m\n"))


def test_a_loop_of_links_is_one_line(folder: Path) -> None:
    """Of a file that leads to itself the reason is said."""
    for name in ("loop.md", "loop.nt", "loop.ttl", "loop.rq"):
        (folder / name).symlink_to(name)
    for command in (
        "stats loop.md",
        "stats loop.nt",
        "check list.md --baseline loop.nt",
        "query loop.rq list.md",
        "export list.md -o loop.ttl",
    ):
        result = CliRunner().invoke(group, command.split())
        assert (result.exit_code, result.stderr.count("\n")) == (2, 1), (command, result.stderr, result.exception)


@pytest.mark.slow
@pytest.mark.parametrize("delay", [0.1, 0.2, 0.3, 0.5, 0.8])
def test_an_interruption_is_one_line(delay: float, folder: Path) -> None:
    """Whenever it comes, also while modules are imported."""
    command = [sys.executable, "-m", "avgraph", "export", str(folder / "list.md"), "-o", str(folder / "x.ttl")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stderr is not None
        time.sleep(delay)
        process.send_signal(signal.SIGINT)
        message = process.stderr.read().decode()
    # Before the program itself runs Python speaks for itself.
    if process.returncode == 130:
        assert message == "avgraph: interrupted\n"
    assert "avgraph/cli" not in message


@pytest.mark.slow
def test_an_end_from_outside_leaves_no_temporary_file(folder: Path) -> None:
    """SIGTERM while a file is written leaves what was there before and nothing else."""
    code = (
        "import os, signal, sys\nsys.argv = ['avgraph', 'export', 'list.md', '-o', 'x.ttl']\n"
        "os.fsync = lambda _: os.kill(os.getpid(), signal.SIGTERM)\nfrom avgraph.cli.main import main\nmain()\n"
    )
    before = sorted(os.listdir(folder))  # noqa: PTH208  (with hidden files)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (128 + signal.SIGTERM, "")
    assert sorted(os.listdir(folder)) == before  # noqa: PTH208
