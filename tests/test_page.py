"""The page: one file that asks for nothing, says what the graph says, and runs nothing that a list holds."""

import json
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner

from avgraph.cli.main import group
from avgraph.entries import Source
from avgraph.knowledge import KnowledgeGraph
from avgraph.page.data import collect_page_data
from avgraph.page.layout import lay_out, radius_of
from avgraph.page.page import SCRIPTS, generate_html
from avgraph.pipeline import build_from
from avgraph.reading.reading_list import parse_reading_list
from avgraph.views.communities import find_communities
from avgraph.views.projections import VIEWS, build_view
from avgraph.vocabulary import Relation
from tests.golden_files import PAGES

HOSTILE = """## <script>alert(1)</script> & "quotes"

**[CVPR-2021]**
[</script><img src=x onerror=alert(1)> {{data}} \u202etxt](javascript:alert(1))
<br>
**Authors:** "><svg onload=alert(1)>, Ann {{script}} Miller, B'o"b
<br>
**Institution:** <b>Bold</b> University; </script> Lab
"""


def elements(page: str) -> tuple[str, str, str, str]:
    """Return policy, style, data and script of a page."""
    policy = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    style = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    scripts = re.findall(r"<script[^>]*>(.*?)</script>", page, re.DOTALL)
    assert (len(policy), len(style), len(scripts)) == (1, 1, 2)
    return policy[0], style[0], scripts[0], scripts[1]


@pytest.fixture(scope="module")
def coauthors(bundled: KnowledgeGraph) -> str:
    """Return the page of the co-authors of the bundled list."""
    return generate_html(build_view(bundled.graph, "coauthors"), bundled.graph)


def test_the_policy_lets_in_what_the_page_holds_and_nothing_else(coauthors: str) -> None:
    """The digests are those of the page's own script and style; nothing is fetched from anywhere."""
    policy, style, _, script = elements(coauthors)
    assert policy.startswith("default-src &#x27;none&#x27;;")
    for text in (script, style):
        assert b64encode(sha256(text.encode()).digest()).decode() in policy
    assert coauthors.startswith("<!doctype html>")
    assert not re.findall(r"(?:src|srcset|@import|url\()\s*=?\s*[\"']?(?:https?:)?//", coauthors.replace(elements(coauthors)[2], ""))
    assert "fetch(" not in script
    assert "import " not in script
    assert "innerHTML" not in script


def test_the_data_say_what_the_graph_says(bundled: KnowledgeGraph, coauthors: str) -> None:
    """Papers, co-authors and institutions of a person on the page are those of the graph."""
    data = json.loads(elements(coauthors)[2])
    index = data["nodes"]["id"].index("author/kristen_grauman")
    papers = {data["papers"]["title"][paper] for paper in data["nodes"]["papers"][index]}
    assert papers == {paper.label for paper in bundled.papers if "author/kristen_grauman" in paper.edges.get(Relation.HAS_AUTHOR, ())}
    ties = {
        data["nodes"]["id"][b if a == index else a]: w
        for a, b, w in zip(data["edges"]["a"], data["edges"]["b"], data["edges"]["w"], strict=True)
        if index in (a, b)
    }
    view = build_view(bundled.graph, "coauthors")
    wanted = {
        edge.target if edge.source == "author/kristen_grauman" else edge.source: int(edge.weight)
        for edge in view.edges
        if "author/kristen_grauman" in (edge.source, edge.target)
    }
    assert ties == wanted
    assert len({len(column) for column in data["nodes"].values()}) == 1
    assert len({len(column) for column in data["edges"].values()}) == 1
    assert len({len(column) for column in data["papers"].values()}) == 1


@pytest.mark.parametrize("name", ["coauthors", "institutions", "tasks"])
def test_nodes_do_not_overlap_and_the_layout_is_the_same_every_time(name: str, bundled: KnowledgeGraph) -> None:
    """Two runs give the same places, and no two circles meet."""
    view = build_view(bundled.graph, name)
    community_of = {member: number for number, each in enumerate(find_communities(view, bundled.graph)) for member in each.members}
    places = lay_out(view, community_of)
    assert places == lay_out(view, community_of)
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
    page = generate_html(build_view(graph, name), graph)
    _, _, data, script = elements(page)
    assert "<" not in data
    read = json.loads(data)
    assert read == json.loads(json.dumps(collect_page_data(build_view(graph, name), graph)))
    assert read["papers"]["url"] in ([""], [])
    outside = page.replace(data, "").replace(script, "")
    assert "onerror" not in outside
    assert "<svg" not in outside
    assert "&lt;script&gt;" in outside


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


@pytest.mark.parametrize("name", PAGES)
def test_published_pages_are_current(name: str, bundled: KnowledgeGraph) -> None:
    """A committed page has the script, the style and the data that are made now; places are left out, as processors round otherwise."""
    published = (Path(__file__).parents[1] / "exports" / f"{name}.html").read_text(encoding="utf-8")
    made = generate_html(build_view(bundled.graph, name), bundled.graph)
    assert [elements(published)[part] for part in (0, 1, 3)] == [elements(made)[part] for part in (0, 1, 3)]
    data = [json.loads(elements(page)[2]) for page in (published, made)]
    for each in data:
        del each["nodes"]["x"], each["nodes"]["y"]
    assert data[0] == data[1]


def test_every_module_is_on_the_page() -> None:
    """Each file of the script is put on the page, after those it imports."""
    folder = Path(__file__).parents[1] / "avgraph" / "page" / "assets"
    assert {path.name for path in folder.glob("*.js")} == set(SCRIPTS)
    for number, name in enumerate(SCRIPTS):
        imported = re.findall(r'from "\./([\w.]+)"', (folder / name).read_text(encoding="utf-8"))
        assert set(imported) <= set(SCRIPTS[:number])
