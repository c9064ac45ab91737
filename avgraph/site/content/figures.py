"""Count what the first page says of a graph: how much there is, when, and who and what leads."""

from collections import Counter
from typing import Any

from avgraph.model.vocabulary import local_name
from avgraph.site.content.entity_index import EntityIndex
from avgraph.sparql.engine import Engine
from avgraph.views.find import NAMED_TYPES
from avgraph.views.statistics import STANDS_FOR_SEVERAL, span_of_years

_TOP = 10


def collect_figures(engine: Engine, entity_index: EntityIndex) -> dict[str, Any]:
    """Return the title and origin of the list, the numbers of entities, papers by year, the leading entities, and the tasks with their papers by year."""
    papers = list(entity_index.papers.values())
    years = Counter(paper.year for paper in papers if paper.year is not None)
    by_kind = {kind: entity_index.papers_by_entity(kind, papers) for kind in ("author", "institution", "venue", "task")}
    return {
        **describe_source(engine),
        "counts": {kind: len(labels) for kind, labels in entity_index.labels.items()},
        "years": [[year, years[year]] for year in span_of_years(years)],
        "leading": {
            kind: _leading(entity_index, {node: len(own) for node, own in by_kind[kind].items()})
            for kind in ("author", "institution", "venue")
        },
        "tasks": [
            {
                "id": task,
                "label": entity_index.label(task),
                "depth": len(entity_index.with_broader(task)) - 1,
                "papers": len(by_kind["task"].get(task, ())),
                "years": dict(Counter(paper.year for paper in by_kind["task"].get(task, ()) if paper.year is not None)),
            }
            for task in entity_index.tasks_in_order
        ],
    }


def count_entities(engine: Engine) -> dict[str, Any]:
    """Return of the figures those of a graph of any size: the numbers of entities."""
    kinds = " ".join(f"avg:{node_type}" for node_type in NAMED_TYPES)
    rows = engine.rows(f"SELECT ?kind (COUNT(?node) AS ?n) {{ VALUES ?kind {{ {kinds} }} ?node a ?kind }} GROUP BY ?kind", "iri", "number")
    counts = {local_name(kind).lower(): count for kind, count in rows}
    leading: dict[str, Any] = {kind: [] for kind in ("author", "institution", "venue")}
    counts = {node_type.kind: counts.get(node_type.kind, 0) for node_type in NAMED_TYPES}
    return {**describe_source(engine), "counts": counts, "years": [], "leading": leading, "tasks": []}


def _leading(entity_index: EntityIndex, counts: dict[str, int]) -> list[dict[str, Any]]:
    """Return those with the most papers; a name that may be several leads nothing."""
    named = (node for node in counts if entity_index.value(node, "status") not in STANDS_FOR_SEVERAL)
    first = sorted(named, key=lambda node: (-counts[node], entity_index.label(node), node))[:_TOP]
    return [{"id": node, "label": entity_index.label(node), "papers": counts[node]} for node in first]


def describe_source(engine: Engine) -> dict[str, Any]:
    """Return what the description of the dump says of the list: `title`, `origin`, `version`, `source` (its id), `read` and `unread` items."""
    rows = engine.rows(
        "SELECT ?source ?title ?origin ?version ?read ?unread { ?dump void:vocabulary avg: ; dcterms:source ?source . ?source rdfs:label ?title "
        "OPTIONAL { ?source prov:wasDerivedFrom ?origin } OPTIONAL { ?source dcat:version ?version } "
        "OPTIONAL { ?dump avg:itemsRead ?read } OPTIONAL { ?dump avg:itemsUnread ?unread } } ORDER BY ?source LIMIT 1"
    )
    names = ("source", "title", "origin", "version", "read", "unread")
    described = dict(zip(names, rows[0], strict=True)) if rows else dict.fromkeys(names)
    described["source"] = described["source"] and described["source"].removeprefix(engine.base)
    return described
