"""Compare files, dumps and revisions of git on the command line and in Python, in every format."""

import json
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

import avgraph
from avgraph.changes.atom import generate_atom
from avgraph.changes.formats import FORMATS
from avgraph.cli.main import group
from tests.changes.lists import BELL, DRUM, HORN, WHISTLE, changes, make_list

OLD = make_list([WHISTLE, DRUM], [BELL])
NEW = make_list([HORN, WHISTLE], [BELL, DRUM])
ATOM = "{http://www.w3.org/2005/Atom}"


def git(folder: Path, *arguments: str, date: str = "2023-02-01T12:00:00Z") -> None:
    """Run git in a folder, on a day."""
    who = {
        f"GIT_{role}_{field}": value for role in ("AUTHOR", "COMMITTER") for field, value in (("NAME", "Ada"), ("EMAIL", "a@example.org"))
    }
    environment = {**who, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date, "PATH": "/usr/bin:/bin", "HOME": str(folder)}
    subprocess.run(["git", "-c", "init.defaultBranch=main", *arguments], cwd=folder, check=True, capture_output=True, env=environment)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository with a list of two versions, of 2022 and 2023, in a folder, and a dump of the older beside it."""
    folder = tmp_path_factory.mktemp("repository")
    lists = folder / "lists"
    lists.mkdir()
    git(folder, "init")
    for text, date in ((OLD, "2022-05-01T12:00:00Z"), (NEW, "2023-02-01T12:00:00Z")):
        (lists / "invented.md").write_text(text, encoding="utf-8")
        avgraph.open(lists / "invented.md").write(lists / "dump.nt")
        git(folder, "add", ".")
        git(folder, "commit", "-m", "A version", date=date)
    return folder


def run(*arguments: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(group, ["diff", *arguments])


STAT = "papers: 1 added, 1 changed\npeople: 2 new\nvenues: 1 new\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("HEAD~1:lists/invented.md", "HEAD:lists/invented.md"),
        ("HEAD~1:lists/invented.md", "lists/invented.md"),
        ("HEAD~1:lists/invented.md",),
        ("main^:lists/dump.nt", "lists/dump.nt"),
        ("HEAD~1:lists/dump.nt", "lists/invented.md"),
        ("--since", "2023-01-01", "lists/invented.md"),
        ("--since", "2023", "lists/invented.md"),
        ("--since", "2022-12", "lists/dump.nt"),
    ],
)
def test_sources(repository: Path, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """A file, a dump and a revision of either say the same, whatever git is told of where it runs."""
    monkeypatch.chdir(repository)
    result = run(*arguments, "--stat", "--exit-code")
    assert (result.stdout, result.exit_code) == (STAT, 1)
    assert run(*arguments, "--stat").exit_code == 0


def test_from_within_a_folder(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path is below the root of the repository, as git has it, or below the folder."""
    monkeypatch.chdir(repository / "lists")
    for name in ("HEAD~1:lists/invented.md", "HEAD~1:invented.md", "HEAD~1:./invented.md"):
        assert run(name, "invented.md", "--stat").stdout == STAT


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("none:lists/invented.md", "lists/invented.md"),
            "none:lists/invented.md: no such file, and the git repository has no revision 'none'",
        ),
        (
            ("HEAD:lists/none.md", "lists/invented.md"),
            "HEAD:lists/none.md: no such file, and the git revision 'HEAD' has none of this path",
        ),
        (("HEAD:lists", "lists/invented.md"), "HEAD:lists: no such file, and the git revision 'HEAD' has none of this path"),
        (("HEAD\n:a.md", "lists/invented.md"), r"HEAD\n:a.md: 'HEAD\n' names no git revision"),
        (("--since", "yesterday", "lists/invented.md"), "--since 'yesterday' is no day (2023-01-01), month (2023-01) or year (2023)"),
        (("--since", "2021", "lists/invented.md"), "lists/invented.md: the git repository has no revision before 2021"),
        (("--since", "2023", "lists/invented.md", "b.md"), "--since takes the place of OLD"),
        (("lists/invented.md",), "missing NEW; one argument is enough for a revision of git (HEAD:README.md) or with --since"),
    ],
)
def test_what_cannot_be_read(repository: Path, arguments: tuple[str, ...], message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line says what is wrong."""
    monkeypatch.chdir(repository)
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"avgraph: {message}")
    assert result.stderr.count("\n") == 1


def test_without_repository_and_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both are named; a file whose name has a colon is a file."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "a:b.md").write_text(NEW, encoding="utf-8")
    assert run("a:b.md", "a:b.md").stdout == "nothing changed\n"
    assert "no git repository here" in run("HEAD:b.md", "a:b.md").stderr
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert "without the program git no revision can be read" in run("HEAD:b.md", "a:b.md").stderr


def test_formats(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Markdown has new papers as links under their tasks, JSON has every change, Atom is well-formed and dated."""
    monkeypatch.chdir(repository)
    versions = ("HEAD~1:lists/invented.md", "HEAD:lists/invented.md")
    text, markdown, plain, atom = (run(*versions, "--format", form).stdout for form in ("text", "markdown", "json", "atom"))
    assert "  + Horns Across a Frozen Lake (AAAI 2020)  [line 7]\n      authors: Gia Moor, Hal Winter\n" in text
    horn = "- [Horns Across a Frozen Lake](https://arxiv.org/abs/2001.00004) (AAAI 2020). Gia Moor, Hal Winter"
    assert markdown.startswith("Papers: 1 added, 1 changed; people: 2 new; venues: 1 new.\n\n")
    assert f"## Papers added (1)\n\n**Hearing Machines › Whistles**\n\n{horn}\n" in markdown
    assert "## New people (2)\n\nGia Moor, Hal Winter.\n" in markdown
    values = json.loads(plain)
    assert [(each["type"], each["kind"]) for each in values["changes"]] == [
        ("Paper", "added"), ("Paper", "changed"), ("Author", "added"), ("Author", "added"), ("Venue", "added"),
    ]  # fmt: skip
    feed = ET.fromstring(atom)  # noqa: S314  (written by us)
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert titles == ["Paper added: Horns Across a Frozen Lake (AAAI 2020)", "Paper changed: Drums That Answer Each Other at Night"]
    assert feed.findtext(f"{ATOM}updated") == "2023-02-01T12:00:00Z"
    assert run(*versions, "--format", "atom").stdout == atom


def test_ids_of_a_feed_never_repeat() -> None:
    """A later version adds its entries above those that were there, each with an id of its own; the same version adds none."""

    def feed(before: str, after: str, updated: str, earlier: str = "") -> str:
        return generate_atom(changes(before, after), updated=updated, title="News", feed_id="https://example.org/feed", earlier=earlier)

    first = feed(OLD, NEW, "2023-01-01T00:00:00Z")
    back = feed(NEW, OLD, "2023-02-01T00:00:00Z", first)
    again = feed(OLD, NEW, "2023-03-01T00:00:00Z", back)
    assert feed(OLD, NEW, "2023-03-01T00:00:00Z", again) == again
    ids = [entry.findtext(f"{ATOM}id") for entry in ET.fromstring(again).iter(f"{ATOM}entry")]  # noqa: S314
    assert len(ids) == len(set(ids)) == 6
    assert again.endswith(first.partition("<entry>")[2])


def test_the_patch_of_two_revisions(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It leads from the dump that git has to the one that is there."""
    monkeypatch.chdir(repository)
    patch = run("HEAD~1:lists/dump.nt", "lists/invented.md", "--format", "patch").stdout.encode()
    old = subprocess.run(["git", "show", "HEAD~1:lists/dump.nt"], capture_output=True, check=True).stdout
    assert avgraph.apply_patch(old, patch) == (repository / "lists" / "dump.nt").read_bytes()


def test_python(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Graphs, paths and revisions alike; a revision is a SOURCE everywhere, and is not written to."""
    monkeypatch.chdir(repository)
    kg = avgraph.open("HEAD~1:lists/invented.md")
    result = avgraph.diff(kg, "lists/invented.md")
    assert [each.label for each in result][:2] == ["Horns Across a Frozen Lake", "Drums That Answer Each Other at Night"]
    assert kg.reading_list.source.path == "HEAD~1:lists/invented.md"
    assert kg.reading_list.source.name == "invented"
    with pytest.raises(avgraph.UsageError, match="--fix changes a file"):
        kg.fix()


def test_a_sentence_of_others_steers_nothing() -> None:
    """Control characters, markup and commands of a CI runner in titles stay text in every format."""
    odd = (HORN[0], "::error::Horns <b>*and*</b> \u202eBells & more", *HORN[2:])
    result = changes(OLD, make_list([WHISTLE, DRUM, (odd[0], odd[1], odd[2], odd[3], odd[4])], [BELL]))
    for form, write in FORMATS.items():
        assert "\u202e" not in write(result), form
    assert "\n::" not in FORMATS["text"](result)
    assert "<b>" not in FORMATS["markdown"](result)
    ET.fromstring(generate_atom(result, updated="2023-01-01T00:00:00Z", title="<News>", feed_id="https://example.org/?a&b"))  # noqa: S314


def test_long_lines_of_text_are_cut_around_what_differs() -> None:
    """A line that is changed far behind its beginning is shown where it differs, in both formats; a short one is whole."""
    start = "Everything that has been written of kettles, drums and bells by those who have heard them ring at least once, "
    before, after = (OLD.replace("## Hearing", f"{start * 2}{place}, and {start}\n\n## Hearing") for place in ("at night", "by daylight"))
    for form in ("text", "markdown"):
        text = FORMATS[form](changes(before, after))
        assert "at night" in text
        assert "by daylight" in text
        assert all(len(line) < 230 for line in text.splitlines() if "kettles" in line)
