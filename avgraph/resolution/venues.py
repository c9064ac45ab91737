"""Decide which tags name one venue, and whether it is a conference, a journal, a workshop or a preprint server."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from avgraph.model.entries import Entry
from avgraph.model.vocabulary import NodeType, VenueKind
from avgraph.resolution.authority import NO_AUTHORITY, Authority
from avgraph.resolution.authority.namesakes import EntrySigns, collect_reviewed
from avgraph.resolution.clusters import Clusters
from avgraph.resolution.entities import Named, NamedEntity
from avgraph.resolution.judgement import Reason
from avgraph.text.folding import fold

_PUBLISHER = re.compile(r"^(?:ieee(?:/acm|-cvf|/cvf)?|acm(?:/ieee)?)[ -]+(?=\S)")
_JOURNAL = re.compile(
    r"\b(?:journal|transactions|letters|magazine|annals|trans\.?|t-[a-z]+)\b|^ieee(?:/acm)? (?:t[a-z]{2,6}|j-?[a-z]+)$|^acm t[a-z]{2,6}$"
)
_WORKSHOP = re.compile(r"\bworkshops?\b|@|^[a-z]{3,8}w$")
_CONFERENCE = re.compile(r"\b(?:conference|symposium|congress|proceedings|meeting)\b")
_PREPRINT = re.compile(r"^corr$|[a-z]{2}xiv\b|\bpreprints?\b")
_JOURNAL_LINK = re.compile(r"link\.springer\.com/article/|/journals?/|sciencedirect\.com/science/article/", re.IGNORECASE)


def resolve_venues(entries: Sequence[Entry], authority: Authority = NO_AUTHORITY) -> Named:
    """Return the venues, and the one that each entry's tag names, if any.

    Forms of one record of `authority` are one. Without a record, the form with and the form
    without its publisher ("IEEE SLT", "SLT") are one where the list has both, and the kind follows
    from the name or from a journal's link.
    """
    printed = [(entry.venue,) if entry.venue else () for entry in entries]
    clusters = Clusters(*collect_reviewed(printed, authority.of_kind(NodeType.VENUE), EntrySigns(entries)))
    _join_publishers(clusters)
    named = clusters.entities(NodeType.VENUE)
    journals = {ids[0] for entry, ids in zip(entries, named.by_entry, strict=True) if ids and entry.url and _JOURNAL_LINK.search(entry.url)}
    entities = {
        identifier: entity if entity.reviewed_in else _describe(entity, has_journal_link=identifier in journals)
        for identifier, entity in named.entities.items()
    }
    return replace(named, entities=entities)


def _join_publishers(clusters: Clusters) -> None:
    """Join the form without a publisher with the one that has it."""
    with_publisher: defaultdict[str, list[int]] = defaultdict(list)
    for name, key in enumerate(clusters.forms.keys):
        bare = _PUBLISHER.sub("", key)
        if bare != key:
            with_publisher[bare].append(name)
    for name, key in enumerate(clusters.forms.keys):
        names = with_publisher.get(key, [])
        # Two publishers for one acronym (IEEE X, ACM X) leave the bare form undecided.
        if len(names) == 1 and clusters.record_of.keys().isdisjoint((name, *names)):
            clusters.join(name, names[0], Reason.OTHER_PUBLISHER)


def _describe(entity: NamedEntity, *, has_journal_link: bool) -> NamedEntity:
    forms = set(entity.forms)
    with_publisher = sorted(form for form in forms if _PUBLISHER.match(fold(form)))
    label = with_publisher[0] if with_publisher and entity.label not in with_publisher else entity.label
    kind = kind_of_name(label, has_journal_link=has_journal_link)
    return replace(entity, label=label, alternatives=tuple(sorted(forms - {label})), venue_kind=kind)


def kind_of_name(name: str, *, has_journal_link: bool = False) -> VenueKind | None:
    """Return the kind that a venue's name shows, or None where it shows none.

    >>> kind_of_name("IEEE TMM"), kind_of_name("CVPR Workshop"), kind_of_name("bioRxiv"), kind_of_name("XYZ")
    (<VenueKind.JOURNAL: 'Journal'>, <VenueKind.WORKSHOP: 'Workshop'>, <VenueKind.PREPRINT_SERVER: 'PreprintServer'>, None)
    """
    key = fold(name)
    if _PREPRINT.search(key):
        return VenueKind.PREPRINT_SERVER
    if _WORKSHOP.search(key):
        return VenueKind.WORKSHOP
    if _JOURNAL.search(key) or has_journal_link:
        return VenueKind.JOURNAL
    return VenueKind.CONFERENCE if _CONFERENCE.search(key) else None
