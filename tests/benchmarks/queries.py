"""Print how the shipped queries compare with rdflib: ``python -m tests.benchmarks.queries [--papers N]``.

Both engines answer the same texts over the same triples in this one process, each query three times (once, where
it takes ten seconds), the median counted; the rows are compared, not only their number. Where rdflib has no answer after ``--patience``
seconds, those count. Without ``--papers`` the bundled list is taken, else a generated one.
"""

import argparse
import signal
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import avgraph
from avgraph.sparql.engine import Engine
from avgraph.sparql.questions import load_shipped
from tests.benchmarks.generator import generate_list
from tests.sparql.test_query import GIVEN, Rows, comparable, plain

ROUNDS = 3
LONG = 10.0
"""Seconds from which one round is enough."""


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, help="papers of a generated list")
    parser.add_argument("--patience", type=int, default=600, help="seconds to wait for rdflib")
    options = parser.parse_args()
    kg = _generated(options.papers) if options.papers else avgraph.build()
    given = values_for(kg) if options.papers else GIVEN
    start = time.perf_counter()
    engine = Engine.of_graph(kg.graph)
    loaded = time.perf_counter() - start
    theirs = kg.to_rdflib()
    print(f"{len(engine.store):,} triples; loaded in {loaded:.2f} s, rdflib in {time.perf_counter() - start - loaded:.2f} s")
    ratios = []
    for name, shipped in load_shipped().items():
        text = engine.bind(shipped, {each.name: given[each.name] for each in shipped.parameters})
        ours_taken, rows = _timed(lambda text=text: engine.answer(text).rows)  # type: ignore[misc]
        theirs_taken, their_rows = _timed_within(
            lambda text=text: [row for row in theirs.query(text, initNs=engine.prefixes) if isinstance(row, tuple)],  # type: ignore[misc]
            options.patience,
        )
        ratios.append(theirs_taken / ours_taken)
        if their_rows is None:
            note = "  (no answer, at least)"
        else:
            note = "" if comparable([tuple(map(plain, row)) for row in their_rows]) == comparable(rows) else "  ROWS DIFFER"
        print(
            f"{name:<28} {len(rows):>7} rows {ours_taken * 1000:>9.1f} ms  rdflib {theirs_taken * 1000:>10.1f} ms {ratios[-1]:>8.1f} x{note}",
            flush=True,
        )
    print(f"geometric mean: {statistics.geometric_mean(ratios):.1f} x faster than rdflib  (mark: at least 20 x)")


def values_for(kg: avgraph.KnowledgeGraph) -> dict[str, str]:
    """Return a value for every parameter, of a generated list."""
    [first, second] = [iri for _, iri, *_ in kg.query("top-authors", limit=2)]
    task = kg.tasks[-1].label
    given = {"task": task, "first": task, "second": kg.tasks[0].label, "person": first, "from": first, "to": second}
    return {**GIVEN, **given, "paper": kg.papers[0].id, "institution": kg.institutions[0].id}


def _generated(papers: int) -> avgraph.KnowledgeGraph:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "generated.md"
        path.write_text("".join(generate_list(papers)), encoding="utf-8")
        return avgraph.build(path)


def _timed(answer: Callable[[], Rows]) -> tuple[float, Rows]:
    taken = []
    rows: Rows = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        rows = answer()
        taken.append(time.perf_counter() - start)
        if taken[-1] > LONG:
            break
    return statistics.median(taken), rows


def _timed_within(answer: Callable[[], Rows], seconds: int) -> tuple[float, Rows | None]:
    """Return the time and the rows; where there is no answer in time, the time alone."""

    def give_up(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(seconds)
    try:
        return _timed(answer)
    except TimeoutError:
        return float(seconds), None
    finally:
        signal.alarm(0)


if __name__ == "__main__":
    main()
