"""Forms of lists of computer vision that were read wrongly at first sight: each case is one trap, in words of its own."""

from avgraph.model.entries import Entry, Source
from avgraph.reading.read import parse_reading_list

SOURCE = Source("case", "case.md", "", "case")


def read(text: str) -> list[Entry]:
    """Return the entries of a list that name papers."""
    return [entry for entry in parse_reading_list(text, SOURCE).entries if entry.is_paper]


def stated(text: str) -> list[tuple[str, str | None, int | None]]:
    """Return title, venue and year of the papers of a list."""
    return [(entry.title.form, entry.venue, entry.year) for entry in read(text)]


def test_years_of_two_digits_before_a_venue() -> None:
    """``'14-ECCV`` in a column of venues; what explains the table above it lists no papers."""
    text = """
## Ringing

* Papers are sorted by published date.
* Score is the share of bells that were heard.
  * If the score on the [board](https://example.org/board) differs, it is given.

*Conf.* | *Date* | *Title* | *Score* |
:---: | :---: |:--- | :---: |
'14-ECCV | 14/10/07 | [Robust Bell Detection with Trees of Towers](https://arxiv.org/abs/1401.00001) |
15-CVPR | 15/06/01 | [Symmetry-Based Ringing in Natural Towers](https://arxiv.org/abs/1501.00001) | 0.8 |
'16-arXiv | 16/03/31 | [Accurate Bells with Cascaded Ropes](https://arxiv.org/abs/1603.00001) | 0.9 |
'18-TM | 17/03/03 | [Arbitrary-Oriented Bells via Rotation](https://arxiv.org/abs/1703.00001) | 0.9 |
"""
    assert stated(text) == [
        ("Robust Bell Detection with Trees of Towers", "ECCV", 2014),
        ("Symmetry-Based Ringing in Natural Towers", "CVPR", 2015),
        ("Accurate Bells with Cascaded Ropes", "arXiv", 2016),
        ("Arbitrary-Oriented Bells via Rotation", "TM", 2018),
    ]


def test_venues_that_refused_a_paper() -> None:
    """``arXiv, 2019 (rejected by ICLR 2020)`` is a preprint of 2019; ``arXiv on 27 Jan 2019`` states the same."""
    text = """
* **Toll**: "Axial Ringing in Multidimensional Towers", arXiv, 2019 (rejected by ICLR 2020) (*Foundry*). [[Paper](https://openreview.net/forum?id=T1)]
* **Peal**: "Global Ringing Networks for Bells", CVPR, 2020 (*Foundry*). [[Paper](https://arxiv.org/abs/2001.00001)]
* **Knell**: "Lasting Ringing Networks for Bells", arXiv on 27 Jan 2019 (*Foundry*). [[Paper](https://arxiv.org/abs/1901.00001)]
"""
    assert [each[1:] for each in stated(text)] == [("arXiv", 2019), ("CVPR", 2020), ("arXiv", 2019)]


def test_names_with_a_year_glued_to_them() -> None:
    """``Ada Byron, Carl Dorn,2016`` and ``Ada Byron, Carl Dorn 2017``, also with a mark that was once raised; a remark with a year is neither."""
    text = """
- [Bells That Listen to Towers](https://arxiv.org/abs/1601.00001), Ada Byron, Carl Dorn,2016
- [Towers That Listen to Bells](https://arxiv.org/abs/1701.00001), Ada Byron1, Carl Dorn, Eva Erde 2017
- [Ropes That Listen to Bells](https://arxiv.org/abs/1801.00001), Frank Fell, 2018
- [Clappers That Listen to Bells](https://arxiv.org/abs/1901.00001), a benchmark, widely used since 2016
"""
    assert [([name.form for name in entry.authors], entry.year) for entry in read(text)] == [
        (["Ada Byron", "Carl Dorn"], 2016),
        (["Ada Byron", "Carl Dorn", "Eva Erde"], 2017),
        (["Frank Fell"], 2018),
        ([], None),
    ]


