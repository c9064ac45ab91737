"""Explain why forms are held to name one entity or are kept apart, and suggest what a person should decide."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from avgraph.errors import UnknownEntityError
from avgraph.model.vocabulary import AVG, BASE_IRI, ORG, OWL, SKOS, NodeType
from avgraph.resolution.entities import DatasetEntity, Merge, NamedEntities, NamedEntity, NearMiss, PaperEntity, Resolved
from avgraph.resolution.judgement import Reason
from avgraph.text.folding import fold, fold_title
from avgraph.text.likeness import nearest_names
from avgraph.text.links import IDENTIFIER_SCHEMES, fold_url, read_identifiers
from avgraph.text.turtle import quote

_LEAST_SCORE = 0.3
"""How likely two forms must be one to be suggested."""
_Entity = NamedEntity | PaperEntity | DatasetEntity


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why two forms are or are not one entity."""

    is_one: bool
    reasons: tuple[str, ...]
    """Sentences, the decisive one first."""


def named_kinds(resolved: Resolved) -> tuple[tuple[NodeType, NamedEntities], ...]:
    """Return the kinds of entities that are called by forms of a name."""
    return ((NodeType.AUTHOR, resolved.authors), (NodeType.INSTITUTION, resolved.institutions), (NodeType.VENUE, resolved.venues))


def list_merges(resolved: Resolved) -> Iterator[tuple[NodeType, Merge]]:
    """Yield every merge of forms, by kind and entity."""
    for kind, named in named_kinds(resolved):
        for identifier in sorted(named.entities):
            for merge in named.entities[identifier].merges:
                yield kind, merge
    for paper in resolved.papers:
        yield from ((NodeType.PAPER, merge) for merge in paper.merges)
    for dataset in resolved.datasets:
        yield from ((NodeType.DATASET, merge) for merge in dataset.merges)


def merges_of(resolved: Resolved, identifier: str) -> tuple[str, ...]:
    """Return why the forms of an entity are held to be one; nothing where it has one form."""
    for _, entities in _kinds(resolved):
        if identifier in entities:
            return tuple(map(str, entities[identifier].merges))
    return ()


def near_misses_of(resolved: Resolved, identifier: str) -> tuple[str, ...]:
    """Return the forms that look like those of an entity and were kept apart."""
    for _, named in named_kinds(resolved):
        if identifier in named.entities:
            keys = _keys(named.entities[identifier])
            return tuple(str(near) for near in named.near_misses if not keys.isdisjoint((fold(near.form), fold(near.other))))
    return ()


def explain_pair(resolved: Resolved, first: str, second: str) -> Explanation:
    """Return why two forms name one entity or do not; a paper is called by a title, link or identifier too, and all by their ids.

    Raises UnknownEntityError where the list has no entity that is called so.
    """
    calls: dict[str, dict[NodeType, list[_Entity]]] = {}
    for form in (first, second):
        called = {kind: _called(entities, form) for kind, entities in _kinds(resolved)}
        calls[form] = {kind: matches for kind, matches in called.items() if matches}
    for form, matches in calls.items():
        if not matches:
            known = (name for _, entities in _kinds(resolved) for entity in entities.values() for name in _forms(entity))
            raise UnknownEntityError(form, nearest_names(form, known))
    explanations = [
        _explain(resolved, kind, entities, calls[second][kind], first, second)
        for kind, entities in calls[first].items()
        if kind in calls[second]
    ]
    # A name of several kinds of things: where it is one entity of one kind, that is what is asked.
    explanations.sort(key=lambda explanation: not explanation.is_one)
    return next(iter(explanations), Explanation(False, ("they are names of different kinds of things",)))


def _kinds(resolved: Resolved) -> tuple[tuple[NodeType, Mapping[str, _Entity]], ...]:
    """Return the entities of every kind by id."""
    kinds: list[tuple[NodeType, Mapping[str, _Entity]]] = [(kind, named.entities) for kind, named in named_kinds(resolved)]
    kinds.append((NodeType.PAPER, {paper.id: paper for paper in resolved.papers}))
    kinds.append((NodeType.DATASET, {dataset.id: dataset for dataset in resolved.datasets}))
    kinds.append((NodeType.TASK, resolved.tasks.entities))
    return tuple(kinds)


