"""``avgraph serve`` where clients or queries would hold it: its end, connections, answers nobody reads, workers, memory, hosts."""

import asyncio
import contextlib
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path
from typing import IO, Any, cast
from urllib.parse import quote, urlsplit

import pytest
from click.testing import CliRunner

from avgraph.cli.main import group
from avgraph.server.app import make_app
from avgraph.server.responses import RefusedError, Reply
from avgraph.server.routes.site import ExplorerPages
from avgraph.server.settings import Budget, Settings
from avgraph.server.workers import Workers
from avgraph.sparql.limits import Limits
from tests.conftest import SAMPLE
from tests.server.test_serve import (
    ASK,
    CROSS,
    Answered,
    at_work,
    family_of,
    fork_server_of,
    get,
    is_alive,
    memory_of,
    wait_for,
    workers_of,
)
from tests.servers import Server, avgraph_server

pytestmark = pytest.mark.server

SETTINGS = Settings("a list", "http://example.org/", 30, 2**30, 2**30, 2)
LARGE = f"SELECT ?text {{ ?a ?b ?c . ?d ?e ?f . BIND('{'x' * 256}' AS ?text) }} LIMIT 50000"
"""Thirteen megabytes, of any graph."""


OPENED: list[socket.socket] = []


@pytest.fixture(autouse=True)
def _close() -> Iterator[None]:
    """Close what `connect` opened."""
    yield
    while OPENED:
        OPENED.pop().close()


def connect(server: Server, sent: str, receives: int | None = None) -> socket.socket:
    """Return a connection on which something was sent; it holds at most `receives` bytes unread."""
    connection = socket.socket()
    OPENED.append(connection)
    if receives is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receives)
    connection.settimeout(600)
    host, port = urlsplit(server.url).netloc.split(":")
    connection.connect((host, int(port)))
    connection.sendall(sent.encode("latin-1"))
    return connection


def asking(query: str) -> str:
    """Return the text of a request for rows in CSV."""
    return f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: localhost\r\nAccept: text/csv\r\n\r\n"


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_the_end_breaks_off_a_long_query(how: signal.Signals) -> None:
    """The client is told, nothing but lines is logged, no process and no file stays."""
    with avgraph_server(str(SAMPLE), "--time-limit", "3600", connections__SECONDS_TO_END=1) as server:
        family = family_of(server.process.pid)
        connection = connect(server, asking(CROSS))
        assert wait_for(lambda: at_work(server))
        server.process.send_signal(how)
        assert server.process.wait(600) == 0
        assert connection.recv(1000).startswith(b"HTTP/1.1 503 ")
        assert wait_for(lambda: not any(map(is_alive, family)))
        lines = server.said().splitlines()
        assert len(lines) == 2, lines
        assert re.fullmatch(r"127\.0\.0\.1 GET /sparql 503 \d+ B \d+ ms", lines[1])
        assert list(server.log.parent.iterdir()) == [server.log]


def test_the_end_breaks_off_a_download() -> None:
    """One that nobody reads holds the end up no longer than a query, and prints no traceback."""
    with avgraph_server(str(SAMPLE), connections__SECONDS_TO_END=1) as server:
        connection = connect(server, asking(LARGE), 4096)
        assert connection.recv(12) == b"HTTP/1.1 200"
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(600) == 0
        lines = server.said().splitlines()
        assert len(lines) == 2, lines
        assert re.fullmatch(r"127\.0\.0\.1 GET /sparql 200 \d+ B \d+ ms, cut off", lines[1])


def test_a_killed_server_leaves_nothing_while_a_query_runs() -> None:
    """The system ends the workers, busy ones as well; the fork server takes the folder with it."""
    with avgraph_server(str(SAMPLE), "--time-limit", "3600") as server:
        family = family_of(server.process.pid)
        connect(server, asking(CROSS))
        assert wait_for(lambda: at_work(server))
        server.process.kill()
        assert wait_for(lambda: not any(map(is_alive, family)))
        assert wait_for(lambda: list(server.log.parent.iterdir()) == [server.log])


