"""Dumps that overflow a stack, make much of little or hold impossible values are refused in one line, by every command."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from avgraph.cli.main import group
from avgraph.errors import AvgraphError
from avgraph.rdf.dump_file import parse_triples
from avgraph.text.nesting import problem_of_dump

HEAD = '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
STATEMENT = "<http://e/s> <http://e/p> "


def nested_xml(depth: int, between: str = "") -> str:
    """Return RDF/XML with elements within each other."""
    return HEAD + f"<rdf:Description><e:p>{between}" * depth + "</e:p></rdf:Description>" * depth + "</rdf:RDF>"


def nested_terms(depth: int, between: str = "") -> str:
    """Return a statement about a statement about a statement."""
    return STATEMENT + (between + f"<<( {STATEMENT}") * depth + '"1"' + ")>>" * depth + " .\n"


ENTITIES = '<!DOCTYPE r [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
HOSTILE = {
    "entities.rdf": HEAD.replace("<rdf:RDF", ENTITIES + "<rdf:RDF") + "</rdf:RDF>",
    "external.rdf": HEAD.replace("<rdf:RDF", '<!DOCTYPE r SYSTEM "file:///etc/passwd"><rdf:RDF') + "</rdf:RDF>",
    "deep.rdf": nested_xml(20_000),
    "hidden-by-comments.rdf": nested_xml(400, "<!-- </x></x></x></x> -->"),
    "hidden-by-data.rdf": nested_xml(400, "<e:p><![CDATA[</x></x></x></x>]]></e:p>"),
    "hidden-by-instructions.rdf": nested_xml(400, "<?x > </x></x></x></x> ?>"),
    "namespaces.rdf": HEAD[:-1] + "".join(f' xmlns:p{i}="http://e/{i}"' for i in range(5000)) + "></rdf:RDF>",
    "nested-namespaces.rdf": HEAD
    + "".join("<e:p " + " ".join(f'xmlns:p{i}_{j}="http://e/{i}"' for i in range(30)) + ">" for j in range(100)),
    "deep.jsonld": "[" * 5000 + "]" * 5000,
    "deep-objects.jsonld": '{"http://e/p":' * 5000 + "1" + "}" * 5000,
    "deep.ttl": nested_terms(50_000),
    "hidden.ttl": nested_terms(1000, "# >>\n"),
    "hidden-by-names.ttl": "@prefix e: <http://e/> .\ne:a\\'b e:p " + f"<<( {STATEMENT}" * 50_000,
    "brackets.ttl": "@prefix e: <http://e/> .\ne:a e:p " + "[ e:p " * 501 + "1" + "]" * 501 + " .\n",
    "lists.trig": "@prefix e: <http://e/> .\ne:a e:p " + "(" * 1_000_000,
    "deep.nt": nested_terms(50_000),
    "deep.nq": nested_terms(50_000),
    "deep.trig": nested_terms(50_000),
    "literal.nt": STATEMENT + '"' + "x" * (17 << 20) + '" .\n',
    "literal.jsonld": '{"@id":"http://e/s","http://e/p":"' + "x" * (17 << 20) + '"}',
    "base.ttl": "<http://e/s> <http://rdfs.org/ns/void#uriSpace> <no:base> .\n",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_dumps_are_one_line(name: str, tmp_path: Path) -> None:
    """No abort of the process, which would be that of the tests, no traceback: one line that names the file, and exit code 2."""
    path = tmp_path / name
    path.write_text(HOSTILE[name])
    for command in (("stats", str(path)), ("query", "ASK {}", str(path)), ("validate", str(path))):
        if name == "base.ttl" and command[0] != "stats":
            continue
        done = CliRunner().invoke(group, list(command))
        assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr[-500:]
        assert done.stderr.startswith(f"avgraph: {path}: ")
        assert len(done.stderr) < 400 + len(str(path))


@pytest.mark.parametrize(
    ("extension", "content"),
    [
        ("rdf", nested_xml(200)),
        ("rdf", HEAD + "<e:p/>" * 5000 + '<e:p xmlns:q="http://e/"></e:p>' * 5000 + "</rdf:RDF>"),
        ("rdf", HEAD + "<!-- <a><b> --><e:p a='/>' b=\"</e>\">x</e:p>" * 5000 + "</rdf:RDF>"),
        ("ttl", nested_terms(60)),
        ("ttl", nested_terms(1) * 5000),
        ("ttl", STATEMENT + '"<< << <<", """<< " << "" <<""", \'<<\' . # << <<\n' * 5000),
        ("ttl", "[" * 500 + "]" * 500),
        ("ttl", STATEMENT + '"((((" . # [[[[\n' * 5000),
        ("jsonld", "[" * 499 + "]" * 499),
        ("jsonld", '"[[[[\\"{{{",' * 5000),
        ("nt", ""),
    ],
)
def test_what_is_deep_as_dumps_are_is_read(extension: str, content: str) -> None:
    """Neither brackets within texts and comments nor many elements side by side count as depth."""
    assert problem_of_dump(content.encode(), extension) == ""


def test_standard_input_is_guarded_as_well() -> None:
    """What comes through a pipe is held to the same limits."""
    with pytest.raises(AvgraphError, match="standard input: nests triple terms"):
        list(parse_triples(nested_terms(50_000).encode(), "standard input"))
