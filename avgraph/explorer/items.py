"""Write papers, and the things that papers belong to, as columns of the page.

- ``papers``: ``title``, ``year``, ``url``; ``id`` (0 where the page makes the same of title and year); ``authors`` (in the order of the paper),
  ``institutions`` (in the order of the list), ``venues``, ``tasks``, ``datasets`` (lists of indices into things); ``entries`` (where
  the list says so, see `avgraph.explorer.evidence`). Objects from a paper's index, only for those that have such: ``more`` (kind and address of
  further links), ``forms`` (other titles).
- ``things``, by type: ``types`` (runs: type, length); ``label`` (of a task: its path); ``id`` (0 where it is made of type and label, as
  ``author/ada_lovelace``). Objects from a thing's index, only for those that have such: ``forms`` (other names), ``stated`` (institutions
  stated for a person; the others of their papers are possible), ``above`` (things one step up: a broader task, the organisation it is part of),
  ``country`` (ISO 3166), ``status`` (why it is doubtful), ``venueKind``, and of datasets ``facts`` (name and text), ``lines`` (each
  with what stands there, where the list is at hand), ``uses`` (tasks).
- ``things.continents``, ``things.countries``: the codes of the countries of each continent, and the code of each country, of those that are there.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from avgraph.explorer.evidence import cite_papers
from avgraph.model.graph import RELATIONS_TO, Graph, Node
from avgraph.model.vocabulary import Attribute, NodeType, Relation, VenueKind, continents, country_labels
from avgraph.text.links import web_iri
from avgraph.views.papers import dataset_facts, list_authors
from avgraph.views.statistics import task_path, year_of

BELONGING = {f"{node_type.kind}s": relations for node_type, relations in RELATIONS_TO.items()}
"""What leads from papers to things, by the column that says so."""
_FORMS = (Attribute.ALT_LABEL, Attribute.HIDDEN_LABEL, Attribute.ALTERNATIVE)
_ID_LENGTH = 60
_LETTERS = {"'": "", "&": " and ", "+": " plus ", "@": " at "}
_MORE = {
    Attribute.CODE_REPOSITORY: "code",
    Attribute.PROJECT_PAGE: "project",
    Attribute.VIDEO: "video",
    Attribute.SLIDES: "slides",
    Attribute.DATA: "data",
}


def paper_columns(graph: Graph, papers: Sequence[str], thing_index: Mapping[str, int]) -> dict[str, Any]:
    """Return the columns of papers; `thing_index` has the place of each thing."""
    nodes = [graph.nodes[paper] for paper in papers]
    columns: dict[str, Any] = {
        "title": [node.label for node in nodes],
        "year": [year_of(node) for node in nodes],
        "url": [_web_address(node) for node in nodes],
        "id": [0 if node.id == plain_id("Paper", node.label, year_of(node)) else node.id for node in nodes],
    }
    for name, relations in BELONGING.items():
        columns[name] = [[thing_index[target] for target in targets(graph, paper, relations)] for paper in papers]
    columns["authors"] = [[thing_index[author] for author in list_authors(graph, node)] for node in nodes]
    listed = [_as_listed(graph, node) for node in nodes]
    columns["institutions"] = [[thing_index[each] for each in institutions] for institutions in listed]
    columns["entries"] = cite_papers(graph, nodes, listed)
    return columns | _sparse_columns({"more": map(_more_links, nodes), "forms": map(_forms, nodes)})


def thing_columns(graph: Graph, things: Sequence[str]) -> dict[str, Any]:
    """Return the columns of things, which are sorted by type."""
    index = {thing: number for number, thing in enumerate(things)}
    nodes = [graph.nodes[thing] for thing in things]
    labels = [task_path(graph, node.id) if node.type is NodeType.TASK else node.label for node in nodes]
    countries = [str(node.value(Attribute.COUNTRY) or "") for node in nodes]

    def indices(*relations: Relation) -> list[list[int]]:
        return [[index[each] for each in targets(graph, thing, relations) if each in index] for thing in things]

    quotes = dict(graph.source.quotes)
    columns = {
        "types": [[kind, len(list(group))] for kind, group in groupby(node.type.value for node in nodes)],
        "label": labels,
        "id": [0 if node.id == plain_id(node.type, label) else node.id for node, label in zip(nodes, labels, strict=True)],
        "continents": {name: sorted(set(codes) & set(countries)) for name, codes in continents().items() if set(codes) & set(countries)},
        "countries": dict(sorted((country_labels().get(code, code), code) for code in {*countries} - {""})),
    }
    kinds = [node.venue_kind.value if node.venue_kind and node.venue_kind is not VenueKind.CONFERENCE else "" for node in nodes]
    return columns | _sparse_columns(
        {
            "forms": map(_forms, nodes),
            "stated": indices(Relation.AFFILIATED_WITH),
            "above": indices(Relation.BROADER, Relation.SUB_ORGANIZATION_OF),
            "uses": indices(Relation.USED_FOR_TASK),
            "country": countries,
            "status": [str(node.value(Attribute.IDENTITY_STATUS) or "") for node in nodes],
            "venueKind": kinds,
            "facts": [_dataset_facts(node) if node.type is NodeType.DATASET else [] for node in nodes],
            "lines": [_cite_rows(node, quotes) if node.type is NodeType.DATASET else [] for node in nodes],
        }
    )


def targets(graph: Graph, node: str, relations: Sequence[Relation]) -> list[str]:
    """Return the ids to which relations lead, each once."""
    return list(dict.fromkeys(target for relation in relations for target in graph.nodes[node].targets(relation)))


def plain_id(node_type: str, label: str, year: int | None = None) -> str:
    """Return the id that the page makes of type, label and year itself; nothing for a label that is not plain ASCII.

    >>> plain_id("Author", "Ada Lovelace"), plain_id("Task", "Hearing > Far Away"), plain_id("Paper", "Tea & Cake: A Study", 2020)
    ('author/ada_lovelace', 'task/hearing.far_away', 'paper/tea-and-cake-a-study-2020')
    """
    if not label.isascii():
        return ""
    text = label.lower()
    if node_type != "Paper":
        return f"{node_type.lower()}/{text.removeprefix('the ').replace(' > ', '.').replace(' ', '_')}"
    text = "".join(_LETTERS.get(letter, letter) for letter in text)
    words = re.sub(r"[^a-z0-9]+", "-", text).strip("-")
    if len(words) > _ID_LENGTH:
        words = words[:_ID_LENGTH].rsplit("-", 1)[0]
    return f"paper/{words}-{year}" if year else f"paper/{words}"


def _sparse_columns(columns: Mapping[str, Iterable[Any]]) -> dict[str, dict[str, Any]]:
    """Return the values that are not empty, by their place in the column; a column without any is left out."""
    sparse = {name: {str(number): value for number, value in enumerate(column) if value} for name, column in columns.items()}
    return {name: column for name, column in sparse.items() if column}


def _dataset_facts(dataset: Node) -> list[list[str]]:
    facts = [[name, "; ".join(texts)] for name, texts in dataset_facts(dataset)]
    more = [("Note", Attribute.DESCRIPTION), ("Link", Attribute.URL)]
    return facts + [[name, str(value)] for name, attribute in more for value in dataset.values(attribute)]


def _cite_rows(dataset: Node, quotes: Mapping[int, str]) -> list[list[Any]]:
    """Return the lines that state a dataset, each with what stands there, where the list is at hand."""
    return [[first, quotes[first]] if first in quotes else [first] for first, _ in sorted(dataset.lines)]


def _as_listed(graph: Graph, paper: Node) -> list[str]:
    """Return the institutions of a paper, in the order in which its first entry prints them."""
    entries = (graph.nodes[entry] for entry in paper.targets(Relation.HAS_ENTRY))
    printed = next((str(each) for entry in entries if (each := entry.value(Attribute.INSTITUTIONS_AS_LISTED))), "")

    def place(institution: str) -> int:
        node = graph.nodes[institution]
        places = [printed.find(form) for form in (node.label, *_forms(node))]
        return min((each for each in places if each >= 0), default=len(printed))

    return sorted(paper.targets(Relation.LISTS_INSTITUTION), key=place)


def _more_links(paper: Node) -> list[list[str]]:
    """Return what a paper's links besides its own lead to, and their addresses."""
    return [[name, address] for attribute, name in _MORE.items() for address in _addresses(paper, attribute)]


def _forms(node: Node) -> list[str]:
    return [str(value) for attribute in _FORMS for value in node.values(attribute)]


def _web_address(paper: Node) -> str:
    """Return the first link of a paper that is a web address, or nothing."""
    return next(_addresses(paper, Attribute.URL), "")


def _addresses(paper: Node, attribute: Attribute) -> Iterator[str]:
    addresses = (web_iri(str(value)) for value in paper.values(attribute))
    return (address for address in addresses if address and address.startswith(("http://", "https://")))
