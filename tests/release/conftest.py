"""A small list, released once."""

from pathlib import Path

import pytest

from avgraph.knowledge import open as open_knowledge_graph

URL = "https://lists.example.org/sound/"
LIST = """# Listening machines

## Hearing
### Locating a source
**[ICASSP-2021]**
[Where the Bell Rings: Finding Sources in Noisy Halls](https://arxiv.org/abs/2101.00001)
<br>
**Authors:** Ada Example, Björn Muster, Wei Zhang
<br>
**Institution:** University of Somewhere; Muster & Söhne Lab

**[CVPR-2022]**
[Bells, "Whistles" & <b>Gongs</b>](https://example.org/a?b=1&c=<2>)
<br>
**Authors:** Ada Example, Chen O'Neil
<br>
**Institution:** University of Somewhere

## Speaking
**[Interspeech-2023]**
[Speaking of Bells](https://arxiv.org/abs/2301.00002)
<br>
**Authors:** Chen O'Neil, Wei Zhang, \u202eelbaresreveR
<br>
**Institution:** Institute of Bells, Nowhere; University of Somewhere
"""


def write_list(folder: Path, text: str = LIST) -> Path:
    """Write a list into a folder; its name is that of all versions of it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "listening.md"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of the list."""
    return write_list(tmp_path_factory.mktemp("listed"))


@pytest.fixture(scope="session")
def released(listed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a release of the list, which no test changes."""
    folder = tmp_path_factory.mktemp("released") / "site"
    open_knowledge_graph(listed).release(folder, base_url=URL, processes=1)
    return folder


def read_files(folder: Path) -> dict[str, bytes]:
    """Return the content of each file of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
