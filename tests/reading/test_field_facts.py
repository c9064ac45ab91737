"""The fields around a title, in every form of list: what stands before and after it, and in the other rows of its record."""

import time
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avgraph.reading.fields.facts import Facts, read_facts
from avgraph.reading.markdown.runs import Row
from avgraph.reading.markdown.scan import scan_runs


@dataclass(frozen=True)
class Stated:
    """What a case states."""

    authors: tuple[str, ...] = ()
    venue: str | None = None
    year: int | None = None
    date: str | None = None
    institutions: tuple[str, ...] = ()
    affiliations: tuple[tuple[int, int], ...] = ()
    keywords: tuple[str, ...] = ()
    summary: str | None = None
    notes: tuple[str, ...] = ()
    is_cut_off: bool = False


def row(markdown: str, header: str = "") -> Row:
    """Return a row of runs, as the records of a list have them."""
    return Row(scan_runs(markdown, 0, len(markdown), {}), 0, header)


def facts(before: str, after: str, *others: str | tuple[str, str]) -> Facts:
    """Return what is stated around a title; another row is its text, or a cell with its header."""
    rows = [row(*other) if isinstance(other, tuple) else row(other) for other in others]
    return read_facts(row(before) if before else None, row(after) if after else None, rows)


def stated(found: Facts) -> Stated:
    """Return the strings of what was found."""
    return Stated(
        tuple(name.string for name in found.authors), found.venue.string if found.venue else None, found.year, found.date,
        tuple(name.string for name in found.institutions), tuple(found.affiliations), found.keywords, found.summary, tuple(found.notes), found.is_cut_off,
    )  # fmt: skip


ADA, ALAN, DI = "Ada Byron", "Alan Tring", "Di Hu"
CASES = [
    # One line after a linked title.
    (("", ", Byron et al., ECCV 2020 | [github](u) | [bibtex](f.txt)"), Stated(("Byron",), "ECCV", 2020, is_cut_off=True)),
    (("", " - Byron, A., & Tring, A. B. (ECCV 2018 (Oral)) [[code]](u)"), Stated(("A. Byron", "A. B. Tring"), "ECCV", 2018)),
    (("", " | MLSys' 26"), Stated((), "MLSys", 2026)),
    (("", " | CMU"), Stated(institutions=("CMU",))),
    (("", " _Ada Byron, Di Hu_. Arxiv 2024. [![stars](https://img.shields.io/github/stars/a/b)](u)"), Stated((ADA, DI), "Arxiv", 2024)),
    (("", ", in *IJB* 2022. [[paper](u)]"), Stated((), "IJB", 2022)),
    (("[2023/09] ", " [[paper](u)] *BAC*"), Stated((), None, 2023, "2023-09", notes=("BAC",))),
    (("", " (BELL/TOLL) `ACL 2019` [[paper](u)]"), Stated((), "ACL", 2019, notes=("(BELL/TOLL)",))),
    (("", " (Jun., 2025)"), Stated((), None, 2025, "2025-06")),
    (("", " ETM (Byron et al., ICML 2021)"), Stated(("Byron",), "ICML", 2021, notes=("ETM",), is_cut_off=True)),
    (("", " (2016), A. Byron et al. [[pdf]](u)"), Stated(("A. Byron",), None, 2016, is_cut_off=True)),
    (("", ", [Ada Byron](u), [Di Hu](u), ACL 2020"), Stated((ADA, DI), "ACL", 2020)),
    (("", " by Ada Byron, Di Hu (ICML 2019)"), Stated((ADA, DI), "ICML", 2019)),
    (("", ": [arXiv19](u)"), Stated((), "arXiv", 2019)),
    (("", ": [arXiv'20](u)"), Stated((), "arXiv", 2020)),
    (("", " [![venue](https://img.shields.io/badge/CVPR-2023-blue)](u)"), Stated((), "CVPR", 2023)),
    # Bold, quoted and plain titles between a tag and links.
    (("(CVPR 2023) [💬Sound] ", ", Ada Byron et al. [[Paper](u)] [[Code](u)]"), Stated((ADA,), "CVPR", 2023, notes=("💬Sound",), is_cut_off=True)),
    (
        ("[2023/03] ", " *Ada Byron (Some University) et al. arXiv.* [[paper](u)]"),
        Stated((ADA,), "arXiv", 2023, "2023-03", ("Some University",), ((0, 0),), is_cut_off=True),
    ),
    (("**2016-05** | ", " | *Ada Byron, Di Hu* | [Biorxiv](https://doi.org/10.1101/1)"), Stated((ADA, DI), "Biorxiv", 2016, "2016-05")),
    (("20191124 AAAI-20 ", ""), Stated((), "AAAI", 2020, "2019-11-24")),
    (("[KDD'2020-OURS] ", " [[paper]](u)"), Stated((), "KDD", 2020)),
    # Several lines.
    (("", " NeurIPS 2019. [paper](u)", "*Ada Byron, Di Hu.*"), Stated((ADA, DI), "NeurIPS", 2019)),
    (("", " \\\n*Ada Byron, Di Hu* \\\narXiv 2023. [[Paper](u)] \\\n26 Sep 2023"), Stated((ADA, DI), "arXiv", 2023, "2023-09-26")),
    (
        ("", "[**CoRL 2024**] [[**Github**](u)]<br>\nAda Byron<sup>1*</sup>, Di Hu<sup>2</sup><br>\n<sup>1</sup>X University <sup>2</sup>Y Inc"),
        Stated((ADA, DI), "CoRL", 2024, institutions=("X University", "Y Inc"), affiliations=((0, 0), (1, 1))),
    ),
    (
        ("", "\nAda Byron¹, Alan Tring², Di Hu¹²\n¹MIT ²Some University"),
        Stated((ADA, ALAN, DI), institutions=("MIT", "Some University"), affiliations=((0, 0), (1, 1), (2, 0), (2, 1))),
    ),
    (("", "\nAda Byron, Alan Tring,\nDi Hu\nCHI 2020"), Stated((ADA, ALAN, DI), "CHI", 2020)),
    # Labelled fields.
    (
        ("", "", "Ada Byron, Di Hu", "🏛️ Institutions: PKU, Some Lab", "📅 Date: May 30, 2025", "📑 Publisher: ICLR 2025", "🔑 Key: [ears], [x]", "📖 TLDR: It hears."),
        Stated((ADA, DI), "ICLR", 2025, "2025-05-30", ("PKU", "Some Lab"), keywords=("ears", "x"), summary="It hears."),
    ),
    (("", "", "**作者：** 张伟", "关键词：声音，图像", "摘要：很好"), Stated(("张伟",), keywords=("声音", "图像"), summary="很好")),
    (("", "\n**Authors:** Ada Byron\n**Affiliation:** X University\n**Publiser:** Nature 2020"), Stated((ADA,), "Nature", 2020, institutions=("X University",))),
    (("", "", "**Author(s):** Ada", "- Code: [official](u)"), Stated(("Ada",))),
    # Table rows.
    (
        ("", "", ("[Nature](u)", "Venue"), ("2019-05-01", "Date"), ("Ada Byron, Di Hu", "Authors"), ("[link](u)", "Code"), ("-", "Institution")),
        Stated((ADA, DI), "Nature", 2019, "2019-05-01"),
    ),
    (("", "", ("Google", "Venue"), ("null", "Date")), Stated(notes=("Google",))),
    (("", "", ("[arxiv](u)", "Published"), ("Light, Sound", "Keywords")), Stated((), "arxiv", keywords=("Light", "Sound"))),
    # Citations: names come first.
    (('**[37]** Byron, Ada, Alan Tring, and Di Hu. "', '." NIPS. 2014. [[pdf]](u) **(Fine)** :star:'), Stated((ADA, ALAN, DI), "NIPS", 2014, notes=("(Fine)",))),
    (("Ada Byron, Di Hu:\n", ". IEEE TPAMI 41(8): 1979-1993 (2019)\n[pdf](u)"), Stated((ADA, DI), "IEEE TPAMI", 2019)),
    (("", " Byron A, Hu D, Tring AB. Nucleic Acids Res. 2019;47(2):1-9."), Stated(("A Byron", "D Hu", "AB Tring"), "Nucleic Acids Res", 2019)),
    # Remarks.
    (("", " - This paper shows that ears hear."), Stated(notes=("This paper shows that ears hear.",))),
    (("", "", "A remark on what ears do"), Stated(notes=("A remark on what ears do",))),
    (("", " [[arxiv](https://arxiv.org/abs/2311.10339)]"), Stated()),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "expected"), CASES, ids=[str(case[0])[:60] for case in CASES])
