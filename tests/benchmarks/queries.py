"""Print how the shipped queries compare with rdflib: ``python -m tests.benchmarks.queries [--papers N]``.

Both engines answer the same texts over the same triples in this one process, each query three times, the
median counted; the rows are compared. Without ``--papers`` the bundled list is taken, else a generated one.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import avgraph
from avgraph.sparql.engine import Engine
from avgraph.sparql.shipped import load_shipped
from tests.benchmarks.generator import generate_list
from tests.test_query import GIVEN

ROUNDS = 3


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, help="papers of a generated list")
    options = parser.parse_args()
    kg = _generated(options.papers) if options.papers else avgraph.build()
    given = GIVEN
    if options.papers:
        [first, second] = [author for author, *_ in kg.query("top-authors", limit=2)]
        task = kg.tasks[-1].label
        given = {**given, "task": task, "first": task, "second": kg.tasks[0].label, "person": first, "from": first, "to": second}
        given["paper"] = kg.papers[0].label
    start = time.perf_counter()
    engine = Engine.of_graph(kg.graph)
    loaded = time.perf_counter() - start
    theirs = kg.to_rdflib()
    print(f"{len(engine.store):,} triples; loaded in {loaded:.2f} s, rdflib in {time.perf_counter() - start - loaded:.2f} s")
    ratios = []
    for name, shipped in load_shipped().items():
        text = engine.bind(shipped, {each.name: given[each.name] for each in shipped.parameters})
        ours_taken, rows = _timed(lambda text=text: len(engine.ask(text)))  # type: ignore[misc]
        theirs_taken, their_rows = _timed(lambda text=text: len(list(theirs.query(text, initNs=engine.prefixes))))  # type: ignore[misc]
        ratios.append(theirs_taken / ours_taken)
        same = "" if rows == their_rows else f"  ROWS DIFFER: {their_rows}"
        print(
            f"{name:<28} {rows:>7} rows {ours_taken * 1000:>9.1f} ms  rdflib {theirs_taken * 1000:>10.1f} ms {ratios[-1]:>8.1f} x{same}",
            flush=True,
        )
    print(f"geometric mean: {statistics.geometric_mean(ratios):.1f} x faster than rdflib  (mark: at least 20 x)")


def _generated(papers: int) -> avgraph.KnowledgeGraph:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "generated.md"
        path.write_text("".join(generate_list(papers)), encoding="utf-8")
        return avgraph.build(path)


def _timed(answer: Callable[[], int]) -> tuple[float, int]:
    taken = []
    rows = 0
    for _ in range(ROUNDS):
        start = time.perf_counter()
        rows = answer()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken), rows


if __name__ == "__main__":
    main()
