"""Bad input ends in one line that says where and what, or is read as far as it can be. DESIGN, section 6."""

import json
import os
import random
import shlex
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from avgraph.cli.main import group
from avgraph.errors import AvgraphError, UnreadableSourceError
from avgraph.export.files import export_graph
from avgraph.export.formats import FORMATS
from avgraph.model.entries import Source
from avgraph.model.graph import Graph
from avgraph.reading.markdown.lines import BlockKind
from avgraph.reading.read import parse_reading_list, read_reading_list
from avgraph.reading.source import load_source, split_lines
from avgraph.reading.tagged.blocks import cut_blocks
from avgraph.reading.tagged.pieces import cut_pieces
from avgraph.reading.tagged.reader import LENGTH_LIMIT
from tests.commands import run_program
from tests.conftest import SAMPLE, TIMES
from tests.made_lists import build_from

ENTRY = "**[CVPR-2016]**\n[A Title](https://a.org/1)\n<br>\n**Authors:** Ada Lovelace\n<br>\n**Institution:** University of London\n"
SOURCE = Source("case", "case.md", "", "case")


def run(*arguments: str, given: str | bytes | None = None) -> Result:
    """Run the command line in this process."""
    return CliRunner().invoke(group, arguments, input=given)


def one_line(result: Result) -> str:
    """Return the one line that a failed command printed; it exits with 2 and prints no result."""
    assert result.exit_code == 2
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert len(lines) == 1
    return lines[0]


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (b"", "empty file"),
        (b"  \n\n", "empty file"),
        (b"just some words\n", "no entry in 1 line"),
        (b"<!DOCTYPE html>\n<p>**x**</p>\n", "an HTML or XML page"),
        (
            b"<!DOCTYPE html>\n<html><body>\n<li><a href='https://arxiv.org/abs/2101.00001'>A Bell That Learns</a> Ada Byron, 2021</li></body>\n",
            "an HTML or XML page",
        ),
        (b"\x00\x01\x02 binary", "a binary file"),
        (b"\x7fELF\xff\xfe", "not UTF-8"),
        ("**[CVPR-2016]**\n[Zoë](https://a.org)\n".encode("latin-1"), "list.md:2: not UTF-8 (byte 0xeb)"),
        (b"| a | b |\n|---|---|\n| 1 | 2 |\n", "no entry in 3 lines"),
    ],
)
def test_files_that_are_no_list(tmp_path: Path, content: bytes, wanted: str) -> None:
    """A file without entries is refused, with what was looked for and where it broke."""
    path = tmp_path / "list.md"
    path.write_bytes(content)
    line = one_line(run("export", str(path), "-o", str(tmp_path / "x.ttl")))
    assert wanted in line
    assert "list.md" in line
    assert not (tmp_path / "x.ttl").exists()


def test_no_such_file_a_folder_no_permission(tmp_path: Path) -> None:
    """The message names the file and what is wrong with it."""
    assert one_line(run("stats", str(tmp_path / "none.md"))) == f"avgraph: {tmp_path / 'none.md'}: no such file"
    assert "a folder" in one_line(run("stats", str(tmp_path)))
    locked = tmp_path / "locked.md"
    locked.write_text(ENTRY)
    locked.chmod(0)
    if os.geteuid():
        assert "no permission" in one_line(run("stats", str(locked)))


def test_standard_input() -> None:
    """A list can come from standard input, also an empty one."""
    assert run("export", "-", "-o", "-", given=ENTRY).stdout.startswith("@prefix")
    assert "<stdin>: empty file" in one_line(run("export", "-", "-o", "-", given=""))


