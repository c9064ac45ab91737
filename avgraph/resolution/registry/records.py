"""Read the records of a dump of the Research Organization Registry (schema 2)."""

import gzip
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from avgraph.errors import AuthorityError, one_line
from avgraph.model.vocabulary import Sector

_LARGEST = 1 << 30
"""Most bytes of a dump, unpacked."""
_ID = re.compile(r"(?:https?://)?ror\.org/(0[a-z0-9]{8})")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_SECTORS = {
    "education": Sector.UNIVERSITY,
    "company": Sector.COMPANY,
    "government": Sector.GOVERNMENT,
    "facility": Sector.RESEARCH_INSTITUTE,
}
"""The sector of each type of organisation that has one of ours, the weightiest first."""


@dataclass(frozen=True, slots=True)
class RorRecord:
    """An organisation of the registry."""

    ror_id: str
    """Its id, without the address before it."""
    label: str
    """The name that the registry shows."""
    names: tuple[str, ...]
    """Its other names."""
    acronyms: tuple[str, ...]
    countries: tuple[str, ...]
    """Where it lies, as ISO 3166-1 codes."""
    towns: tuple[str, ...]
    sector: str
    """What kind of organisation it is; empty where the registry does not say."""
    parents: tuple[str, ...]
    """Ids of the organisations that it is part of."""
    is_active: bool


def read_dump(path: Path) -> bytes:
    """Return the JSON of a dump: the file itself, or what a zip or gzip file holds.

    Raises AuthorityError for a file that cannot be read or is none of these.
    """
    try:
        content = path.read_bytes()
        if content.startswith(b"PK"):
            content = _read_zip(path, content)
        elif content.startswith(b"\x1f\x8b"):
            with gzip.open(BytesIO(content)) as file:
                content = file.read(_LARGEST + 1)
    except (OSError, EOFError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error) as error:
        raise _problem(path, f"cannot be read: {one_line(error)}") from None
    if len(content) > _LARGEST:
        raise _problem(path, f"is larger than {_LARGEST >> 20} MB, which no dump is")
    return content


def _read_zip(path: Path, content: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = sorted((name for name in archive.namelist() if name.endswith(".json")), key=lambda name: ("schema_v2" not in name, name))
        if not names:
            raise _problem(path, "holds no JSON file; download a dump of https://ror.org")
        with archive.open(names[0]) as file:
            return file.read(_LARGEST + 1)


def parse_records(path: Path, content: bytes) -> tuple[list[RorRecord], str]:
    """Return the records of a dump, those withdrawn left out, and its date, empty where neither file name nor records say it.

    Raises AuthorityError for what is no dump in schema 2.
    """
    try:
        rows = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _problem(path, f"is no JSON: {one_line(error)}") from None
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise _problem(path, "is no array of records; download a dump of https://ror.org")
    try:
        records = [record for row in rows if row.get("status") != "withdrawn" for record in _read_record(row)]
        dates = [str(row["admin"]["last_modified"]["date"]) for row in rows if "admin" in row]
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise _problem(path, f"is not in schema 2 of the registry: {type(error).__name__}: {one_line(error)}") from None
    if not records:
        raise _problem(path, "holds no record in schema 2 of the registry")
    in_name = _DATE.search(path.name)
    return records, in_name[0] if in_name else max(filter(_DATE.fullmatch, dates), default="")


def _read_record(row: Mapping[str, Any]) -> Iterator[RorRecord]:
    match = _ID.fullmatch(str(row["id"]))
    names: Sequence[Mapping[str, Any]] = row["names"]
    labels = [str(name["value"]) for name in names if "ror_display" in name["types"]] or [str(name["value"]) for name in names][:1]
    if match is None or not labels:
        return
    places = [place["geonames_details"] for place in row.get("locations", ())]
    yield RorRecord(
        match[1],
        labels[0],
        tuple(str(name["value"]) for name in names if "acronym" not in name["types"] and name["value"] != labels[0]),
        tuple(str(name["value"]) for name in names if "acronym" in name["types"]),
        tuple(dict.fromkeys(str(place["country_code"]) for place in places if place.get("country_code"))),
        tuple(dict.fromkeys(str(place["name"]) for place in places if place.get("name"))),
        next((sector.value for kind, sector in _SECTORS.items() if kind in row["types"]), Sector.OTHER.value if row["types"] else ""),
        tuple(
            parent[1] for each in row.get("relationships", ()) if each["type"] == "parent" and (parent := _ID.fullmatch(str(each["id"])))
        ),
        row.get("status") != "inactive",
    )


def _problem(path: Path, problem: str) -> AuthorityError:
    return AuthorityError(f"{path}: the dump of the registry {problem}")
