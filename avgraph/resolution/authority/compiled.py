"""Keep the records of the bundled files as JSON in the user's cache, so that their Turtle is read once and not by every command."""

import json
from collections.abc import Callable
from dataclasses import fields
from enum import StrEnum
from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from typing import Any

from avgraph.cache import read_cache, write_cache
from avgraph.model.vocabulary import IdentityStatus, NodeType, Sector, VenueKind
from avgraph.resolution.authority.overriding import RecordIndex
from avgraph.resolution.authority.records import AuthorityRecord

_KIND = "authority"
_MOST_FILES = 4
_NAMES = tuple(field.name for field in fields(AuthorityRecord))
_FIRST = ("iri", "kind", "label", "alternatives", "misprints", "file")
_OTHERS = tuple(name for name in _NAMES if name not in _FIRST)
_first_of, _others_of = attrgetter(*_FIRST), attrgetter(*_OTHERS)
_ENUMS: dict[str, type[StrEnum]] = {"kind": NodeType, "venue_kind": VenueKind, "status": IdentityStatus, "sector": Sector}


def cached_records(files: list[Path], read: Callable[[], RecordIndex]) -> RecordIndex:
    """Return the records of files, from the cache where they are as they were and so is the package; else read them, and cache them."""
    key = sha256("\0".join(_NAMES).encode())
    for path in (*files, *Path(__file__).parent.glob("*.py")):
        key.update(path.read_bytes())
    content = read_cache(_KIND, key.hexdigest())
    if content is not None:
        return _from_json(content)
    records = read()
    write_cache(_KIND, key.hexdigest(), _to_json(records), _MOST_FILES)
    return records


def _to_json(index: RecordIndex) -> bytes:
    numbers: dict[int, int] = {}
    rows: list[list[Any]] = []
    by_kind: dict[str, dict[str, list[int]]] = {}
    for kind, forms in index.items():
        for key, records in forms.items():
            for record in records:
                if numbers.setdefault(id(record), len(rows)) == len(rows):
                    rows.append(_row(record))
            by_kind.setdefault(kind.value, {})[key] = [numbers[id(record)] for record in records]
    return json.dumps({"records": rows, "forms": by_kind}, ensure_ascii=False, separators=(",", ":")).encode()


def _row(record: AuthorityRecord) -> list[Any]:
    """Return the fields that each record has, and those of the others that say something."""
    return [*_first_of(record), {name: value for name, value in zip(_OTHERS, _others_of(record), strict=True) if value}]


def _from_json(content: bytes) -> RecordIndex:
    data = json.loads(content)
    members = {name: {member.value: member for member in enum} for name, enum in _ENUMS.items()}
    records = []
    for iri, kind, label, alternatives, misprints, file, others in data["records"]:
        values = {
            name: members[name][value] if name in members else tuple(value) if type(value) is list else value
            for name, value in others.items()
        }
        records.append(AuthorityRecord(iri, members["kind"][kind], label, tuple(alternatives), tuple(misprints), file, **values))  # type: ignore[arg-type]
    return {
        NodeType(kind): {key: tuple([records[number] for number in numbers]) for key, numbers in forms.items()}
        for kind, forms in data["forms"].items()
    }
