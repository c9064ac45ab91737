"""Lists of any form that are spoilt at random: no traceback, every line accounted for, and no paper that coverage does not count."""

import pytest

from avgraph.reading.read import parse_reading_list
from tests.conftest import TIMES
from tests.mutated_forms import find_faults, own_texts, spoilt_form
from tests.mutated_lists import SOURCE

PER_TEST = 30


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 120 * TIMES, PER_TEST))
def test_spoilt_forms(first: int) -> None:
    """Of 120 lists none has a fault; ``python -m tests.mutated_forms`` tries more."""
    texts = own_texts()
    seeds = range(first, first + PER_TEST)
    assert {seed: faults for seed in seeds if (faults := list(find_faults(spoilt_form(seed, texts), is_checked=seed % 5 == 0)))} == {}


def test_a_table_without_header() -> None:
    """A first row that links to a paper is an entry like those below it."""
    text = """
| 2024 | [Hearing the Shape of Rooms](https://arxiv.org/abs/2401.00001) |
| --- | --- |
| 2024 | [Ears that Learn from Many Rooms](https://arxiv.org/abs/2401.00002) |
"""
    assert [entry.title.form for entry in parse_reading_list(text, SOURCE).entries] == [
        "Hearing the Shape of Rooms",
        "Ears that Learn from Many Rooms",
    ]


def test_the_link_above_one_citation() -> None:
    """An item that names a group and links to a paper, with one citation nested in it, is one entry with that link."""
    text = """
* Northern Ears Lab [[Paper](https://arxiv.org/abs/1601.00001)]
  * Byron, Ada, Alan Tring, and Di Hu. "Dynamic Rooms for Hearing and Seeing Machines." arXiv:1601.00001 (2016).
* Southern Ears Lab [[Paper](https://arxiv.org/abs/1601.00002)]
  * Carl Dorn, Eva Erde, Hearing with Many Rooms, ICLR 2016
"""
    entries = parse_reading_list(text, SOURCE).entries
    assert [(entry.title.form, [link.form for link in entry.links]) for entry in entries] == [
        ("Dynamic Rooms for Hearing and Seeing Machines", ["https://arxiv.org/abs/1601.00001"]),
        ("Hearing with Many Rooms", ["https://arxiv.org/abs/1601.00002"]),
    ]
