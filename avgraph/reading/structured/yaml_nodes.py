"""Turn YAML into nodes, from the events of PyYAML: no objects are made, and nothing recurses."""

from typing import Any

from avgraph.reading.structured.nodes import DEEPEST, Fields, FileSyntaxError, Items, Node, Scalar
from avgraph.text.controls import show_controls

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_MOST_COPIES = 100_000
"""Values that aliases of lists and mappings may stand for in a file."""


def parse_yaml(text: str) -> Node:
    """Return the document, or the list of several. Raises FileSyntaxError for what is no YAML, and for aliases that grow without bound.

    >>> parse_yaml("- title: On Bells").items[0].pairs[0][1].text
    'On Bells'
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=loader):
            builder.add(event, yaml)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        # The mark counts separators of Unicode as ends of lines; its index does not.
        line = text.count("\n", 0, mark.index) + 1 if mark else 0
        raise FileSyntaxError(line, error.problem or error.context or "no YAML") from None
    except yaml.YAMLError as error:
        raise FileSyntaxError(0, " ".join(str(error).split())) from None
    documents = [node for node in builder.documents if not (isinstance(node, Scalar) and not node.text)]
    return documents[0] if len(documents) == 1 else Items(documents, 0, len(text))


class _Builder:
    """Takes event after event, and holds what is open."""

    def __init__(self) -> None:
        self.documents: list[Node] = []
        self.open_nodes: list[Items | Fields] = []
        self.keys: list[Scalar | None] = []
        self.anchors: dict[str, Node] = {}
        self.sizes: dict[int, int] = {}
        """By id, how many values a list or mapping holds, aliases written out."""
        self.copies = 0
        self.defaults: dict[int, list[Node]] = {}
        """By id of a mapping, the mappings that ``<<`` adds to it; its own pairs go before theirs."""

    def add(self, event: Any, yaml: Any) -> None:
        """Take one event of the parser."""
        if isinstance(event, yaml.ScalarEvent):
            is_null = event.style is None and event.value in _NULLS
            node: Node = Scalar("" if is_null else show_controls(event.value), event.start_mark.index, event.end_mark.index)
            self._put(node, event.anchor, 1)
        elif isinstance(event, yaml.AliasEvent):
            self._put_alias(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            start = event.start_mark.index
            opened: Items | Fields = Fields([], start, start) if isinstance(event, yaml.MappingStartEvent) else Items([], start, start)
            self._put(opened, event.anchor, 1)
            self.open_nodes.append(opened)
            self.keys.append(None)
            self.sizes[id(opened)] = 1
            if len(self.open_nodes) > DEEPEST:
                raise FileSyntaxError(event.start_mark.line + 1, f"nests more than {DEEPEST} deep, which no list of papers needs")
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close(event.end_mark.index)

    def _put_alias(self, event: Any) -> None:
        node = self.anchors.get(event.anchor)
        if node is None or (not isinstance(node, Scalar) and node in self.open_nodes):
            raise FileSyntaxError(event.start_mark.line + 1, f"the alias *{event.anchor[:40]} stands for nothing that is complete")
        size = self.sizes.get(id(node), 1)
        self.copies += size if size > 1 else 0
        if self.copies > _MOST_COPIES:
            raise FileSyntaxError(event.start_mark.line + 1, f"aliases stand for more than {_MOST_COPIES:,} values; write them out")
        self._put(node, None, size)

    def _close(self, end: int) -> None:
        node = self.open_nodes.pop()
        self.keys.pop()
        node.end = max(end, node.start)
        if isinstance(node, Fields):
            for each in self.defaults.pop(id(node), ()):
                within = each.items if isinstance(each, Items) else [each]
                node.pairs += [pair for mapping in within if isinstance(mapping, Fields) for pair in mapping.pairs]
        if self.open_nodes:
            self.sizes[id(self.open_nodes[-1])] += self.sizes[id(node)] - 1

    def _put(self, node: Node, anchor: str | None, size: int) -> None:
        if anchor:
            self.anchors[anchor] = node
        if not self.open_nodes:
            self.documents.append(node)
            return
        top = self.open_nodes[-1]
        self.sizes[id(top)] += size
        if isinstance(top, Items):
            top.items.append(node)
            return
        key = self.keys[-1]
        if key is None:
            # A key that is a list or mapping names nothing.
            self.keys[-1] = node if isinstance(node, Scalar) else Scalar("", node.start, node.start)
            return
        self.keys[-1] = None
        if key.text == "<<" and not isinstance(node, Scalar):
            self.defaults.setdefault(id(top), []).append(node)
        else:
            top.pairs.append((key, node))
