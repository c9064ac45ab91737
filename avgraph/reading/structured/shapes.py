"""Find the records in nodes, by their shape: lists of mappings, mappings of groups to lists, records by name, records within records."""

from collections.abc import Iterator

from avgraph.reading.headers import fold_header
from avgraph.reading.structured.columns import LINK_FIELDS, Columns
from avgraph.reading.structured.nodes import Fields, FileRecord, Items, Node, Scalar, has_text, texts
from avgraph.reading.words import load_words

_CONTAINERS = frozenset(fold_header(word) for word in load_words("containers")["containers"])
_FACTS = frozenset(("authors", "venue", "year", "date", "link", "paper", "doi", "arxiv", "summary"))
"""Fields that a paper has and a group has not."""
_NAME_KEYS = ("name", "title", "display_name", "displayname", "label", "text", "value", "literal", "raw", "tag", "term", "keyword", "topic")
_ADDRESS_KEYS = ("url", "href", "link", "uri", "value", "pdf", "text")
_TEXT_FIELDS = frozenset(("title", "name", "venue", "publisher", "summary", "topic", "keywords", "notes"))
_WHOLE_FIELDS = frozenset(("authors", "institutions", "nothing"))


def find_records(root: Node, columns: Columns) -> list[FileRecord]:
    """Return the records of a document in order, each with the groups that it stands under.

    >>> bells = Fields([(Scalar("title", 0, 0), Scalar("On Bells", 0, 0))], 0, 0)
    >>> record = find_records(Fields([(Scalar("Sound", 0, 0), Items([bells], 0, 0))], 0, 0), Columns())[0]
    >>> record.group
    ('Sound',)
    """
    finder = _Finder(columns)
    if isinstance(root, Fields) and finder.is_record(root):
        # What a file says of itself (title, author, date) makes no paper of it where papers stand in it.
        nested = finder.nested(root)
        root = Fields(nested, root.start, root.end) if nested else root
    return list(finder.walk(root, ()))


