"""The work of every check grows with the list and no faster, whatever its shape: steps are counted, not seconds."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from avgraph.checks.context import Context
from avgraph.checks.run import CHECKS
from avgraph.model.entries import Source
from avgraph.model.rules import Diagnostic
from avgraph.reading.read import parse_reading_list
from avgraph.reading.source import split_lines
from avgraph.resolution.authority import NO_AUTHORITY
from avgraph.resolution.resolve import resolve
from tests.growth import MOST_GROWTH, count_steps, letters

Check = Callable[[Context], Iterator[Diagnostic]]
SOURCE = Source("case", "case.md", "", "case")
SMALL = 30


def entry(
    number: int, *, tag: str = "CVPR-2020", title: str = "", link: str = "", authors: str = "", institutions: str = "Yale University"
) -> str:
    """Return an entry of which all that is not given is its own."""
    return (
        f"**[{tag}]**\n[{title or 'On ' + letters(number)}]({link or f'https://example.org/{letters(number)}'})\n<br>\n"
        f"**Authors:** {authors or 'Ann ' + letters(number).title()}\n<br>\n**Institution:** {institutions}\n\n"
    )


def listed(make: Callable[[int], str]) -> Callable[[int], str]:
    """Return a list under one heading that has an entry for each number."""
    return lambda size: "# List\n\n## Speech\n\n" + "".join(map(make, range(size)))


def rows(make: Callable[[int], str]) -> Callable[[int], str]:
    """Return a list with one entry and a table of datasets that has a row for each number."""
    head = "## Speech Recognition\n\n" + entry(0) + "## Datasets\n\n| Dataset | Year | Task |\n| --- | --- | --- |\n"
    return lambda size: head + "".join(make(number) + "\n" for number in range(size))


def misprint(number: int, word: str) -> str:
    """Return a word with one letter of it another, another one for each number."""
    place, letter = number % len(word), chr(97 + number // len(word) % 26)
    return word[:place] + letter + word[place + 1 :]


SHAPES: dict[str, Callable[[int], str]] = {
    "entries of their own": listed(entry),
    "one author on all": listed(lambda n: entry(n, authors="Ada Byron")),
    "one author twice in each": listed(lambda n: entry(n, authors="Ada Byron, Ada Byron")),
    "one author with others": listed(lambda n: entry(n, authors=f"Ada Byron, Ann {letters(n).title()}")),
    "one name in all cases": listed(lambda n: entry(n, authors="".join(c.upper() if n >> i & 1 else c for i, c in enumerate("maximilian")) + " Smits")),
    "one name by middle names": listed(lambda n: entry(n, authors=f"Ada {letters(n).title()} Byron")),
    "one name by initials": listed(lambda n: entry(n, authors=f"{chr(65 + n % 26)}. {chr(65 + n // 26)}. Byron")),
    "misprints of one author": listed(lambda n: entry(n, authors=f"Maximilian {misprint(n, 'smithsonian').title()}")),
    "misprints of both names": listed(lambda n: entry(n, authors=f"{misprint(n, 'maximilian').title()} {misprint(n, 'smithsonian').title()}")),
    "lost letters": listed(lambda n: entry(n, authors=f"Bj?rn {letters(n).title()}")),
    "family names first": listed(lambda n: entry(n, authors=f"Byron Ada {letters(n).title()}, Ada {letters(n).title()} Byron")),
    "many authors of one paper": lambda size: listed(lambda n: entry(n, authors=", ".join(f"Ann {letters(i).title()}" for i in range(size))))(1),
    "one author many times in one paper": lambda size: listed(lambda n: entry(n, authors=", ".join(["Ada Byron"] * size)))(1),
    "commas without blanks": lambda size: listed(lambda n: entry(n, authors=",".join(f"Ann {letters(i).title()}" for i in range(size))))(1),
    "one institution on all": listed(lambda n: entry(n, institutions="University of Macau")),
    "one institution many times in one paper": lambda size: listed(lambda n: entry(n, institutions="; ".join(["Yale University"] * size)))(1),
    "many institutions of one paper": lambda size: listed(lambda n: entry(n, institutions="; ".join(f"{letters(i)} University" for i in range(size))))(1),
    "misprints of one institution": listed(lambda n: entry(n, institutions=f"University of {misprint(n, 'massachusetts').title()}")),
    "misprints of one word": listed(lambda n: entry(n, institutions=f"{misprint(n, 'university').title()} of Macau")),
    "institutions that begin alike": listed(lambda n: entry(n, institutions=f"School of Information of {letters(n).title()}")),
    "institutions that end alike": listed(lambda n: entry(n, institutions=f"{letters(n).title()} Institute of Technology")),
    "institutions cut short": listed(lambda n: entry(n, institutions=("University of Massachusetts Lowell"[: 12 + n % 22]).strip())),
    "institutions in other cases": listed(lambda n: entry(n, institutions="".join(c.upper() if n >> i & 1 else c for i, c in enumerate("polytechnic")) + " of Turin")),
    "one title on all": listed(lambda n: entry(n, title="Hearing with the Eyes")),
    "misprints of one title": listed(lambda n: entry(n, title=f"Hearing with the {misprint(n, 'microphones')}")),
    "titles that begin alike": listed(lambda n: entry(n, title=f"Hearing with the Eyes of {letters(n)}")),
    "titles that contain each other": listed(lambda n: entry(n, title="Hearing" + " and Seeing" * (n % 30 + 1))),
    "one link on all": listed(lambda n: entry(n, link="https://arxiv.org/abs/2104.01778")),
    "one paper on all": listed(lambda _: entry(0)),
    "versions of one link": listed(lambda n: entry(n, link=f"https://arxiv.org/abs/2104.01778v{n}")),
    "links that are tracked": listed(lambda n: entry(n, link="https://example.org/?" + "&".join(f"utm_{letters(i)}=1" for i in range(10)) + f"&n={n}")),
    "a link of many parameters": lambda size: listed(lambda n: entry(n, link="https://example.org/?" + "&".join(f"utm_{letters(i)}=1" for i in range(size))))(1),
    "one tag on all": listed(lambda n: entry(n, tag="CVPR 2020")),
    "misprints of one venue": listed(lambda n: entry(n, tag=f"{misprint(n, 'interspeech').title()}-2020")),
    "a venue for each": listed(lambda n: entry(n, tag=f"{letters(n).upper()}-2020")),
    "tags without year": listed(lambda n: entry(n, tag=letters(n).upper())),
    "one heading again and again": lambda size: "# List\n\n" + "".join(f"## Speech\n\n{entry(n)}" for n in range(size)),
    "headings one letter apart": lambda size: "# List\n\n" + "".join(f"## {misprint(n, 'separation').title()}\n\n{entry(n)}" for n in range(size)),
    "empty headings": lambda size: "# List\n\n" + "".join(f"## {letters(n)}\n\n" for n in range(size)) + entry(0),
    "a list of contents": lambda size: "# List\n\n" + "".join(f"- [{letters(n)}](#{letters(n)})\n" for n in range(size)) + "\n" + "".join(f"## {letters(n)}\n\n{entry(n)}" for n in range(size)),
    "contents that lead nowhere": lambda size: "# List\n\n" + "".join(f"- [{letters(n)}](#x)\n" for n in range(size)) + "\n## Speech\n\n" + entry(0),
    "labels misprinted": listed(lambda n: entry(n).replace("Institution", misprint(n, "Institution"))),
    "odd characters": listed(lambda n: entry(n, title=f"On\u200b {letters(n)}\u00a0x\u3000")),
    "a line of odd characters": lambda size: listed(lambda n: entry(n, title="a\u200bb\u00a0" * size))(1),
    "stray lines": lambda size: entry(0) + "".join(f"text {letters(n)}\n\n" for n in range(size)),
    "settled findings": listed(lambda n: f"<!-- avgraph: ignore AVG601 -->\n{entry(n, authors='Ada Byron,Bo Roe')}"),
    "misprints of one task": rows(lambda n: f"| Set {n} | 2016 | speech {misprint(n, 'recognition')} |"),
    "one task on all rows": rows(lambda n: f"| Set {n} | 2016 | Speech Recognition |"),
    "many tasks of one row": lambda size: rows(lambda _: f"| Set | 2016 | {', '.join(letters(i) for i in range(size))} |")(1),
    "one dataset on all rows": rows(lambda _: "| Set | 2016 | Speech Recognition |"),
    "rows without bars": rows(lambda n: f"| Set {n} | 2016 | Speech"),
    "rows with too many cells": rows(lambda n: f"| Set {n} | 2016 | Speech | x | y | z |"),
}  # fmt: skip
"""Lists that grow in one way each."""


def examined(text: str) -> Context:
    """Return a list as checks get it."""
    reading = parse_reading_list(text, SOURCE)
    return Context(reading, resolve(reading, NO_AUTHORITY), tuple(split_lines(text)[0]))


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_every_check_is_linear_in_the_list(shape: str) -> None:
    """Of a list of four times the size each check takes at most six times as many steps."""
    small, large = (examined(SHAPES[shape](size)) for size in (SMALL, 4 * SMALL))
    too_much = {}
    for check in CHECKS:
        for context in (small, large):
            list(check(context))  # what is cached of single words is
        steps = [count_steps(partial(list, check(context))) for context in (small, large)]
        if steps[1] > MOST_GROWTH * steps[0] + 2_000:
            too_much[check.__name__] = steps
    assert too_much == {}
