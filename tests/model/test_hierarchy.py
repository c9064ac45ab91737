"""What lies above what has an end and few levels; it is checked once, where a graph is made."""

from collections.abc import Mapping

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from avgraph.cli.main import group
from avgraph.errors import OntologyError
from avgraph.model.entries import Source
from avgraph.model.graph import Graph, Node
from avgraph.model.hierarchy import MOST_LEVELS, hierarchy_problem
from avgraph.model.vocabulary import Attribute, NodeType, Relation

KINDS = [(NodeType.TASK, Relation.BROADER), (NodeType.INSTITUTION, Relation.SUB_ORGANIZATION_OF)]


def graph_of(kind: NodeType, relation: Relation, above: Mapping[str, tuple[str, ...]]) -> Graph:
    """Return a graph of nodes and what lies above each."""
    nodes = [
        Node(
            f"{kind.kind}/{name}", kind, name, {Attribute.PREF_LABEL: (name,)}, {relation: tuple(f"{kind.kind}/{each}" for each in targets)}
        )
        for name, targets in above.items()
    ]
    return Graph(Source("x", "x.md", "0" * 64, "x"), nodes)


def reachable(above: dict[str, list[str]], item: str) -> set[str]:
    """Return everything above an item, looked for in the simplest way."""
    found: set[str] = set()
    waiting = list(above.get(item, ()))
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting += above.get(each, ())
    return found


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.lists(st.sampled_from("abcdefgh"), max_size=3), max_size=8))
def test_cycles_are_found_and_nothing_else(above: dict[str, list[str]]) -> None:
    """There is a problem if and only if an item lies above itself, and the message names one that does."""
    problem = hierarchy_problem(above)
    endless = {item for item in above if item in reachable(above, item)}
    assert bool(problem) == bool(endless)
    assert not problem or problem.partition(" ")[0] in endless


@pytest.mark.parametrize(("kind", "relation"), KINDS)
@pytest.mark.parametrize("length", [1, 2, 3, 50])
def test_a_graph_has_no_cycles(kind: NodeType, relation: Relation, length: int) -> None:
    """A cycle of any length is refused in one line that names a few of its members."""
    above = {f"n{n:02}": (f"n{(n + 1) % length:02}",) for n in range(length)} | {"below": ("n00",)}
    shown = ", ".join(f"{kind.kind}/n{n:02}" for n in range(min(length, 3))) + (", …" if length > 3 else "")
    with pytest.raises(OntologyError) as caught:
        graph_of(kind, relation, above)
    assert str(caught.value) == f"{relation}: {kind.kind}/n00 lies above itself ({shown})"


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "relation"), KINDS)
def test_a_graph_has_few_levels(kind: NodeType, relation: Relation) -> None:
    """A hundred levels are read, and more are refused, however many."""
    for levels in (MOST_LEVELS, MOST_LEVELS + 1, 20_000):
        above: Mapping[str, tuple[str, ...]] = {f"n{n}": (f"n{n + 1}",) for n in range(levels - 1)} | {f"n{levels - 1}": ()}
        if levels <= MOST_LEVELS:
            assert len(graph_of(kind, relation, above)) == levels
            continue
        with pytest.raises(OntologyError) as caught:
            graph_of(kind, relation, above)
        assert str(caught.value) == f"{relation}: {kind.kind}/n0 lies {levels - 1} levels deep; at most 100 levels are read"


def test_several_ways_up_are_no_cycle() -> None:
    """What lies above by two ways lies above."""
    assert hierarchy_problem({"a": ["b", "c"], "b": ["d"], "c": ["d"]}) == ""


@pytest.mark.parametrize(
    "command", [["stats", "{}"], ["show", "Ann Miller", "{}"], ["export", "{}", "--format", "turtle"], ["export", "{}", "--view", "tasks"]]
)
def test_a_dump_with_a_cycle_is_refused_in_one_line(command: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever is asked of a dump whose tasks lie above each other, one line says so."""
    folder = tmp_path_factory.mktemp("cycle")
    path = folder / "x.ttl"
    source = folder / "x.md"
    source.write_text("# L\n\n## A\n\n### B\n\n**[CVPR-2020]**\n[T](https://a.org/p/1)\n<br>\n**Authors:** Ann Miller\n", encoding="utf-8")
    runner = CliRunner()
    assert runner.invoke(group, ["export", str(source), "--format", "turtle", "-o", str(path)]).exit_code == 0
    text = path.read_text(encoding="utf-8")
    assert 'skos:prefLabel "A"' in text
    path.write_text(text.replace('skos:prefLabel "A"', 'skos:broader task:a.b ; skos:prefLabel "A"'), encoding="utf-8")
    result = runner.invoke(group, [word.format(path) for word in command])
    assert (result.exit_code, result.stderr) == (2, "avgraph: broader: task/a lies above itself (task/a, task/a.b)\n")
