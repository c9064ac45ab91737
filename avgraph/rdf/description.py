"""Describe the dump itself: what it is made from, what it holds, who may use it (VoID, DCAT)."""

import contextlib
import os
import platform
import re
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from avgraph.model.entries import Source
from avgraph.model.graph import Graph
from avgraph.model.vocabulary import AVG, BASE_IRI, DCAT, DCTERMS, PROV, RDF, RDFS, REGISTRY_IRI, SKOS, VOID, Attribute, NodeType, Relation
from avgraph.rdf.statements import Iri, Literal, Statements, Value, integer
from avgraph.text.ids import mint_id


def source_id(source: Source) -> str:
    """Return the id of the resource that stands for the source of a list."""
    return mint_id("source", source.name.casefold())


def graph_id(source: Source) -> str:
    """Return the id of the graph of a list: of its description and, in a store, of the named graph that it is."""
    return mint_id("graph", source.name.casefold())


def dump_iri(source: Source, base: str = BASE_IRI) -> str:
    """Return the IRI of the dump of a list or of a part of it: of its description and of the named graph in quad formats."""
    return f"{base}{graph_id(source)}{'.part' if source.is_part else ''}"


def loading_iri(graph: str) -> str:
    """Return the IRI of a new graph in which another one is loaded that then takes the place of `graph`: it names machine and process."""
    return f"{graph}.loading-{_machine()}{os.getpid():06x}{os.urandom(2).hex()}"


def delete_abandoned(graph: str) -> str | None:
    """Return the update that removes what pushes of this machine into `graph` left that are no longer running; None where that is not known.

    Those of other machines may still be running.
    """
    try:
        running = [int(each.name) for each in Path("/proc").iterdir() if each.name.isdecimal()]
    except OSError:
        return None
    start = f"{graph}.loading-{_machine()}"
    processes = ", ".join(f'"{each:06x}"' for each in sorted(running))
    return (
        f"DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} WHERE {{ {{ SELECT DISTINCT ?g {{ GRAPH ?g {{ ?dump <{VOID}vocabulary> <{AVG}> }} "
        f'FILTER(STRSTARTS(STR(?g), "{start}") && SUBSTR(STR(?g), {len(start) + 1}, 6) NOT IN ({processes})) }} }} GRAPH ?g {{ ?s ?p ?o }} }}'
    )


def _machine() -> str:
    """Return six letters that stand for this machine, since when it runs, and where processes are numbered of their own."""
    parts = [platform.node()]
    with contextlib.suppress(OSError):
        parts += [Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii"), str(Path("/proc/self/ns/pid").stat().st_ino)]
    return sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:6]


def is_loading(graph: str) -> bool:
    """Tell whether a graph is one that is loaded, or was left by a push that was killed."""
    return re.search(r"\.loading-[0-9a-f]{16}\Z", graph) is not None


def line_iri(source: Source, lines: tuple[int, int], base: str = BASE_IRI) -> str:
    """Return the IRI of a stretch of lines of the source, its fragment as RFC 5147 counts positions.

    >>> line_iri(Source("my-list", "my-list.md", "", ""), (59, 64))
    'https://w3id.org/avgraph/id/source/my-list#line=58,64'
    """
    return f"{base}{source_id(source)}#line={lines[0] - 1},{lines[1]}"


def task_scheme_id(source: Source) -> str:
    """Return the id of the concept scheme that the tasks of a list belong to."""
    return mint_id("scheme", source.name.casefold())


def describe_task_scheme(graph: Graph, base: str) -> Statements:
    """Return the statements about the concept scheme that the tasks of a list belong to."""
    title = Literal(f"Tasks of {graph.source.title}")
    top: list[Value] = [base + task.id for task in graph.of_type(NodeType.TASK) if Relation.BROADER not in task.edges]
    return base + task_scheme_id(graph.source), _stated(
        (RDF + "type", [SKOS + "ConceptScheme"]),
        (RDFS + "label", [title]),
        (DCTERMS + "title", [title]),
        (SKOS + "hasTopConcept", top),
    )


