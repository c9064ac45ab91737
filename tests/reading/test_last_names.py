"""Names that the titles of a list end with are authors, where nearly all of them end so."""

import pytest

from avgraph.model.entries import Entry, Source
from avgraph.reading.read import parse_reading_list

SOURCE = Source("case", "case.md", "", "case")
TITLES = (
    "Casting Bells in Towers", "Hearing Bells by Touch", "Tuning, Casting and Ringing", "Towers of Sound", "A Note on Chimes", "Deep Bell Networks"
)  # fmt: skip
NAMES = ("Ada Byron", "Carl Dorn", "Di Hu", "J van Loon", "Eva Tring", "Max Ohm")


def read(form: str) -> list[Entry]:
    """Return the entries of a list that writes each of its entries in one form."""
    lines = (form.format(title=title, name=name, number=number) for number, (title, name) in enumerate(zip(TITLES, NAMES, strict=True), 1))
    return list(parse_reading_list("# Bells\n\n## Papers\n\n" + "\n\n".join(lines) + "\n", SOURCE).entries)


@pytest.mark.parametrize(
    "form",
    [
        "{number}. {title} by {name}. <br>\nSource: https://arxiv.org/abs/1901.0000{number}",
        "{number}. {title} by {name}.\nSource: https://arxiv.org/abs/1901.0000{number}",
        "- [{title} by {name}](https://arxiv.org/abs/1901.0000{number})",
        "- [{title}, {name}, ICASSP 2018] [[Paper]](https://arxiv.org/abs/1901.0000{number})",
        ":heavy_check_mark: [{title}, {name}, ICASSP 2018] [[Paper]](https://arxiv.org/abs/1901.0000{number})",
    ],
)
def test_each_title_ends_with_a_name(form: str) -> None:
    """What the titles of the list end with is a name each, with the venue behind it."""
    entries = read(form)
    assert [entry.title.form for entry in entries] == list(TITLES)
    assert [entry.authors.forms for entry in entries] == [(name,) for name in NAMES]
    assert {(entry.venue, entry.year) for entry in entries} <= {("ICASSP", 2018), (None, None), (None, 2019)}


def test_names_of_several() -> None:
    """The name at the end of a title stands before those behind it; a list is cut off, a family name alone is one, and capitals may shout."""
    more = (
        "- A Chime for Everyone by Ada Byron, Carl Dorn, Di Hu, ICML 2016. https://arxiv.org/abs/1901.01000\n"
        "- A Chime for Nobody by Ada Byron et all. https://arxiv.org/abs/1901.01001\n"
    )
    lines = "".join(
        f"- {title} by {name}. https://arxiv.org/abs/1901.0000{at}\n" for at, (title, name) in enumerate(zip(TITLES, NAMES, strict=True))
    )
    first, second, *_ = parse_reading_list(f"# Bells\n\n## Papers\n\n{more}{lines}", SOURCE).entries
    assert (first.title.form, first.authors.forms, first.venue, first.year) == (
        "A Chime for Everyone", ("Ada Byron", "Carl Dorn", "Di Hu"), "ICML", 2016
    )  # fmt: skip
    assert (second.title.form, second.authors.forms) == ("A Chime for Nobody", ("Ada Byron",))


def test_titles_that_end_so_by_chance() -> None:
    """Titles alone are whole where the others of the list end with no name."""
    titles = ["Bells, Ada Byron and Other Stories", "On the Sounds of Many Towers, Max Ohm", "Learning to Ring by Carl Dorn", *TITLES[:5]]
    text = "".join(f"- [{title}](https://arxiv.org/abs/1901.0{at:04})\n" for at, title in enumerate(titles))
    entries = parse_reading_list(f"# Bells\n\n## Papers\n\n{text}", SOURCE).entries
    assert [entry.title.form for entry in entries] == titles
    assert not any(entry.authors for entry in entries)


def test_a_label_with_a_version_is_no_name() -> None:
    """The name of a system with its version, with a star behind it, is none of a person."""
    star = '<sup><span class="star" style="color: red">&#x2605;</span></sup>'
    text = f"# Bells\n\n## Papers\n\n- Chime V1{star}: [Chime: Towards Ringing All Bells](https://arxiv.org/abs/1703.10135) (Interspeech 2017)\n"
    (entry,) = parse_reading_list(text, SOURCE).entries
    assert (entry.title.form, entry.authors.forms, entry.venue) == ("Chime: Towards Ringing All Bells", (), "Interspeech")


def test_a_bracket_that_opens_with_the_year() -> None:
    """A name behind the year in the bracket before a title is a venue where the others of the list are; an overview is none."""
    lines = "".join(
        f"1. (201{at} ACL; on bells) **{title}.** *{name}.* [[pdf](https://arxiv.org/abs/1901.0000{at})]\n"
        for at, (title, name) in enumerate(zip(TITLES, NAMES, strict=True))
    )
    more = "".join(
        f"1. ({bracket}) **{title}.** *{name}.* [[pdf](https://arxiv.org/abs/1901.0001{at})]\n"
        for at, (bracket, title, name) in enumerate(
            [
                ("1980 Daedalus; the function of bells", "Do Artifacts have Bells?", "Landon Dorn"),
                ("2019, Overview", "Causes of Many Bells", "Ada Byron"),
            ]
        )
    )
    *_, first, second = parse_reading_list(f"# Bells\n\n## Papers\n\n{lines}{more}", SOURCE).entries
    assert [(entry.title.form, entry.venue, entry.year) for entry in (first, second)] == [
        ("Do Artifacts have Bells?", "Daedalus", 1980), ("Causes of Many Bells", None, 2019)
    ]  # fmt: skip


def test_words_of_links_without_one() -> None:
    """``[paper]`` without a link, and a word before arXiv, are no part of what stands before them."""
    text = (
        "# Bells\n\n## Science Problems\n\n- [GPT-2] **Language models are unsupervised learners**, 2019 [paper]\n"
        "- **Large Language Models are Zero-Shot Reasoners**, preprint arXiv:2205.11916 [paper]\n"
        "- **Are Language Models Able to Solve Word Problems?** [[paper]](https://arxiv.org/abs/2201.04275)\n"
    )
    entries = parse_reading_list(text, SOURCE).entries
    assert [(entry.venue, entry.year) for entry in entries] == [(None, 2019), ("arXiv", None), (None, None)]
