"""Forms of lists that were read wrongly at first sight: each case is one trap, in words of its own."""

import pytest

from avgraph.model.entries import Entry, Source
from avgraph.reading.fields.institutions import is_institution
from avgraph.reading.read import parse_reading_list

SOURCE = Source("case", "case.md", "", "case")


def read(text: str) -> list[Entry]:
    """Return the entries of a list that name papers."""
    return [entry for entry in parse_reading_list(text, SOURCE).entries if entry.is_paper]


def titles(text: str) -> list[str]:
    """Return the titles of a list."""
    return [entry.title.form for entry in read(text)]


def test_titles_that_go_on_after_a_colon_in_the_link() -> None:
    """``[Name:](url) Title``, and a long name before the colon where the others are short ones; a wide bar ends the title."""
    text = """
- [Carillon:](https://arxiv.org/abs/1901.00001) Tuning of Many Bells in Large Towers | Foundry Labs
- [Toll](https://arxiv.org/abs/1901.00002): Fast Ringing for Small Towers \uff5c Microsoft
- [Ring](https://arxiv.org/abs/1901.00003): A System for Bells | OSDI 22
- [Ringing Large Bells in Parallel with Ropes](https://arxiv.org/abs/1901.00004): A Rope-Driven Approach
"""
    assert titles(text) == [
        "Carillon: Tuning of Many Bells in Large Towers",
        "Toll: Fast Ringing for Small Towers",
        "Ring: A System for Bells",
        "Ringing Large Bells in Parallel with Ropes: A Rope-Driven Approach",
    ]


def test_descriptions_after_a_colon() -> None:
    """Where no short name stands before the colon, the link alone is the title."""
    text = """
- [Ringing Large Bells in Parallel with Ropes](https://arxiv.org/abs/1901.00001): introduces ropes
- [Towards Silent Bells: A Survey of Clappers](https://arxiv.org/abs/1901.00002): the survey to start with
- [How Bells Learn to Listen to Each Other](https://arxiv.org/abs/1901.00003): fun to read
"""
    assert titles(text)[0] == "Ringing Large Bells in Parallel with Ropes"


def test_citations_with_a_colon_after_the_names() -> None:
    """Names before a colon, whatever they end with: "et al.", initials, two names, two families; journals as they are cut short."""
    text = """
* Ada B. Byron and Carl Dorn: Representations of Bells and Towers, 2014.
* Eva Erde, et al.: Skip-Bell Vectors, 2015.
* Frank Fell et al.: Bells (almost) from Scratch, J. of Machine Learning Research, 2011.
* Gil Gong, Hedi Hall, Ina I.J. Ives: Random Bells: Models for Ringing and Tolling, ICML 2001.
* Ada Byron, Carl C. Dorn, and Eva E. Erde: Latent Bell Allocation, J. Machine Learning Research, 2003.
* Dorn and Erde: Unsupervised Models for Bell Classification, EMNLP 1999.
* Gil Gong and Hedi Hall. Loud Ringing and Silent Bells, Computational Linguistics, 1993.
* Ina Ives: A Statistical Workbook of Bells, 1999.
"""
    entries = read(text)
    assert [(entry.title.form, entry.venue, entry.year, len(entry.authors)) for entry in entries] == [
        ("Representations of Bells and Towers", None, 2014, 2),
        ("Skip-Bell Vectors", None, 2015, 1),
        ("Bells (almost) from Scratch", "J. of Machine Learning Research", 2011, 1),
        ("Random Bells: Models for Ringing and Tolling", "ICML", 2001, 3),
        ("Latent Bell Allocation", "J. Machine Learning Research", 2003, 3),
        ("Unsupervised Models for Bell Classification", "EMNLP", 1999, 0),
        ("Loud Ringing and Silent Bells", "Computational Linguistics", 1993, 2),
        ("A Statistical Workbook of Bells", None, 1999, 1),
    ]
    assert not is_institution("J. of Bell Research")


