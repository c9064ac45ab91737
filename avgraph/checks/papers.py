"""Check what the entries of one paper say together."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from avgraph.checks.context import Context
from avgraph.model.entries import Entry
from avgraph.model.rules import Diagnostic
from avgraph.resolution.entities import Named
from avgraph.text.folding import fold_title
from avgraph.text.titles import are_alike


def check_copies(context: Context) -> Iterator[Diagnostic]:
    """Yield papers that stand twice in one place, and copies that disagree."""
    entries = context.listed.entries
    for paper in context.resolved.papers:
        first = entries[paper.entries[0]]
        first_under = {first.heading: first}
        for index in paper.entries[1:]:
            entry = entries[index]
            twin = first_under.get(entry.heading)
            first_under.setdefault(entry.heading, entry)
            if twin is not None:
                yield context.about("AVG501", entry.tag, f"the paper stands under this heading already, on line {twin.first_line}")
            if entry.url and first.url and entry.url != first.url:
                message = f"the paper has another link on line {first.first_line}: {first.url}"
                yield context.about("AVG502", entry.links[0], message)
            differences = list(_differences(context, paper.entries[0], index))
            if differences:
                yield context.about("AVG503", entry.tag, f"differs from the copy on line {first.first_line} in {'; '.join(differences)}")
            if fold_title(entry.title.form) != fold_title(first.title.form) and are_alike(entry.title.form, first.title.form):
                message = f"the title is spelt otherwise on line {first.first_line}: {first.title.form!r}"
                yield context.about("AVG505", entry.title, message)


def _differences(context: Context, a: int, b: int) -> Iterator[str]:
    entries, resolved = context.listed.entries, context.resolved
    for name, named in (("authors", resolved.authors), ("institutions", resolved.institutions)):
        mine, other = set(named.by_entry[b]), set(named.by_entry[a])
        if mine == other or not mine or not other:
            continue
        parts = [f"only here: {_labels(named, mine - other)}"] if mine - other else []
        parts += [f"only there: {_labels(named, other - mine)}"] if other - mine else []
        yield f"{name} ({', '.join(parts)})"
    if resolved.venues.by_entry[a] != resolved.venues.by_entry[b]:
        yield f"venue ({entries[b].venue or 'none'} here, {entries[a].venue or 'none'} there)"
    if entries[a].year != entries[b].year:
        yield f"year ({entries[b].year or 'none'} here, {entries[a].year or 'none'} there)"


def _labels(named: Named, ids: set[str]) -> str:
    return ", ".join(sorted(named.entities[each].label for each in ids))


def check_titles(context: Context) -> Iterator[Diagnostic]:
    """Yield entries with one title that are held to be several papers."""
    by_title: defaultdict[str, list[int]] = defaultdict(list)
    for index, entry in enumerate(context.listed.entries):
        by_title[fold_title(entry.title.form)].append(index)
    for indices in by_title.values():
        yield from _several_papers(context.listed.entries, indices, context.resolved.paper_of_entry)


def _several_papers(entries: Sequence[Entry], indices: list[int], paper_of: Sequence[str]) -> Iterator[Diagnostic]:
    first = entries[indices[0]]
    for index in indices[1:]:
        if paper_of[index] != paper_of[indices[0]]:
            message = f"has the title of line {first.first_line}, but another venue, identifier or no author in common; say so if it is another version"
            yield Diagnostic(entries[index].tag.span, "AVG506", message)
