"""A store in which any file is damaged is built anew, or refused where there is nothing to build it of; it never answers wrongly."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Literal, NamedNode, Quad, Store

import avgraph
from avgraph.cli.main import group
from avgraph.errors import QueryError
from tests.conftest import SAMPLE

QUERY = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def turn(content: bytes) -> bytes:
    """Return bytes of which the one in the middle is another."""
    middle = len(content) // 2
    return content[:middle] + bytes(255 - byte for byte in content[middle : middle + 1]) + content[middle + 1 :]


DAMAGES: dict[str, Callable[[bytes], bytes | None]] = {
    "halved": lambda content: content[: len(content) // 2],
    "cut short": lambda content: content[:-1],
    "emptied": lambda _: b"",
    "lengthened": lambda content: content + b"\0" * 16,
    "turned": turn,
    "removed": lambda _: None,
}


def damage(folder: Path, pattern: str, kind: str) -> None:
    """Damage the files of a store that a pattern names."""
    for path in next(folder.glob("data-*")).glob(pattern):
        content = DAMAGES[kind](path.read_bytes())
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content)


@pytest.mark.slow
@pytest.mark.parametrize("kind", DAMAGES)
@pytest.mark.parametrize("pattern", ["MANIFEST-*", "CURRENT", "*.sst", "*.log", "OPTIONS-*", "*"])
def test_a_damaged_store_is_built_anew_or_refused(pattern: str, kind: str, tmp_path: Path) -> None:
    """Whichever file is halved, cut short, emptied, lengthened, changed or removed: with the list it is built, alone it is refused."""
    whole = avgraph.open(SAMPLE, store=tmp_path).query(QUERY).rows
    damage(tmp_path, pattern, kind)
    refused = CliRunner().invoke(group, ["query", QUERY, str(tmp_path)])
    if refused.exit_code:
        assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)
        assert "the store is damaged or unfinished" in refused.stderr
    else:
        assert refused.stdout.split() == ["n", str(whole[0][0])]
    assert avgraph.open(SAMPLE, store=tmp_path).query(QUERY).rows == whole
    assert avgraph.open(tmp_path).query(QUERY).rows == whole


def test_other_triples_than_were_written_are_seen(tmp_path: Path) -> None:
    """Where every file is as the marker says, the number of triples tells."""
    whole = avgraph.open(SAMPLE, store=tmp_path).query(QUERY).rows
    data, marker = next(tmp_path.glob("data-*")), tmp_path / "avgraph-store.json"
    store = Store(str(data))
    store.add(Quad(NamedNode("https://example.org/a"), NamedNode("https://example.org/b"), Literal("c")))
    store.flush()
    del store
    written = json.loads(marker.read_bytes())
    assert written["triples"] == whole[0][0]
    from avgraph.sparql.store import _states

    marker.write_text(json.dumps({**written, "files": _states(data)}), encoding="utf-8")
    with pytest.raises(QueryError, match="damaged or unfinished"):
        avgraph.open(tmp_path).query(QUERY)
    assert avgraph.open(SAMPLE, store=tmp_path).query(QUERY).rows == whole


@pytest.mark.parametrize("value", [None, "459", -1, 1e3, [459], True])
def test_a_marker_with_an_odd_number_is_no_store_to_be_trusted(value: object, tmp_path: Path) -> None:
    """Whatever stands there, the store is built anew."""
    whole = avgraph.open(SAMPLE, store=tmp_path).query(QUERY).rows
    marker = tmp_path / "avgraph-store.json"
    marker.write_text(json.dumps({**json.loads(marker.read_bytes()), "triples": value}), encoding="utf-8")
    with pytest.raises(QueryError, match="damaged or unfinished"):
        avgraph.open(tmp_path).query(QUERY)
    assert avgraph.open(SAMPLE, store=tmp_path).query(QUERY).rows == whole
    assert json.loads(marker.read_bytes())["triples"] == whole[0][0]
