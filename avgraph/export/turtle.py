"""Write the graph as Turtle and TriG (W3C, RDF 1.1) that people can read: prefixes, grouped, sorted, laid out.

The serializers at hand either hold the whole graph in memory or print for machines: no space
between subjects, prefixes in no order, fifty objects on one line. The layout is what this format
is for, so it is written here; the statements come from ``triples`` as for every other format.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import IO

from avgraph.model.graph import Graph
from avgraph.model.vocabulary import RDF, split_iri
from avgraph.rdf.description import dump_iri
from avgraph.rdf.statements import Literal, Statements, Value
from avgraph.rdf.triples import list_parts, resource_prefixes
from avgraph.text.turtle import quote

_LOCAL_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_NUMERAL = {"integer": re.compile(r"-?\d+"), "decimal": re.compile(r"-?\d*\.\d+"), "boolean": re.compile(r"true|false")}
_LINE_LENGTH = 100
_FLUSH = 4096
"""Subjects written at a time."""
_SHARED = range(20_000, 1_000_000)
"""Nodes of a graph whose paragraphs several processes print; of fewer one does it as soon, and the text of more would take much memory."""
_PART = 4_000
"""Nodes that a process prints at a time."""
_REMEMBERED = 1 << 20
"""Most names of resources that are remembered; most stand in several statements."""


def write_turtle(graph: Graph, file: IO[bytes], base: str, *, materialize: bool = False) -> None:
    """Write a paragraph for each subject: its types, its label, then its properties in a fixed order."""
    printer = TurtlePrinter(base)
    file.write(printer.prefixes().encode())
    _write_paragraphs(graph, file, printer, base, materialize=materialize)


def write_trig(graph: Graph, file: IO[bytes], base: str, *, materialize: bool = False) -> None:
    """Write the same paragraphs in the graph that the description of the dump names."""
    printer = TurtlePrinter(base)
    file.write(f"{printer.prefixes()}\n<{dump_iri(graph.source, base)}> {{\n".encode())
    _write_paragraphs(graph, file, printer, base, materialize=materialize)
    file.write(b"\n}\n")


def _write_paragraphs(graph: Graph, file: IO[bytes], printer: "TurtlePrinter", base: str, *, materialize: bool) -> None:
    most_nodes = _PART if len(graph) in _SHARED else None
    parts = list_parts(graph, base, materialize=materialize, most_nodes=most_nodes)
    if most_nodes is None:
        for part in parts:
            for text in _paragraphs(printer, part):
                file.write(text)
        return
    from avgraph.parallel import run_jobs

    for text in run_jobs([partial(_print, printer, part) for part in parts]):
        file.write(text)


def _print(printer: "TurtlePrinter", part: Callable[[], Iterator[Statements]]) -> bytes:
    return b"".join(_paragraphs(printer, part))


def _paragraphs(printer: "TurtlePrinter", part: Callable[[], Iterator[Statements]]) -> Iterator[bytes]:
    """Yield the paragraphs of some subjects, many at a time."""
    waiting: list[str] = []
    for subject, statements in part():
        waiting.append(printer.paragraph(subject, statements))
        if len(waiting) > _FLUSH:
            yield "".join(waiting).encode()
            waiting.clear()
    yield "".join(waiting).encode()


class TurtlePrinter:
    """Prints subjects as paragraphs; names of resources, most of which stand in several statements, are made once."""

    def __init__(self, base: str) -> None:
        """Take the prefixes of a namespace of resources."""
        self._prefixes = resource_prefixes(base)
        self._names = {namespace: prefix for prefix, namespace in self._prefixes.items()}
        self._verbs: dict[str, str] = {RDF + "type": "a"}
        self._known: dict[str, str] = {}

    def prefixes(self, text: str | None = None) -> str:
        """Return the declarations of the prefixes, of those that a text uses where there is one."""
        used = self._prefixes.items() if text is None else ((each, name) for each, name in self._prefixes.items() if f"{each}:" in text)
        return "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in used)

    def paragraph(self, subject: str, statements: list[tuple[str, list[Value]]]) -> str:
        """Return a subject with its statements."""
        verbs, known = self._verbs, self._known
        if len(known) > _REMEMBERED:
            known.clear()
        lines = []
        for predicate, values in statements:
            verb = verbs.get(predicate)
            if verb is None:
                verb = verbs[predicate] = _name(predicate, self._names)
            if len(values) == 1:
                # Most statements have one value.
                value = values[0]
                lines.append(f"{verb} {(known.get(value) or self._remember(value)) if isinstance(value, str) else _literal(value)}")
                continue
            lines.append(
                verb
                + _list([(known.get(value) or self._remember(value)) if isinstance(value, str) else _literal(value) for value in values])
            )
        return f"\n{known.get(subject) or self._remember(subject)} " + " ;\n    ".join(lines) + " .\n"

    def _remember(self, iri: str) -> str:
        name = self._known[iri] = _name(iri, self._names)
        return name


def _list(objects: list[str]) -> str:
    """Return objects on the line where they fit, else a line each."""
    joined = ", ".join(objects)
    return f" {joined}" if len(joined) <= _LINE_LENGTH else "\n        " + ",\n        ".join(objects)


def _name(iri: str, names: dict[str, str]) -> str:
    """Return an IRI as a prefixed name where one of the prefixes fits."""
    namespace, local = split_iri(iri)
    prefix = names.get(namespace)
    return f"{prefix}:{local}" if prefix is not None and _LOCAL_NAME.fullmatch(local) else f"<{iri}>"


def _literal(term: Literal) -> str:
    if term.datatype == "string":
        return quote(term.value)
    numeral = _NUMERAL.get(term.datatype)
    if numeral is not None and numeral.fullmatch(term.value):
        return term.value
    return f"{quote(term.value)}^^xsd:{term.datatype}"
