"""Questions: each shipped one against plain Python over the graph and against rdflib; the command; hostile queries."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import networkx
import pytest
import rdflib
from click.testing import CliRunner, Result
from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat

from avgraph.cli.main import group
from avgraph.errors import QueryError, UnknownEntityError
from avgraph.export.formats import FORMATS as EXPORTS
from avgraph.knowledge import KnowledgeGraph, build
from avgraph.model.graph import Graph, Node
from avgraph.model.vocabulary import AVG, BASE_IRI, SKOS, Attribute, NodeType, Relation
from avgraph.sparql.engine import Engine
from avgraph.sparql.limits import Limits, run_limited
from avgraph.sparql.questions import load_shipped
from avgraph.views.statistics import with_subtasks, year_of
from tests.benchmarks.generator import generate_list
from tests.conftest import SAMPLE
from tests.made_lists import RICH

GIVEN = {
    "marked": "yes",
    "task": "Speech Recognition",
    "since": "2021",
    "person": "Kristen Grauman",
    "institution": "The University of Texas at Austin",
    "from": "Kristen Grauman",
    "to": "Di Hu",
    "first": "Audio-visual Boosting",
    "second": "Cross-modal Perception",
    "paper": "Look, Listen and Learn",
}
GIVEN_ELSE = {"task-datasets": {"task": "Audio-visual Collaboration"}, "affiliations": {"person": "Amir Hussain"}}
"""What is asked where the common values would leave columns empty."""
FARTHEST = 6
"""As many steps of co-authors are looked for."""
Rows = Sequence[tuple[Any, ...]]


class Facts:
    """What the questions are about, looked up in the graph without SPARQL."""

    def __init__(self, graph: Graph) -> None:
        """Hold a graph."""
        self.graph = graph
        self.papers = graph.of_type(NodeType.PAPER)

    def of(self, node: Node, relation: Relation) -> list[str]:
        """Return the targets of a relation."""
        return list(node.edges.get(relation, ()))

    def label(self, identifier: str) -> str:
        """Return the label of a node."""
        return self.graph.nodes[identifier].label

    def entity(self, identifier: str) -> tuple[str, str]:
        """Return the label of a node and its IRI."""
        return self.label(identifier), BASE_IRI + identifier

    def named(self, kind: NodeType, label: str) -> str:
        """Return the id of the node with a label."""
        return next(node.id for node in self.graph.of_type(kind) if node.label == label)

    def under(self, label: str) -> list[Node]:
        """Return the papers under a task and those below it."""
        tasks = set(with_subtasks(self.graph, self.named(NodeType.TASK, label)))
        return [paper for paper in self.papers if tasks.intersection(self.of(paper, Relation.ADDRESSES_TASK))]

    def counted(self, papers: Iterable[Node], relation: Relation) -> Rows:
        """Return label and number of papers for each target of a relation."""
        counts = Counter(target for paper in papers for target in self.of(paper, relation))
        return [(*self.entity(target), count) for target, count in counts.items()]

    def pairs(self, relation: Relation) -> Rows:
        """Return each pair of targets with the number of papers that have both."""
        counts = Counter(pair for paper in self.papers for pair in combinations(sorted(self.of(paper, relation)), 2))
        return [(*self.entity(a), *self.entity(b), count) for (a, b), count in counts.items()]

    def coauthors(self) -> "networkx.Graph[str]":
        """Return who wrote with whom."""
        made: networkx.Graph[str] = networkx.Graph()
        for paper in self.papers:
            made.add_nodes_from(self.of(paper, Relation.HAS_AUTHOR))
            made.add_edges_from(combinations(self.of(paper, Relation.HAS_AUTHOR), 2))
        return made

    def entries(self, paper: Node) -> list[Node]:
        """Return the entries of a paper."""
        return [self.graph.nodes[each] for each in self.of(paper, Relation.HAS_ENTRY)]


def top_authors(facts: Facts, given: dict[str, str]) -> Rows:
    """Count papers and shares of them."""
    counts: defaultdict[str, list[float]] = defaultdict(list)
    for paper in chosen(facts, given):
        authors = facts.of(paper, Relation.HAS_AUTHOR)
        for author in authors:
            counts[author].append(1 / len(authors))
    return [(*facts.entity(author), len(shares), sum(shares)) for author, shares in counts.items()]


def chains(facts: Facts, given: dict[str, str]) -> Rows:
    """Measure how far everyone is from both ends."""
    made = facts.coauthors()
    start, end = (facts.named(NodeType.AUTHOR, given[name]) for name in ("from", "to"))
    before, after = networkx.single_source_shortest_path_length(made, start), networkx.single_source_shortest_path_length(made, end)
    apart = before.get(end, FARTHEST + 1)
    on_chain = [each for each in before if before[each] + after.get(each, FARTHEST) == apart]
    return [(before[each], *facts.entity(each)) for each in on_chain] if apart <= FARTHEST else []


def bridges(facts: Facts, given: dict[str, str]) -> Rows:
    """Count papers under both tasks."""
    counts = [
        Counter(a for paper in facts.under(given[name]) for a in facts.of(paper, Relation.HAS_AUTHOR)) for name in ("first", "second")
    ]
    return [(*facts.entity(author), counts[0][author], counts[1][author]) for author in counts[0] if author in counts[1]]


def rising(facts: Facts, given: dict[str, str]) -> Rows:
    """Count papers since a year and in as many years before."""
    since, last = int(given["since"]), max(year_of(paper) or 0 for paper in facts.papers)
    before = range(since - (last - since + 1), since)
    counts: defaultdict[str, Counter[bool]] = defaultdict(Counter)
    for paper in facts.papers:
        year = year_of(paper)
        for author in facts.of(paper, Relation.HAS_AUTHOR) if year and (year >= since or year in before) else ():
            counts[author][year not in before] += 1
    return [(*facts.entity(author), found[True], found[False]) for author, found in counts.items() if found[True] > found[False]]


def units(facts: Facts, given: dict[str, str]) -> Rows:
    """Walk down the organisations."""
    del given
    above: networkx.DiGraph[str] = networkx.DiGraph()
    direct: defaultdict[str, set[str]] = defaultdict(set)
    for place in facts.graph.of_type(NodeType.INSTITUTION):
        for whole in facts.of(place, Relation.SUB_ORGANIZATION_OF):
            above.add_edge(place.id, whole)
            direct[whole].add(place.id)
    rows = []
    for whole, parts in direct.items():
        below = {whole} | networkx.ancestors(above, whole)
        papers = [paper for paper in facts.papers if below.intersection(facts.of(paper, Relation.LISTS_INSTITUTION))]
        if papers:
            rows.append((*facts.entity(whole), len(parts), len(papers)))
    return rows


def by_year(facts: Facts, relation: Relation) -> Rows:
    """Count papers by target and year."""
    counts = Counter((target, year) for paper in facts.papers if (year := year_of(paper)) for target in facts.of(paper, relation))
    return [(*facts.entity(target), year, count) for (target, year), count in counts.items()]


def task_years(facts: Facts, given: dict[str, str]) -> Rows:
    """Count papers by task and year, or those of one task and what is below it."""
    if "task" not in given:
        return by_year(facts, Relation.ADDRESSES_TASK)
    counts = Counter(year for paper in facts.under(given["task"]) if (year := year_of(paper)))
    return [(*facts.entity(facts.named(NodeType.TASK, given["task"])), year, count) for year, count in counts.items()]


def first_papers(facts: Facts, given: dict[str, str]) -> Rows:
    """Find the earliest year of each task and what is below it."""
    rows: set[tuple[Any, ...]] = set()
    tasks = [facts.named(NodeType.TASK, given["task"])] if "task" in given else [task.id for task in facts.graph.of_type(NodeType.TASK)]
    for task in tasks:
        found = [(year, paper.id) for paper in facts.under(facts.label(task)) if (year := year_of(paper))]
        rows |= {(*facts.entity(task), year, *facts.entity(paper)) for year, paper in found if year == min(found)[0]}
    return list(rows)


def datasets(facts: Facts, given: dict[str, str]) -> Rows:
    """Look at what datasets are used for, and at the papers that name them."""
    tasks = set(with_subtasks(facts.graph, facts.named(NodeType.TASK, given["task"])))
    found = {
        (data.id, "used for")
        for data in facts.graph.of_type(NodeType.DATASET)
        if tasks.intersection(facts.of(data, Relation.USED_FOR_TASK))
    }
    for paper in facts.under(given["task"]):
        found |= {(data, "introduced") for data in facts.of(paper, Relation.INTRODUCES_DATASET)}
        found |= {(data, "mentioned") for data in facts.of(paper, Relation.MENTIONS_DATASET)}

    def values(data: Node) -> Iterator[Any]:
        for attribute in (Attribute.YEAR, Attribute.DURATION_HOURS, Attribute.VIDEO_COUNT):
            value = data.value(attribute)
            yield None if value is None else float(value)
        yield data.value(Attribute.IS_LOWER_BOUND)

    return list({(*facts.entity(data), how, *values(facts.graph.nodes[data])) for data, how in found})


def conflicts(facts: Facts, given: dict[str, str]) -> Rows:
    """Compare what the copies print."""
    del given
    rows = []
    for paper in facts.papers:
        entries = facts.entries(paper)
        forms = [
            len({entry.value(each) for entry in entries} - {None})
            for each in (Attribute.AUTHORS_AS_LISTED, Attribute.INSTITUTIONS_AS_LISTED)
        ]
        forms += [1 + len(paper.attributes.get(Attribute.ALTERNATIVE, ())), len(set(paper.attributes.get(Attribute.URL, ())))]
        if max(forms) > 1:
            rows.append((*facts.entity(paper.id), len(entries), *forms))
    return rows


def gaps(facts: Facts, given: dict[str, str]) -> Rows:
    """Look for what is not there."""
    del given
    rows = []
    of_entry = {"authors": Attribute.AUTHORS_AS_LISTED, "institutions": Attribute.INSTITUTIONS_AS_LISTED, "tag": Attribute.TAG}
    for paper in facts.papers:
        of_paper = {"year": year_of(paper), "venue": facts.of(paper, Relation.PUBLISHED_IN), "link": paper.attributes.get(Attribute.URL)}
        for entry in facts.entries(paper):
            missing = [name for name, attribute in of_entry.items() if entry.value(attribute) is None]
            missing += [name for name, found in of_paper.items() if not found]
            rows += [(entry.value(Attribute.LINE), *facts.entity(paper.id), name) for name in missing]
    return rows


def new_authors(facts: Facts, given: dict[str, str]) -> Rows:
    """Find everyone's first year."""
    del given
    first: dict[str, int] = {}
    for paper in facts.papers:
        year = year_of(paper)
        for author in facts.of(paper, Relation.HAS_AUTHOR) if year else ():
            first[author] = min(first.get(author, 9999), year or 0)
    return list(Counter(first.values()).items())


