"""The ontology and the shapes as pages, made from their Turtle: each term with its definition, where it stands, and a question that uses it."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any

from avgraph.model.ontology import Statements, list_members, ontology_file, read_statements
from avgraph.model.vocabulary import AVG, DCTERMS, OWL, QUERY_PREFIXES, RDF, RDFS, SH, SKOS, local_name, shorten
from avgraph.site.pages.addresses import Site
from avgraph.site.pages.environment import render_page
from avgraph.sparql.questions import load_shipped

_GROUPS = {
    OWL + "Class": "Classes",
    OWL + "ObjectProperty": "Relations",
    OWL + "DatatypeProperty": "Attributes",
    RDF + "Property": "Attributes",
    OWL + "AnnotationProperty": "Terms of dumps and authority files",
    SKOS + "ConceptScheme": "Values",
    SKOS + "Concept": "Values",
    SH + "PropertyShape": "Terms of other vocabularies, as avgraph uses them",
}
_SHOWN = {
    RDFS + "subClassOf": "is a kind of",
    RDFS + "subPropertyOf": "implies",
    OWL + "equivalentClass": "same as",
    RDFS + "domain": "of",
    RDFS + "range": "values",
    SH + "targetClass": "of",
    SH + "datatype": "values",
    SH + "class": "values",
    SH + "nodeKind": "values",
    OWL + "inverseOf": "inverse",
    SKOS + "topConceptOf": "one of",
    SKOS + "notation": "written",
}


FILES = {"ontology": "avgraph.ttl", "shapes": "shapes.ttl"}
"""The files that the pages are made from."""


def serialize_file(name: str, media_type: str) -> bytes:
    """Return a file of the ontology as RDF in a format; Turtle as it is written."""
    from pyoxigraph import BlankNode, RdfFormat, Triple, parse, serialize

    content = ontology_file(name).read_bytes()
    if media_type == "text/turtle":
        return content
    names: dict[BlankNode, BlankNode] = {}

    def numbered(term: Any) -> Any:
        """Return a term; blank nodes, which the parser names at random, by their place."""
        return names.setdefault(term, BlankNode(f"b{len(names)}")) if isinstance(term, BlankNode) else term

    triples = [Triple(numbered(quad.subject), quad.predicate, numbered(quad.object)) for quad in parse(content, format=RdfFormat.TURTLE)]
    return bytes(serialize(triples, format=RdfFormat.from_media_type(media_type)) or b"")


@cache
def ontology_page(site: Site) -> str:
    """Return the page of the ontology: what it is, and its terms in groups, each with an anchor."""
    statements = read_statements("avgraph.ttl")
    head = next(properties for properties in statements.values() if OWL + "Ontology" in properties.get(RDF + "type", ()))
    groups: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for iri, properties in statements.items():
        group = next((_GROUPS[each] for each in properties.get(RDF + "type", ()) if each in _GROUPS), None)
        if group and not iri.startswith("_:"):
            groups[group].append(_term(iri, properties, statements, site))
    ordered = {name: groups[name] for name in dict.fromkeys(_GROUPS.values()) if groups[name]}
    return render_page(
        "vocabulary.html",
        site,
        heading="The ontology",
        address="ontology",
        head=_head(head),
        data=_data(site),
        groups=ordered,
        prefixes=QUERY_PREFIXES,
    )


@cache
def shapes_page(site: Site) -> str:
    """Return the page of the shapes: what each is about and what it says of each property."""
    statements = read_statements("shapes.ttl")
    head = next(properties for properties in statements.values() if OWL + "Ontology" in properties.get(RDF + "type", ()))
    shapes = []
    for iri, properties in statements.items():
        if SH + "NodeShape" not in properties.get(RDF + "type", ()) or iri.startswith("_:"):
            continue
        rows = [
            (_links(statements[each].get(SH + "path", []), statements, site), _constraints(statements[each], statements))
            for each in properties.get(SH + "property", ())
        ]
        message = [
            text
            for each in (properties, *(statements[key] for key in properties.get(SH + "property", ())))
            for text in each.get(SH + "message", ())
        ]
        targets = [(shorten(each), _address(each, site)) for each in properties.get(SH + "targetClass", ())]
        shapes.append(
            {
                "anchor": local_name(iri),
                "name": f"avgsh:{local_name(iri)}",
                "label": local_name(iri),
                "definition": " ".join(dict.fromkeys(message)),
                "rows": rows,
                "facts": [("about", targets)] if targets else [],
                "questions": [],
            }
        )
    return render_page(
        "vocabulary.html",
        site,
        heading="The shapes",
        address="shapes",
        head=_head(head),
        data=_data(site),
        groups={"Shapes": shapes},
        prefixes={},
    )


def _data(site: Site) -> list[tuple[str, str, str]]:
    return site.data("turtle", "jsonld", "rdfxml")


def _head(properties: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    names = {
        DCTERMS + "description": "about", OWL + "versionInfo": "version", OWL + "versionIRI": "version IRI", DCTERMS + "creator": "by",
        DCTERMS + "created": "made", DCTERMS + "modified": "changed", DCTERMS + "license": "licence", RDFS + "comment": "about",
    }  # fmt: skip
    return [(names[key], value) for key in names for value in properties.get(key, ())]


def _term(iri: str, properties: Mapping[str, list[str]], statements: Statements, site: Site) -> dict[str, Any]:
    used = next(iter(properties.get(SH + "path", ())), iri)
    name = shorten(used)
    facts: defaultdict[str, list[tuple[str, str | None]]] = defaultdict(list)
    for predicate, title in _SHOWN.items():
        facts[title] += _links(properties.get(predicate, []), statements, site)
    return {
        "anchor": local_name(iri),
        "name": name,
        "label": " / ".join(
            (*properties.get(RDFS + "label", ()), *properties.get(SKOS + "prefLabel", ()), *properties.get(SH + "name", ()))
        ),
        "definition": " ".join((*properties.get(SKOS + "definition", ()), *properties.get(SH + "description", ()))),
        "facts": [(title, links) for title, links in facts.items() if links],
        "rows": [],
        "questions": [each.name for each in load_shipped().values() if re.search(rf"(?<![\w:]){re.escape(name)}\b", each.text)][:3],
    }


_OF_LISTS = (OWL + "unionOf", SH + "alternativePath")
"""What leads to a list of terms."""


def _links(values: list[str], statements: Statements, site: Site) -> list[tuple[str, str | None]]:
    """Return values as text and address; unions and paths taken apart."""
    links: list[tuple[str, str | None]] = []
    for value in values:
        if not value.startswith("_:"):
            links.append((shorten(value), _address(value, site)))
            continue
        node = statements.get(value, {})
        for key, sign in ((OWL + "unionOf", ""), (SH + "alternativePath", ""), (SH + "inversePath", "^"), (RDF + "first", "")):
            inner = list_members(node[key][0], statements) if key in _OF_LISTS and key in node else node.get(key, [])
            links += [(f"{sign}{text}", link) for text, link in _links(inner, statements, site)]
    return links


def _constraints(properties: Mapping[str, list[str]], statements: Statements) -> str:
    parts = []
    for predicate, values in properties.items():
        if predicate.startswith(SH) and predicate not in (SH + "path", SH + "message", SH + "name", SH + "description"):
            shown = ", ".join(_constraint(value, statements) for value in values)
            parts.append(f"{local_name(predicate)} {shown}")
    return "; ".join(parts)


def _constraint(value: str, statements: Statements) -> str:
    """Return a value of a constraint: of a list its members, of what has no name what it says."""
    if not value.startswith("_:"):
        return shorten(value)
    members = list_members(value, statements)
    if members:
        return ", ".join(_constraint(each, statements) for each in members)
    inner = _constraints(statements.get(value, {}), statements)
    return f"({inner})" if inner else "…"


def _address(iri: str, site: Site) -> str | None:
    """Return where a term is defined: here, or elsewhere."""
    if iri.startswith(AVG):
        return f"{site.page('ontology')}#{iri.removeprefix(AVG)}"
    return iri if iri.startswith(("http://", "https://")) else None
