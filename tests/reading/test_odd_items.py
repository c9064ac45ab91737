"""Entries at the edge of a rule: titles like news, rows with a measure, topics named after events, titles like names; and no item that is lost."""

import pytest

from avgraph.errors import UnreadableSourceError
from avgraph.model.entries import ReadingList, Source
from avgraph.reading.read import parse_reading_list

ODD = (
    "A Clapper, A Rope, A Wheel. Science 2014",
    "Ada Byron, Carl Dorn, Eva Erde",
    "Ada Byron and Carl Dorn. PAMI 2016",
    "B Rope, C Wheel: ICML 2015",
    "To be continued, one day",
    "Clappers",
    "https://example.org/clappers",
    "(Nature, 2013) Byron et al.",
    "In Proceedings of the Ringing Conference, Ada Byron, 2012",
    "Distill [[web]](http://example.org/)",
    "*A Rope, A Wheel*. TPAMI 2011",
    "`rope`: A B, C D. ACL 2018",
)


def read(text: str) -> ReadingList:
    """Return what a list says."""
    return parse_reading_list(text, Source("case", "case.md", "", "case"))


def papers(text: str) -> list[tuple[str, str | None, int | None]]:
    """Return title, venue and year of each paper."""
    return [(entry.title.form, entry.venue, entry.year) for entry in read(text).entries if entry.is_paper]


def test_titles_like_news() -> None:
    """What is now available is a paper where its title goes on or its venue and year follow; what tells of the list is none."""
    text = """# Ringing
- [Ropes that are online while they swing](http://example.org/1) ICML 2018
- [The tower of the village is now online](http://example.org/2) ICML 2019
- [Swinging wheels in the dark](http://example.org/3) (ACL 2019)
- [The slides of our tower are now online](http://example.org/4)
- ICML 2019 papers are now available [here](http://example.org/5)
"""
    assert papers(text) == [
        ("Ropes that are online while they swing", "ICML", 2018),
        ("The tower of the village is now online", "ICML", 2019),
        ("Swinging wheels in the dark", "ACL", 2019),
    ]


def test_rows_with_a_measure() -> None:
    """A title with its venue and year is a paper whatever is measured beside it; the name of a model is none."""
    text = """# Ringing
| Name | Venue | Version |
|---|---|---|
| Swinging wheels of tall towers | ICML 2018 | 2.0 |
| Quiet ropes for tall towers | ICML 2019 | 1.5 |
| Rope Net | ICML 2019 | 1.5 |
"""
    assert papers(text) == [("Swinging wheels of tall towers", "ICML", 2018), ("Quiet ropes for tall towers", "ICML", 2019)]


@pytest.mark.parametrize(
    ("heading", "count"),
    [
        ("Open challenges and directions", 1),
        ("Challenges", 0),
        ("Related Workshops", 0),
        ("Workshops & Talks", 0),
    ],
)
def test_topics_named_after_events(heading: str, count: int) -> None:
    """One paper of one author is one below a topic that speaks of challenges, and none below a heading of nothing but events."""
    text = f"# Ringing\n## Towers\n- [Swinging wheels](https://arxiv.org/abs/2001.00001)\n\n## {heading}\n- Ropes under water. Ada Byron. ICASSP 2020\n"
    assert len(papers(text)) == 1 + count


def test_refused_papers() -> None:
    """Who refused a paper is no venue, and the title that follows is read."""
    text = """# Ringing
- Rejected from ICML 2018: Wheel Networks for Towers [paper](http://example.org/1.pdf)
- Swinging Wheels for Tall Towers [paper](http://example.org/2.pdf)
"""
    titles = [title for title, _, _ in papers(text)]
    assert [title.rpartition(": ")[2] for title in titles] == ["Wheel Networks for Towers", "Swinging Wheels for Tall Towers"]
    assert papers(text)[0][1] is None


def test_titles_on_advances() -> None:
    """``[Advances in …](url)`` is a survey, but for the names of journals."""
    text = """# Ringing
- [Advances in Swinging](https://arxiv.org/abs/2001.00001)
- [Advances in Wheel Learning](https://arxiv.org/abs/2001.00002), Ada Byron. CVPR 2021
- [Ropes for tall towers](https://arxiv.org/abs/2001.00003), Ada Byron. [Advances in Physics](https://example.org/), 2021
"""
    assert [title for title, _, _ in papers(text)] == ["Advances in Swinging", "Advances in Wheel Learning", "Ropes for tall towers"]


def test_titles_like_initials_and_names() -> None:
    """Three things with an article are a title where nothing but venue and year follows."""
    text = "# Ringing\n- Loud Ropes for Towers. CVPR 2013\n- A Rope, A Wheel, A Tower. Nature 2013\n- Soft Ropes for Towers. CVPR 2013\n"
    assert papers(text)[1] == ("A Rope, A Wheel, A Tower", "Nature", 2013)


@pytest.mark.parametrize(
    ("heading", "odd"), [("", odd) for odd in ODD] + [("\n## Other towers\n\n", odd) for odd in ODD if odd[-4:].isdigit()]
)
def test_no_item_is_lost(heading: str, odd: str) -> None:
    """Every item beside papers, however odd, is an entry or unread with a reason, and so is one that ends with its year in a section of its own."""
    text = f"# Ringing\n- Loud Ropes for Towers. CVPR 2013\n- Soft Ropes for Towers. CVPR 2014\n{heading}- {odd}\n"
    listed = read(text)
    assert len(listed.entries) + len(listed.unread) == 3
    assert listed.coverage[1] == 3
    assert all(item.reason and item.span.line == text.count("\n") for item in listed.unread)


def test_labels_of_items_are_none() -> None:
    """A venue over the items that it groups, a link alone, or what says that more will come, is no item that was not read."""
    text = "# Ringing\n- **ICML 2013**\n- Loud Ropes for Towers. Ada Byron\n  - [homepage](http://example.org)\n- Soft Ropes for Towers. Carl Dorn\n- coming soon...\n"
    assert not read(text).unread


def test_unread_items_among_few_papers() -> None:
    """However many items without a link to a paper are unread, the list is read; alone they are no list."""
    text = (
        "# Ringing\n- [Loud Ropes for Towers](https://arxiv.org/abs/2001.00001). CVPR 2013\n" + "- Ada Byron and Carl Dorn. PAMI 2016\n" * 3
    )
    listed = read(text)
    assert [item.links_to_paper for item in listed.unread] == [False] * 3
    with pytest.raises(UnreadableSourceError, match="no entry"):
        read("# Ringing\n- Ada Byron, 2013\n")
