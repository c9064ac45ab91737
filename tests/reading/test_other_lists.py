"""Forms of lists met after the reader was made: each case is one trap, in words of its own."""

import pytest

from avgraph.model.entries import Entry, Source
from avgraph.reading.fields.people import read_names
from avgraph.reading.markdown.located import LocatedText
from avgraph.reading.read import parse_reading_list

SOURCE = Source("case", "case.md", "", "case")


def read(text: str, profile: str | None = None) -> list[Entry]:
    """Return the entries of a list that name papers."""
    return [entry for entry in parse_reading_list(text, SOURCE, profile=profile).entries if entry.is_paper]


def titles(text: str) -> list[str]:
    """Return the titles of a list."""
    return [entry.title.form for entry in read(text)]


def test_a_tagged_list_has_other_entries_where_they_say_who_or_where() -> None:
    """A paragraph that introduces the list links to its survey, and is no paper; an item and a citation without a tag are papers."""
    introduction = "[[Site of the Survey]](https://example.org/survey), [[arXiv]](https://arxiv.org/abs/1901.00009)\n\n"
    tagged = "**[CVPR-2020]**\n[Hearing with the Eyes](https://arxiv.org/abs/1901.00001)\n<br>\n**Authors:** Ada Byron\n\n"
    item = "- [Seeing with the Ears](https://arxiv.org/abs/1901.00002), Alan Tring, ICCV 2021\n\n"
    citation = "[4] A. Tring and B. Byron, [“Smelling with the Hands,”](https://arxiv.org/abs/1901.00004) in CVPR 2021\n"
    listed = parse_reading_list(
        f"# Survey\n\n{introduction}## Sound\n\n{tagged}{tagged.replace('1901.00001', '1901.00003')}{item}{citation}", SOURCE
    )
    assert [(entry.first_line, entry.title.form) for entry in listed.entries] == [
        (7, "Hearing with the Eyes"),
        (12, "Hearing with the Eyes"),
        (17, "Seeing with the Ears"),
        (19, "Smelling with the Hands"),
    ]
    assert [(each.code, each.line) for each in listed.diagnostics if each.code == "AVG402"] == [("AVG402", 3)]
    assert listed.unread == ()


def test_names_of_groups_are_no_tags() -> None:
    """Bold brackets above items part them into groups; no tagged entry has items for its fields."""
    text = """
# Networks of Ears

**[Outer Ears]**
- Hearing at a Distance: A Study of Ears (SIGCOMM 2019) [[pdf](https://arxiv.org/abs/1901.00001)]
- Ears that Turn towards Sound (NSDI 2020) [[pdf](https://arxiv.org/abs/2001.00001)]

**[Inner Ears]**
- Canals and their Balance (OSDI 2021) [[pdf](https://arxiv.org/abs/2101.00001)]
"""
    assert titles(text) == ["Hearing at a Distance: A Study of Ears", "Ears that Turn towards Sound", "Canals and their Balance"]


def test_word_before_a_venue() -> None:
    """``Title. In *COLT 2016*.``: the word belongs to the venue."""
    text = """
- Descent to the bottom of a well. In *COLT 2016*. [[pdf](https://arxiv.org/abs/1601.00001)]
- When does a bucket leave the well? In *ICML 2018*. [[pdf](https://arxiv.org/abs/1801.00001)]
"""
    assert titles(text) == ["Descent to the bottom of a well", "When does a bucket leave the well?"]
    assert [(entry.venue, entry.year) for entry in read(text)] == [("COLT", 2016), ("ICML", 2018)]


@pytest.mark.parametrize(
    "title",
    [
        "What is a sound, what is it not, how we use it in rooms and how it moves you",
        "The Northern Technical Report for Interspeech 2024 Speech Processing Using Tiny Speech Unit Challenge",
        "[2010][SM] Sounding Machines",
        "[2016][Somewhere] Deep Neural Networks for Sound Recommendations",
    ],
)
def test_titles_like_sentences_and_venues(title: str) -> None:
    """A link to a paper whose words are those of sentences or venues as well is a title."""
    text = f"- [Hearing with Machines](https://arxiv.org/abs/1901.00001)\n- [{title}](https://arxiv.org/abs/1901.00002)\n"
    assert len(read(text)) == 2


@pytest.mark.parametrize("text", ["声音模型（ABC），做声音转可编辑 ABC 代码任务", "将 ABC 特征和 DE 特征合并使用", "ABC 能读入"])
def test_remarks_in_another_script_are_no_names(text: str) -> None:
    """Words of Chinese with Latin ones between them name nobody."""
    assert read_names(LocatedText.at(text, 0)) is None


