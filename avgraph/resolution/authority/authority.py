"""Put authority files in force: general knowledge, then decisions about one list, then the curator's word, which wins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from avgraph.garbage import no_garbage_collection
from avgraph.model.entries import ReadingList
from avgraph.model.ontology import ontology_file
from avgraph.model.vocabulary import NodeType
from avgraph.resolution.authority.compiled import cached_records
from avgraph.resolution.authority.overriding import RecordIndex, RecordsByForm, override
from avgraph.resolution.authority.records import CURATOR, ONE_LIST, AuthorityFile, read_authority_file

if TYPE_CHECKING:
    from avgraph.resolution.registry.link import Linker

GENERAL_FILES = ("institutions.ttl", "venues.ttl")
"""The reviewed files that ship with the package and act on every list. One that is missing says nothing."""
LIST_FILES = ("audio-visual-learning.ttl",)
"""The reviewed files that ship with the package and act on no list but the one that each names."""


@dataclass(frozen=True, slots=True)
class Authority:
    """All records in force, by kind and folded form."""

    records: RecordIndex
    overridden: tuple[str, ...] = ()
    """What the curator's files say against ours, a sentence each."""
    general: RecordIndex = field(default_factory=dict, repr=False)
    """Of them what acts on every list and comes with the package."""
    files: tuple[AuthorityFile, ...] = field(default=(), repr=False)
    """The other files, those about one list too."""
    registry: "Linker | None" = field(default=None, repr=False, compare=False)
    """The Research Organization Registry, where a dump of it is given."""

    def of_kind(self, kind: NodeType) -> RecordsByForm:
        """Return the records of one kind by folded form; several where a form is of several entities, which something tells apart."""
        return self.records.get(kind, {})

    def acting_on(self, listed: ReadingList) -> "Authority":
        """Return the authority with the decisions about a list in force, and those about other lists left out."""
        if not any(each.headings for each in self.files):
            return self
        return replace(_in_force(self.general, [each for each in self.files if each.is_about(listed)]), registry=self.registry)


NO_AUTHORITY = Authority({})
"""Says nothing: the rules decide alone."""


@no_garbage_collection()
def load_authority(extra: Iterable[str | Path] = (), *, bundled: bool = True, ror: str | Path | None = None) -> Authority:
    """Return the records of the bundled files and of `extra` ones, such as a curator's own, and the registry of which `ror` is a dump.

    What files say about one list is in force only once `Authority.acting_on` has seen the list.
    Raises AuthorityError where a file cannot be read, or two records contradict each other that are both ours or both the curator's.
    """
    curators = [read_authority_file(Path(path), str(path), level=CURATOR) for path in extra]
    general = _general_records() if bundled else {}
    in_force = _in_force(general, [each for each in curators if not each.headings])
    files = (*(_list_files() if bundled else ()), *curators)
    return replace(in_force, general=general, files=files, registry=None if ror is None else _load_registry(ror))


def _load_registry(path: str | Path) -> "Linker":
    from avgraph.resolution.registry.index import load_index
    from avgraph.resolution.registry.link import Linker

    return Linker(load_index(path))


@cache
def _general_records() -> RecordIndex:
    paths = [path for path in map(ontology_file, GENERAL_FILES) if path.is_file()]

    def read() -> RecordIndex:
        return override({}, [record for path in paths for record in read_authority_file(path, path.name).records])[0]

    return cached_records(paths, read)


@cache
def _list_files() -> tuple[AuthorityFile, ...]:
    return tuple(read_authority_file(path, path.name, level=ONE_LIST) for path in map(ontology_file, LIST_FILES) if path.is_file())


def _in_force(records: RecordIndex, files: Sequence[AuthorityFile]) -> Authority:
    """Put files in force over records, those of each level over the ones below."""
    overridden: list[str] = []
    for level in sorted({each.level for each in files}):
        records, sentences = override(records, [record for each in files if each.level == level for record in each.records])
        overridden += sentences if level == CURATOR else []
    return Authority(records, tuple(overridden))
