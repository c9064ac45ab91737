"""How a list was read, for Python as for the command line."""

import json
from pathlib import Path

from click.testing import CliRunner

import avgraph
from avgraph.cli.main import group
from avgraph.views.reading import describe_reading, lay_out_entries, reading_to_dict


def test_python_gets_what_the_command_prints() -> None:
    """Of the bundled list the three forms are those of ``avgraph read``."""
    listed = avgraph.read_reading_list()
    outputs = {form: CliRunner().invoke(group, ["read", "--format", form]).stdout for form in ("profile", "table", "json")}
    assert outputs["profile"] == describe_reading(listed)
    assert outputs["table"] == lay_out_entries(listed)
    assert json.loads(outputs["json"]) == reading_to_dict(listed)


def test_a_tagged_list_says_its_profile_and_kinds(tmp_path: Path) -> None:
    """One entry is said in the singular; JSON has the profile of tagged lists too, and their title's link leads to the paper."""
    (tmp_path / "bells.md").write_text(
        "# Bells\n\n## Tuning\n\n**[CVPR-2021]**\n[Why Towers Sing](https://example.org/1)\n", encoding="utf-8"
    )
    listed = avgraph.read_reading_list(tmp_path / "bells.md")
    assert describe_reading(listed).endswith("fields have labels\nread 1 of 1 item (100.0 %): 1 lists a paper, 0 do not\n")
    values = reading_to_dict(listed)
    assert values["profile"]["words"][0] == "tagged paragraphs"
    assert values["profile"]["fields"] == ["links", "venue", "year"]
    assert values["entries"][0]["links"] == [{"url": "https://example.org/1", "kind": "paper"}]
