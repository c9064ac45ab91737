"""Each kind of file with each kind of wrong value ends in one line, never in a traceback."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from avgraph.cli.main import group
from tests.conftest import SAMPLE

GOLDEN = SAMPLE.parents[1] / "golden"
WRONG = {
    "empty": b"",
    "binary": b"\x00\x01\x02\xff\xfe",
    "latin": "Zoë".encode("latin-1"),
    "utf16": "<a> <b> <c> .".encode("utf-16"),
    "text": b"just words",
    "html": b"<!DOCTYPE html><p>x",
    "null": b"null",
    "number": b"1e400",
    "digits": b"9" * 5000,
    "array": b"[1, 2]",
    "object": b'{"findings": {"a": 1e400}}',
    "wrong-object": b'{"version": 1, "findings": {"a": [1]}}',
    "long-number": b'{"version": 1, "findings": {"a": ' + b"9" * 5000 + b"}}",
    "deep": b"[" * 100_000,
    "deep-object": b'{"a":' * 100_000,
    "open-string": b'"abc',
    "term": b"<http://e/s> <http://e/p> <<( <http://e/s> <http://e/p> 1 )>> .",
    "relative": b"<a> <b> <c> .",
}
COMMANDS = {
    "list.md": "stats list.md",
    **{f"dump.{each}": f"stats dump.{each}" for each in ("ttl", "nt", "nq", "rdf", "jsonld", "trig")},
    "people.ttl": "stats list-of-ours.md --authority people.ttl",
    "known.json": "check list-of-ours.md --baseline known.json",
    "query.rq": "query query.rq list-of-ours.md --time-limit 60",
}


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("name", COMMANDS)
def test_wrong_files_are_one_line(name: str, wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 2 and one line; an empty authority file says nothing."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list-of-ours.md").write_bytes(SAMPLE.read_bytes())
    (tmp_path / name).write_bytes(WRONG[wrong])
    result = CliRunner().invoke(group, COMMANDS[name].split())
    if (name, wrong) == ("people.ttl", "empty"):
        assert result.exit_code == 0
        return
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1), (result.stderr, result.exception)
    assert len(result.stderr) < 1000


VALUES = {
    "year": ("9" * 5000, "x", "", "1e400", "-1", "٢٠٢٠"),
    "uriSpace": ("", "no iri", "a:b", "https://a.org/#", "\\u0000"),
    "position": ("9" * 5000, "NaN", "1.5"),
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in VALUES.items() for value in values])
def test_wrong_values_of_a_dump_are_one_line(name: str, value: str, tmp_path: Path) -> None:
    """A value of the wrong kind in place of a right one is named, or shown as it is."""
    lines = (GOLDEN / "sample.nt").read_text(encoding="utf-8").splitlines()
    at = next((number for number, line in enumerate(lines) if f"{name}>" in line.split(" ")[1]), None)
    if at is None:
        pytest.skip("the dump has no such property")
    subject, predicate, _ = lines[at].split(" ", 2)
    lines[at] = f'{subject} {predicate} "{value}" .'
    path = tmp_path / "dump.nt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for command in (["stats"], ["show", "Paper"], ["export", "-f", "bibtex", "-o", "-"], ["explore", "-o", str(tmp_path / "x.html")]):
        arguments = [*command, str(path)]
        result = CliRunner().invoke(group, arguments)
        assert result.exit_code in (0, 1, 2), (arguments, result.exception)
        assert result.exception is None or isinstance(result.exception, SystemExit), (arguments, result.exception)
        assert len(result.stderr) < 1000
