"""Load ``ontology/avgraph.ttl`` and ``shapes.ttl``, each once: what each term means, between which types it may stand, how many values it has."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from avgraph.errors import OntologyError
from avgraph.model.vocabulary import AVG, OWL, RDF, RDFS, SH, SKOS, Attribute, Relation, local_name

Statements = dict[str, dict[str, list[str]]]
"""Subject, predicate and values; blank nodes begin with ``_:``."""


@dataclass(frozen=True, slots=True)
class Term:
    """One class or property of the ontology."""

    iri: str
    label: str
    definition: str
    is_class: bool
    is_object_property: bool
    domain: frozenset[str]
    """IRIs of the classes a property belongs to; empty for a class."""
    range: frozenset[str]
    """IRIs of the classes or datatypes of a property's values; empty for a class."""
    broader: frozenset[str]
    """IRIs of the superclasses or superproperties that are stated."""


@dataclass(frozen=True, slots=True)
class Ontology:
    """The terms of the ontology by IRI."""

    terms: dict[str, Term]
    inverses: dict[str, str]
    """Relations that no graph holds, each with the one that it is inverse to, which graphs hold."""

    def label(self, iri: str) -> str:
        """Return the label of a term, or its IRI where the ontology does not define it."""
        term = self.terms.get(iri)
        return term.label if term else iri

    def allows(self, source: str, relation: str, target: str) -> bool:
        """Tell whether `relation` may lead from the class `source` to the class `target` (IRIs)."""
        term = self.terms.get(relation)
        return term is not None and source in term.domain and target in term.range

    def has_attribute(self, source: str, attribute: str) -> bool:
        """Tell whether nodes of the class `source` may have `attribute` (IRIs)."""
        term = self.terms.get(attribute)
        return term is not None and not term.is_object_property and source in term.domain

    def ancestors(self, iri: str) -> tuple[str, ...]:
        """Return every superclass or superproperty of a term, stated or following, sorted."""
        ancestors: set[str] = set()
        waiting = [iri]
        while waiting:
            term = self.terms.get(waiting.pop())
            if term is not None:
                fresh = term.broader - ancestors
                ancestors |= fresh
                waiting += fresh
        return tuple(sorted(ancestors))


WEB_ADDRESS = "Resource"
"""The datatype of an attribute whose values are web addresses, written as IRIs (``rdfs:Resource``)."""


@cache
def datatype_of(attribute: Attribute) -> str:
    """Return the local name of the range of an attribute: an XML Schema datatype such as ``integer``, or `WEB_ADDRESS`.

    >>> datatype_of(Attribute.YEAR), datatype_of(Attribute.URL)
    ('integer', 'Resource')
    """
    return local_name(min(load_ontology().terms[attribute.iri].range))


def is_single(term: Attribute | Relation) -> bool:
    """Tell whether a node has at most one value of a property.

    >>> is_single(Attribute.YEAR), is_single(Relation.HAS_AUTHOR)
    (True, False)
    """
    return term.iri in single_valued()


