"""Print how avgraph compares with its peers, as one table.

    python -m tests.benchmarks                     everything
    python -m tests.benchmarks help turtle         these alone
    python -m tests.benchmarks --rounds 9 rdflib --papers 100000

Seconds alone say little on a shared machine, so each benchmark runs both sides in turn (A B A B ...) in this one
call and prints the ratio of the medians. Nothing is asserted; the column `met` says how the ratio stands to the
mark of the design.

- help: `avgraph --help` against an empty click program, whole processes.
- turtle: the bundled list to Turtle against Morph-KGC making the same triples, whole processes. avgraph starts from
  the Markdown, Morph-KGC from tables prepared outside of the measured time: one CSV file and one RML mapping for
  each predicate and datatype of avgraph's own N-Triples. The note says whether its triples are the same.
- scale: generated lists of 1, 10 and 100 times the bundled size, by stage, and the peak memory, each in a process
  of its own and against the size before.
- rdflib: the graph of a generated list to Turtle, against building an rdflib graph of the same triples and
  serialising it; reading the list is not counted on either side.

A peer that is missing is reported as skipped. Morph-KGC asks for an older pyoxigraph than avgraph, so the two do
not resolve into one environment: `--install` makes one for Morph-KGC in a temporary folder, and `--morph PYTHON`
names one that is there. A process compiles its modules in a round that does not count.
"""

import argparse
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.help_page import compare_help
from tests.benchmarks.morph import compare_turtle
from tests.benchmarks.rdf_library import compare_rdflib
from tests.benchmarks.scale import BUNDLED_ENTRIES, measure_scale
from tests.benchmarks.table import Row, format_table, skipped

Benchmark = Callable[[Path, argparse.Namespace], list[Row]]

BENCHMARKS: dict[str, Benchmark] = {
    "help": lambda folder, options: compare_help(folder, options.rounds),
    "turtle": lambda folder, options: compare_turtle(folder, options.rounds, _morph_python(folder, options)),
    "scale": lambda folder, options: measure_scale(folder, options.rounds, options.largest),
    "rdflib": lambda folder, options: compare_rdflib(folder, options.rounds, options.papers),
}
"""Every benchmark by name; each works in a folder of its own."""


def show(text: str) -> None:
    """Print; the one place that does."""
    print(text, flush=True)


def _morph_python(folder: Path, options: argparse.Namespace) -> str:
    """Return the Python to look for Morph-KGC in; with ``--install`` that of a new environment below `folder`."""
    if options.morph:
        # Not resolved: the link of a virtual environment is what tells Python where its packages are.
        return str(Path(options.morph).absolute())
    if not options.install:
        return sys.executable
    venv.create(folder / "morph", with_pip=True)
    python = str(folder / "morph" / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "morph-kgc>=2.8"], check=False, capture_output=True)
    return python


def _run(name: str, folder: Path, options: argparse.Namespace) -> list[Row]:
    """Return the rows of one benchmark; one that fails says so and leaves the others their turn."""
    folder.mkdir()
    try:
        return BENCHMARKS[name](folder, options)
    except subprocess.CalledProcessError as error:
        last = (error.stderr or "").strip().splitlines()[-1:] or [f"exit code {error.returncode}"]
        return [skipped(name, f"failed: {last[0]}")]


def _positive(text: str) -> int:
    """Return a number of at least 1; argparse reports any other."""
    number = int(text)
    if number < 1:
        message = f"{number} is less than 1"
        raise argparse.ArgumentTypeError(message)
    return number


def main() -> None:
    """Run the benchmarks."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"benchmarks to run: {', '.join(BENCHMARKS)} (all)")
    parser.add_argument("--rounds", type=_positive, default=5, help="counted rounds of each comparison (5)")
    parser.add_argument("--largest", type=_positive, default=100, help="scale: largest multiple of the bundled list (100)")
    parser.add_argument("--papers", type=_positive, default=10 * BUNDLED_ENTRIES, help=f"rdflib: entries ({10 * BUNDLED_ENTRIES})")
    parser.add_argument("--morph", metavar="PYTHON", help="turtle: a Python that has Morph-KGC (the running one)")
    parser.add_argument("--install", action="store_true", help="turtle: install Morph-KGC into a temporary environment")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"no benchmark {unknown[0]!r}; benchmarks are {', '.join(BENCHMARKS)}")
    with tempfile.TemporaryDirectory(prefix="avgraph-benchmarks-") as folder:
        chosen = [name for name in BENCHMARKS if not options.names or name in options.names]
        rows = [row for name in chosen for row in _run(name, Path(folder) / name, options)]
    show(format_table(rows))


if __name__ == "__main__":
    main()
