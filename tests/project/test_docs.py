"""Documents and code agree: every command, format and public name is documented, the examples run, the links lead somewhere."""

import doctest
import importlib
import re
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from click.testing import CliRunner

import avgraph
from avgraph import errors
from avgraph.cli.main import COMMANDS, group
from avgraph.export.formats import FORMATS
from tests.conftest import ROOT, SAMPLE
from tests.servers import avgraph_server, has_virtuoso, oxigraph_server, virtuoso_server

DOCUMENTS = [
    *sorted(ROOT.glob("*.md")),
    *(path for name in ("avgraph", "avgraph/reading", "ontology", "exports", "tests") for path in sorted((ROOT / name).glob("*.md"))),
]
TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in DOCUMENTS}
BLOCKS = [(name, *block) for name, text in TEXTS.items() for block in re.findall(r"^```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)]
EXAMPLES = sorted(
    {
        line.partition("  #")[0].rstrip()
        for _, kind, block in BLOCKS
        if kind == "sh"
        for line in block.splitlines()
        if line.startswith(("avgraph ", "curl "))
    }
)
LISTS = [(kind, block) for name, kind, block in BLOCKS if name == "avgraph/reading/README.md" and kind != "toml"]
"""The example lists of the page on reading, each with what is typed and printed below it."""
ELSEWHERE = ("my-server", "my-dataset")
"""Servers that are not started here."""
SERVING = [line for line in EXAMPLES if line.startswith("avgraph serve")]
AT_A_SERVER = [line for line in EXAMPLES if "localhost:" in line and line not in SERVING and not any(name in line for name in ELSEWHERE)]
COMMAND_LINES = sorted(
    {line.partition(" | ")[0] for line in EXAMPLES if line not in (*AT_A_SERVER, *SERVING) and not any(name in line for name in ELSEWHERE)}
)
LINKS = [
    (name, link)
    for name, text in TEXTS.items()
    for link in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"^```.*?^```$|`[^`\n]*`", "", text, flags=re.MULTILINE | re.DOTALL))
    if not link.startswith(("http:", "https:"))
]

WITH_EXAMPLES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in sorted((ROOT / "avgraph").rglob("*.py"))
    if ">>> " in path.read_text(encoding="utf-8")
]
"""The modules whose docstrings show an example."""


def anchors(text: str) -> set[str]:
    """Return the anchors that GitHub gives the headings of a document."""
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {
        re.sub(r"[^\w -]", "", re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading)).strip().casefold().replace(" ", "-") for heading in headings
    }


