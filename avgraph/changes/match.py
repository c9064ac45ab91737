"""Find which entities of one graph are which of another: by what names them, then by id, then by what they are known by.

Papers come first, as people, institutions, venues and tasks are also known by their papers. Whatever is shared by several candidates
decides nothing, so everything is linear in the graphs but for sorting.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import partial

from avgraph.model.graph import Graph, Node
from avgraph.model.vocabulary import TASK_SEPARATOR, Attribute, NodeType, Relation
from avgraph.resolution.people.names import are_compatible, read_name
from avgraph.text.folding import fold, fold_heading, fold_title
from avgraph.text.links import paper_keys
from avgraph.text.titles import are_alike, content_words
from avgraph.views.papers import authorships_of
from avgraph.views.statistics import task_path

Links = Counter[tuple[str, str]]
"""How many mentions of an entity of the old graph are mentions of one of the new graph."""
Keys = Callable[[Graph, Node], Iterable[object]]
_ALIKE = 0.8
"""Least similarity of two spellings of a name (Ratcliff and Obershelp), of those that take each other's place."""
_MOST_FORMS = 50
"""Most entities that share a word of a title and are compared with each other."""


@dataclass(slots=True)
class Matching:
    """Which entities of the old graph are which of the new one."""

    of_old: dict[str, str] = field(default_factory=dict)
    """What each became, one to one."""
    of_new: dict[str, str] = field(default_factory=dict)
    joined: dict[str, str] = field(default_factory=dict)
    """Of further old ones, which new one they are part of."""
    parted: dict[str, str] = field(default_factory=dict)
    """Of further new ones, which old one they were part of."""

    def is_same(self, old: str, new: str) -> bool:
        """Tell whether an entity of the new graph is, or is part of, what one of the old graph was."""
        return new in (self.of_old.get(old), self.joined.get(old)) or self.parted.get(new) == old

    def pair(self, old: str, new: str) -> None:
        """Take two for one, unless one of them is another one's."""
        if old not in self.of_old and new not in self.of_new:
            self.of_old[old], self.of_new[new] = new, old


def match_graphs(old: Graph, new: Graph) -> Matching:
    """Return which entities of `old` are which of `new`."""
    matching = Matching()
    _match_entries(matching, old, new)
    _match_papers(matching, old, new)
    _match_tasks(matching, old, new)
    for node_type in (NodeType.DATASET, NodeType.VENUE, NodeType.INSTITUTION):
        links = _shared(old, new, node_type, _names) + _replaced(matching, old, new, node_type)
        _match_by_id_and_links(matching, old, new, node_type, links)
    _match_by_id_and_links(matching, old, new, NodeType.AUTHOR, _shared_authorships(matching, old, new))
    _match_by(matching, old, new, NodeType.AUTHOR, _names)
    _match_by(matching, old, new, NodeType.DATASET, _urls)
    return matching


def _match_entries(matching: Matching, old: Graph, new: Graph) -> None:
    """Match entries: the same text under the same heading, then the same title and link there, elsewhere, the same names there, and what lists no paper by its link."""
    _match_by_id_and_links(matching, old, new, NodeType.ENTRY, Counter())
    for keys in (_entry_here, _entry_text, _entry_people, _urls):
        _match_by(matching, old, new, NodeType.ENTRY, keys)


def _entry_text(graph: Graph, entry: Node) -> Iterable[object]:
    papers = [graph.nodes[paper] for paper in entry.targets(Relation.LISTS_PAPER)]
    return [(fold_title(entry.label), *(key for paper in papers for key in paper.values(Attribute.URL)))]


def _entry_here(graph: Graph, entry: Node) -> Iterable[object]:
    return [(key, entry.edges.get(Relation.UNDER_HEADING)) for key in _entry_text(graph, entry)]


def _entry_people(graph: Graph, entry: Node) -> Iterable[object]:
    """Return the names, tag and heading of an entry, whose title may be edited."""
    del graph
    names = entry.value(Attribute.AUTHORS_AS_LISTED)
    return [(names, entry.value(Attribute.TAG), entry.edges.get(Relation.UNDER_HEADING))] if names else []


def _match_papers(matching: Matching, old: Graph, new: Graph) -> None:
    links: Links = Counter()
    lists = Relation.LISTS_PAPER
    for one, other in matching.of_old.items():
        before, after = old.nodes[one].targets(lists), new.nodes[other].targets(lists)
        links.update((paper, now) for paper in before for now in after)
    _match_by_id_and_links(matching, old, new, NodeType.PAPER, links)
    for keys, agree in ((_identifiers, _is_one_paper), (_titles, _share_authors), (_words, _are_alike)):
        _match_by(matching, old, new, NodeType.PAPER, keys, partial(agree, old, new))


