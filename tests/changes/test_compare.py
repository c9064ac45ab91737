"""What differs between two versions of a list, in entities: as a careful reader of both would say it."""

from dataclasses import replace
from pathlib import Path

import pytest

from avgraph.changes.change import Change, ChangeKind, Changes
from avgraph.changes.formats import FORMATS, generate_stat, generate_text
from avgraph.changes.wording import details_of, join_values
from avgraph.knowledge import open as open_knowledge_graph
from avgraph.model.vocabulary import NodeType
from avgraph.versions import diff
from tests.changes.lists import BELL, DRUM, HORN, WHISTLE, Item, changes, entry, make_list

BEFORE = make_list([WHISTLE, DRUM], [BELL])


def summaries(result: Changes) -> list[str]:
    """Return the changes as lines without those of people and institutions that come and go with papers."""
    return [f"{each.type} {each.kind}: {'; '.join(say(each))}" for each in result]


def say(change: Change) -> list[str]:
    """Return who or what changed, and how."""
    labels = [" + ".join(each.label for each in side) for side in (change.old, change.new) if side]
    values = [f"{each.name}: {', '.join(each.old)} -> {', '.join(each.new)}" for each in change.differences]
    return [" => ".join(dict.fromkeys(labels)), *(values if change.kind not in (ChangeKind.ADDED, ChangeKind.REMOVED) else ())]


def edited(item: Item, place: int, text: str) -> Item:
    """Return an item with another text at a place."""
    parts = list(item)
    parts[place] = text
    return (parts[0], parts[1], parts[2], parts[3], parts[4])


def test_a_version_compared_with_itself() -> None:
    """Nothing changed, and nothing is said."""
    result = changes(BEFORE, BEFORE)
    assert (result.items, result.moved, result.moved_lines) == ((), (), 0)
    assert generate_text(result) == "nothing changed\n"


@pytest.mark.parametrize(
    "after",
    [
        BEFORE.replace("\n<br>\n", "<br>\n"),
        BEFORE.replace("\n", "\r\n"),
        BEFORE.replace(", ", ","),
        BEFORE.replace(", ", " ,  "),
        BEFORE.replace("**Institution:**", "**Institution:** ").replace("\n\n**[", "\n\n\n**["),
        f"<!-- a comment that moves every line -->\n\n{BEFORE}",
    ],
)
def test_what_is_written_otherwise_and_says_the_same(after: str) -> None:
    """Wrapped otherwise, with other line ends, repaired commas or more lines above, a list shows no change."""
    result = changes(BEFORE, after)
    assert (result.items, result.moved) == ((), ())


def test_entries_in_another_order() -> None:
    """What stands elsewhere under its heading only moved: the fewest entries whose moving explains it."""
    result = changes(make_list([WHISTLE, DRUM, HORN], [BELL]), make_list([DRUM, HORN, WHISTLE], [BELL]))
    assert (result.items, len(result.moved), result.moved_lines) == ((), 1, 6)
    assert generate_text(result) == "6 lines only moved (1 entry)\n  > [CVPR-2019] Whistling Kettles Heard by Two Cameras  [line 7 → 21]\n"


def test_the_text_around_the_entries() -> None:
    """What a list says beside its entries is no change of an entity, and is counted; other spaces are nothing."""
    result = changes(
        BEFORE.replace("## Hearing", "This list began\nas a note.\n\n## Hearing"),
        BEFORE.replace("## Hearing", "This list  began\nas a book.\nIt grew.\n\n## Hearing"),
    )
    assert (bool(result), [each.line for each in result.text.old], [each.line for each in result.text.new]) == (False, [4], [4, 5])
    said = "text around the entries: 2 lines added, 1 line removed"
    assert generate_text(result) == f"{said}\n  - as a note.  [line 4]\n  + as a book.  [line 4]\n  + It grew.  [line 5]\n"
    lines = "- removed: as a note.\n- added: as a book.\n- added: It grew.\n"
    assert FORMATS["markdown"](result) == f"T{said[1:]}.\n\n## Text around the entries (3)\n\n{lines}"


def test_a_paper_is_added() -> None:
    """So are its people; who was there is not."""
    result = changes(BEFORE, make_list([WHISTLE, HORN, DRUM], [BELL]))
    assert summaries(result) == [
        "Paper added: Horns Across a Frozen Lake",
        "Author added: Gia Moor",
        "Author added: Hal Winter",
        "Venue added: AAAI",
    ]
    assert result.items[0].new[0].lines == (14,)
    assert not result.moved


