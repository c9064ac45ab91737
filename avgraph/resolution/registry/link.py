"""Find the organisation of the registry that a printed name is, or none where it can be several."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from avgraph.model.vocabulary import Sector
from avgraph.places.address import as_one_country, place_words
from avgraph.resolution.organisations.keys import spelling_keys
from avgraph.resolution.organisations.printed import PrintedName, is_unit, read_printed_name
from avgraph.resolution.registry.index import RegistryIndex
from avgraph.resolution.registry.records import RorRecord
from avgraph.resolution.words import organisation_words
from avgraph.text.folding import fold

_CACHED_RECORDS = 1 << 12


class Linker:
    """Links printed names to the records of a dump."""

    def __init__(self, index: RegistryIndex) -> None:
        """Take the index of the dump."""
        self.index = index
        self._record = lru_cache(_CACHED_RECORDS)(index.record)

    def link(self, form: str) -> RorRecord | None:
        """Return the record of the organisation that a form names, or None where no record has the name, or several have.

        Of several that have the name, the one that the registry shows under it counts, then the one in the form's country, then
        the one that is active, then the one in the form's town. An acronym needs a place, and a unit its parent.
        """
        printed = read_printed_name(form)
        if is_unit(fold(form)) or fold(printed.name) in organisation_words().ambiguous:
            return None
        shown, others = self.index.named(spelling_keys(form))
        record = self._one(shown, printed) or (self._one(others, printed) if not shown else None)
        if record is None and not shown and not others:
            record = self._unit(printed) if printed.parent else self._by_acronym(printed) or self._by_town(printed)
        return record

    def _one(self, numbers: Iterable[int], printed: PrintedName) -> RorRecord | None:
        """Return the one record that fits what a form says of its place, or None."""
        records = [self._record(number) for number in sorted(numbers)]
        if not printed.countries:
            # Of a company the registry has a record for each country, and the largest company none for all.
            records = [record for record in records if not (record.sector == Sector.COMPANY and record.label.endswith(")"))]
        else:
            records = [record for record in records if not as_one_country(frozenset(record.countries)).isdisjoint(printed.countries)]
        for narrowed in self._narrowed(records, printed):
            if len(narrowed) == 1:
                return narrowed[0]
        return None

    def _narrowed(self, records: list[RorRecord], printed: PrintedName) -> Iterator[list[RorRecord]]:
        yield records
        active = [record for record in records if record.is_active]
        yield active
        if printed.town:
            yield [record for record in active or records if printed.town in map(place_words, record.towns)]

    def _unit(self, printed: PrintedName) -> RorRecord | None:
        """Return the record of a unit whose parent is the organisation above it."""
        parent = self.link(printed.parent)
        if parent is None:
            return None
        shown, others = self.index.named(spelling_keys(printed.unit))
        records = [record for number in sorted(shown | others) if parent.ror_id in (record := self._record(number)).parents]
        return records[0] if len(records) == 1 else None

    def _by_town(self, printed: PrintedName) -> RorRecord | None:
        """Return the one record in the town that a form prints after the name, of those of the name without the town and with it."""
        name, comma, last = printed.name.rpartition(", ")
        town = printed.town or place_words(last)
        is_town_in_name = bool(comma) and place_words(last) == town
        if not is_town_in_name and not (printed.town and printed.address):
            return None
        name = name if is_town_in_name else printed.name
        for each in (name, f"{name} {town}"):
            shown, others = self.index.named(spelling_keys(each)) if not is_unit(each) else ((), ())
            record = self._one(shown or others, printed._replace(town=town))
            if record and town in map(place_words, record.towns):
                return record
        return None

    def _by_acronym(self, printed: PrintedName) -> RorRecord | None:
        if not (printed.countries or printed.town):
            return None
        acronym = printed.name.removesuffix(f", {printed.town}").replace(".", "")
        return self._one(self.index.with_acronym(acronym), printed) if " " not in acronym else None
