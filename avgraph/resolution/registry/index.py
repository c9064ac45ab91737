"""Index the names of the registry's records once, and look up what a printed name can be."""

import json
import os
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from avgraph.cache import read_cache, write_cache
from avgraph.errors import AuthorityError, one_line
from avgraph.garbage import no_garbage_collection
from avgraph.model.vocabulary import REGISTRY_IRI
from avgraph.resolution import words
from avgraph.resolution.organisations.keys import spelling_keys
from avgraph.resolution.registry.records import RorRecord, parse_records, read_dump
from avgraph.text.folding import fold, slug

_KIND = "registries"
_MOST_FILES = 3
_FORM = "2"
"""Of what is cached."""
_ACRONYM = "acronym:"
_AND = "\x1f"
"""Between several values of a field."""
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class RegistryDump:
    """Which dump of the registry is in force."""

    name: str
    """The name of its file."""
    date: str
    """Its day, as ISO 8601; empty where that is not known."""
    checksum: str
    """SHA-256 of the dump, unpacked."""

    @property
    def iri(self) -> str:
        """The IRI that stands for the dump: its name and its day.

        >>> RegistryDump("v1.60-2025-02-27-ror-data.zip", "2025-02-27", "").iri
        'https://w3id.org/avgraph/registry/v1-60-2025-02-27-ror-data'
        """
        name = slug(self.name.partition(".json")[0].removesuffix(".zip"))
        return f"{REGISTRY_IRI}{name}{f'.{self.date}' if self.date and self.date not in name else ''}"


class RegistryIndex:
    """The records of a dump by the keys of their names, in one text that is quickly loaded."""

    def __init__(self, content: str) -> None:
        """Take what `index_records` gives."""
        header, records, keys = content.split("\x1e", 2)
        self.dump = RegistryDump(*json.loads(header))
        self._records = records.split("\n")
        self._keys = keys.split("\n")
        self._number_of_id: dict[str, int] | None = None

    def __len__(self) -> int:
        """Return the number of records."""
        return len(self._records)

    def record(self, number: int) -> RorRecord:
        """Return a record."""
        ror_id, label, sector, is_active, *several = self._records[number].split("\t")
        countries, towns, parents = (tuple(values.split(_AND)) if values else () for values in several)
        return RorRecord(ror_id, label, (), (), countries, towns, sector, parents, bool(is_active))

    def by_id(self, ror_id: str) -> RorRecord | None:
        """Return the record of an id."""
        if self._number_of_id is None:
            self._number_of_id = {record.partition("\t")[0]: number for number, record in enumerate(self._records)}
        number = self._number_of_id.get(ror_id)
        return None if number is None else self.record(number)

    def named(self, keys: Iterable[str]) -> tuple[set[int], set[int]]:
        """Return the records of which the shown name has one of the keys, and those of which another name has."""
        shown: set[int] = set()
        others: set[int] = set()
        for key in keys:
            for value in self._look_up(key):
                (others if value & 1 else shown).add(value >> 1)
        return shown, others - shown

    def with_acronym(self, acronym: str) -> set[int]:
        """Return the records that have an acronym."""
        return {value >> 1 for value in self._look_up(_ACRONYM + acronym)}

    def _look_up(self, key: str) -> list[int]:
        start = f"{key}\t"
        place = bisect_left(self._keys, start)
        line = self._keys[place] if place < len(self._keys) else ""
        return list(map(int, line[len(start) :].split(","))) if line.startswith(start) else []


def index_records(records: Iterable[RorRecord], dump: RegistryDump) -> str:
    """Return the index of records as one text: which dump it is of, a line a record, a line a key with the records that have it."""
    by_key: defaultdict[str, list[int]] = defaultdict(list)
    lines = []
    for number, record in enumerate(records):
        several = (_AND.join(map(_one_line, values)) for values in (record.countries, record.towns, record.parents))
        lines.append("\t".join((record.ror_id, _one_line(record.label), record.sector, "active" * record.is_active, *several)))
        for is_other, names in enumerate(((record.label,), record.names)):
            for name in names:
                for key in spelling_keys(name) if _LATIN.search(name) else (fold(name),):
                    by_key[key].append(number << 1 | is_other)
        for acronym in record.acronyms:
            by_key[_ACRONYM + fold(acronym).replace(".", "")].append(number << 1)
    keys = [f"{key}\t{','.join(map(str, sorted(set(values)))) if len(values) > 1 else values[0]}" for key, values in by_key.items()]
    return "\x1e".join((json.dumps((dump.name, dump.date, dump.checksum)), "\n".join(lines), "\n".join(sorted(keys))))


def _one_line(text: str) -> str:
    """Return a text without what parts the index: controls are white space, of which keys have none but spaces either."""
    return text if text.isprintable() else " ".join(text.split())


def load_index(path: str | Path) -> RegistryIndex:
    """Return the index of the dump at `path`, from the cache where it was made before. Raises AuthorityError for what is no dump."""
    path = Path(path)
    try:
        state = path.stat()
    except OSError as error:
        raise AuthorityError(f"{path}: the dump of the registry cannot be read: {one_line(error)}") from None
    parts = [_FORM, os.path.abspath(path), str(state.st_size), str(state.st_mtime_ns), _state_of_rules()]  # noqa: PTH100  (fast)
    name = sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()
    cached = read_cache(_KIND, name)
    if cached is not None:
        return RegistryIndex(cached.decode())
    with no_garbage_collection():
        content = read_dump(path)
        records, date = parse_records(path, content)
        index = index_records(records, RegistryDump(path.name, date, sha256(content).hexdigest()))
    write_cache(_KIND, name, index.encode("utf-8", "replace"), _MOST_FILES)
    return RegistryIndex(index)


def _state_of_rules() -> str:
    """Return what changes when the rules by which names are compared do."""
    folder = Path(words.__file__).parent
    files = sorted((*folder.glob("*.toml"), *(folder.parent / "organisations").glob("*.py"), *(folder.parent / "registry").glob("*.py")))
    return "\n".join(f"{file.name} {file.stat().st_size} {file.stat().st_mtime_ns}" for file in files)
