"""Describe a release for people and programs that know no RDF: RO-Crate 1.1, Citation File Format, schema.org, and what crawlers ask for."""

import json
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

from avgraph.changes.wording import NAMES
from avgraph.model.vocabulary import NodeType
from avgraph.rdf.description import LICENCE, dump_iri
from avgraph.release.catalogue import cite, curators, describe
from avgraph.release.dumps import Dump
from avgraph.release.edition import Edition
from avgraph.release.folder import ReleaseFolder
from avgraph.site.pages.addresses import HEADINGS
from avgraph.site.pages.environment import render_page
from avgraph.text.controls import show_controls

_CRATE = "ro-crate-metadata.json"
_MOST_IN_SITEMAP = 50_000
"""Addresses that a sitemap may hold (sitemaps.org)."""
_DESCRIPTIONS = (
    ("void.ttl", "what it holds, counted, and the files it can be had as (VoID, DCAT); also as void.jsonld"),
    (_CRATE, "for research data repositories (RO-Crate)"),
    ("CITATION.cff", "how to cite it (Citation File Format)"),
)


def write_descriptions(edition: Edition, folder: ReleaseFolder, dumps: Sequence[Dump]) -> None:
    """Write RO-Crate, CITATION.cff and the page of the data."""
    folder.write(_CRATE, _as_json(_describe_crate(edition, dumps)))
    folder.write("CITATION.cff", _cite(edition).encode("utf-8", "replace"))
    page = render_page("data.html", edition.site_of("data/index.html"), dumps=dumps, descriptions=_DESCRIPTIONS, citation=cite(edition))
    folder.write("data/index.html", page.encode())


def write_for_crawlers(edition: Edition, folder: ReleaseFolder, pages: Iterable[str]) -> None:
    """Write robots.txt, and where it is known where the folder is published the sitemap and the description of the search (OpenSearch 1.1)."""
    url = edition.url
    robots = ["User-agent: *", "Allow: /", *([f"Sitemap: {url}sitemap.xml"] if url else [])]
    folder.write("robots.txt", ("\n".join(robots) + "\n").encode())
    # So that a host that would build the site with Jekyll leaves it as it is.
    folder.write(".nojekyll", b"")
    if url:
        _write_sitemap(url, folder, pages)
        folder.write("opensearch.xml", _describe_search(edition, url).encode("utf-8", "replace"))


def list_addresses(edition: Edition, ids: Iterable[str]) -> list[str]:
    """Return the paths of the pages that crawlers are told of: those that lead to entities, and those of entities, by the IRIs of these."""
    lists = [f"lists/{kind}/index.html" for kind in HEADINGS]
    questions = [f"questions/{name}/index.html" for name in sorted(edition.site.questions)]
    first = [
        "",
        "lists/index.html",
        *lists,
        "questions/index.html",
        *questions,
        "data/index.html",
        "explore/index.html",
        "ontology/index.html",
        "shapes/index.html",
    ]
    kinds = tuple(f"{kind}/" for kind in HEADINGS)
    return [*first, *(edition.site.link(each).removesuffix("/index.html") for each in ids if each.startswith(kinds))]


def _write_sitemap(url: str, folder: ReleaseFolder, pages: Iterable[str]) -> None:
    paths = list(pages)
    parts = [paths[start : start + _MOST_IN_SITEMAP] for start in range(0, len(paths), _MOST_IN_SITEMAP)]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    for number, part in enumerate(parts, 1):
        urls = "".join(f"<url><loc>{escape(url + path)}</loc></url>\n" for path in part)
        name = "sitemap.xml" if len(parts) == 1 else f"sitemap-{number}.xml"
        folder.write(name, f"{head}<urlset {space}>\n{urls}</urlset>\n".encode())
    if len(parts) > 1:
        maps = "".join(f"<sitemap><loc>{escape(url)}sitemap-{number}.xml</loc></sitemap>\n" for number in range(1, len(parts) + 1))
        folder.write("sitemap.xml", f"{head}<sitemapindex {space}>\n{maps}</sitemapindex>\n".encode())


def _describe_search(edition: Edition, url: str) -> str:
    # The short name has 16 characters at most.
    title = escape(show_controls(edition.graph.source.title))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<ShortName>{escape(show_controls(edition.graph.source.title[:16]))}</ShortName>\n<Description>Search in {title}</Description>\n"
        f'<InputEncoding>UTF-8</InputEncoding>\n<Url type="text/html" template="{escape(url)}search/index.html?q={{searchTerms}}"/>\n'
        "</OpenSearchDescription>\n"
    )