def test_a_paper_is_removed() -> None:
    """What is gone with it is said as well."""
    assert summaries(changes(make_list([WHISTLE, DRUM, HORN], [BELL]), BEFORE)) == [
        "Paper removed: Horns Across a Frozen Lake",
        "Author removed: Gia Moor",
        "Author removed: Hal Winter",
        "Venue removed: AAAI",
    ]


@pytest.mark.parametrize(
    ("place", "text", "lines"),
    [
        (0, "ICCV-2020", ["Paper changed: {title}; venue: CVPR -> ICCV; year: 2019 -> 2020", "Venue removed: CVPR"]),
        (1, "Whistling Kettles Seen by Two Cameras", ["Paper renamed: {title} => Whistling Kettles Seen by Two Cameras"]),
        (2, "https://arxiv.org/abs/1901.99999", ["Paper changed: {title}; link: https://arxiv.org/abs/1901.00001 -> https://arxiv.org/abs/1901.99999"]),
        (3, "Bo Sandberg, Ada Quill", ["Paper changed: {title}; order of authors: Ada Quill, Bo Sandberg -> Bo Sandberg, Ada Quill"]),
        (3, "Ada Quill, Bo Sandberg, Ivo Stern", ["Paper changed: {title}; authors:  -> Ivo Stern", "Author added: Ivo Stern"]),
        (3, "Ada Quill, Bo Sandbreg", ["Paper changed: {title}; written: Bo Sandberg -> Bo Sandbreg", "Author renamed: Bo Sandberg => Bo Sandbreg"]),
        (3, "Ada Quill, Yu Zhong", [
            "Paper changed: {title}; authors: Bo Sandberg -> Yu Zhong", "Author added: Yu Zhong", "Author removed: Bo Sandberg",
        ]),
        (4, "University of Nowhere; Institute of Echoes", ["Paper changed: {title}; institutions:  -> Institute of Echoes"]),
    ],
)  # fmt: skip
def test_one_field_is_edited(place: int, text: str, lines: list[str]) -> None:
    """The paper is known by what stays, and the difference is named."""
    after = make_list([edited(WHISTLE, place, text), DRUM], [BELL])
    assert summaries(changes(BEFORE, after)) == [line.format(title=WHISTLE[1]) for line in lines]


def test_a_paper_goes_under_another_task() -> None:
    """It has moved there, and is neither new nor among the lines that only moved."""
    result = changes(BEFORE, make_list([WHISTLE], [BELL, DRUM]))
    assert summaries(result) == [
        "Paper changed: Drums That Answer Each Other at Night; tasks: Hearing Machines > Whistles -> Hearing Machines > Bells"
    ]
    assert not result.moved


def test_tasks_are_renamed_and_moved() -> None:
    """Their papers are not said to change."""
    assert summaries(changes(BEFORE, BEFORE.replace("### Bells", "### Bells and Gongs"))) == [
        "Task renamed: Hearing Machines > Bells => Hearing Machines > Bells and Gongs"
    ]
    assert summaries(changes(BEFORE, BEFORE.replace("### Bells", "## Ringing\n\n### Bells"))) == [
        "Task added: Ringing",
        "Task moved: Hearing Machines > Bells => Ringing > Bells",
    ]
    assert summaries(changes(BEFORE, BEFORE.replace("## Hearing Machines", "## 1. Machines That Hear"))) == [
        "Task renamed: Hearing Machines => 1. Machines That Hear"
    ]


def test_people_are_joined_and_parted() -> None:
    """Two who are one now, one who is two: each with what the resolution says, or what was written otherwise."""
    other = edited(HORN, 3, "A. Quillfeather, Hal Winter")
    mended = edited(HORN, 3, "Ada Quillfeather, Hal Winter")
    old = make_list([edited(WHISTLE, 3, "Ada Quillfeather, Bo Sandberg"), other], [])
    joined = changes(old, make_list([edited(WHISTLE, 3, "Ada Quillfeather, Bo Sandberg"), mended], []))
    assert summaries(joined)[1:] == ["Author joined: Ada Quillfeather + A. Quillfeather => Ada Quillfeather"]
    assert joined.of(NodeType.AUTHOR)[0].reason == "written otherwise now: A. Quillfeather"
    shared = edited(HORN, 3, "A. Quillfeather, Bo Sandberg")
    held = changes(old, make_list([edited(WHISTLE, 3, "Ada Quillfeather, Bo Sandberg"), shared], []))
    assert [each.kind for each in held.of(NodeType.AUTHOR) if len(each.old) > 1] == [ChangeKind.JOINED]
    assert (
        "a shared co-author" in held.of(NodeType.AUTHOR, ChangeKind.JOINED)[0].reason or "co-author" in held.of(NodeType.AUTHOR)[-1].reason
    )
    parted = changes(make_list([edited(WHISTLE, 3, "Ada Quillfeather, Bo Sandberg"), shared], []), old)
    assert [(each.kind, len(each.new)) for each in parted.of(NodeType.AUTHOR) if len(each.new) > 1] == [(ChangeKind.PARTED, 2)]


