"""What people see of links, dates, summaries, keywords and affiliations, and of what a list does not state."""

import io
from pathlib import Path

from click.testing import CliRunner

from avgraph.cli.main import group
from avgraph.export.formats import FORMATS
from avgraph.knowledge import build
from avgraph.model.vocabulary import BASE_IRI
from avgraph.views.describe import describe
from avgraph.views.entities import Entities, Paper
from tests.made_lists import RICH, build_from, make_entry, make_list

PLAIN = "# Papers\n\n## Listening\n\n- [Learning Sound](https://arxiv.org/abs/2101.00001)\n- [Learning Music](https://arxiv.org/abs/2101.00002)\n"


def test_show_says_the_new_facts() -> None:
    """A paper is described with its links by kind, date, summary and keywords."""
    facts = dict(describe(RICH, RICH.nodes["paper/learning-to-listen-2023"]).facts)
    assert facts["Code repository"] == ("https://github.com/a/listen",)
    assert facts["Project page"] == ("https://listen.github.io/",)
    assert facts["Date of publication"] == ("2023-06-20",)
    assert facts["Summary"] == ("Machines learn to listen.",)
    assert facts["Keywords"] == ("hearing", "speech")
    author = dict(describe(RICH, RICH.nodes["author/alan_turing"]).facts)
    assert author["Affiliated with"] == ("Bletchley Park", "University of London")


def test_a_task_names_those_that_share_people_with_it_and_those_beside_it() -> None:
    """What it is a part of, its parts and names that may be several people tie no tasks."""
    entries = [
        make_entry("Listening to Rain", 3, authors=("Ada Mill", "Bo Lund"), heading=("Hearing", "Rain")),
        make_entry("Listening to Wind", 4, authors=("Ada Mill", "Bo Lund"), heading=("Hearing", "Wind")),
        make_entry("Listening to Sand", 5, authors=("Cy Ek",), heading=("Hearing", "Sand")),
        make_entry("Seeing Rain", 6, authors=("Ada Mill",), heading=("Seeing", "Drops")),
        make_entry("Hearing at Large", 7, authors=("Ada Mill",), heading=("Hearing",)),
    ]
    graph = build_from(make_list(*entries))
    facts = dict(describe(graph, graph.nodes["task/hearing.rain"]).facts)
    assert facts["Related tasks"] == ("Wind (2 people and papers shared)", "Drops (1 people and papers shared)")
    assert facts["Tasks beside it"] == ("Sand",)


def test_entities_have_them_too() -> None:
    """Python gives summary and keywords of a paper."""
    paper = Entities(RICH, BASE_IRI)["paper/learning-to-listen-2023"]
    assert isinstance(paper, Paper)
    assert (paper.summary, paper.keywords) == ("Machines learn to listen.", ["hearing", "speech"])
    other = Entities(RICH, BASE_IRI)["paper/seeing-is-believing"]
    assert isinstance(other, Paper)
    assert (other.summary, other.keywords) == (None, [])


def test_papers_of_python_say_title_year_and_where_they_are(tmp_path: Path) -> None:
    """What the list does not give is None."""
    (tmp_path / "list.md").write_text(
        "# Papers\n\n## Listening\n\n- [Learning Sound](https://arxiv.org/abs/2101.00001), ICML 2021\n- Learning Music (ICML 2022)\n"
        "- [Learning Rain](https://doi.org/10.1000/182), ICML 2020\n",
        encoding="utf-8",
    )
    papers = {paper.title: paper for paper in build(tmp_path / "list.md").papers}
    sound, music, rain = papers["Learning Sound"], papers["Learning Music"], papers["Learning Rain"]
    assert (sound.year, sound.url, sound.arxiv_id, sound.doi) == (2021, "https://arxiv.org/abs/2101.00001", "2101.00001", None)
    assert (music.year, music.url, music.arxiv_id, music.doi) == (2022, None, None, None)
    assert (rain.doi, rain.url) == ("10.1000/182", "https://doi.org/10.1000/182")


def test_what_a_list_does_not_state_is_said(tmp_path: Path) -> None:
    """Statistics end with it, and the page of a list without authors is that of its papers, with a word about it."""
    path = tmp_path / "plain.md"
    path.write_text(PLAIN, encoding="utf-8")
    runner = CliRunner()
    done = runner.invoke(group, ["stats", str(path)])
    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1] == "The list states no authors, institutions, venues or years."
    page = tmp_path / "page.html"
    done = runner.invoke(group, ["explore", str(path), "-o", str(page)])
    assert done.exit_code == 0
    assert "avgraph: the list states no authors; this is the view knowledge, of papers with their venues and tasks\n" in done.stderr
    assert "(states no authors, institutions, venues or years)" in page.read_text(encoding="utf-8")


def test_a_view_that_is_named_stays_what_it_is(tmp_path: Path) -> None:
    """Who asks for co-authors gets them, though there are none."""
    path = tmp_path / "plain.md"
    path.write_text(PLAIN, encoding="utf-8")
    done = CliRunner().invoke(group, ["explore", "coauthors", str(path), "-o", "-"])
    assert done.exit_code == 0
    assert "the view knowledge" not in done.stderr


def test_a_dump_says_what_its_list_does_not_state(tmp_path: Path) -> None:
    """Of a dump the same is said as of its list."""
    path = tmp_path / "plain.md"
    path.write_text(PLAIN, encoding="utf-8")
    file = io.BytesIO()
    FORMATS["turtle"].write(build(path).graph, file, BASE_IRI)
    dump = tmp_path / "plain.ttl"
    dump.write_bytes(file.getvalue())
    done = CliRunner().invoke(group, ["stats", str(dump)])
    assert done.stdout.splitlines()[-1] == "The list states no authors, institutions, venues or years."
