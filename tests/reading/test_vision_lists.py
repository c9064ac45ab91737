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


def test_numbered_headings_of_venues() -> None:
    """``## 3. ICCV2021`` says venue and year of the papers below it, also where these are headings in a quote."""
    text = """
## 2. Survey

> #### 1) *"Beyond Bells: A Survey of Heterogeneous Towers"*, IJCAI 2020 [[paper](https://arxiv.org/abs/1905.00001)]
> #### 2) *"Deep Learning for Bells: A Survey and Outlook"*, arXiv 2020 [[paper](https://arxiv.org/abs/2001.00001)]

## 3. ICCV2021

> #### 1) *"Cross-Modality Bells via Modality Confusion"* [[paper](https://openaccess.thecvf.com/a.pdf)]
> #### 2) *"Clothing Awareness for Long-Term Bells"* [[paper](https://openaccess.thecvf.com/b.pdf)]
"""
    assert [each[1:] for each in stated(text)] == [("IJCAI", 2020), ("arXiv", 2020), ("ICCV", 2021), ("ICCV", 2021)]


def test_kinds_of_papers_below_a_year_of_the_same_level() -> None:
    """``### 2022`` with nothing but ``### Conference`` and ``### Journal`` after it."""
    text = """
# Bells

### 2022
### Conference
- **[TOLL]** Regression for Local Bells (**ECCV**) [[paper](https://arxiv.org/abs/2207.00001)]
- **[PEAL]** Attacks on Bells and Towers (**ACM MM**) [[paper](https://arxiv.org/abs/2205.00001)]

### Journal
- **[DING]** Bells in the Frequency Domain (**TPAMI**) [[paper](https://arxiv.org/abs/2204.00001)]

### 2021
### Conference
- **[DONG]** Ringing with Ropes and Clappers (**CVPR**) [[paper](https://arxiv.org/abs/2104.00001)]
"""
    assert [each[1:] for each in stated(text)] == [("ECCV", 2022), ("ACM MM", 2022), ("TPAMI", 2022), ("CVPR", 2021)]


def test_marks_of_kinds_of_documents() -> None:
    """``[J]`` and ``[C]//``, as the Chinese standard for citations has them, are no part of the venue."""
    text = """
### 2014
- Ada Byron, Dr Carl Dorn, Eva Erde .[Bell Detection with Boosted Towers](https://arxiv.org/pdf/0812.00001) .[J] arXiv preprint arXiv:0812.00001.
- Dorn C, Erde E, Fell F, et al. [Joint cascade bell detection](https://example.org/b.pdf)[C]//European Conference on Computer Vision. Springer, Cham, 2014: 109-122.
- Gong G, Hall H, et al. [UnitBell: An Advanced Network](https://arxiv.org/pdf/1608.00001)[J]. arXiv preprint arXiv:1608.00001, 2016.
"""
    assert [each[1:] for each in stated(text)] == [("arXiv", 2014), ("European Conference on Computer Vision", 2014), ("arXiv", 2016)]
    assert [name.form for name in read(text)[0].authors] == ["Ada Byron", "Carl Dorn", "Eva Erde"]


def test_journals_with_a_hyphen_before_their_year() -> None:
    """``(Knowledge-Based Systems-2022)`` states both."""
    text = """
* (ACMMM 2022) **Towards Open-Ended Bells and Towers**, Ada Byron et al. [[Paper](https://dl.acm.org/doi/abs/10.1145/1)]
* (Knowledge-Based Systems-2022) **CHIME: A Fusion of Bells for Towers**, Carl Dorn et al. [[Paper](https://www.sciencedirect.com/science/article/pii/S1)]
"""
    assert [each[1:] for each in stated(text)] == [("ACMMM", 2022), ("Knowledge-Based Systems", 2022)]


