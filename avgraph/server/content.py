"""Find out what a request for content asks for."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from avgraph.errors import AmbiguousNameError, QueryError, UnknownEntityError
from avgraph.site.content.chain import find_chain
from avgraph.site.content.entity import collect_entity
from avgraph.site.content.entity_index import EntityIndex
from avgraph.site.content.figures import collect_figures, count_entities, describe_source
from avgraph.site.content.listing import Narrowing, list_entities, list_places
from avgraph.site.content.search import nearest_labels, search
from avgraph.site.content.source_text import read_source
from avgraph.site.content.void import count_partitions
from avgraph.sparql.engine import Engine
from avgraph.views.find import NAMED_TYPES

if TYPE_CHECKING:
    from avgraph.server.request_handler import RequestHandler


def collect_content(handler: "RequestHandler", request: dict[str, Any]) -> Any:
    """Return what a request asks for, of the kinds of `_CONTENT`; None where there is no such entity."""
    return _CONTENT[request["kind"]](handler, request)


def _list(handler: "RequestHandler", request: dict[str, Any]) -> Any:
    narrowing = Narrowing(request["words"], request["since"], request["until"], tuple(request["entities"]), request["place"])
    entity_index = handler.entity_index
    rows = list_entities(entity_index, request["list"], narrowing, request["sort"])
    first, most = request.get("first", 0), request.get("most")
    return {
        "count": len(rows),
        "rows": rows[first : None if most is None else first + most],
        "narrowed": [{"id": node, "label": entity_index.label(node)} for node in narrowing.entities],
        "places": list_places(entity_index),
        "chain": _chain(entity_index, narrowing) if request["list"] == "paper" and not rows else None,
        "tasks": [
            {"id": task, "label": entity_index.label(task), "depth": len(entity_index.with_broader(task)) - 1}
            for task in entity_index.tasks_in_order
        ],
    }


def _chain(entity_index: EntityIndex, narrowing: Narrowing) -> list[dict[str, Any]] | None:
    """Return who stands between two people without a paper together; None where it is not about two people."""
    people = [node for node in narrowing.entities if node.startswith("author/")]
    return find_chain(entity_index, people[0], people[1]) if len(people) == len(narrowing.entities) == 2 else None


def _search(handler: "RequestHandler", request: dict[str, Any]) -> Any:
    text = request["text"]
    try:
        entity_index = handler.entity_index
    except QueryError:
        return _find(handler.engine, text)
    rows = search(entity_index, text)
    return {"rows": rows, "nearest": [] if rows else nearest_labels(entity_index, text)}


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


def _figures(handler: "RequestHandler", request: dict[str, Any]) -> Any:
    del request
    try:
        return collect_figures(handler.engine, handler.entity_index)
    except QueryError:
        return count_entities(handler.engine)


def _source(handler: "RequestHandler", request: dict[str, Any]) -> Any:
    described = describe_source(handler.engine)
    if described["source"] != request["path"]:
        return None
    return {**described, **read_source(handler.text, handler.engine, request["line"])}


_CONTENT: "dict[str, Callable[[RequestHandler, dict[str, Any]], Any]]" = {
    "entity": lambda handler, request: collect_entity(handler.engine, handler.text, request["path"], handler.read_around),
    "figures": _figures,
    "list": _list,
    "search": _search,
    "source": _source,
    "sitemap": lambda handler, _: [node for _, node in handler.entity_index.entities()],
    "void": lambda handler, _: count_partitions(handler.engine),
}
