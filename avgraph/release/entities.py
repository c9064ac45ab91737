"""Make the pages of all subjects of the graph, and beside those of entities their Turtle and JSON-LD."""

from collections.abc import Iterable, Iterator

from avgraph.release.edition import Edition
from avgraph.release.folder import ReleaseFolder, check_path
from avgraph.site.content.entity import index_entity
from avgraph.site.content.source_text import read_source
from avgraph.site.pages.entity import entity_page
from avgraph.site.pages.lists import source_page

CONTEXT = "context.jsonld"
"""The context under which the JSON-LD of entities is read."""
_WITHIN = ("authorship/", "entry/")
"""What is said of these stands in the files of their paper."""


def list_pages(edition: Edition) -> list[str]:
    """Return the ids of all subjects that have a page. Raises WriteError for one that no folder can hold."""
    ids = sorted(edition.statement_index.ids)
    for path in ids:
        check_path(f"id/{path}")
    return ids


def write_entities(edition: Edition, folder: ReleaseFolder, ids: Iterable[str]) -> None:
    """Write the pages of some subjects, and the RDF of those that have files of it."""
    source = edition.source["source"]
    for path in ids:
        if path == source:
            continue
        page = f"id/{path}/index.html"
        has_data = not path.startswith(_WITHIN)
        content = index_entity(edition.statement_index, edition.graph, edition.lines, path, source, edition.read_entries)
        site = edition.site_of(page)
        folder.write(page, entity_page(path, site, **content, has_data=has_data).encode())
        if has_data:
            for name, data in _write_data(edition, path, site.root):
                folder.write(f"id/{path}/{name}", data)


def write_source(edition: Edition, folder: ReleaseFolder) -> None:
    """Write the page of the list with its lines."""
    path = edition.source["source"]
    if path is None:
        return
    page = f"id/{path}/index.html"
    content = {**edition.source, **read_source(edition.lines, edition.engine, None)}
    site = edition.site_of(page)
    folder.write(page, source_page(site, path, content).encode())
    for name, data in _write_data(edition, path, site.root):
        folder.write(f"id/{path}/{name}", data)


def _write_data(edition: Edition, path: str, root: str) -> Iterator[tuple[str, bytes]]:
    statements = edition.statement_index.describe(edition.base + path)
    yield "index.ttl", edition.statement_index.write_turtle(statements)
    yield "index.jsonld", edition.statement_index.write_jsonld(statements, root + CONTEXT)
