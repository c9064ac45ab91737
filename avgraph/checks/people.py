"""Check the names of authors: how they are parted, spelt, and whom they mean."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from avgraph.checks.context import Context
from avgraph.model.entries import Entry, Mention
from avgraph.model.rules import Diagnostic, Fix
from avgraph.resolution.person_names import is_common_family, read_name
from avgraph.text.folding import fold

_LOST = re.compile(r"\w\?\w|\w\?$|\ufffd")
_INITIAL_WITHOUT_DOT = re.compile(r"(?:^|\s)[A-Z](?=\s|$)")
_DOT_WITHOUT_SPACE = re.compile(r"\b([A-Z]\.)(?=[A-Z][a-z])")
_NO_SPACE = re.compile(r"(?<=\w),(?=[^\W\d])")
_SEPARATOR = re.compile(r"(?:[ \t]*[,;\uff1b\u3001\uff0c])+[ \t]*(?=\S)")
_FAMILY_FIRST = re.compile(r"\w+, (?:[A-Z]\.?[ -]?)+;")
_SPACE_BEFORE = re.compile(r"(?<=\S)[ \t]+,")
_DOUBLED = re.compile(r"(?<=\S)[ \t]{2,}(?=\S)")


@cache
def load_particles() -> frozenset[str]:
    """Return the words of family names that are written with a small letter, such as *van*."""
    return frozenset(Path(__file__).with_name("name_particles.txt").read_text(encoding="utf-8").split())


def check_author_fields(context: Context) -> Iterator[Diagnostic]:
    """Yield what is wrong with the text of author fields."""
    for entry in context.listed.entries:
        span = context.labelled_line(entry.authors)
        names = context.text(span) if span else ""
        if not span or not names:
            continue
        if re.search("[;\uff1b\u3001\uff0c]", names):
            if _FAMILY_FIRST.search(names):
                yield Diagnostic(span, "AVG604", "the family names stand first; write given names first, parted by commas")
            else:
                fixes = (Fix(span, _SEPARATOR.sub(", ", names)),) if _reads_the_same_with_commas(context, entry) else ()
                yield Diagnostic(span, "AVG601", "authors are parted by commas; write First Last, First Last", fixes)
        spaced = _NO_SPACE.sub(", ", names)
        if spaced != names:
            yield Diagnostic(span, "AVG601", "a space is missing after a comma", (Fix(span, spaced),))
        tidy = _DOUBLED.sub(" ", _SPACE_BEFORE.sub(",", names))
        if tidy != names:
            yield Diagnostic(span, "AVG404", "spaces are doubled or stand before a comma", (Fix(span, tidy),))
        if names.endswith(",") and not context.goes_on(entry, span.line):
            end = span.part(max(0, len(names) - 12), len(names))
            fix = Fix(context.to_line_end(span.part(len(names.rstrip(",")), len(names))), "")
            yield Diagnostic(end, "AVG601", "a comma stands after the last author", (fix,))


def _reads_the_same_with_commas(context: Context, entry: Entry) -> bool:
    """Tell whether the authors of an entry would be read as now if commas stood between them.

    Not where a separator stands within a name (``Family, I.; Family, I.``), nor where a name of initials alone would be taken for
    the given name of the one before it.
    """
    return not any(
        _SEPARATOR.search(context.text(mention.span)) or all(len(word.strip(".-")) < 2 for word in mention.form.split())
        for mention in entry.authors
    )


def check_author_forms(context: Context) -> Iterator[Diagnostic]:
    """Yield forms of names that are damaged or unusual in themselves."""
    for index, entry in enumerate(context.listed.entries):
        ids = context.resolved.authors.by_entry[index]
        forms: dict[str, str] = {}
        for mention, identifier in zip(entry.authors, ids, strict=True):
            form = mention.form
            if identifier in forms:
                other = f", also as {forms[identifier]!r}" if forms[identifier] != form else ""
                yield context.about("AVG608", mention, f"{form!r} stands twice in the entry{other}")
            forms.setdefault(identifier, form)
            label = context.resolved.authors.entities[identifier].label
            yield from _check_form(context, mention, label, is_alone=len(entry.authors) == 1)


def _check_form(context: Context, mention: Mention, label: str, *, is_alone: bool) -> Iterator[Diagnostic]:
    form = mention.form
    if _LOST.search(form):
        hint = f"; write {label!r}" if label != form else "; look the name up"
        yield context.about("AVG603", mention, f"a letter of {form!r} is lost{hint}")
        return
    words, particles = form.split(), load_particles()
    if len(words) == 1 and form.isascii() and not is_alone:
        yield context.about("AVG602", mention, f"{form!r} has one word only; write the whole name")
    if words[-1][:1].islower() and words[-1] not in particles and len(words) > 1 and not any(word in particles for word in words[:-1]):
        yield context.about("AVG609", mention, f"the family name of {form!r} opens with a small letter; write {form.title()!r}")
    if _DOT_WITHOUT_SPACE.search(form):
        right = _DOT_WITHOUT_SPACE.sub(r"\1 ", form)
        yield context.about("AVG610", mention, f"a space is missing after an initial; write {right!r}", right)
    elif len(words) > 1 and any(_INITIAL_WITHOUT_DOT.search(word) for word in words[:-1]):
        yield context.about("AVG610", mention, f"an initial of {form!r} lacks its dot")
    given = words[:-1]
    if given and all(re.fullmatch(r"(?:[A-Z]\.?-?)+", word) for word in given):
        yield context.about("AVG611", mention, f"the given names of {form!r} are initials only; write them out")


def check_author_variants(context: Context) -> Iterator[Diagnostic]:
    """Yield forms of a person that are not the usual one, and names that are nearly one."""
    authors = context.resolved.authors
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    first: dict[str, Mention] = {}
    for entry, ids in zip(context.listed.entries, authors.by_entry, strict=True):
        for mention, identifier in zip(entry.authors, ids, strict=True):
            counts[identifier][mention.form] += 1
            first.setdefault(fold(mention.form), mention)
    for entry, ids in zip(context.listed.entries, authors.by_entry, strict=True):
        for mention, identifier in zip(entry.authors, ids, strict=True):
            form, label, forms = mention.form, authors.entities[identifier].label, counts[identifier]
            usual = label if label in forms else min(forms, key=lambda form: (-forms[form], form))
            if form != usual and not _LOST.search(form):
                yield context.about("AVG606", mention, f"{form!r} is written {usual!r} elsewhere")
            elif form != label and form == usual and not _LOST.search(form) and label not in forms:
                yield context.about("AVG606", mention, f"{form!r} is known as {label!r}")
    for near in authors.near_misses:
        if near.score >= 0.3:
            message = f"{near.form!r} may be {near.other!r}: {near.likeness} ({near.evidence}); an authority file can decide"
            yield context.about("AVG607", first[fold(near.form)], message)


def check_one_name(context: Context) -> Iterator[Diagnostic]:
    """Yield names whose papers fall into parts that share no co-author, no institution and no neighbour in the co-author graph.

    Only names with a family name so common that this says something are reported.
    """
    resolved = context.resolved
    entries_of: defaultdict[str, list[int]] = defaultdict(list)
    for index, ids in enumerate(resolved.authors.by_entry):
        for identifier in dict.fromkeys(ids):
            entries_of[identifier].append(index)
    neighbours: dict[str, set[str]] = {
        identifier: {other for index in indices for other in resolved.authors.by_entry[index]} for identifier, indices in entries_of.items()
    }
    for identifier, indices in entries_of.items():
        several = len({resolved.paper_of_entry[index] for index in indices}) > 1
        if not several or not is_common_family(read_name(resolved.authors.entities[identifier].label)):
            continue
        parts = _parts(context, identifier, indices, neighbours)
        if len(parts) > 1:
            label = resolved.authors.entities[identifier].label
            entries = context.listed.entries
            lines = " and ".join(", ".join(str(entries[index].first_line) for index in part) for part in parts)
            message = f"{label!r} may be {len(parts)} people (lines {lines}): nobody and no institution in common; an authority file can tell them apart"
            entry = entries[parts[1][0]]
            ids = resolved.authors.by_entry[parts[1][0]]
            yield context.about("AVG605", entry.authors[ids.index(identifier)], message)


def _parts(context: Context, identifier: str, indices: list[int], neighbours: dict[str, set[str]]) -> list[list[int]]:
    """Return the entries of a name in parts that nothing connects."""
    parts: list[tuple[list[int], set[str]]] = []
    for index in indices:
        mates = set(context.resolved.authors.by_entry[index]) - {identifier}
        near = {other for mate in mates for other in neighbours[mate]} - {identifier}
        ties = mates | near | set(context.resolved.institutions.by_entry[index]) | {context.resolved.paper_of_entry[index]}
        joined = [part for part in parts if part[1] & ties]
        parts = [part for part in parts if not part[1] & ties]
        parts.append((sorted({index, *(i for part in joined for i in part[0])}), ties.union(*(part[1] for part in joined))))
    return sorted(part for part, _ in parts)
