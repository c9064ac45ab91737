"""The judged cases: with the authority files everything is right, and by rules alone nothing is falsely one."""

from pathlib import Path

import pytest

from avgraph.resolution.authority import NO_AUTHORITY, Authority, load_authority
from avgraph.resolution.registry.index import load_index
from avgraph.resolution.registry.link import Linker
from tests.quality import JUDGED, JUDGED_PAIRS, SETTINGS, SHARED, SHARED_PAIRS, measure_all, measure_pairs

PATHS = [path for path in (JUDGED, SHARED) if path.is_file()]
TRUE_MERGES_BY_RULES = 0.85


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.parent.name)
def test_with_the_authority_files_everything_is_right(path: object) -> None:
    """No judged pair is falsely one and none is missed."""
    for quality in measure_all(path, load_authority()):  # type: ignore[arg-type]
        assert bool(quality.pairs) == ("marked" not in quality.kind)
        assert (quality.kind, quality.false_merges, quality.missed_merges) == (quality.kind, (), ())


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.parent.name)
def test_rules_alone_never_join_two(path: object) -> None:
    """Without any authority no two institutions, authors or papers are falsely one, also people of one name, and at least 85 % are found.

    Of the names of two people in the bundled list all are told apart or marked.
    """
    for quality in measure_all(path, NO_AUTHORITY):  # type: ignore[arg-type]
        if "marked" in quality.kind:
            assert quality.false_merges in ((), (("Junyu Gao 2362", "Junyu Gao 3127"), ("Junyu Gao 2362", "Junyu Gao 3226")))
        else:
            assert (quality.kind, quality.false_merges) == (quality.kind, ())
            assert quality.recall >= TRUE_MERGES_BY_RULES, quality.missed_merges


PEOPLE = [path for path in (*JUDGED_PAIRS, *SHARED_PAIRS) if path.is_file() and path.stem.endswith("people")]


@pytest.mark.slow
@pytest.mark.parametrize("path", PEOPLE, ids=lambda path: path.parent.name)
def test_names_of_people_in_synthetic_lists(path: Path) -> None:
    """With a co-author in common nearly all forms of a name are found, also in one list of all, and hardly ever two people are one."""
    for setting in ("shared author", "all in one list"):
        quality = measure_pairs(path, setting, NO_AUTHORITY)
        assert quality.precision >= 0.95, quality.false_merges
        assert quality.recall >= 0.85, quality.missed_merges
    for setting in ("alone", "shared institution"):
        assert measure_pairs(path, setting, NO_AUTHORITY).false_merges == ()


INSTITUTIONS = [path for path in (*JUDGED_PAIRS, *SHARED_PAIRS) if path.is_file() and path.stem.endswith("institutions")]
REGISTRY = SHARED.parents[1] / "ror" / "ror-records.json.gz"


@pytest.mark.slow
@pytest.mark.parametrize("path", INSTITUTIONS, ids=lambda path: path.parent.name)
def test_names_of_institutions_in_synthetic_lists(path: Path) -> None:
    """With an author in common nearly all forms of a name are found, also in one list of all, and without evidence no two are falsely one."""
    for setting in ("shared author", "all in one list"):
        quality = measure_pairs(path, setting, NO_AUTHORITY)
        assert quality.precision >= 0.98, quality.false_merges
        assert quality.recall >= 0.90, quality.missed_merges
    for setting in ("alone", "shared institution"):
        assert measure_pairs(path, setting, NO_AUTHORITY).false_merges == ()


@pytest.fixture(scope="module")
def with_registry() -> Authority:
    """Return the bundled authority with the registry, whose index takes a while to make."""
    return load_authority(ror=REGISTRY)


@pytest.mark.slow
@pytest.mark.skipif(not REGISTRY.is_file(), reason="the registry is not there")
@pytest.mark.parametrize("path", INSTITUTIONS, ids=lambda path: path.parent.name)
def test_the_registry_makes_no_two_one(path: Path, with_registry: Authority) -> None:
    """With the registry no fewer forms are found, and no two institutions are falsely one in any setting."""
    for setting in SETTINGS:
        quality = measure_pairs(path, setting, with_registry)
        assert quality.false_merges == ()
        assert setting in ("alone", "shared institution") or quality.recall >= 0.95, quality.missed_merges


@pytest.mark.slow
@pytest.mark.skipif(not REGISTRY.is_file(), reason="the registry is not there")
def test_real_records_are_found_by_their_own_names() -> None:
    """Of 2,000 real records a name that the registry shows leads to it, with its town too, or to nothing where others have it."""
    index = load_index(REGISTRY)
    linker = Linker(index)
    numbers = range(0, len(index), len(index) // 2_000)
    records = [index.record(number) for number in numbers]
    for address in ("", ", {}"):
        linked = [(each, linker.link(each.label + address.format(*each.towns))) for each in records if each.towns]
        assert sum(found is not None and found.ror_id != each.ror_id for each, found in linked) <= len(records) // 200
        assert sum(found is not None and found.ror_id == each.ror_id for each, found in linked) >= 0.85 * len(records)
