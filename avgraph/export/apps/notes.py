"""Write an entity as a note of Obsidian: properties in YAML, a part that is written again, and below it the part that is its user's."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from avgraph.errors import WriteError
from avgraph.export.markdown.escape import escape_text
from avgraph.model.graph import Graph, Node
from avgraph.model.vocabulary import NodeType, Relation
from avgraph.views.facts import Value, collect_facts
from avgraph.views.papers import list_authors
from avgraph.views.statistics import year_of

MARKER = "%% avgraph writes what is above again with each export. What is below is yours. %%"
_FENCE = "---\n"
_OWN = ("avgraph-id", "avgraph-list", "iri", "type", "aliases", "tags", "year", "venue", "authors", "institutions", "tasks", "papers")
"""The properties that are written again; others are the user's."""
_LINKED = {
    "venue": Relation.PUBLISHED_IN,
    "institutions": Relation.LISTS_INSTITUTION,
    "tasks": Relation.ADDRESSES_TASK,
}
Link = Callable[[str, str], str]
"""Returns the link to an entity, by its id, with a text."""


class Note(NamedTuple):
    """What a note says, taken apart."""

    properties: dict[str, Any]
    managed: str
    own: str
    """The user's part, all behind the marker."""

    @property
    def id(self) -> str:
        """The id of the entity, or nothing where the note is of none."""
        return str(self.properties.get("avgraph-id") or "")

    @property
    def list(self) -> str:
        """The name of the list that it is of."""
        return str(self.properties.get("avgraph-list") or "")

    @property
    def is_untouched(self) -> bool:
        """Whether no user wrote into it."""
        return not self.own.strip() and not set(self.properties) - set(_OWN)


def read_note(path: object, text: str) -> Note:
    """Take a note apart; without a marker all its text is its user's.

    Raises WriteError for properties of ours that are no YAML any more, so that nothing of the user's is lost.
    """
    import yaml

    whole, text = text, text.replace("\r\n", "\n")
    head, end, body = text.removeprefix(_FENCE).partition(f"\n{_FENCE}") if text.startswith(_FENCE) else ("", "", text)
    if not end:
        return Note({}, "", text)
    try:
        properties = yaml.safe_load(head)
    except (yaml.YAMLError, RecursionError, ValueError):
        if "avgraph-id:" not in head:
            return Note({}, "", text)
        raise WriteError(f"{path}: its properties are no YAML any more; mend them, or remove the note; nothing was written") from None
    managed, marker, _ = body.partition(MARKER)
    own = whole.partition(MARKER)[2]
    named = {str(name): value for name, value in properties.items()} if isinstance(properties, dict) else {}
    return Note(named, managed, own) if marker else Note(named, "", f"\n{body}")


def write_note(note: Note) -> str:
    """Return the text of a note."""
    import yaml

    head = yaml.safe_dump(note.properties, sort_keys=False, allow_unicode=True, width=1_000_000)
    return f"{_FENCE}{head}{_FENCE}{note.managed}{MARKER}{note.own or chr(10)}"


def make_note(graph: Graph, node: Node, papers: Sequence[Node], link: Link, base: str, former: Note | None) -> Note:
    """Return the note of an entity, given its papers; of the `former` one the user's part and properties stay."""
    properties = _properties(graph, node, link, base)
    if former is not None:
        properties |= {name: value for name, value in former.properties.items() if name not in _OWN}
    # No text of a list is taken for the marker.
    return Note(properties, _describe(graph, node, papers, link).replace("%%", "%&#37;"), former.own if former else "")


def retire_note(note: Note) -> Note:
    """Return the note of an entity that the list no longer has, and into which its user wrote."""
    return Note(note.properties, "\n> The list no longer has this.\n\n", note.own)


def _properties(graph: Graph, node: Node, link: Link, base: str) -> dict[str, Any]:
    def links(ids: list[str] | tuple[str, ...]) -> list[str]:
        return [link(each, graph.nodes[each].label) for each in ids]

    forms = dict.fromkeys(map(_plain, node.names))
    properties: dict[str, Any] = {
        "avgraph-id": node.id,
        "avgraph-list": _plain(graph.source.name),
        "iri": base + node.id,
        "type": node.venue_kind.value if node.venue_kind else node.type.value,
        "aliases": [form for form in forms if form != node.label],
        "tags": [f"avgraph/{node.type.kind}"],
        "year": year_of(node),
    }
    if node.type is NodeType.PAPER:
        properties["authors"] = links(list_authors(graph, node))
        properties |= {name: links(node.targets(relation)) for name, relation in _LINKED.items()}
    return {name: value for name, value in properties.items() if value not in (None, [], "")}


def _describe(graph: Graph, node: Node, papers: Sequence[Node], link: Link) -> str:
    """Return what `avgraph show` says of an entity, every entity in it a link."""
    lines = ["", f"# {escape_text(node.label)}", ""]
    for name, values in collect_facts(graph, node, papers):
        if values:
            lines.append(f"- **{escape_text(name)}:** {', '.join(_value(graph, value, link) for value in values)}")
    if node.type is not NodeType.PAPER and papers:
        lines += ["", "## Papers", "", *(f"- {link(paper.id, paper.label)}{_where(graph, paper)}" for paper in papers)]
    entries = (graph.nodes[entry] for entry in node.targets(Relation.HAS_ENTRY))
    places = sorted({place for each in (node, *entries) for place in each.lines})
    if places:
        lines += ["", f"Lines of the list: {', '.join(str(first) if first == last else f'{first}–{last}' for first, last in places)}"]
    return "\n".join([*lines, "", ""])


def _where(graph: Graph, paper: Node) -> str:
    venues = [graph.nodes[venue].label for venue in paper.targets(Relation.PUBLISHED_IN)]
    words = " ".join(str(part) for part in (", ".join(venues), year_of(paper)) if part)
    return f" ({escape_text(words)})" if words else ""


def _value(graph: Graph, value: Value, link: Link) -> str:
    text = value.text
    if value.id is None:
        return text if text.startswith(("http://", "https://")) and not set(text) & set("<> ") else escape_text(text)
    label = graph.nodes[value.id].label
    if not text.startswith(label):
        return link(value.id, text)
    return link(value.id, label) + escape_text(f"x{text.removeprefix(label)}")[1:]


def _plain(value: object) -> str:
    return str(value).encode("utf-8", "replace").decode()
