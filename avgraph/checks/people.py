"""Check the names of authors: how they are parted, spelt, and whom they mean."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from avgraph.checks.context import Context, finding
from avgraph.model.entries import Entry
from avgraph.model.rules import Diagnostic, Fix
from avgraph.reading.labels import Field, find_labels
from avgraph.reading.names import split_names
from avgraph.resolution.person_names import is_common_family, read_name
from avgraph.text.folding import fold

_LOST = re.compile(r"\w\?\w|\w\?$|\ufffd")
_INITIAL_WITHOUT_DOT = re.compile(r"(?:^|\s)[A-Z](?=\s|$)")
_DOT_WITHOUT_SPACE = re.compile(r"\b([A-Z]\.)(?=[A-Z][a-z])")
_PARTICLES = frozenset(
    [
        "de",
        "da",
        "di",
        "du",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
        "bin",
        "ibn",
        "al",
        "el",
        "ten",
        "ter",
        "dos",
        "das",
        "del",
        "y",
        "e",
        "hamme",
    ]
)
_NO_SPACE = re.compile(r"(?<=\w),(?=[^\W\d])")
_OTHER_SEPARATOR = re.compile(r"(?:[ \t]*[,;\uff1b\u3001\uff0c])+[ \t]*(?=\S)")
_SPACE_BEFORE = re.compile(r"(?<=\S)[ \t]+,")
_DOUBLED = re.compile(r"(?<=\S)[ \t]{2,}(?=\S)")


def check_author_fields(context: Context) -> Iterator[Diagnostic]:
    """Yield what is wrong with the text of author fields."""
    for entry in context.listed.entries:
        for number, text in context.lines_of(entry):
            start = _field_start(text, Field.AUTHORS)
            if start is None:
                continue
            names = text[start:]
            if ";" in names or "\uff1b" in names or "\u3001" in names or "\uff0c" in names:
                order = re.search(r"\w+, (?:[A-Z]\.?[ -]?)+;", names)
                if order:
                    yield finding(
                        "AVG604", number, "the family names stand first; write given names first, parted by commas", names.strip()
                    )
                else:
                    commas = _OTHER_SEPARATOR.sub(", ", names)
                    fixes = _whole(number, text, start, commas) if split_names(commas) == split_names(names) else ()
                    yield finding("AVG601", number, "authors are parted by commas; write First Last, First Last", names.strip(), fixes)
            spaced = _NO_SPACE.sub(", ", names)
            if spaced != names:
                yield finding("AVG601", number, "a space is missing after a comma", names.strip(), _whole(number, text, start, spaced))
            tidy = _DOUBLED.sub(" ", _SPACE_BEFORE.sub(",", names))
            if tidy != names:
                yield finding(
                    "AVG404", number, "spaces are doubled or stand before a comma", names.strip(), _whole(number, text, start, tidy)
                )
            bare = names.rstrip()
            if bare.endswith(",") and not context.goes_on(entry, number):
                yield finding(
                    "AVG601", number, "a comma stands after the last author", bare[-12:], _whole(number, text, start, bare.rstrip(","))
                )


def _field_start(text: str, wanted: Field) -> int | None:
    return next((label.end for label in find_labels(text, 0) if label.field is wanted), None)


def _whole(number: int, text: str, start: int, new: str) -> tuple[Fix, ...]:
    old = text[start:]
    return (Fix(number, old, new),) if old and text.count(old) == 1 else ()


def check_author_forms(context: Context) -> Iterator[Diagnostic]:
    """Yield forms of names that are damaged or unusual in themselves."""
    for index, entry in enumerate(context.listed.entries):
        ids = context.resolved.authors.by_entry[index]
        seen: dict[str, str] = {}
        for form, identifier in zip(entry.author_forms, ids, strict=True):
            label = context.resolved.authors.entities[identifier].label
            if identifier in seen:
                same = f", also as {seen[identifier]!r}" if seen[identifier] != form else ""
                yield context.mention("AVG608", entry, form, f"{form!r} stands twice in the entry{same}")
            seen.setdefault(identifier, form)
            yield from _one_form(context, entry, form, label)


def _one_form(context: Context, entry: Entry, form: str, label: str) -> Iterator[Diagnostic]:
    if _LOST.search(form):
        hint = f"; write {label!r}" if label != form else "; look the name up"
        yield context.mention("AVG603", entry, form, f"a letter of {form!r} is lost{hint}")
        return
    words = form.split()
    if len(words) == 1 and form.isascii() and len(entry.author_forms) > 1:
        yield context.mention("AVG602", entry, form, f"{form!r} has one word only; write the whole name")
    if words[-1][:1].islower() and words[-1] not in _PARTICLES and len(words) > 1 and not any(word in _PARTICLES for word in words[:-1]):
        yield context.mention("AVG609", entry, form, f"the family name of {form!r} opens with a small letter; write {form.title()!r}")
    if _DOT_WITHOUT_SPACE.search(form):
        right = _DOT_WITHOUT_SPACE.sub(r"\1 ", form)
        yield context.mention("AVG610", entry, form, f"a space is missing after an initial; write {right!r}", right)
    elif len(words) > 1 and any(_INITIAL_WITHOUT_DOT.search(word) for word in words[:-1]):
        yield context.mention("AVG610", entry, form, f"an initial of {form!r} lacks its dot")
    given = words[:-1]
    if given and all(re.fullmatch(r"(?:[A-Z]\.?-?)+", word) for word in given):
        yield context.mention("AVG611", entry, form, f"the given names of {form!r} are initials only; write them out")


def check_author_variants(context: Context) -> Iterator[Diagnostic]:
    """Yield forms of a person that are not the usual one, and names that are nearly one."""
    authors = context.resolved.authors
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    first: dict[str, Entry] = {}
    for entry, ids in zip(context.listed.entries, authors.by_entry, strict=True):
        for form, identifier in zip(entry.author_forms, ids, strict=True):
            counts[identifier][form] += 1
            first.setdefault(fold(form), entry)
    for entry, ids in zip(context.listed.entries, authors.by_entry, strict=True):
        for form, identifier in zip(entry.author_forms, ids, strict=True):
            label = authors.entities[identifier].label
            usual = label if label in counts[identifier] else min(counts[identifier], key=lambda form: (-counts[identifier][form], form))
            if form != usual and not _LOST.search(form):
                yield context.mention("AVG606", entry, form, f"{form!r} is written {usual!r} elsewhere")
            elif form != label and form == usual and not _LOST.search(form) and label not in counts[identifier]:
                yield context.mention("AVG606", entry, form, f"{form!r} is known as {label!r}")
    for near in authors.near_misses:
        if near.score >= 0.3:
            entry = first[fold(near.form)]
            message = f"{near.form!r} may be {near.other!r}: {near.likeness} ({near.evidence}); an authority file can decide"
            yield context.mention("AVG607", entry, near.form, message)


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
        identifier: {other for index in found for other in resolved.authors.by_entry[index]} for identifier, found in entries_of.items()
    }
    for identifier, found in entries_of.items():
        several = len({resolved.paper_of_entry[index] for index in found}) > 1
        if not several or not is_common_family(read_name(resolved.authors.entities[identifier].label)):
            continue
        parts = _parts(context, identifier, found, neighbours)
        if len(parts) > 1:
            label = resolved.authors.entities[identifier].label
            entries = context.listed.entries
            lines = " and ".join(", ".join(str(entries[index].first_line) for index in part) for part in parts)
            message = f"{label!r} may be {len(parts)} people (lines {lines}): nobody and no institution in common; an authority file can tell them apart"
            entry = entries[parts[1][0]]
            form = next(
                form for form, name in zip(entry.author_forms, resolved.authors.by_entry[parts[1][0]], strict=True) if name == identifier
            )
            yield context.mention("AVG605", entry, form, message)


def _parts(context: Context, identifier: str, found: list[int], neighbours: dict[str, set[str]]) -> list[list[int]]:
    """Return the entries of a name in parts that nothing connects."""
    parts: list[tuple[list[int], set[str]]] = []
    for index in found:
        mates = set(context.resolved.authors.by_entry[index]) - {identifier}
        near = {other for mate in mates for other in neighbours[mate]} - {identifier}
        ties = mates | near | set(context.resolved.institutions.by_entry[index]) | {context.resolved.paper_of_entry[index]}
        joined = [part for part in parts if part[1] & ties]
        parts = [part for part in parts if not part[1] & ties]
        parts.append((sorted({index, *(i for part in joined for i in part[0])}), ties.union(*(part[1] for part in joined))))
    return sorted(part for part, _ in parts)
