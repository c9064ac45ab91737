"""Institutions parted by commas, which also stand within names and addresses."""

import pytest

from avgraph.model.entries import ReadingList, Source
from avgraph.reading.fields.affiliations import read_institutions
from avgraph.reading.markdown.located import LocatedText
from avgraph.reading.read import parse_reading_list

FIELDS = [
    ("MIT, Stanford, Google", ["MIT", "Stanford", "Google"]),
    ("University of Nowhere, Paris, France; Google, Zurich", ["University of Nowhere, Paris, France", "Google, Zurich"]),
    ("Tsinghua University, Beijing, Tencent, Shenzhen", ["Tsinghua University, Beijing", "Tencent, Shenzhen"]),
    ("Stanford University, Stanford, CA 94305, USA", ["Stanford University, Stanford, CA 94305, USA"]),
    ("Dept. of Bells, University of Oxford, Oxford, UK", ["Dept. of Bells, University of Oxford, Oxford, UK"]),
    ("Microsoft Research, Cambridge, UK, MIT", ["Microsoft Research, Cambridge, UK", "MIT"]),
    ("University of California, San Diego, NVIDIA", ["University of California, San Diego", "NVIDIA"]),
    ("Institute of Bells, CAS, University of Chinese Academy of Sciences, NTU",
     ["Institute of Bells, CAS", "University of Chinese Academy of Sciences", "NTU"]),
    ("Springfield Institute of Bells, CAS", ["Springfield Institute of Bells, CAS"]),
    ("School of Bells, Institute of Echoes, University of Nowhere", ["School of Bells, Institute of Echoes, University of Nowhere"]),
    ("Institute for Bells, Centre for Echoes, MIT", ["Institute for Bells", "Centre for Echoes, MIT"]),
    ("Quill Device Co., Ltd., Korea University", ["Quill Device Co., Ltd.", "Korea University"]),
    ("ETH Zürich, Université Lyon 1, INRIA", ["ETH Zürich", "Université Lyon 1", "INRIA"]),
    ("KAIST1, Korea University2, NAVER3", ["KAIST", "Korea University", "NAVER"]),
    ("ZJU, 01.AI, Nankai University", ["ZJU", "01.AI", "Nankai University"]),
    ("CMU & Microsoft", ["CMU", "Microsoft"]),
    ("Microsoft/Google; CNRS/BELL", ["Microsoft", "Google", "CNRS/BELL"]),
    ("University of Nowhere and NVIDIA, MIT", ["University of Nowhere", "NVIDIA", "MIT"]),
    ("National Institute of Bells and Technology; Bell & Sons", ["National Institute of Bells and Technology", "Bell & Sons"]),
    ("Department of Bells and University of Echoes", ["Department of Bells and University of Echoes"]),
    ("KTH, Data61 Sydney", ["KTH", "Data61 Sydney"]),
    ("Korea University, Independent Researcher", ["Korea University"]),
    ("Bell Tower Lab Nanjing, MBZUAI Abu Dhabi", ["Bell Tower Lab Nanjing", "MBZUAI Abu Dhabi"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FIELDS, ids=[text for text, _ in FIELDS])
def test_commas_between_institutions_and_within_them(text: str, expected: list[str]) -> None:
    """A comma stays before a place, a legal form, a campus, and what a unit belongs to; every other one parts."""
    institutions = read_institutions(LocatedText.at(text, 0), is_labelled=True)
    assert [each.name.string for each in institutions or ()] == expected


def test_publishers_are_no_institutions() -> None:
    """Where a book came out says nothing of its authors, with its address or without."""
    texts = ("Springer Inc., Berlin, Germany", "Quill Publishing Institute Press", "L. Erlbaum Assoc. Inc., Hillsdale, NJ, USA")
    assert [read_institutions(LocatedText.at(text, 0)) for text in texts] == [None] * 3


def read_list(fields: list[str]) -> ReadingList:
    """Return a list with a paper for each field of institutions."""
    items = (f"- [Bells of the Tower Number {number}](https://arxiv.org/abs/2101.{number:05})\n  - Institutions: {field}\n"
             for number, field in enumerate(fields, 1))  # fmt: skip
    return parse_reading_list("# Papers of Bells\n\n## Towers\n\n" + "".join(items), Source("case", "case.md", "", "case"))


PARTED = [
    "MIT, Google",
    "Korea University, NAVER",
    "CMU, KAIST, Adobe",
    "Nankai University, Intel",
    "NTU, Meta, Baidu",
    *["MIT, Korea University, KAIST, Google"] * 5,
]


def test_a_list_whose_commas_part_institutions() -> None:
    """Who nobody knows is an institution there, and a town that is known is still none."""
    listed = read_list(
        [*PARTED, "University of Nowhere, Quillworks", "University of Nowhere, Oslo", "Indian Institute of Bells, Bombay, MIT"]
    )
    assert [entry.institution_forms for entry in listed.entries[-3:]] == [
        ("University of Nowhere", "Quillworks"), ("University of Nowhere, Oslo",), ("Indian Institute of Bells, Bombay", "MIT"),
    ]  # fmt: skip


def test_a_list_whose_commas_stand_before_places() -> None:
    """There a name that nobody knows may be a town, and stays with the institution before it."""
    fields = ["Korea University, Seoul", "MIT, Boston, USA", "NTU, Singapore"] * 3
    listed = read_list([*fields, *PARTED, "University of Nowhere, Quillworth"])
    assert listed.entries[-1].institution_forms == ("University of Nowhere, Quillworth",)
