"""Check tags and labels: form, venue, and year."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from avgraph.checks.context import Context
from avgraph.model.entries import Entry
from avgraph.model.rules import Diagnostic, Fix
from avgraph.reading.fields.venues import is_listed_venue
from avgraph.reading.tagged.labels import is_known_label, misprinted_label
from avgraph.resolution.entities import NamedEntity
from avgraph.text.folding import fold
from avgraph.text.likeness import is_one_slip
from avgraph.text.links import read_identifiers

FIRST_YEAR = 1950
"""Year before which no paper of the field appeared."""
_ARXIV_YEAR = re.compile(r"^(\d\d)\d\d\.")
_CVF = re.compile(
    r"openaccess\.thecvf\.com/content_?/?(?P<venue>CVPR|ICCV|WACV|ACCV)W?_?(?P<year>20\d\d)?|content_(?P<venue2>CVPR|ICCV|WACV|ACCV)_(?P<year2>20\d\d)",
    re.IGNORECASE,
)
_YEAR_IN_LINK = (
    re.compile(r"(?:proceedings|papers)\.(?:neurips|nips)\.cc/paper(?:_files)?/(?P<year>20\d\d)/"),
    re.compile(r"aclanthology\.org/(?P<year>20\d\d)\."),
    re.compile(r"isca-speech\.org/archive(?:_v0)?/(?:pdfs/)?[Ii]nter[Ss]peech_(?P<year>20\d\d)"),
    re.compile(r"ecva\.net/papers/eccv_(?P<year>20\d\d)/"),
    re.compile(r"bmvc(?P<year>20\d\d)\."),
)  # fmt: skip
_VENUE_AND_YEAR = re.compile(r"(?P<between>[\s\-\u2010-\u2015\u2212_,.:/'\u2019`]*)(?P<year>(?:19|20)?\d\d)(?P<more>(?!\d).*)")
_OPENS_WITH_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
_LABEL_WORDS = re.compile(r"(?<![<a-zA-Z/])[^\W\d_](?:[^<>]*[^\W\d_])?")
"""From the first letter of a label to the last, tags left out."""
_PREPRINT = frozenset(("arxiv", "corr", "preprint", "biorxiv"))
_LONG_ACRONYM = 6
"""Letters of a venue from which one letter off another is a misprint, though lists print it often."""


def check_tags(context: Context) -> Iterator[Diagnostic]:
    """Yield what is wrong with tags."""
    for entry in context.listed.entries:
        if not entry.tag.form:
            continue
        yield from _form(context, entry)
        if entry.year is not None:
            if entry.year < FIRST_YEAR:
                yield context.about("AVG113", entry.tag, f"the year {entry.year} of the tag lies before {FIRST_YEAR}")
            yield from _against_link(context, entry)


def _form(context: Context, entry: Entry) -> Iterator[Diagnostic]:
    tag = entry.tag
    if entry.venue is None and entry.year is not None:
        yield context.about("AVG111", tag, f"the tag {tag.form!r} names no venue; write for instance arXiv-{entry.year}")
    elif entry.venue and entry.year and "workshop" not in entry.venue.lower():
        parts = _VENUE_AND_YEAR.fullmatch(tag.form[len(entry.venue) :]) if tag.form.startswith(entry.venue) else None
        if parts is None:
            if not _OPENS_WITH_YEAR.match(tag.form):
                return
            yield context.about("AVG112", tag, f"the tag {tag.form!r} is not VENUE-YEAR; write '{entry.venue}-{entry.year}'")
        elif parts["between"] != "-":
            is_long = len(parts["year"]) == 4
            start, end = len(entry.venue), len(entry.venue) + parts.end("between" if is_long else "year")
            right = "-" if is_long else f"-{entry.year}"
            # What a tag says more (Oral, a month) shows that it is of another form, which is its curator's.
            fixes = (Fix(tag.span.part(start, end), right),) if not parts["more"] and context.text(tag.span) == tag.form else ()
            whole = f"{entry.venue}-{entry.year}{parts['more']}"
            message = f"the tag {tag.form!r} is not VENUE-YEAR; write {whole!r}"
            yield Diagnostic(tag.span, "AVG112", message, fixes)


def _against_link(context: Context, entry: Entry) -> Iterator[Diagnostic]:
    if not entry.url or entry.year is None:
        return
    cvf = _CVF.search(entry.url)
    if cvf:
        venue, year = cvf["venue"] or cvf["venue2"], cvf["year"] or cvf["year2"]
        if entry.venue and fold(entry.venue) in ("cvpr", "iccv", "wacv", "accv") and fold(entry.venue) != venue.lower():
            yield context.about("AVG115", entry.tag, f"the tag says {entry.venue}, the link {venue.upper()}")
        if year and int(year) != entry.year:
            yield context.about("AVG114", entry.tag, f"the tag says {entry.year}, the link {year}")
        return
    for pattern in _YEAR_IN_LINK:
        match = pattern.search(entry.url)
        if match and int(match["year"]) != entry.year:
            yield context.about("AVG114", entry.tag, f"the tag says {entry.year}, the link {match['year']}")
    submitted = _ARXIV_YEAR.match(read_identifiers(entry.url).get("arxiv", ""))
    if submitted:
        year = str(2000 + int(submitted[1]))
        is_preprint = entry.venue is None or fold(entry.venue) in _PREPRINT
        if int(year) > entry.year + 1 or (is_preprint and int(year) != entry.year):
            yield context.about("AVG114", entry.tag, f"the tag says {entry.year}, arXiv received the paper in {year}")


def check_venues(context: Context) -> Iterator[Diagnostic]:
    """Yield unknown, misprinted and variously written venues."""
    entities = context.resolved.venues.entities
    printed = [
        (entry, entry.venue, ids[0])
        for entry, ids in zip(context.listed.entries, context.resolved.venues.by_entry, strict=True)
        if ids and entry.venue
    ]
    usual_of = _usual_forms(((form, identifier) for _, form, identifier in printed), entities)
    reviewed = [(other.label, fold(other.label)) for other in entities.values() if other.reviewed_in]
    reported: set[str] = set()
    for entry, form, identifier in printed:
        venue, usual = entities[identifier], usual_of[identifier]
        if form in venue.misprints:
            yield Diagnostic(
                entry.tag.span, "AVG202", f"{form!r} is a misprint; write {venue.label!r}", _venue_fix(context, entry, venue.label)
            )
        elif not venue.reviewed_in and (context.is_tagged or identifier not in reported):
            reported.add(identifier)
            folded = fold(form)
            near = [label for label, other in reviewed if is_one_slip(other, folded)]
            hint = f"; did you mean {near[0]!r}?" if near else "; check the spelling, or add it to an authority file"
            if context.is_tagged or (near and (len(folded) >= _LONG_ACRONYM or not is_listed_venue(form))):
                yield context.about("AVG201", entry.tag, f"the venue {form!r} is unknown{hint}")
        if form != usual and form not in venue.misprints:
            yield context.about("AVG203", entry.tag, f"{form!r} is written {usual!r} in most places")


def _usual_forms(printed: Iterable[tuple[str, str]], entities: Mapping[str, NamedEntity]) -> dict[str, str]:
    """Return the form in which each entity is printed most often, of several its reviewed label or the first; `printed` are forms and ids."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for form, identifier in printed:
        counts[identifier][form] += 1

    def usual(identifier: str) -> str:
        forms, entity = counts[identifier], entities[identifier]
        return max(forms, key=lambda form: (forms[form], bool(entity.reviewed_in) and form == entity.label))

    return {identifier: usual(identifier) for identifier in counts}


def _venue_fix(context: Context, entry: Entry, label: str) -> tuple[Fix, ...]:
    tag, venue = entry.tag, entry.venue or ""
    start = tag.form.find(venue)
    is_certain = tag.form.count(venue) == 1 and context.text(tag.span) == tag.form
    return (Fix(tag.span.part(start, start + len(venue)), label),) if is_certain else ()


def check_labels(context: Context) -> Iterator[Diagnostic]:
    """Yield misprinted labels."""
    for entry in context.listed.entries:
        for field in (entry.authors, entry.institutions):
            printed = context.text(field.label) if field.label.line else ""
            match = _LABEL_WORDS.search(printed)
            right = misprinted_label(match[0]) if match and not is_known_label(printed) else None
            if match and right:
                span = field.label.part(*match.span())
                yield Diagnostic(span, "AVG116", f"the label {printed!r} is a misprint; write {right!r}", (Fix(span, right),))