def test_a_full_stop_ends_the_title_of_a_citation() -> None:
    """What follows it is a publisher, or the book that it stands in; what is in bold in a bracket is a chapter."""
    text = """
- Ada B. Byron, Carl Dorn, and Eva E. Erde. 1983. The Psychology of Ringing. B. Foundry Assoc. Inc., Towerton. (**Chapter 2 The Clapper**)
- Carl Dorn and Gil Gong. 1992. **Beyond being heard**. In Proceedings of the Conference on Bells. ACM, New York, 119-125.
- Eva Erde. 1993. **Interacting with ropes in the tower**. Commun. ACM 36, 7 (July 1993), 87-96.
"""
    assert titles(text) == ["The Psychology of Ringing", "Beyond being heard", "Interacting with ropes in the tower"]


def test_years_with_a_venue_before_a_dash() -> None:
    """``[-] 2015-NIPS - Title``, over two lines as well."""
    text = """
[-] 2012-ICML - Learning to Label Bells from Noisy Towers. [[Paper]](https://arxiv.org/abs/1201.00001)

[-] 2014-Survey - Towers in the Presence of Bells: a Survey. [[Paper]](https://arxiv.org/abs/1401.00001)

[-] 2015-NIPS - Learning with Loud Bells: The Importance of
Being Tolled. [[Paper]](https://arxiv.org/abs/1501.00001)

[-] 2016 - Making Bells Tolerant to Noise. [[Paper]](https://arxiv.org/abs/1601.00001)
"""
    assert [(entry.title.form, entry.venue, entry.year) for entry in read(text)] == [
        ("Learning to Label Bells from Noisy Towers", "ICML", 2012),
        ("Towers in the Presence of Bells: a Survey", None, 2014),
        ("Learning with Loud Bells: The Importance of Being Tolled", "NIPS", 2015),
        ("Making Bells Tolerant to Noise", None, 2016),
    ]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("- [NSDI'23] Chime: A Co-design of Bells and Towers [also in [2.1](#21-bells)]", "Chime: A Co-design of Bells and Towers"),
        ('1. **Peal** (MLM): "Peal: Training Bells by "Ringing" old clappers" [2022-06] [[paper](https://arxiv.org/abs/2206.00009)]', 'Peal: Training Bells by "Ringing" old clappers'),
    ],
)  # fmt: skip
def test_marks_within_an_entry(line: str, title: str) -> None:
    """A remark whose link ends in a bracket is no part of the title; words in quotes in a quoted title are."""
    others = """
- [NSDI'23] Toll: A System for Ringing Bells in Large Towers [[paper](https://arxiv.org/abs/2206.00001)]
1. **Ding** (MLM): "Dong: Towards Ringing in Every Tower" [2022-06] [[paper](https://arxiv.org/abs/2206.00002)]
"""
    assert title in titles(f"{others}{line}\n")


def test_citations_in_a_link() -> None:
    """The names, with "et al." or a year before a colon, are no part of the title, and neither is a remark in the next line."""
    text = """
1. [Byron 2002 : Bells up or bells down?](https://arxiv.org/abs/1901.00001)
2. [Byron, Dorn 2002 : Bells up?: tuning with learning machines](https://arxiv.org/abs/1901.00002)
cited 3K times for the reason above
3. [Erde et al. Tuning of Bells in Multiple Towers: A Selection of Ropes](https://arxiv.org/abs/1901.00003)
4. [Byron, Ada R., and Carl Dorn. "Open issues in the tuning of bells: A case study." Bells (2013).](https://arxiv.org/abs/1901.00004)
5. [Dorn & Erde. "BELL: A Corpus of Many Towers and Ropes." LREC. 2012.](https://arxiv.org/abs/1901.00005)
"""
    assert titles(text) == [
        "Bells up or bells down?",
        "Bells up?: tuning with learning machines",
        "Tuning of Bells in Multiple Towers: A Selection of Ropes",
        "Open issues in the tuning of bells: A case study",
        "BELL: A Corpus of Many Towers and Ropes",
    ]


