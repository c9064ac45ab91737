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


def test_titles_alone_below_a_heading_of_papers() -> None:
    """Titles without anything else are papers below such a heading, also below names of groups; names of topics with links to other files are none."""
    text = """# Ringing
## Papers
### Survey
- A Survey of Large Bells :star:
- Bells and Towers: A Systematic Review of Methods for Ringing  :star: :fire:

### Learning
- Foundry
  - Teaching Bells to Follow the Sound of Others
  - CLANG: Large Bells are Zero-Shot Ringers
- Towers
  - Fine-Tuning Small Bells from Human Preferences
  - Ringing to Learn and Learning to Ring :star:

## Papers by categories
- [Bell Graph Embedding](./papers/embedding.md)
- [Temporal Sound Graph](./papers/temporal.md)
"""
    assert papers(text) == [
        "A Survey of Large Bells",
        "Bells and Towers: A Systematic Review of Methods for Ringing",
        "Teaching Bells to Follow the Sound of Others",
        "CLANG: Large Bells are Zero-Shot Ringers",
        "Fine-Tuning Small Bells from Human Preferences",
        "Ringing to Learn and Learning to Ring",
    ]


def test_folders_of_notes_below_a_group_of_papers() -> None:
    """A group that says that papers are read makes its titles papers, whatever folder has the notes; the group itself is no entry."""
    text = """# 笔记
### 任务篇
- [钟声识别论文研读](bells/)：
  - [Joint Recognition of Bells and Their Towers](bells/joint/)
  - [A Novel Network of Ropes for Bell Ringing（EMNLP2019）](bells/ropes/)
"""
    assert papers(text) == ["Joint Recognition of Bells and Their Towers", "A Novel Network of Ropes for Bell Ringing"]


def test_linked_paragraphs_of_one_item() -> None:
    """Paragraphs below the topic in an item are a paper each, where each is a linked title."""
    text = """# Ringing
  - Casting of Bells

    [Learning to Cast the Shape of Bells](https://arxiv.org/abs/1901.00001)

    [Controllable Generation of Bells from Sound](https://arxiv.org/abs/1901.00002)

    [Towers for All Bells and Their Ropes](https://arxiv.org/abs/1901.00003)
"""
    assert len(papers(text)) == 3


def test_descriptions_nested_in_datasets() -> None:
    """In a section of datasets, what is nested in a linked name describes it and is no title."""
    text = f"""# Ringing
## Papers
{LINKED}
## Datasets
- [BellQA](https://github.com/x/bellqa)
  - A dataset for the comprehension of bells by machines
  - paper: https://arxiv.org/abs/1901.00009
"""
    assert papers(text)[6:] == ["BellQA"]


def test_titles_like_names() -> None:
    """What is like names stands above names as a title; a label within bold words is a part of it."""
    text = f"""# Ringing
{LINKED}
- [Smart Bells Listen Closely and Hear Small Towers](https://arxiv.org/abs/1901.00010)
    - Ada Byron, Carl Dorn, Eva Tring
    - Date: April 06, 2026
1. **StarS: Bells That Teach Themselves to Ring with Ropes.**

   *Ada Byron, Carl Dorn, Eva B. Tring* [[pdf](https://arxiv.org/abs/1901.00011)] 2022.3
"""
    assert papers(text)[6:] == ["Smart Bells Listen Closely and Hear Small Towers", "StarS: Bells That Teach Themselves to Ring with Ropes"]


def test_the_column_publication() -> None:
    """It says where a paper was published beside a column of papers, also a preprint; a short name in the column Name is no venue without a year."""
    text = """| **Name** | **Paper** | **Publication** | **Link** |
|:---|:---|:---|:---|
| BELL | Language Models are Good Ringers | Arxiv 2023 | [[Link]](https://arxiv.org/abs/1901.00001) |
| ICPC | Ringing Bells with Large Models | SIGIR 2022 | [[Link]](https://arxiv.org/abs/1901.00002) |
"""
    entries = parse_reading_list(text, SOURCE).entries
    assert [(entry.venue, entry.year) for entry in entries] == [("Arxiv", 2023), ("SIGIR", 2022)]


