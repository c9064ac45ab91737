"""The page in a real browser, opened from the file system: what people see, type and save, with no network at all."""

import csv
import io
import json
import math
import os
import random
import re
import socket
import statistics
import unicodedata
import xml.etree.ElementTree as ET  # the files are our own
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import networkx
import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright
from pyoxigraph import RdfFormat, Store

from avgraph.errors import FilterError
from avgraph.explorer.arrangement import Arrangement, arrange
from avgraph.explorer.data import collect_page_data
from avgraph.explorer.page import fill_page, generate_html
from avgraph.export.files import export_graph
from avgraph.knowledge import KnowledgeGraph
from avgraph.model.entries import Source
from avgraph.model.graph import Graph, Node
from avgraph.model.vocabulary import Attribute, NodeType, Relation, continents
from avgraph.reading.read import parse_reading_list
from avgraph.views.communities import Community
from avgraph.views.describe import describe
from avgraph.views.filters import Filters
from avgraph.views.find import NAMED_TYPES
from avgraph.views.projections import VIEWS, build_view
from avgraph.views.view import ViewEdge, ViewGraph, ViewNode
from tests.browsers import ARGUMENTS, CHROMIUM, PATIENCE, Visitor, open_browser, serious_violations
from tests.explorer.test_page import HOSTILE
from tests.made_lists import build_from

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Return what drives browsers."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def context(playwright: Playwright) -> Iterator[BrowserContext]:
    """Return a browser without a network."""
    with open_browser(playwright) as opened:
        opened.set_offline(True)
        yield opened


@pytest.fixture(scope="module")
def pages(bundled: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the pages of the bundled list, and that of the co-authors as pyvis makes it."""
    folder = tmp_path_factory.mktemp("pages")
    for name in VIEWS:
        view = bundled.view(name)
        (folder / f"{name}.html").write_text(view.to_html(), encoding="utf-8")
    bundled.view("coauthors").to_pyvis().write_html(str(folder / "pyvis.html"))
    return folder


@pytest.fixture
def opened(context: BrowserContext, pages: Path) -> Iterator["Opened"]:
    """Return what opens a page with every request refused; at the end nothing was asked for and nothing went wrong."""
    visitor = Visitor(context, "file://")
    yield Opened(visitor, pages)
    visitor.close()
    assert not visitor.complaints()


@dataclass
class Opened:
    """Opens pages of a folder."""

    visitor: Visitor
    pages: Path

    def __call__(
        self,
        name: str,
        address: str = "",
        width: int = 1440,
        height: int = 900,
        scheme: str = "light",
        ready: str = "html[data-ready=true]",
        *,
        is_beside: bool = False,
    ) -> Page:
        """Open a page and wait until it is drawn."""
        path = (self.pages / f"{name}.html").as_uri().removeprefix("file://") + address
        return self.visitor.visit(path, width, height, scheme, ready, is_beside=is_beside)


def search(page: Page, text: str) -> str:
    """Type into the search, press Enter, and return the name that the panel then shows."""
    page.keyboard.press("/")
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    return page.inner_text("#panel h2")


def section(page: Page, title: str) -> list[str]:
    """Return the items of a section of the panel."""
    return [item.inner_text() for item in page.query_selector_all(f"#panel section:has(h3:text-matches('^{title}', 'i')) li")]


def counts(page: Page) -> tuple[int, int]:
    """Return how many nodes and ties the page says it shows."""
    numbers = re.match(r"([\d,]+) of [\d,]+ nodes, ([\d,]+) ties", page.inner_text("#counts"))
    assert numbers
    return int(numbers[1].replace(",", "")), int(numbers[2].replace(",", ""))


def wait_until_painted(page: Page) -> None:
    """Wait until the canvas holds more than one colour."""
    page.wait_for_function(
        """() => { const canvas = document.querySelector("canvas"); const context = canvas.getContext("2d");
        const pixels = new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer); return new Set(pixels).size > 50; }""",
        timeout=PATIENCE,
    )


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize(("width", "height", "scheme"), [(1440, 900, "light"), (380, 800, "dark")])
def test_a_page_opens_offline(name: str, width: int, height: int, scheme: str, opened: Opened) -> None:
    """It is drawn, in the width there is, with no request and no complaint."""
    page = opened(name, "", width, height, scheme)
    wait_until_painted(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.compatMode") == "CSS1Compat"


def test_a_page_opens_behind_a_silent_firewall(pages: Path, playwright: Playwright) -> None:
    """With every host resolved to a socket that never answers, the page is there as soon as ever."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(64)
        rules = f"--host-resolver-rules=MAP * 127.0.0.1:{silent.getsockname()[1]}"
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, rules])
        page = browser.new_page()
        page.goto((pages / "coauthors.html").as_uri())
        page.wait_for_selector("html[data-ready=true]", state="attached", timeout=PATIENCE)
        wait_until_painted(page)
        browser.close()


