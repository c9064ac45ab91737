"""``avgraph push``: into the Oxigraph server and Virtuoso, read back and compared; interrupted, refused, out of reach."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import Request, urlopen

import pyoxigraph
import pytest
from click.testing import CliRunner, Result

from avgraph.cli.main import group
from avgraph.errors import PushError, QueryError
from avgraph.knowledge import KnowledgeGraph
from avgraph.model.graph import Graph
from avgraph.push.push import push
from avgraph.rdf.description import loading_iri
from avgraph.rdf.oxigraph import generate_terms
from avgraph.sparql.endpoint import EndpointEngine
from tests.conftest import SAMPLE
from tests.servers import Server, has_virtuoso, oxigraph_server, virtuoso_server

BUNDLED = "https://w3id.org/avgraph/id/graph/audio-visual-learning"
Triples = set[tuple[str, ...]]


class Store:
    """A store that a graph is pushed into, and how its readers see it."""

    def __init__(self, server: Server, takes: str, asked: str, updates: str, *credentials: str) -> None:
        """Hold a server and the paths where it takes graphs, is asked and takes updates."""
        self.server = server
        self.graphs, self.asked, self.updates = server.url + takes, server.url + asked, server.url + updates
        self.credentials = credentials

    def push(self, *arguments: str, url: str | None = None) -> Result:
        """Run ``avgraph push``."""
        return CliRunner(env={"AVGRAPH_PASSWORD": "dba"}).invoke(group, ["push", url or self.graphs, *self.credentials, *arguments])

    def read(self, graph: str) -> Triples:
        """Return the triples of a named graph."""
        text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        return triples_of(pyoxigraph.parse(self._ask(text, "application/n-triples"), format=pyoxigraph.RdfFormat.N_TRIPLES))

    def graphs_held(self) -> set[str]:
        """Return the names of the graphs of avgraph in the store."""
        content = self._ask("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", "application/sparql-results+json")
        found = pyoxigraph.parse_query_results(content, format=pyoxigraph.QueryResultsFormat.JSON)
        assert isinstance(found, pyoxigraph.QuerySolutions)
        names = {row["g"].value for row in found}
        return {name for name in names if "avgraph" in name or "example" in name}

    def count(self, graph: str) -> int:
        """Return how many triples a named graph holds."""
        content = self._ask(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}", "text/csv")
        return int(content.decode().split()[-1].strip('"'))

    def _ask(self, text: str, accept: str) -> bytes:
        request = Request(f"{self.asked}?{urlencode({'query': text})}", headers={"Accept": accept})  # noqa: S310  (on loopback)
        with urlopen(request, timeout=600) as answer:  # noqa: S310
            return bytes(answer.read())


def triples_of(found: "Iterator[pyoxigraph.Quad]") -> Triples:
    """Return triples in a form in which they can be compared; stores write a whole decimal without its point."""
    return {(str(quad.subject), str(quad.predicate), re.sub(r"\.0(\"\^\^<[^>]*decimal>)$", r"\1", str(quad.object))) for quad in found}


def dump_of(graph: Graph) -> Triples:
    """Return the triples of the dump of a graph."""
    return triples_of(generate_terms(graph, pyoxigraph.Triple))


@pytest.fixture(scope="module", params=[pytest.param(name, marks=pytest.mark.server) for name in ("oxigraph", "virtuoso")])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Return a store that runs, empty at first."""
    if request.param == "oxigraph":
        with oxigraph_server() as server:
            yield Store(server, "/store", "/query", "/update")
        return
    if not has_virtuoso():
        pytest.skip("Virtuoso is not installed (Debian: virtuoso-opensource-7-bin)")
    with virtuoso_server() as server:
        yield Store(server, "/sparql-graph-crud-auth", "/sparql", "/sparql-auth", "--user", "dba")


def test_a_pushed_graph_is_the_dump(store: Store, bundled: KnowledgeGraph, sample: Graph) -> None:
    """The bundled list, in batches, over both protocols; nothing else stays in the store."""
    wanted = dump_of(bundled.graph)
    done = store.push("--batch", "7000")
    assert done.exit_code == 0, done.stderr
    assert done.stderr == f"pushed {len(wanted):,} triples to <{BUNDLED}> at {store.graphs}\n"
    assert done.stdout == ""
    assert store.read(BUNDLED) == wanted
    named = "http://example.org/by-update"
    for arguments in ((str(SAMPLE),), (str(SAMPLE), "--batch", "60")):  # the second in place of the first
        done = store.push(*arguments, "--via", "update", "--graph", named, url=store.updates)
        assert done.exit_code == 0, done.stderr
        assert store.read(named) == dump_of(sample)
    assert store.graphs_held() == {BUNDLED, named}


