"""Check the names of institutions: how they are parted, spelt, and what they mean."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from avgraph.checks.context import Context, finding
from avgraph.model.entries import Entry
from avgraph.model.rules import Diagnostic, Fix
from avgraph.model.vocabulary import IdentityStatus
from avgraph.reading.labels import Field, find_labels
from avgraph.resolution.entities import NamedEntity
from avgraph.resolution.organisation_names import misprinted_word
from avgraph.text.folding import fold


def check_institution_fields(context: Context) -> Iterator[Diagnostic]:
    """Yield what is wrong with the text of institution fields."""
    for entry in context.listed.entries:
        for number, text in context.lines_of(entry):
            label = next((label for label in find_labels(text, 0) if label.field is Field.INSTITUTIONS), None)
            if label is None:
                continue
            names = text[label.end :]
            spaced = re.sub(r"[ \t]*[;\uff1b][ \t]*(?=\S)", "; ", names)
            if spaced != names:
                fixes = (Fix(number, names, spaced),) if text.count(names) == 1 else ()
                yield finding("AVG706", number, "institutions are parted by a semicolon and one space", names.strip(), fixes)
            elif names.rstrip().endswith((";", ",")) and not context.goes_on(entry, number):
                bare = names.rstrip().rstrip(";,")
                fixes = (Fix(number, names, bare),) if text.count(names) == 1 else ()
                yield finding("AVG706", number, "a separator stands after the last institution", names.strip()[-20:], fixes)
        yield from _glued(context, entry)


def _glued(context: Context, entry: Entry) -> Iterator[Diagnostic]:
    listed = [part.strip() for part in re.split(r"[;\uff1b]", entry.institutions.as_listed)]
    for part in listed:
        inside = [form for form in entry.institution_forms if form in part and form != part]
        if len(inside) > 1 and sum(map(len, inside)) > 0.8 * len(part):
            message = f"{len(inside)} institutions stand between two semicolons; write {'; '.join(inside)!r}"
            yield context.mention("AVG705", entry, part, message)


def check_institution_forms(context: Context) -> Iterator[Diagnostic]:
    """Yield misprints, variants, truncated names and strings that are no organisation."""
    institutions = context.resolved.institutions
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for entry, ids in zip(context.listed.entries, institutions.by_entry, strict=True):
        for form, identifier in zip(entry.institution_forms, ids, strict=True):
            counts[identifier][form] += 1
    for entry, ids in zip(context.listed.entries, institutions.by_entry, strict=True):
        seen: dict[str, str] = {}
        for form, identifier in zip(entry.institution_forms, ids, strict=True):
            entity = institutions.entities[identifier]
            if identifier in seen:
                yield context.mention("AVG707", entry, form, f"{form!r} and {seen[identifier]!r} are one institution")
            seen.setdefault(identifier, form)
            yield from _one_form(context, entry, form, entity, counts[identifier])


def _one_form(context: Context, entry: Entry, form: str, entity: NamedEntity, counts: Counter[str]) -> Iterator[Diagnostic]:
    if entity.status is IdentityStatus.TRUNCATED:
        yield context.mention("AVG703", entry, form, f"{form!r} could be one of several; write which one is meant")
        return
    if entity.status is IdentityStatus.NO_ORGANISATION:
        yield context.mention("AVG704", entry, form, f"{form!r} is no organisation; write the institution")
        return
    usual = entity.label if entity.reviewed_in else min(counts, key=lambda form: (-counts[form], form))
    misprint = misprinted_word(form)
    if form in entity.misprints:
        yield context.mention("AVG702", entry, form, f"{form!r} is a misprint; write {entity.label!r}", entity.label)
    elif misprint is not None:
        right = form.replace(*misprint)
        yield context.mention("AVG702", entry, form, f"{misprint[0]!r} is a misprint; write {right!r}", right)
    elif form != usual and fold(form) != fold(usual):
        yield context.mention("AVG701", entry, form, f"{form!r} is the institution that is called {usual!r} elsewhere")
    elif form != usual and form.removeprefix("The ").removeprefix("the ") != usual.removeprefix("The ").removeprefix("the "):
        yield context.mention("AVG701", entry, form, f"{form!r} is written {usual!r} elsewhere")


def check_near_institutions(context: Context) -> Iterator[Diagnostic]:
    """Yield institutions whose names look like one and are not joined."""
    first: dict[str, Entry] = {}
    for entry in context.listed.entries:
        for form in entry.institution_forms:
            first.setdefault(fold(form), entry)
    for near in context.resolved.institutions.near_misses:
        if near.score >= 0.4 and fold(near.form) in first:
            message = f"{near.form!r} may be {near.other!r}: {near.likeness} ({near.evidence}); an authority file can decide"
            yield context.mention("AVG708", first[fold(near.form)], near.form, message)
