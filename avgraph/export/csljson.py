"""Write the papers of the graph as CSL-JSON, for pandoc, Zotero, citeproc (Citation Style Language 1.0.2)."""

import json
from typing import IO

from avgraph.export.citations import Citation, CitationKind, PersonName, list_citations
from avgraph.model.graph import Graph

_TYPES = {CitationKind.ARTICLE: "article-journal", CitationKind.PROCEEDINGS: "paper-conference", CitationKind.PREPRINT: "article"}


def write_csljson(graph: Graph, file: IO[bytes], base: str) -> None:
    """Write one item a paper, a line each, sorted by key."""
    del base
    file.write(b"[")
    separator = "\n"
    for citation in list_citations(graph):
        file.write(f"{separator}{json.dumps(_item(citation), ensure_ascii=False)}".encode())
        separator = ",\n"
    file.write(b"\n]\n")


def _item(citation: Citation) -> dict[str, object]:
    # The day on which a preprint was there says no other year than that of the paper.
    issued = citation.date if citation.date.startswith(citation.year) else citation.year
    item: dict[str, object] = {
        "id": citation.key,
        "type": _TYPES[citation.kind],
        "title": citation.title,
        "author": [_name(author) for author in citation.authors],
        "container-title" if citation.kind is not CitationKind.PREPRINT else "publisher": citation.venue,
        "container-title-short": citation.venue_acronym if citation.venue_acronym != citation.venue else "",
        "issued": {"date-parts": [[int(part) for part in issued.split("-")]]} if issued else "",
        "DOI": citation.doi,
        "number": f"arXiv:{citation.arxiv_id}" if citation.arxiv_id else "",
        "URL": citation.url,
        "keyword": ", ".join(citation.keywords),
        "abstract": citation.summary,
        "note": "\n".join(f"{name}: {url}" for name, url in citation.links),
    }
    return {name: value for name, value in item.items() if value}


def _name(name: PersonName) -> dict[str, str]:
    if name.is_group or not name.given:
        return {"literal": name.family}
    return {"family": name.family, "given": name.given} | ({"suffix": name.suffix} if name.suffix else {})