def test_a_text_below_several_entries_titles_none() -> None:
    """A placeholder that is nested in each entry is none of their titles."""
    entries = (
        ("Ada Byron and Carl Dorn", "Bells and their Towers"),
        ("Eva Erde and Gil Gong", "Dynamic Bells in Planar Towers"),
        ("Hedi Hall and Ina Ives", "Ropes near Linear Time"),
    )
    remark = "   - *Placeholder: A brief summary of the significance and the key contributions of this paper.*\n"
    text = "\n".join(f"{number}. **{names}** - *{title}* (2005)\n{remark}" for number, (names, title) in enumerate(entries, 1))
    assert titles(text) == [title for _, title in entries]


def test_paragraphs_with_a_labelled_link() -> None:
    """``Title , Project: <url>``: among papers it is one, whatever the link leads to, and the label is no venue."""
    text = """
Ringing in Time with Neural Towers ,
PDF: <https://arxiv.org/abs/1901.00001>

Matching of Scores via Differentiable Bells ,
Project: <https://github.com/example/bells>

A viscosity model for Bells in Motion ,
Project+Code: <https://www.sciencedirect.com/science/article/abs/pii/S0000000000000001>

Bells on Unsteady Towers: A Graph Network ,
WWW: <https://aip.scitation.org/doi/10.1063/5.0000001>
"""
    assert [(entry.title.form, entry.venue) for entry in read(text)] == [
        ("Ringing in Time with Neural Towers", None),
        ("Matching of Scores via Differentiable Bells", None),
        ("A viscosity model for Bells in Motion", None),
        ("Bells on Unsteady Towers: A Graph Network", None),
    ]


def test_what_is_no_paper() -> None:
    """The home pages of conferences, and journals by their full names."""
    papers = "".join(f"- [Ringing of Bells in Tower {number}](https://arxiv.org/abs/1901.0000{number}), ICML 2019\n" for number in range(8))
    text = f"""
# Bells

- Machine learning
   * [NeurIPS](https://nips.cc/)
   * [SDM](https://www.siam.org/Conferences/CM/Conference/sdm19)
- **[Medical Image Analysis (MedIA)](https://www.journals.elsevier.com/medical-image-analysis/)**
- **International Conference on Bells in Medical Imaging (IPMI)**

## Ringing

{papers}"""
    assert [entry.venue for entry in read(text)] == ["ICML"] * 8


def test_names_and_institutions_in_brackets() -> None:
    """Families before a year, one with an initial before "et al.", and places that are nobody."""
    text = """
- [**Membership of Bells in Towers**](https://arxiv.org/abs/1901.00001) (Byron, C. et al., 2017)
- [**Understanding Bells in Generalized Towers**](https://arxiv.org/abs/1901.00002) (Long et al., 2018)
- [**Towers that Remember Too Many Bells**](https://arxiv.org/abs/1901.00003) (Dorn and Erde, 2019)
"""
    assert [entry.author_forms for entry in read(text)] == [("C. Byron",), ("Long",), ("Dorn", "Erde")]
    quoted = """
“Bells, Towers, and Ropes”, Byron and Dorn (2002)

“Gains from Many Bells”, Ada Byron (1980)

“Sources of Gains from Bells”, Carl Dorn (2018)
"""
    assert [entry.author_forms for entry in read(quoted)] == [("Byron", "Dorn"), ("Ada Byron",), ("Carl Dorn",)]
    places = """
* **Toll**: "Ringing in the Fourier Domain of Towers", ICLR, 2022 (*UT Austin*). [[Paper](https://arxiv.org/abs/2201.00001)]
* **Peal**: "Ringing at Scale in Many Towers", ICLR, 2021 (*KTH Sweden*). [[Paper](https://arxiv.org/abs/2101.00001)]
"""
    assert [entry.author_forms for entry in read(places)] == [(), ()]


