"""The page: one file that asks for nothing, says what the graph says, and runs nothing that a list holds."""

import json
import re
import zlib
from base64 import b64encode, b85decode
from collections import Counter, defaultdict
from dataclasses import replace
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import pyvis.network
from click.testing import CliRunner

from avgraph.cli.main import group
from avgraph.errors import PageError
from avgraph.explorer.arrangement import Arrangement, arrange
from avgraph.explorer.data import collect_page_data
from avgraph.explorer.items import BELONGING, plain_id
from avgraph.explorer.layout import lay_out
from avgraph.explorer.page import SCRIPTS, generate_html
from avgraph.explorer.palette import radius_of
from avgraph.explorer.pyvis import Network
from avgraph.explorer.scripts import SHARED
from avgraph.knowledge import KnowledgeGraph, build
from avgraph.model.entries import Source
from avgraph.model.graph import Graph
from avgraph.model.vocabulary import Relation
from avgraph.reading.read import parse_reading_list
from avgraph.views.communities import Community, partition
from avgraph.views.filters import Filters
from avgraph.views.projections import VIEWS, build_view
from tests.conftest import SAMPLE
from tests.golden_files import PAGES
from tests.made_lists import RICH, build_from, make_entry, make_list

HOSTILE = """## <script>alert(1)</script> & "quotes"

**[CVPR-2021]**
[</script><img src=x onerror=alert(1)> {{data}} \u202etxt](javascript:alert(1))
<br>
**Authors:** "><svg onload=alert(1)>, Ann {{script}} Miller, B'o"b
<br>
**Institution:** <b>Bold</b> University; </script> Lab
"""


def elements(page: str) -> tuple[str, str, str, list[str]]:
    """Return policy, style, data and scripts of a page."""
    policy = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    style = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    data = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    scripts = re.findall(r'<script(?: type="module")?>(.*?)</script>', page, re.DOTALL)
    assert (len(policy), len(style), len(data)) == (1, 1, 1)
    assert page.count("</script>") == 1 + len(scripts)
    return policy[0], style[0], data[0], scripts


def data_of(page: str) -> dict[str, Any]:
    """Return the data of a page, unpacked."""
    read = json.loads(elements(page)[2])
    return own_data(json.loads(zlib.decompress(b85decode(read.replace(",", "<")))) if isinstance(read, str) else read)