def test_years_in_brackets_of_their_own() -> None:
    """``[[2009][SM] Title](link)``: the number in brackets is the year, not that of the entry."""
    text = "- [[2009][SM] Ranking of Sounds from Implicit Feedback](rank/a.pdf)\n- [[2010] Sounds and their Machines](rank/b.pdf)\n"
    assert [entry.year for entry in read(text)] == [2009, 2010]


def test_names_with_a_date_alone() -> None:
    """A line, or the tag before a title, that holds a name in capitals and a date names the venue; no person, no remark."""
    text = """
**Ears and the evolution of sound.**
Ada Byron, Alan Tring.
*Biochemistry, March 2022.*
[[10.1021/aa](https://doi.org/10.1021/aa)]

**Sounds and the evolution of ears.**
Ada Byron, Di Hu.
*Emerging topics in sound sciences, April 2021.*
[[10.1021/ab](https://doi.org/10.1021/ab)]
"""
    assert [(entry.venue, entry.date) for entry in read(text)] == [
        ("Biochemistry", "2022-03"),
        ("Emerging topics in sound sciences", "2021-04"),
    ]
    assert [
        (entry.venue, entry.year)
        for entry in read("- [Restraints'2017] [Hearing under many constraints](https://arxiv.org/abs/1701.00001)\n")
    ] == [("Restraints", 2017)]


def test_running_text_names_no_paper() -> None:
    """Text that a link goes on with is no title."""
    text = """
We recently released a [review](https://arxiv.org/abs/1811.00001) of hearing machines.

- [Hearing with Machines: A Study](https://arxiv.org/abs/1901.00001)
- [Machines that Hear: A Study](https://arxiv.org/abs/1901.00002)
"""
    assert titles(text) == ["Hearing with Machines: A Study", "Machines that Hear: A Study"]


def test_short_names_before_a_title() -> None:
    """``**Attentive Ears**: "Title"``: two words in capitals name a method here and nobody."""
    text = """
* **Attentive Ears**: "Listening to Groups of Robots with Language Models", *arXiv, Mar 2024*. [[Paper](https://arxiv.org/abs/2403.00001)]
* **Turned Ears**: "Planning of Robot Actions by Sound", *ICRA, 2024*. [[Paper](https://arxiv.org/abs/2310.00001)]
"""
    assert [len(entry.authors) for entry in read(text)] == [0, 0]


def test_year_and_venue_with_dashes_before_a_title() -> None:
    """``18-SIGCOMM-Title``, without any link."""
    text = """
# Reading
## Basics
- 18-SIGCOMM-Revisiting the Support of Ears
- 19-NSDI-Ears can be General: Fast, Scalable and Simple Distributed Transactions with Two-Sided (SND) Messages
- **20-OSDI-A Simpler Model of Ears for Network Functions**
"""
    assert [(entry.title.form, entry.venue, entry.year) for entry in read(text)] == [
        ("Revisiting the Support of Ears", "SIGCOMM", 2018),
        ("Ears can be General: Fast, Scalable and Simple Distributed Transactions with Two-Sided (SND) Messages", "NSDI", 2019),
        ("A Simpler Model of Ears for Network Functions", "OSDI", 2020),
    ]


def test_abbreviated_journals_are_nobody() -> None:
    """``Expert Syst. Appl., 2017`` beside a title, with names below."""
    text = """
1. **Ears in many rooms: a survey of hearing.** Expert Syst. Appl., 2017. [paper](https://arxiv.org/abs/1701.00001)

   *Ada Byron, Alan Tring*

2. **Rooms for many ears: a study of halls.** BigData, 2019. [paper](https://arxiv.org/abs/1901.00001)

   *Ada Byron, Di Hu*
"""
    assert [(entry.venue, entry.year, entry.authors.forms) for entry in read(text)] == [
        ("Expert Syst. Appl.", 2017, ("Ada Byron", "Alan Tring")),
        ("BigData", 2019, ("Ada Byron", "Di Hu")),
    ]


def test_headings_of_years_are_no_topics() -> None:
    """``Before 2022`` parts a topic by time."""
    text = "## Ears\n### Before 2022\n- [Hearing with Machines: A Study](https://arxiv.org/abs/1901.00001)\n- [Ears of Machines: A Study](https://arxiv.org/abs/1901.00002)\n"
    assert [entry.heading[-1] for entry in read(text)] == ["Ears", "Ears"]
    assert [entry.year for entry in read(text)] == [None, None]


def test_paragraphs_with_venue_and_project_page() -> None:
    """``VENUE 2019, [Title](page)`` among its like lists a paper."""
    text = """
SIGCOMM 2019, [Scheduling of Many Ears in Clusters](https://ears.example.org/many/)

OSDI 2020, [A Framework for Fine Ears and their Hearing](https://www.usenix.org/conference/osdi20/presentation/ears)

NSDI 2021, [Scaling of Ears with an Online Approach](https://ieeexplore.ieee.org/document/8818401)
"""
    assert len(read(text)) == 3


