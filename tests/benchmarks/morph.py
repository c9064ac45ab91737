"""Prepare tables and a mapping from which Morph-KGC makes the same triples as avgraph's dump."""

import csv
from collections import defaultdict
from pathlib import Path

import pyoxigraph

RML_HEAD = """@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
"""
CONFIG = """[CONFIGURATION]
output_file = out.nt
output_format = N-TRIPLES
number_of_processes = 1
logging_level = WARNING
na_values = ,

[List]
mappings = mapping.ttl
"""
Key = tuple[str, str]
"""Predicate, and the datatype of the objects or ``iri``."""


def prepare(dump: Path, folder: Path) -> None:
    """Write into `folder` one table of subjects and objects for each predicate of `dump`, the mapping and the settings."""
    tables: defaultdict[Key, list[tuple[str, str]]] = defaultdict(list)
    for quad in pyoxigraph.parse(path=dump, format=pyoxigraph.RdfFormat.N_TRIPLES):
        value = quad.object
        kind = value.datatype.value if isinstance(value, pyoxigraph.Literal) else "iri"
        tables[quad.predicate.value, kind].append((quad.subject.value, value.value))
    maps = []
    for number, ((predicate, kind), rows) in enumerate(sorted(tables.items())):
        with (folder / f"{number}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("s", "o"), *rows])
        kind_of_object = "rr:termType rr:IRI" if kind == "iri" else f"rr:termType rr:Literal ; rr:datatype <{kind}>"
        maps.append(
            f'<#map{number}> a rr:TriplesMap ;\n  rml:logicalSource [ rml:source "{number}.csv" ; rml:referenceFormulation ql:CSV ] ;\n'
            f'  rr:subjectMap [ rml:reference "s" ; rr:termType rr:IRI ] ;\n'
            f'  rr:predicateObjectMap [ rr:predicate <{predicate}> ; rr:objectMap [ rml:reference "o" ; {kind_of_object} ] ] .\n'
        )
    (folder / "mapping.ttl").write_text(RML_HEAD + "\n".join(maps), encoding="utf-8")
    (folder / "config.ini").write_text(CONFIG, encoding="utf-8")


def difference(dump: Path, other: Path) -> tuple[int, int]:
    """Return how many triples stand in one of two N-Triples files alone, plain and typed strings being one."""
    ours, theirs = (
        {(quad.subject, quad.predicate, quad.object) for quad in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.N_TRIPLES)}
        for path in (dump, other)
    )
    return len(ours - theirs), len(theirs - ours)
