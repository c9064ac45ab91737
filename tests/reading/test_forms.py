"""Lists of every form: titles and their links as written by hand, groups, profile, coverage, refusal, and no line lost however a list is damaged."""

import random

import pytest

from avgraph.errors import UnreadableSourceError, UsageError
from avgraph.model.entries import ReadingList, Source
from avgraph.reading.read import parse_reading_list
from avgraph.reading.source import split_lines
from tests.cases_files import read_cases

CASES = read_cases("forms.md")


def read(text: str, profile: str | None = None) -> ReadingList:
    """Return what a text says."""
    return parse_reading_list(text, Source("case", "case.md", "", "case"), profile=profile)


@pytest.mark.parametrize(("title", "given", "expected"), CASES, ids=lambda value: value.split("\n")[0][:60])
def test_titles_and_links_of_each_form(title: str, given: str, expected: str) -> None:
    """Each paper has its title and link, and what is no paper is an entry all the same."""
    del title
    listed = read(given)
    papers = [f"{entry.title.form} -> {entry.url or '-'}" for entry in listed.entries if entry.is_paper]
    others = [f"no paper: {entry.title.form}" for entry in listed.entries if not entry.is_paper]
    assert papers + others == expected.split("\n")


def lines_accounted_for(text: str, listed: ReadingList) -> set[int]:
    """Return the lines that are part of an entry, row, heading, furniture or unread item, or have a finding."""
    known = {line for entry in listed.entries for line in range(entry.first_line, entry.last_line + 1)}
    known |= {line for first, last, _ in listed.furniture for line in range(first, last + 1)}
    known |= {row.line for row in listed.dataset_rows} | {section.title.line for section in listed.sections}
    known |= {item.span.line for item in listed.unread}
    known |= {line for each in listed.diagnostics for line in range(each.span.line, each.span.end_line + 1)}
    return known | {number for number, line in enumerate(split_lines(text)[0], 1) if not line.strip() or set(line.strip()) <= set("=-")}


@pytest.mark.parametrize(("title", "given", "expected"), CASES, ids=lambda value: value.split("\n")[0][:60])
def test_damaged_lists_lose_no_line(title: str, given: str, expected: str) -> None:
    """Lines cut, swapped, glued and doubled bring no traceback, and every line is accounted for."""
    del expected
    chance = random.Random(title)  # noqa: S311  (reproducible, no secret)
    for _ in range(25):
        lines = given.split("\n")
        for _ in range(chance.randint(1, 4)):
            at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
            cut = chance.randint(0, len(lines[at]))
            damaged: tuple[list[str], ...] = (
                [lines[at][:cut]], [lines[at][cut:]], [lines[at], lines[other]], [lines[at] + lines[other]], [], [lines[at][:cut], lines[at][cut:]],
            )  # fmt: skip
            lines[at : at + 1] = chance.choice(damaged)
            lines = lines or [""]
        text = "\n".join(lines)
        try:
            listed = read(text)
        except UnreadableSourceError:
            continue
        assert set(range(1, len(split_lines(text)[0]) + 1)) <= lines_accounted_for(text, listed), text


def test_groups_and_headings_say_venue_and_year_and_are_no_topics() -> None:
    """What a group above an entry says holds for it where it says nothing itself."""
    listed = read(
        "# List\n\n## Rooms 🔊 (2)\n\n### CVPR 2023\n"
        "- [Hearing the Shape of Rooms](https://arxiv.org/abs/1901.00001)\n- [Ears Wide Open to All](https://arxiv.org/abs/1901.00002)\n"
    )
    assert [(entry.heading, entry.venue, entry.year) for entry in listed.entries] == [(("Rooms",), "CVPR", 2023)] * 2
    assert [heading.path for heading in listed.headings] == [("Rooms",)]


def test_years_of_the_level_of_their_topic_and_subjects_that_are_journals() -> None:
    """A year stands below the topic of its level that has no text of its own; a heading Proteomics is a topic and no venue."""
    listed = read(
        "# List\n\n## Rooms\n## 2024\n- [Hearing the Shape of Rooms](https://arxiv.org/abs/1901.00001)\n"
        "## 2023\n- [Ears Wide Open to All](https://arxiv.org/abs/1901.00002)\n"
        "## Proteomics\n- [Folding the Shape of Ears](https://arxiv.org/abs/1901.00003)\n"
    )
    assert [(entry.heading, entry.venue, entry.year) for entry in listed.entries] == [
        (("Rooms",), None, 2024), (("Rooms",), None, 2023), (("Proteomics",), None, None),
    ]  # fmt: skip


