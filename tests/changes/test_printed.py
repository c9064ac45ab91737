"""What a list prints where what it names is called otherwise, as an authority has it."""

import pytest

from avgraph.changes.change import ChangeKind
from avgraph.changes.formats import FORMATS, generate_text
from avgraph.changes.wording import details_of, title_of
from avgraph.model.vocabulary import NodeType
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
