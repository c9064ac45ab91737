"""Turn entries and the entities they name into the nodes and edges of the graph."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from avgraph.garbage import no_garbage_collection
from avgraph.model.entries import Entry, LinkKind, ReadingList
from avgraph.model.graph import Graph, Node, Value
from avgraph.model.vocabulary import Attribute, NodeType, Relation, VenueKind
from avgraph.resolution.entities import DatasetEntity, NamedEntity, PaperEntity, Resolved
from avgraph.text.folding import slug
from avgraph.text.ids import hashed_name
from avgraph.text.links import IDENTIFIER_SCHEMES, web_iri
from avgraph.text.literals import is_date


@no_garbage_collection()
def build_graph(listed: ReadingList, resolved: Resolved) -> Graph:
    """Return the graph of a reading list; the same entries in any order give the same graph but for lines."""
    source = listed.source
    if listed.profile is not None:
        source = replace(source, profile=listed.profile.text, coverage=(len(listed.entries), len(listed.unread)))
    return Graph(source, _nodes(listed.entries, resolved))


_AUTHORSHIP = NodeType.AUTHORSHIP.kind
_LINK_ATTRIBUTES = {
    LinkKind.CODE: Attribute.CODE_REPOSITORY,
    LinkKind.PROJECT: Attribute.PROJECT_PAGE,
    LinkKind.VIDEO: Attribute.VIDEO,
    LinkKind.SLIDES: Attribute.SLIDES,
    LinkKind.DATA: Attribute.DATA,
    LinkKind.OTHER: Attribute.FURTHER_LINK,
}
"""Where the addresses of each kind of link stand; those of papers are web addresses of the paper, badges are none of it."""
_ADDRESSES = {scheme.name: scheme.address for scheme in IDENTIFIER_SCHEMES if scheme.address}
"""The templates of canonical addresses, by the scheme of the identifier."""


def _nodes(entries: Sequence[Entry], resolved: Resolved) -> Iterator[Node]:
    entry_ids = mint_entry_ids(entries)
    affiliations: defaultdict[str, set[str]] = defaultdict(set)
    datasets_of = _datasets_of_papers(resolved.datasets)
    for paper in resolved.papers:
        yield from _paper_nodes(paper, entries, entry_ids, resolved, datasets_of, affiliations)
    for author in resolved.authors.entities.values():
        yield _node(
            author.id, NodeType.AUTHOR, _shown_name(author),
            {
                Attribute.NAME: [author.label],
                Attribute.ALT_LABEL: (*author.alternatives, *author.misprints),
                Attribute.IDENTITY_STATUS: [author.status.value] if author.status else [],
            },
            {Relation.AFFILIATED_WITH: affiliations.get(author.id, ())},
        )  # fmt: skip
    for institution in resolved.institutions.entities.values():
        if institution.short_for:
            continue
        yield _labelled_node(
            NodeType.INSTITUTION, institution, {Relation.SUB_ORGANIZATION_OF: _known(institution.part_of, resolved)},
            {
                Attribute.ROR_ID: [institution.ror_id],
                Attribute.SAME_AS: [f"https://ror.org/{institution.ror_id}"] if institution.ror_id else [],
                Attribute.WAS_DERIVED_FROM: [institution.derived_from],
                Attribute.COUNTRY: [institution.country],
                Attribute.SECTOR: [institution.sector],
            },
        )  # fmt: skip
    for venue in resolved.venues.entities.values():
        yield _labelled_node(NodeType.VENUE, venue)
    for task in resolved.tasks.entities.values():
        yield _labelled_node(NodeType.TASK, task, {Relation.BROADER: [task.broader] if task.broader else []})
    for dataset in resolved.datasets:
        yield _dataset_node(dataset)
    for index, entry in enumerate(entries):
        yield _entry_node(entry_ids[index], index, entry, resolved)


def _known(institutions: Iterable[str], resolved: Resolved) -> list[str]:
    """Return institutions without the forms that are short for one of several others, which are none of their own."""
    return [each for each in institutions if not resolved.institutions.entities[each].short_for]


def _shown_name(author: NamedEntity) -> str:
    """Return the label of an author: the name, with what rules tell it from others of the name by, or how many people it may be."""
    if author.status:
        return f"{author.label} (may be up to {author.most_people} people)"
    return f"{author.label} ({author.distinction})" if author.distinction else author.label


def _node(
    node_id: str,
    node_type: NodeType,
    label: str,
    attributes: Mapping[Attribute, Collection[Value | None]],
    edges: Mapping[Relation, Collection[str]],
    lines: tuple[tuple[int, int], ...] = (),
    venue_kind: VenueKind | None = None,
) -> Node:
    """Return a node without the attributes and relations that are empty; targets sorted, each once."""
    # Most are empty, many hold one, and there are hundreds of thousands of nodes.
    values: dict[Attribute, tuple[Value, ...]] = {}
    for attribute, stated in attributes.items():
        if stated and (own := tuple([value for value in stated if value is not None])):
            values[attribute] = own
    targets = {relation: tuple(ids if len(ids) == 1 else sorted(set(ids))) for relation, ids in edges.items() if ids}
    return Node(node_id, node_type, label, values, targets, lines, venue_kind)


def _labelled_node(
    node_type: NodeType,
    entity: NamedEntity,
    edges: Mapping[Relation, Collection[str]] | None = None,
    more: Mapping[Attribute, Collection[Value | None]] | None = None,
) -> Node:
    forms: dict[Attribute, Collection[Value | None]] = {Attribute.PREF_LABEL: [entity.label]}
    if node_type is not NodeType.TASK:
        forms |= {
            Attribute.ALT_LABEL: entity.alternatives,
            Attribute.HIDDEN_LABEL: entity.misprints,
            Attribute.IDENTITY_STATUS: [entity.status.value] if entity.status else [],
            **(more or {}),
        }
    return _node(entity.id, node_type, entity.label, forms, edges or {}, entity.lines, entity.venue_kind)


def _datasets_of_papers(datasets: Sequence[DatasetEntity]) -> Mapping[str, dict[Relation, list[str]]]:
    by_paper: defaultdict[str, dict[Relation, list[str]]] = defaultdict(dict)
    for dataset in datasets:
        for relation, papers in ((Relation.INTRODUCES_DATASET, dataset.introduced_by), (Relation.MENTIONS_DATASET, dataset.mentioned_by)):
            for paper in papers:
                by_paper[paper].setdefault(relation, []).append(dataset.id)
    return {paper: dict(sorted(targets.items(), key=lambda item: list(Relation).index(item[0]))) for paper, targets in by_paper.items()}


def _paper_nodes(
    paper: PaperEntity,
    entries: Sequence[Entry],
    entry_ids: Sequence[str],
    resolved: Resolved,
    datasets_of: Mapping[str, dict[Relation, list[str]]],
    affiliations: defaultdict[str, set[str]],
) -> Iterator[Node]:
    """Yield the paper and its authorships; note the affiliations that entries state, or that follow from one institution or one author."""
    places = _author_places(paper, entries, resolved)
    stated = _stated_affiliations(paper, entries, resolved)
    authors = {author for _, author in places}
    printed = {institution for index in paper.entries for institution in resolved.institutions.by_entry[index]}
    institutions, is_entailed = set(_known(printed, resolved)), len(printed) == 1 or len(authors) == 1
    for author in authors:
        affiliations[author] |= institutions if is_entailed else stated.get(author, set())
    authorships = [
        _authorship_node(paper, *place, forms, () if is_entailed else institutions, stated) for place, forms in sorted(places.items())
    ]
    yield from authorships
    yield _node(
        paper.id, NodeType.PAPER, paper.title,
        {
            Attribute.TITLE: [paper.title], Attribute.SAME_AS: _canonical_addresses(paper),
            Attribute.ALTERNATIVE: paper.alternatives, Attribute.YEAR: [paper.year], Attribute.URL: paper.urls,
            **_identifiers(paper),
            **_links_and_date(paper, [entries[index] for index in paper.entries]),
        },
        {
            Relation.HAS_AUTHOR: authors,
            Relation.HAS_AUTHORSHIP: [authorship.id for authorship in authorships],
            Relation.LISTS_INSTITUTION: institutions,
            Relation.ADDRESSES_TASK: [task for index in paper.entries for task in resolved.tasks.by_entry[index]],
            Relation.PUBLISHED_IN: [venue for index in paper.entries for venue in resolved.venues.by_entry[index]],
            **datasets_of.get(paper.id, {}),
            Relation.HAS_ENTRY: [entry_ids[index] for index in paper.entries],
        },
    )  # fmt: skip


def _identifiers(paper: PaperEntity) -> Mapping[Attribute, Collection[Value]]:
    """Return the identifiers of a paper by the attribute of their scheme."""
    if not paper.identifiers:
        return {}
    return {each.attribute: [value for scheme, value in paper.identifiers if scheme == each.name] for each in IDENTIFIER_SCHEMES}


def _canonical_addresses(paper: PaperEntity) -> list[str]:
    """Return the address that stands for each identifier of a paper, where its scheme has one."""
    addresses = {web_iri(_ADDRESSES[scheme].format(value)) for scheme, value in paper.identifiers if scheme in _ADDRESSES}
    return sorted(filter(None, addresses))


def _author_places(paper: PaperEntity, entries: Sequence[Entry], resolved: Resolved) -> Mapping[tuple[int, str], set[str]]:
    """Return the forms under which each author stands at a position of the paper."""
    places: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    for index in paper.entries:
        names = zip(entries[index].author_forms, resolved.authors.by_entry[index], strict=True)
        first: dict[str, int] = {}
        for position, (form, author) in enumerate(names, 1):
            # Whoever stands twice in one list has one authorship, at the first place.
            places[first.setdefault(author, position), author].add(form)
    return places


def _stated_affiliations(paper: PaperEntity, entries: Sequence[Entry], resolved: Resolved) -> Mapping[str, set[str]]:
    """Return the institutions that entries tie to each author of a paper."""
    stated: defaultdict[str, set[str]] = defaultdict(set)
    for index in paper.entries:
        authors, institutions = resolved.authors.by_entry[index], resolved.institutions.by_entry[index]
        for author, institution in entries[index].affiliations:
            stated[authors[author]].update(_known([institutions[institution]], resolved))
    return stated


def _links_and_date(paper: PaperEntity, listed: Sequence[Entry]) -> Mapping[Attribute, Collection[Value]]:
    """Return what entries link to besides the paper, by kind, and the date that they state: of several the first in the paper's year."""
    kinds = {kind for entry in listed for kind in entry.link_kinds}
    links = {
        attribute: sorted({url for entry in listed for url in entry.urls_of(kind)} - set(paper.urls))
        for kind, attribute in _LINK_ATTRIBUTES.items()
        if kind in kinds
    }
    dates = sorted({entry.date for entry in listed if entry.date and is_date(entry.date)})
    dates.sort(key=lambda date: not date.startswith(f"{paper.year}-"))
    return {**links, Attribute.DATE_PUBLISHED: dates[:1]}


