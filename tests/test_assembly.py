"""Everything that entries state is in the graph, in every format, and comes back from a dump."""

import io
from pathlib import Path

import pytest

from avgraph.export.formats import FORMATS
from avgraph.model.entries import LinkKind
from avgraph.model.graph import Node
from avgraph.model.vocabulary import BASE_IRI, Attribute, NodeType, Relation
from avgraph.rdf import shacl
from avgraph.rdf.dump_file import read_dump
from avgraph.rdf.dump_graph import read_graph
from avgraph.rdf.triples import count_triples, generate_triples
from tests.made_lists import RICH, build_from, make_entry, make_list

RDF_FORMATS = [name for name, form in FORMATS.items() if form.is_rdf]
PAPER = RICH.nodes["paper/learning-to-listen-2023"]


def written(name: str, part: str = "") -> bytes:
    """Return what a format writes of the rich list."""
    file = io.BytesIO()
    FORMATS[name].write(RICH, file, BASE_IRI, part)
    return file.getvalue()


def entry_of(paper: Node) -> Node:
    """Return the entry of a paper."""
    return RICH.nodes[paper.edges[Relation.HAS_ENTRY][0]]


def test_links_by_kind_and_date_are_the_papers() -> None:
    """Each kind of link has a property of its own, badges have none; the date is the day."""
    wanted = {
        Attribute.URL: ("https://arxiv.org/abs/2301.00001",),
        Attribute.CODE_REPOSITORY: ("https://github.com/a/listen",),
        Attribute.PROJECT_PAGE: ("https://listen.github.io/",),
        Attribute.VIDEO: ("https://youtu.be/abc",),
        Attribute.SLIDES: ("https://example.org/slides.pptx",),
        Attribute.DATA: ("https://zenodo.org/record/1",),
        Attribute.FURTHER_LINK: ("https://blog.example.org/listen",),
        Attribute.DATE_PUBLISHED: ("2023-06-20",),
    }
    assert {name: PAPER.attributes[name] for name in wanted} == wanted
    assert not any("shields" in str(value) for values in PAPER.attributes.values() for value in values)


def test_each_identifier_of_a_paper_has_its_canonical_address() -> None:
    """Whatever form of address the list prints; none where the identifier alone makes no address."""
    links = [
        "https://arxiv.org/pdf/2101.00007v3.pdf", "https://dl.acm.org/doi/10.1145/3387164",
        "https://openaccess.thecvf.com/content/X2021/html/O_Method_X_2021_paper.html",
    ]  # fmt: skip
    graph = build_from(make_list(make_entry("Bells at Noon", 1, *((LinkKind.PAPER, link) for link in links))))
    (paper,) = graph.of_type(NodeType.PAPER)
    assert paper.attributes[Attribute.SAME_AS] == ("https://arxiv.org/abs/2101.00007", "https://doi.org/10.1145/3387164")


def test_summary_and_keywords_are_the_entrys() -> None:
    """What an entry says of its paper stays the entry's."""
    attributes = entry_of(PAPER).attributes
    assert attributes[Attribute.SUMMARY_AS_LISTED] == ("Machines learn to listen.",)
    assert attributes[Attribute.KEYWORD] == ("hearing", "speech")
    assert attributes[Attribute.NOTE_AS_LISTED] == ("Oral",)


def test_names_are_tied_to_institutions_where_the_list_ties_them() -> None:
    """Marks state an affiliation; who has none may belong to each."""
    ships = {RICH.nodes[ship].edges[Relation.AUTHOR][0]: RICH.nodes[ship].edges for ship in PAPER.edges[Relation.HAS_AUTHORSHIP]}
    london, park = "institution/university_of_london", "institution/bletchley_park"
    assert ships["author/ada_lovelace"][Relation.STATED_AFFILIATION] == (london,)
    assert ships["author/alan_turing"][Relation.STATED_AFFILIATION] == (park, london)
    assert ships["author/grace_hopper"][Relation.CANDIDATE_AFFILIATION] == (park, london)
    assert Relation.CANDIDATE_AFFILIATION not in ships["author/ada_lovelace"]
    affiliated = {author.id: author.edges.get(Relation.AFFILIATED_WITH, ()) for author in RICH.of_type(NodeType.AUTHOR)}
    assert affiliated == {"author/ada_lovelace": (london,), "author/alan_turing": (park, london), "author/grace_hopper": ()}


def test_what_is_no_paper_is_an_entry_without_paper() -> None:
    """A tool is counted as an entry with its title and link, and names no author."""
    (tool,) = [entry for entry in RICH.of_type(NodeType.ENTRY) if Relation.LISTS_PAPER not in entry.edges]
    assert tool.attributes[Attribute.TITLE_AS_LISTED] == ("ListenKit",)
    assert tool.attributes[Attribute.URL] == ("https://github.com/a/kit",)
    assert tool.edges == {Relation.UNDER_HEADING: ("task/seeing",)}
    assert len(RICH.of_type(NodeType.PAPER)) == 2
    assert "author/nobody_known" not in RICH.nodes


