"""Evaluate SHACL constraints (W3C 2017, section 4) on the triples of a graph; one function a constraint, in one table."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from avgraph.errors import OntologyError
from avgraph.model.vocabulary import RDF, RDFS, SH, XSD
from avgraph.rdf.shapes import Path, Shape, Term

if TYPE_CHECKING:
    from pyoxigraph import Triple

_LEXICAL = {
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"),
    XSD + "date": re.compile(r"-?[0-9]{4,}-[0-9]{2}-[0-9]{2}(?:Z|[+-][0-9]{2}:[0-9]{2})?"),
    XSD + "gYearMonth": re.compile(r"-?[0-9]{4,}-[0-9]{2}(?:Z|[+-][0-9]{2}:[0-9]{2})?"),
    XSD + "boolean": re.compile(r"true|false|1|0"),
}
"""How the values of a datatype are written (XML Schema 1.1); every text is a string."""
Result = tuple[str, Term | None]
"""Predicate that a result is about, where it is another than the shape's path, and the value at fault, if there is one."""


class TripleIndex:
    """The triples of a graph, to be looked up by subject and predicate, and by predicate and object."""

    def __init__(self, triples: "Iterable[Triple]") -> None:
        self.objects: dict[Term, dict[str, dict[Term, None]]] = {}
        self.subjects: defaultdict[str, dict[Term, dict[Term, None]]] = defaultdict(dict)
        for triple in triples:
            predicate = triple.predicate.value
            self.objects.setdefault(triple.subject, {}).setdefault(predicate, {})[triple.object] = None
            self.subjects[predicate].setdefault(triple.object, {})[triple.subject] = None

    def values(self, node: Term, path: Path) -> dict[Term, None]:
        """Return the nodes that a path leads to from a node, each once."""
        if path.kind == "predicate":
            return self.objects.get(node, {}).get(path.iri, {})
        if path.kind == "inverse":
            return self.subjects[path.parts[0].iri].get(node, {})
        if path.kind == "alternative":
            return {value: None for part in path.parts for value in self.values(node, part)}
        nodes: dict[Term, None] = {node: None}
        for part in path.parts:
            nodes = {value: None for each in nodes for value in self.values(each, part)}
        return nodes

    def instances(self, iri: str) -> dict[Term, None]:
        """Return the nodes of a class, those of its subclasses too where the graph says that they are."""
        from pyoxigraph import NamedNode

        classes: dict[Term, None] = {NamedNode(iri): None}
        waiting = list(classes)
        while waiting:
            for each in self.subjects[RDFS + "subClassOf"].get(waiting.pop(), {}):
                if each not in classes:
                    classes[each] = None
                    waiting.append(each)
        return {node: None for each in classes for node in self.subjects[RDF + "type"].get(each, {})}

    def targets(self, shape: Shape) -> dict[Term, None]:
        """Return the focus nodes of a shape."""
        from pyoxigraph import NamedNode

        nodes: dict[Term, None] = {}
        for kind, iri in shape.targets:
            if kind == "targetClass":
                nodes |= self.instances(iri)
            elif kind == "targetNode":
                nodes[NamedNode(iri)] = None
            elif kind == "targetObjectsOf":
                nodes |= dict.fromkeys(self.subjects.get(iri, {}))
            else:
                nodes |= {subject: None for subjects in self.subjects.get(iri, {}).values() for subject in subjects}
        return nodes


Constraint = Callable[["Evaluation", Term, Iterable[Term], Any], Iterator[Result]]
"""Takes the focus node, the value nodes and the parameter."""


class Evaluation:
    """Evaluates shapes on one graph."""

    def __init__(self, index: TripleIndex) -> None:
        self.index = index
        self._instances: dict[str, dict[Term, None]] = {}

    def is_instance(self, node: Term, iri: str) -> bool:
        """Tell whether a node is of a class."""
        if iri not in self._instances:
            self._instances[iri] = self.index.instances(iri)
        return node in self._instances[iri]

    def conforms(self, node: Term, shape: Shape) -> bool:
        """Tell whether a node breaks nothing of a shape."""
        return next(self.results(node, shape), None) is None

    def results(self, node: Term, shape: Shape) -> Iterator[tuple[Term, Shape, Result]]:
        """Yield what a focus node breaks of a shape and of the property shapes that it holds; the node that is looked at comes first."""
        values = {node: None} if shape.path is None else self.index.values(node, shape.path)
        for name, parameter in shape.constraints:
            constraint = CONSTRAINTS.get(name)
            if constraint is None:
                raise OntologyError(f"shapes.ttl: the constraint sh:{name} is not known here")
            for result in constraint(self, node, values, parameter):
                yield node, shape, result
        for each in values if shape.properties else ():
            for inner in shape.properties:
                yield from self.results(each, inner)


def _each(holds: Callable[[Term, Any], bool]) -> Constraint:
    """Return the constraint that each value node must fulfil by itself."""
    return _each_in_graph(lambda _, value, parameter: holds(value, parameter))


def _each_in_graph(holds: Callable[[Evaluation, Term, Any], bool]) -> Constraint:
    """Return the constraint that each value node must fulfil by what the graph says of it."""

    def constraint(evaluation: Evaluation, focus: Term, values: Iterable[Term], parameter: Any) -> Iterator[Result]:
        del focus
        for value in values:
            if not holds(evaluation, value, parameter):
                yield "", value

    return constraint


