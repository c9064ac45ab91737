"""Repairs: what is certain is repaired, whatever stands around it; what a list says stays, and so does every other byte."""

import random
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from avgraph.checks.repair import apply_fixes
from avgraph.checks.run import check_list, repair_list
from avgraph.model.entries import Entry, Source
from avgraph.model.rules import Fix
from avgraph.reading.read import parse_reading_list
from avgraph.text.protected import find_protected
from tests.conftest import TIMES

SOURCE = Source("list", "list.md", "", "list")
BUNDLED = Path(__file__).parents[2] / "avgraph" / "data" / "audio-visual-learning.md"

TAGS = ("CVPR-2020", "CVPR 2020", "ICCV_2021", "CVPR-2020 Oral", "NeurIPS 2021 (Spotlight)", "arXiv 2023-05", "ICCV 2021 Challenge", "2022", "TEEE/ACM TASLP-2021", "ECCV--2022", "CVPR'21", "2021 ICCV", "CVPR Workshop 2021")  # fmt: skip
TITLES = ("Hearing with the Eyes", "Words, `code,spans`;and $a,b$", "می\u200cخواهم پایان\u200cنامه", "A family 👩\u200d👩\u200d👧 of two", "Caf&eacute;,bar &amp; more", "A \u200bhidden\u00a0space", "A\u3000title 中文，标题", "Sound <!-- a,b;c --> and sight", "עברית \u200f(x)\u200e")  # fmt: skip
LINKS = ("https://example.org/p/{}", "https://example.org/p/{}?q=a,b&utm_source=x&ABC%2F=%E9", "https://example.org/p/{}?utm_medium=y#a;b", "https://example.org/{}?ABC123=", "https://example.org/{}?utm_source=x&amp;y=1")  # fmt: skip
PEOPLE = ("Ada Byron", "Alan Tring", "Jos&eacute; Garc&iacute;a", "[Di Hu](https://example.org/who?q=a,b)", "**Grace Hopper**", "R.Langlois", "Bob  Cole", "علی\u200cرضا میرزا", "Eve Roe<sup>1,2</sup>", "Ida&nbsp;Rhodes", "J.&thinsp;Doe", "Zo\u00eb\u200b Smith", "Kay\u00a0Mc Nulty", "Ann Lee $^{1,2}$", "`Joan Clarke`")  # fmt: skip
PLACES = ("Yale University", "AT&amp; T Labs", "[ETH Zurich](https://example.org/org;lang=en)", "Stanford Univeristy", "China University of Macau", "University of Macau", "University of Colleges and Defence", "Instituts of Research", "Tsinghua\u00a0University")  # fmt: skip
BETWEEN_PEOPLE = (", ", ",", " , ", ",  ", ";", "; ", "，", "、", ",\n", " and ", ", <!-- x,y --> ")
BETWEEN_PLACES = ("; ", ";", " ; ", "；", ";\n", "; <!-- a;b --> ")
LABELS = (("**Authors:**", "**Institution:**"), ("**Auhtors:**", "__Insitutions__:"), ("Authors:", "Institutions:"), ("**Authors**:", "**Organisations:**"))  # fmt: skip
BREAKS = ("\n<br>\n", "\n\n", "  \n", " <br> ")
NOTES = ("", "\nInstitutional review: the board,the chair", "\n\n```\n**[CVPR 2020]**\n**Authors:** A,B\n```", "\n\n<!-- **Authors:** A,B\u200b -->", "\n\n    **Authors:** A,B")  # fmt: skip
TASKS = ("Motion capture", "sound sepearation", "Emotion recognition, Behavior modelling", "Sounds", "Audio retreival", "Sound separation")
KEPT = ("`code,spans`", "$a,b$", "&eacute;", "&iacute;", "&amp;", "&nbsp;", "&thinsp;", "q=a,b", "ABC%2F=%E9", "org;lang=en", "<!-- a,b;c -->", "\u200c", "\u200d", "<sup>1,2</sup>", "$^{1,2}$", "Oral", "(Spotlight)", "2023-05", "Challenge", "ABC123=", "Motion", "Behavior", "Colleges", "Instituts", "A,B", "Institutional", "\u200f", "\u200e")  # fmt: skip
"""What no repair may take out of a list, whichever it is."""