def test_entries_below_an_entry() -> None:
    """An item with a paper and papers below it is an entry itself, though one of those below leads to a page."""
    text = """
1. **The Shared Ear of Time**. [Byron, Tring (1974)](https://ears.example.edu/time.pdf).
    * A Structure of Many Ears. [Tring (1968)](https://ears.example.edu/many.pdf).
    * An Experimental Ear System. [Hu (1962)](https://ears.example.edu/experiment/).
    * Reflections on Trusting Ears. [Byron (1984)](https://ears.example.edu/trust.pdf).
1. **The Mythical Ear of Months**. [Hu (1975)](https://ears.example.edu/months.pdf).
    * How do ears invent? [Hu (1968)](https://ears.example.edu/invent.pdf).
"""
    assert titles(text)[:2] == ["The Shared Ear of Time", "A Structure of Many Ears"]
    assert "The Mythical Ear of Months" in titles(text)


def test_reports_of_institutions() -> None:
    """``Title, NAME Tech Report 2018``: the report is where it was published."""
    text = """
1. (EAR) Improving Hearing by Generative Listening, SomeLab Tech Report 2018. [[Paper](https://ears.example.org/a.pdf)]
2. Ears are Unsupervised Listeners, NAACL 2019. [[Paper](https://arxiv.org/pdf/1901.00001.pdf)]
"""
    assert titles(text)[0] == "Improving Hearing by Generative Listening"
    assert read(text)[0].year == 2018


def test_sections_of_remarks_and_open_years() -> None:
    """Survey is a topic though beside a venue it is a remark; "2020 and before" is none, and a colon is no part of a name."""
    text = "# L\n\n" + "\n".join(
        f"## {heading}\n\n- [{title}](https://arxiv.org/abs/1901.0000{number}), CVPR 2021\n"
        for number, (heading, title) in enumerate(
            [("Survey", "A Survey of Bells"), ("2020 and before", "Towards Bronze from Noise"), ("Tuning:", "Learning to Tune a Bell")]
        )
    )
    listed = parse_reading_list(text, Source("case", "case.md", "", "case"))
    assert [entry.heading for entry in listed.entries] == [("Survey",), (), ("Tuning",)]


def test_the_title_of_a_list_is_no_topic() -> None:
    """The heading over all is none, though a paper stands right under it; nor is a heading over no paper, such as one of tools."""
    items = "".join(
        f"- [Hearing in Room {n}: A Study of Echoes](https://arxiv.org/abs/19{n:02}.00001), CVPR 20{n}\n" for n in range(10, 22)
    )
    text = f"""
# Awesome Hearing

- [Ears: A Survey of Hearing](https://arxiv.org/abs/1801.00001)

## Rooms

{items}
## Tools

- [Earphone](https://github.com/byron/earphone): plays what it hears

# Benches

- [Benches for Ears: Sitting and Listening](https://arxiv.org/abs/1802.00001), ICCV 2018
"""
    listed = parse_reading_list(text, SOURCE)
    assert {entry.heading for entry in listed.entries if entry.is_paper} == {(), ("Rooms",), ("Benches",)}
    assert [heading.path for heading in listed.headings] == [("Rooms",), ("Benches",)]


def test_year_and_month_of_a_preprint() -> None:
    """What is printed as year and month of a preprint's number is no year, where it can be none or the link says so; elsewhere it is one."""
    listed = read("""
- Hearing the Shape of Rooms (arXiv 2011) [[pdf](https://arxiv.org/abs/2011.12345)]
- Hearing the Shape of Walls (arXiv 2106) [[pdf](https://arxiv.org/abs/2106.12345)]
- Hearing the Shape of Doors (arXiv 2012) [[pdf](https://arxiv.org/abs/1210.12345)]
""")
    assert [(entry.year, entry.date) for entry in listed] == [(2020, "2020-11"), (2021, "2021-06"), (2012, None)]


def test_names_and_seasons_beside_a_year_are_no_venues() -> None:
    """A citation in a bracket says who and when, and a season is no venue."""
    listed = read("""
- [Whale Brains in Summer](https://arxiv.org/abs/1901.00001) (Byron & Dorn, 2019)
- [Whale Songs in Winter](https://arxiv.org/abs/1901.00002) (Erde, 2018)
- [Whales of All Seas](https://arxiv.org/abs/1901.00003) (Spring 2022)
""")
    assert [(entry.venue, entry.year, entry.author_forms) for entry in listed][:2] == [
        (None, 2019, ("Byron", "Dorn")),
        (None, 2018, ()),
    ]
    assert listed[2].venue is None