def test_what_lists_no_paper_beside_papers() -> None:
    """Workshops, news, pages of the list in a table, what data holds, a long text over items that are entries."""
    text = """
# Bells

### Updated
- ICCV2021 papers are online now [link](https://openaccess.thecvf.com/ICCV2021)
- PDF links to all ICCV2021 papers have been uploaded.

# Workshops
- [CVPR 2023 Fourth International Workshop on Ringing](https://example.org/ringing2023), **[Videos](https://www.youtube.com/playlist?list=1)**
- [IEEE Embedded Bells Workshop Series](https://example.org/embedded), with focus on towers and embedded bells.

# Categories

| [[**Surveys of Bells**](src/Survey.md)] | [[**Weakly Supervised Ringing of Bells**](src/Weakly.md)] |
| :---- | :---- |
| [[**Auxiliary Tasks**](src/Tasks.md)] | [[**Transfer Learning and Domain Adaptation**](src/Transfer.md)] |

# Devices
- **HBS** (Hybrid Bell Sensors) like **TOLL** and **PEAL**, and other bells that output loud changes and silent frames, either low or high
    - Dorn, C., et al., *[A Loud Bell Sensor with 9 Clappers and Representation of Ropes](https://doi.org/10.1109/1)*, ISSCC, 2017.
    - Fell, F., et al., *[A Low Bell Sensor with Motion of Ropes and Towers](https://doi.org/10.1109/2)*, ISCAS, 2020.

# Datasets
* **Loud Bells**

  A set of bells.
  * **Detailed information (Sounds):** ⇒ [[Paper](https://example.org/sounds.pdf)] [[Website](https://example.org/sounds)]
    * Number of different bells: 200 (**Training**: 150 bells. **Testing**: 50 bells.)
"""
    assert [each[0] for each in stated(text)] == [
        "A Loud Bell Sensor with 9 Clappers and Representation of Ropes",
        "A Low Bell Sensor with Motion of Ropes and Towers",
    ]


def test_names_after_a_title_with_the_family_first() -> None:
    """``Title. Byron, Ada et al. ICML 2017``: the title ends with its full stop, and the family name is printed first."""
    text = """
1. Distilling the knowledge in a bell. Byron et al. arXiv:1503.00001
2. Learning from Noisy Labels of Bells. Dorn, Carl et al. ICCV 2017
3. On the Efficacy of Loud Ringing. Erde, Eva Maria & Fell, Frank. arXiv:1910.00001. ICCV 2019
4. Self-training with Noisy Bells improves classification. Gong, Gil et al.(Google) CVPR 2020
5. Layer-Level Distillation for Deep Towers. Hall, Hedi et al. Applied Sciences, 2019
6. Subclass Ringing. Ives, Ina et al. arXiv:2002.00001
7. Ensemble Distribution of Bells. ICLR 2020
8. On Compressing Towers Using Distillation. arXiv:1812.00001
"""
    assert [(entry.title.form, [name.form for name in entry.authors], entry.venue) for entry in read(text)] == [
        ("Distilling the knowledge in a bell", ["Byron"], "arXiv"),
        ("Learning from Noisy Labels of Bells", ["Carl Dorn"], "ICCV"),
        ("On the Efficacy of Loud Ringing", ["Eva Maria Erde", "Frank Fell"], "ICCV"),
        ("Self-training with Noisy Bells improves classification", ["Gil Gong"], "CVPR"),
        ("Layer-Level Distillation for Deep Towers", ["Hedi Hall"], "Applied Sciences"),
        ("Subclass Ringing", ["Ina Ives"], "arXiv"),
        ("Ensemble Distribution of Bells", [], "ICLR"),
        ("On Compressing Towers Using Distillation", [], "arXiv"),
    ]


def test_what_is_stated_around_a_title() -> None:
    """An item over the title with venue and year in its middle, the column Pub, notes after the venue."""
    text = """
## Benchmarks
* SIDB, CVPR 2018, citation 256
  * [A High-Quality Ringing Dataset for Small Bells](https://openaccess.thecvf.com/a.pdf)
  * [Matlab](https://github.com/x/sidb)

## Methods
|Index|Year|Pub|Title|cite|
|:---:|:---:|:---:|:---:|:---:|
|1|2018|ICML|[Bell2Bell: Learning restoration without clean bells](https://arxiv.org/pdf/1803.00001.pdf)|1236|
|2|2020|Frontiers in Computer Science|[Probabilistic bells: Unsupervised ringing](https://www.frontiersin.org/articles/1/full)|119|

## Notes
* [Fast Bell Proposals for Human Detection](https://openaccess.thecvf.com/b.pdf) - A. Byron and C. Dorn, CVPR2015. Note: code is NOT available online.
"""
    assert [each[1:] for each in stated(text)] == [
        ("CVPR", 2018),
        ("ICML", 2018),
        ("Frontiers in Computer Science", 2020),
        ("CVPR", 2015),
    ]