def describe_for_search_engines(edition: Edition, dumps: Sequence[Dump]) -> str:
    """Return the data as JSON-LD in the words of schema.org, which may stand in a script element: no `<` is in it."""
    source = edition.graph.source
    content: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": dump_iri(source, edition.base),
        "name": f"Knowledge graph of {source.title}",
        "description": describe(edition),
        "license": LICENCE,
        "isAccessibleForFree": True,
        "conditionsOfAccess": "public",
        "creditText": cite(edition),
        "datePublished": edition.day,
        "version": source.version or source.checksum[:16],
        "identifier": dump_iri(source, edition.base),
        "creator": {"@type": "Organization", "name": curators(edition)},
        "publisher": {"@type": "Organization", "name": curators(edition)},
        "keywords": [edition.entity_index.label(task) for task in edition.entity_index.tasks_in_order[:20]],
        "variableMeasured": [several for node_type, (_, several) in NAMES.items() if edition.entity_index.labels.get(node_type.kind)],
        "distribution": [
            {
                "@type": "DataDownload", "name": dump.name, "encodingFormat": dump.packed_as or dump.media_type,
                "contentUrl": edition.address(dump.path), "contentSize": f"{dump.size} B", "sha256": dump.checksum,
            }
            for dump in dumps
        ],
        **({"isBasedOn": source.origin} if source.origin else {}),
        **({"url": edition.url} if edition.url else {}),
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=True).replace("<", "\\u003c")


def link_first_page(edition: Edition, dumps: Sequence[Dump]) -> list[tuple[str, str, str | None]]:
    """Return what the first page leads programs to (FAIR Signposting, level 1): relation, address, and media type where there is one."""
    return [
        ("cite-as", dump_iri(edition.graph.source, edition.base), None),
        ("type", "https://schema.org/AboutPage", None),
        ("type", "https://schema.org/Dataset", None),
        ("license", LICENCE, None),
        ("describedby", "void.ttl", "text/turtle"),
        ("describedby", "void.jsonld", "application/ld+json"),
        ("describedby", _CRATE, "application/ld+json"),
        *(("item", quote(dump.path), dump.packed_as or dump.media_type) for dump in dumps),
    ]


def _describe_crate(edition: Edition, dumps: Sequence[Dump]) -> dict[str, Any]:
    files: list[dict[str, Any]] = [
        {
            "@id": dump.path, "@type": "File", "name": f"{dump.name}: {dump.description}", "encodingFormat": dump.packed_as or dump.media_type,
            "contentSize": str(dump.size), "sha256": dump.checksum, "license": {"@id": LICENCE},
        }
        for dump in dumps
    ]  # fmt: skip
    described: dict[str, Any] = {
        "@id": "void.ttl",
        "@type": "File",
        "name": "Description of the data (VoID, DCAT)",
        "encodingFormat": "text/turtle",
    }
    descriptor = {
        "@id": _CRATE,
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        "about": {"@id": "./"},
    }
    return {
        "@context": "https://w3id.org/ro/crate/1.1/context",
        "@graph": [descriptor, *_describe_root(edition, [*files, described]), *files, described],
    }


def _describe_root(edition: Edition, files: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what the crate says of itself, and of whom and what that names."""
    source = edition.graph.source
    publisher = edition.url or "#curators"
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": f"Knowledge graph of {source.title}",
        "description": describe(edition),
        "datePublished": edition.day,
        "license": {"@id": LICENCE},
        "identifier": dump_iri(source, edition.base),
        "author": {"@id": publisher},
        "publisher": {"@id": publisher},
        "keywords": ", ".join(node.label for node in edition.graph.of_type(NodeType.TASK)[:20]),
        "hasPart": [{"@id": each["@id"]} for each in files],
        **({"isBasedOn": {"@id": source.origin}} if source.origin else {}),
        **({"url": edition.url} if edition.url else {}),
    }
    licence = {
        "@id": LICENCE,
        "@type": "CreativeWork",
        "name": "MIT License",
        "description": "Of the structure of the data.",
        "url": LICENCE,
    }
    return [
        root,
        {"@id": publisher, "@type": "Organization", "name": curators(edition), **({"url": edition.url} if edition.url else {})},
        licence,
        *([{"@id": source.origin, "@type": "CreativeWork", "name": source.title}] if source.origin else []),
    ]


def _cite(edition: Edition) -> str:
    """Return a file in the Citation File Format 1.2.0; its texts are quoted as JSON, which YAML reads."""
    source = edition.graph.source
    lines = {
        "message": "If you use this data, please cite it as below.",
        "type": "dataset",
        "title": f"Knowledge graph of {source.title}",
        "abstract": describe(edition),
        "version": source.version or source.checksum[:16],
        "license": "MIT",
        **({"url": edition.url} if edition.url else {}),
        **({"repository": source.origin} if source.origin else {}),
    }
    texts = "".join(f"{name}: {json.dumps(show_controls(text), ensure_ascii=False)}\n" for name, text in lines.items())
    name = json.dumps(show_controls(curators(edition)), ensure_ascii=False)
    return f"cff-version: 1.2.0\n{texts}date-released: {edition.day}\nauthors:\n  - name: {name}\n"


def _as_json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=2).encode("utf-8", "replace") + b"\n"
