"""What workers find out for pages, in process: lists, figures, search, the lines of the list, VoID; and that all ways to ask agree."""

import random
import re
from collections import Counter
from collections.abc import Callable
from html import unescape
from itertools import combinations, pairwise
from typing import Any
from urllib.parse import quote

import networkx
import pytest

from avgraph.errors import QueryError
from avgraph.knowledge import KnowledgeGraph
from avgraph.model.graph import Graph
from avgraph.model.vocabulary import BASE_IRI, Attribute, NodeType, Relation, continents, country_codes
from avgraph.server.content import collect_content
from avgraph.server.request_handler import RequestHandler
from avgraph.site.content.chain import find_chain
from avgraph.site.content.entity import collect_entity
from avgraph.site.content.entity_index import EntityIndex
from avgraph.site.content.figures import collect_figures, count_entities
from avgraph.site.content.listing import COLUMNS, Narrowing, list_entities, list_places
from avgraph.site.content.search import nearest_labels, search
from avgraph.site.content.source_text import read_source
from avgraph.site.content.void import count_partitions, describe_dataset
from avgraph.site.pages.addresses import Site
from avgraph.site.pages.entity import entity_page
from avgraph.site.pages.lists import home_page, source_page
from avgraph.sparql.engine import Engine
from avgraph.sparql.fetch import fetch_entities
from avgraph.views.describe import describe
from avgraph.views.find import NAMED_TYPES
from avgraph.views.projections import build_view
from avgraph.views.statistics import stands_for_several
from tests.conftest import SAMPLE, TIMES

SITE = Site("a list", BASE_IRI)


@pytest.fixture(scope="module")
def engine(bundled: KnowledgeGraph) -> Engine:
    """Return an engine over the bundled list."""
    return Engine.of_graph(bundled.graph)


@pytest.fixture(scope="module")
def entity_index(engine: Engine) -> EntityIndex:
    """Return its papers and entities."""
    return EntityIndex(engine)


@pytest.fixture(scope="module")
def lines(bundled: KnowledgeGraph) -> list[str]:
    """Return the lines of the bundled list."""
    return bundled.source.as_list().text.splitlines()


def drawn(bundled: KnowledgeGraph, count: int = 200 * TIMES) -> list[str]:
    """Return the ids of entities of each kind, drawn at random with a seed that is written down."""
    ids = [node.id for node in bundled.graph.nodes.values() if node.type in NAMED_TYPES]
    return random.Random(16).sample(ids, count)  # noqa: S311  (reproducible, not secret)


def around(engine: Engine) -> Callable[[str], tuple[Graph, str]]:
    """Return what fetches the part of a graph around an entity."""
    return lambda iri: fetch_entities(engine, [iri])


def counted(description: dict[str, Any], name: str) -> dict[str, int]:
    """Return the counts of a fact by the ids of what is counted."""
    return dict(zip(description["ids"].get(name, ()), description["counts"].get(name, ()), strict=True))


@pytest.mark.slow
def test_all_ways_to_ask_agree(bundled: KnowledgeGraph, engine: Engine, lines: list[str]) -> None:
    """For two hundred entities of every kind, drawn at random, the server describes what `show` prints, the page holds it, and SPARQL and Python count the same."""
    for node_id in drawn(bundled):
        node = bundled.graph.nodes[node_id]
        shown = describe(bundled.graph, node).to_dict()
        content = collect_entity(engine, lines, node_id, around(engine))
        assert content is not None
        served = content["description"]
        assert {**served, "lines": [], "papers": [list(each) for each in served["papers"]]} == {
            **shown,
            "lines": [],
            "papers": [list(each) for each in shown["papers"]],
        }, node_id
        assert [each.id for each in bundled[node_id].papers if node.type is not NodeType.PAPER] == [work["id"] for work in shown["works"]]
        check_page(entity_page(node_id, SITE, **content), shown)
        check_sparql(engine, node_id, shown)


def check_page(page: str, shown: dict[str, Any]) -> None:
    """Check that the page holds every value, each entity as a link, and every paper with its authors."""
    text = " ".join(unescape(re.sub(r"<(?!wbr)[^>]*>", " ", page.replace("<wbr>", ""))).split())
    links = set(re.findall(r'href="([^"]*)"', page))
    for name, values in shown["facts"].items():
        # Of what is counted over papers a page holds a thousand, and leads to the list of all.
        for value, node, count in list(zip(values, shown["ids"][name], shown["counts"][name], strict=True))[:1000]:
            wanted = f"{value.removesuffix(f' ({count})')} {count:,}" if count is not None and name != "Years" else value.partition(" (")[0]
            assert " ".join(wanted.split()) in text, (shown["id"], name, value)
            assert node is None or f"/id/{quote(node)}" in links
    for work in shown["works"][:300]:
        assert all(f"/id/{quote(each['id'])}" in links or each["id"] == shown["id"] for each in (work, *work["authors"], *work["venues"]))


