"""Write the graph as Turtle and TriG (W3C, RDF 1.1) that people can read: prefixes, grouped, sorted, laid out.

The serializers at hand either hold the whole graph in memory or print for machines: no space
between subjects, prefixes in no order, fifty objects on one line. The layout is what this format
is for, so it is written here; the statements come from ``triples`` as for every other format.
"""

import re
from typing import IO

from avgraph.model.graph import Graph
from avgraph.model.vocabulary import RDF, split_iri
from avgraph.rdf.description import dump_iri
from avgraph.rdf.statements import Literal
from avgraph.rdf.triples import generate_statements, resource_prefixes
from avgraph.text.turtle import quote

_LOCAL_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_NUMERAL = {"integer": re.compile(r"-?\d+"), "decimal": re.compile(r"-?\d*\.\d+"), "boolean": re.compile(r"true|false")}
_LINE_LENGTH = 100
_FLUSH = 4096
"""Subjects written at a time."""
_REMEMBERED = 1 << 20
"""Most names of resources that are remembered; most stand in several statements."""


def write_turtle(graph: Graph, file: IO[bytes], base: str, *, materialize: bool = False) -> None:
    """Write a paragraph for each subject: its types, its label, then its properties in a fixed order."""
    _write_prefixes(file, base)
    _write_paragraphs(graph, file, base, materialize=materialize)


def write_trig(graph: Graph, file: IO[bytes], base: str, *, materialize: bool = False) -> None:
    """Write the same paragraphs in the graph that the description of the dump names."""
    _write_prefixes(file, base)
    file.write(f"\n<{dump_iri(graph.source, base)}> {{\n".encode())
    _write_paragraphs(graph, file, base, materialize=materialize)
    file.write(b"\n}\n")


def _write_prefixes(file: IO[bytes], base: str) -> None:
    file.write("".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in resource_prefixes(base).items()).encode())


def _write_paragraphs(graph: Graph, file: IO[bytes], base: str, *, materialize: bool) -> None:
    names = {namespace: prefix for prefix, namespace in resource_prefixes(base).items()}
    verbs: dict[str, str] = {RDF + "type": "a"}
    known: dict[str, str] = {}
    waiting: list[str] = []
    for subject, statements in generate_statements(graph, base, materialize=materialize):
        lines = []
        for predicate, values in statements:
            verb = verbs.get(predicate)
            if verb is None:
                verb = verbs[predicate] = _name(predicate, names)
            objects = []
            for value in values:
                if isinstance(value, str):
                    name = known.get(value)
                    if name is None:
                        name = known[value] = _name(value, names)
                    objects.append(name)
                else:
                    objects.append(_literal(value))
            lines.append(verb + _list(objects))
        waiting.append(f"\n{_name(subject, names)} " + " ;\n    ".join(lines) + " .\n")
        if len(waiting) > _FLUSH:
            file.write("".join(waiting).encode())
            waiting.clear()
            if len(known) > _REMEMBERED:
                known.clear()
    file.write("".join(waiting).encode())


def _list(objects: list[str]) -> str:
    """Return objects on the line where they fit, else a line each."""
    if len(objects) == 1:
        return " " + objects[0]
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
