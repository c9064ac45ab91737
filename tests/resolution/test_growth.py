"""Work and memory grow as the list does: shapes of lists that once grew faster, measured in steps and bytes, not in seconds."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from avgraph.model.entries import Entry, ReadingList, Source
from avgraph.model.graph import Graph, Node
from avgraph.model.vocabulary import Attribute, NodeType, Relation
from avgraph.reading.read import parse_reading_list
from avgraph.resolution.authority import NO_AUTHORITY, Authority, load_authority
from avgraph.resolution.authors import resolve_authors
from avgraph.resolution.institutions import resolve_institutions
from avgraph.resolution.papers import resolve_papers
from avgraph.resolution.resolve import resolve
from avgraph.resolution.venues.resolve import resolve_venues
from avgraph.views.projections import view_coauthors, view_institutions, view_tasks
from tests.growth import assert_linear, letters
from tests.resolution.test_identity import PREFIXES, entry


def each_author(form: Callable[[int], str], mates: str = "; Ann Lee Miller") -> Callable[[int], list[Entry]]:
    """Return a list that prints a form of a name in each entry."""
    return lambda size: [entry(form(number) + mates, "Uni of X", title=letters(number)) for number in range(size)]


def each_institution(form: Callable[[int], str]) -> Callable[[int], list[Entry]]:
    """Return a list that prints a form of an institution in each entry."""
    return lambda size: [entry("Ann Lee Miller", form(number), title=letters(number)) for number in range(size)]


def marked(number: int, marks: str = ".-", text: str = "maximilianus") -> str:
    """Return a word with marks between its letters that say a number in binary."""
    return "".join(char + (marks[number >> place & 1]) for place, char in enumerate(text))


LISTS: dict[str, Callable[[int], list[Entry]]] = {
    "one name by initials": each_author(lambda n: " ".join(f"{char.upper()}." for char in "J" + letters(n)[::3]) + " Smits"),
    "one name by given names": each_author(lambda n: f"Jan {letters(n)} Smits"),
    "one name by dots and hyphens": each_author(lambda n: f"{marked(n)} Smits"),
    "one name by dots and spaces": each_author(lambda n: f"{marked(n, '. ')} Smits"),
    "one name, nobody in common": lambda size: [entry(f"{marked(n)} Smits; Ann {letters(n)}") for n in range(size)],
    "one name that has many papers": lambda size: [
        entry("Maximilianus Smits; Ann Miller" if n % 2 else f"{marked(n)} Smits; Bob {letters(n)}") for n in range(size)
    ],
    "one name by lost letters": each_author(lambda n: "".join("?" if n >> i & 1 else c for i, c in enumerate("maximilianus")) + " Smits"),
    "many lost letters": each_author(lambda n: f"B{'?' * (n % 40)}rn {letters(n)}"),
    "two orders of words": each_author(lambda n: f"{marked(n)} Smits" if n % 2 else f"Smits {marked(n)}"),
    "one letter wrong": each_author(lambda n: f"Maximilian {chr(97 + n % 26)}{chr(97 + n // 26)}mitson"),
    "suffixes": each_author(lambda n: f"Maximilian Smits {n:04}"),
    "further family names": each_author(lambda n: "Maximilian " + " ".join(letters(i) for i in range(n % 20))),
    "many authors of one paper": lambda size: [entry("; ".join(f"A. {letters(n)}" for n in range(size)), "Uni of X")],
    "many authors and institutions of one paper": lambda size: [
        entry("; ".join(f"A. {letters(n)}" for n in range(size)), "; ".join(f"{letters(n)} of X" for n in range(size)))
    ],
    "institutions of many words": each_institution(lambda n: " ".join(letters(n + i) for i in range(100))),
    "institutions of many words, one other": each_institution(lambda n: " ".join(["university"] * 15 + [letters(n)] + ["of x"] * 4)),
    "institutions within each other": each_institution(lambda n: "Institute of " + " ".join(letters(i) for i in range(n % 20))),
    "institutions by punctuation": each_institution(lambda n: f"Institute {marked(n, '.,')} of X"),
    "institutions by countries": each_institution(lambda n: "Institute of X" + ", China" * (n % 25)),
    "an acronym of many": each_institution(lambda n: "ABC" if n == 0 else f"a{letters(n)} b{letters(n)} c{letters(n)}"),
    "acronyms of many": each_institution(lambda n: f"ABC {letters(n)[0]}{n}" if n % 2 else f"a{n} b{n} c{n} {letters(n)[0]}{n}"),
    "institutions with one letter wrong": each_institution(lambda n: f"Institute of {chr(97 + n % 26)}{chr(97 + n // 26)}mitson"),
    "one link under many titles": lambda size: [
        entry(f"Ann {letters(n)}", title=f"{letters(n)} and so on", url="https://arxiv.org/abs/2104.01778") for n in range(size)
    ],
    "one paper many times": lambda size: [entry("Ann Miller", title="Hearing", url="https://arxiv.org/abs/2104.01778") for _ in range(size)],
    "one title by other people": lambda size: [entry(f"Ann {letters(n)}", title="Hearing with the Eyes") for n in range(size)],
    "titles with one letter wrong": lambda size: [
        entry("Ann Miller", title=f"Hearing with the Eyes and {chr(97 + n % 26)}{chr(97 + n // 26)}mitson") for n in range(size)
    ],
    "titles that are numbered": lambda size: [entry("Ann Miller", title=f"Hearing with the Eyes: Part {n}") for n in range(size)],
}  # fmt: skip


def resolve_all(entries: Sequence[Entry]) -> None:
    """Resolve entries by rules alone, as a list of them would be."""
    institutions = resolve_institutions(entries)
    authors = resolve_authors(entries, institutions)
    resolve_papers(entries, authors, resolve_venues(entries))


@pytest.mark.slow
@pytest.mark.parametrize("name", LISTS)
def test_resolution_is_linear_in_the_list(name: str) -> None:
    """No shape of names, institutions, titles or links makes resolution compare everything with everything."""

    def make(size: int) -> Callable[[], object]:
        entries = LISTS[name](size)
        return lambda: resolve_all(entries)

    assert_linear(make)


def papers_of(size: int, edges: Callable[[int], dict[Relation, tuple[str, ...]]], nodes: list[Node]) -> Graph:
    """Return a graph of papers with edges to nodes."""
    papers = [Node(f"paper/{n}", NodeType.PAPER, str(n), {Attribute.TITLE: (str(n),)}, edges(n)) for n in range(size)]
    return Graph(Source("x", "x.md", "0" * 64, "x"), [*papers, *nodes])


def named(kind: NodeType, attribute: Attribute, size: int) -> list[Node]:
    """Return nodes of a kind."""
    return [Node(f"{kind.kind}/{n}", kind, str(n), {attribute: (str(n),)}, {}) for n in range(size)]


def one_of_all(relation: Relation, kind: NodeType, attribute: Attribute) -> Callable[[int], Graph]:
    """Return a graph with one paper that leads to as many nodes as its size."""
    return lambda size: papers_of(
        1, lambda _: {relation: tuple(sorted(f"{kind.kind}/{n}" for n in range(size)))}, named(kind, attribute, size)
    )


def tasks_of_one_author(size: int) -> Graph:
    """Return a graph of an author with a paper on each task."""
    nodes = [*named(NodeType.TASK, Attribute.PREF_LABEL, size), *named(NodeType.AUTHOR, Attribute.NAME, 1)]
    return papers_of(size, lambda n: {Relation.HAS_AUTHOR: ("author/0",), Relation.ADDRESSES_TASK: (f"task/{n}",)}, nodes)


def many_large_papers(size: int) -> Graph:
    """Return a graph of papers of 50 authors each."""
    nodes = named(NodeType.AUTHOR, Attribute.NAME, 50 + size)
    return papers_of(size // 10, lambda n: {Relation.HAS_AUTHOR: tuple(sorted(f"author/{n + i}" for i in range(50)))}, nodes)


VIEWS: dict[str, tuple[Callable[[Graph], object], Callable[[int], Graph]]] = {
    "a paper of many authors": (view_coauthors, one_of_all(Relation.HAS_AUTHOR, NodeType.AUTHOR, Attribute.NAME)),
    "large papers": (view_coauthors, many_large_papers),
    "a paper of many institutions": (
        view_institutions, one_of_all(Relation.LISTS_INSTITUTION, NodeType.INSTITUTION, Attribute.PREF_LABEL)),
    "a paper of many tasks": (view_tasks, one_of_all(Relation.ADDRESSES_TASK, NodeType.TASK, Attribute.PREF_LABEL)),
    "an author of many tasks": (view_tasks, tasks_of_one_author),
    "tasks with nothing in common": (
        view_tasks,
        lambda size: papers_of(
            size, lambda n: {Relation.ADDRESSES_TASK: (f"task/{n}",)}, named(NodeType.TASK, Attribute.PREF_LABEL, size)
        ),
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", VIEWS)
def test_views_are_linear_in_the_graph(name: str) -> None:
    """No paper, author or task ties so many others that a view grows with the square."""
    view, graph_of = VIEWS[name]

    def make(size: int) -> Callable[[], object]:
        graph = graph_of(size)
        return lambda: view(graph)

    assert_linear(make)


def listed(size: int, row: Callable[[int], str], heading: Callable[[int], str]) -> ReadingList:
    """Return a list of headings, an entry, and a table of datasets."""
    headings = "".join(f"## {heading(n)}\n\n" for n in range(size))
    entry_text = "**[CVPR-2020]**\n[T](https://a.org/p/1)\n<br>\n**Authors:** Ann Miller\n\n"
    rows = "".join(f"| {row(n)} |\n" for n in range(size))
    text = f"# L\n\n{entry_text}{headings}| Dataset | Year | Task |\n| - | - | - |\n{rows}"
    return parse_reading_list(text, Source("x", "x.md", "0" * 64, "x"))


TABLES: dict[str, tuple[Callable[[int], str], Callable[[int], str]]] = {
    "rows times tasks": (lambda n: f"D{n} | 2020 | {letters(n)} separation", lambda n: f"{letters(n)} localization"),
    "tasks of the same words": (lambda n: f"D{n} | 2020 | {letters(n)} results", lambda _: "Results"),
    "datasets of one first word": (lambda n: f"AVE {letters(n)} | 2020 | {letters(n)}", letters),
    "rows of one dataset": (lambda n: f"AVE | 2020 | {letters(n)}", letters),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", TABLES)
def test_tables_are_linear_in_rows_and_tasks(name: str) -> None:
    """The rows of a table are not compared with every heading."""
    row, heading = TABLES[name]

    def make(size: int) -> Callable[[], object]:
        parsed = listed(size, row, heading)
        return lambda: resolve(parsed, NO_AUTHORITY)

    assert_linear(make)


def forms_of_one_record(size: int) -> str:
    """Return an authority of one institution with many forms."""
    forms = ", ".join(f'"{letters(n)} of X"' for n in range(size))
    return f'x:a a avg:Institution ; skos:prefLabel "University of X" ; skos:altLabel {forms} .\n'


def namesakes(size: int) -> str:
    """Return an authority of many people of one name."""
    return "".join(f'x:p{n} a avg:Author ; skos:prefLabel "Wei Wang" ; avg:toldByCoauthor "Ann {letters(n)}" .\n' for n in range(size))


AUTHORITIES: dict[str, tuple[Callable[[int], str], Callable[[int], Entry]]] = {
    "forms of one record": (forms_of_one_record, lambda n: entry("Ann Miller", f"{letters(n)} of X")),
    "people of one name": (namesakes, lambda n: entry(f"Wei Wang; Ann {letters(n)}")),
    "units within units": (
        lambda size: "".join(
            f'x:u{n} a avg:Institution ; skos:prefLabel "Unit {letters(n)}" ; org:subOrganizationOf x:u{n // 2} .\n' for n in range(1, size)
        ),
        lambda n: entry("Ann Miller", f"Unit {letters(n)}"),
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", AUTHORITIES)
def test_authority_files_are_linear(name: str, tmp_path: Path) -> None:
    """Neither the forms of a record nor the records of a name are compared with each other."""
    text_of, entry_of = AUTHORITIES[name]

    def make(size: int) -> Callable[[], object]:
        path = tmp_path / f"{size}.ttl"
        path.write_text(
            f"{PREFIXES}@prefix org: <http://www.w3.org/ns/org#> .\n{text_of(size)}".replace("x:u1 a", "x:u1 a").replace(
                "org:subOrganizationOf x:u0", "skos:scopeNote 'top'"
            ),
            encoding="utf-8",
        )
        entries = [entry_of(n) for n in range(size)]

        def work() -> None:
            authority: Authority = load_authority([path], bundled=False)
            institutions = resolve_institutions(entries, authority)
            resolve_authors(entries, institutions, authority)

        return work

    assert_linear(make)


def test_a_row_of_very_many_pairs_is_refused() -> None:
    """A row that names hundreds of datasets and hundreds of tasks is no row of a table: one line says so."""
    from avgraph.errors import UnreadableSourceError

    row = f"{' / '.join(letters(n).upper() for n in range(200))} | 2020 | {', '.join(letters(n) for n in range(200))}"
    with pytest.raises(UnreadableSourceError, match=r"^line \d+: the row names 200 datasets and 200 tasks; at most 10000 pairs are read$"):
        resolve(listed(1, lambda _: row, letters), NO_AUTHORITY)
