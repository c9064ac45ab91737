"""An example list to start from."""

from pathlib import Path

from click.testing import CliRunner

from avgraph.checks.run import check_list
from avgraph.cli.main import group
from avgraph.knowledge import build
from avgraph.model.entries import Source
from avgraph.model.vocabulary import NodeType, Relation
from avgraph.reading.source import load_example
from tests.export.test_markdown import assert_same, read_back


def test_the_example_is_read_without_a_finding(tmp_path: Path) -> None:
    """It shows everything that a list can state, and nothing in it is to be repaired."""
    path = tmp_path / "my-list.md"
    done = CliRunner().invoke(group, ["read", "--init", "-o", str(path)])
    assert (done.exit_code, done.stdout) == (0, "")
    assert path.read_text(encoding="utf-8") == load_example()
    assert [str(each) for each in check_list(load_example(), Source("my-list", "my-list.md", "", "my-list")).diagnostics] == []
    graph = build(path).graph
    assert {kind: len(graph.of_type(kind)) for kind in (NodeType.PAPER, NodeType.AUTHOR, NodeType.INSTITUTION, NodeType.DATASET)} == {
        NodeType.PAPER: 3, NodeType.AUTHOR: 4, NodeType.INSTITUTION: 2, NodeType.DATASET: 1,
    }  # fmt: skip
    assert any(Relation.STATED_AFFILIATION in ship.edges for ship in graph.of_type(NodeType.AUTHORSHIP))
    assert_same(graph, read_back(graph))
    read = CliRunner().invoke(group, ["read", str(path)])
    assert "(100.0 %)" in read.stdout


def test_no_list_is_replaced(tmp_path: Path) -> None:
    """A file that is there stays, and a source is not taken for the place to write to."""
    path = tmp_path / "my-list.md"
    path.write_text("mine", encoding="utf-8")
    for arguments in (["-o", str(path)], [str(path)]):
        done = CliRunner().invoke(group, ["read", "--init", *arguments])
        assert done.exit_code == 2
        assert path.read_text(encoding="utf-8") == "mine"
    assert CliRunner().invoke(group, ["read", "--init"]).stdout == load_example()