def test_venues_that_nobody_knows() -> None:
    """Words with capitals and a year are a venue where the other entries of the list state one as well, and a remark in a list that states none."""
    rows = [
        f"- **Hearing the Shape of Room {number}**. *Ada Byron, Di Hu*. {{}} [[pdf](https://arxiv.org/abs/1901.0000{number})]"
        for number in range(1, 9)
    ]
    venues = ["ACL 2019.", "EMNLP2019.", "ICML 2018.", "NAACL 2019.", "Bell Web 2017.", "BellGen2019.", "CVPR 2019.", "AAAI 2018."]
    entries = parse_reading_list("\n".join(map(str.format, rows, venues)), SOURCE).entries
    assert [(entry.venue, entry.year) for entry in entries[4:6]] == [("Bell Web", 2017), ("BellGen", 2019)]
    entries = parse_reading_list("\n".join(row.format("Bell Web 2017." if "4" in row else "") for row in rows), SOURCE).entries
    assert {entry.venue for entry in entries} == {None}
    rows = [
        f"- Hearing the Shape of Room {number}, in *{{}}* 2019. [[pdf](https://arxiv.org/abs/1901.0000{number})]" for number in range(1, 8)
    ]
    entries = parse_reading_list(
        "\n".join(map(str.format, rows, ["ACL", "EMNLP", "ICML", "NAACL", "CVPR", "AAAI", "Belfry"])), SOURCE
    ).entries
    assert [(entry.venue, entry.year) for entry in entries[5:]] == [("AAAI", 2019), ("Belfry", 2019)]


def test_labelled_links_below_a_date() -> None:
    """Below a date, each link that is labelled as a paper and has a title is an entry, also one alone."""
    text = """# Ringing
- **[2025.02.07]**
    - Paper: [Adaptive Ropes for Large Bells](https://arxiv.org/abs/1901.00001) ICLR 2025
    - Paper: [Tuning Bells without Towers](https://arxiv.org/abs/1901.00002)
- **[2024.12.30]**
    - Paper: [Toll Transformer](https://arxiv.org/abs/1901.00003)
"""
    entries = [entry for entry in parse_reading_list(text, SOURCE).entries if entry.is_paper]
    assert [(entry.title.form, entry.venue, entry.year) for entry in entries] == [
        ("Adaptive Ropes for Large Bells", "ICLR", 2025),
        ("Tuning Bells without Towers", None, 2025),
        ("Toll Transformer", None, 2024),
    ]


def test_tables_of_datasets_name_what_they_list() -> None:
    """The column of names has the names of datasets, whatever else is like titles, and these are no papers; an introduction with a link is none either."""
    text = f"""# Ringing
Must-read papers on [the ringing of bells](https://arxiv.org/abs/1901.00020) for large towers.
## Papers
{LINKED}
## Dataset
| Name | Intro | Links | Size & Stats |
|---|---|---|---|
| RING | 1. A set of bells. 2. For ringing | Paper: https://arxiv.org/abs/1901.00008 | Train: 30 bells and 12 towers for testing |
| TOLL | Tolls by day | Paper: https://arxiv.org/abs/1901.00009 | check the paper to find a full table of all towers |
"""
    listed = parse_reading_list(text, SOURCE)
    assert len(papers(text)) == 6
    assert [entry.title.form for entry in listed.entries[6:]] == ["RING", "TOLL"]


def test_citations_in_a_cell() -> None:
    """A linked citation in a cell ends with its title before the server of preprints or "In"; a list of names may leave some out."""
    text = """| **Name** | **Paper** | **Venue** | **Year** |
|---|---|---|---|
| A | [Byron, A., Dorn, C., ... & Tring, E. (2023). Is a Bell Good at Ringing? Towers as Agents. *arXiv preprint arXiv:2304.09542*.](https://arxiv.org/abs/2304.09542) | arxiv | 2023 |
| B | [Dorn, C., & Lim, E. P. (2022, August). Ringing as language (ral): A paradigm (b5). In *Proceedings of the 16th Conference on Bells* (pp. 2-9).](https://arxiv.org/abs/2204.09543) | Bells | 2022 |
"""
    entries = parse_reading_list(text, SOURCE).entries
    assert [entry.title.form for entry in entries] == [
        "Is a Bell Good at Ringing? Towers as Agents",
        "Ringing as language (ral): A paradigm (b5)",
    ]
    assert [[name.form for name in entry.authors] for entry in entries] == [["A. Byron", "C. Dorn", "E. Tring"], ["C. Dorn", "E. P. Lim"]]