def check_sparql(engine: Engine, node_id: str, shown: dict[str, Any]) -> None:
    """Check the papers, years and co-authors of an entity against queries."""
    node = f"<{BASE_IRI}{node_id}>"
    kind = node_id.partition("/")[0]
    if kind == "paper":
        authors = engine.rows(
            f"SELECT ?a ?n {{ {node} avg:hasAuthorship ?s . ?s avg:author ?a ; avg:position ?n }} ORDER BY ?n", "iri", "number"
        )
        assert list(dict.fromkeys(each.removeprefix(BASE_IRI) for each, _ in authors)) == list(shown["ids"].get("Authors", ()))
        return
    path = {
        "author": "avg:hasAuthor", "institution": "avg:listsInstitution", "venue": "avg:publishedIn",
        "task": "avg:addressesTask/skos:broader*", "dataset": "avg:introducesDataset|avg:mentionsDataset",
    }[kind]  # fmt: skip
    papers = engine.rows(f"SELECT DISTINCT ?p {{ ?p {path} {node} }}", "iri")
    assert {each.removeprefix(BASE_IRI) for (each,) in papers} == {work["id"] for work in shown["works"]}
    if kind != "dataset":
        years = engine.rows(f"SELECT ?y (COUNT(DISTINCT ?p) AS ?n) {{ ?p {path} {node} ; avg:year ?y }} GROUP BY ?y", "number", "number")
        assert {f"{year} ({count})" for year, count in years} == set(shown["facts"].get("Years", ()))
    fact, relation = {"author": ("Co-authors", "hasAuthor"), "institution": ("Listed with", "listsInstitution")}.get(
        kind, ("Authors", "hasAuthor")
    )
    if kind in ("author", "institution", "venue", "task"):
        rows = engine.rows(
            f"SELECT ?o (COUNT(DISTINCT ?p) AS ?n) {{ ?p {path} {node} ; avg:{relation} ?o FILTER(?o != {node}) }} GROUP BY ?o",
            "iri",
            "number",
        )
        assert {other.removeprefix(BASE_IRI): count for other, count in rows} == counted(shown, fact)


@pytest.mark.parametrize(("view", "kind", "fact"), [("coauthors", "author", "Co-authors"), ("institutions", "institution", "Listed with")])
def test_the_drawing_agrees(bundled: KnowledgeGraph, view: str, kind: str, fact: str) -> None:
    """The papers and ties of the explorer's page are those of the descriptions, but for names that may be several."""
    drawing = build_view(bundled.graph, view)
    ties: dict[str, dict[str, float]] = {node.id: {} for node in drawing.nodes}
    for edge in drawing.edges:
        ties[edge.source][edge.target] = ties[edge.target][edge.source] = edge.weight
    for node_id in drawn(bundled):
        if node_id not in ties or not node_id.startswith(f"{kind}/"):
            continue
        shown = describe(bundled.graph, bundled.graph.nodes[node_id]).to_dict()
        assert len(drawing.by_id[node_id].papers) == len(shown["papers"])
        if not stands_for_several(bundled.graph.nodes[node_id]):
            others = {other: count for other, count in counted(shown, fact).items() if not stands_for_several(bundled.graph.nodes[other])}
            assert {other: count for other, count in ties[node_id].items() if other in others} == others


def test_figures_are_those_of_the_statistics(bundled: KnowledgeGraph, engine: Engine, entity_index: EntityIndex) -> None:
    """The first page counts what `avgraph stats` counts, and ranks as it does."""
    figures, statistics = collect_figures(engine, entity_index), bundled.statistics(10)
    assert figures["counts"] == {node_type.kind: statistics.nodes[node_type] for node_type in NAMED_TYPES}
    assert figures["counts"] == count_entities(engine)["counts"]
    assert {year: count for year, count in figures["years"] if count} == statistics.papers_by_year
    for kind, ranked in (("author", statistics.authors), ("institution", statistics.institutions), ("venue", statistics.venues)):
        assert [(row["label"], row["papers"]) for row in figures["leading"][kind]] == [(each.label, each.papers) for each in ranked]
    assert [entity_index.task_path(task["id"]) for task in figures["tasks"]] == list(statistics.tasks)
    assert figures["source"] == "source/audio-visual-learning"