def test_tags_and_shortcodes_after_a_title() -> None:
    """``Title. [__`seg.`__] :star:`` ends with its full stop; shortcodes can begin with a digit."""
    text = """
## 2017
- [[CVPR](https://openaccess.thecvf.com/a.pdf)] Deep Ringing on Sets of Bells for Towers. [[code](https://github.com/x/a)] [__`cls.`__] :fire: :star:
- [[CVPR](https://openaccess.thecvf.com/b.pdf)] Dynamic Ringing in Networks of Towers. [__`cls.`__] :star:
- [[CVPR](https://openaccess.thecvf.com/c.pdf)] Scalable Ringing with Large Bells. [__`oth.`__] [__`seg.`__]
- :1st_place_medal: [[CVPR](https://openaccess.thecvf.com/d.pdf)] Colored Bells Revisited :100:
"""
    assert [each[0] for each in stated(text)] == [
        "Deep Ringing on Sets of Bells for Towers",
        "Dynamic Ringing in Networks of Towers",
        "Scalable Ringing with Large Bells",
        "Colored Bells Revisited",
    ]


def test_names_after_a_dash_in_a_link() -> None:
    """``[Title - Byron et al.](url)`` and ``[Title -Ada Byron & Carl Dorn](url)``."""
    text = """
- [Generative Ringing Nets - Byron et al.](https://arxiv.org/abs/1401.00001)
- [Deep ringing -Ada Byron, Carl Dorn & Eva Erde](https://arxiv.org/abs/1501.00001)
- [Ropes: A Simple Way to Prevent Bells from Ringing](https://arxiv.org/abs/1601.00001)
"""
    assert [(entry.title.form, len(entry.authors)) for entry in read(text)] == [
        ("Generative Ringing Nets", 1),
        ("Deep ringing", 3),
        ("Ropes: A Simple Way to Prevent Bells from Ringing", 0),
    ]


def test_lines_that_open_with_a_name_in_bold() -> None:
    """Each line ``**Toll** : Ada Byron "Title" [[code]]`` of a paragraph is an entry, where not every one links to its paper."""
    text = """
## Open Source
**Toll** : Ada Byron, Carl Dorn, and Eva Erde "Tolling of Bells by Shortest Ropes" [[paper]](https://arxiv.org/abs/1201.00001) [[code]](https://github.com/x/toll) In CVPR 2012
**Peal** : F. Fell and G. Gong. "Robust online tolling of bells with appearance learning" [[paper]]() [[code]](https://example.org/peal.html) In CVPR 2014
**Ding** : Ina Ives, Hedi Hall "Continuous Ringing of Many Bells" [[paper]](https://arxiv.org/abs/1401.00001) In ECCV 2014
"""
    assert stated(text) == [
        ("Tolling of Bells by Shortest Ropes", "CVPR", 2012),
        ("Robust online tolling of bells with appearance learning", "CVPR", 2014),
        ("Continuous Ringing of Many Bells", "ECCV", 2014),
    ]


def test_short_titles_after_one_family_name() -> None:
    """``Erde et al. Bell description.`` among titles that no names stand before."""
    text = """
* `[Byron CVPR20]` Hybrid Tower Learning for Bell Retrieval. CVPR, 2020. [[paper]](https://arxiv.org/abs/2001.00001)
* `[Dorn CVPR20]` Tree-Augmented Bell Encoding for Towers. CVPR, 2020. [[paper]](https://arxiv.org/abs/2001.00002)
* `[Fell CVPR20]` Cooperative Towers for Bells and Ropes. CVPR, 2020. [[paper]](https://arxiv.org/abs/2001.00003)
* `[Gong CVPR20]` Interpretable Bells for Ad-Hoc Ringing. CVPR, 2020. [[paper]](https://arxiv.org/abs/2001.00004)
* `[Hall CVPR20]` Fine-Grained Ringing of Hierarchical Bells. CVPR, 2020. [[paper]](https://arxiv.org/abs/2001.00005)
* `[BELLS]` Erde et al. Bell description. IJCV, 2017. [[paper]](https://arxiv.org/abs/1701.00001)
"""
    assert [each[0] for each in stated(text)][-1] == "Bell description"