def team_sizes(facts: Facts, given: dict[str, str]) -> Rows:
    """Measure the papers of each year."""
    del given
    sizes: defaultdict[int, list[int]] = defaultdict(list)
    for paper in facts.papers:
        year, count = year_of(paper), len(facts.of(paper, Relation.HAS_AUTHOR))
        if year and count:
            sizes[year].append(count)
    return [(year, len(found), min(found), sum(found) / len(found), max(found)) for year, found in sizes.items()]


def affiliations(facts: Facts, given: dict[str, str]) -> Rows:
    """Read the papers of one author: one institution or one author entails, and nothing else."""
    person = facts.named(NodeType.AUTHOR, given["person"])
    counts: defaultdict[str, Counter[bool]] = defaultdict(Counter)
    for paper in facts.papers:
        authors, places = facts.of(paper, Relation.HAS_AUTHOR), facts.of(paper, Relation.LISTS_INSTITUTION)
        for place in places if person in authors else ():
            counts[place][len(authors) == 1 or len(places) == 1] += 1
    stated = facts.of(facts.graph.nodes[person], Relation.AFFILIATED_WITH)
    return [(*facts.entity(p), "stated" if p in stated else "possible", found[True], found[False]) for p, found in counts.items()]


def provenance_of_affiliation(facts: Facts, given: dict[str, str]) -> Rows:
    """Read the entries that name an author and an institution."""
    person = facts.named(NodeType.AUTHOR, given["person"])
    source = f"https://w3id.org/avgraph/id/source/{facts.graph.source.name}#line="
    rows = []
    for ship in facts.graph.of_type(NodeType.AUTHORSHIP):
        if facts.of(ship, Relation.AUTHOR) != [person]:
            continue
        paper = facts.graph.nodes[facts.of(ship, Relation.OF_PAPER)[0]]
        entails = 1 in (len(facts.of(paper, Relation.HAS_AUTHOR)), len(facts.of(paper, Relation.LISTS_INSTITUTION)))
        for entry in facts.entries(paper):
            named = facts.of(entry, Relation.NAMES)
            for place in facts.of(paper, Relation.LISTS_INSTITUTION) if person in named else ():
                if place in named and given.get("institution") in (None, facts.label(place)):
                    said = (*facts.entity(place), "stated" if entails else "possible", entry.value(Attribute.LINE), *facts.entity(paper.id))
                    lines = f"{source}{entry.lines[0][0] - 1},{entry.lines[0][1]}"
                    printed = entry.value(Attribute.INSTITUTIONS_AS_LISTED)
                    rows += [(*said, name, printed, lines) for name in ship.attributes[Attribute.NAME_AS_LISTED]]
    return rows