def _identifiers(graph: Graph, paper: Node) -> Iterable[object]:
    del graph
    return {key for url in paper.values(Attribute.URL) for key in paper_keys(str(url))}


def _titles(graph: Graph, paper: Node) -> Iterable[object]:
    del graph
    return set(map(fold_title, paper.names))


def _words(graph: Graph, paper: Node) -> Iterable[object]:
    """Return the words of a title with each author: few papers share one of both."""
    return {(word, name) for word in content_words(paper.label) for name in _author_names(graph, paper)}


def _is_one_paper(old: Graph, new: Graph, one: Node, other: Node) -> bool:
    return are_alike(one.label, other.label) or bool(_author_names(old, one) & _author_names(new, other))


def _share_authors(old: Graph, new: Graph, one: Node, other: Node) -> bool:
    names, others = _author_names(old, one), _author_names(new, other)
    return not names or not others or bool(names & others)


def _are_alike(old: Graph, new: Graph, one: Node, other: Node) -> bool:
    del old, new
    return are_alike(one.label, other.label)


def _author_names(graph: Graph, paper: Node) -> set[str]:
    return {fold(str(form)) for authorship in authorships_of(graph, paper) for form in authorship.values(Attribute.NAME_AS_LISTED)}


def _match_tasks(matching: Matching, old: Graph, new: Graph) -> None:
    """Match tasks: the same path, the same heading elsewhere, either but for its number, above most of the same papers, or above the same tasks."""
    _match_by_id_and_links(matching, old, new, NodeType.TASK, Counter())
    for keys in (_path, _heading):
        _match_by(matching, old, new, NodeType.TASK, keys)
    sizes = [
        Counter(task for paper in graph.of_type(NodeType.PAPER) for task in paper.targets(Relation.ADDRESSES_TASK)) for graph in (old, new)
    ]
    links: Links = Counter()
    for paper, now in _paired(matching, old, new):
        before, after = (set(node.targets(Relation.ADDRESSES_TASK)) for node in (paper, now))
        links.update((a, b) for a in before for b in after if a not in matching.of_old and b not in matching.of_new)
    for (a, b), count in sorted(links.items(), key=lambda item: (-item[1], item[0])):
        if 2 * count >= max(sizes[0][a], sizes[1][b]):
            matching.pair(a, b)
    # From the deepest tasks upwards, as what is above is matched by what is below it.
    for task in sorted(old.of_type(NodeType.TASK), key=lambda task: (-task_path(old, task.id).count(TASK_SEPARATOR), task.id)):
        if task.id in matching.of_old:
            now = new.nodes[matching.of_old[task.id]]
            for a, b in zip(*(node.targets(Relation.BROADER) for node in (task, now)), strict=False):
                matching.pair(a, b)


def _path(graph: Graph, task: Node) -> Iterable[object]:
    return [tuple(fold_heading(label) for label in task_path(graph, task.id).split(TASK_SEPARATOR))]


def _heading(graph: Graph, task: Node) -> Iterable[object]:
    del graph
    return [fold_heading(task.label)]


def _paired(matching: Matching, old: Graph, new: Graph) -> list[tuple[Node, Node]]:
    """Return each paper of both graphs as it was and as it is."""
    return [(paper, new.nodes[matching.of_old[paper.id]]) for paper in old.of_type(NodeType.PAPER) if paper.id in matching.of_old]


def _names(graph: Graph, node: Node) -> Iterable[object]:
    del graph
    return folded_names(node)


def folded_names(node: Node) -> set[str]:
    """Return what an entity is called, in all its forms, folded."""
    return set(map(fold, node.names))


def _urls(graph: Graph, node: Node) -> Iterable[object]:
    del graph
    return node.values(Attribute.URL)


def _shared(old: Graph, new: Graph, node_type: NodeType, keys: Keys) -> Links:
    """Return how many keys that one entity of each graph has alone two entities share."""
    owners = [_owners(graph, graph.of_type(node_type), keys) for graph in (old, new)]
    return Counter((ids[0], owners[1][key][0]) for key, ids in owners[0].items() if len(ids) == len(owners[1].get(key, ())) == 1)


def _owners(graph: Graph, nodes: Iterable[Node], keys: Keys) -> Mapping[object, list[str]]:
    owners: defaultdict[object, list[str]] = defaultdict(list)
    for node in nodes:
        for key in keys(graph, node):
            owners[key].append(node.id)
    return owners


