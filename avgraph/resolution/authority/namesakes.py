"""Collect the printed forms of names with the record of each, where identical forms can be of several entities."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from avgraph.model.entries import Entry
from avgraph.resolution.authority.overriding import RecordsByForm
from avgraph.resolution.authority.records import AuthorityRecord
from avgraph.resolution.clusters import Forms, collect_forms
from avgraph.resolution.entities import NamedEntities
from avgraph.text.folding import fold
from avgraph.text.links import fold_url, paper_keys

NAMESAKE_MARK = "\x1f"
"""Stands in the key of a name between the folded form and the IRI of the record that tells it from others of the form."""
Feature = tuple[str, str | int]
"""What stands in an entry and can tell who is meant: its kind (line, link, co-author, institution) and its folded form."""


class EntryFeatures:
    """What stands in each entry and can tell which of several entities of one form it names."""

    def __init__(self, entries: Sequence[Entry], institutions: NamedEntities | None = None) -> None:
        """Take the entries, and the institutions that they name where those are known; else their printed forms count."""
        self._entries = entries
        self._institutions = institutions

    def __call__(self, index: int) -> Iterator[Feature]:
        """Yield the features of an entry."""
        entry = self._entries[index]
        yield from (("line", line) for line in range(entry.first_line, entry.last_line + 1))
        yield from link_features(link.form for link in entry.links)
        yield from (("coauthor", fold(form)) for form in entry.author_forms)
        yield from (("institution", fold(form)) for form in entry.institution_forms)
        if self._institutions is not None:
            for place in self._institutions.by_entry[index]:
                yield from (("institution", fold(form)) for form in self._institutions.entities[place].forms)


def link_features(urls: Iterable[str]) -> Iterator[Feature]:
    """Yield the features of addresses: each itself, and what it identifies."""
    for url in urls:
        yield "link", fold_url(url)
        yield from (("link", f"{scheme}:{value}") for scheme, value in paper_keys(url))


def collect_reviewed(
    printed: Sequence[Iterable[str]], records: RecordsByForm, features_of: Callable[[int], Iterable[Feature]]
) -> tuple[Forms, dict[int, AuthorityRecord]]:
    """Return the names that entries print, and the records of those that have one.

    A form of which there are several records is several names: in each entry the one that a feature in it tells, or
    that is spelt as it is printed there.
    """
    keys = {fold(form) for forms in printed for form in forms}
    records = {key: records[key] for key in keys & records.keys()}
    several = {key: _Namesakes(key, same, features_of) for key, same in records.items() if len(same) > 1 or same[0].disambiguates}
    record_of_key: dict[str, AuthorityRecord] = {}

    def key_in(key: str, index: int, form: str) -> str:
        record = several[key].named_in(index, form)
        if record is None:
            return key
        own_key = f"{key}{NAMESAKE_MARK}{record.iri}"
        record_of_key[own_key] = record
        return own_key

    forms = collect_forms(printed, {key: partial(key_in, key) for key in several})
    plain = {key: next((each for each in same if not each.disambiguates), None) for key, same in records.items() if key not in several}
    plain |= {key: namesakes.otherwise for key, namesakes in several.items()}
    matches = ((name_index, record_of_key.get(key) or plain.get(key)) for name_index, key in enumerate(forms.keys))
    return forms, {name_index: record for name_index, record in matches if record is not None}


class _Namesakes:
    """The records of one folded form, by what each is told by."""

    def __init__(self, key: str, records: Sequence[AuthorityRecord], features_of: Callable[[int], Iterable[Feature]]) -> None:
        self._features_of = features_of
        self._records = records
        self._by_feature: defaultdict[Feature, set[int]] = defaultdict(set)
        for number, record in enumerate(records):
            for feature in _features_of_record(record):
                self._by_feature[feature].add(number)
        # Where the features are there to tell who a part of a name means, the full name is enough.
        self._always = {
            number
            for number, each in enumerate(records)
            if each.disambiguates and not each.shares_name and key == fold(each.label) and len(set(map(fold, each.forms))) > 1
        }
        others = [record for record in records if not record.disambiguates]
        spellings = Counter(form for record in others for form in record.forms if fold(form) == key)
        self._by_spelling = {form: each for each in others if len(others) > 1 for form in each.forms if spellings[form] == 1}
        self.otherwise = others[0] if len(others) == 1 else None
        """The record of what no feature tells."""

    def named_in(self, index: int, form: str) -> AuthorityRecord | None:
        """Return the one record that an entry means that prints a form; None where it is told by nothing, or by features of two."""
        features = self._features_of(index) if self._by_feature else ()
        numbers = self._always.union(*(self._by_feature.get(feature, ()) for feature in features))
        if numbers:
            return self._records[min(numbers)] if len(numbers) == 1 else None
        return self._by_spelling.get(form)


def _features_of_record(record: AuthorityRecord) -> Iterator[Feature]:
    yield from (("line", line) for line in record.lines)
    yield from link_features(record.links)
    yield from (("coauthor", fold(name)) for name in record.coauthors)
    yield from (("institution", fold(name)) for name in record.institutions)
