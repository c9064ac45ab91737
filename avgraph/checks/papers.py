"""Check what entries say beside each other: the entries of one paper, titles of several, and what nearly all entries of the list state."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from avgraph.checks.context import Context, has_field
from avgraph.model.entries import Entry, FileFormat
from avgraph.model.rules import Diagnostic, Span
from avgraph.reading.markdown.raw_blocks import RawBlocks
from avgraph.reading.words import load_words
from avgraph.resolution.entities import NamedEntities
from avgraph.text.folding import fold_title
from avgraph.text.links import read_identifiers
from avgraph.text.titles import are_alike, content_words

_LEAST_WORDS = 3
"""Words of a title before its colon that can be the whole title of a copy."""
_MOST = 0.9
"""Share of the entries from which on a field is one that the list states everywhere."""
_FEWEST = 10
"""Entries from which on a share says something."""
_FIELDS = {
    "authors": "authors",
    "institutions": "institution",
    "venue": "venue",
    "year": "year",
    "links": "link",
    "summary": "summary",
    "keywords": "keywords",
}
_MARKED_TEXT = re.compile(r"(?:\[|\*\*|__)[ \t*_]{0,4}([^\[\]*_]{4,40}?)[ \t.*_]{0,4}(?:\]\(|\*\*|__)")
"""What is linked or in bold."""
_OF_TAGGED = frozenset(("authors", "institutions", "venue", "year", "links"))
"""What the rules about tagged entries look at themselves."""


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
    one_is_silent = not (resolved.venues.by_entry[a] and resolved.venues.by_entry[b])
    if resolved.venues.by_entry[a] != resolved.venues.by_entry[b] and (context.is_tagged or not one_is_silent):
        yield f"venue ({entries[b].venue or 'none'} here, {entries[a].venue or 'none'} there)"
    if entries[a].year != entries[b].year and (context.is_tagged or (entries[a].year and entries[b].year)):
        yield f"year ({entries[b].year or 'none'} here, {entries[a].year or 'none'} there)"


def _labels(named: NamedEntities, ids: set[str]) -> str:
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


def check_same_words(context: Context) -> Iterator[Diagnostic]:
    """Yield entries whose title has the words of another paper's, in another order or without its subtitle, and authors in common or none."""
    entries = context.listed.entries
    by_words: defaultdict[frozenset[str], list[int]] = defaultdict(list)
    for index, entry in enumerate(entries):
        title = entry.title.form
        heads = [title, title.partition(":")[0]] if ":" in title else [title]
        for words in {content_words(head) for head in heads}:
            if len(words) >= _LEAST_WORDS:
                by_words[words].append(index)
    reported: set[int] = set()
    for indices in by_words.values():
        for index in indices[1:]:
            if index not in reported and _may_be_one(context, indices[0], index):
                reported.add(index)
                first = entries[indices[0]]
                message = (
                    f"may be the paper of line {first.first_line}, {first.title.form!r}; write one title, or say what tells them apart"
                )
                yield context.about("AVG507", entries[index].title, message)


def _may_be_one(context: Context, a: int, b: int) -> bool:
    """Tell whether two entries that are held to be two papers may be one: other titles, authors in common or none, no two identifiers."""
    entries, resolved = context.listed.entries, context.resolved
    titles = [entries[each].title.form for each in (a, b)]
    if resolved.paper_of_entry[a] == resolved.paper_of_entry[b] or fold_title(titles[0]) == fold_title(titles[1]):
        return False
    if all(":" in title for title in titles) and content_words(titles[0]) != content_words(titles[1]):
        return False
    authors = [set(resolved.authors.by_entry[each]) for each in (a, b)]
    if not (authors[0] & authors[1] or not (authors[0] or authors[1])):
        return False
    mine, other = (dict(pair for url in entries[each].paper_urls for pair in read_identifiers(url).items()) for each in (a, b))
    return all(other[scheme] == value for scheme, value in mine.items() if scheme in other)


def check_likeness(context: Context) -> Iterator[Diagnostic]:
    """Yield entries that lack what nearly all entries of the list state."""
    entries = context.listed.entries
    for field, name in _FIELDS.items():
        stated = sum(has_field(entry, field) for entry in entries)
        if len(entries) < _FEWEST or stated < _MOST * len(entries) or (context.is_tagged and field in _OF_TAGGED):
            continue
        for entry in entries:
            if not has_field(entry, field):
                yield context.about("AVG117", entry.title, f"the entry states no {name}, as {stated:,} of {len(entries):,} entries do")


def check_unread(context: Context) -> Iterator[Diagnostic]:
    """Yield the items with a link to a paper that were not read."""
    what = "item links to a paper and" if context.listed.file_format is FileFormat.MARKDOWN else "record"
    for item in (item for item in context.listed.unread if item.links_to_paper):
        yield Diagnostic(item.span, "AVG118", f"the {what} is not read: {item.reason}")


def check_templates(context: Context) -> Iterator[Diagnostic]:
    """Yield what is left of a template, whether it was read as an entry or not; templates in comments and code are in their place."""
    templates = set(map(fold_title, load_words("titles")["placeholders"]))
    places = {entry.title.span: entry.title.form for entry in (*context.listed.entries, *context.others)}
    shown: dict[Span, str] = {}
    for number, line in enumerate(context.lines, 1):
        if "](" in line:
            shown |= {Span(number, match.start(1) + 1, number, match.end(1) + 1): match[1] for match in _MARKED_TEXT.finditer(line)}
    if any(fold_title(title) in templates for title in set(shown.values())):
        raw = RawBlocks(context.lines)
        hidden = {line for first, end in raw.code.items() for line in range(first, end)}
        places |= {span: title for span, title in shown.items() if span.line - 1 not in hidden and not raw.is_comment(span.line - 1)}
    for span, title in places.items():
        if fold_title(title) in templates:
            yield Diagnostic(span, "AVG119", f"{title!r} is the title of a template; write that of a paper, or leave the entry out")
