"""Files of records become the same entries as lists in Markdown."""

import json
import sys
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avgraph.checks.run import check_list
from avgraph.errors import AvgraphError, UnreadableSourceError, UsageError
from avgraph.export.bibtex import write_bibtex
from avgraph.export.csljson import write_csljson
from avgraph.export.csv_tables import write_graph_table
from avgraph.export.ris import write_ris
from avgraph.model.entries import Entry, FileFormat, LinkKind, ReadingList, Source
from avgraph.model.graph import Graph
from avgraph.model.vocabulary import BASE_IRI, Attribute, NodeType, Relation
from avgraph.reading.formats import file_format
from avgraph.reading.read import parse_reading_list, read_reading_list
from avgraph.reading.source import load_source, split_lines
from avgraph.reading.structured.columns import parse_mapping
from avgraph.reading.structured.read import read_file_records
from tests.conftest import TIMES
from tests.made_lists import build_from

BELLS = r"""% kept by hand
@string{icml = "Conference on Bells"}
@comment{jabref-meta: databaseType:bibtex;}
@InProceedings{byron:2021,
  Author = {van der Byron, Ada and {Bells and Whistles Inc.} and Tring, Jr., Alan and M{\"u}ller, Zo{\'e} and others},
  Title = "The {GAN} of {\'E}cole: {A} Study -- with \& without Bells",
  booktitle = icml # { 2021},
  year = 2021, month = may,
  doi = {10.1234/abc_def},
  eprint = {2101.01234}, archivePrefix = {arXiv},
  keywords = {bells, large; whistles},
  url = {\url{https://example.org/a\_b}},
  abstract = {We ring
     bells.}
}
@article(tring99, title = {Chimes at Night}
  author = {Alan Tring and A. N. Other}, journal = "Journal of Chimes", year = "1999", note = {Winner})
@incollection{child, crossref = {vol}, title = {Within a Volume}, author = {Ada Byron}}
@proceedings{vol, title = {A Volume of Bells}, year = 2001, editor = {E. Ditor}}
@misc{none, author = {Nobody Here}, year = 2000}
@misc{broken, title = {Never closed,
  year = 2001

@article{after, title = {After the Break}, date = {2002-03-04}}
@software{tool, title = {A Tool}, url = {https://github.com/bells/tool}}
"""
GROUPS = """# my list
title: My Reading List
author: Me
categories:
  Sound of bells:
    - title: Bells &amp; More
      authors: [Ada Byron, {name: Alan Tring, affiliation: [Kew Lab, {name: Ely College}]}, et al.]
      venue: ICML 2021 (Oral)
      links: {paper: "https://arxiv.org/abs/2101.01234", code: https://github.com/a/b, slides: null}
      tags: [x, y]
    - Chimes for All: {authors: A B, year: 2020}
  deep_topic:
    subsections:
      - name: Inner
        papers:
          - {name: A Short One, url: https://example.org/p.pdf, year: 1999}
          - title: Chimes at Night
            year: 2001
          - year: 2002
"""
CSL = json.dumps(
    [
        {
            "id": "a", "type": "paper-conference", "title": "On Bells", "container-title": "ICML", "DOI": "10.1234/x", "URL": "https://example.org/a",
            "author": [{"family": "Byron", "given": "Ada"}, {"literal": "Bells Inc."}, {"family": "Oord", "given": "A.", "non-dropping-particle": "van den"}],
            "issued": {"date-parts": [[2021, 5, 3]]}, "keyword": "a, b", "publisher": "ACM", "number": "arXiv:2101.01234",
        },
        {"id": "b", "type": "software", "title": "A Tool", "URL": "https://github.com/a/b"},
    ],
    indent=1,
)  # fmt: skip
RIS = """TY  - JOUR
TI  - On Bells
  and Chimes
AU  - Byron, Ada
AU  - Tring, Alan, Jr.
PY  - 2019/05/03/
T2  - Journal of Bells
PB  - Some Press
DO  - 10.1234/x
UR  - https://example.org/x
KW  - a
KW  - b
AB  - We ring.
C1  - arXiv:1905.00001
ER  -

TY  - CONF
A1  - Nobody, X
ER  -
TY  - CONF
T1  - Two
"""