@pytest.mark.parametrize("name", ["coauthors", "knowledge"])
def test_selection_shows_the_papers_that_sparql_gives(name: str, opened: Opened, bundled: KnowledgeGraph) -> None:
    """Found by two key strokes and a name; papers, co-authors and institutions are those of the dump."""
    page = opened(name)
    assert search(page, "zisserman") == "Andrew Zisserman"
    found = {
        str(row["title"].value)
        for row in _store(bundled).query(
            """PREFIX avg: <https://w3id.org/avgraph/ontology#> PREFIX dcterms: <http://purl.org/dc/terms/>
            SELECT ?title WHERE { ?paper avg:hasAuthor ?author ; dcterms:title ?title . ?author <https://schema.org/name> "Andrew Zisserman" }"""
        )  # type: ignore[union-attr]
    }
    assert len(found) > 5
    shown = page.inner_text("#panel")
    assert len(section(page, "Papers")) == len(found)
    assert all(title in shown for title in found)
    person = next(author for author in bundled.authors if author.label == "Andrew Zisserman")
    links = build_view(bundled.graph, "coauthors").links()[person.id]
    assert len(section(page, "Co-authors")) == len(links)
    assert any("stated" in item for item in section(page, "Institutions"))


def _store(bundled: KnowledgeGraph, found: dict[str, Store] = {}) -> Store:  # noqa: B006  (one store for the module)
    if "store" not in found:
        store = Store()
        path = Path(os.environ["XDG_CACHE_HOME"]) / "browser.nt"
        export_graph(bundled.graph, path, "ntriples")
        store.bulk_load(path=str(path), format=RdfFormat.N_TRIPLES)
        found["store"] = store
    return found["store"]


SAYS = """async (id) => {
    location.hash = `node=${encodeURIComponent(id)}`;
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setTimeout(resolve));
    const section = (part) => [part.querySelector("h3").textContent.replace(/ \\([\\d,]+\\)$/, ""), [...part.querySelectorAll("li")].map((item) => [item.querySelector("button")?.textContent ?? "", item.textContent])];
    return [document.querySelector("#panel h2").textContent, document.querySelector("#panel h2 + div").textContent, [...document.querySelectorAll("#panel section")].map(section)]; }"""
SAME = {  # the sections of the panel, and the facts of `show` that they hold
    "author": {"Co-authors": ["Co-authors"], "Tasks": ["Tasks"], "Venues": ["Published in"]},
    "institution": {"Authors of its papers": ["Authors", "Possibly authors"], "Institutions": ["Listed with"], "Tasks": ["Tasks"], "Venues": ["Published in"]},
    "venue": {"Authors": ["Authors"], "Institutions": ["Institutions"], "Tasks": ["Tasks"]},
    "task": {"Authors": ["Authors"], "Institutions": ["Institutions"], "Venues": ["Published in"]},
}  # fmt: skip


def test_two_hundred_entities_are_what_show_says(opened: Opened, bundled: KnowledgeGraph) -> None:
    """Of entities drawn at random the panel has the papers, years, people, places, tasks and venues, and the counts, that `avgraph show` prints."""
    page = opened("knowledge")
    graph = bundled.graph
    ids = [node.id for node in graph.nodes.values() if node.type in NAMED_TYPES]
    for node in random.Random(16).sample(ids, 200):  # noqa: S311  (reproducible, not secret)
        shown = describe(graph, graph.nodes[node]).to_dict()
        heading, summary, parts = page.evaluate(SAYS, node)
        sections, facts, kind = dict(parts), shown["facts"], node.partition("/")[0]
        assert heading.endswith(shown["label"])
        years = [each.partition(" (")[0] for each in facts.get("Years", facts.get("Year", ()))]
        said = " ".join([summary, *(text for _, text in sections.get("What the list says", []))])
        assert not years or (years[0] in said and years[-1] in said), node
        if kind == "paper":
            assert [name for name, _ in sections.get("Authors", [])] == list(facts.get("Authors", ())), node
            for title, fact in (("Published in", "Published in"), ("Institutions", "Institutions"), ("Tasks", "Tasks")):
                wanted_names = {each.rpartition(" > ")[2] for each in facts.get(fact, ())}
                assert {name.rpartition(" > ")[2] for name, _ in sections.get(title, [])} == wanted_names, (node, title)
            continue
        assert sorted(name for name, _ in sections.get("Papers", [])) == sorted(title for title, *_ in shown["papers"]), node
        for title, names in SAME.get(kind, {}).items():
            wanted = {
                value.removesuffix(f" ({count})").rpartition(" > ")[2]: count
                for name in names
                for value, count in zip(facts.get(name, ()), shown["counts"].get(name, ()), strict=True)
            }
            if len(wanted) <= 400:  # of more the panel shows a part
                counted = {
                    name.rpartition(" > ")[2]: re.match(r" (\d+)", text.removeprefix(name)) for name, text in sections.get(title, [])
                }
                assert {name: int(match[1]) if match else 1 for name, match in counted.items()} == wanted, (node, title)
        if kind == "author":
            for word, name in (("stated", "Affiliated with"), ("possible", "Possibly with")):
                own = {each for each, text in sections.get("Institutions", []) if text.removeprefix(each).startswith(f" {word}")}
                assert own == {re.sub(r"(, as printed)?( \(\d+\))?$", "", each) for each in facts.get(name, ())}, (node, word)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("speech separation in Asia since 2021", "Speech Enhancement and Separation, Asia, since 2021"),
        ("music asia 2022", "Music, Asia, 2022"),
        ("Asia since 2021", "Asia, since 2021"),
        ("cvpr 2022", "CVPR, 2022"),
        ("Renmin University of China", "Renmin University of China"),
        ("di hu & yapeng tian", "Di Hu and Yapeng Tian"),
    ],
)
def test_a_name_a_place_and_years_are_searched_together(typed: str, first: str, opened: Opened) -> None:
    """As people write it; a name that ends in a place stays a name."""
    page = opened("coauthors")
    page.fill("#search", typed)
    match = page.query_selector("#suggestions li")
    assert match
    assert re.sub(r" (only these papers|Institution, .*)$", "", match.inner_text()) == first