def _match_by(
    matching: Matching, old: Graph, new: Graph, node_type: NodeType, keys: Keys, agree: Callable[[Node, Node], bool] = lambda *_: True
) -> None:
    """Match what is not matched by a key that they share, where they agree: the first with the first, as they stand in the lists."""
    before = _owners(
        old, (node for node in old.of_type(node_type) if node.id not in matching.of_old and node.id not in matching.joined), keys
    )
    after = _owners(
        new, (node for node in new.of_type(node_type) if node.id not in matching.of_new and node.id not in matching.parted), keys
    )
    votes: Links = Counter()
    for key, ids in before.items():
        others = after.get(key, ())
        if len(ids) * len(others) <= _MOST_FORMS:
            votes.update((a, b) for a in ids for b in others)
    ordered = sorted(votes, key=lambda pair: (-votes[pair], old.nodes[pair[0]].lines, new.nodes[pair[1]].lines, pair))
    for a, b in ordered:
        if a not in matching.of_old and b not in matching.of_new and agree(old.nodes[a], new.nodes[b]):
            matching.pair(a, b)


def _match_by_id_and_links(matching: Matching, old: Graph, new: Graph, node_type: NodeType, links: Links) -> None:
    """Match one to one what has the same id, then what shares most mentions; what is left of the old ones is joined, of the new ones parted."""
    for node in old.of_type(node_type):
        if (other := new.nodes.get(node.id)) is not None and other.type is node_type:
            matching.pair(node.id, node.id)
    ordered = sorted(links.items(), key=lambda item: (-item[1], item[0]))
    for (a, b), _ in ordered:
        matching.pair(a, b)
    for (a, b), _ in ordered:
        if a not in matching.of_old:
            matching.joined.setdefault(a, b)
        elif b not in matching.of_new:
            matching.parted.setdefault(b, a)


def _replaced(matching: Matching, old: Graph, new: Graph, node_type: NodeType) -> Links:
    """Return how often an entity has made room for one that is spelt alike, within a paper, where one of them is in one graph alone."""
    relation = {NodeType.INSTITUTION: Relation.LISTS_INSTITUTION, NodeType.VENUE: Relation.PUBLISHED_IN}.get(node_type)
    links: Links = Counter()
    for paper, now in _paired(matching, old, new) if relation else ():
        before, after = (node.targets(relation) for node in (paper, now)) if relation else ((), ())
        removed, added = [each for each in before if each not in after], [each for each in after if each not in before]
        for a in removed:
            links.update(
                (a, b)
                for b in added
                if (a not in new.nodes or b not in old.nodes) and _are_spellings(old.nodes[a].label, new.nodes[b].label)
            )
    return links


def _are_spellings(name: str, other: str) -> bool:
    """Tell whether two names are alike, and no acronym of one has another in its place: one letter makes another acronym."""
    words, others = ({word.strip(".,()") for word in each.split()} for each in (name, other))
    acronyms = [{word for word in own - their if sum(map(str.isupper, word)) > 1} for own, their in ((words, others), (others, words))]
    return _ratio(name, other) >= _ALIKE and not all(acronyms)


def _ratio(a: str, b: str) -> float:
    # Which of the two comes first makes a difference to the matcher, and must make none here.
    first, second = sorted((fold(a), fold(b)))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _shared_authorships(matching: Matching, old: Graph, new: Graph) -> Links:
    """Return how many names of papers are those of two people: written alike, or one in the other's place that can be its spelling."""
    links: Links = Counter()
    for paper, now in _paired(matching, old, new):
        before, after = _names_of(old, paper), _names_of(new, now)
        here = set(after)
        common = [each for each in before if each in here]
        links.update((before[form], after[form]) for form in common)
        removed = [(form, author) for form, author in before.items() if form not in here]
        added = [(form, author) for form, author in after.items() if form not in before]
        for form, author in removed:
            others = [each for each in added if author not in new.nodes or each[1] not in old.nodes]
            links.update((author, other) for other_form, other in others if _can_be_spelling(form, other_form))
    return links


def _names_of(graph: Graph, paper: Node) -> dict[str, str]:
    """Return whom each name of a paper means, folded, in the order of the paper."""
    return {
        fold(str(form)): author
        for authorship in authorships_of(graph, paper)
        for author in authorship.targets(Relation.AUTHOR)
        for form in authorship.attributes[Attribute.NAME_AS_LISTED]
    }


def _can_be_spelling(form: str, other: str) -> bool:
    a, b = read_name(form), read_name(other)
    return (a.family == b.family and are_compatible(a, b)) or a.letters == b.letters or _ratio(form, other) >= _ALIKE
