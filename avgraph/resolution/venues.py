"""Decide which tags name one venue, and whether it is a conference, a journal or a workshop."""

import re
from collections.abc import Sequence
from dataclasses import replace

from avgraph.model.entries import Entry
from avgraph.model.vocabulary import NodeType, VenueKind
from avgraph.resolution.authority import NO_AUTHORITY, Authority, AuthorityRecord
from avgraph.resolution.clusters import Clusters
from avgraph.resolution.entities import Merge, Named, NamedEntity
from avgraph.resolution.forms import Forms, collect_forms, join_reviewed, name_entities
from avgraph.text.folding import fold

_PUBLISHER = re.compile(r"^(?:ieee(?:/acm|-cvf|/cvf)?|acm(?:/ieee)?)[ -]+(?=\S)")
_JOURNAL = re.compile(
    r"\b(?:journal|transactions|letters|magazine|annals|trans\.?|t-[a-z]+)\b|^ieee(?:/acm)? (?:t[a-z]{2,6}|j-?[a-z]+)$|^acm t[a-z]{2,6}$"
)
_WORKSHOP = re.compile(r"\bworkshops?\b|@|^[a-z]{3,8}w$")
_CONFERENCE = re.compile(r"\b(?:conference|symposium|congress|proceedings|meeting)\b")
_JOURNAL_LINK = re.compile(r"link\.springer\.com/article/|/journals?/|sciencedirect\.com/science/article/", re.IGNORECASE)


OTHER_PUBLISHER = "the forms differ only in the publisher before the acronym"


def resolve_venues(entries: Sequence[Entry], authority: Authority = NO_AUTHORITY) -> Named:
    """Return the venue that each entry's tag names, none or one.

    Forms of one record of `authority` are one. Without a record, the form with and the form
    without its publisher ("IEEE SLT", "SLT") are one where the list has both, and the kind follows
    from the name or from a journal's link.
    """
    records = authority.of_kind(NodeType.VENUE)
    forms = collect_forms([(entry.venue,) if entry.venue else () for entry in entries])
    record_of = {name: records[key][0] for name, key in enumerate(forms.keys) if key in records}
    clusters = Clusters(len(forms.keys))
    join_reviewed(clusters, record_of)
    _join_publishers(clusters, forms, record_of)
    named = name_entities(NodeType.VENUE.kind, forms, clusters, record_of)
    journals = {ids[0] for entry, ids in zip(entries, named.by_entry, strict=True) if ids and entry.url and _JOURNAL_LINK.search(entry.url)}
    reviewed = {named.by_entry[entry][0] for entry, names in enumerate(forms.by_entry) if names and names[0] in record_of}
    entities = {
        identifier: entity if identifier in reviewed else _describe(entity, has_journal_link=identifier in journals)
        for identifier, entity in named.entities.items()
    }
    return replace(named, entities=entities)


def _join_publishers(clusters: Clusters, forms: Forms, record_of: dict[int, AuthorityRecord]) -> None:
    bare: dict[str, list[int]] = {}
    for name, key in enumerate(forms.keys):
        without = _PUBLISHER.sub("", key)
        if without != key:
            bare.setdefault(without, []).append(name)
    for name, key in enumerate(forms.keys):
        # Two publishers for one acronym (IEEE X, ACM X) leave the bare form undecided.
        if len(bare.get(key, ())) == 1 and name not in record_of and bare[key][0] not in record_of:
            clusters.join(name, bare[key][0], Merge(forms.form(name), forms.form(bare[key][0]), OTHER_PUBLISHER))


def _describe(entity: NamedEntity, *, has_journal_link: bool) -> NamedEntity:
    forms = {entity.label, *entity.alternatives}
    with_publisher = sorted(form for form in forms if _PUBLISHER.match(fold(form)))
    label = with_publisher[0] if with_publisher and entity.label not in with_publisher else entity.label
    kind = kind_of_name(label, has_journal_link=has_journal_link)
    return replace(entity, label=label, alternatives=tuple(sorted(forms - {label})), venue_kind=kind)


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