def test_the_ways_to_push(store: Store, sample: Graph, tmp_path: Path) -> None:
    """A list, a dump, standard input; in place; in one request where no updates are known: each time the same graph."""
    dump = tmp_path / "sample.ttl"
    assert CliRunner().invoke(group, ["export", str(SAMPLE), "-o", str(dump)]).exit_code == 0
    wanted = dump_of(sample)
    graph = "http://example.org/sample"
    for arguments in (
        (str(SAMPLE), "--graph", graph),
        (str(dump), "--graph", graph, "--batch", "60"),
        (str(dump), "--graph", graph, "--in-place", "--batch", "60"),
        (str(SAMPLE), "--graph", graph, "--in-place"),
    ):
        done = store.push(*arguments)
        assert done.exit_code == 0, done.stderr
        assert store.read(graph) == wanted
    assert store.push(str(dump)).stderr.startswith("pushed 4")
    assert store.read("https://w3id.org/avgraph/id/graph/sample") == wanted
    secret = "dba" if store.credentials else None
    result = push(generate_terms(sample, pyoxigraph.Triple), store.graphs, graph, update_url="", batch=60, user=secret, password=secret)
    assert (result.triples, result.graph, result.is_atomic) == (len(wanted), graph, False)
    assert store.read(graph) == wanted


def test_readers_see_the_old_graph_until_the_new_one_is_there(store: Store, sample: Graph) -> None:
    """While a larger graph takes the place of a smaller one, every look finds one of the two; Virtuoso moves in steps, seen for a moment."""
    graph = "http://example.org/watched"
    assert store.push(str(SAMPLE), "--graph", graph).exit_code == 0
    before = len(dump_of(sample))
    seen: list[int] = []
    stop = threading.Event()

    def look() -> None:
        while not stop.wait(0.01):  # which leaves the store some time of its own
            seen.append(store.count(graph))

    watcher = threading.Thread(target=look)
    watcher.start()
    done = store.push("--graph", graph, "--batch", "3000")
    stop.set()
    watcher.join()
    assert done.exit_code == 0, done.stderr
    after = store.count(graph)
    assert len(seen) > 3
    between = [number for number in seen if number not in (before, after)]
    assert len(between) <= (0.1 * len(seen) if store.credentials else 0), between


