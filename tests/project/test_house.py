"""The measures of the house: small modules, one version, no path of anybody's machine."""

import re
from collections.abc import Iterator
from pathlib import Path

import avgraph
from tests.conftest import ROOT

MODULE_LINES = 300

MODULES = sorted((ROOT / "avgraph").rglob("*.py"))
WRITTEN = {".cff", ".css", ".js", ".md", ".mjs", ".py", ".rq", ".toml", ".yaml", ".yml"}
"""Extensions of what people write."""


def count_lines(path: Path) -> int:
    """Return how many lines a file has."""
    return path.read_text(encoding="utf-8").count("\n")


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


def test_modules_are_small() -> None:
    """No module of the package has more than 300 lines."""
    sizes = {name_of(path): count_lines(path) for path in MODULES}
    assert {name: lines for name, lines in sizes.items() if lines > MODULE_LINES} == {}


def test_the_version_stands_once() -> None:
    """The version is written in avgraph/__init__.py alone; the changelog has the section that belongs to it."""
    number = re.compile(rf"(?i)version[\W_]+{re.escape(avgraph.__version__)}\b")
    holders = {name_of(path) for path in written_files() if number.search(path.read_text(encoding="utf-8"))}
    assert holders == {"avgraph/__init__.py"}


def test_no_path_of_a_machine_is_written() -> None:
    """No file names a folder of somebody's machine."""
    path_of_a_machine = re.compile(r"(?<![\w.:/\\}])/(?:home|root|Users|tmp|work|opt|mnt)/\w")
    assert [name_of(path) for path in written_files() if path_of_a_machine.search(path.read_text(encoding="utf-8"))] == []
