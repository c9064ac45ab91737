"""README and code agree: every command, format and public name is documented, and the examples run."""

import doctest
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import avgraph
from avgraph.cli.main import COMMANDS
from avgraph.export.formats import FORMATS
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
COMMAND_LINES = [
    line for kind, block in BLOCKS if kind == "sh" for line in block.splitlines() if line.startswith("avgraph ") and "my-" not in line
]


@pytest.mark.parametrize("name", COMMANDS)
def test_commands_are_in_the_readme(name: str) -> None:
    """Each command has an example."""
    assert any(line.startswith(f"avgraph {name}") for line in COMMAND_LINES)


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