def ontology_file(name: str) -> Path:
    """Return the path of a file of the ontology folder, in a wheel as in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "_ontology" / name
    return installed if installed.exists() else package.parent / "ontology" / name


@cache
def load_ontology() -> Ontology:
    """Return the ontology. Raises OntologyError where a term lacks label, definition, domain or range."""
    statements = read_statements("avgraph.ttl")
    written = {relation.iri for relation in Relation}
    inverses = {
        iri: inverse
        for iri, properties in statements.items()
        for inverse in properties.get(OWL + "inverseOf", ())
        if inverse in written and iri not in written
    }
    return Ontology({iri: term for iri, term in _read_terms(statements) if iri not in inverses}, inverses)


@cache
def define_values() -> dict[str, str]:
    """Return the definitions of the values of sectors and statuses, by what dumps write."""
    concepts = (properties for properties in read_statements("avgraph.ttl").values() if SKOS + "notation" in properties)
    return {properties[SKOS + "notation"][0]: properties[SKOS + "definition"][0] for properties in concepts}


@cache
def single_valued() -> frozenset[str]:
    """Return the IRIs of the properties of which every shape that has them allows one value at most (``sh:maxCount 1``)."""
    statements = read_statements("shapes.ttl")
    limits: dict[str, set[str]] = {}
    for shape, properties in statements.items():
        if shape.startswith("_:"):
            continue
        for each in properties.get(SH + "property", ()):
            constraint = statements[each]
            for path in constraint[SH + "path"]:
                limits.setdefault(path, set()).update(constraint.get(SH + "maxCount", ["unlimited"]))
    return frozenset(path for path, counts in limits.items() if counts == {"1"} and not path.startswith("_:"))


@cache
def read_statements(name: str) -> Statements:
    """Return the statements of a file of the ontology by subject and predicate, in its order; blank nodes begin with ``_:``."""
    from pyoxigraph import BlankNode, NamedNode, RdfFormat, parse

    statements: Statements = {}
    for quad in parse(path=ontology_file(name), format=RdfFormat.TURTLE):
        subject, target = quad.subject, quad.object
        key = subject.value if isinstance(subject, NamedNode) else f"_:{subject}"
        value = f"_:{target}" if isinstance(target, BlankNode) else target.value
        statements.setdefault(key, {}).setdefault(quad.predicate.value, []).append(value)
    return statements


def _read_terms(statements: Statements) -> Iterator[tuple[str, Term]]:
    for iri, properties in statements.items():
        types = properties.get(RDF + "type", [])
        if SH + "PropertyShape" in types:
            term = _read_use(properties)
        elif not {OWL + "Class", OWL + "ObjectProperty", OWL + "DatatypeProperty", RDF + "Property"}.isdisjoint(
            types
        ) and not iri.startswith("_:"):
            is_class = OWL + "Class" in types
            term = Term(
                iri=iri,
                label="".join(properties.get(RDFS + "label", [])),
                definition="".join(properties.get(SKOS + "definition", [])),
                is_class=is_class,
                is_object_property=OWL + "ObjectProperty" in types,
                domain=_classes(properties, RDFS + "domain", statements),
                range=_classes(properties, RDFS + "range", statements),
                broader=frozenset(properties.get(RDFS + ("subClassOf" if is_class else "subPropertyOf"), [])),
            )
        else:
            continue
        if not (term.label and term.definition and (term.is_class or (term.domain and term.range))):
            raise OntologyError(f"avgraph.ttl: {term.iri.removeprefix(AVG)} lacks a label, definition, domain or range")
        yield term.iri, term


def _read_use(properties: dict[str, list[str]]) -> Term:
    """Return a term of another vocabulary from the property shape that says how avgraph uses it."""
    nodes = properties.get(SH + "class", [])
    return Term(
        iri="".join(properties.get(SH + "path", [])),
        label="".join(properties.get(SH + "name", [])),
        definition="".join(properties.get(SH + "description", [])),
        is_class=False,
        is_object_property=bool(nodes),
        domain=frozenset(properties.get(SH + "targetClass", [])),
        range=frozenset(nodes or properties.get(SH + "datatype", [RDFS + WEB_ADDRESS])),
        broader=frozenset(),
    )


def _classes(properties: dict[str, list[str]], end: str, statements: Statements) -> frozenset[str]:
    """Return the classes at one `end` (domain or range) of a property, unions taken apart."""
    stated = properties.get(end, [])
    unions = (list_members(statements[value][OWL + "unionOf"][0], statements) for value in stated if value.startswith("_:"))
    return frozenset(value for value in stated if not value.startswith("_:")).union(*unions)


def list_members(head: str, statements: Statements) -> list[str]:
    """Return the members of an RDF list."""
    members = []
    while head in statements:
        members += statements[head].get(RDF + "first", [])
        head = next(iter(statements[head].get(RDF + "rest", [])), "")
    return members