def test_months_behind_a_preprint_beside_a_column_of_years() -> None:
    """``| 2021 | arXiv12 |`` was there in December 2021; without such a column it is a year."""
    text = """
| **Year** | **Pub.** | **Title** | **Links** |
| :---: | :---: | :--- | :--- |
| 2021 | arXiv12 | TransBell: Cross-Modal Ringing for Salient Bell Detection | [Paper](https://arxiv.org/abs/2112.00001)/Code |
| 2020 | arXiv08 | Knowing Ringing Quality In Advance | [Paper](https://arxiv.org/abs/2008.00001)/Code |
| 2020 | CVM | Salient Bell Detection: A Survey | [Paper](https://arxiv.org/abs/2008.00002)/Code |

## Shapes

| Date | Institute (first) | Paper | Publication |
| :---: | :---: | :--- | :---: |
| 2023-9-27 | KAUST | [Zero-Shot Correspondence of Bells](https://arxiv.org/abs/2306.00001) | Siggraph Asia '23 |
"""
    assert stated(text) == [
        ("TransBell: Cross-Modal Ringing for Salient Bell Detection", "arXiv", 2021),
        ("Knowing Ringing Quality In Advance", "arXiv", 2020),
        ("Salient Bell Detection: A Survey", "CVM", 2020),
        ("Zero-Shot Correspondence of Bells", "Siggraph Asia", 2023),
    ]


def test_papers_on_videos_and_tables_that_compare_models() -> None:
    """A title that ends with "in … Videos", with venue and year, is no video; rows with measures and no link compare models."""
    text = """
## Papers
1. [Ringing Clusters for Anomaly Detection](https://arxiv.org/abs/1912.00001), CVPR 2020. [code](https://github.com/x/gepc)
2. Real-world Anomaly Detection in Tower Videos, CVPR 2018 [code](https://github.com/x/towers)
3. Keynote on bells in videos [slides](https://example.org/keynote)

## Comparison on Towers
|Model| Conference/Journal | Feature | AUC (%) |
|----|----|----|----|
|Ringing Label Noise Cleaner | CVPR 19 | Bells | 82.12 |
|Background Bias of Bells | ACM MM 19 | Ropes | 82.0 |
"""
    assert stated(text) == [
        ("Ringing Clusters for Anomaly Detection", "CVPR", 2020),
        ("Real-world Anomaly Detection in Tower Videos", "CVPR", 2018),
    ]


def test_family_names_before_longer_given_names() -> None:
    """``Dorn, Carl Eva, Fell, Frank and Gong, Gil``: the last pair says how the others are printed; initials may follow given names; BibTeX ties them."""
    text = """
- [**Continual Ringing in Practice**](https://arxiv.org/abs/1903.00001) , (2018) by *Dorn, Carl, Erde, Eva, Fell, Frank de Balle and Gong, Gil* [[bib]](b.bib#L1)
- [**Overcoming forgetting of bells**](https://arxiv.org/abs/1612.00001) , (2017) by *Hall, Hedi, Ives, Ina, Jung, Jan A, Kent-Lund, Kai and others* [[bib]](b.bib#L2)
- [**Generative replay of bells**](https://arxiv.org/abs/1705.00001) , (2017) by *Shin, Han, Lee, Jung Kwon, Kim, Jae and Kim, Jiwon* [[bib]](b.bib#L3)
- [**An Investigation of Ringing**](https://arxiv.org/abs/1312.00001) , (2013) by *Moor, I.~J., Nash, M. and Ott, Y.* [[bib]](b.bib#L4)
- [**Synaptic Ringing**](https://arxiv.org/abs/1703.00001) , (2017) by *Penn, Paul, Quist, Quin and Rand, Rosa * [[bib]](b.bib#L5)
- [**Learning bells without forgetting**](https://arxiv.org/abs/1606.00001) , (2017) by *Siri Sand, Tom Tring and Una Ulm* [[bib]](b.bib#L6)
"""
    assert [[name.form for name in entry.authors] for entry in read(text)] == [
        ["Carl Dorn", "Eva Erde", "Frank de Balle Fell", "Gil Gong"],
        ["Hedi Hall", "Ina Ives", "Jan A Jung", "Kai Kent-Lund"],
        ["Han Shin", "Jung Kwon Lee", "Jae Kim", "Jiwon Kim"],
        ["I. J. Moor", "M. Nash", "Y. Ott"],
        ["Paul Penn", "Quin Quist", "Rosa Rand"],
        ["Siri Sand", "Tom Tring", "Una Ulm"],
    ]


def test_authors_by_their_families_alone() -> None:
    """Where odd numbers of single words follow titles, two words are two family names as well."""
    text = "\n\n".join(
        f"{title}.\t{names}\thttps://arxiv.org/pdf/1910.0000{number}.pdf"
        for number, (title, names) in enumerate(
            [
                ("Weakly supervised ringing with guarantees", "Byron, Chen, Dorn"),
                ("Demystifying bells between classes", "Gabbay, Hoshen"),
                ("Video compression of bells with autoencoders", "Hall, van Rozen, Tomczak, Cohen"),
                ("Variable rate compression of bells", "Choi, El-Khamy, Lee"),
                ("Variational adversarial learning of towers", "Sinha, Ebrahimi, Darrell"),
                ("Stochastic generation of towers", "Jyoti, Durand, Hesse, Sigal, Mori"),
                ("Implicit discriminators of bells", "Munjal, Paul, Krishnan"),
            ]
        )
    )
    assert [[name.form for name in entry.authors] for entry in read("## 2019\n\n" + text + "\n")] == [
        ["Byron", "Chen", "Dorn"],
        ["Gabbay", "Hoshen"],
        ["Hall", "van Rozen", "Tomczak", "Cohen"],
        ["Choi", "El-Khamy", "Lee"],
        ["Sinha", "Ebrahimi", "Darrell"],
        ["Jyoti", "Durand", "Hesse", "Sigal", "Mori"],
        ["Munjal", "Paul", "Krishnan"],
    ]