def _count(holds: Callable[[Evaluation, Iterable[Term], Any], bool]) -> Constraint:
    """Return the constraint that the value nodes must fulfil together."""

    def constraint(evaluation: Evaluation, focus: Term, values: Iterable[Term], parameter: Any) -> Iterator[Result]:
        del focus
        if not holds(evaluation, values, parameter):
            yield "", None

    return constraint


def _kind(term: Term) -> str:
    return type(term).__name__


_NODE_KINDS = {
    SH + "IRI": ("NamedNode",),
    SH + "Literal": ("Literal",),
    SH + "BlankNode": ("BlankNode",),
    SH + "BlankNodeOrIRI": ("BlankNode", "NamedNode"),
    SH + "IRIOrLiteral": ("NamedNode", "Literal"),
    SH + "BlankNodeOrLiteral": ("BlankNode", "Literal"),
}


def _has_datatype(term: Any, datatype: Any) -> bool:
    if _kind(term) != "Literal" or term.datatype != datatype:
        return False
    lexical = _LEXICAL.get(datatype.value)
    return lexical is None or lexical.fullmatch(term.value) is not None


def _text(term: Any) -> str | None:
    """Return the text that patterns and lengths are about, None for what has none."""
    return term.value if _kind(term) in ("NamedNode", "Literal") else None


@lru_cache(maxsize=256)
def _compile(pattern: str, flags: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE if "i" in flags else 0)


def _matches(term: Term, parameter: tuple[str, str]) -> bool:
    text = _text(term)
    return text is not None and _compile(*parameter).search(text) is not None


def _number(term: Any) -> Decimal | None:
    if _kind(term) != "Literal" or not term.datatype.value.startswith(XSD):
        return None
    try:
        return Decimal(term.value)
    except InvalidOperation:
        return None


def _compares(compare: Callable[[Decimal, Decimal], bool]) -> Callable[[Term, Term], bool]:
    def holds(term: Term, bound: Term) -> bool:
        number, limit = _number(term), _number(bound)
        return number is not None and limit is not None and number == number and compare(number, limit)  # noqa: PLR0124  (not a number)

    return holds


def _equals(evaluation: Evaluation, focus: Term, values: Iterable[Term], parameter: Any) -> Iterator[Result]:
    others = evaluation.index.objects.get(focus, {}).get(parameter.value, {})
    own = dict.fromkeys(values)
    for value in (*(each for each in own if each not in others), *(each for each in others if each not in own)):
        yield "", value


def _disjoint(evaluation: Evaluation, focus: Term, values: Iterable[Term], parameter: Any) -> Iterator[Result]:
    others = evaluation.index.objects.get(focus, {}).get(parameter.value, {})
    for value in values:
        if value in others:
            yield "", value


def _closed(evaluation: Evaluation, focus: Term, values: Iterable[Term], parameter: Any) -> Iterator[Result]:
    del focus
    for value in values:
        for predicate, objects in evaluation.index.objects.get(value, {}).items():
            if predicate not in parameter:
                for term in objects:
                    yield predicate, term


CONSTRAINTS: dict[str, Constraint] = {
    "class": _each_in_graph(lambda evaluation, term, parameter: evaluation.is_instance(term, parameter.value)),
    "closed": _closed,
    "datatype": _each(_has_datatype),
    "disjoint": _disjoint,
    "equals": _equals,
    "hasValue": _count(lambda _, values, parameter: parameter in dict.fromkeys(values)),
    "in": _each(lambda term, parameter: term in parameter),
    "maxCount": _count(lambda _, values, parameter: len(list(values)) <= int(parameter.value)),
    "maxInclusive": _each(_compares(lambda number, bound: number <= bound)),
    "minCount": _count(lambda _, values, parameter: len(list(values)) >= int(parameter.value)),
    "minInclusive": _each(_compares(lambda number, bound: number >= bound)),
    "minLength": _each(lambda term, parameter: len(_text(term) or "") >= int(parameter.value)),
    "node": _each_in_graph(lambda evaluation, term, parameter: evaluation.conforms(term, parameter[0])),
    "nodeKind": _each(lambda term, parameter: _kind(term) in _NODE_KINDS[parameter.value]),
    "not": _each_in_graph(lambda evaluation, term, parameter: not evaluation.conforms(term, parameter[0])),
    "or": _each_in_graph(lambda evaluation, term, parameter: any(evaluation.conforms(term, each) for each in parameter)),
    "pattern": _each(_matches),
    "qualifiedMaxCount": _count(
        lambda evaluation, values, parameter: sum(evaluation.conforms(value, parameter[1]) for value in values) <= parameter[0]
    ),
    "qualifiedMinCount": _count(
        lambda evaluation, values, parameter: sum(evaluation.conforms(value, parameter[1]) for value in values) >= parameter[0]
    ),
    "xone": _each_in_graph(lambda evaluation, term, parameter: sum(evaluation.conforms(term, each) for each in parameter) == 1),
}
"""The constraints that the shapes use, by the name of their parameter."""
