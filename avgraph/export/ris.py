"""Write the papers of the graph as RIS, for Zotero, EndNote, Mendeley (Research Information Systems, tag format)."""

from typing import IO

from avgraph.export.citations import Citation, CitationKind, PersonName, list_citations
from avgraph.model.graph import Graph

_TYPES = {CitationKind.ARTICLE: "JOUR", CitationKind.PROCEEDINGS: "CPAPER", CitationKind.PREPRINT: "UNPB"}
_VENUE_TAGS = {CitationKind.ARTICLE: "JO", CitationKind.PROCEEDINGS: "T2", CitationKind.PREPRINT: "PB"}


def write_ris(graph: Graph, file: IO[bytes], base: str) -> None:
    """Write one record a paper, sorted by key."""
    del base
    for citation in list_citations(graph):
        file.write("".join(f"{tag}  - {value}\n" for tag, value in _fields(citation)).encode() + b"ER  - \n\n")


def _fields(citation: Citation) -> list[tuple[str, str]]:
    fields = [
        ("TY", _TYPES[citation.kind]),
        ("ID", citation.key),
        ("TI", citation.title),
        *(("AU", _name(author)) for author in citation.authors),
        (_VENUE_TAGS[citation.kind], citation.venue),
        ("J2", citation.venue_acronym if citation.kind is not CitationKind.PREPRINT and citation.venue_acronym != citation.venue else ""),
        ("PY", citation.year),
        ("DA", citation.date.replace("-", "/")),
        ("DO", citation.doi),
        ("C1", f"arXiv:{citation.arxiv_id}" if citation.arxiv_id else ""),
        ("UR", citation.url),
        *(("UR", url) for _, url in citation.links),
        *(("KW", keyword) for keyword in citation.keywords),
        ("AB", citation.summary),
    ]
    return [(tag, " ".join(value.split())) for tag, value in fields if value]


def _name(name: PersonName) -> str:
    return ", ".join(part for part in (name.family, name.given, name.suffix) if part)