def _authorship_node(
    paper: PaperEntity, position: int, author: str, forms: Collection[str], candidates: Collection[str], stated: Mapping[str, set[str]]
) -> Node:
    identifier = f"{_AUTHORSHIP}/{paper.id.partition('/')[2]}.{position}.{author.partition('/')[2]}"
    names = tuple(forms) if len(forms) == 1 else tuple(sorted(forms))
    edges: dict[Relation, tuple[str, ...]] = {Relation.OF_PAPER: (paper.id,), Relation.AUTHOR: (author,)}
    # Most nodes are authorships, and most of these have no more than that.
    if own := stated.get(author):
        edges[Relation.STATED_AFFILIATION] = tuple(sorted(own))
    elif candidates and author not in stated:
        edges[Relation.CANDIDATE_AFFILIATION] = tuple(sorted(candidates))
    label = f"{names[0]}, author {position} of {paper.title}"
    return Node(identifier, NodeType.AUTHORSHIP, label, {Attribute.POSITION: (position,), Attribute.NAME_AS_LISTED: names}, edges)


def _dataset_node(dataset: DatasetEntity) -> Node:
    numbers = dataset.video_count is not None or dataset.duration_hours is not None
    return _node(
        dataset.id, NodeType.DATASET, dataset.name,
        {
            Attribute.TITLE: [dataset.name],
            Attribute.ALTERNATIVE: dataset.alternatives,
            Attribute.YEAR: [dataset.year],
            Attribute.URL: dataset.urls,
            Attribute.VIDEO_COUNT: [dataset.video_count],
            Attribute.DURATION_HOURS: [dataset.duration_hours],
            Attribute.IS_LOWER_BOUND: [dataset.is_lower_bound] if numbers else [],
            Attribute.DATA_FORM: dataset.data_forms,
            Attribute.VIDEO_SOURCE: dataset.video_sources,
            Attribute.TASK_AS_LISTED: dataset.tasks_as_listed,
            Attribute.DESCRIPTION: dataset.descriptions,
        },
        {Relation.USED_FOR_TASK: dataset.tasks},
        dataset.lines,
    )  # fmt: skip


