"""Say where the list says something: the lines of entries with what they print, and the address of a line.

An entry is the number of its line where it prints what the page makes itself of the paper (the venue and the year as tag, the authors and the
institutions by the names that the graph has for them); else line, tag, title, authors and institutions as printed, 0 for each that is as made. Where a
list of names has as many as the paper, it is one of 0 for those as made and the others as printed. Of a very large list the page has the lines alone.
"""

import re
from collections.abc import Sequence
from typing import Any

from avgraph.model.entries import Source
from avgraph.model.graph import Graph, Node
from avgraph.model.vocabulary import Attribute, Relation
from avgraph.text.links import web_iri
from avgraph.views.papers import list_authors
from avgraph.views.statistics import year_of

_MOST_QUOTED = 20_000
"""Papers up to which entries are quoted: of more the page would take long to open."""
_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_COMMIT = re.compile(r"\bcommit ([0-9a-f]{7,40})\b")
_REPOSITORY = re.compile(r"https://(?:github|gitlab)\.com/[^/?#]+/[^/?#]+")


def describe_source(source: Source) -> dict[str, str]:
    """Return title, date and address of a list, and what the number of a line is put after to make the line's address."""
    date = _DATE.search(source.version or "")
    origin = web_iri(source.origin or "") or ""
    return {"title": source.title, "date": date[0] if date else "", "address": origin, "line": _line_prefix(origin, source.version or "")}


def _line_prefix(origin: str, version: str) -> str:
    """Return what a line's number is put after; of a repository the page that shows its README in the version.

    >>> _line_prefix("https://github.com/a/b", "commit 0123abc of 2020-01-01"), _line_prefix("https://a.org/list.md", "")
    ('https://github.com/a/b/blob/0123abc/README.md?plain=1#L', 'https://a.org/list.md#L')
    """
    if not origin:
        return ""
    if not _REPOSITORY.fullmatch(origin):
        return f"{origin.partition('#')[0]}#L"
    commit = _COMMIT.search(version)
    return f"{origin}/blob/{commit[1] if commit else 'HEAD'}/README.md?plain=1#L"


def cite_papers(graph: Graph, papers: Sequence[Node], institutions: Sequence[Sequence[str]]) -> list[int | list[Any]]:
    """Return the entries of each paper, by line, or the line of its only one; `institutions` are those of each paper, in order."""
    if len(papers) <= _MOST_QUOTED:
        return [_cite_entries(graph, paper, listed) for paper, listed in zip(papers, institutions, strict=True)]
    lines = [sorted(int(graph.nodes[entry].value(Attribute.LINE) or 0) for entry in paper.targets(Relation.HAS_ENTRY)) for paper in papers]
    return [own[0] if len(own) == 1 else [[line] for line in own] for own in lines]


def _cite_entries(graph: Graph, paper: Node, institutions: Sequence[str]) -> int | list[Any]:
    entries = sorted((graph.nodes[entry] for entry in paper.targets(Relation.HAS_ENTRY)), key=lambda entry: (entry.lines, entry.id))
    venues = paper.targets(Relation.PUBLISHED_IN)
    tag_made = f"{graph.nodes[venues[0]].label}-{year_of(paper)}" if venues else ""
    authors_made = [graph.nodes[author].label for author in list_authors(graph, paper)]
    institutions_made = [graph.nodes[each].label for each in institutions]
    cited: list[Any] = []
    for entry in entries:
        tag = str(entry.value(Attribute.TAG) or "")
        title = entry.label.removeprefix(f"[{tag}] ") if tag else entry.label
        authors, listed = (str(entry.value(name) or "") for name in (Attribute.AUTHORS_AS_LISTED, Attribute.INSTITUTIONS_AS_LISTED))
        printed = [
            0 if tag == tag_made else tag,
            0 if title == paper.label else title,
            _differing(authors, authors_made, ", "),
            _differing(listed, institutions_made, "; "),
        ]
        line = entry.value(Attribute.LINE) or 0
        cited.append([line, *printed] if any(each != 0 for each in printed) else line)
    return cited[0] if len(cited) == 1 and isinstance(cited[0], int) else cited


def _differing(printed: str, made: Sequence[str], separator: str) -> int | str | list[int | str]:
    """Return what is printed otherwise than made: nothing (0), some names of as many, or all of the text.

    >>> _differing("A. Byron; Carl Dorn", ["Ada Byron", "Carl Dorn"], "; "), _differing("Carl Dorn", ["Carl Dorn"], "; ")
    (['A. Byron', 0], 0)
    """
    names = printed.split(separator)
    if names == list(made) or printed == separator.join(made):
        return 0
    return [0 if own == other else own for own, other in zip(names, made, strict=True)] if len(names) == len(made) else printed
