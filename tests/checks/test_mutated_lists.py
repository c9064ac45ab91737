"""Lists that are spoilt at random: no traceback, no word lost in silence, and repairs that name all that they change, once."""

import pytest

from avgraph.checks.run import check_list
from tests.conftest import TIMES
from tests.mutated_lists import SOURCE, find_faults, spoilt_list

PER_TEST = 15


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 60 * TIMES, PER_TEST))
def test_spoilt_lists(first: int) -> None:
    """Of 60 lists, each checked and every fourth repaired, none has a fault; ``python -m tests.mutated_lists`` tries more."""
    seeds = range(first, first + PER_TEST)
    assert {seed: faults for seed in seeds if (faults := list(find_faults(spoilt_list(seed), is_fixed=seed % 4 == 0)))} == {}


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("[Hearing](https://example.org/1 and some words\nof a line that follows)", "AVG407"),
        ("[Hearing](https://example.org/1", "AVG407"),
        ("[Hearing(https://example.org/1)", "AVG407"),
        ("[Hearing] (https://example.org/1)", "AVG407"),
        ("[Hearing](some words\nof a line)", "AVG407"),
        ("[Hearing](example)", "AVG407"),
    ],
)
def test_a_broken_link_is_one_finding(title: str, code: str) -> None:
    """What a target holds besides an address is not lost in silence."""
    text = f"**[CVPR-2020]**\n{title}\n<br>\n**Authors:** Ada Byron\n<br>\n**Institution:** Yale University\n"
    assert [each.code for each in check_list(text, SOURCE).diagnostics] == [code]


@pytest.mark.parametrize("label", ["**Inst、itution:**", "**Insti{tution:**", "**Inst`itution:**", "<b>Insitution</b>:", "**Insitution:**"])
def test_a_label_with_a_mark_within_is_a_misprint(label: str) -> None:
    """Whatever stands in it."""
    text = f"**[CVPR-2020]**\n[Hearing](https://example.org/1)\n<br>\n**Authors:** Ada Byron\n<br>\n{label} Yale University\n"
    assert [each.code for each in check_list(text, SOURCE).diagnostics] == ["AVG116"]
