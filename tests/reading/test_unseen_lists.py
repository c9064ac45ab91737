"""Forms of lists that were read wrongly at first sight: each case is one trap, in words of its own."""

import pytest

from avgraph.model.entries import Entry, Source
from avgraph.reading.fields.venues import is_institution
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