def coauthors_of(facts: Facts, given: dict[str, str]) -> Rows:
    """Count the others on one author's papers."""
    person = facts.named(NodeType.AUTHOR, given["person"])
    own = [paper for paper in facts.papers if person in facts.of(paper, Relation.HAS_AUTHOR)]
    counts = Counter(author for paper in own for author in facts.of(paper, Relation.HAS_AUTHOR) if author != person)
    return [(*facts.entity(author), count) for author, count in counts.items()]


def provenance(facts: Facts, given: dict[str, str]) -> Rows:
    """Read the entries of one paper."""
    paper = facts.graph.nodes[facts.named(NodeType.PAPER, given["paper"])]
    source = f"https://w3id.org/avgraph/id/source/{facts.graph.source.name}#line="
    values = (Attribute.LINE, Attribute.TAG, Attribute.AUTHORS_AS_LISTED, Attribute.INSTITUTIONS_AS_LISTED)
    return [
        (*(entry.value(each) for each in values), f"{source}{first - 1},{last}")
        for entry in facts.entries(paper)
        for first, last in entry.lines
    ]


def single(facts: Facts, given: dict[str, str]) -> Rows:
    """Look for papers of one institution and several authors."""
    del given
    rows = []
    for paper in facts.papers:
        places, authors = facts.of(paper, Relation.LISTS_INSTITUTION), facts.of(paper, Relation.HAS_AUTHOR)
        if len(places) == 1 and len(authors) > 1:
            rows.append((*facts.entity(paper.id), *facts.entity(places[0]), len(authors)))
    return rows


def introduced(facts: Facts, given: dict[str, str]) -> Rows:
    """Read what papers introduce."""
    del given
    return [
        (*facts.entity(data), *facts.entity(paper.id), year_of(paper))
        for paper in facts.papers
        for data in facts.of(paper, Relation.INTRODUCES_DATASET)
    ]


def several(facts: Facts, given: dict[str, str]) -> Rows:
    """Name the tasks of each paper."""
    del given
    tasks_of = {paper.id: facts.of(paper, Relation.ADDRESSES_TASK) for paper in facts.papers}
    return [
        (*facts.entity(paper), len(tasks), *facts.entity(task)) for paper, tasks in tasks_of.items() if len(tasks) > 1 for task in tasks
    ]


def chosen(facts: Facts, given: dict[str, str]) -> list[Node]:
    """Return the papers under a task and since a year, where those are given."""
    papers = facts.under(given["task"]) if "task" in given else facts.papers
    return [paper for paper in papers if "since" not in given or (year_of(paper) or 0) >= int(given["since"])]


def partners(facts: Facts, given: dict[str, str]) -> Rows:
    """Pair the institutions of papers, but for a unit with what it is part of and forms that are no organisation."""
    del given
    above: networkx.DiGraph[str] = networkx.DiGraph()
    odd = set()
    for place in facts.graph.of_type(NodeType.INSTITUTION):
        above.add_node(place.id)
        above.add_edges_from((place.id, whole) for whole in facts.of(place, Relation.SUB_ORGANIZATION_OF))
        odd |= {place.id} if place.value(Attribute.IDENTITY_STATUS) else set()
    counts: Counter[tuple[str, str]] = Counter()
    for paper in facts.papers:
        counts.update(combinations([place for place in sorted(facts.of(paper, Relation.LISTS_INSTITUTION)) if place not in odd], 2))
    return [
        (*facts.entity(a), *facts.entity(b), count)
        for (a, b), count in counts.items()
        if a not in networkx.descendants(above, b) and b not in networkx.descendants(above, a)
    ]


def countries(facts: Facts, given: dict[str, str]) -> Rows:
    """Pair the countries of each paper."""
    counts: Counter[tuple[str, str]] = Counter()
    for paper in chosen(facts, given):
        places = [facts.graph.nodes[place] for place in facts.of(paper, Relation.LISTS_INSTITUTION)]
        counts.update(combinations(sorted({str(place.value(Attribute.COUNTRY)) for place in places} - {"None"}), 2))
    return [(*pair, count) for pair, count in counts.items()]