def test_titles_that_await_their_link() -> None:
    """``[Title]()`` among linked papers is one, in a section of datasets as well; papers may stand below the contents, without a heading."""
    text = """
## 目录

|:bell:|:rope:|
|------|------|
|[1.Ropes(绳)](#1)|[2.Bells(钟)](#2)|

5月21日更新
* [Multi-View Ringing for 3D Bell Detection](https://arxiv.org/abs/2405.00001)

<a name="2"/>

## 2.Ringing
* [Deep Calibration of Bells by Regression](https://arxiv.org/abs/2405.00002)<br>:star:[code](https://github.com/x/bells)
* [Loud Tower Transformers](https://arxiv.org/abs/2405.00003)

## 3.Silence Detection
* [Test-Time Detection of Linear Silence]()

## 4.Dataset(数据集)
* 数据集
  * [Multiagent Self-Ringing: Open Bell Dataset]()
"""
    assert [each[0] for each in stated(text)] == [
        "Multi-View Ringing for 3D Bell Detection",
        "Deep Calibration of Bells by Regression",
        "Loud Tower Transformers",
        "Test-Time Detection of Linear Silence",
        "Multiagent Self-Ringing: Open Bell Dataset",
    ]


def test_last_words_in_quotes_surveys_of_advances_and_counts() -> None:
    """Quotes around the last words of a title close; ``Advances in …`` can be one; what counts classes and clips is none."""
    text = """
## Surveys

**[Advances in Neural Ringing.](https://arxiv.org/abs/2111.00001)**<br>
*Ada Byron, Carl Dorn, and Eva Erde.*<br>
Eurographics State-of-the-Art Report 2022.

**[State of the Art on Neural Ringing.](https://arxiv.org/abs/2004.00001)**<br>
*Ada Byron, Frank Fell.*<br>
Eurographics 2020.<br>

## Recognition

* **BELLMOS**: The challenge on recognition of bells “in the wild” </br>
[[Paper](https://example.org/bellmos.pdf)][[Homepage](http://example.org/)] </br>
*101 bells, train: 13,000 trimmed clips*

* **Carillons** (CVPR 2019) </br>
[[Paper](https://arxiv.org/abs/1705.00001)][[Homepage](https://example.org/carillons)]</br>
*400 classes of bells, at least 600 clips per class*
"""
    assert [each[0] for each in stated(text)] == [
        "Advances in Neural Ringing",
        "State of the Art on Neural Ringing",
        "BELLMOS: The challenge on recognition of bells “in the wild”",
        "Carillons",
    ]


def test_one_author_as_a_link() -> None:
    """A name alone in a link below a title is the author, where the first links of the other entries are those of authors."""
    text = "\n\n".join(
        f"{title}<br>\n{names}<br>\nIn SIGGRAPH 2018<br>\n[[Paper]](https://arxiv.org/pdf/1807.0000{number}.pdf)"
        for number, (title, names) in enumerate(
            [
                ("Relativistic Discriminators of Standard Bells", "[Ada Byron-Martin](https://example.org/ada)"),
                ("Decompose and Carve Bells for Manufacturing", "[Carl Dorn](https://example.org/carl), Eva Erde"),
                ("Functional Maps of Curves on Bells", "[Frank Fell](https://example.org/frank), [Gil Gong](https://example.org/gil)"),
                ("A Neural Representation of Sketched Towers", "[Hedi Hall](https://example.org/hedi), Ina Ives"),
                ("Improving the Deformation of Unsupervised Bells", "[Jan Jung](https://example.org/jan), Kai Kent"),
                ("An Efficient Reflectance Model of Bells", "[Lena Lund](https://example.org/lena), Max Moor"),
            ]
        )
    )
    assert [entry.authors[0].form for entry in read("## Papers\n\n" + text + "\n")] == [
        "Ada Byron-Martin",
        "Carl Dorn",
        "Frank Fell",
        "Hedi Hall",
        "Jan Jung",
        "Lena Lund",
    ]
