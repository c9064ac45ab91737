"""The work of reading grows with the list and no faster, whatever its shape: calls are counted, not seconds."""

import cProfile
import pstats
import re
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from avgraph.errors import UnreadableSourceError
from avgraph.model.entries import Source
from avgraph.reading.read import parse_reading_list

SOURCE = Source("case", "case.md", "", "case")
ENTRY = "**[CVPR-2020]**\n[A](https://a.org/1)\n"
PAPER = "- [Hearing the Shape of Rooms](https://arxiv.org/abs/1901.00001), CVPR 2020\n"
SHAPES: dict[str, Callable[[int], str]] = {
    "rules and blanks": lambda n: "-" * 3 + " " * n + "x\n",
    "many rules and blanks": lambda n: ("- - - " + " " * 20 + "x\n") * n,
    "open brackets": lambda n: "[a\n" * n,
    "open brackets after blanks": lambda n: ENTRY + "[a\n\n" * n,
    "open comments": lambda n: "<!-- a\n" * n,
    "comments on one line": lambda n: "<!-- a -->" * n,
    "open fences": lambda n: "```a\n" * n,
    "fences of many lengths": lambda n: "".join("`" * (3 + i % 60) + "a\n" for i in range(n)),
    "open fences in list items": lambda n: "- ```\n" * n,
    "nested quotes": lambda n: ">" * n + " a\n",
    "nested list items": lambda n: "- " * n + "a\n",
    "deeper and deeper items": lambda n: "".join("  " * min(i, 60) + "- a\n" for i in range(n)),
    "deeply indented papers": lambda n: "".join("  " * min(i, 150) + PAPER for i in range(n // 10)),
    "empty headings": lambda n: "#\n" * n,
    "nested headings": lambda n: "".join("#" * (1 + i % 6) + f" h{i}\n" for i in range(n)),
    "a heading of open images": lambda n: "# " + "![](" * n + "\n",
    "headings of open images": lambda n: ("# " + "![](" * 100 + "\n") * (n // 100),
    "underlined lines": lambda n: "a\n---\n" * n,
    "an entry of open brackets": lambda n: "**[CVPR-2020]**\n" + "[" * n + "\n",
    "an entry of open links": lambda n: "**[CVPR-2020]**\n" + "[a](" * n + "\n",
    "an entry of backticks": lambda n: "**[CVPR-2020]**\n[" + "".join("`" * (i % 40) + " " for i in range(n // 20)) + "](x)\n",
    "suffixes": lambda n: ENTRY + "**Authors:** Ada Lovelace" + ", Jr." * n + "\n",
    "linked names": lambda n: ENTRY + "**Authors:** " + ", ".join(f"[A{i}](b) Lovelace" for i in range(n)) + "\n",
    "brackets in names": lambda n: ENTRY + "**Authors:** " + "(" * n + "Ada Lovelace\n",
    "and and and": lambda n: ENTRY + "**Authors:** " + "Ada and " * n + "\n",
    "institutions with commas": lambda n: ENTRY + "**Institution:** " + "University, " * n + "\n",
    "marks": lambda n: ENTRY + "**Institution:** " + "\u00b9" * n + "\n",
    "labels": lambda n: ENTRY + "Authors: " * n + "\n",
    "definitions": lambda n: "".join(f"[a{i}]: https://a.org/{i}\n" for i in range(n)) + ENTRY,
    "raw elements": lambda n: "<pre>\n" * n,
    "delimiter rows": lambda n: "a | b\n- | -\n" * n,
    "cells": lambda n: "| Dataset | Year |\n|-|-|\n" + "| a |" + " b |" * n + "\n",
    "entities": lambda n: ENTRY + "**Authors:** " + "&#" + "9" * n + "; &amp" * (n // 10) + "\n",
    "one long line": lambda n: "[Authors: x " * n + "\n",
    "anchors": lambda n: '<a name="x"> ' * n + "y\n",
    "images": lambda n: "![a](b) " * n + "y\n",
    "breaks": lambda n: ENTRY + "**Authors:** " + "<br> " * n + "y\n",
    "spaces in names": lambda n: ENTRY + "**Authors:** Ada" + " " * n + "Lovelace\n",
    "items of links": lambda n: PAPER + "- " + "[a](b) " * n + "\n",
    "an item of open brackets": lambda n: PAPER + "- " + "[" * n + "\n",
    "an item of open emphasis": lambda n: PAPER + "- " + "**a *b " * n + "\n",
    "an item of breaks": lambda n: PAPER + "- a" + "<br>b" * n + "\n",
    "lines that are entries": lambda n: "[A Title of Rooms](https://arxiv.org/abs/1901.00001) CVPR 2020\n" * n,
    "rows of papers": lambda n: "| Title | Link |\n|---|---|\n" + "| A Title of Rooms | [pdf](https://arxiv.org/abs/1901.00001) |\n" * n,
    "cells of papers": lambda n: "| Title |\n|---|\n|" + " a |" * n + "\n",
    "open groups": lambda n: PAPER + "<details><summary>x\n" * n,
    "open quotes": lambda n: PAPER + '- "' + 'a "' * n + "\n",
}
"""Lists that grow in one way each."""


def calls(text: str) -> int:
    """Return how many calls reading takes, also where the text is refused."""
    profile = cProfile.Profile()
    profile.enable()
    try:
        parse_reading_list(text, SOURCE)
    except UnreadableSourceError:
        pass
    finally:
        profile.disable()
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


def seconds(text: str) -> float:
    """Return the processor time that reading takes."""
    start = time.process_time()
    with suppress(UnreadableSourceError):
        parse_reading_list(text, SOURCE)
    return time.process_time() - start


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_calls_grow_with_the_list(shape: str) -> None:
    """Four times the list, at most about four times the calls."""
    make = SHAPES[shape]
    calls(make(10))
    small, large = calls(make(150)), calls(make(600))
    assert large < 6 * small + 500


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_patterns_take_no_more_than_linear_time(shape: str) -> None:
    """Patterns that backtrack make no calls, so their time is compared: eight times the list may take 24 times as long, and not 64."""
    make = SHAPES[shape]
    text = make(2_000)
    assert any(seconds(text) < 24 * max(seconds(make(250)), 0.002) for _ in range(3))


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    ["**[CVPR-2020]** " + "x" * 2_000_000, "x" * 2_000_000, "# " + "x" * 2_000_000, "| Dataset | Year |\n|-|-|\n| " + "x" * 2_000_000],
)
def test_a_line_of_two_million_characters(text: str) -> None:
    """It is read or reported, and the entry beside it is read."""
    listed = parse_reading_list(text + "\n\n" + ENTRY, SOURCE)
    assert [entry.title.form for entry in listed.entries] == ["A"]
    assert listed.dataset_rows or re.search("AVG101|AVG402", " ".join(each.code for each in listed.diagnostics))
