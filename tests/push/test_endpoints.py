"""The same questions elsewhere: dumps, the Oxigraph server, Virtuoso and avgraph's own server answer as the list does."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from avgraph.cli.main import group
from avgraph.errors import QueryError, UnknownEntityError
from avgraph.knowledge import KnowledgeGraph
from avgraph.model.graph import Graph
from avgraph.model.vocabulary import BASE_IRI, NodeType
from avgraph.sparql.endpoint import EndpointEngine
from avgraph.sparql.engine import Engine
from avgraph.sparql.fetch import fetch_entities, fetch_graph
from avgraph.sparql.questions import load_shipped
from avgraph.sparql.statistics import query_statistics
from avgraph.views.filters import Filters
from avgraph.views.narrowing import narrow
from avgraph.views.statistics import compute_statistics
from tests.conftest import SAMPLE
from tests.servers import avgraph_server, has_virtuoso, oxigraph_server, virtuoso_server
from tests.sparql.test_query import comparable, given_for


def run(*arguments: str) -> Result:
    """Run a command that must succeed."""
    done = CliRunner(env={"AVGRAPH_PASSWORD": "dba"}).invoke(group, list(arguments))
    assert done.exit_code == 0, done.stderr
    return done


@cache
def run_here(*arguments: str) -> Result:
    """Run a command, of the bundled list and without a file, once for all servers that it is compared with."""
    return run(*arguments)


@pytest.fixture(scope="module", params=[pytest.param(name, marks=pytest.mark.server) for name in ("avgraph", "oxigraph", "virtuoso")])
def endpoint(request: pytest.FixtureRequest) -> Iterator[str]:
    """Return the address of an endpoint of a server that holds the bundled list."""
    if request.param == "avgraph":
        with avgraph_server() as server:
            yield server.url + "sparql"
    elif request.param == "oxigraph":
        with oxigraph_server() as server:
            run("push", server.url + "/store")
            yield server.url + "/query"
    elif not has_virtuoso():
        pytest.skip("Virtuoso is not installed (Debian: virtuoso-opensource-7-bin)")
    else:
        with virtuoso_server() as server:
            run("push", server.url + "/sparql-graph-crud-auth", "--user", "dba")
            yield server.url + "/sparql"


@pytest.mark.parametrize("name", load_shipped())
def test_shipped_queries_at_an_endpoint(name: str, endpoint: str, bundled: KnowledgeGraph) -> None:
    """Each has the rows that it has on the list; names become entities there as here."""
    engine = EndpointEngine(endpoint, seconds=600)
    given: dict[str, Any] = given_for(name)
    found = engine.answer(engine.bind(load_shipped()[name], given))
    here = bundled.query(name, **given)
    assert found.columns == here.columns
    assert comparable(found.rows) == comparable(here.rows)


def test_figures_of_an_endpoint(endpoint: str, bundled: KnowledgeGraph) -> None:
    """The command prints the figures of the list, counted there."""
    wanted = json.loads(run_here("stats", "--json").stdout)
    found = json.loads(run("stats", "--json", "--endpoint", endpoint).stdout)
    assert found.pop("source") == endpoint
    assert wanted.pop("source") == bundled.graph.source.name
    assert found == wanted
    assert "Kristen Grauman" in run("stats", "--endpoint", endpoint).stdout


FILTERS = [
    Filters(task="Speech Recognition"),
    Filters(task="Cross-modal Perception", years=(2020, 2022)),
    Filters(institution="University of Oxford", min_papers=2),
    Filters(author="kristen grauman", years=(None, 2021)),
    Filters(venue="CVPR", years=(2021, 2021)),
]


@pytest.mark.parametrize("filters", FILTERS, ids=lambda each: str(each.task or each.institution or each.author or each.venue))
def test_parts_of_an_endpoint(filters: Filters, endpoint: str, bundled: KnowledgeGraph) -> None:
    """What is fetched of a graph and then narrowed is what is left of the list."""
    found, base = fetch_graph(EndpointEngine(endpoint), filters)
    assert base == bundled.base_iri
    assert_same(narrow(found, filters), narrow(bundled.graph, filters))


def assert_same(found: Graph, wanted: Graph) -> None:
    """Compare two graphs; what one attribute says in several values has no order in a store."""
    assert list(found.nodes) == list(wanted.nodes)
    for node in found.nodes.values():
        other = wanted.nodes[node.id]
        assert (node.label, node.edges, node.lines, node.venue_kind) == (other.label, other.edges, other.lines, other.venue_kind)
        assert {each: sorted(map(str, values)) for each, values in node.attributes.items()} == {
            each: sorted(map(str, values)) for each, values in other.attributes.items()
        }


def test_commands_at_an_endpoint(endpoint: str, tmp_path: Path) -> None:
    """Show, stats with filters, export and explore give what they give of the list."""
    for name in ("Kristen Grauman", "the university of sydney", "Look, Listen and Learn", "Speech Recognition", "VGGSound", "CVPR"):
        found = json.loads(run("show", name, "--json", "--endpoint", endpoint).stdout)
        wanted = json.loads(run_here("show", name, "--json").stdout)
        for each in (*found, *wanted):
            del each["merges"], each["near_misses"], each["lines"]
            each["facts"] = {fact: sorted(values) for fact, values in each["facts"].items()}
        assert found == wanted
    narrowed = ("--task", "Speech Recognition", "--year", "2020:")
    found = json.loads(run("stats", "--json", *narrowed, "--endpoint", endpoint).stdout)
    assert found == json.loads(run_here("stats", "--json", *narrowed).stdout)
    there = run("export", "--format", "ntriples", "-o", "-", "--endpoint", endpoint).stdout
    here = run_here("export", "--format", "ntriples", "-o", "-").stdout
    assert sorted(there.splitlines()) == sorted(here.splitlines())
    done = run("explore", "institutions", *narrowed, "-o", str(tmp_path / "x.html"), "--endpoint", endpoint)
    assert (
        done.stderr.partition("): ")[2]
        == run("explore", "institutions", *narrowed, "-o", str(tmp_path / "y.html")).stderr.partition("): ")[2]
    )


def test_names_at_an_endpoint(endpoint: str) -> None:
    """By id, IRI, printed form, folded form, identifier and link; a misspelt one gets the nearest."""
    engine = EndpointEngine(endpoint)
    person = "https://w3id.org/avgraph/id/author/kristen_grauman"
    for name in ("author/kristen_grauman", person, f"<{person}>", "Kristen Grauman", "kristen GRAUMAN"):
        assert engine.find(("Author",), name) == [person]
    [paper] = engine.find(("Paper",), "https://arxiv.org/abs/2207.05042")
    assert "/paper/" in paper
    with pytest.raises(UnknownEntityError, match="nearest: Kristen Grauman"):
        engine.find(("Author",), "Kristen Graumann")
    for hostile in ('" } DROP ALL #', "'''", "\\", "<x>", "a\nb", "\ud800"):
        with pytest.raises(UnknownEntityError):
            engine.find(("Author",), hostile)


@pytest.mark.slow
def test_dumps_as_sources(tmp_path: Path, bundled: KnowledgeGraph, sample: Graph) -> None:
    """Each format that a dump is read in, also one that lives elsewhere, gives the figures of the list."""
    for name, graph in (("b.nt", sample), ("b.nq", sample), ("b.rdf", sample), ("b.jsonld", sample), ("a.ttl", bundled.graph)):
        path, source = str(tmp_path / name), [str(SAMPLE)] if graph is sample else []
        run("export", *source, "-o", path, "--base-iri", "https://example.org/kg/")
        found = json.loads(run("stats", path, "--json").stdout)
        assert found.pop("source") == graph.source.name
        assert found == json.loads(json.dumps(asdict(compute_statistics(graph))))
    dump = str(tmp_path / "a.ttl")
    shown = json.loads(run("show", "Di Hu", dump, "--json").stdout)
    assert shown[0]["iri"] == "https://example.org/kg/author/di_hu"
    run("export", dump, "-o", str(tmp_path / "b.ttl"))
    assert (tmp_path / "b.ttl").read_bytes() == (tmp_path / "a.ttl").read_bytes()
    by_id = run("query", "coauthors-of", "--person", "author/di_hu", dump, "--format", "csv").stdout
    here = run("query", "coauthors-of", "--person", "author/di_hu", "--format", "csv").stdout
    assert by_id == here.replace(BASE_IRI, "https://example.org/kg/")
    assert run("query", "ASK { author:di_hu a avg:Author }", dump).stdout.split()[-1].casefold() in ("true", "yes")


@pytest.mark.slow
def test_figures_are_counted_alike(bundled: KnowledgeGraph, sample: Graph) -> None:
    """SPARQL and Python count the same, however many rows a ranking has."""
    for graph in (bundled.graph, sample):
        for top in (1, 3, 10, 1000):
            assert query_statistics(Engine.of_graph(graph), top) == compute_statistics(graph, top)


@pytest.mark.slow
def test_entities_with_what_belongs_to_them(bundled: KnowledgeGraph) -> None:
    """The part around a task holds the papers of its subtasks; with related tasks others of their people as well."""
    engine = Engine.of_graph(bundled.graph)
    [task] = engine.find(("Task",), "Cross-modal Perception")
    (found, _), (more, _) = (fetch_entities(engine, [task], has_related=has_related) for has_related in (False, True))
    narrowed = narrow(bundled.graph, Filters(task="Cross-modal Perception"))
    papers, all_papers, wanted = ({each.id for each in graph.of_type(NodeType.PAPER)} for graph in (found, more, narrowed))
    assert papers == wanted < all_papers


@pytest.mark.slow
def test_a_graph_that_is_too_large_or_cut(bundled: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limit nothing is fetched, and what is to be done is said; a part that a store gives for the whole is refused."""
    engine = Engine.of_graph(bundled.graph)
    monkeypatch.setattr("avgraph.sparql.fetch.MAX_TRIPLES", 1000)
    with pytest.raises(QueryError, match="at most 1,000 are fetched: narrow it"):
        fetch_graph(engine, Filters())
    monkeypatch.undo()
    whole = engine.query
    monkeypatch.setattr(engine, "query", lambda text: whole(text + " LIMIT 10" if text.startswith("CONSTRUCT") else text))
    with pytest.raises(QueryError, match="only 10 of"):
        fetch_graph(engine, Filters())
    monkeypatch.undo()
    monkeypatch.setattr("avgraph.sparql.statistics.MAX_AUTHORSHIPS", 10)
    assert query_statistics(engine).components is None


