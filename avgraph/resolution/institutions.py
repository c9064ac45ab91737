"""Decide which printed organisation names are one institution: one folded form is one institution."""

from collections.abc import Sequence

from avgraph.entries import Entry
from avgraph.resolution.entities import Named
from avgraph.resolution.forms import resolve_forms
from avgraph.vocabulary import NodeType


def resolve_institutions(entries: Sequence[Entry]) -> Named:
    """Return the institutions that the entries name, in the order of their mentions."""
    return resolve_forms(NodeType.INSTITUTION.kind, [entry.institutions for entry in entries])