def test_two_names_show_what_both_wrote_or_who_stands_between(opened: Opened, bundled: KnowledgeGraph) -> None:
    """As people type them, in one action."""
    page = opened("coauthors")
    page.fill("#search", "Di Hu and Yapeng Tian")
    page.press("#search", "Enter")
    joint = {paper.label for paper in bundled["author/di_hu"].papers} & {paper.label for paper in bundled["author/yapeng_tian"].papers}
    assert len(joint) == 3
    assert all(title in page.inner_text("#panel") for title in joint)
    page.fill("#search", "Di Hu and Andrew Zisserman")
    page.press("#search", "Enter")
    assert "path=" in page.url
    assert re.search(r"Path of \d steps(?s:.*)Andrew Zisserman", page.inner_text("#panel"))


def test_search_folds_diacritics_and_knows_other_forms(opened: Opened, bundled: KnowledgeGraph) -> None:
    """A name is found without its marks, an institution by its acronym, and nothing that is not there."""
    page = opened("coauthors")
    marked = {unicodedata.normalize("NFD", author.label).encode("ascii", "ignore").decode(): author.label for author in bundled.authors}
    marked = {plain: label for plain, label in marked.items() if plain != label and len(plain) == len(label)}
    assert marked
    for plain, label in list(marked.items())[:5]:
        assert search(page, plain.lower()) == label
    page = opened("institutions")
    assert search(page, "mit") == "Massachusetts Institute of Technology"
    assert search(page, "kaist").startswith("Korea Advanced Institute")
    page.fill("#search", "qqqqzz")
    assert page.inner_text("#suggestions") == "Nothing visible has this name"


def test_every_name_in_the_panel_leads_to_its_node(opened: Opened) -> None:
    """In the typed graph one walks from author to paper to venue, dataset, task and institution."""
    page = opened("knowledge")
    search(page, "look listen and learn")
    assert page.inner_text("#panel h2") == "Look, Listen and Learn"
    for title in ("Authors", "Institutions", "Tasks", "Published in"):
        page.click(f"#panel section:has(h3:text-matches('^{title}', 'i')) button >> nth=0")
        assert page.inner_text("#panel h2") != "Look, Listen and Learn"
        search(page, "look listen and learn")
    assert page.get_attribute("#panel a", "href")


FILTERS: list[tuple[dict[str, str | int], Filters]] = [
    ({"task": "Speech Recognition"}, Filters(task="Speech Recognition")),
    ({"from": 2020, "to": 2021}, Filters(years=(2020, 2021))),
    ({"venue": "CVPR"}, Filters(venue="CVPR")),
    ({"institution": "University of Oxford"}, Filters(institution="University of Oxford")),
    ({"least": 3}, Filters(min_papers=3)),
    ({"least": 2, "from": 2019}, Filters(min_papers=2, years=(2019, None))),
    ({"task": "Speech Recognition", "to": 2019, "venue": "ICASSP"}, Filters(task="Speech Recognition", years=(None, 2019), venue="ICASSP")),
]


@pytest.mark.parametrize("name", VIEWS)
def test_filters_give_the_counts_that_python_gives(name: str, opened: Opened, bundled: KnowledgeGraph) -> None:
    """Alone and together, in every view; nodes and ties."""
    page = opened(name)
    page.click("#filters-button")
    for fields, filters in FILTERS:
        for field, value in fields.items():
            if field in ("task", "venue", "institution"):
                options = page.eval_on_selector_all(f"#{field} option", "options => options.map((option) => option.value)")
                chosen = next(option for option in options if option == value or option.endswith(f" > {value}"))
                page.select_option(f"#{field}", chosen)
            else:
                page.fill(f"#{field}", str(value))
        try:
            view = build_view(bundled.graph, name, filters)
            expected = (len(view.nodes), len(view.edges))
        except FilterError:  # nothing fits, and Python says what there is
            expected = (0, 0)
        assert counts(page) == expected, (fields, name)
        page.click("#reset")
    if name == "coauthors":
        page.fill("#strength", "2")
        assert counts(page)[1] == len(build_view(bundled.graph, name).keep_stronger(2).edges)


