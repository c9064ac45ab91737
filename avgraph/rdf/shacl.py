"""Validate a dump against the SHACL shapes of the ontology.

The shapes are plain SHACL, for any engine; those at hand take some ten seconds for a dump of a hundred thousand triples (pySHACL), or
pass SPARQL constraints over. What the shapes use is evaluated here on an index of the triples, and their queries by pyoxigraph; tests
hold every result against pySHACL's.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from avgraph.errors import DumpError, QueryError, one_line
from avgraph.model.vocabulary import AVG, BASE_IRI, DCTERMS, PROV, VOID, XSD, NodeType, Relation, shorten
from avgraph.rdf.constraints import Evaluation, TripleIndex
from avgraph.rdf.dump_file import parse_triples
from avgraph.rdf.dump_file import read_dump as read_triples
from avgraph.rdf.shapes import Query, Shape, Shapes, Term, load_shapes
from avgraph.text.visible import visible

if TYPE_CHECKING:
    from pyoxigraph import Triple

_LONGEST_VALUE = 200
"""Characters of a value that are shown."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One place where a dump breaks a shape."""

    node: str
    """The IRI of the node; of the ontology where it is the dump itself."""
    shape: str
    """The name of the shape, such as ``Paper``."""
    path: str
    """The IRI of the property, or nothing where the shape is about several or none."""
    message: str
    """What would be right."""
    value: str = ""
    """What is there instead, as Turtle writes it; nothing where something is missing."""
    line: int | None = None
    """The line of the list that the node is read from, where the dump tells it."""


def read_dump(path: Path) -> "list[Triple]":
    """Return the triples of a dump, its named graphs included. Raises QueryError where it cannot be read, DumpError where it is none."""
    return as_dump(read_triples(path), str(path))


def parse_dump(content: bytes, name: str = "standard input") -> "list[Triple]":
    """Return the triples of a dump in Turtle or N-Triples. Raises QueryError where it is neither, DumpError where it is no dump."""
    return as_dump(parse_triples(content, name), name)


def as_dump(triples: "Iterable[Triple]", name: str) -> "list[Triple]":
    """Return the triples of a dump. Raises DumpError where they are of something else, QueryError for a statement about a statement."""
    from pyoxigraph import NamedNode
    from pyoxigraph import Triple as Quoted

    dump = list(triples)
    classes = {NamedNode(AVG + each) for each in NodeType}
    if not any(triple.object in classes for triple in dump):
        looked_for = ", ".join(f"avg:{each}" for each in NodeType)
        raise DumpError(f"{name}: no dump of avgraph, which holds nodes of <{AVG}>: {looked_for}; none of them is in it")
    for triple in dump:
        if isinstance(triple.subject, Quoted) or isinstance(triple.object, Quoted):
            raise QueryError(f"{name}: a statement about the statement {one_line(str(triple))}, which no dump has")
    return dump


FindLine = Callable[[Term], int | None]
"""Returns the line of the list that a node is from."""


def validate(triples: "Iterable[Triple]") -> tuple[Violation, ...]:
    """Return what breaks the shapes, by line; nothing for a valid dump."""
    triples = list(triples)
    index = TripleIndex(triples)
    shapes = load_shapes()
    evaluation = Evaluation(index)
    find_line = cache(partial(_find_line, index))
    is_part = _is_part(index)
    violations: set[Violation] = set()
    store = _Queries(triples, shapes)
    for shape in shapes.shapes:
        if not (is_part and shape.is_of_whole):
            for node in index.targets(shape):
                for focus, broken, (predicate, value) in evaluation.results(node, shape):
                    path = predicate or (broken.path.iri if broken.path is not None and broken.path.kind == "predicate" else "")
                    violations.add(_violation(find_line, focus, broken.name, path, broken.message, value))
            violations.update(each for query in shape.queries for each in store.violations(find_line, shape, query))
    return tuple(sorted(violations, key=lambda each: (each.line is None, each.line or 0, *astuple(each)[:-1])))


def _violation(find_line: FindLine, node: Term | None, shape: str, path: str, message: str, value: Term | None) -> Violation:
    shown = "" if value is None or value == node else _written(value)
    return Violation(_text(node), shape, path, one_line(message), shown, None if node is None else find_line(node))


def _text(term: Term | None) -> str:
    return "" if term is None else str(getattr(term, "value", term))


def _written(term: Any) -> str:
    """Return a term as Turtle writes it, control characters left to whoever prints it."""
    if not hasattr(term, "datatype"):
        return str(term)
    quoted = '"' + term.value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r") + '"'
    if term.language:
        return f"{quoted}@{term.language}"
    return quoted if term.datatype.value == XSD + "string" else f"{quoted}^^<{term.datatype.value}>"