def test_keys_of_citations_and_theses() -> None:
    """``[Byron 2017] Ada Byron. …``: the key is no venue; the degree of a thesis stands where a venue does, with its year."""
    cited = """
[Byron 2017] Verified Bells: An Introduction to Functional Towers, by Ada Byron. https://arxiv.org/abs/1701.00001

[Dorn 2013] Certified Ringing with Dependent Ropes, by Carl Dorn. https://arxiv.org/abs/1301.00001
"""
    assert [(entry.venue, entry.year) for entry in read(cited)] == [(None, 2017), (None, 2013)]
    text = """
- Robust and Efficient Ringing of Distributed Bells.
  [[pdf]](https://arxiv.org/abs/2101.00001)
  - Ada Byron. *Ph.D. Dissertation at University of Exampleton*, 2021.
- Defenses of Towers against Loud Bells.
  [[pdf]](https://arxiv.org/abs/2101.00002)
  - Carl Dorn. *ICML*, 2021.
"""
    assert [(entry.venue, entry.year) for entry in read(text)] == [("Ph.D. Dissertation at University of Exampleton", 2021), ("ICML", 2021)]


def test_short_names_with_a_number_before_a_colon() -> None:
    """``2015-PNAS - BELL-25: …``: the second is the name of a set, no venue."""
    text = """
[-] 2015-PNAS - BELL-25: Circuits of bells and their variations in towers. [[Paper]](https://arxiv.org/abs/1501.00001)

[-] 2017-Arxiv - Superhuman Ringing on the Challenge of Bells. [[Paper]](https://arxiv.org/abs/1701.00001)
"""
    assert [(entry.title.form, entry.venue) for entry in read(text)] == [
        ("BELL-25: Circuits of bells and their variations in towers", "PNAS"),
        ("Superhuman Ringing on the Challenge of Bells", "Arxiv"),
    ]


def test_people_who_sign_as_one_and_remarks_on_a_paper() -> None:
    """A collaboration is the author before its year and no venue; a remark behind the pages hides no journal."""
    text = """
- Byron, A. (2004). Tuning towers in many steps. Journal of Bells, 9(3), 105-120.
- Open Bell Collaboration. (2015). Estimating the weight of bells in towers. Science, 349(6251), aac4716-aac4716.
- Dorn, C. & Erde, E. (1997). “A Model of Representative Bells”. The Quarterly Journal of Economics, 112(1), p. 85-114. (This one was hard to follow!)
"""
    assert [(entry.author_forms, entry.venue, entry.year) for entry in read(text)] == [
        (("A. Byron",), "Journal of Bells", 2004),
        (("Open Bell Collaboration",), "Science", 2015),
        (("C. Dorn", "E. Erde"), "Quarterly Journal of Economics", 1997),
    ]


def test_a_citation_in_a_link_after_the_title() -> None:
    """``Title. [Family, Family (year)](url)``: the link says who wrote it, also where it is more like a title than what stands before it."""
    text = """
1. **A Bell That Learns to Listen**. [Byron (1950)](https://bells.example.org/byron.pdf).
    * The Tower. [Dorn, Erde, Fell (1978)](https://bells.example.org/tower.pdf).
    * Why Do Bells Ring?. [Gong et al (1986)](https://bells.example.org/ring.pdf).
    * On Ropes and Their Knots. [Hedi Hall (2015)](https://bells.example.org/knots.pdf).
1. **The Mute Bell**. [Ives,  de Kuyper (1991)](https://bells.example.org/mute.pdf).
"""
    assert [(entry.title.form, entry.author_forms, entry.year) for entry in read(text)] == [
        ("A Bell That Learns to Listen", ("Byron",), 1950),
        ("The Tower", ("Dorn", "Erde", "Fell"), 1978),
        ("Why Do Bells Ring?", ("Gong",), 1986),
        ("On Ropes and Their Knots", ("Hedi Hall",), 2015),
        ("The Mute Bell", ("Ives", "de Kuyper"), 1991),
    ]


def test_one_family_name_where_the_others_are_cited() -> None:
    """``(Byron, 2018)`` is who wrote it where the list cites so, and nobody where nothing says so."""
    cited = "".join(
        f"- [**How {word} Ring in the Wind**](https://arxiv.org/abs/1801.0000{number}) ({names}, 2018)\n"
        for number, (word, names) in enumerate(
            {
                "Bells": "Dorn et al.",
                "Gongs": "Erde and Fell",
                "Chimes": "Gong et al.",
                "Tubes": "Hall & Ives",
                "Bowls": "Jones et al.",
            }.items()
        )
    )
    alone = "- [**Casting Towers without Ropes**](https://arxiv.org/abs/1801.00009) (Sannai, 2018)\n"
    assert [entry.author_forms for entry in read(cited + alone)][-2:] == [("Jones",), ("Sannai",)]
    assert [entry.author_forms for entry in read(alone)] == [()]


