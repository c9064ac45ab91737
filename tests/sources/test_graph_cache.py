"""The graph of a small list comes from the cache the second time, and says what it said the first time."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from avgraph.cache import read_cache
from avgraph.knowledge import KnowledgeGraph
from avgraph.sources import lists
from avgraph.sources.opening import open_source

LIST = """# Bells

## Casting

- [Bells that Ring in the Dark](https://arxiv.org/abs/2301.01234), Ada Byron, Carl Dorn, CVPR 2023
- [A Study of Loud and Low Bells](https://arxiv.org/abs/2301.01235), Ada Byron, ICML 2022
- [Clappers for Silent Towers: a Survey](https://arxiv.org/abs/2301.01236), Carl Dorn, Jo Löw, 2021
- [pdf](https://arxiv.org/abs/2301.01237)
"""
AUTHORITY = """@prefix avg: <https://w3id.org/avgraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://example.org/carl> a avg:Author ; skos:prefLabel "Karl Dorn" ; skos:altLabel "Carl Dorn", "Carl D. Dorn" .
"""


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a list in a file, with a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "bells.md"
    path.write_text(LIST, encoding="utf-8")
    return path


def open_list(path: Path, messages: list[str], **options: Any) -> KnowledgeGraph:
    """Open a list; what is told of it is added to `messages`."""
    return KnowledgeGraph(open_source(path, on_read=messages.extend, on_override=messages.extend, **options))


def cached_files(path: Path) -> Sequence[Path]:
    """Return the graphs in the cache."""
    return sorted((path.parent / "cache").glob("avgraph/graphs/*"))


def test_the_second_graph_is_the_first(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nodes, source and messages are the same, though nothing is read."""
    messages: list[str] = []
    first = open_list(path, messages).graph
    assert len(cached_files(path)) == 1
    monkeypatch.setattr(lists.ListSource, "resolved", property(lambda _: pytest.fail("resolved again")))
    messages_again: list[str] = []
    second = open_list(path, messages_again).graph
    assert (second.source, second.source.quotes, list(second.nodes.items())) == (
        first.source,
        first.source.quotes,
        list(first.nodes.items()),
    )
    assert messages == messages_again == [f"avgraph: 1 of 4 items not read in {path}; avgraph read names them"]


def test_what_follows_a_cached_graph_tells_nothing_twice(path: Path) -> None:
    """The entries are read once they are needed."""
    open_list(path, []).graph  # noqa: B018  (it is cached)
    messages: list[str] = []
    kg = open_list(path, messages)
    assert len(kg.graph.nodes) > len(kg.reading_list.entries) == 3
    assert len(messages) == 1


def test_a_query_tells_what_was_not_read(path: Path) -> None:
    """The first, and each one after it."""
    for _ in range(3):
        messages: list[str] = []
        kg = open_list(path, messages)
        assert len(kg.query("SELECT ?paper { ?paper a avg:Paper }").rows) == 3
        kg.source.save()
        assert len(messages) == 1


@pytest.mark.parametrize("change", ["list", "authority", "profile", "rules alone"])
def test_another_list_or_option_is_another_graph(path: Path, change: str) -> None:
    """The key holds all on which a graph depends."""
    before = open_list(path, []).graph
    options: dict[str, Any] = {}
    if change == "list":
        path.write_text(LIST.replace("Byron", "Baron"), encoding="utf-8")
    elif change == "authority":
        authority = path.with_name("mine.ttl")
        authority.write_text(AUTHORITY, encoding="utf-8")
        options["authorities"] = [authority]
    elif change == "profile":
        options["profile"] = "- [Title](Paper), Author, Venue Year"
    else:
        options["bundled_authority"] = False
    after = open_list(path, [], **options).graph
    assert len(cached_files(path)) == 2
    assert (after.source, dict(after.nodes)) != (before.source, dict(before.nodes))


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff", b'{"source": {}, "messages": [], "notices": [], "nodes": [[1]]}'])
def test_what_is_no_graph_is_made_again(path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the cache holds."""
    first = open_list(path, []).graph
    name = cached_files(path)[0].name
    monkeypatch.setattr("avgraph.sources.graph_cache.read_cache", lambda kind, key: content if key == name else read_cache(kind, key))
    assert dict(open_list(path, []).graph.nodes) == dict(first.nodes)


def test_a_list_that_is_repaired_is_read_again(path: Path) -> None:
    """What is written replaces the graph."""
    open_list(path, []).graph  # noqa: B018  (it is cached)
    kg = open_list(path, [])
    source = kg.source.as_list()
    source.graph  # noqa: B018  (from the cache)
    source.rewrite(LIST.replace("Loud and Low", "Low and Loud"))
    assert "A Study of Low and Loud Bells" in {paper.label for paper in kg.papers}