def test_a_tool_with_the_title_of_a_paper_is_no_copy_of_it() -> None:
    """Entries that list no paper join none."""
    paper = make_entry("Look and Listen", 1, (LinkKind.PAPER, "https://arxiv.org/abs/2301.00002"))
    tool = make_entry("Look and Listen", 2, (LinkKind.PAPER, "https://arxiv.org/abs/2301.00002"), is_paper=False)
    (node,) = build_from(make_list(tool, paper)).of_type(NodeType.PAPER)
    assert len(node.edges[Relation.HAS_ENTRY]) == 1


def test_papers_are_joined_by_any_of_their_links() -> None:
    """The page of a title and the preprint behind a later word are links of one paper."""
    title = "Hearing Colours with Machines"
    page = make_entry(title, 1, (LinkKind.PROJECT, "https://c.github.io"), (LinkKind.PAPER, "https://arxiv.org/abs/2301.00003"))
    plain = make_entry(title, 2, (LinkKind.PAPER, "https://arxiv.org/pdf/2301.00003v2"), (LinkKind.PAPER, "https://doi.org/10.1000/x"))
    (node,) = build_from(make_list(page, plain)).of_type(NodeType.PAPER)
    assert node.attributes[Attribute.ARXIV_ID] == ("2301.00003",)
    assert node.attributes[Attribute.DOI] == ("10.1000/x",)
    assert node.attributes[Attribute.PROJECT_PAGE] == ("https://c.github.io",)


@pytest.mark.parametrize(("date", "wanted"), [("2023-02-30", None), ("2023-13", None), ("2023", None), ("2023-02", ("2023-02",))])
def test_a_date_is_one(date: str, wanted: tuple[str, ...] | None) -> None:
    """No day that is none becomes a date."""
    (node,) = build_from(make_list(make_entry("A Title of a Paper", 1, date=date))).of_type(NodeType.PAPER)
    assert node.attributes.get(Attribute.DATE_PUBLISHED) == wanted


def test_the_graph_of_a_rich_list_is_valid() -> None:
    """The shapes know every fact, written out or not."""
    for materialize in (False, True):
        file = io.BytesIO()
        FORMATS["ntriples"].write(RICH, file, BASE_IRI, materialize=materialize)
        assert shacl.validate(shacl.parse_dump(file.getvalue(), "rich")) == ()


@pytest.mark.parametrize("name", RDF_FORMATS)
def test_a_dump_gives_the_graph_again(name: str, tmp_path: Path) -> None:
    """Facts, profile and coverage come back from every RDF format, with as many triples as it says."""
    path = tmp_path / f"rich.{FORMATS[name].extension}"
    path.write_bytes(written(name))
    graph, _ = read_graph(read_dump(path))
    assert dict(graph.nodes) == dict(RICH.nodes)
    assert graph.source == RICH.source
    assert (graph.source.profile, graph.source.coverage) == ("list items; title = first link", (3, 0))
    assert list(generate_triples(graph)) == list(generate_triples(RICH))
    assert len(list(generate_triples(RICH))) == count_triples(RICH)


@pytest.mark.parametrize(
    "name",
    [
        f"{name} {part}".strip()
        for name, form in FORMATS.items()
        for part in form.writers
        if name not in ("bibtex", "ris", "csljson", "html", "vosviewer") and not form.module
    ],
)
def test_every_format_knows_the_facts(name: str) -> None:
    """What a paper and an entry state is in each format of graphs."""
    form, _, part = name.partition(" ")
    text = written(form, part).decode()
    if form in ("csv", "neo4j"):
        wanted = {
            "nodes.csv": ["https://github.com/a/listen", "Machines learn to listen.", "2023-06-20"],
            "edges.csv": ["statedAffiliation"],
            "Paper.csv": ["https://listen.github.io/", "2023-06-20"],
            "Entry.csv": ["Machines learn to listen.", "ListenKit"],
            "relation-statedAffiliation.csv": ["stated"],
        }.get(part, [])
    else:
        wanted = ["https://github.com/a/listen"]
        wanted += [] if form in ("html", "markdown") else ["statedAffiliation", "Machines learn to listen.", "2023-06-20"]
    assert [each for each in wanted if each not in text] == []


def test_stated_affiliations_are_certain() -> None:
    """An edge that a mark states is no longer one that follows."""
    edges = written("csv", "edges.csv").decode()
    rows = [line.split(",") for line in edges.splitlines() if ",affiliatedWith," in line]
    assert {row[-1] for row in rows} == {"stated"}