def test_journals_with_volume_and_year_as_links() -> None:
    """A nested item whose links are the journal and words belongs to the title above it; what a volume says is no part of a title."""
    text = """
+   Casting bells with machines that listen
    + [[Scientific Reports 14.1 (2024)](https://www.nature.com/articles/s41598-024-00001-1)] • [[code1](https://github.com/a/b)], [[code2](https://github.com/a/c)]
+   Towers that sing in the wind
    + [[Nature Communications 15.1 (2024)](https://www.nature.com/articles/s41467-024-00002-2)] • [[Supplementary](https://bells.example.org/s.pdf)]

## Ropes

Hyperbell: a library for tuning bells and gongs
Bell Science & Discovery, 8(1) 2015
https://bells.example.org/article/1
"""
    assert [(entry.title.form, entry.venue, entry.year) for entry in read(text)] == [
        ("Casting bells with machines that listen", "Scientific Reports", 2024),
        ("Towers that sing in the wind", "Nature Communications", 2024),
        ("Hyperbell: a library for tuning bells and gongs", "Bell Science & Discovery", 2015),
    ]


def test_a_paper_of_named_authors_with_its_code_alone() -> None:
    """Where nearly all others link a paper, a title with its authors and code is one, too."""
    text = "".join(
        f"**How {word} Ring in the Loud Wind**  \nAda Byron, Carl Dorn  \n[arXiv](https://arxiv.org/abs/2301.0000{number})\n\n"
        for number, word in enumerate(("Bells", "Gongs", "Chimes", "Tubes"))
    )
    text += "**BellBench: Benchmarking Towers on Many Tasks**  \nEva Erde, Frank Fell  \n[GitHub](https://github.com/a/bellbench)\n"
    assert titles("# Papers on bells\n\n## Wind\n\n" + text)[-1] == "BellBench: Benchmarking Towers on Many Tasks"


def test_a_challenge_with_its_year_in_a_title() -> None:
    """What a title says of a challenge after a colon is no venue."""
    text = "- [Tuning Is Superior to Guessing: Analysis of the Great Bell Challenge 2020](https://arxiv.org/abs/2104.00001) - Ada Byron. Arxiv.org, 2021."
    assert [(entry.title.form, entry.venue, entry.year, entry.author_forms) for entry in read(text)] == [
        ("Tuning Is Superior to Guessing: Analysis of the Great Bell Challenge 2020", "Arxiv.org", 2021, ("Ada Byron",))
    ]


def test_what_a_citation_is_of_stands_in_bold_before_it() -> None:
    """A name in bold before the names and year of a citation is no title; one with names, year and journal after it is."""
    text = """
# Bells

## Key bells

**Tubular Bells (TB)**. Byron, A.M., Dorn, C.P. and Erde, E., 2000, May. TB: casting tubes that ring. *ACM Sigmod Record*, 29(2), pp. 93-104. [[Download PDF]](https://bells.example.org/tb.pdf)

**Random Tower**. Fell, F.T. and Gong, G.H., 2008, December. Random tower. In *ICDM '08*, pp. 413-422. IEEE. [[Download PDF]](https://bells.example.org/rt.pdf)

Hall, H., 2013. Ringing ensembles: a position paper. *ACM SIGKDD Explorations Newsletter*, 14(2), pp.49-58. [[Download PDF]](https://bells.example.org/re.pdf)
"""
    assert [(entry.title.form, entry.author_forms, entry.year) for entry in read(text)] == [
        ("TB: casting tubes that ring", ("A.M. Byron", "C.P. Dorn", "E. Erde"), 2000),
        ("Random tower", ("F.T. Fell", "G.H. Gong"), 2008),
        ("Ringing ensembles: a position paper", ("H. Hall",), 2013),
    ]
    kept = "- **Casting Bells with Many Ropes.** Byron, A., Dorn, C. (2019). Proceedings of the Workshop on Bells. [[pdf](https://bells.example.org/1.pdf)]\n"
    assert titles(kept) == ["Casting Bells with Many Ropes"]


