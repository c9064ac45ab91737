"""Time each stage on a list of many times the bundled list's size: ``python -m tests.benchmarks.scale 10``."""

import re
import resource
import sys
import tempfile
import time
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from avgraph.assembly import build_graph
from avgraph.entries import Source
from avgraph.export.files import write_graph
from avgraph.pipeline import resolve
from avgraph.reading.reading_list import parse_reading_list
from avgraph.reading.source import load_source
from avgraph.triples import count_triples

_LINK = re.compile(r"\]\((https?://[^)\s]+)\)")
_SYLLABLES = ("ba", "ko", "li", "mar", "nes", "tor", "vi", "gar", "hol", "sen", "dar", "pe", "ru", "wick", "man", "ova")
_AUTHORS = re.compile(r"(\*\*Authors:\*\* )(.*)")


def generated(times: int) -> str:
    """Return a list of `times` the bundled list's entries: other titles, links and, in every third copy, people of other names."""
    body = load_source()[1].partition("## Audio-visual Boosting")[2].partition("## Datasets")[0]
    copies = []
    for copy in range(times):
        text = _LINK.sub(lambda found, copy=copy: f" {copy}]({found[1]}{copy}/)", body)  # type: ignore[misc]
        copies.append(_AUTHORS.sub(lambda found, copy=copy: found[1] + _renamed(found[2], copy // 3), text))  # type: ignore[misc]
    return "## Audio-visual Boosting" + "\n## Audio-visual Boosting".join(copies)


def _renamed(authors: str, generation: int) -> str:
    """Return a list of authors with family names of their own in each generation."""
    if not generation:
        return authors
    renamed = []
    for name in authors.split(","):
        digest = sha256(f"{name.strip()} {generation}".encode()).digest()
        renamed.append(" ".join([*name.split()[:-1], "".join(_SYLLABLES[byte % len(_SYLLABLES)] for byte in digest[:4]).capitalize()]))
    return ", ".join(renamed)


def main() -> None:
    """Print entries, triples, the seconds of each stage and the peak memory, separated by spaces."""
    text = generated(int(sys.argv[1]))
    marks = [time.perf_counter()]
    listed = parse_reading_list(text, Source("generated", "generated.md", "", "generated"))
    marks.append(time.perf_counter())
    resolved = resolve(listed)
    marks.append(time.perf_counter())
    graph = build_graph(listed, resolved)
    marks.append(time.perf_counter())
    with tempfile.TemporaryDirectory() as folder:
        write_graph(graph, Path(folder) / "x.ttl", "turtle")
    marks.append(time.perf_counter())
    stages = [b - a for a, b in pairwise(marks)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(len(listed.entries), count_triples(graph), *(f"{seconds:.2f}" for seconds in stages), f"{peak:.0f}")


if __name__ == "__main__":
    main()
