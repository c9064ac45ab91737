"""Fetch a graph, or a part of it, from an engine or endpoint."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from avgraph.errors import QueryError
from avgraph.model.graph import PAPER_RELATIONS, Graph
from avgraph.rdf.dump_graph import read_graph
from avgraph.sparql.engine import Engine
from avgraph.views.filters import OPTIONS, Filters

if TYPE_CHECKING:
    import pyoxigraph

MAX_TRIPLES = 5_000_000
"""Beyond which no graph is fetched whole: it is asked where it is."""
_DESCRIPTION = (
    "CONSTRUCT { ?n ?p ?o } WHERE { ?n void:vocabulary avg: ; ?p ?o }",
    "CONSTRUCT { ?n ?p ?o } WHERE { ?dump void:vocabulary avg: ; dcterms:source ?n . ?n ?p ?o }",
)
_PARENTS = (
    "CONSTRUCT { ?place prov:wasPrimarySourceOf ?n } WHERE { ?place prov:wasPrimarySourceOf ?n }",
    "CONSTRUCT { ?n ?p ?o } WHERE { ?n a avg:Task ; ?p ?o }",
    "CONSTRUCT { ?n ?p ?o } WHERE { { SELECT DISTINCT ?n { ?below org:subOrganizationOf ?n } } ?n ?p ?o }",
)
"""Where tasks and datasets stand, and what may stand above what belongs to a paper: all tasks, and the organisations that have units."""
_RELATED = "?other a avg:Paper ; rdfs:label ?label ; avg:hasAuthor ?author ; avg:addressesTask ?task"
"""What tells which tasks share people."""


def fetch_graph(engine: Engine, filters: Filters) -> tuple[Graph, str]:
    """Return the graph that an engine answers for, and where its resources live; with filters what `narrow` needs of it.

    Raises QueryError where the graph is too large to be fetched or comes in part only, UnknownEntityError for a name that
    no entity has.
    """
    if replace(filters, min_papers=1).keeps_all_papers:
        count = next((count for (count,) in engine.rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "number")), 0)
        if count > MAX_TRIPLES:
            options = ", ".join(option.name for name, option in OPTIONS.items() if option.relation or name == "years")
            message = (
                f"the graph has {count:,} triples, of which at most {MAX_TRIPLES:,} are fetched: narrow it ({options}), "
                "or ask it where it is with avgraph query and avgraph stats"
            )
            raise QueryError(message)
        triples = list(engine.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"))
        if len(triples) < count:
            message = f"only {len(triples):,} of {count:,} triples were given; the store limits its answers, so narrow what is fetched"
            raise QueryError(message)
        return read_graph(triples)
    return read_graph(_fetch_papers(engine, _papers_that_fit(engine, filters)), is_part=True)


def fetch_entities(engine: Engine, iris: Sequence[str], *, has_related: bool = True) -> tuple[Graph, str]:
    """Return the part of a graph around entities: themselves, their papers, what belongs to those, units and datasets.

    Where `has_related`, other papers of the people of tasks are there as well, with these people and their tasks alone.
    """
    nodes = " ".join(f"<{iri}>" for iri in [*iris, *_narrower_tasks(engine, iris)])
    papers = (
        f"{{ ?paper a avg:Paper ; ?link ?entity VALUES ?entity {{ {nodes} }} }} UNION {{ ?paper a avg:Paper VALUES ?paper {{ {nodes} }} }}"
    )
    links = "VALUES ?link { avg:usedForTask org:subOrganizationOf }"
    below = f"{{ SELECT DISTINCT ?n {{ ?n ?link ?above {links} VALUES ?above {{ {nodes} }} }} }}"
    more = [f"CONSTRUCT {{ ?n ?p ?o }} WHERE {{ {which} ?n ?p ?o }}" for which in (f"VALUES ?n {{ {nodes} }}", below)]
    if has_related:
        people = f"{{ SELECT DISTINCT ?author {{ VALUES ?entity {{ {nodes} }} ?entity a avg:Task . ?paper avg:addressesTask ?entity ; avg:hasAuthor ?author }} }}"
        more.append(f"CONSTRUCT {{ {_RELATED} }} WHERE {{ {people} {_RELATED} }}")
    triples = _fetch_papers(engine, papers, more)
    # A store gives them in an order of its own; a dump has them sorted.
    return read_graph(sorted(triples, key=str), is_part=True)


def _fetch_papers(engine: Engine, papers: str, more: Iterable[str] = ()) -> "dict[pyoxigraph.Triple, None]":
    """Return the triples of the papers that a pattern binds ?paper to, and of all that belongs to them."""
    selected = f"{{ SELECT DISTINCT ?paper {{ {papers} }} }}"
    queries = [f"CONSTRUCT {{ ?paper ?p ?o }} WHERE {{ {selected} ?paper ?p ?o }}"]
    for relation in PAPER_RELATIONS:
        named = f"{{ SELECT DISTINCT ?n {{ {selected} ?paper <{relation.iri}> ?n }} }}"
        queries.append(f"CONSTRUCT {{ ?n ?p ?o }} WHERE {{ {named} ?n ?p ?o }}")
    triples: Iterator[pyoxigraph.Triple] = chain.from_iterable(engine.query(text) for text in (*_DESCRIPTION, *queries, *_PARENTS, *more))
    # What is fetched twice is one triple.
    return dict.fromkeys(triples)


def _papers_that_fit(engine: Engine, filters: Filters) -> str:
    """Return the pattern of the papers that fit all filters."""
    parts = ["?paper a avg:Paper ."]
    for name, node_type, relation in filters.entities():
        matches = engine.find((node_type,), name)
        nodes = " ".join(f"<{iri}>" for iri in [*matches, *_narrower_tasks(engine, matches)])
        parts.append(f"?paper <{relation.iri}> ?{relation} VALUES ?{relation} {{ {nodes} }}")
    first, last = filters.years
    if first is not None or last is not None:
        parts.append(f"?paper avg:year ?year FILTER(?year >= {first or -9999} && ?year <= {last or 9999})")
    return " ".join(parts)


def _narrower_tasks(engine: Engine, iris: Sequence[str]) -> list[str]:
    """Return the tasks below tasks; there are few of them, and not every store walks a path well."""
    above = engine.rows("SELECT ?task ?above { ?task a avg:Task ; skos:broader ?above }", "iri", "iri")
    tasks = list(iris)
    for each in tasks:
        tasks += [task for task, broader in above if broader == each and task not in tasks]
    return tasks[len(iris) :]