@pytest.mark.parametrize(("name", "link"), LINKS)
def test_links_lead_somewhere(name: str, link: str) -> None:
    """A link within the project names a file or folder that is there, and a heading in it."""
    path, _, anchor = link.partition("#")
    target = (ROOT / name).parent / path if path else ROOT / name
    assert target.exists()
    if anchor and target.suffix == ".md":
        assert anchor in anchors(target.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", COMMANDS)
def test_commands_are_documented(name: str) -> None:
    """Each command has an example."""
    assert any(line.startswith(f"avgraph {name}") for line in EXAMPLES)


@pytest.mark.parametrize("name", FORMATS)
def test_formats_are_documented(name: str) -> None:
    """Each format has a row."""
    assert any(f"| `{name}` |" in text for text in TEXTS.values())


@pytest.fixture(scope="module")
def files_of_a_person(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the files that the examples call ``my-…``."""
    folder = tmp_path_factory.mktemp("files")
    text = SAMPLE.read_text(encoding="utf-8")
    for name in ("my-list.md", "my-large-list.md", "my-tagged-list.md"):
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "my-papers.bib").write_text("@article{a, title = {On Bells}, author = {Byron, Ada}, year = 2021}\n", encoding="utf-8")
    (folder / "my-papers.csv").write_text("Name,Who,Year\nOn Bells,Ada Byron,2021\n", encoding="utf-8")
    (folder / "my-example.md").write_text("**[Venue-Year]**\n[Title](url)\n", encoding="utf-8")
    for name in ("my-dump.ttl", "my-dump.nt"):
        avgraph.build().write(folder / name)
    CliRunner().invoke(group, ["check", str(SAMPLE), "--write-baseline", str(folder / "my-known.json")])
    (folder / "my-question.rq").write_text("SELECT ?paper { ?paper a avg:Paper }", encoding="utf-8")
    (folder / "my-names.ttl").write_text(
        """@prefix avg: <https://w3id.org/avgraph/ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <https://w3id.org/avgraph/authority/author/ada> a avg:Author ; skos:prefLabel "Ada Lovelace" ; skos:altLabel "A. Lovelace" .""",
        encoding="utf-8",
    )
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("line", COMMAND_LINES)
def test_command_examples_run(line: str, files_of_a_person: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each example works as it stands, in a folder that holds at most files of the person who types it; no browser opens."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("webbrowser.open", lambda _: True)
    arguments = shlex.split(line)[1:]
    for name in sorted(path.name for path in files_of_a_person.iterdir()):
        if name in line:
            (tmp_path / name).write_bytes((files_of_a_person / name).read_bytes())
    done = CliRunner().invoke(group, arguments)
    assert done.exit_code == 0 or (arguments[0] == "check" and done.exit_code == 1), done.stderr
    assert done.stdout or done.stderr or "-o" in arguments


@pytest.fixture(scope="module")
def addresses() -> Iterator[dict[str, str]]:
    """Return where the servers of the examples are."""
    with avgraph_server() as ours, oxigraph_server() as oxigraph, ExitStack() as stack:
        assert CliRunner().invoke(group, ["push", oxigraph.url + "/store"]).exit_code == 0
        found = {"http://localhost:8000/": ours.url, "http://localhost:7878/": oxigraph.url + "/"}
        if has_virtuoso():
            found["http://localhost:8890/"] = stack.enter_context(virtuoso_server()).url + "/"
        yield found


def test_example_lists_are_read_as_their_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is shown below an example list is printed for it; every other example list is read whole."""
    monkeypatch.chdir(tmp_path)
    command = "avgraph read my-list.md"
    for (kind, block), (following, _) in zip(LISTS, [*LISTS[1:], ("", "")], strict=True):
        if kind in ("markdown", "yaml"):
            command = f"avgraph read my-list.{kind.replace('markdown', 'md')}"
            (tmp_path / command.rpartition(" ")[2]).write_text(block, encoding="utf-8")
        elif kind == "sh":
            command = block.splitlines()[0]
        if kind == "text" or (kind != "sh" and following not in ("sh", "text")):
            done = CliRunner().invoke(group, shlex.split(command)[1:])
            printed = " ".join(done.output.split())
            assert printed == " ".join(block.split()) if kind == "text" else "(100.0 %)" in printed


@pytest.mark.server
@pytest.mark.parametrize("line", AT_A_SERVER)
def test_examples_with_a_server_run(line: str, addresses: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each example that needs a server works with one."""
    for written, real in addresses.items():
        line = line.replace(written, real)
    if "localhost:8890" in line:
        pytest.skip("Virtuoso is not installed (Debian: virtuoso-opensource-7-bin)")
    assert "localhost:" not in line
    program, *arguments = shlex.split(line.split(" # ")[0])
    monkeypatch.chdir(tmp_path)
    if program == "curl":
        assert subprocess.run(["curl", "-sf", *arguments], capture_output=True, check=True, timeout=600).stdout
        return
    done = CliRunner(env={"AVGRAPH_PASSWORD": "dba"}).invoke(group, arguments)
    assert done.exit_code == 0, done.stderr
    assert done.output


@pytest.mark.server
def test_serve_examples_start(tmp_path: Path) -> None:
    """The example of serving without a file starts a server."""
    assert any(line.partition("#")[0].strip() == "avgraph serve" for line in SERVING)
    with avgraph_server() as server:
        assert "avgraph: audio-visual-learning at http://127.0.0.1:" in server.said()
    del tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted({name for name, kind, _ in BLOCKS if kind == "pycon"}))
def test_python_examples_run(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Python of a document prints what it says."""
    monkeypatch.chdir(tmp_path)
    text = "\n".join(block for document, kind, block in BLOCKS if kind == "pycon" and document == name)
    test = doctest.DocTestParser().get_doctest(text, {}, name, name, 0)
    assert test.examples
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    runner.run(test)
    assert runner.failures == 0


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples_of_docstrings(name: str) -> None:
    """What a docstring shows is what happens."""
    results = doctest.testmod(importlib.import_module(name))
    assert results.attempted
    assert not results.failed


def test_the_public_names_are_documented() -> None:
    """Everything in __all__ can be imported, has a docstring, and is nothing more than that."""
    for name in avgraph.__all__:
        assert (getattr(avgraph, name).__doc__ or "").strip()
    with pytest.raises(AttributeError, match="nonsense"):
        _ = avgraph.nonsense
    assert {error.__name__ for error in vars(errors).values() if isinstance(error, type)} <= {*avgraph.__all__, "Any"}


def test_changelog_names_the_version() -> None:
    """The version in the code has its section."""
    assert f"## [{avgraph.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
