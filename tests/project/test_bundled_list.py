"""What the bundled list says, compared with judgements by hand."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from avgraph.knowledge import KnowledgeGraph
from avgraph.model.entries import Entry, ReadingList
from avgraph.model.vocabulary import Attribute, NodeType, Relation
from avgraph.reading.fields.names import split_names
from avgraph.reading.fields.organisations import locate_organisations
from avgraph.reading.markdown.lines import FURNITURE, BlockKind
from avgraph.reading.markdown.located import LocatedText
from avgraph.reading.read import read_reading_list
from avgraph.reading.source import load_source, split_lines
from avgraph.reading.tagged.blocks import cut_blocks
from avgraph.reading.tagged.pieces import PieceKind, cut_pieces
from avgraph.text.folding import fold

JUDGED = Path(__file__).parents[1] / "reading" / "judged_entries.jsonl"


def judged_entries(path: Path) -> list[dict[str, object]]:
    """Return the judged entries of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def as_judged(entry: Entry, venue: str | None) -> dict[str, object]:
    """Return an entry in the form of a judgement."""
    return {
        "line": entry.first_line,
        "end_line": entry.last_line,
        "tag": entry.tag.form,
        "venue": fold(venue) if venue else None,
        "year": entry.year,
        "title": fold(entry.title.form),
        "url": entry.url,
        "authors": [fold(name) for name in entry.author_forms],
        "institutions": [fold(name) for name in entry.institution_forms],
        "task_path": list(entry.heading),
    }


def folded(judged: dict[str, object]) -> dict[str, object]:
    """Return a judgement with its text folded as the judges compare it."""
    made = dict(judged)
    made["title"] = fold(str(judged["title"]))
    made["venue"] = fold(str(judged["venue"])) if judged["venue"] else None
    for key in ("authors", "institutions"):
        names = judged[key]
        assert isinstance(names, list)
        made[key] = [fold(name) for name in names]
    return made


@pytest.mark.parametrize("judged", judged_entries(JUDGED), ids=lambda judged: f"line {judged['line']}")
def test_entries_judged_here(judged: dict[str, object], bundled_list: ReadingList) -> None:
    """Every field of an entry judged by hand is right."""
    entry = next(entry for entry in bundled_list.entries if entry.first_line == judged["line"])
    assert as_judged(entry, entry.venue) == folded(judged)


def test_entries_judged_elsewhere(shared: Path, bundled: KnowledgeGraph) -> None:
    """Every field of the entries judged by somebody else is right; their venues are those of the graph."""
    venues = {}
    for node in bundled.graph.of_type(NodeType.ENTRY):
        for named in node.edges[Relation.NAMES]:
            if bundled.graph.nodes[named].type is NodeType.VENUE:
                venues[node.value(Attribute.LINE)] = bundled.graph.nodes[named].label
    entries = {entry.first_line: entry for entry in bundled.reading_list.entries}
    wanted = judged_entries(shared / "judged" / "entries.jsonl")
    found = [as_judged(entries[int(str(each["line"]))], venues.get(int(str(each["line"])))) for each in wanted]
    assert found == [folded(each) for each in wanted]


def test_the_shared_list_says_the_same(shared: Path, bundled_list: ReadingList) -> None:
    """The bundled list holds every fact of the source it was taken from, on the same lines."""
    source = read_reading_list(shared / "list" / "audio-visual-learning.md")
    assert source.entries == bundled_list.entries
    assert source.dataset_rows == bundled_list.dataset_rows
    assert source.headings == bundled_list.headings


def test_counts(bundled: KnowledgeGraph) -> None:
    """The bundled list has the counts that were found by reading it."""
    listed = bundled.reading_list
    assert (len(listed.entries), len(listed.dataset_rows), len(listed.headings)) == (467, 24, 37)
    assert Counter(node.type for node in bundled)[NodeType.TASK] == 37
    assert len(bundled.datasets) == 32
    assert len(bundled.papers) == 454
    assert len({name for entry in listed.entries for name in entry.institution_forms}) == 439
    assert sum(len(entry.authors) for entry in listed.entries) == 2202


def test_every_mention_is_in_the_graph(bundled: KnowledgeGraph) -> None:
    """Each printed author and institution of each entry leads to an entity that has the form."""
    graph = bundled.graph
    entries = {node.value(Attribute.LINE): node for node in graph.of_type(NodeType.ENTRY)}
    for entry in bundled.reading_list.entries:
        named = [graph.nodes[target] for target in entries[entry.first_line].edges[Relation.NAMES]]
        forms = {value for node in named for values in node.attributes.values() for value in values}
        assert {*entry.author_forms, *entry.institution_forms} <= forms


def test_every_line_is_accounted_for(bundled_list: ReadingList) -> None:
    """Each line is part of an entry, a row, a heading, the furniture or a diagnostic, and only once."""
    _, text = load_source()
    lines, _ = split_lines(text)
    owners: Counter[int] = Counter()
    for entry in bundled_list.entries:
        owners.update(range(entry.first_line, entry.last_line + 1))
    owners.update(row.line for row in bundled_list.dataset_rows)
    for first, last, _ in bundled_list.furniture:
        owners.update(range(first, last + 1))
    headings = {block.first + 1 for block in cut_blocks(lines) if block.kind is BlockKind.HEADING}
    owners.update(headings)
    assert owners == Counter(range(1, len(lines) + 1))