def describe_registries(graph: Graph) -> Iterator[Statements]:
    """Yield the statements about the dumps of registries that facts of institutions come from, and their days."""
    institutions = graph.of_type(NodeType.INSTITUTION)
    for iri in sorted({str(iri) for node in institutions for iri in node.values(Attribute.WAS_DERIVED_FROM)}):
        day = re.search(r"\d{4}-\d{2}-\d{2}", iri)
        yield (
            iri,
            _stated(
                (RDF + "type", [PROV + "Entity"]),
                (RDFS + "label", [Literal(f"Dump of the Research Organization Registry, {iri.removeprefix(REGISTRY_IRI)}")]),
                (DCTERMS + "issued", [Literal(day[0], "date")] if day else []),
            ),
        )


LICENCE = "https://spdx.org/licenses/MIT"
"""Of what avgraph makes of a list."""
_RIGHTS = (
    "The licence covers the structure of this dump. Titles, names and links are bibliographic facts of the source, "
    "whose own terms apply to its text."
)


def describe_dump(graph: Graph, base: str, triple_count: int | None) -> Iterator[Statements]:
    """Yield the statements of the dump about itself (VoID, DCAT): counts from the graph, no time of generation.

    `triple_count` is None where it is not that of the graph, since what follows is written out as well.
    """
    source = graph.source
    whole = base + graph_id(source)
    subject = dump_iri(source, base)
    counts = Counter(node.type for node in graph.nodes.values())
    partitions = {node_type: f"{subject}.{node_type.kind}" for node_type in NodeType if counts[node_type]}
    title = Literal(f"{'Part of the knowledge' if source.is_part else 'Knowledge'} graph of {source.title}")
    yield (
        subject,
        _stated(
            (RDF + "type", [VOID + "Dataset", DCAT + "Dataset"]),
            (RDFS + "label", [title]),
            (DCTERMS + "title", [title]),
            (DCTERMS + "source", [base + source_id(source)]),
            (DCTERMS + "license", [LICENCE]),
            (DCTERMS + "rights", [Literal(_RIGHTS)]),
            (VOID + "vocabulary", [AVG]),
            (VOID + "uriSpace", [Literal(base)]),
            (VOID + "entities", [integer(len(graph))]),
            (VOID + "triples", [] if triple_count is None else [integer(triple_count)]),
            (DCTERMS + "isPartOf", [whole] if source.is_part else []),
            *_describe_reading(source),
            (VOID + "classPartition", list(partitions.values())),
        ),
    )
    for node_type, partition in partitions.items():
        yield (
            partition,
            _stated(
                (RDF + "type", [VOID + "Dataset"]),
                (RDFS + "label", [Literal(f"{node_type.value} nodes of {source.title}")]),
                (VOID + "class", [AVG + node_type.value]),
                (VOID + "entities", [integer(counts[node_type])]),
            ),
        )
    yield _describe_source(source, base)


def _describe_reading(source: Source) -> list[tuple[Iri, list[Value]]]:
    """Return how the list was read, and how much of it."""
    counts: list[list[Value]] = [[integer(count)] for count in source.coverage] if source.coverage else [[], []]
    profile: list[Value] = [Literal(source.profile)] if source.profile else []
    return list(zip((AVG + "readingProfile", AVG + "itemsRead", AVG + "itemsUnread"), (profile, *counts), strict=True))


def _describe_source(source: Source, base: str) -> Statements:
    return base + source_id(source), _stated(
        (RDF + "type", [PROV + "Entity"]),
        (RDFS + "label", [Literal(source.title)]),
        (DCTERMS + "identifier", [Literal(f"sha256:{source.checksum}")]),
        (PROV + "wasDerivedFrom", [source.origin] if source.origin else []),
        (DCAT + "version", [Literal(source.version)] if source.version else []),
    )


def _stated(*statements: tuple[Iri, list[Value]]) -> list[tuple[Iri, list[Value]]]:
    """Return the statements that have a value."""
    return [(predicate, values) for predicate, values in statements if values]
