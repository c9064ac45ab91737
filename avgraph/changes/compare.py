"""Turn two graphs into what differs between them, in entities."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from avgraph.changes.change import Change, ChangeKind, Changes, Difference, Subject
from avgraph.changes.changed_text import find_moved
from avgraph.changes.match import Matching, folded_names, match_graphs
from avgraph.changes.side import Side
from avgraph.changes.successors import REPLACED_BY, find_successors
from avgraph.changes.unchanged import is_unchanged, keeps_title
from avgraph.model.graph import Graph, Node
from avgraph.model.ontology import WEB_ADDRESS, datatype_of
from avgraph.model.vocabulary import Attribute, NodeType, Relation
from avgraph.text.folding import fold
from avgraph.text.links import web_iri
from avgraph.views.wording import name_value

Explain = Callable[[ChangeKind, Sequence[Subject], Sequence[Subject]], str]
"""Returns why entities were joined or parted, empty where that is not known."""

_RELATIONS = {
    NodeType.PAPER: (
        Relation.HAS_AUTHOR, Relation.PUBLISHED_IN, Relation.ADDRESSES_TASK, Relation.LISTS_INSTITUTION, Relation.INTRODUCES_DATASET,
        Relation.MENTIONS_DATASET,
    ),
    NodeType.INSTITUTION: (Relation.SUB_ORGANIZATION_OF,),
    NodeType.DATASET: (Relation.USED_FOR_TASK,),
}  # fmt: skip
"""Relations whose targets are compared, in the order in which they are read; the others follow from these."""
_NAMES_OF_PAPERS = {Relation.INTRODUCES_DATASET: "introduced by", Relation.MENTIONS_DATASET: "mentioned by"}
"""What is said of a dataset by the papers that lead to it."""
_LINKS = (
    Attribute.URL, Attribute.CODE_REPOSITORY, Attribute.PROJECT_PAGE, Attribute.VIDEO, Attribute.SLIDES, Attribute.DATA, Attribute.FURTHER_LINK,
)  # fmt: skip
_ATTRIBUTES = {
    NodeType.PAPER: (Attribute.YEAR, Attribute.DATE_PUBLISHED, *_LINKS),
    NodeType.AUTHOR: (Attribute.IDENTITY_STATUS,),
    NodeType.INSTITUTION: (Attribute.IDENTITY_STATUS, Attribute.ROR_ID, Attribute.COUNTRY, Attribute.SECTOR),
    NodeType.DATASET: (
        Attribute.YEAR, Attribute.URL, Attribute.VIDEO_COUNT, Attribute.DURATION_HOURS, Attribute.IS_LOWER_BOUND,
        Attribute.DATA_FORM, Attribute.VIDEO_SOURCE, Attribute.TASK_AS_LISTED, Attribute.DESCRIPTION,
    ),
    NodeType.ENTRY: (Attribute.URL,),
}  # fmt: skip
"""Attributes that are compared; identifiers follow from links, labels are names."""
_OF_ENTRIES = (Attribute.SUMMARY_AS_LISTED, Attribute.KEYWORD, Attribute.NOTE_AS_LISTED)
"""What entries say of their papers and nothing else does."""
_FORMS = (Attribute.ALTERNATIVE, Attribute.ALT_LABEL, Attribute.HIDDEN_LABEL)
_FORMS_OF_NAMES = {Attribute.ALT_LABEL, Attribute.HIDDEN_LABEL}
_PRINTED = (NodeType.AUTHOR, NodeType.INSTITUTION)
"""What has as its forms those that its list prints, where that is known; of venues the tags of their papers are compared."""
_NAMED = (NodeType.PAPER, NodeType.AUTHOR, NodeType.INSTITUTION, NodeType.DATASET, NodeType.VENUE)
"""What has several names at once."""
_TITLED = (NodeType.PAPER, NodeType.DATASET)
"""What has titles and no labels."""


def compare(old: Graph, new: Graph, explain: Explain = lambda *_: "") -> Changes:
    """Return what differs between two graphs; `explain` says why entities were joined or parted.

    The order of entries, their lines and what is printed alike make no difference.
    """
    matching = match_graphs(old, new)
    comparison = _Comparison(Side.of(old), Side.of(new), matching, explain)
    items = [each for node_type in NodeType if node_type is not NodeType.AUTHORSHIP for each in comparison.changes(node_type)]
    return Changes(old.source, new.source, tuple(items), find_moved(old, new, matching))


@dataclass(frozen=True, slots=True)
class _Comparison:
    old: Side
    new: Side
    matching: Matching
    explain: Explain

    def changes(self, node_type: NodeType) -> list[Change]:
        """Return the changes of entities of one type; entries that list a paper are no entities."""
        items = [*self._changes_of_kept(node_type), *self._added_and_removed(node_type)]
        return sorted(
            items, key=lambda each: (list(ChangeKind).index(each.kind), fold(each.label), [side.id for side in (*each.old, *each.new)])
        )

    def _changes_of_kept(self, node_type: NodeType) -> Iterator[Change]:
        """Yield what became of each entity that both graphs have."""
        joined, parted = _grouped(self.matching.joined), _grouped(self.matching.parted)
        for one in (node for node in self.old.graph.of_type(node_type) if node.id in self.matching.of_old):
            other = self.new.graph.nodes[self.matching.of_old[one.id]]
            is_compared = (_is_entity(one) or _is_entity(other)) and not self._is_unchanged(one, other)
            differences = tuple(self._differences(one, other)) if is_compared else ()
            what, ids, now = self._kind(one, other, differences), (one.id, *joined.get(other.id, ())), (other.id, *parted.get(one.id, ()))
            if not what and len(ids) == len(now) == 1:
                continue
            before = [self.old.subject(each) for each in ids]
            after = [self.new.subject(each, is_distinct=len(now) > 1) for each in now]
            for kind in (ChangeKind.JOINED,) * (len(before) > 1) + (ChangeKind.PARTED,) * (len(after) > 1):
                old, new = (before, after[:1]) if kind is ChangeKind.JOINED else (before[:1], after)
                reason = self.explain(kind, old, new) or _plain_reason(kind, old, folded_names(other))
                yield Change(node_type, kind, tuple(old), tuple(new), differences, reason)
            if what and len(before) == len(after) == 1:
                yield Change(node_type, what, tuple(before), tuple(after), differences)

    def _is_unchanged(self, one: Node, other: Node) -> bool:
        is_same = is_unchanged(one, other, (self.old.graph, self.new.graph), self.matching, _RELATIONS.get(one.type, ()))
        # What the authority lists as a name is one in both graphs, whether their lists print it or not.
        return is_same and not (one.type in _PRINTED and _FORMS_OF_NAMES & one.attributes.keys() and any(self._compare_forms(one, other)))

    def _kind(self, one: Node, other: Node, differences: Sequence[Difference]) -> ChangeKind | None:
        if not (_is_entity(one) or _is_entity(other)):
            return None
        if one.type is NodeType.TASK:
            above = [each.targets(Relation.BROADER) for each in (one, other)]
            if len(above[0]) != len(above[1]) or not all(map(self.matching.is_same, *above)):
                return ChangeKind.MOVED
            return ChangeKind.RENAMED if one.label != other.label else None
        if self._is_renamed(one, other):
            return ChangeKind.RENAMED
        return ChangeKind.CHANGED if differences else None

    def _is_renamed(self, one: Node, other: Node) -> bool:
        """Tell whether an entity has another name, and not merely one of several that it has in one of the graphs."""
        before, after = self.old.label(one), self.new.label(other)
        return before != after and before not in self.new.forms(other) and after not in self.old.forms(one)

    def _added_and_removed(self, node_type: NodeType) -> Iterator[Change]:
        """Yield what one of the graphs has alone, with what is said of it."""
        matching, nothing = self.matching, Node("", node_type, "", {}, {})
        for node in self.old.graph.of_type(node_type):
            if node.id not in matching.of_old and node.id not in matching.joined and _is_entity(node):
                subject, differences = self.old.subject(node.id, is_distinct=True), tuple(self._differences(node, nothing))
                yield Change(node_type, ChangeKind.REMOVED, (subject,), (), (*differences, *self._successor(node)))
        for node in self.new.graph.of_type(node_type):
            if node.id not in matching.of_new and node.id not in matching.parted and _is_entity(node):
                subject = self.new.subject(node.id, is_distinct=True)
                yield Change(node_type, ChangeKind.ADDED, (), (subject,), tuple(self._differences(nothing, node)))

    def _successor(self, removed: Node) -> Iterator[Difference]:
        """Yield what stands in the place of an entity that is gone."""
        successors = find_successors(removed, self.old.graph, self.new.graph, self.matching)
        if len(successors) == 1:
            yield Difference(REPLACED_BY, "in its place", (), (self.new.label(self.new.graph.nodes[successors[0]]),))

    def _differences(self, one: Node, other: Node) -> Iterator[Difference]:
        node_type = one.type
        # Where a paper keeps its title and links, what it introduces follows from the datasets of the list, and is said of these.
        left_out = _NAMES_OF_PAPERS if node_type is NodeType.PAPER and keeps_title(one, other) else ()
        relations = [each for each in _RELATIONS.get(node_type, ()) if each not in left_out]
        of_relations = [each for relation in relations for each in self._compare_targets(one, other, relation)]
        yield from of_relations
        if node_type is NodeType.PAPER:
            yield from self._compare_spellings(one, other)
        if one.type in _NAMED:
            yield from self._compare_forms(one, other)
        for attribute in _ATTRIBUTES.get(node_type, ()):
            # An address is compared as a dump has it.
            form = _as_iri if datatype_of(attribute) == WEB_ADDRESS else str
            yield from _difference(attribute.iri, *([form(value) for value in node.values(attribute)] for node in (one, other)))
        if node_type is NodeType.PAPER:
            has_same_venue = Relation.PUBLISHED_IN.iri not in {each.predicate for each in of_relations}
            yield from self._compare_entries(one, other, has_same_venue=has_same_venue)
        if node_type is NodeType.DATASET:
            yield from self._compare_papers(one, other)

    def _compare_forms(self, one: Node, other: Node) -> Iterator[Difference]:
        """Yield the other forms of a name that are new or gone; case and punctuation make no difference, nor do the names of what is renamed."""
        labels = [side.label(node) for side, node in ((self.old, one), (self.new, other)) if one.id and other.id]
        before, after = (self.old.printed.of(one), self.new.printed.of(other)) if labels and one.type in _PRINTED else ({}, {})
        if not (before and after):
            before, after = (
                {
                    fold(form): form
                    for form in (*labels[place : place + 1], *map(str, (form for each in _FORMS for form in node.values(each))))
                }
                for place, node in enumerate((one, other))
            )
        names = {fold(label) for label in labels if self._is_renamed(one, other)}
        removed, added = (
            tuple(form for folded, form in forms.items() if folded not in names and folded not in others)
            for forms, others in ((before, after), (after, before))
        )
        if removed or added:
            titled = one.type in _TITLED
            predicate = (Attribute.ALTERNATIVE if titled else Attribute.ALT_LABEL).iri
            is_label = list(map(fold, added)) == list(map(fold, labels[1:]))
            name = "now also written so" if is_label else "also written"
            yield Difference(predicate, name_value(predicate) if titled else name, removed, added)

    def _compare_targets(self, one: Node, other: Node, relation: Relation) -> Iterator[Difference]:
        before, after = list(self.old.targets(one, relation)), list(self.new.targets(other, relation))
        removed = [each for each in before if not any(self.matching.is_same(each, target) for target in after)]
        added = [each for each in after if not any(self.matching.is_same(target, each) for target in before)]
        if relation is Relation.SUB_ORGANIZATION_OF and one.id and other.id:
            # What an institution is part of follows from which institutions a list names.
            removed = [each for each in removed if each in self.matching.of_old or each in self.matching.joined]
            added = [each for each in added if each in self.matching.of_new or each in self.matching.parted]
        is_sorted_otherwise = (
            relation is Relation.HAS_AUTHOR
            and not removed
            and not added
            and len(before) == len(after)
            and not all(map(self.matching.is_same, before, after))
        )
        if is_sorted_otherwise:
            removed, added = before, after
        if removed or added:
            name = "order of authors" if is_sorted_otherwise else name_value(relation.iri)
            old, new = (tuple(side.label(side.graph.nodes[each]) for each in ids) for side, ids in ((self.old, removed), (self.new, added)))
            printed = (*self.old.printed_targets(one, removed), *self.new.printed_targets(other, added))
            yield Difference(relation.iri, name, old, new, printed)

    def _compare_spellings(self, one: Node, other: Node) -> Iterator[Difference]:
        """Yield the names of authors that are written otherwise, of those that the paper had and has."""
        if not (one.id and other.id):
            return
        before, after = (
            {authorship.edges[Relation.AUTHOR][0]: str(authorship.value(Attribute.NAME_AS_LISTED)) for authorship in side.authorships(node)}
            for side, node in ((self.old, one), (self.new, other))
        )
        pairs = [
            (form, after[now])
            for author, form in before.items()
            if (now := self._counterpart(author, after)) and fold(after[now]) != fold(form)
        ]
        if pairs:
            old, new = zip(*pairs, strict=True)
            yield Difference(Attribute.NAME_AS_LISTED.iri, "written", old, new)

    def _counterpart(self, author: str, authors: Iterable[str]) -> str | None:
        return next((each for each in authors if self.matching.is_same(author, each)), None)

    def _compare_entries(self, one: Node, other: Node, *, has_same_venue: bool) -> Iterator[Difference]:
        """Yield what the entries of a paper say otherwise of it, and how often it is listed where that is all."""
        before, after = self.old.entries(one), self.new.entries(other)
        for attribute in _OF_ENTRIES:
            texts = [list(dict.fromkeys(str(text) for entry in entries for text in entry.values(attribute))) for entries in (before, after)]
            yield from _difference(attribute.iri, *texts)
        if before and after and len(before) != len(after):
            yield Difference(Relation.HAS_ENTRY.iri, "times listed", (str(len(before)),), (str(len(after)),))
        elif before and after and has_same_venue:
            tags = [
                {_letters(tag): tag for entry in entries for tag in map(str, entry.values(Attribute.TAG))} for entries in (before, after)
            ]
            if tags[0].keys() != tags[1].keys():
                yield from _difference(Attribute.TAG.iri, *(list(each.values()) for each in tags))

    def _compare_papers(self, one: Node, other: Node) -> Iterator[Difference]:
        """Yield the papers that introduce or mention a dataset in one graph alone: all of one that comes or goes without a row, else those that stay as they are."""
        is_of_title = not (one.lines or other.lines or (one.id and other.id))
        for relation, name in _NAMES_OF_PAPERS.items():
            old, new = (side.graph.sources_of(node.id, relation) for side, node in ((self.old, one), (self.new, other)))
            removed = [each for each in old if not any(self.matching.is_same(each, now) for now in new)]
            added = [each for each in new if not any(self.matching.is_same(former, each) for former in old)]
            if not is_of_title:
                removed = [each for each in removed if self._keeps_title(each, self.matching.of_old.get(each))]
                added = [each for each in added if self._keeps_title(self.matching.of_new.get(each), each)]
            if removed or added:
                before, after = (
                    tuple(side.graph.nodes[each].label for each in ids) for side, ids in ((self.old, removed), (self.new, added))
                )
                yield Difference(relation.iri, name, before, after)

    def _keeps_title(self, paper: str | None, now: str | None) -> bool:
        return bool(paper and now) and keeps_title(self.old.graph.nodes[paper or ""], self.new.graph.nodes[now or ""])


def _is_entity(node: Node) -> bool:
    return node.type is not NodeType.ENTRY or Relation.LISTS_PAPER not in node.edges


def _grouped(owner_of: dict[str, str]) -> dict[str, list[str]]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for each, owner in sorted(owner_of.items()):
        groups[owner].append(each)
    return groups


def _difference(predicate: str, before: Sequence[str], after: Sequence[str]) -> Iterator[Difference]:
    removed, added = (tuple(each for each in values if each not in others) for values, others in ((before, after), (after, before)))
    if removed or added:
        yield Difference(predicate, name_value(predicate), removed, added)


def _plain_reason(kind: ChangeKind, old: Sequence[Subject], forms: Collection[str]) -> str:
    """Return what the graphs themselves say of entities that were joined or parted."""
    if kind is ChangeKind.PARTED:
        return "what was listed as one is now several"
    written = [each.label for each in old if fold(each.label) not in forms]
    return f"written otherwise now: {', '.join(written)}" if written else "what was listed as several is now one"


def _letters(tag: str) -> str:
    """Return the letters of a tag, by which one that names its venue in other words differs."""
    return "".join(filter(str.isalpha, fold(tag)))


def _as_iri(value: object) -> str:
    """Return an address as it stands in RDF, so that one with a character that must be escaped there is the same in a list and its dump."""
    return web_iri(str(value)) or str(value)
