"""Count the classes and properties of a graph for its description (VoID), as a SPARQL query would."""

from typing import Any

from avgraph.model.vocabulary import AVG, RDF, VOID
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


def describe_dataset(counts: dict[str, Any], base: str, root: str, media_type: str) -> bytes:
    """Return the description of the data at the `root` of a site, in a format by its media type, from what `count_partitions` has counted.

    Its partitions are named by the number of their place, so that a description has no blank nodes.
    """
    from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

    dataset = NamedNode(f"{root}.well-known/void#dataset")
    triples: list[Triple] = []

    def add(subject: NamedNode, predicate: str, *values: str | int | NamedNode) -> None:
        triples.extend(Triple(subject, NamedNode(predicate), value if isinstance(value, NamedNode) else Literal(value)) for value in values)

    add(dataset, RDF + "type", NamedNode(VOID + "Dataset"))
    add(dataset, VOID + "sparqlEndpoint", NamedNode(f"{root}sparql"))
    add(dataset, VOID + "uriSpace", base)
    add(dataset, VOID + "uriLookupEndpoint", NamedNode(f"{root}search?q="))
    add(dataset, VOID + "vocabulary", NamedNode(AVG))
    add(dataset, VOID + "rootResource", *(NamedNode(counts["dump"]) for _ in range(counts["dump"] is not None)))
    for name, key in (
        ("triples", "triples"),
        ("distinctSubjects", "subjects"),
        ("properties", "properties"),
        ("distinctObjects", "objects"),
    ):
        add(dataset, VOID + name, counts[key])
    add(dataset, VOID + "classes", len(counts["classes"]))
    for number, (iri, entities) in enumerate(counts["classes"]):
        part = NamedNode(f"{dataset.value}-class-{number}")
        add(dataset, VOID + "classPartition", part)
        add(part, VOID + "class", NamedNode(iri))
        add(part, VOID + "entities", entities)
    for number, (iri, count, subjects, objects) in enumerate(counts["property"]):
        part = NamedNode(f"{dataset.value}-property-{number}")
        add(dataset, VOID + "propertyPartition", part)
        add(part, VOID + "property", NamedNode(iri))
        for name, value in (("triples", count), ("distinctSubjects", subjects), ("distinctObjects", objects)):
            add(part, VOID + name, value)
    prefixes = {"void": VOID} if media_type == "text/turtle" else None
    return bytes(serialize(triples, format=RdfFormat.from_media_type(media_type), prefixes=prefixes) or b"")