class _Finder:
    """Walks through nodes. How deep they nest is bounded where they are made."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self._holds: dict[int, bool] = {}

    def walk(self, node: Node, group: tuple[str, ...]) -> Iterator[FileRecord]:
        """Yield the records in a node that stands under `group`."""
        if isinstance(node, Items):
            is_list = any(isinstance(each, Fields) and self.is_record(each) for each in node.items)
            for each in node.items:
                if isinstance(each, Fields) and is_list and not self.nested(each) and not self._is_by_key(each):
                    yield self._record(each, group)
                else:
                    yield from self.walk(each, group)
        elif isinstance(node, Fields):
            yield from self._walk_fields(node, group)

    def is_record(self, node: Fields) -> bool:
        """Tell whether a mapping says of itself what a paper is called."""
        names = {self.columns.field(key.text): value for key, value in node.pairs}
        if has_text(names.get("title")):
            return True
        return has_text(names.get("name")) and not _FACTS.isdisjoint(filter(None, names))

    def _holds_records(self, node: Node) -> bool:
        if isinstance(node, Scalar):
            return False
        if id(node) not in self._holds:
            # What an alias leads to is looked at once; no alias leads into itself.
            within = node.items if isinstance(node, Items) else [value for _, value in node.pairs]
            is_one = isinstance(node, Fields) and (
                self.is_record(node) or any(isinstance(each, Fields) and self._is_paper_by_key(each) for each in within)
            )
            self._holds[id(node)] = is_one or any(self._holds_records(each) for each in within)
        return self._holds[id(node)]

    def nested(self, node: Fields) -> list[tuple[Scalar, Node]]:
        """Return the pairs of a mapping that hold records of their own."""
        return [pair for pair in node.pairs if self._is_nested(*pair)]

    def _is_nested(self, key: Scalar, value: Node) -> bool:
        name = self.columns.field(key.text)
        if name in _WHOLE_FIELDS or (name not in (None, "topic") and fold_header(key.text) not in _CONTAINERS):
            return False
        return self._holds_records(value)

    def _walk_fields(self, node: Fields, group: tuple[str, ...]) -> Iterator[FileRecord]:
        nested = self.nested(node)
        inner = {id(value) for _, value in nested}
        known = {self.columns.field(key.text) for key, value in node.pairs if id(value) not in inner}
        if self.is_record(node) and (not nested or not _FACTS.isdisjoint(filter(None, known))):
            yield self._record(node, group, nested)
            for _, value in nested:
                yield from self.walk(value, group)
            return
        name = self._name_of_group(node) if nested else ""
        below = (*group, name) if name else group
        for key, value in node.pairs:
            if isinstance(value, Fields) and not self._holds_records(value) and self._is_paper_by_key(value):
                yield self._record(Fields([(Scalar("title", key.start, key.end), key), *value.pairs], key.start, value.end), below)
            elif not isinstance(value, Scalar) and self._holds_records(value):
                is_paper = isinstance(value, Fields) and self.is_record(value) and not self.nested(value)
                is_container = fold_header(key.text) in _CONTAINERS
                yield from self.walk(value, below if is_paper or is_container else (*below, _shown(key.text)))

    def _is_by_key(self, node: Fields) -> bool:
        """Tell whether a mapping is one of a title to what the paper has."""
        return not self.is_record(node) and all(isinstance(value, Fields) and self._is_paper_by_key(value) for _, value in node.pairs)

    def _is_paper_by_key(self, node: Fields) -> bool:
        """Tell whether a mapping without a title states what a paper has, so that its key is the title."""
        return len({self.columns.field(key.text) for key, _ in node.pairs} & _FACTS) >= 2

    def _name_of_group(self, node: Fields) -> str:
        for wanted in ("topic", "title", "name"):
            for key, value in node.pairs:
                if self.columns.field(key.text) == wanted and isinstance(value, Scalar) and value.text.strip():
                    return " ".join(value.text.split())
        return ""

    def _record(self, node: Fields, group: tuple[str, ...], nested: list[tuple[Scalar, Node]] | None = None) -> FileRecord:
        inner = {id(value) for _, value in nested or ()}
        record = FileRecord([], node.start, node.end, group)
        for key, value in node.pairs:
            if id(value) not in inner:
                record.pairs += self._flat(key.text, value)
        record.kind = next((value.text.lower() for key, value in record.pairs if key == "type" and isinstance(value, Scalar)), "")
        return record

    def _flat(self, key: str, value: Node) -> Iterator[tuple[str, Node]]:
        """Yield the pairs that a pair of a record amounts to, mappings taken apart."""
        name = self.columns.field(key)
        if isinstance(value, Scalar) or name in _WHOLE_FIELDS:
            yield key, value
        elif name in ("date", "year"):
            yield key, _date(value)
        elif isinstance(value, Fields):
            inner = value.get(*(_ADDRESS_KEYS if name in LINK_FIELDS else _NAME_KEYS)) if name in _TEXT_FIELDS.union(LINK_FIELDS) else None
            if isinstance(inner, Scalar) and inner.text:
                yield key, inner
                if name not in ("title", "name"):
                    return
            for own, each in value.pairs:
                field = self.columns.field(own.text)
                is_link = field == "name" and isinstance(each, Scalar) and each.text.startswith(("http://", "https://"))
                if is_link or field not in (None, "title", "name", "authors", "nothing"):
                    yield from self._flat(own.text, each)
        else:
            yield from self._flat_items(key, value, name)

    def _flat_items(self, key: str, value: Items, name: str | None) -> Iterator[tuple[str, Node]]:
        plain: list[Node] = [each for each in value.items if not isinstance(each, Fields)]
        for each in value.items:
            if not isinstance(each, Fields):
                continue
            label = each.get("name", "type", "label", "title", "kind", "text")
            address = each.get("url", "href", "link", "uri")
            if isinstance(address, Scalar) and isinstance(label, Scalar) and (name in LINK_FIELDS or name is None):
                yield label.text if self.columns.field(label.text) in LINK_FIELDS else key, address
            elif isinstance(inner := each.get(*_NAME_KEYS), Scalar):
                plain.append(inner)
        if plain:
            yield key, Items(plain, value.start, value.end)


def _date(value: Fields | Items) -> Node:
    """Return a date that is a mapping or a list of its parts (``{"date-parts": [[2021, 5]]}``) as one text."""
    if isinstance(value, Fields):
        parts = value.get("date-parts", "date_parts", "parts")
        if parts is None:
            parts = Items(
                [each for each in (value.get("year"), value.get("month"), value.get("day")) if each is not None], value.start, value.end
            )
        if not has_text(parts):
            return value.get("raw", "literal", "date", "value", "$date") or Scalar("", value.start, value.end)
        value = parts if isinstance(parts, Items) else Items([parts], value.start, value.end)
    inner = value.items[0] if value.items and isinstance(value.items[0], Items) else value
    numbers = [each.text.strip() for each in texts(inner)][:3]
    return Scalar("-".join(part.zfill(2) for part in numbers), value.start, value.end)


def _shown(key: str) -> str:
    """Return a key as the name of a group."""
    return " ".join((key.replace("_", " ") if " " not in key else key).split())
