"""A new datatype property is its name, the ontology and the shapes: nothing else need know of it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

NAMES = '    NOTE_AS_LISTED = "noteAsListed"\n'
ONTOLOGY = """
avg:{name} a owl:DatatypeProperty ;
    rdfs:label "{label}" ;
    skos:definition "What nobody has stated yet." ;
    rdfs:domain avg:Institution ;
    rdfs:range xsd:{datatype} .
"""
INSTITUTION = "    sh:property [ sh:path avg:sector ;"
PROPERTIES = {
    "founded": ("founded in", "integer", "sh:maxCount 1 ; "),
    "motto": ("motto", "string", ""),
    "area": ("area", "decimal", "sh:maxCount 1 ; "),
}
SCRIPT = r"""
import io, json, sys
from pathlib import Path
import avgraph
from avgraph.export.formats import FORMATS
from avgraph.model.entries import Source
from avgraph.model.graph import Graph, Node
from avgraph.model.vocabulary import Attribute, NodeType
from avgraph.rdf.dump_file import read_dump
from avgraph.rdf.dump_graph import read_graph
from avgraph.views.describe import describe

values = {Attribute.PREF_LABEL: ("X",), Attribute("founded"): (1898,), Attribute("motto"): ("Learn",), Attribute("area"): ("1.5",)}
node = Node("institution/x", NodeType.INSTITUTION, "X", values, {})
graph = Graph(Source("x", "x.md", "0" * 64, "x"), [node])
made = {}
for name, form in FORMATS.items():
    for part in form.writers if not form.module else ():
        file = io.BytesIO()
        form.write(graph, file, avgraph.model.vocabulary.BASE_IRI, part)
        made[f"{name} {part}".strip()] = file.getvalue().decode()
        if form.is_rdf:
            path = Path(sys.argv[1]) / f"dump.{form.extension}"
            path.write_bytes(file.getvalue())
            assert read_graph(read_dump(path))[0].nodes[node.id] == node, name
made["show"] = str(describe(graph, node).facts)
print(json.dumps(made))
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return what a copy of avgraph with three more properties writes of an institution, by format."""
    root = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "avgraph", root / "avgraph", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "ontology", root / "ontology")
    vocabulary, ontology, shapes = (root / path for path in ("avgraph/model/vocabulary.py", "ontology/avgraph.ttl", "ontology/shapes.ttl"))
    for name, (label, datatype, count) in reversed(PROPERTIES.items()):
        _replace(vocabulary, NAMES, f'{NAMES}    {name.upper()} = "{name}"\n')
        ontology.write_text(ontology.read_text("utf-8") + ONTOLOGY.format(name=name, label=label, datatype=datatype), "utf-8")
        shape = f'    sh:property [ sh:path avg:{name} ; {count}sh:datatype xsd:{datatype} ; sh:message "as told" ] ;\n'
        _replace(shapes, INSTITUTION, shape + INSTITUTION)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(root)],
        capture_output=True,
        text=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
    )
    assert done.returncode == 0, done.stderr

    return dict(json.loads(done.stdout))


def _replace(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(before) == 1, before
    path.write_text(text.replace(before, after), "utf-8")


@pytest.mark.parametrize(
    ("form", "statements"),
    [
        ("turtle", ["avg:founded 1898 ;", 'avg:motto "Learn" ;', "avg:area 1.5 ."]),
        (
            "ntriples",
            [
                '#founded> "1898"^^<http://www.w3.org/2001/XMLSchema#integer>',
                '#motto> "Learn" .',
                '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>',
            ],
        ),
        ("jsonld", ['"founded": 1898', '"motto": ["Learn"]', '"area": "1.5"', '"@type": "xsd:decimal"']),
        ("rdfxml", [">1898</avg:founded>", ">Learn</avg:motto>", ">1.5</avg:area>"]),
        (
            "graphml",
            ['attr.name="founded" attr.type="long"', 'attr.name="area" attr.type="double"', ">1898</data>", ">Learn</data>", ">1.5</data>"],
        ),
        ("gexf", ['title="founded" type="long"', 'value="1898"', 'value="Learn"', 'value="1.5"']),
        ("csv nodes.csv", ["founded,motto,area", "1898,Learn,1.5"]),
        ("show", ["('Founded in', ('1898',))", "('Motto', ('Learn',))", "('Area', ('1.5',))"]),
    ],
)
def test_a_new_property_is_written_everywhere(written: dict[str, str], form: str, statements: list[str]) -> None:
    """Each format writes it with its datatype and cardinality, RDF is read back to the same node, and `show` prints it."""
    assert [each for each in statements if each not in written[form]] == []
