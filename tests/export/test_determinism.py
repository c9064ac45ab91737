"""The same list gives the same bytes on every run, hash seed, folder and locale."""

import hashlib
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from avgraph.export.files import export_graph
from avgraph.export.formats import FORMATS
from avgraph.knowledge import KnowledgeGraph
from avgraph.model.entries import ReadingList, Source
from avgraph.model.graph import Graph
from avgraph.model.vocabulary import Attribute, Relation
from avgraph.reading.read import parse_reading_list
from tests.conftest import ROOT, SAMPLE
from tests.golden_files import PUBLISHED
from tests.made_lists import build_from

WRITE_ALL = """
import os, sys
os.fsync = int
from pathlib import Path
from avgraph.knowledge import build
from tests.export.test_determinism import write_all
print("\\n".join(write_all(build(None if sys.argv[1] == "bundled" else sys.argv[1]).graph, Path("out"))))
"""


def write_all(graph: Graph, folder: Path) -> list[str]:
    """Write every format into a folder and return the checksums."""
    sums = []
    for name, form in FORMATS.items():
        if form.module:
            continue
        path = folder / f"x.{form.extension}"
        export_graph(graph, path, name)
        files = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
        sums.append(" ".join((name, *(hashlib.sha256(file.read_bytes()).hexdigest() for file in files))))
    return sums


def run(folder: Path, seed: str, locale: str, source: str) -> str:
    """Write every format in a process of its own and return the checksums."""
    folder.mkdir()
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONHASHSEED": seed,
        "LC_ALL": locale,
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
    }
    done = subprocess.run(
        [sys.executable, "-c", WRITE_ALL, source], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.mark.slow
def test_every_run_gives_the_same_bytes(tmp_path: Path) -> None:
    """Runs with several hash seeds, folders and locales agree in every format."""
    settings = [("0", "C"), ("1", "C.UTF-8"), ("random", "C")]
    results = {run(tmp_path / f"run {number}", seed, locale, str(SAMPLE)) for number, (seed, locale) in enumerate(settings)}
    assert len(results) == 1


@pytest.fixture(scope="module")
def bundled_sums(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the checksums of the bundled list in every format."""
    return run(tmp_path_factory.mktemp("bundled") / "x", "0", "C", "bundled")


@pytest.mark.slow
def test_the_bundled_list_gives_the_same_bytes(bundled_sums: str, bundled: KnowledgeGraph, tmp_path: Path) -> None:
    """This process, whose seed is a random one, and another with a seed and a locale of its own agree on the bundled list in every format."""
    assert write_all(bundled.graph, tmp_path) == bundled_sums.splitlines()


@pytest.mark.slow
@pytest.mark.parametrize("name", PUBLISHED)
def test_published_exports_are_fresh(name: str, bundled_sums: str) -> None:
    """The committed exports are what the program writes now; `python -m tests.golden_files` renews them."""
    committed = ROOT / "exports" / f"audio-visual-learning.{FORMATS[name].extension}"
    assert f"{name} {hashlib.sha256(committed.read_bytes()).hexdigest()}" in bundled_sums.splitlines()


def content(listed: ReadingList) -> set[object]:
    """Return the nodes of a list's graph without what depends on line numbers."""
    found: set[object] = set()
    for node in build_from(listed).nodes.values():
        attributes = tuple((name, values) for name, values in node.attributes.items() if name is not Attribute.LINE)
        edges = tuple(node.edges.items())
        found.add((node.id, node.type, node.label, attributes, edges))
    return found


@pytest.mark.slow
def test_the_order_of_the_entries_does_not_matter(bundled_list: ReadingList) -> None:
    """Shuffled entries give the same graph."""
    entries = list(bundled_list.entries)
    random.Random(7).shuffle(entries)  # noqa: S311  (a test, no secret)
    shuffled = ReadingList(bundled_list.source, tuple(entries), bundled_list.dataset_rows[::-1], bundled_list.headings[::-1], (), ())
    assert content(shuffled) == content(bundled_list)


def test_ids_do_not_depend_on_the_list() -> None:
    """Adding an entry leaves the ids of all others as they are."""
    text = SAMPLE.read_text(encoding="utf-8")
    more = text.replace(
        "### Music\n", "### Music\n**[ICML-2024]**\n[Something New](https://arxiv.org/abs/2401.00001)\n**Authors:** Kurt Gödel\n\n"
    )
    source = Source("sample", "sample.md", "", "sample")
    before, after = (build_from(parse_reading_list(each, source)) for each in (text, more))
    assert set(before.nodes) < set(after.nodes)
    for node in before.nodes.values():
        if Relation.HAS_AUTHOR in node.edges:
            assert after.nodes[node.id].edges == node.edges
