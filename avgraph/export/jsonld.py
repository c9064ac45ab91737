"""Write the graph as JSON-LD 1.1 with a context that makes it plain JSON to read."""

import json
from typing import IO

from avgraph.model.graph import Graph
from avgraph.model.vocabulary import AVG, DCTERMS, PREFIXES, PROV, RDF, RDFS, SKOS, Attribute, Relation
from avgraph.rdf.statements import Literal, Value
from avgraph.rdf.triples import generate_statements

JsonValue = str | int | dict[str, str]

_SINGLE = frozenset(
    (
        Relation.OF_PAPER, Relation.AUTHOR, Relation.BROADER, Relation.LISTS_PAPER, Relation.UNDER_HEADING,
        Attribute.TITLE, Attribute.NAME, Attribute.PREF_LABEL, Attribute.YEAR, Attribute.POSITION, Attribute.VIDEO_COUNT,
        Attribute.DURATION_HOURS, Attribute.IS_LOWER_BOUND, Attribute.LINE, Attribute.TAG, Attribute.AUTHORS_AS_LISTED,
        Attribute.INSTITUTIONS_AS_LISTED, Attribute.COUNTRY, Attribute.SECTOR, "label", "inScheme", "dumpSource",
    )
)  # fmt: skip
"""Terms that have one value; all others are always arrays, so that a reader need not look."""
_OTHER_TERMS = {
    RDFS + "label": "label",
    PROV + "hadPrimarySource": "lines",
    SKOS + "inScheme": "inScheme",
    DCTERMS + "source": "dumpSource",
}
_TERMS = {term.iri: term.value for term in (*Relation, *Attribute)} | _OTHER_TERMS


def context(base: str) -> dict[str, object]:
    """Return the JSON-LD context: short ids against `base`, a plain name for every term."""
    made: dict[str, object] = {"@version": 1.1, "@base": base, "@vocab": AVG, **PREFIXES, "id": "@id", "type": "@type"}
    for relation in Relation:
        made[relation.value] = {"@id": relation.iri, "@type": "@id"} | ({} if relation in _SINGLE else {"@container": "@set"})
    for attribute in Attribute:
        term: dict[str, str] = {"@id": attribute.iri}
        if attribute is Attribute.URL:
            term["@type"] = "@id"
        elif attribute.datatype == "decimal":
            term["@type"] = "xsd:decimal"
        if attribute not in _SINGLE:
            term["@container"] = "@set"
        made[attribute.value] = term
    made["label"] = "rdfs:label"
    made["lines"] = {"@id": "prov:hadPrimarySource", "@type": "@id", "@container": "@set"}
    made["inScheme"] = {"@id": "skos:inScheme", "@type": "@id"}
    made["dumpSource"] = {"@id": "dcterms:source", "@type": "@id"}
    return made


def write_jsonld(graph: Graph, file: IO[bytes], base: str, *, materialize: bool = False) -> None:
    """Write one object for each node, a line each, under one context."""
    head = json.dumps(context(base), ensure_ascii=False, indent=1)
    file.write(f'{{"@context": {head},\n"@graph": ['.encode())
    separator = "\n"
    for subject, statements in generate_statements(graph, base, materialize=materialize):
        line = json.dumps(_object(subject, statements, base), ensure_ascii=False, separators=(", ", ": "))
        file.write(f"{separator}{line}".encode())
        separator = ",\n"
    file.write(b"\n]}\n")


def _object(subject: str, statements: list[tuple[str, list[Value]]], base: str) -> dict[str, object]:
    made: dict[str, object] = {"id": subject.removeprefix(base)}
    for predicate, values in statements:
        term = _TERMS.get(predicate)
        if predicate == RDF + "type":
            types = [_compact(str(value)) for value in values]
            made["type"] = types[0] if len(types) == 1 else types
            continue
        name, found = term or _compact(predicate), [_json(predicate, value, base) for value in values]
        is_single = term is None or term in _SINGLE
        made[name] = found[0] if is_single and len(found) == 1 else found
    return made


def _json(predicate: str, value: Value, base: str) -> JsonValue:
    if isinstance(value, str):
        short = value.removeprefix(base)
        # The context of a term says that its values are IRIs; elsewhere the value must.
        return short if predicate in _TERMS else {"id": short}
    if predicate == Attribute.URL.iri:
        return {"@value": value.value}
    return _native(value)


def _native(term: Literal) -> JsonValue:
    if term.datatype == "integer":
        return int(term.value)
    if term.datatype == "boolean":
        return term.value == "true"
    return term.value


def _compact(iri: str) -> str:
    if iri.startswith(AVG):
        return iri.removeprefix(AVG)
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
