"""Tell how a list prints the names of people, institutions and venues: an authority or a repair can call them otherwise."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from avgraph.model.graph import Graph, Node
from avgraph.model.vocabulary import Attribute, NodeType, Relation
from avgraph.text.folding import fold

_PRINTED_IN = {NodeType.INSTITUTION: Attribute.INSTITUTIONS_AS_LISTED, NodeType.VENUE: Attribute.TAG}
"""Where entries hold the names of what stands in a row of several."""
_WORD = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True, slots=True)
class PrintedForms:
    """The names of people, institutions and venues as the entries of a list print them."""

    graph: Graph
    forms_of_entries: dict[tuple[str, NodeType], dict[str, str]] = field(default_factory=dict)
    """Of each entry that was read, which form of which entity it prints."""
    unprinted: dict[str, bool] = field(default_factory=dict)
    """Of each entity that was looked for, whether the list nowhere prints its label."""

    def of(self, node: Node, paper: str = "") -> dict[str, str]:
        """Return the forms that the list, or its entries of one paper, print of an entity, by their folded form; empty where that is not known."""
        return {fold(form): form for form in self._forms(node, paper)}

    def instead_of(self, label: str, node: Node, paper: str = "") -> str:
        """Return what the list, or its entries of one paper, print where the list nowhere prints `label`; empty where it does, or that is not known."""
        if node.id not in self.unprinted:
            self.unprinted[node.id] = all(not _holds(text, label) for text in self._texts(node))
        return "; ".join(self.of(node, paper).values()) if self.unprinted[node.id] else ""

    def _forms(self, node: Node, paper: str) -> Iterator[str]:
        if node.type is NodeType.AUTHOR:
            for authorship in map(self.graph.nodes.__getitem__, self.graph.sources_of(node.id, Relation.AUTHOR)):
                if not paper or paper in authorship.targets(Relation.OF_PAPER):
                    yield from map(str, authorship.values(Attribute.NAME_AS_LISTED))
        elif node.type in _PRINTED_IN:
            for entry in self._entries(node):
                if not paper or paper in entry.targets(Relation.LISTS_PAPER):
                    form = self._read(entry, node.type).get(node.id)
                    yield from (form,) if form else ()

    def _texts(self, node: Node) -> Iterator[str]:
        """Yield the texts that hold the names of an entity."""
        attribute = _PRINTED_IN.get(node.type, Attribute.AUTHORS_AS_LISTED)
        for entry in self._entries(node):
            yield from map(str, entry.values(attribute))
        # The names of authors that are not in the order of their labels, and of entries that do not say what they print.
        yield from self._forms(node, "")

    def _entries(self, node: Node) -> Iterator[Node]:
        for entry in self.graph.sources_of(node.id, Relation.NAMES):
            yield self.graph.nodes[entry]

    def _read(self, entry: Node, node_type: NodeType) -> dict[str, str]:
        """Return which form of each entity of a type an entry prints: the longest that it holds, so that a university is none of its own units."""
        key = (entry.id, node_type)
        if key not in self.forms_of_entries:
            rest = " ".join(_in_words(str(text)) for text in entry.values(_PRINTED_IN[node_type]))
            named = (self.graph.nodes[each] for each in entry.targets(Relation.NAMES))
            forms = [(_in_words(form), form, each.id) for each in named if each.type is node_type for form in each.names]
            forms_of: dict[str, str] = {}
            for words, form, node_id in sorted(forms, key=lambda each: (-len(each[0]), each)):
                if node_id not in forms_of and words in rest:
                    forms_of[node_id], rest = form, rest.replace(words, " | ")
            self.forms_of_entries[key] = forms_of
        return self.forms_of_entries[key]


def _in_words(text: str) -> str:
    """Return the words of a text, folded, each between spaces."""
    return f" {' '.join(_WORD.findall(fold(text)))} "


def _holds(text: str, label: str) -> bool:
    """Tell whether a text holds a name, or all its words in another order and nothing else."""
    words, others = _in_words(text), _in_words(label)
    return others in words or sorted(words.split()) == sorted(others.split())
