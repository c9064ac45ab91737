"""Explain why forms are held to name one entity or are kept apart, and suggest what a person should decide."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from avgraph.errors import UnknownEntityError
from avgraph.model.vocabulary import AVG, BASE_IRI, ORG, OWL, SKOS, NodeType
from avgraph.resolution.entities import DatasetEntity, Merge, Named, NamedEntity, NearMiss, PaperEntity, Resolved
from avgraph.text.folding import fold
from avgraph.text.turtle import quote


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why two forms are or are not one entity."""

    is_one: bool
    reasons: tuple[str, ...]
    """Sentences, the decisive one first."""


def named_kinds(resolved: Resolved) -> tuple[tuple[NodeType, Named], ...]:
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
    for _, named in named_kinds(resolved):
        if identifier in named.entities:
            return tuple(map(str, named.entities[identifier].merges))
    others: tuple[PaperEntity | DatasetEntity, ...] = (*resolved.papers, *resolved.datasets)
    return tuple(str(merge) for entity in others if entity.id == identifier for merge in entity.merges)


def near_misses_of(resolved: Resolved, identifier: str) -> tuple[str, ...]:
    """Return the forms that look like those of an entity and were kept apart."""
    for _, named in named_kinds(resolved):
        if identifier in named.entities:
            keys = _keys(named.entities[identifier])
            return tuple(str(near) for near in named.near_misses if not keys.isdisjoint((fold(near.form), fold(near.other))))
    return ()


def explain_pair(resolved: Resolved, first: str, second: str) -> Explanation:
    """Return why two forms name one entity or do not.

    Raises UnknownEntityError where the list has no author, institution, venue or paper of one of the forms.
    """
    is_known = {first: False, second: False}
    for _, named in named_kinds(resolved):
        entities, other_entities = _called(named, first), _called(named, second)
        if entities and other_entities:
            return _explain_names(named, entities, other_entities, first, second)
        is_known = {first: is_known[first] or bool(entities), second: is_known[second] or bool(other_entities)}
    papers, other_papers = _titled(resolved, first), _titled(resolved, second)
    if papers and papers == other_papers:
        return Explanation(True, tuple(map(str, papers[0].merges)) or ("both are the title of one entry",))
    if papers and other_papers:
        return Explanation(False, ("their links hold different identifiers, their venues differ, or they share no author",))
    for form, titled in ((first, papers), (second, other_papers)):
        if not (titled or is_known[form]):
            raise UnknownEntityError(form, ())
    return Explanation(False, ("they are names of different kinds of things",))


def _keys(entity: NamedEntity) -> set[str]:
    return set(map(fold, entity.forms))


def _called(named: Named, form: str) -> list[NamedEntity]:
    key = fold(form)
    return [entity for entity in named.entities.values() if key in map(fold, entity.forms) or entity.id == form]


def _titled(resolved: Resolved, title: str) -> list[PaperEntity]:
    key = fold(title)
    return [paper for paper in resolved.papers if key in map(fold, (paper.title, *paper.alternatives))]


def _explain_names(named: Named, entities: list[NamedEntity], others: list[NamedEntity], first: str, second: str) -> Explanation:
    keys = {fold(first), fold(second)}
    if len(keys) == 1 and len(entities) > 1:
        return Explanation(False, tuple(f"the authority tells {entity.label!r} apart as {entity.id}" for entity in entities))
    for entity in entities:
        if entity in others:
            direct = [merge for merge in entity.merges if {fold(merge.form), fold(merge.other)} == keys]
            reasons = tuple(map(str, direct or entity.merges))
            return Explanation(True, reasons or ("the forms differ only in case, spaces, apostrophes or dashes",))
    forms, other_forms = (set().union(*map(_keys, each)) for each in (entities, others))
    near = []
    for miss in named.near_misses:
        a, b = fold(miss.form), fold(miss.other)
        if (a in forms and b in other_forms) or (a in other_forms and b in forms):
            near.append(str(miss))
    if near:
        return Explanation(False, tuple(near))
    files = sorted({entity.reviewed_in for entity in (*entities, *others)})
    if all(files):
        return Explanation(False, (f"the authority {' and '.join(files)} has a record for each",))
    return Explanation(False, ("no rule finds the forms alike, and no authority says that they are one",))


def suggest_authority(resolved: Resolved, least_score: float = 0.3) -> str:
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
        entity_of: dict[str, NamedEntity] = {}
        for entity in named.entities.values():
            for form in entity.forms:
                entity_of.setdefault(fold(form), entity)
        mentions = Counter(identifier for ids in named.by_entry for identifier in ids)
        suggested: set[str] = set()
        for near in sorted(named.near_misses, key=lambda near: (-near.score, near)):
            pair = {entity_of[fold(form)].id: entity_of[fold(form)] for form in (near.form, near.other)}
            if near.score < least_score or len(pair) == 1:
                continue
            frequent, other = sorted(pair.values(), key=lambda entity: (-mentions[entity.id], entity.label))
            evidence = f" ({near.evidence})" if near.evidence else ""
            lines += ["", f"# {near.score:.2f} {near}{evidence}".replace("\n", " ")]
            if suggested.isdisjoint(pair):
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
        f"    skos:scopeNote {quote(f'{near.likeness}; {near.evidence or near.reason}')} .",
    ]