def read(text: str, name: str = "x.bib", profile: str = "") -> ReadingList:
    """Return what a file with this text and name says."""
    source = Source("x", name, "", "x")
    if profile:
        return read_file_records(split_lines(text)[0], source, file_format(text, name), parse_mapping(profile))
    return parse_reading_list(text, source)


def links(entry: Entry) -> list[tuple[str, LinkKind]]:
    """Return the links of an entry, each with its kind."""
    return [(link.form, kind) for link, kind in zip(entry.links, entry.link_kinds, strict=True)]


def test_bibtex() -> None:
    """Strings, braces, accents, names of every form, cross references, a missing comma, identifiers; what is broken is known."""
    listed = read(BELLS)
    first, second, child, volume, after, tool = listed.entries
    assert first.title.form == "The GAN of École: A Study – with & without Bells"
    assert first.author_forms == ("Ada van der Byron", "Bells and Whistles Inc.", "Alan Tring Jr.", "Zoé Müller")
    assert (first.venue, first.year, first.date, first.summary) == ("Conference on Bells", 2021, "2021-05", "We ring bells.")
    assert first.keywords == ("bells, large", "whistles")
    assert links(first) == [
        ("https://example.org/a_b", LinkKind.PAPER),
        ("https://doi.org/10.1234/abc_def", LinkKind.PAPER),
        ("https://arxiv.org/abs/2101.01234", LinkKind.PAPER),
    ]
    assert (first.first_line, first.last_line) == (4, 15)
    assert (second.author_forms, second.venue, second.year, second.notes) == (
        ("Alan Tring", "A. N. Other"),
        "Journal of Chimes",
        1999,
        ("Winner",),
    )
    assert (child.venue, child.year) == ("A Volume of Bells", 2001)
    assert not volume.is_paper
    assert not tool.is_paper
    assert (after.title.form, after.year, after.date) == ("After the Break", 2002, "2002-03-04")
    assert [(item.span.line, item.reason.split(":")[0].split(" (")[0]) for item in listed.unread] == [
        (20, "no title among its fields"),
        (21, "not BibTeX"),
    ]
    assert listed.coverage == (6, 8)
    assert [(each.line, each.code) for each in listed.diagnostics] == [(4, "AVG109")]
    assert listed.profile is not None
    assert listed.profile.text.startswith(
        "BibTeX records; title = Title or title; authors = Author or author; venue = booktitle or journal"
    )


def test_groups_in_yaml() -> None:
    """Mappings of groups, a title as a key, records within records, names as mappings; what the file says of itself makes no paper."""
    listed = read(GROUPS, "x.yaml")
    first, second, third, fourth = listed.entries
    assert (first.title.form, first.heading, first.venue, first.year) == ("Bells & More", ("Sound of bells",), "ICML", 2021)
    assert first.author_forms == ("Ada Byron", "Alan Tring")
    assert (first.institution_forms, first.affiliations) == (("Kew Lab", "Ely College"), ((1, 0), (1, 1)))
    assert links(first) == [("https://arxiv.org/abs/2101.01234", LinkKind.PAPER), ("https://github.com/a/b", LinkKind.CODE)]
    assert (second.title.form, second.author_forms, second.year, second.heading) == ("Chimes for All", ("A B",), 2020, ("Sound of bells",))
    assert (third.title.form, third.heading, third.year) == ("A Short One", ("deep topic", "Inner"), 1999)
    assert (fourth.title.line, fourth.title.column, fourth.title.end_column) == (17, 20, 35)
    assert [item.span.line for item in listed.unread] == [19]
    assert [heading.path for heading in listed.headings] == [("Sound of bells",), ("deep topic",), ("deep topic", "Inner")]


