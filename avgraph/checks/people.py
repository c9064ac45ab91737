"""Check the names of authors: how they are parted, spelt, and whom they mean."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from avgraph.checks.context import Context
from avgraph.model.mentions import Mention
from avgraph.model.rules import Diagnostic, Fix
from avgraph.reading.words import load_words
from avgraph.text.folding import fold

_PARTICLES = frozenset(load_words("people")["particles"])
"""Words of family names that are written with a small letter."""
_MOST_LINES = 6
"""Most lines that a message names."""
_LOST = re.compile(r"\w\?\w|\w\?$|\ufffd")
_INITIAL_WITHOUT_DOT = re.compile(r"(?:^|\s)[A-Z](?=\s|$)")
_DOT_WITHOUT_SPACE = re.compile(r"\b([A-Z]\.)(?=[A-Z][a-z])")
_INITIALS = re.compile(r"(?:[A-Z]\.?-?)+")
_FAMILY_FIRST = re.compile(r"\w+, (?:[A-Z]\.?[ -]?)+;")


def check_author_fields(context: Context) -> Iterator[Diagnostic]:
    """Yield what is wrong with the text of author fields: one finding for each kind, and one kind for each separator."""
    for entry in context.listed.entries:
        field = entry.authors
        if not field.label.line:
            continue
        if _FAMILY_FIRST.search(context.text(field.text)):
            yield Diagnostic(field.text, "AVG604", "the family names stand first; write given names first, parted by commas")
            continue
        wrong, unspaced, untidy = [], [], []
        for span, marks in context.separators(field):
            if marks.strip() != ",":
                wrong.append(Fix(span, ", "))
            elif not marks.endswith((" ", "\t")):
                unspaced.append(Fix(span, ", "))
            elif marks != ", ":
                untidy.append(Fix(span, ", "))
        untidy += [Fix(span, " ") for mention in field for span in context.double_spaces(mention)]
        if wrong:
            yield context.repairs("AVG601", "authors are parted by commas; write First Last, First Last", wrong)
        if unspaced:
            yield context.repairs("AVG601", "a space is missing after a comma", unspaced)
        if untidy:
            yield context.repairs("AVG404", "spaces are doubled or stand before a comma", untidy)
        last = context.last_separator(entry, field)
        if last:
            yield Diagnostic(last, "AVG601", "a comma stands after the last author", (Fix(last, ""),))


def check_author_forms(context: Context) -> Iterator[Diagnostic]:
    """Yield forms of names that are damaged or unusual in themselves."""
    ways = set() if context.is_tagged else _ways_of_writing(context)
    for _, authors in context.authors():
        forms: dict[str, str] = {}
        for mention, identifier in authors:
            form = mention.form
            if identifier in forms:
                other = f", also as {forms[identifier]!r}" if forms[identifier] != form else ""
                yield context.about("AVG608", mention, f"{form!r} stands twice in the entry{other}")
            forms.setdefault(identifier, form)
            label = context.resolved.authors.entities[identifier].label
            for each in _check_form(context, mention, label, is_alone=len(authors) == 1):
                if each.code not in ways:
                    yield each


def _ways_of_writing(context: Context) -> set[str]:
    """Return the codes of what most names of the list are like, which is then its way and no defect of an entry: initials, with or without stops, family names alone."""
    forms = [form for entry in context.listed.entries for form in entry.author_forms]
    initials = sum(_has_initials_only(form.split()[:-1]) for form in forms)
    undotted = sum(any(re.fullmatch(r"[A-Z]{1,3}", word) for word in form.split()[:-1]) for form in forms)
    single = sum(" " not in form for form in forms)
    return {code for code, count in (("AVG611", initials), ("AVG610", undotted), ("AVG602", single)) if 2 * count > len(forms)}


def _has_initials_only(given_names: list[str]) -> bool:
    return bool(given_names) and all(_INITIALS.fullmatch(word) for word in given_names)


def _check_form(context: Context, mention: Mention, label: str, *, is_alone: bool) -> Iterator[Diagnostic]:
    form = mention.form
    if _LOST.search(form):
        hint = f"; write {label!r}" if label != form else "; look the name up"
        yield context.about("AVG603", mention, f"a letter of {form!r} is lost{hint}")
        return
    right = _DOT_WITHOUT_SPACE.sub(r"\1 ", form)
    words = right.split()
    if len(words) == 1 and form.isascii() and not is_alone:
        yield context.about("AVG602", mention, f"{form!r} has one word only; write the whole name")
    if (
        words[-1][:1].islower()
        and words[-1] not in _PARTICLES
        and len(words) > 1
        and not any(word.lower() in _PARTICLES for word in words[:-1])
    ):
        yield context.about("AVG609", mention, f"the family name of {form!r} opens with a small letter; write {form.title()!r}")
    if right != form:
        yield context.about("AVG610", mention, f"a space is missing after an initial; write {right!r}", right)
    elif len(words) > 1 and any(_INITIAL_WITHOUT_DOT.search(word) for word in words[:-1]):
        yield context.about("AVG610", mention, f"an initial of {form!r} lacks its dot")
    if len(words) > 1 and form.endswith(".") and _has_initials_only(words):
        yield context.about("AVG602", mention, f"{form!r} is initials without a family name; write the whole name")
    elif _has_initials_only(words[:-1]):
        yield context.about("AVG611", mention, f"the given names of {form!r} are initials only; write them out")


def check_author_variants(context: Context) -> Iterator[Diagnostic]:
    """Yield forms of a person that are not the usual one, and names that are nearly one."""
    authors = context.resolved.authors
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    first: dict[str, Mention] = {}
    mentions = [each for _, named in context.authors() for each in named]
    for mention, identifier in mentions:
        counts[identifier][mention.form] += 1
        first.setdefault(fold(mention.form), mention)
    for mention, identifier in mentions:
        entity, forms = authors.entities[identifier], counts[identifier]
        form, label = mention.form, entity.label
        is_settled = label in forms and entity.reviewed_in
        usual = label if is_settled else max(forms, key=forms.__getitem__)  # of several the first
        if form != usual and not _LOST.search(form):
            yield context.about("AVG606", mention, f"{form!r} is written {usual!r} elsewhere")
        elif form != label and not _LOST.search(form) and label not in forms:
            yield context.about("AVG606", mention, f"{form!r} is known as {label!r}")
    for near in authors.near_misses:
        if near.score >= 0.3:
            yield context.about_near_miss("AVG607", near, first)


def check_one_name(context: Context) -> Iterator[Diagnostic]:
    """Yield the names that may be several people, or that are told apart by rule, each once, where it stands second."""
    authors = context.resolved.authors
    people: defaultdict[str, dict[str, int]] = defaultdict(dict)
    mentions: defaultdict[str, list[tuple[int, Mention]]] = defaultdict(list)
    for entry, named in context.authors():
        for mention, identifier in named:
            entity = authors.entities[identifier]
            if entity.status or (entity.distinction and not entity.reviewed_in):
                people[entity.label][identifier] = entity.most_people
                mentions[entity.label].append((entry.first_line, mention))
    for label, counts in people.items():
        at = mentions[label]
        where = ", ".join(str(line) for line, _ in at[:_MOST_LINES]) + (
            f" and {len(at) - _MOST_LINES} more" if len(at) > _MOST_LINES else ""
        )
        verb = "may be" if len(counts) == 1 else "is held to be"
        message = f"{label!r} {verb} {sum(counts.values())} people (lines {where}): nobody and no institution in common; an authority file decides it"
        yield context.about("AVG605", at[min(1, len(at) - 1)][1], message)