@pytest.fixture(scope="module")
def bundled_dump(bundled: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the dump of the bundled list."""
    path = tmp_path_factory.mktemp("dump") / "bundled.nt"
    bundled.write(path)
    return path


# Ends itself by a signal once the first batch is in the store, so that no request breaks off, and none of thousands wears the store out: Virtuoso 7 may
# compute for ever over the list of its graphs then.
SIGNALLED = """
import os, signal, sys
from contextlib import contextmanager
import avgraph.cli.commands.push as command
from avgraph.cli.main import main

number = getattr(signal, sys.argv.pop(1))

@contextmanager
def signalling():
    yield lambda stage, total=None: lambda done: os.kill(os.getpid(), number) if stage == "sending" else None

command.progress_bars = signalling
main()
"""


def push_until(name: str, store: Store, graph: str, dump: Path) -> "subprocess.CompletedProcess[str]":
    """Push a dump in a process that gets a signal after its first batch."""
    arguments = [name, "push", store.graphs, str(dump), *store.credentials, "--graph", graph, "--batch", "500"]
    environment = {**os.environ, "AVGRAPH_PASSWORD": "dba"}
    return subprocess.run([sys.executable, "-c", SIGNALLED, *arguments], env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("how", ["INT", "TERM"])
def test_an_interrupted_push_changes_nothing(store: Store, sample: Graph, bundled_dump: Path, how: str) -> None:
    """One line that says so; the previous graph is there, and nothing of the new one."""
    graph = "http://example.org/interrupted"
    assert store.push(str(SAMPLE), "--graph", graph).exit_code == 0
    done = push_until(f"SIG{how}", store, graph, bundled_dump)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == f"avgraph: interrupted; nothing was changed: <{graph}> is as it was"
    assert len(done.stderr.splitlines()) == 2
    assert store.read(graph) == dump_of(sample)
    assert not [name for name in store.graphs_held() if "loading" in name]


def test_what_a_killed_push_left_goes_with_the_next(store: Store, bundled_dump: Path) -> None:
    """A push that was killed leaves a graph, which the next push of this machine removes; no other's is touched."""
    graph = "http://example.org/killed"
    assert push_until("SIGKILL", store, graph, bundled_dump).returncode == -signal.SIGKILL
    [left] = [name for name in store.graphs_held() if "loading" in name]
    running = loading_iri(graph)  # as this process would name it
    elsewhere = f"{graph}.loading-{'0' * 16}"
    for name in (running, elsewhere):
        assert store.push(str(SAMPLE), "--graph", name, "--in-place").exit_code == 0
    assert store.push(str(SAMPLE), "--graph", graph).exit_code == 0
    assert [store.count(name) > 0 for name in (left, running, elsewhere, graph)] == [False, True, True, True]


@pytest.mark.server
def test_a_store_that_ends_half_way(sample: Graph) -> None:
    """The message says that nothing was changed, and what is left where; what was there before survives the store's end."""
    del sample
    with oxigraph_server() as server:
        sent: list[int] = []

        def stop_the_server(number: int) -> None:
            sent.append(number)
            server.process.kill()
            server.process.wait()

        from avgraph.knowledge import build

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("avgraph.sparql.http.client.BACKOFF", 0.001)
            with pytest.raises(
                PushError, match=r"cannot be reached: .*; nothing was changed: <http://example.org/x> is as it was; what had"
            ):
                push(build(SAMPLE).graph, f"{server.url}/store", "http://example.org/x", batch=50, progress=lambda *_: stop_the_server)
        assert sent == [50]


class Scripted:
    """A server on loopback that answers requests with statuses in order, 204 when they are used up, and remembers what it got."""

    def __init__(self, *statuses: int, challenge: str | None = None, refuse: Callable[[str], bool] | None = None) -> None:
        """Start it."""
        self.got: list[tuple[str, str, str | None, bytes]] = []
        waiting = list(statuses)
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if "chunked" in self.headers.get("Transfer-Encoding", ""):
                    while size := int(self.rfile.readline(), 16):
                        body += self.rfile.read(size + 2)[:-2]
                    self.rfile.readline()
                outer.got.append((self.command, self.path, self.headers.get("Authorization"), body))
                status = 401 if challenge and not self.headers.get("Authorization") else waiting.pop(0) if waiting else 204
                if refuse and refuse(body.decode()):
                    status = 500
                self.send_response(status)
                if status == 401 and challenge:
                    self.send_header("WWW-Authenticate", challenge)
                if status == 301:
                    self.send_header("Location", "http://elsewhere.example/")
                said = b"" if status == 204 else b"<html><b>no</b>,\nnot now</html>"
                if said:
                    self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            do_GET = do_POST = do_PUT = answer  # noqa: N815  (names that the library looks for)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/store"

    def __enter__(self) -> Self:
        """Return the server."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def push(self, *arguments: str, **environment: str) -> Result:
        """Push the sample to it, waiting a moment only before it is tried again."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("avgraph.sparql.http.client.BACKOFF", 0.001)
            return CliRunner(env=environment).invoke(group, ["push", self.url, str(SAMPLE), *arguments])


@pytest.mark.slow
def test_what_may_pass_is_tried_again() -> None:
    """A busy store gets each batch again; the move that cannot be told to have happened is not repeated."""
    with Scripted(503, 429, 204, 500) as server:
        done = server.push()
        assert done.exit_code == 0, done.stderr
        bodies = [body for method, path, _, body in server.got if path.startswith("/store")]
        assert bodies[0] == bodies[1] == bodies[2] != bodies[3] == bodies[4]
        assert len([body for _, _, _, body in server.got if body.startswith(b"update=MOVE")]) == 1
    with Scripted(refuse=lambda body: body.startswith("update=MOVE")) as server:
        done = server.push()
        assert done.exit_code == 2
        assert "have arrived, and either <" in done.stderr
        assert len([each for each in server.got if each[3].startswith(b"update=MOVE")]) == 1
    with Scripted(*[503] * 50) as server:
        done = server.push()
        assert done.exit_code == 2
        assert done.stderr.startswith(f"avgraph: {server.url}: answers 503 Service Unavailable: no , not now; nothing was changed")


@pytest.mark.slow
def test_who_pushes() -> None:
    """Basic where the store asks for it, a token, no password unasked; wrong ones and a redirect are one line."""
    with Scripted(challenge='Basic realm="x"') as server:
        assert server.push("--user", "ada", AVGRAPH_PASSWORD="secret").exit_code == 0  # noqa: S106  (made up)
        assert [each[2] for each in server.got][:2] == [None, "Basic YWRhOnNlY3JldA=="]
        assert {each[2] for each in server.got[1:]} == {"Basic YWRhOnNlY3JldA=="}
    with Scripted() as server:
        assert server.push(AVGRAPH_TOKEN="abc").exit_code == 0  # noqa: S106
        assert {each[2] for each in server.got} == {"Bearer abc"}
    for status, said in ((401, "answers 401 Unauthorized; give --user"), (403, "answers 403"), (301, "it is at http://elsewhere.example/")):
        with Scripted(status) as server:
            done = server.push()
            assert done.exit_code == 2
            assert said in done.stderr
            assert len(done.stderr.strip().splitlines()) == 1
    assert CliRunner().invoke(group, ["push", "http://127.0.0.1:1/", "--user", "ada"], input="").exit_code == 2


def test_a_wrong_password(store: Store) -> None:
    """Of a real store: one line, exit code 2, nothing changed."""
    held = store.graphs_held()
    done = CliRunner(env={"AVGRAPH_PASSWORD": "wrong"}).invoke(group, ["push", store.graphs, str(SAMPLE), "--user", "dba"])
    if not store.credentials:
        assert done.exit_code == 0, done.stderr  # a server that asks for no password is told none
        return
    assert done.exit_code == 2
    assert "answers 401" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert store.graphs_held() == held


def test_what_can_be_pushed_to_can_be_queried(store: Store, sample: Graph) -> None:
    """The same name and password open Virtuoso's protected endpoint; a server that asks for none is told none."""
    graph, url = "http://example.org/queried", store.updates if store.credentials else store.asked
    pushed = push(sample, store.graphs, graph, user="dba", password="dba")  # noqa: S106  (Virtuoso's own)
    engine = EndpointEngine(url, graph=graph, user="dba", password="dba")  # noqa: S106
    assert engine.answer("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows == [(pushed.triples,)]
    if store.credentials:
        with pytest.raises(QueryError, match="answers 401"):
            EndpointEngine(url, user="dba", password="wrong").answer("ASK { ?s ?p ?o }")  # noqa: S106


def test_in_one_request(sample: Graph) -> None:
    """A store that takes no updates gets one PUT that streams, and the message says what readers may have seen."""
    with Scripted() as server:
        server.url += "/unknown"
        done = server.push()
        assert done.exit_code == 0, done.stderr
        assert "readers may have seen a part of it" in done.stderr
        method, path, _, body = server.got[-1]
        assert method == "PUT"
        assert parse_qs(urlsplit(path).query) == {"graph": ["https://w3id.org/avgraph/id/graph/sample"]}
        assert triples_of(pyoxigraph.parse(body, format=pyoxigraph.RdfFormat.N_TRIPLES)) == dump_of(sample)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ftp://example.org/"], "no http or https address"),
        (["http://127.0.0.1:1/store"], "cannot be reached: [Errno 111] Connection refused; nothing was changed"),
        (["http://127.0.0.1:1/store", "missing.md"], "missing.md: no such file"),
        (["http://127.0.0.1:1/store", "missing.ttl"], "missing.ttl: not a dump that can be read"),
        (["http://127.0.0.1:1/store", "--graph", "not an iri"], "is no IRI"),
        (["http://127.0.0.1:1/store", "--graph", "http://x/> } ; DROP ALL #"], "is no IRI"),
        (["http://127.0.0.1:1/store", "--via", "update", "--update-url", "http://127.0.0.1:1/"], "leave --update-url out"),
        (["http://[::1/store"], "http://[::1/store"),
        (["http://127.0.0.1:1/store", "undescribed.nt"], "name the graph that it shall be with --graph"),
        (["http://127.0.0.1:1/store", "broken.nt", "--graph", "http://x.org/"], "broken.nt: not a dump that can be read"),
        (["http://127.0.0.1:1/store", "blank.nt", "--graph", "http://x.org/"], "blank node"),
    ],
)
def test_what_cannot_be_pushed(arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line that says what and why, and exit code 2."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("avgraph.sparql.http.client.BACKOFF", 0.001)
    Path("undescribed.nt").write_text("<http://a.org/> <http://b.org/> <http://c.org/> .\n", encoding="utf-8")
    Path("broken.nt").write_text("<http://a.org/> <http://b.org/>\n", encoding="utf-8")
    Path("blank.nt").write_text("_:a <http://b.org/> <http://c.org/> .\n", encoding="utf-8")
    done = CliRunner().invoke(group, ["push", *arguments])
    assert done.exit_code == 2, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1 or done.stderr.startswith("Usage")