def test_authors_in_the_cell_of_the_title() -> None:
    """Names below a title in its cell are its authors, whatever the column is called."""
    listed = read("""
| Paper | Year | Venue |
|---|---|---|
| [Seeing Stars from Home](https://arxiv.org/abs/2101.00001)<br>Ada Byron, Carl Dorn | 2021 | ICCV |
| [Hearing Stars in the Noise](https://arxiv.org/abs/2201.00001)<br>Eva Erde, Gil Frank | 2022 | CVPR |
""")
    assert [entry.author_forms for entry in listed] == [("Ada Byron", "Carl Dorn"), ("Eva Erde", "Gil Frank")]


def test_tables_of_datasets() -> None:
    """A table of datasets in a list of any form lists datasets and no papers."""
    listed = parse_reading_list(
        """
# List

## Papers

- [Whales in Winter Seas](https://arxiv.org/abs/1901.00001) (ICML 2019)

## Datasets

| Dataset | Year | Hours | Task |
|---|---|---|---|
| [WhaleSong](https://example.org/whales) | 2019 | 200h | song detection |
| KrillSet | 2020 | 12h+ | counting |
""",
        Source("case", "case.md", "", "case"),
    )
    assert [entry.title.form for entry in listed.entries] == ["Whales in Winter Seas"]
    assert [(row.names, row.years, row.duration_hours, row.heading) for row in listed.dataset_rows] == [
        (("WhaleSong",), (2019,), "200.0", ("Datasets",)), (("KrillSet",), (2020,), "12.0", ("Datasets",)),
    ]  # fmt: skip


def test_a_given_profile_places_all_fields() -> None:
    """Names, institutions, venue and year stand where the example has them, whatever they are; what it does not fit is read as without it."""
    listed = parse_reading_list(
        """
- Bells That Learn to Listen | Cher, Ada Byron | Foundry | Xyzzy | 2021 | [p](https://arxiv.org/abs/2101.00001)
- Singing in the Wind of Bells | Plato | Tower | Qux Meet | '22 | [p](https://arxiv.org/abs/2303.00003)
- Bells in Space and Time (CVPR 2020) [p](https://arxiv.org/abs/2303.00004)
""",
        SOURCE,
        profile="- Title | Author | Institution | Venue | Year | [Paper](url)",
    )
    assert [(entry.author_forms, entry.institution_forms, entry.venue, entry.year) for entry in listed.entries] == [
        (("Cher", "Ada Byron"), ("Foundry",), "Xyzzy", 2021), (("Plato",), ("Tower",), "Qux Meet", 2022), ((), (), "CVPR", 2020),
    ]  # fmt: skip


def test_the_profile_says_where_fields_stand() -> None:
    """A field that most entries state in one place is said to stand there."""
    listed = parse_reading_list(
        """
## CVPR 2023
- [Bells That Learn to Listen](https://arxiv.org/abs/2101.00001) - *Ada Byron, Carl Dorn*
- [Singing in the Wind of Bells](https://arxiv.org/abs/2303.00003) - *Eva Erde*
""",
        SOURCE,
    )
    assert listed.profile is not None
    assert listed.profile.words[3:] == (
        "authors after a dash after the title", "links", "venue in the headings above", "year in the headings above",
    )  # fmt: skip


def test_links_where_an_example_has_their_words() -> None:
    """Links whose words and addresses say nothing lead to what the example says at their places, in an item and in a table."""
    item = "- **Foundry Works on Bells That Learn** Ada Byron. ICASSP 2021. [here](https://bells.example.org/1) [there](https://forge.example.org/x)\n"
    listed = read(item, profile="- **Title** Author. Venue Year. [Paper](url) [Code](url)")
    assert [kind.value for kind in listed[0].link_kinds] == ["paper", "code"]
    row = "| Name | X | Y |\n|---|---|---|\n| Foundry Works on Bells That Learn | [link](https://bells.example.org/1) | [link](https://forge.example.org/x) |\n"
    listed = read(row, profile="| Title | Paper | Code |")
    assert [(entry.title.form, [kind.value for kind in entry.link_kinds]) for entry in listed] == [
        ("Foundry Works on Bells That Learn", ["paper", "code"])
    ]


def test_a_first_heading_that_introduces_the_list_is_no_topic() -> None:
    """Papers stand under other headings of the first level as well, and a text introduces the list below the first."""
    text = """
# Bells and machines

What we read on Mondays.

## Tuning
- [A Bell That Learns to Listen](https://arxiv.org/abs/2101.00001)

# Casting
- [Towards Bronze from Little Noise](https://arxiv.org/abs/2304.00004)
"""
    assert [entry.heading for entry in read(text)] == [("Tuning",), ("Casting",)]