def test_facts(parts: tuple[str, ...], expected: Stated) -> None:
    """Each field is found where it stands, and none is made of what is another."""
    assert stated(facts(*parts)) == expected


def test_places() -> None:
    """Each mention knows where it is printed."""
    text = " *Ada Byron, Di Hu.* CHI 2020. [pdf](u)"
    found = facts("", text)
    assert [text[slice(*name.span)] for name in found.authors] == [ADA, DI]
    assert found.venue is not None
    assert text[slice(*found.venue.span)] == "CHI"


WORDS = [
    "hearing",
    "we show",
    "ears",
    "the sound",
    "models",
    "and",
    "fast",
    "of",
    "a new",
    "[pdf](u)",
    "**bold**",
    "*slanted*",
    "(see below)",
    "12",
    "|",
    "-",
    "<br>",
]


@given(st.lists(st.sampled_from(WORDS), max_size=14))
def test_nothing_is_invented(words: list[str]) -> None:
    """Small words, links and marks name nobody, no institution and no venue."""
    found = facts("", " ".join(words))
    assert (found.authors, found.institutions, found.venue, found.year) == ([], [], None, None)


@pytest.mark.slow
@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=80))
def test_any_text(before: str, after: str, other: str) -> None:
    """Nothing raises."""
    facts(before, after, other, (other, "Venue"), (other, "Authors"), (other, "Institutions"))


SHAPES = [
    "Ada ",
    "A-",
    "a-",
    "Byron, A., ",
    "Ada Byron and ",
    "2020-",
    "CVPR ",
    "CVPR 2020, ",
    "(",
    "[",
    "Some University, ",
    "1 MIT ",
    "et al. ",
    "| ",
    "J. Chem. ",
    "\t",
    "'23",
    "@",
]


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_growth(shape: str) -> None:
    """Four times the text takes no more than some four times as long, whatever its shape and wherever it stands."""

    def seconds(length: int) -> float:
        text = shape * (length // len(shape))
        start = time.process_time()
        facts("", text)
        facts(text, "", (text, "Authors"), (text, "Institutions"), (text, "Venue"))
        return time.process_time() - start

    assert seconds(16_000) < 12 * seconds(4_000) + 0.5
