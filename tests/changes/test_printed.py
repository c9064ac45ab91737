"""What a list prints where what it names is called otherwise, as an authority has it."""

from pathlib import Path

import pytest

from avgraph.changes.change import ChangeKind
from avgraph.changes.formats import FORMATS, generate_text
from avgraph.changes.wording import details_of, title_of
from avgraph.knowledge import open as open_knowledge_graph
from avgraph.model.vocabulary import NodeType
from avgraph.versions import diff
from tests.changes.lists import BELL, DRUM, HORN, WHISTLE, Item, changes, make_list

FULL = "IEEE Transactions on Affective Computing-2021"


def edited(item: Item, **fields: str) -> Item:
    """Return an item with other fields, such as its ``tag``."""
    names = ("tag", "title", "link", "authors", "institution")
    tag, title, link, authors, institution = (fields.get(name, value) for name, value in zip(names, item, strict=True))
    return (tag, title, link, authors, institution)


def test_a_venue_that_is_called_otherwise() -> None:
    """A name that neither list holds stands with what is printed: of the paper, of the venue that is gone, and in release notes."""
    result = changes(make_list([edited(WHISTLE, tag=FULL)], []), make_list([edited(WHISTLE, tag="CVPR-2021")], []))
    (paper,) = result.of(NodeType.PAPER)
    assert details_of(paper) == ["venue: IEEE TAFFC (printed: IEEE Transactions on Affective Computing) → CVPR"]
    (gone,) = result.of(NodeType.VENUE, ChangeKind.REMOVED)
    assert title_of(gone) == "IEEE TAFFC (printed: IEEE Transactions on Affective Computing)"
    assert gone.old[0].label == "IEEE TAFFC"
    assert "IEEE TAFFC (printed: IEEE Transactions on Affective Computing)" in FORMATS["markdown"](result)


def test_a_new_paper_of_a_venue_that_is_called_otherwise() -> None:
    """The brackets behind a title hold it as well; a label that another entry prints needs nothing beside it."""
    new = edited(HORN, tag=FULL)
    (paper,) = changes(make_list([WHISTLE], []), make_list([WHISTLE, new], [])).of(NodeType.PAPER)
    assert title_of(paper) == f"{HORN[1]} (IEEE TAFFC 2021, printed: IEEE Transactions on Affective Computing)"
    (paper,) = changes(make_list([WHISTLE], []), make_list([WHISTLE, new], [edited(BELL, tag="IEEE TAFFC-2022")])).of(NodeType.PAPER)[:1]
    assert "printed" not in title_of(paper)


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("MSR", "Microsoft Research (printed: MSR)"),
        ("MSR; Harbour University", "Microsoft Research (printed: MSR)"),
        ("microsoft research", "Microsoft Research"),
        ("The Microsoft Research", "Microsoft Research"),
    ],
)
def test_an_institution_that_is_called_otherwise(printed: str, label: str) -> None:
    """A new one has what its entries print behind it; another case or an article is nothing."""
    result = changes(make_list([WHISTLE], []), make_list([WHISTLE, edited(DRUM, institution=printed)], []))
    assert label in {title_of(each) for each in result.of(NodeType.INSTITUTION, ChangeKind.ADDED)}


def test_people_whose_names_are_joined() -> None:
    """Names in another order, or parted by a comma too many, are in the list: nothing stands beside them."""
    text = generate_text(changes(make_list([WHISTLE], []), make_list([WHISTLE, edited(DRUM, authors="Marsh, Cleo and Oakley, Dan")], [])))
    assert "printed" not in text


@pytest.mark.parametrize(
    ("before", "after", "detail"),
    [
        ("Georgia Institute of Technology", "Georgia Tech", "also written: + Georgia Tech"),
        ("Georgia Tech", "Georgia Institute of Technology", "now also written so: + Georgia Institute of Technology"),
        ("Georgia Tech", "GEORGIA TECH", ""),
        ("Georgia Tech; Georgia Institute of Technology", "Georgia Tech", ""),
    ],
)
def test_a_form_that_the_authority_knows(before: str, after: str, detail: str) -> None:
    """It is a new form where the list did not print it, and where another entry prints it for the first time."""
    known = [edited(item, institution=form) for item, form in zip((WHISTLE, DRUM), before.split("; "), strict=False)]
    old, new = (make_list([*known, *more], [BELL]) for more in ([], [edited(HORN, institution=after)]))
    changed = changes(old, new).of(NodeType.INSTITUTION, ChangeKind.CHANGED)
    assert [line for each in changed for line in details_of(each)] == ([detail] if detail else [])
    back = [line for each in changes(new, old).of(NodeType.INSTITUTION, ChangeKind.CHANGED) for line in details_of(each)]
    assert len(back) == bool(detail)


def test_a_unit_is_no_form_of_its_university() -> None:
    """The words of a university within the name of its unit are not printed for the university."""
    lab = edited(HORN, institution="Georgia Tech Research Institute; Georgia Institute of Technology")
    before = make_list([edited(WHISTLE, institution="Georgia Institute of Technology")], [])
    result = changes(before, make_list([edited(WHISTLE, institution="Georgia Institute of Technology"), lab], []))
    assert not result.of(NodeType.INSTITUTION, ChangeKind.CHANGED)


def test_several_forms_in_the_place_of_a_label(tmp_path: Path) -> None:
    """They are parted by semicolons, as forms hold commas; a dump of the list knows them as well."""
    more = [edited(DRUM, tag=FULL), edited(HORN, tag="TAFFC-2020")]
    (venue,) = changes(make_list([WHISTLE], []), make_list([WHISTLE, *more], [])).of(NodeType.VENUE)
    assert title_of(venue) == "IEEE TAFFC (printed: IEEE Transactions on Affective Computing; TAFFC)"
    (tmp_path / "old.md").write_text(make_list([edited(WHISTLE, tag=FULL)], []), encoding="utf-8")
    (tmp_path / "new.md").write_text(make_list([edited(WHISTLE, tag="CVPR-2021")], []), encoding="utf-8")
    open_knowledge_graph(tmp_path / "old.md").write(tmp_path / "old.nt")
    (paper,) = diff(tmp_path / "old.nt", tmp_path / "new.md").of(NodeType.PAPER)
    assert details_of(paper) == ["venue: IEEE TAFFC (printed: IEEE Transactions on Affective Computing) → CVPR"]