def test_half_requests_lock_nobody_out() -> None:
    """More connections than the server holds, each with half a request: everybody else is served."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
    try:
        with avgraph_server(str(SAMPLE)) as server:
            for _ in range(1005):
                connect(server, "GET /sparql?query=ASK")
            for _ in range(3):
                assert get(server, ASK).status == 200
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.parametrize("sent", ["", "GET /sparql?query=ASK", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\nGET /sparql"])
def test_a_request_must_come_in_time(sent: str) -> None:
    """From the start of the connection, and from the answer before, though a byte comes now and then."""
    with avgraph_server(str(SAMPLE), connections__SECONDS_TO_ASK=1) as server:
        connection = connect(server, sent)
        received, trickled = b"", 0
        with contextlib.suppress(ConnectionError):
            while trickled < 100:
                connection.settimeout(0.2)
                try:
                    part = connection.recv(100_000)
                    if not part:
                        break
                    received += part
                except TimeoutError:
                    connection.sendall(b"x")
                    trickled += 1
        assert trickled < 100
        assert received.endswith(b"the request did not arrive in time\n")
        assert get(server, ASK).status == 200


def posting(query: str, size: int) -> str:
    """Return the text of a request whose query has a size, or as much of it as there is."""
    head = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: {size}\r\n\r\n"
    return head + query


def test_a_query_must_come_in_time() -> None:
    """Not only its headers."""
    with avgraph_server(str(SAMPLE), protocol__SECONDS_TO_SEND=1) as server:
        assert connect(server, posting("ASK", 9)).recv(12) == b"HTTP/1.1 408"


def test_queries_that_arrive_have_a_budget() -> None:
    """What is under way counts until it is answered or its client gone."""
    long = ASK + " " * 600
    with avgraph_server(str(SAMPLE), **{"protocol__MOST_REQUESTS.most": 1000}) as server:
        first = connect(server, posting(long, 900))
        assert wait_for(lambda: connect(server, posting(long, len(long))).recv(12) == b"HTTP/1.1 503")
        assert connect(server, posting(ASK, len(ASK))).recv(12) == b"HTTP/1.1 200"
        first.close()
        assert wait_for(lambda: connect(server, posting(long, len(long))).recv(12) == b"HTTP/1.1 200")


def test_answers_that_nobody_reads_are_let_go() -> None:
    """The connection ends, the file is closed, the log says so."""
    with avgraph_server(str(SAMPLE), connections__SECONDS_TO_READ=1) as server:
        for _ in range(3):
            connect(server, asking(LARGE), 4096)
        assert wait_for(lambda: server.said().count(", cut off") == 3)
        files = [path.readlink() for path in Path(f"/proc/{server.process.pid}/fd").iterdir() if path.is_symlink()]
        assert not [each for each in files if "deleted" in str(each) and str(server.log.parent) in str(each)]
        assert get(server, ASK).status == 200


def test_answers_that_wait_have_a_budget() -> None:
    """Beyond twice the largest answer there is a 503 for large ones; small ones go on; what is read makes room."""
    with avgraph_server(str(SAMPLE), "--answer-limit", "16") as server:
        held = [connect(server, asking(LARGE), 4096) for _ in range(2)]
        assert [connection.recv(12) for connection in held] == [b"HTTP/1.1 200"] * 2
        refused = get(server, LARGE, "text/csv")
        assert refused.status == 503
        assert "wait for their clients" in refused.text
        assert get(server, ASK).status == 200
        for connection in held:
            connection.close()
        assert wait_for(lambda: server.said().count(", cut off") == 2)
        assert get(server, LARGE, "text/csv").status == 200


def test_an_abandoned_query_gives_its_worker_back() -> None:
    """Who hangs up asks no longer."""
    with avgraph_server(str(SAMPLE), "--time-limit", "3600", "--workers", "1") as server:
        connection = connect(server, asking(CROSS))
        assert wait_for(lambda: at_work(server))
        connection.close()
        assert get(server, ASK).status == 200
        assert re.search(r"GET /sparql 499 0 B \d+ ms$", server.said(), re.MULTILINE)


def test_as_many_workers_as_asked() -> None:
    """Eight queries at a time, on any number of cores, and downloads take no worker."""
    with avgraph_server(str(SAMPLE), "--time-limit", "3600", "--workers", "8") as server:
        unread = [connect(server, asking(LARGE), 4096) for _ in range(8)]
        assert [connection.recv(12) for connection in unread] == [b"HTTP/1.1 200"] * 8
        for _ in range(7):
            connect(server, asking(CROSS))
        assert wait_for(lambda: at_work(server) >= 7)
        assert get(server, ASK).status == 200


def test_a_crash_is_not_called_lack_of_memory(server: Server) -> None:
    """A query that the engine cannot recurse into is the client's to change."""
    connection = connect(server, asking(CROSS))
    assert wait_for(lambda: at_work(server) > 0)
    for pid in workers_of(server.process.pid):
        os.kill(pid, signal.SIGSEGV)
    answered = HTTPResponse(connection)
    answered.begin()
    assert (answered.status, b"too complex" in answered.read()) == (400, True)
    assert get(server, ASK).status == 200


