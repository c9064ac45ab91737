"""Decide which mentions name the same entity, kind by kind, in the order in which each needs the others.

Each kind of names goes one way: the printed forms are collected; blocks of forms with something in common
give candidate pairs; each pair is judged for a reason and on evidence (same, different or undecided); what is
the same is joined in clusters; and each cluster becomes one entity with a canonical form. Applying the
decisions is left to `avgraph.assembly`, which sees the entities and the ids of each entry alone.
"""

from dataclasses import replace
from functools import partial

from avgraph.garbage import no_garbage_collection
from avgraph.model.entries import Entry, ReadingList
from avgraph.model.mentions import Mentions
from avgraph.parallel import start_jobs
from avgraph.progress import ProgressCallback, no_progress
from avgraph.resolution.authority import Authority, load_authority
from avgraph.resolution.authors import resolve_authors
from avgraph.resolution.datasets import resolve_datasets
from avgraph.resolution.entities import NamedEntities, Resolved
from avgraph.resolution.institutions import resolve_institutions
from avgraph.resolution.papers import read_papers, resolve_papers
from avgraph.resolution.tasks import resolve_tasks
from avgraph.resolution.venues.resolve import resolve_venues

_SHARED = range(4_000, 400_000)
"""Entries of a list whose authors another process resolves; of fewer one does it as soon, and sending those of more would take much memory."""


@no_garbage_collection()
def resolve(listed: ReadingList, authority: Authority | None = None, progress: ProgressCallback = no_progress) -> Resolved:
    """Return the entities of a reading list and which of them each entry names; None is the bundled authority."""
    authority = (load_authority() if authority is None else authority).acting_on(listed)
    advance = progress("resolving", 6)
    entries = tuple(entry if entry.is_paper else _without_names(entry) for entry in listed.entries)
    institutions = resolve_institutions(entries, authority)
    advance(1)
    authors_of = partial(resolve_authors, entries, institutions, authority)
    with start_jobs([authors_of], None if len(entries) in _SHARED else 1, is_repeatable=True) as wait:
        # What needs no authors is done meanwhile.
        venues = resolve_venues(entries, authority)
        advance(1)
        tasks = resolve_tasks(entries, listed.headings)
        advance(1)
        printed = read_papers(entries)
        authors: NamedEntities = wait()[0]
    advance(1)
    papers, paper_of_entry = resolve_papers(entries, authors, venues, authority, printed)
    advance(1)
    datasets = resolve_datasets(listed.dataset_rows, papers, tasks.entities, entries, authority)
    return Resolved(papers, paper_of_entry, authors, institutions, venues, tasks, datasets)


def _without_names(entry: Entry) -> Entry:
    """Return an entry that lists no paper, so that whoever it names is no author and no institution of one."""
    return replace(entry, authors=Mentions(), institutions=Mentions(), venue=None, affiliations=())
