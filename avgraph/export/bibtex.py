"""Write the papers of the graph as BibTeX entries."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import IO

from avgraph.model.graph import Graph, Node
from avgraph.model.vocabulary import Attribute, NodeType, Relation, VenueKind
from avgraph.text.folding import slug
from avgraph.text.ids import short_hash
from avgraph.text.links import web_iri

_SMALL_WORDS = frozenset(("a", "an", "the", "on", "of", "for", "to", "in", "and", "is", "with", "by", "at", "from", "it", "do", "can"))
_KEEPS_CASE = re.compile(r"(?<![\\{\w])[A-Za-z0-9+]*(?:[A-Z][A-Za-z0-9+]*[A-Z]|[a-z0-9][A-Z])[A-Za-z0-9+]*")


def write_bibtex(graph: Graph, file: IO[bytes], base: str) -> None:
    """Write one entry a paper, sorted by key: @inproceedings, @article, or @misc without a venue.

    Text is LaTeX; the key is family name, year and first word of the title.
    """
    del base
    papers = [(_key(paper, graph), paper) for paper in graph.of_type(NodeType.PAPER)]
    taken = Counter(key for key, _ in papers)
    for key, paper in sorted((key if taken[key] == 1 else f"{key}{short_hash(paper.id)[:4]}", paper.id) for key, paper in papers):
        file.write(_entry(key, graph.nodes[paper], graph).encode())


def _authors(paper: Node, graph: Graph) -> list[str]:
    """Return the names as listed, in order; of two entries that disagree on a position, both names."""
    ships = [graph.nodes[ship] for ship in paper.edges.get(Relation.HAS_AUTHORSHIP, ())]
    ships.sort(key=lambda ship: (int(ship.value(Attribute.POSITION) or 0), ship.id))
    seen: dict[str, str] = {}
    for ship in ships:
        seen.setdefault(ship.edges[Relation.AUTHOR][0], str(ship.value(Attribute.NAME_AS_LISTED)))
    return list(seen.values())


def _key(paper: Node, graph: Graph) -> str:
    authors = _authors(paper, graph)
    family = slug(authors[0].split()[-1]).replace("-", "") if authors else ""
    words = [word for word in slug(paper.label).split("-") if word not in _SMALL_WORDS]
    return f"{family or 'anonymous'}{paper.value(Attribute.YEAR) or ''}{words[0] if words else ''}"


def _entry(key: str, paper: Node, graph: Graph) -> str:
    venues = [graph.nodes[venue] for venue in paper.edges.get(Relation.PUBLISHED_IN, ())]
    kind = "misc"
    fields = [("title", _protect_case(latex(paper.label))), ("author", " and ".join(map(_name, _authors(paper, graph))))]
    if venues:
        is_journal = venues[0].venue_kind is VenueKind.JOURNAL
        kind = "article" if is_journal else "inproceedings"
        fields.append(("journal" if is_journal else "booktitle", latex(venues[0].label)))
    fields.append(("year", str(paper.value(Attribute.YEAR) or "")))
    fields.append(("doi", _verbatim(str(paper.value(Attribute.DOI) or ""))))
    arxiv = paper.value(Attribute.ARXIV_ID)
    if arxiv:
        fields += [("eprint", _verbatim(str(arxiv))), ("archiveprefix", "arXiv")]
    urls = [iri for url in paper.attributes.get(Attribute.URL, ()) if (iri := web_iri(str(url)))]
    fields.append(("url", _verbatim(urls[0]) if urls else ""))
    tasks = [graph.nodes[task].label for task in paper.edges.get(Relation.ADDRESSES_TASK, ())]
    fields.append(("keywords", latex(", ".join(sorted(set(tasks))))))
    body = "".join(f"  {name:<13} = {{{value}}},\n" for name, value in fields if value)
    return f"@{kind}{{{key},\n{body}}}\n\n"


def _verbatim(text: str) -> str:
    """Return text for a field that BibTeX passes on as it is, braces and backslashes encoded."""
    return re.sub(r"[{}\\\s]", lambda match: f"%{ord(match[0]):02X}", text)


def _name(name: str) -> str:
    """Return a name so that BibTeX reads one person, whose last word is the family name."""
    text = latex(name)
    if re.search(r"\band\b|,", text, re.IGNORECASE):
        return f"{{{text}}}"
    return text


def _protect_case(text: str) -> str:
    """Put braces around words such as GAN, HuBERT or 3D, whose capitals a style must not lower."""
    return _KEEPS_CASE.sub(lambda match: f"{{{match[0]}}}", text)


def latex(text: str) -> str:
    """Return text as LaTeX, special characters escaped and accents spelt out."""
    return "".join(_latex_pieces(text))


def _latex_pieces(text: str) -> Iterator[str]:
    from pylatexenc.latexencode import UnicodeToLatexEncoder

    encoder = UnicodeToLatexEncoder(replacement_latex_protection="braces-all", unknown_char_policy="keep", unknown_char_warning=False)
    # Plain text needs no encoder; a run of anything else goes through it.
    for plain, other in re.findall(r"([A-Za-z0-9 .,:;!?()'/+=*\[\]@|-]+)|([^A-Za-z0-9 .,:;!?()'/+=*\[\]@|-]+)", text):
        yield plain or encoder.unicode_to_latex(other)