@st.composite
def entries(draw: st.DrawFn, number: int = 0) -> str:
    """Make an entry of pieces that repairs have damaged."""
    parts = {"people": (PEOPLE, BETWEEN_PEOPLE), "places": (PLACES, BETWEEN_PLACES)}
    texts = {}
    for name, (pieces, separators) in parts.items():
        drawn = draw(st.lists(st.sampled_from(pieces), min_size=1, max_size=5))
        texts[name] = (
            drawn[0]
            + "".join(draw(st.sampled_from(separators)) + piece for piece in drawn[1:])
            + draw(st.sampled_from(("", "", ",", ";", " , ")))
        )
    people, places = draw(st.sampled_from(LABELS))
    link = draw(st.sampled_from(LINKS)).format(number)
    before = draw(st.sampled_from(BREAKS))
    between = draw(st.sampled_from(BREAKS))
    head = f"**[{draw(st.sampled_from(TAGS))}]**\n[{draw(st.sampled_from(TITLES))} {number}]({link})"
    return f"{head}{before}{people} {texts['people']}{between}{places} {texts['places']}{draw(st.sampled_from(NOTES))}\n"


@st.composite
def lists(draw: st.DrawFn) -> str:
    """Make a list of a few entries and a table of datasets."""
    items = "\n".join(draw(entries(number)) for number in range(draw(st.integers(1, 4))))
    rows = "".join(f"| Set {number} | 2016 | {draw(st.sampled_from(TASKS))}{draw(st.sampled_from((' |', '')))}\n" for number in range(2))
    text = f"# List\n\n## Sound Separation\n\n{items}\n## Emotion Capture\n\n{draw(entries(9))}\n## Behaviour Modelling and Audio Retrieval\n\n{draw(entries(10))}\n## Datasets\n\n| Dataset | Year | Task |\n| --- | --- | --- |\n{rows}"
    return text.replace("\n", draw(st.sampled_from(("\n", "\r\n"))))


def facts(text: str) -> list[object]:
    """Return what a list says, but for what repairs claim to put right."""

    def plain(form: str | None) -> str:
        for old, new in (
            ("Univeristy", "University"),
            ("China University of Macau", "University of Macau"),
            ("TEEE", "IEEE"),
            ("\u200b", ""),
            ("R.Langlois", "R. Langlois"),
        ):
            form = (form or "").replace(old, new)
        return " ".join((form or "").split())

    def of_entry(entry: Entry) -> object:
        address = re.sub(r"(?<=[?&])utm_\w+=\w*&?", "", entry.url or "").rstrip("?&").replace("?#", "#")
        names = (tuple(map(plain, entry.author_forms)), tuple(map(plain, entry.institution_forms)), tuple(map(plain, entry.notes)))
        return plain(entry.venue), entry.year, plain(entry.title.form), address, *names, entry.heading, entry.first_line

    listed = parse_reading_list(text, SOURCE)
    return [*map(of_entry, listed.entries), *((row.names, row.years, row.heading, len(row.tasks)) for row in listed.dataset_rows)]


