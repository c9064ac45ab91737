"""Time each stage on lists of 1, 10 and 100 times the bundled list's size.

``python -m tests.benchmarks.scale LIST`` measures one list in this process and prints the figures as JSON.
"""

import json
import statistics
import sys
import time
from itertools import pairwise
from pathlib import Path

from avgraph.assembly import build_graph
from avgraph.export.files import write_graph
from avgraph.pipeline import resolve
from avgraph.reading.reading_list import parse_reading_list
from avgraph.reading.source import load_source
from avgraph.triples import count_triples
from tests.benchmarks.generator import write_list
from tests.benchmarks.table import Row
from tests.benchmarks.timing import peak_mebibytes, run

BUNDLED_ENTRIES = 467
TIMES = (1, 10, 100)
STAGES = ("read", "resolve", "build", "write")
Figures = dict[str, float]
"""Seconds by stage, and ``peak`` (MiB), ``entries``, ``triples``."""


def measure_scale(folder: Path, rounds: int, largest: int) -> list[Row]:
    """Return a row for each stage of each size, sizes measured in turn, each in a process of its own."""
    sizes = [times for times in TIMES if times <= largest]
    lists = {times: write_list(folder / f"list-{times}.md", BUNDLED_ENTRIES * times) for times in sizes}
    measured: dict[int, list[Figures]] = {times: [] for times in sizes}
    for _ in range(rounds):
        for times, path in lists.items():
            measured[times].append(json.loads(run([sys.executable, "-m", "tests.benchmarks.scale", str(path)], folder)))
    medians = {times: _medians(figures) for times, figures in measured.items()}
    rows = []
    for times in sizes:
        before = next(((smaller, medians[smaller]) for smaller in reversed(sizes) if smaller < times), None)
        rows += _rows(times, medians[times], before)
    return rows


def _medians(measured: list[Figures]) -> Figures:
    return {name: statistics.median(figures[name] for figures in measured) for name in measured[0]}


def _rows(times: int, figures: Figures, before: tuple[int, Figures] | None) -> list[Row]:
    """Return the rows of one size, against the size before it where there is one."""
    rows = []
    note = f"{figures['entries']:,.0f} entries, {figures['triples']:,.0f} triples"
    for name, unit, places in (*((stage, "s", 2) for stage in (*STAGES, "total")), ("peak", "MiB", 0)):
        peer = ratio = mark = "-"
        if before is not None:
            smaller, theirs = before
            peer = f"{theirs[name]:.{places}f} {unit} at {smaller} x"
            ratio = f"{figures[name] / theirs[name]:.1f} x"
            mark = f"linear = {times // smaller} x"
        rows.append(Row(f"scale {times} x, {name}", f"{figures[name]:.{places}f} {unit}", peer, ratio, mark, note=note))
        note = ""
    return rows


def main() -> None:
    """Print the figures of the list at the path given."""
    path = Path(sys.argv[1])
    marks = [time.perf_counter()]
    source, text = load_source(path)
    listed = parse_reading_list(text, source)
    marks.append(time.perf_counter())
    resolved = resolve(listed)
    marks.append(time.perf_counter())
    graph = build_graph(listed, resolved)
    marks.append(time.perf_counter())
    write_graph(graph, path.with_suffix(".ttl"), "turtle")
    marks.append(time.perf_counter())
    figures: Figures = dict(zip(STAGES, (b - a for a, b in pairwise(marks)), strict=True))
    figures |= {"total": marks[-1] - marks[0], "peak": peak_mebibytes()}
    figures |= {"entries": len(listed.entries), "triples": count_triples(graph)}
    sys.stdout.write(json.dumps(figures))


if __name__ == "__main__":
    main()
