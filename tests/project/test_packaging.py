"""The wheel and the source distribution hold what the program needs, and it runs from them anywhere."""

import os
import re
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from importlib import metadata
from importlib.metadata import version
from pathlib import Path

import pytest

import avgraph
from tests.conftest import ROOT

NEEDED = (
    "avgraph/_ontology/avgraph.ttl",
    "avgraph/_ontology/venues.ttl",
    "avgraph/data/audio-visual-learning.md",
    "avgraph/py.typed",
    "avgraph/resolution/words/organisations.toml",
    "avgraph/resolution/words/people.toml",
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the wheel and the source distribution."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)], check=True, capture_output=True)
    return folder


def test_one_version_number() -> None:
    """The installed metadata has the version of the package."""
    assert version("avgraph") == avgraph.__version__


@pytest.mark.slow
def test_the_wheel_holds_everything(built: Path) -> None:
    """Ontology, authority, list and type marker are in the wheel; tests are not."""
    (wheel,) = built.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert set(NEEDED) <= set(names)
    ontology = {f"avgraph/_ontology/{path.name}" for path in (ROOT / "ontology").glob("*.ttl")}
    assert ontology <= set(names)
    folders = ("avgraph/site/pages/templates", "avgraph/site/assets", "avgraph/explorer/assets", "avgraph/assets/shared")
    parts = {str(path.relative_to(ROOT)) for folder in folders for path in (ROOT / folder).iterdir()}
    assert "avgraph/site/pages/templates/entity.html" in parts <= set(names)
    assert not any(name.startswith("tests") for name in names)


@pytest.mark.slow
def test_the_source_distribution_holds_everything(built: Path) -> None:
    """The wheel can be built from the source distribution, and the tests are in it."""
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"ontology/avgraph.ttl", "ontology/venues.ttl", "avgraph/data/audio-visual-learning.md", "tests/conftest.py", "LICENSE"} <= names


@pytest.mark.slow
def test_the_wheel_runs_in_an_empty_folder(built: Path, tmp_path: Path) -> None:
    """Installed beside its dependencies alone, the program finds its files and writes the dump of the checkout."""
    (wheel,) = built.glob("*.whl")
    home = tmp_path / "environment"
    venv.create(home, with_pip=False, symlinks=True)
    (site,) = home.glob("lib/python*/site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)  # noqa: S202  (built here)
    # The dependencies are those of this environment; the package itself must be the wheel's.
    here = next(path for path in sys.path if path.endswith("site-packages"))
    work = tmp_path / "empty"
    work.mkdir()
    python = home / "bin" / "python"
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")} | {"PYTHONPATH": here}
    code = f"import sys; sys.path.remove({here!r}); sys.path.append({here!r}); import avgraph; print(avgraph.__file__)"
    where = subprocess.run([python, "-c", code], cwd=work, env=environment, capture_output=True, text=True, check=True).stdout
    assert str(home) in where
    run = f"import sys; sys.path.remove({here!r}); sys.path.append({here!r}); from avgraph.cli.main import main; main()"
    subprocess.run([python, "-c", run, "export", "--format", "turtle"], cwd=work, env=environment, check=True, capture_output=True)
    dump = work / "exports" / "audio-visual-learning.ttl"
    assert dump.read_bytes() == (ROOT / "exports" / "audio-visual-learning.ttl").read_bytes()


def test_licences_and_releases_of_dependencies_are_known() -> None:
    """The table in pyproject.toml names for each dependency the licence that the installed one declares, and the year of its last release."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    rows = re.findall(r'^    "([a-z0-9-]+)[^"]*", *# .*; ([^;]+); (20\d\d)$', text, re.MULTILINE)
    declared = tomllib.loads(text)["project"]["dependencies"]
    assert [name for name, _, _ in rows] == [re.split(r"[><=]", each)[0] for each in declared]
    for name, licence, year in rows:
        data = metadata.metadata(name)
        texts = [
            *(data.get_all("License-Expression") or []),
            *(each[:200] for each in data.get_all("License") or []),
            *(data.get_all("Classifier") or []),
        ]
        family = licence.split("-")[0].split()[0].split(".")[0]
        assert any(family.casefold() in text.casefold() for text in texts), (name, licence)
        assert int(year) >= 2020
    assert "pyoxigraph>=0.5,<0.6" in declared
