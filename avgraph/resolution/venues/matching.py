"""Tie the forms of venues to reviewed records: as printed, by the rules of how series are printed, and by the field of the list."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from avgraph.model.vocabulary import VenueKind
from avgraph.resolution.authority import AuthorityRecord
from avgraph.resolution.authority.overriding import RecordsByForm
from avgraph.resolution.clusters import Forms
from avgraph.resolution.judgement import Reason
from avgraph.resolution.venues.names import VenueIndex, VenueName, compact, part_of_conference, read_venue_name

_SHORT, _VERY_SHORT = 3, 2
"""Most letters of acronyms that many have: of three letters they name a known venue unless the list is about other fields, of
two only if it is about its field."""
_LEAST = 3
"""Fewest mentions of a field that make a list be about it."""
_FIELD_SHARE = 0.1
"""Least share of a field in a list that is about it."""
_FAR_MORE = 4
"""How many times as many mentions one field must have as another that is to be left out."""


class Match(NamedTuple):
    """The record of a form, and why it is."""

    record: AuthorityRecord
    reason: Reason


def match_venues(forms: Forms, reviewed: Mapping[int, AuthorityRecord], records: RecordsByForm) -> dict[int, Match]:
    """Return the record of each name that has one: `reviewed` are those of which a record has the form, `records` all by folded form."""
    if not records:
        return {}
    candidates = {name_index: [Match(record, Reason.REVIEWED)] for name_index, record in reviewed.items()}
    unmatched = [name_index for name_index in range(len(forms.keys)) if name_index not in candidates]
    finder = _Finder(records) if unmatched else None
    for name_index in unmatched:
        several = [record for record in records.get(forms.keys[name_index], ()) if not record.disambiguates]
        matches = [Match(record, Reason.OF_THE_FIELD) for record in several] or (finder.find(forms.labels[name_index]) if finder else [])
        if matches:
            candidates[name_index] = matches
    fields = _Fields(forms, candidates)
    decided = ((name_index, fields.decide(forms.labels[name_index], matches)) for name_index, matches in candidates.items())
    return {name_index: match for name_index, match in decided if match is not None}


class _Fields:
    """How often a list mentions venues of each field, by forms that leave no doubt."""

    def __init__(self, forms: Forms, candidates: Mapping[int, list[Match]]) -> None:
        self._mentions: Counter[str] = Counter()
        for name_index, matches in candidates.items():
            (record, _), *others = matches
            if not others and record.subject and _letters(forms.labels[name_index]) > _SHORT:
                self._mentions[record.subject] += forms.frequency(name_index)

    def decide(self, form: str, matches: list[Match]) -> Match | None:
        """Return the one of the matches that a form can name in this list, or None."""
        letters = _letters(form)
        if len(matches) == 1 and (letters > _SHORT or not matches[0].record.subject):
            return matches[0]
        total = self._mentions.total()
        counts = [self._mentions[match.record.subject] for match in matches]
        best = max(range(len(matches)), key=counts.__getitem__)
        is_field = counts[best] >= max(_LEAST, total * _FIELD_SHARE)
        if len(matches) > 1 or letters <= _VERY_SHORT:
            others = sum(counts) - counts[best]
            return matches[best] if is_field and counts[best] >= _FAR_MORE * others else None
        # An acronym of three letters in a list about other sciences is somebody else's.
        return matches[0] if total < _LEAST or _science(matches[0].record.subject) in set(map(_science, self._mentions)) else None


def _science(subject: str) -> str:
    """Return the science that a field belongs to."""
    return subject.partition(":")[0]


def _letters(form: str) -> int:
    """Return how many letters an acronym has; words have as many as they like."""
    return len(compact(form)) if " " not in form else len(form)


class _Finder:
    """Finds the records of forms that stand in none as they are printed."""

    def __init__(self, records: RecordsByForm) -> None:
        plain = {id(record): record for same in records.values() for record in same if not record.disambiguates}
        self._index = VenueIndex((form, record) for record in plain.values() for form in record.forms)
        self._parts: dict[tuple[str, str], AuthorityRecord] = {}

    def find(self, form: str) -> list[Match]:
        """Return the records that a form can name, with the rule that says so."""
        name = read_venue_name(form)
        if name.acronym:
            return self._beside(name)
        same = self._index.same_name(name)
        if same:
            return [Match(record, Reason.SAME_SERIES) for record in same]
        part = part_of_conference(name)
        if part:
            hosts = self._index.same_name(part[1])
            return [Match(self._part(hosts[0], part[0]), Reason.PART_OF_CONFERENCE)] if len(hosts) == 1 and _is_conference(hosts[0]) else []
        short = self._index.abbreviated(name)
        return [Match(short[0], Reason.ABBREVIATED_WORDS)] if len(short) == 1 else []

    def _beside(self, name: VenueName) -> list[Match]:
        """Return the record of a name with an acronym in brackets: of several that have the name, the one that has the acronym as well."""
        by_name = self._index.same_name(VenueName(name.key, name.publishers)) or self._index.abbreviated(name)
        by_acronym = self._index.same_name(VenueName(name.acronym))
        matches = [record for record in by_name if record in by_acronym] or by_name
        return [Match(matches[0], Reason.SAME_SERIES)] if len(matches) == 1 else []

    def _part(self, host: AuthorityRecord, part: str) -> AuthorityRecord:
        """Return the record of a part of a conference: its own where there is one, else one made of the conference's."""
        own = self._index.same_name(read_venue_name(f"{host.label} {part}"))
        if own:
            return own[0]
        key = (host.iri, part)
        if key not in self._parts:
            label = f"{part} of {host.label}" if part == "Findings" else f"{host.label} {part}"
            kind = VenueKind.WORKSHOP if part == "Workshops" else VenueKind.CONFERENCE
            iri = f"{host.iri}-{part.lower().replace(' ', '-')}"
            self._parts[key] = replace(
                host, iri=iri, label=label, alternatives=(), misprints=(), venue_kind=kind, note="", different_from=()
            )
        return self._parts[key]


def _is_conference(record: AuthorityRecord) -> bool:
    return record.venue_kind in (VenueKind.CONFERENCE, VenueKind.WORKSHOP, None)
