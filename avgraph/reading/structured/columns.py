"""Tell which field of an entry each key of a file names: by the table of headers, by what its user says, or by what stands under it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from avgraph.errors import UsageError
from avgraph.reading.fields.names import split_names
from avgraph.reading.headers import field_of_header, fold_header
from avgraph.reading.structured.nodes import FileRecord, Scalar, texts
from avgraph.reading.words import load_words

FIELDS = tuple(load_words("headers"))
"""The fields that a key can name."""
LINK_FIELDS = ("link", "paper", "doi", "arxiv", "pubmed", "project", "code", "video", "slides", "data")
"""The fields that hold addresses, in the order in which an entry links to them."""
_ADDRESS = re.compile(r"\s*(?:https?://|www\.|doi\.org/)\S+\s*")
_YEAR = re.compile(r"\s*(?:19|20)\d\d\s*")
_SAMPLE = 500
"""Records from which the meaning of a column without a known header is told."""
_OTHER_NAMES = {
    "author": "authors",
    "institution": "institutions",
    "keyword": "keywords",
    "tldr": "summary",
    "url": "link",
    "heading": "topic",
}


class Columns:
    """What each key of one file means."""

    def __init__(self, mapping: Mapping[str, str] | None = None) -> None:
        """Hold what the user says: by field, the key that holds it."""
        self.mapping = {fold_header(key): name for name, key in (mapping or {}).items()}
        self._is_mapped = {name: fold_header(key) for name, key in (mapping or {}).items()}
        self._fields: dict[str, str | None] = {}
        self.title_keys: tuple[str, ...] = ()
        """The keys that can hold a title, best first."""

    def field(self, key: str) -> str | None:
        """Return the field that a key names, or None."""
        if key not in self._fields:
            folded = fold_header(key)
            name = self.mapping.get(folded) or field_of_header(key)
            # A field that the user has given a key to has no other.
            if name in self._is_mapped and self._is_mapped[name] != folded:
                name = None
            self._fields[key] = name
        return self._fields[key]

    def settle(self, records: Sequence[FileRecord]) -> None:
        """Decide from all records which keys hold the titles, and what unknown columns are where none does."""
        sample = records[:: max(1, len(records) // _SAMPLE)]
        values: defaultdict[str, list[str]] = defaultdict(list)
        for record in sample:
            for key, node in record.pairs:
                values[key] += [scalar.text for scalar in texts(node)][:1]
        self.title_keys = self._title_keys(values)
        if not self.title_keys and "title" not in self._is_mapped:
            self._guess(values)
            self.title_keys = self._title_keys(values)

    def _title_keys(self, values: Mapping[str, list[str]]) -> tuple[str, ...]:
        titles = [key for key in values if self.field(key) == "title"]
        names = [key for key in values if self.field(key) == "name" and _share(_ADDRESS, values[key]) < 0.5]
        return (*titles, *sorted(names, key=lambda key: -_mean_length(values[key])))

    def _guess(self, values: Mapping[str, list[str]]) -> None:
        """Take the column of long texts that differ as titles; those of addresses, years and names for what they hold."""
        unknown = {key: samples for key, samples in values.items() if self.field(key) is None and samples}
        taken = {name for name in map(self.field, values) if name}
        for name, pattern in (("link", _ADDRESS), ("year", _YEAR)):
            best = max(unknown, key=lambda key: _share(pattern, unknown[key]), default=None)
            if best is not None and name not in taken and _share(pattern, unknown[best]) >= 0.8:
                self._fields[best] = name
                unknown.pop(best)
        people = {key: sum(map(_are_names, samples)) / len(samples) for key, samples in unknown.items()}
        best = max(people, key=lambda key: people[key], default=None)
        if best is not None and "authors" not in taken and people[best] >= 0.6:
            self._fields[best] = "authors"
            unknown.pop(best)
        titles = [key for key, samples in unknown.items() if 3 <= _mean_words(samples) <= 30 and len(set(samples)) >= 0.9 * len(samples)]
        if titles:
            self._fields[max(titles, key=lambda key: _mean_words(unknown[key]))] = "title"


def _share(pattern: re.Pattern[str], values: Sequence[str]) -> float:
    return sum(pattern.fullmatch(text) is not None for text in values) / len(values) if values else 0.0


def _mean_length(values: Sequence[str]) -> float:
    return sum(map(len, values)) / len(values) if values else 0.0


def _mean_words(values: Sequence[str]) -> float:
    return sum(len(text.split()) for text in values) / len(values)


def _are_names(text: str) -> bool:
    """Tell whether a text is two names or more, each of two to four words with a capital."""
    if len(text) > 2000:
        return False
    names = split_names(text)[0]
    return len(names) > 1 and all(2 <= len(name.split()) <= 4 and name[0].isupper() and name.split()[-1][0].isupper() for name in names)


def parse_mapping(text: str) -> dict[str, str]:
    """Return by field the key that holds it, of ``title=Name, venue=Where``. Raises UsageError for a field that there is not.

    >>> parse_mapping("title=Name, venue=Where")
    {'title': 'Name', 'venue': 'Where'}
    """
    mapping: dict[str, str] = {}
    for part in re.split(r"[,;\n]", text):
        name, separator, key = (each.strip().strip("\"'") for each in part.partition("="))
        if not name and not separator:
            continue
        field = name.casefold() if name.casefold() in FIELDS else _OTHER_NAMES.get(name.casefold()) or field_of_header(name)
        if not separator or not key or field is None:
            message = f"profile: {part.strip()[:60]!r}; write title=KEY, authors=KEY with the keys of the file; fields are {', '.join(FIELDS[:6])}, …"
            raise UsageError(message)
        mapping[field] = key
    return mapping


def common_keys(records: Iterable[FileRecord], most: int = 8) -> list[str]:
    """Return the keys that most records have, for messages."""
    counts = Counter(key for record in records for key, node in record.pairs if not isinstance(node, Scalar) or node.text)
    return [key for key, _ in counts.most_common(most)]
