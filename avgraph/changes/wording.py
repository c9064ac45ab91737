"""Say in words what changed: the same words in every format that people read."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from avgraph.changes.change import Change, ChangeKind, Changes, Difference
from avgraph.changes.successors import REPLACED_BY
from avgraph.model.vocabulary import TASK_SEPARATOR, Attribute, NodeType, Relation
from avgraph.text.folding import fold_heading, without_section_number
from avgraph.text.visible import quantity

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
_LISTED_AGAIN = (", an entry of it is gone", ", listed again")
_YEAR_END = re.compile(r"\W*(?:19|20)\d\d$")
_OF_TITLE = "named in a title, in no table"
_MOST_VALUES = 8
"""Values of one property that are listed."""


def name_kind(node_type: NodeType, kind: ChangeKind) -> str:
    """Return what became of an entity, in a word."""
    return KINDS[kind][node_type not in _LISTED] if kind in KINDS else kind.value


def count_kinds(changes: Changes, node_type: NodeType) -> str:
    """Return how many entities of a type changed in which way, such as ``3 added, 1 changed``."""
    counts = Counter(each.kind for each in changes.of(node_type))
    titled = Counter(each.kind for each in changes.of(node_type) if _is_of_title(each))
    parts = []
    for kind in (each for each in ChangeKind if counts[each]):
        # A list whose table is as it was is not said to have other datasets without a word.
        some = f"{titled[kind]:,} " if titled[kind] < counts[kind] else ""
        of_titles = f" ({some}{_OF_TITLE})" if titled[kind] else ""
        parts.append(f"{counts[kind]:,} {name_kind(node_type, kind)}{of_titles}")
    return ", ".join(parts)


def _is_of_title(change: Change) -> bool:
    """Tell whether a dataset that comes or goes is known by the title of the paper that introduces it, and by no row of the list."""
    is_alone = change.type is NodeType.DATASET and change.kind in KINDS and not (change.new or change.old)[0].lines
    return is_alone and any(each.predicate == Relation.INTRODUCES_DATASET.iri for each in change.differences)


def describe_moved(changes: Changes) -> str:
    """Return how many lines only moved; empty where none did."""
    count, entries = changes.moved_lines, len(changes.moved)
    return f"{quantity(count, 'line')} only moved ({quantity(entries, 'entry', 'entries')})" if count else ""


def describe_text(changes: Changes) -> str:
    """Return how many lines around the entries are added and removed, a changed one as both; empty where none is."""
    counts = ((len(changes.text.new), "added"), (len(changes.text.old), "removed"))
    parts = [f"{quantity(count, 'line')} {word}" for count, word in counts if count]
    return f"text around the entries: {', '.join(parts)}" if parts else ""


def describe_lines(lines: Sequence[int], most: int = 3) -> str:
    """Return lines as a place, runs of them as ranges; empty for none.

    >>> describe_lines([7]), describe_lines([3, 4, 5, 9])
    ('line 7', 'lines 3-5, 9')
    """
    runs: list[list[int]] = []
    for line in lines:
        if runs and line == runs[-1][1] + 1:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    shown = [f"{first}" if first == last else f"{first}-{last}" for first, last in runs[:most]]
    return f"line{'s' * (len(lines) > 1)} {', '.join(shown)}{', …' * (len(runs) > most)}" if lines else ""


def title_of(change: Change, mark: Mark = str) -> str:
    """Return what changed in one line: who or what, and what became of it."""
    old, new = ([_with_printed(each.label, each.printed, mark) for each in subjects] for subjects in (change.old, change.new))
    if change.type is NodeType.TASK and change.kind is ChangeKind.RENAMED:
        *above, before = change.old[0].label.split(TASK_SEPARATOR)
        *parents, after = change.new[0].label.split(TASK_SEPARATOR)
        if list(map(fold_heading, above)) == list(map(fold_heading, parents)):
            place = f" (under {mark(TASK_SEPARATOR.join(parents))})" if parents else ""
            return f"{mark(before)} → {mark(after)}{place}"
    if change.kind in (ChangeKind.RENAMED, ChangeKind.MOVED):
        return f"{old[0]} → {new[0]}"
    if change.kind is ChangeKind.JOINED:
        return f"{new[0]}: {_several(old)} {'are' if len(old) > 1 else 'is'} one now"
    if change.kind is ChangeKind.PARTED:
        ids = [f"{label} ({each.id})" if new.count(label) > 1 else label for label, each in zip(new, change.new, strict=True)]
        return f"{old[0]} is now {_several(ids)}"
    return (new or old)[0] + (f" ({_OF_TITLE})" if _is_of_title(change) else where_published(change, mark))


def sum_up(changes: Iterable[Change], mark: Mark = str) -> tuple[list[str], list[Change]]:
    """Return what several entities have in common as a line each, and the changes that are left: other numbers of sections, tags in other words."""
    groups: dict[tuple[str, ...], list[Change]] = {}
    for each in changes:
        groups.setdefault(_common_change(each) or (str(len(groups)),), []).append(each)
    lines = []
    for (what, *values), group in groups.items():
        if len(group) > 1:
            old, new = map(mark, values) if values else ("", "")
            several = f"{len(group):,} {NAMES[group[0].type][1]}"
            if values:
                place = describe_lines(sorted(line for each in group for line in each.new[0].lines[:1]), _MOST_VALUES)
                lines.append(f"{what}: {old} → {new} in {several}" + (f" ({place})" if place else ""))
            else:
                lines.append(f"{several} {what}, such as {title_of(group[-1], mark)}")
    return lines, [group[0] for group in groups.values() if len(group) == 1]


def _common_change(change: Change) -> tuple[str, ...] | None:
    """Return what many entities can have in common of a change that is nothing else: a sentence, or the name of a property with its old and new value."""
    if change.type is NodeType.TASK and change.kind is ChangeKind.RENAMED:
        paths = {tuple(map(without_section_number, side[0].label.split(TASK_SEPARATOR))) for side in (change.old, change.new)}
        return ("with other numbers of sections",) if len(paths) == 1 else None
    if change.type is NodeType.PAPER and change.kind is ChangeKind.CHANGED and len(change.differences) == 1:
        (difference,) = change.differences
        if difference.predicate == Attribute.TAG.iri and len(difference.old) == len(difference.new) == 1:
            return (difference.name, *(_YEAR_END.sub("", tag) or tag for tag in (*difference.old, *difference.new)))
    return None


def details_of(change: Change, mark: Mark = str) -> list[str]:
    """Return what is said otherwise of an entity, a line each, and why it was joined or parted; of what is added or gone what places it."""
    if change.kind in KINDS:
        placed = [each for each in change.differences if each.predicate in _PLACING.get(change.type, ())]
        return [f"{each.name}: {_listed(show_values(each, each.new or each.old, mark))}" for each in placed]
    reason = [f"why: {mark(change.reason)}"] if change.reason else []
    return [*reason, *(describe_difference(each, mark) for each in change.differences)]


_PLACING = {
    **dict.fromkeys((NodeType.AUTHOR, NodeType.INSTITUTION, NodeType.TASK, NodeType.VENUE), (REPLACED_BY,)),
    NodeType.PAPER: (Relation.HAS_AUTHOR.iri, Relation.ADDRESSES_TASK.iri),
    NodeType.DATASET: (
        Attribute.YEAR.iri, Attribute.VIDEO_COUNT.iri, Attribute.DURATION_HOURS.iri, Attribute.IS_LOWER_BOUND.iri, Attribute.DATA_FORM.iri,
        Attribute.VIDEO_SOURCE.iri, Attribute.TASK_AS_LISTED.iri, Relation.USED_FOR_TASK.iri, Relation.INTRODUCES_DATASET.iri,
    ),
}  # fmt: skip
"""What is said of what is added or gone, so that a reader knows what it is."""


def describe_difference(difference: Difference, mark: Mark = str) -> str:
    """Return one difference, such as ``venue: CVPR → ICCV`` or ``authors: + Ada Example``."""
    old, new = (show_values(difference, values, mark) for values in (difference.old, difference.new))
    if len(old) == len(new) and (len(old) == 1 or difference.predicate == Attribute.NAME_AS_LISTED.iri):
        again = _LISTED_AGAIN[int(new[0]) > int(old[0])] if difference.predicate == Relation.HAS_ENTRY.iri else ""
        return f"{difference.name}: {_listed([f'{a} → {b}' for a, b in zip(old, new, strict=True)])}{again}"
    if difference.predicate == Attribute.IDENTITY_STATUS.iri:
        parts = [f"{words} {_listed(values)!r}" for words, values in (("marked now", new), ("marked no more", old)) if values]
        return "; ".join(parts)
    if difference.name.startswith("order"):
        return f"{difference.name}: {_listed(new)}"
    parts = [f"{sign} {_listed(values)}" for sign, values in (("+", new), ("-", old)) if values]
    return f"{difference.name}: {' / '.join(parts)}"


def where_published(change: Change, mark: Mark) -> str:
    """Return venue and year of a paper in brackets."""
    if change.type is not NodeType.PAPER or change.kind not in KINDS:
        return ""
    values = {each.predicate: (each.new or each.old) for each in change.differences}
    parts = [*values.get(Relation.PUBLISHED_IN.iri, ()), *values.get(Attribute.YEAR.iri, ())]
    printed = [form for each in change.differences if each.predicate == Relation.PUBLISHED_IN.iri for _, form in each.printed]
    place = " ".join(parts) + "".join(f", printed: {form}" for form in printed)
    return f" ({mark(place)})" if parts else ""


def show_values(difference: Difference, values: Sequence[str], mark: Mark = str) -> list[str]:
    """Return values of a difference, with what is printed in the place of labels that the list nowhere prints."""
    printed = dict(difference.printed)
    return [_with_printed(value, printed.get(value, ""), mark) for value in values]


def _with_printed(label: str, printed: str, mark: Mark) -> str:
    return mark(label) + (f" (printed: {mark(printed)})" if printed else "")


def _listed(values: Sequence[str]) -> str:
    shown = values if len(values) <= _MOST_VALUES + 1 else values[:_MOST_VALUES]
    rest = len(values) - len(shown)
    return join_values(shown) + (f" and {rest:,} more" if rest else "")


def join_values(values: Sequence[str]) -> str:
    """Return values in a row, parted by commas, or by semicolons where a value holds a comma."""
    return ("; " if any("," in value for value in values) else ", ").join(values)


def _several(values: Sequence[str]) -> str:
    return f"{', '.join(values[:-1])} and {values[-1]}" if len(values) > 1 else "".join(values)
