"""Print how long the shipped queries take on the engines that avgraph can ask: ``python -m tests.benchmarks.engines [--papers N]``.

The same generated list is loaded into pyoxigraph in memory, pyoxigraph on disk (``--store``), the Oxigraph server and Virtuoso
(``avgraph push --in-place``), each server started here on loopback. The same texts are asked of each, three times (once, where it takes
ten seconds), the median counted, and the rows compared. Last come whole commands, as a person types them.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import avgraph
from avgraph.errors import QueryError
from avgraph.model.graph import Graph
from avgraph.sparql.endpoint import EndpointEngine
from avgraph.sparql.engine import Engine, fill_from_graph
from avgraph.sparql.questions import load_shipped
from avgraph.sparql.store import open_store
from tests.benchmarks.generator import generate_list
from tests.benchmarks.queries import LONG, ROUNDS, values_for
from tests.servers import has_virtuoso, oxigraph_server, virtuoso_server
from tests.sparql.test_query import Rows, comparable

_PATIENCE = 30.0
"""Seconds to wait for a server."""
_BUFFERS = 340_000
"""Pages of 8 KiB for Virtuoso, what its manual advises for 4 GiB."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """An engine that holds the list, how long that took, and what a person types to ask it."""

    name: str
    engine: Engine
    seconds: float
    arguments: tuple[str, ...]


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=25_000, help="papers of the generated list (25,000: 1.6 million triples)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, ExitStack() as servers:
        folder = Path(name)
        path = folder / "generated.md"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(generate_list(options.papers))
        kg = avgraph.build(path)
        engines = list(_load(kg.graph, path, folder, servers))
        print(f"{options.papers:,} papers, {len(engines[0].engine.store):,} triples")
        print(f"{'':<28}{'rows':>8}" + "".join(f"{each.name:>18}" for each in engines))
        print(f"{'loaded, s':<36}" + "".join(f"{each.seconds:>18.1f}" for each in engines), flush=True)
        _compare(kg, engines)
        for arguments in (("top-authors", "--limit", "10"),):
            command = [[*_AVGRAPH, "query", *arguments, *each.arguments] for each in engines]
            cells = "".join(f"{_wall(each):>18.2f}" for each in command)
            print(f"{'avgraph query ' + arguments[0] + ', s':<36}{cells}")


_AVGRAPH = (sys.executable, "-m", "avgraph")


def _load(graph: Graph, path: Path, folder: Path, servers: ExitStack) -> Iterator[Loaded]:
    start = time.perf_counter()
    engine = Engine.of_graph(graph)
    yield Loaded("memory", engine, time.perf_counter() - start, (str(path),))
    store = folder / "store"
    start = time.perf_counter()
    opened = open_store(store, b"benchmark", lambda made: fill_from_graph(made, graph))
    yield Loaded("disk", Engine(opened), time.perf_counter() - start, (str(path), "--store", str(folder / "kept")))
    oxigraph = servers.enter_context(oxigraph_server(is_on_disk=True))
    taken = _wall([*_AVGRAPH, "push", "--in-place", f"{oxigraph.url}/store", str(path)])
    yield _at("Oxigraph server", f"{oxigraph.url}/query", taken)
    if has_virtuoso():
        virtuoso = servers.enter_context(virtuoso_server(_BUFFERS))
        taken = _wall([*_AVGRAPH, "push", "--in-place", f"{virtuoso.url}/sparql-graph-crud-auth", str(path), "--user", "dba"])
        yield _at("Virtuoso", f"{virtuoso.url}/sparql", taken)


def _at(name: str, url: str, seconds: float) -> Loaded:
    return Loaded(name, EndpointEngine(url, seconds=_PATIENCE), seconds, ("--endpoint", url))


def _compare(kg: avgraph.KnowledgeGraph, engines: list[Loaded]) -> None:
    given = values_for(kg)
    times: dict[str, list[float]] = {each.name: [] for each in engines}
    for name, shipped in load_shipped().items():
        text = engines[0].engine.bind(shipped, {each.name: given[each.name] for each in shipped.parameters})
        cells, wanted = [], None
        for each in engines:
            taken, rows = _timed(each.engine, text)
            times[each.name].append(taken)
            found = None if rows is None else comparable(rows)
            wanted = found if wanted is None else wanted
            cells.append(f"{taken * 1000:.1f}" + ("" if found == wanted else " no answer" if found is None else " OTHER ROWS"))
        print(f"{name:<28}{len(wanted or ()):>8}" + "".join(f"{cell:>18}" for cell in cells), flush=True)
    means = "".join(f"{statistics.geometric_mean(found) * 1000:>18.1f}" for found in times.values())
    print(f"{'geometric mean, ms':<36}{means}", flush=True)


def _timed(engine: Engine, text: str) -> tuple[float, Rows | None]:
    taken = []
    rows: Rows | None = None
    for _ in range(ROUNDS):
        start = time.perf_counter()
        try:
            rows = engine.answer(text).rows
        except QueryError:
            return time.perf_counter() - start, None
        taken.append(time.perf_counter() - start)
        if taken[-1] > LONG:
            break
    return statistics.median(taken), rows


def _wall(command: list[str]) -> float:
    """Return how long a command takes as a whole process, the second time, when it is one that asks."""
    environment = {**os.environ, "AVGRAPH_PASSWORD": "dba"}
    taken = 0.0
    for _ in range(1 if "push" in command else 2):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, env=environment)
        taken = time.perf_counter() - start
    return taken


if __name__ == "__main__":
    main()
