"""Titles that could be names, dates behind names, weeks as headings, templates: what was misread in lists of every family."""

import pytest

from avgraph.model.entries import Entry, ReadingList, Source
from avgraph.reading.fields.published import read_slot
from avgraph.reading.fields.splits import split_tail
from avgraph.reading.markdown.located import LocatedText
from avgraph.reading.read import parse_reading_list


def read(text: str) -> ReadingList:
    """Return the list that a text is."""
    return parse_reading_list(text, Source("case", "case.md", "", "case"))


def one(text: str) -> Entry:
    """Return the first entry of a list of one line, repeated with other titles."""
    others = text.replace("Bells That Learn", "Towers That Sing in Rain").replace("2101", "2102")
    return read(f"# Bells\n\n## Tuning\n\n{text}\n{others}\n").entries[0]


def test_a_linked_title_of_two_parts_is_no_list_of_names() -> None:
    """Where titles are links, one that could be names is a title, whatever names follow; three names and initials stay names."""
    lines = "".join(
        f"* [{title}](https://arxiv.org/abs/2101.0000{number}) - {names} (ICASSP 2019)\n"
        for number, (title, names) in enumerate(
            [
                ("Listening to Boiling Water", "Li, B., Xu, C."),
                ("Frying as a Signal", "Zhao, H."),
                ("Knife Sounds and Vegetable Types", "Fuentes, M., da Silva, J. P., & Tring, K."),
            ]
        )
    )
    last = read(lines).entries[-1]
    assert last.title.form == "Knife Sounds and Vegetable Types"
    assert last.author_forms == ("M. Fuentes", "J. P. da Silva", "K. Tring")


def test_a_title_goes_on_after_its_colon_with_two_parts() -> None:
    """What could be names after the colon of a linked title goes on with it where most titles do."""
    lines = "".join(
        f"- [{name}](https://arxiv.org/abs/2101.0000{number}): {rest} | ICML' 23\n"
        for number, (name, rest) in enumerate(
            [
                ("Orcas", "A Distributed Server for Models"),
                ("Mover", "Memory Management for Long Texts"),
                ("Guess", "Guess First, Verify Later"),
            ]
        )
    )
    assert [entry.title.form for entry in read(lines).entries][-1] == "Guess: Guess First, Verify Later"


def test_a_bold_title_before_names_in_italics() -> None:
    """A short title in bold is no first name of the list in italics that follows it."""
    lines = "".join(
        f"- **{title}**, *Una Volk*, ICML 2021. [[paper](https://arxiv.org/abs/2101.0000{number})]\n"
        for number, title in enumerate(("Bells That Learn to Listen", "Singing in the Wind", "Bells Doubled"))
    )
    assert [entry.title.form for entry in read(lines).entries][-1] == "Bells Doubled"


@pytest.mark.parametrize(
    ("date", "year", "iso"),
    [("Jun., 2025", 2025, "2025-06"), ("26 Sep 2023", 2023, "2023-09-26"), ("September 2023", 2023, "2023-09")],
)
def test_a_date_behind_names_is_no_name(date: str, year: int, iso: str) -> None:
    """A month or day after the last comma of a list of names says when."""
    entry = one(f"- [Bells That Learn to Listen](https://arxiv.org/abs/2101.00001), Frank Fell, Gil Horn, {date}")
    assert (entry.author_forms, entry.year, entry.date) == (("Frank Fell", "Gil Horn"), year, iso)


def test_venues_behind_names() -> None:
    """Numbers of preprints and abbreviated journals end a list of names."""
    for printed, venue, year in (
        ("arXiv:2312.00001", "arXiv", None), ("J. ACM 2018", "J. ACM", 2018), ("J. Mach. Learn. Res. 2014", "J. Mach. Learn. Res.", 2014),
    ):  # fmt: skip
        rest, slot = split_tail(LocatedText.at(f"Frank Fell, Gil Horn, {printed}", 0))
        assert slot is not None
        assert slot.venue is not None
        assert (rest.string, slot.venue.string, slot.year) == ("Frank Fell, Gil Horn", venue, year)
    assert read_slot(LocatedText.at("J. Smith 2018", 0)) is None
    slot = read_slot(LocatedText.at("Proceedings of the 2022 Bell Conference", 0))
    assert slot is not None
    assert slot.venue is not None
    assert (slot.venue.string, slot.year) == ("Proceedings of the Bell Conference", 2022)
    slot = read_slot(LocatedText.at("J Clin Bells. 2020;12(3):45-50", 0))
    assert slot is not None
    assert slot.venue is not None
    assert (slot.venue.string, slot.year) == ("J Clin Bells", 2020)


def test_the_year_of_a_bracket_that_names_no_venue() -> None:
    """``(Foundry 2016)`` says a year, before a title and after it; a rank in a challenge says none."""
    for text in (
        "- (Blog 2023) Bells That Learn to Listen [[paper](https://arxiv.org/abs/2101.00001)]",
        "- [Bells That Learn to Listen](https://arxiv.org/abs/2101.00001) (Blog 2023)",
    ):
        assert one(text).year == 2023
    assert one("- [Bells That Learn to Listen](https://arxiv.org/abs/2101.00001) (1st ranked in BELL2012)").year is None


def test_people_and_institutions_in_short_forms() -> None:
    """DBLP's numbers tell people apart; a university by its short name and town is nobody."""
    entry = one(
        "Eva Erde, Frank Fell 0001, Gil Horn:\nBells That Learn by Imitation. CVPR 2018: 2223-2231\nhttps://arxiv.org/abs/2101.00001\n"
    )
    assert entry.title.form == "Bells That Learn by Imitation"
    assert entry.author_forms == ("Eva Erde", "Frank Fell 0001", "Gil Horn")
    entry = one("- [Mover](https://arxiv.org/abs/2101.00001): Bells That Learn with Movers | SOSP' 23 | UC Berkeley")
    assert (entry.author_forms, entry.institution_forms) == ((), ("UC Berkeley",))


