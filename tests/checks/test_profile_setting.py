"""The profile of a list, from the command line, a file or the configuration beside the list."""

from pathlib import Path

import pytest

import avgraph
from avgraph.checks.settings import find_profile
from avgraph.errors import UsageError

LIST = "".join(
    f"- **Foundry Labs** *{title}* [[paper](https://arxiv.org/abs/2101.0000{number})] 2021\n"
    for number, title in enumerate(("Bells That Learn to Listen", "Singing in the Wind", "Casting Bronze from Noise"))
)
EXAMPLE = "- **Institution** *Title* [[Paper](url)] Year"


@pytest.mark.parametrize("name", ["example.md", "./example.md", EXAMPLE])
def test_a_profile_of_the_configuration_stands_beside_it(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is found from the folder of avgraph.toml, wherever the command runs; an example is itself."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "bells.md").write_text(LIST, encoding="utf-8")
    (tmp_path / "example.md").write_text(EXAMPLE, encoding="utf-8")
    (tmp_path / "avgraph.toml").write_text(f"profile = {name!r}", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "elsewhere")
    kg = avgraph.open(tmp_path / "bells.md")
    assert [entry.title.form for entry in kg.reading_list.entries][1] == "Singing in the Wind"
    assert [entry.institution_forms for entry in kg.reading_list.entries][1] == ("Foundry Labs",)
    assert not kg.check().diagnostics


@pytest.mark.parametrize(
    ("profile", "message"),
    [("no-such-example.md", "no-such-example.md: no such file"), ("  ", "--profile is empty"), ("", "--profile is empty")],
)
def test_a_profile_that_is_no_entry_is_refused(profile: str, message: str) -> None:
    """The name of a file that is not there is not held to be an entry."""
    with pytest.raises(UsageError, match=message):
        find_profile(profile, None)
