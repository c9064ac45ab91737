"""What several tests share: the sample, the bundled list, the shared folder beside the checkout."""

import gc
import os
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from avgraph.knowledge import KnowledgeGraph, build
from avgraph.model.entries import ReadingList
from avgraph.model.graph import Graph
from avgraph.reading.source import load_source
from avgraph.sources.lists import ListSource
from avgraph.views.reading import unread_messages

TIMES = int(os.environ.get("AVGRAPH_TEST_TIMES", "1"))
"""How often tests repeat what they try at random: ``python -m tests --thorough`` says ten."""

# A slow machine is no failure; and CI tries the same examples each time, so that it fails for a change alone.
settings.register_profile("avgraph", deadline=None, derandomize="CI" in os.environ, max_examples=40 * TIMES)
settings.load_profile("avgraph")

gc.set_threshold(100_000, 50, 50)  # what tests share makes each look for garbage long

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "tests" / "sample" / "sample.md"
GOLDEN = ROOT / "tests" / "golden"

WEIGHTS = {"server": 60, "browser": 40, "slow": 20}
"""How long a test with a mark takes, beside one without."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put modules that take long first, so that at the end no process has one left while the others have nothing to do."""
    weights = Counter({item.path: 0 for item in items})
    for item in items:
        weights[item.path] += 1 + sum(weight for name, weight in WEIGHTS.items() if item.get_closest_marker(name))
    items.sort(key=lambda item: -weights[item.path])


def pytest_collection_finish() -> None:
    """Leave out modules and collected tests, hundreds of thousands of objects, where garbage is looked for."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _cache_of_our_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep arrangements in a folder of this run, so that none of another version is there; its processes share it."""
    folder = tmp_path_factory.getbasetemp()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str((folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "cache"))
        yield


@pytest.fixture(scope="session", autouse=True)
def _nothing_waits_for_the_disk() -> Iterator[None]:
    """Leave out what only a machine whose power fails could tell; some tests write thousands of files."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def _bundled_list_is_read_once() -> Iterator[None]:
    """Share what is made of the bundled list, which hundreds of tests open, among all that this process opens.

    What is shared cannot be changed; processes that tests start read the list themselves.
    """
    made: dict[str, Any] = {}
    source, _ = load_source(None)

    def shared(name: str) -> cached_property[Any]:
        make = vars(ListSource)[name].func

        def get(opened: ListSource) -> Any:
            if opened.source != source or opened.authorities or opened.profile:
                return make(opened)
            if name not in made:
                made[name] = make(opened)
            elif name == "reading_list":
                opened.on_read(unread_messages(made[name]))
            return made[name]

        found = cached_property(get)
        found.__set_name__(ListSource, name)
        return found

    with pytest.MonkeyPatch.context() as patch:
        for name in ("reading_list", "resolved", "graph"):
            patch.setattr(ListSource, name, shared(name))
        yield


@pytest.fixture(scope="session")
def bundled() -> KnowledgeGraph:
    """Return the knowledge graph of the bundled list."""
    return build()


@pytest.fixture(scope="session")
def bundled_list(bundled: KnowledgeGraph) -> ReadingList:
    """Return the bundled list as read."""
    return bundled.reading_list


@pytest.fixture(scope="session")
def sample() -> Graph:
    """Return the graph of the sample."""
    return build(SAMPLE).graph


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of shared material; skip where it is missing."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no shared folder beside the checkout")
    return folder