def test_fields_in_hidden_text_and_single_keywords() -> None:
    """A word in ``<summary>`` labels the text behind it; a keyword that is a word of links is one; a number in the column PDF is no remark."""
    entry = one(
        "- [Bells That Learn to Listen](https://arxiv.org/abs/2101.00001)\n  - Key: [code]\n"
        "  - <details><summary>Abstract</summary>We sow. We reap.</details>"
    )
    assert (entry.keywords, entry.summary, entry.notes) == (("code",), "We sow. We reap.", ())
    row = "| Title | PDF |\n|---|---|\n| **Bells That Learn to Listen** | [2510.08000v2](https://arxiv.org/abs/2510.08000v2) |\n"
    assert read(row).entries[0].notes == ()


@pytest.mark.parametrize(
    ("heading", "year"),
    [
        ("Top Papers of the Week (March 6 - March 12) - 2023", 2023), ("Week of June 12, 2023", 2023), ("June 12 - June 18", None),
        ("Spring 2024", 2024), ("Q1 2024", 2024), ("May 2021", 2021),
    ],
)  # fmt: skip
def test_weeks_and_seasons_are_no_topics(heading: str, year: int | None) -> None:
    """A heading that says when papers were listed is no task; its year holds below."""
    (entry,) = read(f"# Bells\n\n## {heading}\n\n- [Bells That Learn to Listen](https://arxiv.org/abs/2101.00001)\n").entries
    assert (entry.heading, entry.year) == ((), year)


def test_groups_below_the_title_of_the_list_are_topics() -> None:
    """Nested items are topics where the only heading is the title of the list, also beside groups that say a year or venue."""
    listed = read(
        "# Nested bells\n\n- Tuning\n  - [Bells That Learn to Listen](https://arxiv.org/abs/2101.00001)\n"
        "- ICML 2021\n  - [Bronze in the Age of Light](https://arxiv.org/abs/2101.00002)\n"
    )
    assert [entry.heading for entry in listed.entries] == [("Tuning",), ()]


@pytest.mark.parametrize(("title", "heading"), [("Awesome Bells", ()), ("A curated list of bells", ()), ("Bells", ("Bells",))])
def test_a_title_that_names_a_list_is_no_topic(title: str, heading: tuple[str, ...]) -> None:
    """The only heading of a list is its title where its words say so, and else the topic of all its papers."""
    assert read(f"# {title}\n\n- [Bells That Learn to Listen](https://arxiv.org/abs/2101.00001)\n").entries[0].heading == heading


def test_a_template_is_no_item() -> None:
    """What is left of a template is no entry, and none that could not be read; words for names are no title."""
    text = "".join(
        f"- **{title}**, *{names}*, ICML 2021. [[paper]({link})]\n"
        for title, names, link in (
            ("Bells That Learn to Listen", "Una Volk", "https://arxiv.org/abs/2101.00001"),
            ("Singing in the Wind", "Ada Byron", "https://arxiv.org/abs/2101.00002"),
            ("Paper Title", "Authors", "link"),
        )
    )
    listed = read(text)
    assert [entry.title.form for entry in listed.entries] == ["Bells That Learn to Listen", "Singing in the Wind"]
    assert not listed.unread


def test_pictures_behind_a_title_are_no_part_of_it() -> None:
    """One before it can be."""
    assert one("- [Bells That Learn to Listen \U0001f4d6](https://arxiv.org/abs/2101.00001)").title.form == "Bells That Learn to Listen"


def test_names_below_a_title_in_its_cell() -> None:
    """A title in plain text ends where names stand on the next line of its cell, before a link; a preprint's number before it is none of it."""
    row = "| | Title | Where |\n|--|--|--|\n| 1 | Bells with Empty Headers<br>Ada Byron, Carl Dorn<br>[[paper](https://arxiv.org/abs/2101.00001)] | ICLR 2020 |\n"
    (entry,) = read(row).entries
    assert (entry.title.form, entry.author_forms) == ("Bells with Empty Headers", ("Ada Byron", "Carl Dorn"))
    assert one("- [[2201.00009] Bells That Learn Numbers](https://arxiv.org/abs/2101.00001)").title.form == "Bells That Learn Numbers"


def test_what_stands_in_brackets_beside_venue_and_year_is_kept() -> None:
    """A tag is a remark, an institution is one."""
    entry = one("* (CVPR 2023) [Editing] **Bells That Learn to Paint**, Ada Byron et al. [[Paper](https://arxiv.org/abs/2101.00001)]")
    assert (entry.venue, entry.year, entry.notes) == ("CVPR", 2023, ("Editing",))
    entry = one("- [2023.01] [arXiv] [Stanford] Bells That Learn in Memory [[paper]](https://arxiv.org/abs/2101.00001)")
    assert (entry.venue, entry.institution_forms, entry.notes) == ("arXiv", ("Stanford",), ())


def test_people_called_like_a_company() -> None:
    """A list of authors with a Huawei among them is no list of organisations, in tagged entries as well."""
    (entry,) = read(
        "# Bells\n\n## Tuning\n\n**[ICLR-2019]**\n[Graph Wavelet Bells](https://arxiv.org/abs/1904.00001)\n<br>\n**Authors:** Ada Byron, Huawei Shen, Qi Cao\n"
    ).entries
    assert (entry.author_forms, entry.institution_forms) == (("Ada Byron", "Huawei Shen", "Qi Cao"), ())