def _forms(entity: _Entity) -> tuple[str, ...]:
    if isinstance(entity, NamedEntity):
        return entity.forms
    return (entity.title if isinstance(entity, PaperEntity) else entity.name, *entity.alternatives)


def _keys(entity: _Entity) -> set[str]:
    return set(map(fold, _forms(entity)))


def _called(entities: Mapping[str, _Entity], form: str) -> list[_Entity]:
    """Return the entities of one kind that a form, an id or IRI, or a link calls."""
    identifier = form.strip().removeprefix(BASE_IRI).strip("<>")
    if identifier in entities:
        return [entities[identifier]]
    key = fold(form)
    exact = [entity for entity in entities.values() if key in map(fold, _forms(entity))]
    papers = [entity for entity in entities.values() if isinstance(entity, PaperEntity)]
    if exact or not papers:
        return exact
    title, page, values = fold_title(form), fold_url(form), {form.strip(), *read_identifiers(form).values()}
    return [
        paper
        for paper in papers
        if title in map(fold_title, _forms(paper))
        or not values.isdisjoint(dict(paper.identifiers).values())
        or page in map(fold_url, paper.urls)
    ]


def _explain(resolved: Resolved, kind: NodeType, entities: list[_Entity], others: list[_Entity], first: str, second: str) -> Explanation:
    if fold(first) == fold(second) and len(entities) > 1:
        return Explanation(False, tuple(f"{first!r} is told apart as {entity.id}{_by_whom(entity)}" for entity in entities))
    for entity in entities:
        if entity in others:
            return Explanation(True, tuple(map(str, _chain(entity, first, second))) or (_plain_reason(entity, first, second),))
    named = dict(named_kinds(resolved)).get(kind)
    keys, other_keys = (set[str]().union(*map(_keys, each)) for each in (entities, others))
    near_misses = [] if named is None else [near for near in named.near_misses if _is_between(near, keys, other_keys)]
    if near_misses:
        return Explanation(False, tuple(map(str, near_misses)))
    files = sorted({entity.reviewed_in for entity in (*entities, *others)})
    if all(files):
        return Explanation(False, (f"the authority {' and '.join(files)} has a record for each",))
    if isinstance(entities[0], PaperEntity) and isinstance(others[0], PaperEntity):
        return Explanation(False, tuple(_papers_differ(resolved, entities[0], others[0])))
    return Explanation(False, ("no rule finds the forms alike, and no authority says that they are one",))


def _is_between(near: NearMiss, keys: set[str], other_keys: set[str]) -> bool:
    """Tell whether one form of a near miss is among the folded forms of one side, and the other form among those of the other."""
    a, b = fold(near.form), fold(near.other)
    return (a in keys and b in other_keys) or (a in other_keys and b in keys)


def _by_whom(entity: _Entity) -> str:
    return f", by the authority {entity.reviewed_in}" if entity.reviewed_in else ""


def _chain(entity: _Entity, first: str, second: str) -> list[Merge]:
    """Return the merges that lead from one form of an entity to another, the fewest; all where a form is none of theirs."""
    start, goal = fold(first), fold(second)
    steps: defaultdict[str, list[tuple[str, Merge]]] = defaultdict(list)
    for merge in entity.merges:
        steps[fold(merge.form)].append((fold(merge.other), merge))
        steps[fold(merge.other)].append((fold(merge.form), merge))
    if start == goal:
        same = [merge for merge in entity.merges if {fold(merge.form), fold(merge.other)} == {start}]
        return same or [merge for _, merge in steps[start]]
    paths: dict[str, list[Merge]] = {start: []}
    queue = deque([start])
    while queue and goal not in paths:
        form = queue.popleft()
        for other, merge in steps[form]:
            if other not in paths:
                paths[other] = [*paths[form], merge]
                queue.append(other)
    return paths.get(goal) or list(entity.merges)


