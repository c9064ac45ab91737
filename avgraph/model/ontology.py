"""Load ``ontology/avgraph.ttl`` once: what each term means and between which types it may stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from avgraph.errors import OntologyError
from avgraph.model.vocabulary import AVG, OWL, RDF, RDFS, SCHEMA, SKOS


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
        found: set[str] = set()
        waiting = [iri]
        while waiting:
            term = self.terms.get(waiting.pop())
            if term is not None:
                fresh = term.broader - found
                found |= fresh
                waiting += fresh
        return tuple(sorted(found))


def ontology_file(name: str) -> Path:
    """Return the path of a file of the ontology folder, in a wheel as in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "_ontology" / name
    return installed if installed.exists() else package.parent / "ontology" / name


@cache
def load_ontology() -> Ontology:
    """Return the ontology. Raises OntologyError where a term lacks label, definition, domain or range."""
    from pyoxigraph import BlankNode, NamedNode, RdfFormat, parse

    statements: dict[str, dict[str, list[str]]] = {}
    for quad in parse(path=ontology_file("avgraph.ttl"), format=RdfFormat.TURTLE):
        subject, target = quad.subject, quad.object
        key = subject.value if isinstance(subject, NamedNode) else f"_:{subject}"
        value = f"_:{target}" if isinstance(target, BlankNode) else target.value
        statements.setdefault(key, {}).setdefault(quad.predicate.value, []).append(value)
    terms = dict(_read_terms(statements))
    return Ontology(terms)


def _read_terms(statements: dict[str, dict[str, list[str]]]) -> Iterator[tuple[str, Term]]:
    for iri, said in statements.items():
        types = said.get(RDF + "type", [])
        is_class = OWL + "Class" in types and not iri.startswith("_:")
        is_relation = OWL + "ObjectProperty" in types
        if not (is_class or is_relation or OWL + "DatatypeProperty" in types):
            continue
        term = Term(
            iri=iri,
            label="".join(said.get(RDFS + "label", [])),
            definition="".join(said.get(SKOS + "definition", [])),
            is_class=is_class,
            is_object_property=is_relation,
            domain=_classes(said, "domain", statements),
            range=_classes(said, "range", statements),
            broader=frozenset(said.get(RDFS + ("subClassOf" if is_class else "subPropertyOf"), [])),
        )
        if not (term.label and term.definition and (is_class or (term.domain and term.range))):
            message = f"avgraph.ttl: {iri.removeprefix(AVG)} lacks a label, definition, domain or range"
            raise OntologyError(message)
        yield iri, term


def _classes(said: dict[str, list[str]], end: str, statements: dict[str, dict[str, list[str]]]) -> frozenset[str]:
    """Return the classes at one `end` (domain or range) of a property, unions taken apart."""
    found: set[str] = set(said.get(f"{SCHEMA}{end}Includes", []))
    for value in said.get(RDFS + end, []):
        if not value.startswith("_:"):
            found.add(value)
            continue
        rest = statements[value][OWL + "unionOf"][0]
        while rest != RDF + "nil":
            found.update(statements[rest][RDF + "first"])
            rest = statements[rest][RDF + "rest"][0]
    return frozenset(found)