def test_csl_json() -> None:
    """Names in parts, dates in parts, identifiers; a publisher is no venue, and software no paper."""
    first, second = read(CSL, "x.json").entries
    assert (first.title.form, first.author_forms) == ("On Bells", ("Ada Byron", "Bells Inc.", "A. van den Oord"))
    assert (first.venue, first.year, first.date) == ("ICML", 2021, "2021-05-03")
    assert [form for form, _ in links(first)] == ["https://example.org/a", "https://doi.org/10.1234/x", "https://arxiv.org/abs/2101.01234"]
    assert (first.heading, first.topics, first.keywords) == (("a",), (("b",),), ("a", "b"))
    assert not second.is_paper


def test_ris() -> None:
    """Values that go on, tags that stand several times, records without an end."""
    listed = read(RIS, "x.ris")
    first, second = listed.entries
    assert (first.title.form, first.author_forms) == ("On Bells and Chimes", ("Ada Byron", "Alan Tring Jr."))
    assert (first.venue, first.year, first.date, first.summary) == ("Journal of Bells", 2019, "2019-05-03", "We ring.")
    assert [form for form, _ in links(first)] == ["https://example.org/x", "https://doi.org/10.1234/x", "https://arxiv.org/abs/1905.00001"]
    assert (first.first_line, first.last_line) == (1, 15)
    assert (second.title.form, [item.span.line for item in listed.unread]) == ("Two", [17])


TABLE = 'Title;Authors;Conference/Journal;Year;Link;Code;Topic\n"Bells; and ""chimes""";Ada Byron, Alan Tring;ICML 2021;;https://arxiv.org/abs/2101.01234;[code](https://github.com/a/b);Sound; \n'


@pytest.mark.parametrize("delimiter", [";", "\t", "|", ","])
def test_tables(delimiter: str) -> None:
    """The delimiter is told; quotes hold it; the venue's year counts where no column has one."""
    text = (
        TABLE.replace("Ada Byron, Alan Tring", '"Ada Byron, Alan Tring"')
        .replace('"Bells; and', '"Bells\x00 and')
        .replace(";", delimiter)
        .replace("\x00", ";")
    )
    (entry,) = read(text, "x.csv").entries
    assert (entry.title.form, entry.author_forms) == ('Bells; and "chimes"', ("Ada Byron", "Alan Tring"))
    assert (entry.venue, entry.year, entry.heading, entry.first_line) == ("ICML", 2021, ("Sound",), 2)
    assert links(entry) == [("https://arxiv.org/abs/2101.01234", LinkKind.PAPER), ("https://github.com/a/b", LinkKind.CODE)]


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ('title,authors\nA B,"Byron, Ada and Tring, Alan"\nC D,"Lewis, J. P."\n', [("Ada Byron", "Alan Tring"), ("J. P. Lewis",)]),
        ('title,authors\nA B,"Byron, Ada; Tring, Alan"\nC D,"Lewis, J. P."\n', [("Ada Byron", "Alan Tring"), ("J. P. Lewis",)]),
        ('title,authors\nA B,"Ada Byron, Alan Tring and Cy Ring"\nC D,Jo Lewis\n', [("Ada Byron", "Alan Tring", "Cy Ring"), ("Jo Lewis",)]),
        ('title,authors\nA B,"Andr{\\\'e} Byron, Alan Tring, Cy Ring et al."\n', [("André Byron", "Alan Tring", "Cy Ring")]),
    ],
)  # fmt: skip
def test_names_in_one_cell(text: str, authors: list[tuple[str, ...]]) -> None:
    """How names are parted is decided for the whole column."""
    assert [entry.author_forms for entry in read(text, "x.csv").entries] == authors


