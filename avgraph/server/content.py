"""Find out what a request for content asks for."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from avgraph.errors import AmbiguousNameError, QueryError, UnknownEntityError
from avgraph.site.content.catalogue import Catalogue
from avgraph.site.content.chain import find_chain
from avgraph.site.content.entity import collect_entity
from avgraph.site.content.figures import collect_figures, count_entities, describe_source
from avgraph.site.content.listing import Narrowing, list_entities, list_places
from avgraph.site.content.search import nearest_labels, search
from avgraph.site.content.source_text import read_source
from avgraph.site.content.void import count_partitions
from avgraph.sparql.engine import Engine
from avgraph.views.find import NAMED_TYPES

if TYPE_CHECKING:
    from avgraph.server.answers import GraphAnswerer


def collect_content(answerer: "GraphAnswerer", request: dict[str, Any]) -> Any:
    """Return what a request asks for, of the kinds of `_CONTENT`; None where there is no such entity."""
    return _CONTENT[request["kind"]](answerer, request)


def _list(answerer: "GraphAnswerer", request: dict[str, Any]) -> Any:
    narrowing = Narrowing(request["words"], request["since"], request["until"], tuple(request["entities"]), request["place"])
    catalogue = answerer.catalogue
    rows = list_entities(catalogue, request["list"], narrowing, request["sort"])
    first, most = request.get("first", 0), request.get("most")
    return {
        "count": len(rows),
        "rows": rows[first : None if most is None else first + most],
        "narrowed": [{"id": node, "label": catalogue.label(node)} for node in narrowing.entities],
        "places": list_places(catalogue),
        "chain": _chain(catalogue, narrowing) if request["list"] == "paper" and not rows else None,
        "tasks": [
            {"id": task, "label": catalogue.label(task), "depth": len(catalogue.with_broader(task)) - 1}
            for task in catalogue.tasks_in_order
        ],
    }


def _chain(catalogue: Catalogue, narrowing: Narrowing) -> list[dict[str, Any]] | None:
    """Return who stands between two people without a paper together; None where it is not about two people."""
    people = [node for node in narrowing.entities if node.startswith("author/")]
    return find_chain(catalogue, people[0], people[1]) if len(people) == len(narrowing.entities) == 2 else None


def _search(answerer: "GraphAnswerer", request: dict[str, Any]) -> Any:
    text = request["text"]
    try:
        catalogue = answerer.catalogue
    except QueryError:
        return _find(answerer.engine, text)
    rows = search(catalogue, text)
    return {"rows": rows, "nearest": [] if rows else nearest_labels(catalogue, text)}


def _find(engine: Engine, text: str) -> dict[str, Any]:
    """Search where there are too many entities to hold them: by a whole name or whole words of it."""
    try:
        nodes = " ".join(f"<{iri}>" for iri in engine.find(NAMED_TYPES, text))
    except (UnknownEntityError, AmbiguousNameError) as error:
        return {"rows": [], "nearest": error.nearest}
    rows = engine.rows(f"SELECT ?node ?label {{ VALUES ?node {{ {nodes} }} ?node rdfs:label ?label }}", "iri", "text")
    ids = [(node.removeprefix(engine.base), label) for node, label in rows]
    return {
        "rows": [{"id": node, "label": label, "kind": node.partition("/")[0], "papers": 0, "note": None} for node, label in ids],
        "nearest": [],
    }


def _figures(answerer: "GraphAnswerer", request: dict[str, Any]) -> Any:
    del request
    try:
        return collect_figures(answerer.engine, answerer.catalogue)
    except QueryError:
        return count_entities(answerer.engine)


def _source(answerer: "GraphAnswerer", request: dict[str, Any]) -> Any:
    described = describe_source(answerer.engine)
    if described["source"] != request["path"]:
        return None
    return {**described, **read_source(answerer.text, answerer.engine, request["line"])}


_CONTENT: "dict[str, Callable[[GraphAnswerer, dict[str, Any]], Any]]" = {
    "entity": lambda answerer, request: collect_entity(answerer.engine, answerer.text, request["path"], answerer.read_around),
    "figures": _figures,
    "list": _list,
    "search": _search,
    "source": _source,
    "sitemap": lambda answerer, _: [node for _, node in answerer.catalogue.entities()],
    "void": lambda answerer, _: count_partitions(answerer.engine),
}