def test_a_text_that_titles_many_papers_is_no_title() -> None:
    """Where one word titles links to several papers, the title stands elsewhere."""
    rows = "".join(f"| Hearing Rooms Number {name} | [Read This](https://arxiv.org/abs/1901.0000{n}) |\n" for n, name in enumerate("ABCDE"))
    listed = read("| What | Where |\n|---|---|\n" + rows)
    assert [entry.title.form for entry in listed.entries] == [f"Hearing Rooms Number {name}" for name in "ABCDE"]


def test_the_profile_is_said_and_can_be_given() -> None:
    """A given profile wins over the vote; without the word Title it is refused."""
    text = "".join(
        f"- **Rooms That Are Heard by {name}** [Ears of the House of {name}](https://arxiv.org/abs/1901.0000{n})\n"
        for n, name in enumerate("ABCD")
    )
    assert read(text).profile is not None
    given = read(text, "- **Author** [Title](url)")
    assert [entry.title.form for entry in given.entries] == [f"Ears of the House of {name}" for name in "ABCD"]
    assert given.profile is not None
    assert given.profile.is_given
    assert given.profile.text.endswith("as in '- **Author** [Title](url)'")
    for profile in ("| Title | [Paper](url) |", "- *Title* [Paper](url)"):
        foreign = read(text, profile).profile
        assert foreign is not None
        assert foreign.text.endswith(f"as in {profile!r}, as no entry is")
    other = read(text, "- **Title** [Paper](url)")
    assert [entry.title.form for entry in other.entries] == [f"Rooms That Are Heard by {name}" for name in "ABCD"]
    with pytest.raises(UsageError, match="no word Title"):
        read(text, "- **Name** [Paper](url)")
    with pytest.raises(UsageError, match="names keys of a file of records"):
        read(text, "title=Name, authors=Who")


@pytest.mark.parametrize(
    ("entry", "profile"),
    [
        ("- Ana Bell; Bo Lind -> Folding Laundry -> CVPR -> 2021 -> [link](https://arxiv.org/abs/2101.00001)", "- Author -> Title -> Venue -> Year -> [Paper](url)"),
        ("- 2021 / CVPR / Ana Bell, Bo Lind / Folding Laundry / [link](https://arxiv.org/abs/2101.00001)", "- Year / Venue / Author / Title / [Paper](url)"),
        ("- Bell, A., & Lind, B. (2021). Folding Laundry. CVPR. [link](https://arxiv.org/abs/2101.00001)", "- Author (Year). Title. Venue. [Paper](url)"),
        ("- CVPR 2021 - Ana Bell, Bo Lind - Folding Laundry - [link](https://arxiv.org/abs/2101.00001)", "- Venue Year - Author - Title - [Paper](url)"),
    ],
    ids=["arrows", "slashes", "citation", "dashes"],
)  # fmt: skip
def test_a_profile_cuts_off_plain_fields_before_a_plain_title(entry: str, profile: str) -> None:
    """The marks of the profile say where a title starts that nothing marks."""
    first, second = read(f"{entry}\n{entry.replace('Laundry', 'Paper Boats').replace('2101', '2102')}", profile).entries
    assert [first.title.form, second.title.form] == ["Folding Laundry", "Folding Paper Boats"]
    assert [form.split()[-1] for form in first.author_forms] == ["Bell", "Lind"]
    assert (first.venue, first.year) == ("CVPR", 2021)


def test_a_list_of_which_less_than_half_is_read_is_refused() -> None:
    """The message has the profile that was tried and three of the lines."""
    rows = "".join(f"| EarNet{n} | [paper](https://arxiv.org/abs/1901.0000{n}) |\n" for n in range(6))
    with pytest.raises(UnreadableSourceError, match=r"6 of 7 items .* line 5: .* line 6: .* line 7: ") as caught:
        read(
            "# List\n\n| Model | Paper |\n|---|---|\n"
            + rows
            + "\n- [Hearing the Shape of Rooms](https://arxiv.org/abs/1901.00009), CVPR 2020\n"
        )
    assert "1 entry" in str(caught.value)
