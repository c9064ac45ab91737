"""Print how avgraph compares with its peers: ``python -m tests.benchmarks [--rounds N]``.

Every comparison runs both sides in turn in this one call and prints a ratio, since seconds alone say
little on a machine that is shared. Morph-KGC needs an older pyoxigraph than avgraph, so it is installed
into an environment of its own, in a temporary folder; ``--morph PYTHON`` names one that is there.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from tests.benchmarks import morph
from tests.benchmarks.generator import generate_list
from tests.benchmarks.scale import STAGES
from tests.benchmarks.timing import cpu_side_by_side, side_by_side

AVGRAPH = [sys.executable, "-m", "avgraph"]
ENTRIES = 10_000
"""Entries of a list of another form."""
PARSE = "import sys; from markdown_it import MarkdownIt; MarkdownIt('commonmark').enable('table').parse(open(sys.argv[1], encoding='utf-8').read())"
READ = "import gc, sys; from avgraph.reading.read import read_reading_list; gc.disable(); read_reading_list(sys.argv[1])"
EMPTY_PROGRAM = "import click\n@click.group()\ndef group(): pass\n@group.command()\ndef command(): 'Do nothing.'\ngroup()\n"


def compare_help(folder: Path, rounds: int) -> None:
    """Print the time of the help against that of an empty click program."""
    (folder / "empty.py").write_text(EMPTY_PROGRAM, encoding="utf-8")
    ours, theirs = side_by_side([*AVGRAPH, "--help"], [sys.executable, "empty.py", "--help"], folder, rounds)
    print(f"avgraph --help: {ours:.3f} s; an empty click program: {theirs:.3f} s; {ours / theirs:.2f} x  (mark: at most 1.5 x)")


def compare_forms(folder: Path, rounds: int) -> None:
    """Print the CPU time of lists of other forms: read, and as Turtle, against markdown-it-py that parses the same text and reads nothing."""
    for form, name in (("items", "list items"), ("rows", "table rows")):
        (folder / f"{form}.md").write_text("".join(generate_list(ENTRIES, form=form)), encoding="utf-8")
        commands = [[sys.executable, "-c", PARSE], [sys.executable, "-c", READ], [*AVGRAPH, "export", "--format", "turtle", "-o", "x.ttl"]]
        theirs, read, export = cpu_side_by_side([[*command, f"{form}.md"] for command in commands], folder, rounds)
        print(
            f"{ENTRIES:,} {name}, CPU: read {read:.2f} s ({ENTRIES / read:,.0f} entries a second, start-up included); to Turtle {export:.2f} s; "
            f"markdown-it-py, parsed only: {theirs:.2f} s; reading {theirs / read:.1f} x as fast  (mark: 2,000 a second; rows to Turtle 5 s)"
        )


def install_morph(folder: Path) -> str | None:
    """Return the Python of a new environment with Morph-KGC, or None where it cannot be installed."""
    venv.create(folder / "morph", with_pip=True)
    python = folder / "morph" / "bin" / "python"
    done = subprocess.run([python, "-m", "pip", "install", "--quiet", "morph-kgc>=2.8"], check=False, capture_output=True)
    return None if done.returncode else str(python)


def compare_turtle(folder: Path, rounds: int, python: str | None) -> None:
    """Print the time of the bundled list to Turtle against Morph-KGC making the same triples from tables."""
    if python is None:
        print("bundled list to Turtle: skipped, Morph-KGC cannot be installed")
        return
    dump = folder / "dump.nt"
    subprocess.run([*AVGRAPH, "export", "--format", "ntriples", "-o", str(dump)], check=True, capture_output=True)
    morph.prepare(dump, folder)
    ours, theirs = side_by_side([*AVGRAPH, "export", "-o", "x.ttl"], [python, "-m", "morph_kgc", "config.ini"], folder, rounds)
    missing, more = morph.difference(dump, folder / "out.nt")
    same = "the same triples" if not missing and not more else f"{missing} triples missing there, {more} more"
    print(
        f"bundled list to Turtle: {ours:.2f} s; Morph-KGC: {theirs:.2f} s ({same}); {theirs / ours:.1f} x faster  (mark: at least 4 x, 0.5 s)"
    )


def print_scale(largest: int, *, is_pushing: bool) -> None:
    """Print the time of each stage for lists of 1,000 papers up to `largest`, and the peak memory after each."""
    stages = [*STAGES, *(["push"] if is_pushing else [])]
    heads = [f"{stage} s" for stage in stages] + [f"{stage} MiB" for stage in stages]
    print(f"{'papers':>9} {'triples':>11}" + "".join(f"{head:>12}" for head in heads))
    for papers in (1_000, 10_000, 100_000, 1_000_000):
        if papers <= largest:
            command = [sys.executable, "-m", "tests.benchmarks.scale", str(papers), *(["--push"] if is_pushing else [])]
            _, triples, *figures = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
            print(f"{papers:>9,} {int(triples):>11,}" + "".join(f"{float(each):>12,.1f}" for each in figures), flush=True)


def main() -> None:
    """Run the benchmarks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="counted rounds of each comparison (5)")
    parser.add_argument("--largest", type=int, default=100_000, help="most papers of a generated list (100,000; at most 1,000,000)")
    parser.add_argument("--push", action="store_true", help="also push the generated lists into an Oxigraph server")
    parser.add_argument("--scale-only", action="store_true", help="leave the comparisons out")
    parser.add_argument("--forms-only", action="store_true", help="compare how lists of other forms are read, and nothing else")
    parser.add_argument("--morph", metavar="PYTHON", help="a Python that has Morph-KGC (one is made)")
    options = parser.parse_args()
    # An installed package has its bytecode; both sides get to keep theirs from the first, uncounted round.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if not options.scale_only:
        with tempfile.TemporaryDirectory() as folder:
            compare_forms(Path(folder), options.rounds)
            if options.forms_only:
                return
            compare_help(Path(folder), options.rounds)
            compare_turtle(Path(folder), options.rounds, options.morph or install_morph(Path(folder)))
    print_scale(options.largest, is_pushing=options.push)


if __name__ == "__main__":
    main()
