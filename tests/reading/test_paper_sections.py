"""Which entries list papers by the section that they stand in, where they themselves hardly say so."""

from avgraph.model.entries import Source
from avgraph.reading.read import parse_reading_list

SOURCE = Source("case", "case.md", "", "case")
LINKED = "".join(f"- Hearing the Shape of Room {number} [[paper]](https://arxiv.org/abs/1901.0000{number})\n" for number in range(1, 7))


def papers(text: str) -> list[str]:
    """Return the titles of the papers of a list."""
    return [entry.title.form for entry in parse_reading_list(text, SOURCE).entries if entry.is_paper]


def test_pages_of_notes_below_a_heading_of_papers() -> None:
    """Titles linked to notes in a repository are papers where the heading says so; what leads to other pages of the list is none."""
    notes = "https://github.com/x/bells/blob/main"
    text = f"""
# Deep Listening
- [Talks]({notes}/talks/README.md) and [the most-cited publications](https://github.com/x/bells#most-cited-publications)

# Most-cited Publications
1. ### [Learning to Hear with Graphs of Bells]({notes}/2019/bells.md)
1. ### [Ears Wide Open to the World]({notes}/2018/ears.md)

# Surveys / Literature Reviews
- ## 2019
   * ### [A Review of Listening Machines and Their Methods]({notes}/surveys/machines.md)

# Tools for Papers
- [A Reader of Many Papers for All]({notes}/tools/reader.md)
"""
    assert papers(text) == [
        "Learning to Hear with Graphs of Bells",
        "Ears Wide Open to the World",
        "A Review of Listening Machines and Their Methods",
    ]


def test_titles_without_link_below_a_venue() -> None:
    """Where all others are papers, a title alone below a heading of a venue is one as well."""
    text = f"# Bells\n## ICML 2022\n### Rooms\n{LINKED}\n### Ears\n* Variational Ears for the Detection of Rare Sounds\n"
    assert papers(text)[-1] == "Variational Ears for the Detection of Rare Sounds"
    text = f"# Bells\n## ICML 2022\n### Rooms\n{LINKED}\n## Remarks\n### Ears\n* Variational Ears for the Detection of Rare Sounds\n"
    assert "Variational Ears for the Detection of Rare Sounds" not in papers(text)


def test_descriptions_of_datasets() -> None:
    """A sentence about a dataset is no title of a paper, however much it has the year of one."""
    text = f"""# Bells
## Papers
{LINKED}
## Datasets of Speech
| Name | Speakers | Additional information |
| --- | --- | --- |
| [TIMIT](https://example.org/LDC93S1) (1993) | 630 | The corpus of read speech is one of the earliest datasets for the recognition of speakers. |
| [Bells](https://example.org/bells) (2015) | 86 | A database of noisy bells for training models. |
"""
    assert len(papers(text)) == 6
