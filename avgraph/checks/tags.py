"""Check tags and labels: form, venue, and year."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from avgraph.checks.context import Context
from avgraph.model.entries import Entry
from avgraph.model.rules import Diagnostic, Fix
from avgraph.reading.labels import is_known_label
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
                yield context.about("AVG113", entry.tag, f"the year {entry.year} of the tag lies before {FIRST_YEAR}")
            yield from _against_link(context, entry)


def _form(context: Context, entry: Entry) -> Iterator[Diagnostic]:
    tag = entry.tag
    if entry.venue is None and entry.year is not None:
        yield context.about("AVG111", tag, f"the tag {tag.form!r} names no venue; write for instance arXiv-{entry.year}")
    elif entry.venue and entry.year and tag.form != f"{entry.venue}-{entry.year}" and "workshop" not in entry.venue.lower():
        right = f"{entry.venue}-{entry.year}"
        yield context.about("AVG112", tag, f"the tag {tag.form!r} is not VENUE-YEAR; write {right!r}", right)


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
            yield context.about("AVG202", entry.tag, message, entry.tag.form.replace(entry.venue, venue.label))
        elif not venue.reviewed_in:
            known = [
                other.label for other in venues.entities.values() if other.reviewed_in and is_one_slip(fold(other.label), fold(entry.venue))
            ]
            hint = f"; did you mean {known[0]!r}?" if known else "; check the spelling, or add it to an authority file"
            yield context.about("AVG201", entry.tag, f"the venue {entry.venue!r} is unknown{hint}")
        if entry.venue != usual and entry.venue not in venue.misprints:
            yield context.about("AVG203", entry.tag, f"{entry.venue!r} is written {usual!r} in most places")


def check_labels(context: Context) -> Iterator[Diagnostic]:
    """Yield misprinted labels."""
    for entry in context.listed.entries:
        for field, right in ((entry.authors, "**Authors:**"), (entry.institutions, "**Institution:**")):
            label = field.label
            printed = context.text(label) if label.line else ""
            if printed and not is_known_label(printed):
                yield Diagnostic(label, "AVG116", f"the label {printed!r} is a misprint; write {right!r}", (Fix(label, right),))