def _entry_node(entry_id: str, index: int, entry: Entry, resolved: Resolved) -> Node:
    institutions = _known(resolved.institutions.by_entry[index], resolved)
    named = (*resolved.authors.by_entry[index], *institutions, *resolved.venues.by_entry[index])
    return _node(
        entry_id, NodeType.ENTRY, f"[{entry.tag.form}] {entry.title.form}" if entry.tag.form else entry.title.form,
        {
            Attribute.URL: [] if entry.is_paper else sorted({link.form for link in entry.links}),
            Attribute.LINE: [entry.first_line],
            Attribute.TAG: [entry.tag.form or None],
            Attribute.TITLE_AS_LISTED: [] if entry.is_paper else [entry.title.form or None],
            Attribute.AUTHORS_AS_LISTED: [entry.authors.as_listed or None],
            Attribute.INSTITUTIONS_AS_LISTED: [entry.institutions.as_listed or None],
            Attribute.SUMMARY_AS_LISTED: [entry.summary or None],
            Attribute.KEYWORD: sorted(set(filter(None, entry.keywords))),
            Attribute.NOTE_AS_LISTED: sorted(set(entry.notes)),
        },
        {
            Relation.LISTS_PAPER: [paper] if (paper := resolved.paper_of_entry[index]) else [],
            Relation.UNDER_HEADING: resolved.tasks.by_entry[index],
            Relation.NAMES: named,
        },
        ((entry.first_line, entry.last_line),),
    )  # fmt: skip


def mint_entry_ids(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Return an id for each entry, from its own text and the heading it stands under.

    Entries with the same text under one heading are told apart by counting them.
    """
    ids = []
    seen: Counter[str] = Counter()
    for entry in entries:
        parts = (entry.tag.form, entry.title.form, entry.url or "", entry.authors.as_listed, entry.institutions.as_listed, *entry.heading)
        words = slug(f"{entry.tag.form} {entry.title.form}")
        identifier = f"{NodeType.ENTRY.kind}/{hashed_name(words, *parts)}"
        seen[identifier] += 1
        ids.append(identifier if seen[identifier] == 1 else f"{identifier}-{seen[identifier]}")
    return tuple(ids)
