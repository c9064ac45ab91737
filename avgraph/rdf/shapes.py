"""Read SHACL shapes (W3C 2017) into what can be evaluated: targets, paths, constraints."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Union

from avgraph.errors import OntologyError
from avgraph.model.ontology import ontology_file
from avgraph.model.vocabulary import RDF, SH

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Term = Union["NamedNode", "BlankNode", "Literal", "Triple"]
_PART_OF_WHOLE = "https://w3id.org/avgraph/shapes#isOfWhole"
TARGETS = frozenset(("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf"))
NOT_CONSTRAINTS = TARGETS | {"path", "message", "flags", "ignoredProperties", "declare", "qualifiedValueShape"}
"""Parameters that say which nodes are meant and how, and are constraints neither by themselves nor together."""


@dataclass(frozen=True, slots=True)
class Path:
    """A property path: a predicate, or paths one after the other, instead of each other, or backwards."""

    kind: str
    """``predicate``, ``inverse``, ``sequence`` or ``alternative``."""
    iri: str = ""
    """Of a predicate."""
    parts: tuple["Path", ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A SPARQL constraint: each solution is a violation."""

    text: str
    message: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A node shape, or a property shape where it has a path."""

    name: str
    """What follows the namespace of its IRI; of a property shape, of the node shape that holds it."""
    message: str
    path: Path | None
    targets: tuple[tuple[str, str], ...]
    """Kind of target and IRI."""
    constraints: tuple[tuple[str, object], ...]
    """Name of the parameter in SHACL and its value: a term, a number, a tuple of terms, or a tuple of shapes."""
    properties: tuple["Shape", ...]
    queries: tuple[Query, ...]
    is_of_whole: bool = False
    """Whether only a whole graph keeps it, and not the part of one."""


@dataclass(frozen=True, slots=True)
class Shapes:
    """All shapes with targets, and the prefixes of their queries."""

    shapes: tuple[Shape, ...]
    prefixes: Mapping[str, str]


@cache
def load_shapes() -> Shapes:
    """Return the shapes of ``ontology/shapes.ttl``."""
    from pyoxigraph import RdfFormat, parse

    statements: dict[str, dict[str, list[Term]]] = {}
    for quad in parse(path=str(ontology_file("shapes.ttl")), format=RdfFormat.TURTLE):
        statements.setdefault(_key(quad.subject), {}).setdefault(quad.predicate.value, []).append(quad.object)
    reader = _Reader(statements)
    return Shapes(tuple(reader.read_targeted()), reader.read_prefixes())


def _key(term: Term) -> str:
    return str(term) if not hasattr(term, "value") or str(term).startswith("_:") else term.value


class _Reader:
    """Holds the statements of a shapes graph by subject and predicate."""

    def __init__(self, statements: Mapping[str, Mapping[str, list[Term]]]) -> None:
        self.statements = statements

    def read_targeted(self) -> Iterator[Shape]:
        for subject, values in self.statements.items():
            if any(SH + target in values for target in TARGETS):
                yield self.read_shape(subject, subject.rpartition("#")[2])

    def read_prefixes(self) -> dict[str, str]:
        prefixes = {}
        for values in self.statements.values():
            for declaration in values.get(SH + "declare", ()):
                entry = self.statements[_key(declaration)]
                prefixes[_key(entry[SH + "prefix"][0])] = _key(entry[SH + "namespace"][0])
        return prefixes

    def read_shape(self, subject: str, name: str) -> Shape:
        values = self.statements[subject]
        parameters = {key.removeprefix(SH): terms for key, terms in values.items() if key.startswith(SH)}
        targets = tuple((target, _key(term)) for target in sorted(TARGETS) for term in parameters.get(target, ()))
        queries = tuple(
            Query(_key(entry[SH + "select"][0]), _key(entry[SH + "message"][0]))
            for term in parameters.get("sparql", ())
            for entry in [self.statements[_key(term)]]
        )
        return Shape(
            name,
            " ".join(_key(term) for term in parameters.get("message", ())),
            self.read_path(_key(parameters["path"][0])) if "path" in parameters else None,
            targets,
            tuple(self._read_constraints(parameters, name)),
            tuple(self.read_shape(_key(term), name) for term in parameters.get("property", ())),
            queries,
            _PART_OF_WHOLE in values,
        )

    def _read_constraints(self, parameters: Mapping[str, list[Term]], name: str) -> Iterator[tuple[str, object]]:
        for parameter, terms in parameters.items():
            if parameter in NOT_CONSTRAINTS or parameter in ("property", "sparql", "prefixes"):
                continue
            for term in terms:
                if parameter in ("or", "xone"):
                    yield parameter, tuple(self.read_shape(_key(each), name) for each in self.read_list(_key(term)))
                elif parameter in ("node", "not"):
                    yield parameter, (self.read_shape(_key(term), name),)
                elif parameter in ("qualifiedMinCount", "qualifiedMaxCount"):
                    qualified = self.read_shape(_key(parameters["qualifiedValueShape"][0]), name)
                    yield parameter, (int(_key(term)), qualified)
                elif parameter == "in":
                    yield parameter, frozenset(self.read_list(_key(term)))
                elif parameter == "closed":
                    yield parameter, self._read_allowed(parameters)
                elif parameter == "pattern":
                    yield parameter, (_key(term), "".join(map(_key, parameters.get("flags", ()))))
                else:
                    yield parameter, term

    def _read_allowed(self, parameters: Mapping[str, list[Term]]) -> frozenset[str]:
        """Return the predicates that a closed shape allows."""
        paths = [self.statements[_key(each)][SH + "path"][0] for each in parameters.get("property", ())]
        ignored = self.read_list(_key(parameters["ignoredProperties"][0])) if "ignoredProperties" in parameters else ()
        return frozenset((*map(_key, paths), *map(_key, ignored)))

    def read_path(self, subject: str) -> Path:
        values = self.statements.get(subject, {})
        if not subject.startswith("_:"):
            return Path("predicate", subject)
        if SH + "inversePath" in values:
            return Path("inverse", parts=(self.read_path(_key(values[SH + "inversePath"][0])),))
        if SH + "alternativePath" in values:
            parts = self.read_list(_key(values[SH + "alternativePath"][0]))
            return Path("alternative", parts=tuple(self.read_path(_key(each)) for each in parts))
        if RDF + "first" not in values:
            raise OntologyError(f"shapes.ttl: a path with {', '.join(values)} is not known here")
        return Path("sequence", parts=tuple(self.read_path(_key(each)) for each in self.read_list(subject)))

    def read_list(self, subject: str) -> list[Term]:
        items = []
        while subject != RDF + "nil":
            items.append(self.statements[subject][RDF + "first"][0])
            subject = _key(self.statements[subject][RDF + "rest"][0])
        return items
