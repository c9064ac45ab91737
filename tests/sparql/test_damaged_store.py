"""A store in which any file is damaged is built anew, and never answers wrongly."""

from pathlib import Path

import pytest

import avgraph
from tests.conftest import SAMPLE

QUERY = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.mark.parametrize("damage", ["halved", "emptied", "removed", "turned"])
@pytest.mark.parametrize("pattern", ["MANIFEST-*", "CURRENT", "*.sst", "*.log", "OPTIONS-*"])
def test_a_damaged_store_is_built_anew(pattern: str, damage: str, tmp_path: Path) -> None:
    """Whichever file is halved, emptied, removed or changed."""
    whole = avgraph.open(SAMPLE, store=tmp_path).query(QUERY).rows
    for path in next(tmp_path.glob("data-*")).glob(pattern):
        content = path.read_bytes()
        if damage == "removed":
            path.unlink()
        else:
            middle = len(content) // 2
            turned = content[:middle] + bytes(255 - byte for byte in content[middle : middle + 1]) + content[middle + 1 :]
            path.write_bytes({"halved": content[:middle], "emptied": b"", "turned": turned}[damage])
    assert avgraph.open(SAMPLE, store=tmp_path).query(QUERY).rows == whole
