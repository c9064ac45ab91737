"""The Research Organization Registry: dumps in every form, links with abstention, what comes from it and says so."""

import gzip
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

import avgraph
from avgraph.errors import AuthorityError
from avgraph.resolution.authority import load_authority
from avgraph.resolution.judgement import Reason
from avgraph.resolution.registry.index import load_index
from avgraph.resolution.registry.link import Linker
from avgraph.resolution.resolve import resolve
from tests.made_lists import make_entry, make_list


def record(number: int, *names: str, country: str = "NO", town: str = "Bergen", kind: str = "education", **more: Any) -> dict[str, Any]:
    """Return a record of the registry; the first name is the one it shows, one in capitals is an acronym."""
    types = [["ror_display", "label"], *(["acronym"] if name.isupper() else ["alias"] for name in names[1:])]
    parents = more.pop("parents", ())
    return {
        "id": f"https://ror.org/{ror_id(number)}", "status": "active", "types": [kind],
        "names": [{"value": name, "types": each, "lang": None} for name, each in zip(names, types, strict=True)],
        "locations": [{"geonames_details": {"name": town, "country_code": country, "country_name": ""}}],
        "relationships": [{"type": "parent", "label": "", "id": f"https://ror.org/{ror_id(each)}"} for each in parents], **more,
    }  # fmt: skip


def ror_id(number: int) -> str:
    """Return the id of a record."""
    return f"0{number:08}"


RECORDS = [
    record(1, "Nordfjord University", "Universitetet i Nordfjord", "Nordfjord College of Fishery", "NFU"),
    record(2, "Sundfjord Institute", "SFI", kind="facility"),
    record(3, "Institute of Optics", parents=[1], kind="facility"),
    record(4, "Institute of Optics", country="CL", town="Santiago"),
    record(5, "Sundfjord University", country="NO"),
    record(6, "Sundfjord University", country="CL", town="Valdivia"),
    record(7, "Fjord Works (Norway)", kind="company"),
    record(8, "Nordfjord University of Old", status="withdrawn"),
    record(9, "Tryggve University Bergen"),
    record(10, "Sundfjord Academy", town="Oslo"),
    record(11, "Sundfjord Academy", town="Bergen", status="inactive"),
    record(14, "Olav Institute of Herring", town="Skjerdal"),
    record(12, "National Cancer Institute", country="US", town="Bethesda", kind="government"),
    record(13, "National Cancer Institute", country="LT", town="Vilnius", kind="government"),
]


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    """Return the path of a small dump."""
    path = tmp_path / "v9.9-2026-01-31-ror-data.json"
    path.write_text(json.dumps(RECORDS), encoding="utf-8")
    return path


def test_a_dump_is_read_as_json_zip_and_gzip(dump: Path, tmp_path: Path) -> None:
    """The three forms give the same records and day, the second time from the cache."""
    zipped, packed = tmp_path / "v9.9-2026-01-31-ror-data.zip", tmp_path / "v9.9-2026-01-31-ror-data.json.gz"
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("v9.9-ror-data.csv", "id")
        archive.writestr("v9.9-ror-data_schema_v2.json", dump.read_bytes())
    packed.write_bytes(gzip.compress(dump.read_bytes()))
    for path in (dump, zipped, packed, dump):
        index = load_index(path)
        assert (len(index), index.dump.date, index.dump.iri) == (
            len(RECORDS) - 1,
            "2026-01-31",
            "https://w3id.org/avgraph/registry/v9-9-2026-01-31-ror-data",
        )


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", "[1]", '[{"id": 1}]', '[{"id": "https://ror.org/012345678", "names": 3}]', "<html>", "[" * 100_000]
)
def test_what_is_no_dump_is_one_line(tmp_path: Path, content: str) -> None:
    """A file that is no dump ends in one line that names it."""
    path = tmp_path / "no-dump.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(AuthorityError, match=r"no-dump\.json: the dump of the registry"):
        load_index(path)
    with pytest.raises(AuthorityError, match="cannot be read"):
        load_index(tmp_path / "missing.json")


