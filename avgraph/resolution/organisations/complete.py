"""Add to the institutions of a list what they are units of, and mark the forms that name none for certain."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from avgraph.model.vocabulary import IdentityStatus, NodeType
from avgraph.resolution.authority.overriding import RecordsByForm
from avgraph.resolution.authority.records import AuthorityRecord
from avgraph.resolution.clusters import Clusters, Forms
from avgraph.resolution.entities import NamedEntities, NamedEntity
from avgraph.resolution.organisations.keys import spelling_key, spelling_keys
from avgraph.resolution.organisations.printed import is_part, is_unit, read_printed_name
from avgraph.resolution.words import organisation_words
from avgraph.text.folding import fold
from avgraph.text.ids import mint_id

if TYPE_CHECKING:
    from avgraph.resolution.registry.link import Linker
    from avgraph.resolution.registry.records import RorRecord


def complete_institutions(named: NamedEntities, clusters: Clusters, records: RecordsByForm) -> NamedEntities:
    """Return the institutions with the organisations above them, and with marks on forms that could name several or are bare units."""
    entities = dict(named.entities)
    _add_reviewed_parents(entities, {record.iri: record for record in clusters.record_of.values()})
    _add_printed_parents(entities)
    for identifier, entity in entities.items():
        key = fold(entity.label)
        if entity.status is None and key not in records and not entity.reviewed_in:
            status = IdentityStatus.TRUNCATED if key in organisation_words().ambiguous else IdentityStatus.BARE_UNIT
            if status is IdentityStatus.TRUNCATED or is_unit(key):
                entities[identifier] = entity._replace(status=status)
    return replace(named, entities=entities)


def mark_short_for_several(named: NamedEntities, forms: Forms, short_for: Mapping[int, set[int]]) -> NamedEntities:
    """Return the institutions of which those that are one of several others say of which; `short_for` is by name."""
    name_indices = {name_index for short, full in short_for.items() for name_index in (short, *full)}
    id_of: dict[int, str] = {}
    for printed, ids in zip(forms.by_entry, named.by_entry, strict=True) if name_indices else ():
        id_of.update((name_index, identifier) for name_index, identifier in zip(printed, ids, strict=True) if name_index in name_indices)
    entities = dict(named.entities)
    for short, full in short_for.items():
        ids = tuple(sorted(id_of[name_index] for name_index in full))
        entities[id_of[short]] = entities[id_of[short]]._replace(status=IdentityStatus.TRUNCATED, short_for=ids)
    return replace(named, entities=entities)


def add_registry_facts(named: NamedEntities, forms: Forms, links: "Mapping[int, RorRecord]", registry: "Linker") -> NamedEntities:
    """Return the institutions with the id, country, sector and parents that the registry has of those that are linked to it and not reviewed."""
    entities = dict(named.entities)
    record_of: dict[str, RorRecord] = {}
    for name_indices, ids in zip(forms.by_entry, named.by_entry, strict=True):
        record_of.update(
            (identifier, links[name_index]) for name_index, identifier in zip(name_indices, ids, strict=True) if name_index in links
        )
    id_of = {entity.ror_id: entity.id for entity in entities.values() if entity.ror_id}
    id_of |= {record.ror_id: identifier for identifier, record in record_of.items() if not entities[identifier].reviewed_in}
    for identifier, record in record_of.items():
        entity = entities[identifier]
        if not entity.reviewed_in:
            parents = {id_of[parent] for parent in record.parents if parent in id_of} - {identifier}
            entities[identifier] = entity._replace(
                ror_id=record.ror_id, derived_from=registry.index.dump.iri, country=next(iter(record.countries), None),
                sector=record.sector or None, part_of=tuple(sorted({*entity.part_of, *parents})),
            )  # fmt: skip
    return replace(named, entities=entities)


def _add_reviewed_parents(entities: dict[str, NamedEntity], reviewed: Mapping[str, AuthorityRecord]) -> None:
    id_of_form = {fold(form): entity.id for entity in entities.values() for form in entity.forms} if reviewed else {}
    ids = {iri: id_of_form[fold(record.label)] for iri, record in reviewed.items()}
    for iri, record in reviewed.items():
        parents = {ids[parent] for parent in record.part_of if parent in ids} - {ids[iri]}
        if parents:
            entities[ids[iri]] = entities[ids[iri]]._replace(part_of=tuple(sorted(parents)))


def _add_printed_parents(entities: dict[str, NamedEntity]) -> None:
    """Tie each unit to the organisation that is printed with it, which becomes an institution where no entry names it alone."""
    ids_of_key: dict[str, set[str]] = {}
    for entity in entities.values():
        for form in entity.forms:
            for key in spelling_keys(form):
                ids_of_key.setdefault(key, set()).add(entity.id)
    for entity in list(entities.values()):
        for parent in () if entity.reviewed_in else _printed_parents(entity, ids_of_key):
            keys = spelling_keys(parent)
            ids = set().union(*(ids_of_key.get(key, ()) for key in keys))
            if not ids:
                identifier = mint_id(NodeType.INSTITUTION.kind, fold(parent))
                entities.setdefault(identifier, NamedEntity(identifier, parent))
                ids.add(identifier)
                for key in keys:
                    ids_of_key.setdefault(key, set()).add(identifier)
            if len(ids) == 1 and entity.id not in ids:
                entities[entity.id] = entities[entity.id]._replace(part_of=tuple(sorted({*entities[entity.id].part_of, *ids})))


def _printed_parents(entity: NamedEntity, ids_of_key: Mapping[str, set[str]]) -> Iterator[str]:
    """Yield what the forms of an institution print as the organisation it is a unit of, as it is printed."""
    for form in entity.forms:
        printed = read_printed_name(form)
        if not printed.parent and "," not in printed.name:
            continue
        parts = [part.strip() for part in form.replace(" at ", ", ").split(",")]
        if printed.parent:
            size = printed.parent.count(",") + 1
            yield from [text for start in range(len(parts)) if fold(text := ", ".join(parts[start : start + size])) == printed.parent][:1]
        elif any(map(is_part, parts)):
            alone = [part for part in parts if ids_of_key.get(spelling_key(part)) and not is_unit(part)]
            if len(alone) == 1 and any(is_part(part) for part in parts if part != alone[0]):
                yield alone[0]
