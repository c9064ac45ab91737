"""What is written for programs with a form of their own: vaults of Obsidian, maps of VOSviewer, tables of Parquet."""

import csv
import io
import json
import re
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from avgraph.errors import UsageError, WriteError
from avgraph.export.apps.notes import MARKER
from avgraph.export.apps.vault import note_name
from avgraph.export.files import export_graph
from avgraph.export.formats import FORMATS
from avgraph.knowledge import build
from avgraph.model.graph import Graph
from avgraph.model.vocabulary import BASE_IRI
from tests.conftest import SAMPLE
from tests.made_lists import RICH, build_from, make_entry, make_list

LINK = re.compile(r"\[\[([^\]|]+)(?:\|[^\]]*)?\]\]")
LISTED = [
    make_entry("Hearing Birds", 3, authors=("Ada Mill", "Bo Lund"), institutions=("Con",), heading=("Hearing",), year=2020),
    make_entry("HEARING birds?", 4, authors=("Ada Mill",), heading=("Hearing",), year=2021),
    make_entry(f"A: \\ [odd] #title^ | {MARKER} /..", 5, authors=("Cy Ek",), heading=("Hearing",)),
]


def notes_of(folder: Path) -> dict[str, str]:
    """Return the notes of a vault by their paths."""
    return {path.relative_to(folder).as_posix(): path.read_bytes().decode() for path in sorted(folder.rglob("*.md"))}


def properties_of(note: str) -> dict[str, Any]:
    """Return the properties of a note, as PyYAML reads them."""
    read: dict[str, Any] = yaml.safe_load(note.split("---\n")[1])
    return read


def path_of(notes: dict[str, str], identifier: str) -> str:
    """Return the path of the note of an entity."""
    return next(path for path, text in notes.items() if properties_of(text).get("avgraph-id") == identifier)


@pytest.mark.parametrize("graph", [RICH, build(SAMPLE).graph, build_from(make_list(*LISTED))], ids=["rich", "sample", "odd"])
def test_a_vault_holds_together(graph: Graph, tmp_path: Path) -> None:
    """Properties are YAML, links lead to notes, names are good on every system, and a second run writes the same."""
    export_graph(graph, tmp_path, "obsidian")
    notes = notes_of(tmp_path)
    assert len({unicodedata.normalize("NFC", path).casefold() for path in notes}) == len(notes)
    ids = {properties_of(text)["avgraph-id"] for text in notes.values()}
    assert {each.partition("/")[0] for each in ids} >= {"paper", "author", "task", "source"}
    for path, text in notes.items():
        assert not re.search(r'[\\:*?"<>|#^\[\]\x00-\x1f]|[. ](?:/|$)', path), path
        assert text.count(MARKER) == 1
        assert {f"{target}.md" for target in LINK.findall(text)} <= set(notes)
    times = {path: (tmp_path / path).stat().st_mtime_ns for path in notes}
    export_graph(graph, tmp_path, "obsidian")
    assert {path: (tmp_path / path).stat().st_mtime_ns for path in notes} == times


def test_names_of_devices_and_long_names() -> None:
    """What Windows keeps for itself is no name of a note, and no name is too long."""
    assert [note_name(name) for name in ("CON", "nul", "Com1. a", "Console")] == ["_CON", "_nul", "_Com1. a", "Console"]
    assert len(note_name("ä" * 300).encode()) <= 100


def test_what_is_its_users_stays(tmp_path: Path) -> None:
    """Text below the marker, properties, names and places of notes stay; what is above is written again; notes of no entity are left alone."""
    export_graph(build_from(make_list(*LISTED)), tmp_path, "obsidian")
    person = tmp_path / path_of(notes_of(tmp_path), "author/ada_mill")
    moved = tmp_path / "Friends" / "Ada.md"
    moved.parent.mkdir()
    text = person.read_text(encoding="utf-8").replace("type: Author", "type: Author\nrating: 5")
    moved.write_bytes(text.encode() + b"Met in Oslo.\r\nWrites back.")
    person.unlink()
    (tmp_path / "People" / "Di Ask.md").write_text("My own note.", encoding="utf-8")
    more = make_entry("Hearing Rain", 6, authors=("Ada Mill", "Di Ask"), heading=("Hearing",))
    export_graph(build_from(make_list(*LISTED, more)), tmp_path, "obsidian")
    notes = notes_of(tmp_path)
    ada = notes["Friends/Ada.md"]
    assert ada.endswith(f"{MARKER}\nMet in Oslo.\r\nWrites back.")
    assert properties_of(ada)["rating"] == 5
    assert "Hearing Rain" in ada
    assert "[[Friends/Ada|Ada Mill]]" in notes["Papers/Hearing Rain.md"]
    assert notes["People/Di Ask.md"] == "My own note."
    assert path_of({path: text for path, text in notes.items() if text.startswith("---")}, "author/di_ask").startswith("People/Di Ask (")