class _Queries:
    """Asks the queries of the shapes, of a store that is filled when the first is asked."""

    def __init__(self, triples: "list[Triple]", shapes: Shapes) -> None:
        self._triples = triples
        self._prefixes = dict(shapes.prefixes)
        self._store: Any = None

    def violations(self, find_line: FindLine, shape: Shape, query: Query) -> Iterator[Violation]:
        """Yield a violation for each solution; ?value is the node that breaks the shape, the other variables complete the message."""
        from pyoxigraph import Quad, Store

        if self._store is None:
            self._store = Store()
            self._store.bulk_extend(Quad(triple.subject, triple.predicate, triple.object) for triple in self._triples)
        solutions = self._store.query(query.text, prefixes=self._prefixes)
        names = [variable.value for variable in solutions.variables]
        for solution in solutions:
            values = {name: solution[name] for name in names}
            message = re.sub(r"\{[?$](\w+)\}", partial(_fill, values), query.message)
            yield _violation(find_line, values.get("value"), shape.name, _text(values.get("path")), message, None)


def _fill(values: Mapping[str, Term | None], match: re.Match[str]) -> str:
    return _text(values.get(match[1]))


def _described(index: TripleIndex) -> list[Term]:
    """Return the descriptions of the dump, sorted."""
    from pyoxigraph import NamedNode

    return sorted(index.subjects[VOID + "vocabulary"].get(NamedNode(AVG), {}), key=str)


def _is_part(index: TripleIndex) -> bool:
    return any(DCTERMS + "isPartOf" in index.objects[each] for each in _described(index))


_LINE, _LINES, _SOURCE_OF = AVG + "line", PROV + "hadPrimarySource", PROV + "wasPrimarySourceOf"
_FORWARD = (Relation.HAS_ENTRY, Relation.OF_PAPER)
_BACKWARD = (
    Relation.NAMES, Relation.LISTS_PAPER, Relation.HAS_AUTHORSHIP, Relation.HAS_AUTHOR, Relation.LISTS_INSTITUTION, Relation.PUBLISHED_IN,
    Relation.INTRODUCES_DATASET,
)  # fmt: skip
"""Relations that lead to the entries of a node, or to a paper that has some, from it or to it."""


def _find_line(index: TripleIndex, node: Term) -> int | None:
    """Return the first line of the list that a node, its entries or those of its papers are read from, or None."""
    near = {node: None}
    for _ in range(3):
        lines = [line for each in near for line in _own_lines(index, each)]
        if lines:
            return min(lines)
        forward = {other: None for each in near for relation in _FORWARD for other in index.objects.get(each, {}).get(relation.iri, {})}
        near = forward | {other: None for each in near for relation in _BACKWARD for other in index.subjects[relation.iri].get(each, {})}
    return None


def _own_lines(index: TripleIndex, node: Term) -> Iterator[int]:
    values = index.objects.get(node, {})
    for value in map(_text, values.get(_LINE, {})):
        if value.isdecimal():
            yield int(value)
    for value in map(_text, (*values.get(_LINES, {}), *index.subjects[_SOURCE_OF].get(node, {}))):
        begin = value.partition("#line=")[2].partition(",")[0]
        if begin.isdecimal():
            yield int(begin) + 1


def read_description(triples: "Iterable[Triple]") -> tuple[str, str]:
    """Return where the resources of a dump live and the name of its list; the usual place and ``list`` where it does not say."""
    index = TripleIndex(triples)
    about = index.objects[_described(index)[0]] if _described(index) else {}
    base, source = (_text(next(iter(about.get(each, {})), None)) for each in (VOID + "uriSpace", DCTERMS + "source"))
    return base or BASE_IRI, (source or "list").rpartition("/")[2]


def format_violation(violation: Violation, name: str, base: str, source: str) -> str:
    """Return ``file:line: Shape node property: message``; the file is the list where the line is known, else the dump called `name`."""
    place = name if violation.line is None else f"{source}.md:{violation.line}"
    about = [violation.shape]
    if violation.node != AVG:
        about.append(violation.node.removeprefix(base))
    if violation.path:
        about.append(shorten(violation.path))
    value = re.sub(rf"<{re.escape(XSD)}(\w+)>$", r"xsd:\1", violation.value)
    actual = f"; found {value[:_LONGEST_VALUE]}" if value else ""
    line = f"{place}: {' '.join(about)}: {violation.message.replace(base, '')}{actual}"
    return visible(line)
