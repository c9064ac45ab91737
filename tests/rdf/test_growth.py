"""The work of reading and validating a dump grows with it and no faster, whatever its shape; brackets beyond some depth are refused."""

import io
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from avgraph.errors import AvgraphError
from avgraph.export.formats import FORMATS
from avgraph.model.entries import LinkKind, Source
from avgraph.model.vocabulary import BASE_IRI
from avgraph.rdf.dump_file import parse_triples
from avgraph.rdf.dump_graph import read_graph
from avgraph.rdf.shacl import validate
from tests.growth import assert_linear
from tests.made_lists import build_from, make_entry, make_list


def dump_of_one_paper() -> str:
    """Return the Turtle of a list of one entry."""
    entry = make_entry("On Bells", 3, (LinkKind.PAPER, "https://arxiv.org/abs/2301.00001"), authors=("Ada Lovelace",), heading=("Hearing",))
    file = io.BytesIO()
    FORMATS["turtle"].write(build_from(make_list(entry, source=Source("sample", "sample.md", "0" * 64, "Sample"))), file, BASE_IRI)
    return file.getvalue().decode()


DUMP = dump_of_one_paper()
PAPER = "<https://w3id.org/avgraph/id/paper/p>"


def many(make: Callable[[int], str]) -> Callable[[int], str]:
    """Return triples for each number."""
    return lambda size: "".join(make(number) + "\n" for number in range(size))


SHAPES: dict[str, Callable[[int], str]] = {
    "brackets within each other": lambda size: f"{PAPER} rdfs:seeAlso " + "[ rdfs:seeAlso " * size + "1" + "]" * size + " .\n",
    "lists within each other": lambda size: f"{PAPER} rdfs:seeAlso " + "(" * size + "1" + ")" * size + " .\n",
    "brackets that never close": lambda size: f"{PAPER} rdfs:seeAlso " + "[ rdfs:seeAlso " * size,
    "a long list": lambda size: f"{PAPER} rdfs:seeAlso (" + " 1" * size + ") .\n",
    "papers": many(lambda n: f'paper:p{n} a avg:Paper ; rdfs:label "{n}" ; dcterms:title "{n}" .'),
    "titles of one paper": many(lambda n: f'paper:p a avg:Paper ; dcterms:title "{n}" .'),
    "authors of one paper": many(lambda n: f'paper:p a avg:Paper ; avg:hasAuthor author:a{n} . author:a{n} a avg:Author ; rdfs:label "{n}" ; schema:name "{n}" .'),
    "papers of one author": many(lambda n: f'paper:p{n} a avg:Paper ; dcterms:title "{n}" ; avg:hasAuthor author:a . author:a a avg:Author ; schema:name "a" .'),
    "authorships at one position": many(lambda n: f"paper:p avg:hasAuthorship authorship:s{n} . authorship:s{n} a avg:Authorship ; avg:position 1 ; avg:ofPaper paper:p ; avg:author author:a ."),
    "entries of one paper": many(lambda n: f"paper:p avg:hasEntry entry:e{n} . entry:e{n} a avg:Entry ; avg:listsPaper paper:p ; avg:line {n + 1} ."),
    "tasks one below the other": many(lambda n: f'task:t{n} a avg:Task ; skos:prefLabel "{n}" ; skos:broader task:t{n + 1} .'),
    "tasks below one": many(lambda n: f'task:t{n} a avg:Task ; skos:prefLabel "{n}" ; skos:broader task:t .'),
    "a circle of tasks": lambda size: many(lambda n: f'task:t{n} a avg:Task ; skos:prefLabel "{n}" ; skos:broader task:t{(n + 1) % size} .')(size),
    "organisations one below the other": many(lambda n: f'institution:i{n} a avg:Institution ; skos:prefLabel "{n}" ; org:subOrganizationOf institution:i{n + 1} .'),
    "labels of one institution": many(lambda n: f'institution:i a avg:Institution ; skos:prefLabel "{n}" ; skos:altLabel "a{n}" ; skos:hiddenLabel "a{n}" .'),
    "classes of one node": many(lambda n: f"paper:p a avg:Paper, avg:Class{n} ."),
    "properties of one node": many(lambda n: f'paper:p a avg:Paper ; <https://example.org/p{n}> "x" .'),
    "descriptions": many(lambda n: f"<https://example.org/d{n}> a void:Dataset ; void:vocabulary <https://w3id.org/avgraph/ontology#> ."),
    "class partitions": many(lambda n: f"<https://w3id.org/avgraph/id/graph/sample> void:classPartition <https://example.org/d{n}> ."),
    "sources of one entry": many(lambda n: f"entry:e a avg:Entry ; prov:hadPrimarySource <https://example.org/s#line={n},{n + 1}> ."),
}  # fmt: skip
"""What is added to a dump, which grows in one way each."""


def read(content: bytes) -> None:
    """Read a dump as a graph, and validate it; either may refuse it."""
    with suppress(AvgraphError):
        read_graph(parse_triples(content, "x.ttl"))
    with suppress(AvgraphError):
        validate(list(parse_triples(content, "x.ttl")))


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_dumps_are_linear(shape: str) -> None:
    """No shape of triples makes reading or validating compare everything with everything."""

    def make(size: int) -> Callable[[], object]:
        content = (DUMP + SHAPES[shape](size)).encode()
        return lambda: read(content)

    assert_linear(make)


@pytest.mark.slow
@pytest.mark.parametrize("shape", [shape for shape in SHAPES if "brackets" in shape or "within" in shape])
def test_a_hundred_thousand_brackets_are_read_or_refused(shape: str) -> None:
    """No stack overflows, and ten times the depth takes about ten times as long (the parser, which is not Python, is timed)."""
    times = []
    for size in (10_000, 100_000):
        content = (DUMP + SHAPES[shape](size)).encode()
        start = time.process_time()
        with suppress(AvgraphError):
            for _ in parse_triples(content, "x.ttl"):
                pass
        times.append(time.process_time() - start)
    assert times[1] < 40 * max(times[0], 0.005)