def test_topics_of_a_cell() -> None:
    """A record can have several topics, and one below the other; years and venues among groups are none."""
    listed = read("title,category,subcategory\nOn Bells,Sound; Metal,\nOn Chimes,Sound,Night\n", "x.csv")
    assert [(entry.heading, entry.topics) for entry in listed.entries] == [(("Sound",), (("Metal",),)), (("Sound", "Night"), ())]
    (entry,) = read('{"2021": {"ICML": [{"title": "On Bells"}]}}', "x.json").entries
    assert (entry.heading, entry.venue, entry.year) == ((), "ICML", 2021)
    graph = build_from(listed)
    assert sorted(node.label for node in graph.nodes.values() if node.id.startswith("task/")) == ["Metal", "Night", "Sound"]


def test_a_table_without_known_headers() -> None:
    """Columns are told by what stands in them, or as the user says."""
    rows = 'https://arxiv.org/abs/2101.01234,Bells and other loud things,"Ada Byron, Alan Tring",2021\n'
    (entry,) = read(rows, "x.csv").entries
    assert (entry.title.form, entry.author_forms, entry.year) == ("Bells and other loud things", ("Ada Byron", "Alan Tring"), 2021)
    listed = read("Bez,Kto,Title\nDzwony,Ada Byron,no title\n", "x.csv", profile="title=Bez, author=Kto")
    assert (listed.entries[0].title.form, listed.entries[0].author_forms) == ("Dzwony", ("Ada Byron",))
    assert listed.profile is not None
    assert listed.profile.is_given
    unknown = read("Bez,Kto,Title\nDzwony,Ada Byron,no title\n", "x.csv", profile="title=Title, author=Who").profile
    assert unknown is not None
    assert unknown.words[-1] == "no record has Who"
    with pytest.raises(UsageError, match="write title=KEY"):
        parse_mapping("bells=Name")


def test_names_with_brackets() -> None:
    """A bracket after a name says where the person works, and is never part of the name."""
    listed = read(
        "title,authors\nOn Bells,Ada Byron (MIT); Carl Dorn (Lund University); Eva Erde (she)\nOn Chimes,Fay Fell; Gil Horn\n", "x.csv"
    )
    entry = listed.entries[0]
    assert entry.author_forms == ("Ada Byron", "Carl Dorn", "Eva Erde")
    assert (entry.institution_forms, entry.affiliations) == (("MIT", "Lund University"), ((0, 0), (1, 1)))