def test_ego_and_path(opened: Opened, bundled: KnowledgeGraph) -> None:
    """One to three steps around the selection are those of Python; a path is a shortest one."""
    page = opened("coauthors")
    search(page, "kristen grauman")
    page.click("#filters-button")
    for hops in (1, 2, 3):
        page.select_option("#hops", str(hops))
        view = build_view(bundled.graph, "coauthors", Filters(ego="Kristen Grauman", hops=hops))
        assert counts(page) == (len(view.nodes), len(view.edges))
    page.select_option("#hops", "0")
    page.click("text=Path to …")
    page.keyboard.type("andrew zisserman")
    page.keyboard.press("Enter")
    made = bundled.view("coauthors").to_networkx("")
    ends = [next(author.id for author in bundled.authors if author.label == name) for name in ("Kristen Grauman", "Andrew Zisserman")]
    length = networkx.shortest_path_length(made, *ends)
    assert f"Path of {length} step" in page.inner_text("#panel .path")
    assert len(page.query_selector_all("#panel .path .name")) == length + 1


def test_the_address_keeps_the_state(opened: Opened) -> None:
    """What is seen can be sent on: selection, filters, colours and sizes come back; nonsense is left out."""
    page = opened("coauthors")
    search(page, "yapeng tian")
    page.click("#filters-button")
    page.fill("#from", "2019")
    page.select_option("#colour", "year")
    page.select_option("#size", "ties")
    address = "#" + page.url.partition("#")[2]
    shown = counts(page), page.inner_text("#legend")
    again = opened("coauthors", address)
    assert again.inner_text("#panel h2") == "Yapeng Tian"
    assert again.title() == "Yapeng Tian – Co-authors – Audio-visual learning"
    assert (counts(again), again.inner_text("#legend")) == shown
    strange = opened("coauthors", "#node=nobody&colour=x&from=abc&task=%3Cscript%3E&hops=99&path=x")
    assert counts(strange)[0] == 1466
    assert "nobody, colour=x, from=abc, task=<script>" in strange.inner_text("#panel [role=alert]")


def test_back_goes_back(opened: Opened) -> None:
    """Each selection and each filter is a step: Back undoes the last, Forward does it again."""
    page = opened("coauthors")
    search(page, "yapeng tian")
    search(page, "kristen grauman")
    page.go_back()
    page.wait_for_function("() => document.querySelector('#panel h2').innerText === 'Yapeng Tian'")
    page.go_back()
    page.wait_for_function("() => document.title === 'Co-authors – Audio-visual learning'")
    page.go_forward()
    page.wait_for_function("() => document.querySelector('#panel h2').innerText === 'Yapeng Tian'")


def test_what_is_saved_is_what_is_visible(opened: Opened, bundled: KnowledgeGraph, tmp_path: Path) -> None:
    """PNG, SVG, GraphML and CSV are read back."""
    page = opened("coauthors", "#from=2022")
    page.click("#filters-button")
    saved = {}
    for kind in ("png", "svg", "graphml", "csv", "ties.csv", "bib"):
        with page.expect_download() as download:
            page.select_option("#save", kind)
        assert download.value.suggested_filename == f"coauthors.{kind}"
        download.value.save_as(tmp_path / kind)
        saved[kind] = (tmp_path / kind).read_bytes()
    view = build_view(bundled.graph, "coauthors", Filters(years=(2022, None)))
    assert saved["png"].startswith(b"\x89PNG\r\n")
    assert int.from_bytes(saved["png"][16:20]) > 1200  # twice the size of what is drawn
    assert all(
        text in saved["svg"].decode() for text in ("Co-authors – Audio-visual learning", "as of 2023-11-08", view.nodes[0].label.split()[0])
    )
    assert len(ET.fromstring(saved["svg"]).findall("{http://www.w3.org/2000/svg}circle")) == len(view.nodes)  # noqa: S314  (our own file)
    read = networkx.read_graphml(io.BytesIO(saved["graphml"]))
    assert set(read.nodes) == {node.id for node in view.nodes}
    ties = {(frozenset((a, b)), tie["weight"]) for a, b, tie in read.edges(data=True)}
    assert ties == {(frozenset((edge.source, edge.target)), edge.weight) for edge in view.edges}
    arrangement = arrange(bundled.view("coauthors"))
    assert all(
        (node["x"], node["y"]) == (arrangement.places[each][0], -arrangement.places[each][1]) for each, node in read.nodes(data=True)
    )
    assert all(re.fullmatch("#[0-9a-f]{6}", node["color"]) and node["communityName"] for _, node in read.nodes(data=True))
    rows = list(csv.DictReader(io.StringIO(saved["csv"].decode())))
    assert {(row["id"], int(row["papers"])) for row in rows} == {(node.id, len(node.papers)) for node in view.nodes}
    rows = list(csv.DictReader(io.StringIO(saved["ties.csv"].decode())))
    assert {(row["source"], row["target"], float(row["weight"])) for row in rows} == {(e.source, e.target, e.weight) for e in view.edges}
    assert len(read_bibtex(saved["bib"].decode())) == len({paper for node in view.nodes for paper in node.papers})