@pytest.mark.slow
def test_lists_hold_every_entity_with_its_counts(bundled: KnowledgeGraph, entity_index: EntityIndex) -> None:
    """A list has a row for each entity of its kind, and each column sorts; counts are those of the descriptions."""
    for kind, columns in COLUMNS.items():
        rows = list_entities(entity_index, kind, Narrowing())
        assert {row["id"] for row in rows} == {node.id for node in bundled.graph.nodes.values() if node.id.startswith(f"{kind}/")}
        for column in columns:
            for sort in (column.key, f"-{column.key}"):
                values = [
                    row[column.key]
                    for row in list_entities(entity_index, kind, Narrowing(), sort)
                    if isinstance(row[column.key], int | float)
                ]
                assert values == sorted(values, reverse=sort.startswith("-"))
    for row in random.Random(3).sample(list_entities(entity_index, "author", Narrowing()), 40):  # noqa: S311
        shown = describe(bundled.graph, bundled.graph.nodes[row["id"]]).to_dict()
        assert (row["papers"], row["co-authors"]) == (len(shown["papers"]), len(shown["facts"].get("Co-authors", ())))
    for row in list_entities(entity_index, "task", Narrowing()):
        shown = describe(bundled.graph, bundled.graph.nodes[row["id"]]).to_dict()
        assert (row["papers"], row["datasets"]) == (len(shown["papers"]), len(shown["facts"].get("Datasets", ())))
    papers = {row["id"]: row for row in list_entities(entity_index, "paper", Narrowing())}
    for paper in bundled.papers:
        assert [each["id"] for each in papers[paper.id]["authors"]] == [author.id for author in paper.authors]


def test_lists_are_narrowed(bundled: KnowledgeGraph, entity_index: EntityIndex) -> None:
    """By words of a row, years, and entities to which papers lead: those counted are the papers that are left."""
    task = next(each for each in bundled.tasks if each.label == "Speech Recognition")
    rows = list_entities(entity_index, "author", Narrowing(since=2021, entities=(task.id,)))
    papers = [paper for paper in task.papers if (paper.year or 0) >= 2021]
    assert {row["id"]: row["papers"] for row in rows} == Counter(author.id for paper in papers for author in paper.authors)
    both = list_entities(entity_index, "paper", Narrowing(entities=("author/di_hu", "author/yapeng_tian")))
    assert len(both) == counted(describe(bundled.graph, bundled.graph.nodes["author/di_hu"]).to_dict(), "Co-authors")["author/yapeng_tian"]
    assert list_entities(entity_index, "author", Narrowing(until=1990)) == []
    in_asia = list_entities(entity_index, "paper", Narrowing(place="Asia"))
    places = [{bundled[each].value(Attribute.COUNTRY) for each in entity_index.papers[row["id"]].links["institution"]} for row in in_asia]
    assert all(each & continents()["Asia"] for each in places)
    assert 0 < len(list_entities(entity_index, "paper", Narrowing(place="KR"))) < len(in_asia)
    assert {each["id"] for each in list_places(entity_index)} >= {"Asia", "KR"}
    people = {row["id"]: row["there"] for row in list_entities(entity_index, "author", Narrowing(place="Asia"))}
    assert people == people_in(bundled, "Asia", {row["id"] for row in in_asia})
    assert set(people.values()) == {"stated", "possible"}
    assert {row["country"] for row in list_entities(entity_index, "institution", Narrowing(place="KR"))} == {"KR"}
    named = list_entities(entity_index, "institution", Narrowing(words="renmin chin"))
    assert named[0]["label"] == "Renmin University of China"
    assert all(row["part of"] == [{"label": named[0]["label"], "id": named[0]["id"]}] for row in named[1:])


def people_in(bundled: KnowledgeGraph, continent: str, papers: set[str]) -> dict[str, str]:
    """Return how the people of some papers are on a continent: by the countries of what is stated for them, possible where none is known."""
    standing = {}
    for author in {author.id for paper in papers for author in bundled[paper].authors}:
        stated = bundled.graph.nodes[author].edges.get(Relation.AFFILIATED_WITH, ())
        countries = {country for each in stated if (country := bundled[each].value(Attribute.COUNTRY))}
        if not countries or countries & continents()[continent]:
            standing[author] = "stated" if countries else "possible"
    return standing


