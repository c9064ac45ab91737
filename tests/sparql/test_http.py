"""The HTTP client of endpoints and stores: who is told which secret, when a request is repeated, and what its errors say."""

import hashlib
import re
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from click.testing import CliRunner

from avgraph.cli.main import group
from avgraph.errors import HttpError, PushError, QueryError
from avgraph.model.graph import Graph
from avgraph.push.push import push
from avgraph.sparql.endpoint import EndpointEngine
from avgraph.sparql.http.address import check_url
from avgraph.sparql.http.client import ALWAYS, Client

ROWS = b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"1"}}]}}'
BASIC, DIGEST = 'Basic realm="x"', 'Digest realm="x", nonce="abc", qop="auth", algorithm=MD5'
Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Got:
    """A request that a server received."""

    method: str
    path: str
    authorization: str | None
    body: bytes
    at: float = field(default_factory=time.monotonic)

    @property
    def form(self) -> dict[str, list[str]]:
        """Return the fields of a form."""
        return parse_qs(self.body.decode())


@dataclass
class Fake:
    """A server on loopback, and what it got."""

    url: str
    got: list[Got] = field(default_factory=list)


@contextmanager
def fake(answer: Callable[[Got], Answer]) -> Iterator[Fake]:
    """Run a server that gives an answer to each request."""

    class Handler(BaseHTTPRequestHandler):
        def respond(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            request = Got(self.command, self.path, self.headers.get("Authorization"), body)
            made.got.append(request)
            status, headers, content = answer(request)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = respond  # noqa: N815  (names that the library looks for)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made = Fake(f"http://127.0.0.1:{server.server_address[1]}/store")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def rows(got: Got) -> Answer:
    """Answer every request with one row, what is asked for the base IRI with none."""
    content = ROWS if b"%3Fbase" not in got.body else b'{"head":{"vars":["base"]},"results":{"bindings":[]}}'
    return 200, {"Content-Type": "application/sparql-results+json"}, content


def scripted(*statuses: tuple[int, str | None]) -> Callable[[Got], Answer]:
    """Answer with statuses, each with a Retry-After or none, then with one row."""
    waiting = list(statuses)

    def answer(request: Got) -> Answer:
        if not waiting:
            return rows(request)
        status, after = waiting.pop(0)
        return status, {"Retry-After": after} if after is not None else {}, b"busy"

    return answer


def guarded(challenge: str) -> Callable[[Got], Answer]:
    """Answer whoever proves to be ada with the password ``secret``, as the challenge demands."""

    def answer(request: Got) -> Answer:
        given = request.authorization or ""
        basic = f"Basic {b64encode(b'ada:secret').decode()}"
        if (challenge == BASIC and given == basic) or (challenge == DIGEST and is_digest(request.method, given)):
            return rows(request)
        return 401, {"WWW-Authenticate": challenge}, b"who are you?"

    return answer


def is_digest(method: str, given: str) -> bool:
    """Tell whether a header holds the digest of the right password (RFC 7616)."""
    said: dict[str, str] = {name: value.strip('"') for name, value in re.findall(r'(\w+)=("[^"]*"|[^,\s]+)', given)}
    if not said:
        return False
    first, second = (md5(text) for text in ("ada:x:secret", f"{method}:{said['uri']}"))
    return said["response"] == md5(f"{first}:{said['nonce']}:{said['nc']}:{said['cnonce']}:{said['qop']}:{second}")


def md5(text: str) -> str:
    """Return a checksum in hexadecimal."""
    return hashlib.md5(text.encode()).hexdigest()  # noqa: S324  (what Digest prescribes)


COUNT = "SELECT ?n { GRAPH ?g { ?n ?p ?o } }"


@pytest.fixture(autouse=True)
def _no_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """See that no secret comes from the environment, and that ~/.netrc would have one."""
    for name in ("AVGRAPH_PASSWORD", "AVGRAPH_TOKEN", "NETRC"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / ".netrc").write_text("default login somebody password hidden\n", encoding="utf-8")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.mark.slow
@pytest.mark.parametrize("challenge", [BASIC, DIGEST])
def test_one_client_for_push_and_endpoint(challenge: str, sample: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    """What can be pushed to with a password can be queried with it, from Python and from the shell; the password goes nowhere unasked."""
    with fake(guarded(challenge)) as server:
        assert EndpointEngine(server.url, user="ada", password="secret").answer(COUNT).rows == [("1",)]  # noqa: S106
        assert server.got[0].authorization is None
        assert push(sample, server.url, user="ada", password="secret").is_atomic  # noqa: S106
        with pytest.raises(QueryError, match="answers 401 Unauthorized; give --user") as caught:
            EndpointEngine(server.url, user="ada", password="mistaken").answer(COUNT)  # noqa: S106
        assert "mistaken" not in str(caught.value)
        monkeypatch.setenv("AVGRAPH_PASSWORD", "secret")
        for arguments in (["query", COUNT, "--endpoint", server.url, "--format", "csv"], ["push", server.url]):
            done = CliRunner().invoke(group, [*arguments, "--user", "ada"])
            assert done.exit_code == 0, done.stderr
            assert "secret" not in done.output
        server.got.clear()
        address = server.url.replace("//", "//ada:secret@")
        assert EndpointEngine(address).url == server.url
        assert EndpointEngine(address).answer(COUNT).rows == [("1",)]


def test_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is read from the environment, or given; a name goes before it; one that cannot be sent is not printed."""
    with fake(rows) as server:
        EndpointEngine(server.url, token="given").answer(COUNT)  # noqa: S106
        monkeypatch.setenv("AVGRAPH_TOKEN", "abc\n")
        EndpointEngine(server.url).answer(COUNT)
        assert CliRunner().invoke(group, ["query", COUNT, "--endpoint", server.url]).exit_code == 0
        EndpointEngine(server.url, user="ada", password="secret").answer(COUNT)  # noqa: S106
        EndpointEngine(server.url, token="").answer(COUNT)
        assert [each.authorization for each in server.got] == ["Bearer given", "Bearer abc", "Bearer abc", None, None]
    with pytest.raises(QueryError, match="the token holds a space") as caught:
        EndpointEngine("http://127.0.0.1:1/", token="a\nhidden")  # noqa: S106
    assert "hidden" not in str(caught.value)


def test_no_secret_that_was_not_given() -> None:
    """Without credentials nothing is sent, not even those of ~/.netrc, and a missing password is one line."""
    with fake(rows) as server:
        EndpointEngine(server.url).answer(COUNT)
        assert [each.authorization for each in server.got] == [None]
        done = CliRunner().invoke(group, ["query", COUNT, "--endpoint", server.url, "--user", "ada"])
        assert done.exit_code == 2
        assert done.stderr == "avgraph: the password of 'ada' is missing: set AVGRAPH_PASSWORD, or give it as password=\n"
    for url in ("ftp://ada:secret@x", "http://ada:secret@[::1/", "http://", "http:x"):
        with pytest.raises(HttpError, match=r"'[a-z:/.\[\]1x]*' is no http or https address"):
            check_url(url)


@pytest.mark.parametrize("challenge", [None, BASIC, DIGEST])
def test_secrets_do_not_follow_a_redirect_elsewhere(challenge: str | None) -> None:
    """The query is repeated where the endpoint is now; another server gets neither token nor password, even if it asks."""

    def ask_for_the_password(_: Got) -> Answer:
        return (401, {"WWW-Authenticate": challenge}, b"") if challenge else rows(_)

    with fake(ask_for_the_password) as other, fake(lambda _: (307, {"Location": other.url}, b"")) as server:
        for engine in (EndpointEngine(server.url, token="abc"), EndpointEngine(server.url, user="ada", password="secret")):  # noqa: S106
            if challenge is None:
                assert engine.answer(COUNT).rows == [("1",)]
            else:
                with pytest.raises(QueryError, match="answers 401"):
                    engine.answer(COUNT)
        assert [each.authorization for each in other.got] == [None, None]
        assert {each.form["query"][0] for each in other.got} == {COUNT}


def test_a_redirect_to_another_path() -> None:
    """There the credentials are valid."""
    with fake(lambda got: rows(got) if got.path == "/new" else (308, {"Location": "/new"}, b"")) as server:
        assert EndpointEngine(server.url, token="abc").answer(COUNT).rows == [("1",)]  # noqa: S106
        assert [(each.method, each.path, each.authorization) for each in server.got] == [
            ("POST", "/store", "Bearer abc"),
            ("POST", "/new", "Bearer abc"),
        ]


@pytest.mark.slow
def test_retry_after(sample: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that says when is asked again then, a query as well as a push; a query that failed without is not repeated."""
    with fake(scripted((429, "0"), (503, "1"))) as server:
        assert EndpointEngine(server.url).answer(COUNT).rows == [("1",)]
        assert [each.at - server.got[1].at >= 0.9 for each in server.got] == [False, False, True]
    with fake(scripted((503, None))) as server:
        with pytest.raises(QueryError, match="answers 503 Service Unavailable: busy"):
            EndpointEngine(server.url).answer(COUNT)
        assert len(server.got) == 1
    monkeypatch.setattr("avgraph.sparql.http.client.BACKOFF", 0.001)
    with fake(scripted((503, "1"), (503, "soon"))) as server:
        push(sample, server.url, batch=10_000)
        assert server.got[1].at - server.got[0].at >= 0.9
        assert server.got[0].body == server.got[1].body == server.got[2].body
    monkeypatch.setattr("avgraph.sparql.http.client._LONGEST_WAIT", 0.01)
    with fake(scripted((503, "86400"))) as server:
        assert Client(server.url).request("GET", server.url, retry=ALWAYS).content == ROWS


def test_responses_that_are_too_large_or_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line each."""
    with fake(lambda _: (200, {}, b"<html>hello</html>")) as server:
        with pytest.raises(QueryError, match=r"the answer is not application/sparql-results\+json: "):
            EndpointEngine(server.url).answer(COUNT)
        monkeypatch.setattr("avgraph.sparql.http.transfer.LARGEST_RESPONSE", 5)
        with pytest.raises(QueryError, match="answers with more than 5 bytes; ask for less"):
            EndpointEngine(server.url).answer(COUNT)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://a..b/", "http://nowhere.invalid/"])
def test_a_server_that_cannot_be_reached(url: str, sample: Graph) -> None:
    """One line with the cause."""
    with pytest.raises(QueryError, match=r"^http://.*: cannot be asked: \S.*$"):
        EndpointEngine(url).answer(COUNT)
    with pytest.raises(PushError, match=r"^http://.*: cannot be reached: \S.*; nothing was changed"):
        push(sample, url, via="update")


@pytest.mark.parametrize(
    ("query", "graphs"),
    [
        ("SELECT ?n { ?n rdfs:label 'taken FROM <http://x>' }", ["http://g"]),
        ('SELECT ?n { ?n rdfs:label """a GRAPH of\nall FROM""" } # FROM GRAPH', ["http://g"]),
        ("SELECT ?n { ?n <http://x/FROM> ?GRAPH }", ["http://g"]),
        ("SELECT ?n FROM <http://x> { ?n ?p ?o }", []),
        ("select ?n { graph ?g { ?n ?p ?o } }", []),
        ("SELECT?n{GRAPH?g{?n ?p 'it''s' } \x01 }", []),
    ],
)
def test_graphs_that_a_query_names(query: str, graphs: list[str]) -> None:
    """FROM and GRAPH within texts, IRIs, comments and variables name no graph; a text that is no SPARQL is sent as it is."""
    with fake(rows) as server:
        EndpointEngine(server.url, graph="http://g").answer(query)
        form = server.got[-1].form
        assert form.get("default-graph-uri", []) == graphs
        declared = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n" if "rdfs:" in query else ""
        assert form["query"] == [declared + query]


@pytest.mark.parametrize(
    ("query", "is_triples", "prefixes"),
    [
        ("SELECT ?n { ?n ?p 'CONSTRUCT avg:x' }", False, []),
        ("# CONSTRUCT\nPREFIX select: <http://x/> CONSTRUCT { ?n ?p ?o } { ?n a select:x, avg:Paper ; ?p 'ASK' }", True, ["avg"]),
        ("PREFIX avg: <http://other/> DESCRIBE avg:x", True, []),
    ],
)
def test_form_and_prefixes_of_a_query(query: str, prefixes: list[str], *, is_triples: bool) -> None:
    """They are read from the tokens: what stands in a text, a comment or a name does not count."""
    with fake(lambda got: (200, {}, b"<a:a> <a:b> <a:c> .") if "CONSTRUCT" in str(got.form) and is_triples else rows(got)) as server:
        engine = EndpointEngine(server.url, graph="http://g")
        if is_triples and "DESCRIBE" in query:
            with pytest.raises(
                QueryError, match=r"answers with application/sparql-results.json, where application/n-triples was asked for"
            ):
                engine.answer(query)
        else:
            assert len(engine.answer(query).columns) == (3 if is_triples else 1)
        text = server.got[-1].form["query"][0]
        assert re.findall(r"PREFIX (\w+):", text.removesuffix(query)) == prefixes
