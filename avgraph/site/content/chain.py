"""Find who stands between two people: a shortest chain of co-authors, with the papers that make it."""

from collections import defaultdict
from itertools import pairwise
from typing import Any

from avgraph.site.content.entity_index import EntityIndex


def find_chain(entity_index: EntityIndex, start: str, end: str) -> list[dict[str, Any]]:
    """Return the people of a shortest chain of co-authors, by `label` and `id`, each with the `papers` that they wrote with the next; nothing without one.

    It leads through no name that may be several people.
    """
    by_author = entity_index.papers_by_entity("author", entity_index.papers.values())
    before = {start: start}
    edge = [start]
    while edge and end not in before:
        following = []
        for person in edge:
            others = {author for paper in by_author.get(person, ()) for author in paper.links["author"]}
            for other in sorted(others - before.keys()):
                if other == end or not entity_index.value(other, "status"):
                    before[other] = person
                    following.append(other)
        edge = following
    if end not in before:
        return []
    people = [end]
    while people[-1] != start:
        people.append(before[people[-1]])
    people.reverse()
    shared: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for person, following_person in pairwise(people):
        shared[person] = [_named(entity_index, paper.id) for paper in by_author[person] if following_person in paper.links["author"]]
    return [{**_named(entity_index, person), "papers": shared[person]} for person in people]


def _named(entity_index: EntityIndex, node: str) -> dict[str, str]:
    return {"label": entity_index.label(node), "id": node}
