"""What a query must not be: a request to another server, or too deep for the parser's stack; and what is no reason to refuse one."""

import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode, Quad, Store

from avgraph.errors import QueryError
from avgraph.knowledge import KnowledgeGraph
from avgraph.rdf.dump_file import fill_from_dump
from avgraph.sparql.engine import Engine
from avgraph.sparql.syntax import cut_tokens, refuse_hostile

A = "?a ?b ?c"


class Listener(HTTPServer):
    """A server on loopback that counts its requests, and answers each that it is not available."""

    def __init__(self) -> None:
        """Listen on a free port."""
        super().__init__(("127.0.0.1", 0), Unavailable)
        self.requests = 0
        self.thread = threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()


class Unavailable(BaseHTTPRequestHandler):
    """Counts a request once it is there as a whole."""

    def do_POST(self) -> None:
        """Read the request, count it and answer 503."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        assert isinstance(self.server, Listener)
        self.server.requests += 1
        self.send_response(503)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST  # noqa: N815  (the name that the library looks for)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@pytest.fixture
def listener() -> Iterator[Listener]:
    """Return a listening server."""
    server = Listener()
    yield server
    server.shutdown()
    server.thread.join()
    server.server_close()


DISGUISES = {
    "plain": "SERVICE e:x {?a ?b ?c}",
    "an escaped hash is no comment": "OPTIONAL{?q e:a\\# ?z} SERVICE e:x {?a ?b ?c}\n",
    "an escaped quote is no string": "OPTIONAL{?q e:a\\' ?z} SERVICE e:x {?a ?b ?c} FILTER('x'!='y')",
    "less than and greater than are no IRI": "FILTER(1<2)SERVICE:x{?a?b?c}FILTER(3>2)",
    "less than, and a hash that hides the end": "FILTER(1<2)SERVICE:x#>\n{?a?b?c}",
    "a comment that looks like an IRI and a string": "FILTER(1<2)#> '''\nSERVICE:x {?a ?b ?c} #'''\n",
    "after EXISTS": 'FILTER(EXISTS{}<?b#>"""\n) SERVICE e:x {?a ?b ?c} #"""\n',
    "glued to its name": "SERVICEe:x {?a ?b ?c}",
    "glued to what is before it": "OPTIONAL{?a ?b trueSERVICE e:x {?a ?b ?c}} SERVICE e:x {?a ?b ?c}",
    "a comment ends at a carriage return": "?q ?r ?s # \rSERVICE e:x {?a ?b ?c}\n",
    "two strings that look like a long one": 'VALUES ?q {"""x"} SERVICE e:x {?a ?b ?c}',
    "a name ends at its second dot": "?a ?b e:a.b.SERVICE e:x {?a ?b ?c}",
    "an escape in an IRI": "OPTIONAL{?q ?r <http://x/\\u0061'>} SERVICE e:x {?a ?b ?c} #'\n",
}


@pytest.mark.parametrize("name", DISGUISES)
def test_no_query_asks_another_server(name: str, listener: Listener) -> None:
    """However SERVICE is disguised, the query is refused in one line and nobody is asked."""
    store = Store()
    base = f"http://127.0.0.1:{listener.server_port}/"
    store.add(Quad(NamedNode("http://e/a"), NamedNode("http://e/b"), NamedNode(f"{base}a.b")))
    text = f"PREFIX e:<{base}> PREFIX :<{base}> SELECT * {{ {DISGUISES[name]} }}"
    with pytest.raises(OSError, match="503"):
        next(iter(store.query(text)))  # type: ignore[arg-type]  # without the guard the server is asked
    with pytest.raises(QueryError) as refused:
        list(Engine(store).query(text))
    assert "\n" not in str(refused.value)
    assert listener.requests == 1


def test_what_only_looks_like_service_is_answered(bundled: KnowledgeGraph) -> None:
    """The word in a string, a comment, an IRI, a variable or a name is no request."""
    text = """PREFIX x: <http://example.org/service#> # SERVICE <http://example.org/>
    SELECT ?service { ?service a avg:Paper ; rdfs:label ?label
      FILTER(?label != "SERVICE <http://a.org/> { }" && ?label != 'it\\'s # no' && 1 < 2 && 3 > 2)
      FILTER NOT EXISTS { ?service x:service 'a' } FILTER NOT EXISTS { ?service <http://a.org/service#x> x:a\\'b }
      VALUES (?any ?iri) { ("x" <http://www.w3.org/ns/sparql-service-description#Service>) } }"""
    assert len(bundled.query(text)) == len(bundled.papers)


@pytest.mark.slow
def test_tokens_of_hostile_texts_are_cut_in_one_pass() -> None:
    """Twice the text takes about twice the steps: each token is looked at once, whatever comes after it. Otherwise the process dies of its seconds of CPU."""
    parts = ['"\\', "<", "<a", "a.", "e:a.b", "'''a''", "e:%4", "@a-", "w-", "'", "#", '"""', "\\u0", "a:", "<<", "^^"]
    script = f"""
import resource
from avgraph.errors import QueryError
from avgraph.sparql.syntax import refuse_hostile
resource.setrlimit(resource.RLIMIT_CPU, (300, 300))
for part in {parts!r}:
    try:
        refuse_hostile(part * (300_000 // len(part)))
    except QueryError as error:
        print(error)
"""
    subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)


