"""Turn the two tables of a graph that avgraph writes as CSV into records of papers, each on the line of its node."""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping

_SEPARATOR = " | "
_LINKS = {
    "url": "url", "codeRepository": "code", "projectPage": "project", "video": "video", "slides": "slides", "data": "dataset",
    "furtherLink": "link", "doi": "doi", "arxivId": "arxiv",
}  # fmt: skip
"""The columns of links and identifiers, and what records call them."""
_QUOTED = ("'=", "'+", "'-", "'@", "'\t", "'\uff1d", "'\uff0b", "'\uff0d", "'\uff20")
"""How a cell begins that is quoted for spreadsheets."""


def join_tables(nodes: str, edges: str) -> str | None:
    r"""Return the papers of two tables as JSON, a record a line, on the line where its node stands; None where they are no tables of a graph.

    >>> print(join_tables("id,type,label,year\np,Paper,On Bells,2021\na,Author,Ada Byron,\n", "source,target,kind\np,a,hasAuthor\n").strip())
    {"title": "On Bells", "authors": [{"name": "Ada Byron"}], "year": "2021"}
    """
    graph = _Tables()
    try:
        lines = graph.read(nodes, edges)
    except (csv.Error, KeyError):
        return None
    papers = {line: graph.paper(node) for node, line in lines.items() if graph.nodes[node]["type"] == "Paper"}
    printed = {line: json.dumps(paper, ensure_ascii=False) for line, paper in papers.items()}
    return "\n".join(printed.get(line, "") for line in range(1, max(lines.values(), default=0) + 1)) + "\n" if printed else None


class _Tables:
    """The nodes and edges of a graph, by the ids of the tables."""

    def __init__(self) -> None:
        self.nodes: dict[str, Mapping[str, str]] = {}
        self.targets: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        self.sources: defaultdict[tuple[str, str], list[str]] = defaultdict(list)

    def read(self, nodes: str, edges: str) -> dict[str, int]:
        """Read both tables, and return the line of each node."""
        lines: dict[str, int] = {}
        rows = csv.DictReader(io.StringIO(nodes, newline=""))
        line = 2
        for row in rows:
            self.nodes[row["id"]] = {name: _plain(cell) for name, cell in row.items() if name and isinstance(cell, str)}
            lines[row["id"]], line = line, rows.line_num + 1
        for edge in csv.DictReader(io.StringIO(edges, newline="")):
            self.targets[edge["source"], edge["kind"]].append(edge["target"])
            self.sources[edge["target"], edge["kind"]].append(edge["source"])
        return lines

    def paper(self, node: str) -> dict[str, object]:
        """Return what the tables say of a paper, by the keys of records."""
        row = self.nodes[node]
        entries = [self.nodes[each] for each in self.targets[node, "hasEntry"] if each in self.nodes]
        summaries = [text for entry in entries if (text := entry.get("summaryAsListed"))]
        record: dict[str, object] = {
            "title": row.get("label", ""),
            "authors": self._authors(node),
            "institutions": self._labels(self.targets[node, "listsInstitution"]),
            "venue": self._venue(node),
            "year": row.get("year", ""),
            "date": row.get("datePublished", ""),
            "topics": [self._path(task) for task in self.targets[node, "addressesTask"] if task in self.nodes],
            "keywords": sorted(_values(entry.get("keyword", "") for entry in entries)),
            "abstract": max(summaries, key=lambda text: (len(text), text), default=""),
            "notes": sorted(_values(entry.get("noteAsListed", "") for entry in entries)),
            **{name: sorted(_values([row.get(column, "")])) for column, name in _LINKS.items()},
        }
        return {name: value for name, value in record.items() if value}

    def _labels(self, ids: Iterable[str]) -> list[str]:
        return [self.nodes[each].get("label", "") for each in ids if each in self.nodes]

    def _authors(self, paper: str) -> list[dict[str, object]]:
        ships = [each for each in self.sources[paper, "ofPaper"] if each in self.nodes]
        ships.sort(key=lambda each: (_number(self.nodes[each].get("position", "")), each))
        pairs = [(each, author) for each in ships for author in self.targets[each, "author"]]
        people = []
        for ship, author in pairs or [("", each) for each in self.targets[paper, "hasAuthor"]]:
            row = self.nodes.get(author, {})
            person: dict[str, object] = {"name": row.get("name") or row.get("label", "")}
            places = self._labels(self.targets[ship, "statedAffiliation"])
            people.append(person | ({"affiliations": places} if places else {}))
        return people

    def _venue(self, paper: str) -> str:
        venues = [self.nodes[each] for each in self.targets[paper, "publishedIn"] if each in self.nodes]
        return min(venues, key=lambda row: row.get("kind") == "PreprintServer", default={}).get("label", "")

    def _path(self, task: str) -> str:
        """Return the labels of a task and of those above it."""
        above = [task]
        while (broader := self.targets[above[-1], "broader"]) and broader[0] in self.nodes and broader[0] not in above:
            above.append(broader[0])
        return " > ".join(reversed(self._labels(above)))


def _plain(cell: str) -> str:
    """Return a cell without the quote that keeps spreadsheets from running it, on one line."""
    return " ".join((cell[1:] if cell.startswith(_QUOTED) else cell).split())


def _values(cells: Iterable[str]) -> set[str]:
    return {value for cell in cells for value in cell.split(_SEPARATOR) if value}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0
