"""Turn the papers of the graph into citations: what BibTeX, RIS and CSL-JSON say of a paper, each in its own way."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from avgraph.model.graph import Graph, Node
from avgraph.model.vocabulary import Attribute, NodeType, Relation, VenueKind
from avgraph.text.folding import slug
from avgraph.text.ids import short_hash
from avgraph.text.links import web_iri
from avgraph.views.papers import list_authors

_SMALL_WORDS = frozenset(("a", "an", "the", "on", "of", "for", "to", "in", "and", "is", "with", "by", "at", "from", "it", "do", "can"))
_SUFFIX = re.compile(r"(?:jr|sr)\.?|i{2,3}|iv|[2-5](?:nd|rd|th)", re.IGNORECASE)
_GROUP = re.compile(
    r"\b(?:team|collaboration|consortium|group|project|committee|association|initiative|society|organi[sz]ation|working group|institute"
    r"|universit\w*|laborator\w*|labs?|inc|foundation|network|community|contributors|others)\b\.?",
    re.IGNORECASE,
)
_PARTICLE = re.compile(r"[^\W\d_A-Z][^\W\d_A-Z'’]*")
_JOURNAL = re.compile(r"\b(?:journal|transactions|letters|magazine|annals|review|reviews|bulletin)\b", re.IGNORECASE)
_LEAST_WORDS_OF_FULL_NAME = 3


class CitationKind(StrEnum):
    """What a paper is to a reference manager."""

    ARTICLE = "article"
    """In a journal."""
    PROCEEDINGS = "proceedings"
    """In the proceedings of a conference or workshop."""
    PREPRINT = "preprint"
    """On a preprint server, or without a venue."""


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in the parts that reference managers sort and shorten."""

    family: str
    """With what belongs to it, as in ``van der Maaten``; of a group or a name of one word the whole name."""
    given: str = ""
    suffix: str = ""
    """``Jr.``, ``III`` and the like."""
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """What there is to say of one paper."""

    key: str
    """Unique in the graph: family name, year and first word of the title."""
    kind: CitationKind
    title: str
    authors: tuple[PersonName, ...]
    """In the order of the paper, each in the form that the graph knows best."""
    venue: str
    """Full name where it is known; empty where the paper has none."""
    venue_acronym: str
    year: str
    doi: str
    arxiv_id: str
    url: str
    """The first link that is a web address."""
    keywords: tuple[str, ...]
    """Tasks, then the keywords of the entries, each sorted."""
    date: str
    """As ISO 8601, where more than the year is stated."""
    summary: str
    links: tuple[tuple[str, str], ...]
    """What else there is of the paper: the name of its kind, such as ``code``, and the address."""


def list_citations(graph: Graph) -> list[Citation]:
    """Return the citations of all papers, sorted by key; keys depend on content alone and never repeat."""
    papers = {paper.id: paper for paper in graph.of_type(NodeType.PAPER)}
    authors = {identifier: _authors(paper, graph) for identifier, paper in papers.items()}
    keys = _unique_keys({identifier: _key(paper, authors[identifier]) for identifier, paper in papers.items()})
    return sorted((_cite(keys[each], papers[each], authors[each], graph) for each in papers), key=lambda citation: citation.key)


def _unique_keys(preferred: dict[str, str]) -> dict[str, str]:
    """Return a key for each id: the preferred one where no other paper has it, else with as much of a hash as tells it apart."""
    keys = preferred
    for length in (4, 8):
        counts = Counter(keys.values())
        keys = {each: key if counts[key] == 1 else f"{preferred[each]}{short_hash(each)[:length]}" for each, key in keys.items()}
    taken: set[str] = set()
    for each in sorted(keys):
        while keys[each] in taken:
            keys[each] += "x"
        taken.add(keys[each])
    return keys


def _authors(paper: Node, graph: Graph) -> tuple[PersonName, ...]:
    """Return the authors in order, each once."""
    return tuple(split_name(str(graph.nodes[each].value(Attribute.NAME))) for each in list_authors(graph, paper))