def read_bibtex(text: str) -> set[str]:
    """Return the keys of entries whose braces balance."""
    entries = re.split(r"\n(?=@)", text.strip())
    assert all(entry.count("{") == entry.count("}") for entry in entries)
    return {re.match(r"@\w+\{([^,]+),", entry)[1] for entry in entries}  # type: ignore[index]


def test_betweenness_is_that_of_networkx(opened: Opened, bundled: KnowledgeGraph, tmp_path: Path) -> None:
    """Of two nodes the one that is drawn larger by betweenness lies between more in Python as well."""
    page = opened("institutions", "#size=betweenness")
    page.click("#filters-button")
    with page.expect_download() as download:
        page.select_option("#save", "svg")
    download.value.save_as(tmp_path / "x.svg")
    circles = ET.parse(tmp_path / "x.svg").getroot().findall("{http://www.w3.org/2000/svg}circle")  # noqa: S314  (our own file)
    view = build_view(bundled.graph, "institutions")
    labels = {node.id: node.label for node in view.nodes}
    drawn = {str(circle[0].text): float(circle.attrib["r"]) for circle in circles}
    measured = networkx.betweenness_centrality(bundled.view("institutions").to_networkx(""))
    ranked = sorted(measured, key=lambda node: -measured[node])[:40]
    radii = [drawn[labels[node]] for node in ranked]
    assert radii == sorted(radii, reverse=True)
    assert radii[0] > 2 * radii[-1]


def test_everything_by_keyboard(opened: Opened) -> None:
    """Search, suggestions, selection, filters, drawing and table, without a mouse; the focus is always visible."""
    page = opened("coauthors")
    page.keyboard.press("/")
    page.keyboard.type("wang")
    page.keyboard.press("ArrowDown")
    active = page.get_attribute("#search", "aria-activedescendant")
    assert active == "suggestion-1"
    chosen = page.inner_text(f"#{active}").rsplit(" ", 2)[0]
    page.keyboard.press("Enter")
    assert page.inner_text("#panel h2") == chosen
    assert page.evaluate("document.activeElement.id") == "drawing"
    page.keyboard.press("/")
    seen = []
    for _ in range(300):
        page.keyboard.press("Tab")
        focus = page.evaluate(
            """() => { const element = document.activeElement; const style = getComputedStyle(element);
            return [element.id || (element.tagName === "SUMMARY" ? element.parentElement.id : "") || element.tagName, style.outlineStyle, parseFloat(style.outlineWidth)]; }"""
        )
        seen.append(focus[0])
        assert focus[0] == "BODY" or (focus[1] != "none" and focus[2] >= 2), focus
        if focus[0] == "filters-button" and seen.count("filters-button") == 1:
            page.keyboard.press("Enter")
        if focus[0] == "drawing":
            for key in ("ArrowLeft", "+", "-", "0", "Escape"):
                page.keyboard.press(key)
            assert page.get_attribute("#panel", "aria-label") == "Summary"
        if focus[0] == "table":
            page.keyboard.press("Enter")
            page.wait_for_selector("#table tbody tr")
            break
    for field in (
        "task",
        "venue",
        "institution",
        "from",
        "to",
        "play",
        "place",
        "parts",
        "least",
        "strength",
        "colour",
        "size",
        "save",
        "reset",
        "drawing",
    ):
        assert field in seen, field


def test_the_table_sorts_and_selects(opened: Opened) -> None:
    """What is visible can be read as a table, by any of its columns, in both directions."""
    page = opened("institutions")
    open_table(page)
    first = page.inner_text("#table tbody tr:first-child td:nth-child(3)")
    assert int(first) == max(int(cell) for cell in page.locator("#table tbody td:nth-child(3)").all_inner_texts())
    page.click("#table [data-sort=label]")
    names = page.locator("#table tbody td:first-child").all_inner_texts()
    assert len(names) == counts(page)[0]
    assert names[0].casefold() < names[-1].casefold()
    page.click("#table [data-sort=label]")
    assert page.locator("#table tbody td:first-child").first.inner_text() == names[-1]
    page.click("#table tbody tr:first-child button")
    assert page.inner_text("#panel h2") == names[-1]


def test_a_click_selects_and_the_years_play(opened: Opened) -> None:
    """The node that is clicked is selected; the growth plays from the first year to all of it."""
    page = opened("coauthors")
    search(page, "kristen grauman")
    page.wait_for_timeout(200)
    page.keyboard.press("Escape")
    # The camera stayed: the node is in the middle.
    box = page.locator("#drawing").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector("#panel h2")
    assert page.inner_text("#panel h2") == "Kristen Grauman"
    page.keyboard.press("Escape")
    page.click("#filters-button")
    page.click("#play")
    early = counts(page)[0]
    page.wait_for_function("early => parseInt(document.querySelector('#counts').innerText.replace(',', '')) > early", arg=early)
    page.click("#play")
    assert early < counts(page)[0] <= 1466


