"""Decide which printed names are one author."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from avgraph.model.entries import Entry
from avgraph.model.vocabulary import NodeType
from avgraph.resolution.author_pairs import NAMESAKE_MARK, Pair, find_pairs
from avgraph.resolution.authority import NO_AUTHORITY, Authority, AuthorityRecord
from avgraph.resolution.clusters import Clusters, Forms, collect_forms
from avgraph.resolution.entities import Named, NearMiss
from avgraph.resolution.judgement import Judgement, Reason
from avgraph.resolution.person_names import is_nickname, read_name
from avgraph.text.folding import fold


def resolve_authors(entries: Sequence[Entry], institutions: Named | None = None, authority: Authority = NO_AUTHORITY) -> Named:
    """Return the authors that the entries name, in the order of their mentions.

    One folded form is one author unless `authority` tells people of one name apart. Other forms are
    one author where a record says so, or where the names are alike by a rule and a co-author or one of
    the `institutions` is shared; never where both stand in one author list.
    """
    institutions = institutions or Named({}, tuple(() for _ in entries))
    forms, record_of = _collect_forms(entries, authority.of_kind(NodeType.AUTHOR), institutions)
    clusters = Clusters(forms, record_of)
    near_misses = _Rules(clusters, institutions).apply()
    return replace(clusters.entities(NodeType.AUTHOR), near_misses=near_misses)


def _collect_forms(
    entries: Sequence[Entry], records: Mapping[str, tuple[AuthorityRecord, ...]], institutions: Named
) -> tuple[Forms, dict[int, AuthorityRecord]]:
    """Return the names and their records; a person whom a record tells from namesakes has a name of his own."""
    namesakes = {key: same for key, same in records.items() if any(record.disambiguates for record in same)}
    record_of_key: dict[str, AuthorityRecord] = {}
    institution_forms = {entity.id: set(map(fold, entity.forms)) for entity in (institutions.entities.values() if namesakes else ())}

    def namesake_key(key: str, index: int) -> str:
        places = {form for place in institutions.by_entry[index] for form in institution_forms[place]}
        matches = [record for record in namesakes[key] if record.disambiguates and _is_about(record, key, entries[index], places)]
        if len(matches) != 1:
            return key
        own_key = f"{key}{NAMESAKE_MARK}{matches[0].iri}"
        record_of_key[own_key] = matches[0]
        return own_key

    forms = collect_forms([entry.author_forms for entry in entries], {key: partial(namesake_key, key) for key in namesakes})
    for key, same in records.items():
        for record in same:
            if not record.disambiguates:
                record_of_key.setdefault(key, record)
    return forms, {name: record_of_key[key] for name, key in enumerate(forms.keys) if key in record_of_key}


def _is_about(record: AuthorityRecord, key: str, entry: Entry, institutions: set[str]) -> bool:
    """Tell whether an entry that prints the form `key` means the person of a record."""
    return (
        # A full name that nobody else has is enough; a part of it is not.
        (not record.shares_name and key == fold(record.label))
        or entry.first_line in record.lines
        or any(fold(name) in institutions for name in record.institutions)
        or not {fold(name) for name in record.coauthors}.isdisjoint(map(fold, entry.author_forms))
    )


class _Rules:
    """Judges the pairs of names that look alike, in an order that does not depend on the order of the entries."""

    def __init__(self, clusters: Clusters, institutions: Named) -> None:
        self.clusters = clusters
        self.forms = clusters.forms
        self.institutions = institutions
        self.entries_of = self.forms.entries_of()
        # The name proper, without what tells people of one name apart.
        self.names = [read_name(key.partition(NAMESAKE_MARK)[0]) for key in self.forms.keys]

    def apply(self) -> tuple[NearMiss, ...]:
        """Join what the rules judge to be one; return what looks alike and was kept apart."""
        keys = self.forms.keys
        candidates = sorted(find_pairs(keys, self.names), key=lambda pair: (pair.likeness, keys[pair.a], keys[pair.b]))
        undecided = [pair for pair in candidates if pair.doubt is None]
        # An author that was joined can be the co-author that another pair has in common.
        before = len(undecided) + 1
        while len(undecided) < before:
            before = len(undecided)
            undecided = [pair for pair in undecided if not self._join(pair)]
        apart = [pair for pair in candidates if self.clusters.judgement(pair.a, pair.b) is not Judgement.SAME]
        return tuple(sorted(set(map(self._near_miss, apart))))

    def _join(self, pair: Pair) -> bool:
        """Join a pair where everything speaks for it; tell whether the names are one."""
        if self.clusters.judgement(pair.a, pair.b) is Judgement.SAME:
            return True
        evidence = "" if self._contradiction(pair) else self._evidence(pair)
        return bool(evidence) and self.clusters.join(pair.a, pair.b, pair.likeness, evidence)

    def _near_miss(self, pair: Pair) -> NearMiss:
        evidence = self._evidence(pair)
        lacking = Reason.NO_SHARED_COAUTHOR_OR_INSTITUTION if pair.institution_is_enough else Reason.NO_SHARED_COAUTHOR
        reason = self._contradiction(pair) or pair.doubt or lacking
        score = 0.0 if reason.judgement is Judgement.DIFFERENT else pair.score * (1 if evidence else 0.5)
        form, other = sorted((self.forms.form(pair.a), self.forms.form(pair.b)))
        return NearMiss(form, other, pair.likeness, reason, round(score, 2), evidence)

    def _contradiction(self, pair: Pair) -> Reason | None:
        if self.clusters.judgement(pair.a, pair.b) is Judgement.DIFFERENT:
            return Reason.TWO_RECORDS
        cluster, other = self.clusters.members(pair.a), self.clusters.members(pair.b)
        if not self._entries(cluster).isdisjoint(self._entries(other)):
            return Reason.ONE_AUTHOR_LIST
        if pair.likeness in (Reason.ABBREVIATED, Reason.NICKNAME):
            full = [self.names[name] for name in (*cluster, *other) if not self.names[name].has_initials]
            if any(x.family == y.family and x.given[:1] != y.given[:1] and not is_nickname(x, y) for x in full for y in full):
                return Reason.OTHER_GIVEN_NAME
        return None

    def _evidence(self, pair: Pair) -> str:
        """Return the co-author or institution that both names have in common, or nothing."""
        entries, other_entries = (self._entries(self.clusters.members(name)) for name in (pair.a, pair.b))
        coauthors = self._authors(entries) & self._authors(other_entries)
        coauthors -= {self.clusters.find(pair.a), self.clusters.find(pair.b)}
        if coauthors:
            return f"co-author in common: {min(map(self.forms.form, coauthors))}"
        if pair.institution_is_enough:
            shared = self._institutions(entries) & self._institutions(other_entries)
            # A marked form, such as "University of California", is evidence for nothing.
            labels = [self.institutions.entities[place].label for place in shared if self.institutions.entities[place].status is None]
            if labels:
                return f"institution in common: {min(labels)}"
        return ""

    def _entries(self, names: Iterable[int]) -> set[int]:
        return {entry for name in names for entry in self.entries_of[name]}

    def _authors(self, entries: set[int]) -> set[int]:
        return {self.clusters.find(name) for entry in entries for name in self.forms.by_entry[entry]}

    def _institutions(self, entries: set[int]) -> set[str]:
        return {place for entry in entries for place in self.institutions.by_entry[entry]}
