"""Spoilt versions of stretches of the bundled list: the patch is exact, and the changes explain what became of each entity."""

import pytest

from tests.conftest import TIMES
from tests.mutated_pairs import find_faults, graph_of, spoilt_pair


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12 * TIMES))
def test_spoilt_pairs(seed: int) -> None:
    """Nothing is wrong with any of them; ``python -m tests.mutated_pairs`` compares a thousand."""
    old, new = map(graph_of, spoilt_pair(seed))
    if old is not None and new is not None:
        assert list(find_faults(old, new)) == []