def own_data(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data of a page with those of the view that is shown first."""
    return {**data, **data["views"][data["view"]]}


def labels_of(data: dict[str, Any]) -> list[str]:
    """Return the names of all items: papers, then things."""
    return [*data["papers"]["title"], *data["things"]["label"]]


def items_of(data: dict[str, Any]) -> list[int]:
    """Return the item of each node."""
    return [number for first, length in data["nodes"]["items"] for number in range(first, first + length)]


def papers_of(data: dict[str, Any], node: int) -> set[int]:
    """Return the papers of a node, read as the page reads them."""
    thing = items_of(data)[node] - len(data["papers"]["title"])
    columns = [data["papers"][name] for name in BELONGING]
    return {paper for column in columns for paper, things in enumerate(column) if thing in things} if thing >= 0 else {items_of(data)[node]}


def ties_of(data: dict[str, Any], node: int) -> dict[int, int]:
    """Return the neighbours of a node and the weights of the ties, read as the page reads them."""
    found: dict[int, int] = {}
    number = 0
    for a, count in enumerate(data["ties"]["count"]):
        b = a
        for _ in range(count):
            b += data["ties"]["to"][number]
            if node in (a, b):
                papers = [papers_of(data, each) for each in (a, b)]
                found[b if a == node else a] = data["ties"]["weight"].get(str(number), len(papers[0] & papers[1]) or 1)
            number += 1
    return found


@pytest.fixture(scope="module")
def coauthors(bundled: KnowledgeGraph) -> str:
    """Return the page of the co-authors of the bundled list."""
    return generate_html(build_view(bundled.graph, "coauthors"))


@pytest.mark.slow
def test_the_policy_lets_in_what_the_page_holds_and_nothing_else(coauthors: str) -> None:
    """The digests are those of the page's own scripts and style; nothing is fetched from anywhere."""
    policy, style, data, scripts = elements(coauthors)
    assert policy.startswith("default-src 'none';")
    assert policy.count("sha256-") == 1 + len(scripts) == 2
    for text in (*scripts, style):
        assert b64encode(sha256(text.encode()).digest()).decode() in policy
    assert "unsafe" not in policy
    assert coauthors.startswith("<!doctype html>")
    assert '<html lang="en">' in coauthors
    assert 'name="viewport"' in coauthors
    own = scripts[-1]
    assert not re.findall(r"(?:src|srcset|@import|url\()\s*=?\s*[\"']?(?:https?:)?//", coauthors.replace(data, ""))
    assert "import " not in own
    assert "innerHTML" not in own
    assert "eval(" not in own


def test_the_data_say_what_the_graph_says(bundled: KnowledgeGraph, coauthors: str) -> None:
    """Papers, co-authors and institutions of a person on the page are those of the graph."""
    data = data_of(coauthors)
    person = next(author for author in bundled.authors if author.label == "Kristen Grauman")
    items, labels = items_of(data), labels_of(data)
    thing = data["things"]["label"].index(person.label)
    index = items.index(len(data["papers"]["title"]) + thing)
    assert (data["things"]["id"][thing] or plain_id("Author", person.label)) == person.id
    papers = {data["papers"]["title"][paper] for paper in papers_of(data, index)}
    assert papers == {paper.label for paper in bundled.papers if person.id in paper.edges.get(Relation.HAS_AUTHOR, ())}
    view = build_view(bundled.graph, "coauthors")
    wanted = {
        view.by_id[edge.target if edge.source == person.id else edge.source].label: int(edge.weight)
        for edge in view.edges
        if person.id in (edge.source, edge.target)
    }
    assert {labels[items[node]]: weight for node, weight in ties_of(data, index).items()} == wanted
    stated = {data["things"]["label"][each] for each in data["things"]["stated"].get(str(thing), ())}
    assert stated == {bundled.graph.nodes[each].label for each in person.edges.get(Relation.AFFILIATED_WITH, ())}
    assert len({len(data["nodes"][name]) for name in ("x", "y", "community")}) == 1
    assert len({len(column) for column in data["papers"].values() if isinstance(column, list)}) == 1
    assert [type_and_count[1] for type_and_count in data["things"]["types"]] == list(Counter(_types(data)).values())


def _types(data: dict[str, Any]) -> list[str]:
    return [kind for kind, count in data["things"]["types"] for _ in range(count)]


@pytest.mark.parametrize("name", VIEWS)
def test_the_papers_of_a_node_are_those_of_its_view(name: str, bundled: KnowledgeGraph) -> None:
    """What the page makes of the columns of papers is what Python has, for every node; and so are all ids."""
    view = build_view(bundled.graph, name)
    data = own_data(collect_page_data(view, Arrangement((Community("all", tuple(view.by_id)),), dict.fromkeys(view.by_id, (0, 0)))))
    titles, years, count = data["papers"]["title"], data["papers"]["year"], len(data["papers"]["title"])
    found: defaultdict[int, set[str]] = defaultdict(set)
    for column in BELONGING:
        for paper, things in enumerate(data["papers"][column]):
            for thing in things:
                found[count + thing].add(titles[paper])
    for node, item in zip(view.nodes, items_of(data), strict=True):
        papers = {titles[item]} if item < count else found[item]
        assert papers == {bundled.graph.nodes[paper].label for paper in node.papers}
        if item < count:
            identifier = data["papers"]["id"][item] or plain_id("Paper", titles[item], years[item])
        else:
            identifier = data["things"]["id"][item - count] or plain_id(_types(data)[item - count], data["things"]["label"][item - count])
        assert identifier == node.id


def filled(printed: int | list[Any], made: list[str]) -> list[str]:
    """Return names as printed, those that are printed as made from `made`."""
    return [name or other for name, other in zip(printed, made, strict=True)] if isinstance(printed, list) else made


def test_entries_are_quoted_as_they_stand(bundled: KnowledgeGraph) -> None:
    """Lines, tags, titles, authors and institutions of all entries are those of the list; authors stand in the order of the paper."""
    view = build_view(bundled.graph, "coauthors")
    data = own_data(collect_page_data(view, Arrangement((Community("all", tuple(view.by_id)),), dict.fromkeys(view.by_id, (0, 0)))))
    papers, label = data["papers"], data["things"]["label"]
    listed = {entry.first_line: entry for entry in bundled.reading_list.entries}
    cited = 0
    for paper, entries in enumerate(papers["entries"]):
        venues = [label[each] for each in papers["venues"][paper]]
        authors, institutions = ([label[each] for each in papers[column][paper]] for column in ("authors", "institutions"))
        made = [[f"{venues[0]}-{papers['year'][paper]}"] if venues else [], [papers["title"][paper]], authors, institutions]
        for entry in entries if isinstance(entries, list) else [entries]:
            line, *printed = entry if isinstance(entry, list) else [entry, 0, 0, 0, 0]
            stands = listed[line]
            wanted = [stands.tag.form, stands.title.form, stands.authors.as_listed, stands.institutions.as_listed]
            parts = zip(printed, made, ("", "", ", ", "; "), strict=True)
            assert [each if isinstance(each, str) else part.join(filled(each, own)) for each, own, part in parts] == wanted
            cited += 1
    assert cited == len(listed)
    assert data["source"]["line"] == "https://github.com/GeWu-Lab/awesome-audiovisual-learning/blob/f9d1d58/README.md?plain=1#L"
    assert data["source"]["date"] == "2023-11-08"


def test_of_a_very_large_list_the_page_has_the_lines_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Entries are then the numbers of their lines."""
    monkeypatch.setattr("avgraph.explorer.evidence._MOST_QUOTED", 1)
    view = build_view(RICH, "knowledge")
    assert sorted(collect_page_data(view, arrange(view))["papers"]["entries"]) == [3, 4]


def test_the_page_of_a_view_of_a_large_graph_names_those_of_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each then has a page for itself; a small graph has all on one."""
    assert data_of(generate_html(build_view(RICH, "tasks")))["beside"] == []
    monkeypatch.setattr("avgraph.explorer.page.LARGEST_TOGETHER", 1)
    assert data_of(generate_html(build_view(RICH, "tasks")))["beside"] == ["coauthors", "institutions", "knowledge"]
    part = build_view(RICH, "tasks", Filters(years=(2023, None)))
    assert data_of(generate_html(part))["beside"] == []


def test_a_dataset_is_quoted_where_the_list_is_at_hand() -> None:
    """The page has the lines that state it, and what stands there but for spaces; of a dump it has the lines alone."""
    kg = build(SAMPLE)
    lines = data_of(generate_html(kg.view("knowledge")))["things"]["lines"]
    assert [62, "| [SoundBox](https://doi.org/10.1000/xyz_1) | 2019 | 5.4k | 800h+ | video | YouTube | Speech, noise removal |"] in [
        line for own in lines.values() for line in own
    ]
    bare = Graph(replace(kg.graph.source, quotes=()), list(kg.graph.nodes.values()))
    lines = data_of(generate_html(build_view(bare, "knowledge")))["things"]["lines"]
    assert all(len(line) == 1 for own in lines.values() for line in own)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["coauthors", "institutions", "tasks"])