def test_a_copy_is_a_second_listing() -> None:
    """A paper that is listed once more is no new paper."""
    assert summaries(changes(BEFORE, make_list([WHISTLE, DRUM], [BELL, WHISTLE]))) == [
        f"Paper changed: {WHISTLE[1]}; tasks:  -> Hearing Machines > Bells; times listed: 1 -> 2"
    ]


def test_a_paper_of_the_same_words_is_new() -> None:
    """A link and a title that another paper has had make no one paper of two."""
    swapped = [edited(WHISTLE, 2, DRUM[2]), edited(DRUM, 2, WHISTLE[2])]
    result = changes(make_list([WHISTLE, DRUM], []), make_list(swapped, []))
    assert [(each.kind, each.label) for each in result] == [(ChangeKind.CHANGED, DRUM[1]), (ChangeKind.CHANGED, WHISTLE[1])]


def test_changes_are_plain_values() -> None:
    """They are frozen, equal where they say the same, false where nothing changed, and found by type and kind."""
    result = changes(BEFORE, make_list([WHISTLE, HORN, DRUM], [BELL]))
    assert result
    assert result == replace(result)
    assert not changes(BEFORE, BEFORE)
    assert [each.label for each in result.of(NodeType.AUTHOR, ChangeKind.ADDED)] == ["Gia Moor", "Hal Winter"]
    assert result.of("Author", "added") == result.of(NodeType.AUTHOR, ChangeKind.ADDED)
    assert entry(HORN) in make_list([HORN], [])


def test_an_address_of_a_dump_is_that_of_its_list(tmp_path: Path) -> None:
    """A character that no IRI holds is escaped in a dump; the link is the same."""
    path = tmp_path / "list.md"
    path.write_text(make_list([edited(WHISTLE, 2, "https://example.org/a?b=1<2"), DRUM], [BELL]))
    graph = open_knowledge_graph(path)
    graph.write(tmp_path / "list.ttl")
    assert not diff(tmp_path / "list.ttl", path)


def test_sections_that_lose_their_numbers() -> None:
    """The tasks are renamed, said in one line, and nothing else is; rows of datasets still lead to them."""
    row = "## 2 Data\n\n| Dataset | Year | Task |\n| --- | --- | --- |\n| KettleSet | 2020 | Whistles |\n"
    after = make_list([WHISTLE, DRUM], [BELL], row)
    before = after.replace("## Hearing", "## 1 Hearing").replace("### Whistles", "### 1.1 Whistles").replace("### Bells", "### 1.2 Bells")
    result = changes(before, after)
    assert {(each.type, each.kind) for each in result} == {(NodeType.TASK, ChangeKind.RENAMED)}
    assert generate_text(result) == (
        "Tasks: 3 renamed\n  ~ 3 tasks with other numbers of sections, such as 1.1 Whistles → Whistles (under Hearing Machines)\n"
    )
    assert "## Tasks renamed (3)\n\n- 3 tasks with other numbers" in FORMATS["markdown"](result)
    lower = changes(after.replace("### Whistles", "### whistles").replace("### Bells", "### bells"), after)
    assert "other numbers" not in generate_text(lower)


@pytest.mark.parametrize(
    ("tag", "lines"),
    [("IEEE CVPR-2019", ["tag: CVPR-2019 → IEEE CVPR-2019"]), ("CVPR 2019", []), ("NeurIPS-2019", ["venue: CVPR → NeurIPS"])],
)
def test_a_tag_in_other_words(tag: str, lines: list[str]) -> None:
    """A venue that is named otherwise is said, once; other punctuation is no change."""
    result = changes(BEFORE, make_list([edited(WHISTLE, 0, tag), DRUM], [BELL]))
    assert [line for each in result.of(NodeType.PAPER) for line in details_of(each)] == lines