def test_a_name_and_years_find_papers(entity_index: EntityIndex) -> None:
    """The papers of a venue in a year come first, and the entities themselves as ever; years without papers are no row."""
    venue, year = next((row["id"], 2022) for row in list_entities(entity_index, "venue", Narrowing(since=2022, until=2022)))
    label = entity_index.label(venue)
    first = search(entity_index, f"{label.lower()} {year}")[0]
    papers = list_entities(entity_index, "paper", Narrowing(since=year, until=year, entities=(venue,)))
    assert (first["id"], first["label"], first["papers"], first["years"]) == (venue, f"{label}, {year}", len(papers), [year, year])
    assert search(entity_index, f"{label} since 2021")[0]["years"] == [2021, None]
    assert search(entity_index, f"{label} before 2020")[0]["years"] == [None, 2019]
    assert search(entity_index, f"{label} 1971") == []


def test_two_names_find_the_papers_of_both(entity_index: EntityIndex) -> None:
    """As people type them; those without a paper together have a chain there. One person, or a name with "and" in it, is no pair."""
    for text in ("Di Hu and Yapeng Tian", "di hu & yapeng tian", "Di Hu with Yapeng Tian"):
        first = search(entity_index, text)[0]
        assert (first["id"], first["other"], first["label"]) == ("author/di_hu", "author/yapeng_tian", "Di Hu and Yapeng Tian")
        assert first["papers"] == len(list_entities(entity_index, "paper", Narrowing(entities=(first["id"], first["other"])))) == 3
    assert search(entity_index, "Di Hu and Andrew Zisserman")[0]["papers"] == 0
    assert "other" not in search(entity_index, "Di Hu")[0]
    assert search(entity_index, "Di Hu and Di Hu") == []
    assert "other" not in search(entity_index, "speech enhancement and separation")[0]


def test_a_name_a_place_and_years_find_people(entity_index: EntityIndex) -> None:
    """A place is meant behind "in" or before years, and is no part of the name; a name that ends in a place stays one."""
    for text, label, years in (
        ("speech separation in asia since 2021", "Speech Enhancement and Separation, Asia, since 2021", [2021, None]),
        ("speech separation Asia since 2021", "Speech Enhancement and Separation, Asia, since 2021", [2021, None]),
        ("speech separation in Asia", "Speech Enhancement and Separation, Asia", [None, None]),
    ):
        first = search(entity_index, text)[0]
        narrowing = Narrowing(since=years[0], entities=(first["id"],), place="Asia")
        assert (first["label"], first["years"], first["place"]) == (label, years, "Asia")
        assert first["papers"] == len(list_entities(entity_index, "paper", narrowing))
    assert search(entity_index, "Renmin University of China")[0]["label"] == "Renmin University of China"


def test_a_chain_of_co_authors(bundled: KnowledgeGraph, entity_index: EntityIndex) -> None:
    """It is as short as networkx finds, each step has the papers of both, and it leads through no name that may be several people."""
    network: networkx.Graph[str] = networkx.Graph()
    for paper in bundled.papers:
        network.add_edges_from(combinations((author.id for author in paper.authors), 2))
    marked = [author.id for author in bundled.authors if author.value(Attribute.IDENTITY_STATUS)]
    network.remove_nodes_from(marked)
    people = sorted(network)
    for start, end in random.Random(5).sample(list(zip(people, reversed(people), strict=True)), 60):  # noqa: S311
        chain = [person["id"] for person in find_chain(entity_index, start, end)]
        assert len(chain) == (networkx.shortest_path_length(network, start, end) + 1 if networkx.has_path(network, start, end) else 0)
        for person, following in pairwise(find_chain(entity_index, start, end)):
            both = [paper.id for paper in bundled[person["id"]].papers if following["id"] in [author.id for author in paper.authors]]
            assert sorted(paper["id"] for paper in person["papers"]) == sorted(both) != []