def test_items_below_a_word_for_blogs() -> None:
    """What stands below "Blogs:", or in a part of a section of datasets, is no paper for its company's sake."""
    papers = "".join(
        f"- 199{number}, [Ringing Bells in {word} Towers](https://arxiv.org/abs/0101.0000{number}), VLDB\n"
        for number, word in enumerate(("Large", "Small", "Old", "New", "Tall"))
    )
    text = f"""
## Ropes

Blogs:

- [How a Bell Works in the Wind Today](https://zhuanlan.example.org/p/1), thanks to [Ada](https://example.org/ada)

Papers:

{papers}
# Datasets

## Bells to bells

- [Bell recordings of old towers](https://bells.example.org/data): recordings of bells from ten towers shared by Oxford and Cambridge
"""
    assert titles(text) == [f"Ringing Bells in {word} Towers" for word in ("Large", "Small", "Old", "New", "Tall")]


def test_venues_of_unknown_names_where_all_others_stand() -> None:
    """What stands alone after a title is the venue where nearly all others have theirs there; a link that goes on from it is none."""
    known = "".join(
        f"- 200{number}, [Ringing Bells in {word} Towers](https://arxiv.org/abs/0101.0000{number}), VLDB\n"
        for number, word in enumerate(("Large", "Small", "Old", "New", "Tall", "Wet"))
    )
    text = (
        known
        + "- 2015, [Silent Bells of the North](https://bells.example.org/1.pdf), Blofeld\n- 2016, [Loud Bells of the South](https://bells.example.org/2.pdf), by [Ada](https://example.org)\n"
    )
    assert [(entry.venue, entry.year) for entry in read(text)][-2:] == [("Blofeld", 2015), (None, 2016)]


def test_a_journal_after_names_in_a_link() -> None:
    """``[Journal 12.5 (2022)](url)`` on the line after the names; the first name has its family name first, whatever the given names are."""
    text = """
* **Bells that listen to the wind**[2022]
  Dorn, Carl Emil, Eva Erde, and Frank Fell.
  [BellChem (2022)](https://doi.org/10.1000/1)

* **Towers that sing to the wind**[2021]
  Gong, Gil, and Hedi Hall.
  [Computational Bell Science 12.5 (2021)](https://doi.org/10.1000/2)
"""
    assert [(entry.author_forms, entry.venue, entry.year) for entry in read(text)] == [
        (("Carl Emil Dorn", "Eva Erde", "Frank Fell"), "BellChem", 2022),
        (("Gil Gong", "Hedi Hall"), "Computational Bell Science", 2021),
    ]


def test_short_venues_and_years() -> None:
    """Capitals and two digits after "et al." are venue and year; so are words in italics with a month after the names; a tag may hold more."""
    text = """
- [A Bell Compiler](https://arxiv.org/abs/2110.00001) by Ada Byron et al., ICS 22
- [A Rope Scheduler](https://arxiv.org/abs/2110.00002) by Carl Dorn, Eva Erde et al., SC 19
"""
    assert [(entry.author_forms, entry.venue, entry.year) for entry in read(text)] == [
        (("Ada Byron",), "ICS", 2022),
        (("Carl Dorn", "Eva Erde"), "SC", 2019),
    ]
    text = "**Learned bells for all towers.**  \nAda Byron, Carl Dorn.  \n*Current Carillons, May 2021.*  \n[[10.1002/1](https://doi.org/10.1002/1)]\n"
    assert [(entry.venue, entry.year) for entry in read(text)] == [("Current Carillons", 2021)]
    assert [
        entry.year
        for entry in read("1. [2023 iBell tGPT] **Generative bells from many towers** [[paper]](https://arxiv.org/abs/2301.00001)")
    ] == [2023]


