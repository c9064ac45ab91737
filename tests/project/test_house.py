"""The measures of the house: small modules and functions, one version, no path of anybody's machine, a drawing that is true."""

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import avgraph
from tests.conftest import ROOT

MODULE_LINES = 300
FUNCTION_LINES = 40
FOLDER_MODULES = 16
COMMAND_LINE_LINES = 1_330
"""Of all modules of the command line: thirteen thin commands."""

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


def test_functions_are_small() -> None:
    """No function of the package, its decorators and docstring included, has more than 40 lines."""
    large = {}
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
                lines = (node.end_lineno or first) - first + 1
                if lines > FUNCTION_LINES:
                    large[f"{name_of(path)}:{node.lineno} {node.name}"] = lines
    assert large == {}


def test_folders_are_small() -> None:
    """No folder of the package has more than 16 modules."""
    counts = Counter(name_of(path.parent) for path in MODULES)
    assert {name: count for name, count in counts.items() if count > FOLDER_MODULES} == {}


def test_the_command_line_is_thin() -> None:
    """All commands, with their options and output, stay within a bound: what they do is done by the library."""
    assert sum(count_lines(path) for path in MODULES if "avgraph/cli/" in path.as_posix()) <= COMMAND_LINE_LINES


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
    """The version is written in avgraph/_version.py alone; the changelog has the section that belongs to it."""
    number = re.compile(rf"(?i)version[\W_]+{re.escape(avgraph.__version__)}\b")
    holders = {name_of(path) for path in written_files() if number.search(path.read_text(encoding="utf-8"))}
    assert holders == {"avgraph/_version.py"}


def test_no_path_of_a_machine_is_written() -> None:
    """No file names a folder of somebody's machine."""
    path_of_a_machine = re.compile(r"(?<![\w.:/\\}])/(?:home|root|Users|tmp|work|opt|mnt)/\w")
    assert [name_of(path) for path in written_files() if path_of_a_machine.search(path.read_text(encoding="utf-8"))] == []


def test_no_group_is_repeated_possessively() -> None:
    """Python before 3.11.5, as Debian 12 has it, matches such groups wrongly (python/cpython#106052); single characters are fine."""
    pattern = re.compile(r"\)(?:[*+?]|\{\{?\d*,?\d*\}?\})\+(?!,)|\(\?>")
    lines = {
        f"{name_of(path)}:{number}": line
        for path in MODULES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    }
    assert lines == {}
