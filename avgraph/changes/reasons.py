"""Say why entities were joined or parted, as the resolution of the new list explains it."""

from collections.abc import Sequence

from avgraph.changes.change import ChangeKind, Subject
from avgraph.errors import UnknownEntityError
from avgraph.resolution.entities import Resolved
from avgraph.resolution.explain import explain_pair


def explain_change(resolved: Resolved, kind: ChangeKind, old: Sequence[Subject], new: Sequence[Subject]) -> str:
    """Return why the entities `old` of a former list are joined in one of `resolved`, or one of it parted; empty where that cannot be told."""
    names = [each.label for each in old] if kind is ChangeKind.JOINED else [each.id for each in new]
    try:
        explanation = explain_pair(resolved, names[0], names[1])
    except UnknownEntityError:
        return ""
    return "; ".join(explanation.reasons) if explanation.is_one is (kind is ChangeKind.JOINED) else ""
