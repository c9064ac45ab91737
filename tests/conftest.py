"""What several tests share: the sample, the bundled list, the shared folder beside the checkout."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from avgraph.entries import ReadingList
from avgraph.graph import Graph
from avgraph.knowledge import KnowledgeGraph, build

# A slow machine is no failure; and CI tries the same examples each time, so that it fails for a change alone.
settings.register_profile("avgraph", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("avgraph")

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "tests" / "sample" / "sample.md"
GOLDEN = ROOT / "tests" / "golden"


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
