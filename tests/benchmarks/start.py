"""Measure how long programs that do little keep a processor: ``python -m tests.benchmarks.start [--tree FOLDER] [--rounds N]``.

The help, the first and the second run on the bundled list to Turtle (with an empty cache, and with what the first one left there), and a server until it
listens, each beside the same of another checkout where ``--tree`` names one, in turn.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks.timing import cpu_seconds

EXPORT = ("export", "-o", "x.ttl")


def avgraph(tree: Path, *arguments: str) -> list[str]:
    """Return the command that runs avgraph of a checkout."""
    return [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tree)!r}); from avgraph.cli.main import main; main()", *arguments]


def first_run(tree: Path, folder: Path) -> float:
    """Return the CPU seconds of the first export."""
    shutil.rmtree(folder / "cache", ignore_errors=True)
    return cpu_seconds(avgraph(tree, *EXPORT), folder)


def server_start(tree: Path, folder: Path) -> float:
    """Return the CPU seconds of all processes of a server until it says where it listens."""
    server = subprocess.Popen(
        avgraph(tree, "serve", "--port", "0"), cwd=folder, stderr=subprocess.PIPE, text=True, start_new_session=True
    )  # fmt: skip
    try:
        assert server.stderr is not None
        server.stderr.readline()
        return sum(_seconds_of_group(server.pid))
    finally:
        server.terminate()
        server.communicate()


def _seconds_of_group(group: int) -> Iterator[float]:
    """Yield the CPU seconds of each process of a group, of those that it has waited for as well."""
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            yield sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Print the least of each, and the ratio to the other checkout."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tree", type=Path, help="another checkout, such as a worktree of an earlier commit")
    parser.add_argument("--rounds", type=int, default=7, help="counted rounds (7)")
    options = parser.parse_args()
    trees = [Path(__file__).parents[2], *([options.tree.resolve()] if options.tree else [])]
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.pop("PYTHONPATH", None)
    measures: dict[str, Callable[[Path, Path], float]] = {
        "help": lambda tree, folder: cpu_seconds(avgraph(tree, "--help"), folder),
        "first run, bundled list to Turtle": first_run,
        "second run": lambda tree, folder: cpu_seconds(avgraph(tree, *EXPORT), folder),
        "serve, until it listens": server_start,
    }
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = str(Path(folder) / "cache")
        for name, measure in measures.items():
            rounds = [[measure(tree, Path(folder)) for tree in trees] for _ in range(options.rounds + 1)][1:]
            least = [min(column) for column in zip(*rounds, strict=True)]
            others = f"; the other checkout {least[1]:.2f} s; {least[0] / least[1]:.2f} x" if len(least) > 1 else ""
            print(f"{name:36} CPU {least[0]:.2f} s{others}", flush=True)
            time.sleep(0.1)


if __name__ == "__main__":
    main()
