"""Venue, year and date in the forms in which lists print them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avgraph.reading.fields.brackets import read_badge
from avgraph.reading.fields.dates import find_dates
from avgraph.reading.fields.published import is_slot, read_slot
from avgraph.reading.fields.splits import cut_title, split_head, split_tail
from avgraph.reading.markdown.located import LocatedText

DATES = [
    ("2024.5", 2024, "2024-05"), ("[2022/03]", 2022, "2022-03"), ("20190401", 2019, "2019-04-01"), ("(Jun., 2025)", 2025, "2025-06"),
    ("26 Sep 2023", 2023, "2023-09-26"), ("May 30, 2025", 2025, "2025-05-30"), ("2023-12-11", 2023, "2023-12-11"), ("Sept. 2nd, 2021", 2021, "2021-09-02"),
    ("2023年5月", 2023, "2023-05"), ("05/2023", 2023, "2023-05"), ("30.05.2023", 2023, "2023-05-30"), ("2019, June", 2019, "2019-06"),
    ("Oct'23", 2023, "2023-10"), ("Mar 3-5, 2020", 2020, "2020-03"), ("ICCV2019", 2019, None), ("Spring 2019", 2019, None), ("[1997]", 1997, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "year", "date"), DATES)
def test_dates(text: str, year: int, date: str | None) -> None:
    """A year, and month and day where they are stated."""
    assert [(found.year, found.iso) for found in find_dates(text)] == [(year, date)]


@pytest.mark.parametrize(
    "text",
    [
        "2510.09733",
        "arXiv:2012.04584",
        "2006.11239",
        "2021.acl-long.299",
        "2014-2016",
        "10.1109/2020.1",
        "CVE-2021-1234",
        "1920x1080",
        "v2023.1",
        "2024-13",
        "'23",
    ],
)
def test_numbers_that_are_no_dates(text: str) -> None:
    """Numbers of preprints and documents, versions, sizes and spans of years say no year."""
    assert find_dates(text) == []


SLOTS = [
    ("CVPR 2023", "CVPR", 2023), ("CVPR'23", "CVPR", 2023), ("AAAI-22", "AAAI", 2022), ("UIST25", "UIST", 2025), ("MLSys' 26", "MLSys", 2026),
    ("(ECCV 2018 (Oral))", "ECCV", 2018), ("arXiv 2024.5", "arXiv", 2024), ("20191124 AAAI-20", "AAAI", 2020), ("2019 Front. Genet.", "Front. Genet.", 2019),
    ("KDD'2020-OURS", "KDD", 2020), ("ICLR'24 spotlight", "ICLR", 2024), ("arXiv preprint arXiv:1308.08501 (2013)", "arXiv", 2013), ("arXiv:1512.07928", "arXiv", None),
    ("Advances in neural information processing systems. 2014", "Advances in neural information processing systems", 2014),
    ("2013 IEEE international conference on hearing, speech and colours. IEEE, 2013", "IEEE international conference on hearing, speech and colours", 2013),
    ("IEEE TPAMI 41(8): 1979-1993 (2019)", "IEEE TPAMI", 2019), ("Nature Communications", "Nature Communications", None), ("in CVPR, 2015", "CVPR", 2015),
    ("Findings of ACL 2021", "Findings of ACL", 2021), ("ACL 2023 Findings", "ACL Findings", 2023), ("ICLR 2024 Workshop", "ICLR Workshop", 2024),
    ("2023 OURS Workshop at ICML", "OURS Workshop at ICML", 2023), ("J.Chem.Inf.Model. 2005", "J.Chem.Inf.Model.", 2005), ("1995 PhD Thesis", "PhD Thesis", 1995),
    ("Proceedings of COLING/ACL 2006", "Proceedings of COLING/ACL", 2006), ("ACM T INTEL SYST TEC, 2011", "ACM T INTEL SYST TEC", 2011),
    ("MLBWorkshop 2017", "MLBWorkshop", 2017), ("natural language engineering, 2001", "natural language engineering", 2001), ("Ontology summit, 2015", "Ontology summit", 2015),
    ("Preprint'24", "Preprint", 2024), ("Proceedings of the IEEE, 2018, pp. 1-10", "Proceedings of the IEEE", 2018), ("Neural Computation, 1997", "Neural Computation", 1997),
    ("Nature 521, 436–444 (2015)", "Nature", 2015), ("Bells and Towers 8.4 (2021): 2003244", "Bells and Towers", 2021), ("Scientific Reports, 2024", "Scientific Reports", 2024),
    ("Bell Science, 8(1) 2015", "Bell Science", 2015), ("Eurosys'23", "Eurosys", 2023), ("npj Bell Tuning 2019", "npj Bell Tuning", 2019), ("Advanced Materials, 2021", "Advanced Materials", 2021),
    ("USENIX Security2020", "USENIX Security", 2020), ("International Conference on Machine Learning (ICML), 2020", "International Conference on Machine Learning", 2020),
    ("🔥 CVPR 2024 🔥", "CVPR", 2024), ("XYZW 2020", "XYZW", 2020), ("AAAI 2021 Best Paper", "AAAI", 2021), ("Phys. Rev. Lett. 120, 2018", "Phys. Rev. Lett.", 2018),
    ("eLife", "eLife", None), ("bioRxiv", "bioRxiv", None), ("PVLDB 14(3)", "PVLDB", None), ("[2022/03]", None, 2022), ("Oral", None, None), ("Technical Report, Stanford University, 2009", "Technical Report", 2009),
    ("arXiv 2106; ICCV Workshop 2022", "ICCV Workshop", 2022), ("arXiv 2005, USENIX Security 2021", "USENIX Security", 2021), ("arXiv 2023-TOLL", "arXiv", 2023),
    ("ICML 2022; arXiv 2021", "ICML", 2022), ("2021 IFIP/IEEE Int. Symposium on Tolling and Ringing (TR)", "IFIP/IEEE Int. Symposium on Tolling and Ringing (TR)", 2021),
    ("GLOBECOM 2017 - 2017 IEEE Global Communications Conf.", "GLOBECOM", 2017), ("2016 IEEE/ACM 9th Int. Conf. on Towers (IT).", "IEEE/ACM 9th Int. Conf. on Towers (IT)", 2016),
]  # fmt: skip


@pytest.mark.parametrize(("text", "venue", "year"), SLOTS)
def test_slots(text: str, venue: str | None, year: int | None) -> None:
    """A bracket, cell, group or heading that says where and when, and nothing else."""
    found = read_slot(LocatedText.at(text, 5))
    assert found is not None
    assert (found.venue and found.venue.string, found.year) == (venue, year)
    if found.venue and " " not in found.venue.string:
        start, end = found.venue.span
        assert text[start - 5 : end - 5] == found.venue.string


@pytest.mark.parametrize(
    "text",
    [
        "CMU", "Google Research 2020", "HIT-Huawei 2017", "Chi, Ma, Jin", "Ada Byron, Alan Tring", "COVID-19", "ResNet50", "Summary", "Model", "Workshop", "Seeing Sounds",
        "Zhao et al., ICML 2021", "GPT-4", "2.5", "A survey of hearing in 2020 and after", "",
    ],
)  # fmt: skip
def test_no_slots(text: str) -> None:
    """Institutions, people, models, words of links and sentences are no venue."""
    assert not is_slot(text)


def test_labelled_slots() -> None:
    """Under the header of a venue any short name is one, but no institution and no word of a link."""
    texts = ("Sprout", "Google", "-", "Link", "Blog of the Lab", "Education and Bell Technologies", "Institute of Bell Technologies")
    found = [read_slot(LocatedText.at(text, 0), is_labelled=True) for text in texts]
    assert [slot.venue.string if slot and slot.venue else None for slot in found] == [
        "Sprout", None, None, None, None, "Education and Bell Technologies", None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("url", "venue", "year"),
    [
        ("https://img.shields.io/badge/CVPR-2023-blue.svg", "CVPR", 2023), ("https://img.shields.io/badge/ICLR'24-Oral-red", "ICLR", 2024),
        ("https://img.shields.io/badge/NeurIPS_2023-Spotlight-blue", "NeurIPS", 2023),
    ],
)  # fmt: skip
def test_badges(url: str, venue: str, year: int) -> None:
    """A badge shows venue and year in its address."""
    found = read_badge(url)
    assert found is not None
    assert found.venue is not None
    assert (found.venue.string, found.year) == (venue, year)


@pytest.mark.parametrize(
    "url",
    [
        "https://img.shields.io/badge/arXiv-2301.00001-b31b1b",
        "https://img.shields.io/badge/Website-9cf",
        "https://img.shields.io/github/stars/a/b",
    ],
)
def test_badges_without_venue(url: str) -> None:
    """The number of a preprint and a count of stars are no venue."""
    assert read_badge(url) is None


TITLES = [
    ("Seeing Sounds (arXiv 2024)", "Seeing Sounds", "arXiv", 2024), ("CVPR'23 Seeing Sounds (Oral)", "Seeing Sounds", "CVPR", 2023),
    ("Seeing Sounds: [Results & Errors] (SIGMOD 2025)", "Seeing Sounds: [Results & Errors]", "SIGMOD", 2025), ("Seeing Sounds. arXiv", "Seeing Sounds", "arXiv", None),
    ("ICONIP'22 HUM: Hearing Colours", "HUM: Hearing Colours", "ICONIP", 2022), ("UbiComp 2024 Touch-Free Seeing", "Touch-Free Seeing", "UbiComp", 2024),
    ("【CVPR 2022】Seeing Sounds", "Seeing Sounds", "CVPR", 2022), ("Hearing is all you need, NIPS 2017", "Hearing is all you need", "NIPS", 2017), ("Seeing Sounds (2022)", "Seeing Sounds", None, 2022),
    ("Recurrent Ears (RNN)", "Recurrent Ears (RNN)", None, None), ("[EarNet] Seeing (HIT-Huawei 2017)", "[EarNet] Seeing", None, 2017),
    ("Hearing in the Year 2020 and After", "Hearing in the Year 2020 and After", None, None), ("SemEval-2020 Task 4: Ears", "SemEval-2020 Task 4: Ears", None, None),
    ("Nature, Science", "Nature, Science", None, None), ("VGG-Net", "VGG-Net", None, None), ("best paper, Hearing Rooms", "Hearing Rooms", None, None), ("Best Student Paper Award Finalist, EAR: Rooms", "EAR: Rooms", None, None),
    ("Best Papers of Hearing, Seeing and Smelling", "Best Papers of Hearing, Seeing and Smelling", None, None), ("The 2023 Survey of Ears", "The 2023 Survey of Ears", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "title", "venue", "year"), TITLES)
def test_titles(text: str, title: str, venue: str | None, year: int | None) -> None:
    """Venue and year at the ends of a title are none of it."""
    rest, found = cut_title(LocatedText.at(text, 0))
    assert (rest.string, found.venue and found.venue.string, found.year) == (title, venue, year)


TAILS = [
    (", Byron et al., CVPR 2023 ", "Byron et al.", "CVPR", 2023), ("Byron et al. NeurIPS 2022", "Byron et al.", "NeurIPS", 2022),
    (" - Byron, A., & Tring, A. B. (ECCV 2018 (Oral)) ", "Byron, A., & Tring, A. B.", "ECCV", 2018), ("Ada Byron (Some University) et al. arXiv.", "Ada Byron (Some University) et al.", "arXiv", None),
    ("Ada Byron, Alan Tring. Preprint'24", "Ada Byron, Alan Tring", "Preprint", 2024), ("(Byron, A. (CVPR 2019))", "Byron, A.", "CVPR", 2019), ("| OSDI", "", "OSDI", None),
    ("Byron A, Tring A. Nature. 2015;521:436-444.", "Byron A, Tring A.", "Nature", 2015), ("A. Byron, In Proceedings of the IEEE, 2018, pp. 1-10", "A. Byron", "Proceedings of the IEEE", 2018),
    ("Tring, A. Neural Computation, 18(7):1527–1554, 2006.", "Tring, A.", "Neural Computation", 2006),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rest", "venue", "year"), TAILS)
def test_tails(text: str, rest: str, venue: str, year: int | None) -> None:
    """The venue at the end of names is parted from them."""
    shorter, found = split_tail(LocatedText.at(text, 0))
    assert found is not None
    assert found.venue is not None
    assert (shorter.string, found.venue.string, found.year) == (rest, venue, year)


@pytest.mark.parametrize("text", ["| CMU", "(2016), A. Byron et al.", "A remark on what is new in 2020 here", "Ada Byron, Alan Tring"])
def test_no_tail(text: str) -> None:
    """What ends in no venue stays whole."""
    assert split_tail(LocatedText.at(text, 0))[1] is None


@given(st.text(max_size=120))
def test_any_text(text: str) -> None:
    """Nothing raises, and a venue holds a letter and comes from the text."""
    located = LocatedText.at(text, 0)
    for found in (read_slot(located), cut_title(located)[1], split_head(located)[1], split_tail(located)[1]):
        if found is not None and found.venue is not None:
            assert any(map(str.isalpha, found.venue.string))
            assert set(found.venue.string) <= {*text, " "}
