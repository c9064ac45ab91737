"""The old dump and the patch give the new dump, byte for byte; a patch of something else is refused."""

import io
import re

import pyoxigraph
import pytest

from avgraph.changes.patch import apply_patch, generate_patch
from avgraph.errors import DumpError
from avgraph.export.rdf import write_ntriples
from avgraph.knowledge import KnowledgeGraph
from avgraph.model.vocabulary import BASE_IRI
from tests.changes.lists import BELL, DRUM, HORN, WHISTLE, TextSource, make_list
from tests.conftest import GOLDEN

OLD = make_list([WHISTLE, DRUM], [BELL])
NEW = make_list([HORN, WHISTLE], [BELL, DRUM])


def dump_of(text: str) -> bytes:
    """Return the dump of a list."""
    file = io.BytesIO()
    write_ntriples(KnowledgeGraph(TextSource(text)).graph, file, BASE_IRI)
    return file.getvalue()


def test_the_patch_is_exact() -> None:
    """Both ways, and to itself; another reader of N-Triples reads its rows."""
    old, new = dump_of(OLD), dump_of(NEW)
    for before, after in ((old, new), (new, old), (old, old)):
        patch = generate_patch(before, after)
        assert apply_patch(before, patch) == after
        for mark in (b"A ", b"D "):
            rows = b"".join(row[2:] for row in patch.splitlines(keepends=True) if row.startswith(mark))
            statements = {quad.triple for quad in pyoxigraph.parse(rows, format=pyoxigraph.RdfFormat.N_TRIPLES)}
            assert len(statements) == rows.count(b"\n")
    assert generate_patch(old, old).splitlines()[2:] == [b"TX .", b"TC ."]


def test_an_added_entry_touches_no_other_entity() -> None:
    """What is added on top changes statements of itself, of the dump, and where entries and lines stand; of no other entity."""
    patch = generate_patch(dump_of(make_list([WHISTLE, DRUM], [BELL])), dump_of(make_list([HORN, WHISTLE, DRUM], [BELL]))).decode()
    touched = {row.split()[1].removeprefix(f"<{BASE_IRI}").rstrip(">") for row in patch.splitlines() if row.startswith("D ")}
    assert {name.partition("/")[0] for name in touched} == {"graph", "source", "entry"}
    entries = [row for row in patch.splitlines() if row.startswith("D ") and "/entry/" in row.split()[1]]
    assert all("#line>" in row.split()[2] or "hadPrimarySource" in row for row in entries)


@pytest.mark.parametrize("extension", ["ttl", "nt", "nq", "trig", "jsonld", "rdf"])
def test_every_format_says_lines_apart(extension: str) -> None:
    """Lines of the list stand after all else in every format."""
    text = (GOLDEN / f"sample.{extension}").read_text(encoding="utf-8")
    first = re.search(r'#line=|"line": \d|avg:line |ontology#line>', text)
    assert first
    tail = text[first.start() :]
    assert not any(word in tail for word in ("hasAuthor", "prefLabel", "addressesTask", "titleAsListed"))


def test_a_patch_of_another_dump() -> None:
    """What is not there cannot be deleted; a row that is none is named."""
    old, new = dump_of(OLD), dump_of(NEW)
    with pytest.raises(DumpError, match="the patch deletes what the dump does not say"):
        apply_patch(new, generate_patch(old, new))
    with pytest.raises(DumpError, match="line 1 of the patch: 'PA' is none of H, TX, TC, A, D"):
        apply_patch(old, b'PA "rdf" "http://www.w3.org/1999/02/22-rdf-syntax-ns#" .\n')
    with pytest.raises(DumpError, match="the patch is no N-Triples that can be read"):
        apply_patch(old, b"A <x .\n")


def test_a_dump_with_more() -> None:
    """What others have added to a dump is kept."""
    more = b'<https://example.org/a> <https://example.org/b> "c" .\n'
    old, new = dump_of(OLD) + more, dump_of(NEW) + more
    assert set(apply_patch(old, generate_patch(old, new)).splitlines()) == set(new.splitlines())