def _plain_reason(entity: _Entity, first: str, second: str) -> str:
    """Return why two forms are one of which no merge is noted."""
    if first != second and fold(first) == fold(second):
        return str(Reason.SAME_FOLDED_FORM)
    if first != second and entity.reviewed_in:
        return Reason.REVIEWED.format(authority=entity.reviewed_in)
    return "both are called so where the list names it"


def _papers_differ(resolved: Resolved, first: PaperEntity, second: PaperEntity) -> list[str]:
    """Return what tells two papers apart."""
    reasons = ["their titles differ"] if fold_title(first.title) != fold_title(second.title) else []
    values, others = dict(first.identifiers), dict(second.identifiers)
    for scheme in IDENTIFIER_SCHEMES:
        value, other = values.get(scheme.name), others.get(scheme.name)
        if value and other and value != other:
            reasons.append(f"their links hold two identifiers: {scheme.label} {value} and {other}")
    for named, sentence in ((resolved.venues, "their venues differ"), (resolved.authors, "they share no author")):
        one, two = ({each for index in paper.entries for each in named.by_entry[index]} for paper in (first, second))
        if one and two and one.isdisjoint(two):
            reasons.append(sentence)
    return reasons or ["neither a link nor an author in common bears out that they are one"]


def suggest_authority(resolved: Resolved) -> str:
    """Return the likely merges that rules alone cannot decide as an authority file in Turtle, the likeliest first.

    A form that could belong to several entities is suggested for the likeliest one; the rest stand as comments.
    """
    lines = [f"@prefix {prefix}: <{iri}> ." for prefix, iri in (("avg", AVG), ("org", ORG), ("owl", OWL), ("skos", SKOS))]
    lines += [
        "",
        "# Likely merges, to be reviewed: delete what is wrong, then give this file to --authority.",
        "# The number is how likely the rules find it, from 0 to 1.",
    ]
    for kind, named in named_kinds(resolved):
        entities_of: defaultdict[str, dict[str, NamedEntity]] = defaultdict(dict)
        for entity in named.entities.values():
            for key in _keys(entity):
                entities_of[key][entity.id] = entity
        mentions = Counter(identifier for ids in named.by_entry for identifier in ids)
        suggested: set[str] = set()
        for near in sorted(named.near_misses, key=lambda near: (-near.score, near)):
            pair = {**entities_of[fold(near.form)], **entities_of[fold(near.other)]}
            if near.score < _LEAST_SCORE or len(pair) == 1:
                continue
            evidence = f" ({near.evidence})" if near.evidence else ""
            lines += ["", " ".join(f"# {near.score:.2f} {near}{evidence}".split())]
            if len(pair) > 2 or any(len(entities_of[key]) > 1 for entity in pair.values() for key in _keys(entity)):
                lines.append(
                    "# Several share one of the forms; say which by avg:toldByInstitution, avg:toldByCoauthor, avg:toldByLink or avg:toldByLine."
                )
            elif suggested.isdisjoint(pair):
                frequent, other = sorted(pair.values(), key=lambda entity: (not entity.reviewed_in, -mentions[entity.id], entity.label))
                lines += _record(kind, frequent, other, near)
                suggested.update(pair)
            else:
                lines.append("# One of the forms stands above; decide there.")
    return "\n".join(lines) + "\n"


def _record(kind: NodeType, entity: NamedEntity, other: NamedEntity, near: NearMiss) -> list[str]:
    others = ", ".join(quote(form) for form in (*entity.alternatives, *entity.misprints, *other.forms))
    return [
        f"<{BASE_IRI}{entity.id}> a avg:{kind.value} ;",
        f"    skos:prefLabel {quote(entity.label)} ;",
        f"    skos:altLabel {others} ;",
        f"    skos:scopeNote {quote(f'{near.match_reason}; {near.evidence or near.reason}')} .",
    ]
