"""Everything that a form of writing a paper holds is read from it: invented papers put into each form of ``written_forms.toml``."""

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

from avgraph.model.entries import Entry, LinkKind, Source
from avgraph.reading.read import parse_reading_list

_FORMS: dict[str, dict[str, str | list[str]]] = tomllib.loads(Path(__file__).with_name("written_forms.toml").read_text("utf-8"))
_FULL_VENUES = {
    "RSS": "Robotics: Science and Systems",
    "ICRA": "IEEE International Conference on Robotics and Automation",
    "CoRL": "Conference on Robot Learning",
    "NeurIPS": "Advances in Neural Information Processing Systems",
    "CVPR": "IEEE/CVF Conference on Computer Vision and Pattern Recognition",
    "ECCV": "European Conference on Computer Vision",
    "ICML": "International Conference on Machine Learning",
    "AAAI": "AAAI Conference on Artificial Intelligence",
    "TPAMI": "IEEE Transactions on Pattern Analysis and Machine Intelligence",
    "ACL": "Annual Meeting of the Association for Computational Linguistics",
    "SIGGRAPH": "ACM Transactions on Graphics",
}


class _Name(NamedTuple):
    given: str
    family: str

    @property
    def full(self) -> str:
        return f"{self.given} {self.family}"

    def initials(self, separator: str = " ", stop: str = ".") -> str:
        return separator.join(f"{word[0]}{stop}" for word in self.given.split())


class _Paper(NamedTuple):
    title: str
    authors: tuple[_Name, ...]
    venue: str
    year: int
    url: str


_PAPERS = (
    _Paper(
        "Feeling Soft Bodies with Cheap Skins",
        (_Name("Ada", "Brunel"), _Name("Kenji", "Ota"), _Name("María-José", "Pérez")),
        "RSS", 2023, "https://arxiv.org/abs/2305.01234",
    ),
    _Paper(
        "A Glove that Knows Its Grip: Learning from Ten Thousand Grasps",
        (_Name("John", "Smith"), _Name("Karel", "van der Meer")),
        "ICRA", 2022, "https://openreview.net/forum?id=Gl0ve",
    ),
    _Paper(
        "Touch Transformers",
        (_Name("Wei-Lin", "Chen"), _Name("Xiaoming", "Liu"), _Name("Jun-Yan", "Zhu"), _Name("Anna K.", "Nagel")),
        "CoRL", 2021, "https://arxiv.org/abs/2109.00234",
    ),
    _Paper("Is Pressure All You Need?", (_Name("Sergey", "Ivanov"),), "NeurIPS", 2020, "https://proceedings.neurips.cc/paper/hash/abc.html"),
    _Paper(
        "PoseNet++: Robust Tactile Pose Estimation in the Wild",
        (_Name("Li", "Wei"), _Name("Priya", "Raghunathan"), _Name("Tom", "O'Brien")),
        "CVPR", 2024, "https://openaccess.thecvf.com/content/papers/Wei_Pose.pdf",
    ),
    _Paper(
        "Learning to See by Touching Objects in the Dark",
        (_Name("Hana", "Sato"), _Name("Youngjae", "Kim"), _Name("D. J.", "Fleet")),
        "ECCV", 2022, "https://arxiv.org/abs/2207.12345",
    ),
    _Paper(
        "Self-Supervised Learning of Contact Dynamics for Dexterous Manipulation",
        (_Name("Chen", "Wang"), _Name("Yuke", "Zhu"), _Name("Li", "Fei-Fei")),
        "ICML", 2019, "https://proceedings.mlr.press/v97/wang19a.html",
    ),
    _Paper(
        "Vision and Touch, Together at Last",
        (_Name("Ravi", "Patel"), _Name("Björn", "Åström")),
        "AAAI", 2021, "https://ojs.aaai.org/index.php/AAAI/article/view/12345",
    ),
    _Paper(
        "Towards Understanding Slip: a Survey",
        (_Name("Olga", "Petrova"), _Name("Minh", "Nguyen"), _Name("Zhiqiang", "Tao")),
        "TPAMI", 2023, "https://ieeexplore.ieee.org/document/9876543",
    ),
    _Paper(
        "Tactile-LLM: Grounding Large Language Models in the Sense of Touch",
        (_Name("Fatima", "Zahra"), _Name("Diego", "Hernández"), _Name("Yi", "Ma")),
        "ACL", 2024, "https://aclanthology.org/2024.acl-long.123/",
    ),
    _Paper("What Hands Know", (_Name("Emily", "Carter"), _Name("Noah", "Goldberg")), "SIGGRAPH", 2018, "https://dl.acm.org/doi/10.1145/3197517"),
)  # fmt: skip
_CODE = "https://github.com/example/code"


def _written(form: str, paper: _Paper, number: int) -> str:
    """Return the paper in a form."""
    names = paper.authors
    full = [name.full for name in names]
    return form.format(
        title=paper.title, venue=paper.venue, full_venue=_FULL_VENUES[paper.venue], year=paper.year, short_year=f"{paper.year % 100:02d}",
        url=paper.url, code=f"{_CODE}{number}", authors=", ".join(full), semicolons="; ".join(full), enumerated="\u3001".join(full),
        first=full[0], family=names[0].family,
        slanted=", ".join(f"*{name}*" for name in full),
        raised=", ".join(f"{name}<sup>{1 + place % 2}</sup>" for place, name in enumerate(full)),
        worked=", ".join(f"{name} (Stanford University)" for name in full),
        linked=", ".join(f"[{name}](https://example.org/~{place})" for place, name in enumerate(full)),
        initials=_enumerated([f"{name.initials()} {name.family}" for name in names], ", and "),
        families=_enumerated([f"{name.family}, {name.initials()}" for name in names], ", & "),
        families_full="; ".join(f"{name.family}, {name.given}" for name in names),
        families_and=" and ".join(f"{name.family}, {name.given}" for name in names),
        medline=", ".join(f"{name.family} {name.initials('', '')}" for name in names),
        **{"and": _enumerated(full, " and ")},
    )  # fmt: skip