def test_the_views_are_one_switch_apart(opened: Opened) -> None:
    """Whoever is selected stays selected in another view, and Back leads to the view before."""
    page = opened("coauthors", "#node=author/di_hu")
    with page.expect_navigation():
        page.select_option("#view", "tasks")
    page.wait_for_selector("html[data-ready=true]", state="attached")
    assert page.inner_text("#panel h2") == "Di Hu"
    assert counts(page)[0] == 26
    page.go_back()
    page.wait_for_function("() => document.querySelector('#counts')?.innerText.startsWith('1,466 of 1,466')")


def test_an_entry_of_the_legend_shows_its_group_alone(opened: Opened, bundled: KnowledgeGraph) -> None:
    """On a telephone, too; the numbers count what is visible, in legend, line below the drawing and summary."""
    page = opened("coauthors", "", 380, 800)
    entry = page.locator("#legend .entry").nth(1)
    size = int(re.findall(r"\((\d+)\)$", entry.inner_text())[0])
    entry.click()
    assert counts(page)[0] == size
    assert page.locator("#legend .entry[aria-pressed=true]").count() == 1
    assert int(re.findall(r"^(\d+) papers", page.inner_text("#panel .figures"))[0]) < 100
    page.locator("#legend .entry[aria-pressed=true]").click()
    assert counts(page)[0] == 1466
    page.click("#filters-button")
    page.select_option("#parts", "largest")
    assert counts(page)[0] == len(build_view(bundled.graph, "coauthors").components()[0])


def test_what_is_left_fills_the_drawing(opened: Opened, tmp_path: Path) -> None:
    """Where filters leave small groups from all over the drawing, they come together and do not meet."""
    page = opened("coauthors", "#place=Europe&from=2022")
    page.click("#filters-button")
    with page.expect_download() as download:
        page.select_option("#save", "svg")
    download.value.save_as(tmp_path / "x.svg")
    circles = ET.parse(tmp_path / "x.svg").getroot().findall("{http://www.w3.org/2000/svg}circle")  # noqa: S314  (our own file)
    assert len(circles) == counts(page)[0] > 50
    found = sorted((float(each.attrib["cx"]), float(each.attrib["cy"]), float(each.attrib["r"])) for each in circles)
    assert statistics.median(radius for _, _, radius in found) > 3.5
    for number, (x, y, r) in enumerate(found):
        assert not [other for other in found[:number] if math.hypot(x - other[0], y - other[1]) < 0.9 * (r + other[2])]


def test_a_place_is_that_of_people(opened: Opened, bundled: KnowledgeGraph) -> None:
    """Of the papers that list an institution there the people are left who are stated there, or possible, and each is told so; circles shrink to what is left."""
    page = opened("coauthors", "#place=Asia&from=2021&task=Audio-visual%20Boosting%20%3E%20Uni-modal%20Enhancement")
    asia = continents()["Asia"]

    def country(institution: str) -> object:
        return bundled.graph.nodes[institution].value(Attribute.COUNTRY)

    task = next(each for each in bundled.tasks if each.label == "Uni-modal Enhancement")
    papers = [paper for paper in task.papers if (paper.year or 0) >= 2021 and any(country(each.id) in asia for each in paper.institutions)]
    standing = {}
    for author in {author.id: author for paper in papers for author in paper.authors}.values():
        known = {country(each) for each in author.edges.get(Relation.AFFILIATED_WITH, ())} - {None}
        if not known or known & asia:
            standing[author.label] = "stated" if known else "possible"
    assert counts(page)[0] == len(standing) > 40
    assert page.inner_text("#panel section:has(h3:text-matches('^People', 'i')) h3") == f"PEOPLE ({len(standing)})"
    listed = [re.fullmatch(r"(.*) \d+ (stated|possible)", text) for text in section(page, "People")[:40]]
    assert {match[1]: match[2] for match in listed if match}.items() <= standing.items()
    assert all(listed)
    assert "states their institution there" in page.inner_text("#panel")
    search(page, "cvpr since 2022")
    assert [chip.inner_text() for chip in page.query_selector_all("#panel .chip")][1:] == ["CVPR ×", "Asia ×", "since 2022 ×"]


def test_the_whole_fills_the_drawing_of_any_shape(opened: Opened) -> None:
    """Wide, high, and made narrow while it is open: what is drawn reaches both ends of the drawing; on a telephone filters leave most of it free."""
    page = opened("coauthors")
    for width, height in ((1440, 900), (900, 900), (380, 800)):
        page.set_viewport_size({"width": width, "height": height})
        page.keyboard.press("0")
        page.wait_for_function(
            """() => { const canvas = document.querySelector("canvas"); const { width, height } = canvas; const ground = getComputedStyle(document.body).backgroundColor.match(/\\d+/g);
            const copy = new OffscreenCanvas(width, height).getContext("2d"); copy.drawImage(canvas, 0, 0);
            const { data } = copy.getImageData(0, 0, width, height); let [left, right, top, bottom] = [width, 0, height, 0];
            for (let at = 0; at < data.length; at += 4) { if (Math.abs(data[at] - ground[0]) < 40) continue; const [x, y] = [at / 4 % width, at / 4 / width];
            left = Math.min(left, x); right = Math.max(right, x); top = Math.min(top, y); bottom = Math.max(bottom, y); }
            return right - left > 0.85 * width && bottom - top > 0.85 * height; }"""
        )
    page.click("#filters-button")
    assert page.evaluate("document.querySelector('#filters').offsetHeight") < 0.3 * 800