def test_an_entry_that_cannot_be_read() -> None:
    """It is reported with its line; the other entries are read and the command succeeds."""
    result = run("export", "-", "-o", "-", given=f"**[ICCV-2017]**\n<br>\n\n{ENTRY}")
    assert result.exit_code == 0
    assert "A Title" in result.stdout
    assert "<stdin>:1: AVG102 the entry 'ICCV-2017' has no title" in result.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("## h\n" * 10_000 + ENTRY, id="10,000 headings"),
        pytest.param("".join(f"{'#' * (1 + i % 6)} h{i}\n" for i in range(10_000)) + ENTRY, id="10,000 nested headings"),
        pytest.param("x" * 10_000_000 + "\n" + ENTRY, id="a line of 10 MB"),
        pytest.param("[" * 1_000_000 + "\n" + ENTRY, id="a million brackets"),
        pytest.param("**[CVPR-2016]**\n" + "[" * 99_000 + "\n\n" + ENTRY, id="brackets in an entry"),
        pytest.param("**[CVPR-2016]**\n[A" + "](" * 40_000 + "\n\n" + ENTRY, id="half links in an entry"),
        pytest.param("*" * 1_000_000 + "\n" + ENTRY, id="a million stars"),
        pytest.param("**[" * 30_000 + "\n" + ENTRY, id="half tags"),
        pytest.param("**" + " " * 100_000 + "\n" + ENTRY, id="stars and spaces"),
        pytest.param("<!--\n" * 50_000 + ENTRY, id="comments that never end"),
        pytest.param("```\n" * 50_001 + ENTRY, id="fences"),
        pytest.param("<br>" * 200_000 + "\n" + ENTRY, id="line breaks in a line"),
        pytest.param("| a " * 200_000 + "|\n|---|\n" + ENTRY, id="a wide table"),
        pytest.param(ENTRY.replace("Ada Lovelace", "A, " * 30_000), id="30,000 authors"),
        pytest.param(ENTRY.replace("Ada Lovelace", "(" * 90_000), id="parentheses among authors"),
        pytest.param(ENTRY.replace("University of London", "University, " * 7_000), id="7,000 commas"),
        pytest.param(ENTRY.replace("University of London", "University and " * 6_000), id="6,000 ands"),
        pytest.param(ENTRY.replace("University of London", "xY" * 45_000), id="a name of humps"),
        pytest.param(ENTRY.replace("Ada Lovelace", "Ada\n" * 20_000), id="20,000 lines in an entry"),
        pytest.param((ENTRY + "\n") * 3_000, id="3,000 copies"),
        pytest.param("".join(ENTRY.replace("a.org/1", f"a.org/{i}/x") for i in range(3_000)), id="3,000 papers of one title"),
        pytest.param("**[" + "1" * 70_000 + "]**\n" + ENTRY, id="a long tag"),
    ],
)
def test_huge_and_hostile_lists_take_linear_time(text: str) -> None:
    """Twice as much of anything takes about twice as long: the rest of the list is read well within the limit."""
    # No figure of seconds: a quadratic step would take minutes here, and the run's own limit ends it.
    listed = parse_reading_list(text, SOURCE)
    assert any(entry.title.form == "A Title" for entry in listed.entries) or any(found.code == "AVG101" for found in listed.diagnostics)
    assert build_from(listed).nodes


def test_an_entry_over_the_limit_is_refused_by_name() -> None:
    """The limit is named, and the next entry is read."""
    listed = parse_reading_list(ENTRY.replace("Ada", "A" * LENGTH_LIMIT) + "\n" + ENTRY, SOURCE)
    assert len(listed.entries) == 1
    assert [found.code for found in listed.diagnostics] == ["AVG101"]
    assert "100,000" in listed.diagnostics[0].message


