"""People of one name: told apart where the list shows it, marked where it may be, one where the name is rare."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import avgraph
from avgraph.model.entries import Entry
from avgraph.model.vocabulary import IdentityStatus
from avgraph.reading.read import read_reading_list
from avgraph.resolution.authority import NO_AUTHORITY
from avgraph.resolution.clusters import Clusters
from avgraph.resolution.entities import NamedEntity
from avgraph.resolution.judgement import Judgement
from avgraph.resolution.people.frequency import commonness
from avgraph.resolution.people.names import read_name
from avgraph.resolution.resolve import resolve
from tests.made_lists import build_from, make_entry, make_list


def listed(*rows: tuple[str, str]) -> list[Entry]:
    """Return entries of authors and institutions, parted by semicolons."""
    return [
        make_entry(f"Paper {chr(97 + number) * 4}", number + 1, authors=authors.split("; "), institutions=places.split("; ") if places else (), year=2010 + number)
        for number, (authors, places) in enumerate(rows)
    ]  # fmt: skip


def called(entries: Sequence[Entry], name: str) -> tuple[list[NamedEntity], list[str]]:
    """Return the authors of a printed name, and the id of the one in each entry."""
    authors = resolve(make_list(*entries), NO_AUTHORITY).authors
    ids = [ids[entry.author_forms.index(name)] for entry, ids in zip(entries, authors.by_entry, strict=True) if name in entry.author_forms]
    return [authors.entities[each] for each in dict.fromkeys(ids)], ids


TWO = listed(
    ("Wei Zhang; Ottoline Farr", "University of Uxx"), ("Wei Zhang; Quintus Brack", "Institute of Mirth"),
    ("Ottoline Farr; Wei Zhang", "Rose Lab"), ("Wei Zhang; Hebe Stol", "Institute of Mirth"),
)  # fmt: skip


def test_a_common_name_is_told_apart_by_coauthors_and_institutions() -> None:
    """Each group of entries is a person, with what tells him in id and label; the same in any order."""
    people, ids = called(TWO, "Wei Zhang")
    assert ids == [
        "author/wei_zhang.university_of_uxx",
        "author/wei_zhang.institute_of_mirth",
        "author/wei_zhang.university_of_uxx",
        "author/wei_zhang.institute_of_mirth",
    ]
    assert [(each.label, each.distinction) for each in people] == [("Wei Zhang", "University of Uxx"), ("Wei Zhang", "Institute of Mirth")]
    assert called(TWO[::-1], "Wei Zhang")[1] == ids[::-1]
    graph = build_from(make_list(*TWO), NO_AUTHORITY)
    assert graph.nodes["author/wei_zhang.institute_of_mirth"].label == "Wei Zhang (Institute of Mirth)"


def test_a_rare_name_is_one_person() -> None:
    """Nothing need tie the papers of somebody whose name nobody else has."""
    rare = [replace(entry, authors=make_entry("x", 1, authors=["Xaver Ploog", *entry.author_forms[1:]]).authors) for entry in TWO]
    people, ids = called(rare, "Xaver Ploog")
    assert (len(people), set(ids), people[0].status) == (1, {"author/xaver_ploog"}, None)


def test_common_coauthors_are_no_evidence_alone_but_two_are() -> None:
    """A co-author who may himself be several people ties nothing; two of them together do."""
    one = listed(("Yang Wang; Wei Li", "University of Uxx"), ("Yang Wang; Wei Li", "Institute of Mirth"))
    assert len(set(called(one, "Yang Wang")[1])) == 2
    two = listed(("Yang Wang; Wei Li; Jing Chen", "University of Uxx"), ("Yang Wang; Wei Li; Jing Chen", "Institute of Mirth"))
    assert len(set(called(two, "Yang Wang")[1])) == 1


FEW = listed(
    ("Junyu Gao; Ottoline Farr", "University of Uxx"), ("Junyu Gao; Quintus Brack", "Institute of Mirth"), ("Hebe Stol", "Rose Lab")
)


def test_a_name_that_may_be_several_people_is_marked() -> None:
    """Where the list is too small to hold two people of a fairly common name, it is one author, who says so wherever he stands."""
    people, ids = called(FEW, "Junyu Gao")
    assert ([(each.id, each.status, each.most_people) for each in people], len(set(ids))) == (
        [("author/junyu_gao", IdentityStatus.SEVERAL_PEOPLE, 2)],
        1,
    )
    assert build_from(make_list(*FEW), NO_AUTHORITY).nodes["author/junyu_gao"].label == "Junyu Gao (may be up to 2 people)"


def test_marked_names_lead_no_ranking_and_tie_nobody_unless_that_is_asked_for(tmp_path: Path) -> None:
    """Rankings, views and questions leave them out; an option brings them in. The checker reports each once."""
    path = tmp_path / "few.md"
    rows = (
        ("Junyu Gao, Ottoline Farr", "University of Uxx"),
        ("Junyu Gao, Quintus Brack", "Institute of Mirth"),
        ("Hebe Stol", "Rose Lab"),
    )
    path.write_text(
        "# Few\n\n## Seeing\n"
        + "".join(
            f"\n**[CVPR-2020]**\n[Paper {chr(97 + number) * 4}](https://example.org/{number})\n<br>\n**Authors:** {people}\n<br>\n**Institution:** {place}\n"
            for number, (people, place) in enumerate(rows)
        ),
        encoding="utf-8",
    )
    kg = avgraph.open(path)
    marked = "Junyu Gao (may be up to 2 people)"
    assert [kg.statistics(1, marked=each).authors[0].label for each in (False, True)] == ["Hebe Stol", marked]
    assert [kg.statistics(marked=each).components for each in (False, True)] == [(1, 1, 1), (3, 1)]
    assert [len(kg.view("coauthors", marked=each).edges) for each in (False, True)] == [0, 2]
    options: tuple[dict[str, Any], ...] = ({}, {"marked": "yes"})
    assert [[row[0] for row in kg.query("top-authors", **more).rows].count(marked) for more in options] == [0, 1]
    ends: dict[str, Any] = {"from": "Ottoline Farr", "to": "Quintus Brack"}
    assert [len(kg.query("coauthor-chain", **ends, **more).rows) for more in options] == [0, 3]
    found = [each.message for each in kg.check().diagnostics if each.code == "AVG605"]
    assert found == ["'Junyu Gao' may be 2 people (lines 5, 12): nobody and no institution in common; an authority file decides it"]


def test_an_initial_that_fits_many_names_is_the_one_that_shares_a_coauthor() -> None:
    """However many names of the list an initial can stand for, it is joined with the only one that evidence speaks for."""
    names = [
        f"{given} Zhang"
        for given in ("Tao", "Teng", "Tian", "Ting", "Tong", "Tuo", "Tai", "Tang", "Tiemin", "Tonghui", "Tingting", "Tianyu")
    ]
    rows = [(f"{name}; {chr(65 + number)}ulla Ploog{chr(97 + number)}", "") for number, name in enumerate(names)]
    authors = resolve(make_list(*listed(*rows, ("T. Zhang; Dulla Ploogd", ""), ("T. Zhang; Mirko Stolz", ""))), NO_AUTHORITY).authors
    joined = [entity.forms for entity in authors.entities.values() if len(entity.forms) > 1]
    assert joined == [("T. Zhang", "Ting Zhang")]
    unclear = listed(*rows, ("T. Zhang; Dulla Ploogd; Bulla Ploogb", ""))
    assert all(len(each.forms) == 1 for each in resolve(make_list(*unclear), NO_AUTHORITY).authors.entities.values())


def test_people_of_two_names_are_compared_where_something_is_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pairs that are judged grow with the people of a name, not with their square."""

    def judged(people: int) -> int:
        calls: list[tuple[int, int]] = []
        judgement = Clusters.judgement

        def count(clusters: Clusters, a: int, b: int) -> Judgement:
            calls.append((a, b))
            return judgement(clusters, a, b)

        monkeypatch.setattr(Clusters, "judgement", count)
        rows = [
            (f"{name}; Ploog {chr(97 + number // 26) * 3}{chr(97 + number % 26) * 3}", "")
            for number in range(people)
            for name in ("W. Zhang", "Wei Zhang")
        ]
        resolve(make_list(*listed(*rows)), NO_AUTHORITY)
        monkeypatch.undo()
        return len(calls)

    assert judged(80) < 5 * judged(20)


@pytest.mark.parametrize(
    ("name", "is_common"),
    [("wei wang", True), ("y. liu", True), ("minsoo kim", True), ("maria garcia", True), ("xaver ploog", False), ("wenlan zou", False)],
)
def test_how_common_names_are(name: str, is_common: bool) -> None:  # noqa: FBT001  (a table)
    """Frequent family names with frequent given names are common, also as initials; others are not."""
    assert commonness(read_name(name)).is_common is is_common


@pytest.mark.slow
def test_the_people_of_the_bundled_list_by_rule_alone() -> None:
    """Its nine names of two people are found, eight told apart and one marked, and nobody else is split in two."""
    authors = resolve(read_reading_list(), NO_AUTHORITY).authors.entities.values()
    told = {each.label for each in authors if each.distinction}
    marked = {each.label for each in authors if each.status}
    assert told == {"Chen Chen", "Hao Wang", "Jue Wang", "Meng Liu", "Meng Wang", "Rui Qian", "Shuai Wang", "Yong Zhang"}
    assert "Junyu Gao" in marked
    assert len(marked) < 10
