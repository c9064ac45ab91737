"""Views open in the tools they are for: Gephi by the keys that its importer knows, yEd by its label, igraph, networkx, a spreadsheet."""

import csv
import io
import warnings
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avgraph.export.csv_tables import cell, write_rows
from avgraph.export.files import export_graph
from avgraph.export.network import write_network_gexf, write_network_graphml
from avgraph.export.records import Network, view_network
from avgraph.export.views import View
from avgraph.knowledge import build
from avgraph.model.graph import Graph
from avgraph.views.projections import VIEWS, build_view
from tests.conftest import SAMPLE, TIMES

SPACE = {
    "g": "http://graphml.graphdrawing.org/xmlns",
    "y": "http://www.yworks.com/xml/graphml",
    "x": "http://gexf.net/1.3",
    "v": "http://gexf.net/1.3/viz",
}
GEPHI = {
    "node": {"label", "d3", "x", "y", "xpos", "ypos", "z", "size", "r", "g", "b"},
    "edge": {"label", "edgelabel", "d7", "weight", "Edge Weight", "id", "edgeid", "r", "g", "b"},
}
"""Ids and names of keys that Gephi's ImporterGraphML takes for properties of its own."""


def written(view: View, name: str) -> bytes:
    """Return what a format of one file writes of a view."""
    file = io.BytesIO()
    view.write(file, name)
    return file.getvalue()


@pytest.fixture(scope="module", params=list(VIEWS))
def view(request: pytest.FixtureRequest, sample: Graph) -> View:
    """Return each view of the sample."""
    return View.of(build_view(sample, request.param))


def test_gephi_reads_names_weights_and_places(view: View) -> None:
    """Gephi goes by the id of a key before its name: what it finds is label, place, size, colour and weight, and nothing else."""
    root = ET.fromstring(written(view, "graphml"))  # noqa: S314  (written here)
    keys = {(key.get("for"), key.get("id")): key.get("attr.name") for key in root.iterfind("g:key", SPACE)}
    assert len({identifier for _, identifier in keys}) == len(keys)
    known = {kind: {i for (of, i), name in keys.items() if of == kind and {i, name} & GEPHI[kind]} for kind in GEPHI}
    assert known == {"node": {"label", "x", "y", "size", "r", "g", "b"}, "edge": {"weight"}}
    network = view_network(view)
    for element, node in zip(root.iterfind(".//g:node", SPACE), network.nodes, strict=True):
        data = {each.get("key"): each.text for each in element.iterfind("g:data", SPACE)}
        assert [data[name] for name in ("label", "x", "y", "size")] == [str(node[name]) for name in ("label", "x", "y", "size")]
        assert "#" + "".join(f"{int(str(data[name])):02x}" for name in "rgb") == node["color"] == data["color"]
        assert element.findtext(".//y:NodeLabel", namespaces=SPACE) == data["label"] == data["name"]
    weights = [edge.findtext("g:data[@key='weight']", namespaces=SPACE) for edge in root.iterfind(".//g:edge", SPACE)]
    assert weights == [str(edge["weight"]) for edge in network.edges]