def test_a_column_of_journals_or_conferences() -> None:
    """``J/C`` heads a column of venues, whatever they are called."""
    text = "| Technique | Paper Title | DB | J/C | Year |\n|---|---|---|---|---|\n| CNN | Bells that Listen to Wind [[pdf]](https://arxiv.org/abs/2101.00001) | | MP | 2016 |\n"
    assert [(entry.title.form, entry.venue) for entry in read(text)] == [("Bells that Listen to Wind", "MP")]


def test_a_venue_after_two_names_in_a_nested_item() -> None:
    """The names before a known venue are no part of it; a word that is a company's name is a given name as well."""
    text = """
- [Bells Planned Without a Tower](https://openreview.net/forum?id=Bells1) [[video](https://bells.example.org/watch?v=1)]
  - Ada Byron and Carl Dorn-Alt. ICLR, 2021.
- [Bells in Batches](https://openreview.net/forum?id=Bells2)
  - Eva Erde, Huawei Shen, and Frank Fell. ICLR, 2021.
"""
    assert [(entry.author_forms, entry.venue, entry.year) for entry in read(text)] == [
        (("Ada Byron", "Carl Dorn-Alt"), "ICLR", 2021),
        (("Eva Erde", "Huawei Shen", "Frank Fell"), "ICLR", 2021),
    ]


def test_a_shortcode_as_a_link() -> None:
    """``[:scroll:](file)`` before the linked title is a link and no name; a title that is like names is one where it is all that leads to a file."""
    text = """
* [:scroll:](a-note-on-bells.pdf) [A Note on Distributed Bells](http://www.example.edu/bells-94.pdf)

* [The Part-Time Belfry](http://www.example.edu/belfry.pdf)

* [Unheard Bronze Bells, Return Tolls, and Digital Towers](http://www.example.edu/tolls81.pdf)
"""
    assert titles(text) == ["A Note on Distributed Bells", "The Part-Time Belfry", "Unheard Bronze Bells, Return Tolls, and Digital Towers"]


def test_marks_in_bold_code_after_a_title() -> None:
    """A cell of titles may end with the kind of its paper; code within a title belongs to it."""
    text = """
| Title | Venue | Year | Materials |
|---|---|---|---|
| Ringing Graphs to Search for Bells **`kg.`** | preprint | 2021 | [[PDF]](https://arxiv.org/pdf/2107.00001) |
| Federated Ringing -- A Position Paper  **`surv.`**    | preprint | 2021 | [[PDF]](https://arxiv.org/pdf/2105.00002) |
| Learning the Weights of `bell`    | preprint | 2021 | [[PDF]](https://arxiv.org/pdf/2105.00003) |
"""
    assert titles(text) == ["Ringing Graphs to Search for Bells", "Federated Ringing -- A Position Paper", "Learning the Weights of bell"]


def test_a_sentence_that_leads_a_list_is_no_title() -> None:
    """Nor where a quotation below names people."""
    text = """
- `Loud Ringing` stands for many ways of ringing commonly used in *towers*, which we further divide into *two* kinds:
  - `Ringing by Rope`
  - `Ringing by Hand`

> For other surveys you can refer to [Ada Byron et al](https://arxiv.org/abs/2109.00001) and [Carl Dorn et al](https://arxiv.org/abs/2109.00002).

## Papers
- [Joint Ringing as a Theory of Motion](https://openreview.net/forum?id=Bells3)
  - Ada Byron, Carl Dorn
- [Improved Bounds for Bells](https://openreview.net/forum?id=Bells4)
  - Eva Erde, Frank Fell
"""
    assert titles(text) == ["Joint Ringing as a Theory of Motion", "Improved Bounds for Bells"]


def test_what_stands_in_a_round_bracket_ends_no_title() -> None:
    """Neither "e.g." nor a list in it that is like names."""
    text = """
- Ringing with Training Techniques (e.g. Rope Decay, Tower Layers, Clapper Clipping, etc.). In *ICML 2019*. [[pdf](http://proceedings.mlr.press/v97/bell19.pdf)]
- Ringing as approximate bayesian inference. In *JMLR 2017*. [[pdf](https://www.jmlr.org/papers/volume18/bell.pdf)]
"""
    assert titles(text) == [
        "Ringing with Training Techniques (e.g. Rope Decay, Tower Layers, Clapper Clipping, etc.)",
        "Ringing as approximate bayesian inference",
    ]


