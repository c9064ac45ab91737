"""Time the bundled list to Turtle against Morph-KGC, which makes the same triples from tables prepared for it."""

import csv
from collections import defaultdict
from pathlib import Path

import pyoxigraph

from tests.benchmarks.table import Row, skipped, verdict
from tests.benchmarks.timing import AVGRAPH, has_module, run, side_by_side

MARK = 4.0
MARK_SECONDS = 0.5
RML_HEAD = """@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
"""
# One process, as avgraph uses one. Left alone, na_values would drop the values "nan" besides the empty ones.
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


def compare_turtle(folder: Path, rounds: int, python: str) -> list[Row]:
    """Return the row of the bundled list to Turtle against Morph-KGC in `python`, and whether the triples are the same."""
    if not has_module("morph_kgc", python):
        return [skipped("turtle", "Morph-KGC is not installed; add --install, or name a Python that has it with --morph PYTHON")]
    dump = folder / "dump.nt"
    run([*AVGRAPH, "export", "--format", "ntriples", "-o", dump.name], folder)
    prepare(dump, folder)
    ours_command = [*AVGRAPH, "export", "--format", "turtle", "-o", "dump.ttl"]
    ours, theirs = side_by_side(ours_command, [python, "-m", "morph_kgc", "config.ini"], folder, rounds)
    missing, more = difference(dump, folder / "out.nt")
    note = "Morph-KGC makes the same triples" if not missing and not more else f"Morph-KGC: {missing:,} triples missing, {more:,} more"
    ratio = theirs / ours
    mark = f">= {MARK:g} x, < {MARK_SECONDS} s"
    met = verdict(met=ratio >= MARK and ours < MARK_SECONDS)
    return [Row("turtle", f"{ours:.2f} s", f"{theirs:.2f} s", f"{ratio:.1f} x faster", mark, met, note)]


def prepare(dump: Path, folder: Path) -> None:
    """Write into `folder` one table of subjects and objects for each predicate of `dump`, the mapping and the settings."""
    tables: defaultdict[Key, list[tuple[str, str]]] = defaultdict(list)
    for quad in pyoxigraph.parse(path=dump, format=pyoxigraph.RdfFormat.N_TRIPLES):
        subject, predicate, value = quad.subject, quad.predicate, quad.object
        if not isinstance(subject, pyoxigraph.NamedNode) or not isinstance(value, pyoxigraph.NamedNode | pyoxigraph.Literal):
            message = f"{quad}: the tables hold IRIs and literals alone"
            raise TypeError(message)
        kind = value.datatype.value if isinstance(value, pyoxigraph.Literal) else "iri"
        tables[predicate.value, kind].append((subject.value, value.value))
    maps = []
    for number, ((predicate_iri, kind), rows) in enumerate(sorted(tables.items())):
        with (folder / f"{number}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("s", "o"), *rows])
        # A reference keeps an IRI as it is; a template would percent-encode it.
        kind_of_object = "rr:termType rr:IRI" if kind == "iri" else f"rr:termType rr:Literal ; rr:datatype <{kind}>"
        maps.append(
            f'<#map{number}> a rr:TriplesMap ;\n  rml:logicalSource [ rml:source "{number}.csv" ; rml:referenceFormulation ql:CSV ] ;\n'
            f'  rr:subjectMap [ rml:reference "s" ; rr:termType rr:IRI ] ;\n'
            f'  rr:predicateObjectMap [ rr:predicate <{predicate_iri}> ; rr:objectMap [ rml:reference "o" ; {kind_of_object} ] ] .\n'
        )
    (folder / "mapping.ttl").write_text(RML_HEAD + "\n".join(maps), encoding="utf-8")
    (folder / "config.ini").write_text(CONFIG, encoding="utf-8")


def difference(ours: Path, theirs: Path) -> tuple[int, int]:
    """Return how many triples stand in the first or the second RDF file alone, plain and typed strings being one."""
    first, second = ({(quad.subject, quad.predicate, quad.object) for quad in pyoxigraph.parse(path=path)} for path in (ours, theirs))
    return len(first - second), len(second - first)