def test_nodes_do_not_overlap_and_the_layout_is_the_same_every_time(name: str, bundled: KnowledgeGraph) -> None:
    """Two runs, of which the first may be that of another test, give the same places, and no two circles meet."""
    view = build_view(bundled.graph, name)
    community_of = {member: number for number, members in enumerate(partition(view)) for member in members}
    places = lay_out(view, community_of)
    assert places == arrange(view).places
    found = [(*places[node.id], radius_of(len(node.papers))) for node in view.nodes]
    found.sort()
    for number, (x, y, r) in enumerate(found):
        for other_x, other_y, other_r in found[number + 1 :]:
            if other_x - x > 40:
                break
            assert (x - other_x) ** 2 + (y - other_y) ** 2 >= (r + other_r) ** 2, (x, y, other_x, other_y)


@pytest.mark.parametrize("name", VIEWS)
def test_a_hostile_list_stays_text(name: str) -> None:
    """Markup, placeholders and script links of a list are data: no further element, attribute or link comes from them."""
    listed = parse_reading_list(HOSTILE, Source("x", "x.md", "", '<script>"x"</script>'))
    graph = build_from(listed)
    page = generate_html(build_view(graph, name))
    _, _, data, scripts = elements(page)
    assert "<" not in data
    read = json.loads(data)
    assert set(read["views"]) == set(VIEWS)
    assert "<script>" in read["source"]["title"]
    assert read["papers"]["url"] in ([""], [])
    outside = page.replace(data, "").replace(scripts[-1], "")
    assert "onerror" not in outside
    assert "<svg" not in outside
    assert "&lt;script&gt;" in outside


