"""README and code agree: every command, format and public name is documented, and the examples run."""

import doctest
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

import avgraph
from avgraph.cli.main import COMMANDS
from avgraph.export.formats import FORMATS
from tests.conftest import ROOT
from tests.servers import avgraph_server, has_virtuoso, oxigraph_server, virtuoso_server

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
EXAMPLES = [line for kind, block in BLOCKS if kind == "sh" for line in block.splitlines() if line.startswith(("avgraph ", "curl "))]
SERVING = [line for line in EXAMPLES if line.startswith("avgraph serve")]
AT_A_SERVER = [line for line in EXAMPLES if "my-" not in line and "localhost:" in line and line not in SERVING]
COMMAND_LINES = [line for line in EXAMPLES if "my-" not in line and line not in (*AT_A_SERVER, *SERVING)]


@pytest.mark.parametrize("name", COMMANDS)
def test_commands_are_in_the_readme(name: str) -> None:
    """Each command has an example."""
    assert any(line.startswith(f"avgraph {name}") for line in EXAMPLES)


@pytest.mark.parametrize("name", FORMATS)
def test_formats_are_in_the_readme(name: str) -> None:
    """Each format has a row."""
    assert f"| `{name}` |" in README


@pytest.mark.parametrize("line", COMMAND_LINES)
def test_command_examples_run(line: str, tmp_path: Path) -> None:
    """Each example of the README works as it stands, in an empty folder."""
    arguments = shlex.split(line.partition("#")[0].partition("|")[0])[1:]
    done = subprocess.run([sys.executable, "-m", "avgraph", *arguments], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout or done.stderr


@pytest.fixture(scope="module")
def addresses() -> Iterator[dict[str, str]]:
    """Return where the servers of the README's examples are."""
    with avgraph_server() as ours, oxigraph_server() as oxigraph, ExitStack() as stack:
        found = {"http://localhost:8000/": ours.url, "http://localhost:7878/": oxigraph.url + "/"}
        if has_virtuoso():
            found["http://localhost:8890/"] = stack.enter_context(virtuoso_server()).url + "/"
        yield found


@pytest.mark.server
@pytest.mark.parametrize("line", AT_A_SERVER)
def test_examples_with_a_server_run(line: str, addresses: dict[str, str], tmp_path: Path) -> None:
    """Each example of the README that needs a server works with one, in the order in which they stand."""
    for written, real in addresses.items():
        line = line.replace(written, real)
    if "localhost:8890" in line:
        pytest.skip("Virtuoso is not installed (Debian: virtuoso-opensource-7-bin)")
    assert "localhost:" not in line
    program, *arguments = shlex.split(line.split("  #")[0].split(" # ")[0])
    command = ["curl", "-sf", *arguments] if program == "curl" else [sys.executable, "-m", "avgraph", *arguments]
    environment = {**os.environ, "AVGRAPH_PASSWORD": "dba"}
    if "--endpoint" in arguments:
        pushed = [sys.executable, "-m", "avgraph", "push", addresses["http://localhost:7878/"] + "store"]
        subprocess.run(pushed, check=True, capture_output=True)
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, env=environment, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout or done.stderr


@pytest.mark.server
def test_serve_examples_start(tmp_path: Path) -> None:
    """The example of serving without a file starts a server."""
    assert any(line.partition("#")[0].strip() == "avgraph serve" for line in SERVING)
    with avgraph_server() as server:
        assert "avgraph: audio-visual-learning at http://127.0.0.1:" in server.said()
    del tmp_path


def test_python_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Python of the README prints what it says."""
    monkeypatch.chdir(tmp_path)
    text = "\n".join(block for kind, block in BLOCKS if kind == "pycon")
    test = doctest.DocTestParser().get_doctest(text, {}, "README", "README.md", 0)
    assert test.examples
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    runner.run(test)
    assert runner.failures == 0


def test_the_public_names_are_documented() -> None:
    """Everything in __all__ can be imported, has a docstring, and is nothing more than that."""
    for name in avgraph.__all__:
        assert (getattr(avgraph, name).__doc__ or "").strip()
    with pytest.raises(AttributeError, match="nonsense"):
        _ = avgraph.nonsense
    assert set(avgraph.__all__) == set(avgraph._HOMES)  # noqa: SLF001  (the table behind __getattr__)


def test_changelog_names_the_version() -> None:
    """The version in the code has its section."""
    assert f"## [{avgraph.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
