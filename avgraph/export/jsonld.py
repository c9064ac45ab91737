"""Write the graph as JSON-LD 1.1 with a context that makes it plain JSON to read."""

import json
from collections.abc import Container
from functools import cache
from typing import IO

from avgraph.model.graph import Graph
from avgraph.model.ontology import WEB_ADDRESS, datatype_of, is_single, single_valued
from avgraph.model.vocabulary import AVG, DCTERMS, PREFIXES, PROV, RDF, RDFS, SKOS, Attribute, Relation, shorten
from avgraph.rdf.statements import Value
from avgraph.rdf.triples import generate_statements

JsonValue = str | int | dict[str, str]

_OTHER_TERMS = {
    RDFS + "label": "label",
    PROV + "hadPrimarySource": "lines",
    SKOS + "inScheme": "inScheme",
    DCTERMS + "source": "dumpSource",
}
_TERMS = {term.iri: term.value for term in (*Relation, *Attribute)} | _OTHER_TERMS
_NATIVE = ("string", "integer", "boolean")
"""Datatypes that JSON has itself."""
_LATER = frozenset((
    Relation.STATED_AFFILIATION, Attribute.CODE_REPOSITORY, Attribute.PROJECT_PAGE, Attribute.VIDEO, Attribute.SLIDES, Attribute.DATA,
    Attribute.FURTHER_LINK, Attribute.DATE_PUBLISHED, Attribute.TITLE_AS_LISTED, Attribute.SUMMARY_AS_LISTED, Attribute.KEYWORD,
))  # fmt: skip
"""Terms that came later: the context has them where they are used, so that dumps without them stay the same to the byte."""
_MOSTLY_ONE = frozenset((Relation.UNDER_HEADING.iri,))
"""Terms that nearly always have one value: an array only where there are several."""


def context(base: str, used: Container[Attribute | Relation]) -> dict[str, object]:
    """Return the JSON-LD context: short ids against `base`, a plain name for every term, of the later ones for those that are `used`.

    Properties that may have several values are always arrays, so that a reader need not look.
    """
    terms: dict[str, object] = {"@version": 1.1, "@base": base, "@vocab": AVG, **PREFIXES, "id": "@id", "type": "@type"}
    for relation in Relation:
        if relation not in _LATER or relation in used:
            terms[relation.value] = {"@id": relation.iri, "@type": "@id"} | _container(relation)
    for attribute in Attribute:
        if attribute in _LATER and attribute not in used:
            continue
        datatype = datatype_of(attribute)
        value_type = {} if datatype in _NATIVE else {"@type": "@id" if datatype == WEB_ADDRESS else f"xsd:{datatype}"}
        terms[attribute.value] = {"@id": attribute.iri} | value_type | _container(attribute)
    terms["label"] = "rdfs:label"
    terms["lines"] = {"@id": "prov:hadPrimarySource", "@type": "@id", "@container": "@set"}
    terms["inScheme"] = {"@id": "skos:inScheme", "@type": "@id"}
    terms["dumpSource"] = {"@id": "dcterms:source", "@type": "@id"}
    return terms


@cache
def _web_addresses() -> frozenset[str]:
    return frozenset(attribute.iri for attribute in Attribute if datatype_of(attribute) == WEB_ADDRESS)


def _container(term: Attribute | Relation) -> dict[str, str]:
    return {} if is_single(term) or term.iri in _MOSTLY_ONE else {"@container": "@set"}


def write_jsonld(graph: Graph, file: IO[bytes], base: str, *, materialize: bool = False) -> None:
    """Write one object for each node, a line each, under one context."""
    used: set[Attribute | Relation] = set()
    for node in graph.nodes.values():
        used.update(node.attributes)
        used.update(node.edges)
    head = json.dumps(context(base, used), ensure_ascii=False, indent=1)
    file.write(f'{{"@context": {head},\n"@graph": ['.encode())
    separator = "\n"
    for subject, statements in generate_statements(graph, base, materialize=materialize):
        line = json.dumps(subject_object(subject, statements, base), ensure_ascii=False, separators=(", ", ": "))
        file.write(f"{separator}{line}".encode())
        separator = ",\n"
    file.write(b"\n]}\n")


def subject_object(subject: str, statements: list[tuple[str, list[Value]]], base: str) -> dict[str, object]:
    """Return a subject with its statements as an object that is read under `context`."""
    fields: dict[str, object] = {"id": subject.removeprefix(base)}
    for predicate, values in statements:
        if predicate == RDF + "type":
            types = [_compact(str(value)) for value in values]
            fields["type"] = types[0] if len(types) == 1 else types
            continue
        items = [_json(predicate, value, base) for value in values]
        is_array = len(items) > 1 or (predicate in _TERMS and predicate not in single_valued() and predicate not in _MOSTLY_ONE)
        fields[_TERMS.get(predicate) or _compact(predicate)] = items if is_array else items[0]
    return fields


def _json(predicate: str, value: Value, base: str) -> JsonValue:
    if isinstance(value, str):
        short = value.removeprefix(base)
        # The context of a term says that its values are IRIs; elsewhere the value must.
        return short if predicate in _TERMS else {"id": short}
    if predicate in _web_addresses():
        # Text that is no web address, where the context says that values are IRIs.
        return {"@value": value.value}
    if predicate == Attribute.DATE_PUBLISHED.iri and value.datatype != "date":
        return {"@value": value.value, "@type": f"xsd:{value.datatype}"}
    if value.datatype == "integer":
        return int(value.value)
    if value.datatype == "boolean":
        return value.value == "true"
    return value.value


def _compact(iri: str) -> str:
    """Return a term of avgraph's own by its name alone, as ``@vocab`` has it, others with their prefix."""
    return shorten(iri).removeprefix("avg:")