def test_what_follows_from_new_papers_alone() -> None:
    """A parent that is named for the first time changes no unit; a dataset that a title names says where it comes from."""
    lab = edited(edited(WHISTLE, 4, "School of Sound, Harbour University"), 0, "CVPR-2020")
    new = edited(edited(HORN, 4, "Harbour University, Lisbon"), 1, "KettleSet: A Large Dataset of Kettles")
    result = changes(make_list([lab], []), make_list([lab, new], []))
    assert not result.of(NodeType.INSTITUTION, ChangeKind.CHANGED)
    (kettles,) = result.of(NodeType.DATASET)
    assert details_of(kettles) == ["year: 2020", "introduced by: KettleSet: A Large Dataset of Kettles"]
    assert "Datasets: 1 added (named in a title, in no table)\n  + KettleSet (named in a title, in no table)\n" in generate_text(result)
    row = "## Data\n\n| Dataset | Year | Task |\n| --- | --- | --- |\n| GongSet | 2020 | Whistles |\n"
    both = changes(make_list([lab], []), make_list([lab, new], [], row))
    assert "datasets: 2 added (1 named in a title, in no table)\n" in generate_stat(both)
    assert "  + GongSet  [line" in generate_text(both)


def test_names_with_commas_and_long_rows() -> None:
    """Names that hold commas are parted by semicolons; a long row of names folds away."""
    many = [
        edited(
            HORN, 3, ", ".join(f"{first} Ibsen{last}" for first in ("Una", "Vik", "Wim", "Yra") for last in ("son", "gaard", "berg", "dal"))
        )
    ]
    notes = FORMATS["markdown"](changes(BEFORE, make_list([WHISTLE, DRUM, *many], [BELL])))
    assert "<details><summary>16 names</summary>\n\nUna Ibsenberg, " in notes
    assert join_values(["Sound, Inc.", "Echo"]) == "Sound, Inc.; Echo"


def test_an_acronym_is_no_spelling_of_another() -> None:
    """A paper whose venue is another acronym that looks alike has another venue; neither acronym is renamed."""
    after = make_list([edited(WHISTLE, 0, "CWPR-2019"), DRUM], [BELL])
    said = summaries(changes(BEFORE, after))
    assert any(line.startswith("Paper changed") and "venue: CVPR -> CWPR" in line for line in said)
    assert "Venue added: CWPR" in said
    assert not any("renamed" in line for line in said)


def test_tags_in_other_words_are_summed_up() -> None:
    """What several papers have in common of how their venue is written is one line."""
    before = make_list([edited(WHISTLE, 0, "NIPS-2019"), edited(DRUM, 0, "NIPS-2021")], [BELL])
    text = generate_text(changes(before, before.replace("NIPS", "NeurIPS")))
    assert "  ~ tag: NIPS → NeurIPS in 2 papers (lines 7, 14)\n" in text
    assert WHISTLE[1] not in text


def test_what_stands_in_the_place_of_what_is_gone() -> None:
    """Where all papers of an institution name another one now, that is said of it; where they differ, nothing is."""
    before = make_list([edited(WHISTLE, 4, "Kettle Laboratory"), edited(DRUM, 4, "Kettle Laboratory")], [BELL])
    after = make_list([edited(WHISTLE, 4, "University of Nowhere"), edited(DRUM, 4, "University of Nowhere; Institute of Echoes")], [BELL])
    (gone,) = changes(before, after).of(NodeType.INSTITUTION, ChangeKind.REMOVED)
    assert (gone.label, details_of(gone)) == ("Kettle Laboratory", ["in its place: University of Nowhere"])
    apart = make_list([edited(WHISTLE, 4, "University of Nowhere"), edited(DRUM, 4, "Institute of Echoes")], [BELL])
    (gone,) = changes(before, apart).of(NodeType.INSTITUTION, ChangeKind.REMOVED)
    assert details_of(gone) == []


def test_other_forms_of_a_name() -> None:
    """One that is new is said, by the same words whether it is a misprint or not; another case is none."""
    horn = edited(HORN, 4, "University of Nowhere")
    before = make_list([WHISTLE, horn], [BELL])
    misprinted = make_list([edited(WHISTLE, 4, "Univeristy of Nowhere"), horn], [BELL])
    (changed,) = changes(before, misprinted).of(NodeType.INSTITUTION)
    assert details_of(changed) == ["also written: + Univeristy of Nowhere"]
    assert not changes(before, make_list([edited(WHISTLE, 4, "University Of Nowhere"), horn], [BELL])).of(NodeType.INSTITUTION)


