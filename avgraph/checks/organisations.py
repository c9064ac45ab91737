"""Check the names of institutions: how they are parted, spelt, and what they mean."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from avgraph.checks.context import Context
from avgraph.model.entries import Entry
from avgraph.model.mentions import Mention
from avgraph.model.rules import Diagnostic, Fix, Span
from avgraph.model.vocabulary import IdentityStatus
from avgraph.resolution.entities import NamedEntity
from avgraph.resolution.organisations.spelling import misprinted_word
from avgraph.text.folding import fold

_GLUED_SHARE = 0.8
"""Share of the text between two semicolons that several names must make up to be all that stands there."""


def check_institution_fields(context: Context) -> Iterator[Diagnostic]:
    """Yield what is wrong with the text of institution fields."""
    for entry in context.listed.entries:
        field = entry.institutions
        uneven = [Fix(span, "; ") for span, marks in context.separators(field) if marks.strip() in (";", "\uff1b") and marks != "; "]
        if uneven and field.label.line:
            yield context.repairs("AVG706", "institutions are parted by a semicolon and one space", uneven)
        last = context.last_separator(entry, field)
        if last:
            yield Diagnostic(last, "AVG706", "a separator stands after the last institution", (Fix(last, ""),))
        yield from _glued(context, entry)


def _glued(context: Context, entry: Entry) -> Iterator[Diagnostic]:
    groups: list[list[Span]] = []
    for span in entry.institutions.spans:
        before = groups[-1][-1] if groups else span
        between = context.text(Span(before.end_line, before.end_column, span.line, span.column))
        if not groups or ";" in between or "\uff1b" in between:
            groups.append([span])
        else:
            groups[-1].append(span)
    for group in groups:
        whole = Span(group[0].line, group[0].column, group[-1].end_line, group[-1].end_column)
        names = [" ".join(context.text(span).split()) for span in group]
        if len(names) > 1 and sum(map(len, names)) > _GLUED_SHARE * len(context.text(whole)):
            yield Diagnostic(whole, "AVG705", f"{len(names)} institutions stand between two semicolons; write {'; '.join(names)!r}")


def check_institution_forms(context: Context) -> Iterator[Diagnostic]:
    """Yield misprints, variants, truncated names and strings that are no organisation."""
    institutions = context.resolved.institutions
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for _, named in context.institutions():
        for mention, identifier in named:
            counts[identifier][mention.form] += 1
    for entry, named in context.institutions():
        for repeat in entry.institutions.repeats:
            yield Diagnostic(repeat, "AVG707", f"{' '.join(context.text(repeat).split())!r} stands twice in the entry")
        forms: dict[str, str] = {}
        for mention, identifier in named:
            if identifier in forms:
                yield context.about("AVG707", mention, f"{mention.form!r} and {forms[identifier]!r} are one institution")
            forms.setdefault(identifier, mention.form)
            entity = institutions.entities[identifier]
            if entity.short_for:
                fitting = " or ".join(repr(institutions.entities[each].label) for each in entity.short_for)
                yield context.about("AVG703", mention, f"{mention.form!r} is short for {fitting}; write which one is meant")
            else:
                yield from _check_form(context, mention, entity, counts[identifier])


def _check_form(context: Context, mention: Mention, entity: NamedEntity, counts: Counter[str]) -> Iterator[Diagnostic]:
    form = mention.form
    if entity.status in (IdentityStatus.TRUNCATED, IdentityStatus.BARE_UNIT):
        yield context.about("AVG703", mention, f"{form!r} could be one of several; write which one is meant")
        return
    if entity.status is IdentityStatus.NO_ORGANISATION:
        yield context.about("AVG704", mention, f"{form!r} is no organisation; write the institution")
        return
    # Of several forms the first. What authority files prefer binds lists of the bundled form; others may have a way of their own.
    usual = entity.label if entity.reviewed_in and context.is_tagged else max(counts, key=counts.__getitem__)
    misprint = misprinted_word(form)
    if form in entity.misprints:
        yield context.about("AVG702", mention, f"{form!r} is a misprint; write {entity.label!r}", entity.label)
    elif misprint is not None:
        right = form.replace(*misprint)
        yield context.about("AVG702", mention, f"{misprint[0]!r} is a misprint; write {right!r}", right)
    elif form != usual and fold(form) != fold(usual):
        yield context.about("AVG701", mention, f"{form!r} is the institution that is called {usual!r} elsewhere")
    elif form != usual and form.removeprefix("The ").removeprefix("the ") != usual.removeprefix("The ").removeprefix("the "):
        yield context.about("AVG701", mention, f"{form!r} is written {usual!r} elsewhere")


def check_near_institutions(context: Context) -> Iterator[Diagnostic]:
    """Yield institutions whose names look like one and are not joined."""
    first: dict[str, Mention] = {}
    for entry in context.listed.entries:
        for mention in entry.institutions:
            first.setdefault(fold(mention.form), mention)
    for near in context.resolved.institutions.near_misses:
        if near.score >= 0.4 and fold(near.form) in first:
            yield context.about_near_miss("AVG708", near, first)
