"""Until the fields around a title are read: none."""

from collections.abc import Sequence

from avgraph.reading.fields.facts import Facts
from avgraph.reading.markdown.runs import Row


def read_facts(before: Row | None, after: Row | None, others: Sequence[Row]) -> Facts:
    """Return nothing."""
    del before, after, others
    return Facts()
