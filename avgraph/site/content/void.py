"""Count the classes and properties of a graph for its description (VoID), as a SPARQL query would."""

from collections.abc import Iterator
from typing import Any

from avgraph.model.vocabulary import AVG, RDF, VOID
from avgraph.rdf.oxigraph import term
from avgraph.rdf.statements import Literal, Statements, Value, integer
from avgraph.sparql.engine import Engine


def count_partitions(engine: Engine) -> dict[str, Any]:
    """Return the number of triples, of distinct subjects, properties and objects, and by class and by property what VoID says of them."""
    totals = engine.rows(
        "SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?p) AS ?properties) (COUNT(DISTINCT ?o) AS ?objects) "
        "{ ?s ?p ?o }"
    )[0]
    dump = engine.rows("SELECT ?dump { ?dump void:vocabulary avg: } ORDER BY ?dump LIMIT 1", "iri")
    return {
        "dump": dump[0][0] if dump else None,
        **dict(zip(("triples", "subjects", "properties", "objects"), totals, strict=True)),
        "classes": engine.rows("SELECT ?class (COUNT(DISTINCT ?s) AS ?n) { ?s a ?class } GROUP BY ?class ORDER BY ?class"),
        "property": engine.rows(
            "SELECT ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p"
        ),
    }


def describe_partitions(counts: dict[str, Any], dataset: str, document: str) -> Iterator[Statements]:
    """Yield what VoID says of a dataset from what `count_partitions` has counted: of itself, then of its classes and properties.

    These are named by the number of their place in the `document`, so that a description has no blank nodes.
    """
    parts = {
        "class": [(VOID + "class", iri, {"entities": entities}) for iri, entities in counts["classes"]],
        "property": [
            (VOID + "property", iri, {"triples": triples, "distinctSubjects": subjects, "distinctObjects": objects})
            for iri, triples, subjects, objects in counts["property"]
        ],
    }
    totals = {"triples": "triples", "distinctSubjects": "subjects", "properties": "properties", "distinctObjects": "objects"}
    totals_of_graph: list[tuple[str, list[Value]]] = [(VOID + name, [integer(counts[key])]) for name, key in totals.items()]
    named: list[tuple[str, list[Value]]] = [
        (f"{VOID}{kind}Partition", [f"{document}#dataset-{kind}-{number}" for number in range(len(rows))]) for kind, rows in parts.items()
    ]
    yield (
        dataset,
        [
            (RDF + "type", [VOID + "Dataset"]),
            (VOID + "vocabulary", [AVG]),
            *totals_of_graph,
            (VOID + "classes", [integer(len(counts["classes"]))]),
            *named,
        ],
    )
    for kind, rows in parts.items():
        for number, (predicate, iri, figures) in enumerate(rows):
            figured: list[tuple[str, list[Value]]] = [(VOID + name, [integer(count)]) for name, count in figures.items()]
            yield f"{document}#dataset-{kind}-{number}", [(predicate, [iri]), *figured]


def describe_dataset(counts: dict[str, Any], base: str, root: str, media_type: str) -> bytes:
    """Return the description of the data of a server at a `root`, in a format by its media type, from what `count_partitions` has counted."""
    import pyoxigraph

    document = f"{root}.well-known/void"
    dataset = f"{document}#dataset"
    offered: list[tuple[str, list[Value]]] = [
        (VOID + "sparqlEndpoint", [f"{root}sparql"]),
        (VOID + "uriSpace", [Literal(base)]),
        (VOID + "uriLookupEndpoint", [f"{root}search?q="]),
        (VOID + "rootResource", [counts["dump"]] if counts["dump"] else []),
    ]
    triples = [
        pyoxigraph.Triple(pyoxigraph.NamedNode(subject), pyoxigraph.NamedNode(predicate), term(value))
        for subject, properties in ((dataset, offered), *describe_partitions(counts, dataset, document))
        for predicate, values in properties
        for value in values
    ]
    prefixes = {"void": VOID} if media_type == "text/turtle" else None
    return bytes(pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.from_media_type(media_type), prefixes=prefixes) or b"")