def test_igraph_reads_graphml_without_a_warning(view: View, tmp_path: Path) -> None:
    """Names and weights are attributes; no second id."""
    igraph: Any = pytest.importorskip("igraph")
    (tmp_path / "x.graphml").write_bytes(written(view, "graphml"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made = igraph.Graph.Read_GraphML(str(tmp_path / "x.graphml"))
    assert made.is_directed() == view.is_directed
    assert made.vs["label"] == made.vs["name"] == [node.label for node in view.nodes]
    assert not view.edges or made.es["weight"] == [edge.weight for edge in view.edges]


def test_networkx_reads_graphml_and_gexf(view: View) -> None:
    """The same nodes, edges and places in both, as in the graph of networkx itself."""
    made = networkx.parse_graphml(written(view, "graphml").decode(), force_multigraph=view.is_directed)
    own = view.to_networkx()
    for node, data in own.nodes(data=True):
        assert {name: made.nodes[node][name] for name in data} == data
    assert sorted(map(tuple, made.edges())) == sorted(map(tuple, own.edges()))


def test_gexf_has_picture_and_time(view: View) -> None:
    """Each node has position, colour and size; each has the years of its papers, a spell for each stretch without a gap."""
    root = ET.fromstring(written(view, "gexf"))  # noqa: S314  (written here)
    graph = root.find("x:graph", SPACE)
    assert graph is not None
    assert (root.get("version"), graph.get("mode"), graph.get("timeformat")) == ("1.3", "dynamic", "double")
    network = view_network(view)
    for element, node, years in zip(root.iterfind(".//x:node", SPACE), network.nodes, network.node_years, strict=True):
        place, size, colour = (element.find(f"v:{name}", SPACE) for name in ("position", "size", "color"))
        assert place is not None
        assert size is not None
        assert colour is not None
        assert (place.get("x"), place.get("y"), size.get("value")) == (str(node["x"]), str(node["y"]), str(node["size"]))
        spans = [(int(str(each.get("start"))), int(str(each.get("end")))) for each in element.iterfind(".//x:spell", SPACE)]
        assert tuple(year for first, last in spans for year in range(first, last + 1)) == years
        assert all(after[0] > before[1] + 1 for before, after in pairwise(spans))
    assert [edge.get("kind") for edge in root.iterfind(".//x:edge", SPACE)] == [edge.type for edge in view.edges]


def test_views_carry_what_the_page_computes(sample: Graph) -> None:
    """Community by number and name, and country and sector of institutions and of those who are certainly there."""
    institutions = {node["label"]: node for node in view_network(build_view(sample, "institutions")).nodes}
    assert (institutions["A*STAR"]["country"], institutions["A*STAR"]["sector"]) == ("SG", "government")
    authors = {node["label"]: node for node in view_network(build_view(sample, "coauthors")).nodes}
    names = {(authors[name]["community"], authors[name]["communityName"]) for name in ("Ada Lovelace", "Alan Turing")}
    assert names == {(1, "Music, University of London: Alan Turing, Ada Lovelace")}
    assert ("country" in authors["Ada Lovelace"]) == ("country" in institutions["University of London"])


def test_csv_as_gephi_reads_it(view: View, tmp_path: Path) -> None:
    """Type is the direction, kind the relation, Weight the weight (ImportEdgesProcess looks regardless of case)."""
    view.write(tmp_path / "x.csv")
    with (tmp_path / "x.csv" / "edges.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["Type"] for row in rows} <= {"Directed" if view.is_directed else "Undirected"}
    assert [row["kind"] for row in rows] == [edge.type for edge in view.edges]
    assert [float(row["weight"]) for row in rows] == [edge.weight for edge in view.edges]


@given(st.text(max_size=8))
def test_no_cell_is_a_formula(text: str) -> None:
    """No cell begins with what a spreadsheet runs; the text is there in full."""
    shown = str(cell(text))
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert shown in (text, f"'{text}")
    assert cell(-1) == -1


@settings(max_examples=20 * TIMES)
@given(st.lists(st.text(st.characters(codec=None), min_size=1, max_size=12), min_size=1, max_size=4))
def test_any_text_is_xml(texts: list[str]) -> None:
    """Whatever stands in a label, both formats are well-formed, and what XML can hold comes back."""
    nodes = [{"id": f"n{number}", "type": "Author", "label": text} for number, text in enumerate(texts)]
    for write in (write_network_graphml, write_network_gexf):
        file = io.BytesIO()
        write(Network("x", texts[0], True, nodes, [], [()] * len(nodes), []), file)  # type: ignore[arg-type]
        root = ET.fromstring(file.getvalue())  # noqa: S314  (written here)
        found = [
            each.get("label") or each.findtext("g:data[@key='label']", namespaces=SPACE)
            for each in root.iter()
            if each.tag.endswith("}node")
        ]
        for text, shown in zip(texts, found, strict=True):
            plain = all(
                char in "\t\n\r" or (" " <= char <= "\ud7ff" and not "\x7f" <= char <= "\x9f") or char >= "\U00010000" for char in text
            )
            assert not plain or shown == text


@pytest.mark.slow
def test_two_exports_into_one_folder_do_not_mix(sample: Graph, tmp_path: Path) -> None:
    """The second waits for the first: nodes.csv and edges.csv are of one list, whoever comes last."""
    from threading import Thread

    other = build().graph
    threads = [Thread(target=export_graph, args=(graph, tmp_path / "x.csv", "csv")) for graph in (sample, other, sample, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tables = []
    for name in ("nodes.csv", "edges.csv"):
        with (tmp_path / "x.csv" / name).open(encoding="utf-8", newline="") as file:
            tables.append(list(csv.DictReader(file)))
    ids = {row["id"] for row in tables[0]}
    assert all(row["source"] in ids and row["target"] in ids for row in tables[1])
    assert len(tables[1]) in (sample.edge_count(), other.edge_count())


def test_rows_are_read_back() -> None:
    """Quotes, line ends and commas come back from the csv module."""
    file = io.BytesIO()
    write_rows(file, ("a", "b"), [{"a": 'x,"y"\nz', "b": True}])
    assert list(csv.DictReader(io.StringIO(file.getvalue().decode(), newline=""))) == [{"a": 'x,"y"\nz', "b": "true"}]


def test_neo4j_folder(sample: Graph, tmp_path: Path) -> None:
    """A file a label with typed columns, a file a relation whose ends are nodes, and a command that names each that has rows."""
    export_graph(sample, tmp_path / "x", "neo4j")
    tables = {}
    for path in (tmp_path / "x").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.name] = list(csv.DictReader(file))
    nodes = {row["iri:ID"]: row for name, rows in tables.items() if not name.startswith("relation-") for row in rows}
    edges = [row for name, rows in tables.items() if name.startswith("relation-") for row in rows]
    assert len(nodes) == len(sample.nodes)
    assert len(edges) == sample.edge_count()
    assert all(row[":START_ID"] in nodes and row[":END_ID"] in nodes for row in edges)
    assert all(name == f"relation-{row[':TYPE']}.csv" for name, rows in tables.items() if name.startswith("relation-") for row in rows)
    paper = nodes["https://w3id.org/avgraph/id/paper/learning-to-listen-2016"]
    assert (paper[":LABEL"], paper["year:int"], len(paper["url:string[]"].split(";"))) == ("Paper", "2016", 2)
    assert nodes["https://w3id.org/avgraph/id/venue/cvpr"][":LABEL"] == "Venue;Conference"
    command = (tmp_path / "x" / "import.sh").read_text(encoding="utf-8")
    assert {name for name, rows in tables.items() if rows} == {word.partition("=")[2] for word in command.split() if word.endswith(".csv")}
    assert "--array-delimiter=';'" in command


def test_neo4j_arrays_have_a_delimiter_of_their_own(tmp_path: Path) -> None:
    """Where a value holds the delimiter, another one is taken, and the command says which."""
    text = SAMPLE.read_text(encoding="utf-8").replace("https://example.org/ab", "https://example.org/a;b")
    (tmp_path / "x.md").write_text(text, encoding="utf-8")
    graph = build(tmp_path / "x.md").graph
    export_graph(graph, tmp_path / "x", "neo4j")
    assert "--array-delimiter='|'" in (tmp_path / "x" / "import.sh").read_text(encoding="utf-8")


def test_a_graph_of_networkx_is_made_as_often_as_asked(tmp_path: Path) -> None:
    """Each is one of its own, and what is written afterwards is whole."""
    kg, path = build(SAMPLE), tmp_path / "a.graphml"
    first, second = kg.to_networkx(), kg.to_networkx()
    assert list(first.nodes(data=True)) == list(second.nodes(data=True))
    kg.write(path)
    before = path.read_bytes()
    kg.to_networkx()
    kg.write(path)
    assert path.read_bytes() == before
