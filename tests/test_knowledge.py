"""From Python everything works that works from the shell, whatever the source: a list, a dump, a store, standard input, an endpoint."""

import io
import json
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import avgraph
from avgraph.errors import AvgraphError, DumpError, QueryError, UnknownEntityError, UnreadableSourceError, UsageError, WriteError
from avgraph.knowledge import KnowledgeGraph
from avgraph.model.graph import Graph
from avgraph.model.vocabulary import Attribute, NodeType, Relation
from avgraph.sources.source import GraphSource
from avgraph.views.filters import Filters
from tests.conftest import SAMPLE
from tests.servers import avgraph_server, oxigraph_server

PAPER = "paper/look-listen-and-learn-2017"
BASE = "https://w3id.org/avgraph/id/"


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    """Return the knowledge graph of the sample."""
    return avgraph.build(SAMPLE)


@pytest.fixture(scope="module")
def dump(kg: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the path of the dump of the sample."""
    path = kg.write(tmp_path_factory.mktemp("dump") / "sample.nt")
    assert path is not None
    return path


@pytest.fixture(scope="module")
def endpoint(dump: Path) -> Iterator[str]:
    """Return the address of an endpoint that holds the dump of the sample."""
    with avgraph_server(str(dump)) as server:
        yield server.url + "sparql"


def same(one: Graph, other: Graph) -> bool:
    """Tell whether two graphs have the same nodes, edges and attributes; a store does not keep the order of values."""

    def plain(graph: Graph) -> list[object]:
        return [
            (
                node.id,
                node.type,
                node.label,
                {key: sorted(map(str, values)) for key, values in node.attributes.items()},
                node.edges,
                node.lines,
            )
            for node in graph.nodes.values()
        ]

    return plain(one) == plain(other)


@pytest.fixture(scope="module", params=["dump", "store", "endpoint"])
def opened(request: pytest.FixtureRequest, dump: Path, tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """Return the sample as opened from a dump, a store folder and an endpoint."""
    if request.param == "dump":
        return avgraph.open(dump)
    if request.param == "endpoint":
        return avgraph.open(endpoint=request.getfixturevalue("endpoint"))
    folder = tmp_path_factory.mktemp("store") / "store"
    assert avgraph.open(dump, store=folder).query("ASK { ?paper a avg:Paper }")
    return avgraph.open(folder)


@pytest.mark.slow
def test_sources_that_hold_one_graph_give_one_graph(kg: KnowledgeGraph, opened: KnowledgeGraph) -> None:
    """A dump, a store and an endpoint give the nodes, figures, answers, descriptions and views of the list."""
    assert same(opened.graph, kg.graph)
    assert opened.base_iri == BASE
    assert opened.statistics() == kg.statistics()
    query = "SELECT ?paper ?title { ?paper a avg:Paper ; dcterms:title ?title } ORDER BY ?paper"
    assert opened.query(query) == kg.query(query)
    assert opened.query("top-authors", limit=3) == kg.query("top-authors", limit=3)
    assert opened.serialize_query("top-authors", "csv", limit=2) == kg.serialize_query("top-authors", "csv", limit=2)
    name = kg.datasets[0].label if kg.datasets else kg.authors[0].label
    assert [entity.id for entity in opened.find(name)] == [entity.id for entity in kg.find(name)]
    author = kg.authors[0]
    mine, other = kg.describe(author.label)[0], opened.describe(author.label)[0]
    assert (mine.id, mine.facts, mine.papers) == (other.id, other.facts, other.papers)
    assert [line.rpartition("/")[2] for line in mine.lines] == list(other.lines)
    assert same(opened.narrow(years="2018:", min_papers=1).graph, kg.narrow(years="2018:", min_papers=1).graph)
    view = opened.view("coauthors", years="2018:")
    assert (view.nodes, view.edges) == (kg.view("coauthors", years="2018:").nodes, kg.view("coauthors", years="2018:").edges)


def test_entities_of_every_source(kg: KnowledgeGraph, opened: KnowledgeGraph) -> None:
    """The authors of each paper and the papers of each author are the same, wherever the graph comes from."""
    for paper in kg.papers[:3]:
        found = opened[paper.id]
        assert [author.id for author in found.authors] == [author.id for author in paper.authors]
        assert [other.id for other in found.authors[0].papers] == [other.id for other in paper.authors[0].papers]
        assert [other.id for other in found.authors[0].coauthors] == [other.id for other in paper.authors[0].coauthors]
        assert [task.label for task in found.tasks] == [task.label for task in paper.tasks]
    with pytest.raises(KeyError):
        opened["author/nobody_at_all"]


def test_what_is_no_list_is_not_checked(opened: KnowledgeGraph) -> None:
    """Checking, resolving and fixing need a list, and say so."""
    calls: tuple[Callable[[], object], ...] = (
        opened.check,
        opened.merges,
        opened.suggest_authority,
        opened.fix,
        lambda: opened.reading_list,
    )
    for call in calls:
        with pytest.raises(UsageError, match="no list"):
            call()
    with pytest.raises(UsageError, match="stands in no dump"):
        opened.why("a", "b")
    assert opened.validate() == ()


def test_standard_input(kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    """``-`` is a list on standard input."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(SAMPLE.read_bytes()), encoding="utf-8"))
    found = avgraph.open("-")
    assert found.graph.source.name == "stdin"
    assert set(found.graph.nodes) == set(kg.graph.nodes)


def test_nothing_is_read_before_it_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening reads the text of a list alone; the cached dump answers queries without building the graph."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    expected = avgraph.open(SAMPLE).query(query)
    monkeypatch.setattr("avgraph.reading.read.parse_reading_list", lambda *_: pytest.fail("read"))
    assert avgraph.open(SAMPLE).query(query) == expected
    assert avgraph.open("nowhere.ttl") is not None


def test_the_entities_of_the_bundled_list(bundled: KnowledgeGraph) -> None:
    """A paper, its people, its venue, its tasks, and back, in the order that people expect."""
    paper = bundled[PAPER]
    assert bundled[BASE + PAPER] == paper == bundled.graph.nodes[PAPER]
    assert [author.label for author in paper.authors] == ["Relja Arandjelovic", "Andrew Zisserman"]
    assert (paper.id, paper.iri, paper.label, paper.year) == (PAPER, BASE + PAPER, "Look, Listen and Learn", 2017)
    assert paper.venue.label == "ICCV"
    assert paper in paper.venue.papers
    assert paper in paper.tasks[0].papers
    assert paper in paper.institutions[0].papers
    author = paper.authors[1]
    assert paper in author.papers
    assert [each.year for each in author.papers] == sorted((each.year for each in author.papers), reverse=True)
    shared = [len({each.id for each in author.papers} & {each.id for each in other.papers}) for other in author.coauthors]
    assert shared == sorted(shared, reverse=True)
    assert {each.id for each in author.coauthors} == {
        other for each in bundled.graph.of_type(NodeType.PAPER) if author.id in each.edges[Relation.HAS_AUTHOR]
        for other in each.edges[Relation.HAS_AUTHOR] if other != author.id
    }  # fmt: skip
    assert repr(paper) == f"<Paper '{PAPER}': Look, Listen and Learn>"
    assert len({paper, bundled[PAPER]}) == 1


def test_every_entity_has_its_papers(bundled: KnowledgeGraph) -> None:
    """Papers by author, institution, task, dataset and venue are those whose edges lead there; subtasks count."""
    for entities, relation in (
        (bundled.authors, Relation.HAS_AUTHOR), (bundled.institutions, Relation.LISTS_INSTITUTION), (bundled.venues, Relation.PUBLISHED_IN),
    ):  # fmt: skip
        for entity in entities[::50]:
            papers = {paper.id for paper in bundled.papers if entity.id in paper.edges.get(relation, ())}
            assert {paper.id for paper in entity.papers} == papers
    for task in bundled.tasks:
        under = {task.id, *(each.id for each in task.subtasks)}
        assert {paper.id for paper in task.papers} == {each.id for each in bundled.papers if under & {t.id for t in each.tasks}}
        assert all(each.broader is not None for each in task.subtasks)
    dataset = bundled["dataset/vggsound"]
    assert {paper.id for paper in dataset.papers} == {paper.id for paper in bundled.papers if dataset in paper.datasets}
    assert all(author.institutions for institution in bundled.institutions[::40] for author in institution.authors)
    assert {type(entity).__name__ for entity in bundled} == {"Paper", "Author", "Institution", "Task", "Dataset", "Venue", "Entity"}


def test_nodes_are_as_they_were(bundled: KnowledgeGraph) -> None:
    """What is handed out has the attributes, edges, lines and values of the node."""
    for entity in (bundled.papers[0], bundled.tasks[0], bundled.find("VGGSound")[0]):
        node = bundled.graph.nodes[entity.id]
        assert (entity.attributes, entity.edges, entity.lines, entity.type) == (node.attributes, node.edges, node.lines, node.type)
        assert entity.value(Attribute.TITLE) == node.value(Attribute.TITLE)
    assert len(bundled) == len(list(bundled)) == len(bundled.graph)
    assert PAPER in bundled
    assert "paper/none" not in bundled


def test_an_unknown_entity_is_a_key_error(bundled: KnowledgeGraph) -> None:
    """As with mappings; the nearest ids are named, the message is no quotation, and the error can be sent between processes."""
    with pytest.raises(KeyError) as caught:
        bundled["author/di_huu"]
    assert isinstance(caught.value, UnknownEntityError)
    assert "author/di_hu" in caught.value.nearest
    assert str(caught.value).startswith("no entity is named 'author/di_huu'; nearest: ")
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301  (our own)
    assert (str(again), again.name, again.nearest) == (str(caught.value), caught.value.name, caught.value.nearest)


def test_filters_as_keywords(bundled: KnowledgeGraph) -> None:
    """Plain keywords and Filters mean the same."""
    filters = Filters(task="Speech Recognition", years=(2020, None))
    assert same(bundled.narrow(task="Speech Recognition", years="2020:").graph, bundled.narrow(filters).graph)
    assert bundled.view("coauthors", min_papers=2) == bundled.view("coauthors", Filters(min_papers=2))
    assert bundled.view("coauthors", filters, min_papers=2) == bundled.view(
        "coauthors", task="Speech Recognition", years="2020:", min_papers=2
    )
    part = bundled.narrow(ego="VGGSound")
    assert {node.id for node in part.graph.of_type(NodeType.DATASET)} == {"dataset/vggsound"}
    assert bundled.narrow() is bundled
    assert part.statistics().nodes["Dataset"] == 1
    assert len(part.query("SELECT ?p { ?p a avg:Dataset }")) == 1
    with pytest.raises(UsageError, match="no list"):
        part.check()


def test_checks_and_fixes(tmp_path: Path, kg: KnowledgeGraph) -> None:
    """Findings can be selected and settled; a fix changes the file, keeps its mark, and the graph is read anew."""
    path = tmp_path / "list.md"
    content = (
        "\ufeff"
        + SAMPLE.read_text(encoding="utf-8")
        + "\n**[CVPR 2021]**\n[Seeing Sounds](https://a.org/9)\n<br>\n**Authors:** Ada Lovelace\n<br>\n**Institution:** X University\n"
    )
    path.write_text(content, encoding="utf-8")
    found = avgraph.open(path)
    codes = {each.code for each in found.check().diagnostics}
    assert "AVG112" in codes
    assert {each.code for each in found.check(select=["AVG112"]).diagnostics} == {"AVG112"}
    assert "AVG112" not in {each.code for each in found.check(ignore=["AVG1"]).diagnostics}
    before = len(found)
    assert found.fix(select=["AVG112"]) == 1
    assert path.read_bytes().decode() == content.replace("[CVPR 2021]", "[CVPR-2021]")
    assert found.check(select=["AVG112"]).diagnostics == ()
    assert len(found) == before
    assert found.fix(select=["AVG112"]) == 0
    with pytest.raises(UsageError, match="give the path of your list"):
        avgraph.open().fix()
    assert {each.code for each in kg.check().diagnostics} <= set(codes) | {each.code for each in kg.check().diagnostics}


def test_the_profile_holds_for_reading_and_checking(tmp_path: Path) -> None:
    """A profile that is given, or that avgraph.toml states, counts for the graph, the check and the repairs."""
    path = tmp_path / "my-list.md"
    words = ("Rooms", "Halls", "Woods", "Fields")
    items = "".join(
        f"- **Ears in {w}** [Small Ears and How They Hear the {w}](https://arxiv.org/abs/2301.0000{n})\n" for n, w in enumerate(words)
    )
    path.write_text(f"## Ears\n\n{items}", encoding="utf-8")
    profile = "- **Title** [Note](url) [Paper](url)"
    (tmp_path / "avgraph.toml").write_text(f'profile = "{profile}"\n', encoding="utf-8")
    configured, given = avgraph.open(path), avgraph.open(path, profile=profile)
    for kg in (configured, given):
        assert kg.papers[0].label == "Ears in Fields"
        assert "AVG401" not in {each.code for each in kg.check().diagnostics}
        assert kg.fix() == 0
    (tmp_path / "avgraph.toml").unlink()
    assert avgraph.open(path).papers[0].label == "Small Ears and How They Hear the Fields"
    assert given.check().diagnostics == configured.check().diagnostics


def test_why_and_what_to_decide(bundled: KnowledgeGraph) -> None:
    """Merges have reasons, two forms can be asked about, and open cases are an authority file that can be given back."""
    assert bundled.why("Lirong Dai", "Li-Rong Dai").is_one
    assert not bundled.why("University of California", "University of California, Merced").is_one
    assert {kind for kind, _ in bundled.merges()} == {NodeType.AUTHOR, NodeType.INSTITUTION, NodeType.VENUE, NodeType.PAPER}
    assert bundled.suggest_authority().startswith("@prefix avg: ")
    described = next(each for each in bundled.describe("Li-Rong Dai") if each.type == "Author")
    assert described.merges
    assert all(isinstance(each, str) for each in described.near_misses)


@pytest.mark.slow
def test_queries_within_limits(bundled: KnowledgeGraph, tmp_path: Path) -> None:
    """A limit of time or memory ends an answer; the text may come from a file; every format is at hand."""
    rows = bundled.query("top-authors", limit=2)
    assert bundled.query("top-authors", limit=2, time_limit=60) == bundled.query("top-authors", limit=2, memory_limit=2048) == rows
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with pytest.raises(QueryError, match=r"no answer within 0\.2 seconds"):
        bundled.query(endless, time_limit=0.2)
    path = tmp_path / "mine.rq"
    path.write_text("SELECT ?t { ?p avg:year 2015 ; dcterms:title ?t } ORDER BY ?t", encoding="utf-8")
    assert bundled.query(str(path)) == bundled.query(path.read_text(encoding="utf-8"))
    assert json.loads(bundled.serialize_query(str(path), "json"))["head"] == {"vars": ["t"]}
    assert bundled.serialize_query("ASK { ?p a avg:Paper }") == b"answer\n  True\n"
    assert bundled.serialize_query("CONSTRUCT { ?p avg:year 2015 } { ?p avg:year 2015 } LIMIT 1").startswith(b"@prefix avg: ")
    assert bundled.explain_query("top-authors", limit=1).endswith("LIMIT 1\n")
    for query, form in (("ASK { ?s ?p ?o }", "turtle"), ("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1", "csv"), ("ASK { ?s ?p ?o }", "excel")):
        with pytest.raises(QueryError):
            bundled.serialize_query(query, form)


@pytest.mark.slow
def test_a_limited_query_is_the_first_thing_that_happens(tmp_path: Path) -> None:
    """In a process that has loaded nothing yet, rows, letters of other scripts and hints come through the wall against new files."""
    for query, status, text in (
        ('SELECT ?n { ?a schema:name ?n FILTER(CONTAINS(?n, "é")) } ORDER BY ?n LIMIT 1', 0, "Andrés Eduardo Coca Salazar"),
        ("SELECT ?n { ?a avg:yeer ?n }", 2, "did you mean avg:year?"),
        ("SELECT ?n { ?a avg:year ?n", 2, "the query ends too early"),
        ("top-authors", 0, "Kristen Grauman"),
    ):
        command = [sys.executable, "-m", "avgraph", "query", query]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (done.returncode, text in done.stdout + done.stderr) == (status, True), done.stderr


def test_graphs_and_views_write_themselves(kg: KnowledgeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To a path, to a file, or to where they go by default; in the format of the extension or the one that is named."""
    monkeypatch.chdir(tmp_path)
    assert kg.write() == Path("exports/sample.ttl")
    file = io.BytesIO()
    assert kg.write(file) is None
    assert file.getvalue() == Path("exports/sample.ttl").read_bytes()
    assert kg.write("kg.jsonld") == Path("kg.jsonld")
    assert same(avgraph.open("kg.jsonld").graph, kg.graph)
    assert len(avgraph.open(kg.write("m.nt", materialize=True)).query("SELECT * { ?s ?p ?o }")) > len(kg.query("SELECT * { ?s ?p ?o }"))
    view = kg.view("institutions")
    assert view.write() == Path("exports/sample.institutions.graphml")
    assert view.write("v.html") == Path("v.html")
    assert Path("v.html").read_text(encoding="utf-8") == view.to_html()
    view.write("tables", "csv")
    assert sorted(path.name for path in Path("tables").iterdir()) == ["edges.csv", "nodes.csv"]
    file = io.BytesIO()
    view.write(file)
    assert file.getvalue() == Path("exports/sample.institutions.graphml").read_bytes()
    calls: list[tuple[Callable[[], object], type[Exception]]] = [
        (lambda: view.write("v.ttl"), UsageError),
        (lambda: view.write(file, "csv"), WriteError),
        (lambda: kg.write(file, "csv"), WriteError),
        (lambda: kg.write("x.xyz"), WriteError),
        (lambda: kg.write("x.csv", materialize=True), UsageError),
    ]
    for call, error in calls:
        with pytest.raises(error):
            call()
    copy = tmp_path / "copy.md"
    copy.write_bytes(SAMPLE.read_bytes())
    with pytest.raises(WriteError, match="is read by this command"):
        avgraph.open(copy).write(copy, "turtle")
    assert copy.read_bytes() == SAMPLE.read_bytes()


def test_a_graph_is_pushed(kg: KnowledgeGraph, dump: Path) -> None:
    """Into a store that runs; what is asked there is what was pushed."""
    with oxigraph_server() as server:
        pushed = kg.push(server.url + "/store")
        assert (pushed.triples, pushed.is_atomic) == (kg.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows[0][0], True)
        there = avgraph.open(endpoint=server.url + "/query")
        assert same(there.graph, kg.graph)
        again = avgraph.open(dump).push(server.url + "/store", "https://example.org/mine", via="graph-store", in_place=True)
        assert again.graph == "https://example.org/mine"
        assert same(avgraph.open(endpoint=server.url + "/query", graph="https://example.org/mine").graph, kg.graph)
    with pytest.raises(AvgraphError, match="no http or https address"):
        kg.push("ftp://example.org")


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"source": "nowhere.md"}, UnreadableSourceError, "no such file"),
        ({"source": "x.ttl.gz"}, QueryError, "not packed"),
        ({"source": SAMPLE, "endpoint": "http://localhost/"}, UsageError, "takes the place of SOURCE"),
        ({"endpoint": "http://localhost/", "store": "x"}, UsageError, "keeps the graph of SOURCE"),
        ({"endpoint": "ftp://localhost/"}, QueryError, "no http or https address"),
        ({"graph": "http://example.org/"}, UsageError, "names a graph of an --endpoint"),
        ({"source": "x.ttl", "authorities": ["a.ttl"]}, UsageError, "--authority is for lists"),
        ({"source": "-", "store": "x"}, UsageError, "standard input is none"),
    ],
)
def test_what_does_not_go_together(options: dict[str, object], error: type[Exception], message: str) -> None:
    """Nonsense is refused when it is opened, in one line."""
    with pytest.raises(error, match=message):
        avgraph.open(**options)  # type: ignore[arg-type]


def test_what_cannot_be_read(tmp_path: Path) -> None:
    """A source that is nothing of the kind says so once it is read; `build` reads at once."""
    empty = tmp_path / "empty.md"
    empty.write_text("nothing\n", encoding="utf-8")
    with pytest.raises(UnreadableSourceError):
        avgraph.build(empty)
    other = tmp_path / "other.ttl"
    other.write_text("<http://a> <http://b> <http://c> .\n", encoding="utf-8")
    with pytest.raises(DumpError, match=r"other\.ttl: the triples hold no description"):
        avgraph.build(other)
    with pytest.raises(QueryError, match="not a dump that can be read"):
        avgraph.build(tmp_path / "missing.ttl")
    with pytest.raises(UsageError, match="no list"):
        GraphSource(None).as_list("no list")
