"""Turn the triples of a dump, which `dump_file` reads, back into the graph that they were written from."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from avgraph.errors import DumpError
from avgraph.model.entries import Source
from avgraph.model.graph import Graph, Node, Value, edges_within
from avgraph.model.ontology import datatype_of
from avgraph.model.vocabulary import AVG, BASE_IRI, DCAT, DCTERMS, PROV, RDF, RDFS, VOID, Attribute, NodeType, Relation, VenueKind
from avgraph.text.controls import show_controls
from avgraph.text.links import web_iri
from avgraph.text.literals import LARGEST_NUMBER, canonical_decimal

if TYPE_CHECKING:
    import pyoxigraph

_NODE_TYPES = {AVG + each.value: each for each in NodeType}
_VENUE_KINDS = {AVG + each.value: each for each in VenueKind}
_ATTRIBUTES = {each.iri: each for each in Attribute}
_RELATIONS = {each.iri: each for each in Relation}
_INTEGER = re.compile(r"[+-]?\d+", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?", re.ASCII)
_COUNT = re.compile(r"\d{1,18}", re.ASCII)
_LINES = re.compile(r"#line=(\d+),(\d+)$")


@dataclass(slots=True)
class _Resource:
    types: set[str] = field(default_factory=set)
    label: str = ""
    attributes: dict[Attribute, list[Value]] = field(default_factory=dict)
    relations: dict[Relation, list[str]] = field(default_factory=dict)
    lines: list[tuple[int, int]] = field(default_factory=list)


def read_graph(triples: "Iterable[pyoxigraph.Triple]", *, is_part: bool = False) -> tuple[Graph, str]:
    """Return the graph whose dump holds these triples, and where its resources live; other properties than the ontology's are passed over.

    Of a part of a graph (`is_part`) edges that lead out of it are left out. Raises DumpError where the triples lack
    the description that a dump begins with or a value of the wrong kind, OntologyError where they break the ontology.
    """
    resources: dict[str, _Resource] = {}
    about: dict[str, dict[str, list[str]]] = {}
    for triple in triples:
        subject, predicate, target = _text(triple.subject), triple.predicate.value, triple.object
        relation = _RELATIONS.get(predicate)
        if relation is None and predicate not in _ATTRIBUTES and predicate not in _STRUCTURE:
            about.setdefault(subject, {}).setdefault(predicate, []).append(_text(target))
            continue
        if predicate == _SOURCE_OF:
            subject, target = _text(target), triple.subject
        resource = resources.get(subject)
        if resource is None:
            resource = resources[subject] = _Resource()
        if relation is not None:
            resource.relations.setdefault(relation, []).append(_text(target))
        elif predicate in _ATTRIBUTES:
            attribute = _ATTRIBUTES[predicate]
            resource.attributes.setdefault(attribute, []).append(_value(attribute, _text(target), subject))
        elif predicate == RDF + "type":
            resource.types.add(_text(target))
        elif predicate == RDFS + "label":
            # Of several labels the first in the order of the alphabet, whatever the order of the triples.
            resource.label = min(filter(None, (resource.label, _text(target))), default="")
        elif match := _LINES.search(_text(target)):
            resource.lines.append((int(match[1]) + 1, int(match[2])))
    base = _read_base(about)
    if web_iri(base) != base or base[-1] != "/":
        raise DumpError(f"void:uriSpace {base[:80]!r} is not an http or https IRI that ends in /")
    nodes = {iri: node for iri, resource in resources.items() if (node := _node(iri, resource, base))}
    ids = {node.id for node in nodes.values()}
    return Graph(_read_source(about, resources, base), [edges_within(node, ids) if is_part else node for node in nodes.values()]), base


_SOURCE_OF = PROV + "wasPrimarySourceOf"
_STRUCTURE = {RDF + "type", RDFS + "label", PROV + "hadPrimarySource", _SOURCE_OF}


def _text(term: "pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple") -> str:
    return show_controls(str(getattr(term, "value", term)))


def _value(attribute: Attribute, text: str, subject: str) -> Value:
    datatype = datatype_of(attribute)
    if datatype == "boolean":
        return text in ("true", "1")
    if datatype not in ("integer", "decimal"):
        return text
    numeral = (_INTEGER if datatype == "integer" else _DECIMAL).fullmatch(text)
    if numeral is None:
        raise DumpError(f"{subject}: {attribute} {text[:40]!r} is no {'whole ' if datatype == 'integer' else ''}number")
    number = Decimal(text)
    if abs(number) > LARGEST_NUMBER:
        raise DumpError(f"{subject}: {attribute} {text[:40]!r} is larger than the numbers that every format keeps")
    return int(number) if datatype == "integer" else canonical_decimal(number)


def _node(iri: str, resource: _Resource, base: str) -> Node | None:
    """Return a resource as a node, or nothing where it is none of the graph's."""
    node_type = next((_NODE_TYPES[each] for each in sorted(resource.types) if each in _NODE_TYPES), None)
    if node_type is None:
        return None
    return Node(
        iri.removeprefix(base),
        node_type,
        resource.label,
        {each: tuple(sorted(set(resource.attributes[each]), key=str)) for each in Attribute if each in resource.attributes},
        {
            each: tuple(sorted({iri.removeprefix(base) for iri in resource.relations[each]}))
            for each in Relation
            if each in resource.relations
        },
        tuple(sorted(set(resource.lines))),
        next((_VENUE_KINDS[each] for each in sorted(resource.types) if each in _VENUE_KINDS), None),
    )


def _read_base(about: dict[str, dict[str, list[str]]]) -> str:
    """Return where the resources of a dump live."""
    return min((space for properties in about.values() for space in properties.get(VOID + "uriSpace", ())), default=BASE_IRI)


def _read_source(about: dict[str, dict[str, list[str]]], resources: dict[str, _Resource], base: str) -> Source:
    descriptions = [each for each in about.values() if AVG in each.get(VOID + "vocabulary", ()) and DCTERMS + "source" in each]
    sources = sorted({source for each in descriptions for source in each[DCTERMS + "source"]})
    if len(sources) != 1:
        what = f"the graphs of {len(sources)} lists; take one of them" if sources else "no description (void:Dataset) of a graph of avgraph"
        raise DumpError(f"the triples hold {what}")
    iri = sources[0]

    def first(predicate: str) -> str | None:
        return min(about.get(iri, {}).get(predicate, ()), default=None)

    def described(name: str) -> str | None:
        return min((value for each in descriptions for value in each.get(AVG + name, ())), default=None)

    is_part = all(DCTERMS + "isPartOf" in each for each in descriptions)
    read, unread = described("itemsRead"), described("itemsUnread")
    coverage = (int(read), int(unread)) if read and unread and _COUNT.fullmatch(read) and _COUNT.fullmatch(unread) else None
    name = iri.removeprefix(f"{base}source/")
    checksum = (first(DCTERMS + "identifier") or "").removeprefix("sha256:")
    resource = resources.get(iri, _Resource(label=name))
    origins = map(str, resource.attributes.get(Attribute.WAS_DERIVED_FROM, ()))
    return Source(
        name,
        f"{name}.md",
        checksum,
        resource.label,
        min(origins, default=None),
        first(DCAT + "version"),
        is_part,
        described("readingProfile"),
        coverage,
    )