def industry(facts: Facts, given: dict[str, str]) -> Rows:
    """Pair the companies of each paper with its universities and research institutes."""
    counts: Counter[tuple[str, str]] = Counter()
    for paper in chosen(facts, given):
        sectors = {place: facts.graph.nodes[place].value(Attribute.SECTOR) for place in facts.of(paper, Relation.LISTS_INSTITUTION)}
        counts.update(
            (a, b) for a in sectors if sectors[a] == "company" for b in sectors if sectors[b] in ("university", "research institute")
        )
    return [(*facts.entity(a), *facts.entity(b), count) for (a, b), count in counts.items()]


WANTED: dict[str, Callable[[Facts, dict[str, str]], Rows]] = {
    "affiliations": affiliations,
    "bridges": bridges,
    "coauthor-chain": chains,
    "coauthor-pairs": lambda facts, _: facts.pairs(Relation.HAS_AUTHOR),
    "coauthors-of": coauthors_of,
    "conflicting-copies": conflicts,
    "dataset-papers": introduced,
    "entries-with-gaps": gaps,
    "first-papers": first_papers,
    "industry-collaboration": industry,
    "institution-pairs": partners,
    "international-collaboration": countries,
    "new-authors": new_authors,
    "organisation-units": units,
    "papers-under-several-tasks": several,
    "provenance": provenance,
    "provenance-of-affiliation": provenance_of_affiliation,
    "rising-authors": rising,
    "single-institution-papers": single,
    "task-datasets": datasets,
    "task-institutions": lambda facts, given: facts.counted(facts.under(given["task"]), Relation.LISTS_INSTITUTION),
    "task-people": lambda facts, given: facts.counted(facts.under(given["task"]), Relation.HAS_AUTHOR),
    "task-venues": lambda facts, given: facts.counted(facts.under(given["task"]), Relation.PUBLISHED_IN),
    "task-years": task_years,
    "team-sizes": team_sizes,
    "top-authors": top_authors,
    "venue-years": lambda facts, _: by_year(facts, Relation.PUBLISHED_IN),
}


OF_RICHER_LISTS: dict[str, list[tuple[Any, ...]]] = {
    "code": [("Learning to Listen", 2023, "https://github.com/a/listen")],
    "keywords": [("hearing", 1), ("speech", 1)],
    "stated-affiliations": [
        ("Ada Lovelace", "University of London", "Learning to Listen"),
        ("Alan Turing", "Bletchley Park", "Learning to Listen"),
        ("Alan Turing", "University of London", "Learning to Listen"),
    ],
}
"""The questions about what the bundled list does not state, and what they find in a list that does."""