def hostile_graph() -> Graph:
    """Return the graph of a list that holds everything that breaks formats."""
    bad = "\x00\x01\x08\x0b\x0c\x1b[31m\x7f\x85\u200f\u202e\u2028\ufffe\U0001f600 <script>alert(1)</script> \"q\" 'a' {b} \\ ]]> &amp; &#0; %s"
    text = (
        f"# {bad}\n## Task {bad}\n**[VENUE {bad[:20]}-2020]**\n[Title {bad}](javascript:alert('x'))\n<br>\n"
        f"**Authors:** Ada {bad}, =cmd|' /C calc'!A0, @SUM(1+1)\n<br>\n**Institution:** =HYPERLINK(\"x\") {bad}; University {bad}\n\n"
        f'**[X-2021]**\n[Link](https://a.org/<>"{{}}|^`%zz[1]#a#b)\n\n'
        "| Dataset | Year | Task |\n|---|---|---|\n"
        f"| [D {bad.replace('|', ' ')}](data:text/html,x) | 2020 | T |\n"
    )
    return build_from(parse_reading_list(text, Source("näme <x>", "x.md", "0", 'title "<x>"')))


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if not form.module])
def test_hostile_text_is_harmless_in_every_format(name: str, tmp_path: Path) -> None:
    """Each format's own parser reads what was written, and text is still text."""
    import networkx
    import pyoxigraph

    graph = hostile_graph()
    path = tmp_path / f"x.{FORMATS[name].extension}"
    export_graph(graph, path, name)
    if FORMATS[name].is_rdf:
        quads = list(pyoxigraph.parse(path=path))
        iris = [term.value for quad in quads for term in (quad.subject, quad.object) if isinstance(term, pyoxigraph.NamedNode)]
        assert not any(iri.startswith(("javascript", "data")) for iri in iris)
        titles = [quad.object.value for quad in quads if quad.predicate.value.endswith("/terms/title")]
        assert any("<script>alert(1)</script>" in title and "␀␁␈" in title for title in titles)
    elif name == "graphml":
        assert len(networkx.read_graphml(path)) == len(graph)
    elif name == "gexf":
        from xml.etree import ElementTree as ET

        assert len(list(ET.parse(path).iter("{http://gexf.net/1.3}node"))) == len(graph)  # noqa: S314
    elif name == "obsidian":
        import yaml

        notes = [file.read_text(encoding="utf-8") for file in path.rglob("*.md")]
        assert all(yaml.safe_load(note.split("---\n")[1])["avgraph-id"] for note in notes)
        assert not any("<script>" in note.split("---\n", 2)[2] for note in notes)
    elif name == "vosviewer":
        assert json.loads(path.read_text(encoding="utf-8"))["network"]["items"]
    elif FORMATS[name].is_folder:
        import csv

        total = 0
        for table in sorted(path.glob("*.csv")):
            with table.open(encoding="utf-8", newline="") as file:
                rows = list(csv.reader(file))
            total += len(rows) - 1
            assert not any(cell.startswith(("=", "@", "+", "-", "\t", "\r")) for row in rows for cell in row)
        assert total == len(graph) + graph.edge_count()
    elif name == "html":
        # test_browser opens such a page.
        data = path.read_text(encoding="utf-8").partition('id="data">')[2].partition("</script>")[0]
        assert "<" not in data
        assert json.loads(data)["papers"]["title"]
    elif name == "csljson":
        assert len(json.loads(path.read_text(encoding="utf-8"))) == 2
    elif name == "ris":
        rispy = pytest.importorskip("rispy")
        assert len(rispy.loads(path.read_text(encoding="utf-8"))) == 2
    elif name == "markdown":
        assert len([entry for entry in read_reading_list(path).entries if entry.is_paper]) == 2
    else:
        from bibtexparser.entrypoint import parse_string

        library = parse_string(path.read_text(encoding="utf-8"))
        assert (len(library.entries), len(library.failed_blocks)) == (2, 0)


def test_terminal_output_is_harmless() -> None:
    """`show` prints no control character and no mark that turns the line."""
    text = "**[CVPR-2016]**\n[A\x1b[31m \u202eTitle](https://a.org/1)\n**Authors:** Ada Lovelace\n"
    result = run("show", "Ada Lovelace", "-", given=text)
    assert result.exit_code == 0
    assert "\x1b" not in result.stdout
    assert "\u202e" not in result.stdout