@pytest.mark.parametrize(
    ("form", "number"),
    [
        ("Nordfjord University", 1),
        ("Univ. of Nordfjord, Bergen", 1),
        ("Universitetet i Nordfjord, Norway", 1),
        ("Nordfjord University, Chile", None),
        ("NFU, Norway", 1),
        ("NFU", None),
        ("Sundfjord University", None),
        ("Sundfjord University, Valdivia, Chile", 6),
        ("Institute of Optics", None),
        ("Institute of Optics, Nordfjord University", 3),
        ("Fjord Works", None),
        ("Fjord Works AS, Norway", 7),
        ("Department of Fishery", None),
        ("Tryggve University, Bergen, Norway", 9),
        ("Tryggve University, Oslo, Norway", None),
        ("Sundfjord Academy, Bergen, Norway", 10),
        ("Olav Institute of Herring, Skjerdal", 14),
        ("Olav Institute of Herring, Lomsdal", None),
        ("National Cancer Institute", None),
        ("National Cancer Institute, Bethesda, MD 20892", 12),
    ],
)
def test_names_are_linked_with_abstention(dump: Path, form: str, number: int | None) -> None:
    """A name is linked by name, alias, acronym with place, name with or without its town, or parent, rather to what is active, and not where it could be several."""
    linked = Linker(load_index(dump)).link(form)
    assert (linked and linked.ror_id) == (number and ror_id(number))


def test_one_id_joins_and_two_never_do(dump: Path) -> None:
    """Forms of one record are one institution with its facts and where they come from; those of two are two."""
    forms = (
        "Nordfjord University",
        "Nordfjord College of Fishery",
        "Sundfjord University, Bergen, Norway",
        "Institute of Optics, Nordfjord University",
    )
    entries = [make_entry(f"Paper {n} of Them", n + 1, authors=["Ada Lovelace"], institutions=[form]) for n, form in enumerate(forms)]
    listed = make_list(*entries)
    named = resolve(listed, load_authority(ror=dump)).institutions
    first, second, third, unit = (named.entities[ids[0]] for ids in named.by_entry)
    assert (first, first.ror_id, first.country, first.sector) == (second, ror_id(1), "NO", "university")
    assert Reason.SAME_REGISTRY_ID in {merge.reason for merge in first.merges}
    assert first.derived_from == "https://w3id.org/avgraph/registry/v9-9-2026-01-31-ror-data"
    assert (third.ror_id, unit.ror_id, unit.part_of) == (ror_id(5), ror_id(3), (first.id,))
    assert all(each.ror_id is None for each in resolve(listed).institutions.entities.values())


def test_the_dump_says_where_facts_come_from(dump: Path, tmp_path: Path) -> None:
    """The graph of a list has ids, links and provenance, conforms to the shapes, and is read back as it was; a setting does as the option."""
    path = tmp_path / "list.md"
    text = "# L\n\n## T\n**[2020]**\n[Hearing Fields](https://example.org/1)\n<br>\n**Authors:** Ada Lovelace\n<br>\n**Institution:** Nordfjord University\n"
    path.write_text(text, encoding="utf-8")
    kg = avgraph.open(path, ror=dump)
    written = tmp_path / "list.ttl"
    kg.write(written)
    turtle = written.read_text(encoding="utf-8")
    for statement in (
        f'avg:rorId "{ror_id(1)}"', f"schema:sameAs <https://ror.org/{ror_id(1)}>",
        "prov:wasDerivedFrom <https://w3id.org/avgraph/registry/v9-9-2026-01-31-ror-data>", 'dcterms:issued "2026-01-31"^^xsd:date',
    ):  # fmt: skip
        assert statement in turtle
    assert kg.validate() == ()
    again = tmp_path / "again.ttl"
    avgraph.open(written).write(again)
    assert again.read_bytes() == written.read_bytes()
    (tmp_path / "avgraph.toml").write_text(f'ror = "{dump.name}"\n', encoding="utf-8")
    assert avgraph.open(path).graph.nodes == kg.graph.nodes
