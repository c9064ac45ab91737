"""Views and filters: what they count, against a plain computation over the entries."""

import csv
import re
from collections import Counter
from io import StringIO
from itertools import combinations
from pathlib import Path

import networkx
import pytest
from click.testing import CliRunner

from avgraph.cli.main import group
from avgraph.errors import FilterError, UnknownEntityError
from avgraph.knowledge import KnowledgeGraph, build
from avgraph.model.vocabulary import NodeType, Relation
from avgraph.resolution.resolve import resolve
from avgraph.views.communities import Community, name_communities, partition
from avgraph.views.filters import Filters, parse_years
from avgraph.views.narrowing import narrow, narrow_to_ego
from avgraph.views.projections import VIEWS, build_view
from avgraph.views.view import ViewGraph


def test_coauthors_against_the_entries(bundled: KnowledgeGraph) -> None:
    """Weight, fractional weight and papers of every pair are those that the entries give."""
    resolved = resolve(bundled.reading_list)
    weights: Counter[tuple[str, str]] = Counter()
    fractional: Counter[tuple[str, str]] = Counter()
    for paper in resolved.papers:
        authors = sorted({author for index in paper.entries for author in resolved.authors.by_entry[index]})
        for pair in combinations(authors, 2):
            weights[pair] += 1
            fractional[pair] += 1 / (len(authors) - 1)  # type: ignore[assignment]
    view = build_view(bundled.graph, "coauthors")
    assert {(edge.source, edge.target): edge.weight for edge in view.edges} == weights
    assert all(edge.fractional == pytest.approx(fractional[edge.source, edge.target], abs=1e-5) for edge in view.edges)
    assert all(len(edge.papers) == edge.weight for edge in view.edges)
    assert {node.id for node in view.nodes} == set(resolved.authors.entities)


def test_institutions_and_tasks(bundled: KnowledgeGraph) -> None:
    """Institutions are tied by papers; tasks by shared papers and authors."""
    institutions = build_view(bundled.graph, "institutions")
    for edge in institutions.edges[:50]:
        shared = [
            paper.id for paper in bundled.papers if {edge.source, edge.target} <= set(paper.edges.get(Relation.LISTS_INSTITUTION, ()))
        ]
        assert (list(edge.papers), edge.weight) == (sorted(shared), len(shared))
    tasks = build_view(bundled.graph, "tasks")
    for edge in tasks.edges:
        papers = [{p.id for p in bundled.papers if task in p.edges.get(Relation.ADDRESSES_TASK, ())} for task in (edge.source, edge.target)]
        authors = [{a for p in found for a in bundled.graph.nodes[p].edges[Relation.HAS_AUTHOR]} for found in papers]
        assert edge.weight == len(papers[0] & papers[1]) + len(authors[0] & authors[1])


def test_filters_against_a_plain_count(bundled: KnowledgeGraph) -> None:
    """The papers that stay are those that fit, and everything in the narrowed graph belongs to one of them."""
    task = bundled.find("Speech Recognition")[0].id
    wanted = {
        paper.id
        for paper in bundled.papers
        if task in paper.edges.get(Relation.ADDRESSES_TASK, ()) and 2020 <= int(paper.attributes["year"][0]) <= 2022  # type: ignore[index]
    }
    small = narrow(bundled.graph, Filters(task="Speech Recognition", years=(2020, 2022)))
    assert {paper.id for paper in small.of_type(NodeType.PAPER)} == wanted
    authors = {author for paper in wanted for author in bundled.graph.nodes[paper].edges[Relation.HAS_AUTHOR]}
    assert {author.id for author in small.of_type(NodeType.AUTHOR)} == authors
    above = narrow(bundled.graph, Filters(task="Audio-visual Recognition"))
    assert len(above.of_type(NodeType.PAPER)) > len(small.of_type(NodeType.PAPER))
    assert narrow(bundled.graph, Filters()) is bundled.graph
    busy = build_view(bundled.graph, "coauthors", Filters(min_papers=5))
    assert {node.label for node in busy.nodes if len(node.papers) < 5} == set()


@pytest.mark.slow
def test_ego_networks(bundled: KnowledgeGraph) -> None:
    """One hop are the co-authors; two hops are networkx's ego graph of radius two."""
    whole = bundled.view("coauthors").to_networkx("")
    for hops in (0, 1, 2):
        view = build_view(bundled.graph, "coauthors", Filters(ego="Kristen Grauman", hops=hops))
        assert {node.id for node in view.nodes} == set(networkx.ego_graph(whole, "author/kristen_grauman", radius=hops))
    around = narrow_to_ego(bundled.graph, "VGGSound", 1)
    assert {node.id for node in around.of_type(NodeType.DATASET)} == {"dataset/vggsound"}