@pytest.mark.parametrize("name", ["turtle", "graphml", "csv"])
def test_a_failed_write_leaves_the_previous_file(name: str, tmp_path: Path, sample: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full or the write is interrupted, what was there stays, and nothing half-written is left."""
    path = tmp_path / f"x.{FORMATS[name].extension}"
    export_graph(sample, path, name)
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    for failure in (OSError(28, "No space left on device"), KeyboardInterrupt()):

        def fail(_: int, failure: BaseException = failure) -> None:
            raise failure

        monkeypatch.setattr(os, "fsync", fail)
        with pytest.raises((AvgraphError, KeyboardInterrupt)):
            export_graph(sample, path, name)
        assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    """A folder in the way, a file in the way, or a read-only folder ends in one line."""
    assert "a folder" in one_line(run("export", str(SAMPLE), "-f", "turtle", "-o", str(tmp_path)))
    (tmp_path / "file").write_text("x")
    assert "cannot be written" in one_line(run("export", str(SAMPLE), "-o", str(tmp_path / "file" / "x.ttl")))
    assert "cannot be written" in one_line(run("export", str(SAMPLE), "-f", "csv", "-o", str(tmp_path / "file")))
    locked = tmp_path / "locked"
    locked.mkdir()
    locked.chmod(stat.S_IREAD | stat.S_IEXEC)
    if os.geteuid():
        assert "cannot be written" in one_line(run("export", str(SAMPLE), "-o", str(locked / "x.ttl")))


def test_wrong_usage_is_one_line() -> None:
    """Unknown commands, options and formats are named with the nearest right one; the exit code is 2."""

    def stderr(*arguments: str) -> str:
        done = run_program(*arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.count("\n") == 1
        return done.stderr

    assert "did you mean 'export'?" in stderr("exprt")
    assert "--format" in stderr("export", "--fromat", "turtle")
    assert "'turtle'" in stderr("export", "-f", "turtel")
    assert "'csv'" not in stderr("export", "-f", "csv", "-o", "-")
    assert "RDF formats" in stderr("export", "-f", "csv", "--materialize")
    assert "http" in stderr("export", "--base-iri", "nonsense")


@pytest.mark.slow
def test_a_closed_pipe_is_no_error() -> None:
    """`avgraph export -o - | head` ends quietly."""
    with subprocess.Popen(
        [sys.executable, "-m", "avgraph", "export", "-f", "ntriples", "-o", "-"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as writer:
        assert writer.stdout is not None
        assert writer.stderr is not None
        assert writer.stdout.readline().startswith(b"<https")
        writer.stdout.close()
        assert writer.stderr.read() == b""


LINES = load_source()[1].split("\n")
PARTS = [LINES[start : start + 60] for start in range(57, 3400, 167)]


def mutated(lines: list[str], chance: random.Random) -> list[str]:
    """Return lines with some cut, swapped, torn, doubled, and with odd characters and other people's separators."""
    lines = list(lines)
    swaps = [(",", ";"), (";", ","), (", ", " and "), ("**", ""), ("]", ""), ("(", "")]
    strays = ["", "   ", "stray", "---", "<br>", "## H", "| a |", "```", "<!--", "- x"]
    for _ in range(chance.randint(1, 8)):
        if not lines:
            break
        index = chance.randrange(len(lines))
        line = lines[index]
        at = chance.randint(0, len(line))
        odd = chance.choice("\x00\x07\x0c\x85\u2028\u202e\ufeff\t\\`*_[]()<>|#;,")
        lines[index : index + 1] = chance.choice(
            (
                [],
                [line.replace(*chance.choice(swaps))],
                [line[:at] + odd + line[at:]],
                [chance.choice(strays), line],
                [line[:at]],
                [line, chance.choice(lines)],
                [line[:at], line[at:]],
            )
        )
    return lines


@pytest.mark.slow
@settings(max_examples=50 * TIMES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(PARTS) - 1), st.integers(0, 2**32))
@example(5, 28866)
def test_mutated_lists_lose_nothing_in_silence(part: int, seed: int) -> None:
    """Cut lines, swapped separators and odd characters bring neither a traceback nor a lost line.

    Every line that is not blank is part of an entry, a row, a heading, furniture or an item that was not read, or it has a diagnostic.
    """
    chance = random.Random(seed)  # noqa: S311  (a test, no secret)
    text = "\n".join(mutated(PARTS[part], chance))
    try:
        listed = parse_reading_list(text, SOURCE)
    except UnreadableSourceError:
        return
    build_from(listed)
    shown, _ = split_lines(text)
    known = {number for entry in listed.entries for number in range(entry.first_line, entry.last_line + 1)}
    known |= {row.line for row in listed.dataset_rows} | {number for a, b, _ in listed.furniture for number in range(a, b + 1)}
    known |= {number for item in listed.unread for number in range(item.span.line, item.span.end_line + 1)}
    for block in cut_blocks(shown):
        numbers = set(range(block.first + 1, block.first + 1 + len(block.lines)))
        if block.kind is BlockKind.ENTRY:
            assert "".join(piece.text for piece in cut_pieces(block.lines, block.tag)) == "\n".join(block.lines)
        if block.kind is not BlockKind.HEADING and not numbers <= known:
            assert any(found.line in numbers for found in listed.diagnostics)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("query top-authors LIST >&-", "standard output cannot be written: it is closed"),
        ("query top-authors LIST >/dev/full", "standard output cannot be written: No space left on device"),
        ("query --list >/dev/full", "No space left on device"),
        ("stats LIST >/dev/full", "No space left on device"),
        ("stats LIST --json >&-", "it is closed"),
        ("export LIST -f turtle -o - >&-", "it is closed"),
        ("--help >/dev/full", "No space left on device"),
        ("query - <&-", "query: it is empty"),
        ("stats - <&-", "<stdin>: empty file"),
    ],
)
def test_standard_streams_that_are_closed_or_full(command: str, said: str) -> None:
    """One line and exit code 2 wherever a stream is closed or its disk full."""
    if "/dev/full" in command and not os.path.exists("/dev/full"):  # noqa: PTH110
        pytest.skip("no /dev/full")
    command = f'"{sys.executable}" -m avgraph {command}'.replace("LIST", shlex.quote(str(SAMPLE)))
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, timeout=600)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert said in done.stderr
