"""How a list was read, for Python as for the command line."""

import json

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