def test_of_too_many_authorships_the_home_counts_and_the_search_finds_whole_names(
    bundled: KnowledgeGraph, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the lists would be too large to hold, the first page counts, the search knows whole names, and a list says why there is none."""
    monkeypatch.setattr("avgraph.site.content.entity_index.MOST_LINKS", 10)
    handler = RequestHandler(engine, lambda: bundled.graph)
    figures = collect_content(handler, {"kind": "figures"})
    assert figures["counts"]["paper"] == len(bundled.graph.of_type(NodeType.PAPER))
    assert "<h1" in home_page(SITE, figures)
    assert [row["id"] for row in collect_content(handler, {"kind": "search", "text": "Kristen Grauman"})["rows"]] == [
        "author/kristen_grauman"
    ]
    assert "Andrew Zisserman" in collect_content(handler, {"kind": "search", "text": "Andrew Zissermann"})["nearest"]
    request: dict[str, Any] = {
        "kind": "list",
        "list": "author",
        "words": "",
        "since": None,
        "until": None,
        "entities": [],
        "place": "",
        "sort": "",
    }
    with pytest.raises(QueryError, match="ask it with SPARQL"):
        collect_content(handler, request)


def test_the_search_knows_forms_and_ranks_by_papers(entity_index: EntityIndex) -> None:
    """What is named so exactly comes first, then what has more papers; marks, case and the end of a word need not be written."""
    assert search(entity_index, "MIT")[0]["label"] == "Massachusetts Institute of Technology"
    assert search(entity_index, "speech recog")[0]["kind"] == "task"
    people = [row["papers"] for row in search(entity_index, "wang") if row["kind"] == "author"]
    assert people == sorted(people, reverse=True)
    assert search(entity_index, "kristen GRAUM")[0]["id"] == "author/kristen_grauman"
    assert nearest_labels(entity_index, "zisermann")[0] == "Andrew Zisserman"
    assert nearest_labels(entity_index, "xqzwv") == nearest_labels(entity_index, "") == []
    assert search(entity_index, " ") == search(entity_index, "zzzz") == []


def test_the_lines_of_the_list(engine: Engine, lines: list[str], bundled: KnowledgeGraph) -> None:
    """Every IRI of a place has an element on the page of the list; what stands around a line is shown; a dump gives what entries say."""
    whole = read_source(lines, engine, None)
    assert [text for _, text in whole["lines"]] == lines
    page = source_page(
        SITE,
        "source/audio-visual-learning",
        {**whole, "title": "A list", "origin": None, "version": None, "source": "", "read": 0, "unread": 0},
    )
    places = {
        first
        for node in bundled.graph.nodes.values()
        if node.type in (NodeType.ENTRY, NodeType.TASK, NodeType.DATASET)
        for first in node.lines
    }
    assert places
    assert [place for place in places if f'id="line={place[0] - 1},{place[1]}"' not in page] == []
    around = read_source(lines, engine, 2579)
    assert around["first"] < 2579 < around["last"] < around["first"] + 100
    told = read_source(None, engine, 2579)
    assert not told["is_text"]
    assert (2576, "Audio-Visual Segmentation") in told["lines"]


def test_quotes_are_the_lines_that_name_an_entity(engine: Engine, lines: list[str]) -> None:
    """The text of a place is that of the list, and the names in it are marked."""
    content = collect_entity(engine, lines, "author/di_hu", around(engine))
    assert content is not None
    for quote_ in content["quotes"]:
        assert quote_["lines"] == lines[quote_["first"] - 1 : quote_["last"]]
    assert "<mark>Di Hu</mark>" in entity_page("author/di_hu", SITE, **content)


def test_partitions_count_as_sparql_counts(engine: Engine) -> None:
    """VoID names every class and property of the data with the number that a query gives."""
    counts = count_partitions(engine)
    described = Engine(_store_of(describe_dataset(counts, BASE_IRI, "http://localhost/", "text/turtle")))
    classes = dict(described.rows("SELECT ?class ?n { ?data void:classPartition ?part . ?part void:class ?class ; void:entities ?n }"))
    assert classes == dict(engine.rows("SELECT ?class (COUNT(DISTINCT ?s) AS ?n) { ?s a ?class } GROUP BY ?class"))
    properties = dict(described.rows("SELECT ?p ?n { ?data void:propertyPartition ?part . ?part void:property ?p ; void:triples ?n }"))
    assert properties == dict(engine.rows("SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p"))
    [(total,)] = described.rows("SELECT ?n { ?data void:sparqlEndpoint ?e ; void:triples ?n }")
    assert total == len(engine.store) == sum(properties.values())


def _store_of(turtle: bytes) -> Any:
    from pyoxigraph import RdfFormat, Store

    store = Store()
    store.load(turtle, format=RdfFormat.TURTLE)
    return store


def test_a_list_without_authors_or_years_has_pages() -> None:
    """What a list does not state is absent, and no figure or row fails for it."""
    from avgraph.knowledge import build

    engine = Engine.of_graph(build(SAMPLE).graph)
    entity_index = EntityIndex(engine)
    figures = collect_figures(engine, entity_index)
    assert figures["counts"]["paper"]
    for kind in COLUMNS:
        assert list_entities(entity_index, kind, Narrowing(since=2000)) is not None
    assert collect_entity(engine, None, "author/nobody", around(engine)) is None
    assert collect_entity(engine, None, "<>", around(engine)) is None


def test_each_country_lies_on_one_continent() -> None:
    """Each code but those of islands where nobody works, once."""
    listed = [code for codes in continents().values() for code in codes]
    assert sorted(listed) == sorted(set(listed))
    assert set(country_codes()) - set(listed) <= {"AQ", "BV", "CC", "CX", "GS", "HM", "IO", "SH", "TF", "UM"}