@pytest.mark.slow
@settings(max_examples=6 * TIMES, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(text=lists())
def test_repairs_say_the_same_and_touch_nothing_else(text: str) -> None:
    """Every change is a reported one, a second run changes nothing, the list says what it said, and what must stay is there."""
    mended, count = repair_list(text, SOURCE)
    reported, applied = text, 0
    # A repair can show another: a label that is put right has a field behind it.
    while fixes := [fix for each in check_list(reported, SOURCE).diagnostics for fix in each.fixes]:
        reported, more = apply_fixes(reported, fixes)
        applied += more
    assert (reported, applied) == (mended, count)
    assert repair_list(mended, SOURCE) == (mended, 0)
    assert facts(mended) == facts(text)
    assert {piece: mended.count(piece) for piece in KEPT} == {piece: text.count(piece) for piece in KEPT}


def mutated(text: str, seed: int) -> str:
    """Return a list with a few letters taken out, doubled, swapped or put in."""
    chance = random.Random(seed)  # noqa: S311  (a test that repeats itself)
    letters = list(text)
    for _ in range(chance.randrange(3, 12)):
        place = chance.randrange(len(letters))
        action = chance.randrange(4)
        if action == 0:
            del letters[place]
        elif action == 1:
            letters.insert(place, letters[place])
        elif action == 2 and place:
            letters[place - 1 : place + 1] = letters[place - 1 : place + 1][::-1]
        else:
            letters.insert(place, chance.choice(",;、 \t\u200b\u00a0\u200c\u202e*_[]()<>&`$-|\r\n\\\x1b"))
    return "".join(letters)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 8 * TIMES, 4))
def test_mutated_copies_of_the_bundled_list(first: int) -> None:
    """Of eight spoilt stretches of the list none is spoilt more: changes are reported ones, and there is nothing left to repair."""
    lines = BUNDLED.read_text(encoding="utf-8").split("\n")
    for seed in range(first, first + 4):
        start = (seed * 131) % (len(lines) - 150)
        text = mutated("\n".join(lines[start : start + 150]), seed)
        fixes = [fix for each in check_list(text, SOURCE).diagnostics for fix in each.fixes]
        mended, _ = repair_list(text, SOURCE)
        assert apply_fixes(text, fixes)[0] == mended, seed
        assert repair_list(mended, SOURCE)[1] == 0, seed
        before, after = parse_reading_list(text, SOURCE), parse_reading_list(mended, SOURCE)
        assert [len(entry.authors) for entry in before.entries] == [len(entry.authors) for entry in after.entries], seed
        assert [entry.year for entry in before.entries] == [entry.year for entry in after.entries], seed


def in_list(
    *, tag: str = "CVPR-2020", title: str = "Hearing with the Eyes", authors: str = "Ada Byron", places: str = "Yale University"
) -> str:
    """Return a list of one entry."""
    return f"## Speech\n\n**[{tag}]**\n[{title}](https://example.org/p/1)\n<br>\n**Authors:** {authors}\n<br>\n**Institution:** {places}\n"


