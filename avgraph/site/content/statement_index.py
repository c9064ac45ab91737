"""Hold the statements of a graph by subject and by object: what the queries of `statements` find, without a query for each entity."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from operator import itemgetter
from typing import Any

from avgraph.export.jsonld import subject_object
from avgraph.export.turtle import TurtlePrinter
from avgraph.model.graph import Graph
from avgraph.model.vocabulary import RDF, RDFS, Attribute, Relation, local_name
from avgraph.rdf.statements import Iri, Statements, Value
from avgraph.rdf.triples import generate_statements
from avgraph.site.content.statements import DETAILS, DETAILS_OF_OTHERS, MOST_ROWS

Properties = list[tuple[Iri, list[Value]]]
_TYPE, _LABEL, _YEAR, _POSITION = RDF + "type", RDFS + "label", Attribute.YEAR.iri, Attribute.POSITION.iri
_MOST_REFERENCES = 10 * MOST_ROWS
_PARTS = (Relation.HAS_AUTHORSHIP.iri, Relation.HAS_ENTRY.iri)
"""What leads from a paper to what has no file of RDF of its own."""


class StatementIndex:
    """The statements of a graph, read once."""

    def __init__(self, graph: Graph, base: str) -> None:
        """Read them."""
        self.base = base
        self.statements: dict[Iri, Properties] = {}
        for subject, properties in generate_statements(graph, base):
            self.statements.setdefault(subject, []).extend(properties)
        self._references: dict[Iri, list[tuple[Iri, Iri]]] = {}
        self._labels: dict[Iri, str] = {}
        self._years: dict[Iri, str] = {}
        self._positions: dict[Iri, int] = {}
        for subject, properties in self.statements.items():
            for predicate, values in properties:
                if predicate == _LABEL:
                    self._labels[subject] = _text(values[0])
                elif predicate == _YEAR:
                    self._years[subject] = _text(values[0])
                elif predicate == _POSITION:
                    self._positions[subject] = int(_text(values[0]))
                for value in values:
                    if isinstance(value, str) and value.startswith(base):
                        self._references.setdefault(value, []).append((predicate, subject))
        self._printer = TurtlePrinter(base)
        self._names: dict[Iri, Properties] = {}
        """Types, label and year of what others name, once for all files that name it."""
        self._names_in_turtle: dict[Iri, str] = {}
        self._names_in_json: dict[Iri, str] = {}

    @property
    def ids(self) -> list[str]:
        """The ids of all subjects that live in the namespace; what a fragment names, such as lines of the list, is on the page of the whole."""
        return [subject.removeprefix(self.base) for subject in self.statements if subject.startswith(self.base) and "#" not in subject]

    def about(self, iri: Iri, predicates: Collection[Iri] | None = None) -> list[dict[str, Any]]:
        """Return rows of the statements about an entity, as the query `OUTGOING` gives them; with some `predicates` alone, if they are given."""
        properties = self.statements.get(iri, [])
        if predicates is not None:
            properties = [each for each in properties if each[0] in predicates]
        places = self._places(properties)
        rows = [
            (local_name(predicate) in DETAILS, predicate, places.get(value, self._positions.get(str(value), 0)), self._labels.get(str(value), ""), _order(value), value)
            for predicate, values in properties
            for value in values
        ]  # fmt: skip
        rows.sort(key=lambda row: row[:5])
        return [self._row(predicate, value, label, None) for _, predicate, _, label, _, value in rows[:MOST_ROWS]]

    def references(self, iri: Iri) -> list[dict[str, Any]]:
        """Return rows of the statements with an entity, as the query `INCOMING` gives them."""
        rows = [
            (
                local_name(predicate) in DETAILS_OF_OTHERS,
                predicate,
                -int(self._years.get(subject, 0)),
                self._labels.get(subject, ""),
                subject,
            )
            for predicate, subject in self._references.get(iri, ())
        ]
        rows.sort()
        return [self._row(predicate, subject, label, self._years.get(subject)) for _, predicate, _, label, subject in rows[:MOST_ROWS]]

    def _places(self, properties: Properties) -> dict[Value, int]:
        """Return the places of the authors of a paper."""
        places: dict[Value, int] = {}
        for ship in (ship for predicate, ships in properties if predicate == _PARTS[0] for ship in ships):
            for predicate, values in self.statements.get(str(ship), ()):
                if predicate == Relation.AUTHOR.iri:
                    position = self._positions.get(str(ship), 0)
                    places[values[0]] = min(position, places.get(values[0], position))
        return places

    @staticmethod
    def _row(predicate: Iri, value: Value, label: str, year: str | None) -> dict[str, Any]:
        is_iri = isinstance(value, str)
        text = _text(value)
        if not isinstance(value, str) and value.datatype == "decimal" and "." in text:
            text = text.rstrip("0").rstrip(".")  # as a store writes it
        row = {
            "predicate": {"type": "uri", "value": predicate},
            "value": {"type": "uri" if is_iri else "literal", "value": text},
        }
        if label:
            row["label"] = {"type": "literal", "value": label}
        if year is not None:
            row["year"] = {"type": "literal", "value": year}
        return row

    def describe(self, iri: Iri) -> list[Statements]:
        """Return what the query of `construct_entity` gives of an entity: its own statements first, then those of others by their IRIs."""
        own = self.statements.get(iri, [])
        parts = [str(part) for predicate, values in own if predicate in _PARTS for part in values]
        others: dict[Iri, dict[Iri, dict[Value, None]]] = {}
        references = [row for row in self._references.get(iri, ()) if local_name(row[0]) not in DETAILS_OF_OTHERS]
        for predicate, subject in references[:_MOST_REFERENCES]:
            others.setdefault(subject, {}).setdefault(predicate, {})[iri] = None
        for part in parts:
            for predicate, values in self.statements.get(part, []):
                others.setdefault(part, {}).setdefault(predicate, {}).update(dict.fromkeys(values))
        named = {iri, *others, *_iris(own), *(each for part in parts for each in _iris(self.statements.get(part, [])))}
        described: dict[Iri, Properties] = {}
        for each in named:
            if each in others and each in self._labels and each != iri:
                for predicate, values in self._name(each):
                    others[each].setdefault(predicate, {}).update(dict.fromkeys(values))
            elif each in self._labels and each != iri:
                described[each] = self._name(each)
        described |= {each: _in_order(properties) for each, properties in others.items() if each != iri}
        return [(iri, own), *sorted(described.items(), key=itemgetter(0))] if own or described else []

    def _name(self, iri: Iri) -> Properties:
        """Return what is said of an entity where another one names it."""
        if iri not in self._names:
            properties: dict[Iri, dict[Value, None]] = {}
            for predicate, values in self.statements[iri]:
                if predicate in (_TYPE, _LABEL, _YEAR):
                    properties.setdefault(predicate, {}).update(dict.fromkeys(values))
            self._names[iri] = _in_order(properties)
        return self._names[iri]

    def write_turtle(self, statements: Iterable[Statements]) -> bytes:
        """Return statements as Turtle that declares the prefixes that it uses."""
        text = "".join(self._print(each, self._names_in_turtle, self._printer.paragraph) for each in statements if each[1])
        return (self._printer.prefixes(text) + text).encode("utf-8", "replace")

    def write_jsonld(self, statements: Iterable[Statements], context: str) -> bytes:
        """Return statements as JSON-LD, to be read under the context at an address."""
        objects = ",".join(self._print(each, self._names_in_json, self._as_json) for each in statements if each[1])
        return f'{{"@context":{_json([context, {"@base": self.base}])},"@graph":[{objects}]}}'.encode("utf-8", "replace")

    def _print(self, statements: Statements, printed: dict[Iri, str], print_statements: Callable[[Iri, Properties], str]) -> str:
        """Return the statements of a subject as text; of one that is only named this is made once."""
        subject, properties = statements
        if properties is not self._names.get(subject):
            return print_statements(subject, properties)
        if subject not in printed:
            printed[subject] = print_statements(subject, properties)
        return printed[subject]

    def _as_json(self, subject: Iri, properties: Properties) -> str:
        return _json(subject_object(subject, properties, self.base))


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _iris(properties: Properties) -> Iterable[Iri]:
    return (value for _, values in properties for value in values if isinstance(value, str))


def _in_order(properties: Mapping[Iri, Mapping[Value, None]]) -> Properties:
    """Return statements with the types and the label first."""
    first = [(predicate, list(properties[predicate])) for predicate in (_TYPE, _LABEL) if predicate in properties]
    return [*first, *((predicate, list(properties[predicate])) for predicate in sorted(properties) if predicate not in (_TYPE, _LABEL))]


def _order(value: Value) -> tuple[int, float, str]:
    """Return the key by which SPARQL orders terms: IRIs, then numbers, then texts."""
    if isinstance(value, str):
        return 0, 0.0, value
    is_number = value.datatype in ("integer", "decimal") and re.fullmatch(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?", value.value)
    return 1, float(value.value) if is_number else 0.0, value.value


def _text(value: Value) -> str:
    return value if isinstance(value, str) else value.value