@pytest.mark.slow
def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is written where it is wanted, of the view that is asked for, and a wrong view is named."""
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(group, ["explore", "tasks"])
    assert done.exit_code == 0
    assert (tmp_path / "exports" / "tasks.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    (tmp_path / "my.md").write_text(HOSTILE, encoding="utf-8")
    assert CliRunner().invoke(group, ["explore", "my.md"]).exit_code == 0
    assert (tmp_path / "exports" / "my.coauthors.html").exists()
    wrong = CliRunner().invoke(group, ["explore", "nonsense"])
    assert wrong.exit_code == 2
    assert "views are coauthors, institutions, tasks, knowledge" in wrong.stderr


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_published_pages_are_current(name: str, bundled: KnowledgeGraph) -> None:
    """A committed page is, to the byte, what is made now."""
    published = (Path(__file__).parents[2] / "exports" / f"{name}.html").read_bytes()
    assert len(published) <= 260_000  # the mark: it opens at once, and goes by mail
    assert published == generate_html(build_view(bundled.graph, name)).encode()


@pytest.mark.slow
def test_an_arrangement_is_kept_and_made_anew_where_it_is_damaged(
    bundled: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The second page is made without a layout; a cut file, a strange one (whole by its digest) or none that can be written changes nothing."""
    view = build_view(bundled.graph, "institutions")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first = arrange(view)
    kept = list(tmp_path.rglob("*.json"))
    assert len(kept) == 1
    with monkeypatch.context() as patch:
        patch.setattr("avgraph.explorer.layout.lay_out", lambda *_: pytest.fail("computed again"))
        assert arrange(view) == first
    content = kept[0].read_bytes()
    text = content[32:].decode()
    for damage in (
        text[:200],
        "[]",
        "{}",
        text.replace('"x":[', '"x":["a",'),
        text.replace('"community":[0', '"community":[900'),
        "\x00",
        "null",
    ):
        kept[0].write_bytes(sha256(damage.encode()).digest() + damage.encode())
        assert arrange(view) == first
    for cut in (content[:200], b"", b"\0"):
        kept[0].write_bytes(cut)
        assert arrange(view) == first
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert arrange(view) == first


