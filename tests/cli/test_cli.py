"""What a person sees on the terminal."""

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from avgraph.cli.main import COMMANDS, group
from avgraph.knowledge import build
from tests.commands import run_program
from tests.conftest import SAMPLE


def run(*arguments: str) -> Result:
    """Run the command line in this process."""
    return CliRunner().invoke(group, arguments)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_examples(name: str) -> None:
    """The help says what the command does and ends with examples that start with its name."""
    result = run(name, "--help")
    assert result.exit_code == 0
    examples = [line.strip() for line in result.stdout.splitlines() if line.strip().startswith(f"avgraph {name}")]
    assert len(examples) >= 2
    first = group.get_command(None, name)  # type: ignore[arg-type]
    assert first is not None
    assert first.name == name


def test_export_says_what_it_wrote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a path the file is exports/<list name>.<extension> under the working directory."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(SAMPLE, tmp_path / "my list.md")
    result = run("export", "my list.md", "--format", "graphml")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "wrote exports/my list.graphml (graphml, " in result.stderr
    assert result.stderr.endswith("kB): 45 nodes, 133 edges\n")
    assert (tmp_path / "exports" / "my list.graphml").is_file()


def test_the_extension_names_the_format(tmp_path: Path) -> None:
    """Without --format the path decides; an unknown extension and the list itself are refused."""
    assert run("export", str(SAMPLE), "-o", str(tmp_path / "x.jsonld")).exit_code == 0
    assert (tmp_path / "x.jsonld").read_text(encoding="utf-8").startswith('{"@context"')
    unknown = run("export", str(SAMPLE), "-o", str(tmp_path / "x.docx"))
    assert (unknown.exit_code, ".docx" in unknown.stderr) == (2, True)
    copy = Path(shutil.copy(SAMPLE, tmp_path / "list.md"))
    itself = run("export", str(copy), "-f", "turtle", "-o", str(copy))
    assert (itself.exit_code, "is read by this command" in itself.stderr) == (2, True)
    assert copy.read_bytes() == SAMPLE.read_bytes()


def test_base_iri() -> None:
    """Resources live where --base-iri says."""
    result = run("export", str(SAMPLE), "-o", "-", "--base-iri", "https://example.org/kg/")
    assert "@prefix paper: <https://example.org/kg/paper/> ." in result.stdout
    assert "w3id.org/avgraph/id/" not in result.stdout


def test_stats() -> None:
    """The tables hold counts, rankings and papers by task and year."""
    result = run("stats", str(SAMPLE))
    assert result.exit_code == 0
    for part in (
        "Paper",
        "Authors",
        "Alan Turing",
        "Papers by task and year",
        "2016",
        "Co-author graph: 2 components; the largest has 3 of 6",
    ):
        assert part in result.stdout


def test_stats_json() -> None:
    """The same figures for programs."""
    figures = json.loads(run("stats", str(SAMPLE), "--json").stdout)
    assert figures["nodes"] == {
        "Paper": 5, "Authorship": 12, "Author": 6, "Institution": 5, "Task": 5, "Dataset": 3, "Venue": 3, "Entry": 6,
    }  # fmt: skip
    assert figures["papers_by_year"] == {"2016": 1, "2018": 1, "2019": 1, "2020": 1, "2021": 1}
    assert figures["tasks"]["Hearing > Speech"] == {"2016": 1, "2018": 1, "2019": 1, "2020": 1}
    assert figures["papers_by_task"]["Hearing > Speech"] == 4
    assert figures["components"] == [3, 3]


def test_stats_count_papers_without_a_year(tmp_path: Path) -> None:
    """A list that states no years still has its papers by task, and no column of years."""
    (tmp_path / "bells.md").write_text(
        "# Bells\n\n## Tuning\n- [A Bell That Learns](https://arxiv.org/abs/2101.00001)\n- [Why Towers Sing](https://arxiv.org/abs/2101.00002)\n",
        encoding="utf-8",
    )
    lines = [line.split() for line in run("stats", str(tmp_path / "bells.md")).stdout.splitlines()]
    assert ["Papers", "by", "task"] in lines
    assert ["Tuning", "2"] in lines


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("alan  turing", ["Alan Turing  Author", "Ada Lovelace (2)", "Possibly with", "Learning to Listen"]),
        ("author/alan_turing", ["Alan Turing  Author"]),
        ("https://w3id.org/avgraph/id/author/alan_turing", ["Alan Turing  Author"]),
        ("the university of london", ["University of London  Institution", "the University of London"]),
        ("learning TO listen", ["Learning to Listen  Paper", "CVPR", "sample.md:14", "sample.md:49"]),
        ("https://arxiv.org/pdf/1601.00001", ["Learning to Listen  Paper"]),
        ("10.1000/xyz_1", ["SoundBox: A Dataset"]),
        ("SoundBox", ["SoundBox  Dataset", "5,400+", "800+", "SoundBox: A Dataset"]),
        ("TPAMI", ["IEEE TPAMI  Journal"]),
        ("Music", ["Music  Task", "Hearing > Music"]),
    ],
)
def test_show_finds_by_any_form(name: str, wanted: list[str]) -> None:
    """An entity is found by name, form, id, IRI, link or identifier, and described with its lines."""
    result = run("show", name, str(SAMPLE))
    assert result.exit_code == 0
    for part in wanted:
        assert part in result.stdout