def test_components_and_thresholds(bundled: KnowledgeGraph) -> None:
    """Components agree with networkx, and a threshold leaves only what reaches it."""
    view = bundled.view("coauthors")
    sizes = sorted(map(len, networkx.connected_components(view.to_networkx())), reverse=True)
    assert [len(component) for component in view.components()] == sizes
    strong = view.keep_stronger(2, 2)
    assert min(edge.weight for edge in strong.edges) >= 2
    assert min(len(node.papers) for node in strong.nodes) >= 2


def communities_of(view: ViewGraph) -> tuple[Community, ...]:
    """Return the communities of a view, named."""
    return name_communities(view, partition(view))


def test_communities_are_the_same_every_time_and_named(bundled: KnowledgeGraph) -> None:
    """Two runs agree, every node is in one community, and ties inside are many more than between."""
    view = build_view(bundled.graph, "coauthors")
    communities = communities_of(view)
    assert communities == communities_of(view)
    assert sorted(member for community in communities for member in community.members) == [node.id for node in view.nodes]
    of = {member: number for number, community in enumerate(communities) for member in community.members}
    inside = sum(of[edge.source] == of[edge.target] for edge in view.edges)
    assert inside > 0.8 * len(view.edges)
    assert all(community.name for community in communities)


def test_a_task_of_nearly_all_papers_names_no_community(tmp_path: Path) -> None:
    """Communities are named by what tells them from each other."""
    text = "# L\n\n## Papers\n\n" + "".join(
        f"- [Learning to Tune the Bells of Towers, Part {number}](https://arxiv.org/abs/1901.0000{number}). {names}. CVPR 2021\n"
        for number, names in enumerate(["Ada Byron, Carl Dorn", "Ada Byron, Carl Dorn", "Eva Erde, Frank Ford", "Eva Erde, Frank Ford"])
    )
    (tmp_path / "bells.md").write_text(text, encoding="utf-8")
    graph = build(tmp_path / "bells.md").graph
    assert {each.name for each in communities_of(build_view(graph, "coauthors"))} == {"Ada Byron, Carl Dorn", "Eva Erde, Frank Ford"}


@pytest.mark.parametrize("name", VIEWS)
def test_names_of_communities_come_from_inside_and_differ(name: str, bundled: KnowledgeGraph) -> None:
    """What a name says of members is true of a quarter of them at least, whom it names is a member, and no name is there twice."""
    view = build_view(bundled.graph, name)
    nodes = bundled.graph.nodes
    communities = communities_of(view)
    assert len({each.name for each in communities}) == len(communities)
    for each in communities:
        papers = [set(view.by_id[member].papers) for member in each.members]
        members, facts = [nodes[member].label for member in each.members], Counter[str]()
        for own in papers:
            targets = {target for paper in own for ids in nodes[paper].edges.values() for target in ids}
            facts.update({nodes[target].label for target in targets})
        if name == "tasks":
            facts.update(nodes[above].label for member in each.members for above in nodes[member].edges.get(Relation.BROADER, ()))
        rest = each.name
        true = [fact for fact, count in facts.items() if 4 * count >= len(papers)]
        for label in sorted((*members, *true), key=len, reverse=True):
            rest = rest.replace(label, "")
        assert not re.sub(r"[\d:, ]", "", rest), each.name


@pytest.mark.slow
@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("form", ["graphml", "gexf", "csv"])
def test_views_are_read_back(name: str, form: str, tmp_path: Path, bundled: KnowledgeGraph) -> None:
    """Every exporter of graphs writes every view with the same nodes and edges."""
    path = tmp_path / f"v.{form}"
    done = CliRunner().invoke(group, ["export", "--view", name, "--year", "2021", "-o", str(path), "-f", form])
    assert done.exit_code == 0, done.output
    view = build_view(bundled.graph, name, Filters(years=(2021, 2021)))
    assert len(view.nodes) > 5
    if form == "csv":
        counts = [len(list(csv.DictReader(StringIO((path / file).read_text(encoding="utf-8"))))) for file in ("nodes.csv", "edges.csv")]
        assert counts == [len(view.nodes), len(view.edges)]
        return
    read = networkx.read_graphml(path, force_multigraph=True) if form == "graphml" else networkx.read_gexf(path)
    assert (read.number_of_nodes(), read.number_of_edges()) == (len(view.nodes), len(view.edges))


@pytest.mark.parametrize("text", ["20", "2023:2019", "x:y", ":", "2019-2021"])
def test_years_that_cannot_be_read(text: str) -> None:
    """Years are refused in one line that shows how to write them."""
    with pytest.raises(FilterError, match=r"years .*"):
        parse_years(text)


def test_names_that_are_not_there(bundled: KnowledgeGraph) -> None:
    """An unknown view and a filter that names nothing of its kind are refused with what is near."""
    with pytest.raises(FilterError, match="views are coauthors, institutions, tasks, knowledge"):
        build_view(bundled.graph, "x")
    with pytest.raises(UnknownEntityError):
        build_view(bundled.graph, "coauthors", Filters(task="Kristen Grauman"))
    with pytest.raises(FilterError, match="not in the view"):
        build_view(bundled.graph, "institutions", Filters(ego="Kristen Grauman"))