def split_name(name: str) -> PersonName:
    """Return the parts of a printed name.

    >>> split_name("Robert Downey Jr."), split_name("Laurens van der Maaten").family
    (PersonName(family='Downey', given='Robert', suffix='Jr.', is_group=False), 'van der Maaten')
    >>> split_name("The ATLAS Collaboration").is_group
    True
    """
    words = name.split()
    if _GROUP.search(name) and len(words) > 1:
        return PersonName(name, is_group=True)
    suffix = ""
    if len(words) > 2 and _SUFFIX.fullmatch(words[-1]):
        suffix = words.pop()
        words[-1] = words[-1].rstrip(",")
    first = len(words) - 1
    while first > 1 and _PARTICLE.fullmatch(words[first - 1]):
        first -= 1
    return PersonName(" ".join(words[first:]), " ".join(words[:first]), suffix)


def _key(paper: Node, authors: Iterable[PersonName]) -> str:
    family = next((slug(author.family).replace("-", "") for author in authors), "")
    words = [word for word in slug(paper.label).split("-") if word not in _SMALL_WORDS]
    return f"{family or 'anonymous'}{paper.value(Attribute.YEAR) or ''}{words[0] if words else ''}"


def _cite(key: str, paper: Node, authors: tuple[PersonName, ...], graph: Graph) -> Citation:
    venues = [graph.nodes[venue] for venue in paper.targets(Relation.PUBLISHED_IN)]
    # Of a paper that is listed as a preprint and as published, the place where it was published.
    venue = min(venues, key=lambda venue: (_kind_of(venue) is CitationKind.PREPRINT, venue.id), default=None)
    urls = [iri for url in paper.values(Attribute.URL) if (iri := web_iri(str(url)))]
    return Citation(
        key=key,
        kind=CitationKind.PREPRINT if venue is None else _kind_of(venue),
        title=paper.label,
        authors=authors,
        venue=full_name(venue) if venue else "",
        venue_acronym=venue.label if venue else "",
        year=str(paper.value(Attribute.YEAR) or ""),
        doi=str(paper.value(Attribute.DOI) or ""),
        arxiv_id=str(paper.value(Attribute.ARXIV_ID) or ""),
        url=urls[0] if urls else "",
        keywords=_keywords(paper, graph),
        date=str(paper.value(Attribute.DATE_PUBLISHED) or ""),
        summary=max(_of_entries(paper, graph, Attribute.SUMMARY_AS_LISTED), key=lambda text: (len(text), text), default=""),
        links=tuple(
            (name, iri) for attribute, name in _LINK_NAMES.items() for url in paper.values(attribute) if (iri := web_iri(str(url)))
        ),
    )


_LINK_NAMES = {
    Attribute.CODE_REPOSITORY: "code",
    Attribute.PROJECT_PAGE: "project",
    Attribute.VIDEO: "video",
    Attribute.SLIDES: "slides",
    Attribute.DATA: "dataset",
    Attribute.FURTHER_LINK: "link",
}
"""What the kinds of links are called in records that have a field for none of them."""


def _keywords(paper: Node, graph: Graph) -> tuple[str, ...]:
    tasks = sorted({graph.nodes[task].label for task in paper.targets(Relation.ADDRESSES_TASK)})
    return tuple(dict.fromkeys((*tasks, *sorted(_of_entries(paper, graph, Attribute.KEYWORD)))))


def _of_entries(paper: Node, graph: Graph, attribute: Attribute) -> set[str]:
    """Return what the entries of a paper say."""
    entries = (graph.nodes[entry] for entry in paper.targets(Relation.HAS_ENTRY))
    return {str(value) for entry in entries for value in entry.values(attribute)}


def _kind_of(venue: Node) -> CitationKind:
    if venue.venue_kind is VenueKind.JOURNAL:
        return CitationKind.ARTICLE
    if venue.venue_kind in (VenueKind.CONFERENCE, VenueKind.WORKSHOP):
        return CitationKind.PROCEEDINGS
    names = (venue.label, *map(str, venue.values(Attribute.ALT_LABEL)))
    if venue.venue_kind is None and any(map(_JOURNAL.search, names)):
        return CitationKind.ARTICLE
    # Where nothing says what a venue is, its name stands where that of proceedings does: there it is read back.
    return CitationKind.PREPRINT if venue.venue_kind is VenueKind.PREPRINT_SERVER else CitationKind.PROCEEDINGS


def full_name(venue: Node) -> str:
    """Return the longest name of a venue that has some words, else the label; a preprint server is known by its short name."""
    if venue.venue_kind is VenueKind.PREPRINT_SERVER:
        return venue.label
    names = [str(name) for name in venue.values(Attribute.ALT_LABEL) if len(str(name).split()) >= _LEAST_WORDS_OF_FULL_NAME]
    return min((venue.label, *names), key=lambda name: (-len(name), name))
