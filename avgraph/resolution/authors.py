"""Decide which printed names are one author: one folded form is one author."""

from collections.abc import Sequence

from avgraph.entries import Entry
from avgraph.resolution.entities import Named
from avgraph.resolution.forms import resolve_forms
from avgraph.vocabulary import NodeType


def resolve_authors(entries: Sequence[Entry]) -> Named:
    """Return the authors that the entries name, in the order of their mentions."""
    return resolve_forms(NodeType.AUTHOR.kind, [entry.authors for entry in entries])
