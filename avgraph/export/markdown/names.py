"""Find out what an entry of the graph printed: its venue, its authors in order, its institutions, and what ties them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from avgraph.export.markdown.escape import escape_name
from avgraph.model.graph import Graph, Node
from avgraph.model.vocabulary import Attribute, NodeType, Relation
from avgraph.views.papers import authorships_of

_BETWEEN_AUTHORS = re.compile(r"\s*[,;]\s*|\s+and\s+")
_BETWEEN_INSTITUTIONS = re.compile(r"\s*;\s*")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PRINTABLE_TAG = re.compile(r"[^\[\]\u3010\u3011\s*_](?:[^\[\]\u3010\u3011\s]| (?! )){0,78}")
_VENUE = re.compile(r"[^\W_](?:[\w&/+.'@ -]{0,68}[^\W_])?")


@dataclass(frozen=True, slots=True)
class Names:
    """The authors and institutions of an entry, in its order, as forms."""

    authors: tuple[str, ...]
    institutions: tuple[str, ...]
    marks: tuple[tuple[int, ...], ...]
    """For each author the places of the institutions, from 1, that the list ties to the name; empty where it ties none."""

    def print_authors(self, listed: str) -> str:
        """Return the authors as Markdown; `listed` is how the entry prints them, which stands where it is in the canonical form."""
        if not any(self.marks):
            return listed if listed == ", ".join(self.authors) else ", ".join(map(escape_name, self.authors))
        return ", ".join(
            escape_name(form) + (f"<sup>{','.join(map(str, marks))}</sup>" if marks else "")
            for form, marks in zip(self.authors, self.marks, strict=True)
        )

    def print_institutions(self, listed: str) -> str:
        """Return the institutions as Markdown, with the numbers that the authors' marks name."""
        if not any(self.marks):
            return listed if listed == "; ".join(self.institutions) else "; ".join(map(escape_name, self.institutions))
        return "; ".join(f"<sup>{number}</sup>{escape_name(form)}" for number, form in enumerate(self.institutions, 1))


def names_of(entry: Node, graph: Graph) -> Names:
    """Return the authors and institutions that an entry names."""
    named = set(entry.targets(Relation.NAMES))
    institutions = _institutions(entry, graph, named)
    places = {institution: number for number, (institution, _) in enumerate(institutions, 1)}
    authorships = [
        authorship
        for paper in entry.targets(Relation.LISTS_PAPER)
        for authorship in authorships_of(graph, graph.nodes[paper])
        if not named.isdisjoint(authorship.edges[Relation.AUTHOR])
    ]
    authors = _in_order(authorships, str(entry.value(Attribute.AUTHORS_AS_LISTED) or ""))
    marks = tuple(
        tuple(sorted(places[each] for each in authorship.targets(Relation.STATED_AFFILIATION) if each in places))
        for authorship, _ in authors
    )
    return Names(tuple(form for _, form in authors), tuple(form for _, form in institutions), marks)


def _in_order(authorships: Sequence[Node], listed: str) -> list[tuple[Node, str]]:
    """Return each author's authorship with the form of this entry, in the order in which the entry prints them, else in that of the paper."""
    of_author: dict[str, list[Node]] = {}
    for authorship in authorships:
        of_author.setdefault(authorship.edges[Relation.AUTHOR][0], []).append(authorship)
    pieces = _BETWEEN_AUTHORS.split(listed)
    known: dict[str, Node] = {}
    in_order: list[tuple[Node, str]] = []
    for own in of_author.values():
        forms = [(str(form), authorship) for authorship in own for form in authorship.values(Attribute.NAME_AS_LISTED)]
        printed = [(form, authorship) for form, authorship in forms if form in pieces]
        known.update(printed)
        in_order += [(authorship, form) for form, authorship in printed or forms[:1]]
    if all(form in known for _, form in in_order):
        # As it is printed: who stands there twice, or in two forms, does so here.
        return [(known[piece], piece) for piece in pieces if piece in known]
    return in_order


def _institutions(entry: Node, graph: Graph, named: set[str]) -> list[tuple[str, str]]:
    listed = str(entry.value(Attribute.INSTITUTIONS_AS_LISTED) or "")
    pieces = set(_BETWEEN_INSTITUTIONS.split(listed))
    by_place = []
    for each in sorted(named):
        node = graph.nodes[each]
        if node.type is NodeType.INSTITUTION:
            form = max((form for form in node.names if form in listed), key=lambda form: (form in pieces, len(form)), default=node.label)
            place = listed.find(form)
            by_place.append((place if place >= 0 else len(listed), each, form))
    return [(each, form) for _, each, form in sorted(by_place)]


def tag_and_labels(entry: Node, graph: Graph) -> tuple[str, Mapping[str, str]]:
    """Return the tag of an entry, and as values of labels what of venue and year a tag cannot say."""
    tag = str(entry.value(Attribute.TAG) or "")
    papers = [graph.nodes[paper] for paper in entry.targets(Relation.LISTS_PAPER)]
    venue = next((graph.nodes[each] for each in entry.targets(Relation.NAMES) if graph.nodes[each].type is NodeType.VENUE), None)
    year = next((str(value) for paper in papers for value in paper.values(Attribute.YEAR)), "")
    has_copies = any(len(paper.targets(Relation.HAS_ENTRY)) > 1 for paper in papers)
    if _PRINTABLE_TAG.fullmatch(tag) and _says(tag, venue, year) and (has_copies or not year or year in tag):
        return tag, {}
    if venue is None:
        return year, {}
    form = venue.label
    if _VENUE.fullmatch(form) and not _YEAR.search(form) and (year or form[-1].isalpha()) and form.casefold() not in ("authors", "author"):
        return f"{form}-{year}" if year else form, {}
    return year, {"Venue": form}


def _says(tag: str, venue: Node | None, year: str) -> bool:
    """Tell whether a tag says the venue and a year where there is one, and nothing where there is none."""
    if venue is None:
        return tag == year
    return any(form in tag for form in venue.names) and (not year or _YEAR.search(tag) is not None)
