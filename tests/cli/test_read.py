"""How a list was read, as a table."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from avgraph.cli.main import group

LIST = """# Bells and machines

## Tuning

- [A Bell That Learns to Listen](https://arxiv.org/abs/2101.00001), ICASSP 2021
- [Why Towers Sing in the Wind](https://arxiv.org/abs/2303.00003), ECCV 2022
"""


def read_table(folder: Path, *arguments: str) -> str:
    """Return the table of a list, or of what is left to read of it."""
    done = CliRunner().invoke(group, ["read", str(folder / "bells.md"), "--format", "table", *arguments])
    assert done.exit_code == 0, done.stderr
    return done.stdout


def test_a_table_that_is_piped_is_as_wide_as_its_cells(tmp_path: Path) -> None:
    """No line ends with blanks, none is empty, and a long text in one row makes no other row longer."""
    (tmp_path / "bells.md").write_text(LIST, encoding="utf-8")
    assert read_table(tmp_path).splitlines() == [
        "line  title                         authors  venue   year  links  heading",
        "   5  A Bell That Learns to Listen           ICASSP  2021  paper  Tuning",
        "   6  Why Towers Sing in the Wind            ECCV    2022  paper  Tuning",
    ]
    names = ", ".join(f"Ada{chr(97 + number % 26)}{chr(97 + number // 26)} Byron" for number in range(200))
    (tmp_path / "bells.md").write_text(
        LIST + f"- [A Peal of Many Hands](https://arxiv.org/abs/2404.00004), {names}, ICRA 2024\n", encoding="utf-8"
    )
    *shorter, longest = sorted(map(len, read_table(tmp_path).splitlines()))
    assert longest > 1000
    assert max(shorter) < 250


def test_a_table_keeps_to_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cells are folded for a terminal, and not in a file."""
    (tmp_path / "bells.md").write_text(LIST, encoding="utf-8")
    piped = read_table(tmp_path)
    monkeypatch.setattr("avgraph.cli.commands.read.terminal_width", lambda: 60)
    folded = read_table(tmp_path)
    assert max(map(len, folded.splitlines())) <= 60 < max(map(len, piped.splitlines()))
    assert len(folded.splitlines()) > len(piped.splitlines())
    read_table(tmp_path, "-o", str(tmp_path / "bells.txt"))
    assert (tmp_path / "bells.txt").read_text(encoding="utf-8") == piped
