"""Say in words what changed: the same words in every format that people read."""

from collections import Counter
from collections.abc import Callable, Sequence

from avgraph.changes.change import Change, ChangeKind, Changes, Difference
from avgraph.model.vocabulary import Attribute, NodeType, Relation

Mark = Callable[[str], str]
"""Returns a text of others as a format may hold it."""

NAMES = {
    NodeType.PAPER: ("paper", "papers"),
    NodeType.AUTHOR: ("person", "people"),
    NodeType.INSTITUTION: ("institution", "institutions"),
    NodeType.TASK: ("task", "tasks"),
    NodeType.DATASET: ("dataset", "datasets"),
    NodeType.VENUE: ("venue", "venues"),
    NodeType.ENTRY: ("other entry", "other entries"),
}
"""What entities of each type are called, one and several."""
KINDS = {
    ChangeKind.ADDED: ("added", "new"),
    ChangeKind.REMOVED: ("removed", "gone"),
}
"""What is said of what is listed, and of who and what comes with it."""
_LISTED = (NodeType.PAPER, NodeType.DATASET, NodeType.ENTRY)
SIGNS = {
    ChangeKind.ADDED: "+", ChangeKind.REMOVED: "-", ChangeKind.CHANGED: "~", ChangeKind.RENAMED: "~", ChangeKind.MOVED: ">", ChangeKind.JOINED: "=",
    ChangeKind.PARTED: "/",
}  # fmt: skip
_MOST_VALUES = 8
"""Values of one property that are listed."""


def name_kind(node_type: NodeType, kind: ChangeKind) -> str:
    """Return what became of an entity, in a word."""
    return KINDS[kind][node_type not in _LISTED] if kind in KINDS else kind.value


def count_kinds(changes: Changes, node_type: NodeType) -> str:
    """Return how many entities of a type changed in which way, such as ``3 added, 1 changed``."""
    counts = Counter(each.kind for each in changes.of(node_type))
    return ", ".join(f"{counts[kind]:,} {name_kind(node_type, kind)}" for kind in ChangeKind if counts[kind])


def describe_moved(changes: Changes) -> str:
    """Return how many lines only moved; empty where none did."""
    count = changes.moved_lines
    entries = f"{changes.moved_entries:,} {'entry' if changes.moved_entries == 1 else 'entries'}"
    return f"{count:,} line{'s' * (count != 1)} only moved ({entries})" if count else ""


def title_of(change: Change, mark: Mark = str) -> str:
    """Return what changed in one line: who or what, and what became of it."""
    old, new = ([mark(each.label) for each in subjects] for subjects in (change.old, change.new))
    if change.kind in (ChangeKind.RENAMED, ChangeKind.MOVED):
        return f"{old[0]} → {new[0]}"
    if change.kind is ChangeKind.JOINED:
        return f"{new[0]}: {_several(old)} {'are' if len(old) > 1 else 'is'} one now"
    if change.kind is ChangeKind.PARTED:
        ids = [f"{label} ({each.id})" if new.count(label) > 1 else label for label, each in zip(new, change.new, strict=True)]
        return f"{old[0]} is now {_several(ids)}"
    return (new or old)[0] + _where_published(change, mark)


def details_of(change: Change, mark: Mark = str) -> list[str]:
    """Return what is said otherwise of an entity, a line each, and why it was joined or parted; of what is added or gone what places it."""
    if change.kind in KINDS:
        placed = [each for each in change.differences if each.predicate in _PLACING.get(change.type, ())]
        return [f"{each.name}: {_listed([mark(value) for value in each.new or each.old])}" for each in placed]
    reason = [f"why: {mark(change.reason)}"] if change.reason else []
    return [*reason, *(describe_difference(each, mark) for each in change.differences)]


_PLACING = {
    NodeType.PAPER: (Relation.HAS_AUTHOR.iri, Relation.ADDRESSES_TASK.iri),
    NodeType.DATASET: (Relation.USED_FOR_TASK.iri,),
}
"""What is said of what is added or gone, so that a reader knows what it is."""


def describe_difference(difference: Difference, mark: Mark = str) -> str:
    """Return one difference, such as ``venue: CVPR → ICCV`` or ``authors: + Ada Example``."""
    old, new = ([mark(value) for value in values] for values in (difference.old, difference.new))
    if len(old) == len(new) and (len(old) == 1 or difference.predicate == Attribute.NAME_AS_LISTED.iri):
        return f"{difference.name}: {_listed([f'{a} → {b}' for a, b in zip(old, new, strict=True)])}"
    if difference.name.startswith("order"):
        return f"{difference.name}: {_listed(new)}"
    parts = [f"{sign} {_listed(values)}" for sign, values in (("+", new), ("-", old)) if values]
    return f"{difference.name}: {'; '.join(parts)}"


def _where_published(change: Change, mark: Mark) -> str:
    """Return venue and year of a paper in brackets."""
    if change.type is not NodeType.PAPER or change.kind not in KINDS:
        return ""
    values = {each.predicate: (each.new or each.old) for each in change.differences}
    parts = [*values.get(Relation.PUBLISHED_IN.iri, ()), *values.get(Attribute.YEAR.iri, ())]
    return f" ({mark(' '.join(parts))})" if parts else ""


def _listed(values: Sequence[str]) -> str:
    rest = len(values) - _MOST_VALUES
    return ", ".join(values[:_MOST_VALUES]) + (f" and {rest:,} more" if rest > 0 else "")


def _several(values: Sequence[str]) -> str:
    return f"{', '.join(values[:-1])} and {values[-1]}" if len(values) > 1 else "".join(values)
