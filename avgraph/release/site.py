"""Make the pages that lead to entities: the first page, lists, the search, questions with their answers, the explorer, the vocabulary."""

import json
from collections.abc import Sequence

from avgraph.errors import QueryError
from avgraph.explorer.page import generate_html
from avgraph.explorer.scripts import SHARED, bundle_scripts
from avgraph.release.edition import Edition
from avgraph.release.entities import CONTEXT
from avgraph.release.folder import ReleaseFolder
from avgraph.site.content.entity_index import EntityIndex
from avgraph.site.content.figures import collect_figures
from avgraph.site.content.listing import COLUMNS, Narrowing, list_entities, rows_as_csv, rows_with_iris
from avgraph.site.content.questions import answer_question
from avgraph.site.pages.addresses import HEADINGS
from avgraph.site.pages.environment import ASSETS, render_page
from avgraph.site.pages.lists import ROWS_ON_FILE, ListRequest, home_page, list_page, search_page
from avgraph.site.pages.query import question_page, questions_page
from avgraph.site.pages.vocabulary import FILES, ontology_page, serialize_file, shapes_page
from avgraph.views.projections import build_view

_STYLES = ("style.css",)
_SCRIPTS = ("elements", "combobox", "folding"), ("values", "finding", "offline")
"""Modules that become one script, those that others use first: of the folder of shared ones, and of the site's."""


def write_first_pages(edition: Edition, folder: ReleaseFolder, structured: str, links: Sequence[tuple[str, str, str | None]]) -> None:
    """Write the first page with its description for search engines and its links for programs, the search, the page of what is not there, and the vocabulary."""
    figures = collect_figures(edition.engine, edition.entity_index)
    folder.write("index.html", home_page(edition.site, figures, structured, links).encode())
    folder.write("search/index.html", search_page(edition.site_of("search/index.html"), "", [], []).encode())
    # A host shows this page at every address, so that its links must not be relative.
    folder.write("404.html", render_page("error.html", edition.site_of_any, message="There is no such page here.", status=404).encode())
    for name, page in (("ontology", ontology_page), ("shapes", shapes_page)):
        folder.write(f"{name}/index.html", page(edition.site_of(f"{name}/index.html")).encode())
        folder.write(f"{name}/index.ttl", serialize_file(FILES[name], "text/turtle"))
        folder.write(f"{name}/index.jsonld", serialize_file(FILES[name], "application/ld+json"))


def write_assets(edition: Edition, folder: ReleaseFolder) -> None:
    """Write scripts, styles, the index of the search, and the context of JSON-LD."""
    from avgraph.export.jsonld import context
    from avgraph.model.vocabulary import Attribute, Relation

    for name in _STYLES:
        folder.write(f"assets/{name}", (ASSETS / name).read_bytes())
    paths = [base / f"{name}.js" for base, names in zip((SHARED, ASSETS), _SCRIPTS, strict=True) for name in names]
    folder.write("assets/find.js", bundle_scripts(paths).encode())
    folder.write("assets/index.js", _search_index(edition.entity_index).encode("utf-8", "replace"))
    terms = json.dumps({"@context": context(edition.base, {*Attribute, *Relation})}, ensure_ascii=False, indent=1)
    folder.write(CONTEXT, terms.encode() + b"\n")


def _search_index(entity_index: EntityIndex) -> str:
    """Return the names of all entities as a script, which a page can load from the file system as well; those with the most papers first."""
    counts = entity_index.paper_counts
    nodes = sorted((node for _, node in entity_index.entities()), key=lambda node: (-counts[node], entity_index.label(node), node))
    rows = [[node, entity_index.label(node), counts[node], *map(str, entity_index.forms.get(node, ()))] for node in nodes]
    # Within a string of a script both would end a line.
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"globalThis.avgraphNames = {text};\n"


def write_lists(edition: Edition, folder: ReleaseFolder) -> None:
    """Write the list of each kind of entity in parts, and whole as CSV and JSON, and the page that leads to them."""
    counts = {}
    for kind in HEADINGS:
        rows = list_entities(edition.entity_index, kind, Narrowing())
        counts[kind] = len(rows)
        columns = [(column.key, column.is_number) for column in COLUMNS[kind]]
        for number in range(1, max(1, -(-len(rows) // ROWS_ON_FILE)) + 1):
            first = (number - 1) * ROWS_ON_FILE
            content = {"rows": rows[first : first + ROWS_ON_FILE], "count": len(rows), "narrowed": [], "tasks": [], "places": []}
            path = f"lists/{kind}/{f'page-{number}' if number > 1 else 'index'}.html"
            page = list_page(edition.site_of(path), ListRequest(kind, page=number), columns, content, ROWS_ON_FILE)
            folder.write(path, page.encode())
        folder.write(f"lists/{kind}/index.csv", rows_as_csv(rows, [name for name, _ in columns], edition.base).encode("utf-8", "replace"))
        listed = json.dumps(rows_with_iris(rows, edition.base), ensure_ascii=False, separators=(",", ":"))
        folder.write(f"lists/{kind}/index.json", listed.encode("utf-8", "replace"))
    # Who shortens the address of a list or of an entity finds the lists.
    for path in ("lists/index.html", "id/index.html"):
        folder.write(path, render_page("lists.html", edition.site_of(path), counts=counts).encode())


def write_questions(edition: Edition, folder: ReleaseFolder) -> None:
    """Write the questions without parameters with their answers, as pages and as CSV."""
    counts = {}
    for question in edition.questions:
        try:
            text, answer, rows = answer_question(edition.engine, question)
        except QueryError:
            continue
        path = f"questions/{question.name}/index"
        counts[question.name] = len(answer["results"]["bindings"])
        folder.write(f"{path}.html", question_page(edition.site_of(f"{path}.html"), question, text, answer).encode())
        folder.write(f"{path}.csv", rows)
    folder.write("questions/index.html", questions_page(edition.site_of("questions/index.html"), counts).encode())


def write_explorer(edition: Edition, folder: ReleaseFolder) -> None:
    """Write the explorer: one page that draws the views."""
    folder.write("explore/index.html", generate_html(build_view(edition.graph, edition.site.views[0]), is_only=True).encode())
