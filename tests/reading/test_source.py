"""A source is read as text that every format can hold, under a name of its own."""

import os
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avgraph.rdf.description import graph_id
from avgraph.reading.markdown.inline import find_link, plain_text
from avgraph.reading.source import load_source
from avgraph.reading.tagged.tables import read_table
from avgraph.text.controls import show_controls
from avgraph.text.links import web_iri


def named(folder: Path, path: str, text: str) -> tuple[str, str]:
    """Return name and title of a list with this text at a path."""
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    source, _ = load_source(file)
    return source.name, source.title


@pytest.mark.parametrize(
    ("path", "text", "name", "title"),
    [
        ("speech/my-list.md", "# Awesome Speech\n", "my-list", "Awesome Speech"),
        ("speech/my-list.md", "## Papers of the Year\n", "my-list", "my-list"),
        ("speech/my-list.md", "# 3. Rooms and Halls\n\n# 4. Open Fields\n", "my-list", "my-list"),
        ("speech/my-list.md", "# 2017\n", "my-list", "my-list"),
        ("speech/my-list.md", "# Awesome Speech [![Awesome](b.svg)](c) \U0001f525\n", "my-list", "Awesome Speech"),
        ("speech/README.md", "# Awesome Speech\n\n## Papers\n", "awesome-speech", "Awesome Speech"),
        ("speech/readme.zh-CN.md", "Awesome Speech\n===\n", "awesome-speech", "Awesome Speech"),
        ("speech/index.md", "## Table of Contents\n", "speech", "speech"),
        ("speech/README.md", "no heading\n", "speech", "speech"),
        ("speech/README.md", "```\n# install it\n```\n# [Awesome **Speech**](https://example.org)\n", "awesome-speech", "Awesome Speech"),
    ],
)
def test_names_of_lists(tmp_path: Path, path: str, text: str, name: str, title: str) -> None:
    """A list is titled by its first heading, and a file with a name that many have is called by it, or by its folder."""
    assert named(tmp_path, path, text) == (name, title)


def test_lists_called_readme_are_different_graphs(tmp_path: Path) -> None:
    """Titles that differ in what a slug cannot say are different names all the same."""
    titles = ["Speech", "语音", "机器人", "Speech!", "C", "C++", "Résumé", "Resume", "x" * 70, "x" * 71]
    sources = []
    for number, title in enumerate(titles):
        file = tmp_path / str(number) / "README.md"
        file.parent.mkdir()
        file.write_text(f"# {title}\n", encoding="utf-8")
        sources.append(load_source(file)[0])
    ids = sorted(graph_id(source) for source in sources if source.title != "Speech!")
    assert all(one != other for one, other in pairwise(ids))


@pytest.mark.skipif(sys.platform == "darwin", reason="the file system takes UTF-8 alone")
def test_a_file_name_that_is_not_utf8(tmp_path: Path) -> None:
    """Name, title and path of the source can be written in every format."""
    file = os.fsencode(tmp_path) + b"/list\xe9\x07.md"
    with open(file, "wb") as opened:  # noqa: PTH123  (a name in bytes)
        opened.write(b"## X\n")
    source, _ = load_source(Path(os.fsdecode(file)))
    assert source.name == source.title == "list\ufffd␇"
    assert source.path.endswith("list\ufffd␇.md")


@given(st.integers(0, 0x10FFFF))
def test_no_entity_is_a_control_character(code: int) -> None:
    """What an entity stands for is safe in titles and in addresses, decimal and hexadecimal."""
    for entity in (f"&#{code};", f"&#x{code:x};"):
        link = find_link(f"[a{entity}b](https://example.org/{entity}c)", 0, 99)
        for text in (plain_text(f"a{entity}b"), *((link.text, link.url) if link else ())):
            assert text == show_controls(text)
            text.encode()


@given(st.text(st.characters(codec=None)))
def test_show_controls(text: str) -> None:
    """Once is enough, the length stays, and what is left is what XML 1.0 holds."""
    shown = show_controls(text)
    assert show_controls(shown) == shown
    assert len(shown) == len(text)
    assert all(char in "\t\n\r" or " " <= char <= "\ud7ff" or "\ue000" <= char <= "\ufffd" or char >= "\U00010000" for char in shown)


@pytest.mark.parametrize(
    "space", ["\u00a0", "\u1680", "\u2003", "\u2009", "\u200b", "\u202f", "\u205f", "\u2060", "\u3000", "\ufeff", "\u00ad"]
)
def test_spaces_in_addresses_are_encoded(space: str) -> None:
    """A space of any kind within an address is percent-encoded."""
    assert web_iri(f"https://example.org/a{space}b") == "https://example.org/a" + "".join(f"%{byte:02X}" for byte in space.encode()) + "b"


@pytest.mark.parametrize(
    ("videos", "length", "count", "hours", "codes"),
    [
        ("306,245", "800h+", 306245, "800.0", []),
        ("9007199254740991", "38.5h", 2**53 - 1, "38.5", []),
        ("9007199254740992", "0h", None, "0.0", ["AVG304"]),
        ("999999999999999B", "30 min", None, "0.5", ["AVG304"]),
        ("1", "999999999999999kh", 1, None, ["AVG304"]),
        ("9" * 5000, "9" * 5000 + "h", None, None, ["AVG304", "AVG304"]),
    ],
)
def test_numbers_of_datasets(videos: str, length: str, count: int | None, hours: str | None, codes: list[str]) -> None:
    """Decimals have a point; what is larger than every format keeps is reported and no value."""
    rows = ("| Dataset | Videos | Length |", "|-|-|-|", f"| D | {videos} | {length} |")
    read = read_table(rows, 1, (), {})
    assert read is not None
    assert [(row.video_count, row.duration_hours) for row in read[0]] == [(count, hours)]
    assert [each.code for each in read[1]] == codes
