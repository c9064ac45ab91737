"""The measures of the house: one version, no path of anybody's machine, a drawing that is true."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import avgraph
from tests.conftest import ROOT

WRITTEN = {".cff", ".css", ".js", ".md", ".mjs", ".py", ".rq", ".toml", ".yaml", ".yml"}
"""Extensions of what people write."""


def name_of(path: Path) -> str:
    """Return a path as it stands in the repository."""
    return path.relative_to(ROOT).as_posix()


def written_files() -> Iterator[Path]:
    """Yield the files that people write; the bundled list is somebody else's."""
    yield from (path for path in sorted(ROOT.glob("*.*")) if path.suffix in WRITTEN)
    yield ROOT / ".ci" / "run"
    for folder in ("avgraph", "ontology", "tests", "exports"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in WRITTEN and not {"data", "golden", "__pycache__"} & set(path.relative_to(ROOT).parts):
                yield path


def test_the_drawing_of_the_architecture_is_true() -> None:
    """The layers drawn in avgraph/README.md are those of the import contract, which the linter holds against the imports."""
    text = (ROOT / "avgraph" / "README.md").read_text(encoding="utf-8")
    drawing = re.search(r"^```text\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert drawing
    drawn = [set(re.findall(r"\[(\w+)\]", line)) for line in drawing[1].splitlines() if "[" in line]
    (contract,) = (each for each in contracts() if each["type"] == "layers")
    assert contract["exhaustive"]
    assert [names - {"__main__"} for layer in contract["layers"] if (names := set(layer.split(" | "))) != {"__main__"}] == drawn


def test_nothing_is_excepted_from_the_import_contract() -> None:
    """No import is ignored, so no arrow runs up."""
    assert not any("ignore_imports" in contract for contract in contracts())


def contracts() -> list[dict[str, Any]]:
    """Return the import contracts of pyproject.toml."""
    found: list[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    return found


def test_the_version_stands_once() -> None:
    """The version is written in avgraph/__init__.py alone; the changelog has the section that belongs to it."""
    number = re.compile(rf"(?i)version[\W_]+{re.escape(avgraph.__version__)}\b")
    holders = {name_of(path) for path in written_files() if number.search(path.read_text(encoding="utf-8"))}
    assert holders == {"avgraph/__init__.py"}


def test_no_path_of_a_machine_is_written() -> None:
    """No file names a folder of somebody's machine."""
    path_of_a_machine = re.compile(r"(?<![\w.:/\\}])/(?:home|root|Users|tmp|work|opt|mnt)/\w")
    assert [name_of(path) for path in written_files() if path_of_a_machine.search(path.read_text(encoding="utf-8"))] == []