def test_bars_and_cells_filter(opened: Opened, bundled: KnowledgeGraph) -> None:
    """A bar shows the papers of its year, a cell of the table those of a task in a year; pressed again, all are back."""
    page = opened("coauthors")
    bar = page.get_by_role("button", name=re.compile("^2021: "))
    number = int(re.findall(r": (\d+)", bar.get_attribute("aria-label") or "")[0])
    bar.click()
    view = build_view(bundled.graph, "coauthors", Filters(years=(2021, 2021)))
    assert counts(page) == (len(view.nodes), len(view.edges))
    assert number == sum(paper.year == 2021 for paper in bundled.papers if paper.authors)
    page.get_by_role("button", name=re.compile("^2021: ")).click()
    page.click("#panel .tasks summary")
    cell = page.locator("#panel .cell").first
    task, year, count = re.findall(r"^(.*), (\d+): (\d+)", cell.get_attribute("aria-label") or "")[0]
    cell.click()
    assert page.inner_text("#counts").endswith(f"ties, {count} papers")
    assert [chip.inner_text() for chip in page.query_selector_all("#panel .chip")] == [f"{task} ×", f"{year} ×"]


def test_a_tie_and_a_card(opened: Opened) -> None:
    """A click on a tie shows what the two wrote together; who is under the pointer is told with papers, years and institution."""
    page = opened("coauthors", "#node=author/di_hu")
    box = page.locator("#drawing").bounding_box()
    assert box
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    assert page.inner_text("#card").split("\n") == ["Di Hu", "Author, 11 papers, 2016–2023", "Northwestern Polytechnical University"]
    for step in range(40):
        angle = step * math.pi / 20
        page.mouse.click(middle[0] + 45 * math.cos(angle), middle[1] + 45 * math.sin(angle))
        if " and " in page.inner_text("#panel h2"):
            break
    assert page.inner_text("#panel h2").startswith("Di Hu and ") or page.inner_text("#panel h2").endswith(" and Di Hu")
    assert section(page, "Papers")


@pytest.mark.parametrize(("name", "width"), [("coauthors", 1440), ("tasks", 1440), ("institutions", 1024), ("coauthors", 380)])
def test_labels_lie_on_nothing(name: str, width: int, opened: Opened, tmp_path: Path) -> None:
    """No label of the picture meets another label, or the circle of another node; each is nearest to its own, or a line leads there."""
    page = opened(name, "", width, 800)
    page.click("#filters-button")
    with page.expect_download() as download:
        page.select_option("#save", "svg")
    download.value.save_as(tmp_path / "x.svg")
    root = ET.parse(tmp_path / "x.svg").getroot()  # noqa: S314  (our own file)
    space = "{http://www.w3.org/2000/svg}"
    circles = [
        (str(each[0].text), float(each.attrib["cx"]), float(each.attrib["cy"]), float(each.attrib["r"]))
        for each in root.findall(f"{space}circle")
    ]
    lowest = max(y for _, _, y, _ in circles) + 30
    texts = [each for each in root.findall(f"{space}text") if 40 < float(each.attrib["y"]) < lowest]
    written = ["".join(each.itertext()).removeprefix(str(each[0].text) if len(each) else "") for each in texts]
    widths = page.evaluate(
        """texts => { const context = document.createElement("canvas").getContext("2d"); return texts.map(([text, size]) => {
        context.font = `${size}px system-ui, "Liberation Sans", sans-serif`; return context.measureText(text).width; }); }""",
        [(text, each.attrib["font-size"]) for text, each in zip(written, texts, strict=True)],
    )
    labels: list[tuple[str, float, float, float, float]] = []  # node, left, middle, width, and half of the height
    for each, text, wide in zip(texts, written, widths, strict=True):
        name, x, y = str(each[0].text if len(each) else text), float(each.attrib["x"]), float(each.attrib["y"]) - 4
        if labels and labels[-1][0] == name:  # the second line
            _, left, above, wider, _ = labels.pop()
            labels.append((name, min(left, x), (above + y) / 2, max(wider, wide), (y - above) / 2 + 5))
        else:
            labels.append((name, x, y, wide, 5))
    assert len(labels) >= 5
    leaders = [
        tuple(map(float, re.findall(r"-?[\d.]+", each.attrib["d"])))
        for each in root.findall(f"{space}path")
        if each.attrib.get("stroke-width") == "0.7"
    ]
    for number, (label, x, y, wide, half) in enumerate(labels):
        others = [each for each in labels[:number] if abs(each[2] - y) < half + each[4] + 1]
        assert not [other for other, ox, _, other_wide, _ in others if ox < x + wide and x < ox + other_wide]
        own = next(each for each in circles if each[0] == label)
        near = [
            (max(x - cx, 0, cx - x - wide), max(abs(cy - y) - half, 0), 0.8 * r, other) for other, cx, cy, r in circles if other != own[0]
        ]
        assert not [other for dx, dy, r, other in near if dx * dx + dy * dy < r * r], label
        _, cx, cy, r = own
        apart = math.hypot(max(x - cx, 0, cx - x - wide), max(abs(cy - y) - half - 1, 0)) - r
        is_nearest = all(math.hypot(dx, dy) - other_r / 0.8 > apart - 2 for dx, dy, other_r, _ in near)
        ends = [(a, b, c, d) for a, b, c, d in leaders if x - 3 < c < x + wide + 3 and abs(d - y) < half + 7]
        assert is_nearest or any(abs(math.hypot(a - cx, b - cy) - r) < 1.5 for a, b, _, _ in ends), label