def test_show_unknown_name() -> None:
    """A misspelt name gets the nearest ones, and exit code 1."""
    result = run("show", "Alan Turning", str(SAMPLE))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "avgraph: no entity is named 'Alan Turning'; nearest: Alan Turing, A. Turing\n"


def test_show_json() -> None:
    """The same for programs."""
    (found,) = json.loads(run("show", "Grace Hopper", str(SAMPLE), "--json").stdout)
    assert found["iri"] == "https://w3id.org/avgraph/id/author/grace_hopper"
    assert found["papers"][0] == ["The SoundBox Revisited with O'Brien’s Method", 2021, "IEEE SLT"]


def complete(*words: str) -> list[str]:
    """Return what bash is offered for the last word, each with its kind."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMP_WORDS", shlex.join(("avgraph", *words)))
        patch.setenv("COMP_CWORD", str(len(words)))
        patch.setenv("_AVGRAPH_COMPLETE", "bash_complete")
        done = run_program()
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_the_shell_completes_what_can_be_typed() -> None:
    """Files, formats, views, questions, tasks and names are completed; names with blanks are escaped."""
    assert complete("explore", "co") == ["plain,coauthors"]
    assert complete("explore", "my-li") == ["file,my-li"]
    assert complete("export", "--format", "graph") == ["plain,graphml"]
    assert complete("export", "--view", "ta") == ["plain,tasks"]
    assert complete("query", "coauthors-") == ["plain,coauthors-of"]
    assert complete("stats", "--task", "speech rec") == ["plain,Speech\\ Recognition"]
    assert complete("show", "Kristen") == ["plain,Kristen\\ Grauman"]
    assert complete("check", "my") == ["file,my"]
    assert complete("query", "coauthors-of", "--person", "Kristen G") == ["plain,Kristen\\ Grauman"]


def test_a_part_of_a_name_is_enough_where_it_is_the_only_one() -> None:
    """One match is shown; of several those with the most papers are named, and how many there are."""
    assert CliRunner().invoke(group, ["show", "grauman"]).stdout.startswith("Kristen Grauman  Author")
    done = CliRunner().invoke(group, ["show", "Wang"])
    assert done.exit_code == 1
    assert re.match(
        r"avgraph: 'Wang' is a part of \d+ names; with the most papers: Meng Wang \(Hefei University of Technology\) \(5\), .* and \d+ more; write more of",
        done.stderr,
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["stats", "--year", "2030"], "no paper of these years fits; those that fit the other filters are of 2015 to 2024"),
        (["stats", "--task", "Speech Recognition", "--venue", "ACM TOG"], "no paper fits all filters; 41 fit 'Speech Recognition' alone"),
        (["stats", "--hops", "2"], "--hops counts the steps from an entity; name it with --ego"),
        (["explore", "no-such-list.md"], "no-such-list.md: no such file"),
        (
            ["query", "who works on speech?"],
            "'who works on speech?' is no SPARQL; avgraph query --list prints the questions that have a name",
        ),
    ],
)
def test_what_cannot_be_answered_says_what_there_is(arguments: list[str], message: str) -> None:
    """Filters that leave nothing, a missing file and a question in plain words get the way out in one line."""
    done = CliRunner().invoke(group, arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


def test_tables_are_not_padded_when_piped() -> None:
    """No line of a table ends with blanks."""
    assert not re.search(r" $", CliRunner().invoke(group, ["stats"]).stdout, re.MULTILINE)


@pytest.mark.slow
def test_the_page_on_standard_output() -> None:
    """`explore -o -` prints the page alone."""
    done = CliRunner().invoke(group, ["explore", "tasks", "-o", "-"])
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("<!doctype html>")


@pytest.mark.slow
def test_nothing_shows_itself_with_a_megabyte() -> None:
    """What a person has in a console shows a few lines."""
    kg = build()
    shown = [kg, kg.reading_list, kg.view(), kg.check(), kg.query("top-authors"), kg.statistics(), kg.papers[0], kg.graph]
    assert [len(repr(each)) for each in shown if len(repr(each)) > 10_000] == []
    assert kg.query("top-authors", limit=1)._repr_html_().startswith("<table><tr><th>author</th>")
