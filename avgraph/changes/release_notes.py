"""Write what changed as the release notes of a list, in Markdown: papers as links under their tasks, people in a line that folds away."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from avgraph.changes.change import Change, ChangedText, ChangeKind, Changes
from avgraph.changes.changed_text import first_changed_lines
from avgraph.changes.wording import (
    KINDS,
    NAMES,
    count_kinds,
    describe_moved,
    describe_other_lines,
    describe_text,
    details_of,
    join_values,
    name_kind,
    show_values,
    sum_up,
    title_of,
    where_published,
)
from avgraph.export.markdown.escape import escape_text, link
from avgraph.model.vocabulary import TASK_SEPARATOR, NodeType, Relation
from avgraph.text.visible import visible

_LARGEST_PARAGRAPH = 12
"""Most names of who is new or gone that stand in the open."""
_NO_LINE = 1 << 60
_MOST_LINES, _LONGEST_LINE = 20, 200
"""Lines of the text around the entries, and characters of each."""


def generate_release_notes(changes: Changes) -> str:
    """Return what is new in a sentence, and a section for each type and what became of it; new papers stand under their tasks as in the list."""
    counts = [f"{name}: {count}" for node_type, (_, name) in NAMES.items() if (count := count_kinds(changes, node_type))]
    counts += filter(None, (describe_moved(changes), *describe_other_lines(changes), describe_text(changes)))
    parts = ["; ".join(counts) or "nothing changed"]
    parts = [parts[0][0].upper() + parts[0][1:] + "."]
    for node_type, (_, name) in NAMES.items():
        for kind in ChangeKind:
            items = changes.of(node_type, kind)
            if items:
                word = name_kind(node_type, kind)
                title = f"New {name}" if word == "new" else f"{name.capitalize()} {word}"
                parts += [f"## {title} ({len(items):,})"]
                summaries, others = sum_up(items, _escape)
                parts += ["\n".join(f"- {each}" for each in summaries)] if summaries else []
                parts += _sections(others)
    parts += _changed_text(changes.text)
    return "\n\n".join(parts) + "\n"


def _changed_text(text: ChangedText) -> Iterator[str]:
    """Yield a section of the lines around the entries that are gone or new, the first of them."""
    if count := len(text.old) + len(text.new):
        yield f"## Text around the entries ({count:,})"
        rest = count - _MOST_LINES
        items = [f"- {kind}: {_escape(shown)}" for kind, _, shown in first_changed_lines(text, _MOST_LINES, _LONGEST_LINE)]
        yield "\n".join([*items, *([f"- and {rest:,} more"] if rest > 0 else [])])


def _sections(items: Sequence[Change]) -> Iterator[str]:
    """Yield the paragraphs of changes of one kind."""
    if not items:
        return
    if items[0].type is NodeType.PAPER and items[0].kind in KINDS:
        for task, papers in _by_task(items).items():
            if task:
                yield f"**{_escape(task)}**"
            yield _list_items(papers)
    elif items[0].kind in KINDS and not any(details_of(each) for each in items):
        names = join_values([title_of(each, _escape) for each in items]) + "."
        if len(items) > _LARGEST_PARAGRAPH:
            names = f"<details><summary>{len(items):,} names</summary>\n\n{names}\n\n</details>"
        yield names
    else:
        yield _list_items(items)


def _by_task(papers: Iterable[Change]) -> dict[str, list[Change]]:
    """Return papers by their first task, in the order of the list."""
    ordered = sorted(papers, key=lambda each: (each.new or each.old)[0].lines[:1] or (_NO_LINE,))
    by_task: defaultdict[str, list[Change]] = defaultdict(list)
    for each in ordered:
        by_task[(_values(each, Relation.ADDRESSES_TASK.iri) or ("",))[0]].append(each)
    return dict(by_task)


def _list_items(items: Iterable[Change]) -> str:
    return "\n".join("\n".join([f"- {_title(each)}", *(f"  - {line}" for line in _details(each))]) for each in items)


def _title(change: Change) -> str:
    """Return what changed, as a link to what is listed where its list has one; of a paper that comes or goes also the authors."""
    url = change.new[0].url if change.new else ""
    if change.kind not in KINDS:
        title, label = title_of(change, _escape), _escape(change.label)
        ends_with_it = change.kind in (ChangeKind.CHANGED, ChangeKind.RENAMED)
        return title.removesuffix(label) + link(label, url) if url and ends_with_it else title
    label = _escape(change.label)
    title = (link(label, url) if url else label) + where_published(change, _escape)
    authors = [
        author
        for each in change.differences
        if each.predicate == Relation.HAS_AUTHOR.iri
        for author in show_values(each, each.new or each.old, _escape)
    ]
    return f"{title}. {join_values(authors)}" if authors else title


def _details(change: Change) -> list[str]:
    if change.type is NodeType.PAPER and change.kind in KINDS:
        further = _values(change, Relation.ADDRESSES_TASK.iri)[1:]
        return [f"also under {_escape(task)}" for task in further]
    return details_of(change, _escape)


def _values(change: Change, predicate: str) -> tuple[str, ...]:
    return next((each.new or each.old for each in change.differences if each.predicate == predicate), ())


def _escape(text: str) -> str:
    """Return a text of others as Markdown has it; the path of a task with a mark that needs no escape."""
    return escape_text(visible(text.replace(TASK_SEPARATOR, " › ")))