def test_changed_papers_are_links_in_release_notes() -> None:
    """What is changed or renamed leads to the paper as it is now."""
    notes = FORMATS["markdown"](
        changes(BEFORE, make_list([edited(WHISTLE, 0, "CVPR-2020"), edited(DRUM, 1, "Gongs That Answer at Noon")], [BELL]))
    )
    assert f"- [{WHISTLE[1]}]({WHISTLE[2]})\n  - year: 2019 → 2020" in notes
    assert f"- {DRUM[1]} → [Gongs That Answer at Noon]({DRUM[2]})" in notes


def test_one_name_of_several_is_no_new_one() -> None:
    """A paper that is listed again under another title is not renamed, nor back where one of its entries is taken out: both are said as they are."""
    again = edited(edited(WHISTLE, 1, "Whistling Kettles Heard By Two  Camera Sets"), 4, "Institute of Echoes")
    twice = make_list([WHISTLE, DRUM], [BELL, again])
    assert not [each for each in changes(BEFORE, twice) if each.kind is ChangeKind.RENAMED]
    (changed,) = changes(BEFORE, twice).of(NodeType.PAPER)
    assert [each.name for each in changed.differences] == ["tasks", "institutions", "alternative title", "times listed"]
    assert not [each for each in changes(twice, BEFORE) if each.kind is ChangeKind.RENAMED]
    capitals = make_list([WHISTLE, DRUM], [BELL, edited(WHISTLE, 1, WHISTLE[1].upper())])
    (changed,) = changes(BEFORE, capitals).of(NodeType.PAPER)
    assert [each.name for each in changed.differences] == ["tasks", "times listed"]


def test_a_row_that_leads_to_a_paper_changes_no_paper() -> None:
    """What a paper introduces or mentions because the table is another one is said of the dataset; where its title changes, of the paper."""
    table = "## Data\n\n| Dataset | Year | Task |\n| --- | --- | --- |\n| {} | 2020 | Whistles |\n"
    kettles, mention = edited(HORN, 1, "Kettle7: A Choir of Kettles"), edited(DRUM, 1, "Drumming with Kettle7 at Night")
    before = make_list([WHISTLE, mention], [kettles], table.format("GongSet"))
    after = make_list([WHISTLE, mention], [kettles], table.format("Kettle7"))
    result = changes(before, after)
    assert not result.of(NodeType.PAPER)
    (added,) = (each for each in result if each.label == "Kettle7")
    assert "introduced by: Kettle7: A Choir of Kettles" in details_of(added)
    retitled = make_list([WHISTLE, edited(mention, 1, "Drumming at Night")], [kettles], table.format("Kettle7"))
    (paper,) = changes(after, retitled).of(NodeType.PAPER)
    assert "mentions dataset: - Kettle7" in details_of(paper)


def test_lines_that_say_the_same_in_other_writing() -> None:
    """Lines of entries and contents that differ in case, marks or markup are counted with where they are; headings are tasks, and other spaces nothing."""
    contents = "- [Whistles](#whistles)\n- [Bells](#bells)\n\n"
    before = BEFORE.replace("## Hearing", f"{contents}## Hearing")
    lines = before.replace("University of Nowhere\n", "UNIVERSITY of Nowhere.\n", 1).splitlines()
    after = "\n".join(lines).replace("[Whistles](", "[whistles](").replace("**[ICCV-2021]**", "**[ICCV 2021]**") + "\n"
    result = changes(before, after)
    changed = [number for number, (a, b) in enumerate(zip(before.splitlines(), after.splitlines(), strict=True), 1) if a != b]
    assert ([each.line for each in result.text.rewritten], bool(result)) == (changed, False)
    place = ", ".join(map(str, changed))
    stat = f"3 lines of entries or contents changed in case, punctuation or markup alone (lines {place})\n"
    assert generate_text(result) == generate_stat(result) == stat
    assert stat.strip() in FORMATS["markdown"](result)
    spaces = before.replace("- [Bells]", "  -  [Bells]").replace("**Authors:** ", "**Authors:**  ")
    assert generate_text(changes(before, spaces)) == "nothing changed\n"


def test_other_lines_of_the_contents() -> None:
    """They repeat the headings, are counted, and say nothing of an entity."""
    before = BEFORE.replace("## Hearing", "- [Whistles](#whistles)\n- [Bells](#bells)\n\n## Hearing")
    after = before.replace("- [Bells](#bells)", "- [Bells and Gongs](#bells)\n- [All of It](#hearing-machines)")
    result = changes(before, after)
    assert not result
    assert generate_text(result) == "table of contents: 2 lines added, 1 line removed\n"
