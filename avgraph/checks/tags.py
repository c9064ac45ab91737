"""Check tags and labels: form, venue, and year."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from avgraph.checks.context import Context, finding
from avgraph.model.entries import Entry
from avgraph.model.rules import Diagnostic, Fix
from avgraph.reading.labels import find_labels
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
_PREPRINT = frozenset(("arxiv", "corr", "preprint", "biorxiv"))


def check_tags(context: Context) -> Iterator[Diagnostic]:
    """Yield what is wrong with tags."""
    for entry in context.listed.entries:
        if not entry.tag.form:
            continue
        yield from _form(context, entry)
        if entry.year is not None:
            if entry.year < FIRST_YEAR:
                yield finding("AVG113", entry.first_line, f"the year {entry.year} of the tag lies before {FIRST_YEAR}", entry.tag.form)
            yield from _against_link(entry)


def _form(context: Context, entry: Entry) -> Iterator[Diagnostic]:
    printed = context.line(entry.first_line)
    if entry.venue is None and entry.year is not None:
        yield finding(
            "AVG111", entry.first_line, f"the tag {entry.tag.form!r} names no venue; write for instance arXiv-{entry.year}", entry.tag.form
        )
    elif entry.venue and entry.year and entry.tag.form != f"{entry.venue}-{entry.year}" and "workshop" not in entry.venue.lower():
        right = f"{entry.venue}-{entry.year}"
        fixes = (Fix(entry.first_line, entry.tag.form, right),) if printed.count(entry.tag.form) == 1 else ()
        yield finding("AVG112", entry.first_line, f"the tag {entry.tag.form!r} is not VENUE-YEAR; write {right!r}", entry.tag.form, fixes)


def _against_link(entry: Entry) -> Iterator[Diagnostic]:
    if not entry.url or entry.year is None:
        return
    cvf = _CVF.search(entry.url)
    if cvf:
        venue, year = cvf["venue"] or cvf["venue2"], cvf["year"] or cvf["year2"]
        if entry.venue and fold(entry.venue) in ("cvpr", "iccv", "wacv", "accv") and fold(entry.venue) != venue.lower():
            yield finding("AVG115", entry.first_line, f"the tag says {entry.venue}, the link {venue.upper()}", entry.tag.form)
        if year and int(year) != entry.year:
            yield finding("AVG114", entry.first_line, f"the tag says {entry.year}, the link {year}", entry.tag.form)
        return
    for pattern in _YEAR_IN_LINK:
        found = pattern.search(entry.url)
        if found and int(found["year"]) != entry.year:
            yield finding("AVG114", entry.first_line, f"the tag says {entry.year}, the link {found['year']}", entry.tag.form)
    submitted = _ARXIV_YEAR.match(read_identifiers(entry.url).get("arxiv", ""))
    if submitted:
        year = str(2000 + int(submitted[1]))
        is_preprint = entry.venue is None or fold(entry.venue) in _PREPRINT
        if int(year) > entry.year + 1 or (is_preprint and int(year) != entry.year):
            yield finding("AVG114", entry.first_line, f"the tag says {entry.year}, arXiv received the paper in {year}", entry.tag.form)


def check_venues(context: Context) -> Iterator[Diagnostic]:
    """Yield unknown, misprinted and variously written venues."""
    venues = context.resolved.venues
    printed: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for entry, ids in zip(context.listed.entries, venues.by_entry, strict=True):
        if ids and entry.venue:
            printed[ids[0]][entry.venue] += 1
    for entry, ids in zip(context.listed.entries, venues.by_entry, strict=True):
        if not ids or not entry.venue:
            continue
        venue = venues.entities[ids[0]]
        usual = min(printed[ids[0]], key=lambda form: (-printed[ids[0]][form], form != venue.label, form))
        if entry.venue in venue.misprints:
            message = f"{entry.venue!r} is a misprint; write {venue.label!r}"
            yield context.mention("AVG202", entry, entry.tag.form, message, entry.tag.form.replace(entry.venue, venue.label))
        elif not venue.reviewed_in:
            known = [
                other.label for other in venues.entities.values() if other.reviewed_in and is_one_slip(fold(other.label), fold(entry.venue))
            ]
            hint = f"; did you mean {known[0]!r}?" if known else "; check the spelling, or add it to an authority file"
            yield finding("AVG201", entry.first_line, f"the venue {entry.venue!r} is unknown{hint}", entry.tag.form)
        if entry.venue != usual and entry.venue not in venue.misprints:
            yield finding("AVG203", entry.first_line, f"{entry.venue!r} is written {usual!r} in most places", entry.tag.form)


def check_labels(context: Context) -> Iterator[Diagnostic]:
    """Yield misprinted labels."""
    for entry in context.listed.entries:
        for number, text in context.lines_of(entry):
            for label in find_labels(text, 0):
                if label.is_exact or label.field.value == "other":
                    continue
                printed = text[label.start : label.end].strip()
                right = "**Authors:**" if label.field.value == "authors" else "**Institution:**"
                fixes = (Fix(number, printed, right),) if text.count(printed) == 1 else ()
                yield finding("AVG116", number, f"the label {printed!r} is a misprint; write {right!r}", printed, fixes)
