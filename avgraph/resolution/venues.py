"""Decide which tags name one venue, and whether it is a conference, a journal or a workshop."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from avgraph.authority import AuthorityRecord
from avgraph.entries import Entry
from avgraph.identifiers import fold
from avgraph.resolution.entities import Named, NamedEntity
from avgraph.resolution.forms import resolve_forms
from avgraph.vocabulary import NodeType, VenueKind

_PUBLISHER = re.compile(r"^(?:ieee(?:/acm|-cvf|/cvf)?|acm(?:/ieee)?)[ -]+(?=\S)")
_JOURNAL = re.compile(
    r"\b(?:journal|transactions|letters|magazine|annals|trans\.?|t-[a-z]+)\b|^ieee(?:/acm)? (?:t[a-z]{2,6}|j-?[a-z]+)$|^acm t[a-z]{2,6}$"
)
_WORKSHOP = re.compile(r"\bworkshops?\b|@|^[a-z]{3,8}w$")
_CONFERENCE = re.compile(r"\b(?:conference|symposium|congress|proceedings|meeting)\b")
_JOURNAL_LINK = re.compile(r"link\.springer\.com/article/|/journals?/|sciencedirect\.com/science/article/", re.IGNORECASE)


def resolve_venues(entries: Sequence[Entry], authority: Mapping[str, AuthorityRecord]) -> Named:
    """Return the venue that each entry's tag names, none or one.

    `authority` maps folded forms to reviewed records. Without a record, the form with and the form
    without its publisher ("IEEE SLT", "SLT") are one where the list has both, and the kind follows
    from the name or from a journal's link.
    """
    forms = Counter(entry.venue for entry in entries if entry.venue)
    keys = {fold(form): form for form in forms}
    with_publisher: dict[str, str] = {}
    for key in sorted(keys):
        bare = _PUBLISHER.sub("", key)
        if bare != key:
            # Two publishers for one acronym (IEEE X, ACM X) leave the bare form undecided.
            with_publisher[bare] = "" if bare in with_publisher else key

    def key_of(form: str) -> str:
        key = fold(form)
        record = authority.get(key)
        if record is not None:
            return fold(record.label)
        return with_publisher.get(key) or key

    named = resolve_forms(NodeType.VENUE.kind, [(entry.venue,) if entry.venue else () for entry in entries], key_of)
    journals = {ids[0] for entry, ids in zip(entries, named.by_entry, strict=True) if ids and entry.url and _JOURNAL_LINK.search(entry.url)}
    entities = {
        venue_id: _describe(entity, authority.get(fold(entity.label)), has_journal_link=venue_id in journals)
        for venue_id, entity in named.entities.items()
    }
    return Named(entities, named.by_entry)


def _describe(entity: NamedEntity, record: AuthorityRecord | None, *, has_journal_link: bool) -> NamedEntity:
    forms = {entity.label, *entity.alternatives}
    if record is None:
        with_publisher = sorted(form for form in forms if _PUBLISHER.match(fold(form)))
        label = with_publisher[0] if with_publisher and entity.label not in with_publisher else entity.label
        others = tuple(sorted(forms - {label}))
        reason = "the forms differ only in case or in the publisher before the acronym" if others else ""
        return replace(
            entity, label=label, alternatives=others, reason=reason, venue_kind=kind_of_name(label, has_journal_link=has_journal_link)
        )
    misprints = {form for form in forms if fold(form) in {fold(label) for label in record.misprints}}
    # A spelling that differs from the label in case alone is kept as it is printed.
    alternatives = (forms | set(record.alternatives)) - {record.label} - misprints
    return replace(
        entity,
        label=record.label,
        alternatives=tuple(sorted(alternatives)),
        misprints=tuple(sorted(misprints)),
        reason=f"the authority {record.file} says so",
        venue_kind=record.venue_kind,
    )


def kind_of_name(name: str, *, has_journal_link: bool = False) -> VenueKind | None:
    """Return the kind that a venue's name shows, or None where it shows none.

    >>> kind_of_name("IEEE TMM"), kind_of_name("CVPR Workshop"), kind_of_name("XYZ")
    (<VenueKind.JOURNAL: 'Journal'>, <VenueKind.WORKSHOP: 'Workshop'>, None)
    """
    key = fold(name)
    if _WORKSHOP.search(key):
        return VenueKind.WORKSHOP
    if _JOURNAL.search(key) or has_journal_link:
        return VenueKind.JOURNAL
    return VenueKind.CONFERENCE if _CONFERENCE.search(key) else None