def test_tokens_of_a_query() -> None:
    """Escapes belong to names, `<` followed by a space is less than, comments and spaces are nothing."""
    text = "SELECT?a{?a e:x\\#y.z. # c\r FILTER(?a<= 1.5e3&&'''it''s'''@en-GB!=\"\\\"\")}"
    wanted = "SELECT ?a { ?a e:x\\#y.z . FILTER ( ?a <= 1.5e3 && '''it''s''' @en-GB != \"\\\"\" ) }"
    assert [token.text for token in cut_tokens(text)] == wanted.split(" ")


MANY: dict[str, Callable[[int], str]] = {
    "not": lambda n: f"SELECT * {{{A} FILTER({'!' * n}?a)}}",
    "plus": lambda n: f"SELECT * {{{A} FILTER(1{'+1' * n}>0)}}",
    "or": lambda n: f"SELECT * {{{A} FILTER(?a{'||?a' * n})}}",
    "steps of a path": lambda n: f"SELECT * {{?a avg:author{'/avg:author' * n} ?c}}",
    "alternatives": lambda n: f"SELECT * {{?a avg:author{'|avg:author' * n} ?c}}",
    "UNION": lambda n: f"SELECT * {{{{{A}}}{f'UNION{{{A}}}' * n}}}",
    "OPTIONAL": lambda n: f"SELECT * {{{A} {f'OPTIONAL{{{A}}}' * n}}}",
    "MINUS": lambda n: f"SELECT * {{{A} {f'MINUS{{{A}}}' * n}}}",
    "BIND": lambda n: f"SELECT * {{{A} {''.join(f'BIND(1 AS ?x{i})' for i in range(n))}}}",
    "FILTER": lambda n: f"SELECT * {{{A} {'FILTER(?a)' * n}}}",
    "columns": lambda n: f"SELECT {''.join(f'(1 AS ?x{i})' for i in range(n))} {{{A}}}",
    "counts": lambda n: f"SELECT {''.join(f'(COUNT(?a) AS ?x{i})' for i in range(n))} {{{A}}}",
    "GROUP BY": lambda n: f"SELECT (COUNT(*) AS ?n) {{{A}}} GROUP BY {'(1+1)' * n}",
}


@pytest.mark.parametrize("name", MANY)
def test_more_operators_than_the_stack_holds_are_refused(name: str) -> None:
    """Thousands of operators are one line with the limit; before, the process died of a segmentation fault."""
    with pytest.raises(QueryError, match="more than 500 operators"):
        refuse_hostile(MANY[name](5_000))
    refuse_hostile(MANY[name](100))


