"""Describe the data that a release offers in RDF (VoID, DCAT 3): what it holds, counted as SPARQL counts, and the files it can be had as."""

import json
from collections.abc import Iterable, Sequence

from avgraph.changes.wording import NAMES
from avgraph.export.turtle import TurtlePrinter
from avgraph.model.vocabulary import AVG, DCAT, DCTERMS, FOAF, PROV, RDF, VOID, XSD
from avgraph.rdf.description import LICENCE, dump_iri
from avgraph.rdf.statements import Literal, Statements, Value
from avgraph.release.dumps import GZIP, ZIP, Dump
from avgraph.release.edition import Edition
from avgraph.release.folder import ReleaseFolder
from avgraph.site.content.void import count_partitions, describe_partitions

_SPDX = "http://spdx.org/rdf/terms#"
_SHA256 = _SPDX + "checksumAlgorithm_sha256"
_MEDIA_TYPE = "https://www.iana.org/assignments/media-types/"
_PUBLIC = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"
_Properties = list[tuple[str, list[Value]]]


def write_catalogue(edition: Edition, folder: ReleaseFolder, dumps: Sequence[Dump]) -> None:
    """Write ``void.ttl`` and ``void.jsonld``, and where it is known where the folder is published the copy that crawlers look for."""
    dataset = dump_iri(edition.graph.source, edition.base)
    partitions = describe_partitions(count_partitions(edition.engine), dataset, edition.address("void.ttl"))
    statements = list(_merge([*_describe_catalogue(edition, dumps), *partitions]))
    printer = TurtlePrinter(edition.base)
    text = "".join(printer.paragraph(subject, properties) for subject, properties in statements)
    turtle = f"@prefix spdx: <{_SPDX}> .\n{printer.prefixes(text)}{text}".encode("utf-8", "replace")
    folder.write("void.ttl", turtle)
    objects = [_as_jsonld(subject, properties) for subject, properties in statements]
    folder.write("void.jsonld", json.dumps(objects, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n")
    if edition.url:
        folder.write(".well-known/void", turtle)


def describe(edition: Edition) -> str:
    """Return what the data is, in two sentences."""
    counts = edition.entity_index.labels
    held = ", ".join(f"{len(counts[each.kind]):,} {several}" for each, (_, several) in NAMES.items() if counts.get(each.kind))
    return (
        f"The reading list “{edition.graph.source.title}” as a knowledge graph of {held}, each with the lines of the list that say so. "
        "Made by avgraph from the list, to browse, to query and to load."
    )


def _describe_catalogue(edition: Edition, dumps: Sequence[Dump]) -> Iterable[Statements]:
    source = edition.graph.source
    dataset, document, home = dump_iri(source, edition.base), edition.address("void.ttl"), edition.address("index.html")
    publisher = f"{document}#publisher"
    about: _Properties = [
        (DCTERMS + "title", [Literal(f"Knowledge graph of {source.title}")]),
        (DCTERMS + "description", [Literal(describe(edition))]),
        (DCTERMS + "license", [LICENCE]),
        (DCTERMS + "publisher", [publisher]),
        (DCTERMS + "issued", [Literal(edition.day, "date")]),
        (DCTERMS + "modified", [Literal(edition.day, "date")]),
    ]
    yield dataset, [(RDF + "type", [DCAT + "Dataset"]), *about, *_describe_dataset(edition, dumps, publisher, home)]
    yield _describe_document(edition, dataset, document)
    yield f"{document}#catalogue", [(RDF + "type", [DCAT + "Catalog"]), *about, (FOAF + "homepage", [home]), (DCAT + "dataset", [dataset])]
    yield (
        publisher,
        [(RDF + "type", [FOAF + "Agent"]), (FOAF + "name", [Literal(curators(edition))])],
    )
    for dump in dumps:
        yield from _describe_distribution(edition, dump, f"{document}#{dump.name}", document)
    yield from _classify(home, dumps)


def _describe_dataset(edition: Edition, dumps: Sequence[Dump], publisher: str, home: str) -> _Properties:
    """Return what is said of the data alone, and not of the catalogue that holds them."""
    source = edition.graph.source
    dataset, document = dump_iri(source, edition.base), edition.address("void.ttl")
    return [
        (DCTERMS + "identifier", [Literal(dataset)]),
        (DCTERMS + "creator", [publisher]),
        (DCTERMS + "conformsTo", [AVG.rstrip("#")]),
        (DCTERMS + "source", [source.origin] if source.origin else []),
        (PROV + "wasDerivedFrom", [source.origin] if source.origin else []),
        (DCTERMS + "accessRights", [_PUBLIC]),
        (DCTERMS + "bibliographicCitation", [Literal(cite(edition))]),
        (DCAT + "version", [Literal(source.version or f"sha256:{source.checksum[:16]}")]),
        (DCAT + "landingPage", [home]),
        (DCAT + "keyword", [Literal(edition.entity_index.label(task)) for task in edition.entity_index.tasks_in_order[:20]]),
        (FOAF + "homepage", [home]),
        (DCAT + "distribution", [f"{document}#{dump.name}" for dump in dumps]),
        (VOID + "uriSpace", [Literal(edition.base)]),
        (VOID + "dataDump", [edition.address(dump.path) for dump in dumps if dump.name in _RDF]),
        (VOID + "exampleResource", [edition.base + node for node in _examples(edition)]),
    ]


def _describe_document(edition: Edition, dataset: str, document: str) -> Statements:
    title = Literal(f"Description of the knowledge graph of {edition.graph.source.title}")
    return (
        document,
        [
            (RDF + "type", [VOID + "DatasetDescription"]),
            (DCTERMS + "title", [title]),
            (DCTERMS + "creator", [f"{document}#publisher"]),
            (DCTERMS + "modified", [Literal(edition.day, "date")]),
            (FOAF + "primaryTopic", [dataset]),
        ],
    )


def _examples(edition: Edition) -> Iterable[str]:
    """Return an entity of each kind, that with the most papers."""
    counts, labels = edition.entity_index.paper_counts, edition.entity_index.labels
    return [max(sorted(labels[kind]), key=counts.__getitem__) for kind in ("author", "institution", "paper") if labels.get(kind)]


def _classify(home: str, dumps: Iterable[Dump]) -> Iterable[Statements]:
    """Yield what else is named and of which class it is, as DCAT-AP has it: who checks the description asks no other site."""
    media_types = {_MEDIA_TYPE + name for dump in dumps for name in (dump.media_type, dump.packed_as) if name}
    classes = {
        LICENCE: DCTERMS + "LicenseDocument", _PUBLIC: DCTERMS + "RightsStatement", AVG.rstrip("#"): DCTERMS + "Standard", home: FOAF + "Document",
        _SHA256: _SPDX + "ChecksumAlgorithm", **dict.fromkeys(sorted(media_types), DCTERMS + "MediaType"),
    }  # fmt: skip
    for iri, name in classes.items():
        yield iri, [(RDF + "type", [name])]


_RDF = ("turtle", "trig", "ntriples", "nquads", "jsonld", "rdfxml")
_PACKED = {GZIP: DCAT + "compressFormat", ZIP: DCAT + "packageFormat"}


def _describe_distribution(edition: Edition, dump: Dump, iri: str, document: str) -> Iterable[Statements]:
    address, checksum = edition.address(dump.path), f"{document}#checksum-{dump.name}"
    yield (
        iri,
        [
            (RDF + "type", [DCAT + "Distribution"]),
            (DCTERMS + "title", [Literal(f"{dump.name}: {dump.description}")]),
            (DCTERMS + "license", [LICENCE]),
            (DCAT + "accessURL", [edition.address("data/index.html")]),
            (DCAT + "downloadURL", [address]),
            (DCAT + "mediaType", [_MEDIA_TYPE + dump.media_type]),
            (_PACKED.get(dump.packed_as or "", DCAT + "compressFormat"), [_MEDIA_TYPE + dump.packed_as] if dump.packed_as else []),
            (DCAT + "byteSize", [Literal(str(dump.size), "nonNegativeInteger")]),
            (_SPDX + "checksum", [checksum]),
        ],
    )
    yield (
        checksum,
        [
            (RDF + "type", [_SPDX + "Checksum"]),
            (_SPDX + "algorithm", [_SHA256]),
            (_SPDX + "checksumValue", [Literal(dump.checksum, "hexBinary")]),
        ],
    )


def curators(edition: Edition) -> str:
    """Return whom a citation names, as a list seldom says who keeps it."""
    return f"The curators of {edition.graph.source.title}"


def cite(edition: Edition) -> str:
    """Return the citation of the data in one line."""
    where = f" {edition.url}" if edition.url else ""
    return f"{curators(edition)} ({edition.day[:4]}). Knowledge graph of {edition.graph.source.title}.{where}"


def _merge(statements: Iterable[Statements]) -> Iterable[Statements]:
    """Yield each subject once, without properties that have no value."""
    by_subject: dict[str, dict[str, dict[Value, None]]] = {}
    for subject, properties in statements:
        for predicate, values in properties:
            if values:
                by_subject.setdefault(subject, {}).setdefault(predicate, {}).update(dict.fromkeys(values))
    for subject, values_of in by_subject.items():
        yield subject, [(predicate, list(values)) for predicate, values in values_of.items()]


def _as_jsonld(subject: str, properties: _Properties) -> dict[str, object]:
    """Return a subject as expanded JSON-LD, which needs no context."""
    content: dict[str, object] = {"@id": subject}
    for predicate, values in properties:
        content["@type" if predicate == RDF + "type" else predicate] = [
            value if predicate == RDF + "type" else _as_object(value) for value in values
        ]
    return content


def _as_object(value: Value) -> dict[str, str]:
    if isinstance(value, str):
        return {"@id": value}
    return {"@value": value.value, **({} if value.datatype == "string" else {"@type": XSD + value.datatype})}
