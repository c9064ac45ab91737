"""What the others of a list say of a place holds for venues and names alone, and not for whatever else stands there."""

import pytest

from avgraph.model.entries import Entry, Source
from avgraph.reading.read import parse_reading_list

VENUES = ("CVPR", "ICCV", "ECCV", "ICML", "NeurIPS", "ICLR", "AAAI", "ACL")
PEOPLE = ("Ada Byron", "Carl Dorn", "Eva Hu", "Hans Tring", "Maria Silva", "John Smith", "Peter Novak", "Anna Rossi")
WORDS = ("Loud", "Soft", "Round", "Red", "Blue", "Gold", "Iron", "Tin")


def last_of(form: str, stated: tuple[str, ...], last: str) -> Entry:
    """Return the last entry of a list whose others state something that it does not."""
    rows = [
        form.format(title=f"{word} bells for old towers", at=at, stated=each)
        for at, (word, each) in enumerate(zip(WORDS, stated, strict=True))
    ]
    rows.append(form.format(title="Deep walls for new towers", at=9, stated=last))
    return parse_reading_list("# Bells\n\n## Papers\n\n" + "\n".join(rows) + "\n", Source("case", "case.md", "", "case")).entries[-1]


@pytest.mark.parametrize(
    ("form", "last", "venue"),
    [
        ("- [{title}](http://x.org/{at}.pdf) - {stated} 2019", "Una Volk", None),
        ("- [{title}](http://x.org/{at}.pdf) - {stated} 2019", "Highly Recommended", None),
        ("- [{title}](http://x.org/{at}.pdf) ({stated} 2019)", "Data Released", None),
        ("- [{title}](http://x.org/{at}.pdf) ({stated}, 2019)", "Springer, Cham", None),
        ("- [{title}](http://x.org/{at}.pdf) - {stated} 2019", "Bells and Towers", "Bells and Towers"),
        ("- [{title}](http://x.org/{at}.pdf), *{stated}*, 2019", "Multimodal", None),
        ("- [{title}](http://x.org/{at}.pdf), *{stated}*, 2019", "Volk", None),
        ("- [{title}](http://x.org/{at}.pdf), in *{stated}*, 2019", "Daedalus", "Daedalus"),
        ("- (2019, {stated}) [{title}](http://x.org/{at}.pdf)", "Volk", None),
        ("- (2019, {stated}) [{title}](http://x.org/{at}.pdf)", "BellNet", "BellNet"),
    ],
)
def test_what_is_no_venue_where_the_others_have_one(form: str, last: str, venue: str | None) -> None:
    """People, remarks, publishers with their town and single words in italics are none; what can be the name of one is."""
    assert last_of(form, VENUES, last).venue == venue


def test_a_venue_in_a_bracket_is_no_note() -> None:
    """What is read as the venue is not kept as a remark as well."""
    entry = last_of("- [{title}](http://x.org/{at}.pdf) ({stated} 2019)", VENUES, "Sound Studies")
    assert (entry.venue, entry.year, entry.notes) == ("Sound Studies", 2019, ())


@pytest.mark.parametrize(
    ("last", "authors"), [("Gradient Descent and Ascent", ()), ("BERT", ()), ("Una Volk", ("Una Volk",)), ("Volk", ("Volk",))]
)
def test_titles_end_by_names_alone(last: str, authors: tuple[str, ...]) -> None:
    """A method behind "by" is part of the title where the others end with names."""
    entry = last_of("- [{title} by {stated}](http://x.org/{at}.pdf)", PEOPLE, last)
    title = "Deep walls for new towers"
    assert (entry.title.form, entry.author_forms) == (title if authors else f"{title} by {last}", authors)


@pytest.mark.parametrize(
    ("stated", "authors", "institutions"),
    [
        ("Huawei Paris", (), ("Huawei Paris",)),
        ("Una Volk, Huawei Munich", ("Una Volk",), ("Huawei Munich",)),
        ("Tencent, Huawei HiSilicon", (), ()),
        ("Una Volk, Huawei Shen, Eva Hu", ("Una Volk", "Huawei Shen", "Eva Hu"), ()),
    ],
)
def test_a_company_that_is_a_given_name(stated: str, authors: tuple[str, ...], institutions: tuple[str, ...]) -> None:
    """It is one only among the names of two other people."""
    text = f"# Bells\n\n## Papers\n\n- [Deep bells for old towers](http://x.org/1.pdf), {stated}, CVPR 2019\n"
    (entry,) = parse_reading_list(text, Source("case", "case.md", "", "case")).entries
    assert (entry.author_forms, entry.institution_forms) == (authors, institutions)


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("**[Why] do bells ring in towns**", "[Why] do bells ring in towns"),
        ("**[Most] bells ring in old towns**", "[Most] bells ring in old towns"),
        ("[Most] bells ring in old towns", "[Most] bells ring in old towns"),
        ("**[Tuning] Bells that ring in towns**", "Bells that ring in towns"),
    ],
)
def test_a_bracket_that_a_sentence_goes_on_from(printed: str, title: str) -> None:
    """A bracket before a small word belongs to the title; before a capital it is a tag."""
    text = f"# Bells\n\n## Papers\n\n- {printed} [paper](http://x.org/1.pdf)\n- **Loud Towers that Sing** [paper](http://x.org/2.pdf)\n"
    assert parse_reading_list(text, Source("case", "case.md", "", "case")).entries[0].title.form == title
