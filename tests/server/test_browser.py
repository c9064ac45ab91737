"""The pages of ``avgraph serve`` in a real browser that reaches nothing but the server: questions, answers, entities, errors."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from avgraph.sparql.questions import load_shipped
from tests.browsers import Visitor, open_browser, serious_violations
from tests.servers import Server, avgraph_server

pytestmark = [pytest.mark.browser, pytest.mark.server]

PAPER = "/id/paper/audio-visual-segmentation-2022"
SOURCE = "/id/source/audio-visual-learning"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
HOSTILE = """## <script>alert(1)</script> & "quotes" \u202egnidaeh

**[CVPR-2021]**
[</script><img src=x onerror=alert(1)> {{said}} \u202etxt](javascript:alert(1))
<br>
**Authors:** "><svg onload=alert(1)>, Ann {{label}} Miller, B'o"b, Eve \u2067Evil
<br>
**Institution:** <b>Bold</b> University; </script> Lab

**[CVPR-2022]**
['onmouseover=alert(1) "x" <iframe srcdoc="<script>alert(1)</script>">](https://example.org/"><script>alert(1)</script>)
<br>
**Authors:** Ann {{label}} Miller
<br>
**Institution:** <b>Bold</b> University
"""


@pytest.fixture(scope="module")
def context() -> Iterator[BrowserContext]:
    """Return a browser."""
    with sync_playwright() as started, open_browser(started) as opened:
        yield opened


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Return a server of the bundled list."""
    with avgraph_server("--time-limit", "600", "--workers", "2") as started:
        yield started


class Guest(Visitor):
    """Opens pages of a server."""

    def open(self, path: str = "/query", width: int = 1440, height: int = 900, scheme: str = "light", *, is_beside: bool = False) -> Page:
        """Open a page; the query page when its first answer is there."""
        ready = "body[data-ready]" if path.partition("#")[0] == "/query" else "body"
        return self.visit(path, width, height, scheme, ready, is_beside=is_beside)


@pytest.fixture
def visitor(context: BrowserContext, server: Server) -> Iterator[Guest]:
    """Return what opens pages; at the end nothing else was asked and nothing went wrong."""
    guest = Guest(context, server.url)
    yield guest
    guest.close()
    assert not guest.complaints()


def ask(page: Page, text: str) -> None:
    """Put a query into the editor and ask it."""
    page.fill("#text", text)
    page.press("#text", "Control+Enter")
    expect(page.locator("#cancel")).to_be_hidden()


def cells(page: Page, column: int) -> list[str]:
    """Return the texts of a column of the answer."""
    return page.locator(f"#answer tbody td:nth-child({column})").all_inner_texts()


def focused(page: Page) -> str:
    """Return what has the focus: its id, or its tag and role."""
    return str(page.evaluate("(({id, tagName, role}) => id || `${tagName}${role ?? ''}`)(document.activeElement)"))


def test_a_question_by_keyboard_alone(visitor: Guest) -> None:
    """The skip link leads to the editor, Tab takes a proposal, Ctrl+Enter asks; the list of questions is one stop."""
    page = visitor.open()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert focused(page) == "text"
    page.keyboard.press("Control+A")
    page.keyboard.type("SELECT ?p { ?p avg:hasAutho")
    assert page.locator("#proposals li").all_inner_texts()[0].startswith("avg:hasAuthor")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    page.keyboard.type(" ?a } LIMIT 3")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#answer tbody tr")).to_have_count(3)
    assert page.input_value("#text") == "SELECT ?p { ?p avg:hasAuthor ?a } LIMIT 3"
    page = visitor.open()
    stops = []
    for _ in range(24):
        page.keyboard.press("Tab")
        stops.append(focused(page))
        if stops[-1] == "LIoption":
            page.keyboard.press("End")
            assert "provenance" in page.inner_text(":focus")
            page.keyboard.press("ArrowUp")
            page.keyboard.press("ArrowUp")
            page.keyboard.press("Enter")
            expect(page.locator("#answer th").first).to_have_text("line")
        if stops[-1] == "text":
            break
    assert stops.count("LIoption") == 1
    assert stops[-1] == "text"


@pytest.mark.parametrize(
    ("typed", "proposed"), [("?a a avg:Author", "avg:Author"), ("ORDER BY desc", "DESC"), ("?a avg:has", "avg:hasAuthor")]
)
def test_enter_replaces_nothing_that_is_written(visitor: Guest, typed: str, proposed: str) -> None:
    """A finished word stays what it is; the proposal that is nearest stands first; one that was moved to is taken."""
    page = visitor.open()
    page.fill("#text", "")
    page.type("#text", typed)
    assert page.locator("#proposals li[aria-selected=true]").inner_text().split("\n")[0] == proposed
    page.keyboard.press("Enter")
    assert page.input_value("#text") == f"{typed}\n"
    page.keyboard.type("avg:hasAut")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.input_value("#text") == f"{typed}\navg:hasAuthorship"


def test_a_misspelt_term_is_named(visitor: Guest) -> None:
    """No rows, the place, the nearest term, and one click asks with it."""
    page = visitor.open()
    ask(page, "SELECT ?a {\n  ?p avg:hasAuthr ?a } LIMIT 5")
    assert "Line 2, column 6: the ontology has no avg:hasAuthr; did you mean avg:hasAuthor?" in page.inner_text("#hints")
    page.click("#hints button")
    expect(page.locator("#answer tbody tr")).to_have_count(5)
    assert page.inner_text("#hints") == ""


def test_answers_and_the_search_lead_to_entities(visitor: Guest) -> None:
    """By the IRI, shown with its label; by a name alone; by typing a part of it without its marks."""
    page = visitor.open()
    link = page.locator("#answer tbody a").first
    expect(link).to_have_text("Kristen Grauman")
    assert link.get_attribute("href") == "/id/author/kristen_grauman"
    ask(page, "SELECT ?name { author:kristen_grauman rdfs:label ?name }")
    page.click("#answer a:text-is('Kristen Grauman')")
    assert page.inner_text("h1") == "Kristen Grauman"
    page.click("#finding input")
    page.keyboard.type("maja pant")
    page.wait_for_selector("#found li")
    page.keyboard.press("Enter")
    page.wait_for_url("**/id/author/maja_pantic")
    page.fill("#finding input", "hao wang")
    page.wait_for_selector("#found li:has-text('Hao Wang (Shanghai Jiao Tong University)')")
    page.fill("#finding input", "no such thing")
    page.wait_for_selector("#finding output:has-text('nothing has this name')")
    page.fill("#finding input", "zisermann")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=zisermann")
    page.click("main a:text-is('Andrew Zisserman')")
    page.click("main .ranking a >> nth=0")
    assert page.inner_text("h1") == "Andrew Zisserman"


def test_a_shipped_question_with_a_parameter(visitor: Guest) -> None:
    """Filtered, chosen, filled in; the text in the editor is the one that was asked; the error before it is gone."""
    visitor.expected = ["status of 400"]
    page = visitor.open()
    ask(page, "SELECT nonsense")
    assert page.is_visible("#wrong")
    page.fill("#filter", "wrote how often")
    assert page.inner_text("#count") == f"1 of {len(load_shipped())} questions"
    page.press("#filter", "ArrowDown")
    page.keyboard.press("Enter")
    assert page.is_hidden("#wrong")
    assert page.get_attribute("#questions li:not([hidden])", "aria-selected") == "true"
    assert "person whose co-authors" in page.inner_text("#form label").casefold()
    page.wait_for_selector("#names-person option", state="attached")
    page.keyboard.type("Kristen Grauman")
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer a:text-is('Changan Chen')")
    assert "author:kristen_grauman" in page.input_value("#text") or "author/kristen_grauman" in page.input_value("#text")


def test_sorting(visitor: Guest) -> None:
    """Numbers by value, names as people sort, with their heading above them; a fraction keeps its value as title."""
    page = visitor.open()
    ask(page, "SELECT ?a (COUNT(?p) AS ?n) (1/3 AS ?x) { ?p avg:hasAuthor ?a } GROUP BY ?a")
    page.wait_for_selector("#answer a")
    page.click("#answer th:nth-child(2) button")
    page.click("#answer th:nth-child(2) button")
    page.wait_for_selector("#answer a:text-is('Di Hu')")
    numbers = [int(text) for text in cells(page, 2)]
    assert numbers == sorted(numbers, reverse=True)
    assert page.get_attribute("#answer th:nth-child(2)", "aria-sort") == "descending"
    assert page.evaluate("getComputedStyle(document.querySelector('#answer th:nth-child(2) button')).textAlign") == "right"
    assert page.inner_text("#answer tbody td:nth-child(3) >> nth=0") == "0.333"
    assert (page.get_attribute("#answer tbody td:nth-child(3) >> nth=0", "title") or "").startswith("0.33333")
    page.click("#answer th:nth-child(1) button")
    names = cells(page, 1)
    assert names[0].casefold()[0] <= names[100].casefold()[0]
    assert page.inner_text("#more").startswith("Show more: 500 of 1,466")
    page.click("#more")
    assert len(cells(page, 1)) == 1000


def test_an_error_is_shown_where_it_stands(visitor: Guest) -> None:
    """The message says the place, the editor selects it, the old rows are gone."""
    visitor.expected = ["status of 400"]
    page = visitor.open()
    ask(page, "SELECT ?x {\n  ?x a avg:Paper .\n  FILTR(?x) }")
    said = page.inner_text("#wrong")
    assert "line 3, column" in said
    start, end, text = page.evaluate(
        "(({selectionStart, selectionEnd, value}) => [selectionStart, selectionEnd, value])(document.querySelector('#text'))"
    )
    assert text.count("\n", 0, start) == 2
    assert end > start
    assert focused(page) == "text"
    assert page.locator("#answer tr").count() == 0


def test_each_question_has_an_address(visitor: Guest) -> None:
    """Back and forward ask again; an address opens elsewhere; one that cannot be read says so and leaves a page that works."""
    page = visitor.open()
    ask(page, "SELECT ?x { ?x a avg:Task } LIMIT 2")
    ask(page, "SELECT ?y { ?y a avg:Venue } LIMIT 3")
    address = page.url
    page.go_back()
    expect(page.locator("#answer th").first).to_have_text("x")
    assert page.input_value("#text") == "SELECT ?x { ?x a avg:Task } LIMIT 2"
    page.go_back()
    expect(page.locator("#answer th").first).to_have_text("author")
    page.go_forward()
    page.go_forward()
    expect(page.locator("#answer th").first).to_have_text("y")
    other = visitor.open("/query#" + address.partition("#")[2])
    assert len(cells(other, 1)) == 3
    broken = visitor.open("/query#query=%")
    assert "cannot be read" in broken.inner_text("#wrong")
    assert len(cells(broken, 1)) == 20
    ask(broken, "ASK { ?x a avg:Paper }")
    assert broken.inner_text("#answer") == "yes"
    assert broken.is_hidden("#wrong")


def test_a_question_that_lacks_a_name(visitor: Guest) -> None:
    """Of a question whose address says a part, the form waits for the rest, with names in place of ids, and no other answer stands there."""
    page = visitor.open("/query?question=coauthor-chain&from=author/di_hu")
    expect(page.locator("#form input[name=from]")).to_have_value("Di Hu")
    assert page.inner_text("#answer") == ""
    assert page.evaluate("document.activeElement.name") == "to"
    page.keyboard.type("Joon Son Chung")
    page.keyboard.press("Enter")
    expect(page.locator("#answer th").first).to_have_text("step")
    assert "/author/di_hu>" in page.input_value("#text")


def test_a_question_is_cancelled(visitor: Guest) -> None:
    """While it is asked the old rows are dimmed; cancelled, they are gone; a newer question drops an older one."""
    page = visitor.open()
    page.fill("#text", SLOW)
    page.press("#text", "Control+Enter")
    assert page.get_attribute("#answer", "aria-busy") == "true"
    assert float(page.evaluate("getComputedStyle(document.querySelector('#answer')).opacity")) < 1
    page.click("#cancel")
    expect(page.locator("#state")).to_have_text("cancelled")
    assert page.get_attribute("#answer", "aria-busy") is None
    assert page.locator("#answer tr").count() == 0
    page.fill("#text", SLOW)
    page.press("#text", "Control+Enter")
    ask(page, "SELECT ?z { ?z a avg:Venue } LIMIT 4")
    expect(page.locator("#answer tbody tr")).to_have_count(4)
    assert page.is_hidden("#wrong")


def test_the_network_is_cut(visitor: Guest) -> None:
    """Asking, finding and the names of a form say so or wait, and work again when it is back."""
    visitor.expected = ["ERR_INTERNET_DISCONNECTED", "ERR_FAILED"]
    page = visitor.open()
    page.click("#questions li:has(b:text-is('coauthors-of'))")
    page.press("#form input", "Tab")
    page.context.set_offline(True)
    page.evaluate("document.querySelector('datalist').replaceChildren()")
    page.focus("#form input")
    ask(page, "SELECT ?x { ?x a avg:Task } LIMIT 2")
    assert "cannot be reached" in page.inner_text("#wrong")
    page.fill("#finding input", "grauman")
    page.wait_for_selector("#finding output:has-text('cannot be reached')")
    page.context.set_offline(False)
    page.focus("#form input")
    page.wait_for_selector("datalist option", state="attached")
    ask(page, "SELECT ?x { ?x a avg:Task } LIMIT 2")
    assert len(cells(page, 1)) == 2
    assert page.is_hidden("#wrong")


def test_words_that_do_not_come(visitor: Guest) -> None:
    """Without the list of questions the page says so and answers; the list comes with the next question."""
    visitor.expected = ["ERR_FAILED"]
    page = visitor.open(PAPER)
    page.route("**/words.json", lambda route: route.abort())
    page.goto(visitor.address + "/query")
    page.wait_for_selector("body[data-ready]", state="attached")
    assert "could not be loaded" in page.inner_text("#count")
    assert len(cells(page, 1)) == 20
    page.unroute("**/words.json")
    ask(page, "ASK { ?x a avg:Paper }")
    assert page.inner_text("#count") == f"{len(load_shipped())} questions"


def test_triples_lead_to_entities(visitor: Guest) -> None:
    """Turtle is shown as it is, the entities in it as links."""
    page = visitor.open()
    ask(page, f"DESCRIBE <https://w3id.org/avgraph{PAPER}>")
    assert "dcterms:title" in page.inner_text("#answer")
    assert page.is_visible("[data-extension=ttl]")
    page.click("#answer a[href='/id/author/jinxing_zhou']")
    assert page.inner_text("h1") == "Jinxing Zhou"


def test_every_kind_of_entity_by_links(visitor: Guest) -> None:
    """From a paper to everything it names, and from each of these back to a question and to the explorer."""
    page = visitor.open()
    page.fill("#finding input", "audio-visual segmentation")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{PAPER}")
    for kind in ("author", "institution", "task", "dataset", "venue", "entry", "authorship", "source"):
        if kind in ("entry", "authorship"):
            page.click("details.closer:not([open]) summary")
        elif kind == "source":
            page.goto(visitor.address + PAPER)
            page.click("details.closer summary")
            page.click("main a[href^='/id/entry/']")
        page.click(f"main a[href^='/id/{kind}/'] >> nth=0")
        page.wait_for_url(f"**/id/{kind}/**")
        said = page.inner_text("main .kind")
        assert said == {"venue": "Conference", "source": "The list, as written"}.get(kind, kind.capitalize())
        assert not re.search(r"^https?:", "\n".join(page.locator("th").all_inner_texts()), re.MULTILINE)
        page.go_back()
    page.goto(visitor.address + PAPER)
    page.click("text=See it in the explorer")
    page.wait_for_selector("#panel h2:text-is('Audio-Visual Segmentation')")
    page.go_back()
    page.click("text=Ask what is said of it")
    page.wait_for_selector("#answer td:has-text('dcterms:title')")


def test_a_paper_is_described_as_people_would(visitor: Guest) -> None:
    """Authors in their order, first what matters, nothing twice, the rest folded."""
    page = visitor.open(PAPER)
    rows = dict(
        page.locator("main > table tr").evaluate_all("rows => rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim()))")
    )
    assert list(rows)[:5] == ["Authors 10", "Year", "Published in", "Institutions 7", "Tasks"]
    authors = page.locator("main > table tr:first-child a").all_inner_texts()
    assert authors[:3] == ["Jinxing Zhou", "Jianyuan Wang", "Jiayi Zhang"]
    assert authors[-1] == "Yiran Zhong"
    assert page.inner_text("mark") == "Audio-Visual Segmentation"
    page.click("details.closer summary")
    places = [re.search(r"author (\d+) of", text) for text in page.locator("details.closer li").all_inner_texts()]
    assert [int(place[1]) for place in places if place] == list(range(1, 11))
    assert "https://schema.org/" in page.inner_text("script[type='application/ld+json']")


def test_a_newcomer_gets_from_the_first_page_to_the_line(visitor: Guest) -> None:
    """First page, list of people by task and year, a person, the lines that say so, the list itself with the place marked."""
    page = visitor.open("/")
    page.click(".figures a:has-text('people')")
    page.select_option("select[name=task]", label="Speech Recognition")
    page.fill("input[name=since]", "2022")
    page.click("text=Narrow")
    page.click("th a:text-is('Minsu Kim')")
    assert page.inner_text(".lead").startswith("6 papers, 2022 to 2023")
    page.click(".quote a >> nth=0")
    page.wait_for_url("**/id/source/**")
    assert "Minsu Kim" in page.inner_text(".place:target")
    assert page.evaluate("document.querySelector('.place:target').getBoundingClientRect().top") < 900
    page.click(".place:target .names a")
    assert page.inner_text(".kind") == "Paper"
    page.click("text=See it in the explorer")
    page.wait_for_selector("#panel h2")


def test_without_scripts_everything_but_comfort_works(context: BrowserContext, server: Server) -> None:
    """Search, lists, pages and queries are plain links and forms."""
    assert context.browser
    plain = context.browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(server.url)
    page.fill("#finding input", "VGGSound")
    page.keyboard.press("Enter")
    page.click("main .ranking a >> nth=0")
    assert "200,000+" in page.inner_text("main table")
    assert "200k+" in page.inner_text(".quote")
    page.click("nav >> text=Query")
    page.click("#questions a:has-text('task-people')")
    page.fill("#form input[name=task]", "Speech Recognition")
    page.click("text=Fill in")
    assert "SELECT" in page.input_value("#text")
    page.click("#asking button:text-is('Ask')")
    assert page.locator("#answer tbody tr").count() > 20
    page.click("#answer a >> nth=0")
    assert "/id/" in page.url
    plain.close()


def test_a_chart_and_queries_asked_before(visitor: Guest) -> None:
    """An answer with numbers is drawn as bars, and a query that was asked is found again on the next visit."""
    page = visitor.open()
    ask(page, "SELECT ?venue (COUNT(?p) AS ?n) { ?p avg:publishedIn ?venue } GROUP BY ?venue ORDER BY DESC(?n) LIMIT 5")
    page.click("#charting")
    page.wait_for_selector(".chart a:text-is('CVPR')")
    widths = page.evaluate("[...document.querySelectorAll('.chart .length')].map((bar) => bar.getBoundingClientRect().width)")
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > 2 * widths[-1] > 0
    page.click("#charting")
    expect(page.locator("#answer tbody tr")).to_have_count(5)
    ask(page, "ASK { ?x dct:title ?y }")
    page.reload()
    page.wait_for_selector("body[data-ready]", state="attached")
    assert page.locator("#colours .keyword").first.inner_text() == "ASK"
    page.fill(
        "#text", "SELECT ?a { ?a rdfs:label 'x' } # <https://example.org/a> <https://example.org/a>\n" + "<https://example.org/abc> " * 30
    )
    width = "(selector) => document.querySelector(selector).scrollWidth"
    assert abs(page.evaluate(width, "#colours") - page.evaluate(width, "#text")) <= 12
    page.select_option("#past select", index=2)
    expect(page.locator("#answer tbody tr")).to_have_count(5)


def test_no_barrier_that_axe_knows(visitor: Guest) -> None:
    """Query page with an answer, a form, a hint and proposals; entity page with all unfolded; error page; one of each template; by day and by night."""
    visitor.expected = ["status of 404"]
    query = visitor.open("/query")
    query.click("#questions li:has(b:text-is('top-authors'))")
    query.wait_for_selector("#answer td:has-text('Kristen Grauman')")
    ask(query, "SELECT ?a ?b { ?a avg:hasAuthor ?b . OPTIONAL { ?a avg:yaer ?y } } LIMIT 5")
    query.focus("#text")
    query.keyboard.press("Control+Space")
    query.keyboard.type(" avg:")
    entity = visitor.open(PAPER, is_beside=True)
    entity.click("details.closer summary")
    entity.fill("#finding input", "wang")
    entity.wait_for_selector("#found li")
    other = visitor.open("/id/author/nobody", is_beside=True)
    paths = ("/", "/id/paper?q=speech", "/search?q=wang", f"{SOURCE}?line=2576", "/ontology", "/id/author/di_hu", "/shapes")
    for page, path in ((query, ""), (entity, ""), (other, ""), *((other, path) for path in paths)):
        if path:
            page.goto(visitor.address + path)
        # The proposals are moved through with the arrow keys of the editor, which keeps the focus: no region of their own.
        serious = [each for each in serious_violations(page) if [node["target"] for node in each["nodes"]] != [["#proposals"]]]
        assert not serious, json.dumps(serious, indent=1)[:3000]


def test_a_narrow_screen(visitor: Guest) -> None:
    """No page scrolls sideways, a wide table does within itself; numbers stay whole; the answer is scrolled to."""
    visitor.expected = ["status of 404"]
    page = visitor.open("/", 380, 844)
    many = "/id/author?task=task/audio-visual_boosting&since=2022&q=wang"
    of_list = (
        many,
        "/id/paper",
        "/id/institution",
        "/id/dataset",
        "/search?q=wang",
        f"{SOURCE}?line=2576",
        "/ontology",
        "/shapes",
        "/query",
    )
    for path in ("/", PAPER, "/id/task/audio-visual_collaboration", "/id/author/nobody", "/id/" + "x" * 300, *of_list):
        page.goto(visitor.address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 380, path
    page = visitor.open("/query", 390, 844)
    page.click("#questions li:has(b:text-is('first-papers'))")
    expect(page.locator("#answer th").first).to_have_text("task")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("(({scrollWidth, clientWidth}) => scrollWidth > clientWidth)(document.querySelector('#answer'))")
    assert page.evaluate(
        "Math.max(...[...document.querySelectorAll('#answer td.number')].map((cell) => cell.getClientRects()[0].width)) > 35"
    )
    expect(page.locator("#answer tbody tr").first).to_be_in_viewport()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a server of a list of markup, script, quotes and reversing marks, whose name is no better."""
    path = tmp_path_factory.mktemp("hostile") / '<img src=x onerror=alert(1)> \u202e"x.md'
    path.write_text(HOSTILE, encoding="utf-8")
    with avgraph_server(str(path)) as started:
        yield started


def assert_harmless(page: Page) -> None:
    """No element, attribute or address comes from the list, and nothing is reversed."""
    assert page.evaluate("document.querySelectorAll('svg, img, iframe, body script, [onload], [onerror], [onmouseover]').length") == 0
    addresses = page.evaluate("[...document.querySelectorAll('a')].map((link) => link.getAttribute('href'))")
    assert not [address for address in addresses if not address.startswith(("/", "?", "#", "http://", "https://"))]
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", page.inner_text("body") + page.title())


def test_a_hostile_list_runs_nothing(context: BrowserContext, hostile: Server) -> None:
    """Its text is text on the query page, in search, on each entity's page and on error pages."""
    visitor = Guest(context, hostile.url)
    page = visitor.open()
    ask(page, "SELECT ?s ?label ?p ?o { ?s rdfs:label ?label ; ?p ?o }")
    page.wait_for_selector("#answer a:has-text('onload')")
    assert "[U+202E]" in page.inner_text("#answer")
    assert_harmless(page)
    entities: Any = page.evaluate(
        "[...new Set([...document.querySelectorAll('#answer td:first-child a')].map((link) => link.getAttribute('href')))]"
    )
    assert len(entities) > 10
    for text in (
        "DESCRIBE * { ?s rdfs:label ?o }",
        'SELECT ("<img src=x onerror=alert(1)>" AS ?x) {}',
        "SELECT (<javascript:alert(1)> AS ?x) {}",
    ):
        ask(page, text)
        assert_harmless(page)
    page.fill("#finding input", "script")
    page.wait_for_selector("#found li")
    assert_harmless(page)
    for path in entities:
        page.goto(hostile.url.rstrip("/") + path)
        assert page.inner_text("h1")
        page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        assert_harmless(page)
    visitor.expected = ["status of 4"]
    for path in (
        "/id/" + quote("<script>alert(1)</script>\u202e"),
        "/nothing/" + quote('"><img src=x onerror=alert(1)>'),
        "/queries/<svg onload=alert(1)>",
    ):
        page.goto(hostile.url.rstrip("/") + path)
        assert page.inner_text("h1")
        assert_harmless(page)
    ask(visitor.open(), "SELECT <img src=x onerror=alert(1)> \u202e")
    visitor.close()
    assert not visitor.complaints()
