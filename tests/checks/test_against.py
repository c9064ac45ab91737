"""What a change brings: each defect on the lines that bring it, nothing of what was there, in every format."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from avgraph.changes.changed_lines import find_changed_lines
from avgraph.checks.report import OUTPUTS, summary
from avgraph.checks.run import Report, check_list
from avgraph.cli.main import group
from avgraph.model.entries import Source
from tests.changes.lists import BELL, DRUM, HORN, WHISTLE, Item, entry, make_list

SOURCE = Source("list", "list.md", "", "list")
OLD_DEFECT: Item = (
    "CVPR-1919",
    "Owls That Count the Ticks of Broken Clocks",
    "https://arxiv.org/abs/1901.00009",
    "Jo Lund,Kai Bern",
    "Institute of Echoes",
)
MORE: list[Item] = [
    (
        "ICML-2018",
        f"{word} Sung in a Cellar",
        f"https://arxiv.org/abs/1801.0{place}000",
        f"{name} Rowan, Ada Quill",
        "University of Nowhere",
    )
    for place, (word, name) in enumerate((("Tides", "Ida"), ("Embers", "Ulf"), ("Feathers", "Pia"), ("Anvils", "Lars")))
]
BASE = make_list([WHISTLE, DRUM, *MORE], [BELL, OLD_DEFECT])


def check(text: str, base: str = BASE) -> Report:
    """Return what a text brings."""
    return check_list(text, SOURCE, against=(SOURCE, base))


def with_entry(item: Item) -> str:
    """Return the list with an entry on top of the first task."""
    return make_list([item, WHISTLE, DRUM, *MORE], [BELL, OLD_DEFECT])


def changed(place: int, text: str) -> str:
    """Return the list with a new entry of which a field is another."""
    parts = list(HORN)
    parts[place] = text
    return with_entry((parts[0], parts[1], parts[2], parts[3], parts[4]))


def edited(old: str, new: str) -> Callable[[], str]:
    """Return what edits the list."""
    return lambda: BASE.replace(old, new, 1)


DEFECTS: dict[str, tuple[str, Callable[[], str]]] = {
    "no year": ("AVG104", lambda: changed(0, "AAAI")),
    "tag cut off": ("AVG105", lambda: with_entry(HORN).replace("**[AAAI-2020]**", "**[AAAI-2020]", 1)),
    "no link": ("AVG106", lambda: with_entry(HORN).replace(f"[{HORN[1]}]({HORN[2]})", HORN[1], 1)),
    "no authors": ("AVG107", lambda: changed(3, "")),
    "no institution": ("AVG108", lambda: changed(4, "")),
    "authors cut off": ("AVG109", lambda: changed(3, "Gia Moor, et al.")),
    "no venue": ("AVG111", lambda: changed(0, "2020")),
    "a space in the tag": ("AVG112", lambda: changed(0, "AAAI 2020")),
    "an impossible year": ("AVG113", lambda: changed(0, "AAAI-1921")),
    "another year than the link": ("AVG114", lambda: changed(0, "arXiv-2023")),
    "a label misprinted": ("AVG116", lambda: with_entry(HORN).replace("**Authors:**", "**Auhtors:**", 1)),
    "a template": ("AVG119", lambda: changed(1, "Title")),
    "a link that is none": ("AVG407", lambda: changed(2, "arxiv/2001.00004")),
    "a link with tracking": ("AVG405", lambda: changed(2, "https://example.org/horns?utm_source=feed")),
    "a version of a preprint": ("AVG406", lambda: changed(2, "https://arxiv.org/abs/2001.00004v3")),
    "a paper twice": ("AVG501", lambda: with_entry(DRUM)),
    "a paper under another task": ("AVG901", lambda: with_entry(BELL)),
    "a link of another paper": ("AVG504", lambda: changed(2, DRUM[2])),
    "a missing comma": ("AVG601", lambda: changed(3, "Gia Moor,Hal Winter")),
    "a name cut off": ("AVG602", lambda: changed(3, "Gia Moor, Hal")),
    "initials alone": ("AVG602", lambda: changed(3, "Gia Moor, Hal Winter, D. H.")),
    "an author twice": ("AVG608", lambda: changed(3, "Gia Moor, Hal Winter, Gia Moor")),
    "an initial without its dot": ("AVG610", lambda: changed(3, "Gia Moor, H Winter")),
    "glued institutions": ("AVG706", lambda: changed(4, "Institute of Echoes;University of Nowhere")),
    "an institution twice": ("AVG707", lambda: changed(4, "Institute of Echoes; Institute of Echoes")),
    "an invisible character": ("AVG403", lambda: changed(1, "Horns Across\u200b a Frozen Lake")),
    "a heading twice": ("AVG804", lambda: BASE + "### Bells\n\n" + entry(HORN)),
    "an empty section": ("AVG802", lambda: BASE + "### Gongs\n"),
    "authors taken away": ("AVG107", edited(f"**Authors:** {DRUM[3]}", "**Authors:**")),
    "a line taken away": ("AVG107", edited(f"**Authors:** {DRUM[3]}\n<br>\n", "")),
    "a year mistaken": ("AVG114", edited("[ICCV-2021]", "[arXiv-2017]")),
}  # fmt: skip
"""Contributions with a defect, and the rule that names it."""


def touched(text: str) -> set[int]:
    """Return the lines that the change brings, as difflib tells; of what is cut out those around it."""
    lines = find_changed_lines(BASE.splitlines(), text.splitlines())
    return set(lines.changed) or {line + shift for line in lines.cut for shift in range(-6, 6)}


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_is_found_where_it_is_brought(name: str) -> None:
    """The rule names it on a changed line, and nothing stands elsewhere; what was wrong before is left out."""
    code, make = DEFECTS[name]
    text = make()
    report = check(text)
    assert code in {each.code for each in report.diagnostics}, [str(each) for each in report.diagnostics]
    assert {each.line for each in report.diagnostics} <= touched(text)
    assert not check(text, text).diagnostics


def test_a_finding_about_a_name_stands_at_the_name() -> None:
    """What a contribution brings to an old line is shown where it names the same, not where a title holds the same words."""
    old = (DRUM[0], DRUM[1], DRUM[2], "Bo Sandbergg, Ada Quill", DRUM[4])
    titled = (HORN[0], "The Bo Sandberg Fellowship of Horns", HORN[2], "Bo Sandberg, Ada Quill", DRUM[4])
    again = (BELL[0], BELL[1], BELL[2], "Bo Sandberg, Ada Quill", DRUM[4])
    base, text = make_list([old], []), make_list([titled, again, old], [])
    lines = text.splitlines()
    found = [each for each in check(text, base).diagnostics if "Bo Sandberg" in each.message]
    assert [(each.code, lines[each.line - 1][each.span.column - 1 : each.span.end_column - 1]) for each in found] == [
        ("AVG606", "Bo Sandberg")
    ]
    assert all(lines[each.line - 1].startswith("**Authors:**") for each in found)


def test_a_good_contribution() -> None:
    """Nothing is found, and what it brings is said."""
    report = check(with_entry(HORN))
    assert report.diagnostics == ()
    assert summary(report) == "list.md: adds 1 paper; 2 people are new: nothing found"
    assert summary(check(with_entry(BELL))).startswith("list.md: lists 1 paper once more: 0 errors")
    assert summary(check(BASE)) == "list.md: nothing found"
    assert len(check_list(BASE, SOURCE).diagnostics) > 1


def test_what_only_moved_brings_nothing() -> None:
    """Lines further down, or another line at the end, are no change; a defect that moves with its entry is none that is brought."""
    assert check(f"{BASE}\n<!-- Thanks to all. -->\n").diagnostics == ()
    assert check(BASE.replace("### Whistles", "<!-- a word -->\n\n### Whistles")).diagnostics == ()


@given(st.lists(st.sampled_from("abcdefgh"), max_size=30), st.lists(st.sampled_from("abcdefgh"), max_size=30))
def test_changed_lines(old: list[str], new: list[str]) -> None:
    """Without them the rest of the new text stands in the old one in its order; nothing is changed in equal texts."""
    changed_lines = find_changed_lines(old, new)
    rest = iter(old)
    assert all(line in rest for number, line in enumerate(new, 1) if number not in changed_lines.changed)
    assert not find_changed_lines(new, new).changed | find_changed_lines(new, new).cut
    assert bool(changed_lines.changed or changed_lines.cut) == (old != new)
    assert [line for number, line in enumerate(old, 1) if number not in changed_lines.removed] == [
        line for number, line in enumerate(new, 1) if number not in changed_lines.changed
    ]


def run(*arguments: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(group, ["check", *arguments])


@pytest.mark.slow
def test_formats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is a base; each format shows the finding, Markdown and SARIF with the repair."""
    monkeypatch.chdir(tmp_path)
    Path("old.md").write_text(BASE, encoding="utf-8")
    Path("list.md").write_text(changed(3, "Gia Moor,Hal Winter"), encoding="utf-8")
    results = {form: run("list.md", "--against", "old.md", "--format", form) for form in OUTPUTS}
    assert {form: result.exit_code for form, result in results.items()} == dict.fromkeys(OUTPUTS, 1)
    assert results["text"].stdout.startswith("list.md:10:")
    assert results["text"].stderr == "list.md: adds 1 paper; 2 people are new: 1 error, 0 warnings, 0 notes (1 that --fix repairs)\n"
    assert results["github"].stdout.startswith("::error file=list.md,line=10,")
    (finding,) = json.loads(results["json"].stdout)
    assert (finding["line"], finding["code"], [fix["new"] for fix in finding["fixes"]]) == (10, "AVG601", [", "])
    sarif: Any = json.loads(results["sarif"].stdout)
    (result,) = sarif["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 10
    assert result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"] == ", "
    assert results["markdown"].stdout.startswith("### list.md\n\nAdds 1 paper; 2 people are new.\n\n- **line 10**: ")
    assert "\n  ```diff\n  - **Authors:** Gia Moor,Hal Winter\n  + **Authors:** Gia Moor, Hal Winter\n  ```\n" in results["markdown"].stdout
    assert run("list.md", "--against", "old.md", "--fix").stderr.startswith("avgraph: 1 repair in list.md\n")
    assert Path("list.md").read_text(encoding="utf-8") == with_entry(HORN)


def test_a_revision_of_git_is_a_base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list as it was there, wherever the command runs; what is neither file nor revision is named."""
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "list.md").write_text(BASE, encoding="utf-8")
    for arguments in (["init"], ["add", "."], ["-c", "user.name=Ada", "-c", "user.email=a@example.org", "commit", "-m", "A list"]):
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True, capture_output=True)
    (folder / "list.md").write_text(changed(0, "AAAI"), encoding="utf-8")
    monkeypatch.chdir(tmp_path.parent)
    path = str(folder / "list.md")
    assert [line.split()[1] for line in run(path, "--against", "HEAD").stdout.splitlines() if line.startswith(path)] == ["AVG104"]
    missing = run(path, "--against", "nowhere")
    assert (missing.exit_code, missing.stderr) == (
        2, f"avgraph: nowhere:{path}: no such file, and the git repository has no revision 'nowhere'\n",
    )  # fmt: skip
    assert "only a list in a file has revisions" in run("--against", "HEAD").stderr


def test_two_papers_on_one_line() -> None:
    """Each of them is its own: one that is listed already is found beside one that is new."""
    base = """# Bells

## Casting

- [Bells that Ring in the Dark](https://arxiv.org/abs/2301.01234), Ada Byron, CVPR 2023
- [A Study of Loud and Low Bells](https://arxiv.org/abs/2301.01235), Ada Byron, ICML 2022
- [Clappers for Silent Towers: a Survey](https://arxiv.org/abs/2301.01236), Carl Dorn, 2021

## Ringing

- [Ringing Ropes without Hands](https://arxiv.org/abs/2301.01239), Carl Dorn, 2022
"""
    links = "[Bells that Ring in the Dark](https://arxiv.org/abs/2301.01234) and [Silent Ropes for Tall Towers](https://arxiv.org/abs/2301.01240)"
    report = check_list(f"{base}- {links}\n", SOURCE, against=(SOURCE, base))
    assert [(each.line, each.code) for each in report.diagnostics] == [(12, "AVG901")]