@pytest.mark.parametrize("name", ["coauthors", "knowledge"])
def test_no_barrier_that_axe_knows(name: str, opened: Opened) -> None:
    """With everything open: panel, filters, table; light and dark. Of the rows of the table, which axe takes long for, some dozens."""
    page = opened(name, "", 1440, 1000)
    search(page, "yapeng tian")
    page.click("#filters-button")
    page.select_option("#hops", "1")
    open_table(page)
    serious = serious_violations(page)
    assert not serious, json.dumps(serious, indent=1)[:3000]


def test_no_barrier_on_opening(opened: Opened) -> None:
    """The summary with bars, table and legend, on a telephone, with a year chosen; light and dark."""
    page = opened("coauthors", "#from=2022&to=2022", 380, 800)
    page.click("#panel .tasks summary")
    page.wait_for_selector("#panel .cell")
    serious = serious_violations(page)
    assert not serious, json.dumps(serious, indent=1)[:3000]


def open_table(page: Page) -> None:
    """Open the table; it is filled a moment after the click, as browsers tell of an opened element later."""
    page.click("#table summary")
    page.wait_for_selector("#table tbody tr")


def test_a_hostile_list_runs_nothing(opened: Opened, tmp_path: Path) -> None:
    """Markup and script of a list are shown as text in panel, table, legend, suggestions and files."""
    graph = build_from(parse_reading_list(HOSTILE, Source("x", "x.md", "", '<script>alert("x")</script>')))
    for name in VIEWS:
        (tmp_path / f"{name}.html").write_text(generate_html(build_view(graph, name)), encoding="utf-8")
    opened.pages = tmp_path
    for name in VIEWS:
        page = opened(name)
        open_table(page)
        page.click("#filters-button")
        assert not page.query_selector_all("svg, img, b:not(#card b), h1 script")
        addresses = page.evaluate(
            """() => [...document.querySelectorAll("#table tbody button")].flatMap((button) => {
            button.click(); return [...document.querySelectorAll("#panel a")].map((link) => link.getAttribute("href") ?? ""); })"""
        )
        assert not [address for address in addresses if not address.startswith("http")]
        page.fill("#search", "script")
    shown = {node.label for node in graph.of_type(NodeType.AUTHOR)}
    page = opened("coauthors")
    open_table(page)
    assert set(page.locator("#table tbody td:first-child").all_inner_texts()) == shown


def test_the_page_of_pyvis_opens_offline(opened: Opened, tmp_path: Path) -> None:
    """vis-network draws it, with no request and no complaint; the markup of a hostile list stays text there, too."""
    wait_until_painted(opened("pyvis", ready="canvas"))
    graph = build_from(parse_reading_list(HOSTILE, Source("x", "x.md", "", '<script>alert("x")</script>')))
    opened.pages = tmp_path
    for name in ("coauthors", "knowledge"):  # which between them hold every kind of node and of tie
        (tmp_path / f"{name}.html").write_text(generate_html(build_view(graph, name), "pyvis"), encoding="utf-8")
        assert not opened(name, ready="canvas").query_selector_all("svg, img, b, h1 script")


def test_a_large_graph_opens_on_its_communities(opened: Opened, tmp_path: Path) -> None:
    """Above 20,000 nodes communities stand for their members; a search opens the one that is wanted."""
    ids = [f"author/{number:05}" for number in range(20_500)]
    nodes = tuple(ViewNode(identifier, "Author", f"Person {number}", ()) for number, identifier in enumerate(ids))
    graph = Graph(
        Source("x", "x.md", "", "Large"),
        [Node(node.id, NodeType.AUTHOR, node.label, {Attribute.NAME: (node.label,)}, {}) for node in nodes],
    )
    edges = tuple(ViewEdge(one, other, "coauthorOf", ()) for one, other in pairwise(ids))
    places = {identifier: (number % 200 * 14, number // 200 * 14) for number, identifier in enumerate(ids)}
    data = collect_page_data(ViewGraph("coauthors", "Large", nodes, edges, graph), Arrangement((Community("all", tuple(ids)),), places))
    (tmp_path / "large.html").write_text(fill_page(data), encoding="utf-8")
    opened.pages = tmp_path
    page = opened("large")
    assert counts(page)[0] == 20_500
    assert search(page, "person 20000") == "Person 20000"