def test_another_list_has_an_arrangement_of_its_own(
    bundled: KnowledgeGraph, sample: Graph, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What is kept is found by what is in the view."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    for graph in (bundled.graph, sample):
        arrange(build_view(graph, "tasks"))
    assert len(list(tmp_path.rglob("*.json"))) == 2


def test_a_network_of_pyvis_is_changed_and_written(bundled: KnowledgeGraph, tmp_path: Path) -> None:
    """`to_pyvis` gives a network of pyvis with places and without physics; its page, the only file, shows what was changed."""
    view = bundled.view("institutions")
    network = view.to_pyvis()
    assert isinstance(network, pyvis.network.Network)
    assert network.num_nodes() == len(view.nodes)
    assert network.num_edges() == len(view.edges)
    places = arrange(view).places
    assert all((node["x"], node["y"]) == places[node["id"]] and node["physics"] is False for node in network.nodes)
    network.get_node(view.nodes[0].id)["color"] = "#ff0000"
    network.add_node("mine", label="<b>Mine</b>", x=5, y=6)
    network.add_edge("mine", view.nodes[0].id, value=3)
    network.add_edge(view.nodes[0].id, "mine")
    with pytest.raises(ValueError, match="no node 'nobody'"):
        network.add_edge("mine", "nobody")
    network.write_html(str(tmp_path / "x.html"))
    assert [path.name for path in tmp_path.iterdir()] == ["x.html"]
    page = (tmp_path / "x.html").read_text(encoding="utf-8")
    nodes, edges = (json.loads(found) for found in re.findall(r"new vis\.DataSet\((\[.*\])\);", page))
    assert nodes[0] == {**nodes[0], "id": view.nodes[0].id, "color": "#ff0000"}
    assert nodes[-1] == {"id": "mine", "label": "<b>Mine</b>", "shape": "dot", "color": "#97c2fc", "x": 5, "y": 6}
    assert [edge for edge in edges if "mine" in (edge["from"], edge["to"])] == [{"from": "mine", "to": view.nodes[0].id, "value": 3}]
    assert "<b>Mine" not in page
    assert view.to_html("pyvis") == view.to_pyvis().generate_html()


def test_the_page_of_pyvis_loads_nothing(bundled: KnowledgeGraph) -> None:
    """What pyvis takes from elsewhere is gone, a policy forbids the rest, and the heading is text."""
    network = bundled.view("tasks").to_pyvis()
    network.heading = "<script>alert(1)</script>"
    page = network.generate_html()
    markup = re.sub(r"<!--.*?-->|<(script|style)\b[^>]*>.*?</\1>", "", page, flags=re.DOTALL)
    assert not re.findall(r"(?:src|href)\s*=", markup)
    assert "default-src 'none'" in markup
    assert markup.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 1


def test_a_network_of_pyvis_holds_ten_thousand_nodes() -> None:
    """Nodes and edges are looked up, not searched for; a network made by hand is a page as well."""
    network = Network(heading="By hand <i>")
    for number in range(10_000):
        network.add_node(number, label=f"node {number}")
    for number in range(40_000):
        network.add_edge(number % 10_000, (number * 7 + 1) % 10_000)
    page = network.generate_html()
    assert "By hand &lt;i&gt;" in page
    assert page.count('"shape": "dot"') == 10_000


@pytest.mark.slow
def test_graph_and_views_show_themselves_in_a_notebook(bundled: KnowledgeGraph) -> None:
    """A cell gets one frame that holds the whole page and nothing that leaves it."""
    for shown in (bundled.view("tasks")._repr_html_(), bundled._repr_html_(), bundled.view("tasks").to_pyvis()._repr_html_()):
        frame = re.findall(r'srcdoc="([^"]*)"', shown)
        assert len(frame) == 1
        assert unescape(frame[0]).startswith("<!doctype html>")
        assert "allow-same-origin" not in shown


@pytest.mark.slow
def test_a_drawing_that_is_not_there(bundled: KnowledgeGraph) -> None:
    """An unknown drawing is named; the default is the one canvas."""
    view = bundled.view("tasks")
    with pytest.raises(PageError, match="drawings are canvas, pyvis"):
        view.to_html("nonsense")
    assert view.to_html() == view.to_html("canvas")


@pytest.mark.slow
def test_export_as_html(tmp_path: Path) -> None:
    """The page of the typed graph, or of a view, is a format like any other."""
    for more in ([], ["--view", "tasks"]):
        path = tmp_path / f"{len(more)}.html"
        assert CliRunner().invoke(group, ["export", "--format", "html", *more, "-o", str(path)]).exit_code == 0
        assert path.read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.slow
def test_explore_where_no_browser_can_be_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is written, and the reason why nothing opens is said."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("webbrowser.open", lambda _: False)
    done = CliRunner().invoke(group, ["explore", "tasks", "--open"])
    assert done.exit_code == 0
    assert "no browser can be started here" in done.stderr


def test_every_module_is_on_the_page() -> None:
    """Each file of the script is put on the page, after those it imports."""
    own, shared = Path(__file__).parents[2] / "avgraph" / "explorer" / "assets", SHARED
    paths = [(shared.parent if name.startswith("shared/") else own) / name for name in SCRIPTS]
    assert set(paths) == {*own.glob("*.js"), *shared.glob("*.js")}
    for number, path in enumerate(paths):
        imported = re.findall(r'from "([\w./]+)"', path.read_text(encoding="utf-8"))
        assert {(path.parent / name).resolve() for name in imported} <= set(paths[:number])
        # No text goes over several lines: it would lose its indentation on the page.
        assert not [line for line in path.read_text(encoding="utf-8").splitlines() if line.count("`") % 2]


def test_further_links_and_what_is_not_stated() -> None:
    """A paper has its code, project page and the like beside it; the page says what the list does not state, in a part of it nothing."""
    data = collect_page_data(view := build_view(RICH, "knowledge"), arrange(view))
    place = data["papers"]["title"].index("Learning to Listen")
    assert data["papers"]["more"][str(place)][:2] == [["code", "https://github.com/a/listen"], ["project", "https://listen.github.io/"]]
    assert data["list"] == "Made"
    bare = build_from(make_list(make_entry("A Paper of Nobody", 1, heading=("Hearing",))))
    view = build_view(bare, "knowledge")
    assert collect_page_data(view, arrange(view))["list"] == "Made (states no authors, institutions, venues or years)"
    assert "more" not in collect_page_data(view, arrange(view))["papers"]