def test_no_character_of_an_entry_is_lost() -> None:
    """The pieces of each entry, joined, are its text; what is no field is markup, label or separator."""
    _, text = load_source()
    lines, _ = split_lines(text)
    for block in cut_blocks(lines):
        if block.kind is not BlockKind.ENTRY:
            assert block.kind in FURNITURE | {BlockKind.HEADING, BlockKind.TABLE}
            continue
        pieces = cut_pieces(block.lines, block.tag)
        assert "".join(piece.text for piece in pieces) == "\n".join(block.lines)
        for piece in pieces:
            if piece.kind is PieceKind.MARKUP:
                assert not any(map(str.isalnum, piece.text.replace("<br>", "")))
            if piece.kind in (PieceKind.AUTHORS, PieceKind.INSTITUTIONS):
                text = piece.text.replace("<br>", " ")
                names = (
                    split_names(text)[0]
                    if piece.kind is PieceKind.AUTHORS
                    else [part.string for part in locate_organisations(LocatedText.at(text, 0))]
                )
                words = Counter(re.findall(r"[^\s,;·]+", text))
                kept = Counter(word for name in names for word in re.findall(r"[^\s,;·]+", name))
                # What is no name is a separator; the one footnote digit of the list is glued to its word.
                assert set(words - kept) <= {"and", "7Shanghai"}
                assert set(kept - words) <= {"Shanghai"}


def test_dataset_rows(bundled_list: ReadingList) -> None:
    """Numbers, years and tasks of the dataset table read as a person reads them."""
    rows = {name: row for row in bundled_list.dataset_rows for name in row.names}
    assert rows["LRS2"].names == ("LRW", "LRS2", "LRS3")
    assert rows["LRS2"].years == (2016, 2018, 2018)
    assert rows["LRS2"].task_forms == ("Speech-related tasks", "speaker-related tasks", "face generation-related tasks")
    assert (rows["AudioSet"].video_count, rows["AudioSet"].duration_hours, rows["AudioSet"].is_lower_bound) == (2_000_000, "5800.0", True)
    assert rows["VGGSound"].video_count == 200_000
    assert rows["Pano-AVQA"].video_count == 5_400
    assert rows["AVA-ActiveSpeaker"].duration_hours == "38.5"
    assert not rows["AVA-ActiveSpeaker"].is_lower_bound
    assert (rows["Replica"].video_count, rows["Replica"].duration_hours) == (None, None)
    assert rows["AVSBench"].duration_hours == "14.8"


def test_papers_listed_twice(bundled: KnowledgeGraph) -> None:
    """Copies of one paper are one node; look-alikes are not."""
    by_lines = sorted(
        sorted(int(bundled.graph.nodes[entry].value(Attribute.LINE) or 0) for entry in paper.edges[Relation.HAS_ENTRY])
        for paper in bundled.papers
        if len(paper.edges[Relation.HAS_ENTRY]) > 1
    )
    assert by_lines == [
        [129, 2439], [425, 523], [481, 537], [1042, 1063], [1183, 2520], [1190, 2527], [1197, 2534],
        [1246, 1253], [2404, 2425], [2569, 2618], [2688, 2702], [2830, 2844], [3127, 3226],
    ]  # fmt: skip


def test_papers_judged_elsewhere(shared: Path, bundled: KnowledgeGraph) -> None:
    """Entries judged to be one paper are one node, those judged to be several are several."""
    judged = json.loads((shared / "judged" / "pairs.json").read_text(encoding="utf-8"))["papers"]
    paper_of = {
        bundled.graph.nodes[entry].value(Attribute.LINE): paper.id for paper in bundled.papers for entry in paper.edges[Relation.HAS_ENTRY]
    }
    assert all(paper_of[a] == paper_of[b] for a, b in judged["same_lines"])
    assert all(paper_of[a] != paper_of[b] for a, b in judged["different_lines"])


def test_affiliation_follows_or_is_not_stated(bundled: KnowledgeGraph) -> None:
    """An affiliation is stated exactly where a paper has one institution or one author; elsewhere candidates are."""
    graph = bundled.graph
    entailed: dict[str, set[str]] = {}
    for paper in bundled.papers:
        authors = paper.edges.get(Relation.HAS_AUTHOR, ())
        institutions = paper.edges.get(Relation.LISTS_INSTITUTION, ())
        follows = len(institutions) == 1 or len(authors) == 1
        for author in authors if follows else ():
            entailed.setdefault(author, set()).update(institutions)
        for ship in paper.edges.get(Relation.HAS_AUTHORSHIP, ()):
            candidates = graph.nodes[ship].edges.get(Relation.CANDIDATE_AFFILIATION, ())
            assert candidates == (() if follows else institutions)
    stated = {
        author.id: set(author.edges[Relation.AFFILIATED_WITH]) for author in bundled.authors if Relation.AFFILIATED_WITH in author.edges
    }
    assert stated == {author: found for author, found in entailed.items() if found}
