"""Time each stage on a generated list: ``python -m tests.benchmarks.scale 100000 [--push]``.

Prints entries, triples, the seconds of each stage, with ``--push`` those into an Oxigraph server on loopback as well
(``--in-place``, as its MOVE takes fifteen times as long as loading), and the peak memory after each in MiB.
"""

import argparse
import gc
import resource
import tempfile
import time
from pathlib import Path

from avgraph.assembly import build_graph
from avgraph.export.files import export_graph
from avgraph.model.graph import Graph
from avgraph.push.push import push
from avgraph.rdf.triples import count_triples
from avgraph.reading.read import read_reading_list
from avgraph.resolution.resolve import resolve
from tests.benchmarks.generator import generate_list
from tests.servers import oxigraph_server

STAGES = ("read", "resolve", "build", "write")


class Stopwatch:
    """Takes the time of stages, and the peak memory after each."""

    def __init__(self) -> None:
        """Start."""
        self.seconds: list[float] = []
        self.peaks: list[int] = []
        self.last = time.perf_counter()

    def stage(self) -> None:
        """End a stage."""
        now = time.perf_counter()
        self.seconds.append(now - self.last)
        self.peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        self.last = time.perf_counter()


def main() -> None:
    """Print the figures of one size, separated by spaces."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", type=int)
    parser.add_argument("--push", action="store_true", help="also into an Oxigraph server that this starts")
    options = parser.parse_args()
    gc.disable()  # as the command line does
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "generated.md"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(generate_list(options.papers))
        watch = Stopwatch()
        graph, entries = _build(path, watch)
        export_graph(graph, Path(folder) / "x.ttl", "turtle")
        watch.stage()
        (Path(folder) / "x.ttl").unlink()
        if options.push:
            _push(graph, watch)
    print(entries, count_triples(graph), *(f"{each:.1f}" for each in watch.seconds), *watch.peaks)


def _build(path: Path, watch: Stopwatch) -> tuple[Graph, int]:
    listed = read_reading_list(path)
    watch.stage()
    resolved = resolve(listed)
    watch.stage()
    graph = build_graph(listed, resolved)
    watch.stage()
    return graph, len(listed.entries)


def _push(graph: Graph, watch: Stopwatch) -> None:
    with oxigraph_server(is_on_disk=True) as server:
        watch.last = time.perf_counter()
        push(graph, f"{server.url}/store", "http://example.org/generated", in_place=True)
        watch.stage()


if __name__ == "__main__":
    main()