def test_records_of_services() -> None:
    """Nested names, venues, identifiers and institutions, as bibliographic services write them; a record a line."""
    text = (
        '{"display_name": "On Bells", "authorships": [{"author": {"display_name": "Ada Byron"}, "institutions": [{"display_name": "Kew"}]}],'
        ' "publication_date": "2018-02-03", "primary_location": {"source": {"display_name": "J of Bells"}}, "ids": {"x": 1}}\n'
        '{"title": ["On Chimes"], "externalIds": {"DOI": "10.1234/y", "ArXiv": "2001.00001"}, "tldr": {"text": "Short."}, "venue": {"name": "ICML"}}\n'
    )
    first, second = read(text, "x.jsonl").entries
    assert (first.title.form, first.author_forms, first.institution_forms, first.affiliations) == (
        "On Bells",
        ("Ada Byron",),
        ("Kew",),
        ((0, 0),),
    )
    assert (first.venue, first.date, first.first_line) == ("J of Bells", "2018-02-03", 1)
    assert (second.title.form, second.venue, second.summary, second.first_line) == ("On Chimes", "ICML", "Short.", 2)
    assert [form for form, _ in links(second)] == ["https://doi.org/10.1234/y", "https://arxiv.org/abs/2001.00001"]


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("x.txt", BELLS, FileFormat.BIBTEX), ("x.txt", RIS, FileFormat.RIS), ("<stdin>", CSL, FileFormat.JSON),
        ("x", "- title: On Bells\n  year: 2021\n", FileFormat.YAML), ("<stdin>", TABLE, FileFormat.CSV),
        ("x.md", "```bibtex\n@article{a,\n title={x}}\n```\n", FileFormat.MARKDOWN), ("x.md", BELLS, FileFormat.MARKDOWN),
        ("x.txt", "# Bells\n\n```\n@article{a, title={x}}\n```\n- [On Bells](https://example.org)\n", FileFormat.MARKDOWN),
        ("x.txt", "- Title: [On Bells](https://example.org)\n  - Authors: A B\n", FileFormat.MARKDOWN),
        ("<stdin>", "| Title | Year |\n| --- | --- |\n| On Bells | 2021 |\n", FileFormat.MARKDOWN),
        ("<stdin>", "[On Bells](https://example.org), ICML 2021\n", FileFormat.MARKDOWN), ("<stdin>", "", FileFormat.MARKDOWN),
        ("x.txt", "**[CVPR-2016]**\n[On Bells](https://example.org)\n", FileFormat.MARKDOWN),
    ],
)  # fmt: skip
def test_formats(name: str, text: str, wanted: FileFormat) -> None:
    """A format is told by the extension, and by content where that says nothing; code in Markdown stays Markdown."""
    assert file_format(text, name) is wanted


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("x.yaml", "title: [a", "x.yaml:1: not YAML"), ("x.yaml", "a: *b", "stands for nothing"), ("x.yaml", "", "empty file"),
        ("x.yaml", "- " * 5_000 + "a", "nests more than 100 deep"), ("x.json", "[" * 100_000, "nests more than 100 deep"),
        ("x.json", '[{"title": "a"},', "x.json:1: not JSON"), ("x.json", '{"@context": {}, "@graph": []}', ".jsonld"),
        ("x.yaml", "a: &a [" + "x," * 9 + "]\n" + "".join(f"{b}: &{b} [{f'*{a},' * 9}]\n" for a, b in zip("abcdef", "bcdefg", strict=True)), "aliases"),
        ("x.bib", "@string{s0 = {xxxxxxxxxx}}\n" + "".join(f"@string{{s{i + 1} = s{i} # s{i}}}\n" for i in range(60)), "without bound"),
        ("x.bib", "no entry", "no record"), ("x.csv", "<!DOCTYPE html><p>x", "an HTML"), ("x.csv", "a,b\n\x00\x01", "a binary file"),
        ("x.csv", 'title,authors\n"' + "x" * 2_000_000, "field larger"), ("x.json", "[1, 2]", "no record"),
        ("x.json", '[{"year": 1}, {"title": "A"}, {"year": 2}]', "1 of 3 records were read; its fields are year, title; --profile"),
    ],
)  # fmt: skip
def test_what_is_refused(name: str, text: str, wanted: str) -> None:
    """One line that says where and what; never a graph of the lesser half."""
    with pytest.raises(UnreadableSourceError) as caught:
        read(text, name)
    assert wanted in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_open_quote() -> None:
    """A quote that is never closed costs its own row."""
    listed = read('title,authors\n"On Bells,Ada Byron\nOn Chimes,Alan Tring\nOn Metal,Cy Ring\n', "x.csv")
    assert [entry.title.form for entry in listed.entries] == ["On Chimes", "On Metal"]
    assert [(item.span.line, item.reason) for item in listed.unread] == [(2, "a quote is opened and never closed")]


def test_encodings(tmp_path: Path) -> None:
    """A byte order mark tells UTF-8 and UTF-16; a file called papers is named after its folder."""
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        path = tmp_path / "bells" / "papers.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text("# Heading of nothing\n- title: École\n", encoding=encoding)
        listed = read_reading_list(path)
        assert (listed.entries[0].title.form, listed.source.name) == ("École", "bells")
    path.write_bytes("- title: École\n".encode("latin-1"))
    with pytest.raises(UnreadableSourceError, match="1: not UTF-8"):
        load_source(path)