def test_workers_that_the_system_ends_are_replaced() -> None:
    """As it does where it has no memory: idle ones are missed by nobody."""
    with avgraph_server(str(SAMPLE)) as server:
        workers = workers_of(server.process.pid)
        for pid in workers:
            os.kill(pid, signal.SIGKILL)
        assert wait_for(lambda: not any(map(is_alive, workers)))
        assert get(server, ASK).status == 200
        assert 1 <= len(workers_of(server.process.pid)) <= 2


@pytest.mark.parametrize("is_busy", [False, True])
def test_a_server_that_has_lost_its_graph_ends(*, is_busy: bool) -> None:
    """It says so, a client that waits gets its answer or the reason, and a supervisor can start it again."""
    with avgraph_server(str(SAMPLE), "--time-limit", "2") as server:
        connection = connect(server, asking(CROSS)) if is_busy else None
        assert not is_busy or wait_for(lambda: at_work(server))
        family = family_of(server.process.pid)
        os.kill(fork_server_of(server.process.pid), signal.SIGKILL)
        assert server.process.wait(600) == 2
        assert connection is None or connection.recv(12) in (b"HTTP/1.1 500", b"HTTP/1.1 503")
        assert wait_for(lambda: not any(map(is_alive, family)))
        lines = server.said().splitlines()
        assert "the server has lost its graph; it must be started again" in lines
        assert lines[-1] == "avgraph: the server has lost its graph; it must be started again"
        assert list(server.log.parent.iterdir()) == [server.log]


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """Return a folder for temporary files with a short path: the address of a socket has at most some hundred characters."""
    with tempfile.TemporaryDirectory(prefix="avgraph-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_the_end_comes_while_the_graph_is_loaded(how: signal.Signals, short_folder: Path) -> None:
    """From standard input that does not end: no process, no file stays, nothing is said."""
    command = [sys.executable, "-m", "avgraph", "serve", "--port", "0", "-"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=short_folder, env={**os.environ, "TMPDIR": str(short_folder)}
    ) as process:
        assert wait_for(lambda: fork_server_of(process.pid) and list(short_folder.iterdir()))
        family = family_of(process.pid)
        process.send_signal(how)
        assert process.wait(600) == 0
        assert wait_for(lambda: not any(map(is_alive, family)))
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert wait_for(lambda: not list(short_folder.iterdir()))


def test_the_memory_bound_holds() -> None:
    """While queries that want all memory are asked from many connections, and pages are made."""
    greedy = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g"
    with avgraph_server("--time-limit", "60", "--memory-limit", "256") as server:
        said = re.search(r"at most (\d+\.\d) GiB", server.said())
        assert said
        threads = [threading.Thread(target=get, args=(server, greedy)) for _ in range(6)]
        threads.append(threading.Thread(target=Answered, args=(server, "GET", "/explore/knowledge")))
        for thread in threads:
            thread.start()
        most = 0
        while any(thread.is_alive() for thread in threads):
            with contextlib.suppress(OSError):  # a process that has just ended
                most = max(most, memory_of(server.process.pid))
            time.sleep(0.05)
        assert 200 * 2**20 < most < float(said[1]) * 2**30


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Return a server of the bundled list."""
    with avgraph_server("--time-limit", "60") as started:
        yield started


def test_the_memory_bound() -> None:
    """The graph once for each worker, and once for the fork server; a page of the explorer in place of one query."""
    gib = 2**30
    settings = Settings("", "", 1, 1 * gib, 1, 4)
    assert settings.most_memory(10 * gib, 11 * gib) == 384 * 2**20 + 10 * gib + 4 * 12 * gib + 1 * gib
    assert Settings("", "", 1, 3 * gib, 1, 4).memory_of_page == 3 * gib


def test_the_memory_bound_is_stated(server: Server) -> None:
    """At the start, in one line."""
    said = re.search(r"takes at most (\d+\.\d) GiB of memory", server.said().splitlines()[0])
    assert said
    assert 3.4 < float(said[1]) < 9  # two workers of a GiB at least, and the page


class CountingWorkers:
    """Stands in for a workers."""

    def __init__(self, folder: Path) -> None:
        """Count what is asked for."""
        self.folder = folder
        self.submitted: list[tuple[str, int, bool]] = []
        self.files: list[IO[bytes]] = []
        self.together = 0
        self.is_failing = False

    async def submit(self, request: dict[str, Any], limits: Limits, *, is_last: bool = False) -> Reply:
        """Answer, after a moment, with the view."""
        assert limits.seconds > 60
        self.submitted.append((request["view"], limits.memory, is_last))
        self.together += 1
        assert self.together == 1
        await asyncio.sleep(0.01)
        self.together -= 1
        if self.is_failing:
            raise RefusedError(503, "no")
        path = self.folder / f"page-{len(self.submitted)}"
        path.write_bytes(request["view"].encode() * 100_000)
        budget = Budget(10_000_000)
        assert budget.take(path.stat().st_size)
        self.files.append(path.open("rb"))
        return Reply("text/html", self.files[-1], path.stat().st_size, budget)


def test_pages_are_made_once_one_at_a_time_and_bounded(tmp_path: Path) -> None:
    """However many ask, also those who leave; a page that failed is tried again."""
    workers = CountingWorkers(tmp_path)

    async def ask() -> None:
        pages = ExplorerPages(cast("Workers", workers), SETTINGS)
        leaving = asyncio.ensure_future(pages.get("tasks", None))
        await asyncio.sleep(0)
        leaving.cancel()
        found = await asyncio.gather(*(pages.get(view, None) for view in ("tasks", "coauthors") * 3))
        assert [page.read(0, 5) for page in found] == [b"tasks", b"coaut"] * 3
        assert workers.submitted == [("tasks", 2 * 2**30, True), ("coauthors", 2 * 2**30, True)]
        workers.is_failing = True
        with pytest.raises(RefusedError):
            await pages.get("knowledge", None)
        workers.is_failing = False
        assert (await pages.get("knowledge", None)).read(0, 9) == b"knowledge"

    asyncio.run(ask())
    for file in workers.files:
        file.close()


def test_head_of_a_page_has_no_body(server: Server) -> None:
    """And the length and the type of the page; the page may connect to nothing."""
    head = Answered(server, "HEAD", "/explore/tasks?drawing=canvas")
    whole = Answered(server, "GET", "/explore/tasks?drawing=canvas")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == whole.headers["Content-Length"] == str(len(whole.body))
    policy = whole.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "connect-src 'none'" in policy


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:1", 200),
        ("127.0.0.1:8000", 200),
        ("[::1]:8000", 200),
        ("evil.example", 421),
        ("evil.example:80", 421),
        ("localhost.evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("localhost/evil", 400),
        ("a>b", 400),
        ("", 400),
    ],
)
def test_other_names_of_this_machine_are_refused(server: Server, host: str, status: int) -> None:
    """On loopback a page of the web whose name points here (DNS rebinding) gets one line, and no leave to read it."""
    answered = Answered(server, "GET", "/sparql?query=ASK%7B%7D", Host=host, Origin="http://evil.example")
    assert answered.status == status
    assert len(answered.text.strip().splitlines()) == 1
    assert ("Access-Control-Allow-Origin" in answered.headers) == (status == 200)


def test_the_log_is_not_the_clients_to_write(server: Server) -> None:
    """The client is who it is, whatever it forwards; nothing raw gets to the terminal."""
    connection = connect(
        server, "GET /id/\x7e%c2%9b31m%1b[2J HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 9.9.9.9\x9b31m\r\nConnection: close\r\n\r\n"
    )
    while connection.recv(10_000):
        pass
    assert "9.9.9.9" not in server.said()
    assert re.search(r"^127\.0\.0\.1 GET /id/~\\x9b31m\\x1b\[2J 404 \d+ B \d+ ms$", server.said(), re.MULTILINE)
    Answered(server, "GET", "/id/" + "x" * 50_000)
    assert max(map(len, server.said().splitlines())) < 1200


def test_a_public_address() -> None:
    """The one that others reach is announced, with a warning; any Host may be asked; --no-cors holds."""
    with avgraph_server(str(SAMPLE), "--host", "0.0.0.0", "--no-cors") as server:  # noqa: S104
        assert "0.0.0.0" not in server.said()  # noqa: S104
        assert "everybody on the network can ask" in server.said()
        answered = Answered(server, "GET", "/sparql?query=ASK%7B%7D", Host="my-machine.example:80", Origin="http://a.example")
        assert answered.status == 200
        assert "Access-Control-Allow-Origin" not in answered.headers
        described = Answered(server, "GET", "/sparql", Host="my-machine.example:80").text
        assert "<http://my-machine.example:80/sparql>" in described


def test_this_machine_alone_is_not_warned(server: Server) -> None:
    """One line on loopback."""
    assert "everybody" not in server.said()


def test_what_nobody_foresaw_is_one_line_and_within_cors(capsys: pytest.CaptureFixture[str]) -> None:
    """A failure of the application itself: 500, readable for pages of other sites, a line in the log, no traceback."""

    class BrokenWorkers:
        async def submit(self, *_: object, **__: object) -> None:
            message = "two\nlines \x1b[31m"
            raise LookupError(message)

    sent: list[dict[str, Any]] = []

    async def ask() -> None:
        scope = {"type": "http", "method": "GET", "path": "/sparql", "raw_path": b"/sparql", "query_string": b"query=ASK%7B%7D"}
        scope |= {"headers": [(b"host", b"localhost"), (b"origin", b"http://a.example")], "client": ("127.0.0.1", 1), "scheme": "http"}
        never = asyncio.Event()

        async def receive() -> dict[str, Any]:
            await never.wait()
            return {}

        async def send(message: Any) -> None:
            sent.append(message)

        await make_app(cast("Workers", BrokenWorkers()), SETTINGS, ("localhost",))(scope, receive, send)

    asyncio.run(ask())
    headers = dict(sent[0]["headers"])
    assert sent[0]["status"] == 500
    assert headers[b"access-control-allow-origin"] == b"*"
    assert headers[b"x-content-type-options"] == b"nosniff"
    logged = capsys.readouterr().err.splitlines()
    assert logged[0] == "a request failed: LookupError: two lines \\x1b[31m"
    assert re.fullmatch(r"127\.0\.0\.1 GET /sparql 500 \d+ B \d+ ms", logged[1])


def test_the_help_shows_curl_as_it_is_typed() -> None:
    """On one line, so that it can be copied; and what is shared with whom, and the memory."""
    text = CliRunner().invoke(group, ["serve", "--help"]).output
    command = "curl -H 'Accept: text/csv' --data-urlencode 'query=SELECT ?a { ?a a avg:Author } LIMIT 5' localhost:8000/sparql"
    assert command in [line.strip() for line in text.splitlines()]
    assert "workers x (graph + memory limit)" in text
    assert "--no-cors" in text


def test_many_come_and_go(server: Server) -> None:
    """Clients that hang up at any moment, at once: no worker is lost."""

    def ask_and_leave(number: int) -> None:
        connection = connect(server, asking(LARGE if number % 2 else CROSS), 4096)
        time.sleep(number % 7 / 20)
        connection.close()

    threads = [threading.Thread(target=ask_and_leave, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for _ in range(5):
        assert get(server, ASK).status == 200
    assert "stumbled" not in server.said()
    assert "failed" not in server.said()