def test_a_note_goes_with_its_entity_unless_its_user_wrote_into_it(tmp_path: Path) -> None:
    """Notes that nobody touched go, others say so; of a part of a list none goes, nor those of another list."""
    export_graph(build_from(make_list(*LISTED)), tmp_path, "obsidian")
    notes = notes_of(tmp_path)
    bo, cy = (tmp_path / path_of(notes, f"author/{name}") for name in ("bo_lund", "cy_ek"))
    with bo.open("a", encoding="utf-8") as file:
        file.write("Ask Bo.")
    short = build_from(make_list(LISTED[1]))
    part = Graph(replace(short.source, is_part=True), list(short.nodes.values()))
    other = Graph(replace(short.source, name="another"), list(short.nodes.values()))
    for graph in (part, other):
        export_graph(graph, tmp_path, "obsidian")
        assert cy.exists()
    export_graph(short, tmp_path, "obsidian")
    assert not cy.exists()
    assert bo.read_text(encoding="utf-8").endswith("Ask Bo.")
    assert "no longer has" in bo.read_text(encoding="utf-8")


def test_broken_properties_stop_the_export_before_it_begins(tmp_path: Path) -> None:
    """Nothing is written over what cannot be read."""
    export_graph(RICH, tmp_path, "obsidian")
    path = min(tmp_path.rglob("*.md"))
    path.write_text(path.read_text(encoding="utf-8").replace("avgraph-id:", "mine: [\navgraph-id:"), encoding="utf-8")
    before = notes_of(tmp_path)
    with pytest.raises(WriteError, match="no YAML any more"):
        export_graph(build_from(make_list(*LISTED)), tmp_path, "obsidian")
    assert notes_of(tmp_path) == before


ITEM = {"id": str, "label": str, "url": str, "x": float, "y": float, "cluster": int, "weights": dict, "scores": dict}
"""The documented attributes of an item (VOSviewer Online Docs, JSON files), as far as they are used."""


def test_a_map_of_vosviewer_is_as_documented() -> None:
    """Items, links and clusters have the documented attributes and types, and links lead to items."""
    file = io.BytesIO()
    FORMATS["vosviewer"].write(build(SAMPLE).graph, file, BASE_IRI)
    written = json.loads(file.getvalue())
    assert set(written) == {"network", "config", "info"}
    network = written["network"]
    assert set(network) == {"items", "links", "clusters"}
    ids = {item["id"] for item in network["items"]}
    assert len(ids) == len(network["items"]) > 3
    for item in network["items"]:
        assert all(isinstance(value, ITEM[name] if ITEM[name] is not float else int | float) for name, value in item.items())
        assert 1 <= item["cluster"] <= 1000
        assert all(value >= 0 for value in item["weights"].values())
    assert network["links"]
    for link in network["links"]:
        assert set(link) == {"source_id", "target_id", "strength"}
        assert {link["source_id"], link["target_id"]} <= ids
        assert link["strength"] > 0
    colours = written["config"]["color_schemes"]["cluster_colors"]
    assert {each["cluster"] for each in network["clusters"]} == {each["cluster"] for each in colours}
    assert all(re.fullmatch("#[0-9a-f]{6}", each["color"]) for each in colours)


def test_tables_of_parquet_are_those_of_csv(tmp_path: Path) -> None:
    """Pyarrow reads the same rows, with numbers as numbers."""
    parquet = pytest.importorskip("pyarrow.parquet")
    graph = build(SAMPLE).graph
    for name in ("parquet", "csv"):
        export_graph(graph, tmp_path / name, name)
    for table in ("nodes", "edges"):
        rows = parquet.read_table(tmp_path / "parquet" / f"{table}.parquet").to_pylist()
        with (tmp_path / "csv" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            wanted = list(csv.DictReader(file))
        assert [list(row) for row in rows] == [list(row) for row in wanted]
        assert [row.get("label", row.get("kind")) for row in rows] == [row.get("label", row.get("kind")) for row in wanted]
    nodes = parquet.read_table(tmp_path / "parquet" / "nodes.parquet")
    assert str(nodes.schema.field("year").type) == "int64"
    build(SAMPLE).view("coauthors").write(tmp_path / "view", "parquet")
    assert str(parquet.read_table(tmp_path / "view" / "edges.parquet").schema.field("weight").type) == "double"


def test_without_pyarrow_one_line_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parquet is an extra."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"pip install 'avgraph\[parquet\]'"):
        export_graph(RICH, tmp_path / "x", "parquet")