def test_checks_on_records() -> None:
    """Findings have lines, none is about Markdown, and none repairs."""
    text = BELLS + "@article{copy, title = {Chimes at Night}, author = {Alan Tring}, year = 1999, url = {https://x.org/?utm_source=a}}\n"
    found = check_list(text, Source("x", "x.bib", "", "x")).diagnostics
    assert {each.code for each in found} >= {"AVG118"}
    assert not {each.code for each in found} & {"AVG102", "AVG103", "AVG104", "AVG106", "AVG107", "AVG108", "AVG402", "AVG601", "AVG801"}
    assert not any(each.fixes for each in found)
    assert all(1 <= each.line <= len(text.split("\n")) for each in found)


WRITERS: dict[str, Callable[[Any, BytesIO, str], None]] = {"x.bib": write_bibtex, "x.ris": write_ris, "x.json": write_csljson}


@pytest.mark.slow
@pytest.mark.parametrize("name", WRITERS)
def test_round_trip(name: str, bundled_list: ReadingList) -> None:
    """What avgraph exports it reads back: the same papers, with their authors and years."""
    graph = build_from(bundled_list)
    file = BytesIO()
    WRITERS[name](graph, file, BASE_IRI)
    again = build_from(read(file.getvalue().decode(), name))

    def papers(graph: Graph) -> Counter[tuple[str, str, int]]:
        return Counter(
            (node.label.casefold(), str(node.value(Attribute.YEAR)), len(node.edges.get(Relation.HAS_AUTHOR, ())))
            for node in graph.of_type(NodeType.PAPER)
        )

    before, after = papers(graph), papers(again)
    lost = before - after
    assert sum(lost.values()) <= 0.02 * sum(before.values()), sorted(lost)[:10]


@pytest.mark.slow
def test_tables_of_the_graph(bundled_list: ReadingList) -> None:
    """Of the nodes that avgraph exports as CSV, the papers are papers, with their years; authors and venues are none."""
    graph = build_from(bundled_list)
    file = BytesIO()
    write_graph_table(graph, file, BASE_IRI, "nodes.csv")
    listed = read(file.getvalue().decode(), "nodes.csv")
    papers = {node.label: node.attributes.get(Attribute.YEAR) for node in graph.of_type(NodeType.PAPER)}
    again = {entry.title.form: (entry.year,) if entry.year else None for entry in listed.entries if entry.is_paper}
    assert sum(entry.is_paper for entry in listed.entries) == sum(1 for _ in graph.of_type(NodeType.PAPER))
    assert sum(papers.get(title) == year for title, year in again.items()) > 0.98 * len(papers)


def generated(name: str, count: int) -> str:
    """Return a file with so many records."""
    if name.endswith("json"):
        return json.dumps([{"title": f"Bells {i}", "authors": ["Ada Byron"], "year": 2020} for i in range(count)], indent=0)
    row = {"x.bib": "@article{{k{0}, title = {{Bells {0}}}, author = {{Ada Byron and Cy Ring}}}}\n", "x.csv": "Bells {0},Ada Byron,2020\n"}
    row |= {"x.yaml": "- title: Bells {0}\n  authors: [Ada Byron]\n", "x.ris": "TY  - X\nTI  - Bells {0}\nAU  - Byron, Ada\nER  - \n"}
    return ("title,authors,year\n" if name == "x.csv" else "") + "".join(row[name].format(i) for i in range(count))


def calls(text: str, name: str) -> int:
    """Return how many calls the reading of a file takes."""
    count = 0

    def profile(frame: object, event: str, argument: object) -> None:
        nonlocal count
        del frame, argument
        count += event in ("call", "c_call")

    sys.setprofile(profile)
    try:
        read(text, name)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.slow
@pytest.mark.parametrize("name", ["x.bib", "x.csv", "x.yaml", "x.json", "x.ris"])
def test_calls_grow_with_the_records(name: str) -> None:
    """Five times the records take five times the calls."""
    read(generated(name, 10), name)
    assert calls(generated(name, 1_000), name) < 6 * calls(generated(name, 200), name)


