"""Servers that lie, drip, break off or lead away: the right answer or one clear line, never half of it, never a traceback."""

import gc
import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from avgraph.cli.main import group
from avgraph.errors import AvgraphError, HttpError, QueryError
from avgraph.sparql.endpoint_results import read_rows, read_triples, read_yes_or_no
from avgraph.sparql.http.credentials import Credentials
from avgraph.sparql.http.transfer import Response
from avgraph.text.visible import visible
from tests.conftest import TIMES

ROWS = b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"one"}}]}}'
TRIPLES = b'<http://x/a> <http://x/b> "one" .\n<http://x/a> <http://x/b> "two" .\n'
JSON, NT = "application/sparql-results+json", "application/n-triples"


@contextmanager
def raw(answer: Callable[[bytes], list[bytes]]) -> Iterator[tuple[str, list[bytes]]]:
    """Run a server that sends pieces of bytes as they are, a moment apart, and closes; yield its address and the requests."""
    got: list[bytes] = []
    stop = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def serve(connection: socket.socket) -> None:
        with connection, suppress(OSError):  # a client may go at any time
            request = b""
            while b"\r\n\r\n" not in request:
                request += (more := connection.recv(65536))
                if not more:
                    return
            head, _, body = request.partition(b"\r\n\r\n")
            size = next((int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")), 0)
            while len(body) < size:
                body += (more := connection.recv(65536))
                if not more:
                    return
            got.append(head + b"\n" + body)
            for piece in answer(got[-1]):
                connection.sendall(piece)
                if stop.wait(0.02):
                    break

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/sparql", got
    finally:
        stop.set()
        listener.close()


def reply(body: bytes, *, media_type: str = "", status: str = "200 OK", length: int | None = None, more: str = "") -> list[bytes]:
    """Return a response; its Content-Length is `length` where that is given."""
    kind = f"Content-Type: {media_type}\r\n" if media_type else ""
    size = len(body) if length is None else length
    return [f"HTTP/1.1 {status}\r\n{kind}Content-Length: {size}\r\nConnection: close\r\n{more}\r\n".encode() + body]


def whole(request: bytes) -> tuple[bytes, str]:
    """Return the right answer to a request."""
    if b"CONSTRUCT" in request:
        return TRIPLES, NT
    return (b'{"head":{},"boolean":true}' if b"query=ASK" in request else ROWS), JSON


HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
LIES: dict[str, Callable[[bytes], list[bytes]]] = {
    "too short": lambda got: reply(whole(got)[0], media_type=whole(got)[1], length=10_000),
    "chunk cut": lambda _: [(HEAD + "Transfer-Encoding: chunked\r\n\r\nff\r\n").encode(), b"abc"],
    "no last chunk": lambda got: [
        (HEAD + "Transfer-Encoding: chunked\r\n\r\n").encode(),
        b"%x\r\n%s\r\n" % (len(whole(got)[0]), whole(got)[0]),
    ],
    "gzip cut": lambda got: reply(gzip.compress(whole(got)[0])[:-9], media_type=whole(got)[1], more="Content-Encoding: gzip\r\n"),
    "no gzip": lambda got: reply(whole(got)[0], media_type=whole(got)[1], more="Content-Encoding: gzip\r\n"),
    "brotli": lambda got: reply(whole(got)[0], media_type=whole(got)[1], more="Content-Encoding: br\r\n"),
    "page": lambda _: reply(b"<html><form>log in</form></html>", media_type="text/html"),
    "nothing": lambda _: [b""],
    "no HTTP": lambda _: [b"\x1b[31mhello\r\n\r\n"],
    "ftp": lambda _: reply(b"", status="302 Found", more="Location: ftp://127.0.0.1/x\r\n"),
    "elsewhere": lambda _: reply(b"", status="307 Temporary Redirect", more="Location: http://ada:hidden@elsewhere.example/\r\n"),
    "round": lambda _: reply(b"", status="308 Permanent Redirect", more="Location: /sparql\r\n"),
    "escape": lambda _: reply(b"\x1b[31m\x00no", status="500 \x1b[31mbad"),
    "Digest": lambda _: reply(b"", status="401 Unauthorized", more='WWW-Authenticate: Digest realm="x", algorithm=SHA3\r\n'),
    "drip": lambda _: [(HEAD + "\r\n").encode(), *[b"x"] * 10_000],
    "drip of headers": lambda _: [b"HTTP/1.1 200 OK\r\n", *[b"X-Y: z\r\n"] * 10_000],
    "endless": lambda _: [(HEAD + "\r\n").encode(), *[b" " * 2**18] * 10_000],
    "bomb": lambda _: reply(gzip.compress(b" " * 2**24), media_type=JSON, more="Content-Encoding: gzip\r\n"),
}
COMMANDS = {
    "SELECT": ["query", "SELECT ?n { GRAPH ?g { ?n ?p ?o } }", "--endpoint"],
    "ASK": ["query", "ASK { GRAPH ?g { ?n ?p ?o } }", "--endpoint"],
    "CONSTRUCT": ["query", "CONSTRUCT { ?s ?p ?o } { GRAPH ?g { ?s ?p ?o } }", "--endpoint"],
    "stats": ["stats", "--endpoint"],
    "export": ["export", "--format", "ntriples", "-o", "-", "--endpoint"],
    "push": ["push"],
}


@pytest.fixture
def _short(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Wait and read a little only; sockets of answers that broke off are gone at the end, and no other test is told of them."""
    monkeypatch.setattr("avgraph.sparql.http.transfer.LARGEST_RESPONSE", 2**20)
    monkeypatch.setattr("avgraph.sparql.http.transfer.LARGEST_ACKNOWLEDGEMENT", 2**19)
    monkeypatch.setattr("avgraph.sparql.http.transfer.SECONDS_TO_ACKNOWLEDGE", 0.3)
    monkeypatch.setattr("avgraph.sparql.http.client.BACKOFF", 0.001)
    monkeypatch.setattr("avgraph.sparql.http.client.MOST_SECONDS", 1.0)
    monkeypatch.setattr("avgraph.sparql.http.transfer.SLOWEST", 1e9)
    yield
    gc.collect(1)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.usefixtures("_short")
@pytest.mark.parametrize("lie", LIES)
@pytest.mark.parametrize("command", COMMANDS)
def test_one_line(command: str, lie: str) -> None:
    """Each lie to each command: one line, exit code 2, in little time, and nothing on standard output."""
    arguments = COMMANDS[command]
    if command == "push" and lie in ("gzip cut", "no gzip", "brotli", "bomb"):
        pytest.skip("what a store says beside its status is of no account")
    with raw(LIES[lie]) as (url, _):
        start = time.monotonic()
        extra = ["--user", "ada"] if lie == "Digest" else []
        environment = {"AVGRAPH_PASSWORD": "hidden"} if lie == "Digest" else {}
        done = CliRunner(env=environment).invoke(group, [*arguments, url, *extra, *(["--via", "update"] if command == "push" else [])])
        assert done.exit_code == 2, (done.output, done.exception)
        assert done.stdout == ""
        lines = done.stderr.splitlines()
        assert len(lines) == 1, lines
        assert lines[0].startswith(f"avgraph: {url}")
        assert lines[0].isprintable()
        assert "hidden" not in lines[0]
        assert len(lines[0]) < 900
        assert time.monotonic() - start < 150


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("form", ["SELECT", "ASK", "CONSTRUCT"])
def test_a_redirect_on_the_host(status: int, form: str) -> None:
    """The query goes with it, and the answer is the right one."""

    def answer(got: bytes) -> list[bytes]:
        if b" /new " not in got:
            return reply(b"", status=f"{status} Moved", more="Location: /new\r\n")
        return reply(whole(got)[0], media_type=whole(got)[1])

    with raw(answer) as (url, got):
        done = CliRunner().invoke(group, [*COMMANDS[form], url])
        assert done.exit_code == 0, done.stderr
        assert ("one" in done.stdout) or form == "ASK"
        assert [each.split(b" ")[0] for each in got] == [b"POST", b"POST"]
        assert got[0].rpartition(b"\n")[2] == got[1].rpartition(b"\n")[2] != b""


@given(st.sampled_from(["gzip", "x-gzip", "deflate", "raw"]), st.booleans())
@settings(max_examples=8, deadline=None)
def test_packed_answers(coding: str, has_mark: bool) -> None:  # noqa: FBT001  (hypothesis)
    """In each coding that is asked for, with a byte order mark or without."""

    def answer(got: bytes) -> list[bytes]:
        body = b"\xef\xbb\xbf" * has_mark + whole(got)[0]
        packed = gzip.compress(body) if "gzip" in coding else zlib.compress(body)
        packed = packed[2:-4] if coding == "raw" else packed
        return reply(packed, media_type=whole(got)[1], more=f"Content-Encoding: {'deflate' if coding == 'raw' else coding}\r\n")

    with raw(answer) as (url, _):
        done = CliRunner().invoke(group, [*COMMANDS["CONSTRUCT"], url])
        assert done.exit_code == 0, done.stderr
        assert done.stdout.count('"') == 4


BODIES = st.one_of(
    st.binary(max_size=80),
    st.integers(0, len(ROWS)).map(lambda end: ROWS[:end]),
    st.sampled_from(
        [b'{"head":{},"boolean":true}', b'{"head":{"vars":["m"]},"results":{"bindings":[]}}', ROWS, TRIPLES, b"[" * 1000, b"<<(" * 99]
    ),
)
TYPES = st.sampled_from(
    [
        JSON,
        NT,
        "",
        "text/turtle",
        "text/csv",
        "application/xml",
        "text/tab-separated-values",
        "text/plain; charset=utf-16",
        "text/x; charset=no",
    ]
)


@given(BODIES, TYPES)
@settings(max_examples=60 * TIMES, deadline=None)
def test_any_body(body: bytes, media_type: str) -> None:
    """It is what was asked for, as a whole, or a QueryError."""
    response = Response(200, media_type, body)
    for read in (
        lambda: list(read_rows(response, "SELECT ?n { ?n ?p ?o }")),
        lambda: read_yes_or_no(response),
        lambda: read_triples(response),
    ):
        try:
            found = read()
        except QueryError as error:
            assert visible(str(error)) == str(error)  # noqa: PT017
            continue
        if isinstance(found, list):
            assert body.startswith(ROWS) or b"?n" in body or found == []


@given(st.text(max_size=60), st.booleans())
@settings(max_examples=60 * TIMES, deadline=None)
def test_any_challenge(text: str, is_digest: bool) -> None:  # noqa: FBT001  (hypothesis)
    """A challenge is answered, or one line says that it cannot be."""
    credentials = Credentials("ada", "secret")
    try:
        is_learned = credentials.learn(f'Digest realm="{text}", nonce="{text}"' if is_digest else text)
    except HttpError as error:
        assert "secret" not in str(error)  # noqa: PT017
        return
    if is_learned:
        assert "secret" not in str(credentials.header("GET", "http://x/y?z"))


@pytest.mark.parametrize("token", ["a\nhidden", "hïdden", "hidden\x00", "x hidden"])
@pytest.mark.parametrize("password", ["hidden\n", "hidden\udcff"])
def test_secrets_that_cannot_be_sent(token: str, password: str) -> None:
    """One line that does not print them."""
    for user, secret, given_token in ((None, None, token), ("ada", password, None)):
        with pytest.raises(AvgraphError) as caught:
            Credentials.of("http://x/", user, secret, given_token)
        assert "hidden" not in str(caught.value)


def test_an_address_without_sparql() -> None:
    """The endpoint is found below it."""

    def answer(got: bytes) -> list[bytes]:
        if b" /sparql " not in got:
            return reply(b"no such page", status="404 Not Found")
        return reply(whole(got)[0], media_type=whole(got)[1])

    with raw(answer) as (url, _):
        done = CliRunner().invoke(group, [*COMMANDS["SELECT"], url.removesuffix("sparql"), "--format", "csv"])
        assert (done.exit_code, done.stdout.split()) == (0, ["n", "one"]), done.stderr


@pytest.mark.parametrize("extension", ["nt", "ttl", "nq", "trig"])
def test_a_byte_order_mark_in_a_dump(extension: str, tmp_path: Path) -> None:
    """It is read as if it were not there."""
    dump = tmp_path / f"dump.{extension}"
    dump.write_bytes(b"\xef\xbb\xbf" + TRIPLES)
    done = CliRunner().invoke(group, ["query", "SELECT ?o { ?s ?p ?o } ORDER BY ?o", str(dump), "--format", "csv"])
    assert (done.exit_code, done.stdout.split()) == (0, ["o", "one", "two"]), done.stderr
