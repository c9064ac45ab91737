"""Say why forms are held to name one entity, or are kept apart, and what a person should decide."""

from collections.abc import Iterator
from dataclasses import dataclass

from avgraph.errors import UnknownEntityError
from avgraph.model.vocabulary import AVG, BASE_IRI, ORG, OWL, SKOS, NodeType
from avgraph.resolution.entities import Merge, Named, NamedEntity, NearMiss, Resolved
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


def merges_of(resolved: Resolved, identifier: str) -> tuple[str, ...]:
    """Return why the forms of an entity are held to be one; nothing where it has one form."""
    for _, named in named_kinds(resolved):
        entity = named.entities.get(identifier)
        if entity is not None:
            return tuple(map(str, entity.merges))
    return tuple(paper.reason for paper in resolved.papers if paper.id == identifier and paper.reason)


def near_misses_of(resolved: Resolved, identifier: str) -> tuple[str, ...]:
    """Return the forms that look like those of an entity and were kept apart."""
    for _, named in named_kinds(resolved):
        entity = named.entities.get(identifier)
        if entity is not None:
            forms = {fold(form) for form in _forms(entity)}
            return tuple(str(near) for near in named.near_misses if fold(near.form) in forms or fold(near.other) in forms)
    return ()


def _forms(entity: NamedEntity) -> tuple[str, ...]:
    return (entity.label, *entity.alternatives, *entity.misprints)


def explain_pair(resolved: Resolved, first: str, second: str) -> Explanation:
    """Return why two forms name one entity or do not.

    Raises UnknownEntityError where the list has no author, institution, venue or paper of one of the forms.
    """
    for _, named in named_kinds(resolved):
        mine, other = _called(named, first), _called(named, second)
        if mine and other:
            return _explain_named(named, mine, other, first, second)
    papers = [
        [paper for paper in resolved.papers if fold(title) in map(fold, (paper.title, *paper.alternatives))] for title in (first, second)
    ]
    if all(papers):
        if papers[0] == papers[1]:
            return Explanation(True, (papers[0][0].reason or "both are the title of one entry",))
        return Explanation(False, ("their links hold different identifiers, their venues differ, or they share no author",))
    known = [
        bool(papers[place]) or any(_called(named, form) for _, named in named_kinds(resolved)) for place, form in enumerate((first, second))
    ]
    if all(known):
        return Explanation(False, ("they are names of different kinds of things",))
    raise UnknownEntityError(second if known[0] else first, ())


def _called(named: Named, form: str) -> list[NamedEntity]:
    key = fold(form)
    return [entity for entity in named.entities.values() if key in map(fold, _forms(entity)) or entity.id == form]


def _explain_named(named: Named, mine: list[NamedEntity], other: list[NamedEntity], first: str, second: str) -> Explanation:
    keys = {fold(first), fold(second)}
    common = [entity for entity in mine if entity in other]
    if len(keys) == 1 and len(mine) > 1:
        return Explanation(False, tuple(f"the authority tells {entity.label!r} apart as {entity.id}" for entity in mine))
    if common:
        about = [merge for merge in common[0].merges if {fold(merge.form), fold(merge.other)} == keys]
        chain = about or list(common[0].merges)
        return Explanation(True, tuple(map(str, chain)) or ("the forms differ only in case, spaces, apostrophes or dashes",))
    forms = {fold(form) for entity in mine for form in _forms(entity)}, {fold(form) for entity in other for form in _forms(entity)}
    near = [
        near for near in named.near_misses if (fold(near.form) in forms[0] and fold(near.other) in forms[1]) or (fold(near.form) in forms[1] and fold(near.other) in forms[0])
    ]  # fmt: skip
    if near:
        return Explanation(False, tuple(map(str, near)))
    files = sorted({entity.reviewed_in for entity in (*mine, *other)})
    if all(files):
        return Explanation(False, (f"the authority {' and '.join(files)} has a record for each",))
    return Explanation(False, ("no rule finds the forms alike, and no authority says that they are one",))


def list_merges(resolved: Resolved) -> Iterator[tuple[NodeType, Merge]]:
    """Yield every merge of forms, by kind and entity."""
    for kind, named in named_kinds(resolved):
        for identifier in sorted(named.entities):
            for merge in named.entities[identifier].merges:
                yield kind, merge


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
    taken: set[str] = set()
    for kind, named in named_kinds(resolved):
        for near in sorted(named.near_misses, key=lambda near: (-near.score, near)):
            if near.score < least_score:
                continue
            entities = [_called(named, form)[0] for form in (near.form, near.other)]
            if entities[0] == entities[1]:
                continue
            entities.sort(key=lambda entity: (-_mentions(named, entity), entity.label))
            lines += ["", f"# {near.score:.2f} {_one_line(near)}"]
            if any(entity.id in taken for entity in entities):
                lines.append("# One of the forms stands above; decide there.")
                continue
            taken.update(entity.id for entity in entities)
            lines += _record(kind, entities[0], entities[1], near)
    return "\n".join(lines) + "\n"


def _mentions(named: Named, entity: NamedEntity) -> int:
    return sum(ids.count(entity.id) for ids in named.by_entry)


def _one_line(near: NearMiss) -> str:
    return f"{near}{f' ({near.evidence})' if near.evidence else ''}".replace("\n", " ")


def _record(kind: NodeType, entity: NamedEntity, other: NamedEntity, near: NearMiss) -> list[str]:
    others = ", ".join(quote(form) for form in (*entity.alternatives, *entity.misprints, *_forms(other)))
    return [
        f"<{BASE_IRI}{entity.id}> a avg:{kind.value} ;",
        f"    skos:prefLabel {quote(entity.label)} ;",
        f"    skos:altLabel {others} ;",
        f"    skos:scopeNote {quote(f'{near.likeness}; {near.evidence or near.reason}')} .",
    ]
