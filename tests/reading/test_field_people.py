"""Names of people in stretches of text that may hold none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avgraph.reading.fields.people import looks_like_names, read_names
from avgraph.reading.fields.person import is_person
from avgraph.reading.markdown.footnotes import RAISED, RAISED_END
from avgraph.reading.markdown.located import LocatedText

LISTS = [
    ("Ada Byron, Alan Tring and Di Hu", ["Ada Byron", "Alan Tring", "Di Hu"], False),
    ("Byron, A., Tring, A. B., & Hu, D.", ["A. Byron", "A. B. Tring", "D. Hu"], False),
    ("Mo S., Tian Y.", ["S. Mo", "Y. Tian"], False),
    ("Byron, A. and Tring, B.", ["A. Byron", "B. Tring"], False),
    ("Byron, Ada, Alan Tring, and Di Hu", ["Ada Byron", "Alan Tring", "Di Hu"], False),
    ("Byron, Ada.", ["Ada Byron"], False),
    ("Tring, Alan B., et al.", ["Alan B. Tring"], True),
    ("Byron, Ada and Tring, Alan and others", ["Ada Byron", "Alan Tring"], True),
    ("Byron, Ada; Tring, Alan", ["Ada Byron", "Alan Tring"], False),
    ("Byron, A., Tring, B., ... & Hu, D.", ["A. Byron", "B. Tring", "D. Hu"], True),
    ("Byron A, Tring AB, Hu D", ["A Byron", "AB Tring", "D Hu"], False),
    ("Byron et al.", ["Byron"], True),
    ("A. Byron et al", ["A. Byron"], True),
    ("Ada Byron · Alan Tring · Di Hu", ["Ada Byron", "Alan Tring", "Di Hu"], False),
    ("张伟、王芳", ["张伟", "王芳"], False),
    ("by Ada Byron", ["Ada Byron"], False),
    ("by Ada Byron, Alan M. Tring, J. Otto Hu", ["Ada Byron", "Alan M. Tring", "J. Otto Hu"], False),
    ("by Alan Tring III", ["Alan Tring III"], False),
    ("Byron, Ada and Tring, Alan and Hu, Otto.", ["Ada Byron", "Alan Tring", "Otto Hu"], False),
    ("Byron, Ada and Tring, Alan and Hu, Otto S.", ["Ada Byron", "Alan Tring", "Otto S. Hu"], False),
    ("Byron A, Tring A B, Hu O.", ["A Byron", "A B Tring", "O Hu"], False),
    ("Ada Byron, alan tring, Di Hu", ["Ada Byron", "alan tring", "Di Hu"], False),
    ("Bo An, Yang You, Long Chen", ["Bo An", "Yang You", "Long Chen"], False),
    ("Ada Byron*, Alan Tring†", ["Ada Byron", "Alan Tring"], False),
    ("Ada Byron, Alan Tring† Otto Hu, Cleo Marsh", ["Ada Byron", "Alan Tring", "Otto Hu", "Cleo Marsh"], False),
    ("Ada T. Byron el al.", ["Ada T. Byron"], True),
    ("Cl{'e}ment Byron, {\\'A}da Marsh, Otto H{\"u}tter", ["Clément Byron", "Áda Marsh", "Otto Hütter"], False),
    ("Ada Byron, Alan Tring, Some University", ["Ada Byron", "Alan Tring"], False),
    ("Philip H. S. van den Berg, Christian Tring de Witt.", ["Philip H. S. van den Berg", "Christian Tring de Witt"], False),
    ("Oordt, Adrian van den, Alan Tring, and Bo Hu", ["Adrian van den Oordt", "Alan Tring", "Bo Hu"], False),
    ("Berg, J. van den, Alan Tring, and Bo Hu", ["J. van den Berg", "Alan Tring", "Bo Hu"], False),
]


@pytest.mark.parametrize(("text", "names", "is_cut_off"), LISTS)
def test_names(text: str, names: list[str], is_cut_off: object) -> None:
    """Names in order, whatever their form, and whether the list was cut off."""
    found = read_names(LocatedText.at(text, 0))
    assert found is not None
    assert ([name.string for name in found.names], found.is_cut_off) == (names, is_cut_off)


@pytest.mark.parametrize(
    "text",
    [
        "Deep Learning", "Google Research", "Image, Video, Audio", "Weakly Supervised, Semi Supervised", "Some University, Other University", "Best Paper",
        "Code Coming Soon", "we show, that ears, hear", "Light Field, Detail-Preserving Transformer", "HearNet: Efficient Ears", "2020", "", "Paper, Code", "[pdf]",
        "CVPR 2020", "视频的领域自适应", "https://example.org, Ada", "Mobile, Web",
    ],
)  # fmt: skip
def test_no_names(text: str) -> None:
    """Titles, topics, institutions and words of links are nobody."""
    assert read_names(LocatedText.at(text, 0)) is None
    assert not looks_like_names(text)


def test_marks_tie_names() -> None:
    """Footnote marks part names that nothing else parts, and belong to the name before them."""
    marks = [f"{RAISED}{mark}{RAISED_END}" for mark in ("1*", "2", "1,2")]
    found = read_names(LocatedText.at(f"Ada Byron{marks[0]} Alan Tring{marks[1]} Di Hu{marks[2]}", 0))
    assert found is not None
    assert [name.string for name in found.names] == ["Ada Byron", "Alan Tring", "Di Hu"]
    assert found.marks == [{"1", "*"}, {"2"}, {"1", "2"}]


def test_institution_in_bracket() -> None:
    """An institution in a bracket belongs to the name before it; another remark is none."""
    found = read_names(LocatedText.at("Ada Byron (Some University), Alan Tring (joint work), Di Hu (MIT) et al.", 0))
    assert found is not None
    assert [name.string for name in found.names] == ["Ada Byron", "Alan Tring", "Di Hu"]
    assert [(index, text.string) for index, text in found.institutions] == [(0, "Some University"), (2, "MIT")]
    assert found.is_cut_off


def test_places() -> None:
    """A name knows where it is printed, also when it is turned."""
    text = "- Byron, A., & Tring, B."
    found = read_names(LocatedText.at(text, 10))
    assert found is not None
    start, end = found.names[1].span
    assert text[start - 10 : end - 10] == "Tring, B."


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    """Nothing raises; every name comes from the text and holds a letter."""
    found = read_names(LocatedText.at(text, 0))
    for name in found.names if found else ():
        assert any(map(str.isalpha, name.string))
        assert set(name.string) <= {*text, " "}
    assert is_person(text) in (True, False)


@given(
    st.lists(
        st.sampled_from(["Ada Byron", "Alan M. Tring", "Di Hu", "J. van den Berg", "Zoë Müller-Ng", "Kim O'Neil"]),
        min_size=2,
        max_size=12,
        unique=True,
    ),
    st.sampled_from([", ", "; ", " and ", " · ", "、"]),
)
def test_written_and_read(names: list[str], separator: str) -> None:
    """Names that are written with any separator are read again."""
    found = read_names(LocatedText.at(separator.join(names), 0))
    assert found is not None
    assert [name.string for name in found.names] == names