PIECES = st.sampled_from(
    ["@article{a, ", "title = {", "title: ", "authors", "}", "{", '"', "'", "\n", "- ", ",", ";", "|", "\t", "[", "]", ":", "&a ", "*a", "<<: ",
     "TY  - X\n", "TI  - ", "ER  - \n", "AU  - ", "and", " and others", "\\", "\\'e", "$", "%", "#", "@string{", "2021", "x.org", "https://x.org/a",
     "10.1234/x", "arXiv:2101.01234", "Ada Byron", "Byron, Ada", "null", "\u2028", "\x00", "é", "\\u00e9", "---\n", "title,authors\n"]
)  # fmt: skip


@settings(max_examples=60 * TIMES, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from(["x.bib", "x.csv", "x.yaml", "x.json", "x.ris", "x.txt"]))
def test_whatever_a_file_holds(text: str, name: str) -> None:
    """It is read or refused in one line; every record is an entry or an unread item within the file."""
    try:
        listed = read(text, name)
    except AvgraphError as error:
        assert "\n" not in str(error)  # noqa: PT017  (it is read or refused)
        return
    last = text.count("\n") + 1
    assert all(1 <= entry.first_line <= entry.last_line <= last for entry in listed.entries)
    assert all(len(entry.links) == len(entry.link_kinds) for entry in listed.entries if listed.file_format is not FileFormat.MARKDOWN)
    assert all(1 <= item.span.line <= last for item in listed.unread)


@pytest.mark.slow
@settings(max_examples=25 * TIMES, deadline=None)
@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=30), min_size=1, max_size=20
    )
)
def test_every_record_is_accounted_for(titles: list[str]) -> None:
    """Whatever stands in a field, each record of JSON is an entry or known as unread."""
    text = json.dumps([{"title": title, "year": 2020} for title in [*titles, *(["On Bells"] * len(titles))]])
    listed = read(text, "x.json")
    assert len(listed.entries) + len(listed.unread) == 2 * len(titles)


FLOORS = {"title": 0.99, "authors": 0.97, "venue": 0.95, "year": 0.99, "url": 0.99, "keywords": 0.99, "date": 0.99}
"""Of the fields that the files of others state."""


@pytest.mark.slow
def test_files_of_others(shared: Path) -> None:
    """Every record of real files, and its fields."""
    folder = shared / "lists" / "structured"
    truths = sorted(folder.glob("*.truth.jsonl"))
    if not truths:
        pytest.skip("no files of others")
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for truth in truths:
        records = [json.loads(line) for line in truth.read_text(encoding="utf-8").splitlines()]
        listed = read_reading_list(folder / truth.name.removesuffix(".truth.jsonl"))
        assert len(listed.entries) == len(records)
        for entry, record in zip(listed.entries, records, strict=True):
            for name, is_right in compare(entry, record).items():
                total[name] += 1
                right[name] += is_right
    assert {name: right[name] / total[name] for name in FLOORS if right[name] < FLOORS[name] * total[name]} == {}


def compare(entry: Entry, record: dict[str, Any]) -> dict[str, bool]:
    """Return for each field of a record whether the entry says the same."""

    def bare(text: object) -> str:
        return "".join(filter(str.isalnum, str(text).casefold()))

    found = {"title": bare(entry.title.form) == bare(record["title"])}
    if record.get("authors"):
        names = [sorted(bare(name)) for name in record["authors"] if name != "others" and "\\" not in name]
        forms = [sorted(bare(name)) for name in entry.author_forms]
        found["authors"] = all(name in forms for name in names)
    if record.get("venue"):
        words = set(record["venue"].casefold().replace("(", " ").replace("[", " ").replace("]", " ").split())
        venue = (entry.venue or "").casefold()
        found["venue"] = not words.isdisjoint(venue.split()) or "arxiv" in venue
    if record.get("year"):
        found["year"] = entry.year == record["year"]
    if record.get("url"):
        found["url"] = record["url"] in [link.form for link in entry.links]
    if record.get("keywords"):
        found["keywords"] = list(entry.keywords) == record["keywords"]
    if record.get("date"):
        found["date"] = entry.date == record["date"]
    return found
