"""Ask for the figures of a graph where it is, so that a store of any size can be looked at."""

import re
from collections import defaultdict
from collections.abc import Mapping

from avgraph.errors import QueryError
from avgraph.model.vocabulary import TASK_SEPARATOR, NodeType, Relation
from avgraph.sparql.engine import Engine
from avgraph.text.visible import visible
from avgraph.views.statistics import STANDS_FOR_SEVERAL, Ranked, Statistics, sizes_of_components, span_of_years

_MARKED = ", ".join(f"'{status}'" for status in STANDS_FOR_SEVERAL)
_NOT_MARKED = f"FILTER NOT EXISTS {{ ?node avg:identityStatus ?status FILTER(?status IN ({_MARKED})) }}"
MAX_AUTHORSHIPS = 500_000
"""Beyond which components are left out, as for them every co-author must be fetched."""


def query_statistics(engine: Engine, top: int = 10, *, marked: bool = False) -> Statistics:
    """Return the figures that `compute_statistics` gives, counted by whatever answers SPARQL.

    Components are None where the graph has more than `MAX_AUTHORSHIPS`.
    """
    kinds = " ".join(f"avg:{each}" for each in NodeType)
    counted = dict(
        engine.rows(f"SELECT ?kind (COUNT(?node) AS ?n) {{ VALUES ?kind {{ {kinds} }} ?node a ?kind }} GROUP BY ?kind", "iri", "number")
    )
    nodes = {each.value: next((n for kind, n in counted.items() if kind.endswith(f"#{each}")), 0) for each in NodeType}
    links = " ".join(f"<{each.iri}>" for each in Relation)
    edges = dict(engine.rows(f"SELECT ?link (COUNT(*) AS ?n) {{ VALUES ?link {{ {links} }} ?a ?link ?b }} GROUP BY ?link", "iri", "number"))
    by_year = dict(
        engine.rows("SELECT ?year (COUNT(?paper) AS ?n) { ?paper a avg:Paper ; avg:year ?year } GROUP BY ?year", "number", "number")
    )
    tasks, papers_by_task = _count_tasks(engine)
    return Statistics(
        nodes=nodes,
        edges={each.value: edges[each.iri] for each in sorted(Relation, key=lambda each: each.value) if edges.get(each.iri)},
        years=span_of_years(by_year),
        papers_by_year=dict(sorted(by_year.items())),
        authors=_rank(engine, Relation.HAS_AUTHOR, top, marked=marked),
        institutions=_rank(engine, Relation.LISTS_INSTITUTION, top, marked=marked),
        venues=_rank(engine, Relation.PUBLISHED_IN, top, marked=marked),
        tasks=tasks,
        papers_by_task=papers_by_task,
        components=_find_components(engine, marked=marked) if edges.get(Relation.HAS_AUTHOR.iri, 0) <= MAX_AUTHORSHIPS else None,
    )


def _rank(engine: Engine, relation: Relation, top: int, *, marked: bool) -> tuple[Ranked, ...]:
    """Return the `top` targets of a relation by papers; of equals those whose label comes first, whatever the store's order."""
    counts = f"?paper <{relation.iri}> ?node {'' if marked else _NOT_MARKED} }} GROUP BY ?node"
    last = engine.rows(f"SELECT ?node (COUNT(?paper) AS ?n) {{ {counts} ORDER BY DESC(?n) LIMIT 1 OFFSET {top - 1}", "iri", "number")
    least = last[0][1] if last else 1
    rows = engine.rows(
        f"SELECT ?node ?label ?n {{ {{ SELECT ?node (COUNT(?paper) AS ?n) {{ {counts} HAVING (COUNT(?paper) >= {least}) }} ?node rdfs:label ?label }}",
        "iri",
        "text",
        "number",
    )
    first = sorted(rows, key=lambda row: (-row[2], row[1], row[0]))[:top]
    return tuple(Ranked(label, count) for _, label, count in first)


def _count_tasks(engine: Engine) -> tuple[dict[str, dict[int, int]], dict[str, int]]:
    """Return the papers of each task by year, and all of them, in the order of the headings, by the path of labels."""
    labels: dict[str, str] = {}
    broader: dict[str, str] = {}
    lines: dict[str, tuple[int, int]] = {}
    for task, label, above, source in engine.rows(
        "SELECT ?task ?label ?above ?source { ?task a avg:Task ; rdfs:label ?label "
        "OPTIONAL { ?task skos:broader ?above } OPTIONAL { ?task prov:hadPrimarySource|^prov:wasPrimarySourceOf ?source } }",
        *("iri", "text", "iri?", "iri?"),
    ):
        labels[task] = label
        if above is not None:
            broader[task] = above
        match = re.search(r"#line=([0-9]{1,9}),([0-9]{1,9})$", source or "")
        place = (int(match[1]), int(match[2])) if match else (0, 0)
        lines[task] = min(lines.get(task, place), place)
    counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for task, year, count in engine.rows(
        "SELECT ?task ?year (COUNT(?paper) AS ?n) { ?paper avg:addressesTask ?task ; avg:year ?year } GROUP BY ?task ?year",
        *("iri", "number", "number"),
    ):
        counts[task][year] = count
    totals = dict(engine.rows("SELECT ?task (COUNT(?paper) AS ?n) { ?paper avg:addressesTask ?task } GROUP BY ?task", "iri", "number"))
    paths = {task: _task_path(engine, task, labels, broader) for task in sorted(labels, key=lambda task: (lines[task], task))}
    by_year = {path: dict(sorted(counts[task].items())) for task, path in paths.items()}
    return by_year, {path: totals.get(task, 0) for task, path in paths.items()}


def _task_path(engine: Engine, task: str, labels: Mapping[str, str], broader: Mapping[str, str]) -> str:
    """Return the label of a task after those above it. Raises QueryError for a task above itself."""
    above = [task]
    while above[-1] in broader:
        above.append(broader[above[-1]])
        if above[-1] in above[:-1]:
            raise QueryError(f"{engine.where}the task <{visible(task)}> is above itself")
    return TASK_SEPARATOR.join(labels.get(each, each) for each in reversed(above))


def _find_components(engine: Engine, *, marked: bool) -> tuple[int, ...]:
    authors: defaultdict[str, list[str]] = defaultdict(list)
    for paper, author in engine.rows(f"SELECT ?paper ?node {{ ?paper avg:hasAuthor ?node {'' if marked else _NOT_MARKED} }}", "iri", "iri"):
        authors[paper].append(author)
    return sizes_of_components(authors.values())