def test_a_citation_whose_venue_has_a_dash() -> None:
    """``In GLOBECOM 2017 - 2017 IEEE …``: what stands before the dash is more than names."""
    text = """
A. Byron, C. Dorn, and E. Erde. 2020. BellScaler: Scaling of Bells. In 2020 Int. Conference on Towers (ICT). 18-24.

C. Dorn, S. Yang, E. Erde, P. Lin, and J. Jeng. 2017. A Tower-Based Monitoring Platform for Dynamic Bells. In GLOBECOM 2017 - 2017 IEEE Global Communications Conf. 1-6.
"""
    assert [(entry.title.form, len(entry.authors), entry.year) for entry in read(text)] == [
        ("BellScaler: Scaling of Bells", 3, 2020),
        ("A Tower-Based Monitoring Platform for Dynamic Bells", 5, 2017),
    ]


def test_citations_without_links() -> None:
    """One name with "et al." after a title, a first name that is like an article, and a title whose first words are like a name beside them."""
    text = """
- Benchmarking Bell Ringing on Real-World Towers, Byron et al, 2018.
- C. Dorn, X. Y. Erde, and P. Fell. Learning visual bells for towers. arxiv, 2015.
- Super-ringing Self-supervision: Learning to Ring from Many Tries
- F. Fell and S. Volk. BELL2RL: real single-rope ringing. 2017
- A Byron, A Zhao, Y Hu, W Fell. Ringing-In-The-Loop: End-To-End Control of Soft Bells
"""
    assert [(entry.title.form, entry.author_forms, entry.year) for entry in read(text)] == [
        ("Benchmarking Bell Ringing on Real-World Towers", ("Byron",), 2018),
        ("Learning visual bells for towers", ("C. Dorn", "X. Y. Erde", "P. Fell"), 2015),
        ("Super-ringing Self-supervision: Learning to Ring from Many Tries", (), None),
        ("BELL2RL: real single-rope ringing", ("F. Fell", "S. Volk"), 2017),
        ("Ringing-In-The-Loop: End-To-End Control of Soft Bells", ("A Byron", "A Zhao", "Y Hu", "W Fell"), None),
    ]


def test_a_tag_within_bold_and_a_year_before_its_venue() -> None:
    """``**[Tuning] Title**. (2022-ICLR) Names``: the tag is no part of the title, and the names none of the venue; a heading leads back with ``^``."""
    text = """
# Bells

## Tuning [^](#contents)

**[Bell Tuning] Modeling the Data of Bells is Necessary for Towers**. (2023-ICLR) Ada Neet Byron, Carl Dorn, Eva Erde.
**TLDR**: Use bells to tune towers. (\u7528\u949f)

**[Bell Tuning] \u03b2-Bell: Identifying and Estimating Rings under Limited Overlap**. (2022-ICLR) Frank Abel Fell, Kenji Volk.
**TLDR**: See all these naturally in one: rings, bells, ropes, towers. (\u7edf\u4e00)

**[Bell Tuning] What's the Harm? Sharp Bounds on Loud Bells**. (2022-NIPS) Nathan Hall.
**TLDR**: We derive the tightest bounds on bells, and we ring them. (\u7406\u8bba)
"""
    assert [(entry.title.form, entry.author_forms, entry.venue, entry.year, entry.heading) for entry in read(text)] == [
        ("Modeling the Data of Bells is Necessary for Towers", ("Ada Neet Byron", "Carl Dorn", "Eva Erde"), "ICLR", 2023, ("Tuning",)),
        (
            "\u03b2-Bell: Identifying and Estimating Rings under Limited Overlap",
            ("Frank Abel Fell", "Kenji Volk"),
            "ICLR",
            2022,
            ("Tuning",),
        ),
        ("What's the Harm? Sharp Bounds on Loud Bells", ("Nathan Hall",), "NIPS", 2022, ("Tuning",)),
    ]