@pytest.mark.slow
def test_threads_with_a_small_stack_have_lower_limits() -> None:
    """What is answered on a stack of half a MiB does not overflow it; before, the process died."""
    script = """
import threading
from avgraph.sparql.engine import Engine
from avgraph.errors import QueryError
from pyoxigraph import Store
from tests.sparql.test_syntax import MANY

def ask() -> None:
    engine, texts = Engine(Store()), [make(n) for make in MANY.values() for n in range(10, 500, 40)]
    for n in range(5, 200, 9):
        texts += ["SELECT * { ?a ?b ?c FILTER(" + "STR(" * n + "1" + ")" * n + ") }", "SELECT * {" + "?a ?b ?c FILTER EXISTS {" * n + "}" * n + "}"]
    for text in texts:
        try:
            engine.query(text)
        except QueryError as error:
            print(error)

threading.stack_size(2**19)
thread = threading.Thread(target=ask)
thread.start()
thread.join()
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "nests more than 32 brackets" in done.stdout
    assert "more than 64 operators" in done.stdout


@pytest.mark.slow
def test_long_lists_are_no_reason_to_refuse(bundled: KnowledgeGraph) -> None:
    """Rows of VALUES, members of IN, and triples are not counted."""
    rows = " ".join(f'({year} "x")' for year in range(2_000))
    years = ", ".join(map(str, range(2_000)))
    text = f"SELECT DISTINCT ?year {{ VALUES (?year ?x) {{ {rows} }} ?paper avg:year ?year FILTER(?year IN ({years})) }}"
    assert len(bundled.query(text)) == 0
    assert len(bundled.query("SELECT ?a { VALUES ?a { " + "1 " * 5_000 + "} }")) == 5_000
    refuse_hostile("SELECT * { " + "?a avg:year ?b ; rdfs:label 'x' . " * 2_000 + "}")


def test_json_nested_too_deep_is_refused(tmp_path: Path) -> None:
    """A dump of 60,000 objects within each other is one line and exit code 2; brackets in text do not count."""
    deep = tmp_path / "deep.jsonld"
    deep.write_text('{"http://a.org/b":' * 60_000 + "1" + "}" * 60_000, encoding="utf-8")
    command = [sys.executable, "-m", "avgraph", "query", "ASK {}", str(deep)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, f"avgraph: {deep}: nests JSON more than 500 deep, which no file of avgraph needs\n")
    fine = tmp_path / "fine.jsonld"
    fine.write_text('{"@id": "http://a.org/a", "http://a.org/b": "' + '{[\\"' * 1_000 + '"}', encoding="utf-8")
    store = Store()
    fill_from_dump(store, fine)
    assert len(store) == 1


def test_the_union_of_the_graphs_of_a_dump_is_asked(tmp_path: Path) -> None:
    """Triples in named graphs are found without GRAPH, as they are validated; FROM still says what is asked."""
    dump = tmp_path / "named.trig"
    dump.write_text("<http://e/g> { <http://e/a> <http://e/b> 1 } <http://e/c> <http://e/b> 2 .", encoding="utf-8")
    engine = Engine.of_dump(dump)
    assert sorted(row[0] for row in engine.answer("SELECT ?x { ?s ?p ?x }")) == [1, 2]
    assert engine.answer("SELECT ?x { GRAPH ?g { ?s ?p ?x } }").rows == [(1,)]
    assert engine.answer("SELECT ?x FROM <http://e/g> { ?s ?p ?x }").rows == [(1,)]
    assert engine.answer("SELECT ?x FROM <http://e/other> { ?s ?p ?x }").rows == []


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "query: it is empty"),
        ("# nothing", "query: it is empty"),
        ("SELECT * { ?a ?b ?c FILTER(FOO(?x)) }", "column 28: not understood at 'FOO'"),
        ("PREFIX a: <http://a.org/>\nINSERT DATA { a:a a:b 1 }", "line 2, column 1: INSERT is an update, and updates are not answered"),
        ("LOAD <http://a.org/>", "updates are not answered"),
        ("SELECT ?a {\n ?a ?b ?c } LIMIT x", "line 2, column 19: not understood at 'x'"),
        ("SELECT ?a { ?a ?b 'x }", "line 1, column 19: the text in quotation marks does not end"),
        ("SELECT ?a { ?a rdfs:lable ?b }", "the data has no rdfs:lable; did you mean rdfs:label?"),
        ("SELECT ?a {\n ?a skos:broadr ?b }", "line 2, column 5: the data has no skos:broadr; did you mean skos:broader?"),
        ("PREFIX x: <https://w3id.org/avgraph/ontology#> SELECT * {?a x:yeer ?b}", "the ontology has no avg:yeer; did you mean avg:year?"),
        ("SELECT * {?a ?b ?c FILTER(?a<?b&&?c>?d)}", "line 1, column 29: <?b&&?c> is an IRI here; for less than, write a space after <"),
    ],
)
def test_reasons(query: str, said: str, bundled: KnowledgeGraph) -> None:
    """The line, the column, the word found there, and what would be right."""
    with pytest.raises(QueryError, match=re.escape(said)):
        bundled.query(query)


def test_terms_of_other_vocabularies_may_be_unused(bundled: KnowledgeGraph) -> None:
    """What no triple has is an empty answer, unless it is one slip away from what the data has."""
    assert bundled.query("SELECT * { ?a dcterms:created ?b . ?a schema:keywords ?c . ?a <http://a.org/b> ?d }").rows == []


def test_an_answer_to_ask_is_its_value(bundled: KnowledgeGraph) -> None:
    """`if kg.query("ASK …")` does what it says."""
    assert not bundled.query("ASK { ?a avg:year 1 }")
    assert bundled.query("ASK { ?a avg:year 2015 }")
    assert not bundled.query("SELECT ?a { ?a avg:year 1 }")


NO_SECONDS: tuple[object, ...] = (float("nan"), float("inf"), float("-inf"), -1, 0, -0.0, 1e300, True, "5", b"5", [5])
"""What is no limit of time."""


def test_arguments_of_the_wrong_kind(bundled: KnowledgeGraph) -> None:
    """A misspelt name, parameters that nothing takes, numbers that are none: QueryError that says so."""
    wrong: list[tuple[Any, dict[str, Any], str]] = [
        ("top-author", {}, "no shipped query 'top-author'; did you mean 'top-authors'?"),
        ("SELECT * { ?a avg:year 2015 }", {"task": "x"}, "task: parameters are for shipped queries"),
        ("top-authors", {"limit": -1}, "limit is -1"),
        ("top-authors", {"limit": "5"}, "limit is '5'"),
        ("top-authors", {"task": None}, "task is None"),
        ("top-authors", {"task": b"x"}, "task is b'x'"),
        (b"SELECT * { ?a ?b ?c }", {}, "a query is a text, not bytes"),
        *(("top-authors", {"time_limit": each}, f"time_limit is {each!r}") for each in NO_SECONDS),
        *(("top-authors", {"memory_limit": each}, f"memory_limit is {each!r}") for each in (*NO_SECONDS, 0.5, 2**80)),
    ]
    for query, given, said in wrong:
        with pytest.raises(QueryError, match=re.escape(said)):
            bundled.query(query, **given)
    assert bundled.query("top-authors", limit=0).rows == []
