"""Describe the endpoint (SPARQL 1.1 Service Description, W3C 2013)."""

from avgraph.model.vocabulary import RDF

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_FORMATS = "http://www.w3.org/ns/formats/"
_GIVEN = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle", "N-Triples", "RDF_XML", "JSON-LD",
    "N-Quads", "TriG", "N3",
)  # fmt: skip


def describe_service(endpoint: str, format_name: str, count: int | None = None) -> bytes:
    """Return the description of the service at an address, in a format by pyoxigraph's name for it.

    `count` is the number of triples of the default graph, if it is known. There is no feature of section 3.3 to
    claim (no dereferencing, no union of graphs, no federation), and no format of input, since nothing is loaded.
    """
    from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

    service = NamedNode(endpoint)

    def sd(name: str) -> NamedNode:
        return NamedNode(_SD + name)

    kind = NamedNode(RDF + "type")
    dataset, graph = BlankNode("dataset"), BlankNode("graph")
    triples = [
        Triple(service, kind, sd("Service")),
        Triple(service, sd("endpoint"), service),
        Triple(service, sd("supportedLanguage"), sd("SPARQL11Query")),
        *(Triple(service, sd("resultFormat"), NamedNode(_FORMATS + name)) for name in _GIVEN),
        Triple(service, sd("defaultDataset"), dataset),
        Triple(dataset, kind, sd("Dataset")),
        Triple(dataset, sd("defaultGraph"), graph),
        Triple(graph, kind, sd("Graph")),
    ]
    if count is not None:
        triples.append(Triple(graph, NamedNode(_VOID + "triples"), Literal(count)))
    return bytes(serialize(triples, format=getattr(RdfFormat, format_name), prefixes={"sd": _SD, "void": _VOID}) or b"")