@pytest.mark.parametrize(
    ("make", "before", "after"),
    [
        (lambda text: in_list(authors=text), "Ada Byron,Alan Tring ,Di Hu , Li Wei,", "Ada Byron, Alan Tring, Di Hu, Li Wei"),
        (lambda text: in_list(authors=text), "Ada Byron;Alan Tring; Di Hu", "Ada Byron, Alan Tring, Di Hu"),
        (lambda text: in_list(authors=text), "[Ada Byron](https://e.org/?q=a,b),[Di Hu](https://e.org),Li Wei", "[Ada Byron](https://e.org/?q=a,b), [Di Hu](https://e.org), Li Wei"),
        (lambda text: in_list(authors=text), "Jos&eacute; Garc&iacute;a,Ada Byron", "Jos&eacute; Garc&iacute;a, Ada Byron"),
        (lambda text: in_list(authors=text), "Hu, D.; Wei, L.; Byron, A.", None),
        (lambda text: in_list(authors=text), "Ada\u200b Byron,\u00a0Di Hu", "Ada Byron, Di Hu"),
        (lambda text: in_list(authors=text), "علی\u200cرضا میرزا، Ada Byron", None),
        (lambda text: in_list(places=text), "AT&amp; T Labs;Yale University", "AT&amp; T Labs; Yale University"),
        (lambda text: in_list(places=text), "China University of Macau; University of Macau", None),
        (lambda text: in_list(places=text), "Stanford Univeristy; Yale University;", "Stanford University; Yale University"),
        (lambda text: in_list(places=text), "Stanford Univeristy; Stanford University", None),
        (lambda text: in_list(places=text), "Instituts of Colleges; Technologies of Hospitals", None),
        (lambda text: in_list(tag=text), "CVPR 2020", "CVPR-2020"),
        (lambda text: in_list(tag=text), "CVPR--2020", "CVPR-2020"),
        (lambda text: in_list(tag=text), "CVPR 2020 Oral", None),
        (lambda text: in_list(tag=text), "arXiv 2023-05", None),
        (lambda text: in_list(title=text), "می\u200cخواهم 👩\u200d👩\u200d👧 \u200fعلی", None),
        (lambda text: in_list(title=text), "A\u200bB `x\u200by` $a\u00a0b$ <!-- \u200b -->", "AB `x\u200by` $a\u00a0b$ <!-- \u200b -->"),
        (lambda text: in_list().replace("https://example.org/p/1", text), "https://e.org/p?a=%E9&utm_source=x&b=%2F;c#d,e", "https://e.org/p?a=%E9&b=%2F;c#d,e"),
        (lambda text: in_list().replace("https://example.org/p/1", text), "https://e.org/p?utm_source=x&utm_medium=y#d", "https://e.org/p#d"),
        (lambda text: in_list().replace("https://example.org/p/1", text), "https://e.org/p?ABC123=", None),
        (lambda text: in_list().replace("**Authors:**", text), "__Auhtors:__", "__Authors:__"),
        (lambda text: in_list().replace("**Institution:**", text), "**Organisations:**", None),
        (lambda text: in_list() + f"\n```\n{text}\n```\n", "**Authors:** A,B\u200b", None),
        (lambda text: in_list() + f"\n<!-- {text} -->\n", "**Authors:** A,B\u200b", None),
    ],
)  # fmt: skip
def test_single_repairs(make: Callable[[str], str], before: str, after: str | None) -> None:
    """What is certain is repaired within its span; None is what stays as it is."""
    assert repair_list(make(before), SOURCE)[0] == make(before if after is None else after)


@pytest.mark.parametrize(
    ("authors", "codes"),
    [
        ("Ada Byron,Alan Tring", ["AVG601"]),
        ("Ada Byron ,Alan Tring", ["AVG601"]),
        ("Ada Byron , Alan Tring", ["AVG404"]),
        ("Ada Byron, Alan Tring,", ["AVG601"]),
        ("Ada Byron, Alan Tring ,", ["AVG601"]),
        ("Ada Byron，Alan Tring", ["AVG601"]),
        ("Ada Byron,, Alan Tring", ["AVG601"]),
        ("Ada Byron;Alan Tring", ["AVG601"]),
    ],
)
def test_one_separator_yields_one_finding(authors: str, codes: list[str]) -> None:
    """Whatever is wrong with a comma, it is said once, and one repair puts it right."""
    text = in_list(authors=authors)
    assert [each.code for each in check_list(text, SOURCE).diagnostics] == codes
    assert check_list(repair_list(text, SOURCE)[0], SOURCE).diagnostics == ()


@pytest.mark.parametrize("size", [2_000, 20_000])
@pytest.mark.parametrize("piece", ["`", "``a", "$", "](", "[a](b", "<a ", "<!-- ", "&", "&a", "a@", "http://", "\\", "_a.b-"])
def test_protection_is_linear(piece: str, size: int) -> None:
    """Text of one piece again and again is looked through at once, and what is found follows one another."""
    ranges = list(find_protected(piece * size))
    assert all(a[1] <= b[0] for a, b in pairwise(ranges))


def test_overlapping_repairs_are_not_mixed() -> None:
    """A fix that would begin within another is not made."""
    first = check_list(in_list(places="Stanford Univeristy;Yale University"), SOURCE).diagnostics
    fixes: list[Fix] = sorted(fix for each in first for fix in each.fixes)
    assert all((a.span.end_line, a.span.end_column) <= (b.span.line, b.span.column) for a, b in pairwise(fixes))
