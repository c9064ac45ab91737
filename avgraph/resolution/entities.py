"""The types between resolution and the graph: entities, and which of them each entry names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from avgraph.model.vocabulary import IdentityStatus, VenueKind
from avgraph.resolution.judgement import Reason


class Merge(NamedTuple):
    """Why two forms are held to name one entity."""

    form: str
    other: str
    reason: Reason
    evidence: str = ""
    """What else speaks for it, such as a co-author in common."""
    authority: str = ""
    """The authority file that decides, where one does."""

    def __str__(self) -> str:
        """Return the merge as a line of text."""
        reason = self.reason.format(authority=self.authority)
        return f"{self.form} = {self.other}: {reason}{f' ({self.evidence})' if self.evidence else ''}"


class NearMiss(NamedTuple):
    """Two forms that look alike and are kept apart."""

    form: str
    other: str
    match_reason: Reason
    """What makes them look alike."""
    reason: Reason
    """Why they are kept apart all the same."""
    score: float
    """How likely they are one, from 0 to 1, as the rules see it."""
    evidence: str = ""
    """What speaks for their being one."""
    authority: str = ""
    """The authority file that decides, where one does."""

    def __str__(self) -> str:
        """Return the near miss as a line of text."""
        return f"{self.form} ≠ {self.other}: {self.match_reason}, but {self.reason.format(authority=self.authority)}"


class NamedEntity(NamedTuple):
    """An author, institution, venue or task: something that a list calls by forms of a name."""

    id: str
    label: str
    """The form that names it."""
    alternatives: tuple[str, ...] = ()
    """The other forms, sorted."""
    misprints: tuple[str, ...] = ()
    """Misprinted forms, sorted."""
    merges: tuple[Merge, ...] = ()
    """Why its forms are held to be one, sorted."""
    venue_kind: VenueKind | None = None
    status: IdentityStatus | None = None
    """What is to be known of an institution's form."""
    part_of: tuple[str, ...] = ()
    """Ids of the institutions that it is a unit of."""
    ror_id: str | None = None
    """The id of an institution in the Research Organization Registry, without the address before it."""
    derived_from: str | None = None
    """IRI of the dump of the registry that the id, country and sector come from, where they do."""
    country: str | None = None
    """Where an institution lies, as its ISO 3166-1 code."""
    sector: str | None = None
    """What kind of organisation an institution is."""
    broader: str | None = None
    """Id of the task above."""
    lines: tuple[tuple[int, int], ...] = ()
    """Where a task's heading stands."""
    reviewed_in: str = ""
    """The authority file that has a record of it."""
    distinction: str = ""
    """What tells an author from others of the name by rule: an institution or a co-author."""
    most_people: int = 1
    """How many people an author of a common name can be."""
    short_for: tuple[str, ...] = ()
    """Ids of the institutions of which evidence says that the form is short for one, and not for which; it is no institution of its own."""

    @property
    def forms(self) -> tuple[str, ...]:
        """Every form that names it."""
        return (self.label, *self.alternatives, *self.misprints)


@dataclass(frozen=True, slots=True)
class NamedEntities:
    """The entities of one kind, and which of them each entry names."""

    entities: Mapping[str, NamedEntity]
    """The entities by id."""
    by_entry: tuple[tuple[str, ...], ...]
    """For each entry, the ids that its mentions name, in the order of the mentions."""
    near_misses: tuple[NearMiss, ...] = ()
    """Pairs of forms that look alike and are kept apart, sorted."""


class PaperEntity(NamedTuple):
    """One paper with the entries that list it."""

    id: str
    title: str
    alternatives: tuple[str, ...]
    """Other spellings of the title."""
    year: int | None
    urls: tuple[str, ...]
    identifiers: tuple[tuple[str, str], ...]
    """Scheme and value, sorted."""
    entries: tuple[int, ...]
    """Indices of its entries, in list order."""
    merges: tuple[Merge, ...]
    """Why its entries are held to list one paper, where there are several, sorted."""
    reviewed_in: str = ""
    """The authority file that has a record of it."""


class DatasetEntity(NamedTuple):
    """One dataset with what its rows say of it."""

    id: str
    name: str
    year: int | None
    urls: tuple[str, ...] = ()
    video_count: int | None = None
    duration_hours: str | None = None
    is_lower_bound: bool = False
    data_forms: tuple[str, ...] = ()
    video_sources: tuple[str, ...] = ()
    tasks_as_listed: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    """Ids of the tasks of the heading tree that it is used for."""
    descriptions: tuple[str, ...] = ()
    lines: tuple[tuple[int, int], ...] = ()
    introduced_by: tuple[str, ...] = ()
    """Ids of papers."""
    mentioned_by: tuple[str, ...] = ()
    """Ids of papers."""
    alternatives: tuple[str, ...] = ()
    """Other forms of the name, sorted."""
    merges: tuple[Merge, ...] = ()
    """Why its rows are held to be of one dataset, where there are several, sorted."""
    reviewed_in: str = ""
    """The authority file that has a record of it."""


@dataclass(frozen=True, slots=True, repr=False)
class Resolved:
    """Every entity of a reading list, and which of them each entry names."""

    papers: tuple[PaperEntity, ...]
    paper_of_entry: tuple[str, ...]
    """The id of the paper that each entry lists; empty for an entry that lists none."""
    authors: NamedEntities
    institutions: NamedEntities
    venues: NamedEntities
    tasks: NamedEntities
    datasets: tuple[DatasetEntity, ...]

    def __repr__(self) -> str:
        """Return a line with the counts."""
        counts = f"{len(self.papers):,} papers, {len(self.authors.entities):,} authors, {len(self.institutions.entities):,} institutions"
        return f"<Resolved: {counts}>"