@pytest.mark.server
@pytest.mark.parametrize("options", [(), ("--union-default-graph",)])
def test_what_a_push_has_not_finished_is_passed_over(options: tuple[str, ...]) -> None:
    """Whether or not the default graph holds the named ones; where there is nothing else, the error says so."""
    count = "SELECT (COUNT(*) AS ?n) { ?p a avg:Paper }"
    with oxigraph_server(*options) as server:
        asked = server.url + "/query"
        run("push", server.url + "/store", "--graph", f"http://example.org/a.loading-{'0' * 16}", "--in-place")
        done = CliRunner().invoke(group, ["query", count, "--endpoint", asked])
        assert (done.exit_code, "holds only what a push has not finished" in done.stderr) == (2, True)
        run("push", server.url + "/store", str(SAMPLE), "--graph", "http://example.org/a")
        sample = run("query", count, str(SAMPLE), "--format", "csv").stdout
        assert run("query", count, "--endpoint", asked, "--format", "csv").stdout == sample


@pytest.mark.server
def test_the_graph_of_an_endpoint() -> None:
    """Two dumps in named graphs: one is named or the error lists them; a query with graphs of its own is asked as it is."""
    with oxigraph_server() as server:
        run("push", server.url + "/store", str(SAMPLE))
        asked = server.url + "/query"
        count = "SELECT (COUNT(*) AS ?n) { ?p a avg:Paper }"
        sample = run("query", count, str(SAMPLE), "--format", "csv").stdout
        assert run("query", count, "--endpoint", asked, "--format", "csv").stdout == sample
        run("push", server.url + "/store", str(SAMPLE), "--graph", "http://example.org/other")
        done = CliRunner().invoke(group, ["query", count, "--endpoint", asked])
        assert done.exit_code == 2
        assert "several graphs of avgraph; name one with --graph: http://example.org/other, https://w3id.org/" in done.stderr
        other = ("--graph", "http://example.org/other")
        assert run("query", count, "--endpoint", asked, "--format", "csv", *other).stdout == sample
        assert json.loads(run("stats", "--json", "--endpoint", asked, *other).stdout)["nodes"]["Paper"] == int(sample.split()[1])
        graphs = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?p a avg:Paper } }"
        assert run("query", graphs, "--endpoint", asked, "--format", "csv").stdout.split() == ["n", "2"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["stats", "--endpoint", "http://127.0.0.1:1/"], "cannot be asked"),
        (["stats", "--endpoint", "ftp://x"], "no http"),
        (["stats", "--graph", "http://x.org/"], "--graph names a graph of an --endpoint"),
        (["stats", str(SAMPLE), "--endpoint", "http://127.0.0.1:1/"], "takes the place of SOURCE"),
        (["show", "--why", "a", "b", "--endpoint", "http://127.0.0.1:1/"], "stands in no dump"),
        (["show", "x", "--endpoint", "http://127.0.0.1:1/"], "cannot be asked"),
        (["stats", "empty.ttl"], "empty.ttl: the triples hold no description"),
        (["stats", "broken.ttl"], "broken.ttl: not a dump that can be read"),
        (["export", "missing.nt"], "missing.nt: not a dump that can be read"),
        (["stats", "empty.ttl", "--authority", "empty.ttl"], "--authority is for lists"),
    ],
)
def test_what_cannot_be_loaded(arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line and exit code 2."""
    monkeypatch.chdir(tmp_path)
    Path("empty.ttl").write_text("", encoding="utf-8")
    Path("broken.ttl").write_text("<a> <b", encoding="utf-8")
    done = CliRunner().invoke(group, arguments)
    assert done.exit_code == 2, done.output
    assert said in done.stderr
    assert "Traceback" not in done.stderr
