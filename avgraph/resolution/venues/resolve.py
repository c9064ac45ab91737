"""Decide which tags name one venue, and whether it is a conference, a journal, a workshop or a preprint server."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from avgraph.model.entries import Entry
from avgraph.model.vocabulary import NodeType, VenueKind
from avgraph.resolution.authority import NO_AUTHORITY, Authority
from avgraph.resolution.authority.namesakes import EntryFeatures, collect_reviewed
from avgraph.resolution.clusters import Clusters
from avgraph.resolution.entities import NamedEntities, NamedEntity
from avgraph.resolution.judgement import Reason
from avgraph.resolution.venues.matching import Match, match_venues
from avgraph.resolution.venues.names import VenueIndex, compact, read_venue_name
from avgraph.text.folding import fold

_PUBLISHER = re.compile(r"^(?:ieee(?:/acm|-cvf|/cvf)?|acm(?:/ieee)?)[ -]+(?=\S)")
_JOURNAL = re.compile(
    r"\b(?:journal|transactions|letters|magazine|annals|trans\.?|t-[a-z]+)\b|^ieee(?:/acm)? (?:t[a-z]{2,6}|j-?[a-z]+)$|^acm t[a-z]{2,6}$"
)
_WORKSHOP = re.compile(r"\bworkshops?\b|@|^[a-z]{3,8}w$")
_CONFERENCE = re.compile(r"\b(?:conference|symposium|congress|proceedings|meeting)\b")
_PREPRINT = re.compile(r"^corr$|[a-z]{2}xiv\b|\bpreprints?\b")
_JOURNAL_LINK = re.compile(r"link\.springer\.com/article/|/journals?/|sciencedirect\.com/science/article/", re.IGNORECASE)


def resolve_venues(entries: Sequence[Entry], authority: Authority = NO_AUTHORITY) -> NamedEntities:
    """Return the venues, and the one that each entry's tag names, if any.

    Forms of one record of `authority` are one, and so are forms that differ from them only in how a citation prints the name
    of a series. An acronym of several venues, or of two letters, names the one whose field the list is about, else none.
    Without a record, forms that differ only so are one where the list has both, and the kind follows
    from the name or from a journal's link.
    """
    printed = [(entry.venue,) if entry.venue else () for entry in entries]
    records = authority.of_kind(NodeType.VENUE)
    forms, reviewed = collect_reviewed(printed, records, EntryFeatures(entries))
    matches = match_venues(forms, reviewed, records)
    clusters = Clusters(forms, {name_index: match.record for name_index, match in matches.items()})
    _join_series(clusters)
    named = clusters.entities(NodeType.VENUE)
    unreviewed = (
        (entry, ids[0]) for entry, ids in zip(entries, named.by_entry, strict=True) if ids and not named.entities[ids[0]].reviewed_in
    )
    journals = {identifier for entry, identifier in unreviewed if _JOURNAL_LINK.search(entry.url or "")}
    by_rule = {forms.labels[name_index]: match for name_index, match in matches.items() if match.reason is not Reason.REVIEWED}
    entities = {
        identifier: _explain(entity, by_rule) if entity.reviewed_in else _describe(entity, has_journal_link=identifier in journals)
        for identifier, entity in named.entities.items()
    }
    return replace(named, entities=entities)


def _join_series(clusters: Clusters) -> None:
    """Join the forms without a record that differ only in edition, year, publisher or abbreviations."""
    forms = clusters.forms
    venue_names = {
        name_index: read_venue_name(forms.labels[name_index])
        for name_index in range(len(forms.keys))
        if name_index not in clusters.record_of
    }
    same: defaultdict[str, list[int]] = defaultdict(list)
    for name_index in sorted(venue_names, key=forms.keys.__getitem__):
        same[compact(venue_names[name_index].key)].append(name_index)
    for group in same.values():
        # Two publishers for one acronym (IEEE X, ACM X) leave the bare form undecided.
        publishers_of = [venue_names[name_index].publishers for name_index in group if venue_names[name_index].publishers]
        are_one = not publishers_of or bool(frozenset.intersection(*publishers_of))
        first: dict[frozenset[str], int] = {}
        for name_index in group:
            publishers = frozenset[str]() if are_one else venue_names[name_index].publishers
            if publishers or are_one:
                clusters.join(first.setdefault(publishers, name_index), name_index, Reason.SAME_SERIES)
    index = VenueIndex((forms.labels[name_index], name_index) for name_index in venue_names)
    for name_index, venue in venue_names.items():
        longer = {clusters.find(other) for other in index.abbreviated(venue)} - {clusters.find(name_index)}
        if len(longer) == 1:
            clusters.join(name_index, longer.pop(), Reason.ABBREVIATED_WORDS)


def _explain(entity: NamedEntity, by_rule: Mapping[str, Match]) -> NamedEntity:
    """Say of the forms that a rule has tied to a record which rule it was."""
    merges = (
        merge._replace(reason=by_rule[merge.form].reason, evidence=entity.reviewed_in, authority="")
        if merge.reason is Reason.REVIEWED and merge.form in by_rule
        else merge
        for merge in entity.merges
    )
    return entity._replace(merges=tuple(sorted(merges)))


def _describe(entity: NamedEntity, *, has_journal_link: bool) -> NamedEntity:
    forms = set(entity.forms)
    with_publisher = sorted(form for form in forms if _PUBLISHER.match(fold(form)))
    label = with_publisher[0] if with_publisher and entity.label not in with_publisher else entity.label
    kind = kind_of_name(label, has_journal_link=has_journal_link)
    return entity._replace(label=label, alternatives=tuple(sorted(forms - {label})), venue_kind=kind)


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