def _enumerated(names: list[str], last: str) -> str:
    return ", ".join(names[:-1]) + last + names[-1] if len(names) > 1 else names[0]


def _is_same(read: str, name: _Name) -> bool:
    """Tell whether a name as read is the name: family name and first letter."""
    letters = re.sub(r"[^\w ]", "", name.family).split()
    return re.sub(r"[^\w ]", "", read).split()[-len(letters) :] == letters and read[0] in (name.given[0], name.family[0])


def _check_authors(entry: Entry, paper: _Paper, form: str) -> None:
    stated = re.findall(r"\{(?:" + "|".join(_NAME_FIELDS) + r")\}", form)
    if "{family}" in form or "{first}" in form:
        assert len(entry.author_forms) == 1
        assert entry.author_forms[0].split()[-1] == paper.authors[0].family.split()[-1]
    elif stated:
        assert len(entry.author_forms) == len(paper.authors), entry.author_forms
        assert all(map(_is_same, entry.author_forms, paper.authors)), entry.author_forms
    else:
        assert not entry.author_forms


_NAME_FIELDS = (
    "authors", "and", "semicolons", "enumerated", "initials", "families", "families_full", "families_and", "medline", "slanted", "raised", "worked",
    "linked",
)  # fmt: skip
_CASES = [
    pytest.param(form, kind, id=f"{kind}-{name}") for kind, forms in _FORMS.items() for name, form in forms.items()
]  # fmt: skip


@pytest.mark.parametrize(("form", "kind"), _CASES)
def test_a_form_gives_back_what_it_holds(form: str | list[str], kind: str) -> None:
    """Titles, authors in order, venue, year and links of eleven papers are read as they were put into the form."""
    papers = [paper for paper in _PAPERS if kind != "several" or len(paper.authors) > 1]
    header, line = form if isinstance(form, list) else ("", form)
    lines = [header, re.sub(r"[^|]+", "---", header)] if header else []
    lines += [_written(line, paper, number) for number, paper in enumerate(papers)]
    text = "\n".join(["# Papers on Touch", "", "A list of all there is.", "", "## Sensing", "", *lines, ""])
    entries = parse_reading_list(text, Source("case", "case.md", "", "case")).entries
    assert [entry.title.form for entry in entries] == [paper.title for paper in papers]
    for number, (entry, paper) in enumerate(zip(entries, papers, strict=True)):
        assert entry.is_paper
        assert entry.heading == ("Sensing",)
        _check_authors(entry, paper, line)
        assert entry.year == (paper.year if "year}" in line else None)
        if "venue}" in line:
            assert entry.venue is not None
            assert any(venue in entry.venue for venue in (paper.venue, _FULL_VENUES[paper.venue])), entry.venue
        else:
            assert entry.venue is None
        assert entry.url == paper.url
        codes = [link.form for link, kind in zip(entry.links, entry.link_kinds, strict=True) if kind is LinkKind.CODE]
        assert codes == ([f"{_CODE}{number}"] if "{code}" in line else [])


_TITLES = (
    "$\\pi$-Touch: Policies from Pressure", "What, Where and When: Learning to Grasp", "Hearing (and Seeing) Hands at Work",
    "GPT-4V(ision) for Robots, a First Look", "Do Robots Dream? On Sleep in Machines", '"Who Feels What?" Explaining Grasps',
    "In the Eye of the Beholder: Robot Gaze", "Beyond CVPR: How Venues Shape a Field", "Learning 3D Shape with 2D Labels in 2023",
    "YOLO9000: Better, Faster, Stronger", "C++ for Robots: the Good Parts", "A 100% Linear Method for the Rest of Us",
    "The Code of Touch: Project Hands", "Paper Skin: Flexible Sensors from Paper", "On the Origin of Grasps, by Means of Selection",
    "Large Models for Science: a Review of Nature, Science and Cell", "Mind the Gap \u2013 from Simulation to Life", "U-Net & Co.: Convolutions in Practice",
)  # fmt: skip


@pytest.mark.parametrize(
    "name",
    ["linked names_in_italics", "linked venue_colon_in_link", "linked names_with_semicolons", "marked bold_sentence", "marked bold_lines", "marked heading",
     "plain venue_bracket_first", "plain bars", "cited apa", "tables columns"],
)  # fmt: skip
def test_titles_that_look_like_something_else_stay_whole(name: str) -> None:
    """Titles with brackets, questions, quotes, names of venues, years, words of links and lists of words are read whole."""
    kind, _, key = name.partition(" ")
    form = _FORMS[kind][key]
    header, line = form if isinstance(form, list) else ("", form)
    papers = [paper._replace(title=title) for title, paper in zip(_TITLES, _PAPERS * 2, strict=False)]
    lines = [header, re.sub(r"[^|]+", "---", header)] if header else []
    lines += [_written(line, paper._replace(url=f"https://arxiv.org/abs/2301.{number:05d}"), number) for number, paper in enumerate(papers)]
    listed = parse_reading_list("\n".join(["# Papers on Touch", "", *lines, ""]), Source("case", "case.md", "", "case"))
    assert [entry.title.form for entry in listed.entries] == list(_TITLES)