def given_for(name: str, values: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return a value for every parameter of a shipped query."""
    values = GIVEN | GIVEN_ELSE.get(name, {}) if values is None else values
    return {parameter.name: values[parameter.name] for parameter in load_shipped()[name].parameters}


def askings(name: str, values: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """Return a value for every parameter of a shipped query and, where some may be left out, for the others alone."""
    given = given_for(name, values)
    needed = {parameter.name: given[parameter.name] for parameter in load_shipped()[name].parameters if parameter.is_required}
    return [given] if given == needed else [given, needed]


def comparable(rows: Rows) -> list[tuple[str, ...]]:
    """Return rows in an order and form in which two can be compared: numbers to six digits."""
    return sorted(tuple(f"{cell:.6f}" if isinstance(cell, int | float) else str(cell) for cell in row) for row in rows)


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """Return the graph of a generated list of 1,000 papers."""
    return build_generated(tmp_path_factory.mktemp("generated"), 1_000)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """Return the graph of a generated list of 45 papers: rdflib needs a minute and more for the bundled list."""
    return build_generated(tmp_path_factory.mktemp("few"), 45)


@pytest.fixture(scope="module")
def few_in_rdflib(few: KnowledgeGraph) -> rdflib.Graph:
    """Return its dump in rdflib."""
    return few.to_rdflib()


def build_generated(folder: Path, papers: int) -> KnowledgeGraph:
    """Return the graph of a generated list, with an authority that knows some of its institutions."""
    path = folder / "generated.md"
    text = "".join(generate_list(papers))
    path.write_text(text, encoding="utf-8")
    names = sorted({name for line in re.findall(r"^\*\*Institution:\*\* (.*)$", text, re.MULTILINE) for name in line.split("; ")})
    names = [name for name in names if name.startswith("University of")]
    facts = (
        'avg:country "DE"',
        'avg:country "FR" ; avg:sector "company"',
        'avg:sector "university"',
        'avg:country "JP" ; avg:sector "other"',
    )
    reviewed = path.with_suffix(".ttl")
    reviewed.write_text(
        f"@prefix avg: <{AVG}> .\n@prefix skos: <{SKOS}> .\n"
        + "".join(
            f'<https://example.org/{number}> a avg:Institution ; skos:prefLabel "{name}" ; {facts[number % 5]} .\n'
            for number, name in enumerate(names)
            if number % 5 < len(facts)
        ),
        encoding="utf-8",
    )
    return build(path, authorities=[reviewed])


def test_every_question_is_here() -> None:
    """Twenty questions and more, each with a computation of its own."""
    assert {*WANTED, *OF_RICHER_LISTS} == set(load_shipped())
    assert len(WANTED) >= 20


@pytest.mark.parametrize("name", WANTED)
def test_shipped_queries_against_plain_python(name: str, bundled: KnowledgeGraph) -> None:
    """The bundled list gives the same rows without SPARQL, and each query something to look at."""
    for given in askings(name):
        answer = bundled.query(name, limit=None, **given)
        assert answer.columns == load_shipped()[name].columns
        assert comparable(answer.rows) == comparable(WANTED[name](Facts(bundled.graph), given))
        assert answer.rows
        assert all(any(cell is not None for cell in column) for column in zip(*answer.rows, strict=True))


@pytest.mark.parametrize("name", OF_RICHER_LISTS)
def test_questions_about_richer_lists(name: str, tmp_path: Path) -> None:
    """What the bundled list does not state is asked of a list that does; of the bundled one the command says that it is not stated."""
    path = tmp_path / "rich.ttl"
    path.write_bytes(written(RICH))
    kg = build(path)
    answer = kg.query(name)
    assert answer.columns == load_shipped()[name].columns
    shown = [tuple(cell for cell, column in zip(row, answer.columns, strict=True) if not column.endswith("Iri")) for row in answer.rows]
    assert shown == OF_RICHER_LISTS[name]
    done = CliRunner().invoke(group, ["query", name])
    assert done.exit_code == 0
    assert re.fullmatch(r"avgraph: the list states no [a-z ]+, which this question asks about\n", done.stderr)


def test_a_question_that_needs_what_the_list_lacks(tmp_path: Path) -> None:
    """A list without authors says so in one line; a question that can be answered says nothing."""
    path = tmp_path / "plain.md"
    path.write_text(
        "".join(f"- [Learning {w} from Recordings](https://arxiv.org/abs/2101.0000{n})\n" for n, w in enumerate(("Sound", "Music")))
    )
    said = {name: CliRunner().invoke(group, ["query", name, str(path)]) for name in ("top-authors", "venue-years", "entries-with-gaps")}
    assert [result.exit_code for result in said.values()] == [0, 0, 0]
    assert said["top-authors"].stderr == "avgraph: the list states no authors, which this question asks about\n"
    assert said["venue-years"].stderr == "avgraph: the list states no venues or years, which this question asks about\n"
    assert said["entries-with-gaps"].stderr == ""


def written(graph: Graph) -> bytes:
    """Return the Turtle of a graph."""
    file = io.BytesIO()
    EXPORTS["turtle"].write(graph, file, BASE_IRI)
    return file.getvalue()


def test_people_of_one_name_are_rows_of_their_own(tmp_path: Path) -> None:
    """Two of one name have a row each, told apart by their IRIs, which any question takes."""
    path = tmp_path / "names.md"
    entry = "### {0}\n\n**[ICASSP-2021]**\n[{1}](https://example.org/{1})\n\n**Authors:** {2}\n\n**Institution:** {3}\n\n"
    path.write_text(
        "# A list\n\n## Tasks\n\n"
        + entry.format("Speech", "Hearing of Whales", "Wei Wang 0001; Ann Lee", "MIT")
        + entry.format("Music", "Singing of Birds", "Wei Wang 0002; Bo Berg", "Yale University"),
        encoding="utf-8",
    )
    kg = build(path)
    rows = [row[:3] for row in kg.query("top-authors") if row[0].startswith("Wei Wang")]
    assert len({iri for _, iri, _ in rows}) == 2
    assert [kg.query("coauthors-of", person=iri).rows[0][0] for _, iri, _ in sorted(rows)] == ["Ann Lee", "Bo Berg"]


IRI_COLUMNS = re.compile(r"(\w+) \1Iri|title paperIri")


@pytest.mark.parametrize("name", WANTED)
def test_questions_name_an_iri_beside_each_name_and_fit_a_terminal(name: str, bundled: KnowledgeGraph) -> None:
    """Columns in pairs; a table of 80 characters has ids, CSV and rows have IRIs."""
    given: dict[str, Any] = {**given_for(name)}
    columns = bundled.query(name, limit=1, **given).columns
    pairs = [place for place, column in enumerate(columns) if column.endswith("Iri")]
    assert all(IRI_COLUMNS.fullmatch(f"{columns[place - 1]} {columns[place]}") for place in pairs)
    entities = {"author", "coauthor", "person", "institution", "organisation", "company", "partner", "task", "dataset", "title", "venue"}
    assert len(entities.intersection(columns)) <= len(pairs)
    table = bundled.serialize_query(name, width=80, limit=20, **given).decode()
    assert max(map(len, table.splitlines())) <= 80
    assert "https://" not in table
    row = bundled.query(name, limit=1, **given).rows[0]
    assert [str(row[place]).startswith(BASE_IRI) for place in pairs] == [True] * len(pairs)


@pytest.mark.slow
@pytest.mark.parametrize("name", WANTED)
def test_shipped_queries_in_rdflib(name: str, few: KnowledgeGraph, few_in_rdflib: rdflib.Graph) -> None:
    """Another engine answers the same text with the same rows."""
    engine = Engine.of_graph(few.graph)
    chosen = askings(name, values_of(Facts(few.graph)))
    for given in chosen[-1:] if name == "coauthor-chain" else chosen:  # which takes rdflib five seconds each
        text = engine.bind(load_shipped()[name], given)
        rows = [tuple(map(plain, row)) for row in few_in_rdflib.query(text, initNs=engine.prefixes) if isinstance(row, tuple)]
        assert comparable(rows) == comparable(engine.answer(text).rows)


def plain(cell: Any) -> Any:
    """Return a cell of rdflib as a plain value."""
    value = cell.toPython() if isinstance(cell, rdflib.Literal) else cell if cell is None else str(cell)
    return float(value) if isinstance(value, Decimal) else value


@pytest.mark.slow
@pytest.mark.parametrize("name", WANTED)
def test_shipped_queries_on_a_generated_list(name: str, generated: KnowledgeGraph) -> None:
    """On another list, with entities of its own, the rows agree as well."""
    facts = Facts(generated.graph)
    for given in askings(name, values_of(facts)):
        assert comparable(generated.query(name, limit=None, **given).rows) == comparable(WANTED[name](facts, given))


def values_of(facts: Facts) -> dict[str, str]:
    """Return a value of every parameter, each the name of an entity of a graph."""
    people = Counter(author for paper in facts.papers for author in facts.of(paper, Relation.HAS_AUTHOR)).most_common(2)
    tasks = sorted({facts.label(task) for paper in facts.papers for task in facts.of(paper, Relation.ADDRESSES_TASK)})
    return {
        "marked": "yes", "task": tasks[0], "first": tasks[0], "second": tasks[1], "since": "2020", "person": facts.label(people[0][0]),
        "from": facts.label(people[0][0]), "to": facts.label(people[1][0]), "paper": next(p.label for p in facts.papers),
        "institution": facts.label(next(iter(facts.of(next(iter(facts.papers)), Relation.LISTS_INSTITUTION)))),
    }  # fmt: skip


@pytest.mark.slow
def test_chains_of_every_length(bundled: KnowledgeGraph) -> None:
    """Nobody stands between a person and herself; chains of six steps are found, with all in between; farther is no row."""
    facts = Facts(bundled.graph)
    steps = networkx.single_source_shortest_path_length(facts.coauthors(), facts.named(NodeType.AUTHOR, "Kristen Grauman"))
    for length in (0, 1, 2, 3, 5, FARTHEST, FARTHEST + 1):
        given: dict[str, Any] = {"from": "Kristen Grauman", "to": min(facts.label(each) for each in steps if steps[each] == length)}
        rows = bundled.query("coauthor-chain", limit=None, **given).rows
        assert comparable(rows) == comparable(chains(facts, given))
        assert {row[0] for row in rows} == (set(range(length + 1)) if length <= FARTHEST else set())


def test_a_unit_and_what_it_is_part_of_are_no_pair(bundled: KnowledgeGraph) -> None:
    """Nor is a town; what is left out stands together on papers all the same."""
    found = {frozenset(row[0:4:2]) for row in bundled.query("institution-pairs", limit=None).rows}
    listed = {frozenset(row[0:4:2]) for row in Facts(bundled.graph).pairs(Relation.LISTS_INSTITUTION)}
    for pair in (
        ("Massachusetts Institute of Technology", "MIT-IBM Watson AI Lab"),
        ("University Park", "Microsoft Azure Computer Vision"),
    ):
        assert frozenset(pair) in listed
        assert frozenset(pair) not in found


def test_optional_parameters_may_be_left_out(bundled: KnowledgeGraph) -> None:
    """Without a task all papers count; entities are found by id, IRI, form; names are terms, never text of the query."""
    assert len(bundled.query("top-authors")) == len(bundled.authors)
    wanted = bundled.query("coauthors-of", person="Kristen Grauman").rows
    for name in ("author/kristen_grauman", "https://w3id.org/avgraph/id/author/kristen_grauman", "kristen GRAUMAN"):
        assert bundled.query("coauthors-of", person=name).rows == wanted
    with pytest.raises(UnknownEntityError, match="Kristen Grauman"):
        bundled.query("coauthors-of", person="Kristin Grauman'")
    with pytest.raises(UnknownEntityError):
        bundled.query("coauthors-of", person='"} DROP ALL #')
    with pytest.raises(QueryError, match="needs --person"):
        bundled.query("coauthors-of")
    with pytest.raises(QueryError, match="no parameter 'colour'"):
        bundled.query("coauthors-of", person="Kristen Grauman", colour="red")
    with pytest.raises(QueryError, match="is no year"):
        bundled.query("rising-authors", since="soon")


def run(*arguments: str, given: str | None = None) -> Result:
    """Run the command line."""
    return CliRunner().invoke(group, ["query", *arguments], input=given)


QUESTION = "SELECT ?title { ?paper avg:year 2015 ; rdfs:label ?title } ORDER BY ?title"


@pytest.mark.slow
def test_formats_of_results(bundled: KnowledgeGraph) -> None:
    """Rows as table, CSV, TSV, JSON and XML are the same; triples are Turtle; a wrong format is named."""
    titles = [row[0] for row in bundled.query(QUESTION)]
    assert titles
    assert [row["title"] for row in csv.DictReader(io.StringIO(run(QUESTION, "--format", "csv").stdout))] == titles
    found = json.loads(run(QUESTION, "--format", "json").stdout)
    assert [row["title"]["value"] for row in found["results"]["bindings"]] == titles
    assert run(QUESTION, "--format", "tsv").stdout.startswith("?title\n")
    assert "<sparql" in run(QUESTION, "--format", "xml").stdout
    assert titles[0] in run(QUESTION).stdout
    assert run("ASK { ?a avg:year 2015 }").stdout.split() == ["answer", "True"]
    made = run("CONSTRUCT { ?p avg:year ?y } WHERE { ?p avg:year ?y }")
    assert len(rdflib.Graph().parse(data=made.stdout, format="turtle")) == len(bundled.query("SELECT * { ?p avg:year ?y }"))
    assert run("DESCRIBE <https://w3id.org/avgraph/id/author/di_hu>").stdout.count("Di Hu") >= 1
    for query, form in ((QUESTION, "turtle"), ("DESCRIBE <https://w3id.org/avgraph/id/author/di_hu>", "csv")):
        wrong = run(query, "--format", form)
        assert wrong.exit_code == 2
        assert "written as" in wrong.stderr


@pytest.mark.slow
def test_sources_of_queries(tmp_path: Path) -> None:
    """A text, a file, standard input, a name; a list, a dump."""
    path = tmp_path / "q.rq"
    path.write_text(QUESTION, encoding="utf-8")
    wanted = run(QUESTION, "--format", "csv").stdout
    assert run(str(path), "--format", "csv").stdout == wanted
    assert run("-", "--format", "csv", given=QUESTION).stdout == wanted
    dump = tmp_path / "x.ttl"
    build().write(dump)
    assert run(QUESTION, str(dump), "--format", "csv").stdout == wanted
    limited = run("top-authors", "--task", "Speech Recognition", "--limit", "2", "--format", "csv").stdout
    assert len(limited.splitlines()) == 3
    assert run("top-authors", "-o", str(tmp_path / "out.csv"), "--format", "csv").exit_code == 0
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").startswith("author,authorIri,papers,fractional")
    listed = run("--list").stdout
    assert all(name in listed for name in load_shipped())
    explained = run("coauthors-of", "--person", "Di Hu", "--explain").stdout
    assert "author/di_hu" in explained
    assert "PREFIX avg:" in explained


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT * { ?a avgr:year ?b }", "did you mean avg:"),
        ("SELECT * { ?a a ", "line 1, column"),
        ("top-author", "did you mean 'top-authors'"),
        ("missing.rq", "cannot be read"),
        ("SELECT * { SERVICE <http://localhost:1/> { ?a ?b ?c } }", "SERVICE"),
        ("SELECT * { " + "{" * 5000 + "}" * 5000 + " }", "nests more than"),
        ("SELECT * { ?a ?b '" + "x" * 2_000_000 + "' }", "characters"),
        ("SELECT (" + "(" * 100_000 + "1", "nests more than"),
        ("DELETE WHERE { ?a ?b ?c }", "line 1"),
    ],
)
def test_queries_that_cannot_be_answered(query: str, said: str) -> None:
    """One line that says where and why, and exit code 2."""
    done = run("-", given=query) if "{" in query or "(" in query else run(query)
    assert done.exit_code == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.slow
def test_unknown_terms_are_named() -> None:
    """A term that neither the ontology nor the data has is an error with its place and the nearest; in text it is text."""
    done = run("SELECT * {\n  ?a avg:hasAuthr ?b }")
    assert done.exit_code == 2
    assert done.stderr == "avgraph: query: line 2, column 6: the ontology has no avg:hasAuthr; did you mean avg:hasAuthor?\n"
    assert run("SELECT * { ?a <https://w3id.org/avgraph/ontology#yeer> ?b }").exit_code == 2
    assert run("SELECT * { ?a rdfs:label 'avg:hasAuthr' } # avg:hasAuthr").exit_code == 0


@pytest.mark.slow
def test_a_cross_product_ends_within_its_time() -> None:
    """What would take hours ends at the limit with one line and exit code 2."""
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    done = subprocess.run(
        [sys.executable, "-m", "avgraph", "query", query, "--time-limit", "1"], capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 2
    assert done.stderr == "avgraph: no answer within 1 seconds; ask for less, or raise --time-limit\n"


@pytest.fixture
def endpoint(bundled: KnowledgeGraph) -> Iterator[str]:
    """Return the address of a SPARQL endpoint on loopback that holds the bundled list and knows no prefix."""
    store = Engine.of_graph(bundled.graph).store

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            text = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())["query"][0]
            try:
                found = store.query(text)
                if isinstance(found, QueryTriples):
                    content = found.serialize(format=RdfFormat.N_TRIPLES) or b""
                else:
                    content = found.serialize(format=QueryResultsFormat.JSON) or b""
                self.send_response(200)
            except SyntaxError as error:
                content = str(error).encode()
                self.send_response(400)
            self.end_headers()
            self.wfile.write(b"<html>" if "nonsense" in self.path else content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/query"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.slow
def test_an_endpoint_answers_as_the_list_does(endpoint: str) -> None:
    """Shipped queries with names, own texts, triples; an endpoint that is not there or talks nonsense is one line and exit code 2."""
    for arguments in (["coauthors-of", "--person", "Kristen Grauman", "--limit", "3"], [QUESTION], ["ASK { ?a avg:year 1900 }"]):
        assert run(*arguments, "--endpoint", endpoint, "--format", "csv").stdout == run(*arguments, "--format", "csv").stdout
    described = "DESCRIBE <https://w3id.org/avgraph/id/author/di_hu>"
    assert run(described, "--endpoint", endpoint).stdout == run(described).stdout
    for url, said in ((endpoint + "/nonsense", "the answer is not"), ("http://127.0.0.1:1/", "cannot be asked"), ("ftp://x", "no http")):
        done = run(QUESTION, "--endpoint", url)
        assert done.exit_code == 2
        assert said in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
    assert "answers 400" in run("SELECT * { ?a ", "--endpoint", endpoint).stderr


@pytest.mark.slow
def test_a_store_is_built_once_and_again_where_it_must_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kept while the source is the same; rebuilt when that changed, when the store is damaged, or its making was cut short."""
    source, folder = tmp_path / "list.md", tmp_path / "store"
    source.write_text(SAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    query = "SELECT (COUNT(*) AS ?n) { ?paper a avg:Paper }"

    def count() -> str:
        done = run(query, str(source), "--store", str(folder), "--format", "csv")
        assert done.exit_code == 0, done.stderr
        return done.stdout.split()[1]

    first = count()
    with monkeypatch.context() as patch:
        patch.setattr("avgraph.assembly.build_graph", lambda *_: pytest.fail("built again"))
        assert count() == first
    # A cut file, a file too few, no word that it is whole, and what a killed process leaves behind.
    for damage in ("cut", "remove", "marker"):
        tables = sorted(folder.glob("data-*/*.sst"))
        assert tables
        if damage == "cut":
            tables[0].write_bytes(tables[0].read_bytes()[:100])
        elif damage == "remove":
            tables[0].unlink()
        else:
            (folder / "avgraph-store.json").write_text('{"type": "avgraph store", "key": "", "files": {}}', encoding="utf-8")
        (folder / "building-0123456789ab").mkdir()
        assert count() == first
        assert not (folder / "building-0123456789ab").exists()
    extra = "\n**[CVPR-2019]**\n[One More](https://a.org/9)\n<br>\n**Authors:** Ada Lovelace\n<br>\n**Institution:** X University\n"
    source.write_text(source.read_text(encoding="utf-8").replace("### Empty", extra + "\n### Empty"), encoding="utf-8")
    assert int(count()) == int(first) + 1
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear", encoding="utf-8")
    done = run(query, str(source), "--store", str(tmp_path / "mine"))
    assert done.exit_code == 2
    assert "holds files that are no store" in done.stderr


def test_the_dump_of_a_small_list_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second question builds nothing; a damaged dump is built again; errors of a list are told every time."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    source = tmp_path / "list.md"
    source.write_text(SAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    text = "SELECT ?title { ?paper a avg:Paper ; dcterms:title ?title } ORDER BY ?title"
    first = run(text, str(source))
    assert first.exit_code == 0
    kept = next((tmp_path / "cache").rglob("dumps/*"))
    with monkeypatch.context() as patch:
        patch.setattr("avgraph.assembly.build_graph", lambda *_: pytest.fail("built again"))
        assert run(text, str(source)).stdout == first.stdout
    kept.write_bytes(kept.read_bytes()[:-100])
    assert run(text, str(source)).stdout == first.stdout
    source.write_text(source.read_text(encoding="utf-8") + "\n**[CVPR-2020]**\n[](https://a.org/1)\n<br>\n", encoding="utf-8")
    assert "AVG102" in run(text, str(source)).stderr
    assert run(text, str(source)).stderr == run(text, str(source)).stderr


@pytest.mark.slow
def test_a_store_whose_making_was_killed_is_made_again(tmp_path: Path) -> None:
    """Killed at any moment: the next question has the whole answer."""
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c }"
    whole = run(text, "--format", "csv").stdout
    folder = tmp_path / "store"
    command = [sys.executable, "-m", "avgraph", "query", text, "--store", str(folder), "--format", "csv"]
    cut = 0
    for _ in range(4):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # Once what is being built stands there, the process is in the middle of it.
        while process.poll() is None and not list(folder.glob("building-*/*")):
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        cut += process.wait() == -signal.SIGKILL
    assert cut
    assert run(text, "--store", str(folder), "--format", "csv").stdout == whole
    assert not list(folder.glob("building-*"))


def test_rows_become_a_data_frame(bundled: KnowledgeGraph) -> None:
    """The columns carry the names of the query."""
    import pandas

    frame = bundled.query("top-authors", limit=3).to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame.columns) == ["author", "authorIri", "papers", "fractional"]
    assert frame["papers"].is_monotonic_decreasing


def command(*arguments: str, **more: Any) -> "subprocess.CompletedProcess[str]":
    """Run avgraph query in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "avgraph", "query", *arguments], text=True, timeout=600, check=False, stderr=subprocess.PIPE, **more
    )


@pytest.mark.slow
@pytest.mark.parametrize("form", ["table", "json"])
def test_an_answer_larger_than_memory_is_one_line(form: str) -> None:
    """A cross product ends at its memory, before it takes that of others, with one line and exit code 2."""
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    done = command(query, "--memory-limit", "200", "--format", form, stdout=subprocess.PIPE)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "avgraph: the answer needs more than 200 MiB of memory; ask for less, or raise --memory-limit\n"


@pytest.mark.slow
def test_the_time_covers_what_comes_before_the_answer(tmp_path: Path) -> None:
    """Binding and checks count as well, also where one call holds the interpreter: the parser, on brackets that it tries in many ways."""
    query = "SELECT * { ?a ?b ?c FILTER(" + "REGEX(" * 60 + "1" + ")" * 60 + ") }"
    done = command(query, "--time-limit", "1", stdout=subprocess.PIPE)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "avgraph: no answer within 1 seconds; ask for less, or raise --time-limit\n"


@pytest.mark.parametrize("seconds", ["nan", "inf", "1e10", "-1", "0", "soon"])
def test_times_that_no_clock_counts(seconds: str) -> None:
    """One line that names the option."""
    done = run("top-authors", "--time-limit", seconds)
    assert done.exit_code == 2
    assert "--time-limit" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_process_that_dies_is_one_line() -> None:
    """Whatever the engine does to its process, the command says one line."""
    limits = Limits(10, 2**30)
    with pytest.raises(QueryError, match="died of it"):
        run_limited(lambda _: os._exit(3), limits)
    with pytest.raises(UnknownEntityError, match="nearest: one, two"):
        run_limited(lambda _: _fail(UnknownEntityError("x", ("one", "two"))), limits)

    def sleep(start: Callable[[], None]) -> bytes:
        start()
        time.sleep(60)
        return b""

    with pytest.raises(QueryError, match="no answer within 1 seconds"):
        run_limited(sleep, Limits(1, 2**30))


def _fail(error: Exception) -> bytes:
    raise error


@pytest.mark.slow
def test_explain(tmp_path: Path) -> None:
    """The text with the declarations that it lacks, to where -o says; what cannot be read is an error."""
    assert run("SELECT ?a { ?a avg:year 'x:y' }", "--explain").stdout == (
        "PREFIX avg: <https://w3id.org/avgraph/ontology#>\nSELECT ?a { ?a avg:year 'x:y' }\n"
    )
    own = "PREFIX avg: <http://example.org/> SELECT ?a { ?a avg:year ?b }"
    assert run(own, "--explain").stdout == own + "\n"
    assert run(own, "--explain", "-o", str(tmp_path / "x.rq")).stdout == ""
    assert (tmp_path / "x.rq").read_text(encoding="utf-8") == own + "\n"
    wrong = run("SELECT ?a { ?a ", "--explain")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "ends too early" in wrong.stderr


@pytest.mark.slow
def test_extensions(tmp_path: Path) -> None:
    """Queries in .rq and .sparql files; what looks like a dump and is none says which are."""
    for extension in ("rq", "sparql"):
        (tmp_path / f"q.{extension}").write_text(QUESTION, encoding="utf-8")
        assert run(str(tmp_path / f"q.{extension}")).exit_code == 0
    for extension in ("xml", "n3", "ttl.gz"):
        done = run(QUESTION, f"x.{extension}")
        assert (done.exit_code, done.stderr) == (
            2,
            f"avgraph: x.{extension}: no dump by its extension; those are .ttl, .nt, .nq, .rdf, .jsonld, .trig, not packed\n",
        )


def test_control_characters_in_tables_are_visible(tmp_path: Path) -> None:
    """What would steer a terminal is an escape; letters of every script are not."""
    dump = tmp_path / "x.nt"
    dump.write_text('<http://e/a> <http://e/b> "\\u001B]0;x\\u0007 Zo\u00eb \u4f60\u597d \\u0085 \\u202E" .\n', encoding="utf-8")
    assert "\\x1b]0;x\\x07 Zo\u00eb \u4f60\u597d \\x85 \\u202e" in run("SELECT ?c { ?a ?b ?c }", str(dump)).stdout
